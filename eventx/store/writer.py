"""Writes what became of entries, with its history: published, changed, retired."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from eventx.merge import Entry
from eventx.model import Event, replace
from eventx.store import publish
from eventx.store.codec import dumps, event_of
from eventx.store.rows import chunks, new_id
from eventx.store.tables import decisions, entries, revisions, sightings


class Cause(NamedTuple):
    """Why entries change: when that was noted, and the release or the decision."""

    noted: str
    release_id: int | None = None
    decision_id: int | None = None
    moment: datetime | None = None
    """For a decision, what LAST-MODIFIED becomes; for a release it is the day of the entry's newest one."""


class Change(NamedTuple):
    """What became of an entry: published, changed, retired, conflict, rejected, restored."""

    entry_id: int
    kind: str


class Writer:
    """Writes the entries of one regrouping and remembers what changed."""

    def __init__(
        self, connection: sa.Connection, cause: Cause, ids: Mapping[str, int], homes: Mapping[str, int]
    ) -> None:
        self.connection, self.cause, self.ids, self.homes = connection, cause, ids, homes
        self.told: list[Change] = []

    def entry(self, row: sa.Row[Any] | None, event: Event, wanted: bool, made: Entry) -> int:
        """Publish a group as a new entry, or as what has become of one; its number."""
        state = "live" if wanted else "rejected"
        conflicts = [[c.field, c.kept, c.refused, c.sighting] for c in made.conflicts]
        if row is None:
            event = replace(event, uid=_unique(self.connection, event.uid))
            values = publish.first_published(event, state, newest_of(made)) | {"conflicts": dumps(conflicts)}
            entry_id = new_id(self.connection.execute(sa.insert(entries).values(values)))
            self._revision(entry_id, "published", {}, 0)
        else:
            entry_id = row.id
            event = replace(event, uid=row.uid)
            values = publish.republished(row, event, state, self._moment(made))
            self._update(row, values | {"conflicts": dumps(conflicts)})
            if values:
                self._tell_changes(row, event, state, values.get("sequence", row.sequence))
        self._move(made, entry_id)
        self._tell_conflicts(entry_id, row, conflicts, values.get("sequence", row.sequence if row is not None else 0))
        return entry_id

    def retire(self, row: sa.Row[Any], survivor: int, event: Event, made: Entry) -> None:
        """An entry that is part of another one from now on; what was decided of it holds for that one."""
        values = publish.retired(row, survivor, event.title, self._moment(made))
        self._update(row, values)
        self._revision(row.id, "retired", {}, values.get("sequence", row.sequence))
        moved = sa.update(decisions).where(decisions.c.entry_id == row.id).values(entry_id=survivor)
        self.connection.execute(moved)

    def _moment(self, made: Entry) -> datetime:
        return self.cause.moment or publish.midnight(newest_of(made))

    def _update(self, row: sa.Row[Any], values: Mapping[str, Any]) -> None:
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if changed:
            self.connection.execute(sa.update(entries).where(entries.c.id == row.id).values(changed))

    def _move(self, made: Entry, entry_id: int) -> None:
        come = [self.ids[s.key] for s in made.sightings if self.homes.get(s.key) != entry_id]
        for part in chunks(come):
            move = sa.update(sightings).where(sightings.c.id.in_(part)).values(entry_id=entry_id)
            self.connection.execute(move)

    def _tell_changes(self, row: sa.Row[Any], event: Event, state: str, sequence: int) -> None:
        changes = publish.differences(event_of(row.event), event)
        kind = "changed" if row.state == state else {"live": "restored", "rejected": "rejected"}[state]
        if changes or kind != "changed":
            self._revision(row.id, kind, changes, sequence)

    def _tell_conflicts(
        self, entry_id: int, row: sa.Row[Any] | None, conflicts: list[list[str]], sequence: int
    ) -> None:
        """A value that is refused for the first time, by a sighting that has just come.

        The same from further releases is no news, and what an older one told is among the changes.
        """
        known = {(field, refused) for field, _, refused, _ in (json.loads(row.conflicts) if row is not None else [])}
        for field, kept, refused, key in conflicts:
            if (field, refused) not in known and self.homes.get(key) != entry_id:
                known.add((field, refused))
                self._revision(entry_id, "conflict", {field: [kept, refused, key]}, sequence)

    def _revision(self, entry_id: int, kind: str, changes: Mapping[str, Any], sequence: int) -> None:
        cause = self.cause
        self.connection.execute(
            sa.insert(revisions).values(
                entry_id=entry_id, kind=kind, changes=dumps(changes), sequence=sequence, noted=cause.noted,
                release_id=cause.release_id, decision_id=cause.decision_id,
            )
        )  # fmt: skip
        self.told.append(Change(entry_id, kind))


def newest_of(made: Entry) -> date | None:
    """The day of the newest release that tells of an entry."""
    return max((s.event.source.published for s in made.sightings if s.event.source.published), default=None)


def _unique(connection: sa.Connection, uid: str) -> str:
    """The UID, or the first of UID-2, UID-3 … that no entry has had."""
    local, sign, domain = uid.partition("@")
    tried, n = uid, 1
    while connection.execute(sa.select(entries.c.id).where(entries.c.uid == tried)).first():
        n += 1
        tried = f"{local}-{n}{sign}{domain}"
    return tried


__all__ = ["Cause", "Change", "Writer"]
