"""Rules 6 to 9: days, hours and their zones, ends, months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventx.feedcheck.reader import Component, Line
from eventx.feedcheck.values import Found, Seen, of_event, of_line
from eventx.feedcheck.words import says

_OFFSET = re.compile(r"[+-](?:0\d|1\d)[0-5]\d")
_FEW = 20  # changes of clocks that may lie before the first event: rules of one zone, not its whole history
_MONTH = 28  # days of the shortest


def whole_days(seen: Seen) -> Iterator[Found]:
    """FEED 6: dates with VALUE=DATE, an end after the start, both of one type; every event starts."""
    for event in seen.calendar.events:
        start, end = event.get("DTSTART"), event.get("DTEND")
        if start is None:
            yield of_event(event, "there is none", "tell when the event starts", "DTSTART")
            continue
        for line in filter(None, (start, end, *event.all("RECURRENCE-ID"))):
            yield from _typed(line, event)
        if end and start.moment and end.moment:
            yield from _ends(event, start, end)
        yield from _until(event, start)


def _typed(line: Line, event: Component) -> Iterator[Found]:
    moment = line.moment
    says_date = line.parameters.get("VALUE", "").upper() == "DATE"
    if moment is None:
        yield of_line(line, f"{line.value!r} is no day and no time", "write 20260115 or 20260115T120000Z", event)
    elif not isinstance(moment, datetime) and not says_date:
        yield of_line(line, "without VALUE=DATE it is read as a broken time", f"write {line.name};VALUE=DATE", event)
    elif isinstance(moment, datetime) and says_date:
        yield of_line(line, "VALUE=DATE stands before a time", "leave it out, or the hours", event)


def _ends(event: Component, start: Line, end: Line) -> Iterator[Found]:
    first, last = start.moment, end.moment
    if isinstance(first, datetime) != isinstance(last, datetime):
        yield of_line(end, "it is of another type than DTSTART", "write both as dates or both as times", event)
    elif first and last and not isinstance(first, datetime) and last <= first:
        yield of_line(end, "it is not after DTSTART", "write the day after the last one", event)


def _until(event: Component, start: Line) -> Iterator[Found]:
    rule = event.get("RRULE")
    told = re.search(r"UNTIL=([0-9TZ]+)", rule.value) if rule else None
    if rule and told and start.moment:
        is_date = "T" not in told[1]
        if is_date == isinstance(start.moment, datetime):
            yield of_line(rule, "UNTIL is of another type than DTSTART", "a date for dates, UTC for times", event)


def zones(seen: Seen) -> Iterator[Found]:
    """FEED 7: a time has an IANA zone whose VTIMEZONE is there, or is in UTC."""
    known = {zone.value("TZID"): min(_onsets(zone), default=None) for zone in seen.calendar.zones}
    used: set[str] = set()
    for event in seen.calendar.events:
        for line in event.lines:
            if line.name in ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"):
                used.update(filter(None, [line.tzid]))
                yield from _zoned(line, event, known)
    for zone in seen.calendar.zones:
        yield from _zone(zone, used)
        yield from _long(zone, seen)


def _zoned(line: Line, event: Component, known: Mapping[str, datetime | None]) -> Iterator[Found]:
    moment = line.moment
    if not isinstance(moment, datetime):
        if moment is not None and line.tzid:
            yield of_line(line, "a date has no zone", "leave TZID out", event)
        return
    if line.tzid and moment.tzinfo is UTC:
        yield of_line(line, "it has a TZID and ends in Z", "leave one of them out", event)
    elif line.tzid is None and moment.tzinfo is None:
        yield of_line(line, "it floats: another time for each reader", "give it a TZID, or write it in UTC", event)
    elif line.tzid and line.tzid not in known:
        yield of_line(line, f"no VTIMEZONE tells of {line.tzid}", "add it", event)
    elif line.tzid and (first := known[line.tzid]) and moment < first:
        yield of_line(line, f"VTIMEZONE {line.tzid} begins after it", "let it cover the years in use", event)


def _onsets(zone: Component) -> list[datetime]:
    moments = [line.moment for part in zone.parts if (line := part.get("DTSTART"))]
    return [each for each in moments if isinstance(each, datetime) and each.tzinfo is None]


def _zone(zone: Component, used: set[str]) -> Iterator[Found]:
    name = zone.get("TZID")
    if name is None:
        yield of_event(zone, "VTIMEZONE has none", "give it the zone's IANA name", "TZID")
    elif name.value in used and not is_iana(name.value):
        yield of_line(name, f"{name.value!r} is no IANA zone", "write a name such as Europe/Paris")
    for line in zone.all("COMMENT"):
        yield of_line(line, "VTIMEZONE has a comment", "take it off")
    if not zone.parts:
        yield of_event(zone, "VTIMEZONE has neither STANDARD nor DAYLIGHT", "tell its offsets", "TZID")
    for part in zone.parts:
        for offset in ("TZOFFSETFROM", "TZOFFSETTO"):
            yield from _offset(part, offset)


def _offset(part: Component, name: str) -> Iterator[Found]:
    line = part.get(name)
    if line is None:
        yield of_event(part, f"{part.name} has none", "tell the offset", name)
    elif not _OFFSET.fullmatch(line.value):
        yield of_line(line, f"{line.value!r} is no offset in hours and minutes", "write it as +0100")


def _long(zone: Component, seen: Seen) -> Iterator[Found]:
    """Changes of clocks long before any event."""
    starts = [line.moment for event in seen.calendar.events if (line := event.get("DTSTART"))]
    years = [each.year for each in starts if each]
    single = [part for part in zone.parts if not part.get("RRULE")]
    early = [each for part in single for each in _onsets(Component("", 0, parts=[part]))]
    before = sum(1 for each in early if years and each.year < min(years) - 1)
    if before > _FEW:
        told = f"VTIMEZONE tells {before} changes of clocks before the first event"
        yield of_event(zone, told, "keep to the years in use", "TZID")


def is_iana(name: str) -> bool:
    """True for a zone of the database."""
    try:
        return bool(ZoneInfo(name))
    except (LookupError, ValueError, OSError):
        return False


def ends(seen: Seen) -> Iterator[Found]:
    """FEED 8: a timed event has the end that is told, or none."""
    for event in seen.calendar.events:
        start, end, length = event.get("DTSTART"), event.get("DTEND"), event.get("DURATION")
        if end and length:
            yield of_line(length, "there is a DTEND too", "leave one of them out", event)
        if start and end and isinstance(start.moment, datetime) and isinstance(end.moment, datetime):
            if _instant(end) <= _instant(start):
                yield of_line(end, "it is not after DTSTART", "leave it out where no end is known", event)
            elif end.value.rstrip("Z").endswith("T235959"):
                yield of_line(end, "a second before midnight is made up", "leave it out, or write dates", event)
        if length and re.fullmatch(r"[+-]?P(?:0[WD])?(?:T(?:0[HMS])*)?|-.*", length.value):
            yield of_line(length, "it is no length of time", "leave it out where no end is known", event)


def _instant(line: Line) -> datetime:
    """The instant, in UTC; by the clock where the zone is not known."""
    moment = line.moment
    assert isinstance(moment, datetime)
    zone = ZoneInfo(line.tzid) if line.tzid and is_iana(line.tzid) else UTC
    try:
        return moment.replace(tzinfo=moment.tzinfo or zone).astimezone(UTC)
    except OverflowError:  # on the first or last day there is
        return moment.replace(tzinfo=UTC)


def months(seen: Seen) -> Iterator[Found]:
    """FEED 9: what is known to the month is put on no day, and is tentative."""
    for event in seen.calendar.events:
        summary, start, end = event.get("SUMMARY"), event.get("DTSTART"), event.get("DTEND")
        text = f"{event.value('SUMMARY')}\n{event.value('DESCRIPTION')}"
        if summary is None or start is None or not says("undecided", text) or event.value("STATUS") == "CANCELLED":
            continue
        if not _is_long(start.moment, end.moment if end else None):
            yield of_line(start, "the day is not known, and a day is told", "leave it out, or tell the month", event)
        elif event.value("STATUS") != "TENTATIVE":
            yield of_line(start, "only the month is known, and the event is not TENTATIVE", "make it that", event)


def _is_long(start: date | None, end: date | None) -> bool:
    whole = start is not None and not isinstance(start, datetime) and end is not None and not isinstance(end, datetime)
    return bool(whole and start and end and end - start >= timedelta(days=_MONTH))


__all__ = ["ends", "is_iana", "months", "whole_days", "zones"]
