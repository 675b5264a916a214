"""Expressions + anchor → whens, in the order of the text, each seeing the ones before it.

A function of (text, anchor) alone: no clock, nothing kept between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from eventx.lang import Language
from eventx.layout import Layout
from eventx.model import Anchor, When
from eventx.temporal import calendar as cal
from eventx.temporal.clock import at_time
from eventx.temporal.holidays import holiday_day
from eventx.temporal.tense import tense
from eventx.temporal.timex import timex
from eventx.temporal.values import Calendar, Expression, Period, Point, Relative


@dataclass(slots=True)
class Story:
    """What was told so far: the last day, the last one in this block, the last year written."""

    day: date | None = None
    block: int = -1
    block_day: date | None = None
    block_year: int | None = None
    sentence: int = -1
    sentence_year: int | None = None
    """A year told as "last year" holds for the open dates of its sentence alone."""
    weekday_days: dict[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Days found for an expression, before clock times."""

    first: date
    last: date
    precision: str = "day"
    known: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    doubt: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a resolver may look at for one expression."""

    expression: Expression
    anchor: Anchor
    story: Story
    tense: int


def resolve(found: Sequence[Expression], anchor: Anchor, layout: Layout, language: Language) -> list[When]:
    """The whens of all expressions that can be resolved; relative ones need an anchor day."""
    story, out = Story(), []
    for expression in found:
        block = layout.block_at(expression.span.start)
        if block != story.block:
            story.block, story.block_day, story.block_year = block, None, None
        sentence = layout.sentence_at(expression.span.start)
        if sentence.start != story.sentence:
            story.sentence, story.sentence_year = sentence.start, None
        sense = tense(layout.text, sentence, expression.span, language)
        setting = Setting(expression, anchor, story, sense)
        answer = _day_of(setting)
        if answer is None:
            continue
        when = at_time(expression, answer.first, answer.last, anchor, layout.text)
        when = replace(
            when, precision="day" if when.timed else answer.precision, doubt=max(answer.doubt, when.doubt),
            known=answer.known + when.known, inferred=answer.inferred + when.inferred, notes=answer.notes + when.notes,
            value=timex(answer.first, answer.last, answer.precision, when),
        )  # fmt: skip
        out.append(when)
        _remember(story, expression, answer, layout)
    return out


def _remember(story: Story, expression: Expression, answer: Answer, layout: Layout) -> None:
    if answer.precision == "day" and not isinstance(expression.day, Period):  # a holiday is told in names too
        story.day = story.block_day = answer.last if expression.day is not None else answer.first
        if isinstance(expression.day, Calendar):
            story.weekday_days[answer.first.weekday()] = answer.first
    if "year" in answer.known:
        story.block_year = answer.first.year
    if answer.precision == "year" and isinstance(expression.day, Relative) and expression.day.direction == "last":
        story.sentence_year, story.sentence = answer.first.year, layout.sentence_at(expression.span.start).start


def _day_of(setting: Setting) -> Answer | None:
    day = setting.expression.day
    if day is None:
        return _of_time_alone(setting)
    resolver: Callable[[Setting], Answer | None] = _RESOLVERS[type(day)]
    try:
        return resolver(setting)
    except (ValueError, OverflowError):
        return None  # beyond the calendar that Python knows (years 1 to 9999)


def _of_time_alone(setting: Setting) -> Answer | None:
    """A clock time without a day is on the day told last, else on the anchor's."""
    day = setting.story.block_day or setting.story.day or setting.anchor.day
    if day is None:
        return None
    return Answer(first=day, last=day, inferred=("year", "month", "day"), notes=("the day is the one told before it",))


def _calendar(setting: Setting) -> Answer | None:
    day = setting.expression.day
    assert isinstance(day, Calendar)
    first = _point(setting, day.first, None)
    if first is None or day.last is None:
        return first
    last = _point(setting, day.last, first.first)
    if last is None:
        return None
    if last.last < first.first and "year" in first.inferred and day.first.month is not None:
        first = _point(setting, replace(day.first, year=last.last.year - (last.last.month < (day.first.month or 1))), None)
        if first is None:
            return None
    if last.last < first.first:
        return None
    return replace(first, last=last.last, inferred=tuple(dict.fromkeys(first.inferred + last.inferred)))


def _point(setting: Setting, point: Point, after: date | None) -> Answer | None:
    known = tuple(k for k in ("year", "month", "day", "weekday") if getattr(point, k) is not None)
    if point.month is None and point.day is None and point.weekday is not None:
        return _weekday(setting, point.weekday, after, known)
    if point.month is None and point.day is not None:
        return _day_number(setting, point.day, known)
    if point.month is None:
        return None
    if point.day is None:
        return _month(setting, point, after, known)
    if point.year is not None:
        return _full(point, known)
    return _month_day(setting, point, after, known)


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
        year = setting.story.block_year or (setting.story.day.year if setting.story.day else None)
    elif after is not None:
        year = after.year + ((point.month, point.day) < (after.month, after.day))
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


