"""A page → the element that holds its release, and the text of that.

trafilatura tells which blocks are content. What it leaves out among them (a dateline, "When" and "Where" of a
definition list, a table, the contact) belongs to the release as well, so the text is that of the smallest element
around nearly all it found, as the page lays it out, without what by structure is no part of it: navigation, forms,
lists of links, teasers of other pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import cast

import trafilatura
from lxml import etree, html
from trafilatura.settings import Extractor

from eventx.ingest.html.measure import Measure, Measures, keys_of, measured
from eventx.ingest.html.moments import is_of_event
from eventx.ingest.html.text import BLOCKS, CELLS, HEADINGS, SILENT, is_silent, line_of, text_of

MOST_ELEMENTS, DEEPEST, MOST_TEXT = 10_000, 150, 1_000_000
"""Elements, their depth, and characters up to which trafilatura is asked; beyond, it takes seconds or Python's stack.
Releases have a tenth of that, pages of news sites a half."""

_NEARLY_ALL, _MOST = 0.9, 0.7
_FEW = 30
"""Letters below which what trafilatura found is no release."""
_PARAGRAPH = 60
"""Letters of the shortest block that is no byline."""

_BYLINE = 40
"""Letters of the longest line (a day, a section) above the heading of a teaser."""

_LISTING = 10
"""From so many times as many letters in teasers as outside of them, a page is a listing: the teasers are its text."""

_CHROME = frozenset({"nav", "footer", "dialog", "figcaption"})
_ROLES = frozenset(
    {"banner", "navigation", "search", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
)
_ASIDE = frozenset({"aside", "form"})
_DETAILS = ("dl", "table", "address")
_TELLING = (*_DETAILS, "time")
_NOTHING = Measure()


@dataclass(frozen=True, slots=True)
class Content:
    """Where a release stands: `core` holds nearly all that trafilatura found, `around` its headline and details too."""

    core: etree._Element
    around: etree._Element
    measures: Measures

    def header(self) -> Iterator[etree._Element]:
        """The elements before the first paragraph: headline, byline, day of publication; none of teasers."""
        whole = self.measures[self.around].found
        walk = etree.iterwalk(self.around, events=("start",))
        for _, element in walk:
            size = self.measures.get(element, _NOTHING)
            if element is not self.around and is_teaser(size, whole):
                walk.skip_subtree()
                continue
            if size.found > _PARAGRAPH and not any(self.measures.get(e, _NOTHING).found for e in element):
                return
            yield element


def content_of(tree: html.HtmlElement, headline: etree._Element | None) -> Content:
    """Where the release of a page stands, whose headline is known or not."""
    measures = measured(tree, frozenset(_found(tree)))
    whole = measures[tree].found
    if whole < _FEW:
        told = _by_structure(tree, measures)
        return Content(told, told, measures)
    holders = frozenset(headline.iterancestors()) if headline is not None else frozenset()
    core: etree._Element = tree
    while (inner := _inner(core, measures, whole, holders)) is not None:
        core = inner
    return Content(core, _around(core, measures, holders), measures)


def _inner(
    element: etree._Element, measures: Measures, whole: int, holders: Collection[etree._Element]
) -> etree._Element | None:
    """The child that holds nearly all that was found, or most of it and the headline."""
    for child in element:
        share = measures.get(child, _NOTHING).found / whole
        if share >= _NEARLY_ALL or (share >= _MOST and child in holders):
            return child
    return None


def _around(core: etree._Element, measures: Measures, holders: Collection[etree._Element]) -> etree._Element:
    """The article around the core, or else what holds its headline too, as long as half of the words there were
    found."""
    outer = core
    for element in core.iterancestors():
        size = measures[element]
        if size.found * 2 < size.letters - size.linked:
            break
        if element.tag == "article" or (element in holders and outer not in holders):
            outer = element
    return outer


def _found(tree: html.HtmlElement) -> list[str]:
    """Keys of the blocks that trafilatura takes for content; none where the page is beyond it."""
    if _is_beyond(tree):
        return []
    options = Extractor(output_format="python", recall=True, fast=True, comments=False, tables=True)
    options.min_extracted_size = _PARAGRAPH  # by default it takes what has less than 250 letters for a failure
    document = trafilatura.bare_extraction(tree, options=options)
    return list(keys_of(document.body)) if document is not None and not isinstance(document, dict) else []


def _is_beyond(tree: html.HtmlElement) -> bool:
    if next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        return True
    size = sum(len(e.text or "") * (e.tag not in SILENT) + len(e.tail or "") for e in tree.iter("*"))
    return size > MOST_TEXT or bool(tree.xpath("boolean(/" + "/*" * DEEPEST + ")"))


def _by_structure(tree: html.HtmlElement, measures: Measures) -> html.HtmlElement:
    """The element that the page itself says is its content, else its body."""
    for path in ("//*[@itemprop='articleBody']", "//article", "//main", "//*[@role='main']", "//body"):
        told = tree.xpath(path)
        if len(told) == 1 and measures.get(told[0], _NOTHING).letters:
            return cast("html.HtmlElement", told[0])
    return tree


def text_in(content: Content, title: str | None, events: Collection[date] = ()) -> str:
    """The release's text, its headline left out; `events` are days of events that the page declares."""
    above, whole = _above(content, events), content.measures[content.around].found

    def left_out(element: etree._Element) -> bool:
        if is_silent(element) or (element is not content.around and is_chrome(element, content.measures, whole)):
            return True
        if element in above and next(element.iter(*_DETAILS), None) is None:
            return True
        return element.tag in HEADINGS and title is not None and line_of(element) == title

    def framing(element: etree._Element) -> bool:
        return is_silent(element) or element.tag in _CHROME or element.get("role") in _ROLES

    text = text_of(content.around, left_out)
    if len(text) * _LISTING > _in_teasers(content):
        return text
    return text_of(content.around, framing) or text


