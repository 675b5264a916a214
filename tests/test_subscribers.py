"""Programs that people subscribe with, on a feed that `eventx serve` serves: nothing changes but what has changed."""

from __future__ import annotations

import json
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pytest

from eventx.feedcheck import check
from eventx.model import Event
from eventx.store import Store, open_store
from tests.clients.khal import Khal
from tests.clients.readers import HERE, ready, strict
from tests.clients.serving import eventx_served, feed_path
from tests.clients.vdirsyncer import Subscriber
from tests.databases import FAIR, FORUM, MOVED, NOW, told, varied
from tests.events import CALL

pytestmark = pytest.mark.full

DAY = date(2021, 9, 1)
GALA = varied(FAIR, title="Lantern Gala", series="Lantern Gala", start=date(2021, 12, 3), end=date(2021, 12, 3))
UIDS = {f"day-0-{number}@eventx" for number in range(4)}


@dataclass(frozen=True, kw_only=True)
class Served:
    """A calendar of four events, and the feeds that a server makes of it."""

    store: Store
    public: str
    private: str

    def tell(self, *events: Event) -> None:
        """One release more, and the server has seen it: it looks for changes every half second."""
        number, before = self.store.counts()["releases"], self._tag()
        self.store.add(*told(f"Day-{number}", DAY + timedelta(days=number), *events), NOW)
        until = time.monotonic() + 20
        while self._tag() == before:
            assert time.monotonic() < until, "the server does not show what was added"
            time.sleep(0.1)

    def _tag(self) -> str:
        with urllib.request.urlopen(self.public, timeout=20) as answer:
            return str(answer.headers["ETag"])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The calendar with its server."""
    db = tmp_path / "calendar.db"
    store = open_store(str(db))
    paths = [feed_path(db, "all"), feed_path(db, "secret", "--private", "--color", "teal")]
    with eventx_served(db, tmp_path / "server.log") as base:
        calendar = Served(store=store, public=base + paths[0], private=base + paths[1])
        calendar.tell(FORUM, FAIR, GALA, CALL)
        yield calendar
    store.close()


@pytest.mark.parametrize(("kind", "work"), [("http", ["Copying", "Deleting"]), ("singlefile", ["Copying"])])
def test_feed_1_3_4_5_16_vdirsyncer_takes_over_what_has_changed_and_nothing_else(
    kind: Literal["http", "singlefile"], work: list[str], served: Served, tmp_path: Path
) -> None:
    khal = Khal.made(tmp_path, "Etc/UTC")
    subscriber = Subscriber.made(tmp_path, served.public, kind)
    first, done = subscriber.pull()
    assert (len(first), done) == (4, ["Copying"] * 4)
    assert subscriber.pull() == (first, [])

    served.tell(MOVED)
    moved, done = subscriber.pull()
    assert done == work
    (old,), (new,) = first - moved, moved - first
    assert (value(old, "SUMMARY"), value(old, "SEQUENCE")) == (FORUM.title, "0")
    assert (value(new, "SUMMARY"), value(new, "SEQUENCE")) == (FORUM.title, "1")
    assert value(new, "LAST-MODIFIED") > value(old, "LAST-MODIFIED")
    assert (value(new, "UID") == value(old, "UID") == "day-0-0@eventx") == (kind == "singlefile")
    listed = list(khal.listed(date(2021, 10, 1), date(2021, 10, 31)))
    assert [day for day, uid, _ in listed if uid == value(new, "UID")] == [date(2021, 10, day) for day in range(11, 16)]
    assert not [day for day, uid, _ in listed if uid != value(new, "UID")]

    served.tell(varied(GALA, status="cancelled"))
    off, done = subscriber.pull()
    assert (done, len(moved - off), len(off - moved)) == (work, 1, 1)
    assert "CANCELLED  Cancelled: Lantern Gala" in khal.page(date(2021, 12, 3))
    assert subscriber.pull() == (off, [])


def value(item: bytes, name: str) -> str:
    """A property of a file with one event."""
    found = re.search(rf"^{name}:(.*?)\r?$", item.decode(), re.MULTILINE)
    assert found is not None
    return found[1]


def test_feed_18_node_ical_and_ical_read_what_is_served(served: Served) -> None:
    ready()
    for url in (served.public, served.private):
        command = ["node", str(HERE / "subscribe.mjs"), url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        events = json.loads(done.stdout)
        assert events.keys() == UIDS
        assert events["day-0-2@eventx"] == {"summary": GALA.title, "status": "CONFIRMED", "start": "2021-12-03"}
        with urllib.request.urlopen(url) as answer:
            assert {event.uid for event in strict(answer.read()).events} == UIDS


def test_feed_19_20_21_22_23_feed_check_finds_nothing_on_our_server(served: Served) -> None:
    assert check(served.public, now=NOW) == []
    assert check(served.private, now=NOW) == []
    alone = served.public.replace("/feeds/all", "/events/day-0-0@eventx")
    assert check(alone, now=NOW) == []
    assert check(f"{served.public}?place=Bergen", now=NOW) == []
    assert {fault.rule for fault in check(served.private.replace("/f/", "/f/x"), now=NOW)} == {21}
