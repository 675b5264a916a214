"""Decisions of people written down, and the entries made anew by them.

What concerns grouping is kept as ties between sightings, since entries come and go with what releases say: two that
must be together, or two that must be apart. A newer decision takes back the ties of an older one between the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product

import sqlalchemy as sa

from eventx.errors import StoreError
from eventx.store.codec import dumps, event_of, instant_text
from eventx.store.decisions import checked
from eventx.store.query import find
from eventx.store.regroup import regroup, survivor
from eventx.store.rows import chunks, new_id, rows
from eventx.store.tables import decisions, entries, revisions, sightings, ties
from eventx.store.writer import Cause


def judge(connection: sa.Connection, kind: str, uid: str, now: datetime) -> str:
    """Confirm or reject an entry; its UID."""
    row = _living(connection, uid)
    return _decide(connection, kind, row, {}, now)


def edit(connection: sa.Connection, uid: str, fields: Mapping[str, str], now: datetime) -> str:
    """Set fields of an entry, whatever releases say; its UID. OptionError for what is no field, or no value of it."""
    row = _living(connection, uid)
    checked(event_of(row.event), fields)
    return _decide(connection, "edit", row, dict(fields), now)


def join(connection: sa.Connection, one: str, other: str, now: datetime) -> str:
    """Make two entries one; its UID, that of the one which was published first."""
    first, second = sorted((_living(connection, one), _living(connection, other)), key=lambda row: row.id)
    if first.id == second.id:
        raise StoreError("is one entry with the other already", where=one)
    if first.state != second.state:  # the one would take the other along, out of all lists
        out = first if first.state == "rejected" else second
        raise StoreError("is rejected; eventx confirm brings it back, then they can be made one", where=out.uid)
    into, come = _keys(connection, first.id), _keys(connection, second.id)
    tied = [(into[0], key, True) for key in [*into[1:], *come]]
    return _decide(connection, "merge", first, {"into": into, "from": come}, now, tied)


def split(connection: sa.Connection, uid: str, named: Sequence[str], now: datetime) -> list[str]:
    """Take sightings out of an entry, as another one; without any named, those that the last merge brought.

    The UIDs of both, that which goes on first.
    """
    row = _living(connection, uid)
    keys = _keys(connection, row.id)
    leave = _named(keys, named, row.uid) if named else _merged(connection, row, keys)
    stay = [key for key in keys if key not in leave]
    if not stay:
        raise StoreError("one sighting at least has to stay", where=row.uid)
    tied = [(group[0], key, True) for group in (stay, leave) for key in group[1:]]
    tied += [(a, b, False) for a, b in product(stay, leave)]
    for part in chunks(leave):  # they are not to bring the UID with them, however many they are
        connection.execute(sa.update(sightings).where(sightings.c.key.in_(part)).values(entry_id=None))
    _decide(connection, "split", row, {"from": leave}, now, tied, also=leave)
    homes = {each.entry_id for each in rows(connection, sightings, sightings.c.key, set(leave))}
    return [row.uid, *sorted(each.uid for each in rows(connection, entries, entries.c.id, homes - {row.id}))]


def _decide(
    connection: sa.Connection, kind: str, row: sa.Row[tuple[object, ...]], value: Mapping[str, object], now: datetime,
    tied: Sequence[tuple[str, str, bool]] = (), also: Iterable[str] = (),
) -> str:  # fmt: skip
    noted = instant_text(now)
    told = {"kind": kind, "uid": row.uid, "entry_id": row.id, "value": dumps(value), "noted": noted}
    decision = new_id(connection.execute(sa.insert(decisions).values(told)))
    _tie(connection, tied, decision)
    touched = {*_keys(connection, row.id), *also, *(key for a, b, _ in tied for key in (a, b))}
    ids = [each.id for each in rows(connection, sightings, sightings.c.key, touched)]
    regroup(connection, ids, Cause(noted, decision_id=decision, moment=now))
    if connection.execute(sa.select(revisions.c.id).where(revisions.c.decision_id == decision)).first() is None:
        # A decision without effect on any field is history too.
        now_so = connection.execute(sa.select(entries.c.sequence).where(entries.c.id == row.id)).scalar_one()
        step = {"entry_id": row.id, "kind": kind, "changes": "{}", "sequence": now_so, "noted": noted}
        connection.execute(sa.insert(revisions).values(step | {"decision_id": decision}))
    return str(row.uid)


def _tie(connection: sa.Connection, tied: Sequence[tuple[str, str, bool]], decision: int) -> None:
    """Write ties down in place of all that there were between the same sightings."""
    keys = sorted({key for a, b, _ in tied for key in (a, b)})
    for part, other in product(chunks(keys), list(chunks(keys))):
        connection.execute(sa.delete(ties).where(ties.c.a.in_(part), ties.c.b.in_(other)))
    new = [{"a": min(a, b), "b": max(a, b), "together": together, "decision_id": decision} for a, b, together in tied]
    if new:
        connection.execute(sa.insert(ties), new)


def _living(connection: sa.Connection, uid: str) -> sa.Row[tuple[object, ...]]:
    """The entry of a UID, or what a retired one is part of by now."""
    return survivor(connection, find(connection, uid))


def _keys(connection: sa.Connection, entry_id: int) -> list[str]:
    asked = sa.select(sightings.c.key).where(sightings.c.entry_id == entry_id).order_by(sightings.c.id)
    return list(connection.execute(asked).scalars())


def _named(keys: Sequence[str], named: Sequence[str], uid: str) -> list[str]:
    """The sightings that were named by the beginnings of their keys, as `show` tells them (3f2a9c01:0)."""
    found = []
    for name in named:
        digest, sign, n = name.partition(":")
        near = [key for key in keys if key.startswith(digest) and (not sign or key.partition(":")[2] == n) and name]
        if len(near) != 1:
            fault = "several sightings of this entry begin so" if near else "no sighting of this entry is called that"
            raise StoreError(f"{fault}; eventx show {uid} lists them", where=name)
        found.append(near[0])
    return list(dict.fromkeys(found))


def _merged(connection: sa.Connection, row: sa.Row[tuple[object, ...]], keys: Sequence[str]) -> list[str]:
    """The sightings that the last merge decision brought into an entry."""
    asked = sa.select(decisions.c.value).where(decisions.c.entry_id == row.id, decisions.c.kind == "merge")
    for value in connection.execute(asked.order_by(decisions.c.id.desc())).scalars():
        come = [key for key in json.loads(value)["from"] if key in keys]
        if come and len(come) < len(keys):
            return come
    raise StoreError(
        f"no merge is there to take back; name the sightings that eventx show {row.uid} lists", where=row.uid
    )


__all__ = ["edit", "join", "judge", "split"]
