"""A calendar file → its events: what others write as iCalendar, and what eventx writes itself.

Nothing is counted out: a rule stays a rule. VTODO, VJOURNAL, VFREEBUSY and VALARM are passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from eventx.ical.days import CANCELLED, OTHERWISE, note_of
from eventx.ical.entry import Entry, entry_of
from eventx.ical.lines import MOST_EVENTS, Part, parts, unfolded
from eventx.ical.times import Setting, shown_in
from eventx.ical.write import PRODID
from eventx.ical.zones import agreed, named_zone, zones_of
from eventx.model import Event, replace
from eventx.safe import one_line

_ESCAPE = re.compile(r"\\([\\;,nN])")


class Fault(NamedTuple):
    """What is wrong with the file: `number` of the VEVENT from 0, None for the whole."""

    number: int | None
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a file holds. `uid` and `name` are the calendar's own (RFC 7986), None where it tells none."""

    uid: str | None
    name: str | None
    events: tuple[Event, ...]
    faults: tuple[Fault, ...]


def calendar_of(text: str) -> Calendar | None:
    """The calendar in the text of a file; None where it has no VCALENDAR."""
    found = parts(text)
    if not found:
        return None
    entries: list[Entry] = []
    faults: list[Fault] = []
    blocks = ((block, setting) for part in found for setting in (_setting(part),) for block in part.events)
    for number, (block, setting) in enumerate(blocks):
        try:
            entries.append(entry_of(block, setting))
        except ValueError as error:
            faults.append(Fault(number, " ".join(str(error).split())[:120]))
    if beyond := sum(part.beyond for part in found):
        faults.append(Fault(None, f"has {beyond} events more than the {MOST_EVENTS} that are read; split it"))
    told = found[0].told
    name = _plain(told.get("X-WR-CALNAME") or told.get("NAME"))
    return Calendar(
        uid=_plain(told.get("UID")), name=name, events=tuple(_settled(entries)), faults=tuple(faults)
    )  # fmt: skip


def _plain(value: str | None) -> str | None:
    """A value of type TEXT without its escapes (RFC 5545 section 3.3.11), in one line; None for nothing."""
    told = _ESCAPE.sub(lambda m: " " if m[1] in "nN" else m[1], value or "")
    return one_line(told)[:200] or None


def _setting(part: Part) -> Setting:
    zones = zones_of(part.zones)
    own = named_zone(part.told.get("X-WR-TIMEZONE", ""))
    cancels = part.told.get("METHOD", "").strip().upper() == "CANCEL"
    program = part.told.get("PRODID", "")
    marks, ours = "microsoft" in program.lower(), program.startswith(PRODID.rpartition("//")[0])
    return Setting(zones=zones, zone=own, cancels=cancels, marks=marks, ours=ours)


def _settled(entries: Sequence[Entry]) -> Iterator[Event]:
    """The events of a file: of several versions the newest, and occurrences that are otherwise as events of their own,
    in the order of the file."""
    by_uid: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_uid[entry.event.uid].append(entry)
    for same in by_uid.values():
        masters = _newest(e for e in same if e.recurrence is None)
        changed = [_own(e) for e in _newest(e for e in same if e.recurrence is not None)]
        yield from _with_changes(masters, changed)


def _newest(entries: Iterable[Entry]) -> list[Entry]:
    """Those of the highest SEQUENCE; of one start and one occurrence the last one."""
    told = list(entries)
    most: dict[date | None, int] = defaultdict(int)
    for entry in told:
        most[entry.recurrence] = max(most[entry.recurrence], entry.sequence)
    new = [e for e in told if e.sequence == most[e.recurrence]]
    return list({(str(e.recurrence), str(e.event.start)): e for e in new}.values())


def _own(entry: Entry) -> Entry:
    """An occurrence with a UID of its own, and without a rule."""
    stamp = f"{entry.recurrence:%Y%m%dT%H%M}" if isinstance(entry.recurrence, datetime) else str(entry.recurrence)
    return replace(entry, event=replace(entry.event, uid=f"{entry.event.uid}/{stamp}", rrule=None))


def _with_changes(masters: Sequence[Entry], changed: Sequence[Entry]) -> Iterator[Event]:
    """The event with notes of what became of its occurrences, then those that are otherwise."""
    if not masters:
        yield from (entry.event for entry in changed)
        return
    first, *others = (entry.event for entry in masters)
    kept = masters[0]
    off = [e for e in changed if e.event.status == "cancelled" and first.status != "cancelled"]
    otherwise = [e for e in changed if e not in off and _differs(e, kept)]
    notes = (*note_of(CANCELLED, _times(off, first)), *note_of(OTHERWISE, _times(otherwise, first)))
    yield replace(first, notes=(*first.notes, *notes))
    for number, other in enumerate(others, 2):  # a program that gives one UID to all its events
        yield replace(other, uid=f"{other.uid}/{number}")
    yield from (entry.event for entry in otherwise)


def _times(entries: Sequence[Entry], master: Event) -> list[date]:
    """Which times of an event those replace, by its clock."""
    told = [entry.recurrence for entry in entries if entry.recurrence is not None]
    zone = master.start.tzinfo if isinstance(master.start, datetime) else None
    return [shown_in(each, zone) if isinstance(each, datetime) and each.tzinfo else each for each in told]


def _differs(entry: Entry, kept: Entry) -> bool:
    """True where an occurrence is not as its event tells it."""
    own, event = entry.event, kept.event
    same_time = own.start == entry.recurrence and _clock(entry.end) == _clock(kept.end)
    return not same_time or (own.title, own.place, own.status) != (event.title, event.place, event.status)


def _clock(moment: date | None) -> object:
    """The time of day of an instant."""
    return moment.time() if isinstance(moment, datetime) else None


def localised(event: Event, zone: str | None) -> Event:
    """The event by the clock of the place where it is, for hours told without a zone, in UTC, or by a bare offset that
    is the place's. Days stay days."""
    named = named_zone(zone or "")
    start, end = event.start, event.end
    if named is None or not isinstance(start, datetime) or isinstance(start.tzinfo, ZoneInfo):
        return event
    first, last = _there(start, named), _there(end, named) if isinstance(end, datetime) else end
    if event.rrule and first.date() != start.date():  # "each Monday" is then no Monday there
        return event
    return replace(event, start=first, end=last, timezone=named.key) if first.tzinfo is named else event


def _there(moment: datetime, zone: ZoneInfo) -> datetime:
    fixed: tzinfo | None = moment.tzinfo
    if fixed is None:
        return moment.replace(tzinfo=zone)
    return shown_in(moment, zone) if fixed is UTC else agreed(moment, zone.key)


__all__ = ["Calendar", "Fault", "calendar_of", "localised", "unfolded"]
