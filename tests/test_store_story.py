"""The story of tests/story in the calendar: what is published on the way, and the same entries in whatever order."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from icalendar import Calendar

import eventx
from eventx.model import Event, Release, replace
from eventx.store import Store, open_store
from eventx.store.codec import text_of
from tests.databases import NOW
from tests.test_merge_story import FIVE, STORY

pytestmark = pytest.mark.full

Told = tuple[Release, Sequence[Event]]


@cache
def told(forum: str) -> dict[str, Told]:
    """The releases of a forum with their events, in the order of time."""
    paths = sorted(STORY.glob(f"{forum}/*.txt"))
    releases = [(f"{path.parent.name}/{path.stem}", eventx.read(path)[0]) for path in paths]
    return {name: (release, eventx.extract(release)) for name, release in releases}


def added(path: Path, releases: Iterable[Told]) -> Store:
    """A calendar that those releases were added to."""
    store = open_store(str(path))
    for release, events in releases:
        store.add(release, events, NOW)
    return store


def entries(store: Store) -> list[str]:
    """All that is told of each entry, but its UID."""
    found = [text_of(replace(event, uid="")) for event in store.events()]
    store.close()
    return sorted(found)


SEQUENCES = [
    ("01-announced", [0]),
    ("02-dated", [1]),
    ("03-theme", [1]),  # DESCRIPTION alone
    ("04-venue", [2]),
    ("05-moved", [3]),
    ("06-programme", [4]),  # the hour at which it opens
    ("07-cancelled", [5]),
    ("08-reinstated", [6]),
    ("09-opened", [6]),
    ("10-closed", [6]),
    ("11-next", [6, 0]),
    ("12-recap", [6, 0]),
]


def test_uids_and_sequences_on_the_way(tmp_path: Path) -> None:
    """Fed in the order of time: one UID an edition throughout, and a SEQUENCE that counts what a reader sees."""
    store, seen = open_store(str(tmp_path / "calendar.db")), []
    proposed = [told("tea")["tea/01-announced"][1][0].uid, told("tea")["tea/11-next"][1][-1].uid]
    for name, (release, events) in told("tea").items():
        store.add(release, events, NOW)
        found = [event.uid for event in store.events()]
        seen.append((name.partition("/")[2], [store.entry(uid).sequence for uid in found]))
        assert found == proposed[: len(found)]
    assert seen == SEQUENCES
    calendar = Calendar.from_ical(store.calendar())
    assert [int(each["SEQUENCE"]) for each in calendar.walk("VEVENT")] == [6, 0]
    store.close()


def test_all_orders_of_five(tmp_path: Path) -> None:
    five = [told("tea")[f"tea/{name}"] for name in FIVE]
    expected = entries(added(tmp_path / "expected.db", five))
    assert len(expected) == 2
    for n, order in enumerate(permutations(five)):
        assert entries(added(tmp_path / f"{n}.db", order)) == expected


@pytest.mark.parametrize("times", [10, pytest.param(500, marks=pytest.mark.full)])
def test_shuffles_of_three_forums_that_share_words(times: int, tmp_path: Path) -> None:
    releases = [release for forum in ("tea", "robot", "ai") for release in told(forum).values()]
    expected = entries(added(tmp_path / "expected.db", releases))
    chance = random.Random(2023)
    for n in range(times):
        chance.shuffle(releases)
        assert entries(added(tmp_path / f"{n}.db", releases)) == expected
        (tmp_path / f"{n}.db").unlink()
