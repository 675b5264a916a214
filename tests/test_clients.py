"""Calendar files as Home Assistant's parser reads them (`ical`, the strictest of all), and what Thunderbird's
and node's tell beyond days and titles. All clients side by side: test_clients_alike.py and test_khal.py."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventx.export import export
from eventx.export.ics import Feed, render
from eventx.model import Event, Source
from tests.clients.readers import NODE, in_ical, read_with_node, strict
from tests.clients.shown import Shown, differences, wanted
from tests.events import CASES, EVENTS, FORUM

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.ics"))


def test_ical_shows_the_same_events() -> None:
    content = export(EVENTS, "ics", name="Demo")
    assert strict(content).name == ["Demo"]
    assert differences(map(wanted, CASES), in_ical(content)) == []


def test_differences_are_told_by_the_event_s_name() -> None:
    right = Shown("u", "Fair", "CONFIRMED", None, (("2021-09-24", "2021-09-29"),))
    assert differences([right], [right]) == []
    assert differences([right], []) == ["Fair (u) is missing"]
    assert differences([], [right]) == ["Fair (u) is nobody's"]
    assert differences([right], [right._replace(status="TENTATIVE", occurrences=(("2021-09-24", "2021-09-28"),))]) == [
        "Fair (u): status 'TENTATIVE', not 'CONFIRMED'",
        "Fair (u): no. 1 is ('2021-09-24', '2021-09-28'), not ('2021-09-24', '2021-09-29')",
    ]


def test_ical_reads_place_and_text() -> None:
    (entry,) = strict(export([FORUM], "ics")).events
    assert entry.geo is not None
    assert (entry.geo.lat, entry.geo.lng) == FORUM.place.geo
    assert (entry.categories, str(entry.url), entry.sequence) == (["forum"], FORUM.url, 0)
    assert entry.description is not None
    assert entry.description.splitlines()[0] == FORUM.evidence[0].text


def test_feed_2_11_12_ical_reads_what_a_feed_tells_of_itself() -> None:
    calendar = strict(render([], name="Fairs", feed=Feed(source="https://example.com/a.ics", hours=12, color="navy")))
    assert (calendar.uid, calendar.name, calendar.color) == (None, ["Fairs"], "navy")
    assert (calendar.refresh_interval, calendar.source) == (timedelta(hours=12), "https://example.com/a.ics")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_ical_reads_the_samples(path: Path) -> None:
    content = path.read_bytes()
    assert len(strict(content).events) == content.count(b"BEGIN:VEVENT")


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
    (read,) = strict(export([one], "ics")).events
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


@pytest.mark.full
@pytest.mark.parametrize("client", NODE)
def test_node_clients_read_place_and_text(client: str) -> None:
    (read,) = read_with_node(export(EVENTS, "ics", name="Demo"))
    assert read[client]["calendar"] == "Demo"
    (forum,) = (each for each in read[client]["events"] if each["uid"] == "forum")
    assert (forum["geo"], forum["categories"], forum["url"]) == ([39.9, 116.4], "forum", FORUM.url)
    assert forum["description"].splitlines()[0] == FORUM.evidence[0].text
