"""Events that a source declares itself, beside those that are read in its text: what is the same becomes one.

A declared event (schema.org, a calendar file) knows its hours and its place; the text knows what became of it and why.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eventx.lang import Language
from eventx.link import Origin, source_of
from eventx.link.corrected import corrected, is_moved, tells_clock
from eventx.link.details import series_of
from eventx.link.home import home_zone
from eventx.link.joined import joined, of_calendar
from eventx.link.names import Name, alike, name_of, speech, telling
from eventx.link.scene import Scene
from eventx.mentions.words import words_of
from eventx.model import Event, day_of, replace
from eventx.temporal.clock import zone

_SAME_HOUR = timedelta(minutes=45)
"""Doors and start: hours of one day that differ by no more are of one event."""
_WORD = re.compile(r"[\w'’-]+")
_LONGEST_NOUN = 3
"""Words of a noun that tells a kind: "annual general meeting"."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A declared event and one that is read, by their numbers, with how alike they are; larger is more."""

    likeness: tuple[int, int, float]
    given: int
    read: int


def declared(scene: Scene) -> list[Event]:
    """What a release declares itself, as of this release and in its language; its title tells series and kind, where
    these are not declared, and hours without a zone are those of the place, else of the release's home."""
    return [_zoned(_as_of(scene, event), scene) for event in scene.release.given]


def _as_of(scene: Scene, event: Event) -> Event:
    language = speech(event.lang or scene.lang)
    series, edition = series_of(event.title, language)
    return replace(
        event, source=source_of(scene), lang=event.lang or scene.lang, series=event.series or series,
        edition=event.edition or edition, kind=event.kind if event.kind != "other" else kind_of(event.title, language),
    )  # fmt: skip


def _zoned(event: Event, scene: Scene) -> Event:
    start, end, place = event.start, event.end, event.place
    if not isinstance(start, datetime) or start.tzinfo is not None:
        return event
    name = event.timezone or (place.zone if place.city or place.region else None) or home_zone(scene)
    if name is None:
        return event
    last = end.replace(tzinfo=zone(name)) if isinstance(end, datetime) and end.tzinfo is None else end
    return replace(event, start=start.replace(tzinfo=zone(name)), end=last, timezone=name)


def kind_of(title: str, language: Language) -> str:
    """The kind that a title's last noun tells, before what it is on or of: a "Workshop on Conference Planning" is a
    workshop."""
    words = words_of(language)
    told = [word.lower() for word in _WORD.findall(title)]
    head = next((i for i, word in enumerate(told) if i and word in words.small), len(told))
    return _last_noun(told[:head], words.kinds) or _last_noun(told, words.kinds) or "other"


def _last_noun(words: Sequence[str], kinds: Mapping[str, str]) -> str | None:
    spans = ((end - length, end) for end in range(len(words), 0, -1) for length in range(_LONGEST_NOUN, 0, -1))
    nouns = (" ".join(words[start:end]) for start, end in spans if start >= 0)
    return next((kinds[noun] for noun in nouns if noun in kinds), None)


def with_given(
    found: Sequence[Origin], given: Sequence[Event], language: Language, old: Collection[date] = ()
) -> list[Origin]:
    """The events that are read, those that are declared as well made one with that; behind them, in the order of
    their start, the others that are declared. `old` are days that the text tells were given up."""
    language = speech(language.code)
    read, others = _made_one([origin.event for origin in found], _each_once(given, language), language, old)
    origins = [replace(origin, event=event) for origin, event in zip(found, read, strict=True)]
    return [*origins, *(Origin(event, (), None) for event in sorted(others, key=_in_time))]


def _each_once(given: Sequence[Event], language: Language) -> list[Event]:
    """What a page declares itself and in the calendars that it links to (or attaches) is one event."""
    calendars = {(event.uid, event.start): event for event in reversed(given) if of_calendar(event)}
    page = [event for event in given if not of_calendar(event)]
    declared, others = _made_one(page, list(reversed(calendars.values())), language, ())
    return [*declared, *others]


def _made_one(
    read: Sequence[Event], given: Sequence[Event], language: Language, old: Collection[date]
) -> tuple[list[Event], list[Event]]:
    """The first ones, each made one with what is the same of the others; and the others that are left."""
    whole, left = list(read), dict(enumerate(given))
    for pair in _pairs(read, given, language, old):
        told = corrected(read[pair.read], left.pop(pair.given), old)
        whole[pair.read] = joined(read[pair.read], told, language)
    return whole, list(left.values())


def _in_time(event: Event) -> tuple[date, str, str, str]:
    return day_of(event.start), event.start.isoformat(), event.title, event.uid


def _pairs(read: Sequence[Event], given: Sequence[Event], language: Language, old: Collection[date]) -> list[_Pair]:
    """What is the same, the likeliest first; each event in one pair at most."""
    alone = len(read) == 1 == len(given)
    found = [
        _Pair(likeness, i, k)
        for i, declared in enumerate(given)
        for k, event in enumerate(read)
        if (likeness := _likeness(event, declared, language, alone, old)) is not None
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


def _likeness(
    read: Event, given: Event, language: Language, alone: bool, old: Collection[date]
) -> tuple[int, int, float] | None:
    """How alike two events are: by time, by name, by how sure they are; None where they are not plainly one.

    Of a release that tells and declares one event each, the time is enough; of what has moved, the name alone.
    """
    times = _times_agree(read, given)
    if (not times and not is_moved(read, given, old)) or _elsewhere(read, given, language):
        return None
    names = max(_names_agree(a, b, times, language) for a in _names(read, language) for b in _names(given, language))
    enough = 2 if not times else 0 if alone else 1
    return (times, names, read.confidence) if names >= enough else None


def _times_agree(read: Event, given: Event) -> int:
    """3 for the same start, 2 for the same first day, 1 for days that overlap; 0 for other days, or other hours."""
    if tells_clock(read, given):
        return 3
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


def _elsewhere(read: Event, given: Event, language: Language) -> bool:
    """True for two countries, or two cities of which neither is the region of the other. A city that is read out of
    the name of both, as in "Riverside Half Marathon", parts nothing."""
    a, b = read.place, given.place
    bags = [name_of(title, language).bag for title in (read.title, given.title)]
    if a.city and all(name_of(a.city, language).bag <= bag for bag in bags):
        return False
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


__all__ = ["declared", "kind_of", "with_given"]
