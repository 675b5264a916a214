"""Which addresses may be fetched: of the web, and of machines that everybody can reach.

A page that names an address inside the reader's own network would have eventx ask there what the page's author cannot
(server-side request forgery, CWE-918). So an address of a machine counts and not its name, however it is written.
"""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from eventx.errors import FetchError
from eventx.safe import one_line

IP = IPv4Address | IPv6Address

_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: the last 32 bits are an IPv4 address (RFC 6052, section 2.1)
_OWN = (
    ip_network("192.0.0.0/24"),  # of protocols (RFC 6890); Python before 3.11.10 knows but parts of it
    ip_network("64:ff9b:1::/48"),  # NAT64 of one's own network (RFC 8215)
    ip_network("fec0::/10"),  # once site-local (RFC 3879)
)
_ALIASES = ("webcal", "webcals", "feed")
_FEED = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x20#/<>?@\[\\\]^|%]")  # in a host (URL Standard, section 3.2)
_SHOWN = 200


def web_address(text: str) -> httpx.URL:
    """The address that is fetched for what somebody wrote, without its fragment: webcal: and feed: are https:, for a
    host of one's own network http:, since certificates are rare there.

    FetchError where it is none of the web.
    """
    written = _FEED.sub("", one_line(text))
    try:
        url = httpx.URL(written)
        host = url.host  # may be no name after all (IDNA)
        if url.scheme in _ALIASES:
            url = url.copy_with(scheme="http" if is_here(host) else "https")
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"is no address ({one_line(str(error))[:80]})", where=written[:_SHOWN]) from error
    if url.scheme not in ("http", "https"):
        raise FetchError("is no address of the web; give one that begins with https://", where=shown(url))
    if url.port is not None and not 0 < url.port < 65536:
        raise FetchError("names a port that there is not; leave it out", where=shown(url))
    if not host or _FORBIDDEN.search(host):
        raise FetchError("names no host; give an address such as https://example.org/news", where=shown(url))
    return url


def bare(url: httpx.URL) -> str:
    """An address without a user's name and password."""
    return str(url.copy_with(userinfo=b"") if url.userinfo else url)


def shown(url: httpx.URL) -> str:
    """The same for errors: in one line that is not too long."""
    return one_line(bare(url))[:_SHOWN]


def is_public(address: IP) -> bool:
    """True for the address of a machine that anybody can reach (the IANA registries of special addresses; RFC 6890)."""
    if isinstance(address, IPv6Address) and (inner := _inner(address)) is not None:
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
    host = host.strip("[]").rstrip(".").partition("%")[0]
    for read in (ip_address, _by_system):
        try:
            return read(host)
        except (OSError, ValueError):  # not in this form
            continue
    return None


def _by_system(host: str) -> IPv4Address:
    return IPv4Address(socket.inet_aton(host))


def is_here(host: str) -> bool:
    """True where a host's name alone says that it is this machine or in its network (RFC 6761, section 6.3)."""
    name = host.lower().rstrip(".")
    address = literal(host)
    return name == "localhost" or name.endswith(".localhost") or (address is not None and not is_public(address))


__all__ = ["IP", "bare", "is_here", "is_public", "literal", "shown", "web_address"]
