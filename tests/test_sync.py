"""Watching sources, with a web and a clock of our own: what is fetched when, what is taken, what is left for later."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from eventx.errors import FetchError, StoreError
from eventx.ingest.web import Answer
from eventx.store import Store, Watched, open_store
from eventx.sync import World, next_due, sync
from eventx.sync.due import after_failure, after_success, is_due
from eventx.sync.manners import STRIKES, Manners
from eventx.sync.robots import LONGEST_DELAY, allowed, delay, rules_of
from eventx.sync.values import DisallowedError, NotNowError
from eventx.sync.watch import LONGEST, TRIES
from tests.databases import NOW
from tests.newsroom import feed, news

BASE = "https://news.example.org"
FEED = f"{BASE}/feed.xml"


@dataclass(slots=True)
class Web:
    """What is at each address: bytes, headers with them, or the error that comes of it. It keeps no validators unless
    `tag` is told, which is the ETag of the feed."""

    pages: dict[str, bytes | FetchError | Callable[[], bytes]] = field(default_factory=dict)
    tag: str = ""
    media: str = "application/rss+xml"
    moved: str | None = None
    asked: list[str] = field(default_factory=list)
    sent: list[Mapping[str, str]] = field(default_factory=list)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        self.asked.append(url)
        self.sent.append(headers or {})
        found = self.pages.get(url, failure(404, "is not there"))
        if isinstance(found, FetchError):
            raise found
        told = {"content-type": "text/html" if "/news/" in url else self.media}
        told |= {"etag": self.tag} if self.tag and "/news/" not in url else {}
        if self.tag and (headers or {}).get("If-None-Match") == self.tag:
            return Answer(url=url, status=304, headers=told, data=b"", received=0)
        data = found() if callable(found) else found
        moved = self.moved if url == FEED else None
        return Answer(url=moved or url, status=200, headers=told, data=data, received=len(data), moved=moved)


@dataclass(slots=True)
class Clock:
    """A clock that goes on by a second each time it is read, and by what is slept."""

    time: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 1))
        self.time += timedelta(seconds=seconds)


@dataclass(slots=True)
class Place:
    """A calendar, the web and the clock, and what was told."""

    store: Store
    web: Web = field(default_factory=Web)
    clock: Clock = field(default_factory=Clock)
    told: list[str] = field(default_factory=list)
    stopping: Callable[[], bool] = lambda: False

    def world(self) -> World:
        return World(
            web=self.web, now=self.clock.now, sleep=self.clock.sleep, tell=self.told.append, pause=0.0,
            progress=lambda items, label: nullcontext(items), stopping=self.stopping,
        )  # fmt: skip

    def sync(self, *, everything: bool = True) -> Counter[str]:
        self.web.asked.clear()
        self.told.clear()
        return sync(self.store, self.world(), everything=everything)

    def source(self) -> Watched:
        return self.store.watched()[0]

    def titles(self) -> list[str]:
        return sorted(event.title for event in self.store.events())


def failure(status: int | None, words: str = "fails", wait: float | None = None) -> FetchError:
    return FetchError(words, where="https://somewhere.example.org/", status=status, retry_after=wait)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A feed of four releases, two of them in full, which is watched."""
    found = Place(open_store(str(tmp_path / "calendar.db")))
    publish(found, [0, 1, 2, 3])
    found.store.watch(FEED, NOW, name="news")
    return found


def publish(place: Place, numbers: Sequence[int], **changes: Any) -> None:
    items = [news(number, **changes) for number in numbers]
    place.web.pages[FEED] = feed(items, BASE)
    place.web.pages |= {f"{BASE}/{each.path}": each.page for each in items if not each.full}


def names(*numbers: int) -> list[str]:
    return sorted(f"2031 {news(number).name}" for number in numbers)


# What is taken


