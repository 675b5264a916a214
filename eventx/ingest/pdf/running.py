"""What stands on every page and belongs to none: running heads, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from eventx.ingest.pdf.values import Line

Page = tuple[Line, ...]

_DIGITS = re.compile(r"\d+")
_EDGE = 4
"""Rows from the top and the bottom of a page that may be running ones."""
_NEAR = 4.0
"""Points by which a running line may move from page to page."""
_COUNTS = re.compile(r"\W*(?:\w{1,6}\.?\s*)?(\d{1,4})(?:\s*(?:/|\w{1,4})\s*(\d{1,4}))?\W*")


def without_running(pages: Sequence[Page], title: str = "") -> list[Page]:
    """The pages without the lines that stand at one height, digits apart, on half of all pages or more, without rows
    that count the pages, and without small print at the edge that repeats the document's title.

    Pages that say the same are one; where nothing would be left, nothing is running.
    """
    pages = list({tuple(line.text for line in page): page for page in reversed(pages)}.values())[::-1]
    seen = Counter(key for page in pages for key in {_key(line) for row in edges(page) for line in row})
    least = max(2, len(pages) / 2)
    kept = [tuple(_kept(page, number, len(pages), title, seen, least)) for number, page in enumerate(pages, 1)]
    return kept if any(kept) else pages


def _kept(page: Page, number: int, count: int, title: str, seen: Counter[tuple[str, int]], least: float) -> list[Line]:
    body = sorted(line.size for line in page)[len(page) // 2] if page else 0
    gone: set[int] = set()
    rows = edges(page)
    for row in rows:
        counts = row in (rows[0], rows[-1]) and any(_is_number(line.text, number, count) for line in row)
        repeats = bool(title) and any(line.text == title and line.size < 0.95 * body for line in row)
        gone |= {id(line) for line in row if counts or repeats or _repeats(line, seen) >= least}
    return [line for line in page if id(line) not in gone]


def edges(page: Page) -> list[list[Line]]:
    """The uppermost and the lowest rows of a page, from the top down."""
    rows = rows_of(page)
    return rows[:_EDGE] + rows[max(_EDGE, len(rows) - _EDGE) :]


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand side by side, from the top down; each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        first = rows[-1][0] if rows else None
        if first and line.middle - first.middle < 0.5 * min(first.size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.top / _NEAR)


def _repeats(line: Line, seen: Counter[tuple[str, int]]) -> int:
    """On how many pages a line stands, at the same height or a little above or below."""
    text, height = _key(line)
    return max(seen[text, height + by] for by in (-1, 0, 1))


def _is_number(text: str, number: int, count: int) -> bool:
    """True for "2", "- 2 -", "Page 2 of 3", "2/3" on the second page of three."""
    match = _COUNTS.fullmatch(text)
    return match is not None and int(match[1]) == number and (match[2] is None or int(match[2]) == count)


__all__ = ["Page", "edges", "rows_of", "without_running"]
