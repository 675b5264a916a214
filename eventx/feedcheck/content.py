"""Rules 14 to 18: what an event says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from eventx.feedcheck.reader import Component, Line
from eventx.feedcheck.values import Found, Seen, of_event, of_line
from eventx.feedcheck.words import opens_so, says

_TAG = re.compile(r"</?(?:a|b|br|div|em|h\d|i|img|li|ol|p|script|span|strong|table|td|tr|u|ul)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_STATES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
_GEO = re.compile(r"([+-]?\d+(?:\.\d+)?);([+-]?\d+(?:\.\d+)?)")
_ONCE = """CLASS CREATED DESCRIPTION DTEND DTSTAMP DTSTART DURATION GEO LAST-MODIFIED LOCATION ORGANIZER PRIORITY
    RECURRENCE-ID RRULE SEQUENCE STATUS SUMMARY TRANSP UID URL COLOR""".split()  # RFC 5545 section 3.6.1, RFC 7986
PROPERTIES = frozenset(
    """ACKNOWLEDGED ACTION ATTACH ATTENDEE BUSYTYPE CALSCALE CATEGORIES CLASS COLOR COMMENT COMPLETED CONFERENCE
    CONTACT CREATED DESCRIPTION DTEND DTSTAMP DTSTART DUE DURATION EXDATE EXRULE FREEBUSY GEO IMAGE LAST-MODIFIED
    LOCATION METHOD NAME ORGANIZER PERCENT-COMPLETE PRIORITY PRODID RDATE RECURRENCE-ID REFRESH-INTERVAL
    RELATED-TO REPEAT REQUEST-STATUS RESOURCES RRULE SEQUENCE SOURCE STATUS SUMMARY TRANSP TRIGGER TZID TZNAME
    TZOFFSETFROM TZOFFSETTO TZUNTIL TZURL UID URL VERSION""".split()
)
"""Names that libical 3 knows: those of RFC 5545 and RFC 7986 and few others. What RFC 9073 and RFC 9253 add, and names
without X- that somebody made up, it takes for errors."""


def descriptions(seen: Seen) -> Iterator[Found]:
    """FEED 14: DESCRIPTION is there and is plain text; URL is a link of the web, and in the text too."""
    for event in seen.calendar.events:
        line, link = event.get("DESCRIPTION"), event.get("URL")
        if line is None or not line.value.strip():
            yield of_event(event, "there is none", "say where the event was read", "DESCRIPTION")
        elif found := _TAG.search(line.value) or _ENTITY.search(line.value):
            told = f"{found[0][:30]!r} is HTML, which most programs show as it is"
            yield of_line(line, told, "write plain text", event)
        if link and not _is_link(link.value):
            yield of_line(link, f"{link.value[:60]!r} is no link of the web", "write http:// or https://", event)
        elif link and line and "://" not in line.value:
            yield of_line(line, "it does not tell the link of URL", "add it; some programs do not show URL", event)


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc) and text.isascii() and " " not in text


def places(seen: Seen) -> Iterator[Found]:
    """FEED 15: GEO has two numbers and a LOCATION; CATEGORIES say something; CONFERENCE is a link, told in the text."""
    for event in seen.calendar.events:
        for line in event.all("GEO"):
            yield from _geo(line, event)
        for line in event.all("CATEGORIES"):
            if not all(part.strip() for part in re.split(r"(?<!\\),", line.value)):
                yield of_line(line, "one of them is empty", "leave it out", event)
        for line in event.all("CONFERENCE"):
            yield from _conference(line, event)


def _geo(line: Line, event: Component) -> Iterator[Found]:
    told = _GEO.fullmatch(line.value)
    if told is None or abs(float(told[1])) > 90 or abs(float(told[2])) > 180:
        yield of_line(line, f"{line.value!r} is no place", "write latitude;longitude in degrees", event)
    elif not event.value("LOCATION").strip():
        yield of_line(line, "there is no LOCATION, and most programs show nothing else", "name the place", event)


def _conference(line: Line, event: Component) -> Iterator[Found]:
    text = unquote(event.value("DESCRIPTION")).casefold()
    if line.parameters.get("VALUE", "").upper() != "URI":
        yield of_line(line, "VALUE=URI is missing, and it has no type without", "write CONFERENCE;VALUE=URI:", event)
    elif re.sub(r"\\(.)", r"\1", unquote(line.value)).casefold().rstrip("?#") not in re.sub(r"\\(.)", r"\1", text):
        yield of_line(line, "DESCRIPTION does not tell the link", "add it; few programs read CONFERENCE", event)


def states(seen: Seen) -> Iterator[Found]:
    """FEED 16: one of three states, and a title that says so where something is off."""
    for event in seen.calendar.events:
        line, title = event.get("STATUS"), event.get("SUMMARY")
        if line is None:
            yield of_event(event, "there is none", f"write one of {', '.join(_STATES)}", "STATUS")
        elif line.value not in _STATES:
            yield of_line(line, f"{line.value!r} is no state of an event", f"write one of {', '.join(_STATES)}", event)
        elif line.value == "CANCELLED" and not says("cancelled", title.value if title else ""):
            yield of_line(title or line, "the title does not say that it is off", 'begin it with "Cancelled: "', event)
        elif title and line.value != "CANCELLED" and opens_so("cancelled", title.value):
            yield of_line(line, f"the title says that it is off, the state is {line.value}", "write CANCELLED", event)
        elif title and line.value == "CONFIRMED" and opens_so("postponed", title.value):
            yield of_line(line, "the title says that it is put off", "write TENTATIVE", event)


def quiet(seen: Seen) -> Iterator[Found]:
    """FEED 17: what others hold blocks nobody's time, and nothing rings."""
    for event in seen.calendar.events:
        line = event.get("TRANSP")
        if line is None or line.value.upper() != "TRANSPARENT":
            place = of_line(line, "", "", event) if line else of_event(event, "", "", "TRANSP")
            yield place._replace(message="the event blocks time", advice="write TRANSP:TRANSPARENT")
        for part in event.parts:
            if part.name == "VALARM":
                told = "it rings for everybody who subscribes"
                yield Found(told, "leave alarms to the reader", event.uid, "VALARM", part.number)


def known(seen: Seen) -> Iterator[Found]:
    """FEED 18: components that close, and nothing that another parser takes for an error."""
    if not seen.calendar.root.name:
        yield Found("there is no BEGIN:VCALENDAR", "send a calendar")
    for number, message in seen.calendar.torn:
        yield Found(message, "close each component with its END", line=number)
    for component in seen.calendar.root.walk():
        yield from _strange(component)
    for event in seen.calendar.events:
        for name, number in Counter(line.name for line in event.lines).items():
            if name in _ONCE and number > 1:
                yield of_line(event.all(name)[1], "there are several", "keep one", event)


def _strange(component: Component) -> Iterator[Found]:
    for line in component.lines:
        if line.name not in PROPERTIES and not line.name.startswith("X-"):
            yield of_line(line, "libical takes it for an error", "leave it out", component)


__all__ = ["PROPERTIES", "descriptions", "known", "places", "quiet", "states"]
