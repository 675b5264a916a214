"""Events that a source declares itself, beside those that are read in its text: what is the same becomes one.

A declared event (schema.org, a calendar file) knows its hours and its place; the text knows what became of it and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eventx.lang import Language
from eventx.link import Origin
from eventx.link.names import Name, alike, name_of, speech, telling
from eventx.model import Event, Place, day_of, replace

CALENDAR = "ical/"
"""How the rules of calendar files begin: their UIDs go on."""

_HALF = 0.5
"""What the less sure telling counts for: page and text copy from each other."""
_SUREST = 0.99
_SAME_HOUR = timedelta(minutes=45)
"""Doors and start: hours of one day that differ by no more are of one event."""
_FINENESS = {"month": 0, "week": 1, "day": 2}
_OFF = ("cancelled", "postponed")
_MOST_ALIASES = 6


@dataclass(frozen=True, slots=True)
class _Pair:
    """A declared event and one that is read, by their numbers, with how alike they are; larger is more."""

    likeness: tuple[int, int, float]
    given: int
    read: int


def with_given(found: Sequence[Origin], given: Sequence[Event], language: Language) -> list[Origin]:
    """The events that are read, those that are declared as well made one with that; behind them, in the order of
    their start, the others that are declared."""
    origins = list(found)
    left = set(range(len(given)))
    for pair in _pairs([origin.event for origin in found], given, speech(language.code)):
        event = joined(origins[pair.read].event, given[pair.given], speech(language.code))
        origins[pair.read] = replace(origins[pair.read], event=event)
        left.discard(pair.given)
    others = sorted((given[n] for n in left), key=_in_time)
    return [*origins, *(Origin(event, (), None) for event in others)]


def _in_time(event: Event) -> tuple[date, str, str, str]:
    return day_of(event.start), event.start.isoformat(), event.title, event.uid


def _pairs(read: Sequence[Event], given: Sequence[Event], language: Language) -> list[_Pair]:
    """What is the same, the likeliest first; each event in one pair at most."""
    alone = len(read) == 1 == len(given)
    found = [
        _Pair(likeness, i, k)
        for i, declared in enumerate(given)
        for k, event in enumerate(read)
        if (likeness := _likeness(event, declared, language, alone)) is not None
    ]
    found.sort(key=lambda p: ((-p.likeness[0], -p.likeness[1], -p.likeness[2]), p.given, p.read))
    taken: set[tuple[str, int]] = set()
    pairs = []
    for pair in found:
        ends = {("given", pair.given), ("read", pair.read)}
        if not ends & taken:
            taken |= ends
            pairs.append(pair)
    return pairs


def _likeness(read: Event, given: Event, language: Language, alone: bool) -> tuple[int, int, float] | None:
    """How alike two events are: by time, by name, by how sure they are; None where they are not plainly one.

    Of a release that tells and declares one event each, the time is enough.
    """
    times = _times_agree(read, given)
    if not times or _elsewhere(read.place, given.place):
        return None
    names = max(_names_agree(a, b, times, language) for a in _names(read, language) for b in _names(given, language))
    return (times, names, read.confidence) if names or alone else None


def _times_agree(read: Event, given: Event) -> int:
    """3 for the same start, 2 for the same first day, 1 for days that overlap; 0 for other days, or other hours."""
    if day_of(given.start) > read.last_day or day_of(read.start) > given.last_day:
        return 0
    if read.start == given.start:
        return 3
    one_day = day_of(read.start) == read.last_day == given.last_day == day_of(given.start)
    if one_day and read.timed and given.timed and _apart(read.start, given.start) > _SAME_HOUR:
        return 0
    return 2 if day_of(read.start) == day_of(given.start) else 1


def _apart(a: date, b: date) -> timedelta:
    """How far two instants are apart; by their local hours where one has no zone."""
    if not isinstance(a, datetime) or not isinstance(b, datetime):
        return timedelta()
    if a.tzinfo is None or b.tzinfo is None:
        a, b = a.replace(tzinfo=None), b.replace(tzinfo=None)
    return abs(a - b)


def _elsewhere(a: Place, b: Place) -> bool:
    """True for two countries, or two cities of which neither is the region of the other."""
    if a.country and b.country and a.country != b.country:
        return True
    return bool(a.city and b.city and a.city.casefold() != b.city.casefold() and a.region != b.region)


def _names(event: Event, language: Language) -> list[Name]:
    return [name_of(title, language) for title in dict.fromkeys((event.title, *event.aliases))]


def _names_agree(a: Name, b: Name, times: int, language: Language) -> int:
    """3 for the same words, 2 for a name adorned or shortened, 1 where the one holds the other: by a word that tells
    it from others, or with the same start."""
    if not a.words or not b.words:
        return 0
    if level := alike(a, b, frozenset(), language):
        return level
    shorter, longer = sorted((a, b), key=lambda name: len(name.bag))
    return int(shorter.bag <= longer.bag and (times == 3 or bool(telling(shorter, language))))


# --- one event of two


def joined(read: Event, given: Event, language: Language) -> Event:
    """The one event that both tell. Its time and its place are those of the declared one, where that is as exact; so
    is its title, unless it says less; what was called off in the text stays called off."""
    title = _title(read, given, language)
    times = _times(read, given)
    place = _place(read.place, given.place)
    others = (each.title for each in (read, given))
    aliases = tuple(a for a in dict.fromkeys((*others, *read.aliases, *given.aliases)) if a != title.title)
    return replace(
        title, uid=given.uid if _of_calendar(given) else read.uid, aliases=_distinct(aliases, title, language),
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


def _of_calendar(event: Event) -> bool:
    return any(each.rule.startswith(CALENDAR) for each in event.evidence)


def _title(read: Event, given: Event, language: Language) -> Event:
    """The event whose title is the better one: the declared one's, unless it is in capitals alone, cut off, or tells
    less of the same words."""
    cut = given.title.rstrip().endswith(("…", "..."))
    shouts = given.title.isupper() and not read.title.isupper() and len(given.title.split()) > 1
    own, other = (name_of(each.title, language) for each in (given, read))
    less = telling(own, language) < telling(other, language) and own.bag < other.bag
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
        return day_of(other) if times.end is None or day_of(other) > day_of(times.start) else times.end
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


__all__ = ["both", "joined", "with_given"]
