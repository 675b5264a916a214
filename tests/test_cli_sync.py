"""The commands source and sync, against a newsroom on loopback; and killed, again and again."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventx.cli import main
from eventx.cli.sync import size
from eventx.store import open_store
from tests.databases import NOW
from tests.newsroom import MOST, feed, news, newsroom, transferred
from tests.web_server import Server, answer, leads_to

ROOT = Path(__file__).resolve().parents[1]
SYNC = ("sync", "--once", "--allow-private", "--pause", "0")
ITEMS = [news(number) for number in range(6)]


@pytest.fixture(autouse=True)
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A calendar of its own."""
    path = str(tmp_path / "calendar.db")
    monkeypatch.setenv("EVENTX_DB", path)
    return path


@pytest.fixture
def room() -> Iterator[Server]:
    """A newsroom with six releases, three of them in full in its feed."""
    with newsroom(ITEMS) as server:
        yield server


def run(*args: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, args, prog_name="eventx")


def fine(*args: str) -> str:
    """What a command writes that has nothing to complain about."""
    done = run(*args)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def titles(db: str) -> list[str]:
    store = open_store(db)
    found = sorted(event.title for event in store.events())
    store.close()
    return found


# source


def test_sources_are_added_listed_and_removed(db: str) -> None:
    url = "https://news.example.org/feed.xml"
    assert fine("source", "add", url, "--name", "Example News") == (
        f"Example News: {url}, every 1h; eventx sync fetches it\n"
    )
    added = fine("source", "add", "webcal://fairs.example.org/all.ics", "--every", "1d")
    assert added == "https://fairs.example.org/all.ics, every 1d; eventx sync fetches it\n"
    assert fine("source", "list").splitlines() == [
        f"Example News: {url}; every 1h; fetched never; changed never; next at once",
        "https://fairs.example.org/all.ics; every 1d; fetched never; changed never; next at once",
    ]
    assert "every 30m" in fine("source", "add", "feed:" + url, "--every", "30m")
    told = [json.loads(line) for line in fine("source", "list", "--format", "json").splitlines()]
    assert [(each["name"], each["every"], each["due"]) for each in told] == [
        ("Example News", 1800, None), (None, 86400, None),
    ]  # fmt: skip
    assert fine("source", "remove", "Example News") == "removed: Example News\n"
    assert fine("source", "remove", "webcal://fairs.example.org/all.ics").startswith("removed: https://fairs")
    assert fine("source", "list") == ""
    assert "no source is called so" in run("source", "remove", url).stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("ftp://example.org/",), "is no address of the web"),
        (("releases/",), "is no address of the web"),
        (("https://",), "names no host"),
        (("https://me:secret@example.org/",), "holds a password"),
        (("https://example.org/", "--every", "1m"), "at least 5m"),
        (("https://example.org/", "--every", "hourly"), "write it as 30m, 1h or 1d"),
        (("https://example.org/", "--every", "999999d"), "write it as 30m, 1h or 1d"),
        (("https://example.org/", "--name", "two\nlines"), "is no name"),
        (("https://example.org/", "--name", "https://other.example.org/"), "is no name"),
        (("https://example.org/", "--name", "a:/b"), "is no name"),
    ],
)
def test_what_cannot_be_watched_is_refused(args: tuple[str, ...], told: str) -> None:
    done = run("source", "add", *args)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "secret" not in done.output


def test_sizes_are_told_for_readers() -> None:
    assert [size(n) for n in (0, 1, 312, 48_211, 999_600, 1_234_567)] == [
        "0 bytes", "1 byte", "312 bytes", "48 kB", "1.0 MB", "1.2 MB",
    ]  # fmt: skip


# sync


