"""khal, a calendar for the terminal: what it keeps of an import, and what it lists day by day."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.clients.shown import needed

CONFIG = """
[calendars]
[[events]]
path = {folder}/events
type = calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = events
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Khal:
    """A calendar of its own in `folder`."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, zone: str) -> Khal:
        """An empty one, for a person in `zone`; skips where khal is missing, fails on CI."""
        needed("khal")
        (folder / "events").mkdir()
        (folder / "config").write_text(CONFIG.format(folder=folder, zone=zone))
        return cls(folder=folder)

    def add(self, content: bytes) -> dict[str, bytes]:
        """Imports a file; the items that the calendar then has: name → bytes."""
        (self.folder / "import.ics").write_bytes(content)
        self._run("import", "--batch", "-a", "events", str(self.folder / "import.ics"))
        return {path.name: path.read_bytes() for path in sorted((self.folder / "events").glob("*.ics"))}

    def listed(self, first: date, last: date) -> Iterator[tuple[date, str, str]]:
        """(day, UID, status) of all that is on, from `first` to `last`."""
        form = ("--day-format", "{date-long}", "--format", "|{uid}|{status}")
        day = first
        for line in self._run("list", *form, first.isoformat(), last.isoformat()).splitlines():
            if line.startswith("|"):
                _, uid, status = line.split("|")
                yield day, uid, status.strip()
            elif line.strip():
                day = date.fromisoformat(line.strip())

    def page(self, day: date) -> str:
        """A day as khal prints it for people."""
        return self._run("list", day.isoformat(), day.isoformat())

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "khal", "--config", str(self.folder / "config"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
