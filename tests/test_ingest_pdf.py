"""PDF: the text layer in reading order, what is left out of it, and files that ask for too much."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from eventx.errors import InputError
from eventx.ingest import iter_releases, read
from eventx.ingest.pdf import headline, without_headline
from eventx.ingest.pdf.process import opened
from eventx.model import Release
from tests.hostile_pdfs import BOMBS, LINE, PLAIN, simple, wide_map
from tests.hostile_pdfs import locked as locked_pdf
from tests.pdf_programs import A4, PROGRAMS
from tests.pdfs import FOLDER, composed, document

TOLD = "The forum is held on May 5, 2027."


def collected(data: bytes) -> tuple[list[Release], list[str]]:
    errors: list[InputError] = []
    releases = list(iter_releases(data, on_error=errors.append, name="a.pdf"))
    return releases, [str(error) for error in errors]


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


# --- the headline


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


@pytest.mark.full
@pytest.mark.parametrize("name", BOMBS)
def test_what_asks_for_too_much_is_bounded(name: str) -> None:
    resource: Any = pytest.importorskip("resource", reason="no limits on CPU time and memory there")
    data = BOMBS[name]()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    releases, errors = collected(data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    most = after.ru_maxrss if after.ru_maxrss > before.ru_maxrss else 0  # of all children ever: others took more before
    assert spent < 2 and most < 500_000, "CPU seconds, kB"
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


def test_without_the_library_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, "eventx.ingest.pdf")
    assert collected(simple(LINE))[1] == ["a.pdf: looks like a PDF; to read it: pip install 'eventx[pdf]'"]


def test_twins_are_there() -> None:
    assert {path.stem for path in Path(FOLDER).glob("*.pdf")} == set(PROGRAMS)
