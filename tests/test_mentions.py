"""Which phrases of a sentence name an event, and how a reader would call it; and which never do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eventx import lang, temporal
from eventx.lang import Language
from eventx.layout import layout
from eventx.mentions import mentions_in, plural
from eventx.model import Anchor, Mention, Span

MONDAY = date(2021, 9, 27)


@cache
def english() -> Language:
    return lang.load("en")


def mentions(text: str, lead: str = "") -> tuple[Mention, ...]:
    """The mentions of a sentence that stands behind `lead` in its text, dates looked through."""
    language, whole = english(), lead + text
    laid = layout(whole, language.abbreviations)
    anchor = Anchor(day=MONDAY, source="published")
    dates = [w.span for w in temporal.whens(temporal.expressions(laid, language), anchor, laid, language)]
    return mentions_in(laid.text, Span(start=len(lead), end=len(laid.text)), language, dates)


def one(text: str, title: str) -> Mention:
    """The mention of that title; where a title is told twice, the first."""
    told = mentions(text)
    return next((m for m in told if m.title == title), None) or pytest.fail(
        f"{title!r} is not among {[m.title for m in told]}"
    )


def fails(reason: str, *values: Any) -> Any:
    """A row that a reader is sure of and the program still gets wrong."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, strict=True))


NAMED: Sequence[Any] = [  # sentence, title, kind: names, whatever stands around them
    ("The Zhongguancun Forum opened in Beijing on Friday.", "Zhongguancun Forum", "forum"),
    ("Leaders will meet at the World Water Forum in Dakar.", "World Water Forum", "forum"),
    ("The North American Leaders' Summit begins Thursday.", "North American Leaders' Summit", "summit"),
    ("It will exhibit at the Plant Protein Summit in Ghent.", "Plant Protein Summit", "summit"),
    ("Acme will present at the Harbor Lane Healthcare Conference on Tuesday.",
     "Harbor Lane Healthcare Conference", "conference"),
    pytest.param(
          "The Media & Telecom Conference runs two days.", "Media & Telecom Conference", "conference"),
    ("She spoke at the Consumer Analyst Group of New York Conference.",
     "Consumer Analyst Group of New York Conference", "conference"),
    ("The World Congress of Soil Science takes place in August.", "World Congress of Soil Science", "conference"),
    pytest.param("The Symposium on Coastal Erosion is free.", "Symposium on Coastal Erosion", "conference"),
    ("Visit us at the Light + Building Trade Fair.", "Light + Building Trade Fair", "exhibition"),
    pytest.param("The Leipzig Book Fair opens its doors on March 17.", "Leipzig Book Fair", "exhibition"),
    ("The Boston Seafood Expo drew 20,000 visitors.", "Boston Seafood Expo", "exhibition"),
    pytest.param("The Paris Air Show and the Geneva Motor Show are back.", "Geneva Motor Show", "exhibition"),
    ("Crowds filled the Santa Cruz Film Festival.", "Santa Cruz Film Festival", "festival"),
    pytest.param("The St. Agnes Harvest Festival runs all weekend.", "St. Agnes Harvest Festival", "festival"),
    ("Mayor Ortiz led the Fourth Street Holiday Parade.", "Fourth Street Holiday Parade", "festival"),
    ("The Merrill College Commencement is at 9 a.m.", "Merrill College Commencement", "ceremony"),
    ("He will attend the Fairview Library Ribbon Cutting.", "Fairview Library Ribbon Cutting", "ceremony"),
    ("The Golden Apple Awards Ceremony was held on Sept. 20.", "Golden Apple Awards Ceremony", "ceremony"),
    ("The free Retirement Readiness Webinar is on Oct. 6.", "Retirement Readiness Webinar", "webinar"),
    ("The Northwind Earnings Conference Call is on Oct. 28.", "Northwind Earnings Conference Call", "earnings_call"),
    ("The Senate Aging Committee Hearing is at 10 a.m.", "Senate Aging Committee Hearing", "hearing"),
    pytest.param(
          "We met at the Annual General Meeting of Norrland AB.", "Annual General Meeting of Norrland AB", "meeting"),
    ("The Elm County Town Hall Meeting is open to all.", "Elm County Town Hall Meeting", "meeting"),
    fails('"to" inside a name is not looked through',
          "Sign up for the Intro to Beekeeping Workshop on Saturday.", "Intro to Beekeeping Workshop", "workshop"),
    ("The Hartley Memorial Lecture is on Nov. 3.", "Hartley Memorial Lecture", "workshop"),
    ("The Twin Rivers Half Marathon starts at 7 a.m.", "Twin Rivers Half Marathon", "sport"),
    ("She won the Lakeside Invitational Golf Tournament.", "Lakeside Invitational Golf Tournament", "sport"),
    ("Tickets for the Winter Choral Concert are $10.", "Winter Choral Concert", "performance"),
    ("The Pine Ridge Blood Drive is on Oct. 12.", "Pine Ridge Blood Drive", "other"),
    ("The Harvest Moon Gala raised $40,000.", "Harvest Moon Gala", "ceremony"),
    ("Designers gather for Milan Fashion Week in September.", "Milan Fashion Week", "other"),
    ("The Coastal Cleanup Day is on Sept. 18.", "Coastal Cleanup Day", "other"),
    ("Tracy Chapman's August 30 Concert is sold out.", "Tracy Chapman's Concert", "performance"),
    ("WESTLAKE HOSTS THE HARBOR LIGHTS FESTIVAL IN DECEMBER.", "Harbor Lights Festival", "festival"),
    ("The 2021 Zhongguancun Forum opened on Friday.", "2021 Zhongguancun Forum", "forum"),
    ("The 14th Annual Maple Ridge Jazz Festival returns.", "14th Annual Maple Ridge Jazz Festival", "festival"),
    ("Growers from nine valleys came to Expo Quinua Peru.", "Expo Quinua Peru", "exhibition"),
    ("She danced at the Festival de Jerez in March.", "Festival de Jerez", "festival"),
    ("Results go to the Arden Media ConferenceSan Diego first.", "Arden Media Conference", "conference"),
    ("Ann Lee, Head of Rhino Labs, Adviser to Tall Oak and Mayor of Aldgate, opened the Aldgate Harbor Festival held "
     "in Perth.", "Aldgate Harbor Festival", "festival"),
    ("Postponement of the Elm Annual Meeting", "Elm Annual Meeting", "meeting"),
    ("The Lindow Youth Choir and the Halyard Classic are off.", "Halyard Classic", "other"),
]  # fmt: skip

