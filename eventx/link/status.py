"""What became of events: confirmed, tentative, postponed or cancelled.

All words stand in `[events.status]` of the language file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eventx.link.entry import Entry
from eventx.link.moved import given_up, moved_to
from eventx.link.scene import Scene
from eventx.link.titles import bag, likeness
from eventx.link.words import cues, hints
from eventx.model import Span, When

_OFF = ("cancelled", "postponed")
_BEFORE, _BEHIND = 160, 120
_NEAR_BEHIND = 30
_MOSTLY = 0.75


def statuses(scene: Scene, entries: Sequence[Entry]) -> list[str]:
    """confirmed, tentative, postponed or cancelled, for each entry.

    The words around its own date decide, if they say anything. Else what the headline or an undated sentence tells of
    an event by its name, unless the words around another date of that name have told it already: then it was that one.
    """
    own = [_told_beside(scene, entry) for entry in entries]
    undated = _undated_sentences(scene) if entries else []
    changed = [entry.title[1].title for entry, told in zip(entries, own, strict=True) if told in _OFF]
    made = []
    for entry, told in zip(entries, own, strict=True):
        title = entry.title[1].title
        alike = (likeness(title, other, scene.language) >= _MOSTLY for other in changed)
        taken = any(alike) and not _is_unreal(scene, entry)
        made.append(told or ("confirmed" if taken else _told_elsewhere(scene, entry, title, undated)))
    return made


def _told_beside(scene: Scene, entry: Entry) -> str | None:
    """What the words around the date say: a date that the event moved *to* is confirmed, and so is one that stands
    whatever else is called off. None where they say nothing."""
    when = entry.lead.when
    sentence = scene.layout.sentence_at(when.span.start)
    before = scene.text[max(sentence.start, when.span.start - _BEFORE) : when.span.start]
    around = before + scene.text[when.span.start : min(sentence.end, when.span.end + _BEHIND)]
    if _finds(scene, "moved", scene.text[_own_start(scene, when, sentence) : when.span.start]) or moved_to(scene, when):
        return "confirmed"
    told = _changed(scene, around)
    if told == "postponed" and any(given_up(scene, w) for w in _told_before(scene, when, sentence)):
        return "confirmed"
    if told:
        return told
    near = before + scene.text[when.span.start : min(sentence.end, when.span.end + _NEAR_BEHIND)]
    if _finds(scene, "tentative", near):
        return "tentative"
    return "confirmed" if _stands(scene, sentence) else None


def _own_start(scene: Scene, when: When, sentence: Span) -> int:
    """Where the words before a date are its own: behind the date before it, unless that was given up for this one."""
    ends = [w.span.end for w in _told_before(scene, when, sentence) if not given_up(scene, w)]
    return max((sentence.start, when.span.start - _BEFORE, *ends))


def _told_before(scene: Scene, when: When, sentence: Span) -> list[When]:
    told = scene.dated_near(Span(start=sentence.start, end=when.span.start))
    return [w for w in told if sentence.start <= w.span.start and w.span.end <= when.span.start]


def _told_elsewhere(scene: Scene, entry: Entry, title: str, undated: Sequence[str]) -> str:
    """What sentences without a date say that name the event, the headline first; a date told as something that will not
    be ("was to speak on") takes whatever the release says of a change."""
    for words in _naming(scene, title, undated):
        if told := _changed(scene, words):
            return told
    if _is_unreal(scene, entry):
        return _changed(scene, scene.headline_text) or _changed(scene, scene.text) or "confirmed"
    return "confirmed"


def _is_unreal(scene: Scene, entry: Entry) -> bool:
    when = entry.lead.when
    sentence = scene.layout.sentence_at(when.span.start)
    start = max(sentence.start, when.span.start - _BEFORE)
    return _finds(scene, "unreal", scene.text[start : min(sentence.end, when.span.end + _BEHIND)])


def _stands(scene: Scene, sentence: Span) -> bool:
    return _finds(scene, "stands", sentence.of(scene.text))


def _finds(scene: Scene, name: str, words: str) -> bool:
    return scene.tells(name) and cues(scene.language, name).search(words) is not None


def _changed(scene: Scene, words: str) -> str | None:
    return next((name for name in _OFF if _finds(scene, name, words)), None)


def _undated_sentences(scene: Scene) -> list[str]:
    """The sentences that may tell of a change and have no date of an event."""
    return [
        words
        for sentence in scene.layout.sentences
        if hints(scene.language, "hints", words := sentence.of(scene.text))
        and not any(w.precision == "day" and w.role == "event" for w in scene.whens_near(sentence))
    ]


def _naming(scene: Scene, title: str, undated: Sequence[str]) -> Iterator[str]:
    """The headline where it has the title's words, and undated sentences in which the title stands: "The 90th Motor
    Show will not take place"."""
    telling, inside = bag(title, scene.language), bag(scene.headline_text, scene.language)
    if sum(telling.values()) > 1 and sum((telling & inside).values()) >= _MOSTLY * sum(telling.values()):
        yield scene.headline_text
    yield from (words for words in undated if title.lower() in words.lower())
