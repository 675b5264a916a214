"""From the tokens of a clock time to its hours and its zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eventx.lang import Token
from eventx.temporal.values import Clock, Reading, Times

_AFTERNOON = range(1, 7)
_NOON, _DAY_HOURS = 12, 24
_BEFORE_NOON, _AFTER_MIDNIGHT = (10, 11), (0, 1, 2, 3, 4, 12)
"""Hours that stand before noon where "noon" is written before them, and behind midnight where "night" is."""


def read_clock(tokens: Sequence[Token], options: Mapping[str, Any]) -> Iterator[Reading]:
    """`[[clock]]`: a time or a range of two, with the zone behind it."""
    zone, rest = _zone(tokens)
    marks = _marks(rest)
    if not marks or marks[0][0] > _DAY_HOURS:
        return
    whole = options.get("hours") == _DAY_HOURS
    last = _clock(marks[1], whole) if len(marks) > 1 else None
    first = _clock(marks[0], whole)
    if last and marks[0][2] is None and marks[1][2] and not whole:
        first = _same_half(marks[0], last)
    elif last and marks[1][2] is None and marks[0][2]:
        last = _after(marks[1], first)
    yield 0, len(tokens), None, Times(first=first, last=last, zone=zone)


Mark = tuple[int, int, str | None]
"""Hour, minute, half of the day: a, p, n (around noon), x (around midnight), None where not told."""


def _marks(tokens: Sequence[Token]) -> list[Mark]:
    """Clock times of the tokens, whole ones (9:30) and those of hour, minute and a word before them (午後3時30分)."""
    marks: list[Mark] = []
    half: str | None = None
    for token in tokens:
        if token.code == "p":
            half = token.value
        elif token.code in "HD" or (token.code == "t" and half):
            hour, minute = token.value[:2] if token.code == "t" else (token.value, 0)
            marks.append((hour, minute, half))
            half = None
        elif token.code == "i" and marks:
            marks[-1] = (marks[-1][0], token.value, marks[-1][2])
        elif token.code in "Tt" and token.value is not None:
            marks.append(token.value)
    return marks


def _clock(mark: Mark, whole: bool = False) -> Clock:
    """The time of day; `whole` where a language counts its hours to 24 and leaves nothing to guess."""
    hour, minute, half = mark
    if half in ("n", "x"):
        half = "a" if hour in (_BEFORE_NOON if half == "n" else _AFTER_MIDNIGHT) else "p"
    if half is None and whole:
        return Clock(hour=hour % 24, minute=minute)
    if half is None:
        guessed = hour in _AFTERNOON
        return Clock(hour=(hour + _NOON if guessed else hour) % 24, minute=minute, sure=not guessed)
    hour = hour % _NOON if hour <= _NOON else hour
    return Clock(hour=hour + (_NOON if half == "p" and hour < _NOON else 0), minute=minute)


def _same_half(mark: Mark, last: Clock) -> Clock:
    """ "4 to 8 PM" is 16:00, "11 to 1 p.m." is 11:00: the latest reading before the end."""
    hour = mark[0] % _NOON
    late = hour + _NOON
    return Clock(hour=late if (late, mark[1]) < (last.hour, last.minute) else hour, minute=mark[1])


def _after(mark: Mark, first: Clock) -> Clock:
    if mark[0] > _NOON:
        return Clock(hour=mark[0] % 24, minute=mark[1])
    hour = mark[0] % _NOON
    return Clock(hour=hour if (hour, mark[1]) > (first.hour, first.minute) else hour + _NOON, minute=mark[1])


def _zone(tokens: Sequence[Token]) -> tuple[str | None, Sequence[Token]]:
    """The zone that the tokens tell, and the tokens without an offset: the 8 of "GMT+8" is no clock time."""
    for i, token in enumerate(tokens):
        if token.code == "Z":
            if _is_offset(tokens[i : i + 3]):
                sign = "-" if tokens[i + 1].code == "-" else "+"
                return f"offset:{sign}{_hours(tokens[i + 2])}", [*tokens[: i + 1], *tokens[i + 3 :]]
            return str(token.value), tokens
    words = [t for t in tokens if t.code == "C"]
    return (f"place:{words[0].start}:{words[-1].end}" if words else None), tokens


def _is_offset(tokens: Sequence[Token]) -> bool:
    """True for GMT+8, UTC +05:30 and GMT-5; in "15:00 GMT - 17:00" the dash is of a range."""
    if len(tokens) < 3 or tokens[2].code not in "DtN":
        return False
    zone, sign, number = tokens
    return sign.code == "+" or (sign.code == "-" and zone.end == sign.start and sign.end == number.start)


def _hours(token: Token) -> float:
    """8, 05:30 and 0530 as hours."""
    if token.code == "t":
        hour, minute, _ = token.value
        return float(hour + minute / 60)
    value = token.value or 0
    return float(value if value <= _DAY_HOURS else value // 100 + value % 100 / 60)
