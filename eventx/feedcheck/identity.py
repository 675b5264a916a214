"""Rules 1 to 5: what an entry is known by, and what two readings of one feed may differ in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import NamedTuple

from eventx.feedcheck.reader import Calendar, Component, Line
from eventx.feedcheck.values import Found, Seen, of_event, of_line

_SHOWN = ("DTSTART", "DTEND", "DURATION", "RRULE", "LOCATION", "SUMMARY", "STATUS")
_STAMPS = ("DTSTAMP", "LAST-MODIFIED")
_NEWLY = timedelta(minutes=2)  # between the writing of a file and its arrival
_AHEAD = timedelta(days=1)  # of a clock that is wrong
_NUMBER = re.compile(r"[0-9]{1,10}")
_LARGEST = 2**31 - 1  # of an INTEGER, RFC 5545 section 3.3.8


class Pair(NamedTuple):
    """One event in two readings."""

    before: Component
    after: Component


def uids(seen: Seen) -> Iterator[Found]:
    """FEED 1: one UID for each event, the same whenever it is read."""
    known: dict[tuple[str, str], Component] = {}
    for event in seen.calendar.events:
        line, key = event.get("UID"), (event.value("UID"), event.value("RECURRENCE-ID"))
        if line is None or not line.value:
            yield of_event(event, "there is none", "give each event one that never changes", "UID")
        elif key in known:
            first = known[key].number
            yield of_line(line, f"the event of line {first} has it too", "give each event one of its own", event)
        known.setdefault(key, event)
    yield from _fresh(seen)


def _fresh(seen: Seen) -> Iterator[Found]:
    """Events that come back under another UID, told by their title and day."""
    if seen.again is None:
        return
    now = {event.uid for event in seen.again.events}
    there = {_told(event): event for event in seen.again.events}
    for event in seen.calendar.events:
        line, other = event.get("UID"), there.get(_told(event))
        if line and other and other.uid and line.value and line.value not in now:
            advice = "make it of what never changes; clients delete and create every entry anew"
            yield of_line(line, f"read again it is {other.uid}", advice, event)


def _told(event: Component) -> tuple[str, str]:
    return event.value("SUMMARY"), event.value("DTSTART")


def no_uid_of_calendar(seen: Seen) -> Iterator[Found]:
    """FEED 2: vdirsyncer takes a calendar with a UID for one event."""
    for line in seen.calendar.root.all("UID"):
        yield of_line(line, "the calendar itself has one", "take it off; vdirsyncer then keeps one event of all")


def sequences(seen: Seen) -> Iterator[Found]:
    """FEED 3: SEQUENCE is a count, which rises with what people see and with nothing else."""
    for event in seen.calendar.events:
        line = event.get("SEQUENCE")
        if line and not (_NUMBER.fullmatch(line.value) and int(line.value) <= _LARGEST):
            yield of_line(line, f"{line.value!r} is no count", "count visible changes from 0", event)
    for before, after in pairs(seen):
        line, visible = after.get("SEQUENCE") or after.lines[0], _differ(before, after, _SHOWN)
        older, newer = _count(before), _count(after)
        if visible and newer <= older and before.value("LAST-MODIFIED") != after.value("LAST-MODIFIED"):
            yield of_line(line, f"{visible} changed and it stayed", "raise it by one", after)
        elif newer != older and not visible:
            yield of_line(line, f"it went from {older} to {newer} and nothing changed", "leave it", after)


def stamps(seen: Seen) -> Iterator[Found]:
    """FEED 4: DTSTAMP and LAST-MODIFIED are there, in UTC, and tell the last change, not the reading."""
    for event in seen.calendar.events:
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            yield from _stamp(event, name, seen.now)
    yield from _just_stamped(seen)
    for before, after in pairs(seen):
        yield from _moved(before, after)


def _moved(before: Component, after: Component) -> Iterator[Found]:
    """Stamps that moved alone, or that stayed where something that people see has changed."""
    moved, visible = _differ(before, after, _STAMPS), _differ(before, after, _SHOWN)
    line = after.get(moved) or after.get("LAST-MODIFIED") or after.lines[0]
    if moved and not _differ(before, after, {*_others(before, after), "SEQUENCE"}):
        yield of_line(line, "it moved and nothing changed", "keep the time of the last change", after)
    elif visible and _count(after) > _count(before) and not _differ(before, after, ["LAST-MODIFIED"]):
        yield of_line(line, "the event changed and it stayed", "set it to the time of the change", after)


def _stamp(event: Component, name: str, now: datetime) -> Iterator[Found]:
    line = event.get(name)
    if line is None:
        yield of_event(event, "there is none", "tell when the event last changed", name)
        return
    moment = line.moment
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        yield of_line(line, f"{line.value!r} is no time in UTC", "write it as 20260115T120000Z", event)
    elif moment > now + _AHEAD:
        yield of_line(line, "it lies ahead", "tell when the event last changed", event)


def _just_stamped(seen: Seen) -> Iterator[Found]:
    """Several events that all changed at the moment of reading did not: the writer took the clock's time."""
    lines = [line for event in seen.calendar.events if (line := event.get("DTSTAMP"))]
    moments = [line.moment for line in lines]
    fresh = [isinstance(each, datetime) and each.tzinfo is UTC and abs(each - seen.now) < _NEWLY for each in moments]
    if seen.answers and len(lines) > 1 and all(fresh) and not any(_differ(*pair, _STAMPS) for pair in pairs(seen)):
        yield of_line(lines[0], "all events have the time of reading", "keep the time of the last change")


