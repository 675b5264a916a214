"""The process that opens a PDF: bytes on standard input, what is drawn on its pages as JSON lines on standard output.

PDFium is native code and a PDF can ask for any amount of work and memory, so it is opened here, where both are bounded,
and never in the process that eventx runs in. Run by path and without eventx, to start in a twentieth of a second.

    {"pages": 3, "title": "…", "lang": "en-GB"}             once, first
    {"lines": [["text", left, top, right, bottom], …]}      a page, in points from its upper left corner
    {"lines": null}                                         a page that cannot be read
    {"fault": "password"}                                   instead, or in between: password, broken, long
"""

from __future__ import annotations

import contextlib
import json
import math
import signal
import sys
from collections.abc import Iterator
from ctypes import byref, create_string_buffer
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

MEMORY = 400_000_000
"""Bytes of address space."""
SECONDS, SECONDS_A_PAGE = 1.2, 0.04
"""CPU time: to begin with, and what each page that was read adds."""
MAX_LINES, MAX_LINES_A_PAGE = 60_000, 3_000
"""A page that has more is a map or a drawing."""
MAX_CHARACTERS = 10_000_000

Box = tuple[float, float, float, float]

_GAP = 1.0  # of the type size: what is further apart on one line are words of two cells, or columns
_FAR = 100_000.0  # points; no page is as large (ISO 32000-1, annex C.2), and no place that is no number is within
_HYPHENS = (0x02, 0xFFFE)  # what PDFium writes for a hyphen at the end of a line, and no line end behind it
_STRAIGHT = 0.1  # radians off the horizontal: watermarks and notes up the margin are not read


def main(pages: int) -> None:
    """Reads the first `pages` pages of standard input."""
    bound()
    data = sys.stdin.buffer.read()
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        return tell({"fault": "password" if locked else "broken"})
    count = pdfium.FPDF_GetPageCount(document)
    tell({"pages": count, "title": title_of(document), "lang": lang_of(document)})
    runs = characters = 0
    for number in range(min(count, pages)):
        lines = page_lines(document, number)
        runs, characters = runs + len(lines or ()), characters + sum(len(line[0]) for line in lines or ())
        if characters > MAX_CHARACTERS or runs > MAX_LINES:
            return tell({"fault": "long"})
        tell({"lines": lines})
        prolong()
    return None


def bound() -> None:
    """Bounds memory and CPU time, where the system can: the signal that ends this process is the system's own."""
    with contextlib.suppress(ImportError):  # Windows has no limits; the caller's patience ends there
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.setitimer(signal.ITIMER_PROF, SECONDS)


