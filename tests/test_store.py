"""The calendar: what it publishes, what people decide, and that nothing is lost, in SQLite and PostgreSQL alike."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from icalendar import Calendar

from eventx.errors import EventxError, OptionError, StoreError
from eventx.export import export
from eventx.model import Event, Place, Release, replace
from eventx.store import HEAD, Filter, Store, open_store, query
from eventx.store.codec import event_of, text_of
from eventx.store.database import connected, database, known_revisions, migrate
from eventx.store.tables import metadata
from tests.databases import FAIR, FORUM, MOVED, NOW, synthetic, told, varied
from tests.events import EVENTS

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2021, 9, 1)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty calendar."""
    found = open_store(url)
    yield found
    found.close()


def put(store: Store, *releases: tuple[Release, Sequence[Event]]) -> list[list[str]]:
    """Releases into the calendar; for each the kinds of change."""
    return [[change.kind for change in store.add(*each, NOW) or []] for each in releases]


def vevents(store: Store) -> dict[str, Any]:
    """UID → VEVENT of the whole calendar, as icalendar reads it."""
    calendar = Calendar.from_ical(store.calendar())
    return {str(each["UID"]): each for each in calendar.walk("VEVENT")}


def day(n: int) -> date:
    """The n-th day after the first release."""
    return DAY + timedelta(days=n)


# What is published


def test_a_release_read_twice_changes_nothing(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM, FAIR))
    before = store.calendar(), store.counts(), store.changes(NOW)
    release, events = told("Opening", DAY, FORUM, FAIR)
    assert store.knows(release)
    assert store.add(release, events, NOW + timedelta(days=9)) is None
    assert (store.calendar(), store.counts(), store.changes(NOW)) == before


def test_what_is_declared_makes_another_release(store: Store) -> None:
    release, events = told("Opening", DAY, FORUM)
    put(store, (release, events))
    for other in (replace(release, published=day(1)), replace(release, title="Other"), replace(release, text="Other.")):
        assert not store.knows(other)


def test_a_release_without_events_may_be_read_again(store: Store) -> None:
    release, events = told("Opening", DAY, FORUM)
    assert store.add(release, [], NOW) == []
    assert store.add(release, [], NOW) is None
    assert not store.knows(release)
    assert put(store, (release, events)) == [["published"]]
    assert store.counts()["releases"] == 1


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"start": date(2021, 10, 3), "end": date(2021, 10, 9)}, 1),
        ({"start": date(2021, 10, 11), "end": date(2021, 10, 15)}, 1),
        ({"status": "cancelled"}, 1),
        ({"place": Place(venue="Hall 2", city="Geneva", country="CH", country_name="Switzerland")}, 1),
        ({"notes": ("Also on 2021-10-20.",)}, 1),
        ({"theme": "machines that listen"}, 0),
        ({"url": "https://example.com/forum"}, 0),
        ({"aliases": ("Lakeside Forum",)}, 0),
        ({}, 0),
    ],
    ids=str,
)
def test_sequence_counts_visible_changes_alone(store: Store, changes: dict[str, Any], sequence: int) -> None:
    put(store, told("Opening", DAY, FORUM), told("Moved", day(3), varied(FORUM, **changes)))
    (event,) = vevents(store).values()
    assert (str(event["UID"]), event["SEQUENCE"]) == ("opening-0@eventx", sequence)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, False),
        ({"rrule": "FREQ=WEEKLY", "end": None}, True),
        ({"rrule": "FREQ=WEEKLY"}, False),
        ({"notes": ("Also on 2030-01-02.",)}, True),
    ],
    ids=str,
)
def test_what_goes_on_is_found_later(store: Store, changes: dict[str, Any], found: bool) -> None:
    put(store, told("Opening", DAY, varied(FORUM, **changes)))
    assert bool(store.events(Filter(first=date(2030, 1, 1)))) is found


