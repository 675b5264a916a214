"""How pages refer to each other: the same served and as files, so always relative to the page that they stand in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,120}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """`up` leads to the top from where a page stands ("./", "../"); files have an `end` (".html")."""

    up: str = "./"
    end: str = ""

    def home(self) -> str:
        """The page that comes first."""
        return self.up if not self.end else f"{self.up}index{self.end}"

    def month(self, day: date, query: str = "") -> str:
        """The page of a month, `query` being the filters to keep."""
        return self._with(f"{self.up}month/{day:%Y-%m}{self.end}", query)

    def agenda(self, query: str = "") -> str:
        """The list of what is to come."""
        return self._with(f"{self.up}agenda{self.end}", query)

    def kind(self, kind: str) -> str:
        """The list of one kind, which is a page of its own among files."""
        return f"{self.up}kind/{segment(kind, self.end)}{self.end}"

    def event(self, uid: str) -> str:
        """The page of an event."""
        return f"{self.up}events/{segment(uid, self.end)}{self.end}"

    def ics(self, uid: str) -> str:
        """Its calendar file."""
        return f"{self.up}events/{segment(uid, self.end)}.ics"

    def static(self, name: str) -> str:
        """A style sheet or script."""
        return f"{self.up}static/{name}"

    def _with(self, path: str, query: str) -> str:
        return f"{path}?{query}" if query and not self.end else path


TOP = Links()
"""For pages at the top."""


def segment(name: str, end: str = "") -> str:
    """A name as one part of a path; as a file name, one that every system takes and that leads nowhere else."""
    if not end:
        return quote(name, safe="@")
    return name if _FILE.fullmatch(name) else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]


__all__ = ["TOP", "Links", "segment"]
