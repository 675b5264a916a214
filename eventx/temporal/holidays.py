"""Holidays by name: the language file says which day a name means, the holidays library when that is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from eventx.temporal.calendar import with_year

_FIXED = re.compile(r"(\d\d)-(\d\d)")
_NAMES = "en_US"
"""The language of the names in keys; without one the library would ask the environment."""
_NAMED = re.compile(r"([A-Z]{2}):(.+?)(?:\+(\d+))?")


def holiday_day(key: str, year: int) -> date | None:
    """The day of a holiday in a year. Keys: "07-04", "US:Labor Day", "US:Thanksgiving Day+1" (days after it)."""
    if fixed := _FIXED.fullmatch(key):
        return with_year(year, int(fixed[1]), int(fixed[2]))
    if not (named := _NAMED.fullmatch(key)):
        return None
    for day, name in _of_country(named[1], year):
        if name == named[2]:
            return day + timedelta(days=int(named[3] or 0))
    return None


@lru_cache(maxsize=64)
def _of_country(country: str, year: int) -> tuple[tuple[date, str], ...]:
    import holidays

    days = holidays.country_holidays(country, years=year, observed=False, language=_NAMES)
    return tuple((day, name) for day, name in days.items())
