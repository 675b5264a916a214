"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from eventx.errors import OptionError

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
_LOCAL_ENDINGS = (".local", ".localhost", ".lan", ".home", ".internal", ".home.arpa", ".test", ".example", ".invalid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the calendar is, and how it is served.

    `base_url` is the address that clients reach the server by, where that is another than host and port: behind a
    proxy. Without `evidence` no sentence of a release is shown anywhere. `pause` and `patience` are seconds: between
    two looks whether the calendar has changed, and how long a request waits for a feed to be made anew before it is
    given the last good one. `request_time` and `stall_time` are seconds too: how long a client may take to send its
    request, and to take in a part of the answer.
    """

    db: str
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str | None = None
    edit_token: str | None = None
    feeds_only: bool = False
    evidence: bool = True
    gzip: bool = True
    access_log: bool = True
    pause: float = 0.5
    patience: float = 10.0
    request_time: float = 20.0
    stall_time: float = 60.0
    cache_bytes: int = 64 * 2**20

    @property
    def base(self) -> str:
        """The address that links begin with, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def allow_edit(self) -> bool:
        """True where whoever reaches the server may decide: on loopback, with no proxy that brings strangers in."""
        return is_loopback(self.host) and self.base_url is None

    @property
    def hosts(self) -> tuple[str, ...] | None:
        """The names that requests may ask for; None for all.

        On loopback others are refused: a page of the web could else give its own name our address and read along.
        """
        return (*LOOPBACK_NAMES, self.host) if self.allow_edit else None


def checked(settings: Settings) -> Settings:
    """The settings themselves; OptionError where they mean nothing."""
    parts = urlsplit(settings.base)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise OptionError("is no address of a server; https://events.example.org is one", where=settings.base)
    return settings


def is_loopback(host: str) -> bool:
    """True for names and addresses of this machine alone."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")


def out_of_reach(url: str) -> str | None:
    """Why an address cannot be reached from outside, for a person; None where nothing speaks against it."""
    host = (urlsplit(url).hostname or "").lower()
    if not host:
        return "it names no host"
    if is_loopback(host):
        return f"{host} is this machine alone"
    try:
        address = ip_address(host)
    except ValueError:  # a name
        local = "." not in host or host.endswith(_LOCAL_ENDINGS)
        return f"{host} is a name of a private network" if local else None
    return None if address.is_global else f"{host} is an address of a private network"


__all__ = ["LOOPBACK_NAMES", "Settings", "checked", "is_loopback", "out_of_reach"]
