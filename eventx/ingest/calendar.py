"""Calendar files (.ics): one release without text, whose VEVENTs are its given events."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from eventx.errors import InputError, RecordError
from eventx.ical.read import calendar_of, localised, unfolded
from eventx.ingest.location import is_online, place_in
from eventx.ingest.text import decode, unicode_encoding
from eventx.ingest.values import Document, Reading
from eventx.model import Event, Release

MAX_CALENDAR = 10_000_000
"""Bytes of a calendar file, which is read whole."""


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The calendar as one release; InputError where it holds no event that can be read.

    What is wrong with a single VEVENT is told by its number from 0: `x.ics[3]`.
    """
    too_long = f"is a calendar of more than {MAX_CALENDAR // 10**6} MB; split it"
    data = document.whole(MAX_CALENDAR, too_long)
    folded = unfolded(data) if unicode_encoding(data) == "utf-8" else data
    calendar = calendar_of(decode(folded, document.where, document.charset))
    if calendar is None:
        raise InputError("has no BEGIN:VCALENDAR; save the calendar anew", where=document.where)
    for number, told in calendar.faults:
        at = document.where if number is None else f"{document.where}[{number}]"
        reading.on_error(RecordError(told, where=at))
    if not calendar.events:
        raise InputError("is a calendar without an event that can be read", where=document.where)
    yield Release(  # by its address it is the same calendar however it changes
        text="", id=calendar.uid or document.url or hashlib.sha256(data).hexdigest()[:16], title=calendar.name,
        url=document.url,
        given=tuple(_placed(event) for event in calendar.events),
    )  # fmt: skip


def _placed(event: Event) -> Event:
    """The event with the place that its LOCATION tells, by the clock that is shown there."""
    line, geo = event.place.venue, event.place.geo
    if line is None:
        return event
    place = place_in(line)
    placed = replace(event, place=replace(place, geo=geo or place.geo), online=event.online or is_online(line))
    return localised(placed, place.zone if place.city else None)


__all__ = ["MAX_CALENDAR", "read"]
