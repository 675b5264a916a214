"""A calendar to look at: a month with events of every kind and status, made by hand, none of a real release."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from eventx.model import Event, Evidence, Place, Release, Source, Span
from eventx.store import Store, open_store

TODAY = date(2026, 11, 12)
NOW = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
HOSTILE = '<script>alert("x")</script> & <b onclick=x>"Expo"</b>'

_PARIS = Place(venue="Quai Hall", city="Paris", country="FR", country_name="France")
_LEEDS = Place(city="Leeds", country="GB", country_name="United Kingdom")
_OSAKA = Place(venue="Intex Osaka", city="Osaka", country="JP", country_name="Japan")
_BOSTON = Place(
    venue="Seaport Hotel", city="Boston", region="Massachusetts", country="US", country_name="United States"
)
_LIMA = Place(city="Lima", country="PE", country_name="Peru")


def _at(day: int, hour: int, minute: int = 0, zone: str = "America/New_York", month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def _day(day: int, month: int = 11) -> date:
    return date(2026, month, day)


_TOLD: list[tuple[str, str, date, date | None, dict[str, Any]]] = [
    ("Harbor Logistics Forum", "forum", _day(16), _day(19), {
        "place": _PARIS, "series": "Harbor Logistics Forum", "edition": "2026", "organizer": "Harbor Council",
        "theme": "ports that breathe", "url": "https://example.com/forum", "confidence": 0.93,
        "says": "The Harbor Logistics Forum opens at Quai Hall in Paris on Nov. 16 and runs through Nov. 19."}),
    ("Third quarter results call", "earnings_call", _at(5, 9, 30), _at(5, 10, 30), {
        "timezone": "America/New_York", "online": True, "url": "https://example.com/call", "confidence": 0.97,
        "says": "Management will host a conference call at 9:30 a.m. ET on Thursday, November 5."}),
    ("Northern Textile Exhibition", "exhibition", _day(9), _day(13), {
        "place": _LEEDS, "confidence": 0.88,
        "says": "Weavers from eleven countries meet at the Northern Textile Exhibition in Leeds, Nov. 9–13."}),
    ("Osaka Battery Expo", "exhibition", _day(11), _day(13), {
        "place": _OSAKA, "confidence": 0.91,
        "says": "Osaka Battery Expo is held from 11 to 13 November at Intex Osaka."}),
    ("Lantern Festival of the Old Town", "festival", _day(27), _day(6, 12), {
        "place": _LIMA, "confidence": 0.81,
        "says": "From November 27 to December 6, lanterns light the old town of Lima."}),
    ("Grid Resilience Webinar", "webinar", _at(12, 14, zone="Europe/Berlin"), _at(12, 15, zone="Europe/Berlin"), {
        "timezone": "Europe/Berlin", "online": True, "confidence": 0.9,
        "says": "Join the free webinar on grid resilience on 12 November, 2 to 3 p.m. CET."}),
    ("Hearing on river permits", "hearing", _at(12, 10), None, {
        "timezone": "America/New_York", "place": _BOSTON, "confidence": 0.72,
        "says": "The commission set a hearing on the permits for 10 a.m. on Thursday."}),
    ("Winter Ball", "ceremony", _day(21), None, {
        "place": _BOSTON, "status": "cancelled", "confidence": 0.86,
        "says": "The Winter Ball planned for November 21 will not be held this year."}),
    ("Coastal Cities Summit", "summit", _day(24), _day(26), {
        "place": _LIMA, "status": "postponed", "confidence": 0.7,
        "says": "Organizers have postponed the Coastal Cities Summit; a new date follows."}),
    ("Open-source Hardware Conference", "conference", _day(18), _day(20), {
        "place": _LEEDS, "confidence": 0.94,
        "says": "The eighth Open-source Hardware Conference returns to Leeds, 18-20 November."}),
    ("Annual general meeting of Pelham Mills", "meeting", _at(18, 11, zone="Europe/London"), None, {
        "timezone": "Europe/London", "place": _LEEDS, "confidence": 0.95,
        "says": "The annual general meeting will be held on 18 November at 11 a.m. in Leeds."}),
    ("Soil Workshop for Growers", "workshop", _at(4, 18, zone="Europe/London"), _at(25, 20, zone="Europe/London"), {
        "timezone": "Europe/London", "place": _LEEDS, "rrule": "FREQ=WEEKLY;BYDAY=WE", "confidence": 0.77,
        "says": "Wednesdays in November, 6 to 8 p.m., growers learn to read their soil."}),
    ("Press conference of the rowing union", "press_conference", _at(18, 9, zone="Europe/Paris"), None, {
        "timezone": "Europe/Paris", "place": _PARIS, "says": "The union meets the press on 18 November at 9 a.m."}),
    ("Harbor Night Run", "sport", _at(18, 20, zone="Europe/Paris"), None, {
        "timezone": "Europe/Paris", "place": _PARIS, "confidence": 0.66,
        "says": "Runners start at 8 p.m. on Nov. 18 from the quay."}),
    ("Quartet for Five Winds", "performance", _at(18, 19, 30, zone="Europe/Paris"), None, {
        "timezone": "Europe/Paris", "place": _PARIS, "confidence": 0.59,
        "says": "The quartet plays on the 18th at 7:30 p.m."}),
    ("State visit of the president of Peru", "visit", _day(2), _day(4), {
        "place": _PARIS, "status": "tentative", "confidence": 0.45,
        "says": "The president is expected in Paris from November 2 to 4."}),
    ("Deadline for papers, Port Systems Journal", "deadline", _day(30), None, {
        "confidence": 0.62, "says": "Papers may be sent until November 30."}),
    ("Regional Grain Fair", "exhibition", _day(1), _day(30), {
        "place": _LIMA, "precision": "month", "confidence": 0.4,
        "says": "A grain fair is to be held in Lima in November."}),
    ("Autumn Sculpture Walk", "other", _day(24, 10), _day(3), {
        "place": _LEEDS, "confidence": 0.83, "says": "The Autumn Sculpture Walk is open until November 3."}),
    (HOSTILE, "forum", _day(23), _day(24), {
        "url": "javascript:alert(1)", "source_url": "javascript:alert(2)", "confidence": 0.51,
        "place": Place(venue='"><img src=x onerror=alert(3)>'),
        "says": 'The <img src=x onerror="alert(4)"> forum is on Nov. 23 & 24.'}),
    ("Ice Road Forum", "forum", _day(12, 1), _day(14, 1), {"place": _LEEDS, "says": "The Ice Road Forum, Jan. 12-14."}),
]  # fmt: skip


def told() -> list[tuple[Release, Event]]:
    """Each event with the release that tells it."""
    found = []
    for n, (title, kind, start, end, more) in enumerate(_TOLD):
        more = dict(more)
        if title == "Ice Road Forum":
            start, end = date(2027, 1, 12), date(2027, 1, 14)
        says, url = more.pop("says"), more.pop("source_url", f"https://news.example.com/{n}")
        published = date(2026, 10, 1 + n)
        headline = f"Notice {n}: {title.lower()} in view"
        release = Release(text=f"{headline}. {says}", title=headline, published=published, url=url, id=f"notice-{n}")
        event = Event(
            uid=f"event-{n}@eventx", title=title, kind=kind, start=start, end=end,
            evidence=(Evidence(text=says, span=Span(start=0, end=len(says)), rule="en/month-day"),),
            source=Source(id=release.id, url=url, title=headline, published=published), **more,
        )  # fmt: skip
        found.append((release, event))
    return found


def filled(path: Path) -> Store:
    """The calendar in a new file."""
    store = open_store(str(path))
    for release, event in told():
        store.add(release, [event], NOW)
    return store
