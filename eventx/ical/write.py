"""Event → VEVENT (RFC 5545, RFC 7986).

A calendar is a header, a VTIMEZONE for each zone in use, the VEVENTs and a footer, so that a store
can keep the bytes of each VEVENT. The same events give the same bytes.

There is no METHOD and no ORGANIZER. A METHOD makes the file a scheduling message; without one it
is "a snapshot of some calendar information" (RFC 5545 section 3.7.2), which is what an export is.
PUBLISH would demand an ORGANIZER on each event (RFC 5546 section 3.2.1; libical flags its
absence), and that is the address of a calendar user, which a release does not tell; section
3.8.4.3 of RFC 5545 keeps it out of what is not group-scheduled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from eventx.ical.days import days_besides, lists_of
from eventx.model import Event, day_of
from eventx.safe import one_line, web_link

if TYPE_CHECKING:
    from icalendar import Timezone

PRODID = "-//eventx//eventx//EN"
FOOTER = b"END:VCALENDAR\r\n"

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_EVIDENCE_LENGTH = 1000  # characters told in DESCRIPTION: a text without full stops is one sentence
_STATUS = {"confirmed": "CONFIRMED", "cancelled": "CANCELLED"}
_VAGUE = {"week": "Only the week is told.", "month": "Only the month is told."}
_PREFIXES = {"cancelled": ("Cancelled: ", "Canceled: "), "postponed": ("Postponed: ",)}
_UTC_NAMES = ("UTC", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal")
_ZONED_YEARS = range(1973, 2100)
"""Years whose offsets are whole minutes in every zone (Monrovia was the last, 1972) and whose
rules are known; VTIMEZONE cannot tell seconds apart in most clients. Other years go out in UTC."""
_OPEN_RULE_YEARS = 10  # for which VTIMEZONE covers a rule without an end


class Change(NamedTuple):
    """A change of a zone's offset; `onset` by the clock before it (RFC 5545 section 3.6.5)."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def vevent_bytes(event: Event, *, sequence: int = 0, stamp: datetime | None = None) -> bytes:
    """The VEVENT of an event: UTF-8, CRLF, folded at 75 octets; DTSTAMP is its release's day unless told."""
    import icalendar
    from icalendar.prop import vInline, vRecur, vUri

    component = icalendar.Event()
    start, end = _times(event)
    component.add("dtstart", start)
    if end is not None:
        component.add("dtend", end)
    if rule := _rule(event):
        component["RRULE"] = vRecur(rule)
    for name, days in lists_of(event.notes, _instant(event, event.start), start, repeats=bool(rule)).items():
        component.add(name, days)
    stamp = stamp or datetime.combine(day_of(event.source.published or date(1970, 1, 1)), time.min, UTC)
    component.add("dtstamp", stamp)
    component.add("last-modified", stamp)
    component.add("sequence", sequence)
    for name, text in _texts(event):
        # icalendar's own escaping takes a written backslash-N ("C:\News") for a line break.
        component[name] = vInline(text.translate(_ESCAPES))
    if link := web_link(event.url) or web_link(event.source.url):
        component["URL"] = vUri(link)
    if event.online and (join := web_link(event.url)):
        component["CONFERENCE"] = vUri(join, params={"VALUE": "URI"})
    if geo := _geo(event.place.geo):
        component["GEO"] = vInline(geo)
    return bytes(component.to_ical())


def calendar_bytes(
    vevents: Iterable[bytes], zones: Mapping[str, Iterable[Change]], *, name: str, more: Mapping[str, str] | None = None
) -> bytes:
    """A whole calendar: `vevents` in the order given, the zones they refer to by TZID, and `more` properties,
    their values as they are written and with their parameters ("SOURCE;VALUE=URI")."""
    from icalendar import Calendar
    from icalendar.prop import vInline

    head = Calendar()  # not Calendar.new(), which makes up a random UID
    text = one_line(name).translate(_ESCAPES)
    for key, value in {"VERSION": "2.0", "PRODID": PRODID, "NAME": text, "X-WR-CALNAME": text, **(more or {})}.items():
        label, *parameters = key.split(";")  # told in full: icalendar leaves VALUE away, and clients then see no link
        head[label] = vInline(one_line(value), params=dict(each.split("=") for each in parameters))
    for tzid in sorted(zones):
        head.add_component(_timezone(tzid, zones[tzid]))
    whole = BytesIO()  # takes in one VEVENT after the other and hands out its bytes without a copy: they may be many
    whole.write(bytes(head.to_ical()).removesuffix(FOOTER))
    whole.writelines(vevents)
    whole.write(FOOTER)
    return whole.getvalue()


