"""Watching sources: what is due is fetched, and what is new goes into the calendar.

    with store.alone(now), Web(policy) as web:
        tally = sync(store, World(web=web, now=clock, sleep=time.sleep, tell=print, progress=bar))

Hosts are asked one after the other. An item is in the calendar, with all that it tells, or will be read at the next
sync: a round that is broken off, be it by SIGKILL, loses nothing and repeats nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from eventx.store import Store
from eventx.sync.due import SLACK, is_due
from eventx.sync.manners import Manners
from eventx.sync.values import World
from eventx.sync.watch import Visit


def sync(store: Store, world: World, *, everything: bool = False) -> Counter[str]:
    """One round: what is due, or all sources. Counts what `Visit.tally` does, and the bytes `received`."""
    begun, manners, tally = world.now(), Manners(world), Counter[str]()
    for source in store.watched():
        if world.stopping():
            break
        if everything or is_due(source, begun):
            visit = Visit(store, source, world, manners, begun)
            try:
                visit.run()
            finally:
                tally += visit.tally
    tally["received"] = manners.received
    return tally


def next_due(store: Store, now: datetime) -> float | None:
    """Seconds until the next source is due; None where none is watched."""
    waits = [(source.due - SLACK - now).total_seconds() if source.due else 0.0 for source in store.watched()]
    return max(0.0, min(waits)) if waits else None


__all__ = ["World", "next_due", "sync"]
