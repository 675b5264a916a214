"""What is done with entries once their judgements are together, step by step: doors, echoes, ranges, hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from eventx.link.entry import Entry, length
from eventx.link.hours import at_doors, governor, is_bare, is_labelled_hour, of_list, publishes
from eventx.link.scene import Scene
from eventx.link.titles import bag
from eventx.link.words import cues
from eventx.model import Span, When


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
    wide = [entry for entry in entries if length(entry.lead.when)]
    for entry in entries:
        when = entry.lead.when
        wider = next((o for o in wide if o is not entry and not o.lead.when.timed and _inside(when, o.lead.when)
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
    smaller = length(when) < length(wider)
    return smaller and wider.first_day <= when.first_day and when.last_day <= wider.last_day


def with_hours(scene: Scene, entries: list[Entry]) -> list[Entry]:
    """A day without an hour takes the one told next to it that is nobody else's, "The symposium is on Sunday. … from 1
    to 5 p.m."; a labelled time holds for every date of the list above it."""
    taken = {j.when.span for e in entries for j in e.judgements}
    hours = [when for when in scene.whens if when.timed]
    for entry in entries:
        lead = entry.lead.when
        if not lead.timed:
            own = next((j.when for j in entry.judgements if j.when.timed), None)
            entry.hours = own or _free_hour(scene, entry, lead, taken) or _shared_hour(scene, lead, hours)
    return entries


_HOURS_REACH = 420


def _free_hour(scene: Scene, entry: Entry, lead: When, taken: Collection[Span]) -> When | None:
    """The nearest clock time that is told for the lead and is nobody else's."""
    reach = Span(start=lead.span.start - _HOURS_REACH, end=lead.span.end + _HOURS_REACH)
    free = [w for w in scene.whens_near(reach) if w.timed and w.span not in taken and _fits(scene, entry, w)]
    return min(free, key=lambda w: abs(w.span.start - lead.span.start), default=None)


def _shared_hour(scene: Scene, lead: When, hours: Sequence[When]) -> When | None:
    """The clock time of the list that the lead is in, or a labelled one."""
    return next((w for w in hours if of_list(lead, w) or is_labelled_hour(scene, lead, w)), None)


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


STEPS: tuple[Callable[[Scene, list[Entry]], list[Entry]], ...] = (
    without_doors, without_echoes, into_ranges, with_hours,
)  # fmt: skip
"""In this order."""

__all__ = ["STEPS"]
