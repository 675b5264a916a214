"""The same event over many releases: which sightings are of one event, and what its entry says.

Pure: no clock, no database, and nothing depends on the order in which releases arrive. `blocks` tells by which keys
an event's like is found, `group` which sightings are of one event, `merged` what their entry says, `entries` both for
many. What does the work loads when it is first asked for: the façade imports this room.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from eventx.merge.values import Conflict, Entry, Sighting, Ties
from eventx.model import Event

if TYPE_CHECKING:
    from eventx.merge.fields import merged
    from eventx.merge.grouping import group
    from eventx.merge.profile import blocks
    from eventx.merge.whole import entries

__all__ = ["Conflict", "Entry", "Sighting", "Ties", "blocks", "entries", "group", "merge", "merged"]

_LAZY = {
    "blocks": "eventx.merge.profile", "entries": "eventx.merge.whole", "group": "eventx.merge.grouping",
    "merged": "eventx.merge.fields",
}  # fmt: skip


def merge(events: Iterable[Event]) -> list[Event]:
    """Events of many releases, those that are the same made one; by start, then title. Their order does not matter."""
    from eventx.merge.whole import merged_events  # the language files are for those who merge

    return merged_events(events)


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_LAZY[name]), name)
    return value