def test_last_modified_rises_with_every_change_and_with_nothing_else(store: Store) -> None:
    stamps = []
    for release in (
        told("Opening", day(5), FORUM),
        told("Moved", day(6), MOVED),
        told("Late", day(2), varied(FORUM, theme="machines that listen")),  # an older release, read later
        told("Moved", day(6), MOVED),
    ):
        store.add(*release, NOW)
        (event,) = vevents(store).values()
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
        stamps.append((event["LAST-MODIFIED"].dt, event["SEQUENCE"]))
    assert stamps[0][0].date() == day(5)
    assert stamps[1][0].date() == day(6)
    assert stamps[2][0] >= stamps[1][0]
    assert stamps[3] == stamps[2]
    assert [sequence for _, sequence in stamps] == [0, 1, 1, 1]


def test_a_uid_survives_a_new_title_and_a_new_date(store: Store) -> None:
    put(
        store,
        told("Opening", DAY, FORUM),
        told("Named", day(1), varied(FORUM, title="Lakeside Robotics Forum 2021")),
        told("Moved", day(2), MOVED),
    )
    (event,) = store.events()
    assert (event.uid, event.start) == ("opening-0@eventx", date(2021, 10, 11))


def test_uids_that_two_events_propose_are_told_apart(store: Store) -> None:
    release, (event,) = told("Opening", DAY, FORUM)
    put(store, (release, [event]), (replace(release, text="Other."), [replace(FAIR, uid=event.uid)]))
    assert {each.uid for each in store.events()} == {"opening-0@eventx", "opening-0-2@eventx"}


def test_fields_do_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    releases = [
        told("Opening", DAY, FORUM),
        told("Place", day(1), varied(FORUM, place=Place(venue="Hall 2", city="Geneva", country="CH")), FAIR),
        told("Moved", day(2), MOVED),
        told("Off", day(3), varied(FORUM, status="cancelled", start=date(2021, 10, 11), end=date(2021, 10, 15))),
    ]
    seen = set()
    for n, order in enumerate(permutations(releases)):
        store = open_store(str(tmp_path / f"{n}.db"))
        put(store, *order)
        seen.add(tuple(text_of(replace(event, uid="")) for event in store.events()))
        store.close()
    assert len(seen) == 1


def test_the_calendar_is_what_export_makes_of_its_events(store: Store) -> None:
    """But for SEQUENCE and the stamps, which are history."""
    history = re.compile(rb"(DTSTAMP|LAST-MODIFIED|SEQUENCE):.*\r\n")
    put(store, *(told(f"Release {n}", DAY, event) for n, event in enumerate(EVENTS)))
    events = store.events()
    assert len(events) >= len(EVENTS) - 2
    assert history.sub(b"", store.calendar()) == history.sub(b"", export(events, "ics"))
    assert store.calendar() == store.calendar()


def test_no_evidence_leaves_the_releases_sentences_out(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM))
    assert b"A sentence of" in store.calendar()
    plain = store.calendar(evidence=False)
    assert b"A sentence of" not in plain
    assert b"Source: Opening" in plain


def test_month_precision_is_left_out_unless_asked_for(store: Store) -> None:
    put(store, told("Opening", DAY, varied(FORUM, start=date(2021, 10, 1), end=date(2021, 10, 31), precision="month")))
    assert b"VEVENT" not in store.calendar(Filter())
    assert b"VEVENT" in store.calendar(Filter(include=("month",)))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.uid)
def test_an_event_is_read_as_it_was_written(event: Event) -> None:
    assert text_of(event_of(text_of(event))) == text_of(event)
    assert export([event_of(text_of(event))], "ics") == export([event], "ics")


def test_text_that_no_database_takes_is_kept_as_far_as_it_can(store: Store) -> None:
    odd = varied(FORUM, title="A\0B \ud800 forum", aliases=("\udfff",))
    assert put(store, told("Odd \0 \ud800", DAY, odd)) == [["published"]]
    assert len(store.events(Filter(text="forum"))) == 1