def test_a_sync_puts_in_what_is_new(room: Server, db: str) -> None:
    fine("source", "add", f"{room.url}/feed.xml", "--name", "room")
    assert re.fullmatch(
        r"1 source fetched; 6 releases added; 6 entries new; \d+ kB received\n", fine(*SYNC)
    )  # fmt: skip
    assert titles(db) == sorted(f"2031 {each.name}" for each in ITEMS)
    assert re.fullmatch(r"nothing is due before 20\d\d-\d\d-\d\d \d\d:\d\d UTC\n", fine(*SYNC))
    told = fine(*SYNC, "--all")
    assert told == "0 sources fetched, 1 unchanged; 0 releases added; 0 entries new; 0 bytes received\n"
    assert "room: " in fine("source", "list")
    assert "never" not in fine("source", "list")
    assert "sources: 1 watched\n" in run("doctor").stdout


def test_both_databases_are_synced_alike(room: Server, url: str) -> None:
    fine("source", "add", f"{room.url}/feed.xml", "--db", url)
    assert "6 releases added; 6 entries new" in fine(*SYNC, "--db", url)
    assert "1 unchanged" in fine(*SYNC, "--all", "--db", url)
    store = open_store(url)
    with store.alone(NOW):
        done = run(*SYNC, "--db", url)
    store.close()
    assert (done.exit_code, done.stdout) == (0, "")
    assert "another sync is at work" in done.stderr


def test_a_source_that_fails_is_told_and_the_rest_done(room: Server, db: str) -> None:
    fine("source", "add", f"{room.url}/nowhere", "--name", "gone")
    fine("source", "add", f"{room.url}/feed.xml")
    done = run(*SYNC)
    assert done.exit_code == 1
    assert done.stdout.startswith("1 source fetched, 1 failed; 6 releases added; ")
    assert len(done.stderr.splitlines()) == 1
    assert f"{room.url}/nowhere: is not there" in done.stderr
    assert "1 failure in a row, the last: is not there" in fine("source", "list").splitlines()[0]
    assert "1 failing: eventx source list" in run("doctor").stdout


def test_private_addresses_are_refused_unless_allowed(room: Server) -> None:
    fine("source", "add", f"{room.url}/feed.xml")
    done = run("sync", "--once")
    assert (done.exit_code, room.asked) == (1, [])
    assert "--allow-private" in done.stderr


def test_a_source_follows_where_it_moves_for_good(room: Server) -> None:
    room.pages["/old.xml"] = leads_to("/feed.xml", 301)
    room.pages["/elsewhere.xml"] = leads_to("/feed.xml", 302)
    fine("source", "add", f"{room.url}/old.xml", "--name", "old")
    fine("source", "add", f"{room.url}/elsewhere.xml", "--name", "elsewhere")
    done = run(*SYNC)
    assert "old has moved for good" in done.stderr
    told = [json.loads(line)["url"] for line in fine("source", "list", "--format", "json").splitlines()]
    assert told == [f"{room.url}/feed.xml", f"{room.url}/elsewhere.xml"]


def test_nothing_to_do_is_said() -> None:
    assert "no calendar is there" in run(*SYNC).stderr
    fine("source", "add", "https://news.example.org/")
    fine("source", "remove", "https://news.example.org/")
    assert fine(*SYNC) == "nothing is watched; eventx source add\n"


def test_a_second_sync_leaves_it_to_the_first(room: Server, db: str) -> None:
    fine("source", "add", f"{room.url}/feed.xml")
    store = open_store(db)
    with store.alone(NOW):
        done = run(*SYNC)
        assert (done.exit_code, done.stdout, room.asked) == (0, "", [])
        told = rf"eventx: note: {db}: another sync is at work \(process {os.getpid()}, since 2026-01-15T12:00:00Z\); .*"
        assert re.fullmatch(told, done.stderr.strip())
        assert run(*SYNC, "--quiet").stderr == ""
    store.close()
    assert "6 releases added" in fine(*SYNC)


