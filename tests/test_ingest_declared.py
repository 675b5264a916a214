"""What pages declare as data, in the shapes that programs and sites write: each row is markup → fields of the event."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import pytest

from eventx.ingest.declared import MOST_EVENTS, calendar_links, declared
from eventx.ingest.declared.jsonld import values
from eventx.ingest.declared.nodes import clean, local
from eventx.ingest.declared.times import clock, duration, told
from eventx.model import KINDS, Event

URL = "https://fairs.example.org/2026/"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contexts, profiles and vocabularies have addresses; nothing of them may be asked for."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def script(*blocks: object) -> str:
    """A page with these JSON-LD scripts."""
    told = (block if isinstance(block, str) else json.dumps(block) for block in blocks)
    head = "".join(f'<script type="application/ld+json">{each}</script>' for each in told)
    return f"<!doctype html><html><head>{head}</head><body><p>Words.</p></body></html>"


def event(**more: object) -> dict[str, object]:
    return {
        "@context": "https://schema.org", "@type": "Event", "name": "Harbour Lights", "startDate": "2026-03-12",
    } | {"@type" if key == "type_" else key: value for key, value in more.items()}  # fmt: skip


def fields(given: Event, names: object) -> dict[str, Any]:
    told = given.as_json()
    return {name: told[name] for name in told if name in list(names)}  # type: ignore[call-overload]


def only(page: str) -> Event:
    (found,) = declared(page, URL)
    return found


PARIS = {"@type": "Place", "name": "Halle Nord", "address": {"@type": "PostalAddress", "streetAddress": "2 rue du Port",
         "addressLocality": "Paris", "postalCode": "75001", "addressCountry": "FR"}}  # fmt: skip
CHICAGO = {"@type": "Place", "name": "Lake Hall", "address": {"@type": "PostalAddress", "addressLocality": "Chicago",
           "addressRegion": "IL", "addressCountry": {"@type": "Country", "name": "US"}}}  # fmt: skip

JSONLD: list[tuple[str, dict[str, object], dict[str, object]]] = [
    # --- what sites write
    ("the events calendar",
     event(url="https://fairs.example.org/event/lights/", startDate="2026-03-12T18:00:00-05:00",
           endDate="2026-03-12T21:00:00-05:00", eventStatus="https://schema.org/EventScheduled",
           description="<p>Walk</p>\\n", performer="Organization",
           eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode", location=CHICAGO,
           organizer={"@type": "Person", "name": "Mara Quist", "telephone": "", "email": ""}),
     {"title": "Harbour Lights", "start": "2026-03-12T18:00:00-05:00", "end": "2026-03-12T21:00:00-05:00",
      "timezone": "America/Chicago", "location": "Lake Hall, Chicago, Illinois", "country": "US", "online": False,
      "organizer": "Mara Quist", "url": "https://fairs.example.org/event/lights/", "confidence": 0.9}),
    ("an address that no table knows",
     event(location={"@type": "Place", "name": "Гостиный двор", "address": "Москва, улица Ильинка"}),
     {"location": "Гостиный двор, Москва, улица Ильинка", "confidence": 0.9}),
    ("the events calendar, all day",
     event(startDate="2026-03-12T00:00:00-05:00", endDate="2026-03-14T23:59:59-05:00"),
     {"start": "2026-03-12", "end": "2026-03-14", "timezone": None, "confidence": 0.8}),
    ("a ticket site",
     event(type_="MusicEvent", startDate="2026-07-04T19:30:00+02:00", location=PARIS,
           doorTime="2026-07-04T18:30:00+02:00",
           offers={"@type": "AggregateOffer", "lowPrice": "12.00", "url": "https://tickets.example/1"}, image="x.png"),
     {"kind": "performance", "start": "2026-07-04T19:30:00+02:00", "timezone": "Europe/Paris", "city": "Paris",
      "venue": "Halle Nord", "notes": ["Doors open at 18:30."]}),
    ("a ticket site, on the net",
     event(eventAttendanceMode="https://schema.org/OnlineEventAttendanceMode", startDate="2026-03-12T17:00:00Z",
           location={"@type": "VirtualLocation", "url": "https://meet.example/j/1"}),
     {"online": True, "url": "https://meet.example/j/1", "location": None, "start": "2026-03-12T17:00:00+00:00",
      "confidence": 0.9}),
    ("a campus calendar",
     event(name="Spring Choral Concert", startDate="2026-04-22T16:00:00-0500", location={"@type": "Place",
           "name": "Grace Chapel", "address": "150 College Ave, Chicago, IL 60601"}, url="/event/choral"),
     {"kind": "performance", "start": "2026-04-22T16:00:00-05:00", "location": "Grace Chapel, Chicago, Illinois",
      "url": "https://fairs.example.org/event/choral"}),
    ("drupal's schema.org module",
     event(type_="EducationEvent", name="Tidal Power Workshop", startDate="2026-05-05T09:00:00+0100",
           endDate="2026-05-06T16:00:00+0100", location={"@type": "Place", "name": "Maritime Institute",
           "geo": {"@type": "GeoCoordinates", "latitude": "50.1", "longitude": "-5.5"}, "address": {"@type":
           "PostalAddress", "addressLocality": "Falmouth", "addressCountry": "GB"}}),
     {"kind": "workshop", "timezone": "Europe/London", "city": "Falmouth", "geo": [50.1, -5.5], "country": "GB"}),
    ("a search engine's cancelled example",
     event(eventStatus="https://schema.org/EventCancelled"), {"status": "cancelled", "start": "2026-03-12"}),
    ("postponed", event(eventStatus="EventPostponed"), {"status": "postponed"}),
    ("rescheduled",
     event(eventStatus="https://schema.org/EventRescheduled", previousStartDate="2026-02-01T19:00"),
     {"status": "confirmed", "notes": ["It was to start on 2026-02-01."]}),
    ("moved online", event(eventStatus=["EventRescheduled", "EventMovedOnline"], location=[PARIS, {"@type":
     "VirtualLocation", "url": "https://meet.example/2"}]), {"online": True, "city": "Paris", "status": "confirmed",
     "url": "https://meet.example/2"}),
    ("mixed mode", event(eventAttendanceMode="MixedEventAttendanceMode", location=PARIS),
     {"online": True, "city": "Paris"}),
    ("label before the title", event(name="CANCELLED: Harbour Lights"),
     {"title": "Harbour Lights", "status": "cancelled"}),
    ("label in brackets", event(name="[Postponed] Harbour Lights"), {"title": "Harbour Lights", "status": "postponed"}),
    ("a title that is no label", event(name="Cancelled Flights, a Play"), {"title": "Cancelled Flights, a Play",
     "status": "confirmed"}),
    # --- types
    ("type as address", event(type_="http://schema.org/Festival"), {"kind": "festival"}),
    ("type with prefix", event(type_="schema:SportsEvent"), {"kind": "sport"}),
    ("types", event(type_=["Thing", "ExhibitionEvent"]), {"kind": "exhibition"}),
    ("course instance", event(type_="CourseInstance", name="Knots"), {"kind": "workshop"}),
    ("hackathon", event(type_="Hackathon"), {"kind": "workshop"}),
    ("kind by head noun", event(name="Annual Meeting of Shareholders"), {"kind": "meeting"}),
    ("kind by head noun before a colon", event(name="Boat Show 2026: The Sea"), {"kind": "exhibition"}),
    ("no kind", event(name="Harbour Lights"), {"kind": "other"}),
    # --- names
    ("entities", event(name="Bread &amp; Butter &#8211; A Day"), {"title": "Bread & Butter – A Day"}),
    ("entities are decoded once", event(name="AT&amp;amp;T Day"), {"title": "AT&amp;T Day"}),
    ("tags", event(name="<b>Harbour</b> Lights<br>2026"), {"title": "Harbour Lights 2026"}),
    ("less than", event(name="Talks < 3 minutes"), {"title": "Talks < 3 minutes"}),
    ("value object", event(name={"@value": "Hafenlichter", "@language": "de"}, inLanguage="de-DE"),
     {"title": "Hafenlichter", "lang": "de"}),
    ("first of several names", event(name=["Harbour Lights", "Lights"]), {"title": "Harbour Lights"}),
    ("other names", event(alternateName=["HL 26", "HL 26"]), {"aliases": ["HL 26"]}),
    ("language as object", event(inLanguage={"@type": "Language", "name": "French", "alternateName": "fr"}),
     {"lang": "fr"}),
    ("language in words", event(inLanguage="English and some French"), {"lang": None}),
    ("series", event(superEvent={"@type": "EventSeries", "name": "Harbour Nights"}),
     {"series": "Harbour Nights", "edition": "2026"}),
    ("organizers", event(organizer=[{"@type": "Organization", "name": "Port &amp; Co"}, "X"]),
     {"organizer": "Port & Co"}),
    # --- dates
    ("without seconds", event(startDate="2026-03-12T09:00"), {"start": "2026-03-12T09:00:00", "timezone": None}),
    ("with a space", event(startDate="2026-03-12 09:00:00", location=PARIS), {"start": "2026-03-12T09:00:00+01:00"}),
    ("basic form", event(startDate="20260312T090000Z"), {"start": "2026-03-12T09:00:00+00:00"}),
    ("basic day", event(startDate="20260312"), {"start": "2026-03-12"}),
    ("fractions", event(startDate="2026-03-12T09:00:00.000Z", location=CHICAGO),
     {"start": "2026-03-12T04:00:00-05:00", "timezone": "America/Chicago"}),
    ("one digit", event(startDate="2026-3-5T9:05"), {"start": "2026-03-05T09:05:00"}),
    ("afternoon", event(startDate="2026-03-12 7:30 pm"), {"start": "2026-03-12T19:30:00"}),
    ("another zone's offset", event(startDate="2026-03-12T09:00:00+09:00", location=PARIS),
     {"start": "2026-03-12T09:00:00+09:00", "timezone": None}),
    ("month", event(startDate="2026-03"), {"start": "2026-03-01", "end": "2026-03-31", "precision": "month",
     "confidence": 0.6}),
    ("interval", event(startDate="2026-03-12/2026-03-14"), {"start": "2026-03-12", "end": "2026-03-14"}),
    ("midnight alone", event(startDate="2026-03-12T00:00:00"), {"start": "2026-03-12", "end": "2026-03-12"}),
    ("midnight to midnight", event(startDate="2026-03-12T00:00:00Z", endDate="2026-03-14T00:00:00Z", location=CHICAGO),
     {"start": "2026-03-12", "end": "2026-03-13"}),
    ("the same midnight", event(startDate="2026-03-12T00:00", endDate="2026-03-12T00:00"),
     {"start": "2026-03-12", "end": "2026-03-12"}),
    ("an evening until midnight", event(startDate="2026-03-12T20:00", endDate="2026-03-13T00:00"),
     {"start": "2026-03-12T20:00:00", "end": "2026-03-13T00:00:00"}),
    ("end before start", event(endDate="2026-03-10"), {"start": "2026-03-12", "end": "2026-03-12", "confidence": 0.6}),
    ("end an hour early", event(startDate="2026-03-12T20:00", endDate="2026-03-12T19:00"),
     {"start": "2026-03-12T20:00:00", "end": None}),
    ("the last day alone", event(startDate="2026-03-12T20:00", endDate="2026-03-14"),
     {"start": "2026-03-12T20:00:00", "end": "2026-03-14"}),
    ("an end without offset", event(startDate="2026-03-12T20:00+01:00", endDate="2026-03-12T22:00", location=PARIS),
     {"end": "2026-03-12T22:00:00+01:00"}),
    ("an end that is none", event(endDate="TBA"), {"end": "2026-03-12"}),
    ("an end that never comes", event(startDate="2026-03-12T20:00", endDate="9999-12-31T23:59:59"), {"end": None}),
    ("duration", event(startDate="2026-03-12T20:00", duration="PT1H30M"), {"end": "2026-03-12T21:30:00"}),
    ("duration in days", event(duration="P3D"), {"end": "2026-03-14"}),
    ("several days", event(startDate=["2026-03-12", "2026-03-19"]),
     {"start": "2026-03-12", "notes": ["Further days are told: 2026-03-19."]}),
    ("day and hour of it", event(startDate=["2026-03-12", "2026-03-12T19:00"]), {"start": "2026-03-12T19:00:00"}),
    ("doors alone", {"@type": "Event", "name": "Lights", "doorTime": "2026-03-12T18:30"},
     {"start": "2026-03-12T18:30:00", "confidence": 0.6}),
    ("typed date", event(startDate={"@type": "Date", "@value": "2026-03-12"}), {"start": "2026-03-12"}),
    ("midnight as 24:00", event(startDate="2026-03-12T20:00", endDate="2026-03-12T24:00"),
     {"end": "2026-03-13T00:00:00"}),
    # --- schedules
    ("weekly", event(startDate="2026-04-06", eventSchedule={"@type": "Schedule", "startDate": "2026-04-06", "endDate":
     "2026-06-10", "repeatFrequency": "P1W", "byDay": ["https://schema.org/Monday", "https://schema.org/Wednesday"],
     "startTime": "19:00:00", "endTime": "20:45:00", "scheduleTimezone": "Europe/Paris"}),
     {"start": "2026-04-06T19:00:00+02:00", "end": "2026-06-10T20:45:00+02:00", "timezone": "Europe/Paris",
      "rrule": "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260610"}),
    ("the first of its weekdays", event(eventSchedule={"startDate": "2026-04-06", "endDate": "2026-05-01",
     "byDay": "FR", "repeatFrequency": "Weekly"}), {"start": "2026-04-10", "end": "2026-05-01",
     "rrule": "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260501"}),
    ("counted", event(eventSchedule={"startDate": "2026-04-06", "repeatFrequency": "P2D", "repeatCount": 5,
     "startTime": "10:00", "duration": "PT2H"}), {"start": "2026-04-06T10:00:00", "end": "2026-04-06T12:00:00",
     "rrule": "FREQ=DAILY;INTERVAL=2;COUNT=5"}),
    ("the second Tuesday, for ever", event(startDate="2026-04-14", eventSchedule={"repeatFrequency": "P1M",
     "byDay": "2TU", "startTime": "18:00", "endTime": "19:00"}), {"start": "2026-04-14T18:00:00", "end": None,
     "rrule": "FREQ=MONTHLY;BYDAY=2TU"}),
    ("hours of the event itself", event(startDate="2026-04-02T19:00", endDate="2026-04-02T22:00", location=CHICAGO,
     eventSchedule={"byDay": "Thursday", "repeatFrequency": "P1W", "endDate": "2026-06-25"}),
     {"start": "2026-04-02T19:00:00-05:00", "end": "2026-06-25T22:00:00-05:00",
      "rrule": "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260625"}),
    ("every year", event(startDate="2026-02-27", endDate="2026-03-01", eventSchedule={"repeatFrequency": "P1Y",
     "byDay": ["Friday", "Saturday"]}), {"start": "2026-02-27", "end": "2026-03-01", "rrule": None}),
    ("past midnight", event(eventSchedule={"startDate": "2026-04-06", "startTime": "22:00", "endTime": "02:00"}),
     {"start": "2026-04-06T22:00:00", "end": "2026-04-07T02:00:00", "rrule": None}),
    # --- places
    ("a line", event(location="Messe Berlin, Messedamm 22, 14055 Berlin, Germany"),
     {"location": "Messe Berlin, Messedamm 22, Berlin, Germany", "city": "Berlin", "country": "DE"}),
    ("venue and city", event(location="Palexpo, Geneva"), {"venue": "Palexpo", "city": "Geneva", "country": "CH"}),
    ("a city", event(location="Vienna"), {"venue": None, "city": "Vienna", "country": "AT"}),
    ("a hall", event(location="Room 5"), {"venue": "Room 5", "city": None}),
    ("address alone", event(location={"@type": "PostalAddress", "streetAddress": "1 Quay", "addressLocality": "Boston",
     "addressRegion": "MA"}), {"location": "1 Quay, Boston, Massachusetts"}),
    ("a town that nobody lists", event(location={"@type": "Place", "address": {"addressLocality": "Kleinhafen",
     "addressCountry": "Germany"}}, startDate="2026-03-12T09:00"),
     {"city": "Kleinhafen", "country": "DE", "start": "2026-03-12T09:00:00+01:00", "timezone": "Europe/Berlin"}),
    ("a country of many zones", event(location={"@type": "Place", "address": {"addressCountry": "US"}},
     startDate="2026-03-12T09:00"), {"country": "US", "timezone": None}),
    ("the city within", event(location={"@type": "Place", "name": "Dock 3", "containedInPlace": {"@type": "City",
     "name": "Rotterdam"}}), {"venue": "Dock 3", "city": "Rotterdam"}),
    ("named like its city", event(location={"@type": "Place", "name": "Oslo", "address": {"addressLocality": "Oslo",
     "addressCountry": "NO"}}), {"location": "Oslo, Norway"}),
    ("coordinates", event(location={"@type": "Place", "name": "Pier", "latitude": 59.9, "longitude": 10.7}),
     {"venue": "Pier", "geo": [59.9, 10.7]}),
    ("coordinates left empty", event(location={"@type": "Place", "name": "Pier", "geo": {"latitude": "0", "longitude":
     "0"}}), {"geo": None}),
    ("coordinates in words", event(location={"@type": "Place", "name": "Pier", "geo": {"latitude": "north", "longitude":
     "nan"}}), {"geo": None}),
    ("the net in a word", event(location="Online"), {"online": True, "location": None}),
    ("an address of the net", event(location="https://meet.example/j/9"), {"online": True, "url": "https://meet.example/j/9"}),
    ("places", event(location=[{"@type": "Place", "name": "Hall"}, PARIS]), {"city": "Paris"}),
    # --- links and controls
    ("script link", event(url="javascript:alert(1)"), {"url": None}),
    ("data link", event(url="data:text/html,x"), {"url": None}),
    ("protocol-relative link", event(url="//cdn.example/e"), {"url": "https://cdn.example/e"}),
    ("link as object", event(url={"@id": "https://fairs.example.org/x"}), {"url": "https://fairs.example.org/x"}),
    ("no address", event(url="http://["), {"url": None}),
    ("bidi and NUL", event(name="Har\u202ebour\u0000 Lights\u2066"), {"title": "Harbour Lights"}),
    ("lone surrogate", event(name="Harbour\ud83d Lights"), {"title": "Harbour Lights"}),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "wanted"), [row[1:] for row in JSONLD], ids=[row[0] for row in JSONLD])
def test_a_declared_shape(thing: dict[str, object], wanted: dict[str, object]) -> None:
    assert fields(only(script(thing)), wanted) == wanted


@pytest.mark.parametrize(
    "thing",
    [
        event(name=""), event(name=None), event(name="<i></i>"), event(startDate=None), event(startDate=""),
        event(startDate="next Friday"), event(startDate="2026-02-30"), event(startDate="0000-01-01"),
        event(startDate="99999-01-01"), event(startDate="0001-01-01T00:00:00"), event(startDate="1970-01-01T00:00:00Z"),
        event(startDate="2026"), event(startDate="19:00"), event(startDate=1773306000), event(startDate=True),
        event(startDate="2026-03-12T25:00"), event(startDate="2026-03-12T10:00+99:00"), event(type_="Article"),
        event(type_="PublicationEvent"), event(type_="DeliveryEvent"), event(type_=7), event(type_=None),
        {"@type": "Event"}, {"@type": "Event", "name": {"@value": {"@value": []}}, "startDate": "2026-03-12"},
    ],
)  # fmt: skip
def test_what_is_no_event(thing: dict[str, object]) -> None:
    assert declared(script(thing), URL) == ()


PLAIN = '{"@type": "Event", "name": "Harbour Lights", "startDate": "2026-03-12"}'
MENDED = {
    "trailing comma": PLAIN.replace('12"}', '12",\n}'),
    "semicolon": PLAIN + ";",
    "two commas": PLAIN.replace(', "start', ',, "start'),
    "comment lines": "// made by a plugin\n" + PLAIN.replace(', "start', ', // when\n "start'),
    "comment": "/* made by a plugin */" + PLAIN,
    "comment behind a comma": PLAIN.replace('12"}', '12", /* end */ }'),
    "html comment": f"<!-- {PLAIN} -->",
    "cdata": f"<![CDATA[ {PLAIN} ]]>",
    "hidden cdata": f"//<![CDATA[\n{PLAIN}\n//]]>",
    "commented cdata": f"/*<![CDATA[*/{PLAIN}/*]]>*/",
    "entities": PLAIN.replace('"', "&quot;"),
    "line break in a string": PLAIN.replace("Harbour L", "Harbour\nL"),
    "tab in a string": PLAIN.replace("Harbour L", "Harbour\tL"),
    "escape that is none": PLAIN.replace("Harbour L", "Harbour\\ L"),
    "undefined": PLAIN.replace('"Event",', '"Event", "image": undefined,'),
    "assigned": f"window.data = {PLAIN};",
    "two values": '{"@type": "WebSite", "name": "x"}\n' + PLAIN,
    "two values parted by a comma": '{"@type": "WebSite"},' + PLAIN,
    "array": f"[{PLAIN}]",
    "array with a comma": f"[{PLAIN},]",
    "array that breaks off": f'[{PLAIN}, {{"@type": "Event", "name": "Brok',
    "array in array": f"[[{PLAIN}]]",
    "byte order mark": "\ufeff" + PLAIN,
    "slashes in a string": PLAIN.replace("}", ', "url": "http://x.example//a,}",}'),
}


@pytest.mark.parametrize("text", MENDED.values(), ids=MENDED)
def test_broken_json_is_mended(text: str) -> None:
    found = only(script(text))
    assert (found.title, str(found.start)) == ("Harbour Lights", "2026-03-12")


@pytest.mark.parametrize("text", ["", "null", "7", '"Event"', "[object Object]", "{", '{"a": "event', "event;" * 9])
def test_what_is_no_json(text: str) -> None:
    assert declared(script(text), URL) == ()
    assert declared(script(text, PLAIN), URL) == declared(script(PLAIN), URL), "one broken block hides no other"


def test_mending_leaves_strings_alone() -> None:
    told = '{"a": "x, ] // y /* z */ <!-- ; undefined", "b": [1, 2,],}'
    assert values(told) == [{"a": "x, ] // y /* z */ <!-- ; undefined", "b": [1, 2]}]


NESTED: dict[str, object] = {
    "@graph": {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, event()]},
    "main entity": {"@type": "WebPage", "mainEntity": event()},
    "list": {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": event()}]},
    "organization": {"@type": "Organization", "event": [event()]},
    "place": {"@type": "Place", "events": event()},
    "set": {"@type": "WebPage", "about": {"@set": [event()]}},
    "expanded": {"@type": ["http://schema.org/Event"], "http://schema.org/name": [{"@value": "Harbour Lights"}],
                 "http://schema.org/startDate": [{"@value": "2026-03-12"}]},
    "prefixed": {"@type": "schema:Event", "schema:name": "Harbour Lights", "schema:startDate": "2026-03-12"},
    "aliased": {"type": "Event", "name": "Harbour Lights", "startDate": "2026-03-12"},
}  # fmt: skip


@pytest.mark.parametrize("thing", NESTED.values(), ids=NESTED)
def test_events_inside_other_things(thing: dict[str, object]) -> None:
    assert (only(script(thing)).title, str(only(script(thing)).start)) == ("Harbour Lights", "2026-03-12")


def test_an_outer_event_stands_before_its_parts() -> None:
    whole = event(name="Congress", subEvent=[event(name="Opening"), event(name="Dinner")])
    assert [each.title for each in declared(script(whole), URL)] == ["Congress", "Opening", "Dinner"]


def test_references_within_the_page_are_followed() -> None:
    parts = {"@graph": [event(location={"@id": "#hall"}, organizer={"@id": "#org"}), {"@id": "#hall", **CHICAGO}]}
    found = only(script(parts, {"@id": "#org", "@type": "Organization", "name": "Lake Society"}))
    assert (found.place.city, found.organizer) == ("Chicago", "Lake Society")


def test_one_id_for_two_events_does_not_make_them_one() -> None:
    two = [event(name="One", url="/1") | {"@id": "#event"}, event(name="Two") | {"@id": "#event"}]
    assert [(e.title, e.url) for e in declared(script(two), URL)] == [("One", f"{URL[:-5]}1"), ("Two", None)]


MICRODATA = """<body><div itemscope itemtype="https://schema.org/Event">
<h1><a itemprop="name" href="/e/1">Harbour <b>Lights</b></a></h1> <a itemprop="url" href="/e/1">more</a>
<time itemprop="startDate" datetime="2026-03-12T19:00">12 March</time>
<meta itemprop="endDate" content="2026-03-12T21:00">
<div itemprop="location" itemscope itemtype="https://schema.org/Place"><span itemprop="name">Lake Hall</span>
 <div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
 <span itemprop="addressLocality">Chicago</span>, <span itemprop="addressRegion">IL</span></div></div></div>"""
RDFA = (
    MICRODATA.replace("itemprop", "property").replace("itemscope ", "").replace("itemtype", "typeof")
    .replace("https://schema.org/", "schema:").replace('"name"', '"schema:name"')
    .replace('"startDate"', '"schema:startDate"')
)  # fmt: skip
RDFA_LITE = RDFA.replace("schema:", "").replace("<body>", '<body vocab="https://schema.org/">')
H_EVENT = """<div class="h-event"><a class="p-name u-url" href="/e/1">Harbour Lights</a>
<time class="dt-start" datetime="2026-03-12 19:00">12 March</time>–
<time class="dt-end" datetime="2026-03-12 21:00">9</time>
<div class="p-location h-card"><span class="p-name">Lake Hall</span>, <span class="p-locality">Chicago</span>,
<abbr class="p-region" title="IL">Ill.</abbr></div></div>"""
VEVENT = """<div class="vevent"><a class="url" href="/e/1"><span class="summary">Harbour Lights</span></a>
<abbr class="dtstart" title="2026-03-12T19:00">12 March</abbr> <abbr class="dtend" title="2026-03-12T21:00">9</abbr>
<span class="location">Lake Hall, Chicago, IL</span></div>"""


@pytest.mark.parametrize(
    ("page", "rule"),
    [(MICRODATA, "microdata/Event"), (RDFA, "rdfa/Event"), (RDFA_LITE, "rdfa/Event"), (H_EVENT, "h-event"),
     (VEVENT, "h-event")],
    ids=["microdata", "rdfa with prefix", "rdfa lite", "h-event", "hCalendar"],
)  # fmt: skip
def test_markup_says_the_same_as_json(page: str, rule: str) -> None:
    thing = event(url="/e/1", startDate="2026-03-12T19:00", endDate="2026-03-12T21:00", location=CHICAGO)
    wanted, found = only(script(thing)), only(page)
    names = ("uid", "title", "start", "end", "timezone", "location", "city", "country", "url", "confidence")
    assert fields(found, names) == fields(wanted, names)
    assert found.evidence[0].rule == rule


SCOPE = '<div itemscope itemtype="http://schema.org/Event">'
MARKUP: dict[str, tuple[str, dict[str, object]]] = {
    "time without datetime": (f"{SCOPE}<b itemprop=name>X</b><time itemprop=startDate>2026-03-12</time></div>",
                              {"start": "2026-03-12"}),
    "content on any element": (f"{SCOPE}<b itemprop=name>X</b><b itemprop=startDate content='2026-03-12'>Thu</b></div>",
                               {"start": "2026-03-12"}),
    "blocks are parted": (f"{SCOPE}<div itemprop=name><p>Harbour<p>L<i>ights</i><br>26</div>"
                          "<meta itemprop=startDate content='2026-03-12'></div>", {"title": "Harbour Lights 26"}),
    "scripts are no text": (f"{SCOPE}<b itemprop=name>X<script>let a = 1</script></b>"
                            "<meta itemprop=startDate content='2026-03-12'></div>", {"title": "X"}),
    "two properties in one": (f"{SCOPE}<b itemprop='name summary'>X</b><meta itemprop='startDate endDate' "
                              "content='2026-03-12'></div>", {"title": "X", "end": "2026-03-12"}),
    "itemref": ("<div itemscope itemtype='http://schema.org/Event' itemref='when'><b itemprop=name>X</b></div>"
                "<p id=when><meta itemprop=startDate content='2026-03-12'></p>", {"start": "2026-03-12"}),
    "data-vocabulary.org": ("<div itemscope itemtype='http://data-vocabulary.org/Event'><b itemprop=summary>X</b>"
                            "<time itemprop=startDate datetime='2026-03-12'></div>", {"title": "X"}),
    "drupal rel": ("<div about='/n/1' typeof='schema:Event'><b property='schema:name' content='X'></b>"
                   "<div rel='schema:location'><div typeof='schema:Place'><i property='schema:name'>Quay</i></div>"
                   "</div>"
                   "<span property='schema:startDate' content='2026-03-12T10:00:00+01:00' datatype='xsd:dateTime'>"
                   "x</span></div>", {"venue": "Quay", "start": "2026-03-12T10:00:00+01:00"}),
    "rdfa by full address": ("<div typeof='http://schema.org/Event'><b property='http://schema.org/name'>X</b>"
                             "<i property='http://schema.org/startDate' content='2026-03-12'></i></div>",
                             {"title": "X"}),
    "base": (f"<base href='https://cdn.example/a/'>{SCOPE}<b itemprop=name>X</b><a itemprop=url href='b'></a>"
             "<meta itemprop=startDate content='2026-03-12'></div>", {"url": "https://cdn.example/a/b"}),
    "h-event with adr": ("<p class='h-event'><b class='p-name'>X</b><time class='dt-start'>2026-03-12</time>"
                         "<span class='p-location h-adr'><i class='p-locality'>Oslo</i> "
                         "<i class='p-country-name'>Norway</i></span></p>", {"city": "Oslo", "country": "NO"}),
    "value class pattern": ("<p class='h-event'><b class='p-name'>X</b><span class='dt-start'>"
                            "<i class='value'>2026-03-12</i> at <i class='value'>19:00</i></span></p>",
                            {"start": "2026-03-12T19:00:00"}),
    "feed of events": ("<div class='h-feed'><h1 class='p-name'>F</h1><p class='h-event'><b class='p-name'>X</b>"
                       "<time class='dt-start'>2026-03-12</time></p></div>", {"title": "X"}),
}  # fmt: skip


@pytest.mark.parametrize(("page", "wanted"), MARKUP.values(), ids=MARKUP)
def test_a_shape_of_markup(page: str, wanted: dict[str, object]) -> None:
    assert fields(only(f"<html><body>{page}</body></html>"), wanted) == wanted


def test_an_element_may_belong_to_many_events() -> None:
    one = '<div itemscope itemtype="http://schema.org/Event" itemref="hall"><b itemprop=name>{}</b>'
    one += "<meta itemprop=startDate content='2026-03-12'></div>"
    page = one.format("A") + one.format("B") + '<p id=hall><i itemprop="location">Quay</i></p>'
    assert [(e.title, e.place.venue) for e in declared(page, URL)] == [("A", "Quay"), ("B", "Quay")]


@pytest.mark.parametrize(
    "page",
    ["", "   ", "<!-- itemtype='Event' -->", "<p>typeof x === 'event'</p>", "<b class=vevent></b>",
     "<b class='h-event'>x", "<div itemtype=Event itemscope></div>", "<div typeof=Event></div>",
     "<p class=devent-h-eventful>2026-03-12</p>"],
)  # fmt: skip
def test_pages_that_declare_nothing(page: str) -> None:
    assert declared(page, None) == ()


def test_what_is_declared_twice_is_one() -> None:
    page = script(event(startDate="2026-03-12", url="/e/1")) + MICRODATA
    found = only(page)
    assert found.evidence[0].rule == "json-ld/Event"
    assert (str(found.start), found.place.city) == ("2026-03-12 19:00:00-05:00", "Chicago")


def test_two_showings_and_two_cities_stay_apart() -> None:
    shows = [event(startDate="2026-03-12T15:00"), event(startDate="2026-03-12T20:00")]
    tour = [event(location="Vienna"), event(location="Geneva")]
    assert len(declared(script([*shows, shows[0]]), URL)) == 2
    assert len(declared(script(tour), URL)) == 2


def test_uids_come_from_name_and_address_and_not_from_dates() -> None:
    first, moved = only(script(event(url="/e/1"))), only(script(event(url="/e/1", startDate="2026-09-01")))
    other = only(script(event(url="/e/2")))
    twice = declared(script([event(), event(startDate="2026-03-19")]), URL)
    assert first.uid == moved.uid != other.uid
    assert first.uid.endswith("@eventx")
    assert len({each.uid for each in twice}) == 2
    assert only(script(event(name="Déjà\ud800 vu"))).uid


def test_an_event_tells_what_it_rests_on() -> None:
    found = only(script(event(startDate="2026-03-12T09:00+01:00", endDate="2026-03-14", location=PARIS)))
    (evidence,) = found.evidence
    assert evidence.text == "startDate 2026-03-12T09:00+01:00, endDate 2026-03-14"
    assert (evidence.span.start, evidence.span.end, found.source.id) == (0, 0, "")


def test_the_same_page_gives_the_same_events() -> None:
    page = script([event(name=f"Day {n}") for n in range(9)]) + MICRODATA + RDFA + H_EVENT
    assert declared(page, URL) == declared(page, URL)
    assert {each.kind for each in declared(page, URL)} <= set(KINDS)


LINKS: dict[str, tuple[str, list[str]]] = {
    "alternate": ('<link rel="alternate" type="text/calendar" title="x" href="?ical=1">', [f"{URL}?ical=1"]),
    "alternate with charset": ('<link rel="Alternate" type="text/calendar; charset=utf-8" href="/c">',
                               ["https://fairs.example.org/c"]),
    "file": ('<a href="cal/Spring.ICS?x=1#top">x</a>', [f"{URL}cal/Spring.ICS?x=1"]),
    "type of a link": ('<a type="text/calendar" href="/get">x</a>', ["https://fairs.example.org/get"]),
    "webcal": ('<a href="webcal://fairs.example.org/all.ics">x</a>', ["webcal://fairs.example.org/all.ics"]),
    "each once": ('<a href="a.ics">x</a><a href="b.ics">x</a><a href="a.ics#1">x</a>', [f"{URL}a.ics", f"{URL}b.ics"]),
    "others": ('<link rel="stylesheet" type="text/calendar" href="/c"><a href="/topics">x</a><a href="x.ics.html">x</a>'
               '<link rel="alternate" type="application/rss+xml" href="/a.ics">', []),
    "not of the web": ('<a href="javascript:a.ics">x</a><a href="file:///etc/a.ics">x</a><a href="ftp://x/a.ics">x</a>'
                       '<a href="http://[a.ics">x</a><a href="webcal://">x</a><a>.ics</a>', []),
    "many": ("".join(f'<a href="{n}.ics">x</a>' for n in range(99)), [f"{URL}{n}.ics" for n in range(20)]),
    "base": ('<base href="https://cdn.example/"><a href="a.ics">x</a>', ["https://cdn.example/a.ics"]),
    "none": ("<p>text</p>", []),
}  # fmt: skip


@pytest.mark.parametrize(("page", "wanted"), LINKS.values(), ids=LINKS)
def test_calendars_that_a_page_links_to(page: str, wanted: list[str]) -> None:
    assert calendar_links(f"<html><body>{page}</body></html>", URL) == wanted


def test_without_an_address_only_whole_links_count() -> None:
    assert calendar_links('<a href="a.ics"></a><a href="http://x.example/b.ics"></a>', None) == [
        "http://x.example/b.ics"
    ]


def many(count: int) -> str:
    return json.dumps([event(name=f"Lights {n}", location=CHICAGO) for n in range(count)])


ITEM = '<div itemscope itemprop="subEvent" itemtype="https://schema.org/Event"><b itemprop="name">x</b>'
HOSTILE: dict[str, str] = {
    "deep objects": script('{"@type": "Event", "a":' * 100_000 + "1" + "}" * 100_000),
    "deep arrays": script("[" * 1_000_000 + '"event"'),
    "5 MB": script(many(17_000)),
    "5 MB with a comma": script(many(17_000)[:-1] + ",]"),
    "long string": script('{"@type": "Event", "name": "' + "x" * 5_000_000 + '", "startDate": "2026-01-01",}'),
    "open comment": script("event /*" * 400_000),
    "open string": script('event {"a": "' + "\\" * 2_000_001),
    "commas": script('{"event": ' + ", " * 1_000_000),
    "commas and comments": script('{"event": ' + ", // \n" * 400_000),
    "tags": script(event(name="<a" * 1_000_000)),
    "parts of one id": script(",".join(f'{{"@id": "#event", "k{n}": 1}}' for n in range(100_000))),
    "a location that lies in itself": script(
        [event(location={"@id": "#a"}), {"@id": "#a", "@type": "Place", "containedInPlace": {"@id": "#a"}}]
    ),
    "events in a circle": script(
        [event(subEvent={"@id": "#b"}) | {"@id": "#a"}, event(name="B", superEvent={"@id": "#a"}) | {"@id": "#b"}]
    ),
    "nested items": "<html><body>" + ITEM * 20_000,
    "flat items": "<html><body>" + (ITEM + "<i itemprop=startDate>2026-01-02</i></div>") * 20_000,
    "nested properties": "<html><body>" + ITEM + "<b itemprop=name>x" * 200_000,
    "items that share": "<html><body>" + (ITEM[:-1] + "><p itemref='a b'></p></div>") * 3_000,
    "items that refer": "<html><body>" + '<p itemscope itemtype="Event" itemref="a">' * 3_000 + "<p id=a>"
                        + "<i itemprop=name>x</i>" * 30_000,
    "rdfa": "<html><body>" + "<div typeof=Event property=subEvent><b property=name>x</b></div>" * 30_000,
    "microformats": "<html><body>" + H_EVENT * 5_000,
    "nested microformats": "<html><body>" + "<div class=h-event><b class=dt-start>2026-01-02</b>" * 20_000,
    "types": script({"@type": ["Event"] * 200_000, "name": "x", "startDate": ["2026-01-01"] * 200_000}),
}  # fmt: skip


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_end_soon_and_clean(page: str) -> None:
    declared(MICRODATA + RDFA + H_EVENT, URL)  # libraries and tables load once
    begun = time.process_time()
    found = declared(page, URL)
    assert time.process_time() - begun < 2
    assert len(found) <= MOST_EVENTS
    assert all(len(each.title) <= 501 and len(each.evidence[0].text) <= 300 for each in found)


def test_of_too_many_events_the_first_are_taken() -> None:
    found = declared(script(many(2_000)), URL)
    assert [each.title for each in found] == [f"Lights {n}" for n in range(MOST_EVENTS)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("P1D", "1 day, 0:00:00"), ("PT90M", "1:30:00"), ("P1W", "7 days, 0:00:00"), ("P1DT2H", "1 day, 2:00:00"),
     ("PT45M30S", "0:45:00"), ("P", "None"), ("two hours", "None"), ("", "None"), ("PT0H", "None")],
)  # fmt: skip
def test_durations(text: str, wanted: str) -> None:
    assert str(duration(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [("19:00", "19:00:00"), ("T07:30:00", "07:30:00"), ("24:00", "None"), ("noon", "None")]
)
def test_times_of_day(text: str, wanted: str) -> None:
    assert str(clock(text)) == wanted


def test_small_parts() -> None:
    assert local("https://schema.org/startDate/") == local("schema:start-date") == "startdate"
    assert clean("a\u2028b &lt;i&gt;c&lt;/i&gt;") == "a b c"
    found = told("2026-03-12T09:00\u22125:00")
    assert found is not None and found.at.isoformat() == "2026-03-12T09:00:00-05:00"
