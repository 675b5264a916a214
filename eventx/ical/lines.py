"""The content lines of a calendar file, sorted by component, before any value is read.

Strangers write components that never end, lines of megabytes, a hundred thousand events. Each event is cut out here, so
that one that is broken costs no other, and icalendar reads no more of it than is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_EVENTS = 2000
"""Events of a file that are read: some two seconds' work."""
LONGEST = 2000
"""Characters of a content line; what is behind them is cut off."""
_LONGEST_LIST = 800
_END = 100
"""Characters of a description that are read: what eventx tells at its end."""
WANTED = frozenset({
    "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS",
    "LOCATION", "GEO", "DESCRIPTION", "URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "ORGANIZER", "CATEGORIES",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
})  # fmt: skip
"""Properties of an event that are read."""

_FOLD = re.compile(r"\r?\n[ \t]")
_FOLD_BYTES = re.compile(rb"\r?\n[ \t]")
_LINE = re.compile(r"[^\r\n]+")
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_EDGE = re.compile(r"(BEGIN|END):([A-Z0-9-]+)\s*", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """A component: its content lines, those of components in it for a VTIMEZONE only. `ended` is false where the file
    breaks off in it, or the next one begins."""

    name: str
    lines: list[str] = field(default_factory=list)
    depth: int = 0
    ended: bool = False

    def take(self, line: str) -> None:
        """The next line of the file, where this is the component that it is in."""
        edge = _EDGE.fullmatch(line)
        if edge and edge[1].upper() == "END":
            self.ended = edge[2].upper() == self.name
            self.depth = max(0, self.depth - 1)
        elif edge:
            self.depth += 1
        whole = self.name == "VTIMEZONE" and not self.ended
        if whole or (self.name == "VEVENT" and not edge and self.depth == 0 and name_of(line) in WANTED):
            self.lines.append(line)


@dataclass(slots=True)
class Part:
    """One VCALENDAR: its own properties (name → value, the first of each), its events and its zones."""

    told: dict[str, str] = field(default_factory=dict)
    events: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    beyond: int = 0
    """Events that are not kept, since the file has more than MOST_EVENTS."""


def unfolded(data: bytes) -> bytes:
    """Without folds (RFC 5545 section 3.1), which may part the bytes of one character: so before it is decoded."""
    return _FOLD_BYTES.sub(b"", data)


def parts(text: str) -> list[Part]:
    """The calendars of a file, of which there may be several (RFC 5545 section 3.4)."""
    found: list[Part] = []
    block: Block | None = None
    room = MOST_EVENTS
    for line in _lines(text):
        edge = _EDGE.fullmatch(line)
        name = edge[2].upper() if edge and edge[1].upper() == "BEGIN" else ""
        if name == "VCALENDAR":
            found.append(Part())
            block = None
        elif not found:
            continue
        elif block is None or name in ("VEVENT", "VTIMEZONE"):  # neither lies in another: the one before has no END
            block = _begun(found[-1], name, line, room)
            room -= name == "VEVENT" and room > 0
        else:
            block.take(line)
            block = None if block.ended else block
    return found


def _begun(part: Part, name: str, line: str, room: int) -> Block | None:
    """The component that the line begins; None for a property of the calendar, which is kept."""
    if not name:
        part.told.setdefault(name_of(line), line.partition(":")[2].strip())
        return None
    block = Block(name)
    if name == "VTIMEZONE":
        part.zones.append(block)
    elif name == "VEVENT" and room:
        part.events.append(block)
    elif name == "VEVENT":
        part.beyond += 1
    return block


def name_of(line: str) -> str:
    """The name of a property, in capitals; "" where the line has none."""
    match = _NAME.match(line)
    return match[0].upper() if match else ""


def _lines(text: str) -> Iterator[str]:
    """Content lines, unfolded and cut, lists of days between two of them."""
    for match in _LINE.finditer(_FOLD.sub("", text)):
        line = match[0][:LONGEST]
        if name_of(line) == "DESCRIPTION":
            yield f"DESCRIPTION:{match[0][12:][-_END:]}"
            continue
        many = len(line) > _LONGEST_LIST and name_of(line) in ("EXDATE", "RDATE")
        yield line[:_LONGEST_LIST].rpartition(",")[0] if many else line


__all__ = ["LONGEST", "MOST_EVENTS", "WANTED", "Block", "Part", "name_of", "parts", "unfolded"]
