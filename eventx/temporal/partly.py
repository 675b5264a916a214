"""Days told in part or by direction: "this year", "next month", a day's number alone ("on the 15th", 13日)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from eventx.temporal.calendar import add_months, with_year

STEP = {
    "this": 0, "same": 0, "last": -1, "before": -1, "next": 1, "coming": 1, "after": 1,
    "last-but-one": -2, "next-but-one": 2,
}  # fmt: skip
"""Units by which a direction leads away from the day it is told from."""
_WRONG_WAY = 20
"""Days by which a day against the tense must be nearer to be taken all the same."""


def from_told(direction: str) -> bool:
    """True for directions that start from the day told before, not from the anchor."""
    return direction in ("same", "before", "after")


def month_of(direction: str, base: date) -> tuple[int, int]:
    """(year, month) that a direction names: 上月, 来月."""
    moved = add_months(base.replace(day=1), STEP[direction])
    return moved.year, moved.month


def nearest_day(base: date, number: int, tense: int, weekday: int | None) -> date | None:
    """The day of this number nearest to the base, heard with tense and weekday; None where no month near has one."""
    months = [add_months(base.replace(day=1), step) for step in (-1, 0, 1)]
    days = [d for m in months if (d := with_year(m.year, m.month, number))]
    if weekday is not None:
        days = [d for d in days if d.weekday() == weekday] or days
    return min(days, key=lambda d: abs((d - base).days) + _WRONG_WAY * ((d - base).days * tense < 0), default=None)


def day_after(after: date, number: int) -> date | None:
    """The first day of this number behind the day: the second one of 27日至28日, 30日から2日."""
    months = [add_months(after.replace(day=1), step) for step in (0, 1)]
    return next((d for m in months if (d := with_year(m.year, m.month, number)) and d > after), None)


def commonest(days: Iterable[date]) -> date | None:
    """The day told most often, the first of equals: what a text without a dateline is most likely about."""
    counts: dict[date, int] = {}
    for day in days:
        counts[day] = counts.get(day, 0) + 1
    return max(counts, key=lambda d: counts[d], default=None)
