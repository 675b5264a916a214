"""What sync asks of the calendar, in SQLite and PostgreSQL alike: sources, their items, the lock."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from eventx.errors import BusyError, StoreError
from eventx.model import Event, Place, Release, replace
from eventx.store import ItemVersion, Store, Watched, open_store
from tests.databases import FAIR, FORUM, MOVED, NOW, told, varied

URL = "https://news.example.org/feed.xml"
FIRST = ItemVersion(item="a", version="1")
ROOT = Path(__file__).parents[1]


@pytest.fixture
def store(url: str) -> Store:
    return open_store(url)


def source(store: Store) -> Watched:
    return store.watch(URL, NOW)


def test_sources_are_kept_changed_and_removed(store: Store) -> None:
    assert store.watched() == []
    added = store.watch(URL, NOW)
    assert (added.url, added.every, added.label, added.due) == (URL, 3600, URL, None)
    store.watch("https://other.example.org/", NOW, every=600, name="other")
    assert [each.label for each in store.watched()] == [URL, "other"]
    assert store.watch(URL, NOW, every=1800) == replace(added, every=1800)
    assert store.watch(URL, NOW, name="news") == replace(added, every=1800, name="news")
    assert store.watch(URL, NOW) == replace(added, every=1800, name="news")
    with pytest.raises(StoreError, match=r"^other: https://other.example.org/ is called so already"):
        store.watch(URL, NOW, name="other")
    assert store.unwatch("news").url == URL
    assert store.unwatch("https://other.example.org/").name == "other"
    with pytest.raises(StoreError, match="no source is called so"):
        store.unwatch("news")


def test_what_became_of_fetching_is_kept(store: Store) -> None:
    fetched = replace(
        source(store), etag='"1"', modified="Thu, 15 Jan 2026 12:00:00 GMT", fetched=NOW, changed=NOW,
        due=NOW + timedelta(hours=1), failures=2, fault="no \0answer \ud800",
    )  # fmt: skip
    store.watch(URL, NOW, every=600, name="renamed meanwhile")
    store.note_source(fetched)
    assert store.watched() == [replace(fetched, every=600, name="renamed meanwhile", fault="no answer ?")]


def test_a_source_moves_unless_its_new_address_is_watched(store: Store) -> None:
    first, second = source(store), store.watch("https://other.example.org/", NOW)
    store.note_source(replace(first, url=second.url, failures=1))
    assert [(each.url, each.failures) for each in store.watched()] == [(URL, 1), (second.url, 0)]
    store.note_source(replace(first, url="https://new.example.org/"))
    assert [each.url for each in store.watched()] == ["https://new.example.org/", second.url]


def test_an_item_is_in_with_its_releases_or_not_at_all(store: Store) -> None:
    kept, item = source(store), FIRST

    def broken() -> object:
        yield told("First", date(2021, 9, 1), FORUM)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.take_item(kept, item, broken(), NOW)  # type: ignore[arg-type]
    assert (store.known_items(kept, ["a"]), store.counts()["releases"]) == ({}, 0)

    both = [told("First", date(2021, 9, 1), FORUM), told("Second", date(2021, 9, 2), FAIR)]
    became = store.take_item(kept, item, both, NOW)
    assert [[change.kind for change in each or ()] for each in became] == [["published"], ["published"]]
    assert store.known_items(kept, ["a", "b"]) == {"a": ("1", 0)}
    assert store.take_item(kept, item, both, NOW) == [None, None]
    moved = store.take_item(kept, replace(item, version="2"), [told("Moved", date(2021, 9, 9), MOVED)], NOW)
    assert [[change.kind for change in each or ()] for each in moved] == [["changed"]]
    assert store.known_items(kept, ["a"]) == {"a": ("2", 0)}
    assert store.counts()["live"] == 2


def test_what_failed_is_counted_anew_for_another_version(store: Store) -> None:
    kept = source(store)
    assert [store.miss_item(kept, FIRST, NOW) for _ in range(3)] == [1, 2, 3]
    assert store.miss_item(kept, replace(FIRST, version="2"), NOW) == 1
    assert store.known_items(kept, ["a"]) == {"a": ("2", 1)}
    store.take_item(kept, replace(FIRST, version="2"), [], NOW)
    assert store.known_items(kept, ["a"]) == {"a": ("2", 0)}


def test_items_are_those_of_their_source(store: Store) -> None:
    one, other = source(store), store.watch("https://other.example.org/", NOW)
    store.take_item(one, FIRST, [], NOW)
    assert store.known_items(other, ["a"]) == {}
    names = [f"item {n}" for n in range(1200)]
    for name in names:
        store.take_item(other, ItemVersion(item=name, version="1"), [], NOW)
    assert set(store.known_items(other, names)) == set(names)
    store.unwatch(other.url)
    assert store.known_items(other, names) == {}
    assert store.known_items(one, ["a"]) == {"a": ("1", 0)}


def test_a_source_that_is_removed_meanwhile_is_no_error(store: Store) -> None:
    kept = source(store)
    store.unwatch(URL)
    assert store.take_item(kept, FIRST, [told("First", date(2021, 9, 1), FORUM)], NOW) != [None]
    assert store.miss_item(kept, FIRST, NOW) == 1
    store.note_source(replace(kept, failures=1))
    assert (store.watched(), store.counts()["live"]) == ([], 1)


def test_a_backup_brings_sources_back(store: Store, tmp_path: Path) -> None:
    kept = source(store)
    store.take_item(kept, FIRST, [told("First", date(2021, 9, 1), FORUM)], NOW)
    store.backup(tmp_path / "backup.db")
    store.unwatch(URL)
    store.restore(tmp_path / "backup.db", replace=True)
    assert store.watched() == [kept]
    assert store.known_items(kept, ["a"]) == {"a": ("1", 0)}
    assert store.watch("https://new.example.org/", NOW).id > kept.id


def test_one_sync_at_a_time(store: Store, url: str) -> None:
    with store.alone(NOW):
        with pytest.raises(BusyError, match=r"another sync is at work \((process|backend) \d+, since 20"):
            open_store(url).alone(NOW).__enter__()
        assert open_store(url).counts()["releases"] == 0, "the calendar itself stays open to all"
    with open_store(url).alone(NOW), pytest.raises(BusyError):
        store.alone(NOW).__enter__()


HOLD = """
import sys, time
from datetime import datetime, UTC
from eventx.store import open_store
with open_store(sys.argv[1]).alone(datetime.now(UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_ends_with_its_process(store: Store, url: str) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, cwd=ROOT)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(BusyError):
            store.alone(NOW).__enter__()
        holder.kill()
    for _ in range(100):  # PostgreSQL sees within moments that its client is gone
        try:
            with store.alone(NOW):
                return
        except BusyError:
            time.sleep(0.05)
    pytest.fail("the lock outlived its process")


# Versions


def test_a_newer_version_takes_the_place_of_the_older_one(store: Store) -> None:
    """What was decided stays, what it no longer tells stays, and the older one brings nothing back."""
    kept = source(store)

    def version(*events: Event) -> tuple[Release, list[Event]]:
        release, found = told("News", date(2021, 9, 1), *events)
        release = replace(release, text=repr(events), id="guild-1", url="https://example.org/guild-1")
        return release, [replace(event, source=replace(event.source, id="guild-1")) for event in found]

    first, forum, fair = version(FORUM, FAIR), "news-0@eventx", "news-1@eventx"
    store.take_item(kept, FIRST, [first], NOW)
    before = {event.uid: event for event in store.events()}
    store.confirm(forum, NOW)
    (became,) = store.take_item(kept, ItemVersion(item="a", version="2"), [version(MOVED)], NOW)
    assert [change.kind for change in became or ()] == ["changed"]
    after = {event.uid: event for event in store.events()}
    assert (after[forum].start, after[forum].confidence) == (MOVED.start, 1.0)
    assert after[fair] == before[fair]
    assert store.counts()["releases"] == 1
    assert store.add(*first, NOW) is None, "an older version brings nothing back"
    store.take_item(kept, ItemVersion(item="a", version="3"), [first], NOW)
    assert {event.uid: event.start for event in store.events()} == {uid: e.start for uid, e in before.items()}
    assert store.faults() == []


@pytest.mark.parametrize("address", ["https://example.org/all.ics", None])
def test_a_calendar_that_is_added_again_takes_its_own_place(store: Store, address: str | None) -> None:
    """By its address or its own UID, whatever it changes."""
    for event in (FAIR, varied(FAIR, place=Place(venue="Old Town Hall", city="Bergen", country="NO"))):
        release, events = told("Diary", None, event)
        store.add(replace(release, text="", given=(event,), id="diary", url=address), events, NOW)
    (entry,) = store.events()
    assert entry.place.venue == "Old Town Hall"
