"""Dates that an event moved away from, and moves that read like a range (`[events.status]` of the language file)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from eventx.lang import Language
from eventx.link.scene import Scene
from eventx.link.words import any_of, article, cues
from eventx.model import Span, When

_MOVED_REACH, _NEW_DATE_REACH = 70, 120


def given_up(scene: Scene, when: When) -> bool:
    """ "rescheduled to June 18 from May 7": the date that an event moved from is no entry where the new one is told."""
    sentence = scene.layout.sentence_at(when.span.start)
    if not _from(scene.language).search(scene.text, sentence.start, when.span.start):
        return False
    if not cues(scene.language, "moved").search(scene.text, sentence.start, sentence.end):
        return False
    near = Span(start=sentence.start, end=sentence.end + _NEW_DATE_REACH)
    return any(w.first_day > when.last_day and w.span.overlaps(near) for w in scene.dated)


def as_moved(scene: Scene, when: When) -> When:
    """ "moved from May 2 to September 5" is no range but a move: only its last day counts."""
    if when.timed or when.last_day <= when.first_day or not _from(scene.language).search(when.text.split()[0] + " "):
        return when
    before = scene.text[max(0, when.span.start - _MOVED_REACH) : when.span.start]
    if not any(cues(scene.language, name).search(before) for name in ("moved", "moving")):
        return when
    return replace(when, first=when.last_day, last=when.last_day)


@cache
def _from(language: Language) -> re.Pattern[str]:
    """What stands right before the date that an event moved from."""
    words = any_of(language.data["events"]["status"]["moved_from"])
    return re.compile(rf"\b(?:{words})\s+{article(language)}$", re.IGNORECASE)
