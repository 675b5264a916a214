"""One entry for each event: whens that tell the same thing become one, list days and ranges are kept apart or joined.

Two whens belong together where their titles agree (or one has no name of its own) and their days do: the
same days, one inside the other's range, or two zones for one instant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from eventx.link.entry import Entry, one_instant
from eventx.link.hours import at_doors, told_hours
from eventx.link.judge import Judgement
from eventx.link.scene import Scene
from eventx.link.steps import STEPS
from eventx.link.titles import bag, likeness
from eventx.model import When

_ALIKE = 0.5
_NEAR = 400
"""Characters within which a date and a time without a name of its own are told of one thing."""


def assemble(scene: Scene, judgements: Sequence[Judgement]) -> list[Entry]:
    """Entries in the order of the text."""
    entries = _joined(scene, without_headings(judgements))
    for step in STEPS:
        entries = step(scene, entries)
    return sorted(entries, key=lambda e: e.first.when.span.start)


def _joined(scene: Scene, judgements: Sequence[Judgement]) -> list[Entry]:
    """One entry for all judgements that tell one thing, the likeliest judged first. Each is compared with those alone
    that it shares a key with, for there may be thousands."""
    entries: dict[int, Entry] = {}
    into: dict[int, int] = {}  # the number of an entry → that of the one that took it in
    keyed: defaultdict[_Key, set[int]] = defaultdict(set)
    told = told_hours(scene, judgements)
    for number, judgement in enumerate(sorted(judgements, key=lambda j: (-j.probability, j.when.span.start))):
        keys = set(_keys(judgement, told))
        near = {_end(into, n) for key in keys for n in keyed[key]}
        homes = [n for n in sorted(near) if _belongs(scene, entries[n], judgement, told)]
        entries[number] = Entry([j for n in homes for j in entries.pop(n).judgements] + [judgement])
        into.update(dict.fromkeys(homes, number))
        for key in keys:
            keyed[key] = {number, *(_end(into, n) for n in keyed[key])}
    return list(entries.values())


def _end(into: Mapping[int, int], number: int) -> int:
    """The entry that has taken in the one of that number, by whatever way."""
    while number in into:
        number = into[number]
    return number


_Key = int | date | tuple[date, date]


def _keys(judgement: Judgement, told: Mapping[int, int]) -> Iterator[_Key]:
    """What two judgements that are one have in common, at least one of them: days, instant, the place of a day whose
    hour one of them is (see `_is_one`)."""
    when = judgement.when
    yield when.first_day, when.last_day
    if isinstance(when.first, datetime) and when.first.tzinfo is not None:
        yield when.first
    yield when.span.start
    if when.span.start in told:
        yield told[when.span.start]


def support(entries: Sequence[Entry], weak: Sequence[Judgement], scene: Scene) -> None:
    """Dates too weak to make an event, of a day inside one and with its name, are told of it too: "at the forum on
    Friday". They change neither its days nor its hours."""
    for judgement in weak:
        when = judgement.when
        home = next(
            (e for e in entries if not when.timed and _covers(e.lead.when, when) and _alike(scene, e.lead, judgement)),
            None,
        )
        if home is not None:
            home.judgements.append(judgement)


def _covers(wider: When, when: When) -> bool:
    inside = wider.first_day <= when.first_day and when.last_day <= wider.last_day
    return inside and wider.precision == when.precision == "day"


def _belongs(scene: Scene, entry: Entry, other: Judgement, told: Mapping[int, int]) -> bool:
    return any(_is_one(scene, j, other, told) for j in entry.judgements)


def _is_one(scene: Scene, a: Judgement, b: Judgement, told: Mapping[int, int]) -> bool:
    starts = a.when.span.start, b.when.span.start
    if told.get(starts[0]) == starts[1] or told.get(starts[1]) == starts[0]:
        return True
    if one_instant(a.when, b.when) and abs(starts[0] - starts[1]) < _NEAR:
        return True
    if starts[0] in told or starts[1] in told:
        return False
    return _same_days(a.when, b.when) and _same_thing(scene, a, b)


def _same_days(a: When, b: When) -> bool:
    return (a.first_day, a.last_day) == (b.first_day, b.last_day) or one_instant(a, b)


def _same_thing(scene: Scene, a: Judgement, b: Judgement) -> bool:
    if a.when.timed and b.when.timed and not _times_agree(a.when, b.when):
        once = a.best.composed and b.best.composed  # a firm's call on its quarter is held once
        return _alike(scene, a, b) and (once or at_doors(scene, a.when) or at_doors(scene, b.when))
    if _alike(scene, a, b):
        return True
    near = abs(a.when.span.start - b.when.span.start) < _NEAR
    bare = a.best.generic or b.best.generic or a.titles[0][0] < 0 or b.titles[0][0] < 0
    return near and bare and a.when.timed != b.when.timed


def _times_agree(a: When, b: When) -> bool:
    if isinstance(a.first, datetime) and isinstance(b.first, datetime):
        if a.first.tzinfo is None or b.first.tzinfo is None:
            return a.first.replace(tzinfo=None) == b.first.replace(tzinfo=None)
        return a.first == b.first
    return True


def _alike(scene: Scene, a: Judgement, b: Judgement) -> bool:
    one, other = a.best.title, b.best.title
    if likeness(one, other, scene.language) >= _ALIKE:
        return True
    first, second = bag(one, scene.language), bag(other, scene.language)
    inside = sum((first & second).values())
    return bool(inside) and inside >= min(sum(first.values()), sum(second.values()))


def without_headings(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Without the dates that stand alone above several timed entries of their day: they only head them."""

    def is_heading(judgement: Judgement) -> bool:
        when = judgement.when
        if when.timed or "alone_in_block" not in judgement.features:
            return False
        below = {j.when.first for j in judgements if j.when.timed and j.when.first_day == when.first_day
                 and j.when.span.start > when.span.start}  # fmt: skip
        return len(below) > 1

    return [j for j in judgements if not is_heading(j)]
