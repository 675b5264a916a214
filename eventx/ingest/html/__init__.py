"""Web pages: their text by trafilatura and by structure, what they tell beside it, and the events that they declare."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from eventx.errors import InputError
from eventx.ingest.declared import calendar_links, declared
from eventx.ingest.dispatch import calendars_at
from eventx.ingest.html.body import content_of, text_in
from eventx.ingest.html.facts import address_of, day_of, headline_of, language_of
from eventx.ingest.html.markup import MAX_PAGE, TOO_LONG, page_of, tree_of
from eventx.ingest.html.text import text_of_fragment
from eventx.ingest.values import Document, Reading
from eventx.model import Event, Release
from eventx.model import day_of as event_day


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The release that a web page holds. InputError where it is too large, or holds no text."""
    page = page_of(document.whole(MAX_PAGE, TOO_LONG), document.where, document.charset)
    calendars = calendars_at(calendar_links(page, document.url), reading) if reading.follow else ()
    given = (*declared(page, document.url), *calendars)
    yield release_of(page, document.where, document.url, given)


def release_of(page: str, where: str, url: str | None, given: tuple[Event, ...] = ()) -> Release:
    """The release of a page that is decoded and tamed (`markup.page_of`), with the events that it declares."""
    tree = tree_of(page, where)
    headline, title = headline_of(tree)
    content, address = content_of(tree, headline), address_of(tree, url)
    days = {day for event in given for day in (event_day(event.start), event.last_day)}
    text = text_in(content, title, days)
    if not text and not given:
        raise InputError("is a page without text, or one that only a script fills; save the text", where=where)
    day = day_of(tree, content, address, days)
    own = "" if text else address or sha256(page.encode()).hexdigest()[:16]  # pages without text are not all one
    return Release(text=text, id=own, title=title, published=day, url=address, lang=language_of(tree), given=given)


__all__ = ["read", "release_of", "text_of_fragment"]
