"""Dates as they are declared → start and end.

schema.org wants ISO 8601 (https://schema.org/DateTime). Read are its dates, instants and months in the extended and
the basic form, without seconds, with a space for the T, with hours of one digit and with a.m. and p.m.; what is none
of these ("next Friday", "TBA") is no date and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

_YEARS = range(1900, 2201)
"""Others are placeholders: 0001-01-01, 9999-12-31."""
_ZERO = date(1970, 1, 1)
"""The zero of computers' clocks: a field that was left empty."""
_DAY = timedelta(days=1)

_MOMENT = re.compile(
    r"""
      (?P<year>\d{4}) (?: (?P<dash>-) (?P<month>\d{1,2}) (?: - (?P<day>\d{1,2}) )? | (?P<md>\d{4}) )
      (?: [Tt\ ]\s* (?P<hour>\d{1,2}) (?: :? (?P<minute>\d\d) (?: :? (?P<second>\d\d) (?: [.,]\d{1,9} )? )? )?
          \s* (?P<half>[ap]\.?m\.?)?
          \s* (?P<zone> Z | UTC | GMT | [+-]\d{1,2} (?: :?\d\d )? )? )?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DURATION = re.compile(
    r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}(?:\.\d{1,6})?S)?)?", re.IGNORECASE
)
_CLOCK = re.compile(r"T?(\d{1,2}):?(\d\d)(?::?\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?", re.IGNORECASE)


class Told(NamedTuple):
    """A moment as it is declared. `month`: only the month is; `zulu`: an instant in UTC, which tells no local clock."""

    at: date
    month: bool = False
    zulu: bool = False


class Times(NamedTuple):
    """When an event is, as in `eventx.model.Event`; `doubt`: something that was declared does not fit."""

    start: date
    end: date | None
    zone: str | None = None
    precision: str = "day"
    doubt: bool = False


def told(text: str) -> Told | None:
    """The moment that a text is; None where it is none."""
    match = _MOMENT.fullmatch(" ".join(text[:100].replace("\u2212", "-").split()))
    if match is None:
        return None
    month = int(match["month"] or match["md"][:2])
    day = int(match["day"] or (match["md"] or "0001")[2:])
    try:
        first = date(int(match["year"]), month, day)
        moment = _instant(first, match) if match["hour"] else first
    except (ValueError, OverflowError):  # a 30th of February, an hour 25
        return None
    bare = match["dash"] is not None and match["day"] is None
    if first.year not in _YEARS or first == _ZERO or (bare and match["hour"]):
        return None
    return Told(moment, bare, (match["zone"] or "").upper() in ("Z", "UTC", "GMT"))


def _instant(day: date, match: re.Match[str]) -> datetime:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    at = datetime.combine(day, time(hour % 24 if (hour, minute) == (24, 0) else hour, minute))
    return (at + _DAY if hour == 24 else at).replace(tzinfo=_offset(match["zone"]))


def _offset(zone: str | None) -> timezone | None:
    if zone is None or zone.upper() in ("Z", "UTC", "GMT"):
        return UTC if zone else None
    hours, _, minutes = zone[1:].partition(":")
    if not minutes and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    return timezone((-1 if zone[0] == "-" else 1) * timedelta(hours=int(hours), minutes=int(minutes or 0)))


def duration(text: str) -> timedelta | None:
    """An ISO 8601 duration of weeks, days, hours and minutes; None for another text and for none."""
    match = _DURATION.fullmatch(text.strip()[:40])
    weeks, days, hours, minutes = (int(each or 0) for each in match.groups()) if match else (0, 0, 0, 0)
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes) or None


def clock(text: str) -> time | None:
    """A time of day ("19:00", "T19:00:00"); None for another text."""
    match = _CLOCK.fullmatch(text.strip()[:20])
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def times_of(starts: Iterable[str], ends: Iterable[str], length: str | None, zone: str | None) -> Times | None:
    """Start and end of an event by all that is declared of them; None without a start. `zone` is that of the place.

    An interval ("2026-03-12/2026-03-14") is both. An end before the start is left out. Of several values the first
    counts, the more precise one where several tell the same day.
    """
    parts = [each.split("/") for each in starts]
    first = _best([t for part in parts if (t := told(part[0]))])
    if first is None:
        return None
    last = _best([t for text in (*ends, *(p[1] for p in parts if len(p) == 2)) if (t := told(text))])
    if last is None and length and (extent := duration(length)):
        last = _after(first, extent)
    return _days(first, last) or _hours(first, last, zone)


def _best(found: list[Told]) -> Told | None:
    if not found:
        return None
    same = [each for each in found if _day(each.at) == _day(found[0].at)]
    return next((each for each in same if isinstance(each.at, datetime)), found[0])


def _after(first: Told, extent: timedelta) -> Told | None:
    try:
        if isinstance(first.at, datetime):
            return Told(first.at + extent, zulu=first.zulu)
        return Told(first.at + max(extent - _DAY, timedelta()))
    except OverflowError:  # 9,999 weeks
        return None


def _days(first: Told, last: Told | None) -> Times | None:
    """Whole days; None where hours are told.

    Midnight with nothing behind it is a date that went through a program, and so is midnight to midnight, or to the
    last minute of a day; the midnight at which something ends is no day of it.
    """
    start = _day(first.at)
    if first.month:
        end = _month_end(_day(last.at) if last else start) if last is None or last.month else _day(last.at)
        return Times(start, max(end, _month_end(start)), precision="month", doubt=end < start)
    if isinstance(first.at, datetime) and not (_midnight(first.at) and (last is None or _closes(last.at))):
        return None
    if last is None:
        return Times(start, start)
    end = _month_end(_day(last.at)) if last.month else _day(last.at)
    if isinstance(first.at, datetime) and isinstance(last.at, datetime) and _midnight(last.at):
        end = max(end - _DAY, start) if end >= start else end
    return Times(start, end) if end >= start else Times(start, start, doubt=True)


def _midnight(at: date) -> bool:
    return isinstance(at, datetime) and (at.hour, at.minute) == (0, 0)


def _closes(at: date) -> bool:
    return not isinstance(at, datetime) or _midnight(at) or (at.hour, at.minute) == (23, 59)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY


def _hours(first: Told, last: Told | None, zone: str | None) -> Times:
    """Instants, in the zone of the place where that fits what is declared."""
    assert isinstance(first.at, datetime)
    start, name = _placed(first.at, first.zulu, zone)
    end = last.at if last and not last.month else None
    if isinstance(end, datetime):
        end = end.replace(tzinfo=start.tzinfo) if None in (end.tzinfo, start.tzinfo) else end
        end = end.astimezone(start.tzinfo) if end.tzinfo else end
    late = end is not None and (end < start if isinstance(end, datetime) else end < start.date())
    if late or end == start:
        return Times(start, None, name, doubt=late)
    return Times(start, end, name)


def _placed(at: datetime, zulu: bool, zone: str | None) -> tuple[datetime, str | None]:
    """An instant in the zone of its place: a clock without offset is the local one, UTC tells no clock, and another
    offset has to be that of the zone; else it stays as it is declared."""
    if zone is None:
        return at, None
    local = at.replace(tzinfo=ZoneInfo(zone)) if at.tzinfo is None else at.astimezone(ZoneInfo(zone))
    return (local, zone) if zulu or local.utcoffset() == at.utcoffset() or at.tzinfo is None else (at, None)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


__all__ = ["Times", "Told", "clock", "duration", "times_of", "told"]
