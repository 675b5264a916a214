"""On which days of a stretch an event is on: what repeats is not on in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from eventx.ical.days import days_besides, days_off
from eventx.model import Event, day_of

# Rules that are quickly counted out. Others (every second; only 30 February) could keep a server busy for minutes.
_PLAIN = re.compile(
    r"(?:RRULE:)?FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(;(COUNT=\d{1,4}|INTERVAL=\d{1,2}|UNTIL=\d{8}(T\d{6}Z?)?|WKST=[A-Z]{2}|BYMONTHDAY=[1-9]\d?"
    r"|BYDAY=-?\d?[A-Z]{2}(,-?\d?[A-Z]{2}){0,6}))*",
)
_MOST = 400
"""Occurrences that are looked at: a year of days, and some."""


def occurrences(event: Event, first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of each time that the event is on between two days, in order."""
    besides = {(day, day) for day in days_besides(event.notes) if first <= day <= last}
    yield from sorted({*_ruled(event, first, last), *besides})


def _ruled(event: Event, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The same without the days on which it is on besides."""
    start, end = day_of(event.start), event.last_day
    if start > last or (end < first and not event.rrule):
        return
    if not event.rrule or not _PLAIN.fullmatch(event.rrule):
        yield start, end
        return
    off = set(days_off(event.notes))
    yield from ((day, day) for day in _days(event, first, last) if day not in off)


def _days(event: Event, first: date, last: date) -> list[date]:
    from dateutil.rrule import rrulestr

    rule = re.sub(r"UNTIL=(\d{8})[^;]*", r"UNTIL=\1T235959", (event.rrule or "").removeprefix("RRULE:"))
    start = datetime.combine(day_of(event.start), time.min)
    ends = min(last, event.last_day) if event.end else last
    try:
        found = rrulestr(rule, dtstart=start)
        after = found.xafter(datetime.combine(first, time.min) - timedelta(seconds=1), count=_MOST, inc=True)
        days = []
        for moment in after:
            if moment.date() > ends:
                break
            days.append(moment.date())
        return days
    except (ValueError, OverflowError):
        return [day for day in (start.date(),) if first <= day <= last]


__all__ = ["occurrences"]
