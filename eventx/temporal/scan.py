"""Text → expressions: lex the stretches around trigger words, run the language's shapes over their codes."""

from __future__ import annotations

from collections.abc import Iterator

from eventx.lang import Language, Token
from eventx.layout import Layout
from eventx.model import Span
from eventx.temporal.readers import READERS
from eventx.temporal.values import Calendar, Expression, Point

_NEAR = 24
"""Characters before a match in which `never_before` is looked for."""
_MAX_MONTH = 12
_MAX_DAY = 31
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def scan(layout: Layout, language: Language) -> list[Expression]:
    """All expressions of the text, in its order, not overlapping."""
    text = layout.text
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose lower case is two: keep the offsets instead
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    found: list[Expression] = []
    groups = 0
    for a, b in language.lexer.windows(lower):
        pieces = language.lexer.pieces(text, lower, a, b)
        for match in language.machine.finditer("".join([p[0] for p in pieces])):
            tokens = [Token._make(p) for p in pieces[match.start() : match.end()]]
            read = list(_read(text, language, tokens, int(str(match.lastgroup)[1:]), groups + 1))
            groups += len(read) > 1
            found.extend(read)
    return found


def _read(text: str, language: Language, run: list[Token], shape: int, group: int) -> Iterator[Expression]:
    row = language.shapes[shape]
    while run and (run[-1].code in ",(=" or (run[-1].code == ")" and not any(t.code == "(" for t in run))):
        run.pop()
    if not run or _is_never(language, text, run[0].start, run[-1].end):
        return
    options = {**row.options, "name": row.rule.rsplit("/", 1)[-1], "text": text[run[0].start : run[-1].end].lower()}
    options.setdefault("order", language.order)
    readings = [r for r in READERS[row.reader](run, options) if possible(r[2])]
    shared = group if len(readings) > 1 else 0
    for a, b, day, times in readings:
        span = Span(start=run[a].start, end=run[b - 1].end)
        yield Expression(span=span, text=span.of(text), rule=row.rule, day=day, times=times, group=shared)


def _is_never(language: Language, text: str, start: int, end: int) -> bool:
    before, at = language.never_before, language.never_at
    if before is not None and before.search(text, max(0, start - _NEAR), start):
        return True
    match = at.match(text, start) if at is not None else None
    return match is not None and match.end() > end


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
