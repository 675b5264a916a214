"""All the way: from sightings to entries, from events of many releases to those of a calendar."""

from __future__ import annotations

from collections.abc import Iterable

from eventx.merge.fields import entry_of
from eventx.merge.grouping import grouped
from eventx.merge.values import Entry, Sighting, Ties
from eventx.model import Event

_NONE = Ties()


def entries(sightings: Iterable[Sighting], ties: Ties = _NONE) -> list[Entry]:
    """The entries of all the sightings, in the order of their first ones."""
    return [entry_of(profiles) for profiles in grouped(sightings, ties)]


def merged_events(events: Iterable[Event]) -> list[Event]:
    """Events of many releases, those that are the same made one; by start, then title."""
    seen = {(e.source.id, e.uid): e for e in sorted(set(events), key=_whole)}
    made = [entry.event for entry in entries(Sighting(key=":".join(k), event=e) for k, e in seen.items())]
    return sorted(made, key=lambda e: (e.start.isoformat(), e.title, e.uid))


def _whole(event: Event) -> str:
    """All of it: what does not depend on the order given."""
    return repr(event.as_json())


__all__ = ["entries", "merged_events"]
