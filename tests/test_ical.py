"""VEVENT and calendar files: what clients need of a file, by the numbers of docs/clients.md. The clients
themselves read the same events in test_clients.py."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from eventx.export import export
from eventx.ical import vevent_bytes, zone_years
from eventx.model import Event, Evidence, Place, Source, Span, replace
from tests.events import CALL, CASES, EVENTS, FORUM, MONTH, NEW_YORK, SENTENCE, Case, at, event


def lines(content: bytes) -> list[str]:
    """The content lines, unfolded."""
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def properties(one: Event) -> dict[str, str]:
    """Name with parameters → value as written."""
    return dict(line.split(":", 1) for line in lines(vevent_bytes(one)))


def named(one: Event, name: str) -> str | None:
    """The value of a property whatever its parameters."""
    return next((value for key, value in properties(one).items() if key.split(";")[0] == name), None)


# Identity


@pytest.mark.parametrize(
    "change", [{"title": "New"}, {"start": date(2022, 1, 1), "end": None}, {"source": MONTH.source}]
)
def test_feed_1_uid_is_the_event_s_own(change: dict[str, Any]) -> None:
    assert properties(replace(FORUM, **change))["UID"] == "forum"


def test_feed_2_no_uid_on_the_calendar() -> None:
    assert not [line for line in lines(export([], "ics")) if line.startswith("UID")]


def test_feed_3_sequence_starts_at_0() -> None:
    assert properties(FORUM)["SEQUENCE"] == "0"


@pytest.mark.parametrize(("published", "stamp"), [(date(2021, 9, 27), "20210927T000000Z"), (None, "19700101T000000Z")])
def test_feed_4_stamps_are_the_release_s_day(published: date | None, stamp: str) -> None:
    told = properties(replace(FORUM, source=Source(id="r", published=published)))
    assert (told["DTSTAMP"], told["LAST-MODIFIED"]) == (stamp, stamp)


# Time


@pytest.mark.parametrize("case", CASES, ids=[case.event.uid for case in CASES])
def test_feed_6_7_8_start_and_end(case: Case) -> None:
    assert (named(case.event, "DTSTART"), named(case.event, "DTEND")) == (case.dtstart, case.dtend)


@pytest.mark.parametrize("case", CASES, ids=[case.event.uid for case in CASES])
def test_feed_6_7_start_and_end_are_of_one_type_and_never_float(case: Case) -> None:
    parameters = {key.partition(";")[2] for key in properties(case.event) if key.startswith(("DTSTART", "DTEND"))}
    if "T" not in case.dtstart:
        assert parameters == {"VALUE=DATE"}
    elif case.dtstart.endswith("Z"):
        assert parameters == {""}
    else:
        assert parameters == {f"TZID={case.event.timezone}"}


def test_feed_6_an_end_before_the_start_leaves_one_day() -> None:
    assert named(event("x", "x", date(2021, 9, 24), date(2021, 9, 1)), "DTEND") == "20210925"


def test_feed_6_the_last_day_there_is_needs_no_end() -> None:
    assert named(event("x", "x", date.max), "DTEND") is None


@pytest.mark.parametrize("end", [at(24, 9), at(24, 8), at(23, 9), at(24, 9) + timedelta(milliseconds=5)])
def test_feed_6_no_end_that_is_not_later_than_the_start(end: datetime) -> None:
    assert named(event("x", "x", at(24, 9), end, timezone="America/New_York"), "DTEND") is None


def test_feed_6_an_end_after_the_clocks_went_back_is_later() -> None:
    start = datetime(2021, 11, 7, 1, 30, tzinfo=NEW_YORK)
    end = datetime(2021, 11, 7, 1, 10, tzinfo=NEW_YORK, fold=1)
    assert named(event("x", "x", start, end, timezone="America/New_York"), "DTEND") == "20211107T011000"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "America", "../etc/passwd"])
def test_feed_7_an_instant_in_no_known_zone_is_written_in_utc(zone: str) -> None:
    start = at(24, 9, zone=timezone(timedelta(hours=-4)))
    assert properties(event("x", "x", start, timezone=zone))["DTSTART"] == "20210924T130000Z"


def test_feed_7_a_clock_time_without_a_zone_is_told_in_the_description() -> None:
    naive = next(each for each in EVENTS if each.uid == "naive")
    assert r"Time: 09:30 to 17:00\; the time zone is not told" in properties(naive)["DESCRIPTION"]


def test_feed_7_daily_hours_without_a_zone_are_one_stretch_of_days() -> None:
    told = properties(event("x", "x", at(24, 9, zone=None), at(28, 17, zone=None), rrule="FREQ=DAILY;COUNT=5"))
    assert (told["DTSTART;VALUE=DATE"], told["DTEND;VALUE=DATE"], told.get("RRULE")) == ("20210924", "20210929", None)


def test_feed_7_vtimezone_reaches_beyond_a_rule_without_an_end() -> None:
    weekly = event("x", "x", at(24, 9), timezone="America/New_York", rrule="FREQ=WEEKLY")
    assert zone_years(weekly) == {"America/New_York": (2021, 2031)}


@pytest.mark.parametrize(
    ("start", "end", "rule", "written"),
    [
        (at(24, 9), at(28, 17), "FREQ=DAILY", "FREQ=DAILY;UNTIL=20210928T210000Z"),
        (at(24, 9), date(2021, 9, 28), "FREQ=DAILY", "FREQ=DAILY;UNTIL=20210929T035959Z"),
        (at(24, 9), at(28, 17), "RRULE:FREQ=DAILY;COUNT=5", "FREQ=DAILY;COUNT=5"),
        (at(24, 9), None, "FREQ=DAILY;UNTIL=20210928T170000", "FREQ=DAILY;UNTIL=20210928T210000Z"),
        (at(24, 9), None, "FREQ=DAILY;UNTIL=20210928T210000Z", "FREQ=DAILY;UNTIL=20210928T210000Z"),
        (at(24, 9), None, "FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=FR"),
        (date(2021, 9, 24), date(2021, 9, 28), "FREQ=DAILY;UNTIL=20210928T210000Z", "FREQ=DAILY;UNTIL=20210928"),
        (at(24, 9), at(28, 17), "every day", None),
    ],
)
def test_a_rule_ends_with_the_event_by_the_type_of_its_start(
    start: date, end: date | None, rule: str, written: str | None
) -> None:
    told = properties(event("x", "x", start, end, timezone="America/New_York", rrule=rule))
    assert told.get("RRULE") == written
    assert ("Repeats: every day" in told["DESCRIPTION"]) is (written is None)


# Calendar properties


def test_feed_10_11_calendar_properties() -> None:
    assert lines(export([], "ics", name="Tech, fairs")) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//eventx//eventx//EN",
        r"NAME:Tech\, fairs", r"X-WR-CALNAME:Tech\, fairs", "END:VCALENDAR",
    ]  # fmt: skip


def test_feed_10_an_export_is_no_scheduling_message() -> None:
    told = export(EVENTS, "ics")
    assert b"METHOD" not in told
    assert b"ORGANIZER" not in told


# Content


def test_feed_13_lines_are_folded_on_characters_and_end_in_crlf() -> None:
    told = export([*EVENTS, replace(FORUM, uid="many", theme="é漢🚀" * 200)], "ics")
    assert told.startswith(b"BEGIN:VCALENDAR\r\n")
    assert told.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", told)
    physical = told.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert all(line.decode() is not None for line in physical)  # a character cut in two would not decode


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("A\x00B\x07\x9dC\x7f", "ABC"),
        ("invoice\u202efdp.\u2066exe\u200f", "invoicefdp.exe"),
        ("one\r\ntwo\u2028three\x85four\x0bfive", "one two three four five"),
        ("  a \u00a0 b\tc ", "a b c"),
        ("a\ud800b\ufeff", "ab"),
        (r"C:\News\new; a, b", r"C:\\News\\new\; a\, b"),
        ("\x00", "Untitled event"),
    ],
)
def test_feed_13_titles_are_cleaned_and_escaped_once(title: str, written: str) -> None:
    assert properties(replace(FORUM, title=title))["SUMMARY"] == written


def test_feed_13_no_field_can_add_a_line() -> None:
    bad = "x\r\nATTACH:http://evil.example/\nEND:VEVENT\u2028Z"
    told = replace(
        FORUM, uid=bad, title=bad, kind=bad, theme=bad, organizer=bad, notes=(bad,), url="https://e.example/" + bad,
        place=Place(venue=bad), source=Source(id="r", title=bad, url=bad),
        evidence=(Evidence(text=bad, span=Span(start=0, end=1), rule="r"),),
    )  # fmt: skip
    names = [re.split("[:;]", line)[0] for line in lines(vevent_bytes(told))]
    assert len(names) == len(set(names))
    assert "ATTACH" not in names


def test_feed_14_description_tells_evidence_source_and_confidence() -> None:
    told = properties(replace(FORUM, organizer="Ministry", notes=("No hours are told.",)))
    assert told["DESCRIPTION"].split(r"\n") == [
        SENTENCE,
        "No hours are told.",
        r"Theme: intelligence\, health and carbon neutrality",
        "Organizer: Ministry",
        "Link: https://example.com/forum",
        r"Source: Forum opens\; all\, welcome\, 2021-09-27\, https://example.com/news/1",
        "Confidence: 93%",
    ]


def test_feed_14_a_sentence_without_an_end_is_cut() -> None:
    endless = Evidence(text="x" * 50_000, span=Span(start=0, end=50_000), rule="r")
    assert len(vevent_bytes(replace(FORUM, evidence=(endless,)))) < 3000


@pytest.mark.parametrize(
    ("url", "source_url", "written"),
    [
        ("https://example.com/a?b=c&d=%20#e", None, "https://example.com/a?b=c&d=%20#e"),
        (None, "http://example.com/a b/é", "http://example.com/a%20b/%C3%A9"),
        ("javascript:alert(1)", "https://example.com/", "https://example.com/"),
        ("see our site", None, None),
        ("http://[", None, None),
    ],
)
def test_feed_14_url_is_a_link_of_the_web_or_absent(
    url: str | None, source_url: str | None, written: str | None
) -> None:
    assert properties(replace(FORUM, url=url, source=Source(id="r", url=source_url))).get("URL") == written


def test_feed_15_place_and_kind() -> None:
    told = properties(FORUM)
    assert (told["LOCATION"], told["GEO"], told["CATEGORIES"]) == (r"Beijing\, China", "39.9;116.4", "forum")
    bare = properties(replace(FORUM, place=Place(), kind="other"))
    assert not {"LOCATION", "GEO", "CATEGORIES"} & set(bare)


@pytest.mark.parametrize(
    ("geo", "written"),
    [((0.00001, -122.419416), "0.0;-122.4194"), ((91.0, 0.0), None), ((float("nan"), 0.0), None), ((1, 2), "1.0;2.0")],
)
def test_feed_15_geo_is_in_plain_figures(geo: tuple[float, float], written: str | None) -> None:
    assert properties(replace(FORUM, place=Place(geo=geo))).get("GEO") == written


def test_feed_15_the_join_link_is_a_conference_and_in_the_text() -> None:
    told = properties(CALL)
    assert told["CONFERENCE;VALUE=URI"] == "https://example.com/join"
    assert r"Link: https://example.com/join\nOnline event" in told["DESCRIPTION"]
    assert "CONFERENCE;VALUE=URI" not in properties(replace(CALL, online=False))


@pytest.mark.parametrize(
    ("status", "title", "written", "summary"),
    [
        ("confirmed", "Gala", "CONFIRMED", "Gala"),
        ("tentative", "Gala", "TENTATIVE", "Gala"),
        ("postponed", "Gala", "TENTATIVE", "Postponed: Gala"),
        ("cancelled", "Gala", "CANCELLED", "Cancelled: Gala"),
        ("cancelled", "CANCELED: Gala", "CANCELLED", "CANCELED: Gala"),
    ],
)
def test_feed_16_status(status: str, title: str, written: str, summary: str) -> None:
    told = properties(replace(FORUM, status=status, title=title))
    assert (told["STATUS"], told["SUMMARY"]) == (written, summary)


def test_feed_16_a_month_that_is_cancelled_is_cancelled() -> None:
    assert properties(replace(MONTH, status="cancelled"))["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("one", EVENTS, ids=lambda one: one.uid)
def test_feed_17_no_time_is_blocked_and_nothing_rings(one: Event) -> None:
    told = vevent_bytes(one)
    assert b"TRANSP:TRANSPARENT\r\n" in told
    assert b"VALARM" not in told


def test_feed_18_no_link_since_libical_takes_it_for_an_error() -> None:
    assert b"LINK" not in export(EVENTS, "ics")
