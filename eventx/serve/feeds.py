"""Named feeds: which entries, which window, who may fetch them; and what a query string asks of them."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hmac import compare_digest
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from eventx.errors import OptionError
from eventx.export.ics import COLORS
from eventx.model import replace
from eventx.store import STATUSES, FeedRow, Filter

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
BACK_DAYS = 180
AHEAD_DAYS = 548
"""Eighteen months."""

MAX_QUERY = 2000
"""Characters of a query string."""
MAX_WORDS = 100
"""Characters of one value."""
MAX_PARTS = 20
_TOKEN_BYTES = 32
_MOST_DAYS = 36_525  # a century: more is a slip, and days beyond year 9999 are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which days a feed holds: from so many before today to so many after it."""

    back: int = BACK_DAYS
    ahead: int = AHEAD_DAYS

    def on(self, today: date) -> tuple[date, date]:
        """Its first and its last day."""
        return today - timedelta(days=self.back), today + timedelta(days=self.ahead)


NO_FILTER = Filter()
WINDOW = Window()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFeed:
    """A feed that people subscribe to.

    `token` is the SHA-256 of what a private feed's address has in place of the name: who reads the calendar's file
    still cannot fetch the feed. One that was removed is kept, to tell subscribers that it is gone.
    """

    name: str
    wanted: Filter = NO_FILTER
    window: Window = WINDOW
    title: str | None = None
    color: str | None = None
    hours: int = 6
    evidence: bool = True
    token: str | None = None
    removed: bool = False

    @property
    def private(self) -> bool:
        """True where the address is a secret."""
        return self.token is not None

    def filter_on(self, today: date, asked: Filter | None = None) -> Filter:
        """Which entries it holds on a day; a query can only narrow that."""
        first, last = self.window.on(today)
        window = Filter(first=first, last=last, include=("month",))
        return replace(self.wanted, also=(window, asked) if asked else (window,))


ALL = NamedFeed(name="all", title="Events")


def feeds_of(rows: Sequence[FeedRow]) -> dict[str, NamedFeed]:
    """Name → feed, by name; the one of everything is there until it is made otherwise or removed."""
    found = {ALL.name: ALL, **{row.name: feed_of(row) for row in rows}}
    return {name: found[name] for name in sorted(found)}


def feed_of(row: FeedRow) -> NamedFeed:
    """The feed that `row_of` wrote."""
    told = dict(row.told)
    days = {name: date.fromisoformat(row.filter[name]) for name in ("first", "last") if row.filter.get(name)}
    include = tuple(row.filter.get("include", ()))
    return NamedFeed(
        name=row.name, wanted=Filter(**{**row.filter, **days, "include": include}),
        window=Window(back=told.pop("back", BACK_DAYS), ahead=told.pop("ahead", AHEAD_DAYS)),
        **{name: value for name, value in told.items() if name in _TOLD},
    )  # fmt: skip


def row_of(feed: NamedFeed) -> FeedRow:
    """The feed as the calendar keeps it: only what is told."""
    wanted = {name: _kept(value) for name in _FILTERED if (value := getattr(feed.wanted, name))}
    told = {name: getattr(feed, name) for name in _TOLD}
    return FeedRow(name=feed.name, filter=wanted, told={"back": feed.window.back, "ahead": feed.window.ahead, **told})


_TOLD = ("title", "color", "hours", "evidence", "token", "removed")
_FILTERED = ("first", "last", "kind", "place", "status", "who", "text", "min_confidence", "include")


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def checked(feed: NamedFeed) -> NamedFeed:
    """The feed itself; OptionError where it cannot be one."""
    if not NAME.fullmatch(feed.name):
        raise OptionError("is no name for a feed; use a to z, digits and hyphens, 64 at most", where=feed.name)
    if feed.wanted.status == "rejected":
        raise OptionError("what you rejected is in no feed", where="--status")
    if feed.color is not None and feed.color not in COLORS:
        raise OptionError(f"is no colour; these are: {', '.join(COLORS)}", where=feed.color)
    if not (0 <= feed.window.back <= _MOST_DAYS and 0 <= feed.window.ahead <= _MOST_DAYS and feed.hours > 0):
        raise OptionError("has a window or an interval that means nothing", where=feed.name)
    return feed


