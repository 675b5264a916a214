"""One release into the calendar: its content hash, what it says, the keys that it is found by."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from eventx.model import Event, Release, Source, replace
from eventx.store.codec import dumps, event_of, safe, text_of
from eventx.store.keys import write_keys
from eventx.store.regroup import regroup
from eventx.store.rows import new_id
from eventx.store.rows import rows as rows_of
from eventx.store.tables import blocks, releases, sightings
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


def add(
    connection: sa.Connection, release: Release, events: Sequence[Event], noted: str, *, revised: bool = False
) -> list[Change] | None:
    """Put a release and its events in; what changed, or None where it is known.

    `revised` where it is the next version of one that may be in: that one becomes this one. What has no text, a
    calendar, tells no day by which merging could know the newer one, so there the one that comes later is it.
    """
    digest = content_hash(release)
    release_id = connection.execute(sa.select(releases.c.id).where(releases.c.hash == digest)).scalar()
    if release_id is not None and (not events or knows(connection, digest)):
        return None
    again = release_id is None and (revised or not release.text)
    if again and (former := _former(connection, release, events)) is not None:
        now = sa.update(releases).where(releases.c.id == former).values(hash=digest, **_origin(release, events))
        connection.execute(now)
        return _revise(connection, former, digest, events, noted)
    if release_id is None and _was_revised(connection, digest, len(events)):
        return None
    if release_id is None:
        made = sa.insert(releases).values(hash=digest, noted=noted, **_origin(release, events))
        release_id = new_id(connection.execute(made))
    return _add_sightings(connection, release_id, digest, events, noted) if events else []


def _add_sightings(
    connection: sa.Connection, release_id: int, digest: str, events: Sequence[Event], noted: str
) -> list[Change]:
    ids = _insert(connection, release_id, digest, events)
    return regroup(connection, ids, Cause(noted, release_id=release_id))


def _insert(
    connection: sa.Connection, release_id: int, digest: str, events: Sequence[Event], first: int = 0
) -> list[int]:
    """The numbers of new sightings, which count from `first` in their release."""
    rows = [
        {"key": f"{digest}:{n}", "release_id": release_id, "n": n, "event": text_of(_named(event))}
        for n, event in enumerate(events, first)
    ]
    returned = sa.insert(sightings).returning(sightings.c.id, sort_by_parameter_order=True)
    ids = [int(row.id) for row in connection.execute(returned, rows)] if rows else []
    write_keys(connection, dict(zip(ids, events, strict=True)))
    return ids


def _former(connection: sa.Connection, release: Release, events: Sequence[Event]) -> int | None:
    """The release of that id and address that tells one of the events, by its UID: an older version. The newest one."""
    if release.url is None and release.text:  # an id alone ("1") may be another's; a calendar's own is unique
        return None
    named = (releases.c.name == safe(release.id)) & (releases.c.url == safe(release.url))
    uids = {_named(event).uid for event in events}
    for found in connection.execute(sa.select(releases.c.id).where(named).order_by(releases.c.id.desc())).scalars():
        if any(event_of(row.event).uid in uids for row in _sightings(connection, found)):
            return int(found)
    return None


def _sightings(connection: sa.Connection, release_id: int) -> Sequence[sa.Row[Any]]:
    return connection.execute(sa.select(sightings).where(sightings.c.release_id == release_id)).all()


def _revise(
    connection: sa.Connection, release_id: int, digest: str, events: Sequence[Event], noted: str
) -> list[Change]:
    """The events of a new version in the place of those of the same UID, so that their entries change and stay one.

    What it no longer tells stays: calendars leave out what is over.
    """
    rows = _sightings(connection, release_id)
    held: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        held[event_of(row.event).uid].append(row.id)
    changed: dict[int, Event] = {}
    new: list[Event] = []
    for event in events:
        if same := held[_named(event).uid]:
            changed[same.pop(0)] = event
        else:
            new.append(event)
    for number, event in changed.items():
        here = sightings.c.id == number
        connection.execute(sa.update(sightings).where(here).values(event=text_of(_named(event))))
        connection.execute(sa.delete(blocks).where(blocks.c.sighting_id == number))
    write_keys(connection, changed)
    ids = _insert(connection, release_id, digest, new, max(row.n for row in rows) + 1)
    # Those that an entry had together before may have nothing in common by now.
    homes = {row.entry_id for row in rows if row.id in changed and row.entry_id is not None}
    beside = {row.id for row in rows_of(connection, sightings, sightings.c.entry_id, homes)}
    return regroup(connection, {*ids, *changed, *beside}, Cause(noted, release_id=release_id))


def _was_revised(connection: sa.Connection, digest: str, number: int) -> bool:
    """True for what a release told before its newer version came: its sightings have kept their keys."""
    return bool(rows_of(connection, sightings, sightings.c.key, {f"{digest}:{n}" for n in range(number)}))


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