# Decisions


def test_reject_keeps_an_event_away_when_it_is_repeated(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM))
    assert store.reject("opening", NOW) == "opening-0@eventx"
    assert store.events() == []
    assert b"VEVENT" not in store.calendar()
    put(store, told("Again", day(1), varied(FORUM, end=date(2021, 10, 9))))
    assert store.events() == []
    assert [event.uid for event in store.events(Filter(status="rejected"))] == ["opening-0@eventx"]
    assert len(store.entry("opening").told) == 2


def test_confirm_takes_a_rejection_back_and_is_sure(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM))
    store.reject("opening", NOW)
    put(store, told("Again", day(1), varied(FORUM, end=date(2021, 10, 9))))
    store.confirm("opening", NOW)
    (event,) = store.events(Filter(min_confidence=1.0))
    assert (event.end, vevents(store)[event.uid]["SEQUENCE"]) == (date(2021, 10, 9), 1)  # one change was published


def test_an_edit_wins_over_later_releases(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM))
    store.edit("opening", {"start": "2021-10-06", "title": "The Forum", "place": "Lyon, France"}, NOW)
    store.edit("opening", {"title": "The Great Forum"}, NOW)
    put(store, told("Moved", day(1), varied(FORUM, start=date(2021, 10, 5), end=date(2021, 10, 9))))
    (event,) = store.events()
    assert (event.title, event.start, event.end) == ("The Great Forum", date(2021, 10, 6), date(2021, 10, 9))
    assert event.place.label == "Lyon, France"
    assert vevents(store)[event.uid]["SEQUENCE"] == 3
    assert [r.decision for r in store.entry(event.uid).history].count("edit") == 2


@pytest.mark.parametrize(
    ("fields", "shows"),
    [
        ({"status": "cancelled"}, ("status", "cancelled")),
        ({"end": ""}, ("end", None)),
        ({"online": "true"}, ("online", True)),
        ({"theme": ""}, ("theme", None)),
        ({"venue": "Hall 9"}, ("venue", "Hall 9")),
        ({"place": "Nowhere that is known"}, ("location", "Nowhere that is known")),
        ({"kind": ""}, ("kind", "other")),
        ({"timezone": "Europe/Zurich", "start": "2021-10-04T09:00"}, ("start", "2021-10-04T09:00:00+02:00")),
        ({"start": "2021-10-20", "end": "2021-10-22"}, ("end", "2021-10-22")),
    ],
    ids=str,
)
def test_fields_that_can_be_edited(store: Store, fields: dict[str, str], shows: tuple[str, object]) -> None:
    put(store, told("Opening", DAY, FORUM))
    store.edit("opening", fields, NOW)
    assert store.events()[0].as_json()[shows[0]] == shows[1]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"start": "soon"}, "'soon' is no start; write it as 2021-09-27"),
        ({"start": "2021-10-20"}, "the end 2021-10-08 is before the start 2021-10-20"),
        ({"status": "over"}, "choose one of confirmed, tentative"),
        ({"timezone": "Mars/Olympus"}, "name an IANA zone"),
        ({"online": "maybe"}, "write true or false"),
        ({"kind": "banana"}, "'banana' is no kind; choose one of forum, summit,"),
        ({"title": " "}, "a title has words"),
        ({"uid": "x"}, "no field 'uid' can be edited; these can: title,"),
    ],
    ids=str,
)
def test_an_edit_that_means_nothing_is_refused(store: Store, fields: dict[str, str], says: str) -> None:
    put(store, told("Opening", DAY, FORUM))
    with pytest.raises(OptionError, match=re.escape(says)):
        store.edit("opening", fields, NOW)
    assert len(store.entry("opening").history) == 1


