"""What pages declare, beside their text: events, the days that are none of publication, linked calendars."""

from __future__ import annotations

from datetime import date

import pytest

from eventx.errors import InputError
from eventx.ingest import iter_releases, read
from eventx.ingest.values import Document
from eventx.model import Release
from eventx.pipeline import extract

EVENT = '{"@type": "Event", "name": "Harbour Night", "startDate": "2027-05-11"}'
PAGE = (
    '<html><head><link rel="alternate" type="text/calendar" href="https://a.example/all.ics"></head><body><p>Notes.</p>'
    "</body></html>"
)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@a.example\r\nSUMMARY:Harbour Night\r\n"
    b"DTSTART;VALUE=DATE:20270511\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def page(script: str, text: str = "") -> bytes:
    return f'<html><body>{text}<script type="application/ld+json">{script}</script></body></html>'.encode()


def test_a_page_without_text_gives_what_it_declares() -> None:
    (release,) = read(page(EVENT))
    assert (release.text, [event.title for event in extract(release)]) == ("", ["Harbour Night"])


def test_pages_without_text_are_told_apart() -> None:
    assert read(page(EVENT))[0].id != read(page(EVENT.replace("Night", "Day")))[0].id


@pytest.mark.parametrize(
    ("script", "day"),
    [
        (EVENT, None),
        ('{"@type": "NewsArticle", "datePublished": "2027-03-01T09:00:00Z"}', date(2027, 3, 1)),
        ('{"datePublished": "2027-03-01", "startDate": "2027-05-11"}', date(2027, 3, 1)),
        ('{"startDate": "2027-05-11", "datePublished": "\x0b2027"}', None),
    ],
)
def test_the_day_of_an_event_is_no_day_of_publication(script: str, day: date | None) -> None:
    assert read(page(script, "<p>Notes of the week.</p>"))[0].published == day


def followed(get: dict[str, Document], *, follow: bool) -> tuple[list[Release], list[InputError]]:
    errors: list[InputError] = []
    return list(iter_releases(PAGE.encode(), on_error=errors.append, get=get.__getitem__, follow=follow)), errors


def test_linked_calendars_are_read_on_request() -> None:
    linked = {"https://a.example/all.ics": Document(where="https://a.example/all.ics", head=CALENDAR)}
    assert [len(followed(linked, follow=wanted)[0][0].given) for wanted in (False, True)] == [0, 1]


def test_a_link_to_what_is_no_calendar_is_told() -> None:
    linked = {"https://a.example/all.ics": Document(where="https://a.example/all.ics", head=b"Notes.")}
    (release,), errors = followed(linked, follow=True)
    assert (release.given, [str(e) for e in errors]) == (
        (), ["https://a.example/all.ics: is linked as a calendar and is none"]
    )  # fmt: skip
