"""Dates that an event moved away from, and moves that read like a range (`[events.status]` of the language file)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from eventx.lang import Language
from eventx.link.scene import Scene
from eventx.link.words import any_of, article, cues
from eventx.model import Span, When

_MOVED_REACH, _NEW_DATE_REACH = 160, 160
_FAR_REACH = 360
_NEW_DAY_REACH = 90
_MOVING = ("moved", "moving", "postponed")


def given_up(scene: Scene, when: When) -> bool:
    """ "rescheduled to June 18 from May 7": the date that an event moved from is no entry where the new one is told."""
    sentence = scene.layout.sentence_at(when.span.start)
    near = Span(start=max(0, sentence.start - _NEW_DATE_REACH), end=sentence.end + _NEW_DATE_REACH)
    others = [w for w in scene.dated_near(near) if w.first_day != when.first_day]
    before = scene.text[sentence.start : when.span.start]
    following = min((w for w in others if w.span.start >= when.span.end), key=lambda w: w.span.start, default=None)
    if following is not None and _moves_on(scene, when, following):
        return True
    if _once(scene.language).search(before):
        return any(_is_held(scene, w) or w.first_day > when.last_day for w in others)
    if _from(scene.language).search(before):
        moves = (cues(scene.language, n).search(scene.text, sentence.start, sentence.end) for n in _MOVING)
        return any(moves) and any(w.first_day > when.last_day and w.span.end > sentence.start for w in others)
    if cues(scene.language, "unreal").search(before):
        far = Span(start=when.span.end, end=sentence.end + _FAR_REACH)
        told = (w for w in scene.dated_near(far) if w.first_day != when.first_day)
        return any(is_new_day(scene, w) for w in told)
    return False


def _moves_on(scene: Scene, when: When, other: When) -> bool:
    """True for "scheduled for May 7 has been postponed to June 18": words of moving between the two, in one sentence;
    for "scheduled for May 7 is postponed. The new date is June 18", in two."""
    if not is_new_day(scene, other):
        return False
    between = scene.text[when.span.end : other.span.start]
    return any(cues(scene.language, name).search(between) for name in filter(scene.tells, _MOVING))


def _is_held(scene: Scene, when: When) -> bool:
    """True for a day on which something is told to be on: one that it was moved to, or behind "will be held"."""
    return is_new_day(scene, when) or cues(scene.language, "hold").search(_lead(scene, when)) is not None


def is_new_day(scene: Scene, when: When) -> bool:
    """True for a day that something moved to: "will now be held on June 18"."""
    new = scene.tells("new_day") and cues(scene.language, "new_day").search(_lead(scene, when)) is not None
    return new or moved_to(scene, when)


def moved_to(scene: Scene, when: When) -> bool:
    """True for "postponed its gala until May 7": a day right behind "until" or "to" where something is moved."""
    start, end = scene.layout.sentence_at(when.span.start).start, when.span.start
    if not any(map(scene.tells, _MOVING)) or not _until(scene.language).search(scene.text, start, end):
        return False
    moves = [m.end() for n in _MOVING for m in cues(scene.language, n).finditer(scene.text, start, end)]
    told_since = ("unreal", "hold", "start")
    return bool(moves) and not any(cues(scene.language, n).search(scene.text, max(moves), end) for n in told_since)


def _lead(scene: Scene, when: When) -> str:
    """The words before a when, of its sentence and behind any old day."""
    start = max(scene.layout.sentence_at(when.span.start).start, when.span.start - _NEW_DAY_REACH)
    lead = scene.text[start : when.span.start]
    return "" if _once(scene.language).search(lead) else lead


def as_moved(scene: Scene, when: When) -> When:
    """ "moved from May 2 to September 5" is no range but a move: only its last day counts; "will now run from May 2 to
    5" tells the new days."""
    if when.timed or when.last_day <= when.first_day or not _from(scene.language).search(when.text.split()[0] + " "):
        return when
    sentence = scene.layout.sentence_at(when.span.start)
    start, end = max(sentence.start, when.span.start - _MOVED_REACH), when.span.start
    moves = [m.end() for m in cues(scene.language, "moving").finditer(scene.text, start, end)]
    if not moves or cues(scene.language, "hold").search(scene.text, max(moves), end):
        return when
    return replace(when, first=when.last_day, last=when.last_day)


@cache
def _from(language: Language) -> re.Pattern[str]:
    """What stands right before the date that an event moved from."""
    words = any_of(language.data["events"]["status"]["moved_from"])
    return re.compile(rf"\b(?:{words})\s+{article(language)}$", re.IGNORECASE)


@cache
def _until(language: Language) -> re.Pattern[str]:
    """What stands right before the date that an event moved to."""
    words = any_of(language.data["events"]["status"]["moved_until"])
    return re.compile(rf"\b(?:{words})\s+{article(language)}$", re.IGNORECASE)


@cache
def _once(language: Language) -> re.Pattern[str]:
    """What stands before a date that an event had once: "originally scheduled for", "its original date of"."""
    told = language.data["events"]["status"]
    parts = (any_of(sorted(told[name], key=len, reverse=True)) for name in ("once", "planned", "planned_for"))
    told_for = r"\s+".join(f"(?:{part})" for part in parts)
    return re.compile(rf"\b(?:{told_for}|{any_of(told['old_date'])})\s+{article(language)}$", re.IGNORECASE)
