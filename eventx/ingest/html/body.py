"""A page → the element that holds its release, and the text of that.

trafilatura tells which blocks are content. What it leaves out among them (a dateline, "When" and "Where" of a
definition list, a table, the contact) belongs to the release as well, so the text is that of the smallest element
around nearly all it found, as the page lays it out, without what by structure is no part of it: navigation, forms,
lists of links, teasers of other pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

import trafilatura
from lxml import etree, html
from trafilatura.settings import Extractor

from eventx.ingest.html.measure import Measures, keys_of, measured
from eventx.ingest.html.text import BLOCKS, HEADINGS, SILENT, is_silent, line_of, text_of

MOST_ELEMENTS, DEEPEST, MOST_TEXT = 10_000, 150, 1_000_000
"""Elements, their depth, and characters up to which trafilatura is asked; beyond, it takes seconds or Python's stack.
Releases have a tenth of that, pages of news sites a half."""

_NEARLY_ALL = 0.9
_FEW = 60
"""Letters below which what trafilatura found is no release."""

_CHROME = frozenset({"nav", "footer", "dialog", "figcaption"})
_ROLES = frozenset({"navigation", "search", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "toolbar"})
_ASIDE = frozenset({"aside", "form"})
_DETAILS = ("dl", "table", "address")
_TELLING = (*_DETAILS, "time")


@dataclass(frozen=True, slots=True)
class Content:
    """Where a release stands: `core` holds nearly all that trafilatura found, `around` its headline and details too."""

    core: etree._Element
    around: etree._Element
    measures: Measures

    def header(self) -> Iterator[etree._Element]:
        """The elements before the first block that trafilatura found: headline, byline, day of publication."""
        for element in self.around.iter("*"):
            size = self.measures.get(element)
            if size and size.found and not any(e in self.measures and self.measures[e].found for e in element):
                return
            yield element


def content_of(tree: html.HtmlElement) -> Content:
    """Where the release of a page stands."""
    measures = measured(tree, frozenset(_found(tree)))
    whole = measures[tree].found
    if whole < _FEW:
        told = _by_structure(tree)
        return Content(told, told, measures)
    core: etree._Element = tree
    while (inner := _inner(core, measures, whole)) is not None:
        core = inner
    return Content(core, _around(core, measures), measures)


def _around(core: etree._Element, measures: Measures) -> etree._Element:
    """The article around the core, or else what holds its headline too, as long as half of the words there were
    found."""
    outer = core
    for element in core.iterancestors():
        size = measures[element]
        if size.found * 2 < size.letters - size.linked:
            break
        if element.tag == "article" or (
            next(outer.iter("h1"), None) is None and next(element.iter("h1"), None) is not None
        ):
            outer = element
    return outer


def _inner(element: etree._Element, measures: Measures, whole: int) -> etree._Element | None:
    """The child that holds nearly all that was found."""
    return next((e for e in element if e in measures and measures[e].found >= _NEARLY_ALL * whole), None)


def _found(tree: html.HtmlElement) -> list[str]:
    """Keys of the blocks that trafilatura takes for content; none where the page is beyond it."""
    if _is_beyond(tree):
        return []
    options = Extractor(output_format="python", recall=False, fast=True, comments=False, tables=True)
    document = trafilatura.bare_extraction(tree, options=options)
    return list(keys_of(document.body)) if document is not None and not isinstance(document, dict) else []


def _is_beyond(tree: html.HtmlElement) -> bool:
    if next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        return True
    size = sum(len(e.text or "") * (e.tag not in SILENT) + len(e.tail or "") for e in tree.iter("*"))
    return size > MOST_TEXT or bool(tree.xpath("boolean(/" + "/*" * DEEPEST + ")"))


def _by_structure(tree: html.HtmlElement) -> html.HtmlElement:
    """The element that the page itself says is its content, else its body."""
    for path in ("//*[@itemprop='articleBody']", "//article", "//main", "//*[@role='main']", "//body"):
        told = tree.xpath(path)
        if len(told) == 1 and told[0].text_content().strip():
            return cast("html.HtmlElement", told[0])
    return tree


def text_in(content: Content, title: str | None) -> str:
    """The release's text, its headline left out."""

    above = _above(content)

    def left_out(element: etree._Element) -> bool:
        if is_silent(element) or (element is not content.around and is_chrome(element, content.measures)):
            return True
        if element in above and next(element.iter(*_DETAILS), None) is None:
            return True
        return element.tag in HEADINGS and title is not None and line_of(element) == title

    return text_of(content.around, left_out)


def _above(content: Content) -> frozenset[etree._Element]:
    """The elements before the core: the headline and what the site writes under it (byline, day, sharing)."""
    around = content.around
    inner = [e for e in (content.core, *content.core.iterancestors()) if e not in (around, *around.iterancestors())]
    return frozenset(before for e in inner for before in e.itersiblings("*", preceding=True))


def is_chrome(element: etree._Element, measures: Measures) -> bool:
    """True for what by its structure is the site's and no part of a release."""
    if element.tag in _CHROME or element.get("role") in _ROLES:
        return True
    size = measures.get(element)
    if size is None or not size.letters or size.found * 2 > size.letters:
        return False
    if element.tag in _ASIDE and next(element.iter(*_TELLING), None) is None:
        return True
    linked = size.linked * 2 > size.letters and next(element.iterancestors("dl", "table"), None) is None
    return size.teasers > 0 or (linked and element.tag in BLOCKS)


__all__ = ["Content", "content_of", "is_chrome", "text_in"]