UNNAMED: Sequence[Any] = [  # sentence, title, kind: no name of their own
    ("The company will hold a conference call at 5 p.m. ET.", "conference call", "earnings_call"),
    ("Management will host an earnings call on Oct. 28.", "earnings call", "earnings_call"),
    ("A public hearing will be held on Oct. 14.", "public hearing", "hearing"),
    ("The detention hearing is set for Wednesday.", "detention hearing", "hearing"),
    ("The mayor will hold a town hall meeting in Hilo.", "town hall meeting", "meeting"),
    ("A ribbon-cutting ceremony takes place at noon.", "ribbon-cutting ceremony", "ceremony"),
    ("The museum's annual summer open house is on June 5.", "museum's annual summer open house", "meeting"),
    ("The library offers a poetry reading on Tuesday.", "poetry reading", "performance"),
    ("He will give a press conference after the game.", "press conference", "press_conference"),
    ("Join us for a media availability at 1:30 p.m.", "media availability", "press_conference"),
    ("There will be a ground-breaking gala dinner on Friday.", "ground-breaking gala dinner", "meeting"),
    ("The jury trial is to begin on Jan. 10.", "jury trial", "hearing"),
    ("We invite you to a free webinar on Oct. 6.", "free webinar", "webinar"),
    ("The two-day workshop starts on Monday.", "two-day workshop", "workshop"),
    ("A panel discussion follows the screening.", "panel discussion", "conference"),
    ("A world tour begins in January.", "world tour", "performance"),
    ("A meeting by telephone was held on Friday.", "meeting", "meeting"),
]  # fmt: skip

TAILS: Sequence[Any] = [  # sentence, title: what it is about belongs to it
    ("A hearing on wildfire preparedness was held on Tuesday.", "hearing on wildfire preparedness"),
    ("The agency holds a workshop on stormwater permits on Oct. 5.", "workshop on stormwater permits"),
    ("The opening ceremony of the Zhongguancun Forum was on Friday.", "opening ceremony of the Zhongguancun Forum"),
    ("A meeting of the Elm County Planning Board is on Oct. 7.", "meeting of the Elm County Planning Board"),
    ("The Conference on Retroviruses and Opportunistic Infections is in March.",
     "Conference on Retroviruses and Opportunistic Infections"),
    ("A memorial service for Edith Boyle will be at 2 p.m.", "memorial service for Edith Boyle"),
    ("They plan a rally to honor fallen firefighters on Sunday.", "rally to honor fallen firefighters"),
    ("A discussion about rent control begins at 7 p.m.", "discussion about rent control"),
    ("A conference on rivers and mills takes place in May.", "conference on rivers and mills"),
    ("The recital by the Lindow Quartet on Friday is off.", "recital by the Lindow Quartet"),
    ("The match between Elm United and Harrow Town is on Sunday.", "match between Elm United and Harrow Town"),
    ("A special meeting to vote on the merger is on Oct. 7.", "special meeting to vote on the merger"),
    ("The Oct. 8 session of the Tree Board has been cancelled.", "session of the Tree Board"),
]  # fmt: skip

