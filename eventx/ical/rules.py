"""RRULE as eventx keeps it: plainly written, with its end, and never counted out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from icalendar.prop import vRecur

from eventx.model import day_of

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = ("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYSETPOS")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST = 200
_DAY = timedelta(days=1)


class Rule(NamedTuple):
    """How an event repeats: RFC 5545 without the RRULE, and the last day, None where no end is told or it would have to
    be counted out."""

    text: str
    last: date | None


def rule_of(told: vRecur, start: date) -> Rule | None:
    """The rule of an event that starts then (local); None where it repeats within a day, or tells more than a calendar
    can be asked to count."""
    rule = dict(told)
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *_PARTS}
    if not set(rule) <= known or rule["FREQ"][0] not in _FREQUENCIES:
        return None
    until = _until(rule, start)
    last = until or _counted(rule, day_of(start))
    if last is not None:
        last = _on(last, rule, day_of(start))
    text = ";".join(_written(rule, last if until else None, day_of(start)))
    return Rule(text, last) if len(text) <= _LONGEST else None


def _until(rule: dict[str, Any], start: date) -> date | None:
    """The last day by UNTIL, which is told in UTC, or as a day (RFC 5545 section 3.3.10)."""
    until = (rule.get("UNTIL") or [None])[0]
    if not isinstance(until, datetime) or not isinstance(start, datetime):
        return day_of(until) if isinstance(until, date) else None
    if until.tzinfo is not None and start.tzinfo is not None and _moves(until):
        until = until.astimezone(start.tzinfo)
    before = until.time() < start.time()
    return max(until.date() - _DAY if before and until.date() > date.min else until.date(), start.date())


def _moves(moment: datetime) -> bool:
    """True where another zone's clock can show the instant."""
    return date.min + _DAY <= moment.date() <= date.max - _DAY


def _counted(rule: dict[str, Any], first: date) -> date | None:
    """The last day by COUNT, where multiplying tells it: days, and weeks with their days."""
    count, each = (rule.get("COUNT") or [0])[0], (rule.get("INTERVAL") or [1])[0]
    days = [str(day) for day in rule.get("BYDAY", ())]
    if count < 1 or rule["FREQ"][0] not in ("DAILY", "WEEKLY") or set(rule) & {*_PARTS} - {"BYDAY"}:
        return None
    if not days:
        ahead = (count - 1) * each * (1 if rule["FREQ"][0] == "DAILY" else 7)
    elif rule["FREQ"][0] == "WEEKLY" and set(days) <= {*_CODES} and _CODES[first.weekday()] in days:
        week = sorted(_CODES.index(day) for day in set(days))
        rounds, rest = divmod(week.index(first.weekday()) + count - 1, len(week))
        ahead = rounds * each * 7 + week[rest] - first.weekday()
    else:
        return None
    return first + timedelta(days=ahead) if ahead <= (date.max - first).days else None


def _on(last: date, rule: dict[str, Any], first: date) -> date:
    """The last day of a week's days that is not behind UNTIL."""
    days = {str(day) for day in rule.get("BYDAY", ())}
    weekly = rule["FREQ"][0] == "WEEKLY" and (rule.get("INTERVAL") or [1])[0] == 1 and days and days <= {*_CODES}
    while weekly and _CODES[last.weekday()] not in days and last > first:
        last -= _DAY
    return last


def _written(rule: dict[str, Any], until: date | None, first: date) -> Iterator[str]:
    """The rule's parts: FREQ first, its end last; days in a row as a COUNT, as eventx writes them itself."""
    every = (rule.get("INTERVAL") or [1])[0]
    yield f"FREQ={rule['FREQ'][0]}"
    if every != 1:
        yield f"INTERVAL={every}"
        yield from (f"WKST={day}" for day in rule.get("WKST", ())[:1])
    for name in _PARTS:
        if name in rule:
            yield f"{name}={','.join(str(each).removeprefix('+') for each in rule[name])}"
    if until and set(rule) <= {"FREQ", "UNTIL", "WKST"} and rule["FREQ"][0] == "DAILY":
        yield f"COUNT={(until - first).days + 1}"
    elif until:
        yield f"UNTIL={until:%Y%m%d}"
    elif "COUNT" in rule:
        yield f"COUNT={rule['COUNT'][0]}"


def shifted(moment: date, days: int) -> date:
    """The same clock time so many days later; the moment itself where the calendar ends."""
    try:
        return moment + timedelta(days=days)
    except OverflowError:
        return moment


def at_midnight(moment: date) -> bool:
    """True for an instant at the day's first minute."""
    return isinstance(moment, datetime) and moment.time() == time.min


__all__ = ["Rule", "at_midnight", "rule_of", "shifted"]
