"""From the tokens of a matched shape to what they say: one reader a table of the language file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from eventx.lang import Token
from eventx.temporal.values import Calendar, Clock, Day, Period, Point, Relative, Times

Reading = tuple[int, int, Day | None, Times | None]
"""First token, last token (exclusive), and what they say."""
_WEEKDAY_GROUP = re.compile(r"^[^\w]?(?:[Wv]\.?(?:[,&r=-]+[Wv]\.?)+,?)(?=.*[DO])")
_AFTERNOON = range(1, 7)
_NOON, _DAY_HOURS = 12, 24
_MAX_MONTH, _MAX_DAY = 12, 31


def read_date(tokens: Sequence[Token], options: Mapping[str, Any]) -> Iterator[Reading]:
    """`[[date]]`: points in calendar parts, one, a range of two, or a list."""
    codes = "".join(t.code if ord(t.code) < 0xE000 else "_" for t in tokens)
    skip = match.end() if (match := _WEEKDAY_GROUP.match(codes)) else 0
    points = _points(tokens, skip, options)
    _share(points)
    where = [(p["from"], p["to"]) for p in points]
    made = [Point(**{k: v for k, v in p.items() if k in _PARTS}) for p in points]
    if len(points) == 2 and (points[1]["sep"] == "r" or options.get("between")):  # noqa: PLR2004
        yield 0, len(tokens), Calendar(first=made[0], last=made[1]), None
    elif len(points) == 1:
        yield 0, len(tokens), Calendar(first=made[0]), None
    else:
        for i, point in enumerate(made):
            yield (0 if i == 0 else where[i][0]), where[i][1], Calendar(first=point), None


_PARTS = ("year", "month", "day", "weekday", "part")
_KEY = {"M": "month", "m": "month", "u": "month", "D": "day", "O": "day", "W": "weekday", "v": "weekday", "Y": "year",
        "y": "year", "E": "part"}  # fmt: skip


def _points(tokens: Sequence[Token], skip: int, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = [{"sep": "", "from": skip, "to": skip}]
    separator = ""
    for i, token in enumerate(tokens[skip:], skip):
        point = points[-1]
        if token.code in ("r", "-", "=") and not options.get("list") and "from" in point and len(point) > 3:  # noqa: PLR2004
            separator = "r"
        elif token.code == "&" and len(point) > 3:  # noqa: PLR2004
            separator = "r" if options.get("between") else "&"
        elif token.code == "I":
            point = _next(points, separator, i) if len(point) > 3 else point  # noqa: PLR2004
            point.update(zip(("year", "month", "day"), numeric(token.value, options.get("order", "MDY")), strict=True))
            point["to"], separator = i + 1, ""
        elif key := _KEY.get(token.code):
            if separator or key in point or (key == "weekday" and "day" in point and "month" in point):
                if not (key == "weekday" and "day" in point and not separator):
                    point = _next(points, separator, i)
            point[key] = _full_year(token.value) if key == "year" else token.value
            point["to"], separator = i + 1, ""
    return points


def _next(points: list[dict[str, Any]], separator: str, at: int) -> dict[str, Any]:
    points.append({"sep": separator or ",", "from": at, "to": at + 1})
    return points[-1]


def _full_year(year: int) -> int:
    return year if year > 99 else (2000 + year if year < 70 else 1900 + year)  # noqa: PLR2004


def _share(points: list[dict[str, Any]]) -> None:
    """Months and years written once belong to their neighbours: "Oct. 3, 5 and 7", "7 to 10 October"."""
    for i, point in enumerate(points):
        if "month" not in point and "day" in point:
            near = [p for p in reversed(points[:i]) if "month" in p] + [p for p in points[i + 1 :] if "month" in p]
            if near:
                point["month"] = near[0]["month"]
    for i in range(len(points) - 2, -1, -1):
        point, after = points[i], points[i + 1]
        if "year" in after and "year" not in point and "month" in point:
            point["year"] = after["year"] - (after.get("month", 12) < point["month"])
    for before, point in zip(points, points[1:], strict=False):
        if "year" in before and "year" not in point and "month" in point:
            point["year"] = before["year"] + (point["month"] < before.get("month", 1))


def numeric(value: Any, order: str) -> tuple[int, int, int]:
    """(year, month, day) of a numeric date; the open order of day and month by the locale unless only one fits."""
    if len(value) == 3:  # noqa: PLR2004
        return value[0], value[1], value[2]
    first, second, year, mark = int(value[0]), int(value[1]), int(value[2]), value[3]
    day_first = order == "DMY" or mark == "." or first > _MAX_MONTH
    if second > _MAX_MONTH:
        day_first = False
    return (_full_year(year), second, first) if day_first else (_full_year(year), first, second)


def read_clock(tokens: Sequence[Token], options: Mapping[str, Any]) -> Iterator[Reading]:
    """`[[clock]]`: a time or a range of two, with the zone behind it."""
    marks = [(t.value if t.code != "D" else (t.value, 0, None)) for t in tokens if t.code in "TtD" and t.value is not None]
    if tokens and tokens[-1].code == "D" and len(marks) > 1 and any(t.code == "Z" for t in tokens):
        marks = marks[:-1]  # the digit of "GMT+8"
    if not marks or marks[0][0] > _DAY_HOURS:
        return
    last = _clock(marks[1]) if len(marks) > 1 else None
    first = _clock(marks[0])
    if last and marks[0][2] is None and marks[1][2]:
        first = _same_half(marks[0], last)
    elif last and marks[1][2] is None and marks[0][2]:
        last = _after(marks[1], first)
    yield 0, len(tokens), None, Times(first=first, last=last, zone=_zone(tokens))


def _clock(mark: tuple[int, int, str | None]) -> Clock:
    hour, minute, half = mark
    if half is None:
        guessed = hour in _AFTERNOON
        return Clock(hour=(hour + _NOON if guessed else hour) % 24, minute=minute, sure=not guessed)
    hour = hour % _NOON if hour <= _NOON else hour
    return Clock(hour=hour + (_NOON if half == "p" and hour < _NOON else 0), minute=minute)


def _same_half(mark: tuple[int, int, str | None], last: Clock) -> Clock:
    """"4 to 8 PM" is 16:00, "11 to 1 p.m." is 11:00: the latest reading before the end."""
    hour = mark[0] % _NOON
    late = hour + _NOON
    return Clock(hour=late if (late, mark[1]) < (last.hour, last.minute) else hour, minute=mark[1])


def _after(mark: tuple[int, int, str | None], first: Clock) -> Clock:
    hour = mark[0] % _NOON
    return Clock(hour=hour if (hour, mark[1]) > (first.hour, first.minute) else hour + _NOON, minute=mark[1])


def _zone(tokens: Sequence[Token]) -> str | None:
    for i, token in enumerate(tokens):
        if token.code == "Z":
            tail = tokens[i + 1 : i + 3]
            if len(tail) == 2 and tail[1].code == "D":  # noqa: PLR2004
                return f"offset:{'-' if tail[0].code == '-' else '+'}{tail[1].value}"
            return str(token.value)
    words = [t for t in tokens if t.code == "w"]
    return f"place:{words[0].start}:{words[-1].end}" if words else None


def read_relative(tokens: Sequence[Token], options: Mapping[str, Any]) -> Iterator[Reading]:
    """`[[relative]]`: direction, unit, count, weekday … whatever the tokens hold."""
    said: dict[str, Any] = {}
    point: dict[str, Any] = {}
    for token in tokens:
        if token.code == "X" and said.get("direction") in (None, "this", "same"):
            said["direction"] = token.value
        elif token.code == "U":
            said["unit"] = token.value
        elif token.code in "nDN" and "unit" not in said and token.value:
            said["count"] = max(int(token.value), said.get("count", 0))
        elif token.code == "A" and "direction" not in said:
            said["sign"] = token.value
        elif token.code == "R":
            said["offset"] = token.value
        elif token.code == "S":
            said["season"] = token.value
        elif token.code == "P":
            said["day_part"] = token.value
        elif key := _KEY.get(token.code):
            point[key] = token.value
    said.update(_fixed(tokens, said, options))
    if "day" in point or (options["name"] in ("week-of", "span-from-day") and point):
        said["of"] = Point(**{k: v for k, v in point.items() if k != "part"})
    else:
        said.update({k: v for k, v in point.items() if k in ("weekday", "month")})
    yield 0, len(tokens), Relative(**said), None


def _fixed(tokens: Sequence[Token], said: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """What the shape itself says, by its name: which day it counts from, and the sense of its words."""
    name = options["name"]
    words = {t.value for t in tokens if ord(t.code) >= 0xE000}
    if name == "span-shifted":
        ago = any(t.code == "A" and t.value == -1 for t in tokens)
        told = any(t.code == "A" for t in tokens) and "ago" not in options["text"]
        return {"sign": -1 if ago else 1, "told": told, "count": said.get("count", 1)}
    if name == "span-from-day":
        return {"sign": 1, "count": said.get("count", 1)}
    if name == "day-around-day":
        step = 1 if "after" in words else -1
        return {"offset": said.get("offset", 0) + step, "unit": None}
    if name == "day-before":
        return {"direction": "before" if "before" in words else "after"}
    return {}


def read_period(tokens: Sequence[Token], options: Mapping[str, Any]) -> Iterator[Reading]:
    """`[[period]]`: quarter, half, season, decade, year, holiday."""
    said: dict[str, Any] = {"fiscal": any(ord(t.code) >= 0xE000 and t.value in ("fiscal", "fy") for t in tokens)}
    for token in tokens:
        if token.code in "Yy":
            said["last_year" if "year" in said else "year"] = _full_year(token.value)
        elif token.code == "O":
            said["index"] = token.value
        elif token.code == "q":
            said["unit"] = token.value
        elif token.code == "k":
            said["unit"], said["index"] = token.value
        elif token.code == "S":
            said["unit"], said["index"] = "season", token.value
        elif token.code == "e":
            said["unit"], said["year"] = "decade", token.value
        elif token.code == "G":
            said["unit"], said["key"] = "holiday", token.value
        elif token.code == "E":
            said["part"] = token.value
        elif token.code == "U":
            said.setdefault("unit", token.value)
    said["unit"] = said.get("unit") or "year"
    yield 0, len(tokens), Period(**said), None


READERS: Mapping[str, Callable[[Sequence[Token], Mapping[str, Any]], Iterator[Reading]]] = {
    "date": read_date, "clock": read_clock, "relative": read_relative, "period": read_period,
}  # fmt: skip