def command(db: str, *args: str) -> subprocess.Popen[str]:
    """A sync as a process of its own."""
    line = [sys.executable, "-m", "eventx", *args]
    return subprocess.Popen(
        line, env={**os.environ, "EVENTX_DB": db}, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )  # fmt: skip


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Waits until it is so; fails where that takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.full
@pytest.mark.parametrize(("number", "once", "status"), [(signal.SIGINT, True, 130), (signal.SIGTERM, False, 0)])
def test_a_signal_ends_it_after_the_item_in_hand(
    room: Server, db: str, number: signal.Signals, once: bool, status: int
) -> None:
    fine("source", "add", f"{room.url}/feed.xml")
    with command(db, "sync", *(["--once"] if once else []), "--allow-private", "--pause", "1") as syncing:
        until(lambda: "/news/1" in room.paths())
        syncing.send_signal(number)
        _, errors = syncing.communicate(timeout=30)
    assert (syncing.returncode, errors) == (
        status,
        "eventx: note: stopped; the next sync goes on where this one ended\n",
    )
    assert len(titles(db)) in (2, 3)
    fine(*SYNC)
    assert len(titles(db)) == 6


@pytest.mark.full
def test_a_sync_without_once_goes_on(room: Server, db: str) -> None:
    fine("source", "add", f"{room.url}/feed.xml")
    with command(db, "sync", "--allow-private", "--pause", "0") as syncing:
        until(lambda: os.path.exists(db) and len(titles(db)) == 6)
        syncing.send_signal(signal.SIGTERM)
        told, _ = syncing.communicate(timeout=30)
    assert told.startswith("1 source fetched; 6 releases added; ")
    assert syncing.returncode == 0


# Killed


def in_full(db: str) -> Counter[str]:
    """How often each event is in the calendar: in entries of it and in releases that tell it."""
    store = open_store(db)
    found = Counter(event.title for event in store.events())
    assert store.counts()["releases"] == store.counts()["sightings"] == len(found), "no release twice"
    store.close()
    return found


@pytest.mark.full
def test_what_is_killed_ten_times_has_everything_once(db: str) -> None:
    """SIGKILL at ten random moments of a sync of 500 items: while it fetches, works out, writes, or between these."""
    items, chance = [news(number) for number in range(MOST)], random.Random(7)
    with newsroom(items) as room:
        fine("source", "add", f"{room.url}/feed.xml")
        for reached in sorted(chance.sample(range(240), 10)):
            before = len(room.asked)
            with command(db, *SYNC) as syncing:
                until(partial(at_work, room, before, reached))
                time.sleep(chance.uniform(0, 0.05))
                assert syncing.poll() is None, "it was at work"
                syncing.kill()
        assert len(titles(db)) < MOST
        fine(*SYNC)
        assert pages(room) <= 250 + 10, "what is in is not fetched again; one page a kill at most"
        fine(*SYNC, "--all")
        assert in_full(db) == Counter(f"2031 {each.name}" for each in items)


def at_work(room: Server, before: int, reached: int) -> bool:
    """True once a sync has asked for something, and as many pages have been asked for by all of them."""
    return len(room.asked) > before and pages(room) >= reached


def pages(room: Server) -> int:
    """How often a page behind the feed was asked for."""
    return sum(path.startswith("/news/") for path in room.paths())


@pytest.mark.full
@pytest.mark.parametrize("conditional", [True, False])
def test_a_second_sync_transfers_next_to_nothing(conditional: bool) -> None:
    """Requests and answers as the server counts them: of 500 items, half of them in full in the feed."""
    items = [news(number) for number in range(MOST)]
    with newsroom(items, conditional=conditional) as room:
        fine("source", "add", f"{room.url}/feed.xml")
        fine(*SYNC)
        first = transferred(room)
        fine(*SYNC, "--all")
        second = transferred(room) - first
        if not conditional:  # the server sends the feed whole whenever it is asked
            second -= len(feed(items, room.url))
    print(f"conditional GET {conditional}: first {first} bytes, second {second}, {second / first:.2%}")
    assert second < 0.02 * first


def test_a_hostile_source_does_no_harm(room: Server, db: str) -> None:
    room.pages["/bomb"] = answer(
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<rss><channel><item><title>&b;</title></item></channel></rss>",
        content_type="application/rss+xml",
    )
    room.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /*a*a*a*a*a*a*$\n" * 1000, content_type="text/plain")
    fine("source", "add", f"{room.url}/bomb")
    fine("source", "add", f"{room.url}/feed.xml")
    assert run(*SYNC).exit_code in (0, 1)
    assert len(titles(db)) == 6
