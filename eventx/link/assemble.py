"""One entry for each event: whens that tell the same thing become one, list days and ranges are kept apart or joined.

Two whens belong together where their titles agree (or one has no name of its own) and their days do: the
same days, one inside the other's range, or two zones for one instant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from eventx.link.hours import at_doors, governor, is_bare, is_labelled_hour, of_list, publishes, told_hours
from eventx.link.judge import Judgement
from eventx.link.scene import Scene
from eventx.link.titles import Candidate, bag, likeness
from eventx.link.words import cues
from eventx.model import When

_ALIKE = 0.5
_NEAR = 400
"""Characters within which a date and a time without a name of its own are told of one thing."""


@dataclass(slots=True, eq=False)
class Entry:
    """Judgements that tell one event; `lead` is the one whose days it has."""

    judgements: list[Judgement] = field(default_factory=list)
    hours: When | None = None
    """Where the clock time stands, if not in the lead's own expression."""

    @property
    def lead(self) -> Judgement:
        """The judgement whose when says most: a range over a day, a time over none, then the likeliest."""
        best = max(self.judgements, key=_telling)
        same = [j for j in self.judgements if j is best or _one_instant(j.when, best.when)]
        return min(same, key=lambda j: j.when.span.start)  # two zones for one instant: the first one named

    @property
    def first(self) -> Judgement:
        """The first one in the text."""
        return min(self.judgements, key=lambda j: j.when.span.start)

    @property
    def probability(self) -> float:
        """That of its likeliest judgement."""
        return max(j.probability for j in self.judgements)

    @property
    def title(self) -> tuple[float, Candidate]:
        """The best title of all."""
        return max((j.titles[0] for j in self.judgements), key=lambda t: (t[0], -t[1].mention.span.start))


def _telling(judgement: Judgement) -> tuple[bool, int, bool, bool, float]:
    when = judgement.when
    return when.precision == "day", _length(when), when.timed, not is_bare(when), judgement.probability


def _length(when: When) -> int:
    return (when.last_day - when.first_day).days


def assemble(scene: Scene, judgements: Sequence[Judgement]) -> list[Entry]:
    """Entries in the order of the text."""
    entries = _joined(scene, without_headings(judgements))
    for step in _STEPS:
        entries = step(scene, entries)
    return sorted(entries, key=lambda e: e.first.when.span.start)


def _joined(scene: Scene, judgements: Sequence[Judgement]) -> list[Entry]:
    """One entry for all judgements that tell one thing, the likeliest judged first. Each is compared with those alone
    that it shares a key with, for there may be thousands."""
    entries: dict[int, Entry] = {}
    keyed: defaultdict[_Key, set[int]] = defaultdict(set)
    told = told_hours(scene, judgements)
    for number, judgement in enumerate(sorted(judgements, key=lambda j: (-j.probability, j.when.span.start))):
        near = {n for key in _keys(judgement, told) for n in keyed[key] if n in entries}
        homes = [n for n in sorted(near) if _belongs(scene, entries[n], judgement, told)]
        joined = Entry([j for n in homes for j in entries.pop(n).judgements] + [judgement])
        entries[number] = joined
        for key in {key for j in joined.judgements for key in _keys(j, told)}:
            keyed[key].add(number)
    return list(entries.values())


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
    if _one_instant(a.when, b.when) and abs(starts[0] - starts[1]) < _NEAR:
        return True
    if starts[0] in told or starts[1] in told:
        return False
    return _same_days(a.when, b.when) and _same_thing(scene, a, b)


def _same_days(a: When, b: When) -> bool:
    return (a.first_day, a.last_day) == (b.first_day, b.last_day) or _one_instant(a, b)


def _one_instant(a: When, b: When) -> bool:
    """Two zones for one instant."""
    first, second = a.first, b.first
    return (
        isinstance(first, datetime) and isinstance(second, datetime)
        and first.tzinfo is not None and second.tzinfo is not None and first == second
    )  # fmt: skip


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


def without_doors(scene: Scene, entries: list[Entry]) -> list[Entry]:
    """The hour that doors open, or that a firm's results come out, goes where the start itself is told."""

    def opens(when: When) -> bool:
        return when.timed and (at_doors(scene, when) or publishes(scene, when))

    for entry in entries:
        starts = [j for j in entry.judgements if not opens(j.when)]
        if any(j.when.timed for j in starts):
            entry.judgements = starts
    return entries


