"""Events as a list by days: each under the first day it is on, what runs already and what has no day apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from eventx.model import Event, day_of
from eventx.serve.occurrences import occurrences
from eventx.serve.views import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Events of one day, or of none (`date` is None: then `label` says which). `id` is the anchor on the page."""

    id: str
    label: str
    month: date | None
    date: date | None
    today: bool
    cards: tuple[Card, ...]


UNDER_WAY = "Under way"
_Place = tuple[int, int, int, int]
"""Year, month, 0 for a day or 1 for none, day: sorts as the list reads. Zeros: under way."""


def listed(events: Iterable[tuple[Event, Card]], first: date, last: date, today: date) -> tuple[Group, ...]:
    """The list of what is on between two days."""
    placed: dict[_Place, list[Card]] = {}
    for event, card in events:
        if (place := _place(event, first, last)) is not None:
            placed.setdefault(place, []).append(card)
    return tuple(_group(place, placed[place], today) for place in sorted(placed))


def anchors(groups: Sequence[Group]) -> dict[date, str]:
    """Day → the anchor of its events in the list."""
    return {group.date: group.id for group in groups if group.date}


def _place(event: Event, first: date, last: date) -> _Place | None:
    start = day_of(event.start)
    if event.precision == "month":
        day = max(start, first)
        return day.year, day.month, 1, 0
    times = list(occurrences(event, first, last))[:1]
    if not times:
        return None
    day = times[0][0]
    return (day.year, day.month, 0, day.day) if day >= first else (0, 0, 0, 0)


def _group(place: _Place, cards: list[Card], today: date) -> Group:
    year, month, loose, day = place
    cards.sort(key=lambda card: (card.clock or "", card.title, card.uid))
    if not year:
        return Group(id="under-way", label=UNDER_WAY, month=None, date=None, today=False, cards=tuple(cards))
    if loose:
        first = date(year, month, 1)
        label = "Some day this month"
        return Group(id=f"d-{first:%Y-%m}", label=label, month=first, date=None, today=False, cards=tuple(cards))
    on = date(year, month, day)
    return Group(id=f"d-{on}", label="", month=on.replace(day=1), date=on, today=on == today, cards=tuple(cards))


__all__ = ["Group", "anchors", "listed"]
