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


BODY = (
    "<p>The harbour choir returns to the old ferry hall for one long evening of songs about weather and salt.</p>"
    "<p>Its conductor has asked forty guests from four islands to join, and the bar stays open all through it.</p>"
)
EVENT_DAYS = {
    "beside the headline": "<h1>Harbour Night</h1><p><time datetime='2027-05-11'>May 11</time></p>{}",
    "in microdata": "<h1>Notes</h1><p itemprop='startDate' content='2027-05-11T19:00'>11 May, 7 p.m.</p>{}",
    "a range": "<h1>Notes</h1><p><time datetime='2027-06-02T18:00'>June 2, 6 p.m.</time> to "
    "<time datetime='2027-06-02T20:00'>8 p.m.</time></p>{}",
    "in a teaser": "<h1>Notes</h1><div><time datetime='2027-06-02'>June 2</time><h2><a href='/1'>Fair</a></h2></div>{}",
    "in the title": "<title>Harbour Night, May 11, 2027</title><h1>Harbour Night</h1>{}",
    "in the head": "<meta property='event:start_time' content='2027-05-11T19:00'><h1>Harbour Night</h1>{}",
}


@pytest.mark.parametrize("markup", EVENT_DAYS.values(), ids=EVENT_DAYS)
def test_a_day_of_an_event_by_the_headline_is_no_day_of_publication(markup: str) -> None:
    head, _, main = markup.format(BODY).partition("<h1>")
    (release,) = read(page(EVENT, f"{head}<main><h1>{main}</main>"))
    assert release.published is None


def test_published_and_updated_are_no_range() -> None:
    moments = "<time datetime='2027-03-01'>March 1</time> | Updated <time datetime='2027-03-02'>March 2</time>"
    (release,) = read(page(EVENT, f"<main><h1>Notes</h1><p>{moments}</p>{BODY}</main>"))
    assert str(release.published) == "2027-03-01"


FIELDS = (
    "<main><h1>Lecture: The Salt Road</h1><article><div><div>Date</div><div><time datetime='2027-03-14T20:00:00Z'>"
    "Sunday, March 14, 2027 - 4:00pm</time> to <time datetime='2027-03-14T21:15:00Z'>5:15pm</time></div></div>"
    f"<div><div>Location</div><div>Rowe Hall 112</div></div><div class='body'>{BODY}</div></article></main>"
)


def test_fields_above_the_text_that_tell_when_an_event_is_stay() -> None:
    (release,) = read(f"<html lang='en'><title>Lecture: The Salt Road</title><body>{FIELDS}</body></html>".encode())
    assert release.text.startswith("Date\n\nSunday, March 14, 2027 - 4:00pm to 5:15pm\n\nLocation\n\nRowe Hall 112\n\n")
    (event,) = extract(release)
    assert str(event.start) == "2027-03-14 16:00:00"


def test_a_listing_with_a_line_above_is_read_as_its_cards() -> None:
    card = (
        "<div><div><time datetime='2027-06-{0}'>June {0} @ 6 pm</time></div><h3><a href='/{0}'>Pottery {0}</a></h3>"
        "<p>Studio 2, Mill Lane</p><p>Clay and a wheel for those who have touched neither of them before.</p></div>"
    )
    cards = "".join(card.format(day) for day in (11, 12, 13, 14))
    (release,) = read(f"<html><body><main><h1>Events</h1><h2>June 2027</h2>{cards}</main></body></html>".encode())
    assert release.text.startswith("Events\n\nJune 2027\n\nJune 11 @ 6 pm\n\nPottery 11\n\nStudio 2, Mill Lane")
    assert release.published is None
