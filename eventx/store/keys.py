"""The keys that sightings are found by, as merging makes them.

They are kept, and merging may come to make others: whoever changes what `eventx.merge.blocks` gives adds a step to
migrations/, an empty one if need be, since every upgrade of the schema writes all keys anew.
"""

from __future__ import annotations

import sqlalchemy as sa

from eventx.merge import blocks as blocks_of
from eventx.model import Event
from eventx.store.codec import event_of, safe
from eventx.store.tables import blocks, sightings

_AT_ONCE = 1000


def write_keys(connection: sa.Connection, events: dict[int, Event]) -> None:
    """The keys of sightings, which have none so far, by their numbers."""
    found = [{"key": safe(key), "sighting_id": n} for n, event in events.items() for key in sorted(blocks_of(event))]
    if found:
        connection.execute(sa.insert(blocks), found)


def rewrite_keys(connection: sa.Connection) -> None:
    """All keys anew."""
    connection.execute(sa.delete(blocks))
    numbers = list(connection.execute(sa.select(sightings.c.id).order_by(sightings.c.id)).scalars())
    for n in range(0, len(numbers), _AT_ONCE):
        part = sightings.c.id.between(numbers[n], numbers[min(n + _AT_ONCE, len(numbers)) - 1])
        told = connection.execute(sa.select(sightings.c.id, sightings.c.event).where(part)).all()
        write_keys(connection, {row.id: event_of(row.event) for row in told})


__all__ = ["rewrite_keys", "write_keys"]
