"""What feeds ask of the calendar: its version, their own rows, one entry as a file, entries by the page, news."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from eventx.export.ics import NAME
from eventx.ical import calendar_bytes
from eventx.model import Event
from eventx.store.calendar import zones
from eventx.store.codec import dumps, event_of
from eventx.store.query import Filter, Revision, chosen, history
from eventx.store.tables import decisions, entries, feeds, releases, revisions, sightings

_TOLD = ("published", "changed", "restored", "retired", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A feed as it is kept: its name, which entries it holds, and what it tells of itself."""

    name: str
    filter: Mapping[str, Any]
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as it is published: the event, SEQUENCE and LAST-MODIFIED."""

    event: Event
    sequence: int
    stamp: datetime


def version(connection: sa.Connection) -> str:
    """Another text after each change of what is published: every one comes with a release or with a decision.

    Four looks at the ends of indexes, whatever the size of the calendar.
    """
    newest = [sa.select(sa.func.max(table.c.id)).scalar_subquery() for table in (releases, sightings, decisions)]
    noted = sa.select(sa.func.max(revisions.c.noted)).scalar_subquery()
    last = sa.select(sa.func.max(revisions.c.id)).scalar_subquery()
    return ":".join(str(each) for each in connection.execute(sa.select(*newest, last, noted)).one())


def rows(connection: sa.Connection) -> list[FeedRow]:
    """All feeds, by name."""
    asked = sa.select(feeds).order_by(feeds.c.name)
    return [
        FeedRow(name=row.name, filter=json.loads(row.filter), told=json.loads(row.told))
        for row in connection.execute(asked)
    ]


def put(connection: sa.Connection, row: FeedRow) -> None:
    """Keep a feed in the place of the one of its name."""
    connection.execute(sa.delete(feeds).where(feeds.c.name == row.name))
    values = {"name": row.name, "filter": dumps(dict(row.filter)), "told": dumps(dict(row.told))}
    connection.execute(sa.insert(feeds).values(values))


def single(connection: sa.Connection, uid: str, *, evidence: bool = True) -> bytes | None:
    """A calendar file of the one entry of that UID; None where none is published."""
    conditions = [entries.c.uid == uid, entries.c.state.in_(("live", "retired"))]
    column = entries.c.vevent if evidence else entries.c.vevent_plain
    vevent = connection.execute(sa.select(column).where(*conditions)).scalar()
    return calendar_bytes([vevent], zones(connection, conditions), name=NAME) if vevent is not None else None


def page(connection: sa.Connection, wanted: Filter, limit: int, after: str | None) -> list[Item]:
    """At most `limit` entries that a filter lets through, by first day, title and UID, those behind the UID `after`."""
    conditions = chosen(wanted)
    key = sa.tuple_(entries.c.first_day, entries.c.title, entries.c.uid)
    if after is not None:
        row = connection.execute(sa.select(entries).where(entries.c.uid == after)).first()
        if row is None:
            return []
        conditions.append(key > sa.tuple_(sa.literal(row.first_day), sa.literal(row.title), sa.literal(row.uid)))
    asked = sa.select(entries.c.event, entries.c.sequence, entries.c.stamp).where(*conditions)
    ordered = asked.order_by(entries.c.first_day, entries.c.title, entries.c.uid).limit(limit)
    return [
        Item(event=event_of(row.event), sequence=row.sequence, stamp=datetime.fromisoformat(row.stamp))
        for row in connection.execute(ordered)
    ]


def news(connection: sa.Connection, wanted: Filter, limit: int) -> list[tuple[Event, Sequence[Revision]]]:
    """The entries of a filter that changed last, the newest change first, each with its history."""
    last = sa.func.max(revisions.c.id)
    asked = (
        sa.select(entries.c.id, entries.c.event)
        .join(revisions, revisions.c.entry_id == entries.c.id)
        .where(revisions.c.kind.in_(_TOLD), *chosen(wanted, ("live", "retired")))
        .group_by(entries.c.id, entries.c.event)
        .order_by(last.desc())
        .limit(limit)
    )
    found = connection.execute(asked).all()
    return [
        (
            event_of(row.event),
            [*history(connection, sa.and_(revisions.c.entry_id == row.id, revisions.c.kind.in_(_TOLD)))],
        )
        for row in found
    ]


__all__ = ["FeedRow", "Item", "news", "page", "put", "rows", "single", "version"]
