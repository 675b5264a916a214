"""A server on loopback that plays what servers of the web do, right and wrong. Each address is a row of bytes to send.

It speaks through bare sockets, since what is wrong on purpose no library for servers would send.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

PAGE = b"<!doctype html><title>Fair</title><p>The Harbour Fair opens in Lisbon on 4 May 2026.</p>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came; header names in lower case."""

    path: str
    headers: dict[str, str]


Plays = Callable[[Asked], Iterable[bytes]]


@dataclass(slots=True)
class Server:
    """What is at each path, what was asked so far, and how many bytes were sent. A path that is not there is 404."""

    pages: dict[str, Plays | bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0
    url: str = ""

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [each.path for each in self.asked]

    def reply(self, asked: Asked) -> Iterable[bytes]:
        """The bytes to send, one part after the other."""
        page = self.pages.get(asked.path, answer(b"nothing here", status=404))
        return [page] if isinstance(page, bytes) else page(asked)


def answer(body: bytes = PAGE, *, status: int = 200, **headers: str | None) -> bytes:
    """An answer with its length, unless another is told. Names of headers are written with _; None leaves one out."""
    told = {"content_type": "text/html", "content_length": str(len(body)), **headers}
    fields = [f"{_name(key)}: {value}" for key, value in told.items() if value is not None]
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *fields]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def _name(key: str) -> str:
    return key.replace("_", "-").title()


def leads_to(target: str, status: int = 302, **headers: str) -> bytes:
    """A redirect."""
    return answer(b"", status=status, location=target, **headers)


def in_turn(*answers: bytes) -> Plays:
    """One answer after the other, and the last one for ever."""
    rest = list(answers)
    return lambda asked: [rest.pop(0) if len(rest) > 1 else rest[0]]


def validated(body: bytes, **headers: str) -> Plays:
    """An answer with an ETag and a date of change, and 304 for who has it."""

    def play(asked: Asked) -> Iterable[bytes]:
        told: dict[str, str | None] = {"etag": '"one"', "last_modified": "Mon, 02 Mar 2026 10:00:00 GMT", **headers}
        known = asked.headers.get("if-none-match") == '"one"'
        return [answer(b"" if known else body, status=304 if known else 200, **told)]

    return play


def slowly(parts: Iterable[bytes], pause: float, ended: threading.Event) -> Iterator[bytes]:
    """Parts with a pause after each, until the test ends."""
    for part in parts:
        yield part
        if ended.wait(pause):
            return


@contextmanager
def serving(certificate: Path | None = None, **pages: Plays | bytes) -> Iterator[Server]:
    """A server that runs while the block does, by TLS where it has a certificate; `page` is at "/page"."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if certificate else None
    if tls and certificate:
        tls.load_cert_chain(certificate)
    server = Server({f"/{name}": page for name, page in pages.items()})
    listener = socket.create_server(("127.0.0.1", 0))
    server.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    thread = threading.Thread(target=_listen, args=(listener, server, tls), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _listen(listener: socket.socket, server: Server, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:  # closed: the test is over
            return
        threading.Thread(target=_serve, args=(connection, server, tls), daemon=True).start()


def _serve(connection: socket.socket, server: Server, tls: ssl.SSLContext | None) -> None:
    with connection:
        try:
            connection = tls.wrap_socket(connection, server_side=True) if tls else connection
            asked = _read(connection)
            server.asked.append(asked)
            for part in server.reply(asked):
                connection.sendall(part)
                server.sent += len(part)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):  # what comes after the request; closing upon it would reset the answer
                pass
        except OSError:  # the client went away, as it may
            return


def _read(connection: socket.socket) -> Asked:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part or part.startswith(b"\x16"):  # gone, or greets by TLS
            raise ConnectionError("no request")
        data += part
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Asked(path=first.split(" ")[1], headers={name.lower(): value.strip() for name, _, value in pairs})
