"""Small releases of shapes that leave no doubt: which events come out, on which days, at which hours, as what.

Titles, days and hours; tests/test_assemble.py has what becomes one entry and what stays two, tests/test_places.py
and tests/test_details.py the rest of an entry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventx import Event, Release, extract

Told = tuple[str, str, str | None]
"""Title (its acceptable wordings parted by "|"), start, end where it is another; as in JSON."""


def events(text: str) -> list[Event]:
    """The events of a release of 27 September 2021, a Monday."""
    return extract(Release(id="r", text=text, published=date(2021, 9, 27)))


def told(found: Sequence[Event], expected: Sequence[Told]) -> list[Told]:
    """The events in the table's terms; a title in one of its acceptable wordings is told as the table has it."""
    wordings = {w.casefold(): title for title, _, _ in expected for w in title.split("|")}
    return [
        (
            wordings.get(e.title.casefold(), e.title),
            e.start.isoformat(),
            e.end.isoformat() if e.end is not None and e.end != e.start else None,
        )
        for e in found
    ]


def fails(reason: str, *values: Any, id: str) -> Any:
    """A case that a reader is sure of and the program still gets wrong."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, strict=True), id=id)


CALL = (
    "Northwind Sets Date for Third Quarter Results\n\n"
    "DENVER, Sept. 27, 2021 /PRNewswire/ -- Northwind Corp. (NYSE: NWD) will report its results for the third quarter "
    "of 2021 {}\n\nAbout Northwind\n\nNorthwind Corp. makes sails. It was founded in 1974 and has 1,200 employees."
)
NORTHWIND_CALL = (
    "Northwind third quarter of 2021 earnings conference call|Northwind third quarter earnings conference call"
)

EVENTS: Sequence[Any] = [
    pytest.param(
        "Forum Draws Scientists From 60 Countries\n\n"
        "BEIJING, Sept. 27, 2021 /PRNewswire/ -- The Zhongguancun Forum has become a platform of national rank, where "
        "scientists meet colleagues from abroad.\n\n"
        "This year's forum is scheduled to be held from Sept 24 to 28. It has 60 sessions.",
        [("Zhongguancun Forum", "2021-09-24", "2021-09-28")],
        id="this year's forum",
    ),
    pytest.param(
        "Plant Protein Summit Comes to Ghent\n\nBRUSSELS, Sept. 27, 2021 (GLOBE NEWSWIRE) -- The Plant Protein Summit "
        "will take place in Ghent, Belgium, from November 3 to 5, 2021.\n\nSome 80 speakers from 20 countries are "
        "expected.",
        [("Plant Protein Summit", "2021-11-03", "2021-11-05")],
        id="a name and a range",
    ),
    pytest.param(
        CALL.format("on October 28, 2021.\n\nManagement will hold a conference call that day at 9:00 a.m. ET to "
                    "discuss them."),
        [(NORTHWIND_CALL, "2021-10-28T09:00:00-04:00", None)],
        id="that day",
    ),
    pytest.param(
        "ELM COUNTY - Sept. 27, 2021 - The Elm County Planning Board will hold a public hearing on the bypass on "
        "Tuesday, "
        "October 12, 2021, at 6:30 p.m. in the county courthouse.\n\nWritten comments are welcome.",
        [("Elm County Planning Board public hearing|public hearing on the bypass|public hearing",
          "2021-10-12T18:30:00", None)],
        id="a hearing with hour and day",
    ),
    pytest.param(
        "MEDIA ADVISORY\n\nWHAT: Ribbon Cutting for the Fairview Library\n\nWHEN: Wednesday, October 6, 2021, at "
        "10:30 a.m.\n\n"
        "WHERE: Fairview Library, 12 Oak Street, Denver, Colorado\n\nWHO: Mayor Ana Ortiz",
        [("Ribbon Cutting for the Fairview Library", "2021-10-06T10:30:00-06:00", None)],
        id="what, when, where",
    ),
    pytest.param(
        "Library Invites to Fair\n\nThe Fairview Library invites residents to its Autumn Book Fair.\n\n"
        "Date: Saturday, October 9, 2021\nTime: 10 a.m. to 4 p.m.\nLocation: Fairview Library, Denver, Colorado",
        [("Autumn Book Fair", "2021-10-09T10:00:00-06:00", "2021-10-09T16:00:00-06:00")],
        id="date, time, location",
    ),
    pytest.param(
        "Event: Better Batteries Webinar\nDate: October 6, 2021\nTime: 11:00 a.m. ET\nRegister at "
        "https://example.com/batteries",
        [("Better Batteries Webinar", "2021-10-06T11:00:00-04:00", None)],
        id="event, date, time",
    ),
    pytest.param(
        "Jazz Returns to the Harbor\n\nASHLAND, Wis., Sept. 27, 2021 -- The 14th Annual Maple Ridge Jazz Festival "
        "takes "
        "place on Saturday.\n\nAdmission is free.",
        [("14th Annual Maple Ridge Jazz Festival", "2021-10-02", None)],
        id="a weekday to come",
    ),
    pytest.param(
        "Ministers Meet in Dakar\n\nDAKAR, Senegal, Sept. 27, 2021 -- Ministers opened the World Water Forum on "
        "Friday with "
        "a call for peace.\n\nThe host was pleased.",
        [("World Water Forum", "2021-09-24", None)],
        id="a weekday gone by",
    ),
    pytest.param("Wool Fair Is Back\n\nLEEDS, England, Sept. 27, 2021 -- The Yorkshire Wool Fair began Thursday and "
        "continues through Saturday, Oct. 2.\n\nThe organizers count 200 stands.",
        [("Yorkshire Wool Fair", "2021-09-23", "2021-10-02")],
        id="began Thursday, continues through Saturday",
    ),
    pytest.param("Tides and Talk\n\nMILBRIDGE, Maine, Sept. 27, 2021 -- The college's autumn talks go on. \"Salt in "
        "the Wire\" is the title of a lecture by Ada Crane. The lecture, part of the Downeast Colloquium Series, is on "
        "Thursday, October 7, 2021, at 4 p.m. in Hall 3.",
        [("Salt in the Wire", "2021-10-07T16:00:00-04:00", None)],
        id="a talk, not its series",
    ),
    pytest.param("Elm College Commencement Ceremonies Set\n\nCOLUMBUS, Ohio, Sept. 27, 2021 -- The "
        "college will hold its ceremonies on one lawn.\n\nFriday, Oct. 8\n\nTallow Hall: The speaker is Ada Crane, "
        "a potter. 3 p.m., West Lawn.\n\nGraduate Division: The speaker is a surprise. 5 p.m., West Lawn.\n\n"
        "Saturday, Oct. 9\n\nMarsh Hall: The speaker is Jo Reed, a judge. 9 a.m., West Lawn.\n\n"
        "Mill Hall: The speaker is Al Ames, a cook. "
        "11 a.m., West Lawn.\n\nSexton Hall: The speaker is Lu Hart, a nurse. 2 p.m., West Lawn.",
        [("Tallow Hall commencement ceremony|Tallow Hall ceremony", "2021-10-08T15:00:00-04:00", None),
         ("Graduate Division commencement ceremony|Graduate Division ceremony", "2021-10-08T17:00:00-04:00", None),
         ("Marsh Hall commencement ceremony|Marsh Hall ceremony", "2021-10-09T09:00:00-04:00", None),
         ("Mill Hall commencement ceremony|Mill Hall ceremony", "2021-10-09T11:00:00-04:00", None),
         ("Sexton Hall commencement ceremony|Sexton Hall ceremony", "2021-10-09T14:00:00-04:00", None)],
        id="items of a schedule",
    ),
    pytest.param("Halden to Report\n\nDENVER, Sept. 27, 2021 /PRNewswire/ -- Halden Mills Inc. (NYSE: HMI) will "
        "release its third quarter results on Thursday, October 28, 2021, at approximately 4:05 p.m. ET. The "
        "company will host a conference call at 5:00 p.m. ET that day.",
        [("Halden Mills third quarter earnings conference call", "2021-10-28T17:00:00-04:00", None)],
        id="the call, not the results",
    ),
    pytest.param("Elm Planning Commission Moves Its Meeting\n\nCOLUMBUS, Ohio, May 20, 2019 -- A meeting "
        "will be held on Tuesday, June 4, 2019, at 7 p.m. in the library.",
        [("Elm Planning Commission meeting", "2019-06-04T19:00:00-04:00", None)],
        id="the body of the headline",
    ),
    pytest.param("Halden to Webcast Call\n\nDENVER, Sept. 27, 2021 /PRNewswire/ -- Halden Mills Inc. (NYSE: HMI) will "
        "hold a conference call on its third quarter and 2021 results on October 28, 2021, at 9:00 a.m. ET. Slides "
        "will be on its website at 6:00 a.m. ET on the day of the conference call.",
        [("Halden Mills third quarter earnings conference call", "2021-10-28T09:00:00-04:00", None)],
        id="one call a quarter",
    ),
]  # fmt: skip

NONE: Sequence[Any] = [
    pytest.param(
        "Northwind Reports Second Quarter Results\n\nDENVER, Sept. 27, 2021 /PRNewswire/ -- Northwind Corp. today "
        "reported "
        "net income of $4.1 million for the quarter ended Aug. 31, 2021, up from $3.9 million a year earlier.\n\n"
        "Sales rose 4 percent.",
        id="results",
    ),
    pytest.param(
        "Northwind Declares Dividend\n\nDENVER, Sept. 27, 2021 /PRNewswire/ -- The board of Northwind Corp. "
        "declared a dividend "
        "of $0.20 a share, payable on Nov. 15, 2021, to shareholders of record on Nov. 1, 2021.",
        id="record and payment dates",
    ),
    pytest.param(
        "Plant to Close\n\nDENVER, Sept. 27, 2021 -- A spokesman said on Tuesday that the plant would close. "
        "The decision was announced on Sept. 20.",
        id="speech",
    ),
    pytest.param(
        "Two Arrested\n\nDENVER, Sept. 27, 2021 -- Police arrested two men on Sept. 20 after a crash on Sept. 18.\n\n"
        "Both are in custody.",
        id="news that happened",
    ),
    pytest.param(
        "New Sail\n\nDENVER, Sept. 27, 2021 -- The sail will be available on Oct. 15, 2021. The law takes effect on "
        "Jan. 1, "
        "2022.\n\nNorthwind was founded on May 3, 1974.",
        id="shipping, laws, founding",
    ),
]  # fmt: skip

DEADLINES: Sequence[Any] = [  # a release with one event, the date in it that is none, the event's day
    ("The Plant Protein Summit will take place in Ghent on November 3, 2021. The deadline for registration is "
     "October 15, 2021.", "2021-11-03"),
    ("The Plant Protein Summit will take place in Ghent on November 3, 2021. Register by October 15, 2021, for the "
     "early bird rate.", "2021-11-03"),
    ("Northwind will hold an investor webinar on October 12, 2021. A replay will be available until October 26, 2021.",
     "2021-10-12"),
    ("The annual meeting of Northwind shareholders will be held on November 9, 2021. Shareholders of record on "
     "September 20, 2021, may vote.", "2021-11-09"),
    ("Proposals for talks are due by October 4, 2021. The Media & Telecom Conference is to be held on December 1, "
     "2021.",
     "2021-12-01"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_events_and_their_times(text: str, expected: list[Told]) -> None:
    assert told(events(text), expected) == expected


@pytest.mark.parametrize("text", NONE)
def test_no_event(text: str) -> None:
    assert told(events(text), []) == []


@pytest.mark.parametrize(("text", "day"), DEADLINES)
def test_deadline_replay_and_record_date_are_no_events(text: str, day: str) -> None:
    release = f"Dates Are Set\n\nBRUSSELS, Sept. 27, 2021 /PRNewswire/ -- {text}\n\nMore will be told in due course."
    assert [e.start.isoformat()[:10] for e in events(release) if e.kind != "deadline"] == [day]


FORUM = (
    "Forum Opens\n\nBEIJING, Sept. 27, 2021 /PRNewswire/ -- The Zhongguancun Forum is well known.\n\n"
    "This year's forum is scheduled to be held from {} in Beijing."
)
FIVE_DAYS = FORUM.format("Sept 24 to 28")


def test_uid_stays_when_the_date_changes() -> None:
    first, second = events(FIVE_DAYS), events(FORUM.format("Oct 1 to 3"))
    assert len(first) == len(second) == 1
    assert first[0].start != second[0].start
    assert first[0].uid == second[0].uid


def test_uid_is_another_in_another_release_and_for_another_event() -> None:
    here = extract(Release(id="a", text=FIVE_DAYS))
    there = extract(Release(id="b", text=FIVE_DAYS))
    other = extract(Release(id="a", text=FIVE_DAYS.replace("Zhongguancun", "Yangtze")))
    assert len({e.uid for e in (*here, *there, *other)}) == 3


def test_repeated_titles_have_uids_of_their_own_and_no_date_in_them() -> None:
    found = events("The Elm County Planning Board will hold a public hearing on Oct. 5, Oct. 12 and Oct. 19, 2021.")
    assert len({e.uid for e in found}) == len(found) == 3
    assert all(re.fullmatch(r"[0-9a-f]{24}@eventx", e.uid) for e in found)
    moved = events("The Elm County Planning Board will hold a public hearing on Oct. 6, Oct. 13 and Oct. 20, 2021.")
    assert [e.uid for e in moved] == [e.uid for e in found]


SPELLINGS: dict[str, list[tuple[str, str]]] = {  # what is written for what
    "as it is": [],
    "CRLF": [("\n", "\r\n")],
    "old Mac": [("\n", "\r")],
    "no-break spaces": [("Sept 24 to 28", "Sept\u00a024\u00a0to\u00a028"), ("the ", "the\u00a0")],
    "soft hyphens": [("Zhongguancun", "Zhong\u00adguan\u00adcun"), ("scheduled", "sche\u00adduled")],
    "blank lines": [("\n\n", "\n\n\n\n \n")],
    "a byte order mark": [("Forum Opens", "\ufeffForum Opens")],
    "zero-width spaces": [(" is ", " \u200bis\u200b ")],
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_evidence_points_into_the_given_text(spelling: str) -> None:
    text = FIVE_DAYS
    for plain, written in SPELLINGS[spelling]:
        text = text.replace(plain, written)
    assert (text == FIVE_DAYS) == (not SPELLINGS[spelling])
    found = events(text)
    assert told(found, []) == [("Zhongguancun Forum", "2021-09-24", "2021-09-28")]
    for evidence in found[0].evidence:
        assert evidence.text == evidence.span.of(text)
        seen = re.sub("[\u00ad\u200b\ufeff]", "", evidence.text).replace("\u00a0", " ")
        assert seen == "This year's forum is scheduled to be held from Sept 24 to 28 in Beijing."


LEADS = st.lists(st.sampled_from(["\u00ad", "\u200b", "\r\n", "\n\n", " ", "\u00a0", "Fair. ", "(a) "]), max_size=6)


@given(LEADS.map("".join))
@settings(max_examples=60, deadline=None)
def test_evidence_points_into_the_given_text_whatever_stands_before_it(lead: str) -> None:
    text = lead + FIVE_DAYS
    found = events(text)
    assert found
    assert all(v.text == v.span.of(text) for e in found for v in e.evidence)


def test_same_release_same_events() -> None:
    assert events(FIVE_DAYS) == events(FIVE_DAYS)
