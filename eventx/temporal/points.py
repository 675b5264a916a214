"""Months, days and weekdays → days: which year, which week, by anchor, tense and what was told before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eventx.temporal import calendar as cal
from eventx.temporal import partly
from eventx.temporal.setting import Answer, Setting, Story
from eventx.temporal.values import Calendar, Point

_RECENT = 100
"""Days from the anchor within which a day's number alone may be one told before."""


def calendar_days(setting: Setting) -> Answer | None:
    """A point, or a range of two, of the calendar."""
    day = setting.expression.day
    assert isinstance(day, Calendar)
    first = point_days(setting, day.first, None)
    if first is None or day.last is None:
        return first
    last = point_days(setting, day.last, first.first)
    if last is None:
        return None
    if last.last < first.first and "year" in first.inferred and day.first.month is not None:
        year = last.last.year - (last.last.month < day.first.month)
        first = point_days(setting, replace(day.first, year=year), None)
        if first is None:
            return None
    if last.last < first.first:
        return None
    return replace(first, last=last.last, inferred=tuple(dict.fromkeys(first.inferred + last.inferred)))


def point_days(setting: Setting, point: Point, after: date | None) -> Answer | None:
    """The days of one point; `after` is the first one of the range that it ends."""
    point = _directed(setting, point)
    known = tuple(k for k in ("year", "month", "day", "weekday") if getattr(point, k) is not None)
    if point.month is None and point.day is None and point.weekday is not None:
        return _weekday(setting, point.weekday, after, known)
    if point.month is None and point.day is not None:
        return _day_number(setting, point, after, known)
    if point.month is None:
        return None
    if point.day is None:
        return _month(setting, point, after, known)
    if point.year is not None:
        return _full(point, known)
    return _month_day(setting, point, after, known)


def _directed(setting: Setting, point: Point) -> Point:
    """The point with the year and month that it tells by their direction (今年8月22日, 本月15日)."""
    for direction, part in ((point.month_told, "month"), (point.year_told, "year")):
        if direction is None or getattr(point, part) is not None:
            continue
        before = setting.story.day if partly.from_told(direction) else None
        base = before or setting.anchor.day or setting.story.written
        if base is None:
            continue
        if part == "year":
            point = replace(point, year=base.year + partly.STEP[direction])
        else:
            year, month = partly.month_of(direction, base)
            point = replace(point, year=year, month=month)
    return point


def _full(point: Point, known: tuple[str, ...]) -> Answer | None:
    assert point.year and point.month and point.day
    day = cal.with_year(point.year, point.month, point.day)
    if day is None:
        return None
    if point.weekday is not None and day.weekday() != point.weekday:
        return Answer(first=day, last=day, known=known, doubt=0.4, notes=(_contradiction(day, point.weekday),))
    return Answer(first=day, last=day, known=known)


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _contradiction(day: date, weekday: int) -> str:
    return f"the text says {_WEEKDAYS[weekday]}, but {day} is a {_WEEKDAYS[day.weekday()]}: the date is believed"


def _month_day(setting: Setting, point: Point, after: date | None, known: tuple[str, ...]) -> Answer | None:
    assert point.month and point.day
    anchor = after or setting.anchor.day
    if anchor is None:
        year = _told_year(setting.story, point)
    elif after is not None:
        year = after.year + ((point.month, point.day) < (after.month, after.day))
    elif setting.story.sentence_year is not None and setting.tense < 0 and point.weekday is None:
        year = setting.story.sentence_year
    else:
        year = cal.best_year(anchor, point.month, point.day, setting.tense, point.weekday, _carried(setting))
    day = cal.with_year(year, point.month, point.day) if year else None
    if day is None:
        return None
    notes: tuple[str, ...] = (f"the year {year} is the likeliest by tense and nearness to {anchor}",)
    doubt = 0.05
    if point.weekday is not None and day.weekday() != point.weekday:
        notes, doubt = (*notes, _contradiction(day, point.weekday)), 0.5
    return Answer(first=day, last=day, known=known, inferred=("year",), doubt=doubt, notes=notes)


