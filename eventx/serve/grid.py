"""The month as a grid: weeks of seven days, and in each week the bars of what is on, in lanes that do not meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eventx.model import Event
from eventx.serve.occurrences import occurrences
from eventx.serve.views import Card

LANES = 4
"""Bars that a day shows one above the other; the list below the grid has all."""
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What is on in one week. `column` and `lane` count from 1; a bar that does not open here began before."""

    card: Card
    column: int
    span: int
    lane: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One cell. `bars` begin here (or in this week, for the first cell), `more` counts those that found no lane."""

    date: date
    column: int
    inside: bool
    today: bool
    bars: tuple[Bar, ...]
    busy: bool
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    first: date
    last: date
    card: Card


def first_of(day: date) -> date:
    """The first day of a month."""
    return day.replace(day=1)


def shifted(day: date, months: int) -> date:
    """The first day of the month that is so many months away."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def last_of(day: date) -> date:
    """The last day of a month."""
    return shifted(day, 1) - timedelta(days=1)


def shown(month: date) -> tuple[date, date]:
    """First and last day of the whole weeks that a month's grid shows, Monday first."""
    first, last = first_of(month), last_of(month)
    return first - timedelta(days=first.weekday()), last + timedelta(days=WEEK - 1 - last.weekday())


def weeks(month: date, events: Sequence[tuple[Event, Card]], today: date) -> tuple[tuple[Day, ...], ...]:
    """The grid of a month. What is known to the month alone is in no day of it."""
    begins, ends = shown(month)
    stretches = [
        _Stretch(first=first, last=last, card=card)
        for event, card in events
        if event.precision != "month"
        for first, last in occurrences(event, begins, ends)
    ]
    # Long ones first: they hold the lanes together, as they do in calendars on paper.
    stretches.sort(key=_order)
    count = ((ends - begins).days + 1) // WEEK
    return tuple(_week(begins + timedelta(days=WEEK * n), month, stretches, today) for n in range(count))


def _order(each: _Stretch) -> tuple[date, timedelta, str, str, str]:
    """By day, the longest first, then by the clock."""
    return each.first, each.first - each.last, each.card.clock or "", each.card.title, each.card.uid


def _week(monday: date, month: date, stretches: Sequence[_Stretch], today: date) -> tuple[Day, ...]:
    sunday = monday + timedelta(days=WEEK - 1)
    free = [[True] * WEEK for _ in range(LANES)]
    bars: list[list[Bar]] = [[] for _ in range(WEEK)]
    more, busy = [0] * WEEK, [False] * WEEK
    for each in (one for one in stretches if one.first <= sunday and one.last >= monday):
        start, stop = max(0, (each.first - monday).days), min(WEEK - 1, (each.last - monday).days)
        taken = range(start, stop + 1)
        lane = next((n for n in range(LANES) if all(free[n][day] for day in taken)), None)
        for day in taken:
            busy[day] = True
            if lane is None:
                more[day] += 1
            else:
                free[lane][day] = False
        if lane is not None:
            bars[start].append(Bar(
                card=each.card, column=start + 1, span=len(taken), lane=lane + 1,
                opens=each.first >= monday, closes=each.last <= sunday,
            ))  # fmt: skip
    dates = [monday + timedelta(days=n) for n in range(WEEK)]
    return tuple(
        Day(
            date=day, column=n + 1, inside=(day.year, day.month) == (month.year, month.month), today=day == today,
            bars=tuple(sorted(bars[n], key=lambda bar: bar.lane)), busy=busy[n], more=more[n],
        )
        for n, day in enumerate(dates)
    )  # fmt: skip


__all__ = ["LANES", "Bar", "Day", "first_of", "last_of", "shifted", "shown", "weeks"]