def prolong() -> None:
    """What a page adds to the time."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, signal.getitimer(signal.ITIMER_PROF)[0] + SECONDS_A_PAGE)


def tell(message: dict[str, Any]) -> None:
    """A message as one line, at once: what was read stays read if this process ends."""
    sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
    sys.stdout.buffer.flush()


def title_of(document: Any) -> str:
    """The Title of the information dictionary (ISO 32000-1, 14.3.3)."""
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    buffer = create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def lang_of(document: Any) -> str:
    """The Lang of the catalog (ISO 32000-1, 14.9.2)."""
    size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at: what of it is shown, in quarter turns."""

    box: Box
    turns: int

    def seen(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page as left, top, right, bottom from the upper left corner."""
        x0, y0, x1, y1 = self.box
        match self.turns:
            case 1:
                return bottom - y0, left - x0, top - y0, right - x0
            case 2:
                return x1 - right, bottom - y0, x1 - left, top - y0
            case 3:
                return y1 - top, x1 - right, y1 - bottom, x1 - left
            case _:
                return left - x0, y1 - top, right - x0, y1 - bottom

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        x0, y0, x1, y1 = self.box
        return (y1 - y0, x1 - x0) if self.turns % 2 else (x1 - x0, y1 - y0)


@dataclass(slots=True)
class Run:
    """Words side by side, while they are collected."""

    words: list[str] = field(default_factory=list)
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    def goes_on(self, box: Box) -> bool:
        """True where a word stands beside the last one."""
        left, top, _, bottom = box
        size = max(self.bottom - self.top, 1.0)
        level = min(bottom, self.bottom) - max(top, self.top) > 0.3 * min(size, max(bottom - top, 0.5))
        return level and -size < left - self.right < _GAP * size

    def add(self, word: str, box: Box) -> None:
        """One more word."""
        if not self.words:
            self.left, self.top, self.right, self.bottom = box
        self.words.append(word)
        self.left, self.top = min(self.left, box[0]), min(self.top, box[1])
        self.right, self.bottom = max(self.right, box[2]), max(self.bottom, box[3])


def page_lines(document: Any, number: int) -> list[list[Any]] | None:
    """The runs of a page in the order in which they are drawn; None where it cannot be read, or has too many."""
    page = pdfium.FPDF_LoadPage(document, number)
    drawn = pdfium.FPDFText_LoadPage(page) if page else None
    lines = list(islice(runs_of(drawn, view_of(page)), MAX_LINES_A_PAGE + 1)) if drawn else None
    if drawn:
        pdfium.FPDFText_ClosePage(drawn)
    if page:
        pdfium.FPDF_ClosePage(page)
    return lines if lines is None or len(lines) <= MAX_LINES_A_PAGE else None


def view_of(page: Any) -> View:
    """What of a page is shown."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, byref(box))
    return View((box.left, box.bottom, box.right, box.top), pdfium.FPDFPage_GetRotation(page))


def runs_of(drawn: Any, view: View) -> Iterator[list[Any]]:
    """Words collected while they go on side by side; those off the page and askew left out."""
    run = Run()
    for word, first, last in words_of(drawn):
        box = box_of(drawn, first, last, view) if word.strip() else None
        if run.words and (box is None or word[0] == "\n" or not run.goes_on(box)):
            yield from told(run, view)
            run = Run()
        if box and (run.words or upright(drawn, first, view)):
            run.add(word, box)
    yield from told(run, view)


def words_of(drawn: Any) -> Iterator[tuple[str, int, int]]:
    """Each word with its blanks or line end in front, and the places of its first and last character.

    PDFium writes a blank wherever characters of one line stand apart, and a line end where they leave it, so that the
    places of all other characters need not be asked for.
    """
    letters: list[str] = []
    first = last = 0
    for index in range(pdfium.FPDFText_CountChars(drawn)):
        code = pdfium.FPDFText_GetUnicode(drawn, index)
        letter = chr(code) if code < 0x110000 else "\ufffd"
        blank = code in (9, 10, 13, 32, 160)
        if blank and letters and not letters[-1].isspace():
            yield "".join(letters), first, last
            letters = []
        if blank:
            letters = ["\n"] if code in (10, 13) or "\n" in letters else [" "]
        else:
            first, last = first if letters and not letters[-1].isspace() else index, index
            letters.append(letter)
        if code in _HYPHENS:
            yield "".join(letters), first, last
            letters = ["\n"]
    yield "".join(letters), first, last


def box_of(drawn: Any, first: int, last: int, view: View) -> Box | None:
    """The box around two characters; None where they have none."""
    a, b = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    if not (
        pdfium.FPDFText_GetLooseCharBox(drawn, first, byref(a))
        and pdfium.FPDFText_GetLooseCharBox(drawn, last, byref(b))
    ):
        return None
    left, bottom = min(a.left, b.left), min(a.bottom, b.bottom)
    return view.seen(left, bottom, max(a.right, b.right), max(a.top, b.top))


def upright(drawn: Any, index: int, view: View) -> bool:
    """True where a character stands upright as the page is seen; angles and turns are clockwise."""
    angle = pdfium.FPDFText_GetCharAngle(drawn, index) + view.turns * math.pi / 2
    return abs(math.remainder(angle, 2 * math.pi)) < _STRAIGHT


def told(run: Run, view: View) -> Iterator[list[Any]]:
    """A run as it is sent, where it can be seen at all."""
    text = "".join(run.words).strip()
    width, height = view.size
    places = (run.left, run.top, run.right, run.bottom)
    shown = run.right > 0 and run.bottom > 0 and run.left < width and run.top < height
    if text and shown and all(-_FAR < place < _FAR for place in places):
        yield [text, *(round(place, 2) for place in places)]


if __name__ == "__main__":
    main(int(sys.argv[1]))