QUOTED: Sequence[Any] = [  # sentence, title, rule
    ('The exhibition "Rivers of Light" opens on Oct. 1.', "Rivers of Light", "mention/quoted"),
    ('A lecture titled "The Hidden Life of Moss" is on Oct. 8.', "The Hidden Life of Moss", "mention/titled"),
    ('The webinar, entitled "Better Batteries," is on Oct. 8.', "Better Batteries", "mention/titled"),
    ("A Talk on Tides and Time is the title of a lecture on Oct. 9.", "A Talk on Tides and Time", "mention/titled"),
]

RUNS: Sequence[Any] = [  # sentence, title: names without a head noun
    ("The company will show the phone at CES 2022 in Las Vegas.", "CES 2022"),
    pytest.param("Salesforce hosts Dreamforce 2019 from Nov. 19 to 22.", "Dreamforce 2019"),
    ("Ministers travel to COP26 in Glasgow.", "COP26"),
    ("Ericsson will exhibit at IBC 2026 in Amsterdam.", "IBC 2026"),
    pytest.param("Fans gather for Oktoberfest on Saturday.", "Oktoberfest"),
    pytest.param("Developers meet at Devcon in Bogota.", "Devcon"),
    ("Visitors from sixty countries are expected to gather at Devcon in Bogota.", "Devcon"),
    ("Breweries across the county are getting ready for Oktoberfest on Saturday.", "Oktoberfest"),
    ("SXSW 2022 begins on March 11.", "SXSW 2022"),
    ("And the Closing Ceilidh will be held in the barn.", "Closing Ceilidh"),
    ("Halyard Song, the annual gathering of sea singers, is back.", "Halyard Song"),
    ("Lindow-2022, the twelfth edition of the fair, is back.", "Lindow-2022"),
    ("Rain moved Friday's Halyard Pops by the Elm Symphony indoors.", "Halyard Pops"),
    ("A weekend of song called Halyard is planned.", "Halyard"),
    ("The Halyard Pops has been postponed.", "Halyard Pops"),
    ("The Change of Guard at Elm Palace will not take place.", "Change of Guard"),
]  # fmt: skip

FORMS: Sequence[Any] = [  # sentence, title, fields and their values
    ("This year's forum is scheduled to be held from Sept 24 to 28.",
     "forum", {"definite": True, "named": False, "head": "forum"}),
    ("The forum opened on Friday.", "forum", {"definite": True, "named": False}),
    ("The two-day event drew thousands.", "two-day event", {"definite": True, "named": False, "head": "event"}),
    ("The call begins at 5 p.m.", "call", {"definite": True, "indefinite": False}),
    ("Its annual meeting is on May 4.", "annual meeting", {"definite": True}),
    ("A hearing will be held on Oct. 14.", "hearing", {"indefinite": True, "definite": False, "named": False}),
    ("Another workshop follows on Friday.", "workshop", {"indefinite": True, "definite": False}),
    ("Friday's concert was sold out.", "concert", {"definite": True}),
    ("The Zhongguancun Forum opened on Friday.",
     "Zhongguancun Forum", {"named": True, "definite": False, "head": "forum", "edition": None}),
    ("The 2021 Zhongguancun Forum opened.", "2021 Zhongguancun Forum", {"edition": "2021", "named": True}),
    ("The Boston Seafood Expo 2022 is in March.", "Boston Seafood Expo 2022", {"edition": "2022", "named": True}),
    ("The 14th Annual Maple Ridge Jazz Festival returns.",
     "14th Annual Maple Ridge Jazz Festival", {"edition": "14th"}),
    ("The 39th J.P. Morgan Healthcare Conference is online.",
     "39th J.P. Morgan Healthcare Conference", {"edition": "39th"}),
    ("The Zhongguancun (ZGC) Forum opened.", "Zhongguancun Forum", {"aliases": ("ZGC Forum",)}),
    (
        "She spoke at the Consumer Analyst Group of New York (CAGNY) Conference.",
        "Consumer Analyst Group of New York Conference", {"aliases": ("CAGNY Conference",), "named": True},
    ),
    ("The Harbor Lane Healthcare Conference starts.", "Harbor Lane Healthcare Conference", {"aliases": ()}),
]  # fmt: skip