def zone_years(event: Event) -> dict[str, tuple[int, int]]:
    """The TZID that the event's VEVENT refers to, with its first and last year; empty for none."""
    start, _ = _times(event)
    zone = getattr(start, "tzinfo", None)
    return {zone.key: _years(event, start)} if isinstance(zone, ZoneInfo) else {}


def _times(event: Event) -> tuple[date, date | None]:
    """DTSTART and DTEND: both dates, or both instants in one zone; None where no DTEND belongs."""
    start = _instant(event, event.start)
    if start is None:
        # All day, also where the zone of a clock time is unknown: written as it is it would float,
        # another instant for each reader. DESCRIPTION tells the clock time.
        first = day_of(event.start)
        return first, _day_after(first if _parsed_rule(event) else event.last_day)
    end = _end(event, start)
    if _has_tzid(event, start):
        return start, end
    return _shifted(start), _shifted(end) if end else None


def _end(event: Event, start: datetime) -> datetime | None:
    """The end of a timed event (of its first occurrence, where it repeats) as exclusive instant."""
    end = _instant(event, event.end, start.tzinfo)
    if _parsed_rule(event):
        return _same_day(start, end) if end else None
    if end is not None:
        # RFC 5545 section 3.8.2.2: later than DTSTART; in UTC, since `>` in one zone compares clocks.
        return end if end > _shifted(start) else None
    if event.end is None or event.end <= start.date():
        # "7 p.m. on Friday" tells no end: midnight would be made up (RFC 5545 section 3.6.1).
        return None
    # Of several days only the last is told. DTEND has to be an instant like DTSTART, and without
    # one clients show the first day alone. Midnight after the last day claims no closing time,
    # only that it is over before the next.
    after = _day_after(event.end)
    return datetime.combine(after, time.min, start.tzinfo) if after else None


def _same_day(start: datetime, end: datetime) -> datetime | None:
    """The next time after `start` that the clock shows the time of `end`; None for the same time."""
    hours = (end - start) % timedelta(days=1)  # of clock time, since both are in one zone
    return start + hours if hours else None


def _instant(event: Event, moment: date | None, zone: tzinfo | None = None) -> datetime | None:
    """The instant in `zone`, else in the event's own, else with its offset; None without any."""
    if not isinstance(moment, datetime):
        return None
    moment = moment.replace(microsecond=0)
    zone = zone or _zone(event.timezone or getattr(moment.tzinfo, "key", None))
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone) if zone else None
    return _shifted(moment, zone) if zone else moment


def _zone(key: str | None) -> ZoneInfo | None:
    """The IANA zone of that name; None where there is none."""
    try:
        return ZoneInfo(key) if key else None
    except (LookupError, ValueError, OSError):  # OSError: "America" is a folder of the database
        return None


def _shifted(moment: datetime, zone: tzinfo = UTC) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:  # 9999-12-31T23:59, the "never" of other programs, has no later instant
        return moment.replace(tzinfo=zone)


def _has_tzid(event: Event, start: datetime) -> bool:
    """True where a TZID can be written: a named zone other than UTC, and only years it covers."""
    named = isinstance(start.tzinfo, ZoneInfo) and start.tzinfo.key not in _UTC_NAMES
    return named and all(year in _ZONED_YEARS for year in _years(event, start))


def _years(event: Event, start: date) -> tuple[int, int]:
    """The first and the last year that need the zone's rules."""
    ahead = _OPEN_RULE_YEARS if event.rrule and not event.end else 0
    last = max([event.last_day, *days_besides(event.notes)])
    return start.year, max(start.year, last.year) + ahead


def _day_after(day: date) -> date | None:
    """The exclusive end; None on the last day there is, where DTSTART alone means one day."""
    return day + timedelta(days=1) if day < date.max else None


def _parsed_rule(event: Event) -> dict[str, Any] | None:
    """RRULE as icalendar parses it; None without a rule or where it means nothing."""
    if not event.rrule:
        return None
    from icalendar.prop import vRecur

    try:
        rule = dict(vRecur.from_ical(event.rrule.removeprefix("RRULE:")))
    except ValueError:
        return None  # DESCRIPTION tells the rule as it is written
    floats = isinstance(event.start, datetime) and _instant(event, event.start) is None  # so whole days are shown
    return rule if "FREQ" in rule and not (floats and rule["FREQ"] == ["DAILY"]) else None


