"""A Schedule (https://schema.org/Schedule) → first start, last end and RRULE (RFC 5545 section 3.3.10)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from eventx.ingest.declared.nodes import Fields, first, local, texts
from eventx.ingest.declared.times import Times, clock, duration, told

_DAYS = {
    "monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA",
    "sunday": "SU",
}  # fmt: skip
_CODES = tuple(_DAYS.values())
_NTH = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
_UNITS = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_FREQUENCY = re.compile(r"P(\d{1,3})([DWMY])", re.IGNORECASE)
_DAY = timedelta(days=1)


class Repeated(NamedTuple):
    """`rule` is None where the schedule tells one day only, or nothing that a rule can say."""

    times: Times
    rule: str | None


def repeated(schedule: Fields, start: date | None, zone: str | None) -> Repeated | None:
    """The times of a schedule; `start` is that of the event, for schedules that tell none. None without any day."""
    zone = _zone(first(schedule, "scheduletimezone")) or zone
    opening = told(first(schedule, "startdate") or "")
    day = _day(opening.at) if opening else _day(start) if start else None
    if day is None:
        return None
    until = told(first(schedule, "enddate") or "")
    days = _weekdays(schedule)
    rule = _rule(schedule, days, _day(until.at) if until else None)
    if rule and rule.startswith("FREQ=WEEKLY") and days:
        day = _moved(day, days)
    last = max(_day(until.at), day) if until else None
    return Repeated(_times(schedule, day, last, rule, zone), rule)


def _times(schedule: Fields, day: date, last: date | None, rule: str | None, zone: str | None) -> Times:
    """First start and last end; no end for a rule without one, since the end of an event ends its rule."""
    open_end = rule is not None and last is None and "COUNT" not in rule
    opens, closes = clock(first(schedule, "starttime") or ""), clock(first(schedule, "endtime") or "")
    final = last or day
    if opens is None:
        return Times(day, None if open_end else final)
    start = _at(day, opens, zone)
    if closes is None and (length := duration(first(schedule, "duration") or "")) and length < _DAY:
        closes = (start + length).time()
    if open_end:
        return Times(start, None, zone)
    if closes is None:
        return Times(start, final if final > day else None, zone)
    return Times(start, _at(final if closes > opens else final + _DAY, closes, zone), zone)


def _at(day: date, at: time, zone: str | None) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone) if zone else None)


def _zone(name: str | None) -> str | None:
    try:
        return ZoneInfo(name).key if name else None
    except (LookupError, ValueError, OSError):  # no zone of that name
        return None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _moved(day: date, days: list[str]) -> date:
    """The first of these weekdays from that day on: DTSTART is the first occurrence (RFC 5545 section 3.8.5.3)."""
    codes = {each[-2:] for each in days}
    return next(each for n in range(7) if _CODES[(each := day + n * _DAY).weekday()] in codes)


def _weekdays(schedule: Fields) -> list[str]:
    """BYDAY: names or addresses of schema.org's days, or iCalendar's codes, also "2MO"."""
    found = [_DAYS.get(local(each), each.strip().upper()) for each in texts(schedule, "byday")]
    return [each for each in dict.fromkeys(found) if _NTH.fullmatch(each)]


def _rule(schedule: Fields, days: list[str], until: date | None) -> str | None:
    frequency = _frequency(first(schedule, "repeatfrequency") or ("P1W" if days else ""))
    if frequency is None:
        return None
    number, unit = frequency
    months = [each for each in texts(schedule, "bymonth") if each.isdecimal() and 1 <= int(each[:3]) <= 12]
    dates = [each for each in texts(schedule, "bymonthday") if each.isdecimal() and 1 <= int(each[:3]) <= 31]
    plain = [each[-2:] for each in days] if unit == "WEEKLY" else days
    count = first(schedule, "repeatcount") or ""
    parts = [f"FREQ={unit}"]
    parts += [f"INTERVAL={number}"] if number > 1 else []
    parts += [f"BYMONTH={','.join(months)}"] if months else []
    parts += [f"BYMONTHDAY={','.join(dates)}"] if dates else []
    parts += [f"BYDAY={','.join(plain)}"] if plain else []
    if until is None and count.isdecimal() and 0 < int(count[:5]) < 10_000:
        parts.append(f"COUNT={int(count[:5])}")
    return ";".join([*parts, *([f"UNTIL={until:%Y%m%d}"] if until else [])])


def _frequency(text: str) -> tuple[int, str] | None:
    """ "P2W" or a word ("Weekly") → how many of which unit."""
    match = _FREQUENCY.fullmatch(text.strip())
    if match:
        return max(1, int(match[1])), _UNITS[match[2].upper()]
    word = local(text).upper()
    return (1, word) if word in _UNITS.values() else None


__all__ = ["Repeated", "repeated"]
