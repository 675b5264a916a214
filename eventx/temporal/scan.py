"""Text → expressions: lex the stretches around trigger words, run the language's shapes over their codes."""

from __future__ import annotations

from collections.abc import Iterator

from eventx.lang import Language, Token
from eventx.layout import Layout
from eventx.model import Span
from eventx.temporal.readers import READERS
from eventx.temporal.values import Calendar, Expression, Point

_MAX_MONTH = 12
_MAX_DAY = 31
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def scan(layout: Layout, language: Language, start: int = 0, end: int | None = None) -> list[Expression]:
    """All expressions of the text, in its order, not overlapping."""
    text = layout.text
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose lower case is two: keep the offsets instead
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    found: list[Expression] = []
    for a, b in language.windows(lower):
        if b < start or (end is not None and a >= end):
            continue
        tokens = language.lex(text, lower, _at_word(lower, a), b)
        codes = "".join([t.code for t in tokens])
        for match in language.machine.finditer(codes):
            found.extend(_read(text, language, tokens, match.start(), match.end(), int(str(match.lastgroup)[1:]), found))
    return found


def _at_word(lower: str, at: int) -> int:
    """The window's start, moved on to the next word: half a number would be read as a whole one."""
    while 0 < at < len(lower) and not lower[at - 1].isspace():
        at += 1
    return at


def _read(
    text: str, language: Language, tokens: list[Token], first: int, last: int, shape: int, before: list[Expression]
) -> Iterator[Expression]:
    row = language.shapes[shape]
    run = tokens[first:last]
    while run and run[-1].code in ",(=":
        run.pop()
    if not run or (language.never is not None and language.never.search(text, max(0, run[0].start - 24), run[0].start)):
        return
    options = {**row.options, "name": row.rule.rsplit("/", 1)[-1], "text": text[run[0].start : run[-1].end].lower()}
    options.setdefault("order", language.order)
    readings = [r for r in READERS[row.reader](run, options) if possible(r[2])]
    group = (before[-1].group if before else 0) + 1 if len(readings) > 1 else 0
    for a, b, day, times in readings:
        span = Span(start=run[a].start, end=run[b - 1].end)
        yield Expression(span=span, text=span.of(text), rule=row.rule, day=day, times=times, group=group)


def possible(day: object) -> bool:
    """False for what no calendar has: February 30, month 13."""
    if not isinstance(day, Calendar):
        return True
    return all(_exists(p) for p in (day.first, day.last) if p is not None)


def _exists(point: Point) -> bool:
    if point.month is not None and not 1 <= point.month <= _MAX_MONTH:
        return False
    if point.day is None:
        return True
    if not 1 <= point.day <= (_DAYS[point.month - 1] if point.month else _MAX_DAY):
        return False
    leap = point.year is None or (point.year % 4 == 0 and (point.year % 100 != 0 or point.year % 400 == 0))
    return leap or (point.month, point.day) != (2, 29)