def same_bytes(seen: Seen) -> Iterator[Found]:
    """FEED 5: what is read twice is the same, but for what the other rules tell and for honest changes."""
    if seen.again is None:
        return
    advice = "leave out what changes from reading to reading"
    for name, line in _head(seen.again).items():
        if name != "PRODID" and line.text != getattr(_head(seen.calendar).get(name), "text", None):
            yield of_line(line, "it is another at every reading", advice)
    for before, after in pairs(seen):
        name = _differ(before, after, _others(before, after))
        if name and before.value("LAST-MODIFIED") == after.value("LAST-MODIFIED"):
            line = after.get(name) or after.lines[0]
            yield of_line(line, "it is another at every reading", advice, after)
    if _order(seen.calendar) != _order(seen.again) and sorted(_order(seen.calendar)) == sorted(_order(seen.again)):
        yield Found("events come in another order at every reading", "sort them by day, title and UID")


def _head(calendar: Calendar) -> dict[str, Line]:
    return {line.name: line for line in calendar.root.lines}


def _order(calendar: Calendar) -> list[str]:
    return [event.uid or "" for event in calendar.events]


def pairs(seen: Seen) -> Iterator[Pair]:
    """The events that are in both readings."""
    later = {_key(event): event for event in seen.again.events} if seen.again else {}
    for event in seen.calendar.events:
        other = later.get(_key(event))
        if other is not None and event.uid and event.lines:
            yield Pair(event, other)


def _key(event: Component) -> tuple[str, str]:
    return event.value("UID"), event.value("RECURRENCE-ID")


def _others(before: Component, after: Component) -> Collection[str]:
    names = {line.name for each in (before, after) for line in each.lines}
    return names - {*_STAMPS, "SEQUENCE"}


def _differ(before: Component, after: Component, names: Collection[str]) -> str:
    """The first of the properties that differs; empty for none."""
    old, new = ([line for line in each.lines if line.name in names] for each in (before, after))
    both = zip_longest(old, new)
    return next(((y or x).name for x, y in both if (x and x.text) != (y and y.text)), "")


def _count(event: Component) -> int:
    told = event.value("SEQUENCE")
    return int(told) if _NUMBER.fullmatch(told) else 0


__all__ = ["no_uid_of_calendar", "same_bytes", "sequences", "stamps", "uids"]
