"""What a clock time is for: of which day it is told, and whether anything starts then."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eventx.link.judge import Judgement
from eventx.link.scene import Scene
from eventx.link.words import cues, terms
from eventx.model import Span, When

_CLOCK = frozenset({"time", "zone"})
_DOORS_REACH = 40
_INLINE_LABEL = re.compile(r"\b([A-Z][a-z]+):\s")


def is_bare(when: When) -> bool:
    """True for a clock time without a day of its own: its day is the one told before it."""
    return is_hour(when) and set(when.known) <= _CLOCK


def is_hour(when: When) -> bool:
    """True for words that tell a clock time alone, wherever its day is from."""
    return when.timed and when.rule.partition("/")[2].startswith("clock")


def governor(scene: Scene, hour: When) -> When | None:
    """The day in the block of a bare clock time that it is told for: the last one before it, else the next behind."""
    block = scene.layout.blocks[scene.layout.block_at(hour.span.start)]
    days = [w for w in scene.dated_near(block) if not is_bare(w)]
    before = [w for w in days if w.span.start < hour.span.start]
    return before[-1] if before else next(iter(days), None)


def told_hours(scene: Scene, judgements: Sequence[Judgement]) -> dict[int, int]:
    """Where the first clock time stands that follows a day in its block → where that day stands. It is the hour of
    that day's event, whatever names are around it: "The talk is on Friday. … Sessions begin at noon"."""
    days = [j.when for j in judgements if not j.when.timed]
    told: dict[int, int] = {}
    for judgement in sorted(judgements, key=lambda j: j.when.span.start):
        when = judgement.when
        day = governor(scene, when) if is_bare(when) and not at_doors(scene, when) else None
        if day and day.span.start < when.span.start:
            home = next((d.span.start for d in days if d.span.overlaps(day.span)), None)
            if home is not None and home not in told.values():
                told[when.span.start] = home
    return told


def at_doors(scene: Scene, when: When) -> bool:
    """True for the hour that doors open or guests register, which is not the event's start."""
    sentence = scene.layout.sentence_at(when.span.start)
    own = Span(start=sentence.start, end=when.span.start)
    before = max((w.span.end for w in scene.whens_near(own) if w.span.end <= when.span.start), default=0)
    head = scene.text[max(sentence.start, before, when.span.start - _DOORS_REACH) : when.span.start]
    return cues(scene.language, "doors").search(head) is not None


def publishes(scene: Scene, when: When) -> bool:
    """True for the hour at which results come out, where no call is spoken of before it in its sentence."""
    words = scene.text[scene.layout.sentence_at(when.span.start).start : when.span.start]
    return bool(cues(scene.language, "publish").search(words)) and not cues(scene.language, "online").search(words)


def of_list(lead: When, when: When) -> bool:
    """ "Oct. 5, 12 and 19 at 7 p.m.": the hour behind a list holds for all of it."""
    return when.group > 0 and when.group == lead.group and when.span.start > lead.span.start


def is_labelled_hour(scene: Scene, lead: When, when: When) -> bool:
    """True for a clock time in a WHEN or TIME line next to a day's own such line, or behind such a label in its
    own line, whatever day it was read for."""
    here, there = (scene.layout.block_at(w.span.start) for w in (lead, when))
    if not is_hour(when):
        return False
    if here == there:
        return all(_is_labelled(scene, w) for w in (lead, when))
    return abs(here - there) <= 2 and scene.labels.get(here) == scene.labels.get(there) == "when"


def _is_labelled(scene: Scene, when: When) -> bool:
    """True where the last label before a when in its line is of a day or time: "What: … Time: 7 p.m. When: May 3"."""
    block = scene.layout.blocks[scene.layout.block_at(when.span.start)]
    found = [m[1] for m in _INLINE_LABEL.finditer(scene.text, block.start, when.span.start)]
    return bool(found) and found[-1].lower() in terms(scene.language, "labels_when")