def test_a_merge_is_kept_and_the_younger_uid_stays_as_cancelled(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM), told("Fair", day(1), FAIR))
    assert store.merge("fair", "opening", NOW) == "opening-0@eventx"
    assert [event.uid for event in store.events()] == ["opening-0@eventx"]
    retired = vevents(store)["fair-0@eventx"]
    assert (retired["STATUS"], retired["SEQUENCE"]) == ("CANCELLED", 1)
    assert "This is now part of the entry" in retired["DESCRIPTION"]
    assert store.entry("fair").survivor == "opening-0@eventx"
    put(store, told("Fair again", day(2), varied(FAIR, end=date(2021, 11, 15))))
    assert len(store.entry("opening").told) == 3
    assert store.edit("fair", {"status": "tentative"}, NOW) == "opening-0@eventx"  # what it has become is meant


def test_what_was_rejected_is_not_published_as_part_of_another(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM), told("Fair", day(1), FAIR))
    store.reject("opening", NOW)
    store.reject("fair", NOW)
    store.merge("opening", "fair", NOW)
    assert {uid: str(each["STATUS"]) for uid, each in vevents(store).items()} == {"fair-0@eventx": "CANCELLED"}


@pytest.mark.parametrize("rejected", ["opening", "fair"])
def test_one_that_is_rejected_takes_no_other_along(store: Store, rejected: str) -> None:
    put(store, told("Opening", DAY, FORUM), told("Fair", day(1), FAIR))
    store.reject(rejected, NOW)
    with pytest.raises(StoreError, match=f"{rejected}-0@eventx: is rejected; eventx confirm brings it back"):
        store.merge("opening", "fair", NOW)
    store.confirm(rejected, NOW)
    assert store.merge("opening", "fair", NOW) == "opening-0@eventx"
    assert len(store.events()) == 1


BOTH = varied(FORUM, title="Lakeside Robotics Forum", aliases=("LRF", "Quay Forum"), edition="2021")
"""Makes the forum and what follows one."""
QUAY = varied(FORUM, title="2021 Quay Forum", series="Quay Forum")


def test_a_rejection_does_not_spread_by_what_releases_tell(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM), told("Quay", day(1), QUAY))
    store.reject("quay", NOW)
    assert put(store, told("Both", day(2), BOTH)) == [["conflict", "retired"]]
    assert [event.uid for event in store.events()] == ["opening-0@eventx"]
    assert store.entry("quay").survivor == "opening-0@eventx"
    put(store, told("Again", day(3), varied(FORUM, end=date(2021, 10, 9))))
    assert len(store.events()) == 1
    come = [each.key for each in store.entry("opening").told if each.event.title == QUAY.title]
    store.split("opening", come, NOW)  # parted again, it is out as it was
    assert [event.uid for event in store.events(Filter(status="rejected"))] == ["quay-0@eventx"]


def test_what_is_taken_into_a_rejected_entry_is_counted(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM), told("Quay", day(1), QUAY))
    store.reject("opening", NOW)
    (kinds,) = put(store, told("Both", day(2), BOTH))
    assert {"retired", "rejected"} <= set(kinds)
    assert store.events() == []


def test_a_split_takes_a_merge_back_with_the_old_uid(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM), told("Fair", day(1), FAIR))
    store.edit("fair", {"theme": "ink"}, NOW)
    store.merge("opening", "fair", NOW)
    assert store.split("opening", [], NOW) == ["opening-0@eventx", "fair-0@eventx"]
    events = {event.uid: event for event in store.events()}
    assert events["fair-0@eventx"].theme == "ink"
    assert events["opening-0@eventx"].theme is None
    assert vevents(store)["fair-0@eventx"]["SEQUENCE"] == 2
    put(store, told("Again", day(2), FORUM))
    assert len(store.events()) == 2


