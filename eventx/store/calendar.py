"""A calendar file out of the VEVENTs that are kept: a header, the zones that they need, the VEVENTs, a footer."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from eventx.export.ics import NAME, Feed, changes
from eventx.ical import Change, calendar_bytes
from eventx.store.query import Filter, chosen
from eventx.store.tables import entries

_AT_ONCE = 1000
"""VEVENTs in memory at once, beside the file itself."""


def calendar(
    connection: sa.Connection, wanted: Filter, *, evidence: bool = True, name: str | None = None,
    feed: Feed | None = None,
) -> bytes:  # fmt: skip
    """The entries that a filter lets through, and as cancelled what was published and is part of another entry now."""
    conditions = chosen(wanted, ("live", "retired"))
    column = entries.c.vevent if evidence else entries.c.vevent_plain
    asked = sa.select(column).where(*conditions).order_by(entries.c.first_day, entries.c.title, entries.c.uid)
    used, more = zones(connection, conditions), feed.properties if feed else None
    vevents = connection.execute(asked.execution_options(yield_per=_AT_ONCE)).scalars()
    return calendar_bytes(vevents, used, name=name or NAME, more=more)


def zones(connection: sa.Connection, conditions: Iterable[sa.ColumnElement[bool]]) -> dict[str, Iterable[Change]]:
    """TZID → its changes in the years of the entries that refer to it."""
    zone, first, last = entries.c.zone, sa.func.min(entries.c.zone_first), sa.func.max(entries.c.zone_last)
    asked = sa.select(zone, first, last).where(zone.is_not(None), *conditions).group_by(zone).order_by(zone)
    return {tzid: changes(tzid, start, end) for tzid, start, end in connection.execute(asked)}


__all__ = ["calendar", "zones"]
