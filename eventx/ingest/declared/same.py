"""What is declared twice (in JSON-LD for search engines, in microdata by the theme) is one event; the UIDs of all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from eventx.model import Event, Place, replace


def merged(events: Sequence[Event]) -> list[Event]:
    """Each event once, in the place of its first telling; what that leaves open the others fill in."""
    found: dict[str, list[Event]] = {}
    order: list[tuple[str, int]] = []
    for event in events:
        key = "".join(c for c in event.title.casefold() if c.isalnum())
        held = found.setdefault(key, [])
        at = next((i for i, each in enumerate(held) if _same(each, event)), None)
        if at is None:
            order.append((key, len(held)))
            held.append(event)
        else:
            held[at] = _filled(held[at], event)
    return [found[key][at] for key, at in order]


def _same(one: Event, other: Event) -> bool:
    """Two events of one name are the same where their starts agree as far as both tell them, and their cities do."""
    if one.place.city and other.place.city and one.place.city != other.place.city:
        return False
    return _start(one) == _start(other) or (
        _day(one.start) == _day(other.start) and not (one.timed and other.timed and _clock(one) != _clock(other))
    )


def _start(event: Event) -> tuple[bool, float] | date:
    start = event.start
    return (True, start.timestamp()) if isinstance(start, datetime) and start.tzinfo else start


def _clock(event: Event) -> object:
    return event.start.replace(tzinfo=None) if isinstance(event.start, datetime) else None


def _filled(first: Event, other: Event) -> Event:
    """The first event with what only the other tells: hours for a day, a better known place, single fields."""
    if other.timed and not first.timed and first.end in (None, first.start) and first.rrule is None:
        first = replace(first, start=other.start, end=other.end, timezone=other.timezone, precision=other.precision)
    elif first.end is None and other.end is not None and first.rrule is None and first.start == other.start:
        first = replace(first, end=other.end)
    place = first.place if first.place != Place() else other.place
    if first.place.city is None and other.place.city is not None:
        place = replace(other.place, venue=first.place.venue or other.place.venue)
    return replace(
        first, place=place, organizer=first.organizer or other.organizer, url=first.url or other.url,
        lang=first.lang or other.lang, series=first.series or other.series, edition=first.edition or other.edition,
        kind=first.kind if first.kind != "other" else other.kind, online=first.online or other.online,
        status=first.status if first.status != "confirmed" else other.status, rrule=first.rrule,
        aliases=first.aliases or other.aliases, notes=first.notes or other.notes,
        confidence=max(first.confidence, other.confidence),
    )  # fmt: skip


def with_uids(events: Sequence[Event], url: str | None) -> tuple[Event, ...]:
    """Events with their UIDs: a hash of name and address (the page's where it has none of its own), with an ordinal
    where those repeat. No date in it, so that a corrected date keeps its UID."""
    seen: Counter[str] = Counter()
    made: list[Event] = []
    for event in events:
        key = f"{event.title.casefold()}\n{event.url or url or ''}"
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\n{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
        made.append(replace(event, uid=f"{digest}@eventx"))
    return tuple(made)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


__all__ = ["merged", "with_uids"]
