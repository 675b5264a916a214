"""Requests to the network: through which proxy if any, and with which certificates. The door to httpcore's pools."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from threading import Lock
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from eventx.ingest.web.addresses import is_here
from eventx.ingest.web.network import PRIVATE, Backend, PrivateError


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
            raise PrivateError(PRIVATE.format(url.host))
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


__all__ = ["Transport"]
