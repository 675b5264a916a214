"""When a VEVENT is on: start, inclusive end, zone, rule, and in words what no field holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vDDDLists, vDDDTypes, vRecur

from eventx.ical.days import ALSO, OFF, note_of
from eventx.ical.rules import at_midnight, rule_of, shifted
from eventx.ical.values import LONGEST, first, raw, text
from eventx.ical.zones import agreed, named_zone
from eventx.model import day_of
from eventx.safe import one_line

_MOST_HOURS = 20  # of further occurrences, each told in a note
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a calendar tells of all its events: its zones by TZID, its own zone, whether METHOD calls them off, whether
    its program marks the titles of what is, and whether eventx wrote it."""

    zones: Mapping[str, tzinfo]
    zone: ZoneInfo | None = None
    cancels: bool = False
    marks: bool = False
    ours: bool = False


def moment_of(component: icalendar.Component, name: str, setting: Setting) -> date | None:
    """A day or an instant, by the clock of the calendar's zone where it is told in UTC or without any; None where the
    property is missing or means nothing."""
    told = first(component, name)
    moment = told.dt if isinstance(told, vDDDTypes) else None
    if not isinstance(moment, datetime):
        return moment if isinstance(moment, date) else None
    tzid = str(told.params.get("TZID", ""))
    if moment.tzinfo is None or tzid:
        zone = setting.zones.get(tzid) or named_zone(tzid) or setting.zone
        return _settled(moment.replace(tzinfo=zone), setting.zone)
    return shown_in(moment.astimezone(UTC), setting.zone)


def _settled(moment: datetime, zone: ZoneInfo | None) -> datetime:
    """An instant in a zone that a file defines, in the calendar's own where that agrees, else with its bare offset."""
    try:
        moment = agreed(moment, zone.key if zone else None)
        offset = moment.utcoffset()
    except (OverflowError, ValueError):  # dateutil, at the ends of the calendar
        return moment.replace(tzinfo=None)
    return moment if offset is None or isinstance(moment.tzinfo, ZoneInfo) else moment.replace(tzinfo=timezone(offset))


def shown_in(moment: datetime, zone: tzinfo | None) -> datetime:
    """The instant by the clock of a zone; as it is without one, and where the calendar has no such day."""
    try:
        return moment.astimezone(zone) if zone else moment
    except OverflowError:
        return moment


def times_of(
    component: icalendar.Component, start: date, setting: Setting, repeats: str
) -> tuple[date, date | None, str | None, tuple[str, ...]]:
    """Start, inclusive end, rule and notes. Of what `repeats` the end is that of the last time."""
    end = end_of(component, start, setting)
    if _whole_days(component, start, end):
        start, end = day_of(start), day_of(end) - _DAY if end else None
    end = end or (start if not isinstance(start, datetime) else None)
    told = first(component, "RRULE")
    if not repeats.strip():
        return start, _last_day(start, end), None, tuple(_unread(component, setting))
    rule = rule_of(told, start) if isinstance(told, vRecur) and "FREQ" in told else None
    if rule is None:
        return start, end, None, (*_unread(component, setting), f"Repeats: {one_line(repeats)[:LONGEST]}")
    length = (day_of(end) - day_of(start)).days if end else 0
    each = f"Each time for {length + 1} days." if length and not isinstance(start, datetime) else ""
    if rule.last is None:
        each = f"Each time until {end:%H:%M}." if isinstance(end, datetime) else each
        return start, None, rule.text, (*_unread(component, setting), *filter(None, [each]))
    whole = shifted(end, (rule.last - day_of(start)).days) if end else rule.last
    return start, whole, rule.text, (*_unread(component, setting), *filter(None, [each]))


def end_of(component: icalendar.Component, start: date, setting: Setting) -> date | None:
    """The end as instant, or as inclusive day; None where none is told, or none that is later than the start."""
    end = moment_of(component, "DTEND", setting)
    if end is None:
        told = first(component, "DURATION")
        end = _after(start, told.dt if isinstance(told, vDDDTypes) else None)
    if end is None:
        return None
    if isinstance(end, datetime) and isinstance(start, datetime):
        return shown_in(end, start.tzinfo) if _later(end, start) else None
    whole = not isinstance(end, datetime) or at_midnight(end)
    last = shifted(day_of(end), -1) if whole else day_of(end)
    return last if last > day_of(start) else None


