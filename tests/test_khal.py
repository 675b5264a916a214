"""khal imports an export, lists every event on its days and no other, and takes over a moved date."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventx.export import export
from eventx.ical import vevent_bytes
from eventx.model import Source, replace
from tests.clients.khal import Khal
from tests.clients.many import many
from tests.clients.shown import wanted
from tests.events import EVENTS, FORUM, MONTH, Case

pytestmark = pytest.mark.full

FIRST, LAST = date(2018, 12, 1), date(2026, 3, 1)
HOUR = timedelta(hours=1)


def days(case: Case, zone: ZoneInfo) -> set[date]:
    """The days that an event is on for a person in `zone`; without an end, khal gives it an hour."""
    return {day for start, end in case.occurrences for day in _days(start, end, zone)}


def _days(start: str, end: str, zone: ZoneInfo) -> list[date]:
    if "T" in start:
        begin = datetime.fromisoformat(start)
        close = datetime.fromisoformat(end) if end else begin + HOUR
        first, last = begin.astimezone(zone).date(), (close - timedelta(seconds=1)).astimezone(zone).date()
    else:
        first, last = date.fromisoformat(start), date.fromisoformat(end) - timedelta(days=1)
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


@pytest.mark.parametrize("zone", ["Etc/UTC", "America/New_York", "Asia/Shanghai"])
def test_khal_lists_events_to_their_last_day(zone: str, tmp_path: Path) -> None:
    cases = [case for case in many(100) if case.event.start.year >= FIRST.year]
    khal = Khal.made(tmp_path, zone)
    khal.add(export([case.event for case in cases], "ics"))
    listed = defaultdict(set)
    for day, uid, status in khal.listed(FIRST, LAST):
        listed[uid, status].add(day)
    assert listed == {(case.event.uid, wanted(case).status): days(case, ZoneInfo(zone)) for case in cases}


def test_feed_9_khal_lists_a_month_only_where_it_is_asked_for(tmp_path: Path) -> None:
    khal = Khal.made(tmp_path, "Etc/UTC")
    assert not khal.add(export([MONTH], "ics"))
    khal.add(export([MONTH], "ics", include=["month"]))
    listed = list(khal.listed(date(2021, 5, 25), date(2021, 7, 5)))
    assert listed == [(date(2021, 6, day), "month", "TENTATIVE") for day in range(1, 31)]


def test_feed_1_3_4_a_moved_date_changes_one_item(tmp_path: Path) -> None:
    """FEED 1, 3, 4: the same UID with a higher SEQUENCE and a newer LAST-MODIFIED is the same item."""
    khal = Khal.made(tmp_path, "Etc/UTC")
    before = khal.add(export(EVENTS, "ics"))
    assert khal.add(export(EVENTS, "ics")) == before
    later = Source(id="r2", published=date(2021, 10, 11), title="Forum put off by a month")
    moved = replace(FORUM, start=date(2021, 10, 24), end=date(2021, 10, 28), source=later)
    stamp, newer = (datetime.combine(day, datetime.min.time(), UTC) for day in (date(2021, 9, 27), date(2021, 10, 11)))
    raised = vevent_bytes(moved).replace(b"SEQUENCE:0", b"SEQUENCE:1")
    after = khal.add(export([*EVENTS, moved], "ics").replace(vevent_bytes(moved), raised))
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["forum.ics"]
    assert f"LAST-MODIFIED:{stamp:%Y%m%dT%H%M%SZ}".encode() in before["forum.ics"]
    assert f"LAST-MODIFIED:{newer:%Y%m%dT%H%M%SZ}".encode() in after["forum.ics"]
    assert b"SEQUENCE:1" in after["forum.ics"]
    listed = [day for day, uid, _ in khal.listed(date(2021, 9, 1), date(2021, 12, 1)) if uid == "forum"]
    assert listed == [date(2021, 10, day) for day in range(24, 29)]


def test_feed_16_khal_says_that_an_event_is_off(tmp_path: Path) -> None:
    khal = Khal.made(tmp_path, "Etc/UTC")
    khal.add(export(EVENTS, "ics"))
    assert "CANCELLED  Cancelled: Gala" in khal.page(date(2021, 10, 2))
    assert "Postponed: Regatta" in khal.page(date(2021, 10, 3))