def _in_teasers(content: Content) -> int:
    """The letters of all teasers around the core."""
    whole, letters = content.measures[content.around].found, 0
    walk = etree.iterwalk(content.around, events=("start",))
    for _, element in walk:
        size = content.measures.get(element, _NOTHING)
        if element is not content.around and size.lead is not None and is_chrome(element, content.measures, whole):
            letters += size.letters
            walk.skip_subtree()
    return letters


def _above(content: Content, events: Collection[date]) -> frozenset[etree._Element]:
    """The elements before the core: the headline and what the site writes under it (byline, day, sharing). None where
    that tells when an event is: then it is as much the page's matter as the text below."""
    around = content.around
    inner = [e for e in (content.core, *content.core.iterancestors()) if e not in (around, *around.iterancestors())]
    above = frozenset(before for e in inner for before in e.itersiblings("*", preceding=True))
    return frozenset() if any(is_of_event(each, events) for e in above for each in e.iter("*")) else above


def is_chrome(element: etree._Element, measures: Measures, whole: int) -> bool:
    """True for what by its structure is the site's and no part of a release; `whole` is what was found in all."""
    if element.tag in _CHROME or element.get("role") in _ROLES:
        return True
    size = measures.get(element)
    if size is None or not size.letters:
        return False
    if is_teaser(size, whole):
        return True
    if size.found * 2 > size.letters:
        return False
    if (element.tag in _ASIDE or element.get("role") == "complementary") and next(
        element.iter(*_TELLING), None
    ) is None:
        return True
    return size.lead is not None or (element.tag in BLOCKS | CELLS and _leads_away(element, size))


def is_teaser(size: Measure, whole: int) -> bool:
    """True for a heading that leads to another page, and some words of that."""
    return size.lead is not None and size.lead <= _BYLINE and size.found * 2 < whole


def _leads_away(element: etree._Element, size: Measure) -> bool:
    """True for links with few words beside; one alone may be the value of a label ("Where", and the hall's page)."""
    if size.linked * 2 <= size.letters:
        return False
    return size.links > 1 or next(element.iterancestors("dl", "table"), None) is None


__all__ = ["Content", "content_of", "is_chrome", "text_in"]
