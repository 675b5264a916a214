"""Answers over HTTP: strong ETags, 304, gzip where it is asked for, HEAD, in parts that a slow client can take in."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

ICS = "text/calendar; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
JSON = "application/json"
ATOM = "application/atom+xml; charset=utf-8"

PUBLIC = "public, max-age=300, stale-if-error=604800"
"""Proxies may keep it for five minutes, and for a week where the server does not answer."""
PRIVATE = "private, no-cache"
_PART = 2**22
"""Bytes sent at once; no copy is made of them, however slow the client."""
_WORTH_IT = 512
"""Bytes below which gzip saves nothing."""
_LEVEL = 6


class Body:
    """Bytes that are kept, with their ETag, the time they were first made, and their compressed form when asked for."""

    __slots__ = ("__weakref__", "_lock", "_packed", "content", "digest", "made", "media", "modified")

    def __init__(self, content: bytes, media: str, made: datetime) -> None:
        self.content, self.media, self.made = content, media, made.replace(microsecond=0)
        self.modified = format_datetime(self.made, usegmt=True)
        self.digest = hashlib.sha256(content).hexdigest()[:32]
        self._packed: bytes | None = None
        self._lock: asyncio.Lock | None = None

    @property
    def size(self) -> int:
        """Bytes it takes in memory."""
        return len(self.content) + len(self._packed or b"")

    def etag(self, packed: bool) -> str:
        """Strong, so another one for the compressed form (RFC 9110 section 8.8.3)."""
        return f'"{self.digest}-gzip"' if packed else f'"{self.digest}"'

    async def packed(self) -> bytes:
        """The compressed form, made once."""
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._packed is None:
                self._packed = await run_in_threadpool(gzip.compress, self.content, _LEVEL, mtime=0)
            return self._packed


class Answer(Response):
    """A Body to one request: whole, as 304, or the headers alone."""

    def __init__(self, body: Body, *, headers: Mapping[str, str], may_pack: bool = True) -> None:
        self.kept, self.may_pack = body, may_pack
        self.told = {name.lower(): value for name, value in headers.items()}
        self.status_code, self.background, self.body = 200, None, b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        asked, body = dict(scope["headers"]), self.kept
        packed = self.may_pack and len(body.content) >= _WORTH_IT and wants_gzip(_told(asked, b"accept-encoding"))
        told = {**self.told, "etag": body.etag(packed), "last-modified": body.modified}
        if self.may_pack:
            told["vary"] = "Accept-Encoding"
        tags = ", ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match")
        if unchanged(tags, _told(asked, b"if-modified-since"), told["etag"], body.made):
            await _start(send, 304, told)
            await send({"type": "http.response.body", "body": b""})
            return
        content = await body.packed() if packed else body.content
        told |= {"content-type": body.media, "content-length": str(len(content))}
        if packed:
            told["content-encoding"] = "gzip"
        await _start(send, 200, told)
        view = memoryview(b"" if scope["method"] == "HEAD" else content)
        for start in range(0, len(view) or 1, _PART):
            more = start + _PART < len(view)
            await send({"type": "http.response.body", "body": view[start : start + _PART], "more_body": more})


async def _start(send: Send, status: int, told: Mapping[str, str]) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})


def _told(asked: Mapping[bytes, bytes], name: bytes) -> str:
    return asked.get(name, b"").decode("latin-1")


def unchanged(tags: str, date: str, etag: str, made: datetime) -> bool:
    """True where the client has what it would get: by If-None-Match, and by If-Modified-Since only without that."""
    if tags.strip():
        return tags.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    since = http_date(date) if date else None
    return since is not None and made <= since


def http_date(text: str) -> datetime | None:
    """The instant of a date in any of HTTP's three forms (RFC 9110 section 5.6.7); None where it is none."""
    try:
        found = parsedate_to_datetime(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def wants_gzip(accepted: str) -> bool:
    """True where Accept-Encoding names gzip and does not refuse it; "*" alone asks for nothing."""
    for part in accepted.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        if name in ("gzip", "x-gzip"):
            return all(_quality(each) > 0 for each in parameters if each.startswith("q="))
    return False


def _quality(parameter: str) -> float:
    try:
        return float(parameter[2:])
    except ValueError:
        return 0.0


def plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """A line for a person; never kept by proxies."""
    told = {"cache-control": "no-store", **(headers or {})}
    return Response(f"{text}\n", status, told, media_type=TEXT)


__all__ = ["ATOM", "ICS", "JSON", "PRIVATE", "PUBLIC", "TEXT", "Answer", "Body", "http_date", "plain", "unchanged",
           "wants_gzip"]  # fmt: skip
