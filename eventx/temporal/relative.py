"""Times told from the anchor or from the day told before → days: "next Friday", "two weeks ago"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from eventx.temporal import calendar as cal
from eventx.temporal import partly
from eventx.temporal.points import point_days
from eventx.temporal.setting import Answer, Setting
from eventx.temporal.values import Point, Relative


def relative_days(setting: Setting) -> Answer | None:
    """Days told by direction, count or word; None where there is nothing to count from."""
    said = setting.expression.day
    assert isinstance(said, Relative)
    anchor = setting.anchor.day
    if said.of is not None or (said.sign and said.weekday is not None):
        return _counted_from(setting, said)
    told = setting.story.block_day or setting.story.day or anchor
    base = told if said.told or said.direction in ("same", "before", "after") else anchor
    if base is None:
        return None
    if said.direction in ("before", "after", "same") and said.unit in ("year", "decade"):
        base = anchor or base
    return _relative_to(setting, said, base)


def _counted_from(setting: Setting, said: Relative) -> Answer | None:
    point = said.of or Point(weekday=said.weekday)
    start = point_days(setting, point, None)
    if start is None:
        return None
    if said.sign is None:
        first, last = cal.week(start.first)
        return replace(start, first=first, last=last, precision="week" if said.unit == "week" else "day")
    return _shift(start.first, said.unit or "day", said.count or 1, said.sign)


def _shift(base: date, unit: str, count: int, sign: int) -> Answer:
    if unit in ("month", "year", "decade"):
        months = count * {"month": 1, "year": 12, "decade": 120}[unit]
        day = cal.add_months(base, sign * months)
        if unit == "month":
            first, last = cal.month_days(day.year, day.month)
            return Answer(first=first, last=last, precision="month", doubt=0.2)
        return Answer(first=date(day.year, 1, 1), last=date(day.year, 12, 31), precision="year", doubt=0.2)
    days = count * {"week": 7, "fortnight": 14}.get(unit, 1 if unit == "day" else 0)
    day = base + timedelta(days=sign * days)
    return Answer(first=day, last=day, inferred=("year", "month", "day"), doubt=0.1)


def _relative_to(setting: Setting, said: Relative, base: date) -> Answer | None:
    step = partly.STEP.get(said.direction or "this", 0)
    inferred = ("year", "month", "day")
    if said.offset is not None:
        day = base + said.offset * cal.DAY
        if said.sign is not None and said.unit:
            return _shift(day, said.unit, said.count or 1, said.sign)
        return Answer(first=day, last=day, inferred=inferred)
    if said.sign is not None and said.unit:
        return _shift(base, said.unit, said.count or 1, said.sign)
    if said.weekday is not None:
        day = _directed_weekday(setting, said, base, step)
        return Answer(first=day, last=day, known=("weekday",), inferred=inferred, doubt=0.1)
    if said.month is not None:
        first, last = cal.month_days(_directed_year(base, said.month, step), said.month)
        return Answer(first=first, last=last, precision="month", known=("month",), inferred=("year",))
    if said.season is not None:
        first, last = cal.directed_season(base, said.season, step)
        return Answer(first=first, last=last, precision="season", inferred=("year",))
    if said.unit is None:  # this morning, that evening
        day = base + (step if said.day_part else 0) * cal.DAY
        return Answer(first=day, last=day, inferred=inferred)
    return _unit(said, base, step)


def _directed_weekday(setting: Setting, said: Relative, base: date, step: int) -> date:
    assert said.weekday is not None
    if said.unit == "week":
        return cal.week(base + 7 * step * cal.DAY)[0] + said.weekday * cal.DAY
    if said.direction == "next":
        return cal.week(base + 7 * cal.DAY)[0] + said.weekday * cal.DAY
    if step:
        return cal.weekday_from(base, said.weekday, step, strict=True)
    if setting.tense < 0 and said.direction == "this":  # a release that looks back says "last Thursday"
        return cal.week(base)[0] + said.weekday * cal.DAY
    return cal.weekday_from(base, said.weekday, -1 if setting.tense < 0 else 1)


def _directed_year(base: date, month: int, step: int) -> int:
    if step < 0:
        return base.year - (month >= base.month)
    if step > 0:
        return base.year + (month <= base.month)
    return base.year


_FRIDAY = 4


def _unit(said: Relative, base: date, step: int) -> Answer | None:
    unit, count = said.unit, said.count
    inferred = ("year", "month", "day")
    if unit == "day":
        if said.direction == "last" and not count:
            return None  # "the last day" is one of whatever it ends
        if count and count > 1 and step:
            edge = base + step * count * cal.DAY
            return Answer(first=min(base, edge), last=max(base, edge), inferred=inferred, doubt=0.5)
        day = base + step * cal.DAY
        return Answer(first=day, last=day, inferred=inferred)
    if count and count > 1 and step:
        return _several(unit or "day", base, step, count)
    if unit == "week":
        first, last = cal.week(base + 7 * step * cal.DAY)
        return Answer(first=first, last=last, precision="week", inferred=inferred)
    if unit == "weekend":
        step -= said.direction in ("after", "coming") and base.weekday() <= _FRIDAY
        first, last = cal.weekend(base + 7 * step * cal.DAY)
        return Answer(first=first, last=last, inferred=inferred)
    if unit == "month":
        day = cal.add_months(base.replace(day=1), step)
        first, last = cal.month_days(day.year, day.month)
        return Answer(first=first, last=last, precision="month", inferred=("year", "month"))
    if unit in ("year", "decade"):
        year = base.year + step if unit == "year" else (base.year // 10 + step) * 10
        return Answer(
            first=date(year, 1, 1), last=date(year + 9 * (unit == "decade"), 12, 31), precision=unit, inferred=("year",)
        )
    return None


def _several(unit: str, base: date, step: int, count: int) -> Answer | None:
    """ "the past two years", "the next six months": from the anchor on or up to it."""
    if unit not in ("week", "month", "year", "decade"):
        return None
    months = {"week": 0, "month": 1, "year": 12, "decade": 120}[unit] * count
    edge = cal.add_months(base, step * months) if months else base + timedelta(days=7 * count * step)
    precision = unit if unit != "week" else "day"
    return Answer(first=min(base, edge), last=max(base, edge), precision=precision, doubt=0.5)
