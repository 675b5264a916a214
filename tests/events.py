"""Events made by hand, with what a calendar file has to say of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from eventx.model import Event, Evidence, Place, Source, Span

NEW_YORK = ZoneInfo("America/New_York")
SHANGHAI = ZoneInfo("Asia/Shanghai")
SOURCE = Source(
    id="r1",
    url="https://example.com/news/1",
    title="Forum opens; all, welcome",
    published=date(2021, 9, 27),
)
SENTENCE = "This year's forum is scheduled to be held from Sept 24 to 28."


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An event; its DTSTART and DTEND as written; its occurrences as (start, end), an instant in
    UTC, a date with its exclusive end, "" for no end."""

    event: Event
    dtstart: str
    dtend: str | None
    occurrences: tuple[tuple[str, str], ...]


def event(uid: str, title: str, start: date, end: date | None = None, **told: Any) -> Event:
    """An event with a source."""
    return Event(uid=uid, title=title, start=start, end=end, **{"source": SOURCE, **told})


def at(day: int, hour: int, minute: int = 0, *, month: int = 9, zone: Any = NEW_YORK) -> datetime:
    """An instant in 2021."""
    return datetime(2021, month, day, hour, minute, tzinfo=zone)


FORUM = event(
    "forum", "Zhongguancun Forum", date(2021, 9, 24), date(2021, 9, 28),
    kind="forum", confidence=0.93, theme="intelligence, health and carbon neutrality", url="https://example.com/forum",
    place=Place(city="Beijing", country="CN", country_name="China", geo=(39.9, 116.4)),
    evidence=(Evidence(text=SENTENCE, span=Span(start=0, end=61), rule="en/month-day-range"),),
)  # fmt: skip
CALL = event(
    "call", "Third quarter results", at(4, 9, 30, month=11), at(4, 10, 30, month=11),
    timezone="America/New_York", online=True, url="https://example.com/join",
)  # fmt: skip

