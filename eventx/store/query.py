"""What the calendar holds: entries by filter, one entry with all that is known of it, what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from eventx.errors import StoreError
from eventx.model import Event
from eventx.store.codec import event_of
from eventx.store.tables import decisions, entries, releases, revisions, sightings

_SHORT = 8  # characters of a UID that are shown at least
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which entries are wanted; every part that is given has to hold.

    `first` and `last` are days: what is on at some time between them. `place`, `who` and `text` are looked for in any
    case, anywhere in the words. `status` is that of an event, or rejected. `include` adds what is known to the month.
    `also` are filters that have to hold too.
    """

    first: date | None = None
    last: date | None = None
    kind: str | None = None
    place: str | None = None
    status: str | None = None
    who: str | None = None
    text: str | None = None
    min_confidence: float = 0.0
    include: tuple[str, ...] = ()
    also: tuple[Filter, ...] = ()


EVERYTHING = Filter(include=("month",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one release says of an entry."""

    key: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One step in the history of an entry: what kind, which fields from what to what, and why.

    `kind`: published, changed, conflict (a value that was refused, with the sighting that told it), rejected, restored,
    retired. `release` is the headline or name of the release that brought it, `decision` what somebody decided.
    """

    uid: str
    title: str
    kind: str
    changes: Mapping[str, list[Any]]
    sequence: int
    noted: datetime
    day: date | None
    release: str | None
    decision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An entry with all that is known of it. `state`: live, rejected, retired (then `survivor` is another UID)."""

    uid: str
    event: Event
    state: str
    sequence: int
    stamp: datetime
    survivor: str | None
    told: tuple[Told, ...]
    conflicts: tuple[tuple[str, str, str, str], ...]
    """Field, the value that is kept, the one that is refused, the key of who tells it."""
    history: tuple[Revision, ...]


def chosen(wanted: Filter, states: Sequence[str] = ("live",)) -> list[sa.ColumnElement[bool]]:
    """The conditions of a filter, on entries of those states unless it asks for what was rejected."""
    table = entries.c
    exact = {table.kind: wanted.kind, table.status: wanted.status if wanted.status != "rejected" else None}
    words = {table.place: wanted.place, table.who: wanted.who, table.words: wanted.text}
    found: list[sa.ColumnElement[bool]] = [table.state.in_(("rejected",) if wanted.status == "rejected" else states)]
    found += [column == value for column, value in exact.items() if value is not None]
    found += [column.contains(value.casefold(), autoescape=True) for column, value in words.items() if value]
    if wanted.first is not None:
        found.append(table.last_day >= wanted.first.isoformat())
    if wanted.last is not None:
        found.append(table.first_day <= wanted.last.isoformat())
    if wanted.min_confidence > 0:
        found.append(table.confidence >= wanted.min_confidence)
    if "month" not in wanted.include:
        found.append(table.precision.in_(("day", "week")))
    return [*found, *(condition for each in wanted.also for condition in chosen(each, states))]


def events(connection: sa.Connection, wanted: Filter) -> list[Event]:
    """The entries that a filter lets through, by first day, title and UID."""
    asked = sa.select(entries.c.event).where(*chosen(wanted))
    ordered = asked.order_by(entries.c.first_day, entries.c.title, entries.c.uid)
    return [event_of(row.event) for row in connection.execute(ordered)]


def short_uids(connection: sa.Connection, uids: Sequence[str]) -> dict[str, str]:
    """UID → its shortest beginning, of eight characters at least, that no other entry shares."""
    known = sorted(row.uid for row in connection.execute(sa.select(entries.c.uid)))
    place = {uid: n for n, uid in enumerate(known)}
    return {uid: uid[: _length(uid, known[max(0, place[uid] - 1) : place[uid] + 2])] for uid in uids}


def _length(uid: str, near: Sequence[str]) -> int:
    shared = (_common(uid, other) for other in near if other != uid)
    return max(_SHORT, 1 + max(shared, default=0))


def _common(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def find(connection: sa.Connection, uid: str) -> sa.Row[Any]:
    """The row of the entry of that UID, or of the only one that begins so. StoreError for none, or several."""
    row = connection.execute(sa.select(entries).where(entries.c.uid == uid)).first()
    if row is not None:
        return row
    begins = entries.c.uid.startswith(uid, autoescape=True)
    near = connection.execute(sa.select(entries).where(begins).order_by(entries.c.uid).limit(_NAMED + 1)).all()
    if len(near) == 1 and uid:
        return near[0]
    if not near or not uid:
        raise StoreError("no entry has that UID; eventx list shows them", where=uid or "UID")
    named = ", ".join(row.uid for row in near[:_NAMED]) + (" …" if len(near) > _NAMED else "")
    raise StoreError(f"several entries begin so ({named}); give more of the UID", where=uid)


def entry(connection: sa.Connection, uid: str) -> Published:
    """An entry with what each release says of it and its history."""
    row = find(connection, uid)
    into = sa.select(entries.c.uid).where(entries.c.id == row.retired_into)
    asked = sa.select(sightings.c.key, sightings.c.event).where(sightings.c.entry_id == row.id)
    told = [Told(key=each.key, event=event_of(each.event)) for each in connection.execute(asked)]
    return Published(
        uid=row.uid, event=event_of(row.event), state=row.state, sequence=row.sequence,
        stamp=datetime.fromisoformat(row.stamp), survivor=connection.execute(into).scalar(),
        told=tuple(sorted(told, key=lambda each: (each.event.source.published or date.min, each.key))),
        conflicts=tuple((f, kept, refused, key) for f, kept, refused, key in json.loads(row.conflicts)),
        history=tuple(history(connection, revisions.c.entry_id == row.id)),
    )  # fmt: skip


def history(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> Iterator[Revision]:
    """The revisions that a condition lets through, in the order in which they were noted."""
    asked = (
        sa.select(
            revisions, entries.c.uid, entries.c.title,
            releases.c.published, sa.func.coalesce(releases.c.title, releases.c.name).label("release"),
            decisions.c.kind.label("decision"), decisions.c.value,
        )
        .select_from(revisions.join(entries, revisions.c.entry_id == entries.c.id))
        .outerjoin(releases, revisions.c.release_id == releases.c.id)
        .outerjoin(decisions, revisions.c.decision_id == decisions.c.id)
        .where(wanted)
        .order_by(revisions.c.id)
    )  # fmt: skip
    for row in connection.execute(asked):
        yield Revision(
            uid=row.uid, title=row.title, kind=row.kind, changes=json.loads(row.changes), sequence=row.sequence,
            noted=datetime.fromisoformat(row.noted), release=row.release, decision=row.decision,
            day=date.fromisoformat(row.published) if row.published else None,
        )  # fmt: skip


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many releases, sightings, and entries of each state there are."""
    state, number = entries.c.state, sa.func.count()
    found = {row.state: int(row.n) for row in connection.execute(sa.select(state, number.label("n")).group_by(state))}
    return {
        "releases": connection.execute(sa.select(number).select_from(releases)).scalar_one(),
        "sightings": connection.execute(sa.select(number).select_from(sightings)).scalar_one(),
        **{state: found.get(state, 0) for state in ("live", "rejected", "retired")},
    }


__all__ = ["EVERYTHING", "Filter", "Published", "Revision", "Told", "chosen", "counts", "entry", "events", "find",
           "history", "short_uids"]  # fmt: skip
