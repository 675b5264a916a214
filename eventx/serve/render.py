"""Values into HTML: one function for each page, all pure. Jinja2 escapes whatever a release or a person wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from eventx.model import Event
from eventx.serve.asked import Asked
from eventx.serve.feeds import POLLING, Window
from eventx.serve.feeds import Links as Ways
from eventx.serve.gate import POLICY
from eventx.serve.grid import Day, first_of, last_of, shifted, weeks
from eventx.serve.links import TOP, Links
from eventx.serve.listing import Group, anchors, listed
from eventx.serve.views import STATUSES, Card, Entry, card
from eventx.serve.words import KINDS, MONTHS, WEEKDAYS, kind_of, month

if TYPE_CHECKING:
    import jinja2

YEARS = range(1900, 2200)
"""Those that have month pages: crawlers follow "next month" for as long as there is one."""
_LISTED = 250
"""Events under a month's grid where a server can show the rest elsewhere."""
_SHARES = (("0.5", "50 %"), ("0.7", "70 %"), ("0.9", "90 %"), ("1", "Confirmed by hand"))
_FILE_POLICY = POLICY.replace("; frame-ancestors 'none'", "")
"""What a <meta> can say: browsers refuse frame-ancestors there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed on offer, with the ways to subscribe to it."""

    title: str
    about: str
    ways: Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What all pages of a calendar share.

    `live` where a server answers filters; `reach` says why the address cannot be reached from outside; `sign_in` is
    where reviewers name themselves. Without `evidence` no sentence of a release is shown. `span` is the first and the
    last day that have pages; None for all.
    """

    name: str
    links: Links = TOP
    live: bool = True
    subscriptions: tuple[Subscription, ...] = ()
    reach: str | None = None
    sign_in: str | None = None
    evidence: bool = True
    span: tuple[date, date] | None = None

    def month_of(self, day: date) -> str:
        """The page of a day's month, or the first page where that month has none."""
        return self.links.month(day) if self.has(day) else self.links.home()

    def has(self, day: date) -> bool:
        """True where the day's month has a page."""
        if self.span is None:
            return day.year in YEARS
        return first_of(self.span[0]) <= first_of(day) <= first_of(self.span[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the form that edits an event; `was` is what the event has, `value` what the form shows."""

    name: str
    label: str
    value: str
    was: str
    options: tuple[str, ...] = ()
    hint: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What somebody who may decide is offered. `near` are events that may be the same."""

    token: str
    fields: tuple[Field, ...]
    near: tuple[Card, ...]
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A kind with its number of events, and where its own list is."""

    kind: str
    name: str
    colour: str
    number: int
    href: str


def month_page(
    site: Site, of: date, today: date, events: Sequence[Event], asked: Asked, *, first_page: bool = False
) -> bytes:
    """A month: the grid and the list below it. `events` are those of the whole weeks that the grid shows.

    The first page asks itself for what is filtered: from another address its relative links would lead elsewhere.
    """
    here = site.links.home() if first_page else site.links.month(of)
    first, last = first_of(of), last_of(of)
    pairs = [(event, card(event, evidence=site.evidence)) for event in events]
    inside = [(event, shown) for event, shown in pairs if shown.first <= last and shown.last >= first]
    groups = listed(inside[:_LISTED] if site.live else inside, first, last, today)
    cut = site.links.agenda(asked.query_with(**{"from": first.isoformat(), "to": last.isoformat()}))
    found = [shown for group in groups for shown in group.cards]
    return _html(
        "month.html", site, where="month", month=first, today=today, asked=asked, groups=groups,
        weeks=_anchored(weeks(first, pairs, today), groups), before=_step(site, first, -1), after=_step(site, first, 1),
        here=here, kinds=_chips(site, here, found, asked), weekdays=WEEKDAYS,
        number=len(inside), cut=cut if len(inside) > _LISTED and site.live else None,
        everywhere=_everywhere(site, asked, today),
    )  # fmt: skip


def agenda_page(
    site: Site, heading: str, span: tuple[date, date], today: date, events: Sequence[Event], asked: Asked, *,
    later: str | None = None, back: str | None = None,
) -> bytes:  # fmt: skip
    """A list of what is on between two days; `later` and `back` lead to its other parts."""
    pairs = [(event, card(event, evidence=site.evidence)) for event in events]
    chips = _chips(site, site.links.agenda(), [shown for _, shown in pairs], asked)
    return _html(
        "agenda.html", site, where="agenda", heading=heading, asked=asked, groups=listed(pairs, *span, today),
        kinds=chips, later=later, back=back,
    )  # fmt: skip


def event_page(site: Site, entry: Entry, review: Review | None = None, said: str | None = None) -> bytes:
    """An event with all that is known of it."""
    return _html("event.html", site, where="event", entry=entry, review=review, said=said)


def message_page(site: Site, heading: str, text: str, sign_in: str | None = None) -> bytes:
    """A page that says one thing; with `sign_in` it asks for the token of reviewers."""
    return _html("message.html", site, where="", heading=heading, text=text, sign_in=sign_in)


def static_file(name: str) -> bytes:
    """A style sheet, script or picture as it is shipped; LookupError where there is none of that name."""
    from importlib.resources import files

    if name not in MEDIA:
        raise LookupError(name)
    return (files("eventx.serve") / "static" / name).read_bytes()


MEDIA: Mapping[str, str] = {
    "page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
}  # fmt: skip
"""The files that pages need, with their media types."""


def _everywhere(site: Site, asked: Asked, today: date) -> str | None:
    """Where a search goes on beyond the month, the past of the feeds' window too."""
    if not (site.live and asked.wanted):
        return None
    return site.links.agenda(asked.query_with(**{"from": asked.typed["from"] or Window().on(today)[0].isoformat()}))


def _step(site: Site, first: date, months: int) -> date | None:
    near = shifted(first, months)
    return near if site.has(near) else None


def _anchored(grid: Sequence[Sequence[Day]], groups: Sequence[Group]) -> list[list[dict[str, Any]]]:
    """The days with the place in the list that tells of them: their own, else the last one before it."""
    known, told = anchors(groups), [group.id for group in groups if not group.date][:1]
    near = told[0] if told and told[0] == "under-way" else None
    out = []
    for week in grid:
        row = []
        for day in week:
            near = known.get(day.date, near)
            values = {name: getattr(day, name) for name in ("date", "column", "today", "inside", "bars", "more")}
            row.append({**values, "anchor": near if day.busy and day.inside else None})
        out.append(row)
    return out


def _chips(site: Site, here: str, cards: Iterable[Card], asked: Asked) -> list[Chip]:
    """The kinds of a page's events; where there is a server, a chip sets the filter, or takes it away again."""
    numbers: dict[str, int] = {}
    for each in cards:
        numbers[each.kind] = numbers.get(each.kind, 0) + 1

    def href(kind: str) -> str:
        if not site.live:
            return site.links.kind(kind)
        query = asked.query_with(kind="" if asked.typed["kind"] == kind else kind)
        return f"{here}?{query}" if query else here

    known = sorted(numbers, key=lambda kind: (-numbers[kind], kind))
    return [
        Chip(kind=kind, name=kind_of(kind), colour=kind if kind in KINDS else "other", number=numbers[kind],
             href=href(kind))
        for kind in known
    ]  # fmt: skip


def _html(name: str, site: Site, **values: Any) -> bytes:
    text = _templates().get_template(name).render(site=site, **values)
    return text.encode("utf-8", "replace")


@cache
def _templates() -> jinja2.Environment:
    """The templates, compiled once; an undefined name is an error, and everything is escaped."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("eventx.serve", "templates"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "day": lambda day: f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}",
        "month": month, "monthname": lambda day: MONTHS[day.month - 1], "weekday": lambda day: WEEKDAYS[day.weekday()],
        "host": lambda link: (urlsplit(link).hostname or link).removeprefix("www."),
    }  # fmt: skip
    made.globals |= {
        "polling": POLLING, "policy": _FILE_POLICY, "shares": _SHARES, "all_kinds": tuple(KINDS.items()),
        "statuses": tuple((status, status.capitalize()) for status in STATUSES),
    }  # fmt: skip
    return made


__all__ = ["MEDIA", "YEARS", "Field", "Review", "Site", "Subscription", "agenda_page", "event_page", "message_page",
           "month_page", "static_file"]  # fmt: skip
