"""What every request passes: limits, headers that keep browsers strict, the access log."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from urllib.parse import quote

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from eventx.serve.feeds import MAX_QUERY
from eventx.serve.responses import plain
from eventx.serve.settings import Settings

LOG = logging.getLogger("eventx.serve")
_SECRET = re.compile(r"(?i)(?<=/f/)[^/?]+|[A-Za-z0-9_-]{40,}")  # also where an address was mangled
_ODD = re.compile(r"[^ !#-\[\]-~…]+")  # what is not ASCII, controls, and what would end a quotation
_PATH = 1000  # characters: UIDs are shorter

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class Gate:
    """Around the application. It knows no clock but that of durations."""

    def __init__(self, app: ASGIApp, settings: Settings, note: Callable[[str], None]) -> None:
        self.app, self.hosts, self.note = app, settings.hosts, note if settings.access_log else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, told = time.perf_counter(), {"status": 500, "bytes": 0, "begun": 0}

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *HEADERS]}
                told["status"], told["begun"] = message["status"], 1
            else:
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            refused = self._refused(scope)
            await (refused or self.app)(scope, receive, watched)
        except TimeoutError:
            told["status"] = 499  # the client took too long; as nginx logs it
            raise
        except Exception:
            LOG.exception("no answer to %s", shown(scope))
            if not told["begun"]:
                await plain(500, "Something went wrong; it is noted.")(scope, receive, watched)
        finally:
            if self.note is not None:
                took = (time.perf_counter() - begun) * 1000
                self.note(line(scope, told["status"], told["bytes"], took))

    def _refused(self, scope: Scope) -> Response | None:
        if len(scope["query_string"]) > MAX_QUERY:
            return plain(414, f"The query is longer than {MAX_QUERY} characters.")
        if len(scope["path"]) > _PATH:
            return plain(414, f"The path is longer than {_PATH} characters.")
        if (
            self.hosts is not None
            and _host(dict(scope["headers"]).get(b"host", b"").decode("latin-1")) not in self.hosts
        ):
            return plain(
                421, "This server answers on its own machine alone; start it with --base-url for another name."
            )
        return None


def _host(text: str) -> str:
    """The name without its port, and without the brackets of IPv6."""
    return text.rpartition("]")[0].lstrip("[") if text.startswith("[") else text.partition(":")[0].lower()


def line(scope: Scope, status: int, size: int, took: float) -> str:
    """Who asked for what, and what came of it: status, bytes, milliseconds, and what program it was."""
    client = (scope.get("client") or ("-", 0))[0]
    agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"-")[:200].decode("latin-1")
    return f'{client} "{shown(scope)}" {status} {size} {took:.1f}ms "{_escaped(agent)}"'


def shown(scope: Scope) -> str:
    """A request as the log tells it: in ASCII, without line breaks, and without the token of a private feed."""
    query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
    return f"{_escaped(scope['method'])} {_escaped(_SECRET.sub('…', scope['path'] + query))}"


def _escaped(text: str) -> str:
    return _ODD.sub(_quoted, text)


def _quoted(found: re.Match[str]) -> str:
    return quote(found[0], errors="replace")


__all__ = ["HEADERS", "POLICY", "Gate", "line", "shown"]
