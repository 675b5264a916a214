"""One release into the calendar: its content hash, what it says, the keys that it is found by."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from eventx.model import Event, Release, Source, replace
from eventx.store.codec import dumps, safe, text_of
from eventx.store.keys import write_keys
from eventx.store.regroup import regroup
from eventx.store.rows import new_id
from eventx.store.tables import releases, sightings
from eventx.store.writer import Cause, Change

_DIGITS = 32  # of the hash, in hexadecimal: enough that no two releases ever share them


def content_hash(release: Release) -> str:
    """Of the text and all that is declared beside it; a release read twice has the same, wherever it lies."""
    published = release.published.isoformat() if isinstance(release.published, date) else None
    given = [text_of(event) for event in release.given]
    told = dumps([release.text, release.id, release.title, published, release.url, release.lang, given])
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:_DIGITS]


def knows(connection: sa.Connection, digest: str) -> bool:
    """True where the calendar holds a release of that content with its events.

    One that told no event may be read again: by another day to count from, or by a better program.
    """
    asked = sa.select(releases.c.id).join(sightings, sightings.c.release_id == releases.c.id)
    return connection.execute(asked.where(releases.c.hash == digest).limit(1)).first() is not None


def add(connection: sa.Connection, release: Release, events: Sequence[Event], noted: str) -> list[Change] | None:
    """Put a release and its events in; what changed, or None where it is known."""
    digest = content_hash(release)
    release_id = connection.execute(sa.select(releases.c.id).where(releases.c.hash == digest)).scalar()
    if release_id is not None and (not events or knows(connection, digest)):
        return None
    if release_id is None:
        made = sa.insert(releases).values(hash=digest, noted=noted, **_origin(release, events))
        release_id = new_id(connection.execute(made))
    return _add_sightings(connection, release_id, digest, events, noted) if events else []


def _add_sightings(
    connection: sa.Connection, release_id: int, digest: str, events: Sequence[Event], noted: str
) -> list[Change]:
    rows = [
        {"key": f"{digest}:{n}", "release_id": release_id, "n": n, "event": text_of(_named(event))}
        for n, event in enumerate(events)
    ]
    returned = sa.insert(sightings).returning(sightings.c.id, sort_by_parameter_order=True)
    ids = [int(row.id) for row in connection.execute(returned, rows)]
    write_keys(connection, dict(zip(ids, events, strict=True)))
    return regroup(connection, ids, Cause(noted, release_id=release_id))


def _origin(release: Release, events: Sequence[Event]) -> dict[str, str | None]:
    """What the release is told of by: what it declares, else what was read in it (headline, dateline's day)."""
    read = events[0].source if events else Source(id="")
    published = release.published or read.published
    return {
        "name": safe(release.id), "title": safe(release.title or read.title), "url": safe(release.url),
        "published": published.isoformat() if published else None,
    }  # fmt: skip


def _named(event: Event) -> Event:
    """The event with a UID that every database takes: one that a source declares may be anything."""
    return replace(event, uid=safe(event.uid) or "event@eventx")


__all__ = ["add", "content_hash", "knows"]
