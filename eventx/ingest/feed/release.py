"""An item of a feed → the release that it stands for: by its own text, else by the page behind its link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eventx.errors import InputError, RecordError
from eventx.ingest.dispatch import calendars_at, nested
from eventx.ingest.feed.values import Item, Prose
from eventx.ingest.html.markup import tamed, tree_of
from eventx.ingest.kinds import kind_of
from eventx.ingest.text import MAX_CHARACTERS
from eventx.ingest.values import Get, Reading, beside
from eventx.model import Release, replace

LONG = 600
"""Characters from which a description is taken for the text itself; a teaser has one to three sentences."""

_CUT = re.compile(r"(?:…|\.\.\.|\. \. \.)\W*(?:\w+\W+){0,4}\w*\W*\Z")  # "… [Read the whole story]"
_END = 120  # characters in which an end is looked for
_MANY = ("feed", "mbox", "warc")


def release_of(item: Item, reading: Reading) -> list[Release]:
    """The releases of an item: one, or those of its page, or none, which is told.

    The page is fetched where the feed plainly gives a part only; where that fails, the part has to do.
    """
    try:
        text, is_whole = _own(item)
    except InputError as error:  # markup that cannot be read
        reading.on_error(RecordError(error.message, where=item.where))
        text, is_whole = "", False
    pages = [] if is_whole or reading.get is None else list(_pages(item, reading, reading.get))
    if pages and sum(len(page.text) for page in pages) >= len(text):
        return [_told(page, item, alone=len(pages) == 1) for page in pages]
    if not (text or item.title or item.given):
        reading.on_error(RecordError("has neither text nor title", where=item.where))
        return []
    given = item.given + tuple(calendars_at(item.calendars, reading))
    return [_told(Release(text=text or item.title or "", given=given), item, alone=True)]


def _told(release: Release, item: Item, *, alone: bool) -> Release:
    """The release with what the feed tells of it; its id is the item's, unless it is one of many on a page."""
    release = beside(release, title=item.title, url=item.url, published=item.published, lang=item.lang)
    return replace(release, id=item.id) if alone and item.id else release


def _own(item: Item) -> tuple[str, bool]:
    """The text that the feed gives, without the headline above it, and whether it is all of it.

    It is cut where it ends in an ellipsis or in a link to the item's own page. Else a content that says more than
    the description is the text (RFC 4287, 4.1.3; content:encoded), and so is whatever is LONG.
    """
    content, summary = (each.text[:MAX_CHARACTERS] if each else "" for each in (item.content, item.summary))
    text, told = (content, item.content) if len(content) >= len(summary) else (summary, item.summary)
    says_more = len(content) > len(summary) > 0
    is_whole = (says_more or len(text) >= LONG) and not _CUT.search(text[-_END:]) and not _leads_on(told, text, item)
    return _without_headline(text, item.title), is_whole


def _without_headline(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n\n")
    return rest.strip() if title and first.split() == title.split() else text


def _leads_on(told: Prose | None, text: str, item: Item) -> bool:
    """True where the last words are a link to the item's page ("Read more"), other than its headline as a signature."""
    if told is None or not told.is_html or not item.url:
        return False
    links = list(tree_of(tamed(told.markup)).iter("a"))
    if not links or links[-1].get("href", "").partition("#")[0] != item.url:
        return False
    words = " ".join("".join(map(str, links[-1].itertext())).split())
    return words != item.title and text.endswith(words)


def _pages(item: Item, reading: Reading, get: Get) -> Iterator[Release]:
    """The releases of the page behind the link; () and the error told where it cannot be had."""
    if item.url is None:
        return
    try:
        page = get(item.url)
    except InputError as error:
        reading.on_error(error)
        return
    if kind_of(page).name in _MANY:
        reading.on_error(RecordError("leads to a feed or an archive, not to a page", where=item.where))
        return
    yield from nested(page, reading)


__all__ = ["LONG", "release_of"]
