"""A document as items that each are read once: those of a feed, or the releases of anything else."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from eventx.ingest import feed
from eventx.ingest.dispatch import releases_of
from eventx.ingest.kinds import kind_of
from eventx.ingest.values import Document, Reading
from eventx.model import Release, replace
from eventx.store import ItemVersion, content_hash

_DIGITS = 32  # of a hash, in hexadecimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An item that may be read: what it is remembered by, what it is called in a line, and how its releases are had,
    which may take the page behind it."""

    version: ItemVersion
    where: str
    read: Callable[[Reading], list[Release]]
    whole: str = ""
    """The kind of a document that is one release, and so the same item however it changes; "" for an item of many."""


_WHOLE = ("html", "calendar", "pdf", "docx", "text")
"""Kinds of one release, that has no id or that of its text."""


def units_of(document: Document, reading: Reading) -> list[Unit]:
    """The items of a document, in its order; nothing is fetched yet. InputError where it cannot be read at all."""
    kind = kind_of(document).name
    is_feed = kind == "feed" and bool(document.head.strip())
    found = list(_of_feed(document) if is_feed else _of_others(document, reading, kind))
    if is_feed and len(found) == feed.MAX_ITEMS:
        reading.on_error(feed.too_many(document.where))
    times = Counter(unit.version.item for unit in found)
    return [unit if times[unit.version.item] == 1 else _parted(unit) for unit in found]


def _of_feed(document: Document) -> Iterator[Unit]:
    for item in feed.items(document):
        # What a feed changes of an item shows in its day of update, or in its words; never in its place in the feed.
        words = [prose.markup if prose else None for prose in (item.content, item.summary)]
        told = _hash(item.id, item.url, item.title, item.published, item.updated, item.given, *words)
        version = ItemVersion(item=_hash(item.id) if item.id else told, version=told)
        yield Unit(version=version, where=item.url or item.where, read=partial(feed.release_of, item))


def _of_others(document: Document, reading: Reading, kind: str) -> Iterator[Unit]:
    for release in releases_of(document, reading):
        if kind in _WHOLE and document.url is not None:
            yield _of_whole(release, document.url, kind)
        else:
            version = ItemVersion(item=_hash(release.id), version=content_hash(release))
            yield Unit(version=version, where=release.url or document.where, read=partial(_as_it_is, release))


def _of_whole(release: Release, url: str, kind: str) -> Unit:
    """The one item of a document, whose release goes by its address; that is no part of its version, since documents
    move."""
    named = replace(release, id=release.id if kind == "calendar" else url, url=release.url or url)
    version = ItemVersion(item=_hash(kind), version=content_hash(replace(release, id="", url=None)))
    return Unit(version=version, where=named.url or url, read=partial(_as_it_is, named), whole=kind)


def _as_it_is(release: Release, reading: Reading) -> list[Release]:
    return [release]


def _parted(unit: Unit) -> Unit:
    """An item whose id others have too: told from them by what it says, else they would take turns for ever."""
    item, version = unit.version.item, unit.version.version
    return dataclasses.replace(unit, version=ItemVersion(item=_hash(item, version), version=version))


def _hash(*told: object) -> str:
    text = "\0".join("" if each is None else str(each) for each in told)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


__all__ = ["Unit", "units_of"]
