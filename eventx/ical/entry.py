"""One VEVENT → an event, as the file tells it."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vCalAddress, vCategory, vDDDLists, vDDDTypes, vGeo, vRecur

from eventx.ical.lines import Block, name_of
from eventx.ical.rules import at_midnight, rule_of, shifted
from eventx.ical.zones import agreed, named_zone
from eventx.model import KINDS, Event, Evidence, Place, Source, Span, day_of
from eventx.safe import one_line, web_link

CONFIDENCE = 0.95
"""A calendar means what it tells; what is left is a wrong file, or a zone that its program got wrong."""
RULE = "ical/VEVENT"

_STATUS = {"CANCELLED": "cancelled", "CANCELED": "cancelled", "TENTATIVE": "tentative"}
_MARK = re.compile(r"[\[(*\s]*(cancelled|canceled|postponed)\s*(?:[\])*:]+|\s[-–—]\s)\s*(?=\S)", re.IGNORECASE)
"""How titles begin that say what became of the event: "Cancelled: ", which eventx writes itself, "[CANCELED] "."""
_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE")
_LONGEST = 500  # characters of a title or a place
_MOST_DAYS = 20  # told in a note
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a calendar tells of all its events: its zones by TZID, its own zone, whether METHOD calls them off."""

    zones: Mapping[str, tzinfo]
    zone: ZoneInfo | None = None
    cancels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event with what only the file needs to know: the end of its first time, which occurrence of which event it
    replaces, how new it is."""

    event: Event
    end: date | None
    recurrence: date | None
    sequence: int


def entry_of(block: Block, setting: Setting) -> Entry:
    """The event of a VEVENT. ValueError, with a clause of what is wrong, where it has no start or breaks off."""
    if not block.ended:
        raise ValueError("breaks off; save the calendar anew")
    lines = (_mended(line) for line in block.lines)
    component = icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"]))
    start = _moment(component, "DTSTART", setting)
    if start is None:
        raise ValueError("has no DTSTART that can be read; give it a day")
    repeats = next((line.partition(":")[2] for line in block.lines if name_of(line) == "RRULE"), "")
    first, last, rrule, notes = _times(component, start, setting, repeats)
    title, status = _named(component, setting)
    place, links = _whereabouts(component)
    event = Event(
        uid=_text(component, "UID") or _made_up(title, start), title=title, start=first, end=last,
        kind=_kind(component), timezone=_zone_name(first), rrule=rrule, place=place,
        online=len(links) > 1, status=status, organizer=_organizer(component),
        url=next(filter(None, links), None), confidence=CONFIDENCE, notes=(*notes, *_days_told(component)),
        evidence=(_evidence(block),), source=Source(id=""),
    )  # fmt: skip
    sequence = _first(component, "SEQUENCE")
    return Entry(
        event=event, end=_end(component, start, setting), recurrence=_moment(component, "RECURRENCE-ID", setting),
        sequence=sequence if isinstance(sequence, int) else 0,
    )  # fmt: skip


def _mended(line: str) -> str:
    """A line as icalendar reads it: a rule without blanks, a TZID without the slash of which it would warn."""
    return line.replace(" ", "") if name_of(line) == "RRULE" else line.replace(";TZID=/", ";TZID=")


# --- when


def _moment(component: icalendar.Component, name: str, setting: Setting) -> date | None:
    """A day or an instant, by the clock of the calendar's zone where it is told in UTC or without any; None where the
    property is missing or means nothing."""
    told = _first(component, name)
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


def _times(
    component: icalendar.Component, start: date, setting: Setting, repeats: str
) -> tuple[date, date | None, str | None, tuple[str, ...]]:
    """Start, inclusive end, rule and notes. Of what `repeats` the end is that of the last time."""
    end = _end(component, start, setting)
    if _whole_days(component, start, end):
        start, end = day_of(start), day_of(end) - _DAY if end else None
    end = end or (start if not isinstance(start, datetime) else None)
    told = _first(component, "RRULE")
    if not repeats.strip():
        return start, _last_day(start, end), None, tuple(_unread(component, setting))
    rule = rule_of(told, start) if isinstance(told, vRecur) and "FREQ" in told else None
    if rule is None:
        return start, end, None, (*_unread(component, setting), f"Repeats: {one_line(repeats)[:_LONGEST]}")
    length = (day_of(end) - day_of(start)).days if end else 0
    each = f"Each time for {length + 1} days." if length and not isinstance(start, datetime) else ""
    if rule.last is None:
        each = f"Each time until {end:%H:%M}." if isinstance(end, datetime) else each
        return start, None, rule.text, (*_unread(component, setting), *filter(None, [each]))
    whole = shifted(end, (rule.last - day_of(start)).days) if end else rule.last
    return start, whole, rule.text, (*_unread(component, setting), *filter(None, [each]))


def _end(component: icalendar.Component, start: date, setting: Setting) -> date | None:
    """The end as instant, or as inclusive day; None where none is told, or none that is later than the start."""
    end = _moment(component, "DTEND", setting)
    if end is None:
        told = _first(component, "DURATION")
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
    return at_midnight(end) or _text(component, "X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"


def _last_day(start: date, end: date | None) -> date | None:
    """Of several days that end at midnight only the last day is told: eventx writes them so itself."""
    if isinstance(end, datetime) and at_midnight(end) and (end.date() - day_of(start)).days > 1:
        return end.date() - _DAY
    return end


def _zone_name(moment: date) -> str | None:
    zone = moment.tzinfo if isinstance(moment, datetime) else None
    return "Etc/UTC" if zone is UTC else zone.key if isinstance(zone, ZoneInfo) else None


def _unread(component: icalendar.Component, setting: Setting) -> Iterator[str]:
    """What the file tells of the time and cannot be read."""
    for name, told in (("end", "DTEND"), ("length", "DURATION")):
        value = _first(component, told)
        if value is not None and not isinstance(value, vDDDTypes):
            yield f"The {name} cannot be read: {_raw(value)}"
    start = _first(component, "DTSTART")
    tzid = str(start.params.get("TZID", ""))
    if tzid and isinstance(start.dt, datetime) and tzid not in setting.zones and named_zone(tzid) is None:
        yield f"The calendar tells the time zone as {one_line(tzid)[:60]}"


def _days_told(component: icalendar.Component) -> Iterator[str]:
    """Occurrences that fall out, and further ones."""
    for name, words in (("EXDATE", "Not on"), ("RDATE", "Also on")):
        told = component.get(name, [])
        lists = [each for each in (told if isinstance(told, list) else [told]) if isinstance(each, vDDDLists)]
        days = sorted({day_of(d.dt) for each in lists for d in each.dts if isinstance(d.dt, date)})
        if days:
            more = ", …" if len(days) > _MOST_DAYS else ""
            yield f"{words} {', '.join(day.isoformat() for day in days[:_MOST_DAYS])}{more}."


# --- what and where


def _named(component: icalendar.Component, setting: Setting) -> tuple[str, str]:
    """Title and status; a title that begins with its status is told without it."""
    title = _text(component, "SUMMARY") or "Untitled event"
    status = _STATUS.get(_text(component, "STATUS").upper(), "confirmed")
    if mark := _MARK.match(title):
        title, status = title[mark.end() :], mark[1].lower().replace("canceled", "cancelled")
    return title, "cancelled" if setting.cancels else status


def _whereabouts(component: icalendar.Component) -> tuple[Place, list[str | None]]:
    """The place as it is written, and links: the event's own, and those by which one takes part."""
    lines = str(_raw(_first(component, "LOCATION"))).splitlines()  # Apple writes name and street on two
    location = one_line(", ".join(line.strip(" ,") for line in lines if line.strip()))[:_LONGEST]
    links = [web_link(_text(component, name)) for name in ("CONFERENCE", "X-GOOGLE-CONFERENCE")]
    links.append(web_link(location))
    joined = [link for link in links if link]
    place = Place(venue=None if web_link(location) else location or None, geo=_geo(component))
    return place, [web_link(_text(component, "URL")), *joined]


