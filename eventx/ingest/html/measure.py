"""How much of each element of a page is text, how much of that is links, and how much of it trafilatura found."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from eventx.ingest.html.text import BLOCKS, HEADINGS, is_silent

_KEY = 60
"""Letters by which a block of the page is known again in what trafilatura gives."""
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Measure:
    """Characters but blanks of an element and of all in it: `letters` of them, `linked` inside `links`, `found` in
    blocks that trafilatura took for content; `lead` of them before the first heading that is a link, None without
    one."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    found: int = 0
    lead: int | None = None


Measures = dict[etree._Element, Measure]


def key_of(text: str) -> str:
    """A block's words without blanks and marks, as far as they tell it from others."""
    return _NO_LETTER.sub("", text[: 4 * _KEY])[:_KEY]


def measured(tree: etree._Element, found: Collection[str]) -> Measures:
    """The measures of all elements that are shown; `found` are the keys of blocks that are content."""
    measures: Measures = {}
    walk = etree.iterwalk(tree, events=("start", "end"))
    owner: list[tuple[etree._Element, list[str]]] = [(tree, [])]  # the open blocks with the words of their own
    for event, element in walk:
        if event == "start":
            measures[element] = Measure()
            if is_silent(element):
                walk.skip_subtree()
                continue
            if element.tag in BLOCKS:
                owner.append((element, []))
            _count(measures[element], element.text, owner[-1][1])
            continue
        if owner[-1][0] is element and element is not tree:
            _ended(measures[element], owner.pop()[1], found)
        parent = element.getparent()
        if element is not tree and parent is not None:
            _add(measures[parent], measures[element], str(element.tag))
            _count(measures[parent], element.tail, owner[-1][1])
    return measures


def _size(text: str) -> int:
    return len("".join(text.split()))


def _count(measure: Measure, text: str | None, words: list[str]) -> None:
    if text:
        measure.letters += _size(text)
        words.append(text)


def _ended(measure: Measure, words: list[str], found: Collection[str]) -> None:
    text = "".join(words)
    key = key_of(text.strip())
    if key and key in found:
        measure.found += _size(text)


def _add(whole: Measure, part: Measure, name: str) -> None:
    lead = 0 if name in HEADINGS and 0 < part.letters == part.linked else part.lead
    if whole.lead is None and lead is not None:
        whole.lead = whole.letters + lead
    whole.letters += part.letters
    whole.linked += part.letters if name == "a" else part.linked
    whole.links += (name == "a") + part.links
    whole.found += part.found


def keys_of(content: etree._Element) -> Iterator[str]:
    """The keys of the blocks of what trafilatura gives (its own XML: p, head, item, cell, quote)."""
    for element in content.iter("p", "head", "item", "cell", "quote", "code", "ab", "ref"):
        if key := key_of("".join(map(str, element.itertext())).strip()):
            yield key


__all__ = ["Measure", "Measures", "key_of", "keys_of", "measured"]
