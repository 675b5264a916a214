"""A calendar file read as it is, broken or not: content lines with their numbers, in a tree of components.

Libraries leave out what a checker has to tell: icalendar decodes the file, unfolds it and drops the numbers of lines
before it looks at anything, and refuses what it cannot decode; `ical` and vobject stop at the first fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

_END = re.compile(rb"\r\n|\n|\r")
_PART = re.compile(r';(?P<key>[A-Za-z0-9-]+)=(?P<value>(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_NAME = re.compile(r"[A-Za-z0-9-]+")
_MOMENT = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_DEEPEST = 10  # components within components: a calendar has an event, which has an alarm


class Line(NamedTuple):
    """A content line, unfolded: RFC 5545 section 3.1. `number` is that of its first line in the file, from 1."""

    number: int
    name: str
    parameters: Mapping[str, str]
    value: str
    text: str

    @property
    def moment(self) -> date | None:
        """The date or instant that the value tells, without its TZID; None where it is neither."""
        told = _MOMENT.fullmatch(self.value)
        try:
            if told is None:
                return None
            if told[2] is None:
                return date.fromisoformat(told[1])
            read = datetime.fromisoformat(f"{told[1]}T{told[2]}")
        except ValueError:
            return None
        return read.replace(tzinfo=UTC) if told[3] else read

    @property
    def tzid(self) -> str | None:
        """The zone that the line names."""
        return self.parameters.get("TZID")


class Broken(NamedTuple):
    """What cannot be read as content line or component."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class Component:
    """A component with its own lines and its parts, in the order of the file."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """The lines of that name."""
        return [line for line in self.lines if line.name == name]

    def get(self, name: str) -> Line | None:
        """The first line of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name: str) -> str:
        """The value of that line; empty where there is none."""
        line = self.get(name)
        return line.value if line else ""

    def walk(self) -> Iterator[Component]:
        """Itself and all below it, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.walk()  # never deeper than _DEEPEST

    @property
    def uid(self) -> str | None:
        """Its name, where it has one."""
        return self.value("UID") or None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The first calendar of a file; empty where there is none. `unread` is what cannot be read as a line at all,
    `torn` where components do not close, `outside` what does not belong to the calendar."""

    root: Component
    unread: tuple[Broken, ...] = ()
    torn: tuple[Broken, ...] = ()
    outside: tuple[Broken, ...] = ()

    @property
    def events(self) -> list[Component]:
        """All VEVENTs."""
        return [part for part in self.root.parts if part.name == "VEVENT"]

    @property
    def zones(self) -> list[Component]:
        """All VTIMEZONEs."""
        return [part for part in self.root.parts if part.name == "VTIMEZONE"]


def read(content: bytes) -> Calendar:
    """The calendar of a file, whatever is wrong with it."""
    unread: list[Broken] = []
    torn: list[Broken] = []
    outside: list[Broken] = []
    found: list[Component] = []
    opened: list[Component] = []
    for number, raw in unfolded(content.removeprefix(b"\xef\xbb\xbf")):
        text = raw.decode("utf-8", "replace")
        line = parsed(number, text)
        if line is None:
            unread.append(Broken(number, "the line is no NAME:value"))
        elif line.name == "BEGIN" and len(opened) == _DEEPEST:
            torn.append(Broken(number, "components lie too deep in each other"))
        elif line.name == "BEGIN":
            component = Component(line.value.upper(), number)
            if opened:
                opened[-1].parts.append(component)
            elif component.name == "VCALENDAR" and not found:
                found.append(component)
            else:
                outside.append(Broken(number, "it stands outside the calendar"))
            opened.append(component)
        elif line.name == "END":
            torn += _closed(opened, line)
        elif opened:
            opened[-1].lines.append(line)
        else:
            outside.append(Broken(number, "it stands outside the calendar"))
    torn += [Broken(each.number, f"{each.name} is never ended") for each in opened]
    return Calendar(found[0] if found else Component("", 0), tuple(unread), tuple(torn), tuple(outside))


def parsed(number: int, text: str) -> Line | None:
    """A content line; None where it is none."""
    name = _NAME.match(text)
    if name is None:
        return None
    at, parameters = name.end(), {}
    while part := _PART.match(text, at):
        parameters[part["key"].upper()] = part["value"].strip('"')
        at = part.end()
    if text[at : at + 1] != ":":
        return None
    return Line(number, name[0].upper(), parameters, text[at + 1 :], text)


def _closed(opened: list[Component], line: Line) -> Iterator[Broken]:
    """Closes what an END closes; tells what was left open below it, or that nothing of that name is open."""
    name = line.value.upper()
    if all(each.name != name for each in opened):
        yield Broken(line.number, f"END:{name} without its BEGIN")
        return
    while (last := opened.pop()).name != name:
        yield Broken(last.number, f"{last.name} is never ended")


def unfolded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and octets of each content line; empty lines are left out."""
    held: list[bytes] = []
    first = 0
    for number, line in enumerate(_END.split(content), 1):
        if held and line[:1] in (b" ", b"\t"):
            held.append(line[1:])
            continue
        if held:
            yield first, b"".join(held)
        held, first = [line] if line else [], number
    if held:
        yield first, b"".join(held)


__all__ = ["Broken", "Calendar", "Component", "Line", "parsed", "read", "unfolded"]