def test_each_item_is_taken_once(place: Place) -> None:
    told = place.sync()
    assert (told["fetched"], told["added"], told["published"], told["left"], place.told) == (1, 4, 4, 0, [])
    assert place.titles() == names(0, 1, 2, 3)
    assert place.web.asked == [f"{BASE}/robots.txt", FEED, f"{BASE}/news/1", f"{BASE}/news/3"]
    assert told["received"] == sum(len(page) for page in place.web.pages.values() if isinstance(page, bytes))

    told = place.sync()  # this feed knows no conditional GET
    assert (told["unchanged"], told["added"], told["known"], place.web.asked) == (1, 0, 0, [f"{BASE}/robots.txt", FEED])
    publish(place, [4, 5, 2, 3])
    assert place.sync()["added"] == 2
    assert f"{BASE}/news/3" not in place.web.asked
    assert place.titles() == names(0, 1, 2, 3, 4, 5), "what vanished from the feed stays"


def test_news_are_asked_for_once_all_is_in(place: Place) -> None:
    place.web.tag = '"1"'
    place.web.pages[f"{BASE}/news/1"] = failure(500)
    assert place.sync()["left"] == 1
    assert place.source().etag is None, "or the server would say that nothing is new"
    publish(place, [0, 1, 2, 3])
    assert (place.sync()["added"], place.source().etag) == (1, '"1"')
    told = place.sync()
    assert (told["unchanged"], told["received"], place.web.sent[-1]) == (1, 0, {"If-None-Match": '"1"'})
    assert place.web.asked == [f"{BASE}/robots.txt", FEED]
    assert place.source().etag == '"1"'


def test_what_changed_is_read_anew(place: Place) -> None:
    place.sync()
    before = {event.title: event.start for event in place.store.events()}
    publish(place, [0, 1, 2, 3], later=7)
    told = place.sync()
    assert (told["added"], place.web.asked) == (2, [f"{BASE}/robots.txt", FEED]), (
        "the feed tells of a change in full text"
    )
    after = {event.title: event.start for event in place.store.events()}
    moved = {title for title in before if before[title] != after[title]}
    assert moved == set(names(0, 2))
    assert place.titles() == names(0, 1, 2, 3), "one entry each, moved"
    assert [event.start - before[event.title] for event in place.store.events() if event.title in moved] == [
        timedelta(days=7)
    ] * 2


def test_a_calendar_s_event_moves_and_is_called_off_under_its_uid(place: Place) -> None:
    place.web.media = "text/calendar"

    def calendar(stamp: str, *events: tuple[str, str, str]) -> bytes:
        told = "".join(
            f"BEGIN:VEVENT\r\nUID:{uid}@example.org\r\nDTSTAMP:{stamp}\r\nDTSTART;VALUE=DATE:{day}\r\n"
            f"SUMMARY:Open Day of {uid}\r\nSTATUS:{status}\r\nEND:VEVENT\r\n" for uid, day, status in events
        )  # fmt: skip
        return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{told}END:VCALENDAR\r\n".encode()

    def entries() -> list[tuple[str, str, str]]:
        return [(event.uid[:-12], event.start.isoformat(), event.status) for event in place.store.events()]

    first = (("Alder", "20310301", "CONFIRMED"), ("Birch", "20310401", "CONFIRMED"), ("Cedar", "20310501", "CONFIRMED"))
    then = (("Alder", "20310308", "CONFIRMED"), ("Birch", "20310401", "CANCELLED"), ("Elm", "20310601", "CONFIRMED"))
    place.web.pages[FEED] = calendar("20310101T000000Z", *first)
    place.sync()
    before = entries()
    place.web.pages[FEED] = calendar("20310102T000000Z", *first)
    assert (place.sync()["unchanged"], entries()) == (1, before), "written anew, the same is told"
    place.web.pages[FEED] = calendar("20310103T000000Z", *then)
    assert (told := place.sync())["changed"] == 2
    assert (told["published"], told["conflict"]) == (1, 0)
    assert entries() == [
        ("Alder", "2031-03-08", "confirmed"), ("Birch", "2031-04-01", "cancelled"),
        ("Cedar", "2031-05-01", "confirmed"), ("Elm", "2031-06-01", "confirmed"),
    ]  # fmt: skip
    place.web.pages[FEED] = calendar("20310104T000000Z", *first)
    place.sync()
    assert entries() == [*before, ("Elm", "2031-06-01", "confirmed")], "back to what it told first"