def test_a_split_parts_what_releases_tell_alike(store: Store) -> None:
    put(store, *(told(f"Release{n}", day(n), FORUM) for n in range(3)))
    (event,) = store.events()
    keys = [each.key for each in store.entry(event.uid).told]
    first, second = store.split(event.uid, [keys[0][:8]], NOW)  # even the first: the UID stays with the rest
    assert first == event.uid
    assert [each.key for each in store.entry(first).told] == keys[1:]
    assert [each.key for each in store.entry(second).told] == keys[:1]
    put(store, told("More", day(5), varied(FORUM, theme="bees")))
    assert len(store.events()) == 2
    assert store.merge(first, second, NOW) == first
    assert len(store.events()) == 1
    assert store.entry(second).state == "retired"


@pytest.mark.parametrize(
    ("decide", "says"),
    [
        (lambda store: store.confirm("nosuch", NOW), "no entry has that UID; eventx list shows them"),
        (lambda store: store.confirm("", NOW), "no entry has that UID"),
        (lambda store: store.confirm("release", NOW), "several entries begin so (release0-0@eventx, release1-0"),
        (lambda store: store.merge("release0", "release0", NOW), "is one entry with the other already"),
        (lambda store: store.split("release0", [], NOW), "no merge is there to take back"),
        (lambda store: store.split("release0", ["zz"], NOW), "no sighting of this entry is called that"),
        (lambda store: store.split("release0", [store.entry("release0").told[0].key], NOW), "has to stay"),
        (lambda store: store.confirm("%", NOW), "no entry has that UID"),
    ],
)
def test_a_decision_about_nothing_is_told(store: Store, decide: Callable[[Store], object], says: str) -> None:
    put(store, told("Release0", DAY, FORUM), told("Release1", DAY, FAIR))
    with pytest.raises(StoreError, match=re.escape(says)):
        decide(store)
    assert len(store.changes(NOW)) == 2


# What is asked


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), ["forum", "fair"]),
        (Filter(first=date(2021, 10, 8)), ["forum", "fair"]),
        (Filter(first=date(2021, 10, 9)), ["fair"]),
        (Filter(last=date(2021, 10, 4)), ["forum"]),
        (Filter(first=date(2021, 10, 5), last=date(2021, 10, 6)), ["forum"]),
        (Filter(kind="exhibition"), ["fair"]),
        (Filter(place="BERGEN"), ["fair"]),
        (Filter(place="switzer"), ["forum"]),
        (Filter(status="confirmed"), ["forum", "fair"]),
        (Filter(status="cancelled"), []),
        (Filter(who="press guild"), ["fair"]),
        (Filter(text="sentence of forum"), ["forum"]),
        (Filter(text="100%"), []),
        (Filter(min_confidence=0.85), ["fair"]),
        (Filter(kind="forum", place="Bergen"), []),
    ],
    ids=str,
)
def test_filters(store: Store, wanted: Filter, found: list[str]) -> None:
    put(store, told("Forum", DAY, FORUM), told("Fair", DAY, varied(FAIR, confidence=0.9)))
    assert [event.uid.partition("-")[0] for event in store.events(wanted)] == found
    assert store.calendar(wanted).count(b"BEGIN:VEVENT") == len(found)


def test_an_entry_tells_its_evidence_history_and_conflicts(store: Store) -> None:
    put(
        store,
        told("Opening", DAY, FORUM),
        told("Moved", day(1), MOVED),
    )
    entry = store.entry("opening")
    assert [each.event.source.title for each in entry.told] == ["Opening", "Moved"]
    assert [(step.kind, step.release, step.day) for step in entry.history][:2] == [
        ("published", "Opening", DAY), ("changed", "Moved", day(1)),
    ]  # fmt: skip
    assert entry.history[1].changes == {"start": ["2021-10-04", "2021-10-11"], "end": ["2021-10-08", "2021-10-15"]}
    assert (entry.sequence, entry.stamp.date()) == (1, day(1))


def test_a_conflict_is_told_of_the_release_that_brings_it(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM), told("Moved", day(1), MOVED))
    assert {each[0] for each in store.entry("opening").conflicts} == {"start", "end"}
    assert [step.kind for step in store.changes(NOW)] == ["published", "changed"]  # which tells the old days


