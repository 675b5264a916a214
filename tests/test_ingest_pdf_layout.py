"""The layout of a PDF: from places of words to paragraphs in reading order."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from eventx.ingest.pdf.order import in_order
from eventx.ingest.pdf.paragraphs import joined, paragraphs
from eventx.ingest.pdf.running import without_running
from eventx.ingest.pdf.values import Line, clean
from tests.pdfs import width


def drawn(*rows: tuple[float, float, str], size: float = 10) -> tuple[Line, ...]:
    """Lines at left and top, in the order of drawing."""
    return tuple(
        Line(text, left, top, left + width(text, size), top + size, size, place)
        for place, (left, top, text) in enumerate(rows)
    )


def texts(*rows: tuple[float, float, str]) -> list[str]:
    return paragraphs(in_order(drawn(*rows)))


# --- reading order

LEFT = [
    "The forum of harbours will be held",
    "from May 5 to 7, 2027, in Bergen and",
    "brings together all of its members.",
]
RIGHT = [
    "A second forum takes place in June",
    "in Stavanger, where the first of all",
    "harbours of the country was built.",
]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (
            [(50, 100 + 12 * i, t) for i, t in enumerate(LEFT)] + [(260, 100 + 12 * i, t) for i, t in enumerate(RIGHT)],
            [" ".join(LEFT), " ".join(RIGHT)],
        ),
        (  # the second column begins higher
            [(50, 100 + 12 * i, t) for i, t in enumerate(LEFT)] + [(260, 90 + 12 * i, t) for i, t in enumerate(RIGHT)],
            [" ".join(LEFT), " ".join(RIGHT)],
        ),
        (
            [(50, 100, "When"), (150, 100, "May 5, 2027"), (50, 115, "Where"), (150, 115, "Bergen")],
            ["When: May 5, 2027", "Where: Bergen"],
        ),
        (
            [(50, 100, "When:"), (150, 100, "May 5, 2027"), (50, 115, "Where:"), (150, 115, "Bergen")],
            ["When: May 5, 2027", "Where: Bergen"],
        ),
        (  # a cell of two lines
            [(50, 100, "Where"), (150, 100, "Grieg Hall, in the large room behind"), (150, 112, "the stairs"),
             (50, 127, "When"), (150, 127, "May 5, 2027")],
            ["Where: Grieg Hall, in the large room behind the stairs", "When: May 5, 2027"],
        ),
        (
            [(50, 100, "May 5"), (150, 100, "Walk"), (250, 100, "Cork"), (50, 115, "May 6"), (150, 115, "Talk"),
             (250, 115, "Cobh")],
            ["May 5 | Walk | Cork", "May 6 | Talk | Cobh"],
        ),
        ([(50, 100, "The forum was"), (130, 100, "opened by the king.")], ["The forum was opened by the king."]),
        ([(50, 100, "• one thing"), (50, 112, "• another")], ["• one thing", "• another"]),
        ([(50, 100, "Heading"), (50, 130, "Text")], ["Heading", "Text"]),
    ],
)  # fmt: skip
def test_reading_order(rows: list[tuple[float, float, str]], wanted: list[str]) -> None:
    assert texts(*rows) == wanted


def test_columns_of_a_scan_drawn_line_by_line_are_columns() -> None:
    left, right = [*LEFT, *LEFT], [*RIGHT, *RIGHT]
    rows = [
        row
        for i in range(6)
        for row in ((50.0, 100 + 12.0 * i, left[i]), (260.0, 100 + 12.0 * i, right[i]))
    ]  # fmt: skip
    assert texts(*rows) == [" ".join(left), " ".join(right)]


@pytest.mark.parametrize(
    ("lines", "known", "wanted"),
    [
        (["the confer-", "ence on"], "", "the conference on"),
        (["the two-", "day event"], "two day", "the two-day event"),
        (["the two-", "day event"], "two-day", "the two-day event"),
        (["the news-", "paper says"], "news paper newspaper", "the newspaper says"),
        (["in Asia-", "Pacific"], "", "in Asia-Pacific"),
        (["at www.the-", "forum.example"], "", "at www.the-forum.example"),
        (["the con\u00ad", "ference"], "", "the conference"),
        (["May 5-", "7, 2027"], "", "May 5-7, 2027"),
        (["论坛将于", "北京举行"], "", "论坛将于北京举行"),
        (["see https://a.example/", "b"], "", "see https://a.example/b"),
        (["one", "two"], "", "one two"),
    ],
)
def test_lines_are_joined(lines: list[str], known: str, wanted: str) -> None:
    assert joined(lines, frozenset(known.split())) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("e\ufb03cient \ufb02oods", "efficient floods"),
        ("\uf0b7 one", "• one"),
        ("a\uf0b7b", "ab"),
        ("a\0b\x07c\ud800\ufeffd", "abcd"),
        ("\u202egnp.exe", "gnp.exe"),
        ("举⾏", "举行"),
        ("  a \t b  ", "a b"),
    ],
)
def test_text_is_cleaned(text: str, wanted: str) -> None:
    assert clean(text) == wanted


# --- what stands on every page

HEAD, FOOT = (50.0, 20.0, "Port Authority, Bergen"), 800.0


@pytest.mark.parametrize(
    ("pages", "title", "wanted"),
    [
        ([[HEAD, (50, 100, "One")], [HEAD, (50, 100, "Two")]], "", [["One"], ["Two"]]),
        ([[HEAD, (50, 100, "One")]], "", [["Port Authority, Bergen", "One"]]),
        ([[(50, 100, "One"), (300, FOOT, "- 1 -")], [(50, 90, "Two"), (300, FOOT, "- 2 -")]], "", [["One"], ["Two"]]),
        ([[(50, 100, "One"), (300, FOOT, "Page 1 of 1")]], "", [["One"]]),
        ([[(50, 100, "One"), (50, FOOT, "https://a.example"), (300, FOOT, "1/1")]], "", [["One"]]),
        ([[(50, 100, "One"), (300, FOOT, "May 5")]], "", [["One", "May 5"]]),
        ([[HEAD, (50, 100, "One")]] * 3, "", [["Port Authority, Bergen", "One"]]),  # pages that say the same are one
        ([[(50, 100, "1"), (50, FOOT, "a")], [(50, 100, "2"), (50, FOOT, "a")]], "", [["1", "a"], ["2", "a"]]),
    ],
)
def test_running_lines(pages: list[list[tuple[float, float, str]]], title: str, wanted: list[list[str]]) -> None:
    kept = without_running([drawn(*page) for page in pages], title)
    assert [[line.text for line in page] for page in kept] == wanted


LINES: dict[str, Callable[[int], tuple[float, float, str]]] = {
    "a stair": lambda n: (n % 500, n * 0.2, "a"),
    "a grid": lambda n: (n % 70 * 8.0, n // 70 * 12.0, "a"),
    "one place": lambda n: (50.0, 50.0, "a"),
    "two sides": lambda n: (50.0 + n % 2 * 300, n * 0.1, "a b-"),
    "huge": lambda n: ((-1.0) ** n * 1e30 * n, 1e300 * n, "a"),
}


@pytest.mark.parametrize("shape", LINES)
def test_the_layout_of_the_fullest_page_is_worked_out_soon(shape: str) -> None:
    before = time.process_time()
    assert texts(*(LINES[shape](n) for n in range(3000)))
    assert time.process_time() - before < 1