def _told_year(story: Story, point: Point) -> int | None:
    """Without an anchor: the year of a whole date told before, of one that has the weekday where one is told."""
    told = [y for y in (story.block_year, story.day.year if story.day else None, story.first_year) if y]
    fitting = [y for y in told if point.weekday is not None and _falls_on(y, point)]
    if not told and story.written and point.month and point.day:
        return cal.best_year(story.written, point.month, point.day, 0, point.weekday, None)
    return next(iter(fitting or told), None)


def _falls_on(year: int, point: Point) -> bool:
    day = cal.with_year(year, point.month or 1, point.day or 1)
    return day is not None and day.weekday() == point.weekday


def _carried(setting: Setting) -> int | None:
    """The year that an open date goes on with: "last year" in its sentence, or a date written whole before it in
    its block, while the tense stays: past behind a past one, open or future behind one to come. Years of foundation
    and the like carry nothing: only whole dates do."""
    story, anchor = setting.story, setting.anchor.day
    if story.sentence_year is not None:
        return story.sentence_year
    if story.block_year is None or anchor is None:
        return None
    past = setting.tense < 0 and story.block_year < anchor.year
    ahead = setting.tense >= 0 and story.block_day is not None and story.block_day > anchor
    return story.block_year if past or ahead else None


def _month(setting: Setting, point: Point, after: date | None, known: tuple[str, ...]) -> Answer | None:
    assert point.month
    year = point.year
    inferred: tuple[str, ...] = ()
    if year is None:
        anchor = after or setting.anchor.day or setting.story.day or setting.story.written
        if anchor is None:
            return None
        inferred = ("year",)
        year = (
            anchor.year + (point.month < anchor.month)
            if after
            else cal.nearest_month(anchor, point.month, setting.tense, _carried(setting))
        )
    first, last = cal.month_days(year, point.month)
    return Answer(first=first, last=last, precision="month", known=known, inferred=inferred)


def _weekday(setting: Setting, weekday: int, after: date | None, known: tuple[str, ...]) -> Answer | None:
    anchor = setting.anchor.day
    if after is not None:
        day = cal.weekday_from(after, weekday, 1, strict=True)
    elif setting.story.block_day and setting.expression.group and setting.story.block_day.weekday() != weekday:
        day = cal.weekday_from(setting.story.block_day, weekday, 1)
    elif setting.story.sentence_week is not None:
        day = cal.weekday_from(setting.story.sentence_week, weekday, 1)
    elif anchor is None:
        return None
    else:
        day = _weekday_by_tense(setting, anchor, weekday)
    return Answer(first=day, last=day, known=known, inferred=("year", "month", "day"), doubt=0.1)


def _weekday_by_tense(setting: Setting, anchor: date, weekday: int) -> date:
    if setting.tense < 0:
        return cal.weekday_from(anchor, weekday, -1)
    told = setting.story.weekday_days.get(weekday)
    if told is not None and anchor <= told <= anchor + 45 * cal.DAY:
        return told
    story, near = setting.story, cal.weekday_from(anchor, weekday, 1)
    reached = story.programme if story.programme_block >= story.block - 1 else None
    if reached is not None and near < reached <= anchor + 60 * cal.DAY and not setting.called_off:
        return cal.weekday_from(reached, weekday, 1)  # a programme goes forward: Monday the 23rd … on Thursday
    return near


def _day_number(setting: Setting, point: Point, after: date | None, known: tuple[str, ...]) -> Answer | None:
    """A day's number alone: the nearest to the day told before it in its block, else to the anchor."""
    assert point.day
    base = setting.story.block_day or setting.anchor.day or setting.story.day or setting.story.written
    if after is not None:
        day = partly.day_after(after, point.day)
    elif (before := setting.story.numbers.get(point.day)) and _recent(before, setting.anchor.day):
        day = before
    else:
        day = partly.nearest_day(base, point.day, setting.tense, point.weekday) if base else None
    return Answer(first=day, last=day, known=known, inferred=("year", "month"), doubt=0.3) if day else None


def _recent(day: date, anchor: date | None) -> bool:
    """Near enough to the anchor for its number alone to mean it again."""
    return anchor is None or abs((day - anchor).days) <= _RECENT
