"""Calendar files as the programs that people use read them: each reader goes from the bytes to what is shown.

icalendar with recurring-ical-events is a reading that did not pass through the code that wrote the file;
`ical` is Home Assistant's, the strictest; `vobject` is Radicale's and others'; ical.js is Thunderbird's;
node-ical is MagicMirror's and others'; libical is GNOME's and KDE's.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ical.calendar import Calendar as StrictCalendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as StrictEvent
from icalendar import Calendar
from icalendar import Event as Component

from tests.clients.libical import in_libical
from tests.clients.shown import LIMIT, Shown, missing, needed, spread

HERE = Path(__file__).parent


# icalendar


def in_icalendar(content: bytes) -> list[Shown]:
    """By icalendar, repeated events expanded by recurring-ical-events."""
    return [_icalendar_event(each) for each in Calendar.from_ical(content).events]


def _icalendar_event(event: Component) -> Shown:
    start, end = event.DTSTART, event.DTEND
    assert start is not None
    starts = _icalendar_starts(event) if "RRULE" in event else [start]
    text = {name: _text(event.get(name)) for name in ("UID", "SUMMARY", "STATUS", "LOCATION")}
    return Shown(text["UID"] or "", text["SUMMARY"] or "", text["STATUS"], text["LOCATION"], spread(starts, start, end))


def _icalendar_starts(event: Component) -> list[date]:
    alone = Calendar()
    alone.add_component(event)
    found = needed("recurring_ical_events").of(alone).after(event.DTSTART)
    return [each.DTSTART for each in islice(found, LIMIT)]


# ical


def strict(content: bytes) -> StrictCalendar:
    """The calendar as Home Assistant has it."""
    return IcsCalendarStream.calendar_from_ics(content.decode())


def in_ical(content: bytes) -> list[Shown]:
    """By `ical`."""
    return [_ical_event(each) for each in strict(content).events]


def _ical_event(event: StrictEvent) -> Shown:
    start, end = event.dtstart, event.dtend
    assert start is not None
    starts: Iterable[date] = [start]
    if event.rrule:
        alone = StrictCalendar()
        alone.events.append(event)
        starts = [each.start for each in islice(alone.timeline_tz(getattr(start, "tzinfo", None) or UTC), LIMIT)]
    status = event.status.value if event.status else None
    return Shown(event.uid or "", event.summary or "", status, event.location, spread(starts, start, end))


# vobject


def in_vobject(content: bytes) -> list[Shown]:
    """By vobject, after its own validation."""
    vobject = needed("vobject")
    # It keeps the first VTIMEZONE of a name for as long as the program runs, whatever years that covers.
    vars(vobject.icalendar)["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", UTC)
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    return [_vobject_event(each) for each in getattr(calendar, "vevent_list", [])]


def _vobject_event(event: Any) -> Shown:
    start, end = event.dtstart.value, event.dtend.value if hasattr(event, "dtend") else None
    starts = list(islice(event.rruleset, LIMIT)) if event.rruleset else [start]
    if not isinstance(start, datetime):
        starts = [each.date() if isinstance(each, datetime) else each for each in starts]
    text = {name: _text(getattr(event, name).value if hasattr(event, name) else None) for name in _VOBJECT}
    return Shown(text["uid"] or "", text["summary"] or "", text["status"], text["location"], spread(starts, start, end))


_VOBJECT = ("uid", "summary", "status", "location")


# Those of node


def ready() -> None:
    """Skips where node or its packages are missing, fails on CI."""
    if not shutil.which("node"):
        missing("node is not installed: apt-get install nodejs npm")
    if not (HERE / "node_modules").is_dir():
        missing("ical.js and node-ical are missing: run `npm install` in tests/clients")


@cache
def read_with_node(*contents: bytes) -> list[dict[str, Any]]:
    """For each file: client → {"calendar", "events", ...} (see read.mjs)."""
    ready()
    with TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.ics") for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        command = ["node", str(HERE / "read.mjs"), str(LIMIT), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    return [read[str(path)] for path in paths]


def _node_event(event: dict[str, Any]) -> Shown:
    occurrences = tuple((start, end) for start, end in event["occurrences"])
    return Shown(event["uid"], event["summary"], event["status"], event["location"], occurrences)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


_PYTHON: dict[str, Callable[[bytes], list[Shown]]] = {
    "icalendar": in_icalendar,
    "ical": in_ical,
    "vobject": in_vobject,
    "libical": in_libical,
}
NODE = ("ical.js", "node-ical")
CLIENTS = (*_PYTHON, *NODE)


def read(client: str, *contents: bytes) -> list[list[Shown]]:
    """For each file, its events as the client reads them."""
    if client in NODE:
        return [[_node_event(each) for each in told[client]["events"]] for told in read_with_node(*contents)]
    return [_PYTHON[client](content) for content in contents]
