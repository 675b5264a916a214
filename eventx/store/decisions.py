"""What people decided about entries: it is so (confirm), it is not (reject), this field is that (edit).

Decisions are kept beside what releases say and applied to each new merge of it, so they win over later extraction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from eventx import gazetteer
from eventx.errors import OptionError
from eventx.model import KINDS, Event, Place, day_of, replace
from eventx.store.codec import moment

STATUSES = ("confirmed", "tentative", "postponed", "cancelled")
_TEXTS = ("series", "edition", "kind", "theme", "organizer", "url")
_PLACE = ("venue", "city", "region", "country")
EDITABLE = ("title", "start", "end", "timezone", "status", "place", *_PLACE, "online", *_TEXTS)


class Decision(NamedTuple):
    """One decision: what kind, and for an edit the fields with their values as they were typed."""

    kind: str
    value: str


def decided(event: Event, decisions: Iterable[Decision]) -> tuple[Event, bool]:
    """The event as people want it, the last word of each field winning, and whether they want it at all."""
    wanted = True
    for decision in decisions:
        if decision.kind == "confirm":
            wanted, event = True, replace(event, confidence=1.0)
        elif decision.kind == "reject":
            wanted = False
        elif decision.kind == "edit":
            event = edited(event, json.loads(decision.value))
    return event, wanted


def edited(event: Event, fields: Mapping[str, str]) -> Event:
    """The event with the fields set; an end that a newer start has overtaken is dropped."""
    for name in sorted(fields, key=EDITABLE.index):
        event = _set(event, name, fields[name].strip())
    if event.end is not None and _ends_before(event):
        event = replace(event, end=None, rrule=None)
    return event


def checked(event: Event, fields: Mapping[str, str]) -> None:
    """OptionError for a field that cannot be edited, or a value that it cannot have."""
    for name in fields:
        if name not in EDITABLE:
            raise OptionError(f"no field {name!r} can be edited; these can: {', '.join(EDITABLE)}", where="FIELD=VALUE")
        try:
            _set(event, name, fields[name].strip())
        except (ValueError, LookupError, OSError) as error:
            raise OptionError(f"{fields[name]!r} is no {name}; {_FORMS[name]}", where="FIELD=VALUE") from error
    for name in ("start", "end"):
        if name in fields:
            event = _set(event, name, fields[name].strip())
    if event.end is not None and _ends_before(event):
        raise OptionError(f"the end {event.end} is before the start {event.start}", where="FIELD=VALUE")


_FORMS = {
    "title": "a title has words",
    "start": "write it as 2021-09-27, or 2021-09-27T09:30 where the zone is known",
    "end": "write it as 2021-09-27 (the last day), or 2021-09-27T17:00",
    "timezone": "name an IANA zone, such as Europe/Paris",
    "status": f"choose one of {', '.join(STATUSES)}",
    "online": "write true or false",
    "kind": f"choose one of {', '.join(KINDS)}",
}


def _set(event: Event, name: str, value: str) -> Event:
    if name in ("start", "end"):
        return _set_moment(event, name, value)
    if name == "timezone":
        return _in_zone(event, value)
    if name == "online":
        return replace(event, online={"true": True, "false": False}[value.lower()])
    if name == "place":
        return (
            replace(event, place=gazetteer.parse(value) or Place(venue=value))
            if value
            else replace(event, place=Place())
        )
    if name in _PLACE:
        part: dict[str, Any] = {name: value or None}
        return replace(event, place=replace(event.place, **part))
    allowed = {"status": STATUSES, "kind": ("", *KINDS)}
    if (name == "title" and not value) or value not in allowed.get(name, (value,)):
        raise ValueError(value)
    changes: dict[str, Any] = {name: value or (None if name != "kind" else "other")}
    return replace(event, **changes)


def _set_moment(event: Event, name: str, value: str) -> Event:
    if name == "end" and not value:
        return replace(event, end=None, rrule=None)
    told = moment(value, event.timezone)
    if isinstance(told, datetime) and told.tzinfo is None and event.timezone:
        told = told.replace(tzinfo=ZoneInfo(event.timezone))
    if name == "end":
        return replace(event, end=told, rrule=None, precision="day")
    end = event.end
    if isinstance(end, datetime) and not isinstance(told, datetime):
        end = day_of(end)
    inferred = tuple(part for part in event.inferred if part == "zone")
    return replace(event, start=told, end=end, rrule=None, precision="day", inferred=inferred)


def _in_zone(event: Event, value: str) -> Event:
    """The same clock times in another zone."""
    zone = ZoneInfo(value) if value else None

    def shifted(moment: date | None) -> date | None:
        return moment.replace(tzinfo=zone) if isinstance(moment, datetime) else moment

    return replace(event, timezone=value or None, start=shifted(event.start) or event.start, end=shifted(event.end))


def _ends_before(event: Event) -> bool:
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime) and bool(start.tzinfo) == bool(end.tzinfo):
        return end < start
    return end is not None and day_of(end) < day_of(start)


def parsed(pairs: Iterable[str]) -> dict[str, str]:
    """FIELD=VALUE as typed → a mapping; OptionError where it is none."""
    fields: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise OptionError(f"{pair!r} says no value; write it as status=cancelled", where="FIELD=VALUE")
        fields[name.strip().lower()] = value
    return fields


__all__ = ["EDITABLE", "STATUSES", "Decision", "checked", "decided", "edited", "parsed"]
