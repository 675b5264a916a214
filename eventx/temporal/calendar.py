"""Arithmetic of days: weeks from Monday, months, quarters, seasons, and which year an open date means."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

DAY = timedelta(days=1)
Days = tuple[date, date]
_WRONG_WAY = {1: 230, -1: 140}
"""Days by which a year against the tense must be nearer to be taken all the same: cues of the future mislead less
than words in -ed, which are adjectives too."""
_WRONG_WEEKDAY = 220
"""The same for a year in which the weekday told is not the date's: a slip if the date is near, else another year."""


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, count: int) -> Days:
    """First and last day of `count` months from month `first` (1–12) of the year."""
    last = first + count - 1
    return date(year, first, 1), month_days(year + (last - 1) // 12, (last - 1) % 12 + 1)[1]


def add_months(day: date, count: int) -> date:
    """The same day some months on, or the last one of a shorter month."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def week(day: date) -> Days:
    """Monday to Sunday around the day (ISO 8601)."""
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def weekend(day: date) -> Days:
    """Saturday and Sunday of the week."""
    return week(day)[0] + 5 * DAY, week(day)[1]


def season(year: int, index: int) -> Days:
    """Meteorological seasons of the north: spring from March; winter from December of the year."""
    return months(year, 3 * index + 3, 3)


def directed_season(base: date, index: int, step: int) -> Days:
    """The last such season before the day (step -1), the next one behind it (1), or the nearest (0)."""
    seasons = [season(base.year + k, index) for k in (-2, -1, 0, 1, 2)]
    if step < 0:
        return [s for s in seasons if s[1] < base][-1]
    if step > 0:
        return next(s for s in seasons if s[0] > base)
    return min(seasons, key=lambda s: abs((s[0] - base).days) if s[0] > base else max(0, (base - s[1]).days))


def weekday_from(day: date, weekday: int, direction: int, *, strict: bool = False) -> date:
    """The nearest such weekday on or after (direction 1) or on or before (-1) the day; strict: never the day itself."""
    if strict:
        day += direction * DAY
    return day + direction * (((weekday - day.weekday()) * direction) % 7) * DAY


def with_year(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def best_year(anchor: date, month: int, day: int, tense: int, weekday: int | None, carried: int | None) -> int | None:
    """The year of an open month and day: the nearest to the anchor, tense, weekday and a year told before heard.

    None where no year fits (February 29 in none of the years around).
    """
    years = [y for y in (anchor.year - 1, anchor.year, anchor.year + 1) if with_year(y, month, day)]
    if carried is not None and weekday is not None and (d := with_year(carried, month, day)) and d.weekday() != weekday:
        carried = None
    if carried is not None and carried not in years and with_year(carried, month, day):
        years.append(carried)
    if not years:
        years = [y for y in range(anchor.year - 4, anchor.year + 5) if with_year(y, month, day)]
    return min(years, key=lambda y: _unlikely(anchor, date(y, month, day), tense, weekday, carried), default=None)


def _unlikely(anchor: date, day: date, tense: int, weekday: int | None, carried: int | None) -> float:
    distance = (day - anchor).days
    cost = float(abs(distance))
    if weekday is not None and day.weekday() != weekday:
        cost += _WRONG_WEEKDAY
    if tense and distance * tense < 0:
        cost += _WRONG_WAY[tense]
    if carried is not None and day.year == carried:
        cost = min(cost, 40.0)
    return cost


def nearest_month(anchor: date, month: int, tense: int, carried: int | None) -> int:
    """The year of a month alone; the anchor's own month counts for both tenses."""
    if month == anchor.month and carried in (None, anchor.year):
        return anchor.year
    if carried is None and tense:  # "sold it in October", told in March, is last October, however near the next one is
        return anchor.year + tense * ((month - anchor.month) * tense < 0)
    return best_year(anchor, month, 15, tense, None, carried) or anchor.year