def test_a_conflict_is_told_of_a_release_that_comes_late(store: Store) -> None:
    put(store, told("Moved", day(1), MOVED), told("Opening", DAY, FORUM))
    steps = [(step.kind, step.release, *step.changes) for step in store.changes(NOW)]
    assert steps == [("published", "Moved"), ("conflict", "Opening", "start"), ("conflict", "Opening", "end")]


def test_changes_are_told_since_a_time(store: Store) -> None:
    put(store, told("Opening", DAY, FORUM))
    store.confirm("opening", NOW + timedelta(days=2))
    assert [step.kind for step in store.changes(NOW)] == ["published", "confirm"]
    assert [step.kind for step in store.changes(NOW + timedelta(days=1))] == ["confirm"]


def test_what_is_read_stays_as_it_was_at_the_first_question(url: str) -> None:
    store = open_store(url)
    put(store, told("Opening", DAY, FORUM))
    with database(url).reading() as connection:
        before = query.counts(connection)
        put(store, told("Fair", day(1), FAIR))
        assert query.counts(connection) == before
    assert store.counts() != before
    store.close()


def test_short_uids_suffice(store: Store) -> None:
    put(store, *synthetic(0, 30))
    uids = [event.uid for event in store.events()]
    short = store.short_uids(uids)
    assert len(uids) == 30
    assert all(store.entry(short[uid]).uid == uid for uid in uids)


# Nothing is lost

TOWNS = "Aston Barrow Corby Dover Ely Frome Goole Hythe Ilkley Jarrow Kendal Luton Margate Newark Oakham".split()
ADDER = """
import sys
import time
from eventx.store import open_store
from tests.databases import FORUM, NOW, synthetic, told, varied
from datetime import date, timedelta
store = open_store(sys.argv[1])
mine = list(synthetic(int(sys.argv[2]), 20))
shared = [told(f"Shared {n}", date(2021, 9, 1) + timedelta(days=n), varied(FORUM, theme=f"{n}")) for n in range(10)]
for pair in zip(mine, shared * 2):
    for release in pair:
        store.add(*release, NOW)
"""


def process(*args: str) -> subprocess.Popen[bytes]:
    """A Python process at the top of the repository."""
    return subprocess.Popen([sys.executable, *args], cwd=ROOT, stderr=subprocess.PIPE)


def test_two_processes_that_add_at_once_lose_nothing(url: str, tmp_path: Path) -> None:
    adders = [process("-c", ADDER, url, str(n)) for n in (0, 1000)]  # both make the tables, too
    assert [(adder.communicate()[1], adder.returncode) for adder in adders] == [(b"", 0)] * 2
    store, alone = open_store(url), open_store(str(tmp_path / "alone.db"))
    put(alone, *synthetic(0, 20), *synthetic(1000, 20))
    put(alone, *(told(f"Shared {n}", day(n), varied(FORUM, theme=f"{n}")) for n in range(10)))
    assert store.counts() == alone.counts()
    assert store.counts() == {"releases": 50, "sightings": 50, "live": 41, "rejected": 0, "retired": 0}
    assert [replace(e, uid="") for e in store.events()] == [replace(e, uid="") for e in alone.events()]
    store.close()


