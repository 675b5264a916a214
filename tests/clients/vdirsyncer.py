"""vdirsyncer, which pulls a feed over HTTP into a folder of files, one for each event; khal can read that folder.

Its storage `http` puts a hash of the event's content in the place of every UID, since so many feeds change theirs: an
event that has changed is one item that goes and another that comes. Who fetches the file with another program and lets
vdirsyncer read it (`singlefile`) keeps the UIDs.
"""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.clients.shown import needed

CONFIG = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "remote"
b = "local"
collections = null
conflict_resolution = "a wins"
[storage remote]
type = "{kind}"
{key} = "{source}"
[storage local]
type = "filesystem"
path = "{folder}/events"
fileext = ".ics"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who has subscribed to a feed; what they have of it lies in `folder`/events."""

    folder: Path
    url: str
    kind: Literal["http", "singlefile"]

    @classmethod
    def made(cls, folder: Path, url: str, kind: Literal["http", "singlefile"]) -> Subscriber:
        """A new one, without any event; skips where vdirsyncer is missing, fails on CI."""
        needed("vdirsyncer")
        (folder / "events").mkdir(exist_ok=True)
        key, source = ("url", url) if kind == "http" else ("path", str(folder / "fetched.ics"))
        (folder / "vdirsyncer").write_text(CONFIG.format(folder=folder, kind=kind, key=key, source=source))
        subscriber = cls(folder=folder, url=url, kind=kind)
        subscriber._fetch()
        subscriber._run("discover", "feed")
        return subscriber

    def pull(self) -> tuple[set[bytes], list[str]]:
        """Fetches the feed; the items, and what vdirsyncer did to them: "Copying", "Deleting"."""
        self._fetch()
        told = self._run("sync", "feed").splitlines()
        items = {path.read_bytes() for path in (self.folder / "events").glob("*.ics")}
        done = [line.split()[0] for line in told]
        return items, sorted(word for word in done if word in ("Copying", "Deleting"))

    def _fetch(self) -> None:
        if self.kind == "singlefile":
            with urllib.request.urlopen(self.url, timeout=30) as answer:
                (self.folder / "fetched.ics").write_bytes(answer.read())

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "vdirsyncer", "-c", str(self.folder / "vdirsyncer"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr
