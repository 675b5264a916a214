"""Databases for tests: a PostgreSQL server of one's own, and releases to put into a calendar."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from eventx.model import Event, Evidence, Place, Release, Source, Span, replace

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
DEBIAN = Path("/usr/lib/postgresql")


def postgres_programs() -> Path | None:
    """The folder with initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A PostgreSQL server on a free port; its URL without a database's name.

    It will not run as root, so root hands it to an unprivileged user, with a folder where that one can get to (pytest
    locks its own to others).
    """
    with tempfile.TemporaryDirectory(prefix="eventx-postgres-") as folder:
        yield from _served(Path(folder), programs)


def _served(folder: Path, programs: Path) -> Iterator[str]:
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()

    def run(program: str, *args: str) -> None:
        command = [str(programs / program), "-D", str(data), *args]
        subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True, timeout=120)

    run("initdb", "--username=eventx", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql://eventx@127.0.0.1:{port}/"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


FORUM = Event(
    uid="forum-1@eventx", title="2021 Lakeside Robotics Forum", series="Lakeside Robotics Forum", edition="2021",
    kind="forum", start=date(2021, 10, 4), end=date(2021, 10, 8), confidence=0.8,
    place=Place(city="Geneva", country="CH", country_name="Switzerland", zone="Europe/Zurich", geo=(46.2, 6.15)),
    source=Source(id="r"),
)  # fmt: skip
MOVED = replace(FORUM, start=date(2021, 10, 11), end=date(2021, 10, 15))
"""The forum a week later; the release that tells so is called "Moved"."""
FAIR = replace(
    FORUM, uid="fair-1@eventx", title="Old Harbour Book Fair", series="Old Harbour Book Fair", edition=None,
    kind="exhibition", start=date(2021, 11, 11), end=date(2021, 11, 14), organizer="Harbour Press Guild",
    place=Place(venue="Pier 4", city="Bergen", country="NO", country_name="Norway", zone="Europe/Oslo"),
)  # fmt: skip


def told(name: str, day: date | None, *events: Event) -> tuple[Release, list[Event]]:
    """A release of that name and day with its events, as extraction would hand them over."""
    release = Release(text=f"{name}: the text.", title=f"{name}", published=day)
    source = Source(id=release.id, title=release.title, published=day)
    sentence = Evidence(text=f"A sentence of {name}.", span=Span(start=0, end=9), rule="en/month-day")
    numbered = [replace(event, uid=f"{name}-{n}@eventx".lower()) for n, event in enumerate(events)]
    return release, [replace(event, source=source, evidence=(sentence,)) for event in numbered]


def varied(base: Event, **changes: Any) -> Event:
    """The event with other fields."""
    return replace(base, **changes)


def synthetic(first: int, number: int) -> Iterator[tuple[Release, Sequence[Event]]]:
    """Releases with one event each, all of them different."""
    for n in range(first, first + number):
        yield told(f"Item {n}", date(2021, 1, 1), varied(FORUM, title=f"{n}th gathering", series=f"gathering {n}"))