NEVER: Sequence[Any] = [  # bodies, rooms, verbs, things for sale: no event is named
    "The Senate Judiciary Committee issued a statement.",
    "Write to the Elm County Board of Supervisors.",
    "The House Ways and Means Committee approved the bill.",
    "Meet us in the Cowell College Conference Room.",
    "The booth is in the Moscone Convention Center.",
    "The city owns the Greek Theatre and the Exhibition Hall.",
    "We will call you back.",
    "The mower can run for three hours.",
    "There are open positions in all departments.",
    "Open the file and play the song.",
    "They walk and talk and show no fear.",
    "Shares fell 3 percent after the report.",
    pytest.param("Course materials and conference proceedings cost $40."),
    "The festival organizers declined to comment.",
    "Forum members elect a director.",
    "The meeting room is on the second floor.",
    "He runs the company's training program.",
    "She is the festival director.",
    pytest.param("The race track is closed for repairs."),
    pytest.param("Developers meet at noon."),
    "The call center employs 200 people.",
    "The agency issued a call for proposals.",
    "The College of Social and Behavioral Sciences moved.",
    "Governor Lopez Calls for Calm After Storm",
    "Harbor Delegation Meets With Dairy Farmers",
    "The office is at 412 W. Alder Drive.",
    "Beginning Monday, rooms are 60 percent off.",
    'The slides are under the "Presentations" tab of our website.',
    "This sleight of hand is the subject of her book.",
]


@pytest.mark.parametrize(("text", "title", "kind"), NAMED)
def test_a_name_is_found_whole(text: str, title: str, kind: str) -> None:
    mention = one(text, title)
    assert (mention.kind, mention.named, mention.definite) == (kind, True, False)


@pytest.mark.parametrize(("text", "title", "kind"), UNNAMED)
def test_an_unnamed_event_is_found_with_its_modifiers(text: str, title: str, kind: str) -> None:
    mention = one(text, title)
    assert (mention.kind, mention.named) == (kind, False)


@pytest.mark.parametrize(("text", "title"), TAILS)
def test_a_tail_tells_what_it_is_about(text: str, title: str) -> None:
    assert one(text, title).rule == "mention/tail"


@pytest.mark.parametrize(("text", "title", "rule"), QUOTED)
def test_a_quoted_name_is_found(text: str, title: str, rule: str) -> None:
    mention = one(text, title)
    assert (mention.rule, mention.named) == (rule, True)


@pytest.mark.parametrize(("text", "title"), RUNS)
def test_a_name_without_a_head_noun_is_found(text: str, title: str) -> None:
    mention = one(text, title)
    assert (mention.head, mention.named) == ("", True)


@pytest.mark.parametrize(("text", "title", "fields"), FORMS)
def test_a_mention_tells_its_form(text: str, title: str, fields: dict[str, Any]) -> None:
    mention = one(text, title)
    assert {name: getattr(mention, name) for name in fields} == fields


@pytest.mark.parametrize("text", NEVER)
def test_no_event_is_named(text: str) -> None:
    assert [m.title for m in mentions(text)] == []


WORDS = ("the", "a", "Zhongguancun", "forum", "(ZGC)", "Conference", "of", "&", ",", "open", "runs", "2021", "'s",
         "St.", '"Rivers', 'Light"', "call", "May", "3", "--", "at", "CES", "…")  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.sampled_from(["", "Denver. ", "Nov. 3 — "]))
@settings(max_examples=150, deadline=None)
@example("The Zhongguancun (ZGC) Forum opened.", "BEIJING, Sept. 27 -- ")
def test_a_mention_is_the_words_it_points_at(text: str, lead: str) -> None:
    """Offsets are those of the whole text; a title has no words of its own; the order is that of the text."""
    told = mentions(text, lead)
    whole = lead + text
    assert [m.text for m in told] == [m.span.of(whole) for m in told]
    assert all(len(lead) <= m.span.start < m.span.end <= len(whole) for m in told)
    assert all(
        set(m.title.lower().split()) <= set(m.text.lower().split()) | set(m.text.lower().rstrip(".").split())
        for m in told
    )
    assert list(told) == sorted(told, key=lambda m: m.span.start)


@given(st.sampled_from([row[0] for row in (*FORMS, *TAILS, *QUOTED)]), st.sampled_from(["Denver. ", "(1) ", "\n\n"]))
@settings(max_examples=40, deadline=None)
def test_what_stands_before_a_sentence_changes_nothing_in_it(text: str, lead: str) -> None:
    assert [(m.title, m.span.start - len(lead)) for m in mentions(text, lead)] == [
        (m.title, m.span.start) for m in mentions(text)
    ]


@pytest.mark.parametrize(
    ("noun", "many"),
    [("forum", "forums"), ("ceremony", "ceremonies"), ("match", "matches"), ("class", "classes"), ("play", "plays")],
)
def test_plural(noun: str, many: str) -> None:
    assert plural(noun) == many