def without_echoes(scene: Scene, entries: list[Entry]) -> list[Entry]:
    """Without the one clock time more that is told of a timed event under its very name: "The call is on Friday at 9
    a.m. … Slides will be there at 6 a.m." Several of them are a programme."""

    def key(entry: Entry) -> tuple[object, str]:
        return entry.lead.when.first_day, entry.title[1].title

    bare = [e for e in entries if is_bare(e.lead.when)]
    told = {key(e): e for e in entries if e.lead.when.timed and e not in bare}
    often = Counter(key(e) for e in bare)
    echoes = [e for e in bare if key(e) in told and often[key(e)] == 1]
    for echo in echoes:
        if (first := told[key(echo)]) and publishes(scene, first.lead.when):
            first.hours = echo.lead.when  # "results at 7 a.m. on Friday … The call begins at 8:30 a.m."
    return [e for e in entries if e not in echoes]


def into_ranges(scene: Scene, entries: list[Entry]) -> list[Entry]:
    """A day inside the range of an event of the same name is no entry of its own, but for another thing at an hour."""
    kept: list[Entry] = []
    for entry in entries:
        when = entry.lead.when
        wider = next((o for o in entries if o is not entry and not o.lead.when.timed and _inside(when, o.lead.when)
                      and _nothing_new(scene, entry.title[1].title, o.title[1].title)
                      and not (_owns(entry) and not _owns(o))), None)  # fmt: skip
        if wider is None or (when.timed and entry.lead.best.mention.definite is False and _presents(scene, when)):
            kept.append(entry)
        else:
            wider.judgements.extend(j for j in entry.judgements if not j.when.timed)
    return kept


def _owns(entry: Entry) -> bool:
    """True where the sentence of an entry's days names it."""
    return entry.title[1].where == "sentence"


def _nothing_new(scene: Scene, title: str, wider: str) -> bool:
    """True where a title has no telling word that the wider event's lacks: "Merrill College commencement" has one."""
    return not bag(title, scene.language) - bag(wider, scene.language)


def _presents(scene: Scene, when: When) -> bool:
    """A talk at a conference is an entry on the talk's day."""
    sentence = scene.layout.sentence_at(when.span.start)
    head = scene.text[max(sentence.start, when.span.start - 160) : when.span.start]
    return cues(scene.language, "attend").search(head) is not None


def _inside(when: When, wider: When) -> bool:
    smaller = _length(when) < _length(wider)
    return smaller and wider.first_day <= when.first_day and when.last_day <= wider.last_day


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


def with_hours(scene: Scene, entries: list[Entry]) -> list[Entry]:
    """A day without an hour takes the one told next to it that is nobody else's, "The symposium is on Sunday. … from 1
    to 5 p.m."; a labelled time holds for every date of the list above it."""
    taken = {j.when.span for e in entries for j in e.judgements}
    for entry in entries:
        lead = entry.lead.when
        if not lead.timed:
            timed = [j.when for j in entry.judgements if j.when.timed]
            free = [w for w in scene.whens if w.timed and _fits(scene, entry, w) and w.span not in taken]
            shared = [w for w in scene.whens if w.timed and (of_list(lead, w) or is_labelled_hour(scene, lead, w))]
            entry.hours = next(
                iter(timed or sorted(free, key=lambda w: abs(w.span.start - lead.span.start)) or shared),
                None,
            )
    return entries


_HOURS_REACH = 420


def _fits(scene: Scene, entry: Entry, when: When) -> bool:
    """True for a clock time near the lead that no other day is told for; of a range's, those of its first day."""
    lead = entry.lead.when
    near = (
        0 <= when.span.start - lead.span.start < _HOURS_REACH or 0 < lead.span.start - when.span.end < _HOURS_REACH // 4
    )
    if not near or when.role in ("replay", "deadline", "speech", "dateline") or at_doors(scene, when):
        return False
    if not is_bare(when):
        return "day" not in when.known and when.first_day == lead.first_day and when.last_day <= lead.last_day
    day = governor(scene, when)
    if day is not None and not any(day.span.overlaps(j.when.span) for j in entry.judgements):
        return False
    words = scene.layout.sentence_at(when.span.start).of(scene.text)
    daily = day is not None or cues(scene.language, "daily").search(words)
    return when.first_day == lead.first_day or (when.first_day == lead.last_day and daily is not None)


_STEPS: tuple[Callable[[Scene, list[Entry]], list[Entry]], ...] = (
    without_doors, without_echoes, into_ranges, with_hours,
)  # fmt: skip
