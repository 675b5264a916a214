"""Feeds and pages as files: complete, only what changed is written, and nothing of anybody else's is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copy
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner

from eventx.cli import main
from eventx.errors import OutputError
from eventx.model import Release, Source
from eventx.serve import feeds, publish, render
from eventx.serve.feeds import NamedFeed, hashed, row_of
from eventx.serve.publish import MANIFEST, Outcome
from eventx.serve.settings import Settings
from eventx.store import Filter, Store, open_store
from tests.events import event
from tests.pagecal import NOW, TODAY, told
from tests.test_pages import Seen

BASE = "https://events.example.org/calendar"


@pytest.fixture
def store(page_calendar: Path, tmp_path: Path) -> Iterator[Store]:
    made = open_store(str(copy(page_calendar, tmp_path)))
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public"


def published(store: Store, folder: Path, today: date = TODAY, **settings: object) -> Outcome:
    told = Settings(db=store.where, base_url=BASE, **settings)  # type: ignore[arg-type]
    return publish.publish(store, folder, told, today)


def times(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_ino for p in folder.rglob("*") if p.is_file()}


def test_every_link_of_every_page_leads_to_a_file(store: Store, folder: Path) -> None:
    published(store, folder)
    known = {f"{BASE}/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*") if path.is_file()}
    for path in folder.rglob("*.html"):
        here = f"{BASE}/{path.relative_to(folder).as_posix()}"
        seen = Seen(path.read_bytes())
        ids = {attributes.get("id") for _, attributes in seen.tags}
        links = [*seen.values("a", "href"), *seen.values("link", "href"), *seen.values("script", "src")]
        for link in links:
            whole = urljoin(here, link)
            if link.startswith("#"):
                assert link[1:] in ids, (here, link)
            elif whole.startswith("https://events.example.org"):
                assert unquote(whole.partition("#")[0]) in known | {f"{BASE}/"}, (here, link)
            else:
                assert urlsplit(whole).scheme in ("http", "https", "webcal")


def test_the_feed_is_that_of_the_server(store: Store, folder: Path) -> None:
    published(store, folder)
    content = (folder / "feeds" / "all.ics").read_bytes()
    assert b"SOURCE;VALUE=URI:https://events.example.org/calendar/feeds/all.ics" in content
    assert content.count(b"BEGIN:VEVENT") == sum(each.precision != "month" for _, each in told())
    assert (folder / "feeds" / "all.atom").read_bytes().startswith(b"<?xml")
    assert (folder / "events" / "event-0@eventx.ics").read_bytes().count(b"BEGIN:VEVENT") == 1


def test_published_again_nothing_is_written(store: Store, folder: Path) -> None:
    first = published(store, folder)
    before = times(folder)
    again = published(store, folder)
    assert (first.same, first.removed) == (0, 0)
    assert again == Outcome(written=0, same=first.written, removed=0)
    assert times(folder) == before


def test_one_change_writes_what_shows_it(store: Store, folder: Path) -> None:
    published(store, folder)
    before = times(folder)
    store.edit("event-0@eventx", {"title": "Harbor Forum"}, NOW)
    outcome = published(store, folder)
    changed = {path for path, inode in times(folder).items() if before.get(path) != inode}
    assert changed == {
        "events/event-0@eventx.html", "events/event-0@eventx.ics", "feeds/all.ics", "feeds/all.atom",
        "kind/forum.html", "agenda.html", "month/2026-11.html", "index.html",
    }  # fmt: skip
    assert outcome.written == len(changed)


def test_the_next_day_few_pages_change(store: Store, folder: Path) -> None:
    count = published(store, folder).written
    assert 0 < published(store, folder, TODAY + timedelta(days=1)).written < count / 5


def test_what_is_gone_is_removed_and_nothing_else(store: Store, folder: Path) -> None:
    published(store, folder)
    (folder / "CNAME").write_text("events.example.org")
    (folder / "events" / "mine.txt").write_text("kept")
    store.reject("event-0@eventx", NOW)
    assert published(store, folder).removed == 2
    assert not (folder / "events" / "event-0@eventx.html").exists()
    assert (folder / "CNAME").exists()
    assert (folder / "events" / "mine.txt").exists()


def test_a_folder_of_somebody_else_is_left_alone(store: Store, folder: Path) -> None:
    folder.mkdir()
    (folder / "index.html").write_text("a homepage")
    with pytest.raises(OutputError, match="did not write"):
        published(store, folder)
    assert os.listdir(folder) == ["index.html"]


def test_a_list_that_leads_elsewhere_removes_nothing(store: Store, folder: Path, tmp_path: Path) -> None:
    published(store, folder)
    (tmp_path / "precious.txt").write_text("kept")
    listed = json.loads((folder / MANIFEST).read_text())["files"]
    paths = [*listed, "../precious.txt", str(tmp_path / "precious.txt"), "a/../../precious.txt"]
    (folder / MANIFEST).write_text(json.dumps({"files": paths}))
    assert published(store, folder).removed == 0
    assert (tmp_path / "precious.txt").exists()


def test_a_damaged_list_is_told(store: Store, folder: Path) -> None:
    published(store, folder)
    (folder / MANIFEST).write_text("{")
    with pytest.raises(OutputError, match="damaged"):
        published(store, folder)


def test_files_are_replaced_and_never_written_into(store: Store, folder: Path, tmp_path: Path) -> None:
    published(store, folder)
    os.link(folder / "feeds" / "all.ics", tmp_path / "as-it-was.ics")
    before = (tmp_path / "as-it-was.ics").read_bytes()
    store.edit("event-0@eventx", {"title": "Harbor Forum"}, NOW)
    published(store, folder)
    assert (tmp_path / "as-it-was.ics").read_bytes() == before != (folder / "feeds" / "all.ics").read_bytes()
    assert not list(folder.rglob("*.part"))


def test_private_and_removed_feeds_are_no_files(store: Store, folder: Path) -> None:
    store.put_feed(row_of(NamedFeed(name="forums", wanted=Filter(kind="forum"))))
    store.put_feed(row_of(NamedFeed(name="board", token=hashed("secret"))))
    store.put_feed(row_of(NamedFeed(name="old", removed=True)))
    published(store, folder)
    assert {path.name for path in (folder / "feeds").glob("*.ics")} == {"all.ics", "forums.ics"}
    assert not [path for path in folder.rglob("*.html") if "board" in path.read_text("utf-8")]


def test_without_evidence_no_sentence_is_published(store: Store, folder: Path) -> None:
    published(store, folder, evidence=False)
    sentences = [each.evidence[0].text for _, each in told()]
    for path in (each for each in folder.rglob("*") if each.is_file()):
        text = path.read_text("utf-8").replace("\n ", "").replace("\\,", ",")
        assert not [sentence for sentence in sentences if sentence in text], path


def test_feeds_only(store: Store, folder: Path) -> None:
    published(store, folder, feeds_only=True)
    assert {path.name for path in folder.rglob("*") if path.is_file()} == {"all.ics", "all.atom", MANIFEST}


def test_pages_ask_nothing_of_others(store: Store, folder: Path) -> None:
    published(store, folder)
    for path in folder.rglob("*.html"):
        seen = Seen(path.read_bytes())
        policy = next(a.get("content") for _, a in seen.tags if a.get("http-equiv") == "Content-Security-Policy")
        assert policy and "default-src 'none'" in policy and "frame-ancestors" not in policy
        assert not seen.values("form", "method") or "data-here" in path.read_text("utf-8")
        assert 'method="post"' not in path.read_text("utf-8")


def test_names_that_lead_elsewhere_become_harmless(store: Store, folder: Path, tmp_path: Path) -> None:
    new = event("../../../evil", "Night Market", date(2026, 11, 28), source=Source(id="new"))
    store.add(Release(text="Night Market, Nov. 28.", id="new"), [new], NOW)
    published(store, folder)
    assert "Night Market" in (folder / "agenda.html").read_text("utf-8")
    assert not list(tmp_path.parent.glob("evil*"))


def test_a_long_agenda_has_parts(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_PART", 5)
    published(store, folder)
    assert (folder / "agenda-2.html").exists()
    assert "agenda-2.html" in Seen((folder / "agenda.html").read_bytes()).values("a", "href")


def test_the_command_tells_how_many(store: Store, folder: Path) -> None:
    arguments = ["publish", str(folder), "--db", store.where, "--base-url", BASE]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, "0 as they were, 0 removed" in result.output) == (0, True)
    result = CliRunner().invoke(main, arguments)
    assert ": 0 written, " in result.output


@pytest.mark.parametrize("address", ["events.example.org", "javascript:alert(1)", "https://"])
def test_an_address_has_to_be_one(store: Store, folder: Path, address: str) -> None:
    result = CliRunner().invoke(main, ["publish", str(folder), "--db", store.where, "--base-url", address])
    assert result.exit_code == 2
    assert not folder.exists()


def test_an_address_that_cannot_be_reached_is_told(store: Store, folder: Path) -> None:
    result = CliRunner().invoke(main, ["publish", str(folder), "--db", store.where, "--base-url", "http://localhost/x"])
    assert "Google and Outlook on the web cannot subscribe" in result.stderr


def test_what_is_shipped_is_all_there() -> None:
    assert {name for name in render.MEDIA if render.static_file(name)} == {"page.css", "page.js", "icon.svg"}
    assert feeds.POLLING
