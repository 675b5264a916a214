"""Short lines as titles: what stands beside a date in a schedule, on the next line or the one above, behind WHAT."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from eventx.lang import Language
from eventx.link.scene import Scene
from eventx.link.words import any_of, article, singular, terms
from eventx.model import Mention, Span, When

_LONGEST = 110
"""Characters of a line that may be a title."""
_MOST_WORDS, _LEAST_LETTERS = 16, 5
NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s+(?=[A-Z\"“])")
"""The number of an item in a list."""
_LEAD = re.compile(rf"^[\s*•·▪–—:,|-]*(?:{NUMBERED.pattern})?(?:[A-Za-z][A-Za-z &/]{{1,20}}:\s*)?")
_WHAT_ABOVE, _WHAT_BELOW = 6, 2
"""Blocks in which a WHAT label is looked for."""
_SCHEDULE = 5
"""So many different times make a schedule."""
_BESIDE = (("line_below", 1), ("line_above", -1), ("line_above_2", -2))


def line_titles(scene: Scene, when: When, number: int) -> Iterator[tuple[str, Mention]]:
    """Lines around a when that stands in block `number`, each with where it is."""
    blocks = scene.layout.blocks
    block = blocks[number]
    if block.end - block.start <= 2 * _LONGEST and block != scene.headline:
        yield from _line("beside_behind", scene, Span(start=when.span.end, end=block.end))
        yield from _line("beside_before", scene, Span(start=block.start, end=when.span.start))
    for where, step in _BESIDE:
        if 0 <= number + step < len(blocks) and _is_free(scene, number + step):
            yield from _line(where, scene, blocks[number + step])
    for near in range(max(0, number - _WHAT_ABOVE), min(len(blocks), number + _WHAT_BELOW + 1)):
        if scene.labels.get(near) == "what":
            yield from _line("label_what", scene, blocks[near])


def item_titles(scene: Scene, when: When, number: int) -> Iterator[tuple[str, Mention]]:
    """In a schedule whose headline tells what all is: the item's own name with it, "Merrill College: … 9 a.m." under
    "Commencement Exercises" is the "Merrill College commencement exercise"."""
    block = scene.layout.blocks[number]
    mention = next((m for m in scene.headline_mentions if {m.head, singular(m.head)} & _nouns(scene.language)), None)
    if mention is None or scene.moments < _SCHEDULE or block == scene.headline:
        return
    lead = _item_name(scene.language).match(scene.text, block.start, when.span.start)
    span = Span(start=lead.start(1), end=lead.end(1)) if lead else None
    if span is None or span.of(scene.text).lower() in labels(scene.language):
        return
    if not any(m.head for m in scene.mentions(block) if m.span.overlaps(span)):
        title = f"{span.of(scene.text)} {singular(mention.head)}"
        name = replace(mention, span=span, text=span.of(scene.text), title=title, rule="mention/item", named=True)
        yield "item", name


@cache
def _nouns(language: Language) -> frozenset[str]:
    """The nouns that are events without a name: "world" is none."""
    return frozenset(noun for nouns in language.data["events"]["nouns"].values() for noun in nouns)


@cache
def _item_name(language: Language) -> re.Pattern[str]:
    """A capitalised name at the head of an item, up to its mark."""
    joints = any_of(language.data["events"]["host_joints"])
    word = r"[A-Z][\w.&'’-]*"
    return re.compile(rf"[\s*•·▪#–—-]*({word}(?:,? (?:(?:{joints}) )*{word})*)\s*(?::|\s--|\s[–—-])\s")


def _is_free(scene: Scene, number: int) -> bool:
    """True for a short block that has no date and no other label."""
    block = scene.layout.blocks[number]
    if block.end - block.start > _LONGEST or block == scene.headline:
        return False
    return scene.labels.get(number) in (None, "what") and not scene.whens_near(block)


def _line(where: str, scene: Scene, span: Span) -> Iterator[tuple[str, Mention]]:
    text = _LEAD.sub("", span.of(scene.text))
    start = span.end - len(text)
    end = match.start() if (match := _line_end(scene.language).search(text)) else len(text)
    words = text[:end].strip(" .,:;-–—|\"'*")
    if words[:1].isupper() and _has_title_length(words) and _is_title(words, scene.language):
        at = Span(start=start, end=start + end)
        yield where, Mention(span=at, text=words, title=words, named=True, rule="mention/line")


@cache
def _line_end(language: Language) -> re.Pattern[str]:
    """What ends the title in a line: "Jazz Night at the Vogue", "Jazz Night; free"."""
    words = any_of(language.data["events"]["line_ends"])
    return re.compile(rf"\s+(?:{words})\s+{article(language)}[A-Z]|[;(|]|\. |, (?=[A-Z])|\s[–—-]\s|,? \d{{3,}}")


def _has_title_length(words: str) -> bool:
    count = len(words.split())
    return 1 < count <= _MOST_WORDS or (count == 1 and len(words) >= _LEAST_LETTERS)


def _is_title(words: str, language: Language) -> bool:
    """False for labels, sentences, and a line's bare "Starting"."""
    lower = words.lower()
    if lower in labels(language) or lower in language.words or lower in terms(language, "stops"):
        return False
    first = lower.split()[0]
    if lower.startswith(_openings(language)) or first in language.data["refine"]["starts"]:
        return False
    if first in terms(language, "imperatives"):
        return False
    sentence = terms(language, "sentence_words")
    return not set(lower.split()) & sentence and not any(f" {w}" in lower for w in sentence if " " in w)


@cache
def labels(language: Language) -> frozenset[str]:
    """What a line says before a colon: when, where, contact."""
    return frozenset().union(*(terms(language, f"labels_{kind}") for kind in ("when", "where", "what", "other")))


@cache
def _openings(language: Language) -> tuple[str, ...]:
    return tuple(language.data["dateline"]["openings"])