def _geo(component: icalendar.Component) -> tuple[float, float] | None:
    geo = _first(component, "GEO")
    if not isinstance(geo, vGeo):
        return None
    told = float(geo.latitude), float(geo.longitude)
    return told if all(map(math.isfinite, told)) and abs(told[0]) <= 90 and abs(told[1]) <= 180 else None


def _kind(component: icalendar.Component) -> str:
    """The first category that is one of eventx's kinds: "Press conference", "Workshops"."""
    told = component.get("CATEGORIES", [])
    lists = (each for each in (told if isinstance(told, list) else [told]) if isinstance(each, vCategory))
    cats = [str(cat) for each in lists for cat in each.cats]
    names = (re.sub(r"[\s_-]+", "_", one_line(cat).casefold()) for cat in cats)
    return next((found for name in names for found in (name, name.removesuffix("s")) if found in KINDS), "other")


def _organizer(component: icalendar.Component) -> str | None:
    """The organizer's name; an address is none."""
    told = _first(component, "ORGANIZER")
    params = told.params if isinstance(told, vCalAddress) else {}
    name = one_line(str(params.get("CN", ""))).strip("\"' ")[:_LONGEST]
    return name if name and "@" not in name else None


def _evidence(block: Block) -> Evidence:
    """What the file tells of the time, as it is written."""
    told = sorted((line for line in block.lines if name_of(line) in _TIMES), key=lambda li: _TIMES.index(name_of(li)))
    return Evidence(text=one_line(", ".join(told))[:_LONGEST], span=Span(start=0, end=0), rule=RULE)


def _made_up(title: str, start: date) -> str:
    digest = hashlib.sha256(f"{title}\n{start.isoformat()}".encode("utf-8", "surrogatepass"))
    return f"{digest.hexdigest()[:24]}@eventx"


def _first(component: icalendar.Component, name: str) -> Any:
    """The value of a property, the first where there are several; None without any."""
    told = component.get(name)
    return told[0] if isinstance(told, list) and told else told


def _text(component: icalendar.Component, name: str) -> str:
    return one_line(_raw(_first(component, name)))[:_LONGEST]


def _raw(value: Any) -> str:
    """A value as text: as it is written where it means nothing."""
    if isinstance(value, str):
        return str(value)
    return value.to_ical().decode("utf-8", "replace") if hasattr(value, "to_ical") else ""


__all__ = ["CONFIDENCE", "RULE", "Entry", "Setting", "entry_of", "shown_in"]
