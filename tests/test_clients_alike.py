"""Every client reads every calendar alike: the same UIDs, days, instants, titles, places and states. All sample
calendars, and an export of two thousand events whose right reading is known. What differs is told by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from eventx.export import export
from eventx.export.ics import Feed, render
from tests.clients import libical
from tests.clients.many import many
from tests.clients.readers import CLIENTS, read, read_with_node, strict
from tests.clients.shown import differences, needed, told, wanted
from tests.events import EVENTS, at, event

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.ics"))
MANY = 2000
MISREAD = {"node-ical": {"text"}}
"""Client → UIDs. node-ical takes an escaped backslash before n for a line break; only "C:\\News" shows it."""

pytestmark = pytest.mark.full
clients = pytest.mark.parametrize("client", CLIENTS)


@cache
def exported() -> bytes:
    return export([case.event for case in many(MANY)], "ics", name="Many")


def agree(found: Iterable[str]) -> None:
    """Fails with the differences, one line each."""
    lines = list(found)
    assert not lines, "\n".join([f"{len(lines)} differences", *lines[:50]])


@clients
def test_samples_are_read_alike(client: str) -> None:
    contents = [path.read_bytes() for path in SAMPLES]
    readings = zip(SAMPLES, read("icalendar", *contents), read(client, *contents), strict=True)
    agree(f"{path.stem}: {line}" for path, right, other in readings for line in differences(right, other))


@clients
def test_two_thousand_events_are_read_right(client: str) -> None:
    """FEED 6, 7, 8, 13, 15, 16: days, instants, repeated hours, folded and escaped text, state."""
    ((*shown,),) = read(client, exported())
    assert len(shown) == MANY
    misread = MISREAD.get(client, set())
    right = [wanted(case) for case in many(MANY) if case.event.uid not in misread]
    agree(differences(right, [each for each in shown if each.uid not in misread]))


@pytest.mark.parametrize(
    "client",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason="node-ical 0.26.1 takes Ramadan for an hour of summer time"))
        if name == "node-ical"
        else name
        for name in CLIENTS
    ],
)
def test_feed_7_a_clock_that_changes_four_times_a_year(client: str) -> None:
    zone = ZoneInfo("Africa/Casablanca")
    days = [datetime(2021, month, 20, 19, tzinfo=zone) for month in (1, 4, 7)]
    events = [event(f"{day:%m}", "Concert", day, timezone=zone.key) for day in days]
    ((*shown,),) = read(client, export(events, "ics"))
    assert {each.uid: each.occurrences for each in shown} == {f"{day:%m}": ((told(day), ""),) for day in days}


# What they make of an event without DTEND (docs/clients.md)


def ends(client: str, content: bytes) -> str | None:
    """The end of the only event of a file, as the client has it."""
    match client:
        case "icalendar":
            return told(Calendar.from_ical(content).events[0].end)
        case "ical":
            return told(strict(content).events[0].end)
        case "vobject":
            return getattr(needed("vobject").readOne(content.decode()).vevent, "dtend", None)
        case "libical":
            return libical.end(content)
    ((one,),) = (each[client]["events"] for each in read_with_node(content))
    return str(one["end"])


@clients
def test_feed_8_an_event_without_end_ends_as_it_starts(client: str) -> None:
    talk = event("x", "Talk", at(24, 19), timezone="America/New_York")
    assert ends(client, export([talk], "ics")) == (None if client == "vobject" else "2021-09-24T23:00:00Z")


# Properties of the calendar


@pytest.mark.parametrize("path", [*SAMPLES, None], ids=lambda path: path.stem if path else "many")
def test_libical_has_nothing_against_it(path: Path | None) -> None:
    assert libical.errors(path.read_bytes() if path else exported()) == []


def test_feed_10_without_a_method_since_publish_demands_an_organizer() -> None:
    """FEED 10: libical's answer to a PUBLISH without ORGANIZER (RFC 5546 section 3.2.1), which is why there is none."""
    published = export(EVENTS, "ics").replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n")
    found = libical.errors(published)
    assert found
    assert all("ORGANIZER" in line for line in found)


def test_feed_11_12_ical_js_knows_the_types_of_a_feed_s_properties() -> None:
    """FEED 11, 12."""
    feed = Feed(source="https://example.com/feeds/a,b;c.ics", color="teal")
    (told,) = read_with_node(render([], name="Fairs", feed=feed))
    properties = told["ical.js"]["properties"]
    assert properties["refresh-interval"] == ["duration", "PT6H"]
    assert properties["source"] == ["uri", feed.source]
    assert (properties["color"][1], properties["x-apple-calendar-color"][1]) == ("teal", "#008080")
    assert (properties["name"][1], properties["x-wr-calname"][1]) == ("Fairs", "Fairs")


@clients
def test_the_last_day_there_is_stops_no_client(client: str) -> None:
    ((one,),) = read(client, export([event("x", "x", date.max)], "ics"))
    assert one.occurrences[0][0] == "9999-12-31"