def _carried(setting: Setting) -> int | None:
    """A year written before in the same block, which an open past date there goes on with."""
    year, anchor = setting.story.block_year, setting.anchor.day
    if setting.story.sentence_year is not None:
        return setting.story.sentence_year
    if year is None or anchor is None or (setting.tense > 0 and year < anchor.year):
        return None
    return year


def _month(setting: Setting, point: Point, after: date | None, known: tuple[str, ...]) -> Answer | None:
    assert point.month
    year = point.year
    inferred: tuple[str, ...] = ()
    if year is None:
        anchor = after or setting.anchor.day or setting.story.day
        if anchor is None:
            return None
        inferred = ("year",)
        year = anchor.year + (point.month < anchor.month) if after else cal.nearest_month(
            anchor, point.month, setting.tense, _carried(setting)
        )
    first, last = cal.month_days(year, point.month)
    return Answer(first=first, last=last, precision="month", known=known, inferred=inferred)


def _weekday(setting: Setting, weekday: int, after: date | None, known: tuple[str, ...]) -> Answer | None:
    anchor = setting.anchor.day
    if after is not None:
        day = cal.weekday_from(after, weekday, 1, strict=True)
    elif setting.story.block_day and setting.expression.group and setting.story.block_day.weekday() != weekday:
        day = cal.weekday_from(setting.story.block_day, weekday, 1)
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
    return cal.weekday_from(anchor, weekday, 1)


def _day_number(setting: Setting, number: int, known: tuple[str, ...]) -> Answer | None:
    base = setting.story.day or setting.anchor.day
    day = cal.with_year(base.year, base.month, number) if base else None
    return Answer(first=day, last=day, known=known, inferred=("year", "month"), doubt=0.3) if day else None


def _relative(setting: Setting) -> Answer | None:
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
    start = _point(setting, point, None)
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


_STEP = {"this": 0, "same": 0, "last": -1, "before": -1, "next": 1, "after": 1}


def _relative_to(setting: Setting, said: Relative, base: date) -> Answer | None:
    step = _STEP.get(said.direction or "this", 0)
    inferred = ("year", "month", "day")
    if said.offset is not None:
        day = base + said.offset * cal.DAY
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
        first, last = _directed_season(base, said.season, step)
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
    return cal.weekday_from(base, said.weekday, -1 if setting.tense < 0 else 1)


def _directed_year(base: date, month: int, step: int) -> int:
    if step < 0:
        return base.year - (month >= base.month)
    if step > 0:
        return base.year + (month <= base.month)
    return base.year


def _directed_season(base: date, index: int, step: int) -> cal.Days:
    seasons = [cal.season(base.year + k, index) for k in (-2, -1, 0, 1, 2)]
    if step < 0:
        return [s for s in seasons if s[1] < base][-1]
    if step > 0:
        return next(s for s in seasons if s[0] > base)
    return min(seasons, key=lambda s: abs((s[0] - base).days) if s[0] > base else max(0, (base - s[1]).days))


def _unit(said: Relative, base: date, step: int) -> Answer | None:
    unit, count = said.unit, said.count
    inferred = ("year", "month", "day")
    if unit == "day":
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
        step -= step == 1 and base.weekday() < 4 and said.direction == "after"  # noqa: PLR2004
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
    """"the past two years", "the next six months": from the anchor on or up to it."""
    if unit not in ("week", "month", "year", "decade"):
        return None
    months = {"week": 0, "month": 1, "year": 12, "decade": 120}[unit] * count
    edge = cal.add_months(base, step * months) if months else base + timedelta(days=7 * count * step)
    precision = unit if unit != "week" else "day"
    return Answer(first=min(base, edge), last=max(base, edge), precision=precision, doubt=0.5)


def _period(setting: Setting) -> Answer | None:
    said = setting.expression.day
    assert isinstance(said, Period)
    anchor = setting.anchor.day
    if said.unit == "holiday":
        return _holiday(said, setting)
    if said.unit == "decade" and said.year:
        return Answer(first=date(said.year, 1, 1), last=date(said.year + 9, 12, 31), precision="decade", known=("year",))
    year = said.year
    if year is None:
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
        first, last = cal.season(year, said.index) if said.year else _directed_season(anchor or date(year, 1, 1), said.index, 0)
        return Answer(first=first, last=last, precision="season", known=known, inferred=inferred)
    if said.unit in ("month", "week") and anchor and not said.year:
        first, last = cal.month_days(anchor.year, anchor.month) if said.unit == "month" else cal.week(anchor)
        return Answer(first=first, last=last, precision=said.unit, inferred=("year", "month"))
    last_year = said.last_year or year
    if last_year < year:
        return None
    return Answer(first=date(year, 1, 1), last=date(last_year, 12, 31), precision="year", known=known, inferred=inferred)


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
    day = days[0] if said.year or not anchor else min(
        days, key=lambda d: abs((d - anchor).days) + 150 * (setting.tense * (d - anchor).days < 0)
    )
    return Answer(first=day, last=day, known=("holiday",), inferred=() if said.year else ("year",), doubt=0.1)


_RESOLVERS: dict[type, Callable[[Setting], Answer | None]] = {Calendar: _calendar, Relative: _relative, Period: _period}
