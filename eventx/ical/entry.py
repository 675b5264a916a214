"""One VEVENT → an event, as the file tells it."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from datetime import date

import icalendar
from icalendar.prop import vCalAddress, vCategory, vGeo

from eventx.ical.lines import Block, name_of
from eventx.ical.times import Setting, days_told, end_of, moment_of, times_of, zone_name
from eventx.ical.values import LONGEST, first, raw, text
from eventx.model import KINDS, Event, Evidence, Place, Source, Span
from eventx.safe import one_line, web_link

CONFIDENCE = 0.95
"""A calendar means what it tells; what is left is a wrong file, or a zone that its program got wrong."""
RULE = "ical/VEVENT"
_TOLD = re.compile(r"Confidence: (\d{1,2}|100)%\s*$")
_TZID = re.compile(r";TZID=(?:\"[^\"]*\"|[^;:\"]*)", re.IGNORECASE)
_IN_UTC = re.compile(r":\d{8}T\d{6}Z$")

_STATUS = {"CANCELLED": "cancelled", "CANCELED": "cancelled", "TENTATIVE": "tentative"}
_MARK = re.compile(r"[\[(*\s]*(cancelled|canceled|postponed)\s*(?:[\])*:]+|\s[-–—]\s)\s*(?=\S)", re.IGNORECASE)
"""How titles begin that say what became of the event: "Cancelled: ", which eventx writes itself, "[CANCELED] "."""
_MARK_OF_OUTLOOK = re.compile(r"[^\W\d_]{4,15} ?: (?=\S)")
"""The same in any language ("Abgesagt: ", "Annulé : "), which Outlook puts before what it calls off, and no other."""
_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE")


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
    component = _parsed(block)
    start = moment_of(component, "DTSTART", setting)
    if start is None:
        raise ValueError("has no DTSTART that can be read; give it a day")
    repeats = next((line.partition(":")[2] for line in block.lines if name_of(line) == "RRULE"), "")
    begin, last, rrule, notes = times_of(component, start, setting, repeats)
    title, status = _named(component, setting)
    place, links = _whereabouts(component)
    event = Event(
        uid=text(component, "UID") or _made_up(title, start), title=title, start=begin, end=last,
        kind=_kind(component), timezone=zone_name(begin), rrule=rrule, place=place,
        online=len(links) > 1, status=status, organizer=_organizer(component),
        url=next(filter(None, links), None), confidence=_confidence(component, setting),
        notes=(*notes, *days_told(component, begin)), evidence=(_evidence(block),), source=Source(id=""),
    )  # fmt: skip
    sequence = first(component, "SEQUENCE")
    return Entry(
        event=event, end=end_of(component, start, setting), recurrence=moment_of(component, "RECURRENCE-ID", setting),
        sequence=sequence if isinstance(sequence, int) else 0,
    )  # fmt: skip


def _parsed(block: Block) -> icalendar.Component:
    """The properties; ValueError where icalendar stumbles over one of them (VALUE=DATE,TEXT)."""
    lines = map(_mended, block.lines)
    try:
        return icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"]))
    except (AttributeError, LookupError, OverflowError, TypeError) as error:
        raise ValueError(f"cannot be read: {error}") from error


def _mended(line: str) -> str:
    """A line as icalendar reads it: a rule without blanks, a TZID without the slash of which it would warn, and none
    beside an instant in UTC (RFC 5545 section 3.2.19)."""
    if name_of(line) == "RRULE":
        return line.replace(" ", "")
    return _TZID.sub("", line) if _IN_UTC.search(line) else line.replace(";TZID=/", ";TZID=")


def _named(component: icalendar.Component, setting: Setting) -> tuple[str, str]:
    """Title and status; a title that begins with its status is told without it."""
    title = text(component, "SUMMARY") or "Untitled event"
    status = _STATUS.get(text(component, "STATUS").upper(), "confirmed")
    if mark := _MARK.match(title):
        title, status = title[mark.end() :], mark[1].lower().replace("canceled", "cancelled")
    elif setting.marks and (setting.cancels or status == "cancelled") and (mark := _MARK_OF_OUTLOOK.match(title)):
        title = title[mark.end() :]
    return title, "cancelled" if setting.cancels else status


def _whereabouts(component: icalendar.Component) -> tuple[Place, list[str | None]]:
    """The place as it is written, and links: the event's own, and those by which one takes part."""
    lines = str(raw(first(component, "LOCATION"))).splitlines()  # Apple writes name and street on two
    location = one_line(", ".join(line.strip(" ,") for line in lines if line.strip()))[:LONGEST]
    links = [web_link(text(component, name)) for name in ("CONFERENCE", "X-GOOGLE-CONFERENCE")]
    links.append(web_link(location))
    joined = [link for link in links if link]
    place = Place(venue=None if web_link(location) else location or None, geo=_geo(component))
    return place, [web_link(text(component, "URL")), *joined]


def _geo(component: icalendar.Component) -> tuple[float, float] | None:
    geo = first(component, "GEO")
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
    organizer = first(component, "ORGANIZER")
    params = organizer.params if isinstance(organizer, vCalAddress) else {}
    told = params.get("CN", "")  # a list where a comma stands in it without quotes, as Exchange writes "Doe, Jane"
    name = one_line(",".join(told) if isinstance(told, list) else str(told)).strip("\"' ")[:LONGEST]
    return name if name and "@" not in name else None


def _confidence(component: icalendar.Component, setting: Setting) -> float:
    """That of a calendar; of one that eventx wrote, what it told below its description: what was doubted once is not
    surer for having been written down."""
    told = _TOLD.search(raw(first(component, "DESCRIPTION"))) if setting.ours else None
    return int(told[1]) / 100 if told else CONFIDENCE


def _evidence(block: Block) -> Evidence:
    """What the file tells of the time, as it is written."""
    told = sorted((line for line in block.lines if name_of(line) in _TIMES), key=lambda li: _TIMES.index(name_of(li)))
    return Evidence(text=one_line(", ".join(told))[:LONGEST], span=Span(start=0, end=0), rule=RULE)


def _made_up(title: str, start: date) -> str:
    digest = hashlib.sha256(f"{title}\n{start.isoformat()}".encode("utf-8", "surrogatepass"))
    return f"{digest.hexdigest()[:24]}@eventx"


__all__ = ["CONFIDENCE", "RULE", "Entry", "entry_of"]
