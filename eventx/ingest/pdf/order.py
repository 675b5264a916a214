"""The lines of a page in the order in which they are read: bands from the top down, columns or the rows of a table.

A band is a stretch of the page that one gutter runs through. What a program drew one row after the other is a table,
what it drew one column after the other are columns: the order of drawing tells better than any width. Only where text
fills both sides of the gutter like print (a scan's text layer is drawn line by line) is it columns all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from eventx.ingest.pdf.running import rows_of
from eventx.ingest.pdf.values import Line

Lines = Sequence[Line]

_GUTTER = 0.3
"""The least width of a gutter, of the type size: little more than a blank, since words of one line are not parted."""
_DEEPEST = 4
"""Columns in columns."""
_APART = 3.0
"""Of the type size: below such a gap what stands on one side only belongs to the columns no more."""
_BLANK = 2.5
"""Of the type size: a wider blank in a lone row parts two cells."""
_PRINT_WIDTH, _PRINT_FILL, _PRINT_LINES = 12, 0.75, 4
"""Print: columns of so many ems, lines that fill so much of them, and so many."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines that are read one after the other, at the edges between which they are set."""

    lines: tuple[Line, ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells from left to right."""

    cells: tuple[Flow, ...]


def in_order(lines: Lines, depth: int = 0) -> Iterator[Flow | Row]:
    """The flows and rows of a page."""
    lines = _mended(lines) if lines else []
    for band in _bands(lines):
        columns = _columns(band)
        if len(columns) < 2 or depth >= _DEEPEST:
            yield _flow(band)
            continue
        if len(rows_of(band)) == 1:
            yield from (_flow(column) for column in columns)
        elif _is_table(columns):
            yield from _rows(columns)
        else:
            for column in columns:
                yield from in_order(column, depth + 1)


def _mended(lines: Lines) -> list[Line]:
    """The lines with those put together that only a wide blank parts: no gutter above or below goes on from it."""
    strips = [[], *_strips(lines), []]
    found: list[Line] = []
    for above, strip, below in zip(strips, strips[1:], strips[2:], strict=False):
        if _is_blank(strip) and not any(len(_columns([*strip, *other])) > 1 for other in (above, below) if other):
            found.append(_joined(sorted(strip, key=lambda line: line.left)))
        else:
            found.extend(strip)
    return found


def _is_blank(strip: list[Line]) -> bool:
    """True for one row of words that stand apart by no more than a few letters."""
    row = sorted(strip, key=lambda line: line.left)
    gaps = [b.left - a.right < _BLANK * a.size for a, b in pairwise(row)]
    return bool(gaps) and all(gaps) and len(rows_of(strip)) == 1


def _flow(lines: Lines) -> Flow:
    """Lines from the top down, those side by side joined."""
    rows = [_joined(row) for row in rows_of(lines)]
    return Flow(tuple(rows), min(line.left for line in rows), max(line.right for line in rows))


def _joined(row: Lines) -> Line:
    """A row as one line."""
    first, *more = row
    for line in more:
        gap = " " if line.left - first.right > 0.15 * first.size else ""
        high = first if first.size >= line.size else line
        first = replace(high, text=first.text + gap + line.text, left=first.left, right=max(first.right, line.right))
    return first


def _bands(lines: Lines) -> Iterator[list[Line]]:
    """Strips of the page, from one white stripe to the next, put together while a gutter runs through them."""
    band: list[list[Line]] = []
    edges: list[Line] = []  # of the band's columns, so that a long band is not looked through again for each strip
    for strip in _strips(lines):
        together = _edges([*edges, *strip])
        if band and not _go_on(edges, strip, together):
            above, together = (band, _edges(strip)) if len(edges) > 1 else _led(band, strip)
            if above:
                yield _all(above)
            band = band[len(above) :]
        band.append(strip)
        edges = together
    if band:
        yield _all(band)


def _led(band: list[list[Line]], strip: list[Line]) -> tuple[list[list[Line]], list[Line]]:
    """What of a band stays above columns that begin with a strip, and their edges: one may begin above the others."""
    edges = _edges(strip)
    for count in range(len(band), 0, -1):
        together = _edges([*band[count - 1], *edges])
        gap = min(edge.top for edge in edges) - max(line.bottom for line in band[count - 1])
        if len(together) < len(edges) or gap > edges[0].size:
            return band[:count], edges
        edges = together
    return [], edges


def _all(strips: list[list[Line]]) -> list[Line]:
    return [line for strip in strips for line in strip]


def _go_on(edges: list[Line], strip: list[Line], together: list[Line]) -> bool:
    """True where a strip belongs to the band above it, whose columns have these edges, alone and with the strip.

    What stands in one of the first columns and was drawn after the last one comes below them.
    """
    parts = len(_columns(strip))
    if len(together) < max(len(edges), parts) or len(edges) < 2:
        return len(together) < 2 and parts < 2
    end = max(line.right for line in strip)
    across = any(edge.left > min(line.left for line in strip) and edge.left < end for edge in together)
    later = all(edge.drawn < min(line.drawn for line in strip) for edge in edges if edge.left > end)
    gap = min(line.top for line in strip) - max(edge.bottom for edge in edges)
    return across or (not (later and edges[-1].left > end) and gap < _APART * median(line.size for line in strip))


def _edges(lines: Lines) -> list[Line]:
    return [_outline(column) for column in _columns(lines)]


def _outline(column: Lines) -> Line:
    """The edges of lines."""
    left, right = min(line.left for line in column), max(line.right for line in column)
    places = zip(*((-line.top, line.bottom, line.size, line.drawn) for line in column), strict=True)
    top, bottom, size, drawn = (max(place) for place in places)
    return Line("", left, -top, right, bottom, size, int(drawn))


def _strips(lines: Lines) -> Iterator[list[Line]]:
    """Lines that overlap in height, from the top down."""
    strip: list[Line] = []
    end = 0.0
    for line in sorted(lines, key=lambda line: line.top):
        if strip and line.top > end - 0.25 * line.size:
            yield strip
            strip, end = [], 0.0
        strip.append(line)
        end = max(end, line.bottom)
    if strip:
        yield strip


def _columns(lines: Lines) -> list[list[Line]]:
    """Lines parted at the gutters that run through all of them, from left to right."""
    columns: list[list[Line]] = []
    end = 0.0
    for line in sorted(lines, key=lambda line: line.left):
        if columns and line.left - end < _GUTTER * line.size:
            columns[-1].append(line)
        else:
            columns.append([line])
            end = line.right
        end = max(end, line.right)
    return columns


def _is_table(sides: list[list[Line]]) -> bool:
    """True where what stands side by side was drawn row by row, and is no print."""
    order = sorted((line.drawn, number) for number, side in enumerate(sides) for line in side)
    turns = sum(b < a for (_, a), (_, b) in pairwise(order))
    rows = min(len(rows_of(side)) for side in sides)
    drawn_by_row = rows == 1 or 2 * turns >= rows - 1
    return drawn_by_row and not all(_is_print(side) for side in sides)


def _is_print(side: list[Line]) -> bool:
    lines = _flow(side).lines
    width = max(line.right for line in lines) - min(line.left for line in lines)
    size = median(line.size for line in lines)
    fill = median(line.right - line.left for line in lines) / max(width, 1.0)
    return len(lines) >= _PRINT_LINES and width >= _PRINT_WIDTH * size and fill >= _PRINT_FILL


def _rows(sides: list[list[Line]]) -> Iterator[Flow | Row]:
    """Rows of a table: a new one begins where the drawing goes back to an earlier column.

    Lines that end above the next cell stand by themselves, a heading or the text before the table.
    """
    edges = [(min(line.left for line in side), max(line.right for line in side)) for side in sides]
    drawn = sorted(((line, number) for number, side in enumerate(sides) for line in side), key=lambda e: e[0].drawn)
    runs = [(number, [line for line, _ in run]) for number, run in groupby(drawn, key=lambda each: each[1])]
    cells: list[Flow] = []
    for (number, lines), after in zip(runs, [*runs[1:], None], strict=True):
        if after and after[0] > number:
            top = min(line.top for line in after[1])
            if above := [line for line in lines if line.bottom <= top]:
                yield _flow(above)
            lines = [line for line in lines if line.bottom > top]
        if lines:
            cells.append(replace(_flow(lines), left=edges[number][0], right=edges[number][1]))
        if cells and (after is None or after[0] <= number):
            yield Row(tuple(cells)) if len(cells) > 1 else cells[0]
            cells = []


__all__ = ["Flow", "Row", "in_order"]
