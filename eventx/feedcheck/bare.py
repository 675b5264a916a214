"""One request over a bare socket: what a server sends behind an answer that has no body.

HTTP libraries do not look at it, and then take it for the beginning of the next answer.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping
from email.parser import BytesParser
from urllib.parse import urlsplit

from eventx.feedcheck.values import Answer

_MOST = 1 << 16
_PATIENCE = 5.0  # seconds


def bare(method: str, url: str, headers: Mapping[str, str]) -> Answer | None:
    """The answer, cut off after 64 KB; None where that way is barred (a proxy, a broken connection)."""
    try:
        return _read(_sent(method, url, headers))
    except (OSError, ValueError, IndexError):
        return None


def _sent(method: str, url: str, headers: Mapping[str, str]) -> bytes:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    told = {"Host": parts.netloc, **headers, "Connection": "close"}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    with socket.create_connection((host, port), _PATIENCE) as plain:
        wire = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        wire.sendall("\r\n".join(lines).encode("latin-1"))
        return _received(wire)


def _received(wire: socket.socket) -> bytes:
    """All that comes until the other side closes or falls silent."""
    content, until = b"", time.monotonic() + 2 * _PATIENCE
    while len(content) < _MOST and time.monotonic() < until:
        try:
            part = wire.recv(_MOST)
        except TimeoutError:
            break
        if not part:
            break
        content += part
    return content


def _read(content: bytes) -> Answer:
    top, _, body = content.partition(b"\r\n\r\n")
    line, _, rest = top.partition(b"\r\n")
    message = BytesParser().parsebytes(rest + b"\r\n\r\n", headersonly=True)
    return Answer(int(line.split()[1]), {name.lower(): str(value) for name, value in message.items()}, body)


__all__ = ["bare"]
