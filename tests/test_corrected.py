"""Declared events that the text beside them corrects: moved days, clocks of another zone, calendars linked as well."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from eventx.ingest.html import read
from eventx.ingest.values import Document, Reading
from eventx.model import Event
from eventx.pipeline import extract

NEW_YORK = ZoneInfo("America/New_York")


def events(text: str, calendars: int = 0, **told: object) -> list[Event]:
    """Those of a page whose text and JSON-LD tell these things, and that links to CALENDAR by so many addresses."""
    thing = {"@type": "Festival", "name": "Lantern Book Fair", **told}
    links = "".join(f'<link rel="alternate" type="text/calendar" href="{n}.ics">' for n in range(calendars))
    head = f"<title>News</title>{links}<script type='application/ld+json'>{json.dumps(thing)}</script>"
    body = f"<main><h1>News of the Lantern Book Fair</h1><p>{text}</p></main>"
    page = f"<html lang='en'><head>{head}</head><body>{body}</body></html>"

    def get(address: str) -> Document:
        return Document(head=CALENDAR.encode(), where=address, url=address)

    reading = Reading(on_error=pytest.fail, get=get, follow=calendars > 0)
    document = Document(head=page.encode(), where="page.html", url="https://example.org/fair")
    return [event for release in read(document, reading) for event in extract(release)]


OPENING = "ALBANY, N.Y., March 20, 2026 -- The Lantern Book Fair"
MOVED = {
    "the page lags behind": (
        f"{OPENING}, originally planned for April 17 to 19, has been moved to May 15 to 17, 2026, its team said.",
        {"startDate": "2026-04-17", "endDate": "2026-04-19"},
    ),
    "the page lags behind and says that it waits": (
        f"{OPENING}, originally planned for April 17 to 19, has been moved to May 15 to 17, 2026, its team said.",
        {"startDate": "2026-04-17", "eventStatus": "https://schema.org/EventPostponed"},
    ),
    "the text lags behind": (
        f"{OPENING} will be held from April 17 to 19, 2026, in Albany, its team said.",
        {"startDate": "2026-05-15", "endDate": "2026-05-17", "previousStartDate": "2026-04-17"},
    ),
}


@pytest.mark.parametrize(("text", "told"), MOVED.values(), ids=MOVED)
def test_what_has_moved_is_one_event_on_its_new_days(text: str, told: dict[str, object]) -> None:
    (event,) = events(text, **told)
    assert (event.start, event.end, event.status) == (date(2026, 5, 15), date(2026, 5, 17), "confirmed")
    assert "It was to start on 2026-04-17." in event.notes


def test_another_event_on_a_day_that_was_given_up_stays() -> None:
    text = f"{OPENING}, originally planned for April 17 to 19, has been moved to May 15 to 17, 2026, its team said."
    assert len(events(text, name="Harbor Choir Night", startDate="2026-04-17")) == 2


CLOCKS = {
    "an instant in UTC": ("2026-05-15T23:30:00Z", "2026-05-16T01:00:00Z"),
    "a local clock told as UTC": ("2026-05-15T19:30:00Z", "2026-05-15T21:00:00Z"),
    "a local clock with the server's offset": ("2026-05-15T19:30:00+02:00", "2026-05-15T21:00:00+02:00"),
}


@pytest.mark.parametrize("place", [{}, {"location": "Palace Hall, Albany, NY, USA"}], ids=["no place", "a place"])
@pytest.mark.parametrize(("start", "end"), CLOCKS.values(), ids=CLOCKS)
def test_a_clock_is_that_of_the_text(start: str, end: str, place: dict[str, object]) -> None:
    text = f"{OPENING} will open on Friday, May 15, 2026, at 7:30 p.m. in Albany."
    (event,) = events(text, startDate=start, endDate=end, **place)
    assert event.start == datetime(2026, 5, 15, 19, 30, tzinfo=NEW_YORK)
    assert (event.end, event.timezone) == (datetime(2026, 5, 15, 21, tzinfo=NEW_YORK), "America/New_York")


def test_another_clock_is_another_event() -> None:
    text = f"{OPENING} will open on Friday, May 15, 2026, at 7:30 p.m. in Albany."
    assert len(events(text, startDate="2026-05-15T14:00:00-04:00")) == 2


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:fair@example.org
DTSTART:20260515T233000Z
DTEND:20260516T010000Z
SUMMARY:Lantern Book Fair
LOCATION:Palace Hall\\, Albany\\, NY
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("calendars", [1, 2])
def test_what_page_text_and_linked_calendars_tell_is_one_event(calendars: int) -> None:
    text = f"{OPENING} will open on Friday, May 15, 2026, at 7:30 p.m. in Albany."
    (event,) = events(text, calendars, startDate="2026-05-15T19:30:00-04:00")
    assert (event.uid, event.end) == ("fair@example.org", datetime(2026, 5, 15, 21, tzinfo=NEW_YORK))
    assert [e.rule.split("/")[0] for e in event.evidence] == ["en", "json-ld", "ical"]
