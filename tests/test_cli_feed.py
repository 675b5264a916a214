"""The commands of feeds: add, list, remove, rotate."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventx.cli import main
from eventx.serve.feeds import feeds_of, hashed
from eventx.store import open_store
from tests.databases import FAIR, FORUM, NOW, told

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on a calendar of two events."""
    db = str(tmp_path / "calendar.db")
    monkeypatch.setenv("EVENTX_DB", db)
    store = open_store(db)
    store.add(*told("Item", date(2021, 9, 1), FORUM, FAIR), NOW)
    store.close()
    return lambda *args: CliRunner().invoke(main, args)


def test_a_feed_is_made_and_told_of(run: Run, tmp_path: Path) -> None:
    done = run("feed", "add", "fora", "--kind", "forum", "--back", "36500", "--base-url", "https://events.example.org/")
    assert done.exit_code == 0, done.output
    assert "fora: 1 entry today; 36500 days back, 548 days ahead" in done.stdout
    assert "https://events.example.org/feeds/fora.ics\n" in done.stdout
    assert "webcal://events.example.org/feeds/fora.ics\n" in done.stdout
    assert "https://calendar.google.com/calendar/r?cid=" in done.stdout
    assert "every few hours to once a day" in done.stdout
    assert "cannot subscribe" not in done.stdout
    assert set(feeds_of(open_store(str(tmp_path / "calendar.db")).feeds())) == {"all", "fora"}


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000", "http://nas.local", "http://192.168.1.2"])
def test_who_cannot_reach_it_is_told(run: Run, base: str) -> None:
    done = run("feed", "add", "near", "--base-url", base)
    assert "Google and Outlook on the web cannot subscribe" in done.stdout
    assert "calendar.google.com" not in done.stdout


def test_a_secret_is_shown_once(run: Run, tmp_path: Path) -> None:
    shown = run("feed", "add", "board", "--private").stdout
    token = re.findall(r"/f/([\w-]{43})\.ics", shown)[0]
    listed = run("feed", "list", "--format", "json").stdout
    told = [json.loads(line) for line in listed.splitlines()]
    assert [(each["name"], each["private"]) for each in told] == [("all", False), ("board", True)]
    assert token not in listed
    assert hashed(token) not in listed
    changed = run("feed", "add", "board", "--replace", "--kind", "forum").stdout
    assert "stays as it was" in changed, "what is private stays so unless told"
    feed = feeds_of(open_store(str(tmp_path / "calendar.db")).feeds())["board"]
    assert (feed.token, feed.wanted.kind) == (hashed(token), "forum")
    assert "/feeds/board.ics" in run("feed", "add", "board", "--replace", "--public").stdout


def test_what_was_removed_is_gone_and_may_come_back(run: Run) -> None:
    assert run("feed", "remove", "all").stdout == "removed: all\n"
    assert run("feed", "list").stdout == ""
    assert run("feed", "remove", "all").exit_code == 1
    assert run("feed", "add", "all").exit_code == 0
    assert run("feed", "list").stdout.startswith(
        "all: everything; 180 days back, 548 days ahead; http://127.0.0.1:8000"
    )


@pytest.mark.parametrize(
    "args",
    [
        ("add", "Bad Name"), ("add", "../x"), ("add", "x", "--status", "rejected"), ("add", "x", "--color", "mauve"),
        ("add", "x", "--hours", "0"), ("add", "x", "--back", "-1"), ("rotate", "all"), ("rotate", "none"),
        ("remove", "none"), ("add", "once"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_line(run: Run, args: tuple[str, ...]) -> None:
    run("feed", "add", "once")
    done = run("feed", *args)
    assert done.exit_code in (1, 2)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [("feed",), ("feed", "add"), ("feed", "list"), ("feed", "remove"),
                                     ("feed", "rotate"), ("serve",)])  # fmt: skip
def test_help_shows_examples(run: Run, command: tuple[str, ...]) -> None:
    assert f"  eventx {' '.join(command)}" in run(*command, "--help").stdout.partition("Examples:")[2]


def test_the_base_address_comes_from_the_configuration(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('base-url = "https://events.example.org"\n', encoding="utf-8")
    monkeypatch.setenv("EVENTX_CONFIG", str(tmp_path / "config.toml"))
    assert "https://events.example.org/feeds/all.ics" in run("feed", "list").stdout
