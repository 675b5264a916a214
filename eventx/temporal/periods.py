"""Quarters, halves, seasons, years, decades and holidays → days."""

from __future__ import annotations

from datetime import date

from eventx.temporal import calendar as cal
from eventx.temporal import partly
from eventx.temporal.holidays import holiday_day
from eventx.temporal.setting import Answer, Setting
from eventx.temporal.values import Period


def period_days(setting: Setting) -> Answer | None:
    """Days of a period; an index without a year is of the anchor's year or of the last that is over."""
    said = setting.expression.day
    assert isinstance(said, Period)
    anchor = setting.anchor.day
    if said.unit == "holiday":
        return _holiday(said, setting)
    if said.unit == "decade" and said.year:
        first, last = date(said.year, 1, 1), date(said.year + 9, 12, 31)
        return Answer(first=first, last=last, precision="decade", known=("year",))
    year = said.year
    if year is None and said.year_told and anchor:
        year = anchor.year + partly.STEP[said.year_told]
    elif year is None:
        if anchor is None:
            return None
        year = anchor.year
        if said.unit in ("quarter", "half") and said.index:
            year -= _months_of(said)[0] > anchor.month or (
                setting.tense <= 0 and _months_of(said)[0] + _months_of(said)[1] - 1 >= anchor.month
            )
    known = ("year",) if said.year else ()
    inferred = () if said.year else ("year",)
    if said.unit in ("quarter", "half") and said.index:
        first, last = cal.months(year, *_months_of(said))
        return Answer(first=first, last=last, precision=said.unit, known=known, inferred=inferred)
    if said.unit == "season" and said.index is not None:
        told = said.year or said.year_told
        base = anchor or date(year, 1, 1)
        first, last = cal.season(year, said.index) if told else cal.directed_season(base, said.index, 0)
        return Answer(first=first, last=last, precision="season", known=known, inferred=inferred)
    if said.unit in ("month", "week") and anchor and not said.year:
        first, last = cal.month_days(anchor.year, anchor.month) if said.unit == "month" else cal.week(anchor)
        return Answer(first=first, last=last, precision=said.unit, inferred=("year", "month"))
    last_year = said.last_year or year
    if last_year < year:
        return None
    first, last = date(year, 1, 1), date(last_year, 12, 31)
    return Answer(first=first, last=last, precision="year", known=known, inferred=inferred)


def _months_of(said: Period) -> tuple[int, int]:
    length = 3 if said.unit == "quarter" else 6
    index = min(said.index or 1, 12 // length)
    return (index - 1) * length + 1, length


def _holiday(said: Period, setting: Setting) -> Answer | None:
    anchor = setting.anchor.day
    years = [said.year] if said.year else ([anchor.year + k for k in (-1, 0, 1)] if anchor else [])
    days = [d for y in years if (d := holiday_day(said.key or "", y))]
    if not days:
        return None
    day = (
        days[0]
        if said.year or not anchor
        else min(days, key=lambda d: abs((d - anchor).days) + 150 * (setting.tense * (d - anchor).days < 0))
    )
    return Answer(first=day, last=day, known=("holiday",), inferred=() if said.year else ("year",), doubt=0.1)
