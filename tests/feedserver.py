"""A small server of feeds on loopback, for tests: right by itself, and wrong where a test wants it to be."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CHANGED = datetime(2026, 1, 15, 12, tzinfo=UTC)
PATH = "/feeds/fairs.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request; `number` counts those of the feed from 0."""

    method: str
    path: str
    headers: dict[str, str]
    number: int


@dataclass(slots=True, kw_only=True)
class Reply:
    """An answer."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Wrong = Callable[[Asked, Reply], Reply]


@dataclass(slots=True)
class Site:
    """One feed at `path`; `wrong` makes another answer of the right one."""

    content: bytes | Callable[[int], bytes]
    wrong: Wrong = lambda asked, reply: reply
    path: str = PATH
    robots: str = ""
    requests: list[Asked] = field(default_factory=list)
    url: str = ""

    def respond(self, method: str, path: str, headers: dict[str, str]) -> Reply:
        """The answer to a request."""
        if path == "/robots.txt" and self.robots:
            return Reply(headers={"Content-Type": "text/plain"}, body=self.robots.encode())
        asked = Asked(method=method, path=path, headers=headers, number=len(self.requests))
        if path.partition("?")[0] == self.path:
            self.requests.append(asked)
            return self.wrong(asked, self.right(asked))
        return self.wrong(asked, Reply(status=404))

    def right(self, asked: Asked) -> Reply:
        """The feed, as it should be answered."""
        content = self.content if isinstance(self.content, bytes) else self.content(asked.number)
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Last-Modified": format_datetime(CHANGED, usegmt=True), "Vary": "Accept-Encoding"}
        if _unchanged(asked.headers, tag):
            return Reply(status=304, headers=headers)
        headers |= {"Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": "inline"}
        if "gzip" in asked.headers.get("accept-encoding", ""):
            return Reply(headers={**headers, "Content-Encoding": "gzip"}, body=gzip.compress(content, mtime=0))
        return Reply(headers=headers, body=content)


def _unchanged(headers: dict[str, str], tag: str) -> bool:
    if "if-none-match" in headers:
        return tag in headers["if-none-match"]
    try:
        return parsedate_to_datetime(headers["if-modified-since"]) >= CHANGED
    except (KeyError, ValueError):
        return False


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: who hangs up in the middle of an answer has seen enough."""


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The address of the feed, while a server runs for it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            reply = site.respond(self.command, self.path, {k.lower(): v for k, v in self.headers.items()})
            self.send_response(reply.status)
            length = {} if reply.status == 304 else {"Content-Length": str(len(reply.body))}
            for name, value in {**length, **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_GET = do_HEAD = answer

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        site.url = f"http://127.0.0.1:{server.server_port}"
        yield site.url + site.path
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
