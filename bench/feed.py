"""The feed server's speed beside nginx's, on loopback: the full feed, conditional requests, and both while `add` runs.

    python -m bench.feed [--db FILE] [--events N] [--seconds S]

Needs wrk and nginx (Debian's packages). Without --db a calendar of N events is made first, which takes minutes; a file
that is not there yet is made, and kept for the next time. nginx serves the same bytes as a static file, with as many
workers as the machine has cores and with its access log on, as ours is. Leaves with 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.store import A_RELEASE, NOW, Figure, made
from eventx.serve.feeds import NamedFeed, Window, row_of
from eventx.store import open_store

EVENTS = 50_000
SECONDS = 8
ROOT = Path(__file__).resolve().parents[1]

SHARE_OF_BYTES = 0.5  # of nginx's bytes a second
SHARE_OF_304 = 0.1  # of nginx's answers a second
CONDITIONAL = 3000  # answers a second
MEMORY = 300  # MB, at its highest

EVER = Window(back=36_500, ahead=36_500)
REPORT = """
done = function(summary, latency, requests)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  print(string.format('RESULT {"requests": %d, "bytes": %d, "seconds": %f, "failed": %d, "longest": %f}',
    summary.requests, summary.bytes, summary.duration / 1e6, failed, latency.max / 1e6))
end
"""
NGINX = """
daemon off;
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    sendfile on;
    tcp_nopush on;
    types {{ text/calendar ics; }}
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


