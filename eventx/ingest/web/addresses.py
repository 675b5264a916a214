"""Which addresses may be fetched: of the web, and of machines that everybody can reach.

A page that names an address inside the reader's own network would have eventx ask there what the page's author cannot
(server-side request forgery, CWE-918). So an address of a machine counts and not its name, however it is written.
"""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from eventx.errors import FetchError
from eventx.safe import one_line

IP = IPv4Address | IPv6Address

_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: the last 32 bits are an IPv4 address (RFC 6052, section 2.1)
_OWN = (
    IPv6Network("64:ff9b:1::/48"),  # NAT64 of one's own network (RFC 8215)
    IPv6Network("fec0::/10"),  # once site-local (RFC 3879)
)
_CALENDARS = {"webcal": "https", "webcals": "https"}
_FEED = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)
_SHOWN = 200


def web_address(text: str) -> httpx.URL:
    """The address that is fetched for what somebody wrote: webcal: and feed: are https:, a fragment is left out.

    FetchError where it is none of the web.
    """
    written = _FEED.sub("", one_line(text))
    try:
        url = httpx.URL(written)
        scheme = _CALENDARS.get(url.scheme, "https" if url.scheme == "feed" else url.scheme)
        url = url.copy_with(scheme=scheme, fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"is no address ({one_line(str(error))[:80]})", where=written[:_SHOWN]) from error
    if url.scheme not in ("http", "https"):
        raise FetchError("is no address of the web; give one that begins with https://", where=shown(url))
    if not url.host:
        raise FetchError("names no host; give an address such as https://example.org/news", where=shown(url))
    return url


def shown(url: httpx.URL) -> str:
    """An address for errors and releases: without a user's name and password, and not without end."""
    return one_line(str(url.copy_with(userinfo=b"") if url.userinfo else url))[:2000]


def is_public(address: IP) -> bool:
    """True for the address of a machine that anybody can reach (the IANA registries of special addresses; RFC 6890)."""
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if any(address in network for network in _OWN):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def literal(host: str) -> IP | None:
    """The address that a host's name is, in any form that systems take: 127.1, 0x7f000001, 017700000001, [::1]."""
    host = host.strip("[]").rstrip(".")
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass  # not in the usual form; the system's own reading follows
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def is_here(host: str) -> bool:
    """True where a host's name alone says that it is this machine or in its network (RFC 6761, section 6.3)."""
    name = host.lower().rstrip(".")
    address = literal(host)
    return name == "localhost" or name.endswith(".localhost") or (address is not None and not is_public(address))


__all__ = ["IP", "is_here", "is_public", "literal", "shown", "web_address"]
