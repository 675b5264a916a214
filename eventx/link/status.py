"""What became of an event: confirmed, tentative, postponed or cancelled.

All words stand in `[events.status]` of the language file.
"""

from __future__ import annotations

from collections.abc import Iterator

from eventx.link.assemble import Entry
from eventx.link.scene import Scene
from eventx.link.titles import bag
from eventx.link.words import cues, hints

_BEFORE, _BEHIND = 160, 120
_NEAR_BEHIND = 30
_MOSTLY = 0.75


def status_of(scene: Scene, entry: Entry, title: str) -> str:
    """confirmed, tentative, postponed or cancelled.

    A date that the event moved *to* is confirmed. Else the words around the date decide, then those of sentences
    that name the event without a date, the headline first; a date told as something that will not be ("was to
    speak on") takes whatever the release says of a change.
    """
    when = entry.lead.when
    sentence = scene.layout.sentence_at(when.span.start)
    before = scene.text[max(sentence.start, when.span.start - _BEFORE) : when.span.start]
    around = before + scene.text[when.span.start : min(sentence.end, when.span.end + _BEHIND)]
    if _finds(scene, "moved", before):
        return "confirmed"
    if told := _changed(scene, around):
        return told
    if _finds(
        scene, "tentative", before + scene.text[when.span.start : min(sentence.end, when.span.end + _NEAR_BEHIND)]
    ):
        return "tentative"
    for words in _naming_sentences(scene, title):
        if told := _changed(scene, words):
            return told
    if _finds(scene, "unreal", around):
        return _changed(scene, scene.headline_text) or _changed(scene, scene.text) or "confirmed"
    return "confirmed"


def _finds(scene: Scene, name: str, words: str) -> bool:
    return cues(scene.language, name).search(words) is not None


def _changed(scene: Scene, words: str) -> str | None:
    return next((name for name in ("cancelled", "postponed") if _finds(scene, name, words)), None)


def _naming_sentences(scene: Scene, title: str) -> Iterator[str]:
    """The headline where it has the title's words, and undated sentences in which the title stands: "The 90th Motor
    Show will not take place"."""
    telling, inside = bag(title, scene.language), bag(scene.headline_text, scene.language)
    if sum(telling.values()) > 1 and sum((telling & inside).values()) >= _MOSTLY * sum(telling.values()):
        yield scene.headline_text
    for sentence in scene.layout.sentences:
        words = sentence.of(scene.text)
        dated = any(w.span.overlaps(sentence) and w.precision == "day" and w.role == "event" for w in scene.whens)
        if not dated and hints(scene.language, "hints", words) and title.lower() in words.lower():
            yield words
