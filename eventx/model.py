"""The values that travel through eventx: frozen, keyword-only, slotted, compared by value.

Offsets count characters of the text that was given. Dates are `datetime.date`, the last day
inclusive; instants are aware `datetime.datetime` where the zone is known and naive where not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from eventx.errors import InputError

KINDS = (
    "forum", "summit", "conference", "exhibition", "festival", "ceremony", "webinar", "earnings_call", "hearing",
    "meeting", "press_conference", "workshop", "sport", "performance", "visit", "deadline", "other",
)  # fmt: skip
"""What an event can be."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Characters start (inclusive) to end (exclusive) of a text."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One document: its text, and what is known beside it. Only `text` is required.

    `published` takes a date, a datetime or an ISO 8601 string; `id` defaults to a hash of the
    text, so that results do not depend on where a file lies.
    """

    text: str
    id: str = ""
    title: str | None = None
    published: date | None = None
    url: str | None = None
    lang: str | None = None
    given: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass"))
            object.__setattr__(self, "id", digest.hexdigest()[:16])
        object.__setattr__(self, "published", as_day(self.published, "published"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is. `country` is ISO 3166-1 alpha-2, `geo` degrees (latitude, longitude)."""

    venue: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    country_name: str | None = None
    zone: str | None = None
    geo: tuple[float, float] | None = None

    @property
    def label(self) -> str | None:
        """The place in one line, most specific part first: "Moscone Center, San Francisco, California"."""
        parts = [self.venue, self.city, self.region, self.country_name if not self.region else None]
        told = [p for i, p in enumerate(parts) if p and p not in parts[:i]]
        return ", ".join(told) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What dates are resolved against. `source`: dateline, published, caller or none."""

    day: date | None = None
    zone: str | None = None
    place: Place | None = None
    source: str = "none"
    span: Span | None = None
    """The dateline's characters, where it is the source of day or place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An expression resolved.

    `first` and `last` are both dates (all day, inclusive) or `first` is an instant and `last` an
    instant, a date (only the last day is known) or None (no end is told). `precision`: day, week,
    month, quarter, season, half, year, decade. `known` names the parts that the text wrote,
    `inferred` those that were worked out: year, month, day, weekday, time, zone.
    `role`: event, dateline, speech, deadline, fiscal, other.
    """

    span: Span
    text: str
    first: date
    last: date | None
    precision: str = "day"
    zone: str | None = None
    rule: str = ""
    role: str = "other"
    known: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    value: str = ""
    rrule: str | None = None
    open: str | None = None
    """"from" for "starting Oct. 4", "until" for "runs until Nov. 5"; None where both ends are told."""
    group: int = 0
    """Whens of one list ("Oct. 3, 5 and 7") share a number above 0."""
    doubt: float = 0.0
    """0 (plain) to 1: how far the resolution may be off, from contradictions and guesses."""
    notes: tuple[str, ...] = ()
    """What was decided and why, one sentence each, for `eventx explain`."""

    @property
    def timed(self) -> bool:
        """True where `first` is an instant."""
        return isinstance(self.first, datetime)

    @property
    def first_day(self) -> date:
        """The first day, local."""
        return day_of(self.first)

    @property
    def last_day(self) -> date:
        """The last day, local and inclusive."""
        return max(day_of(self.last), self.first_day) if self.last else self.first_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that names an event.

    `head` is its head noun in lower case ("" where there is none), `definite` is true for "this
    year's forum", "the call", which point at a name told elsewhere, `indefinite` for "a call".
    """

    span: Span
    text: str
    title: str
    kind: str = "other"
    head: str = ""
    named: bool = False
    definite: bool = False
    indefinite: bool = False
    rule: str = ""
    edition: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence that an event's date was read from, with the rule that read it; or, with an empty span, what a
    source declares as data ("startDate 2026-03-12", by the rule "json-ld/Event")."""

    text: str
    span: Span
    rule: str

    @property
    def declared(self) -> bool:
        """True where no words of the release say it."""
        return self.span.end <= self.span.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The release that an event came from."""

    id: str
    url: str | None = None
    title: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One calendar entry. `start`/`end` as in `When.first`/`When.last`; `status`: confirmed,
    tentative, postponed, cancelled; `precision`: day, week, month; `confidence` 0 to 1."""

    uid: str
    title: str
    start: date
    end: date | None = None
    aliases: tuple[str, ...] = ()
    series: str | None = None
    edition: str | None = None
    kind: str = "other"
    timezone: str | None = None
    precision: str = "day"
    inferred: tuple[str, ...] = ()
    rrule: str | None = None
    place: Place = field(default_factory=Place)
    online: bool = False
    status: str = "confirmed"
    theme: str | None = None
    organizer: str | None = None
    url: str | None = None
    lang: str | None = None
    confidence: float = 0.5
    notes: tuple[str, ...] = ()
    """What a reader should know and no field holds ("every Tuesday; no end is told")."""
    evidence: tuple[Evidence, ...] = ()
    source: Source

    @property
    def timed(self) -> bool:
        """True where `start` is an instant."""
        return isinstance(self.start, datetime)

    @property
    def last_day(self) -> date:
        """The last day it is on, local and inclusive."""
        return max(day_of(self.end), day_of(self.start)) if self.end else day_of(self.start)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The sentences of the release that tell it, each once; data that its source declares are none."""
        return tuple(dict.fromkeys(each.text for each in self.evidence if not each.declared))

    def as_json(self) -> dict[str, Any]:
        """The event by the JSON contract (docs/architecture.md): plain dicts, lists, strings."""
        return {
            "uid": self.uid, "title": self.title, "aliases": list(self.aliases), "series": self.series,
            "edition": self.edition, "kind": self.kind, "start": self.start.isoformat(),
            "end": self.end.isoformat() if self.end else None, "timezone": self.timezone,
            "precision": self.precision, "inferred": list(self.inferred), "rrule": self.rrule,
            "location": self.place.label, "venue": self.place.venue, "city": self.place.city,
            "country": self.place.country, "geo": list(self.place.geo) if self.place.geo else None,
            "online": self.online, "status": self.status, "theme": self.theme,
            "organizer": self.organizer, "url": self.url, "lang": self.lang,
            "confidence": self.confidence, "notes": list(self.notes),
            "evidence": [
                {"text": e.text, "start": e.span.start, "end": e.span.end, "rule": e.rule} for e in self.evidence
            ],
            "source": {
                "id": self.source.id, "url": self.source.url, "title": self.source.title,
                "published": self.source.published.isoformat() if self.source.published else None,
            },
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a caller may decide for a run.

    `published`, `zone` (IANA) and `near` (a place name) stand in where a release tells no day,
    zone or place; `min_confidence` is 0 to 1; `include` adds precisions that are left out of
    calendars by default ("month"). `model` is an installed spaCy pipeline, or the folder of one,
    whose entities and parse sharpen titles and places.
    """

    published: date | None = None
    zone: str | None = None
    near: str | None = None
    min_confidence: float = 0.0
    include: tuple[str, ...] = ()
    model: str | None = None


def day_of(moment: date) -> date:
    """The local day of a date or an instant."""
    return moment.date() if isinstance(moment, datetime) else moment


def as_day(value: object, where: str) -> date | None:
    """A date from None, a date, a datetime or an ISO 8601 string; InputError for anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return day_of(value)
    fault = InputError(f"{value!r} is no date; write it as 2021-09-27", where=where)
    if not isinstance(value, str):
        raise fault
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError as error:
        raise fault from error


__all__ = [
    "KINDS", "Anchor", "Event", "Evidence", "Mention", "Options", "Place", "Release", "Source", "Span", "When",
    "as_day", "day_of", "replace",
]  # fmt: skip
