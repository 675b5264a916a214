"""Lines in reading order → paragraphs: where one ends, how its lines are joined, what goes on in the next column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from statistics import median

from eventx.ingest.pdf.order import Flow, Row
from eventx.ingest.pdf.values import WIDE, Line

_ITEM = re.compile(r"[•▪▫●○◦■□►➢✓·‣⁃*–—-]\s|\(?(?:\d{1,2}|[a-zA-Z])[.)]\s")
_STOPPED = re.compile(r"[.!?:;。！？：；」』）]['\"”’)\]]*$")
_WIDE = re.compile(f"[{WIDE}\u3000-\u303f]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile("([^\\W\\d_]+)[-\u2010\u00ad]$")
_ADDRESS = re.compile(r"(?:https?:|www\.|@)\S*-$")
_LABEL = re.compile(r"[^\W\d_][^:：,.;\d]{1,23}")

_WORD_ROOM = 100
"""Characters at the end of a text among which its last word is looked for."""
_LEADING = 1.25
"""Of the usual distance of two lines: what is further apart are two paragraphs."""
_LEAST = 10.0
"""Of the type size: lines that are shorter are lines of an address."""
_SIZES = 1.15
"""Lines whose sizes differ by more are of two paragraphs."""


def paragraphs(parts: Iterable[Flow | Row]) -> list[str]:
    """The paragraphs of all flows and rows; one that goes on in the next column or on the next page is whole."""
    found: list[list[str]] = []
    last: Flow | Row | None = None
    for part in parts:
        new = list(_of_flow(part)) if isinstance(part, Flow) else [[_cells(part)]]
        if isinstance(part, Flow) and isinstance(last, Flow) and _continues(last, part):
            found[-1].extend(new.pop(0))
        found.extend(new)
        last = part
    known = frozenset(word.lower() for lines in found for line in lines for word in _WORD.findall(line))
    return [joined(lines, known) for lines in found]


def _cells(row: Row) -> str:
    """A row as one line: "When: May 14", or its cells one after the other."""
    cells = [joined([line.text for line in cell.lines], frozenset()) for cell in row.cells]
    if len(cells) == 2 and _LABEL.fullmatch(cells[0]):
        return ": ".join(cells)
    return " | ".join(cells) if len(cells) > 2 else " ".join(cells)


def _of_flow(flow: Flow) -> Iterator[list[str]]:
    """The paragraphs of a flow, as their lines."""
    lines = flow.lines
    leading = _usual(lines)
    paragraph = [lines[0].text]
    for above, line in pairwise(lines):
        if _parts(above, line, flow, leading):
            yield paragraph
            paragraph = []
        paragraph.append(line.text)
    yield paragraph


def _usual(lines: tuple[Line, ...]) -> float:
    """The usual distance from line to line, of the type size."""
    steps = [(b.bottom - a.bottom) / b.size for a, b in pairwise(lines) if _alike(a, b)]
    return min(median(steps), 1.6) if steps else 1.2


def _alike(a: Line, b: Line) -> bool:
    return max(a.size, b.size) < _SIZES * min(a.size, b.size)


def _parts(a: Line, b: Line, flow: Flow, leading: float) -> bool:
    """True where a new paragraph begins between two lines."""
    if not _alike(a, b) or (b.bottom - a.bottom) / b.size > _LEADING * leading or _begins_item(a, b, flow):
        return True
    if _centred(a, b, flow):
        return bool(_STOPPED.search(a.text))
    if b.text[0].islower() and not _STOPPED.search(a.text):
        return False
    indented = b.left - a.left > 0.9 * b.size and not _ITEM.match(a.text)
    return indented or not _is_full(a, b, flow)


def _begins_item(a: Line, b: Line, flow: Flow) -> bool:
    """True for a bullet, and for a number that is none of the sentence ("on April / 2. Officials")."""
    item = _ITEM.match(b.text)
    return item is not None and (not item[0][0].isalnum() or bool(_STOPPED.search(a.text)) or not _is_full(a, b, flow))


def _centred(a: Line, b: Line, flow: Flow) -> bool:
    """True where two lines are set about one axis, away from both edges."""
    middles = abs((a.left + a.right) - (b.left + b.right)) / 2
    away = min(max(a.left, b.left) - flow.left, flow.right - min(a.right, b.right))
    return middles < 0.5 * a.size and away > a.size


def _first_word(line: Line) -> float:
    """About how much room the first word of a line takes, in points; two letters of a script without blanks."""
    word = line.text.split(maxsplit=1)[0]
    letters = 2 if _WIDE.match(word) else len(word) + 1
    return letters * (line.right - line.left) / max(len(line.text), 1)


def _continues(last: Flow, flow: Flow) -> bool:
    """True where a text breaks off in one column or page and goes on in the next."""
    a, b = last.lines[-1], flow.lines[0]
    if _STOPPED.search(a.text) or _ITEM.match(b.text) or not _alike(a, b):
        return False
    return b.text[0].islower() or (len(last.lines) > 1 and _is_full(a, b, last))


def _is_full(a: Line, b: Line, flow: Flow) -> bool:
    """True where the first word of the second line had no room in the first, and that is no line of an address."""
    return a.right - a.left > _LEAST * a.size and flow.right - a.right <= _first_word(b) + 0.5 * a.size


def joined(lines: list[str], known: frozenset[str]) -> str:
    """Lines as one: hyphens at their ends undone, no blank between characters of scripts that have none."""
    text = lines[0]
    for line in lines[1:]:
        if broken := _BROKEN.search(text[-_WORD_ROOM:]):
            text = _unbroken(text, broken[1], line, known) + line
        else:
            bare = text.endswith(("/", "-")) or (_WIDE.match(text[-1]) and _WIDE.match(line))
            text += line if bare else f" {line}"
    return text.replace("\u00ad", "")


def _unbroken(text: str, first: str, after: str, known: frozenset[str]) -> str:
    """The text without its last hyphen, where that only breaks a word.

    It stays before a capital or a digit ("Asia-Pacific"), in addresses, and where the document writes the word with it
    elsewhere, or both halves by themselves and never the whole ("two-day").
    """
    second = _WORD.match(after)
    if not second or not after[0].islower() or _ADDRESS.search(text[-_WORD_ROOM:]):
        return text
    left, right = first.lower(), second[0].lower()
    apart = left in known and right in known and left + right not in known
    return text if f"{left}-{right}" in known or apart else text[:-1]


__all__ = ["joined", "paragraphs"]
