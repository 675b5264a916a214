"""Input that was made to do harm, through the command as a user gives it: one clear line or a clean event, in bounded
time and memory. What single readers must withstand stands with their own tests."""

from __future__ import annotations

import gzip
import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.full

SECONDS, MEMORY = 20, 1_500 * 2**20
"""Of processor time and address space for a whole command, of which spaCy takes a second and 600 MB."""

SENTENCE = "The Tidewater Forum will be held in Oslo on May 11, 2027."
LD = '<html><body><p>Notes.</p><script type="application/ld+json">{}</script></body></html>'


def bombed_xml() -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    item = f"<item><title>&e9;</title><description>{SENTENCE}</description></item>"
    return f'<!DOCTYPE rss [<!ENTITY e0 "bomb">{levels}]><rss version="2.0"><channel>{item}</channel></rss>'


def bombed_docx() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:p>" + b" " * 400_000_000)
    return made.getvalue()


def endless_mail() -> str:
    return "From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=a\n\n" + "--a\n" * 1_000_000


def looped_pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>endobj\ntrailer<</Root 1 0 R>>"
    )


def event(**told: str) -> str:
    return LD.format(json.dumps({"@type": "Event", "startDate": "2027-05-11", **told}))


FILES: dict[str, tuple[str, Callable[[], str | bytes], str]] = {
    "ten million lines": ("a.txt", lambda: "word\n" * 10_000_000, "more than 10 million characters"),
    "ten million empty lines": ("a.txt", lambda: "\n" * 10_000_000, "is empty"),
    "ten million lines of no JSON": ("a.jsonl", lambda: "{}\n" * 10_000_000, "none of 1000 lines is a release"),
    "NUL bytes": ("a.txt", lambda: f"{SENTENCE}\0\0", "looks like a binary file"),
    "a bomb of zip": ("a.docx", bombed_docx, "a.docx: "),
    "a bomb of gzip": ("a.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\n" + b" " * 400_000_000, 9), "a.warc.gz"),
    "a PDF that loops": ("a.pdf", looped_pdf, "a.pdf: "),
    "a page of depth": ("a.html", lambda: "<div>" * 1_000_000 + SENTENCE, "a.html: "),
    "JSON of depth": ("a.json", lambda: "[" * 5_000_000, "JSON that cannot be read"),
    "a calendar without an end": ("a.ics", lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" * 100_000, "a.ics"),
    "a mail without an end": ("a.eml", endless_mail, "a.eml"),
    "entities of entities": ("a.rss", bombed_xml, "a.rss"),
}  # fmt: skip
"""What is refused: the file's name, its content, and words of the one line that says so."""


def run(path: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """`eventx extract` of a file, within SECONDS and MEMORY."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, "-m", "eventx", "extract", str(path), *options]
    return subprocess.run(command, capture_output=True, check=False, preexec_fn=limited, timeout=10 * SECONDS)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(("name", "content", "words"), FILES.values(), ids=FILES)
def test_what_cannot_be_read_is_told_in_a_clear_line(
    name: str, content: Callable[[], str | bytes], words: str, tmp_path: Path
) -> None:
    done = run(written(tmp_path, name, content()), "--format", "jsonl")
    told = done.stderr.decode().splitlines()
    assert done.returncode == 1, told[-3:]
    assert words in told[-1], told[-1]
    assert not any("Traceback" in line for line in told)


def test_broken_surrogates_do_not_spoil_the_rest(tmp_path: Path) -> None:
    release = f'{{"text": "\\ud800 {SENTENCE}", "title": "\\udfff"}}'
    for form in ("jsonl", "ics", "csv", "table"):
        done = run(written(tmp_path, "a.json", release), "--format", form)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "Tidewater Forum" in done.stdout.decode()


@pytest.mark.parametrize("form", ["ics", "csv", "table"])
def test_marks_that_reorder_text_are_taken_out(form: str, tmp_path: Path) -> None:
    pages = SENTENCE.replace("Tidewater", "\u202eTide\u2066water"), event(name="Har\u202ebour Night")
    for name, page in zip(("a.txt", "b.html"), pages, strict=True):
        done = run(written(tmp_path, name, page), "--format", form)
        assert done.stdout.decode().isprintable() or not set("\u202e\u2066") & set(done.stdout.decode())
        assert done.returncode == 0
    assert "Harbour Night" in done.stdout.decode()


def test_a_link_that_runs_is_no_link(tmp_path: Path) -> None:
    page = event(name="Harbour Night", url="javascript:alert(1)")
    for form in ("ics", "jsonl", "csv"):
        done = run(written(tmp_path, "a.html", page), "--format", form)
        assert b"Harbour Night" in done.stdout
        assert b"javascript" not in done.stdout


def test_a_name_that_is_a_formula_is_text(tmp_path: Path) -> None:
    page = event(name='=HYPERLINK("https://a.example","Harbour Night")')
    done = run(written(tmp_path, "a.html", page), "--format", "csv")
    assert b"\"'=HYPERLINK(" in done.stdout


def test_a_name_cannot_put_lines_into_a_calendar(tmp_path: Path) -> None:
    page = event(name="Harbour Night\r\nATTENDEE:mailto:a@b.example\nBEGIN:VALARM", location="Hall\r\nURL:x")
    done = run(written(tmp_path, "a.html", page), "--format", "ics")
    lines = done.stdout.decode().replace("\r\n ", "").split("\r\n")
    assert "SUMMARY:Harbour Night ATTENDEE:mailto:a@b.example BEGIN:VALARM" in lines
    assert not [line for line in lines if line.startswith(("ATTENDEE", "BEGIN:VALARM", "URL:x"))]