@pytest.mark.full
def test_killed_at_any_moment_a_calendar_opens_with_each_release_whole(tmp_path: Path) -> None:
    """Twenty moments of `eventx add`, one while the tables are made, and each add goes on where the last was killed."""
    names = [f"{first} {second}" for first in "Amber Birch Cedar Delta Ember".split() for second in TOWNS]
    opening = "GENEVA, Sept. {day}, 2021 /PRNewswire/ -- The {name} Forum will be held on Oct. {day} in Geneva."
    text = f"{opening} The {{name}} Book Fair will be held in Bergen from Nov. 2 to 5, 2021."
    lines = [json.dumps({"text": text.format(name=name, day=n % 28 + 1)}) for n, name in enumerate(names)]
    (tmp_path / "releases.jsonl").write_text("\n".join(lines), encoding="utf-8")
    whole: dict[str, int] = {}
    chance = random.Random(5)
    for n in range(20):
        path = tmp_path / f"{n // 7}.db"
        adder = process("-m", "eventx", "add", str(tmp_path / "releases.jsonl"), "--db", str(path), "-q")
        while adder.poll() is None and n and len(sightings_by_release(path)) < 4 * (n % 7):
            time.sleep(0.01)
        time.sleep(chance.random() / (20 if n else 1))
        adder.kill()
        adder.communicate()
        store = open_store(str(path))
        assert store.faults() == []
        for name, number in sightings_by_release(path).items():
            assert whole.setdefault(name, number) == number > 0
        assert store.counts()["sightings"] == sum(len(store.entry(event.uid).told) for event in store.events())
        store.close()
    assert whole


def sightings_by_release(path: Path) -> dict[str, int]:
    """Name of a release → how many of its sightings are in entries; nothing while there are no tables."""
    joined = "releases LEFT JOIN sightings ON release_id = releases.id"
    asked = f"SELECT name, COUNT(sightings.entry_id) FROM {joined} GROUP BY name"
    try:
        with closing(sqlite3.connect(path)) as connection:
            return dict(connection.execute(asked))
    except sqlite3.OperationalError:
        return {}


def test_what_fails_half_way_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, told("Opening", DAY, FORUM))
    before = store.calendar(), store.counts()
    monkeypatch.setattr("eventx.store.publish.zone_years", lambda event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.add(*told("Fair", day(1), FAIR), NOW)
    monkeypatch.undo()
    assert (store.calendar(), store.counts()) == before
    assert put(store, told("Fair", day(1), FAIR)) == [["published"]]


def test_a_backup_brings_all_back_into_either_database(url: str, tmp_path: Path) -> None:
    store = open_store(url)
    put(store, told("Opening", DAY, FORUM), told("Fair", day(1), FAIR))
    store.merge("opening", "fair", NOW)
    store.backup(tmp_path / "backup.db")
    before = store.calendar(), store.changes(NOW)
    put(store, told("Later", day(2), MOVED))
    store.restore(tmp_path / "backup.db", replace=True)
    assert (store.calendar(), store.changes(NOW)) == before
    assert put(store, *synthetic(0, 2)) == [["published"], ["published"]]  # new numbers go on behind the old ones
    other = open_store(str(tmp_path / "other.db"))
    other.restore(tmp_path / "backup.db")
    assert (other.calendar(), other.changes(NOW)) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".eventx")] == []
    store.close()


def test_a_calendar_in_use_is_no_place_for_a_backup(tmp_path: Path) -> None:
    paths = [tmp_path / "calendar.db", tmp_path / "other.db"]
    store, other = (open_store(str(path)) for path in paths)
    put(other, told("Opening", DAY, FORUM))
    for path in paths:
        with pytest.raises(StoreError, match=r"\.db: is a calendar in use; give another file"):
            store.backup(path)
    assert len(other.events()) == 1
    other.close()
    store.backup(paths[1])
    store.close()
    assert open_store(str(paths[1])).events() == []


# The schema


def test_the_migrations_make_the_tables_that_the_store_knows(url: str) -> None:
    with database(url).reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [each for each in differences if "alembic_version" not in str(each)] == []
    assert known_revisions()[-1] == HEAD


def first_version(url: str) -> None:
    """A calendar as the first version of the schema left it, with an entry."""
    store = open_store(url)
    put(store, told("Opening", DAY, FORUM))
    store.close()
    found = connected(url)
    with found.writing() as connection:
        migrate(connection, "0001")
        connection.execute(sa.text("UPDATE blocks SET key = 'as it was called then ' || key"))
    found.engine.dispose()


