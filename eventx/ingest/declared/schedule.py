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


def repeated(schedule: Fields, own: Times | None, zone: str | None) -> Repeated | None:
    """The times of a schedule; `own` are those of the event itself, of which most schedules tell the days alone. None
    without any day."""
    zone = _zone(first(schedule, "scheduletimezone")) or (own.zone if own else None) or zone
    opening = told(first(schedule, "startdate") or "")
    day = _day(opening.at) if opening else _day(own.start) if own else None
    if day is None:
        return None
    until = told(first(schedule, "enddate") or "")
    days = _weekdays(schedule)
    rule = _rule(schedule, days, _day(until.at) if until else None)
    if rule and rule.startswith("FREQ=WEEKLY") and days:
        day = _moved(day, days)
    last = max(_day(until.at), day) if until else None
    opens = clock(first(schedule, "starttime") or "") or _clock(own and own.start)
    closes = clock(first(schedule, "endtime") or "") or _clock(own and own.end)
    if opens and closes is None and (length := duration(first(schedule, "duration") or "")) and length < _DAY:
        closes = (_at(day, opens, None) + length).time()
    if rule is None and until is None and own is not None and not first(schedule, "starttime"):
        return Repeated(own, None)
    open_end = rule is not None and last is None and "COUNT" not in rule
    return Repeated(_times(day, None if open_end else last or day, opens, closes, zone), rule)


def _clock(moment: date | None) -> time | None:
    return moment.time() if isinstance(moment, datetime) else None


def _times(day: date, last: date | None, opens: time | None, closes: time | None, zone: str | None) -> Times:
    """First start and last end; no end where no last day is told, since the end of an event ends its rule."""
    if opens is None:
        return Times(day, last)
    start = _at(day, opens, zone)
    if last is None or closes is None:
        return Times(start, last if last and last > day else None, zone)
    return Times(start, _at(last if closes > opens else last + _DAY, closes, zone), zone)


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
    if frequency is None or frequency[1] == "YEARLY":  # next year's edition is an event of its own, on other days
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
