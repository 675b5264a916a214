"""Calendar files of others → events: what each property means, and what a broken or hostile file costs."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from eventx.export import export
from eventx.ical.read import Calendar, calendar_of, localised
from eventx.ical.write import _rule, _times
from eventx.ingest import read
from eventx.model import Event, replace
from tests.events import EVENTS

BERLIN, NEW_YORK, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
TALK = ("UID:talk@example.org", "SUMMARY:Talk")
CUSTOM = (
    "BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:DAYLIGHT", "DTSTART:20070311T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:20071104T020000", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "TZOFFSETFROM:-0400",
    "TZOFFSETTO:-0500", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


def vevent(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", *lines, "END:VEVENT")


def calendar(*lines: str) -> Calendar:
    told = calendar_of("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]))
    assert told is not None
    return told


def one(*lines: str, head: tuple[str, ...] = ()) -> Event:
    """The event of a file with one VEVENT."""
    told = calendar(*head, *vevent(*TALK, *lines))
    assert told.faults == ()
    (event,) = told.events
    return event


@pytest.mark.parametrize("event", EVENTS, ids=[e.uid for e in EVENTS])
def test_what_eventx_writes_it_reads_as_the_same_event(event: Event) -> None:
    (release,) = read(export([event], "ics"))
    (back,) = release.given
    same = (event.uid, event.title, event.status, event.place.label, event.online)
    assert (back.uid, back.title, back.status, back.place.label, back.online) == same
    assert back.confidence == round(event.confidence, 2)
    assert _times(back) == _times(event)
    zone = getattr(_times(event)[0], "tzinfo", None)
    assert back.timezone == (zone.key if isinstance(zone, ZoneInfo) else "Etc/UTC" if zone else None)
    ends = ("COUNT", "UNTIL")
    assert {k: v for k, v in _rule(back).items() if k not in ends} == {
        k: v for k, v in _rule(event).items() if k not in ends
    }
    assert export([back], "ics").count(b"\r\nRRULE:") == export([event], "ics").count(b"\r\nRRULE:")


TIMES: list[tuple[tuple[str, ...], date, date | None, str | None]] = [
    (("DTSTART;VALUE=DATE:20260501",), date(2026, 5, 1), date(2026, 5, 1), None),
    (("DTSTART:20260501",), date(2026, 5, 1), date(2026, 5, 1), None),
    (("DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260504"), date(2026, 5, 1), date(2026, 5, 3), None),
    (("DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260501"), date(2026, 5, 1), date(2026, 5, 1), None),
    (("DTSTART;VALUE=DATE:20260501", "DURATION:P3D"), date(2026, 5, 1), date(2026, 5, 3), None),
    (("DTSTART;VALUE=DATE:20260501", "DURATION:P1W"), date(2026, 5, 1), date(2026, 5, 7), None),
    (("DTSTART;VALUE=DATE:99991231",), date.max, date.max, None),
    (("DTSTART:20260501T090000",), datetime(2026, 5, 1, 9), None, None),
    (("DTSTART:20260501T090000", "DTEND:20260501T100000"), datetime(2026, 5, 1, 9), datetime(2026, 5, 1, 10), None),
    (
        ("DTSTART:20260501T090000Z", "DTEND:20260501T100000Z"),
        datetime(2026, 5, 1, 9, tzinfo=UTC), datetime(2026, 5, 1, 10, tzinfo=UTC), "Etc/UTC",
    ),
    (
        ("DTSTART;TZID=Europe/Berlin:20260501T090000", "DURATION:PT1H30M"),
        datetime(2026, 5, 1, 9, tzinfo=BERLIN), datetime(2026, 5, 1, 10, 30, tzinfo=BERLIN), "Europe/Berlin",
    ),
    (  # hours are counted by the clock itself, over the change to summer time
        ("DTSTART;TZID=Europe/Berlin:20260329T010000", "DURATION:PT2H"),
        datetime(2026, 3, 29, 1, tzinfo=BERLIN), datetime(2026, 3, 29, 4, tzinfo=BERLIN), "Europe/Berlin",
    ),
    (("DTSTART:20260501T090000", "DURATION:-PT1H"), datetime(2026, 5, 1, 9), None, None),
    (("DTSTART:20260501T090000", "DTEND:20260501T080000"), datetime(2026, 5, 1, 9), None, None),
    (("DTSTART:20260501T090000", "DTEND;VALUE=DATE:20260504"), datetime(2026, 5, 1, 9), date(2026, 5, 3), None),
    (("DTSTART;VALUE=DATE:20260501", "DTEND:20260503T120000"), date(2026, 5, 1), date(2026, 5, 3), None),
    (("DTSTART:20260501T000000", "DTEND:20260503T000000"), date(2026, 5, 1), date(2026, 5, 2), None),
    (("DTSTART:20260501T190000", "DTEND:20260502T000000"), datetime(2026, 5, 1, 19), datetime(2026, 5, 2), None),
    (("DTSTART:20260501T090000", "DTEND:20260504T000000"), datetime(2026, 5, 1, 9), date(2026, 5, 3), None),
    (
        ("DTSTART;TZID=W. Europe Standard Time:20260501T090000",), datetime(2026, 5, 1, 9, tzinfo=BERLIN), None,
        "Europe/Berlin",
    ),
    (
        ('DTSTART;TZID="Eastern Standard Time":20260501T090000',), datetime(2026, 5, 1, 9, tzinfo=NEW_YORK), None,
        "America/New_York",
    ),
    (
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260501T090000",),
        datetime(2026, 5, 1, 9, tzinfo=BERLIN), None, "Europe/Berlin",
    ),
    (("DTSTART;TZID=Europe/Berlin:20260501T090000Z",), datetime(2026, 5, 1, 9, tzinfo=UTC), None, "Etc/UTC"),
    (("DTSTART;TZID=Mars/Olympus:20260501T090000",), datetime(2026, 5, 1, 9), None, None),
    (("DTSTART;TZID=../../etc/passwd:20260501T090000",), datetime(2026, 5, 1, 9), None, None),
    (("DTSTART:20260501T090000", "DURATION:P99999999999999D"), datetime(2026, 5, 1, 9), None, None),
    (("DTSTART:20260501T090000", "DTEND:2026-99-99"), datetime(2026, 5, 1, 9), None, None),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "start", "end", "zone"), TIMES, ids=[" ".join(t[0]) for t in TIMES])
def test_start_and_end(lines: tuple[str, ...], start: date, end: date | None, zone: str | None) -> None:
    event = one(*lines)
    assert (event.start, event.end, event.timezone) == (start, end, zone)
    assert type(event.start) is type(start)


def test_what_cannot_be_read_of_the_time_is_told() -> None:
    assert one("DTSTART:20260501T090000", "DTEND:2026-99-99").notes == ("The end cannot be read: 2026-99-99",)
    assert one("DTSTART;TZID=Mars:20260501T090000").notes == ("The calendar tells the time zone as Mars",)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("DTSTART:20260501T130000Z", datetime(2026, 5, 1, 9, tzinfo=NEW_YORK)),
        ("DTSTART:20260501T090000", datetime(2026, 5, 1, 9, tzinfo=NEW_YORK)),
        ("DTSTART;TZID=Europe/Berlin:20260501T090000", datetime(2026, 5, 1, 9, tzinfo=BERLIN)),
    ],
)
def test_x_wr_timezone_is_the_clock_of_what_has_none(line: str, shown: datetime) -> None:
    event = one(line, head=("X-WR-TIMEZONE:America/New_York",))
    assert (event.start, event.timezone) == (shown, getattr(shown.tzinfo, "key", None))


def test_a_zone_that_the_file_defines() -> None:
    summer, winter = (one(f"DTSTART;TZID=Office:2026{m}01T090000", head=CUSTOM) for m in ("07", "12"))
    assert [str(e.start) for e in (summer, winter)] == ["2026-07-01 09:00:00-04:00", "2026-12-01 09:00:00-05:00"]
    assert (summer.timezone, summer.notes) == (None, ())
    named = one("DTSTART;TZID=Office:20260701T090000", head=("X-WR-TIMEZONE:America/New_York", *CUSTOM))
    assert named.timezone == "America/New_York"
    placed = localised(summer, "America/New_York")
    assert (placed.start, placed.timezone) == (summer.start, "America/New_York")
    assert localised(summer, "Asia/Tokyo") == summer


def test_a_zone_of_one_file_is_none_of_the_next() -> None:
    moved = tuple(line.replace("-04", "+04").replace("-05", "+05") for line in CUSTOM)
    for head, offset in ((CUSTOM, "-04:00"), (moved, "+04:00"), (CUSTOM, "-04:00")):
        assert str(one("DTSTART;TZID=Office:20260701T090000", head=head).start).endswith(offset)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=YEARLY;BYHOUR=1,2;BYSECOND=1,2,3", "FREQ=MINUTELY"])
def test_a_zone_that_would_take_years_to_count_is_none(rule: str) -> None:
    head = tuple(f"RRULE:{rule}" if line.startswith("RRULE") else line for line in CUSTOM)
    begun = time.perf_counter()
    assert one("DTSTART;TZID=Office:99990701T090000", head=head).timezone is None
    assert time.perf_counter() - begun < 1


RULES: list[tuple[str, str, str | None, str | None]] = [
    ("FREQ=DAILY;COUNT=3", "FREQ=DAILY;COUNT=3", "2026-05-08T10:00", None),
    ("FREQ=DAILY;UNTIL=20260508T090000", "FREQ=DAILY;COUNT=3", "2026-05-08T10:00", None),
    ("FREQ=DAILY;UNTIL=20260508T085959", "FREQ=DAILY;COUNT=2", "2026-05-07T10:00", None),
    ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20260601", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20260527", "2026-05-27T10:00", None),
    ("FREQ=WEEKLY;WKST=SU;UNTIL=20260601;BYDAY=WE,FR", "FREQ=WEEKLY;BYDAY=WE,FR;UNTIL=20260529", "2026-05-29T10:00",
     None),
    ("FREQ=WEEKLY;COUNT=5;BYDAY=WE,FR", "FREQ=WEEKLY;BYDAY=WE,FR;COUNT=5", "2026-05-20T10:00", None),
    ("FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;COUNT=4", "2026-05-27T10:00", None),
    ("FREQ=WEEKLY;BYDAY=MO, WE", "FREQ=WEEKLY;BYDAY=MO,WE", None, "Each time until 10:00."),
    ("FREQ=WEEKLY", "FREQ=WEEKLY", None, "Each time until 10:00."),
    ("FREQ=MONTHLY;BYDAY=+1WE;COUNT=3", "FREQ=MONTHLY;BYDAY=1WE;COUNT=3", None, "Each time until 10:00."),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", None, "Each time until 10:00."),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=WE", "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=WE", None,
     "Each time until 10:00."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kept", "end", "note"), RULES, ids=[r[0] for r in RULES])
def test_rules(rule: str, kept: str, end: str | None, note: str | None) -> None:
    event = one("DTSTART:20260506T090000", "DTEND:20260506T100000", f"RRULE:{rule}")
    assert event.rrule == kept
    assert event.end == (datetime.fromisoformat(end) if end else None)
    assert event.notes == ((note,) if note else ())


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=1,2;BYSECOND=3", "FREQ=DAILY;COUNT=99999999999", "every day",
             "RSCALE=CHINESE;FREQ=YEARLY"],
)  # fmt: skip
def test_a_rule_that_no_calendar_should_count_is_only_told(rule: str) -> None:
    event = one("DTSTART:20260506T090000", "DTEND:20260506T100000", f"RRULE:{rule}")
    assert (event.rrule, event.end) == (None, datetime(2026, 5, 6, 10))
    assert event.notes == (f"Repeats: {rule}",)


def test_whole_days_that_repeat() -> None:
    event = one("DTSTART;VALUE=DATE:20260504", "DTEND;VALUE=DATE:20260507", "RRULE:FREQ=YEARLY;UNTIL=20280601")
    assert (event.end, event.notes) == (date(2028, 6, 3), ("Each time for 3 days.",))


def test_days_that_fall_out_and_further_ones_are_told() -> None:
    event = one("DTSTART:20260506T090000Z", "RRULE:FREQ=WEEKLY", "EXDATE:20260513T090000Z,20260520T090000Z",
                "RDATE;VALUE=DATE:20260514")  # fmt: skip
    assert event.notes == ("Not on 2026-05-13, 2026-05-20.", "Also on 2026-05-14.")


def test_days_that_fall_out_go_back_into_a_calendar() -> None:
    told = calendar(
        *vevent(
            "UID:s", "SUMMARY:Clinic", "DTSTART;TZID=Europe/Berlin:20260504T013000", "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;UNTIL=20260629T235959Z", "EXDATE:20260510T233000Z",  # the 11th in Berlin
            "RDATE;TZID=Europe/Berlin:20260707T013000", "RDATE;VALUE=PERIOD:20260708T080000Z/PT1H",
        ),
        *vevent("UID:s", "RECURRENCE-ID:20260517T233000Z", "STATUS:CANCELLED", "DTSTART:20260517T233000Z"),
        *vevent("UID:s", "RECURRENCE-ID:20260524T233000Z", "DTSTART:20260525T093000Z"),
    )  # fmt: skip
    assert told.events[0].notes == (
        "Not on 2026-05-11.", "Also on 2026-07-07.", "Also on 2026-07-08 at 10:00.", "Cancelled on 2026-05-18.",
        "Otherwise on 2026-05-25.",
    )  # fmt: skip
    written = export(told.events, "ics").decode().replace("\r\n ", "")
    days = ",".join(f"202605{day}T013000" for day in (11, 18, 25))
    assert f"EXDATE;TZID=Europe/Berlin:{days}\r\n" in written
    assert "RDATE;TZID=Europe/Berlin:20260707T013000\r\n" in written
    (again, _) = read(written.encode(), name="x.ics")[0].given
    assert again.notes == ("Not on 2026-05-11, 2026-05-18, 2026-05-25.", "Also on 2026-07-07.")


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ("DTSTART;VALUE=DATE:20260504", "EXDATE;VALUE=DATE:20260511"),
        ("DTSTART:20260504T220000Z", "EXDATE:20260511T220000Z"),
        ("DTSTART:20260504T220000", "EXDATE;VALUE=DATE:20260511"),  # of no zone: whole days are shown
    ],
)
def test_a_day_that_falls_out_is_told_as_the_start_is(start: str, line: str) -> None:
    event = one(start, "RRULE:FREQ=WEEKLY", line)
    assert line in export([event], "ics").decode().splitlines()
    assert b"EXDATE" not in export([replace(event, rrule=None)], "ics")


def test_more_days_than_a_note_has_room_for() -> None:
    days = ",".join(f"2026{month:02}{day:02}" for month in range(1, 4) for day in range(1, 29))
    lines = [f"EXDATE;VALUE=DATE:{part}" for part in (days[:755], days[756:])]
    (note,) = one("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY;UNTIL=20261231", *lines).notes
    assert (note.count("2026"), note[-4:]) == (60, ", ….")


FIELDS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("STATUS:CANCELLED",), {"status": "cancelled"}),
    (("STATUS:TENTATIVE",), {"status": "tentative"}),
    (("SUMMARY:Cancelled: Open Day",), {"title": "Talk"}),  # the first SUMMARY counts
    (("CATEGORIES:Family,Workshops",), {"kind": "workshop"}),
    (("CATEGORIES:Press Conference",), {"kind": "press_conference"}),
    (("CATEGORIES:Family", "CATEGORIES:Summit"), {"kind": "summit"}),
    (("CATEGORIES:Birthday",), {"kind": "other"}),
    (('ORGANIZER;CN="Messe, Berlin":mailto:a@example.org',), {"organizer": "Messe, Berlin"}),
    (("ORGANIZER;CN=Doe, Jane:mailto:a@example.org",), {"organizer": "Doe, Jane"}),  # as Exchange writes it
    (("ORGANIZER;CN=a@example.org:mailto:a@example.org",), {"organizer": None}),
    (("ORGANIZER:mailto:a@example.org",), {"organizer": None}),
    (("URL:https://example.org/x",), {"url": "https://example.org/x", "online": False}),
    (("URL:javascript:alert(1)",), {"url": None}),
    (("CONFERENCE;VALUE=URI:https://example.org/join",), {"url": "https://example.org/join", "online": True}),
    (("X-GOOGLE-CONFERENCE:https://meet.example.org/a",), {"url": "https://meet.example.org/a", "online": True}),
    (("LOCATION:https://example.org/live",), {"url": "https://example.org/live", "online": True}),
    (("BEGIN:VALARM", "DTSTART:20200101", "SUMMARY:Alarm", "END:VALARM"), {"title": "Talk", "start": date(2026, 5, 1)}),
]


@pytest.mark.parametrize(("lines", "told"), FIELDS, ids=[" ".join(f[0]) for f in FIELDS])
def test_fields(lines: tuple[str, ...], told: dict[str, Any]) -> None:
    event = one("DTSTART;VALUE=DATE:20260501", *lines)
    assert {name: getattr(event, name) for name in told} == told


@pytest.mark.parametrize(
    ("summary", "title", "status"),
    [
        ("Cancelled: Open Day", "Open Day", "cancelled"),
        ("Canceled: Open Day", "Open Day", "cancelled"),
        ("[CANCELLED] Open Day", "Open Day", "cancelled"),
        ("*POSTPONED* Open Day", "Open Day", "postponed"),
        ("Postponed - Open Day", "Open Day", "postponed"),
        ("Cancelled Checks: a Talk", "Cancelled Checks: a Talk", "confirmed"),
        ("Cancelled:", "Cancelled:", "confirmed"),
        ("", "Untitled event", "confirmed"),
    ],
)
def test_a_title_says_what_became_of_the_event(summary: str, title: str, status: str) -> None:
    (event,) = calendar(*vevent("UID:u", "DTSTART;VALUE=DATE:20260501", f"SUMMARY:{summary}")).events
    assert (event.title, event.status) == (title, status)


def test_what_others_write_below_a_description_is_no_confidence() -> None:
    assert one("DTSTART;VALUE=DATE:20260501", r"DESCRIPTION;LANGUAGE=en:Talk\nConfidence: 40%").confidence == 0.95


@pytest.mark.parametrize(
    ("geo", "told"), [("52.5;13.4", (52.5, 13.4)), ("nan;0", None), ("91;0", None), ("1e999;0", None), ("x", None)]
)
def test_geo(geo: str, told: tuple[float, float] | None) -> None:
    assert one("DTSTART;VALUE=DATE:20260501", f"GEO:{geo}").place.geo == told


def test_method_cancel_calls_all_of_it_off() -> None:
    assert one("DTSTART;VALUE=DATE:20260501", "STATUS:CONFIRMED", head=("METHOD:CANCEL",)).status == "cancelled"


@pytest.mark.parametrize(
    ("program", "summary", "title"),
    [
        ("Microsoft Exchange Server 2010", "Abgesagt: Hafenfest", "Hafenfest"),
        ("-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", "Annulé : Webinar: Ports", "Webinar: Ports"),
        ("-//Google Inc//Google Calendar 70.9054//EN", "Webinar: Ports", "Webinar: Ports"),
    ],
)
def test_outlook_marks_what_it_calls_off_in_its_own_language(program: str, summary: str, title: str) -> None:
    told = vevent("UID:u", "DTSTART;VALUE=DATE:20260501", f"SUMMARY:{summary}")
    (event,) = calendar(f"PRODID:{program}", "METHOD:CANCEL", *told).events
    assert (event.title, event.status) == (title, "cancelled")
    (kept,) = calendar(f"PRODID:{program}", "METHOD:REQUEST", *told).events
    assert kept.title == summary
    (off,) = calendar(f"PRODID:{program}", *told[:-1], "STATUS:CANCELLED", told[-1]).events
    assert off.title == title


SERIES = vevent("UID:s", "SUMMARY:Clinic", "DTSTART:20260504T090000", "DTEND:20260504T100000", "RRULE:FREQ=WEEKLY")


def test_an_occurrence_that_is_otherwise_is_an_event_of_its_own() -> None:
    moved = vevent("UID:s", "SUMMARY:Clinic", "RECURRENCE-ID:20260511T090000", "DTSTART:20260512T090000")
    first, other = calendar(*SERIES, *moved).events
    assert first.notes == ("Each time until 10:00.", "Otherwise on 2026-05-11.")
    assert (other.uid, other.start, other.rrule) == ("s/20260511T0900", datetime(2026, 5, 12, 9), None)


def test_an_occurrence_that_is_called_off_is_a_note() -> None:
    off = vevent("UID:s", "SUMMARY:Clinic", "RECURRENCE-ID:20260511T090000", "DTSTART:20260511T090000",
                 "STATUS:CANCELLED")  # fmt: skip
    (event,) = calendar(*SERIES, *off).events
    assert event.notes[-1] == "Cancelled on 2026-05-11."
    (alone,) = calendar(*off).events
    assert (alone.status, alone.uid) == ("cancelled", "s/20260511T0900")


def test_an_occurrence_that_is_as_all_of_them_is_not_told() -> None:
    same = vevent("UID:s", "SUMMARY:Clinic", "RECURRENCE-ID:20260511T090000", "DTSTART:20260511T090000",
                  "DTEND:20260511T100000")  # fmt: skip
    (event,) = calendar(*SERIES, *same).events
    assert "Otherwise" not in "".join(event.notes)


def test_of_two_versions_the_newer_one_is_read() -> None:
    old, new = (
        vevent("UID:u", f"SUMMARY:{t}", "DTSTART:20260501", f"SEQUENCE:{n}") for t, n in (("Old", 1), ("New", 2))
    )
    for order in ((old, new), (new, old)):
        assert [e.title for e in calendar(*order[0], *order[1]).events] == ["New"]


def test_one_uid_for_several_events() -> None:
    days = [vevent("UID:u", "SUMMARY:Talk", f"DTSTART:202605{day:02}") for day in (1, 2)]
    assert [(e.uid, e.start) for e in calendar(*days[0], *days[1]).events] == [
        ("u", date(2026, 5, 1)), ("u/2", date(2026, 5, 2)),
    ]  # fmt: skip


def test_a_missing_uid_is_made_of_what_is_told() -> None:
    events = [calendar(*vevent("SUMMARY:Talk", f"DTSTART:202605{day}")).events[0] for day in ("01", "01", "02")]
    assert events[0].uid == events[1].uid != events[2].uid


@pytest.mark.parametrize(
    ("lines", "titles", "faults"),
    [
        ((*vevent("SUMMARY:A"), *vevent("SUMMARY:B", "DTSTART:20260501")), ["B"], [0]),
        ((*vevent("SUMMARY:A", "DTSTART:20260231"), *vevent("SUMMARY:B", "DTSTART:20260501")), ["B"], [0]),
        (("BEGIN:VEVENT", "SUMMARY:A", "DTSTART:20260501", *vevent("SUMMARY:B", "DTSTART:20260501")), ["B"], [0]),
        ((*vevent("SUMMARY:A", "DTSTART:20260501"), "BEGIN:VEVENT", "SUMMARY:B", "DTSTART:20260501"), ["A"], [1]),
        ((*vevent("SUMMARY:A", "DTSTART:00000101"), *vevent("SUMMARY:B", "DTSTART:T090000")), [], [0, 1]),
        ((*vevent("DTSTART;VALUE=DATE,X:20260501"), *vevent("SUMMARY:B", "DTSTART:20260501")), ["B"], [0]),
        (("BEGIN:VTODO", "SUMMARY:A", "DTSTART:20260501", "END:VTODO"), [], []),
        (("END:VEVENT", "END:FOO", "no line", ":", *vevent("SUMMARY:A", "DTSTART:20260501", "junk", ";=:")), ["A"], []),
        (("END:VCALENDAR", "BEGIN:VCALENDAR", *vevent("SUMMARY:A", "DTSTART:20260501")), ["A"], []),
    ],
)
def test_a_broken_event_costs_no_other(lines: tuple[str, ...], titles: list[str], faults: list[int]) -> None:
    told = calendar(*lines)
    assert ([e.title for e in told.events], [f.number for f in told.faults]) == (titles, faults)


def test_no_calendar() -> None:
    assert calendar_of("BEGIN:VEVENT\r\nSUMMARY:A\r\nEND:VEVENT\r\n") is None


def test_name_and_uid_of_the_calendar() -> None:
    told = calendar(r"X-WR-CALNAME:Talks\, and more", "UID:c1")
    assert (told.name, told.uid) == ("Talks, and more", "c1")
    assert calendar("NAME:Talks").name == "Talks"
    assert (calendar().name, calendar().uid) == (None, None)


def test_hours_without_a_zone_are_those_of_the_place() -> None:
    floating, utc = one("DTSTART:20260501T090000"), one("DTSTART:20260501T090000Z")
    assert localised(floating, "Asia/Tokyo").start == datetime(2026, 5, 1, 9, tzinfo=TOKYO)
    assert localised(utc, "Asia/Tokyo").start == datetime(2026, 5, 1, 18, tzinfo=TOKYO)
    assert localised(utc, None) == utc
    assert localised(replace(utc, start=date(2026, 5, 1)), "Asia/Tokyo").timezone == utc.timezone
