"""libical (GNOME's, KDE's and many others' engine) through ctypes: Debian's package libical3.

Kinds of components and properties are asked for by name, since their numbers differ by version.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL, CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_long, c_void_p
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from tests.clients.shown import LIMIT, Shown, missing, told


class Time(Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = (
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")),
        ("zone", c_void_p),
    )


class Span(Structure):
    """struct icaltime_span: seconds since 1970."""

    _fields_ = (("start", c_long), ("end", c_long), ("is_busy", c_int))


Visit = CFUNCTYPE(None, c_void_p, POINTER(Span), c_void_p)

SIGNATURES: dict[str, tuple[Any, ...]] = {
    "icalparser_parse_string": (c_void_p, c_char_p),
    "icalcomponent_free": (None, c_void_p),
    "icalcomponent_string_to_kind": (c_int, c_char_p),
    "icalproperty_string_to_kind": (c_int, c_char_p),
    "icalcomponent_get_first_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_next_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_first_property": (c_void_p, c_void_p, c_int),
    "icalproperty_get_value_as_string": (c_char_p, c_void_p),
    "icalcomponent_get_uid": (c_char_p, c_void_p),
    "icalcomponent_get_summary": (c_char_p, c_void_p),
    "icalcomponent_get_location": (c_char_p, c_void_p),
    "icalcomponent_get_dtstart": (Time, c_void_p),
    "icalcomponent_get_dtend": (Time, c_void_p),
    "icaltime_as_timet_with_zone": (c_long, Time, c_void_p),
    "icalcomponent_foreach_recurrence": (None, c_void_p, Time, Time, Visit, c_void_p),
    "icalrestriction_check": (c_int, c_void_p),
    "icalcomponent_as_ical_string": (c_char_p, c_void_p),
}


@cache
def library() -> Any:
    """The library with its signatures; skips where it is missing, fails on CI."""
    try:
        loaded = CDLL("libical.so.3")
    except OSError:
        missing("libical 3 is not installed: apt-get install libical3")
    for function, (result, *arguments) in SIGNATURES.items():
        entry = getattr(loaded, function)
        entry.restype, entry.argtypes = result, arguments
    return loaded


@contextmanager
def parsed(content: bytes) -> Iterator[int]:
    """The component of a file."""
    component = library().icalparser_parse_string(content)
    assert component, "libical reads no calendar at all"
    try:
        yield component
    finally:
        library().icalcomponent_free(component)


def errors(content: bytes) -> list[str]:
    """What libical holds against a file: parts it cannot read, and rules of RFC 5545 and 5546."""
    with parsed(content) as calendar:
        library().icalrestriction_check(calendar)  # writes what it finds into the component
        text = library().icalcomponent_as_ical_string(calendar).decode().replace("\r\n ", "")
    return [line for line in text.splitlines() if line.startswith("X-LIC-ERROR")]


def in_libical(content: bytes) -> list[Shown]:
    """The events of a file as libical reads them."""
    with parsed(content) as calendar:
        return [_event(each) for each in components(calendar, b"VEVENT")]


def end(content: bytes) -> str:
    """The end of the first event, as libical has it."""
    with parsed(content) as calendar:
        time = library().icalcomponent_get_dtend(next(components(calendar, b"VEVENT")))
        return _told(_seconds(time), time)


def components(parent: int, name: bytes) -> Iterator[int]:
    """The components of a kind."""
    kind = library().icalcomponent_string_to_kind(name)
    each = library().icalcomponent_get_first_component(parent, kind)
    while each:
        yield each
        each = library().icalcomponent_get_next_component(parent, kind)


def value(component: int, name: bytes) -> str | None:
    """A property's value as written; None without one."""
    kind = library().icalproperty_string_to_kind(name)
    found = library().icalcomponent_get_first_property(component, kind)
    return library().icalproperty_get_value_as_string(found).decode() if found else None


def _event(component: int) -> Shown:
    text = {
        name: found.decode() if (found := getattr(library(), f"icalcomponent_get_{name}")(component)) else None
        for name in ("uid", "summary", "location")
    }
    occurrences = tuple(_occurrences(component))
    return Shown(
        text["uid"] or "", text["summary"] or "", value(component, b"STATUS"), text["location"], occurrences
    )  # fmt: skip


def _occurrences(component: int) -> list[tuple[str, str]]:
    start, end = (getattr(library(), f"icalcomponent_get_{name}")(component) for name in ("dtstart", "dtend"))
    first, last = _seconds(start), _seconds(end)
    spans = _recurrences(component) if value(component, b"RRULE") else [first]
    has_end = value(component, b"DTEND") is not None
    return [
        (_told(each, start), _told(each + last - first, start) if has_end else "") for each in spans[:LIMIT]
    ]  # fmt: skip


def _recurrences(component: int) -> list[int]:
    """Starts by the library's own expansion. (Its ends of whole days reach a second into nowhere.)"""
    starts: list[int] = []
    visit = Visit(lambda _event, span, _data: starts.append(span.contents.start))
    library().icalcomponent_foreach_recurrence(component, Time(1900, 1, 1), Time(2100, 1, 1), visit, None)
    return starts


def _seconds(time: Time) -> int:
    return int(library().icaltime_as_timet_with_zone(time, time.zone))


def _told(seconds: int, like: Time) -> str:
    moment: date = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    if like.is_date:
        return moment.isoformat()[:10]
    return told(moment) if like.zone else f"floating {moment.isoformat()}"