def test_a_page_that_is_watched_tells_one_event_however_it_changes(place: Place) -> None:
    place.web.media = "text/html"
    for later, words in ((0, ""), (7, ""), (7, "Doors open early.")):
        page = news(0, later=later).page.replace(b"</article>", f"<p>{words}</p></article>".encode())
        place.web.pages[FEED] = page
        assert place.sync()["added"] == 1
        (event,) = place.store.events()
        assert event.start == date(2031, 3, 1) + timedelta(days=later)
    assert place.store.counts()["releases"] == 1


def test_a_page_in_the_place_of_a_feed_is_not_taken(place: Place) -> None:
    place.sync()
    content, place.web.media = place.web.pages[FEED], "text/html"
    place.web.pages[FEED] = (
        b"<html><body><h1>Maintenance</h1><p>Back on 1 May 2031 for the Spring Fair.</p></body></html>"
    )
    assert place.sync()["failed"] == 1
    assert place.told[0].startswith(f"news: {FEED}: is a web page by now and was none")
    place.web.pages[FEED], place.web.media = content, "application/rss+xml"
    assert (place.sync()["unchanged"], place.source().failures) == (1, 0)
    assert place.titles() == names(0, 1, 2, 3)


@pytest.mark.parametrize(("later", "url"), [(0, "https://new.example.org/fair"), (7, FEED)])
def test_a_page_that_moves_is_believed_where_it_says_the_same(place: Place, later: int, url: str) -> None:
    place.web.media, place.web.pages[FEED] = "text/html", news(0).page
    place.sync()
    place.web.moved, place.web.pages[FEED] = "https://new.example.org/fair", news(0, later=later).page
    place.sync()
    assert place.source().url == url


def test_items_that_share_an_id_do_not_take_turns(place: Place) -> None:
    content = place.web.pages[FEED]
    assert isinstance(content, bytes)
    place.web.pages[FEED] = content.replace(b">news-2<", b">news-0<")
    assert place.sync()["added"] == 4
    assert place.sync()["added"] == 0
    assert place.titles() == names(0, 1, 2, 3)


def test_other_documents_are_read_too(place: Place) -> None:
    lines = [json.dumps({"id": f"r{n}", "text": news(n).text, "title": news(n).name}) for n in range(3)]
    place.web.pages[FEED], place.web.media = "\n".join(lines).encode(), "application/x-ndjson"
    assert place.sync()["added"] == 3
    lines[1] = json.dumps({"id": "r1", "text": news(7).text})
    place.web.pages[FEED] = "\n".join(lines).encode()
    assert place.sync()["added"] == 1
    assert place.titles() == names(0, 1, 2, 7)


# What fails


def test_a_page_that_fails_is_tried_at_later_syncs(place: Place) -> None:
    place.web.pages[f"{BASE}/news/1"] = failure(404, "is not there (404)")
    for tries in range(1, TRIES):
        told = place.sync()
        assert (told["left"], told["given up"], told["added"]) == (1, 0, 3 if tries == 1 else 0)
        assert place.told == ["https://somewhere.example.org/: is not there (404)"]
    assert (place.source().failures, place.source().etag) == (0, None)
    told = place.sync()
    assert (told["left"], told["given up"], told["added"]) == (0, 1, 1), "what the feed itself tells is taken"
    assert place.sync()["unchanged"] == 1
    assert place.web.asked == [f"{BASE}/robots.txt", FEED]


