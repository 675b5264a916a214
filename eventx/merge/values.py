"""What merging takes and gives: sightings, what people decided of them, entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eventx.model import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One event as one release tells it. `key` is stable and no other sighting's: the release's hash and the event's
    number in it. `kin` is whose release it is, where a caller knows better than the headline."""

    key: str
    event: Event
    kin: str = ""

    @property
    def order(self) -> tuple[date, str]:
        """Where it stands in time: by the day of its release, the unknown day first; then by its key."""
        return self.event.source.published or date.min, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What people decided, as pairs of sighting keys: those that are of one entry, and those that are not.

    `together` wins where a chain of its pairs joins what `apart` parts: whoever takes a decision back removes it.
    """

    together: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that one sighting tells otherwise than the entry has it; both values as the JSON contract writes them."""

    field: str
    kept: str
    refused: str
    sighting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the calendar. The UID of its event is the one that its first sighting proposes."""

    event: Event
    sightings: tuple[Sighting, ...]
    conflicts: tuple[Conflict, ...] = ()


__all__ = ["Conflict", "Entry", "Sighting", "Ties"]
