"""Calendar files: which events they hold, in which order, and their zones (the numbers are those
of docs/clients.md)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventx.export import export
from eventx.export.ics import COLORS, Feed, changes, render
from eventx.ical import calendar_bytes
from eventx.model import replace
from tests.events import CALL, EVENTS, FORUM, MONTH, at, event
from tests.test_ical import lines


def test_feed_1_one_vevent_for_each_uid_the_newest_release_s() -> None:
    old = replace(FORUM, title="Old", source=replace(FORUM.source, published=date(2021, 1, 1)))
    told = lines(export([FORUM, old, CALL], "ics"))
    assert [line for line in told if line.startswith("SUMMARY")] == [
        "SUMMARY:Zhongguancun Forum",
        f"SUMMARY:{CALL.title}",
    ]


def test_feed_5_same_events_same_bytes_in_any_order_and_process() -> None:
    code = "import sys; from tests.events import EVENTS; from eventx.export import export;"
    code += "sys.stdout.buffer.write(export(EVENTS[::-1], 'ics'))"
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(sys.path)}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env).stdout
    assert export(EVENTS, "ics") == other


def test_events_are_sorted_by_first_day_title_and_uid() -> None:
    day = date(2021, 1, 2)
    told = [event("c", "B", day), event("b", "A", day), event("a", "A", day), event("z", "Z", date(2021, 1, 1))]
    assert re.findall("UID:(.)", export(told, "ics").decode()) == ["z", "a", "b", "c"]


def test_feed_9_a_month_is_no_day_and_tentative() -> None:
    assert b"BEGIN:VEVENT" not in export([MONTH], "ics")
    told = lines(export([MONTH], "ics", include=["month"]))
    for line in ("DTSTART;VALUE=DATE:20210601", "DTEND;VALUE=DATE:20210701", "STATUS:TENTATIVE", "TRANSP:TRANSPARENT"):
        assert line in told


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("America/New_York", 2021, 2023), ("Europe/Dublin", 2021, 2021), ("Asia/Shanghai", 1985, 1992),
        ("Australia/Lord_Howe", 2021, 2022), ("Africa/Casablanca", 2023, 2026), ("Pacific/Apia", 2011, 2012),
    ],
)  # fmt: skip
def test_feed_7_vtimezone_has_the_onsets_and_offsets_of_the_zone(zone: str, first: int, last: int) -> None:
    told = "\r\n".join(lines(calendar_bytes([], {zone: changes(zone, first, last)}, name="x")))
    read = {}
    for part in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT)(.*?)END:", told, re.DOTALL):
        told_from, told_to = (offset(part, name) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        for onset in re.findall(r"\d{8}T\d{6}", part):
            instant = datetime.strptime(onset, "%Y%m%dT%H%M%S").replace(tzinfo=UTC) - told_from
            read[instant] = (told_from, told_to)
    assert read == true_changes(ZoneInfo(zone), first, last)


def offset(part: str, name: str) -> timedelta:
    sign, hours, minutes = re.search(rf"{name}:([+-])(\d\d)(\d\d)\r", part).groups()  # type: ignore[union-attr]
    return timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)


def true_changes(zone: ZoneInfo, first: int, last: int) -> dict[datetime, tuple[timedelta, timedelta]]:
    """The zone's changes of offset by its own data, hour by half hour, and its state at the start."""
    opening = datetime(first, 1, 1, tzinfo=zone).astimezone(UTC)
    state = opening.astimezone(zone).utcoffset() or timedelta(0)
    found = {opening: (state, state)}
    for step in range(1, 2 * 24 * 366 * (last - first + 1)):
        instant = opening + timedelta(minutes=30) * step
        now = instant.astimezone(zone).utcoffset() or timedelta(0)
        if now != state and instant.astimezone(zone).year <= last:
            found[instant] = (state, now)
        state = now
    return found


def test_feed_7_vtimezone_is_short_and_in_no_other_years_than_the_events() -> None:
    told = export([*EVENTS, replace(CALL, uid="later", start=at(4, 9).replace(year=2023), end=None)], "ics").decode()
    assert re.findall("TZID:(.*)\r", told) == ["America/New_York", "Asia/Shanghai"]
    zones = told[: told.index("BEGIN:VEVENT")]
    assert set(re.findall(r"[:,](\d{4})\d{4}T", zones)) == {"2021", "2022", "2023"}
    assert "COMMENT" not in zones
    assert zones.count("TZOFFSETTO") == zones.count("BEGIN:STANDARD") + zones.count("BEGIN:DAYLIGHT")
    assert not re.search(r"TZOFFSET\w+:[+-]\d{6}", zones)


def test_feed_7_vtimezone_tells_each_onset_by_itself() -> None:
    told = lines(calendar_bytes([], {"America/New_York": changes("America/New_York", 2021, 2023)}, name="x"))
    assert [line for line in told if line.startswith("DTSTART:")] == [
        "DTSTART:20210101T000000",
        *(f"DTSTART:{onset}T020000" for onset in (20210314, 20211107, 20220313, 20221106, 20230312, 20231105)),
    ]
    assert not [line for line in told if line.startswith(("RDATE", "RRULE"))]


@pytest.mark.parametrize(
    ("zone", "year", "summers"),
    [
        ("America/New_York", 2021, [False, True, False]),
        ("Australia/Sydney", 2021, [True, False, True]),
        ("Europe/Dublin", 2021, [False, True, False]),  # where the law calls summer the standard
        ("Africa/Casablanca", 2021, [False, False, True]),
        ("Europe/Volgograd", 2018, [False, False]),  # forward for good
        ("Asia/Shanghai", 2021, [False]),
    ],
)
def test_feed_7_daylight_is_the_clock_ahead_of_winter_s(zone: str, year: int, summers: list[bool]) -> None:
    assert [change.summer for change in changes(zone, year, year)] == summers


def test_feed_11_12_a_feed_tells_where_it_is_when_to_ask_again_and_its_colour() -> None:
    told = lines(render([], name="Fairs", feed=Feed(source="https://example.com/feeds/a,b;c.ics", color="teal")))
    assert set(told) >= {
        "NAME:Fairs", "X-WR-CALNAME:Fairs", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
        "SOURCE;VALUE=URI:https://example.com/feeds/a,b;c.ics", "COLOR:teal", "X-APPLE-CALENDAR-COLOR:#008080",
    }  # fmt: skip
    assert b"REFRESH-INTERVAL:" not in render([], feed=Feed(source="https://example.com/"))


def test_feed_11_12_a_file_that_is_no_feed_tells_none_of_it() -> None:
    told = render([FORUM], name="Fairs")
    assert not re.search(rb"REFRESH|SOURCE|TTL|COLOR", told)


@pytest.mark.parametrize("name", COLORS)
def test_feed_12_colours_are_figures_for_apple(name: str) -> None:
    assert re.fullmatch("#[0-9A-F]{6}", COLORS[name])


def test_feed_13_no_property_of_a_feed_can_add_a_line() -> None:
    told = lines(render([], name="x\r\nUID:1", feed=Feed(source="https://example.com/\r\nUID:1")))
    assert not [line for line in told if line.startswith("UID")]
