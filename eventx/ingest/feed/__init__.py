"""Feeds: RSS 0.9 to 2.0, RDF, Atom and JSON Feed.

`items` are what a feed tells, read without fetching anything; `release_of` makes the release of one, for which the
page behind its link is fetched where the feed only teases. `read` is both.
"""

from __future__ import annotations

from collections.abc import Iterator

from eventx.errors import InputError
from eventx.ingest.feed.jsonfeed import json_feed
from eventx.ingest.feed.release import release_of
from eventx.ingest.feed.syndicated import syndicated
from eventx.ingest.feed.tidy import MAX_ITEMS
from eventx.ingest.feed.values import Item, Prose
from eventx.ingest.text import mark_of, unicode_encoding
from eventx.ingest.values import Document, Reading
from eventx.model import Release


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The releases of a feed, one an item, in the order of the feed; InputError where it cannot be read."""
    count = 0
    for item in items(document):
        count += 1
        yield from release_of(item, reading)
    if count == 0:
        reading.on_error(InputError("is a feed without items", where=document.where))
    if count == MAX_ITEMS:
        reading.on_error(too_many(document.where))


def too_many(where: str) -> InputError:
    """What is told of a feed of MAX_ITEMS items: there may have been more."""
    return InputError(f"is a feed of {MAX_ITEMS} items or more; what is behind them is left out", where=where)


def items(document: Document) -> Iterator[Item]:
    """The items of a feed, at most MAX_ITEMS, nothing fetched; InputError where it is no feed."""
    head = document.head
    text = head[mark_of(head) :].decode(unicode_encoding(head), "replace")
    yield from json_feed(document) if text.lstrip().startswith("{") else syndicated(document)


__all__ = ["MAX_ITEMS", "Item", "Prose", "items", "read", "release_of", "too_many"]