def test_one_bad_source_does_not_stop_the_others(place: Place) -> None:
    place.store.watch("https://bad.example.org/", NOW)
    place.store.watch("https://worse.example.org/", NOW)
    place.store.watch("https://fine.example.org/feed.xml", NOW)
    place.web.pages["https://bad.example.org/"] = failure(None, "cannot be reached")

    def broken() -> bytes:
        raise RecursionError("what nobody foresaw")

    place.web.pages["https://worse.example.org/"] = broken
    place.web.pages["https://fine.example.org/feed.xml"] = feed([news(6)], BASE)
    told = place.sync()
    assert (told["fetched"], told["failed"], told["added"]) == (2, 2, 5)
    assert [each.failures for each in place.store.watched()] == [0, 1, 1, 0]
    assert "could not be read (RecursionError: what nobody foresaw); please report it" in place.told[1]


def test_a_calendar_that_breaks_ends_the_sync(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Store, "take_item", full)
    with pytest.raises(StoreError, match="the disk is full"):
        place.sync()
    assert place.source().fetched is None


def test_failures_are_counted_and_told(place: Place) -> None:
    place.web.pages[FEED] = failure(500, "fails on its server (500)")
    waits = []
    for _ in range(7):
        place.sync()
        source = place.source()
        assert source.due is not None
        waits.append(round((source.due - place.clock.time).total_seconds() / 3600))
    assert waits == [2, 4, 8, 16, 24, 24, 24]
    assert (source.failures, source.fault) == (7, "fails on its server (500)")
    assert place.told == ["news: https://somewhere.example.org/: fails on its server (500)"]
    publish(place, [0])
    place.sync()
    assert (place.source().failures, place.source().fault) == (0, None)


@pytest.mark.parametrize(
    ("wrong", "hours"),
    [
        (failure(429, wait=5 * 3600.0), 5),
        (failure(503, wait=60.0), 2),  # at least as late as after any failure
        (failure(503, wait=1e9), 7 * 24),
        (failure(410), 24),
        (failure(None), 2),
    ],
)
def test_when_a_source_that_failed_is_asked_again(place: Place, wrong: FetchError, hours: int) -> None:
    place.web.pages[FEED] = wrong
    place.sync()
    due = place.source().due
    assert due is not None
    assert round((due - place.clock.time).total_seconds() / 3600) == hours


def test_a_host_that_has_enough_is_left_alone(place: Place) -> None:
    publish(place, [1, 3, 5, 7, 9, 0])
    place.web.pages[f"{BASE}/news/3"] = failure(429, "is asked too often", wait=600.0)
    told = place.sync()
    assert (told["added"], told["left"]) == (2, 4), "1 was there, 0 is told in full"
    assert place.web.asked[2:] == [f"{BASE}/news/1", f"{BASE}/news/3"]
    assert len(place.told) == 2, "the failure, and once what came of it"
    publish(place, [1, 3, 5, 7, 9, 0])
    assert place.sync()["added"] == 4, "to be left alone was no try"


def test_a_dead_host_is_not_asked_for_each_page(place: Place) -> None:
    publish(place, [1, 3, 5, 7, 9, 11, 0])
    for number in (1, 3, 5, 7, 9, 11):
        place.web.pages[f"{BASE}/news/{number}"] = failure(None, "is silent")
    told = place.sync()
    assert (told["left"], told["added"], len(place.web.asked)) == (6, 1, 2 + STRIKES)


def test_a_source_has_its_time_and_no_more(place: Place) -> None:
    fetch = place.web.fetch

    def slow(url: str, headers: Mapping[str, str] | None = None) -> Answer:
        place.clock.time += timedelta(seconds=LONGEST / 2 if "/news/" in url else 0)
        return fetch(url, headers)

    publish(place, [1, 3, 5, 7])
    world = place.world()
    slowly = World(
        web=Slow(slow), now=world.now, sleep=world.sleep, tell=world.tell, progress=world.progress, pause=0.0
    )
    told = sync(place.store, slowly, everything=True)
    assert (told["added"], told["left"]) == (2, 2)
    assert place.sync()["added"] == 2


@dataclass(slots=True)
class Slow:
    """A web that takes its time."""

    fetch: Callable[..., Answer]


