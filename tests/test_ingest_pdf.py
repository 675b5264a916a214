"""PDF: the text layer in reading order, what is left out of it, and files that ask for too much."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eventx.errors import InputError
from eventx.ingest import iter_releases, read
from eventx.ingest.pdf import headline, without_headline
from eventx.ingest.pdf.order import in_order
from eventx.ingest.pdf.paragraphs import joined, paragraphs
from eventx.ingest.pdf.process import opened
from eventx.ingest.pdf.running import without_running
from eventx.ingest.pdf.values import Line, clean
from eventx.model import Release
from tests.hostile_pdfs import BOMBS, LINE, PLAIN, simple, wide_map
from tests.hostile_pdfs import locked as locked_pdf
from tests.pdf_programs import A4, PROGRAMS
from tests.pdfs import FOLDER, composed, document, width

TOLD = "The forum is held on May 5, 2027."


def collected(data: bytes) -> tuple[list[Release], list[str]]:
    errors: list[InputError] = []
    releases = list(iter_releases(data, on_error=errors.append, name="a.pdf"))
    return releases, [str(error) for error in errors]


def drawn(*rows: tuple[float, float, str], size: float = 10) -> tuple[Line, ...]:
    """Lines at left and top, in the order of drawing."""
    return tuple(
        Line(text, left, top, left + width(text, size), top + size, size, place)
        for place, (left, top, text) in enumerate(rows)
    )


def texts(*rows: tuple[float, float, str]) -> list[str]:
    return paragraphs(in_order(drawn(*rows)))


# --- what programs write


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_text_is_that_which_was_printed(name: str) -> None:
    plain = json.loads((FOLDER / f"{name}.plain.json").read_text(encoding="utf-8"))
    (release,) = read(FOLDER / f"{name}.pdf")
    assert (release.text, release.title, release.lang) == (plain["text"], plain.get("title"), plain.get("lang"))
    assert release.published is None
    assert collected(PROGRAMS[name]())[0] == [release], "what is committed is not what tests.pdf_programs writes"


def test_a_turned_page_is_read_as_it_is_seen() -> None:
    content = b"BT /F1 12 Tf 0 1 -1 0 100 72 Tm (The forum is held) Tj 0 1 -1 0 114 72 Tm (on May 5, 2027.) Tj ET "
    askew = b"BT /F1 60 Tf .7 .7 -.7 .7 100 100 Tm (DRAFT) Tj ET"
    turned = document(composed([content + askew], [[PLAIN]], b"", A4 + b"/Rotate 90"))
    assert collected(turned)[0][0].text == TOLD


def test_what_lies_off_the_page_is_not_read() -> None:
    slug = b"BT /F1 8 Tf 20 -30 Td (release_v7.indd 1 05/06/2027) Tj ET"
    assert collected(simple(LINE + slug))[0][0].text == TOLD


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


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("Forum of Harbours opens in Bergen", True),
        ("Microsoft Word - Forum of Harbours opens.docx", False),
        ("Microsoft PowerPoint - Forum of Harbours", False),
        ("forum_of_harbours_opens_final_v2", False),
        ("forum of harbours opens.pdf", False),
        ("Untitled document", False),
        ("Press release", False),
        ("Corporate letter template of last year", False),
        ("北京论坛开幕", True),
        ("模板文件", False),
        ("", False),
    ],
)
def test_a_title_is_taken_where_it_reads_like_one(title: str, taken: bool) -> None:
    body = ["Forum of Harbours opens in Bergen", "The forum opens on May 5, 2027.", "北京论坛开幕"]
    assert headline(title, body) == (title if taken else None)


def test_the_headline_is_told_once() -> None:
    assert without_headline(["Letter", "Forum Opens", "Text"], "Forum opens") == ["Letter", "Text"]
    assert without_headline(["Forum Opens"], "Forum opens") == ["Forum Opens"]


# --- what cannot be read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (simple(b"0 0 100 100 re f"), "without text, a scan perhaps; run OCR over it first"),
        (locked_pdf(), "asks for a password; save it without one"),
        (b"%PDF-1.7\n" + b"garbage " * 50, "cannot be read; open it in a viewer"),
        (b"%PDF-1.4\n" + b"0" * 51_000_000, "more than 50 MB"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, words: str) -> None:
    releases, errors = collected(data)
    assert releases == []
    assert len(errors) == 1 and words in errors[0] and errors[0].startswith("a.pdf: ")


def test_pages_beyond_the_limit_are_told() -> None:
    releases, errors = collected(simple(*(b"BT /F1 9 Tf 50 %d Td (Forum %d) Tj ET" % (n, n) for n in range(50, 560))))
    assert len(releases) == 1
    assert errors == ["a.pdf: is a PDF of 510 pages, of which 500 could be read; print the others to one of their own"]


@pytest.mark.parametrize("name", BOMBS)
def test_what_asks_for_too_much_is_bounded(name: str) -> None:
    resource: Any = pytest.importorskip("resource", reason="no limits on CPU time and memory there")
    data = BOMBS[name]()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    releases, errors = collected(data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < 2 and after.ru_maxrss < 500_000, "CPU seconds, kB"
    assert releases or errors
    assert all(error.count("\n") == 0 for error in errors)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.8, 0.95, 0.99])
@pytest.mark.parametrize("name", ["word-letter", "latex-notice"])
def test_a_file_that_is_cut_off_is_read_or_told(name: str, share: float) -> None:
    data = (FOLDER / f"{name}.pdf").read_bytes()
    releases, errors = collected(data[: int(share * len(data))])
    assert len(releases) + len(errors) >= 1


def test_a_process_that_stands_still_is_ended() -> None:
    assert opened(wide_map(), patience=0.01).fault == "heavy"


@pytest.mark.parametrize(
    ("command", "words"),
    [("/no/such/interpreter", "none can be started"), (shutil.which("false") or "false", "pypdfium2 failed at")],
)
def test_a_process_that_does_not_work_is_told(command: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", command)
    assert words in collected(simple(LINE))[1][0]


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


def test_twins_are_there() -> None:
    assert {path.stem for path in Path(FOLDER).glob("*.pdf")} == set(PROGRAMS)
