"""Entries made anew where a release or a decision touches them, and what of that is published.

Grouping is local: a sighting's entry depends on those alone that can be reached from it by shared block keys and ties.
So that part of the calendar is loaded and grouped, whatever order releases came in. UIDs are the one thing with a
history: the entry that was published first keeps its own, one that turns out to be another is retired.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from eventx.merge import Entry, Sighting, Ties
from eventx.merge import entries as entries_of
from eventx.store.codec import event_of
from eventx.store.decisions import Decision, decided
from eventx.store.rows import rows
from eventx.store.tables import blocks, decisions, entries, sightings, ties
from eventx.store.writer import Cause, Change, Writer


class Component(NamedTuple):
    """A part of the calendar that can be grouped by itself."""

    sightings: list[Sighting]
    ids: dict[str, int]
    """Key of a sighting → its number."""
    homes: dict[str, int]
    """Key of a sighting → the entry that it belongs to; without those that are new."""
    ties: Ties


class Group(NamedTuple):
    """Sightings that are one event, the published entry that it goes on as, and those that it takes in."""

    entry: Entry
    kept: int | None
    lost: tuple[int, ...]


def regroup(connection: sa.Connection, ids: Iterable[int], cause: Cause) -> list[Change]:
    """Group anew what the sightings of those numbers touch; what changed, in the order of the entries."""
    part = component(connection, ids)
    groups = grouped(entries_of(part.sightings, part.ties), part.homes)
    known = {row.id: row for row in rows(connection, entries, entries.c.id, set(part.homes.values()))}
    old = _revived(connection, {g.entry.event.uid for g in groups if g.kept is None}, known)
    heads = [known[g.kept] if g.kept is not None else old.pop(g.entry.event.uid, None) for g in groups]
    judged = _decisions(connection, [*known, *(head.id for head in heads if head is not None)])
    writer = Writer(connection, cause, part.ids, part.homes)
    for group, head in zip(groups, heads, strict=True):
        lost = [known[each] for each in group.lost]
        words = sorted(_told_of(head, lost, judged), key=_age)
        event, wanted = decided(group.entry.event, [Decision(d.kind, d.value) for d in words])
        entry_id = writer.entry(head, event, wanted, group.entry)
        for each in lost:
            writer.retire(each, entry_id, event, group.entry, takes_out=_takes_out(head))
            if each.state == "live" and not wanted:
                writer.told.append(Change(each.id, "rejected"))
    return sorted(set(writer.told))


def _told_of(
    head: sa.Row[Any] | None, lost: Iterable[sa.Row[Any]], judged: Mapping[int, list[sa.Row[Any]]]
) -> Iterator[sa.Row[Any]]:
    """What was decided of an entry and of those that it takes in."""
    yield from judged.get(head.id, []) if head is not None else []
    for each in lost:
        yield from (d for d in judged.get(each.id, []) if d.kind != "reject" or _takes_out(head))


def _takes_out(head: sa.Row[Any] | None) -> bool:
    """True where rejections hold for the whole: whoever rejected a part of what is live said nothing of the rest."""
    return head is None or head.state != "live"


def _age(decision: sa.Row[Any]) -> int:
    return int(decision.id)


def component(connection: sa.Connection, ids: Iterable[int]) -> Component:
    """All that can be reached from those sightings by block keys and by what people tied together."""
    found: dict[int, sa.Row[Any]] = {}
    asked: set[str] = set()
    wanted = set(ids)
    while wanted:
        new = rows(connection, sightings, sightings.c.id, wanted)
        found |= {row.id: row for row in new}
        keys = {row.key for row in rows(connection, blocks, blocks.c.sighting_id, wanted)} - asked
        asked |= keys
        near = {row.sighting_id for row in rows(connection, blocks, blocks.c.key, keys)}
        tied = {key for row in _ties(connection, [row.key for row in new]) if row.together for key in (row.a, row.b)}
        near |= {row.id for row in rows(connection, sightings, sightings.c.key, tied)}
        wanted = near - found.keys()
    ordered = [found[each] for each in sorted(found)]
    pairs = _ties(connection, [row.key for row in ordered])
    return Component(
        [Sighting(key=row.key, event=event_of(row.event)) for row in ordered],
        {row.key: row.id for row in ordered},
        {row.key: row.entry_id for row in ordered if row.entry_id is not None},
        Ties(
            together=frozenset(frozenset((row.a, row.b)) for row in pairs if row.together),
            apart=frozenset(frozenset((row.a, row.b)) for row in pairs if not row.together),
        ),
    )


def grouped(made: Sequence[Entry], homes: Mapping[str, int]) -> list[Group]:
    """Each new group with the entries that its sightings come from; each old entry goes on in one group at most.

    The entries choose in the order of their publication, each the group with most of its sightings that is still free.
    One that finds none free is taken in where most of its sightings are.
    """
    shares = [Counter(homes[s.key] for s in entry.sightings if s.key in homes) for entry in made]
    kept: dict[int, int] = {}
    lost: dict[int, list[int]] = {}
    for old in sorted(set(homes.values())):
        ranked = sorted((n for n, share in enumerate(shares) if share[old]), key=lambda n: (-shares[n][old], n))
        free = next((n for n in ranked if n not in kept), None)
        if free is None:
            lost.setdefault(ranked[0], []).append(old)
        else:
            kept[free] = old
    return [Group(entry, kept.get(n), tuple(lost.get(n, ()))) for n, entry in enumerate(made)]


def _revived(connection: sa.Connection, uids: set[str], known: Mapping[int, Any]) -> dict[str, sa.Row[Any]]:
    """Retired entries of those UIDs that were retired into known ones: what was parted again takes its old UID."""
    retired = {row.uid: row for row in rows(connection, entries, entries.c.uid, uids) if row.state == "retired"}
    found = {uid: row for uid, row in retired.items() if survivor(connection, row).id in known}
    for uid, row in found.items():  # what was decided of it goes with it
        connection.execute(sa.update(decisions).where(decisions.c.uid == uid).values(entry_id=row.id))
    return found


def survivor(connection: sa.Connection, row: sa.Row[Any]) -> sa.Row[Any]:
    """The entry that a retired one is part of by now; any other is its own."""
    while row.retired_into is not None:
        row = connection.execute(sa.select(entries).where(entries.c.id == row.retired_into)).one()
    return row


def _decisions(connection: sa.Connection, known: Iterable[int]) -> dict[int, list[sa.Row[Any]]]:
    found: dict[int, list[sa.Row[Any]]] = {}
    for row in rows(connection, decisions, decisions.c.entry_id, set(known)):
        found.setdefault(row.entry_id, []).append(row)
    return found


def _ties(connection: sa.Connection, keys: Sequence[str]) -> list[sa.Row[Any]]:
    if not keys or not connection.execute(sa.select(ties.c.a).limit(1)).first():
        return []  # in most calendars nobody has tied anything
    return list({(r.a, r.b): r for c in (ties.c.a, ties.c.b) for r in rows(connection, ties, c, set(keys))}.values())


__all__ = ["Component", "Group", "component", "grouped", "regroup", "survivor"]
