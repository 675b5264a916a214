"""Sources that are watched: what is known of each, and which of its items the calendar has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from eventx.errors import StoreError
from eventx.model import Event, Release
from eventx.store import add as adding
from eventx.store.codec import instant_text, safe
from eventx.store.rows import chunks
from eventx.store.tables import source_items, sources
from eventx.store.writer import Change

HOUR = 3600
"""Seconds: how often a source is fetched unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A source that is watched, and what became of fetching it.

    `every` is seconds. `etag` and `modified` are the validators (RFC 9110, section 8.8) of the last answer whose items
    are all in the calendar. `failures` counts those in a row, `fault` tells of the last one. It is due at once where
    `due` is None.
    """

    id: int
    url: str
    name: str | None = None
    every: int
    etag: str | None = None
    modified: str | None = None
    fetched: datetime | None = None
    changed: datetime | None = None
    due: datetime | None = None
    failures: int = 0
    fault: str | None = None

    @property
    def label(self) -> str:
        """What it is called in a line: its name, else its address."""
        return self.name or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVersion:
    """An item of a source as the source tells it: `item` and `version` are hashes of its id and of what it says."""

    item: str
    version: str


def watched(connection: sa.Connection) -> list[Watched]:
    """All sources, in the order in which they were added."""
    return [_watched(row) for row in connection.execute(sa.select(sources).order_by(sources.c.id))]


def watch(connection: sa.Connection, url: str, every: int | None, name: str | None, noted: str) -> Watched:
    """Watch an address, by default every hour; where it is watched, what is told of it is changed."""
    if name is not None:
        _refuse_taken(connection, name, url)
    told = {key: value for key, value in {"every": every, "name": name}.items() if value is not None}
    known = sa.select(sources.c.id).where(sources.c.url == url)
    if connection.execute(known).first() is None:
        made = {"url": url, "every": HOUR, "noted": noted, "failures": 0, **told}
        connection.execute(sa.insert(sources).values(made))
    elif told:
        connection.execute(sa.update(sources).where(sources.c.url == url).values(due=None, **told))
    return _watched(connection.execute(sa.select(sources).where(sources.c.url == url)).one())


def _refuse_taken(connection: sa.Connection, name: str, url: str) -> None:
    other = sa.select(sources.c.url).where(sources.c.name == name, sources.c.url != url)
    if (found := connection.execute(other).scalar()) is not None:
        raise StoreError(f"{found} is called so already; choose another name", where=name)


def unwatch(connection: sa.Connection, called: str) -> Watched:
    """Watch the source of that name or address no more; what it brought stays. StoreError where there is none."""
    row = connection.execute(sa.select(sources).where(_called(called))).first()
    if row is None:
        raise StoreError("no source is called so; eventx source list shows them", where=called)
    connection.execute(sa.delete(source_items).where(source_items.c.source_id == row.id))
    connection.execute(sa.delete(sources).where(sources.c.id == row.id))
    return _watched(row)


def _called(called: str) -> sa.ColumnElement[bool]:
    return sa.or_(sources.c.name == called, sources.c.url == called)


def note(connection: sa.Connection, source: Watched) -> None:
    """Keep what became of fetching a source; nothing where it was removed meanwhile.

    Its name and how often it is fetched stay what they are by now. The address moves with the source, unless another
    one is watched there.
    """
    here = sources.c.id == source.id
    values = {
        "etag": safe(source.etag), "modified": safe(source.modified), "fetched": _text(source.fetched),
        "changed": _text(source.changed), "due": _text(source.due), "failures": source.failures,
        "fault": safe(source.fault),
    }  # fmt: skip
    connection.execute(sa.update(sources).where(here).values(values))
    taken = sa.select(sources.c.id).where(sources.c.url == source.url)
    if connection.execute(taken).first() is None:
        connection.execute(sa.update(sources).where(here).values(url=source.url))


def known(connection: sa.Connection, source: Watched, items: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Item → the version that was last dealt with and how often that failed, 0 where it is in the calendar."""
    found: dict[str, tuple[str, int]] = {}
    of_source = source_items.c.source_id == source.id
    for part in chunks(items):
        rows = connection.execute(sa.select(source_items).where(of_source, source_items.c.item.in_(part)))
        found |= {row.item: (row.version, row.failures) for row in rows}
    return found


def take(
    connection: sa.Connection,
    source: Watched,
    item: ItemVersion,
    told: Iterable[tuple[Release, Sequence[Event]]],
    noted: str,
) -> list[list[Change] | None]:
    """Put the releases of an item in and remember it; for each release what changed, None where it was known.

    Those of another version than the one that is remembered take its place.
    """
    before = known(connection, source, [item.item]).get(item.item)
    revised = before is not None and before[0] != item.version
    became = [adding.add(connection, release, events, noted, revised=revised) for release, events in told]
    _remember(connection, source, item, 0, noted)
    return became


def miss(connection: sa.Connection, source: Watched, item: ItemVersion, noted: str) -> int:
    """Remember that an item could not be read; how often that was so of this version."""
    version, failures = known(connection, source, [item.item]).get(item.item, ("", 0))
    failures = failures + 1 if version == item.version else 1
    _remember(connection, source, item, failures, noted)
    return failures


def _remember(connection: sa.Connection, source: Watched, item: ItemVersion, failures: int, noted: str) -> None:
    if connection.execute(sa.select(sources.c.id).where(sources.c.id == source.id)).first() is None:
        return  # removed meanwhile: what it brought stays, and nothing is left to remember it for
    key = (source_items.c.source_id == source.id) & (source_items.c.item == item.item)
    connection.execute(sa.delete(source_items).where(key))
    values = {"source_id": source.id, "item": item.item, "version": item.version}
    connection.execute(sa.insert(source_items).values(**values, failures=failures, noted=noted))


def _watched(row: sa.Row[tuple[object, ...]]) -> Watched:
    told = dict(row._mapping)
    told.pop("noted")
    return Watched(**{**told, **{key: _instant(told[key]) for key in ("fetched", "changed", "due")}})


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime | None) -> str | None:
    return instant_text(moment) if moment else None


__all__ = ["HOUR", "ItemVersion", "Watched", "known", "miss", "note", "take", "unwatch", "watch", "watched"]
