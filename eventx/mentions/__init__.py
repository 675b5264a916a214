"""Event phrases with spaCy: which stretches of a sentence name an event, and how a reader would call it.

spaCy tokenises and finds the head nouns (`[events.nouns]` of the language file); from a head the phrase
grows to the left over its modifiers and to the right over its tail. Quoted names and capitalised runs
behind "at" or "of" are mentions too, since many names have no head noun. A trained pipeline, where one
is asked for, sharpens what was found (`trained`, `sharpen`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eventx.lang import Language
from eventx.mentions.machine import machine
from eventx.mentions.names import quoted, runs, titled_as
from eventx.mentions.phrase import around
from eventx.mentions.sentence import Sentence
from eventx.mentions.sharpen import sharpened
from eventx.mentions.trained import PEOPLE, Entity, reading, trained
from eventx.mentions.words import plural, words_of
from eventx.model import Mention, Span

__all__ = ["PEOPLE", "Entity", "entities_in", "mentions_in", "plural", "trained"]


def mentions_in(
    text: str, span: Span, language: Language, dates: Sequence[Span] = (), model: str | None = None
) -> tuple[Mention, ...]:
    """Mentions inside `span` of the text, in its order. `dates` (expressions) are looked through:
    "Tracy Chapman's August 30 Concert" is "Tracy Chapman's Concert". `model` names a trained pipeline."""
    raw = span.of(text)
    if not raw.strip():
        return ()
    parts = machine(language)
    doc = parts.tokens(raw)
    sentence = Sentence(raw, doc, words_of(language), [_shifted(d, -span.start) for d in dates if d.overlaps(span)])
    phrases = [m for start, end in parts.heads(doc) for m in around(sentence, start, end)]
    found = phrases + quoted(sentence) + titled_as(sentence) + runs(sentence, phrases)
    if model is not None:
        found = sharpened(sentence, found, reading(model, raw))
    placed = (replace(m, span=_shifted(m.span, span.start)) for m in found)
    return tuple(sorted(placed, key=lambda m: (m.span.start, -m.span.end, m.title)))


def entities_in(text: str, span: Span, model: str | None) -> tuple[Entity, ...]:
    """What the pipeline of that name finds inside `span` of the text, in its order; nothing without one."""
    told = reading(model, span.of(text)).entities
    return tuple(replace(entity, span=_shifted(entity.span, span.start)) for entity in told)


def _shifted(span: Span, by: int) -> Span:
    return Span(start=span.start + by, end=span.end + by)