def _rule(event: Event) -> dict[str, Any]:
    """RRULE with its end: COUNT, or UNTIL as RFC 5545 section 3.3.10 wants it, which is a date
    beside a date and UTC beside an instant. A rule without either ends with the event."""
    rule = _parsed_rule(event) or {}
    until = (rule.get("UNTIL") or [event.end])[0]
    if not rule or "COUNT" in rule or until is None:
        return rule
    start = _instant(event, event.start)
    if start is None:
        return {**rule, "UNTIL": [day_of(until)]}
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    return {**rule, "UNTIL": [_shifted(_instant(event, until, start.tzinfo) or until)]}


def _timezone(tzid: str, changes: Iterable[Change]) -> Timezone:
    """The VTIMEZONE of those changes, a sub-component for each: with RDATE, ical.js overlooks DTSTART
    and vobject all dates of a line but the first, so that events of other years are an hour off."""
    import icalendar

    zone = icalendar.Timezone()
    zone.add("TZID", tzid)
    for change in changes:
        part = icalendar.TimezoneDaylight() if change.summer else icalendar.TimezoneStandard()
        part.DTSTART, part.TZOFFSETFROM, part.TZOFFSETTO = change.onset, change.before, change.after
        part.add("TZNAME", change.name)
        zone.add_component(part)
    return zone


def _texts(event: Event) -> Iterator[tuple[str, str]]:
    """The properties of type TEXT, unescaped."""
    vague = event.status == "confirmed" and event.precision not in ("day", "week")
    yield "UID", one_line(event.uid)
    yield "SUMMARY", marked_title(event)
    yield "STATUS", "TENTATIVE" if vague else _STATUS.get(event.status, "TENTATIVE")
    yield "TRANSP", "TRANSPARENT"
    told = {"LOCATION": event.place.label, "CATEGORIES": event.kind if event.kind != "other" else None}
    yield from ((name, one_line(text)) for name, text in told.items() if text)
    yield "DESCRIPTION", "\n".join(filter(None, _description(event)))


def is_ours(head: bytes) -> bool:
    """True for the first bytes of a calendar that eventx wrote, of whatever version."""
    return f"PRODID:{PRODID.rpartition('//')[0]}".encode() in head.replace(b"\r\n ", b"")


def marked_title(event: Event) -> str:
    """The title in one line, led by "Cancelled: " or "Postponed: " where it is that."""
    title = one_line(event.title) or "Untitled event"
    prefixes = _PREFIXES.get(event.status, ("",))
    has_one = title.casefold().startswith(tuple(each.casefold() for each in prefixes))
    return title if has_one else prefixes[0] + title


def _description(event: Event) -> Iterator[str]:
    """Plain lines for a reader: what the release says, what is uncertain, where it was read."""
    for text in dict.fromkeys(map(one_line, event.quotes)):
        yield text if len(text) <= _EVIDENCE_LENGTH else text[:_EVIDENCE_LENGTH] + " …"
    yield from map(one_line, (*_time_notes(event), *event.notes))
    facts = {"Theme": event.theme, "Organizer": event.organizer, "Link": event.url}
    yield from (f"{key}: {one_line(value)}" for key, value in facts.items() if value)
    yield "Online event" if event.online else ""
    source, day = event.source, event.source.published
    origin = (source.title or source.id, day and str(day_of(day)), web_link(source.url) or source.url)
    yield "Source: " + ", ".join(one_line(part) for part in origin if part)
    yield f"Confidence: {round(event.confidence * 100)}%"


def _time_notes(event: Event) -> Iterator[str]:
    """What DTSTART, DTEND and RRULE cannot say."""
    if event.precision in _VAGUE:
        yield _VAGUE[event.precision]
    if event.rrule and not _parsed_rule(event):
        yield f"Repeats: {event.rrule}"
    if isinstance(event.start, datetime) and _instant(event, event.start) is None:
        end = f" to {event.end:%H:%M}" if isinstance(event.end, datetime) else ""
        yield f"Time: {event.start:%H:%M}{end}; the time zone is not told"
    if event.timed and event.end and not isinstance(event.end, datetime) and event.end > day_of(event.start):
        yield f"Last day: {event.end.isoformat()}; its closing time is not told"


def _geo(geo: tuple[float, float] | None) -> str | None:
    """Latitude and longitude in degrees, four places: 11 m, and never an exponent."""
    if not geo or not all(map(math.isfinite, geo)) or abs(geo[0]) > 90 or abs(geo[1]) > 180:
        return None
    return ";".join(str(round(float(each), 4)) for each in geo)
