"""What is kept of fetched pages, and how commands fetch."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventx import __version__
from eventx.cli import main
from eventx.errors import FetchError
from eventx.ingest.web import cache
from tests.web_client import HEAD, RELEASE, bomb, failure, opened
from tests.web_server import PAGE, Server, answer, in_turn, slowly, validated

# --- the cache


def test_what_is_fresh_is_not_asked_for_again(site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = answer(cache_control="max-age=600")
    for received in (len(PAGE), 0):
        with opened(cache=tmp_path) as web:
            found = web.fetch(site.url + "/a")
            assert (found.data, found.received, found.status) == (PAGE, received, 200)
    assert len(site.asked) == 1


@pytest.mark.parametrize("how", ["no-cache", "max-age=0", "max-age=0, must-revalidate"])
def test_what_is_stale_is_validated(how: str, site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = validated(PAGE, cache_control=how)
    with opened(cache=tmp_path) as web:
        found = [web.fetch(site.url + "/a") for _ in range(3)]
    assert {(each.data, each.status) for each in found} == {(PAGE, 200)}
    assert [each.received for each in found] == [len(PAGE), 0, 0]
    assert [each.headers.get("if-none-match") for each in site.asked] == [None, '"one"', '"one"']


@pytest.mark.parametrize(
    "page",
    [
        answer(cache_control="no-store"),
        answer(cache_control="max-age=600", vary="*"),
        answer(status=404, cache_control="no-store"),
    ],
)
def test_what_may_not_be_kept_is_asked_for_again(page: bytes, site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = in_turn(page, answer(b"anew", cache_control="no-store"))
    with opened(cache=tmp_path) as web:
        if page.startswith(b"HTTP/1.1 200"):
            web.fetch(site.url + "/a")
        else:
            with pytest.raises(FetchError):
                web.fetch(site.url + "/a")
        assert web.fetch(site.url + "/a").data == b"anew"


def test_vary_tells_answers_apart(site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = lambda asked: [
        answer(asked.headers["accept-language"].encode(), cache_control="max-age=600", vary="Accept-Language")
    ]
    with opened(cache=tmp_path) as web:
        seen = [web.fetch(site.url + "/a", {"Accept-Language": each}).data for each in ("en", "ja", "en", "ja")]
    assert seen == [b"en", b"ja", b"en", b"ja"]
    assert len(site.asked) == 2


def test_who_sends_validators_gets_the_304(site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = validated(PAGE, cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        web.fetch(site.url + "/a")
        found = web.fetch(site.url + "/a", {"If-None-Match": '"one"'})
        changed = web.fetch(site.url + "/a", {"If-None-Match": '"old"'})
    assert (found.status, found.data, found.received, found.headers["etag"]) == (304, b"", 0, '"one"')
    assert (changed.status, changed.data) == (200, PAGE)


def test_nothing_is_kept_of_what_a_password_opened(site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = answer(b"for Ann alone", cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        web.fetch(site.url.replace("//", "//ann:secret@") + "/a")
        web.fetch(site.url + "/a", {"Authorization": "Bearer secret"})
        assert len(site.asked) == 2
    assert not any(b"secret" in file.read_bytes() or b"Ann" in file.read_bytes() for file in tmp_path.iterdir())


def test_the_cache_does_not_let_private_addresses_pass(site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = answer(cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        web.fetch(site.url + "/a")
    assert "is a private address" in failure(site.url + "/a", opened(cache=tmp_path, allow_private=False)).message


def test_the_cache_does_not_let_large_answers_pass(site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = answer(bomb(5_000_000), content_encoding="gzip", cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        assert len(web.fetch(site.url + "/a").data) == 5_000_000
    assert "is larger than 1 MB" in failure(site.url + "/a", opened(cache=tmp_path, most=1_000_000)).message
    assert len(site.asked) == 1


def spoilt_head(file: Path) -> None:
    file.write_bytes(b"no database at all, but long enough to be taken for one" * 99)


def spoilt_middle(file: Path) -> None:
    """All pages but the first two are noise, as after a disk's failure."""
    data = file.read_bytes()
    file.write_bytes(data[:8192] + random.Random(1).randbytes(len(data) - 8192))


def spoilt_tables(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE entries (mine TEXT)")
    base.close()


def spoilt_end(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9000])


