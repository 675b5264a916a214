"""Days + clock times → instants: zones told, zones of the place, ends after midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from eventx import gazetteer
from eventx.temporal.values import Clock, Times


class Timed(NamedTuple):
    """Days with their clock times, where there are any."""

    first: date
    last: date | None
    zone: str | None = None
    known: tuple[str, ...] = ()
    doubt: float = 0.0
    notes: tuple[str, ...] = ()


def at_time(times: Times | None, first: date, last: date, text: str) -> Timed:
    """The days at these times; instants are aware where a zone is told.

    A zone of the place is for the linker to add: here only what the expression says.
    """
    if times is None:
        return Timed(first, last)
    name = zone_name(times.zone, text)
    info = zone(name) if name else None
    start = _moment(first, times.first, info)
    end: date | None = last if last > first else None
    if times.last is not None:
        end = _moment(last, times.last, info)
        if end <= start:
            end += timedelta(days=1)
    known = ("time", "zone") if name else ("time",)
    if times.first.sure:
        return Timed(start, end, name, known)
    return Timed(start, end, name, known, 0.15, ("a.m. or p.m. is not told; afternoon is likelier",))


def _moment(day: date, clock: Clock, info: tzinfo | None) -> datetime:
    return datetime(day.year, day.month, day.day, clock.hour, clock.minute, tzinfo=info)


_HALF_HOURS = {
    -3.5: "America/St_Johns", 3.5: "Asia/Tehran", 4.5: "Asia/Kabul", 5.5: "Asia/Kolkata", 5.75: "Asia/Kathmandu",
    6.5: "Asia/Yangon", 9.5: "Australia/Darwin", 10.5: "Australia/Lord_Howe",
}  # fmt: skip
"""Zones for offsets that Etc/GMT lacks."""


def zone_name(told: str | None, text: str) -> str | None:
    """IANA name of a zone as the reader left it: a name, "offset:+8", "place:120:128" (characters of the text)."""
    if told is None:
        return None
    if told.startswith("offset:"):
        hours = float(told[7:])
        if hours % 1:
            return _HALF_HOURS.get(hours)
        return f"Etc/GMT{-int(hours):+d}" if hours and -14 <= -hours <= 12 else "Etc/UTC"
    if told.startswith("place:"):
        start, end = map(int, told[6:].split(":"))
        place = gazetteer.find(text[start:end])
        return place.zone if place else None
    return told


@lru_cache(maxsize=512)
def zone(name: str) -> tzinfo:
    """The zone of an IANA name."""
    return UTC if name == "UTC" else ZoneInfo(name)
