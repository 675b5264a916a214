"""What programs that subscribe make of a served feed: one item for each event, and one change for each change."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eventx.model import replace
from eventx.store import open_store
from tests.clients.khal import Khal
from tests.clients.shown import needed
from tests.databases import FAIR, FORUM, NOW, told
from tests.test_serve_live import free_port, served

pytestmark = pytest.mark.full

TODAY = datetime.now(UTC).date()
CONFIG = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{folder}/events"
fileext = ".ics"
[storage there]
type = "http"
url = "{url}"
"""


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a served feed of a forum and a fair in the months to come, and its calendar."""
    db, port = tmp_path / "calendar.db", free_port()
    store, spring = open_store(str(db)), date(TODAY.year + 1, 4, 1)
    near = [{"start": spring.replace(day=n), "end": spring.replace(day=n + 2), "edition": None} for n in (5, 15)]
    events = [replace(each, **days) for each, days in zip((FORUM, FAIR), near, strict=True)]  # type: ignore[arg-type]
    store.add(*told("Item", TODAY, *events), NOW)
    store.close()
    with served(db, port):
        yield f"http://127.0.0.1:{port}/feeds/all.ics", db


def synced(folder: Path) -> dict[str, bytes]:
    """Pulls once; the items that are then there."""
    command = [sys.executable, "-m", "vdirsyncer", "-c", str(folder / "vdirsyncer"), "sync"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in sorted((folder / "events").glob("*.ics"))}


def test_feed_1_20_vdirsyncer_pulls_and_only_what_changes_changes(feed: tuple[str, Path], tmp_path: Path) -> None:
    needed("vdirsyncer")
    url, db = feed
    khal = Khal.made(tmp_path, "Etc/UTC")
    (tmp_path / "vdirsyncer").write_text(CONFIG.format(folder=tmp_path, url=url), encoding="utf-8")
    command = [sys.executable, "-m", "vdirsyncer", "-c", str(tmp_path / "vdirsyncer"), "discover"]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    first = synced(tmp_path)
    assert len(first) == 2
    ages = {path: path.stat().st_mtime_ns for path in (tmp_path / "events").iterdir()}
    assert synced(tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "events").iterdir()} == ages

    year = TODAY.year + 1
    store = open_store(str(db))
    store.edit("item-0@eventx", {"start": f"{year}-04-08", "end": f"{year}-04-09"}, datetime.now(UTC))
    time.sleep(0.7)
    moved = synced(tmp_path)
    # Of what comes over HTTP vdirsyncer names items by their content, so the one that changed has another name.
    assert len(moved) == 2
    assert len(first.keys() - moved.keys()) == 1

    store.edit("item-1@eventx", {"status": "cancelled"}, datetime.now(UTC))
    time.sleep(0.7)
    cancelled = synced(tmp_path)
    assert len(cancelled) == 2
    assert len(moved.keys() - cancelled.keys()) == 1
    listed = set(khal.listed(date(year, 4, 1), date(year, 4, 30)))
    assert {(day.day, status) for day, _, status in listed} == {
        (8, "CONFIRMED"), (9, "CONFIRMED"), (15, "CANCELLED"), (16, "CANCELLED"), (17, "CANCELLED"),
    }  # fmt: skip


def test_feed_19_home_assistants_parser_reads_it(feed: tuple[str, Path]) -> None:
    from ical.calendar_stream import IcsCalendarStream

    with urllib.request.urlopen(feed[0]) as answer:
        calendar = IcsCalendarStream.calendar_from_ics(answer.read().decode("utf-8"))
    assert [each.summary for each in calendar.timeline] == ["2021 Lakeside Robotics Forum", "Old Harbour Book Fair"]


def test_feed_19_node_ical_reads_it_from_its_address(feed: tuple[str, Path]) -> None:
    folder = Path(__file__).parent / "clients"
    if not (folder / "node_modules").is_dir():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("npm install in tests/clients")
    code = "require('node-ical').async.fromURL(process.argv[1]).then(d => console.log(Object.values(d)" \
           ".filter(e => e.type === 'VEVENT').map(e => e.summary).sort().join('|')))"  # fmt: skip
    done = subprocess.run(["node", "-e", code, feed[0]], capture_output=True, text=True, check=True, cwd=folder)
    assert done.stdout.strip() == "2021 Lakeside Robotics Forum|Old Harbour Book Fair"
