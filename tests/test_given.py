"""Events that a source declares itself: which of them the text tells as well, and what the one event says then."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from eventx import lang
from eventx.explain import article, gold_line, in_text
from eventx.export import export
from eventx.link import Origin
from eventx.link.given import kind_of, with_given
from eventx.link.joined import both, joined
from eventx.model import Event, Evidence, Options, Place, Release, Source, Span
from eventx.pipeline import extract, origins, scene_of

EN = lang.load("en")
BERLIN = ZoneInfo("Europe/Berlin")
TEXT = (
    "BERLIN, Sept. 1, 2026 -- The Spree Battery Summit will be held on Oct. 6, 2026, in Berlin, Germany. "
    "Organizers expect 400 guests."
)
DECLARED = Evidence(text="startDate 2026-10-06T09:00+02:00", span=Span(start=0, end=0), rule="json-ld/Event")
READ = Evidence(text="It is on Oct. 6.", span=Span(start=10, end=26), rule="en/month-day")
MITTE = Place(venue="Messe Berlin", city="Berlin", country="DE", country_name="Germany", zone="Europe/Berlin")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=BERLIN)


def read(title: str = "Spree Battery Summit", start: date = date(2026, 10, 6), **told: Any) -> Event:
    known = {"uid": "read@eventx", "end": start, "confidence": 0.8, "evidence": (READ,), "lang": "en"}
    return Event(title=title, start=start, **{"source": Source(id="r"), **known, **told})


def given(title: str = "Spree Battery Summit", start: date = date(2026, 10, 6), **told: Any) -> Event:
    known = {"uid": "given@eventx", "confidence": 0.9, "evidence": (DECLARED,)}
    return Event(title=title, start=start, **{"source": Source(id=""), **known, **told})


def merged(found: list[Event], declared: list[Event]) -> list[Event]:
    return [o.event for o in with_given([Origin(e, (), None) for e in found], declared, EN)]


OTHER = read("Harbor Choir Night", date(2026, 12, 1), uid="other@eventx")
SAME: list[tuple[str, Event, Event, bool]] = [
    ("the same", read(), given(), True),
    ("another day", read(), given(start=date(2026, 10, 7)), False),
    ("days that overlap", read(end=date(2026, 10, 8)), given(start=date(2026, 10, 7)), True),
    ("an hour of the day", read(), given(start=at(6, 9)), True),
    ("two hours of the day", read(start=at(6, 9), end=None), given(start=at(6, 14)), False),
    ("doors and start", read(start=at(6, 9), end=None), given(start=at(6, 9, 30)), True),
    ("the hour without its zone", read(start=datetime(2026, 10, 6, 9), end=None), given(start=at(6, 9)), True),
    ("a fuller name", read("Battery Summit"), given("Spree Battery Summit 2026 at Messe Berlin"), True),
    ("a shorter name", read("The Fifth Spree Battery Summit of Berlin"), given("Spree Battery Summit"), True),
    ("an acronym", read("Spree Battery Summit", aliases=("SBS",)), given("SBS"), True),
    ("another name", read(), given("Harbor Robotics Forum"), False),
    ("a common word alone", read("Summit", end=date(2026, 10, 8)), given(start=date(2026, 10, 7)), False),
    ("a common word with the same start", read("Summit", at(6, 9), end=None), given(start=at(6, 9)), True),
    ("another country", read(place=MITTE), given(place=Place(city="Paris", country="FR")), False),
    ("another city", read(place=MITTE), given(place=Place(city="Bonn", country="DE", region="NRW")), False),
    ("a city in both names", read("Bonn Road Race", place=Place(city="Bonn", country="DE")),
     given("Bonn Road Race", place=Place(city="Cologne", country="DE")), True),
    ("no letters", read("!!!"), given("???"), False),
]  # fmt: skip


@pytest.mark.parametrize(("found", "declared", "same"), [s[1:] for s in SAME], ids=[s[0] for s in SAME])
def test_what_is_plainly_the_same_is_one_event(found: Event, declared: Event, same: bool) -> None:
    events = merged([found, OTHER], [declared])
    assert len(events) == (2 if same else 3)
    assert (DECLARED in events[0].evidence) is same


def test_of_one_each_the_time_is_enough() -> None:
    assert len(merged([read("Organizers")], [given()])) == 1
    assert len(merged([read("Organizers")], [given(start=date(2026, 10, 7))])) == 2
    assert len(merged([read("Organizers")], [given(), given("Gala", uid="g")])) == 3


def test_each_event_is_one_with_one_other_at_most() -> None:
    nights = [given(start=at(day, 20), uid=f"n{day}") for day in (6, 7, 8)]
    events = merged([read(start=date(2026, 10, 6), end=date(2026, 10, 8)), OTHER], nights[::-1])
    assert [e.start for e in events] == [at(6, 20), OTHER.start, at(7, 20), at(8, 20)]


def test_others_follow_in_order_of_their_start() -> None:
    late, early = given("Gala", date(2026, 11, 2), uid="b"), given("Fair", at(2, 9), uid="a")
    assert [e.title for e in merged([OTHER], [late, early])] == ["Harbor Choir Night", "Fair", "Gala"]


MERGED: list[tuple[str, Event, Event, dict[str, Any]]] = [
    ("hours and zone of the declared one", read(), given(start=at(6, 9), end=at(6, 17), timezone="Europe/Berlin"),
     {"start": at(6, 9), "end": at(6, 17), "timezone": "Europe/Berlin"}),
    ("days of the declared one", read(), given(start=date(2026, 10, 5), end=date(2026, 10, 7)),
     {"start": date(2026, 10, 5), "end": date(2026, 10, 7)}),
    ("hours of the text where only the day is declared", read(start=at(6, 9), end=at(6, 17), timezone="Europe/Berlin"),
     given(), {"start": at(6, 9), "end": at(6, 17), "timezone": "Europe/Berlin"}),
    ("the zone of the text where the declared hour has none", read(start=at(6, 9), end=None, timezone="Europe/Berlin"),
     given(start=datetime(2026, 10, 6, 9)), {"start": at(6, 9), "timezone": "Europe/Berlin"}),
    ("a day is more than a month", read(start=date(2026, 10, 1), end=date(2026, 10, 31), precision="month"), given(),
     {"start": date(2026, 10, 6), "precision": "day"}),
    ("the last day of the text where only the first is declared", read(end=date(2026, 10, 8)), given(),
     {"start": date(2026, 10, 6), "end": date(2026, 10, 8)}),
    ("the end of the text where only the start is declared", read(start=at(6, 9), end=at(6, 17)), given(start=at(6, 9)),
     {"start": at(6, 9), "end": at(6, 17)}),
    ("the declared place", read(place=Place(city="Berlin", country="DE")), given(place=MITTE), {"place": MITTE}),
    ("the place of the text where none is declared", read(place=MITTE), given(), {"place": MITTE}),
    ("gaps of the declared place", read(place=MITTE), given(place=Place(venue="Hall 20", city="Berlin")),
     {"place": Place(venue="Messe Berlin", city="Berlin", country="DE", country_name="Germany",
                     zone="Europe/Berlin")}),
    ("the declared status", read(), given(status="cancelled"), {"status": "cancelled"}),
    ("what the text calls off", read(status="cancelled"), given(), {"status": "cancelled"}),
    ("what the text only plans", read(status="tentative"), given(), {"status": "confirmed"}),
    ("the declared link", read(url="https://example.org/a"), given(url="https://example.org/b"),
     {"url": "https://example.org/b"}),
    ("the link of the text", read(url="https://example.org/a"), given(), {"url": "https://example.org/a"}),
    ("the declared title", read("Battery Summit"), given("5th Spree Battery Summit"),
     {"title": "5th Spree Battery Summit", "aliases": ("Battery Summit",)}),
    ("no capitals", read(), given("SPREE BATTERY SUMMIT"), {"title": "Spree Battery Summit", "aliases": ()}),
    ("no title that is cut off", read("Spree Battery Summit"), given("Spree Battery …"),
     {"title": "Spree Battery Summit", "aliases": ("Spree Battery …",)}),
    ("no title that tells less", read("Spree Battery Summit"), given("Battery Summit"),
     {"title": "Spree Battery Summit"}),
    ("no title that tells nothing", read("Spree Battery Days"), given("Event"), {"title": "Spree Battery Days"}),
    ("no last day that is the first", read(start=at(6, 9), end=None), given(end=date(2026, 10, 6)),
     {"start": at(6, 9), "end": None}),
    ("the kind of the text where none is declared", read(kind="summit"), given(), {"kind": "summit"}),
    ("the declared kind", read(kind="summit"), given(kind="conference"), {"kind": "conference"}),
    ("evidence of both", read(), given(), {"evidence": (READ, DECLARED)}),
    ("the UID of the text", read(), given(), {"uid": "read@eventx"}),
    ("the UID of a calendar file", read(), given(uid="x@google.com", evidence=(replace(DECLARED, rule="ical/VEVENT"),)),
     {"uid": "x@google.com"}),
    ("notes of both", read(notes=("a",)), given(notes=("b", "a")), {"notes": ("a", "b")}),
    ("online if either says so", read(), given(online=True), {"online": True}),
]  # fmt: skip


@pytest.mark.parametrize(("found", "declared", "told"), [m[1:] for m in MERGED], ids=[m[0] for m in MERGED])
def test_what_the_one_event_says(found: Event, declared: Event, told: dict[str, Any]) -> None:
    event = joined(found, declared, EN)
    assert {name: getattr(event, name) for name in told} == told
    assert event.source == found.source


@pytest.mark.parametrize(
    ("a", "b", "told"), [(0.8, 0.9, 0.94), (0.9, 0.8, 0.94), (0.95, 0.95, 0.97), (0.5, 0.0, 0.5), (0.99, 0.9, 0.99),
                         (1.0, 0.5, 1.0), (0.95, 0.99, 0.99)],
)  # fmt: skip
def test_confidence_of_both(a: float, b: float, told: float) -> None:
    assert both(a, b) == told >= max(a, b)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Spree Battery Summit 2026", "summit"),
        ("Workshop on Conference Planning", "workshop"),
        ("Conference Planning Workshop", "workshop"),
        ("Annual General Meeting of the Harbor Forum", "meeting"),
        ("A Night of Festivals", "festival"),
        ("Opening Ceremony", "ceremony"),
        ("Open Mic – Winter Edition", "performance"),
        ("Harbor Choir", "other"),
        ("!!!", "other"),
        ("", "other"),
    ],
)
def test_a_title_tells_the_kind(title: str, kind: str) -> None:
    assert kind_of(title, EN) == kind


# In the pipeline


def release(*events: Event, text: str = TEXT, **told: Any) -> Release:
    return Release(text=text, id="r1", url="https://example.org/r1", given=events, **told)


def test_the_pipeline_joins_them_and_tells_whose_they_are() -> None:
    gala = given("Harbor Choir Gala", at(9, 20), uid="gala")
    events = extract(release(gala, given(start=at(6, 9), timezone="Europe/Berlin"), title="Summit ahead"))
    assert [(e.title, e.start) for e in events] == [
        ("Spree Battery Summit", at(6, 9)),
        ("Harbor Choir Gala", at(9, 20)),
    ]
    source = Source(id="r1", url="https://example.org/r1", title="Summit ahead", published=date(2026, 9, 1))
    assert {e.source for e in events} == {source}
    assert {e.lang for e in events} == {"en"}
    assert [len(e.evidence) for e in events] == [2, 1]


def test_series_edition_and_kind_are_told_by_the_title() -> None:
    (event,) = extract(release(given("2026 Spree Battery Summit"), text=""))
    assert (event.series, event.edition, event.kind) == ("Spree Battery Summit", "2026", "summit")


@pytest.mark.parametrize(
    ("place", "options", "zone"),
    [
        (Place(), Options(), None),
        (Place(), Options(zone="Asia/Tokyo"), "Asia/Tokyo"),
        (MITTE, Options(zone="Asia/Tokyo"), "Europe/Berlin"),
    ],
)
def test_hours_without_a_zone_are_those_of_the_place_else_of_the_release(
    place: Place, options: Options, zone: str | None
) -> None:
    hours = {"start": datetime(2026, 10, 6, 9), "end": datetime(2026, 10, 6, 17)}
    (event,) = extract(release(given(place=place, **hours), text=""), options)
    assert (event.timezone, event.start.replace(tzinfo=None), event.end and event.end.hour) == (
        zone,
        hours["start"],
        17,
    )
    assert getattr(event.start.tzinfo, "key", None) == getattr(event.end.tzinfo, "key", None) == zone


def test_without_text_there_is_what_is_declared() -> None:
    (event,) = extract(release(given(), text="", title="Diary", published=date(2026, 9, 1)))
    assert (event.uid, event.source.title, event.source.published) == ("given@eventx", "Diary", date(2026, 9, 1))


def test_the_least_confidence_counts_for_both() -> None:
    weak = given("Harbor Choir Gala", at(9, 20), confidence=0.3)
    assert len(extract(release(weak), Options(min_confidence=0.5))) == 1
    assert len(extract(release(weak), Options(min_confidence=0.2))) == 2


def test_a_language_without_events_has_those_that_are_declared() -> None:
    told = extract(release(given("中关村论坛", date(2026, 9, 24)), text="中关村论坛将于9月24日在北京举行。", lang="zh"))
    assert [(e.title, e.lang) for e in told] == [("中关村论坛", "zh")]


def test_how_it_came_about_is_told() -> None:
    scene = scene_of(release(given(start=at(6, 9)), given("Harbor Choir Gala", at(9, 20), uid="gala")))
    assert [bool(o.judgements) for o in origins(scene)] == [True, False]
    declared = "declared by the source (json-ld/Event): startDate 2026-10-06T09:00+02:00"
    assert in_text(scene).count(declared) == article(scene).count(declared) == 2
    events = json.loads(gold_line(scene))["events"]
    assert [e["quote"] for e in events] == ["Oct. 6, 2026", ""]


def test_data_are_no_words_for_a_reader() -> None:
    only, also = (export(extract(release(given(), text=text)), "ics") for text in ("", TEXT))
    assert b"startDate" not in only + also
    assert b"will be held on Oct. 6" in also.replace(b"\r\n ", b"").replace(b"\\,", b",")