@pytest.mark.parametrize("spoil", [spoilt_head, spoilt_middle, spoilt_tables, spoilt_end])
def test_a_damaged_cache_is_told_and_begun_anew(
    spoil: Callable[[Path], None], site: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    body = random.Random(2).randbytes(300_000)
    site.pages["/a"] = answer(body, cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        web.fetch(site.url + "/a")
    spoil(tmp_path / "private.db")
    notes: list[str] = []
    for _ in range(2):
        with opened(notes=notes, cache=tmp_path) as web:
            assert web.fetch(site.url + "/a").data == body
            assert web.fetch(site.url + "/a").data == body
    assert [("was damaged" in note, str(tmp_path) in note) for note in notes] == [(True, True)]
    assert len(site.asked) <= 3
    assert capfd.readouterr().err == ""


def test_a_cache_that_is_spoilt_while_in_use_is_told(
    site: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    site.pages |= {f"/{n}": answer(cache_control="max-age=600") for n in range(3)}
    notes: list[str] = []
    with opened(notes=notes, cache=tmp_path) as web:
        web.fetch(site.url + "/0")
        with sqlite3.connect(tmp_path / "private.db") as other:
            other.execute("DROP TABLE entries")
        other.close()
        assert [web.fetch(f"{site.url}/{n}").data for n in range(3)] == [PAGE] * 3
    assert len(notes) == 1
    assert "cannot be used" in notes[0]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("tag", ['"ÿ"', "x, ", "", '"' + "a" * 5000 + '"', "no quotes", "W/"])
def test_a_broken_etag_does_not_bar_a_page(tag: str, site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = answer(etag=tag, cache_control="no-cache", set_cookie="a=ÿ")
    with opened(cache=tmp_path) as web:
        assert [web.fetch(site.url + "/a").data for _ in range(3)] == [PAGE] * 3


def test_a_folder_that_cannot_be_made_is_told(site: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    site.pages["/a"] = answer(cache_control="max-age=600")
    notes: list[str] = []
    with opened(notes=notes, cache=tmp_path / "file") as web:
        assert web.fetch(site.url + "/a").data == PAGE
    (note,) = notes
    assert "cannot be used" in note
    assert "nothing is kept" in note


def test_the_cache_stays_within_its_size(site: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 1_000_000)
    body = random.Random(3).randbytes(100_000)
    site.pages |= {f"/{n}": answer(body, cache_control="max-age=600") for n in range(30)}
    with opened(cache=tmp_path) as web:
        for n in range(30):
            assert web.fetch(f"{site.url}/{n}").data == body
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2_000_000


MANY = """
import sys
from pathlib import Path
from eventx.ingest.web import Policy, Web
with Web(Policy(allow_private=True, cache=Path(sys.argv[2])), note=print) as web:
    for n in range(40):
        assert web.fetch(f"{sys.argv[1]}/{n % 10}").data == b"x" * 50_000
"""


def test_two_processes_share_a_cache(site: Server, tmp_path: Path) -> None:
    site.pages |= {f"/{n}": answer(b"x" * 50_000, cache_control="max-age=600") for n in range(10)}
    command = [sys.executable, "-c", MANY, site.url, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    assert [(each.communicate(timeout=60)[0], each.returncode) for each in running] == [(b"", 0)] * 2
    assert len(site.asked) <= 20


def test_threads_share_a_client(site: Server, tmp_path: Path) -> None:
    site.pages |= {f"/{n}": answer(b"x" * 20_000, cache_control="max-age=600") for n in range(5)}
    notes: list[str] = []
    with opened(notes=notes, cache=tmp_path) as web, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(web.fetch, [f"{site.url}/{n % 5}" for n in range(100)]))
    assert {each.data for each in found} == {b"x" * 20_000}
    assert notes == []


# --- commands


def run(*args: str) -> tuple[int, str, str]:
    """The exit status, standard output and standard error of a command."""
    done = CliRunner().invoke(main, list(args), prog_name="eventx")
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("command", ["extract", "explain", "dates", "add"])
def test_commands_take_addresses(command: str, site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = answer(RELEASE, content_type="text/plain", cache_control="max-age=600")
    url, more = site.url + "/a", ["--db", str(tmp_path / "c.db")] if command == "add" else []
    status, out, err = run(command, url, *more)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        f"eventx: {url}: is refused: 127.0.0.1 is a private address; --allow-private lets it pass"
    ]  # fmt: skip
    assert site.asked == []
    status, out, err = run(command, url, "--allow-private", *more)
    assert (status, err) == (0, "")
    assert "Harbour Fair" in out or "May 4" in out or "1 release added" in out


def test_what_commands_fetch_is_kept_unless_told(site: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTX_CACHE", str(tmp_path / "kept"))
    site.pages["/a"] = answer(RELEASE, content_type="text/plain", cache_control="max-age=600")
    command = ("extract", site.url + "/a", "--allow-private")
    first = run(*command, "--no-cache")
    assert not (tmp_path / "kept").exists()
    assert run(*command) == run(*command) == first
    assert len(site.asked) == 2
    (tmp_path / "kept" / "private.db").write_bytes(b"no database " * 99)
    status, out, err = run(*command)
    assert (status, out) == first[:2]
    assert "note: the cache" in err
    assert len(err.splitlines()) == 1


def test_one_bad_address_does_not_stop_the_others(site: Server) -> None:
    site.pages["/a"] = answer(RELEASE, content_type="text/plain")
    status, out, err = run("dates", site.url + "/none", site.url + "/a", "--allow-private", "--no-cache")
    assert (status, err) == (1, f"eventx: {site.url}/none: is not there; check the address (404 Not Found)\n")
    assert "May 4" in out
    assert site.asked[0].headers["user-agent"].startswith(f"eventx/{__version__} (")


def test_ctrl_c_ends_a_fetch(site: Server, ended: threading.Event) -> None:
    site.pages["/a"] = lambda asked: slowly([HEAD, *[b"x"] * 900], 0.1, ended)
    command = [sys.executable, "-m", "eventx", "extract", site.url + "/a", "--allow-private", "--no-cache"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while not site.asked:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=20) == (b"", b"eventx: interrupted\n")
    assert running.returncode == 130
