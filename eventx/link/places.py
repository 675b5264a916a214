"""Where an event is: a venue by its shape, a city the gazetteer knows, from the words nearest to its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from eventx import gazetteer
from eventx.link.scene import Scene
from eventx.model import Place, Span, When

_NAME = r"(?:[A-Z0-9][\w.'&-]*|d'[A-Z]\w+)"
_PHRASE = rf"{_NAME}(?:(?: (?:of|the|and|for|de|du|la|at|&|in the|of the)){{0,2}} {_NAME})*"
_AT = re.compile(rf"\b(?:at|in|inside|outside|aboard|on)\s+(?:the\s+|its\s+)?({_PHRASE}(?:, {_PHRASE}){{0,3}})")
_IN = re.compile(rf"\b(?:in|at|near|to|from|of)\s+(?:downtown\s+|central\s+)?({_NAME}(?:[ -](?:{_NAME}|de|la|du|am))*(?:, (?:{_NAME}\.?(?: {_NAME})?))?)")
_CITY = re.compile(rf"({_NAME}(?: {_NAME}){{0,3}}),\s+({_NAME}\.?(?: {_NAME})?)")
_REACH = 260


def place_of(scene: Scene, when: When, title: str) -> Place:
    """The place of what is on at a when; an empty one where the text tells none."""
    venue, city = None, None
    for words, labelled in _stretches(scene, when):
        city = city or _city(words, scene.anchor.place, labelled)
        venue = venue or _venue(scene, words, title, labelled)
        if venue and city:
            break
    place = city or Place()
    return replace(place, venue=venue) if venue and venue != place.city else place


def _stretches(scene: Scene, when: When) -> Iterator[tuple[str, bool]]:
    """Texts to look into, nearest first; True where a label says that it tells the place."""
    layout, text = scene.layout, scene.text
    number = layout.block_at(when.span.start)
    for near in (number, number + 1, number + 2, number - 1, number - 2, number + 3):
        if 0 <= near < len(layout.blocks) and scene.labels.get(near) == "where":
            block = layout.blocks[near]
            yield re.sub(r"^[\w &/]{2,22}:\s*", "", text[block.start : block.end]), True
    sentence = layout.sentence_at(when.span.start)
    yield text[when.span.end : min(sentence.end, when.span.end + _REACH)], False
    yield text[max(sentence.start, when.span.start - _REACH) : when.span.start], False
    around = layout.sentences_in(layout.blocks[number])
    for i, other in enumerate(around):
        if other == sentence:
            for k in (i + 1, i - 1):
                if 0 <= k < len(around):
                    yield text[around[k].start : around[k].end], False


def _city(words: str, near: Place | None, labelled: bool) -> Place | None:
    found: list[tuple[int, Place]] = []
    for match in _CITY.finditer(words):
        if place := gazetteer.parse(match[0].rstrip("."), near):
            found.append((match.start(), place))
    for match in _IN.finditer(words):
        name = match[1].rstrip(".,")
        for tried in (name, name.split(",")[0]):
            place = gazetteer.parse(tried, near) if len(tried) > 2 else None  # noqa: PLR2004
            if place and (place.city or not found):
                found.append((match.start(1), place))
                break
    if labelled and not found:
        for part in re.split(r"[,;/|–-]\s*", words):
            if place := gazetteer.parse(part.strip(" ."), near):
                found.append((0, place))
    cities = [f for f in found if f[1].city] or found
    return min(cities, key=lambda f: f[0])[1] if cities else None


def _venue(scene: Scene, words: str, title: str, labelled: bool) -> str | None:
    nouns = frozenset(scene.language.data["events"]["venue_nouns"])
    if labelled:
        first = re.split(r";|\n|\. ", words.strip())[0].strip(" .")
        return _trimmed(first) if first and not gazetteer.parse(first) else None
    for match in _AT.finditer(words):
        phrase = match[1].strip(" .,")
        parts = [p for p in phrase.split(", ")]
        if gazetteer.parse(phrase) or gazetteer.parse(parts[0]) or parts[0].lower() in title.lower():
            continue
        tokens = {w.lower().strip(".,'s") for p in parts[:2] for w in p.split()}
        if tokens & nouns and not _is_time_like(parts[0]):
            return _trimmed(phrase)
    return None


def _trimmed(phrase: str) -> str:
    """The venue without the city and region behind it."""
    parts = phrase.split(", ")
    while len(parts) > 1 and (gazetteer.parse(parts[-1]) or gazetteer.is_region(parts[-1])):
        parts.pop()
    return ", ".join(parts)[:160]


def _is_time_like(words: str) -> bool:
    return re.match(r"\d+(?::\d\d)?(?:\s|$)", words) is not None and not re.search(r"[A-Z]", words)


def span_text(scene: Scene, span: Span) -> str:
    """Characters of the layout's text."""
    return span.of(scene.text)
