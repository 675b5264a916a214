"""Days and hours as a reader says them: "24–28 September 2026", "Thursday 5 November 2026, 09:30–10:30 EST"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from eventx.model import Event, day_of
from eventx.safe import one_line

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KINDS: Mapping[str, str] = {
    "forum": "Forum", "summit": "Summit", "conference": "Conference", "exhibition": "Exhibition",
    "festival": "Festival", "ceremony": "Ceremony", "webinar": "Webinar", "earnings_call": "Earnings call",
    "hearing": "Hearing", "meeting": "Meeting", "press_conference": "Press conference", "workshop": "Workshop",
    "sport": "Sport", "performance": "Performance", "visit": "Visit", "deadline": "Deadline", "other": "Other",
}  # fmt: skip
"""The kinds that have a colour, as they are called on the page."""
_ODD_PLURALS = {"ceremony": "Ceremonies", "sport": "Sport", "other": "Other events"}


def kind_of(kind: str) -> str:
    """The kind as it is called on the page, also where somebody edited in one of their own."""
    return KINDS.get(kind) or one_line(kind.replace("_", " ")).capitalize() or KINDS["other"]


def kinds_of(kind: str) -> str:
    """The same for several."""
    return _ODD_PLURALS.get(kind) or (f"{KINDS[kind]}s" if kind in KINDS else kind_of(kind))


def days(first: date, last: date, precision: str = "day") -> str:
    """A day or a stretch of days, saying month and year once where they are the same."""
    if precision == "month":
        return f"Some time in {month(first)}" if _same(first, last, "month") else f"{month(first)} – {month(last)}"
    if precision == "week":
        return f"The week of {_day(first)} {first.year}"
    if first == last:
        return f"{WEEKDAYS[first.weekday()]} {_day(first)} {first.year}"
    if _same(first, last, "month"):
        return f"{first.day}–{_day(last)} {last.year}"
    if first.year == last.year:
        return f"{_day(first)} – {_day(last)} {last.year}"
    return f"{_day(first)} {first.year} – {_day(last)} {last.year}"


def month(day: date) -> str:
    """November 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def hours(event: Event) -> str | None:
    """The hours by the clock of the place, with the zone's short name; None for what is all day."""
    start, end = event.start, event.end
    if not isinstance(start, datetime):
        return None
    told = f"{start:%H:%M}"
    if isinstance(end, datetime) and (end.date() == start.date() or event.rrule) and end.time() != start.time():
        told += f"–{end:%H:%M}"
    return f"{told} {zone}" if (zone := _zone(start)) else told


def spoken(event: Event) -> str:
    """Days and hours in one line."""
    return ", ".join(filter(None, (days(day_of(event.start), event.last_day, event.precision), hours(event))))


def _zone(moment: datetime) -> str:
    """EST, CEST; an offset as UTC+8, since "+08" alone reads like a number."""
    name = moment.tzname() or ""
    return f"UTC{name}" if name[:1] in ("+", "-") else name


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _same(first: date, last: date, part: str) -> bool:
    return first.year == last.year and (part == "year" or first.month == last.month)


__all__ = ["KINDS", "MONTHS", "WEEKDAYS", "days", "hours", "kind_of", "kinds_of", "month", "spoken"]
