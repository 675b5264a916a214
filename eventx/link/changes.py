"""Features of what is called off, put off or only planned: for `eventx.link.features`, with the words of
`[events.status]` of the language file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from eventx.lang import Language
from eventx.link.moved import is_new_day
from eventx.link.scene import Scene
from eventx.link.titles import Candidate
from eventx.link.words import any_of, cues
from eventx.model import Mention, Span, When

_OFF = ("cancelled", "postponed")
_STATUS = (*_OFF, "moved", "tentative")
_BEFORE, _BEHIND = 160, 120
"""Characters around a when in which words tell what became of it, inside its sentence."""
_BESIDE_BEFORE, _BESIDE_BEHIND = 200, 120
"""Characters around a sentence in which another one may say that the event is off."""
_CAUSE_REACH, _CHANGE_REACH, _HELD_REACH = 90, 40, 24
_OUTSIDE = ("previous", "next", "above", "below", "headline")


def of_when(scene: Scene, when: When, sentence: Span, has_event: bool) -> Iterator[str]:
    """Of a when in its sentence, which may name an event."""
    start, end = max(sentence.start, when.span.start - _BEFORE), min(sentence.end, when.span.end + _BEHIND)
    if has_event and _finds(scene, _STATUS, scene.text[start:end]):
        yield "event+status_cue"
    if _in_cause(scene, when, sentence):
        yield "in_cause"
    if _is_decided_on(scene, when, sentence):
        yield "day_of_the_change"
    if any(m.head and any(_beside_change(scene, m.span)) for m in scene.mentions(sentence)):
        yield "event_changed"
    if _is_off_near(scene, sentence):
        if is_new_day(scene, when):
            yield "new_day"
        if is_unreal(scene, when):
            yield "unreal+change"


def of_title(scene: Scene, when: When, candidate: Candidate) -> Iterator[str]:
    """Of a candidate for a when: what its own sentence tells of a change, and what the when's sentence does not."""
    sentence = scene.layout.sentence_at(when.span.start)
    if candidate.where == "sentence":
        if scene.layout.sentence_at(candidate.mention.span.start) == sentence:  # not what this one only points back at
            yield from _beside_change(scene, candidate.mention.span)
        return
    if candidate.where not in _OUTSIDE or not _finds(scene, _OFF, _told_in(scene, candidate)):
        return
    here = sentence.of(scene.text)
    if is_unreal(scene, when) and not _finds(scene, _OFF, here):
        yield "unreal+told_off_there"
    if candidate.where == "headline" and not _finds(scene, (*_STATUS, "unreal"), here):
        yield "headline_off+not_here"


def of_behind(scene: Scene, mention: Mention, between: str) -> Iterator[str]:
    """Of a mention behind the when of its sentence: its venue, or the cause of the change."""
    if not mention.head and len(between.split()) == 1 and _at(scene.language).search(between):
        yield "venue_behind"
    if _causes(scene.language).search(between):
        yield "cause_between"


def is_unreal(scene: Scene, when: When) -> bool:
    """True for a date told as one that will not be: "was to be held on"."""
    sentence = scene.layout.sentence_at(when.span.start)
    return _finds(scene, ("unreal",), scene.text[max(sentence.start, when.span.start - _BEFORE) : when.span.start])


def is_held(scene: Scene, mention: Mention) -> bool:
    """True right before a verb of holding: "A drive takes place"."""
    tail = scene.text[mention.span.end : mention.span.end + _HELD_REACH]
    return cues(scene.language, "hold").match(tail.lstrip()) is not None


def clause_start(scene: Scene, sentence: Span) -> int:
    """Where a sentence starts, behind the cause it opens with: "Due to low registration, …" tells no deadline."""
    if not _causes(scene.language).match(scene.text, sentence.start):
        return sentence.start
    comma = scene.text.find(",", sentence.start, sentence.end)
    return comma if comma >= 0 else sentence.start


def _finds(scene: Scene, names: tuple[str, ...], words: str) -> bool:
    return _found(scene.language, tuple(filter(scene.tells, names)), words)


@lru_cache(maxsize=512)
def _found(language: Language, names: tuple[str, ...], words: str) -> bool:
    """Kept for a while: every candidate of a when asks the same of its sentence and of the headline."""
    return any(cues(language, name).search(words) for name in names)


def _is_off_near(scene: Scene, sentence: Span) -> bool:
    """True where the sentence, one beside it or the headline says that something is off."""
    beside = scene.text[max(0, sentence.start - _BESIDE_BEFORE) : sentence.end + _BESIDE_BEHIND]
    return _finds(scene, _OFF, beside) or _finds(scene, _OFF, scene.headline_text)


def _in_cause(scene: Scene, when: When, sentence: Span) -> bool:
    """True for "because of the storm due on Friday": the day of the cause."""
    lead = scene.text[max(sentence.start, when.span.start - _CAUSE_REACH) : when.span.start]
    causes = [m.end() for m in _causes(scene.language).finditer(lead)]
    return bool(causes) and "," not in lead[causes[-1] :]


def _is_decided_on(scene: Scene, when: When, sentence: Span) -> bool:
    """True for "was postponed last month", "was called off on Tuesday": the day that was decided."""
    lead = scene.text[max(sentence.start, when.span.start - _CHANGE_REACH) : when.span.start]
    return _decided(scene.language).search(lead) is not None


def _told_in(scene: Scene, candidate: Candidate) -> str:
    """The headline or the sentence that a candidate stands in."""
    if candidate.where == "headline":
        return scene.headline_text
    return scene.layout.sentence_at(candidate.mention.span.start).of(scene.text)


def _beside_change(scene: Scene, span: Span) -> Iterator[str]:
    """For a mention right behind or before words that tell what became of it: "postponed its gala"."""
    text, sentence = scene.text, scene.layout.sentence_at(span.start)
    if _finds(scene, _STATUS, text[max(sentence.start, span.start - _CHANGE_REACH) : span.start]):
        yield "change_before"
    if _finds(scene, _STATUS, text[span.end : min(sentence.end, span.end + _CHANGE_REACH)]):
        yield "change_behind"


@cache
def _at(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(language.data['events']['phrase']['venue_joints'])})\b", re.IGNORECASE)


@cache
def _causes(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(language.data['cue_words']['causes'])})\b", re.IGNORECASE)


@cache
def _decided(language: Language) -> re.Pattern[str]:
    """What stands right before the day that a change was decided on."""
    told, tense = language.data["events"]["status"], language.data["tense"]
    off = any_of(sorted((*told["cancelled"], *told["postponed"]), key=len, reverse=True))
    was, on = any_of(tense["decided"]), any_of(tense["decided_on"])
    return re.compile(rf"\b(?:{was})\s+(?:{off})\s+(?:{on})?\s*$", re.IGNORECASE)
