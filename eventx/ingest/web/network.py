"""Connections: each is made to the very address that was checked, and none outlasts the time of its fetch."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from eventx.ingest.web.addresses import is_here, is_public, literal
from eventx.ingest.web.patience import left

_TRIED = 4
"""Addresses of one host that are tried: a hostile name server may name thousands."""

_PRIVATE = "{} is a private address"

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
            raise PrivateError(f"{host} is {each}, a private address" if host != each else _PRIVATE.format(host))
    return addresses[:_TRIED]


class Transport(httpx.BaseTransport):
    """Requests to the network, through the proxy that the environment names for them.

    What lies on this machine or in its network by its own name is not asked of a proxy. Where a proxy is asked, it is
    the proxy that resolves names, and keeps what is private to itself.
    """

    def __init__(self, *, checked: bool) -> None:
        self._checked = checked
        self._proxies = getproxies()
        self._lock = Lock()
        self._tls: ssl.SSLContext | None = None
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be read. Errors are those of httpcore, and PrivateError."""
        url = request.url
        if self._checked and is_here(url.host):
            raise PrivateError(_PRIVATE.format(url.host))
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        asked = httpcore.Request(request.method, target, headers=request.headers.raw, extensions=request.extensions)
        answer = self._pool(self._proxy(url)).handle_request(asked)
        headers = [(name, value) for name, value in answer.headers if _is_plain(name, value)]
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """All connections closed."""
        for pool in self._pools.values():
            pool.close()

    def _proxy(self, url: httpx.URL) -> str:
        """The proxy of an address; "" for none."""
        if is_here(url.host) or proxy_bypass(url.host):
            return ""
        return self._proxies.get(url.scheme) or self._proxies.get("all", "")

    def _pool(self, proxy: str) -> httpcore.ConnectionPool:
        with self._lock:
            if proxy not in self._pools:
                self._tls = self._tls or _certificates()
                self._pools[proxy] = _pool(proxy, self._tls, checked=self._checked)
            return self._pools[proxy]


def _is_plain(name: bytes, value: bytes) -> bool:
    """False for a field of an answer that says nothing, or nothing in ASCII: libraries trip over those, and of what is
    beyond ASCII only a redirect's target can be meant seriously."""
    return bool(value.strip()) and (value.isascii() or name.lower() == b"location")


def _pool(proxy: str, tls: ssl.SSLContext, *, checked: bool) -> httpcore.ConnectionPool:
    if not proxy:
        return httpcore.ConnectionPool(tls, keepalive_expiry=15, network_backend=Backend(checked=checked))
    try:
        told = httpx.Proxy(proxy if "://" in proxy else f"http://{proxy}")
    except (httpx.InvalidURL, ValueError) as error:
        raise httpcore.UnsupportedProtocol("the proxy that the environment names is none of http") from error
    if told.url.scheme not in ("http", "https"):
        raise httpcore.UnsupportedProtocol("the proxy that the environment names is none of http")
    return httpcore.HTTPProxy(
        httpcore.URL(scheme=told.url.raw_scheme, host=told.url.raw_host, port=told.url.port, target=b"/"),
        proxy_auth=told.raw_auth, ssl_context=tls, keepalive_expiry=15, network_backend=Backend(checked=False),
    )  # fmt: skip


def _certificates() -> ssl.SSLContext:
    """The authorities that are trusted: those of SSL_CERT_FILE or SSL_CERT_DIR, else those that come with certifi."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise httpcore.UnsupportedProtocol("the certificates that SSL_CERT_FILE names cannot be read") from error


class _Body(httpx.SyncByteStream):
    """The body of an answer as the network brings it."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


__all__ = ["Backend", "PrivateError", "TimedStream", "Transport"]
