"""TZID → time zone: IANA names, names of Windows and of programs, and what a file defines itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import cast
from zoneinfo import ZoneInfo

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventx.ical.lines import Block, name_of

_MOST_LINES = 1000
_LATIN = re.compile(r"[A-Za-z0-9_+\-/]{1,64}")
# Rules that are quickly counted out: a change of clocks every second would keep the reader busy for years.
_PLAIN_RULE = re.compile(
    r"FREQ=YEARLY(;(INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=[\d,-]{1,40}|WKST=[A-Z]{2}"
    r"|COUNT=\d{1,4}|UNTIL=\w{8,16}))*",
    re.IGNORECASE,
)


def named_zone(tzid: str) -> ZoneInfo | None:
    """The IANA zone that a TZID means: by its own name, by that of Windows ("W. Europe Standard Time"), or with the
    name of a program before it ("/freeassociation.sourceforge.net/Europe/Berlin"); None for others."""
    tzid = re.sub(r"^(?:posix|right)/", "", tzid.strip().strip('"/ '))
    return next((found for name in _names(tzid) if (found := _zone(name))), None)


def _names(tzid: str) -> Iterator[str]:
    yield WINDOWS_TO_OLSON.get(tzid, tzid)
    parts = tzid.split("/")
    yield from ("/".join(parts[i:]) for i in range(1, min(len(parts) - 1, 6)))


def _zone(name: str) -> ZoneInfo | None:
    if not _LATIN.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # OSError: "America" is a folder of the database
        return None


def zones_of(blocks: Sequence[Block]) -> dict[str, tzinfo]:
    """TZID → zone, of those that a calendar defines: the IANA zone that it names, else as it is defined."""
    found: dict[str, tzinfo] = {}
    for block in blocks:
        tzid = _value(block, "TZID")
        place = _value(block, "X-LIC-LOCATION")
        zone = named_zone(tzid) or named_zone(place) or _defined(block)
        if tzid and zone:
            found.setdefault(tzid.removeprefix("/"), zone)
    return found


def _value(block: Block, name: str) -> str:
    return next((line.partition(":")[2].strip() for line in block.lines if name_of(line) == name), "")


def _defined(block: Block) -> tzinfo | None:
    """The zone as its VTIMEZONE defines it; None where that means nothing, or would take long to count out."""
    rules = (line.partition(":")[2].strip() for line in block.lines if name_of(line) == "RRULE")
    if not block.ended or len(block.lines) > _MOST_LINES or not all(map(_PLAIN_RULE.fullmatch, rules)):
        return None
    # Without its TZID: icalendar keeps zones by that name, for all files that are read later.
    lines = [line for line in block.lines if name_of(line) != "TZID"]
    try:
        parsed = icalendar.Timezone.from_ical("\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE"]))
        parsed.add("TZID", "defined")
        made: tzinfo = cast("icalendar.Timezone", parsed).to_tz(lookup_tzid=False)
        datetime(2000, 1, 1, tzinfo=made).utcoffset()
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):  # icalendar's and dateutil's own
        return None
    return made


def agreed(moment: datetime, *names: str | None) -> datetime:
    """An instant with a fixed or home-made offset in the first of the IANA zones whose offset it is; else as it is."""
    if moment.tzinfo is None or isinstance(moment.tzinfo, ZoneInfo):
        return moment
    for zone in filter(None, (named_zone(name) for name in names if name)):
        told = moment.replace(tzinfo=zone)
        if told.utcoffset() == moment.utcoffset():
            return told
    return moment


__all__ = ["agreed", "named_zone", "zones_of"]
