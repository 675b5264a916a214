"""PDF → one release: its text layer, columns joined, without running heads.

PDFium opens it in a process of its own (`child`), bounded in time and memory. The layout is worked out here, from where
words stand (`running`, `order`, `paragraphs`). A date of publication is not told by a PDF: CreationDate is the day on
which somebody pressed a button.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec

from eventx.errors import InputError
from eventx.ingest.pdf.order import in_order
from eventx.ingest.pdf.paragraphs import paragraphs
from eventx.ingest.pdf.process import opened
from eventx.ingest.pdf.running import without_running
from eventx.ingest.pdf.values import Opened
from eventx.ingest.text import checked
from eventx.ingest.values import Document, Reading
from eventx.model import Release

if find_spec("pypdfium2") is None:  # it is the child that imports it
    raise ModuleNotFoundError("No module named 'pypdfium2'", name="pypdfium2")

MAX_BYTES = 50_000_000
_TOO_LARGE = f"is a PDF of more than {MAX_BYTES // 10**6} MB; print the pages in question to a smaller one"

_FAULTS = {
    "password": "is a PDF that asks for a password; save it without one",
    "broken": "is a PDF that cannot be read; open it in a viewer and print it to a new one",
    "heavy": "is a PDF that takes too much time or memory, or is broken; print it to a new one",
    "alone": "is a PDF, which a process of its own has to open, and none can be started; free some memory",
    "failed": "is a PDF that pypdfium2 failed at; print it to a new one, or install pypdfium2 anew",
    "long": "is a PDF with too much text for a release; print the pages in question to a smaller one",
}
_SCAN = "is a PDF without text, a scan perhaps; run OCR over it first (ocrmypdf, for one)"

_FILE = re.compile(r"(?i)\.\w{2,5}$|^microsoft \w+ ?-|^untitled|^\S*[_/\\]\S*$|^(?:https?|file):")
_LETTERS = re.compile(r"\w+")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_HEADLINE = 8
"""Paragraphs from the top among which the headline stands."""


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """A PDF as one release. InputError where it is locked, broken, too much, or holds no text; where it can be read in
    part, the rest is told."""
    pdf = opened(document.whole(MAX_BYTES, _TOO_LARGE))
    fault = InputError(_FAULTS[pdf.fault], where=document.where) if pdf.fault else None
    told = [part for page in without_running(pdf.pages, pdf.title) for part in in_order(page)]
    body = paragraphs(told)
    if not body:
        raise fault or InputError(_SCAN if pdf.pages else _FAULTS["broken"], where=document.where)
    if fault or pdf.count > len(pdf.pages):
        reading.on_error(fault or InputError(_part(pdf), where=document.where))
    title = headline(pdf.title, body)
    text = checked("\n\n".join(without_headline(body, title)), document.where)
    lang = pdf.lang if _LANG.fullmatch(pdf.lang) else None
    yield Release(text=text, title=title, url=document.url, lang=lang)


def _part(pdf: Opened) -> str:
    what = "print it to a new one" if pdf.lost else "print the others to one of their own"
    return f"is a PDF of {pdf.count} pages, of which {len(pdf.pages)} could be read; {what}"


def headline(title: str, body: list[str]) -> str | None:
    """The document's Title where it reads like a headline: words, no file name, and the text knows most of them.

    What programs write there is often the name of the file or of the template.
    """
    words = _letters(title).split()
    if len(title) > 300 or _FILE.search(title) or (len(words) < 3 and title.isascii()):
        return None
    known = set(_letters(" ".join(body)).split()) if title.isascii() else ()
    whole = _letters(title).replace(" ", "") in _letters("".join(body)).replace(" ", "")
    return title if title and (whole or 2 * sum(word in known for word in words) > len(words)) else None


def without_headline(body: list[str], title: str | None) -> list[str]:
    """The paragraphs without the one that is the headline, where others remain."""
    wanted = _letters(title or "")
    places = [i for i, text in enumerate(body[:_HEADLINE]) if wanted and _letters(text) == wanted]
    return [text for i, text in enumerate(body) if i != places[0]] if places and len(body) > 1 else body


def _letters(text: str) -> str:
    """The words alone, for comparing."""
    return " ".join(_LETTERS.findall(text.casefold()))


__all__ = ["MAX_BYTES", "headline", "read", "without_headline"]
