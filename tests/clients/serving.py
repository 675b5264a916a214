"""`eventx serve` as a process, for programs that subscribe to it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.clients.shown import needed

ROOT = Path(__file__).resolve().parents[2]
_START = 60.0  # seconds


def eventx(*arguments: str) -> str:
    """What a command of eventx prints."""
    command = [sys.executable, "-m", "eventx", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def feed_path(db: Path, name: str, *options: str) -> str:
    """Makes a feed of all that is in a calendar; where on the server it is."""
    told = eventx("feed", "add", name, "--db", str(db), "--back", "36525", *options)
    found = re.search(r"https?://[^/]+(/\S+\.ics)", told)
    assert found is not None, told
    return found[1]


@contextmanager
def eventx_served(db: Path, log: Path) -> Iterator[str]:
    """The address of a server of that calendar, without a slash at its end; skips where starlette is missing."""
    needed("starlette")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "eventx", "serve", "--db", str(db), "--port", str(port)]
    with log.open("wb") as told, subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=told) as server:
        try:
            base = f"http://127.0.0.1:{port}"
            _await(f"{base}/healthz", server, log)
            yield base
        finally:
            server.terminate()
            server.wait(timeout=30)


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())
