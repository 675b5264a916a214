"""Connections: each is made to the very address that was checked, and none outlasts the time of its fetch."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

from eventx.ingest.web.addresses import is_public, literal
from eventx.ingest.web.patience import left

_TRIED = 4
"""Addresses of one host that are tried: a hostile name server may name thousands."""

PRIVATE = "{} is a private address"
"""What is said of a host that is refused."""

Options = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]


class PrivateError(Exception):
    """A host whose address is not public."""


@contextmanager
def _told() -> Iterator[None]:
    """A wait that ends with the fetch's time ends as TooSlowError, not as silence."""
    try:
        yield
    except httpcore.TimeoutException:
        left()
        raise


class TimedStream(httpcore.NetworkStream):
    """A connection that waits for no longer than the fetch has left: a byte a second never ends by silence alone."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _told():
            return self._stream.read(max_bytes, left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _told():
            self._stream.write(buffer, left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with _told():
            return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Backend(httpcore.SyncBackend):
    """Connects to hosts; with `checked` only to public addresses.

    The name is resolved here, once: what is checked is what is connected to, whatever the name server says a moment
    later (DNS rebinding). TLS still asks for a certificate of the name.
    """

    def __init__(self, *, checked: bool) -> None:
        self._checked = checked

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A connection to the first address of the host that takes it. PrivateError where one is not public."""
        failed: Exception = httpcore.ConnectError("no address")
        for address in _addresses(host, port, checked=self._checked):
            try:
                stream = super().connect_tcp(address, port, left(timeout), local_address, socket_options)
                return TimedStream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


def _addresses(host: str, port: int, *, checked: bool) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    for each in addresses if checked else ():
        known = literal(each)
        if known is None or not is_public(known):
            raise PrivateError(f"{host} is {each}, a private address" if host != each else PRIVATE.format(host))
    return addresses[:_TRIED]


__all__ = ["PRIVATE", "Backend", "PrivateError", "TimedStream"]
