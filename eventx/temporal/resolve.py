"""Expressions + anchor → whens, in the order of the text, each seeing the ones before it.

A function of (text, anchor) alone: no clock, nothing kept between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from eventx.lang import Language
from eventx.layout import Layout
from eventx.model import Anchor, When
from eventx.temporal import partly
from eventx.temporal.calendar import with_year
from eventx.temporal.clock import at_time
from eventx.temporal.periods import period_days
from eventx.temporal.points import calendar_days
from eventx.temporal.relative import relative_days
from eventx.temporal.roles import role_of
from eventx.temporal.setting import Answer, Setting, Story
from eventx.temporal.timex import timex
from eventx.temporal.values import Calendar, Expression, Period, Point, Relative

_WORD = 8
"""Characters before an expression in which the word before it is looked for."""


def resolve(found: Sequence[Expression], anchor: Anchor, layout: Layout, language: Language) -> list[When]:
    """The whens of all expressions that can be resolved, each with its role; relative ones need an anchor day."""
    story, out = Story(written=None if anchor.day else partly.commonest(_whole_days(found))), []
    for expression in found:
        sentence = layout.sentence_at(expression.span.start)
        _enter(story, layout.block_at(expression.span.start), sentence.start)
        setting = Setting(expression, anchor, story, sentence, layout, language)
        answer = _day_of(setting)
        if answer is not None:
            out.append(_when(setting, answer))
            _remember(setting, answer)
    return out


def _enter(story: Story, block: int, sentence: int) -> None:
    """What holds for a block or a sentence alone ends with it."""
    if block != story.block:
        story.block, story.block_day, story.block_year = block, None, None
    if sentence != story.sentence:
        story.sentence, story.sentence_year, story.sentence_week = sentence, None, None


def _when(setting: Setting, answer: Answer) -> When:
    expression, language = setting.expression, setting.language
    time = at_time(expression.times, answer.first, answer.last, setting.layout.text)
    precision = "day" if expression.times is not None else answer.precision
    known = answer.known + time.known
    return When(
        span=expression.span, text=expression.text, first=time.first, last=time.last, precision=precision,
        zone=time.zone, rule=expression.rule, known=known, inferred=answer.inferred, open=expression.open,
        role=role_of(expression, precision, known, setting.anchor, setting.sentence, setting.layout.text, language),
        value=timex(answer.first, answer.last, _grain(expression, answer), time.first, time.last),
        group=expression.group, doubt=max(answer.doubt, time.doubt), notes=answer.notes + time.notes,
    )  # fmt: skip


def _grain(expression: Expression, answer: Answer) -> str:
    """TIMEX3 knows weekends, which are days like others to all else."""
    weekend = isinstance(expression.day, Relative) and expression.day.unit == "weekend"
    return "weekend" if weekend and answer.precision == "day" else answer.precision


def _whole_days(found: Sequence[Expression]) -> Iterator[date]:
    for expression in found:
        point = expression.day.first if isinstance(expression.day, Calendar) else Point()
        if point.year and point.month and point.day and (whole := with_year(point.year, point.month, point.day)):
            yield whole


def _remember(setting: Setting, answer: Answer) -> None:
    story, expression = setting.story, setting.expression
    if answer.precision == "day" and not _is_passing(setting):
        story.day = story.block_day = answer.last if expression.day is not None else answer.first
        if isinstance(expression.day, Calendar):
            story.weekday_days[answer.first.weekday()] = answer.first
            if expression.day.first.month is not None:
                story.numbers[answer.first.day] = answer.first
                story.programme, story.programme_block = answer.first, story.block
    if answer.precision == "week":
        story.sentence_week = answer.first
    if "year" in answer.known and answer.precision == "day":
        story.block_year = answer.first.year
        story.first_year = story.first_year or answer.first.year
    if answer.precision == "year" and isinstance(expression.day, Relative) and expression.day.direction == "last":
        story.sentence_year = answer.first.year


def _is_passing(setting: Setting) -> bool:
    """True for days that are named without the story going there: "the August 31st opening", "the day before"."""
    day, times = setting.expression.day, setting.expression.times
    if isinstance(day, Relative):
        return day.direction == "before"
    if isinstance(day, Period):  # a holiday is told in names too
        return times is None
    attributive = setting.language.data.get("refine", {}).get("attributive", ())
    start = setting.expression.span.start
    words = setting.layout.text[max(0, start - _WORD) : start].split()
    return times is None and bool(words) and words[-1].lower() in attributive


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


_RESOLVERS: dict[type, Callable[[Setting], Answer | None]] = {
    Calendar: calendar_days, Relative: relative_days, Period: period_days,
}  # fmt: skip