def test_where_a_source_moves_to_for_good_it_is_watched(place: Place) -> None:
    place.sync()
    place.web.moved = "https://new.example.org/feed.xml"
    place.sync()
    assert place.source().url == "https://new.example.org/feed.xml"
    assert place.told == ["note: news has moved for good and is watched at its new address: " + place.source().url]


@pytest.mark.parametrize(
    ("content", "to"),
    [
        (b"This domain is for sale. Make an offer by 1 May 2031.", "https://parked.example.org/"),
        (b"\0\0\0\0", "https://parked.example.org/"),
        (feed([news(0)], BASE), "http://news.example.org/feed.xml"),
    ],
)
def test_not_every_move_is_believed(place: Place, content: bytes, to: str) -> None:
    place.sync()
    place.web.moved, place.web.pages[FEED], place.web.media = to, content, "text/plain"
    place.sync()
    assert place.source().url == FEED
    assert len(place.told) == 1


# When


def test_where_a_source_moves_to_one_that_is_watched_is_told(place: Place) -> None:
    place.sync()
    place.web.moved = "https://new.example.org/feed.xml"
    place.web.pages[place.web.moved] = feed([], BASE)
    place.store.watch(place.web.moved, NOW)
    place.sync()
    assert place.source().url == FEED
    assert "which is watched too" in place.told[0]


@pytest.mark.parametrize(("content", "told"), [(b" ", "is empty"), (feed([news(0)] * 2000, BASE), "items or more")])
def test_what_a_source_lacks_is_told(place: Place, content: bytes, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventx.sync.watch.LONGEST", -1.0)
    place.web.pages[FEED] = content
    place.sync()
    assert told in place.told[0]


def test_what_is_due_is_fetched(place: Place) -> None:
    place.sync(everything=False)
    assert place.sync(everything=False) == Counter()
    assert place.web.asked == []
    wait = next_due(place.store, place.clock.time)
    assert wait is not None
    assert wait == pytest.approx(3540, abs=5)
    place.clock.time += timedelta(seconds=wait + 1)
    assert place.sync(everything=False)["unchanged"] == 1
    place.store.watch(FEED, NOW, every=300)
    assert next_due(place.store, place.clock.time) == 0.0
    place.store.unwatch(FEED)
    assert next_due(place.store, place.clock.time) is None


def test_a_round_each_hour_is_not_too_early_for_itself() -> None:
    source = Watched(id=1, url=FEED, every=3600)
    for begun, due in [(NOW, True), (NOW + timedelta(seconds=3599), True), (NOW + timedelta(minutes=30), False)]:
        fetched = Watched(id=1, url=FEED, every=3600, due=after_success(source, NOW))
        assert is_due(fetched if begun > NOW else source, begun) is due
    rare = Watched(id=1, url=FEED, every=7 * 86400, failures=3)
    assert after_failure(rare, NOW) == NOW + timedelta(days=7)
    assert after_failure(Watched(id=1, url=FEED, every=300, failures=10**6), NOW) == NOW + timedelta(days=1)


@pytest.mark.parametrize("after", range(6))
def test_a_sync_that_is_stopped_is_gone_on_with(place: Place, after: int) -> None:
    looks = iter([False] * after + [True] * 99)
    place.stopping = lambda: next(looks)
    first = place.sync(everything=False)
    place.stopping = lambda: False
    second = place.sync(everything=False)
    assert first["added"] + second["added"] == 4
    assert place.titles() == names(0, 1, 2, 3)
    assert place.source().fetched is not None


# Manners


def manners(place: Place, robots: bytes | FetchError, pause: float = 0.0) -> Manners:
    place.web.pages[f"{BASE}/robots.txt"] = robots
    world = place.world()
    return Manners(World(web=world.web, now=world.now, sleep=world.sleep, tell=world.tell, progress=world.progress,
                         pause=pause))  # fmt: skip


def test_robots_txt_is_kept_to(place: Place) -> None:
    guest = manners(place, b"User-agent: *\nDisallow: /news/\nAllow: /news/3\n")
    assert guest.get(FEED).url == FEED
    with pytest.raises(DisallowedError, match=r"news/1: its robots.txt asks programs not to fetch it"):
        guest.get(f"{BASE}/news/1")
    assert guest.get(f"{BASE}/news/3").media == "text/html"
    assert place.web.asked.count(f"{BASE}/robots.txt") == 1
    place.web.pages[f"{BASE}/robots.txt"] = b"User-agent: *\nDisallow: /news/1"
    told = place.sync()
    assert (told["added"], told["left"]) == (4, 0), "of what may not be fetched the feed itself tells"
    assert len(place.told) == 1


@pytest.mark.parametrize(("status", "asked"), [(404, True), (403, True), (410, True), (429, False), (500, False),
                                               (503, False), (None, False)])  # fmt: skip
def test_robots_txt_that_cannot_be_had(place: Place, status: int | None, asked: bool) -> None:
    guest = manners(place, failure(status, "fails"))
    if asked:
        assert guest.get(FEED).url == FEED
        return
    for _ in range(2):
        with pytest.raises(NotNowError, match=r"nothing of it may be fetched now: fails|fails$|is left alone"):
            guest.get(FEED)
    assert place.web.asked == [f"{BASE}/robots.txt"]
    told = place.sync()
    assert (told["failed"], place.source().failures) == (1, 1)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        (b"", True),
        (b"User-agent: *\nDisallow: /", False),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
        (b"User-agent: eventx\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        (b"User-agent: EVENTX/1.0 # us\nDisallow: /feed.xml", False),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: eventx\nDisallow:\nDisallow: /private", True),
        (b"User-agent: event\nDisallow: /", True),
        (b"User-agent: e\nUser-agent: another\nDisallow: /", True),
        (b"User-agent: *\nUser-agent: another\nDisallow: /*.xml$", False),
        (b"<html>no rules here</html>", True),
        (b"\xff\xfe\x00", True),
    ],
)
def test_whom_rules_are_for(text: bytes, may: bool) -> None:
    assert allowed(rules_of(text), FEED) is may


