"""What becomes one entry and what stays two: lists, ranges, schedules, zones, doors, new dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.test_link import CALL, NORTHWIND_CALL, Told, events, told

LEAD = "Autumn in Elm County\n\nASHLAND, Wis., Sept. 27, 2021 -- {}\n\nElm County has 40,000 inhabitants."

ENTRIES: Sequence[Any] = [
    pytest.param(CALL.format("on October 28, 2021.\n\nManagement will hold a conference call that day at 9:00 a.m. ET "
                    "(6:00 a.m. PT)."),
        [(NORTHWIND_CALL, "2021-10-28T09:00:00-04:00", None)],
        id="two zones for one instant, the first one told",
    ),
    pytest.param(CALL.format("before the market opens on October 28, 2021.\n\nA conference call will be held on "
                    "October 29, 2021, at 10:00 a.m. ET."),
        [(NORTHWIND_CALL, "2021-10-29T10:00:00-04:00", None)],
        id="results, and a call the day after",
    ),
    pytest.param(
        LEAD.format("The Elm County Planning Board will hold public hearings on the bypass on Oct. 5, Oct. 12 and "
                    "Oct. 19."),
        [("Elm County Planning Board public hearings|public hearings on the bypass|public hearings", day, None)
         for day in ("2021-10-05", "2021-10-12", "2021-10-19")],
        id="three dates under one title",
    ),
    pytest.param(
        LEAD.format("The Harbor Jazz Festival takes place October 9 and 10."),
        [("Harbor Jazz Festival", "2021-10-09", "2021-10-10")],
        id="June 1 and 2",
    ),
    pytest.param(
        LEAD.format("The Harbor Jazz Festival will be held Oct. 8-10. The festival has three stages.\n\nThe Harbor "
                    "Jazz "
                    "Festival will be held Oct. 8-10 in any weather."),
        [("Harbor Jazz Festival", "2021-10-08", "2021-10-10")],
        id="told twice",
    ),
    pytest.param(
        LEAD.format("The Harbor Jazz Festival will be held Oct. 8-10. The Maple Lane Book Fair will be held Oct. "
                    "8-10, too."),
        [("Harbor Jazz Festival", "2021-10-08", "2021-10-10"), ("Maple Lane Book Fair", "2021-10-08", "2021-10-10")],
        id="two names on the same days",
    ),
    pytest.param(
        LEAD.format("The Harbor Jazz Festival will be held Oct. 8-10. The Brass Parade is on Saturday, Oct. 9, at 3 "
                    "p.m."),
        [("Harbor Jazz Festival", "2021-10-08", "2021-10-10"), ("Brass Parade", "2021-10-09T15:00:00-05:00", None)],
        id="a part with an hour of its own",
    ),
    pytest.param(
        LEAD.format("The Soil Science Symposium will be held on Sunday, Oct. 10. It is free. Talks are from 1 to 5 "
                    "p.m."),
        [("Soil Science Symposium", "2021-10-10T13:00:00-05:00", "2021-10-10T17:00:00-05:00")],
        id="hours told beside a day",
    ),
    pytest.param(
        LEAD.format("The Winter Choral Concert is on Friday, Oct. 8. Doors open at 7 p.m., and the show starts at 8 "
                    "p.m."),
        [("Winter Choral Concert", "2021-10-08T20:00:00-05:00", None)],
        id="doors at 7, show at 8",
    ),
    pytest.param(
        LEAD.format("The Larkspur Poetry Reading is on Friday, Oct. 8, in Finch Hall. All readings start at 4 "
                    "p.m.\n\nThe Finch Soil Lecture is on Friday, Oct. 8. It will "
                    "take place from noon to 1 p.m. in Wren Hall."),
        [("Larkspur Poetry Reading", "2021-10-08T16:00:00-05:00", None),
         ("Finch Soil Lecture", "2021-10-08T12:00:00-05:00", "2021-10-08T13:00:00-05:00")],
        id="an hour is of the day in its own paragraph",
    ),
    pytest.param(
        LEAD.format("The Elm Bank Annual Meeting will be held on Friday, Oct. 8, 2021 at 9 a.m.\n\nThe slides of the "
                    "Elm Bank Annual Meeting will be on the website at 6 a.m. on the day of the meeting."),
        [("Elm Bank Annual Meeting", "2021-10-08T09:00:00-05:00", None)],
        id="one hour more under the same name",
    ),
    pytest.param(
        LEAD.format("The Garden Expo will be held Oct. 8-10.\n\nIt is open daily from 10 a.m. to 6 p.m."),
        [("Garden Expo", "2021-10-08T10:00:00-05:00", "2021-10-10T18:00:00-05:00")],
        id="daily hours of a range",
    ),
    pytest.param(
        LEAD.format("The Soil Seminar will be held on Oct. 5, 12 and 19 from 6 to 8 p.m."),
        [("Soil Seminar", f"2021-10-{d}T18:00:00-05:00", f"2021-10-{d}T20:00:00-05:00") for d in ("05", "12", "19")],
        id="the hour behind a list",
    ),
    pytest.param(
        LEAD.format("What: Larkspur Finch Seminar  Time: 8:30-9:30am  When: Oct. 7, Oct. 21"),
        [("Larkspur Finch Seminar", f"2021-10-{d}T08:30:00-05:00", f"2021-10-{d}T09:30:00-05:00")
         for d in ("07", "21")],
        id="a labelled hour before the days of one line",
    ),
    pytest.param("Harbor Jazz Festival Announces Program\n\nFriday, October 8\n\n7 p.m. Opening Concert\n\n9 p.m. Late "
        "Night Jam\n\nSaturday, October 9\n\n3 p.m. Brass Parade\n\n8 p.m. Closing Gala",
        [("Opening Concert", "2021-10-08T19:00:00", None), ("Late Night Jam", "2021-10-08T21:00:00", None),
         ("Brass Parade", "2021-10-09T15:00:00", None), ("Closing Gala", "2021-10-09T20:00:00", None)],
        id="schedule: day headings over timed lines",
    ),
    pytest.param("Library Calendar\n\nOct. 5 - Poetry Reading\n\nOct. 12 - Chess Tournament\n\n"
        "Oct. 19 - Book Club Meeting",
        [("Poetry Reading", "2021-10-05", None), ("Chess Tournament", "2021-10-12", None),
         ("Book Club Meeting", "2021-10-19", None)],
        id="schedule: each line its own name",
    ),
    pytest.param("Library Calendar\n\nOct. 5 - Poetry Reading\n\nOct. 26 - Halloween Party",
        [("Poetry Reading", "2021-10-05", None), ("Halloween Party", "2021-10-26", None)],
        id="schedule: a holiday in a name",
    ),
    pytest.param(
        LEAD.format("The Riverside Marathon has been rescheduled to October 17, 2021, from May 7, 2021."),
        [("Riverside Marathon", "2021-10-17", None)],
        id="rescheduled to, from",
    ),
    pytest.param(LEAD.format("The Riverside Marathon, originally scheduled for October 3, 2021, will now be held on "
                    "October 17, 2021."),
        [("Riverside Marathon", "2021-10-17", None)],
        id="originally scheduled for, will now be held",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENTRIES)
def test_entries(text: str, expected: list[Told]) -> None:
    assert told(events(text), expected) == expected


@pytest.mark.parametrize(
    "parts",
    [
        ["The Harbor Jazz Festival will be held Oct. 8-10."],
        ["The Winter Choral Concert is on Friday, Oct. 15, at 8 p.m."],
        [
            "The Harbor Jazz Festival will be held Oct. 8-10.",
            "The Winter Choral Concert is on Friday, Oct. 15, at 8 p.m.",
        ],
    ],
)
def test_saying_it_again_adds_no_entry(parts: list[str]) -> None:
    once, twice = events(LEAD.format("\n\n".join(parts))), events(LEAD.format("\n\n".join(parts * 2)))
    assert len(once) == len(parts)
    assert [(e.uid, e.title, e.start, e.end) for e in twice] == [(e.uid, e.title, e.start, e.end) for e in once]
