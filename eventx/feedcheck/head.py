"""Rules 10 to 12: what the calendar tells of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eventx.feedcheck.values import Found, Seen, of_event, of_line

_LENGTH = re.compile(r"\+?P(?:\d+W|\d+D(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|T(?:\d+H)?(?:\d+M)?(?:\d+S)?)")
_ADDRESS = re.compile(r"(?:https?|webcals?)://[^/\s]", re.IGNORECASE)
_FIGURES = re.compile(r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?")


def versions(seen: Seen) -> Iterator[Found]:
    """FEED 10: VERSION:2.0, one PRODID, and no METHOD that demands what the events do not have."""
    root = seen.calendar.root
    for name, advice in (("VERSION", "write VERSION:2.0"), ("PRODID", "name the program that writes the file")):
        lines = root.all(name)
        if not lines:
            yield of_event(root, "there is none", advice, name)
        for line in lines[1:]:
            yield of_line(line, "there are several", "keep one")
    version = root.get("VERSION")
    if version and version.value != "2.0":
        yield of_line(version, f"it is {version.value!r}", "write VERSION:2.0")
    yield from _prodid(seen)
    yield from _method(seen)


def _prodid(seen: Seen) -> Iterator[Found]:
    line = seen.calendar.root.get("PRODID")
    if line and not line.value.strip():
        yield of_line(line, "it is empty", "name the program that writes the file")
    if line and seen.again and seen.again.root.value("PRODID") != line.value:
        yield of_line(line, "it is another at every reading", "never change it")


def _method(seen: Seen) -> Iterator[Found]:
    line = seen.calendar.root.get("METHOD")
    if line is None:
        return
    if line.value.upper() != "PUBLISH":
        yield of_line(line, f"{line.value} is a message between people", "leave METHOD out")
        return
    lacking = [event for event in seen.calendar.events if event.get("ORGANIZER") is None]
    if lacking:
        told = f"PUBLISH demands an ORGANIZER, and {len(lacking)} of {len(seen.calendar.events)} events have none"
        yield of_line(line, told, "leave METHOD out, or add them")


def names(seen: Seen) -> Iterator[Found]:
    """FEED 11: a name twice; how often to ask and where, with their VALUE."""
    root = seen.calendar.root
    for name in ("NAME", "X-WR-CALNAME"):
        if not root.value(name).strip():
            yield of_event(root, "there is none", "name the calendar in NAME and in X-WR-CALNAME", name)
    yield from _refresh(seen)
    yield from _source(seen)
    pause = root.get("X-PUBLISHED-TTL")
    if pause and not _is_length(pause.value):
        yield of_line(pause, f"{pause.value!r} is no length of time", "write PT6H")
    elif pause is None and is_feed(seen):
        yield of_event(root, "there is none", "write X-PUBLISHED-TTL:PT6H, which Outlook reads", "X-PUBLISHED-TTL")


def _refresh(seen: Seen) -> Iterator[Found]:
    advice = "write REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    line = seen.calendar.root.get("REFRESH-INTERVAL")
    if line is None:
        if is_feed(seen):
            yield of_event(seen.calendar.root, "there is none", advice, "REFRESH-INTERVAL")
    elif not _is_length(line.value):
        yield of_line(line, f"{line.value!r} is no length of time", advice)
    elif line.parameters.get("VALUE", "").upper() != "DURATION":
        yield of_line(line, "VALUE=DURATION is missing, and it has no type without", advice)


def _source(seen: Seen) -> Iterator[Found]:
    advice = "write SOURCE;VALUE=URI: and the feed's address"
    line = seen.calendar.root.get("SOURCE")
    if line is None:
        if is_feed(seen):
            yield of_event(seen.calendar.root, "there is none", advice, "SOURCE")
    elif not _ADDRESS.match(line.value):
        yield of_line(line, f"{line.value!r} is no address of the web", advice)
    elif line.parameters.get("VALUE", "").upper() != "URI":
        yield of_line(line, "VALUE=URI is missing, and it has no type without", advice)


def colours(seen: Seen) -> Iterator[Found]:
    """FEED 12: a colour by name, and for Apple by figures."""
    root = seen.calendar.root
    name, figures = root.get("COLOR"), root.get("X-APPLE-CALENDAR-COLOR")
    if name and not name.value.isalpha():
        yield of_line(name, f"{name.value!r} is no name of CSS", "write a name, such as navy")
    if figures and not _FIGURES.fullmatch(figures.value):
        yield of_line(figures, f"{figures.value!r} is no colour", "write it as #000080")
    if name and not figures:
        yield of_line(name, "Apple's programs read another property", "add X-APPLE-CALENDAR-COLOR")
    if figures and not name:
        yield of_line(figures, "Apple's programs alone read it", "add COLOR with a name of CSS")


def is_feed(seen: Seen) -> bool:
    """True for what people subscribe to: neither a file nor a download of one event."""
    return seen.answers is not None and not is_download(seen)


def is_download(seen: Seen) -> bool:
    """True where the answer is offered as a file and holds one event."""
    told = seen.answers.first.header("content-disposition") if seen.answers else ""
    return told.lower().startswith("attachment") and len({event.uid for event in seen.calendar.events}) == 1


def _is_length(text: str) -> bool:
    return bool(_LENGTH.fullmatch(text)) and any(each in "123456789" for each in text)


__all__ = ["colours", "is_download", "is_feed", "names", "versions"]
