"""Rule 13: the bytes of the file, its lines and their text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eventx.feedcheck.reader import Line, unfolded
from eventx.feedcheck.values import Found, Seen, of_line

_LONGEST = 75  # octets of a line without its end, RFC 5545 section 3.1
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_TWICE = re.compile(r"\\\\\\[,;]")
_STRAY = re.compile(r"\\(?![\\;,nN])")
_LOOSE = re.compile(r"(?<!\\)(?:\\\\)*[,;]")
_LETTER_N = re.compile(r"\\\\n")
_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\[nN]")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "UID", "COMMENT", "CONTACT")


def form(seen: Seen) -> Iterator[Found]:
    """FEED 13: CRLF, 75 octets, whole characters, no control characters, nothing outside; text escaped once."""
    yield from _bytes(seen.content)
    for number, message in (*seen.calendar.unread, *seen.calendar.outside):
        yield Found(message, "fold long lines with a blank, escape line breaks as \\n, add nothing", line=number)
    for component in seen.calendar.root.walk():
        for line in component.lines:
            if line.name in _TEXTS and (told := _escaping(line)):
                yield of_line(line, *told, component)


def _bytes(content: bytes) -> Iterator[Found]:
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        yield Found("a byte order mark stands before BEGIN", "leave it out", line=1)
    bare = _BARE.search(content)
    if bare:
        number = _number(content, bare.start())
        yield Found("the line does not end in CRLF", "end every line in CRLF", line=number)
    elif content and not content.endswith(b"\r\n"):
        yield Found("the last line has no end", "end every line in CRLF", line=_number(content, len(content)))
    for number, line in unfolded(content):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield Found("it is no UTF-8", "write the file in UTF-8", line=number)
            break
    yield from _lines(content)


def _lines(content: bytes) -> Iterator[Found]:
    empty = False
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", content), 1):
        if empty:
            yield Found("the line is empty", "leave it out", line=number - 1)
        empty = not line
        if len(line) > _LONGEST:
            yield Found(f"the line is longer than {_LONGEST} octets", "fold it", line=number)
        if line[:1] in (b" ", b"\t") and len(line) > 1 and line[1] & 0xC0 == 0x80:
            yield Found("the fold parts a character", "fold between characters", line=number)
        if control := _CONTROL.search(line):
            yield Found(f"there is a control character (0x{control[0].hex()})", "leave it out", line=number)


def _escaping(line: Line) -> tuple[str, str] | None:
    """What is wrong with the escapes of a text, RFC 5545 section 3.3.11."""
    text = line.value
    twice = _TWICE.search(text) or (len(_LETTER_N.findall(text)) > 1 and not _BREAK.search(text))
    if twice:
        return "the text is escaped twice", "escape it once"
    if stray := _STRAY.search(text):
        return f"{text[stray.start() : stray.start() + 2]!r} is no escape", "write \\\\ for a backslash"
    if line.name != "UID" and (loose := _LOOSE.search(text)):
        return f"{loose[0][-1]!r} stands bare in the text", "escape it with a backslash"
    return None


def _number(content: bytes, at: int) -> int:
    return len(re.findall(rb"\r\n|\n|\r", content[:at])) + 1


__all__ = ["form"]