def _later(end: datetime, start: datetime) -> bool:
    """True where the end is later, told with zones for both or for none."""
    if (end.tzinfo is None) != (start.tzinfo is None):
        return False
    return end.astimezone(UTC) > start.astimezone(UTC) if end.tzinfo and _inside(end, start) else end > start


def _inside(*moments: datetime) -> bool:
    return all(date.min + _DAY <= each.date() <= date.max - _DAY for each in moments)


def _after(start: date, duration: object) -> date | None:
    """The end by DURATION: days by the calendar, hours by the clock's own count (RFC 5545 section 3.3.6)."""
    if not isinstance(duration, timedelta) or duration <= timedelta(0):
        return None
    try:
        if isinstance(start, datetime) and start.tzinfo and duration.seconds:
            return (start.astimezone(UTC) + duration).astimezone(start.tzinfo)
        return start + duration
    except OverflowError:
        return None


def _whole_days(component: icalendar.Component, start: date, end: date | None) -> bool:
    """True for instants from midnight to midnight, by which some programs write days."""
    if not at_midnight(start) or not isinstance(end, datetime) or getattr(start, "tzinfo", None) is UTC:
        return False
    return at_midnight(end) or text(component, "X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"


def _last_day(start: date, end: date | None) -> date | None:
    """Of several days that end at midnight only the last day is told: eventx writes them so itself."""
    if isinstance(end, datetime) and at_midnight(end) and (end.date() - day_of(start)).days > 1:
        return end.date() - _DAY
    return end


def zone_name(moment: date) -> str | None:
    zone = moment.tzinfo if isinstance(moment, datetime) else None
    return "Etc/UTC" if zone is UTC else zone.key if isinstance(zone, ZoneInfo) else None


def _unread(component: icalendar.Component, setting: Setting) -> Iterator[str]:
    """What the file tells of the time and cannot be read."""
    for name, told in (("end", "DTEND"), ("length", "DURATION")):
        value = first(component, told)
        if value is not None and not isinstance(value, vDDDTypes):
            yield f"The {name} cannot be read: {raw(value)}"
    start = first(component, "DTSTART")
    tzid = str(start.params.get("TZID", ""))
    if tzid and isinstance(start.dt, datetime) and tzid not in setting.zones and named_zone(tzid) is None:
        yield f"The calendar tells the time zone as {one_line(tzid)[:60]}"


def days_told(component: icalendar.Component, start: date) -> Iterator[str]:
    """Occurrences that fall out, and further ones, by the clock of the event's start. Where that is another one's, the
    hour is told too."""
    yield from note_of(OFF, _moments(component, "EXDATE", start))
    besides = list(_moments(component, "RDATE", start))
    at_once = [each for each in besides if not isinstance(each, datetime) or _clock(each) == _clock(start)]
    yield from note_of(ALSO, at_once)
    others = [each for each in besides if each not in at_once]
    yield from (f"Also on {each:%Y-%m-%d} at {each:%H:%M}." for each in sorted(others, key=str)[:_MOST_HOURS])


def _clock(moment: date) -> time | None:
    return moment.time() if isinstance(moment, datetime) else None


def _moments(component: icalendar.Component, name: str, start: date) -> Iterator[date]:
    """The days or instants of a list, of a PERIOD its start."""
    told = component.get(name, [])
    lists = (each for each in (told if isinstance(told, list) else [told]) if isinstance(each, vDDDLists))
    zone = start.tzinfo if isinstance(start, datetime) else None
    for value in (each.dt for dates in lists for each in dates.dts):
        moment = value[0] if isinstance(value, tuple) else value
        if isinstance(moment, datetime):
            yield shown_in(moment, zone) if moment.tzinfo else moment
        elif isinstance(moment, date):
            yield moment


__all__ = ["Setting", "days_told", "end_of", "moment_of", "shown_in", "times_of", "zone_name"]
