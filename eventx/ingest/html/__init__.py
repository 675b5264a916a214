"""Web pages: their text by trafilatura and by structure, and what they tell beside it."""

from __future__ import annotations

from collections.abc import Iterator

from eventx.errors import InputError
from eventx.ingest.html.body import content_of, text_in
from eventx.ingest.html.facts import address_of, day_of, headline_of, language_of
from eventx.ingest.html.markup import MAX_PAGE, TOO_LONG, page_of, tree_of
from eventx.ingest.html.text import text_of_fragment
from eventx.ingest.values import Document, Reading
from eventx.model import Release


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The release that a web page holds. InputError where it is too large, or holds no text."""
    page = page_of(document.whole(MAX_PAGE, TOO_LONG), document.where, document.charset)
    yield release_of(page, document.where, document.url)


def release_of(page: str, where: str, url: str | None) -> Release:
    """The release of a page that is decoded and tamed (`markup.page_of`)."""
    tree = tree_of(page, where)
    headline, title = headline_of(tree)
    content, address = content_of(tree, headline), address_of(tree, url)
    text = text_in(content, title)
    if not text:
        raise InputError("is a page without text, or one that only a script fills; save the text", where=where)
    day = day_of(tree, content, address)
    return Release(text=text, title=title, published=day, url=address, lang=language_of(tree))


__all__ = ["read", "release_of", "text_of_fragment"]
