"""What an entry says besides what, when, where: names, edition, status, theme, organizer, link, repeated hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from eventx import lang
from eventx.link.details import series_of
from tests.test_link import events
from tests.test_places import only

ON = "will be held on Nov. 3, 2021, in Ghent"

STATUS: Sequence[Any] = [  # sentence, status, first day
    ("The Maple Fair will be held on Nov. 3, 2021.", "confirmed", "2021-11-03"),
    ("The Maple Fair, scheduled for Nov. 3, 2021, has been cancelled.", "cancelled", "2021-11-03"),
    ("The Maple Fair, scheduled for Nov. 3, 2021, has been called off.", "cancelled", "2021-11-03"),
    ("The Maple Fair, planned by the town for Nov. 3, 2021, will not take place.", "cancelled", "2021-11-03"),
    ("The Maple Fair, scheduled for Nov. 3, 2021, has been postponed. A new date will be announced.",
     "postponed", "2021-11-03"),
    ("The Maple Fair is tentatively scheduled for Nov. 3, 2021.", "tentative", "2021-11-03"),
    ("The Maple Fair has been rescheduled to Nov. 3, 2021, from Oct. 6, 2021.", "confirmed", "2021-11-03"),
    ("The Maple Fair has been moved online and will be held on Nov. 3, 2021, via Zoom.", "confirmed", "2021-11-03"),
    pytest.param("The Maple Fair, scheduled for Nov. 3, 2021, has been postponed until spring.", "postponed",
          "2021-11-03",
          id="postponed until spring"),
    ("The Maple Fair, scheduled for Oct. 6, 2021, has been postponed to Nov. 3, 2021.", "confirmed", "2021-11-03"),
    ("The Maple Fair has been moved from Oct. 6 to Nov. 3, 2021.", "confirmed", "2021-11-03"),
    ("The Maple Fair will now run from Nov. 3 to 5, 2021.", "confirmed", "2021-11-03"),
    ("The Maple Fair, originally scheduled for Oct. 6, 2021, will be held on Nov. 3, 2021.", "confirmed", "2021-11-03"),
    ("The Maple Fair, earlier fixed for Dec. 1, 2021, will be held on Nov. 3, 2021.", "confirmed", "2021-11-03"),
    ("The Maple Fair, which was to be held on Oct. 6, 2021, is off. It will now be held on Nov. 3, 2021.",
     "confirmed", "2021-11-03"),
    ("The Maple Fair, postponed from its original date of Oct. 6, 2021, will be held on Nov. 3, 2021.",
     "confirmed", "2021-11-03"),
    ("The Maple Fair was to be held on Nov. 3, 2021. The fair has been called off.", "cancelled", "2021-11-03"),
    ("Northwind Corp. will not be attending the Maple Fair on Nov. 3, 2021.", "cancelled", "2021-11-03"),
    ("The Maple Fair is expected to open on Nov. 3, 2021.", "tentative", "2021-11-03"),
]  # fmt: skip

ONLINE = [  # sentence, whether one can take part from afar
    ("The Maple Fair has been moved online and will be held on Nov. 3, 2021, via Zoom.", True),
    ("The 2021 Maple Fair will be held virtually on Nov. 3, 2021.", True),
    ("The free Retirement Readiness Webinar will be held on Nov. 3, 2021.", True),
    ("Northwind will hold a conference call on Nov. 3, 2021, at 9 a.m. ET.", True),
    ("The Maple Conference will be held on Nov. 3, 2021. A live webcast will be on the company's site.", True),
    (f"The Maple Fair {ON}.", False),
]

NAMES: Sequence[Any] = [  # sentence, title, series, edition, aliases
    (f"The Maple Fair {ON}.", "Maple Fair", "Maple Fair", "2021", ()),
    (f"The 2021 Zhongguancun Forum {ON}.", "2021 Zhongguancun Forum", "Zhongguancun Forum", "2021", ()),
    (f"The 39th Annual Maple Lane Conference {ON}.",
     "39th Annual Maple Lane Conference", "Maple Lane Conference", "39th", ()),
    (f"The Zhongguancun (ZGC) Forum {ON}.", "Zhongguancun Forum", "Zhongguancun Forum", "2021", ("ZGC Forum",)),
    (f"The Consumer Analyst Group of New York (CAGNY) Conference {ON}.", "Consumer Analyst Group of New York "
                                                                         "Conference",
     "Consumer Analyst Group of New York Conference", "2021", ("CAGNY Conference",)),
]  # fmt: skip

THEMES: Sequence[Any] = [
    (f'The Maple Fair {ON}. Its theme is "Food for a small planet".', "Food for a small planet"),
    (f'The Maple Fair {ON}, under the theme "Food for a small planet".', "Food for a small planet"),
    pytest.param(f"The Maple Fair {ON}, under the theme \u201cFood, health and hope.\u201d",
          "Food, health and hope", id="full stop"),
    (f'The Maple Fair {ON}. "It will be fun," the mayor said.', None),
]  # fmt: skip

ORGANIZERS = [
    (f"The Maple Fair, organized by the Flemish Food Council, {ON}.", "Flemish Food Council"),
    (f"The Maple Fair {ON}. It is hosted by the City of Ghent.", "City of Ghent"),
    (f"The Maple Fair {ON}. Visitors come by train.", None),
]

LINKS = [
    (f"The Maple Fair {ON}. Register at https://example.com/maple.", "https://example.com/maple"),
    (f"The Maple Fair {ON}. See www.example.com/maple, or call us.", "https://www.example.com/maple"),
    (f"The Maple Fair {ON}. News: https://example.com. To register, go to https://example.com/maple?id=4.",
     "https://example.com/maple?id=4"),
    (f"The Maple Fair {ON}. More: http://cts.businesswire.com/ct/CT?id=smartlink&url=x or https://bit.ly/3abc.", None),
    (f"The Maple Fair {ON}. More: https://bit.ly/3abc. Tickets: https://example.com/t", "https://example.com/t"),
    (f"The Maple Fair {ON}. Write to fair@example.com.", None),
]  # fmt: skip

HOURS: Sequence[Any] = [  # sentence, start, end, what the rule of repetition says (RFC 5545, section 3.3.10)
    ("The Maple Fair will be held Nov. 3-5, 2021, from 9 a.m. to 5 p.m. each day in Ghent.",
     "2021-11-03T09:00:00+01:00", "2021-11-05T17:00:00+01:00", {"FREQ=DAILY"}),
    ("Yoga classes will be held Mondays and Wednesdays, Nov. 8 through Dec. 1, 2021, from 7 to 8:45 p.m. in "
     "Ghent.",
     "2021-11-08T19:00:00+01:00", "2021-12-01T20:45:00+01:00", {"FREQ=WEEKLY", "BYDAY=MO,WE"}),
    ("The Maple Fair will be held Nov. 3, 2021, from 9 a.m. to 5 p.m. in Ghent.",
     "2021-11-03T09:00:00+01:00", "2021-11-03T17:00:00+01:00", set()),
    ("The Maple Fair will be held Nov. 3 to 5, 2021, in Ghent.", "2021-11-03", "2021-11-05", set()),
]  # fmt: skip

PRECISION: Sequence[Any] = [  # sentence, precision, first and last day
    ("The Maple Fair will be held in the week of Nov. 1, 2021.", "week", "2021-11-01", "2021-11-07"),
    pytest.param("The Maple Fair will be held in June 2022 in Ghent, Belgium.",
          "month", "2022-06-01", "2022-06-30", id="June"),
    pytest.param("The Maple Fair will be held in early June 2022 in Ghent.",
          "month", "2022-06-01", "2022-06-30", id="early June"),
    (f"The Maple Fair {ON}.", "day", "2021-11-03", "2021-11-03"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status", "day"), STATUS)
def test_status(text: str, status: str, day: str) -> None:
    event = only(text)
    assert (event.status, event.start.isoformat()) == (status, day)


BESIDE_ANOTHER: Sequence[Any] = [  # what stands beside a cancelled gala of Nov. 2, 2021, and its status
    ("The Maple Fair on Nov. 3, 2021, goes on as planned.", "confirmed"),
    ("Postponed until further notice: the Maple Fair (Nov. 3, 2021).", "postponed"),
    ("The Maple Fair, scheduled for Nov. 3, 2021, has been postponed.", "postponed"),
    ("The Maple Fair is tentatively scheduled for Nov. 3, 2021.", "tentative"),
]


@pytest.mark.parametrize(("text", "status"), BESIDE_ANOTHER)
def test_status_beside_another_event(text: str, status: str) -> None:
    lead = "Lindow Gala Cancelled\n\nLONDON, Sept. 27, 2021 -- The Lindow Gala, planned for Nov. 2, 2021, is cancelled."
    found = {event.title: event.status for event in events(f"{lead}\n\n{text}\n")}
    assert found == {"Lindow Gala": "cancelled", "Maple Fair": status}


@pytest.mark.parametrize(("text", "online"), ONLINE)
def test_online(text: str, online: bool) -> None:
    assert only(text).online is online


@pytest.mark.parametrize(("text", "title", "series", "edition", "aliases"), NAMES)
def test_names(text: str, title: str, series: str, edition: str, aliases: tuple[str, ...]) -> None:
    event = only(text)
    assert (event.title, event.series, event.edition, event.aliases) == (title, series, edition, aliases)


@pytest.mark.parametrize(("text", "theme"), THEMES)
def test_theme(text: str, theme: str | None) -> None:
    assert only(text).theme == theme


@pytest.mark.parametrize(("text", "organizer"), ORGANIZERS)
def test_organizer(text: str, organizer: str | None) -> None:
    assert only(text).organizer == organizer


@pytest.mark.parametrize(("text", "url"), LINKS)
def test_the_link_is_one_that_leads_there(text: str, url: str | None) -> None:
    assert only(text).url == url


@pytest.mark.parametrize(("text", "start", "end", "rrule"), HOURS)
def test_hours(text: str, start: str, end: str, rrule: set[str]) -> None:
    event = only(text)
    assert (event.start.isoformat(), event.end and event.end.isoformat()) == (start, end)
    assert rrule <= set((event.rrule or "").split(";"))
    assert bool(rrule) == bool(event.rrule)


@pytest.mark.parametrize(("text", "precision", "first", "last"), PRECISION)
def test_precision(text: str, precision: str, first: str, last: str) -> None:
    event = only(text)
    assert (event.precision, event.start.isoformat(), event.last_day.isoformat()) == (precision, first, last)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"The Maple Fair {ON}.", set()),
        ("The Maple Fair will be held on Nov. 3 in Ghent.", {"year"}),
        ("The Maple Fair will be held on Thursday in Ghent.", {"year", "month", "day"}),
    ],
)
def test_what_the_text_does_not_write_is_told(text: str, parts: set[str]) -> None:
    assert set(only(text).inferred) & {"year", "month", "day"} == parts


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2021 Zhongguancun Forum", ("Zhongguancun Forum", "2021")),
        ("Boston Seafood Expo 2022", ("Boston Seafood Expo", "2022")),
        ("14th Annual Maple Ridge Jazz Festival", ("Maple Ridge Jazz Festival", "14th")),
        ("Maple Fair", ("Maple Fair", None)),
        ("2021", ("2021", "2021")),
    ],
)
def test_series_and_edition_of_a_title(title: str, expected: tuple[str, str | None]) -> None:
    assert series_of(title, lang.load("en")) == expected


def test_uid_stays_when_the_date_moves_into_another_year() -> None:
    """No date is in a UID (docs/architecture.md)."""
    first, second = (
        events(f"The Maple Fair will be held on {day} in Ghent.") for day in ("Dec. 29, 2021", "Jan. 6, 2022")
    )
    assert len(first) == len(second) == 1
    assert first[0].uid == second[0].uid
