"""The server as a process on loopback: its end, slow clients, and what another process adds meanwhile."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from eventx.serve.feeds import NamedFeed, Window, row_of
from eventx.store import open_store
from tests.databases import FAIR, NOW, synthetic, told, varied

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.full

HASTY = """
import sys
from eventx.serve.run import run
from eventx.serve.settings import Settings
settings = Settings(db=sys.argv[1], port=int(sys.argv[2]), request_time=1, stall_time=1, pause=0)
run(settings)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(db: Path, port: int, command: Sequence[str] = ()) -> Iterator[subprocess.Popen[str]]:
    """`eventx serve` of a calendar, from when it answers."""
    command = command or ("-m", "eventx", "serve", "--port", str(port), "--db", str(db))
    process = subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A calendar whose feed is larger than the buffers between server and client: 24 MB."""
    path = tmp_path_factory.mktemp("large") / "calendar.db"
    store = open_store(str(path))
    for n in range(24):
        event = varied(FAIR, title=f"Fair {n}", series=None, theme="x" * 1_000_000)
        store.add(*told(f"Item {n}", date(2021, 1, 1), event), NOW)
    store.put_feed(row_of(NamedFeed(name="ever", window=Window(back=30_000, ahead=30_000))))
    store.close()
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "calendar.db"
    store = open_store(str(path))
    for release, events in synthetic(0, 3):
        store.add(release, events, NOW)
    store.put_feed(row_of(NamedFeed(name="ever", window=Window(back=30_000, ahead=30_000))))
    store.close()
    return path


def fetched(port: int, path: str, etag: str = '"x"') -> tuple[int, str, bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"If-None-Match": etag})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers["ETag"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["ETag"], error.read()


def connected(port: int, text: bytes) -> socket.socket:
    """A connection on which that was sent, with a small buffer to receive into."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    found.settimeout(20)
    found.connect(("127.0.0.1", port))
    found.sendall(text)
    return found


def rest(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    parts = []
    try:
        while part := connection.recv(1 << 20):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


ASK = b"GET /feeds/ever.ics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_answer_under_way_is_finished_before_the_end(large: Path, number: int) -> None:
    port = free_port()
    with served(large, port) as process:
        fetched(port, "/feeds/ever.ics")
        with connected(port, ASK) as slow:
            begun = slow.recv(1000)
            process.send_signal(number)
            time.sleep(0.5)
            assert process.poll() is None, "it waits"
            with pytest.raises(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=2).close()
            whole = begun + rest(slow)
        assert whole.endswith(b"END:VCALENDAR\r\n")
        head, _, body = whole.partition(b"\r\n\r\n")
        assert f"content-length: {len(body)}".encode() in head
        assert process.wait(15) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_clients_that_dawdle_are_let_go_and_others_served(large: Path) -> None:
    port = free_port()
    with served(large, port, ("-c", HASTY, str(large), str(port))) as process:
        fetched(port, "/feeds/ever.ics")
        half = [connected(port, b"GET /feeds/ever.ics HT") for _ in range(20)]
        silent = [connected(port, b"") for _ in range(20)]
        deaf = [connected(port, ASK) for _ in range(10)]
        start = time.monotonic()
        assert fetched(port, "/healthz")[0] == 200
        assert time.monotonic() - start < 2
        begun = memory(process.pid)
        for each in (*half, *silent):
            assert rest(each) == b""
        assert time.monotonic() - start < 15
        time.sleep(1.5)
        for each in deaf:  # they did not read for longer than they may
            assert len(rest(each)) < 20_000_000
        assert memory(process.pid) - begun < 50
        drip = connected(port, b"GET /healthz HTTP/1.1\r\n")
        for _ in range(30):  # a byte now and then does not help
            try:
                drip.sendall(b"x")
            except OSError:
                break
            time.sleep(0.1)
        else:
            pytest.fail("a request may not take for ever")


def memory(pid: int) -> float:
    """MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def test_what_another_process_adds_shows_and_no_request_fails(small: Path, tmp_path: Path) -> None:
    lines = [
        {"id": f"r{n}", "published": "2026-03-01",
         "text": f"BERGEN, Norway, March 1, 2026 -- The Forum on Topic {n} will be held in Bergen on May 7, 2026."}
        for n in range(40)
    ]  # fmt: skip
    releases = tmp_path / "releases.jsonl"
    releases.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    port = free_port()
    with served(small, port):
        statuses, etags = set(), []
        _, etag, before = fetched(port, "/feeds/ever.ics")
        add = [sys.executable, "-m", "eventx", "add", "-q", "--db", str(small), str(releases)]
        with subprocess.Popen(add, cwd=ROOT, stdout=subprocess.DEVNULL) as adding:
            while adding.poll() is None:
                status, etag, _ = fetched(port, "/feeds/ever.ics", etag)
                statuses.add(status)
                etags.append(etag)
                time.sleep(0.01)
        assert adding.returncode == 0
        assert statuses <= {200, 304}
        time.sleep(0.7)  # longer than the pause between two looks
        _, _, after = fetched(port, "/feeds/ever.ics")
        assert after.count(b"BEGIN:VEVENT") > before.count(b"BEGIN:VEVENT")


def test_a_private_feed_is_served_and_rotated_by_the_commands(small: Path) -> None:
    def feed(*args: str) -> str:
        command = [sys.executable, "-m", "eventx", "feed", *args, "--db", str(small)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        return next((line.split()[-1] for line in done.stdout.splitlines() if "address  " in line), "")

    port = free_port()
    with served(small, port):
        first = feed("add", "board", "--private").removeprefix("http://127.0.0.1:8000")
        time.sleep(0.7)
        assert fetched(port, first)[0] == 200
        second = feed("rotate", "board").removeprefix("http://127.0.0.1:8000")
        time.sleep(0.7)
        assert [fetched(port, each)[0] for each in (first, second)] == [404, 200]
        feed("remove", "board")
        time.sleep(0.7)
        assert fetched(port, second)[0] == 410


def test_an_address_that_is_taken_is_told_in_a_line(small: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "eventx", "serve", "--db", str(small), "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == 1
    assert "in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_calendar_that_is_not_there_is_told_in_a_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eventx", "serve", "--db", str(tmp_path / "none.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60, env=os.environ)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "eventx add makes one" in done.stderr
