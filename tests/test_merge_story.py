"""A story of three forums that share words, told in releases of our own (tests/story): one entry for each edition,
whatever the order in which the releases arrive."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

import eventx
from eventx.merge import Entry, Sighting, entries, merge

STORY = Path(__file__).parent / "story"
FIVE = ("02-dated", "05-moved", "07-cancelled", "08-reinstated", "11-next")
SHANGHAI = timezone(timedelta(hours=8))
Told = tuple[Sighting, ...]


@cache
def told() -> dict[str, Told]:
    """The sightings of each release, "tea/02-dated"; extracted once."""
    found: dict[str, Told] = {}
    for path in sorted(STORY.glob("*/*.txt")):
        name = f"{path.parent.name}/{path.stem}"
        (release,) = eventx.read(path)
        events = eventx.extract(release)
        found[name] = tuple(Sighting(key=f"{name}:{i}", event=e) for i, e in enumerate(events))
    return found


def of(forum: str) -> list[Told]:
    return [sightings for name, sightings in told().items() if name.startswith(forum)]


def flat(releases: Iterable[Told]) -> list[Sighting]:
    return [s for release in releases for s in release]


def at(entry: Entry) -> tuple[str, str, str | None, date, date | None, str]:
    event = entry.event
    return event.title, event.status, event.place.label, event.start, event.end, str(event.edition)


OPENING = datetime(2023, 9, 25, 9, 30, tzinfo=SHANGHAI)
TEA = [
    (
        "2023 World Tea Forum", "confirmed", "China National Tea Museum, Hangzhou, China",
        OPENING, date(2023, 9, 28), "2023",
    ),
    ("2024 World Tea Forum", "confirmed", "Wuyishan, China", date(2024, 9, 9), date(2024, 9, 12), "2024"),
]  # fmt: skip
OTHERS = [
    (
        "2023 World AI Conference", "confirmed", "Shanghai World Expo Center, Shanghai, China",
        date(2023, 8, 16), date(2023, 8, 18), "2023",
    ),
    (
        "World AI Conference", "confirmed", "Shanghai, China",  # one company's presentation there
        datetime(2023, 8, 17, 14, tzinfo=SHANGHAI), None, "2023",
    ),
    ("2023 World Robot Conference", "confirmed", "Beijing, China", date(2023, 8, 16), date(2023, 8, 22), "2023"),
    ("2023 World Robot Contest", "confirmed", "Beijing, China", date(2023, 8, 16), date(2023, 8, 22), "2023"),
    ("2024 World Robot Conference", "confirmed", "Beijing, China", date(2024, 8, 21), date(2024, 8, 25), "2024"),
]  # fmt: skip


def test_each_release_of_the_story_is_read() -> None:
    assert [len(of(forum)) for forum in ("tea", "robot", "ai")] == [12, 5, 5]
    assert [name for name, sightings in told().items() if not sightings] == []


def test_twelve_releases_of_one_forum_are_two_editions() -> None:
    found = entries(flat(of("tea")))
    assert [at(entry) for entry in found] == TEA
    assert found[0].event.theme == "One Leaf, Many Hands"
    assert len({s.event.source.id for s in found[0].sightings}) == 11


def test_forums_that_share_words_stay_apart() -> None:
    assert sorted(map(at, entries(flat(told().values()))), key=str) == sorted(TEA + OTHERS, key=str)


def test_all_orders_of_five() -> None:
    five = [told()[f"tea/{name}"] for name in FIVE]
    expected = entries(flat(five))
    assert [at(e)[1:5] for e in expected] == [
        ("confirmed", "China National Tea Museum, Hangzhou, China", date(2023, 9, 25), date(2023, 9, 28)),
        ("confirmed", "Wuyishan, China", date(2024, 9, 9), date(2024, 9, 12)),
    ]
    orders = list(permutations(five))
    assert len(orders) == 120
    assert all(entries(flat(order)) == expected for order in orders)


@pytest.mark.parametrize("forums", [("tea",), ("tea", "robot", "ai")], ids=["alone", "interleaved"])
def test_shuffles(forums: tuple[str, ...]) -> None:
    releases = [release for forum in forums for release in of(forum)]
    expected = entries(flat(releases))
    chance = random.Random(1773)
    for _ in range(500):
        chance.shuffle(releases)
        assert entries(flat(releases)) == expected


STEPS = [
    # after release …: status, first day, last day, number of entries
    ("01-announced", "confirmed", date(2023, 9, 1), date(2023, 9, 30), 1),
    ("02-dated", "confirmed", date(2023, 9, 18), date(2023, 9, 21), 1),
    ("03-theme", "confirmed", date(2023, 9, 18), date(2023, 9, 21), 1),
    ("04-venue", "confirmed", date(2023, 9, 18), date(2023, 9, 21), 1),
    ("05-moved", "confirmed", date(2023, 9, 25), date(2023, 9, 28), 1),
    ("06-programme", "confirmed", date(2023, 9, 25), date(2023, 9, 28), 1),
    ("07-cancelled", "cancelled", date(2023, 9, 25), date(2023, 9, 28), 1),
    ("08-reinstated", "confirmed", date(2023, 9, 25), date(2023, 9, 28), 1),
    ("09-opened", "confirmed", date(2023, 9, 25), date(2023, 9, 28), 1),
    ("10-closed", "confirmed", date(2023, 9, 25), date(2023, 9, 28), 1),
    ("11-next", "confirmed", date(2023, 9, 25), date(2023, 9, 28), 2),
    ("12-recap", "confirmed", date(2023, 9, 25), date(2023, 9, 28), 2),
]


@pytest.mark.parametrize("number", range(1, 13))
def test_what_the_calendar_says_after_each_release(number: int) -> None:
    name, status, first, last, count = STEPS[number - 1]
    assert f"tea/{name}" in told()
    found = entries(flat(of("tea")[:number]))
    event = found[0].event
    start = event.start.date() if isinstance(event.start, datetime) else event.start
    assert (event.status, start, event.last_day, len(found)) == (status, first, last, count)
    assert event.title == "2023 World Tea Forum"


def test_the_facade_merges_events() -> None:
    events = [s.event for s in flat(told().values())]
    found = merge(events)
    assert len(found) == 7
    assert merge(reversed(events)) == found
    assert merge(events + events) == found
    assert eventx.merge(events) == found