def new_token() -> str:
    """A secret for an address: 256 bits, in characters that need no escaping."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hashed(token: str) -> str:
    """What is kept of a token. It is random and long, so that one round of SHA-256 suffices."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def by_token(feeds: Iterable[NamedFeed], token: str) -> NamedFeed | None:
    """The private feed of a token; takes as long for a wrong one, however much of it is right."""
    digest, found = hashed(token), None
    for feed in feeds:
        if feed.token is not None and compare_digest(feed.token, digest):
            found = feed
    return found


def asked_of(query: Sequence[tuple[str, str]]) -> Filter | None:
    """The filter that a query string tells; None where it tells none. OptionError where it means nothing.

    What is no filter is passed over: clients and proxies add things of their own.
    """
    if len(query) > MAX_PARTS:
        raise OptionError(f"more than {MAX_PARTS} parts", where="query")
    told = {_ALIASES.get(name, name): (name, value.strip()) for name, value in query}
    values = {key: _read(key, *told[key]) for key in _ASKED if key in told and told[key][1]}
    return Filter(include=("month",), **values) if values else None


_ALIASES = {"from": "first", "to": "last", "q": "text", "min-confidence": "min_confidence"}
_ASKED = ("first", "last", "kind", "place", "status", "who", "text", "min_confidence")


def _read(key: str, name: str, value: str) -> Any:
    if len(value) > MAX_WORDS:
        raise OptionError(f"is longer than {MAX_WORDS} characters", where=name)
    try:
        if key in ("first", "last"):
            return date.fromisoformat(value)
        if key == "min_confidence":
            return _share(value)
    except ValueError as error:
        wanted = "a date such as 2026-11-30" if key != "min_confidence" else "a number from 0 to 1"
        raise OptionError(f"has to be {wanted}", where=name) from error
    if key == "status" and value not in STATUSES:
        raise OptionError(f"has to be one of {', '.join(STATUSES)}", where=name)
    return value.replace("\0", "")


def _share(text: str) -> float:
    number = round(float(text), 2)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def query_of(asked: Filter | None) -> str:
    """A filter as a query string, always the same for the same; empty for none."""
    if asked is None:
        return ""
    names = {"first": "from", "last": "to", "min_confidence": "min-confidence"}
    told = {names.get(key, key): _kept(value) for key in _ASKED if (value := getattr(asked, key))}
    return f"?{urlencode(told)}" if told else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The ways to subscribe to a feed."""

    https: str
    webcal: str
    google: str
    outlook: str
    """Outlook.com, for private accounts."""
    office: str
    """Outlook of Microsoft 365, for accounts of a company or school."""


def links(base: str, feed: NamedFeed, token: str | None = None, asked: Filter | None = None) -> Links:
    """The addresses of a feed under a server's own; a private feed's holds the token."""
    address = f"{base}{path_of(feed, token)}{query_of(asked)}"
    parts = urlsplit(address)
    webcal = parts._replace(scheme="webcal").geturl()
    named = urlencode({"url": address, "name": feed.title or feed.name})
    return Links(
        https=address, webcal=webcal, google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{named}",
        office=f"https://outlook.office.com/calendar/0/addfromweb?{named}",
    )  # fmt: skip


def path_of(feed: NamedFeed, token: str | None = None) -> str:
    """Where a feed is on a server."""
    return f"/f/{token}.ics" if token is not None else f"/feeds/{feed.name}.ics"


POLLING = (
    ("Google Calendar", "every few hours to once a day, whatever a feed asks for"),
    ("Outlook on the web", "about every three hours, at times once a day"),
    ("Apple Calendar", "as you set it for the subscription: from every five minutes to once a week"),
    ("Thunderbird", "every 30 minutes unless you set it otherwise"),
)
"""Program → how often it asks for news of a feed."""


__all__ = ["ALL", "MAX_QUERY", "POLLING", "Links", "NamedFeed", "Window", "asked_of", "by_token", "checked", "feed_of",
           "feeds_of", "hashed", "links", "new_token", "path_of", "query_of", "row_of"]  # fmt: skip
