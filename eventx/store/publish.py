"""An entry as it is published: its VEVENT, its SEQUENCE, its LAST-MODIFIED, and what filters look in.

The VEVENT is written when an entry comes about or changes, and kept. SEQUENCE counts changes of what a reader sees
(start, end, place, title, status) and no others; LAST-MODIFIED rises with every change of the VEVENT, to the day of the
entry's newest release, or by a second where that is not later (clients skip what is not newer).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row

from eventx.ical import vevent_bytes, zone_years
from eventx.ical.days import days_besides
from eventx.model import Event, day_of, replace
from eventx.store.codec import event_of, instant_text, safe, text_of

_VISIBLE = (b"DTSTART", b"DTEND", b"RRULE", b"EXDATE", b"RDATE", b"LOCATION", b"SUMMARY", b"STATUS")
_NAME = re.compile(rb"[A-Z-]+")
FIELDS = ("title", "start", "end", "timezone", "rrule", "location", "status", "precision", "kind", "series", "edition",
          "online", "theme", "organizer", "url")  # fmt: skip
"""What history tells the changes of, in this order."""
Values = dict[str, Any]
"""Columns of `entries` with their values."""


def first_published(event: Event, state: str, newest: date | None) -> Values:
    """All columns of a new entry but its number."""
    return {"uid": event.uid, **described(event, state), **_serialised(event, 0, midnight(newest))}


def republished(row: Row[Any], event: Event, state: str, moment: datetime) -> Values:
    """The columns that change where an entry becomes `event`; none where it says what it said.

    What is rejected is not published, so its VEVENT waits as clients last saw it.
    """
    values = described(event, state)
    if all(values[name] == getattr(row, name) for name in ("state", "event", "retired_into")):
        return {}
    return values if state == "rejected" else values | _reserialised(row, event, moment)


def retired(row: Row[Any], survivor: int, title: str, moment: datetime) -> Values:
    """The columns of an entry that turned out to be another one: cancelled, and it says what it is part of."""
    event = event_of(row.event)
    event = replace(event, status="cancelled", notes=(*event.notes, f"This is now part of the entry: {title}"))
    return republished(row, event, "retired", moment) | {"retired_into": survivor}


def described(event: Event, state: str) -> Values:
    """What is kept of an event beside its VEVENT."""
    place, headline = event.place, event.source.title
    names = (event.title, *event.aliases, event.series, event.organizer)
    sentences = event.quotes
    return {
        "state": state, "retired_into": None, "title": safe(event.title), "kind": event.kind, "status": event.status,
        "first_day": day_of(event.start).isoformat(), "last_day": _last_day(event).isoformat(),
        "precision": event.precision, "confidence": event.confidence, "event": text_of(event),
        "place": _words(place.label, place.country_name, place.country, "online" if event.online else None),
        "who": _words(*names, headline, *sentences),
        "words": _words(*names, headline, *sentences, place.label, event.theme, event.kind, *event.notes),
    }  # fmt: skip


def _last_day(event: Event) -> date:
    """The day up to which an entry is found: of what repeats without a told end, none is the last."""
    endless = event.rrule is not None and event.end is None
    return date.max if endless else max([event.last_day, *days_besides(event.notes)])


def differences(before: Event, after: Event) -> dict[str, list[Any]]:
    """Field → what it was and what it is, where that is not the same."""
    old, new = before.as_json(), after.as_json()
    return {name: [old[name], new[name]] for name in FIELDS if old[name] != new[name]}


def _reserialised(row: Row[Any], event: Event, moment: datetime) -> Values:
    last = datetime.fromisoformat(row.stamp)
    values = _serialised(event, row.sequence, last)
    if values["vevent"] == row.vevent and values["vevent_plain"] == row.vevent_plain:
        return values
    seen = visible(values["vevent"]) != visible(row.vevent)
    return _serialised(event, row.sequence + seen, max(last + timedelta(seconds=1), moment))


def _serialised(event: Event, sequence: int, stamp: datetime) -> Values:
    zone, years = next(iter(zone_years(event).items()), (None, (None, None)))
    return {
        "sequence": sequence, "stamp": instant_text(stamp),
        "zone": zone, "zone_first": years[0], "zone_last": years[1],
        "vevent": vevent_bytes(event, sequence=sequence, stamp=stamp),
        "vevent_plain": vevent_bytes(replace(event, evidence=()), sequence=sequence, stamp=stamp),
    }  # fmt: skip


def visible(vevent: bytes) -> list[bytes]:
    """The lines of a VEVENT whose change a reader has to be told of."""
    lines = vevent.replace(b"\r\n ", b"").split(b"\r\n")
    return [line for line in lines if (name := _NAME.match(line)) and name[0] in _VISIBLE]


def midnight(day: date | None) -> datetime:
    return datetime.combine(day or date(1970, 1, 1), time.min, UTC)


def _words(*texts: str | None) -> str:
    return safe("\n".join(dict.fromkeys(text.casefold() for text in texts if text))) or ""


__all__ = ["FIELDS", "described", "differences", "first_published", "midnight", "republished", "retired", "visible"]