def fill(path: Path, events: int) -> None:
    """A calendar of that many events and a feed of all of them, where there is none."""
    if not path.exists():
        part = path.with_name(f"{path.name}.part")
        part.unlink(missing_ok=True)
        store = open_store(str(part))
        for release, found in islice(made(), events // A_RELEASE * 10 // 9):  # each tenth repeats another
            store.add(release, found, NOW)
        store.close()
        part.rename(path)
    store = open_store(str(path))
    store.put_feed(row_of(NamedFeed(name="ever", window=EVER)))
    store.close()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from when it answers to when it has ended."""
    with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=told, cwd=ROOT) as process:
        try:
            _wait_for(port, process)
            yield process
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise SystemExit(f"{process.args!r} ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"{process.args!r} does not answer")


def fetched(url: str, etag: str | None = None) -> tuple[int, str, bytes]:
    """Status, ETag and bytes of an address."""
    request = urllib.request.Request(url, headers={"If-None-Match": etag} if etag else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers["ETag"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["ETag"], b""


def loaded(url: str, seconds: float, *, clients: int, etag: str | None = None) -> dict[str, Any]:
    """What wrk counts: requests, bytes, seconds, failed."""
    with TemporaryDirectory() as folder:
        script = Path(folder, "report.lua")
        script.write_text(REPORT, encoding="utf-8")
        told = ["-H", f"If-None-Match: {etag}"] if etag else []
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:.0f}", "--timeout", "60", "-s", str(script), *told, url]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    line = next(each for each in done.stdout.splitlines() if each.startswith("RESULT "))
    return dict(json.loads(line.removeprefix("RESULT ")))


def rate(told: dict[str, Any], of: str) -> float:
    """Bytes or requests a second."""
    return float(told[of]) / float(told["seconds"])


def memory(process: subprocess.Popen[bytes]) -> float:
    """The most that a process has had in memory, in MB."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def releases(folder: Path, number: int) -> Path:
    """Releases for `add`, as JSONL."""
    path = folder / "releases.jsonl"
    lines = [
        {"text": f"GENEVA, March 1, 2026 -- The Lakeside Forum on Topic {n} will be held in Geneva on May 7, 2026.",
         "published": "2026-03-01", "id": f"add-{n}"}
        for n in range(number)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def figures(db: Path, seconds: float) -> Iterator[Figure]:
    """All that is measured, as it comes in."""
    with TemporaryDirectory() as name:
        folder, ours, theirs = Path(name), free_port(), free_port()
        folder.chmod(0o755)
        feed, file = f"http://127.0.0.1:{ours}/feeds/ever.ics", f"http://127.0.0.1:{theirs}/ever.ics"
        serve = [sys.executable, "-m", "eventx", "serve", "--port", str(ours), "--db", str(db)]
        with running(serve, ours, folder / "serve.log") as process:
            _, etag, content = fetched(feed)
            (folder / "ever.ics").write_bytes(content)
            yield Figure("the full feed", f"{content.count(b'BEGIN:VEVENT'):,} events, {len(content) / 1e6:.1f} MB")
            user = "user root;" if os.geteuid() == 0 else ""
            told = NGINX.format(user=user, workers=os.cpu_count(), folder=folder, port=theirs)
            (folder / "nginx.conf").write_text(told, encoding="utf-8")
            nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "nginx"
            with running([nginx, "-c", str(folder / "nginx.conf")], theirs, folder / "nginx.log"):
                yield from beside(feed, etag, file, seconds)
            yield from while_adding(feed, db, folder, seconds)
            used = memory(process)
            yield Figure("memory at its highest", f"{used:.0f} MB", f"{MEMORY} MB", used < MEMORY)


def beside(feed: str, etag: str, file: str, seconds: float) -> Iterator[Figure]:
    """Ours beside nginx's."""
    theirs, ours = loaded(file, seconds, clients=4), loaded(feed, seconds, clients=4)
    share = rate(ours, "bytes") / rate(theirs, "bytes")
    told = f"{rate(ours, 'bytes') / 1e6:,.0f} MB/s; nginx {rate(theirs, 'bytes') / 1e6:,.0f}: {share:.2f}"
    yield Figure("the full feed, 4 clients", told, f"{SHARE_OF_BYTES}", share >= SHARE_OF_BYTES and not ours["failed"])

    tag = fetched(file)[1]
    assert (fetched(feed, etag)[0], fetched(file, tag)[0]) == (304, 304)
    theirs, ours = loaded(file, seconds, clients=32, etag=tag), loaded(feed, seconds, clients=32, etag=etag)
    share = rate(ours, "requests") / rate(theirs, "requests")
    told = f"{rate(ours, 'requests'):,.0f}/s; nginx {rate(theirs, 'requests'):,.0f}/s: {share:.2f}"
    kept = share >= SHARE_OF_304 and rate(ours, "requests") >= CONDITIONAL and not ours["failed"]
    yield Figure("conditional requests, 32 clients", told, f"{SHARE_OF_304} and {CONDITIONAL:,}/s", kept)


def while_adding(feed: str, db: Path, folder: Path, seconds: float) -> Iterator[Figure]:
    """Requests while another process adds to the calendar, with answers of each kind."""
    before = fetched(feed)[1]
    add = [sys.executable, "-m", "eventx", "add", "--quiet", "--db", str(db), str(releases(folder, 2000))]
    failed, requests, longest = 0, 0, 0.0
    with subprocess.Popen(add, stdout=subprocess.DEVNULL, cwd=ROOT) as adding:
        time.sleep(2)  # to load what it needs
        until = time.monotonic() + 3 * seconds
        while adding.poll() is None and time.monotonic() < until:
            for told in (loaded(feed, seconds / 4, clients=4), loaded(feed, seconds / 4, clients=16, etag=before)):
                failed, requests = failed + told["failed"], requests + told["requests"]
                longest = max(longest, told["longest"])
        adding.terminate()
    status, after, _ = fetched(feed)
    kept = failed == 0 and status == 200 and after != before
    told = f"{failed} of {requests:,} failed, the slowest after {longest:.1f} s; the change shows: {after != before}"
    yield Figure("while `add` runs", told, "0", kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--db", help="a SQLite file, made where there is none")
    parser.add_argument("--events", type=int, default=EVENTS, help=f"of a calendar that is made (default {EVENTS:,})")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"of each measurement (default {SECONDS})")
    options = parser.parse_args(arguments)
    broken = 0
    with TemporaryDirectory() as folder:
        db = Path(folder, "calendar.db")
        kept = Path(options.db) if options.db else Path(folder, "kept.db")
        fill(kept, options.events)
        shutil.copy(kept, db)  # what is added while measuring is not kept
        print("| what | measured | limit | kept |\n| --- | --- | --- | --- |")
        for each in figures(db, options.seconds):
            broken += not each.kept
            verdict = "" if not each.limit else "yes" if each.kept else "NO"
            print(f"| {each.what} | {each.told} | {each.limit} | {verdict} |", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