def test_an_old_calendar_is_upgraded_after_a_copy(url: str, tmp_path: Path) -> None:
    first_version(url)
    store = open_store(url)
    assert [event.title for event in store.events()] == [FORUM.title]
    assert put(store, told("Fair", day(1), FAIR)) == [["published"]]
    assert put(store, told("Moved", day(2), MOVED))[0][0] == "changed"  # found by the keys of this version
    with connected(url).reading() as connection:
        assert "feeds" in sa.inspect(connection).get_table_names()
    if "://" not in url:
        copied = tmp_path / f"calendar.db.before-{HEAD}"
        with sqlite3.connect(copied) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
            assert connection.execute("SELECT COUNT(*) FROM entries").fetchall() == [(1,)]
    store.close()


def test_an_old_backup_is_restored_and_stays_as_it_is(tmp_path: Path) -> None:
    first_version(str(tmp_path / "old.db"))
    before = (tmp_path / "old.db").read_bytes()
    store = open_store(str(tmp_path / "new.db"))
    store.restore(tmp_path / "old.db")
    assert len(store.events()) == 1
    assert (tmp_path / "old.db").read_bytes() == before


def test_a_newer_calendar_is_refused(url: str) -> None:
    open_store(url).close()
    with connected(url).writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer eventx \(schema 9999, this one knows .*\); upgrade eventx"):
        open_store(url)


def test_tables_of_something_else_are_left_alone(url: str) -> None:
    with connected(url).writing() as connection:
        connection.execute(sa.text("CREATE TABLE other (id INTEGER)"))
    with pytest.raises(StoreError, match=rf"{Path(url).name}: has tables of something else"):
        open_store(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://x/y", "is no SQLite file and no postgresql:// address"),
        ("://x/y", "is no database address"),
        ("{tmp}", "is a folder; give the name of a file in it"),
        ("{tmp}/text.db", "file is not a database; name another file with --db"),
        ("{tmp}/text.db/calendar.db", "its folder cannot be made"),
        ("postgresql://127.0.0.1:1/eventx", "the calendar cannot be used"),
    ],
)
def test_what_is_no_calendar_is_told_in_a_line(url: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(EventxError) as caught:
        open_store(url.format(tmp=tmp_path))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_calendar_that_nobody_may_write_to_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "calendar.db"
    with closing(open_store(str(path))) as store:
        put(store, told("Opening", DAY, FORUM))
        before = store.calendar()
    with monkeypatch.context() as context:
        context.setattr(os, "access", lambda *_: False)
        store = open_store(str(path))
    with closing(store):
        assert (store.calendar(), len(store.events()), store.entry("opening").state) == (before, 1, "live")
        store.backup(tmp_path / "backup.db")
        with pytest.raises(StoreError, match="readonly database; ask for the right to write to it"):
            store.confirm("opening", NOW)
        assert sorted(each.name for each in tmp_path.iterdir()) == ["backup.db", "calendar.db"]


@pytest.mark.skipif(not hasattr(os, "fork") or os.geteuid() != 0, reason="only root can be another user for a while")
def test_a_calendar_in_a_read_only_folder_is_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = Path(folder, "calendar.db")
        with closing(open_store(str(path))) as store:
            put(store, told("Opening", DAY, FORUM))
        child = os.fork()
        if not child:
            os.setuid(65534)
            os._exit(10 + len(open_store(str(path)).events()))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 11


def test_without_its_driver_postgresql_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=re.escape("pip install 'eventx[postgres]'")):
        open_store("postgresql://127.0.0.1/eventx")


def test_a_password_is_not_told() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://eventx:geheim@127.0.0.1:1/eventx")
    assert "geheim" not in str(caught.value)


def test_noted_times_are_in_utc(store: Store) -> None:
    noted = datetime.fromisoformat("2026-01-15T20:00:00+08:00")
    store.add(*told("Opening", DAY, FORUM), noted)
    assert store.changes(noted)[0].noted == NOW