CASES = [
    Case(event=FORUM, dtstart="20210924", dtend="20210929", occurrences=(("2021-09-24", "2021-09-29"),)),
    Case(
        event=event("one-day", "Open day", date(2021, 12, 31)),
        dtstart="20211231", dtend="20220101", occurrences=(("2021-12-31", "2022-01-01"),),
    ),
    Case(
        event=event("week", "Design week", date(2021, 6, 7), date(2021, 6, 13), precision="week"),
        dtstart="20210607", dtend="20210614", occurrences=(("2021-06-07", "2021-06-14"),),
    ),
    Case(
        event=CALL,
        dtstart="20211104T093000", dtend="20211104T103000",
        occurrences=(("2021-11-04T13:30:00Z", "2021-11-04T14:30:00Z"),),
    ),
    Case(
        event=event("no-end", "Reception", at(24, 19, zone=SHANGHAI), timezone="Asia/Shanghai"),
        dtstart="20210924T190000", dtend=None, occurrences=(("2021-09-24T11:00:00Z", ""),),
    ),
    Case(
        event=event("same-day", "Dinner", at(24, 19), date(2021, 9, 24), timezone="America/New_York"),
        dtstart="20210924T190000", dtend=None, occurrences=(("2021-09-24T23:00:00Z", ""),),
    ),
    Case(
        event=event("last-day", "Fair", at(24, 9), date(2021, 9, 26), timezone="America/New_York"),
        dtstart="20210924T090000", dtend="20210927T000000",
        occurrences=(("2021-09-24T13:00:00Z", "2021-09-27T04:00:00Z"),),
    ),
    Case(
        event=event("offset", "Webcast", at(24, 9, zone=timezone(timedelta(hours=-5)))),
        dtstart="20210924T140000Z", dtend=None, occurrences=(("2021-09-24T14:00:00Z", ""),),
    ),
    Case(
        event=event("utc", "Launch window", at(24, 9, zone=UTC), at(24, 11, zone=UTC), timezone="Etc/UTC"),
        dtstart="20210924T090000Z", dtend="20210924T110000Z",
        occurrences=(("2021-09-24T09:00:00Z", "2021-09-24T11:00:00Z"),),
    ),
    Case(
        event=event("naive", "Talk", datetime(2021, 9, 24, 9, 30), datetime(2021, 9, 24, 17)),
        dtstart="20210924", dtend="20210925", occurrences=(("2021-09-24", "2021-09-25"),),
    ),
    Case(
        event=event("naive-in-zone", "Talk", datetime(2021, 9, 24, 9, 30), timezone="Asia/Shanghai"),
        dtstart="20210924T093000", dtend=None, occurrences=(("2021-09-24T01:30:00Z", ""),),
    ),
    Case(
        event=event("before", "Premiere", datetime(1901, 3, 1, 20, tzinfo=NEW_YORK), timezone="America/New_York"),
        dtstart="19010302T010000Z", dtend=None, occurrences=(("1901-03-02T01:00:00Z", ""),),
    ),
    Case(  # hours that repeat, over the change of clocks on 7 November
        event=event(
            "hours", "Show", at(6, 9, month=11), at(8, 17, month=11), timezone="America/New_York", rrule="FREQ=DAILY"
        ),
        dtstart="20211106T090000", dtend="20211106T170000",
        occurrences=(
            ("2021-11-06T13:00:00Z", "2021-11-06T21:00:00Z"),
            ("2021-11-07T14:00:00Z", "2021-11-07T22:00:00Z"),
            ("2021-11-08T14:00:00Z", "2021-11-08T22:00:00Z"),
        ),
    ),
    Case(
        event=event(
            "course", "Course", at(5, 19, month=4), at(14, 20, 45, month=4), timezone="America/New_York",
            rrule="FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20210414",
        ),
        dtstart="20210405T190000", dtend="20210405T204500",
        occurrences=tuple(
            (f"2021-04-{day:02}T23:00:00Z", f"2021-04-{day + 1:02}T00:45:00Z") for day in (5, 7, 12, 14)
        ),
    ),
    Case(
        event=event(
            "nights", "Night market", at(24, 20), at(26, 2), timezone="America/New_York", rrule="FREQ=DAILY;COUNT=2"
        ),
        dtstart="20210924T200000", dtend="20210925T020000",
        occurrences=(
            ("2021-09-25T00:00:00Z", "2021-09-25T06:00:00Z"),
            ("2021-09-26T00:00:00Z", "2021-09-26T06:00:00Z"),
        ),
    ),
    Case(
        event=event("mondays", "Clinic", date(2021, 4, 5), date(2021, 4, 19), rrule="FREQ=WEEKLY;BYDAY=MO"),
        dtstart="20210405", dtend="20210406",
        occurrences=tuple((f"2021-04-{day:02}", f"2021-04-{day + 1:02}") for day in (5, 12, 19)),
    ),
    Case(
        event=event("cancelled", "Gala", date(2021, 10, 2), status="cancelled"),
        dtstart="20211002", dtend="20211003", occurrences=(("2021-10-02", "2021-10-03"),),
    ),
    Case(
        event=event("postponed", "Regatta", date(2021, 10, 3), status="postponed"),
        dtstart="20211003", dtend="20211004", occurrences=(("2021-10-03", "2021-10-04"),),
    ),
    Case(
        event=event("text", r'C:\News, \n; "quoted": x', date(2021, 10, 4), place=Place(venue="Hall A; Gate, 2")),
        dtstart="20211004", dtend="20211005", occurrences=(("2021-10-04", "2021-10-05"),),
    ),
    Case(
        event=event("long", "第八届国际人工智能与机器人技术发展高峰论坛暨展览会 🚀" * 3, date(2021, 10, 5), lang="zh"),
        dtstart="20211005", dtend="20211006", occurrences=(("2021-10-05", "2021-10-06"),),
    ),
]  # fmt: skip
EVENTS = [case.event for case in CASES]
MONTH = event("month", "Summit", date(2021, 6, 1), date(2021, 6, 30), precision="month")