def test_a_flood_of_rules_is_bounded() -> None:
    begun = datetime.now()
    agents = b"".join(b"User-agent: agent%d\n" % n for n in range(20_000))
    rules = rules_of(agents + b"Disallow: /x*y*z*$\n" * 20_000)
    assert allowed(rules, f"{BASE}/{'xy' * 5000}")
    assert (datetime.now() - begun).total_seconds() < 2


def test_a_host_is_one_however_it_is_written(place: Place) -> None:
    guest = manners(place, b"")
    place.web.pages["https://NEWS.example.org:443/feed.xml"] = b""
    guest.get("https://NEWS.example.org:443/feed.xml")
    guest.get(FEED)
    assert place.web.asked[0] == f"{BASE}/robots.txt"
    assert len(place.web.asked) == 3


def test_requests_to_one_host_keep_a_distance(place: Place) -> None:
    guest = manners(place, b"", pause=2.0)
    for url in (FEED, f"{BASE}/news/1", f"{BASE}/news/3"):
        guest.get(url)
    assert place.clock.slept == [2.0, 2.0, 2.0]
    place.web.pages["https://other.example.org/news/1"] = b"<p>"
    place.clock.slept.clear()
    guest.get("https://other.example.org/news/1")
    assert place.clock.slept == [2.0], "after its robots.txt; other hosts do not count"
    place.clock.slept.clear()
    place.clock.time += timedelta(seconds=5)
    guest.get(FEED)
    assert place.clock.slept == []


@pytest.mark.parametrize(
    ("asked", "kept"), [("3", 3.0), ("0.5", 0.5), ("3600", LONGEST_DELAY), ("-4", 0.0), ("no", 0.0), ("nan", 0.0)]
)
def test_crawl_delay_is_kept_within_reason(asked: str, kept: float) -> None:
    assert delay(rules_of(f"User-agent: *\nCrawl-delay: {asked}\n".encode())) == kept
