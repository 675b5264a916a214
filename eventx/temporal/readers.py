"""From the tokens of a matched shape to what they say: one reader a table of the language file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from eventx.lang import Token
from eventx.temporal.clock_reader import read_clock
from eventx.temporal.values import Calendar, Period, Point, Reading, Relative

_WEEKDAY_GROUP = re.compile(r"^_?(?:[Wv]\.?(?:[,&r=-]+[Wv]\.?)+,?)(?=.*[DO])")
_MAX_MONTH, _MAX_DAY = 12, 31


def read_date(tokens: Sequence[Token], options: Mapping[str, Any]) -> Iterator[Reading]:
    """`[[date]]`: points in calendar parts, one, a range of two, or a list."""
    codes = "".join(t.code if ord(t.code) < 0xE000 else "_" for t in tokens)
    skip = match.end() if (match := _WEEKDAY_GROUP.match(codes)) else 0
    if options.get("order") == "YMD" and any(t.code == "I" and len(t.value) > len("YMD") for t in tokens):
        return  # 3-5-36 is an address where dates open with a year
    if options.get("slash"):
        tokens = _slashed(tokens)
    points = _points(tokens, skip, options)
    points[0].update(options.get("says", {}))
    _share(points)
    made = [Point(**{k: v for k, v in p.items() if k in _PARTS}) for p in points]
    ranged = [p["sep"] == "r" or (i == 1 and bool(options.get("between"))) for i, p in enumerate(points)]
    starts = [i for i, is_end in enumerate(ranged) if not is_end]
    for i in starts:
        last = i + 1 if i + 1 < len(points) and ranged[i + 1] else i
        first_token = points[i]["from"] if i else 0
        last_token = len(tokens) if len(starts) == 1 else points[last]["to"]
        yield first_token, last_token, Calendar(first=made[i], last=made[last] if last > i else None), None


_PARTS = ("year", "month", "day", "weekday", "part", "year_told", "month_told")
_KEY = {"M": "month", "m": "month", "u": "month", "D": "day", "O": "day", "W": "weekday", "v": "weekday", "Y": "year",
        "y": "year", "E": "part"}  # fmt: skip


def _points(tokens: Sequence[Token], skip: int, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = [{"sep": "", "from": skip, "to": skip}]
    separator, era = "", 0
    for i, token in enumerate(tokens[skip:], skip):
        point = points[-1]
        if token.code == "J":
            era = token.value
            continue
        if token.code in ("r", "-", "=") and not options.get("list") and _is_begun(point):
            separator = "r"
        elif token.code == "&" and _is_begun(point):
            separator = "r" if options.get("between") else "&"
        elif token.code == "I":
            point = _next(points, separator, i) if _is_begun(point) and point.keys() & {"month", "day"} else point
            point.update(zip(("year", "month", "day"), numeric(token.value, options.get("order", "MDY")), strict=True))
            point["to"], separator = i + 1, ""
        elif key := _KEY.get(token.code) or _told(token):
            behind_day = key == "weekday" and "day" in point  # 24 (Friday)
            if separator or (key in point and not behind_day):
                point = _next(points, separator, i)
            point[key] = _value(token, key, era)
            point["to"], separator, era = i + 1, "", era * (key != "year")
    return points


def _is_begun(point: Mapping[str, Any]) -> bool:
    """True where a dash or "and" behind it leads to another point; the one of "mid-November" does not."""
    return any(key in point for key in ("year", "month", "day", "weekday", "year_told", "month_told"))


def _told(token: Token) -> str | None:
    """The part of a point that 今年 or 本月 tells; none for 本周 beside a date."""
    return f"{token.value[1]}_told" if token.code == "V" and token.value[1] in ("year", "month") else None


def _value(token: Token, key: str, era: int) -> Any:
    if key == "year":
        return era + token.value if era else _full_year(token.value)
    return token.value[0] if token.code == "V" else token.value


def _slashed(tokens: Sequence[Token]) -> list[Token]:
    """11/6 as month and day."""
    codes = "".join(t.code for t in tokens)
    return [t._replace(code="M") if codes.startswith("D/", i) else t for i, t in enumerate(tokens)]


def _next(points: list[dict[str, Any]], separator: str, at: int) -> dict[str, Any]:
    points.append({"sep": separator or ",", "from": at, "to": at + 1})
    return points[-1]


def _full_year(year: int) -> int:
    return year if year > 99 else (2000 + year if year < 70 else 1900 + year)


def _share(points: list[dict[str, Any]]) -> None:
    """Months and years written once belong to their neighbours: "Oct. 3, 5 and 7", "7 to 10 October"."""
    written = ["month" in p for p in points]
    for order in (points, points[::-1]):  # what stands before lends its month first
        month = None
        for point in order:
            month = point.get("month", month)
            if month is not None and "day" in point:
                point.setdefault("month", month)
    for i, (before, point) in enumerate(pairwise(points)):
        if point["sep"] == "r" and _turns_back(before, point):  # "Oct. 28 to 3", "28 to 3 October"
            lent = before if not written[i] else point
            lent["month"] = (lent["month"] - 2) % 12 + 1 if lent is before else lent["month"] % 12 + 1
    for before, point in pairwise(points):
        if not {"year", "year_told"} & point.keys() and point.get("month") == before.get("month"):
            point.update({k: before[k] for k in ("year_told", "month_told") if k in before})
    for i in range(len(points) - 2, -1, -1):
        point, after = points[i], points[i + 1]
        if "year" in after and "year" not in point and "month" in point:
            point["year"] = after["year"] - (after.get("month", 12) < point["month"])
    for before, point in pairwise(points):
        if "year" in before and "year" not in point and "month" in point:
            point["year"] = before["year"] + (point["month"] < before.get("month", 1))


def _turns_back(before: Mapping[str, Any], point: Mapping[str, Any]) -> bool:
    days = before.get("day"), point.get("day")
    same = before.get("month") == point.get("month") is not None and not {"year"} & before.keys()
    return same and days[0] is not None and days[1] is not None and days[1] < days[0]


def numeric(value: Any, order: str) -> tuple[int, int, int]:
    """(year, month, day) of a numeric date; the open order of day and month by the locale unless only one fits."""
    if len(value) == 3:
        return value[0], value[1], value[2]
    first, second, year, mark = int(value[0]), int(value[1]), int(value[2]), value[3]
    day_first = order == "DMY" or mark == "." or first > _MAX_MONTH
    if second > _MAX_MONTH:
        day_first = False
    return (_full_year(year), second, first) if day_first else (_full_year(year), first, second)


def read_relative(tokens: Sequence[Token], options: Mapping[str, Any]) -> Iterator[Reading]:
    """`[[relative]]`: direction, unit, count, weekday … whatever the tokens hold."""
    said: dict[str, Any] = {}
    point: dict[str, Any] = {}
    says = options.get("says", {})
    counts = "nDNOy" if "unit" in says else "nDN"
    for token in tokens:
        if token.code == "V":
            said["direction"], said["unit"] = token.value
        elif token.code == "X" and said.get("direction") in (None, "this", "same"):
            said["direction"] = token.value
        elif token.code == "U":
            said["unit"] = token.value
        elif token.code in counts and "unit" not in said and token.value:
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
    said.update(says)
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
    if name == "earlier-this-period":
        return {"sign": None}
    if said.get("unit") == "day" and said.get("direction") == "next" and "the" in words and "count" not in said:
        return {"direction": "after"}  # "the next day" follows the one just told
    if name == "day-around-day":
        step = 1 if "after" in words else -1
        return {"offset": said.get("offset", 0) + step, "unit": None}
    if name == "day-before":
        return {"direction": "before" if "before" in words else "after"}
    return {}


def read_period(tokens: Sequence[Token], options: Mapping[str, Any]) -> Iterator[Reading]:
    """`[[period]]`: quarter, half, season, decade, year, holiday."""
    said: dict[str, Any] = {"fiscal": any(ord(t.code) >= 0xE000 and t.value in ("fiscal", "fy") for t in tokens)}
    if not options["text"].endswith(tuple(options.get("ends", ("",)))):
        return
    era = next((t.value for t in tokens if t.code == "J"), 0)
    for token in tokens:
        if token.code in "Yy":
            said["last_year" if "year" in said else "year"] = _value(token, "year", era)
        elif token.code == "V":
            said["year_told"] = token.value[0]
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
