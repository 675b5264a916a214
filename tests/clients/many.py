"""As many events as wanted, of every form that a calendar file can hold, and what clients have to show of them.

Forms, zones, states, titles and places turn with periods that share no factor, so that they meet in all pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eventx.model import Evidence, Place, Span
from tests.clients.shown import told
from tests.events import CASES, Case, event

ZONES = (
    "America/New_York", "Asia/Shanghai", "Europe/Dublin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns",
    "Africa/Cairo", "Pacific/Auckland", "America/Sao_Paulo", "Asia/Kathmandu", "Europe/London",
)  # fmt: skip
STATES = ("confirmed", "tentative", "confirmed", "postponed", "cancelled")
TITLES = (
    "Rail Forum", "Cars, trains; and planes", 'The "quiet" fair', "机器人大会：开幕", "Messe für Öfen 🚀",
    "معرض الكتاب",
    "A name that is longer than the seventy-five octets after which a line of a calendar file has to be folded",
)  # fmt: skip
PLACES = (Place(), Place(venue="Hall 4; Gate, 2", city="Oslo"), Place(city="Lima", country="PE", geo=(-12.05, -77.04)))
FORMS = 8


def many(count: int) -> list[Case]:
    """`count` events; the first are those made by hand."""
    made = (_case(number) for number in range(count - len(CASES)))
    return [*(replace(case, dtstart="", dtend=None) for case in CASES), *made][:count]


def _case(number: int) -> Case:
    zone = ZONES[number % len(ZONES)]
    start, end, more, occurrences = _form(number, ZoneInfo(zone))
    text = f"No. {number} is held, say its hosts, in {zone}."
    known: dict[str, Any] = {
        "timezone": zone if isinstance(start, datetime) else None,
        "status": STATES[number % len(STATES)],
        "place": PLACES[number % len(PLACES)],
        "online": number % 13 == 0,
        "url": f"https://example.com/{number}" if number % 3 else None,
        "evidence": (Evidence(text=text, span=Span(start=0, end=len(text)), rule="en/x"),),
        **more,
    }
    made = event(f"{number:05}@example", f"{TITLES[number % len(TITLES)]} {number}", start, end, **known)
    return Case(event=made, dtstart="", dtend=None, occurrences=tuple(occurrences))


def _form(number: int, zone: ZoneInfo) -> tuple[date, date | None, dict[str, Any], Iterator[tuple[str, str]]]:
    """Start, end, further fields and what is shown, of the form whose turn it is."""
    day = date(2019, 1, 1) + timedelta(days=number * 37 % 2400)  # all days of the year, changes of clocks among them
    last = day + timedelta(days=number % 6)

    def clock(hour: int, minute: int = 0, on: date = day) -> datetime:
        return datetime.combine(on, time(hour, minute), zone)

    match number % FORMS:
        case 0:
            return day, None, {}, _days(day, day)
        case 1:
            return day, last, {"precision": "week" if last - day > timedelta(4) else "day"}, _days(day, last)
        case 2:
            return clock(9, 30), clock(17), {}, _span(clock(9, 30), clock(17))
        case 3:
            return clock(19), None, {}, _span(clock(19), None)
        case 4:
            over = last + timedelta(days=1)
            return clock(10), last, {}, _span(clock(10), clock(0, on=over) if last > day else None)
        case 5:
            several = [day + timedelta(days=each) for each in range(number % 6 + 2)]
            hours = ((told(clock(9, on=each)), told(clock(17, on=each))) for each in several)
            return clock(9), clock(17, on=several[-1]), {"rrule": "FREQ=DAILY"}, hours
        case 6:
            weeks = [day + timedelta(weeks=each) for each in range(number % 9 + 2)]
            hours = ((told(clock(18, on=each)), told(clock(20, on=each))) for each in weeks)
            rule = {"rrule": f"FREQ=WEEKLY;COUNT={len(weeks)}"}
            return clock(18), clock(20, on=weeks[-1]), rule, hours
    start = datetime.combine(day, time(12), UTC)
    end = start + timedelta(hours=30)
    return start, end, {"timezone": "Etc/UTC"}, _span(start, end)


def _days(first: date, last: date) -> Iterator[tuple[str, str]]:
    yield told(first), told(last + timedelta(days=1))


def _span(start: datetime, end: datetime | None) -> Iterator[tuple[str, str]]:
    yield told(start), told(end) if end else ""
