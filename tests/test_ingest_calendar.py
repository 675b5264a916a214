"""Calendar files as a source: one release with given events, what it says of broken ones, and what bad ones cost."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from eventx.cli import main
from eventx.errors import InputError
from eventx.export import export
from eventx.ingest import iter_releases, read
from eventx.ingest.calendar import MAX_CALENDAR
from eventx.ingest.location import is_online, place_in
from eventx.ingest.values import Document
from eventx.model import Release
from tests.events import EVENTS, FORUM

HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Town Hall//Diary//EN\r\n"
TAIL = b"END:VCALENDAR\r\n"
SECONDS = 6
"""What a bad file may take in tests, on a machine that does other things too."""


def vevent(*lines: str, uid: str = "u") -> bytes:
    told = ("BEGIN:VEVENT", f"UID:{uid}", "DTSTART:20260501T090000Z", *lines, "END:VEVENT")
    return "".join(f"{line}\r\n" for line in told).encode()


def one(data: bytes) -> Release:
    (release,) = read(data, name="x.ics")
    return release


def test_a_calendar_is_one_release_without_text() -> None:
    release = one(
        HEAD + b"X-WR-CALNAME:Town diary\r\n" + vevent("SUMMARY:Fair") + vevent("SUMMARY:Gala", uid="v") + TAIL
    )
    assert (release.text, release.title, release.published, release.lang) == ("", "Town diary", None, None)
    assert [(e.uid, e.title, e.confidence) for e in release.given] == [("u", "Fair", 0.95), ("v", "Gala", 0.95)]
    assert release.given[0].evidence[0].rule == "ical/VEVENT"
    assert release.given[0].evidence[0].text == "DTSTART:20260501T090000Z"


def test_the_id_is_the_calendar_s_own_else_of_its_bytes() -> None:
    first, second = (one(HEAD + vevent(f"SUMMARY:{title}") + TAIL) for title in ("Fair", "Gala"))
    assert first.id != second.id
    assert one(HEAD + vevent("SUMMARY:Fair") + TAIL).id == first.id
    assert one(HEAD + b"UID:diary-1\r\n" + vevent() + TAIL).id == "diary-1"


def test_a_calendar_with_an_address_is_the_same_however_it_changes() -> None:
    for title in ("Fair", "Gala"):
        data = HEAD + vevent(f"SUMMARY:{title}") + TAIL
        served = Document(where="x", head=data, url="https://e.org/a.ics")
        (release,) = read("https://e.org/a.ics", get={"https://e.org/a.ics": served}.__getitem__)
        assert release.id == "https://e.org/a.ics"


def test_broken_events_are_told_by_their_number() -> None:
    errors: list[InputError] = []
    broken = b"BEGIN:VEVENT\r\nSUMMARY:No day\r\nEND:VEVENT\r\n"
    data = HEAD + vevent("SUMMARY:Fair") + broken + vevent("SUMMARY:Gala", uid="v") + TAIL
    (release,) = iter_releases(data, on_error=errors.append, name="x.ics")
    assert [e.title for e in release.given] == ["Fair", "Gala"]
    assert [str(e) for e in errors] == ["x.ics[1]: has no DTSTART that can be read; give it a day"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (HEAD + TAIL, "is a calendar without an event that can be read"),
        (HEAD + b"BEGIN:VTODO\r\nSUMMARY:Buy milk\r\nEND:VTODO\r\n" + TAIL, "without an event"),
        (HEAD + vevent("SUMMARY:A\0B") + TAIL, "looks like a binary file"),
        (HEAD + b"X" * MAX_CALENDAR, "is a calendar of more than 10 MB; split it"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        read(data, name="x.ics")
    assert caught.value.where == "x.ics"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    data = (HEAD + vevent("SUMMARY:Frühjahrsmesse", "LOCATION:Zürich") + TAIL).decode().encode(encoding)
    (event,) = one(data).given
    assert (event.title, event.place.country) == ("Frühjahrsmesse", "CH")


def test_a_fold_may_part_a_character() -> None:
    data = HEAD + vevent("SUMMARY:京都議定書の会合") + TAIL
    at = data.index("都".encode()) + 1
    assert one(data[:at] + b"\r\n " + data[at:]).given[0].title == "京都議定書の会合"


def test_hours_are_told_by_the_clock_of_the_city() -> None:
    (event,) = one(HEAD + vevent("SUMMARY:Fair", r"LOCATION:Big Sight\, Tokyo\, Japan") + TAIL).given
    assert (event.start, event.timezone) == (datetime(2026, 5, 1, 18, tzinfo=ZoneInfo("Asia/Tokyo")), "Asia/Tokyo")
    assert (event.place.venue, event.place.city, event.place.country) == ("Big Sight", "Tokyo", "JP")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Beijing, China", "Beijing, China"),
        ("Moscone Center, 747 Howard St, San Francisco, CA 94103, USA", "Moscone Center, San Francisco, California"),
        ("Messe Berlin, Messedamm 22, 14055 Berlin, Germany", "Messe Berlin, Berlin, Germany"),
        ("Hall 4, Javits Center, New York, NY", "Hall 4, Javits Center, New York"),
        ("Reading Room", "Reading Room"),
        ("Paris", "Paris, France"),
        ("City Hall, Kansas", "City Hall, Kansas"),
        ("Kongresshaus, Zürich", "Kongresshaus, Zürich, Switzerland"),
        ("Hall A; Gate, 2", "Hall A; Gate, 2"),
        ("14 Main Street, Springfield, IL", "14 Main Street, Springfield, Illinois"),
        ("Royal Festival Hall, 8 Belvedere Road, London SE1 8XX, UK", "Royal Festival Hall, London, United Kingdom"),
        ("Messe München, Am Messesee 2, 81829 München, Deutschland", "Messe München, Munich, Germany"),
        ("Salle Pleyel, 75008 Paris, France", "Salle Pleyel, Paris, France"),
        ("Stadthalle, Karlauer Gürtel 1, 8020 Graz, Österreich", "Stadthalle, Graz, Austria"),
        ("MiCo, Piazzale Carlo Magno, 20149 Milano MI, Italia", "MiCo, Piazzale Carlo Magno, Milan, Italy"),
        ("RAI, Europaplein 24, 1078 GZ Amsterdam, Netherlands", "RAI, Amsterdam, Netherlands"),
        ("Depot 4711 Reading, Nowhere", "Depot 4711 Reading, Nowhere"),
        ("東京国際フォーラム", "東京国際フォーラム"),
        ("Online", None),
        ("Microsoft Teams Meeting", None),
        ("Microsoft Teams-Besprechung", None),
        ("Reunião do Microsoft Teams, Berlin", "Berlin, Germany"),
        ("Online, Kresge Auditorium, Cambridge, MA", "Kresge Auditorium, Cambridge, Massachusetts"),
        (", ,", None),
    ],
)
def test_places(line: str, label: str | None) -> None:
    assert place_in(line).label == label


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Online", True),
        ("Zoom and Kresge Hall", True),
        ("Virtual Event", True),
        ("Teamsters Hall", False),
        ("", False),
        ("Room 3 (Microsoft Teams)", True),
        ("Réunion Microsoft Teams", True),
    ],
)
def test_online(line: str, told: bool) -> None:
    assert is_online(line) is told


# Calendars in folders


def test_what_eventx_wrote_into_a_folder_is_no_release_of_it(tmp_path: Path) -> None:
    (tmp_path / "fair.ics").write_bytes(HEAD + vevent("SUMMARY:Fair") + TAIL)
    before = read(tmp_path)
    for form in ("json", "jsonl"):
        (tmp_path / f"events.{form}").write_bytes(export(EVENTS, form))
    ours = tmp_path / "events.ics"
    ours.write_bytes(export(EVENTS, "ics"))
    assert read(tmp_path) == before
    with pytest.raises(InputError, match=r"events.jsonl:1: is an event that eventx wrote"):
        read(tmp_path / "events.jsonl")
    assert len(one(ours.read_bytes()).given) == len(read(ours)[0].given) == len(EVENTS)


def test_a_folder_of_nothing_else_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "events.ics").write_bytes(export([FORUM], "ics"))
    with pytest.raises(InputError, match="holds no releases"):
        read(tmp_path)


# Hostile files


def bomb(rule: str) -> bytes:
    told = ("BEGIN:VTIMEZONE", "TZID:Bomb", "BEGIN:STANDARD", "DTSTART:00010101T000000", f"RRULE:{rule}",
            "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:STANDARD", "END:VTIMEZONE")  # fmt: skip
    event = ("BEGIN:VEVENT", "DTSTART;TZID=Bomb:99990101T090000", "SUMMARY:x", "END:VEVENT")
    return "".join(f"{line}\r\n" for line in (*told, *event)).encode()


HOSTILE = {
    "events": b"".join(vevent("SUMMARY:Talk", "LOCATION:Paris", "RRULE:FREQ=WEEKLY") for _ in range(100_000)),
    "uids": b"".join(vevent("SUMMARY:Talk", uid=str(i)) for i in range(100_000)),
    "line": vevent("SUMMARY:" + "x" * 9_000_000),
    "folds": vevent("SUMMARY:x" + "\r\n y" * 2_000_000),
    "open": b"BEGIN:VEVENT\r\n" * 200_000,
    "alarms": b"BEGIN:VEVENT\r\nDTSTART:20260501\r\n" + b"BEGIN:VALARM\r\n" * 200_000,
    "days": vevent("EXDATE:" + ",".join(["20260502T090000Z"] * 500_000)),
    "commas": b"".join(vevent("LOCATION:" + "Paris\\," * 500, uid=str(i)) for i in range(200)),
    "parameters": vevent("ATTENDEE" + ';CN="x"' * 900_000 + ":x", "SUMMARY" + ";A=1" * 100_000 + ":x"),
    "zone every second": bomb("FREQ=SECONDLY"),
    "zone every week since the year 1": bomb("FREQ=YEARLY;BYDAY=MO"),
}


@pytest.mark.full
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_calendar_costs_seconds(data: bytes) -> None:
    begun = time.perf_counter()
    errors: list[InputError] = []
    releases = list(iter_releases(HEAD + data + TAIL, on_error=errors.append, name="x.ics"))
    assert time.perf_counter() - begun < SECONDS
    assert releases or errors
    assert all(len(event.title) <= 500 for release in releases for event in release.given)


def test_a_rule_without_end_travels_uncounted() -> None:
    (event,) = one(HEAD + vevent("SUMMARY:Fair", "RRULE:FREQ=SECONDLY") + TAIL).given
    assert event.rrule is None
    assert b"\r\nRRULE" not in export([event], "ics")


def test_nothing_that_a_calendar_tells_makes_another_line_of_the_export() -> None:
    evil = r"x\nATTACH:file:///etc/passwd\n\\r\\nBEGIN:VALARM" + "\u2028\u202e\x0b"
    names = ("SUMMARY", "LOCATION", "UID", "CATEGORIES", "URL", "STATUS", 'ORGANIZER;CN="x^nATTACH:y"')
    release = one(HEAD + f"X-WR-CALNAME:{evil}\r\n".encode() + vevent(*(f"{name}:{evil}" for name in names)) + TAIL)
    written = export(release.given, "ics", name=release.title).decode()
    lines = written.replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if line.startswith(("ATTACH", "BEGIN:VALARM"))]
    assert not {"\n", "\r", "\u2028", "\u202e", "\x0b"} & set("".join(lines))


@pytest.mark.parametrize(
    ("start", "shown"),
    [("99991231T235959Z", date(9999, 12, 31)), ("00010101T000000Z", date(1, 1, 1))],
)
def test_the_ends_of_the_calendar(start: str, shown: date) -> None:
    for more in ("SUMMARY:x", "LOCATION:Tokyo", "DURATION:P9999999D", "RRULE:FREQ=WEEKLY;COUNT=9999999"):
        data = vevent(more).replace(b"20260501T090000Z", start.encode())
        event = one(HEAD + b"X-WR-TIMEZONE:America/New_York\r\n" + data + TAIL).given[0]
        assert isinstance(event.start, datetime)
        assert abs(event.start.date().toordinal() - shown.toordinal()) <= 1
        assert export([event], "ics").count(b"BEGIN:VEVENT") == 1


# From the command line


def test_extracting_a_folder_into_itself_twice_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "fair.ics").write_bytes(HEAD + vevent("SUMMARY:Fair", r"LOCATION:Big Sight\, Tokyo\, Japan") + TAIL)
    (tmp_path / "gala.txt").write_text("PARIS, May 1, 2026 -- The Harbor Gala will be held on May 9, 2026, in Paris.")
    output = tmp_path / "events.ics"
    written = []
    for _ in range(2):
        result = CliRunner().invoke(main, ["extract", str(tmp_path), "-o", str(output)])
        assert (result.exit_code, result.exception) == (0, None)
        written.append(output.read_bytes())
    assert written[0] == written[1]
    assert written[0].count(b"BEGIN:VEVENT") == 2


def test_a_calendar_is_explained() -> None:
    result = CliRunner().invoke(main, ["explain", "-"], input=HEAD + vevent("SUMMARY:Fair") + TAIL)
    assert result.exit_code == 0
    assert "declared by the source (ical/VEVENT): DTSTART:20260501T090000Z" in result.output


# Anything at all

PIECES = st.sampled_from([
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTIMEZONE",
    "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "TZID:A", "TZOFFSETFROM:+0100", "TZOFFSETTO:+2500", "UID:u",
    "DTSTART:20260501", "DTSTART;TZID=A:20260501T090000", "DTSTART;VALUE=PERIOD:20260501T090000Z/PT1H", "DTEND:1",
    "DTEND;TZID=\"A:20260501T1Z", "DURATION:P1D", "DURATION:PT", "RRULE:FREQ=WEEKLY;BYDAY=XX;COUNT=-1", "RRULE:COUNT=2",
    "RRULE:FREQ=WEEKLY;INTERVAL=0;COUNT=3", "RRULE:FREQ=DAILY;UNTIL=20260509T090000Z", "EXDATE:20260501,x", "RDATE:",
    "RECURRENCE-ID:20260501", "SEQUENCE:x", "SUMMARY:Fair", "SUMMARY;ALTREP=\"", "LOCATION:\\,\\,Paris\\n", "GEO:1;2;3",
    "ORGANIZER;CN=:mailto:a", "CATEGORIES:\\,", "CONFERENCE:x", "X-WR-TIMEZONE:Asia/Tokyo", " folded", "\t", ";:", "é",
])  # fmt: skip


@settings(max_examples=300, deadline=2000)
@given(st.lists(PIECES | st.text(max_size=20), max_size=40), st.binary(max_size=8))
def test_any_lines_end_in_errors_or_clean_events(lines: list[str], noise: bytes) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    data = text.encode("utf-8", "replace") + noise
    releases = list(iter_releases(data, on_error=lambda error: None, name="x.ics"))
    written = export([event for release in releases for event in release.given], "ics")
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert written.count(b"BEGIN:VCALENDAR") == 1
