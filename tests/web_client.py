"""A client for tests of addresses: it may ask the server on loopback, waits without waiting, and notes what is told."""

from __future__ import annotations

import socket
import zlib
from collections.abc import Callable

import pytest

from eventx.errors import FetchError
from eventx.ingest.web import Policy, Web

Waits = list[float]
RELEASE = b"LISBON, March 2, 2026 /PRNewswire/ -- The Harbour Fair will be held in Lisbon on May 4, 2026.\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def opened(waits: Waits | None = None, notes: list[str] | None = None, **more: object) -> Web:
    """A client that may ask the server on loopback, and waits without waiting."""
    policy = Policy(**{"allow_private": True, "timeout": 5.0, **more})  # type: ignore[arg-type]
    sleep = waits.append if waits is not None else lambda seconds: None
    return Web(policy, sleep=sleep, note=notes.append if notes is not None else lambda line: None)


def failure(url: str, web: Web) -> FetchError:
    """The error of an address, which is one line of printable characters."""
    with web, pytest.raises(FetchError) as caught:
        web.fetch(url)
    assert str(caught.value).isprintable()
    return caught.value


def unknown(*told: object, **more: object) -> None:
    """A name server that knows nobody."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


Resolver = Callable[[str], list[str]]


def resolving(monkeypatch: pytest.MonkeyPatch, resolver: Resolver) -> tuple[list[str], list[str]]:
    """Names are resolved by the test; which were asked for, and which addresses were then connected to."""
    asked: list[str] = []
    met: list[str] = []

    def resolved(host: str, port: int, **more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in resolver(host)]

    def connected(address: tuple[str, int], *more: object, **rest: object) -> socket.socket:
        met.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", connected)
    return asked, met


def bomb(size: int) -> bytes:
    """Zeros by the megabyte, packed."""
    machine = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return b"".join([*(machine.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), machine.flush()])
