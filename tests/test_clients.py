"""Calendar files as the clients' own parsers read them: Home Assistant's (`ical`, the strictest),
Thunderbird's (ical.js) and node-ical. The last two need node, and `npm install` in tests/clients."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as Entry

from eventx.export import export
from eventx.model import Event, Source
from tests.events import CASES, EVENTS, FORUM

CLIENTS = Path(__file__).parent / "clients"
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.ics"))
NODE_CLIENTS = ("ical.js", "node-ical")


def occurrences() -> dict[str, list[tuple[str, str]]]:
    """UID → what every client has to show."""
    return {case.event.uid: list(case.occurrences) for case in CASES}


def facts(event: Event) -> tuple[str, str | None]:
    """Title and place as a client has to show them."""
    prefix = {"cancelled": "Cancelled: ", "postponed": "Postponed: "}.get(event.status, "")
    return prefix + event.title, event.place.label


# Home Assistant's


def in_ical(content: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(content)


def shown(moment: date) -> str:
    """As Case.occurrences writes it."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat()


def expanded(entry: Entry) -> list[tuple[str, str]]:
    single = Calendar()
    single.events.append(entry)
    length = entry.dtend - entry.dtstart if entry.dtend and entry.dtstart else None
    starts = [each.start for each in single.timeline_tz(UTC)]
    if not isinstance(entry.dtstart, datetime):
        return [(shown(start), shown(start + (length or timedelta(days=1)))) for start in starts]
    # From clock time to clock time, and only then to UTC: an occurrence keeps its hours.
    return [(shown(start), shown(start + length) if length else "") for start in starts]


def test_ical_shows_the_same_events() -> None:
    calendar = in_ical(export(EVENTS, "ics", name="Demo").decode())
    assert calendar.name == ["Demo"]
    assert {entry.uid: expanded(entry) for entry in calendar.events} == occurrences()
    told = {entry.uid: (entry.summary, entry.location) for entry in calendar.events}
    assert told == {event.uid: facts(event) for event in EVENTS}


def test_ical_reads_place_and_text() -> None:
    (entry,) = in_ical(export([FORUM], "ics").decode()).events
    assert entry.geo is not None
    assert (entry.geo.lat, entry.geo.lng) == FORUM.place.geo
    assert (entry.categories, str(entry.url), entry.sequence) == (["forum"], FORUM.url, 0)
    assert entry.description is not None
    assert entry.description.splitlines()[0] == FORUM.evidence[0].text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_ical_reads_the_samples(path: Path) -> None:
    content = path.read_bytes().decode()
    assert len(in_ical(content).events) == content.count("BEGIN:VEVENT")


WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=60).filter(str.strip)
DAYS = st.dates(date(1600, 1, 1), date(9998, 12, 31))
ZONES = st.sampled_from(["America/New_York", "Asia/Kolkata", "Europe/Dublin", "Australia/Lord_Howe", "Etc/UTC"])


@st.composite
def any_event(draw: st.DrawFn) -> tuple[Event, date, date]:
    """An event with its first and last day."""
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(0, 40)))
    zone = draw(st.none() | ZONES)
    told: dict[str, Any] = {"start": first, "end": last, "timezone": zone}
    if draw(st.booleans()):
        info = ZoneInfo(zone) if zone else None
        told["start"] = datetime.combine(first, draw(st.times()).replace(hour=9), info)
        told["end"] = draw(st.sampled_from([last, datetime.combine(last, time(17), info)]))
    for name in ("title", "theme", "organizer"):
        told[name] = draw(WORDS)
    return Event(uid="u1", source=Source(id="r", title=draw(WORDS)), **told), first, last


@given(any_event())
@settings(max_examples=150, deadline=None)
def test_any_event_keeps_its_title_and_days(drawn: tuple[Event, date, date]) -> None:
    one, first, last = drawn
    (read,) = in_ical(export([one], "ics").decode()).events
    assert read.summary == " ".join(one.title.split())
    assert read.uid == one.uid
    start, end = read.dtstart, read.dtend
    if isinstance(start, datetime):
        zone = ZoneInfo(one.timezone or "")
        assert end is None or isinstance(end, datetime)
        assert start.astimezone(zone).date() == first
        # An end is exclusive: the moment before it is still part of the event.
        assert (first if end is None else (end - timedelta(seconds=1)).astimezone(zone).date()) == last
    else:
        assert (start, end) == (first, last + timedelta(days=1))


# Thunderbird's, and node's


def read_with_node(*paths: Path) -> dict[str, Any]:
    """Path → client → what it read; skips where node or its packages are missing, unless on CI."""
    missing = None if shutil.which("node") else "node is not installed"
    if not missing and not (CLIENTS / "node_modules").is_dir():
        missing = "the packages are missing: run `npm install` in tests/clients"
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    command = ["node", str(CLIENTS / "read.mjs"), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


@pytest.mark.full
@pytest.mark.parametrize("client", NODE_CLIENTS)
def test_node_clients_show_the_same_events(client: str, tmp_path: Path) -> None:
    path = tmp_path / "all.ics"
    path.write_bytes(export(EVENTS, "ics", name="Demo"))
    read = read_with_node(path)[str(path)][client]
    assert read["calendar"] == "Demo"
    told = {each["uid"]: each for each in read["events"]}
    assert {uid: [tuple(pair) for pair in each["occurrences"]] for uid, each in told.items()} == occurrences()
    # node-ical takes an escaped backslash before n for a line break; only a stray "C:\News" shows it.
    read_right = [event for event in EVENTS if client != "node-ical" or "\\" not in event.title]
    assert {event.uid: (told[event.uid]["summary"], told[event.uid]["location"]) for event in read_right} == {
        event.uid: facts(event) for event in read_right
    }
    forum = told["forum"]
    assert (forum["geo"], forum["categories"], forum["url"]) == ([39.9, 116.4], "forum", FORUM.url)
    assert forum["description"].splitlines()[0] == FORUM.evidence[0].text
    assert (told["cancelled"]["status"], told["postponed"]["status"]) == ("CANCELLED", "TENTATIVE")


@pytest.mark.full
@pytest.mark.skipif(not SAMPLES, reason="no calendar files under samples/")
def test_node_clients_read_the_samples() -> None:
    for path, clients in read_with_node(*SAMPLES).items():
        wanted = sorted((entry.uid, entry.summary) for entry in in_ical(Path(path).read_bytes().decode()).events)
        for client in NODE_CLIENTS:
            assert sorted((each["uid"], each["summary"]) for each in clients[client]["events"]) == wanted, path
