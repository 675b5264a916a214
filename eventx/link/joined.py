"""An event that is both declared and read: one event, with each field from where it is known better."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from eventx.lang import Language
from eventx.link.names import name_of, telling
from eventx.model import Event, Place, day_of, replace

CALENDAR = "ical/"
"""How the rules of calendar files begin: their UIDs go on."""

_HALF = 0.5
"""What the less sure telling counts for: page and text copy from each other."""
_SUREST = 0.99
_FINENESS = {"month": 0, "week": 1, "day": 2}
_OFF = ("cancelled", "postponed")
_MOST_ALIASES = 6


def joined(read: Event, given: Event, language: Language) -> Event:
    """The one event that both tell. Its time and its place are those of the declared one, where that is as exact; so
    is its title, unless it says less; what was called off in the text stays called off."""
    title = _title(read, given, language)
    times = _times(read, given)
    place = _place(read.place, given.place)
    others = (each.title for each in (read, given))
    aliases = tuple(a for a in dict.fromkeys((*others, *read.aliases, *given.aliases)) if a != title.title)
    return replace(
        title, uid=given.uid if of_calendar(given) else read.uid, aliases=_distinct(aliases, title, language),
        start=times.start, end=_end(times, read, given), timezone=times.timezone, precision=times.precision,
        inferred=times.inferred, rrule=times.rrule or (read.rrule if times.start == read.start else None),
        place=place, online=read.online or given.online, kind=given.kind if given.kind != "other" else read.kind,
        series=read.series or given.series, edition=read.edition or given.edition,
        status=read.status if given.status == "confirmed" and read.status in _OFF else given.status,
        theme=given.theme or read.theme, organizer=given.organizer or read.organizer, url=given.url or read.url,
        lang=read.lang, confidence=both(read.confidence, given.confidence), source=read.source,
        notes=tuple(dict.fromkeys((*read.notes, *given.notes))), evidence=(*read.evidence, *given.evidence),
    )  # fmt: skip


def both(a: float, b: float) -> float:
    """The confidence of what is read and declared: 1 − (1 − h)(1 − l/2) for the higher and the lower one, at most .99
    unless one is higher by itself."""
    low, high = sorted((a, b))
    return round(max(high, min(_SUREST, 1 - (1 - high) * (1 - _HALF * low))), 2)


def of_calendar(event: Event) -> bool:
    """True for an event that a calendar file declares."""
    return any(each.rule.startswith(CALENDAR) for each in event.evidence)


def _title(read: Event, given: Event, language: Language) -> Event:
    """The event whose title is the better one: the declared one's, unless it is in capitals alone, cut off, or tells
    less of the same words, or nothing that other events would not say too ("Event")."""
    cut = given.title.rstrip().endswith(("…", "..."))
    shouts = given.title.isupper() and not read.title.isupper() and len(given.title.split()) > 1
    own, other = (name_of(each.title, language) for each in (given, read))
    told, better = telling(own, language), telling(other, language)
    less = told < better and (own.bag < other.bag or not told)
    return read if cut or shouts or less else given


def _distinct(titles: Iterable[str], title: Event, language: Language) -> tuple[str, ...]:
    """Names of other words than the title's, each once."""
    seen = {name_of(title.title, language).bag}
    kept = []
    for each in titles:
        words = name_of(each, language).bag
        if words and words not in seen:
            seen.add(words)
            kept.append(each)
    return tuple(kept[:_MOST_ALIASES])


def _times(read: Event, given: Event) -> Event:
    """Whose time is taken: the declared one's, unless the text tells the same days more exactly."""
    same = (day_of(read.start), read.last_day) == (day_of(given.start), given.last_day)
    starts = day_of(read.start) == day_of(given.start) and given.end in (None, given.start)
    return read if (same or starts) and _exactness(read) > _exactness(given) else given


def _exactness(event: Event) -> tuple[int, int]:
    """How exact the start is: month, week, day; day, hour, hour with its zone."""
    zoned = isinstance(event.start, datetime) and event.start.tzinfo is not None
    return _FINENESS.get(event.precision, 2), int(event.timed) + int(zoned)


def _end(times: Event, read: Event, given: Event) -> date | None:
    """The end of that telling; of the other one, where it tells none and both begin on one day."""
    if times.end not in (None, times.start) or times.rrule:
        return times.end
    other = (given if times is read else read).end
    begins = day_of(read.start) == day_of(given.start)
    if other is None or not begins or day_of(other) < day_of(times.start):
        return times.end
    if not times.timed or not isinstance(other, datetime):
        longer = day_of(other) > day_of(times.start)
        return day_of(other) if longer or (times.end is None and not times.timed) else times.end
    return other if _after(other, times.start) else times.end


def _after(end: datetime, start: date) -> bool:
    known = isinstance(start, datetime) and (end.tzinfo is None) == (start.tzinfo is None)
    return known and end > start


def _place(read: Place, given: Place) -> Place:
    """The declared place, unless the text tells more of it; what the one leaves out, the other tells."""
    first, second = (given, read) if _told(given) >= _told(read) else (read, given)
    if not _told(second) or (first.city and second.city and first.city.casefold() != second.city.casefold()):
        return replace(first, geo=first.geo or second.geo) if first.city == second.city else first
    names = ("venue", "city", "region", "country", "country_name", "zone", "geo")
    return replace(first, **{name: getattr(first, name) or getattr(second, name) for name in names})


def _told(place: Place) -> int:
    """How much of a place is told: the city counts most."""
    return 2 * bool(place.city) + bool(place.venue) + bool(place.city and place.venue and place.country)


__all__ = ["both", "joined", "of_calendar"]
