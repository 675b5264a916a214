"""A tree of HTML → plain text, laid out about as a browser shows it.

Blocks, items and rows are parted by blank lines, since none of them runs on in the next one as wrapped lines do; a
`<br>` is a line end. A label and its value (`<dt>` and `<dd>`, rows of two cells) are one line, "When: Oct. 4", as
releases without markup write them; the cells of longer rows are parted by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from lxml import etree

from eventx.ingest.html.markup import tamed, tree_of
from eventx.safe import one_line

SILENT = frozenset({
    "audio", "button", "canvas", "datalist", "head", "iframe", "map", "math", "meter", "noscript", "object", "progress",
    "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
"""Elements whose words are no text of the document (`rt` is the reading of a word that stands already)."""

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin and end a line (HTML Living Standard, 15.3)."""

Silent = Callable[[etree._Element], bool]
"""Elements whose words are left out."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CELLS = frozenset({"td", "th"})
_LABELS = CELLS | {"dt"}

_SHORT = 40
"""Characters of the longest label."""
_ROW = 60
"""Elements of the longest row that is one line."""

# Marks among the pieces of a text, the strongest first; the pieces hold no controls themselves.
_LINE, _VALUE, _CELL, _BREAK = "\x1c", "\x1d", "\x1e", "\x1f"
_BETWEEN = {_LINE: "\n\n", _VALUE: ": ", _CELL: "\t", _BREAK: "\n\n"}
_MARKS = re.compile(f"[ \u3000]?(?:[\n{_LINE}{_VALUE}{_CELL}{_BREAK}][ \u3000]*)+")
_BLANKS = re.compile("[ \t\r\n\u00a0]{2,}|[\t\r\n\u00a0]")  # not one blank alone, which most are
_PRE_BLANKS = re.compile("[ \t\r\u00a0]{2,}|[\t\r\u00a0]")
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # as character references tell them
_HIDDEN = re.compile(r"(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")


def is_silent(element: etree._Element) -> bool:
    """True for an element that is not shown as text."""
    return element.tag in SILENT or element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def line_of(element: etree._Element | None) -> str:
    """An element's first words as one line, fit to be a title."""
    return one_line("".join(map(str, islice(element.itertext(), _ROW)))) if element is not None else ""


def text_of_fragment(html: str) -> str:
    """The plain text of a piece of HTML, with or without <html> around it; "" where it has none.

    InputError where it is longer, busier or deeper than `markup` lets pass.
    """
    return text_of(tree_of(tamed(html)))


def text_of(tree: etree._Element, silent: Silent = is_silent) -> str:
    """The plain text of an element and of all in it, but of elements that are `silent`."""
    return _MARKS.sub(_between, re.sub("  +", " ", "".join(_pieces(tree, silent)))).strip()


def _between(marks: re.Match[str]) -> str:
    """What stands between two texts for the marks between them; the strongest tells."""
    strongest = next((mark for mark in _BETWEEN if mark in marks[0]), "")
    if strongest == _VALUE and marks.string[marks.start() - 1 : marks.start()] in (":", "："):
        return " "
    return _BETWEEN[strongest] if strongest else "\n" * min(marks[0].count("\n"), 2)


def _pieces(tree: etree._Element, silent: Silent) -> Iterator[str]:
    """Texts, with blanks as one, and marks, in the order of the document."""
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    pre, row = 0, None  # how many <pre> are open; the row whose cells are one line
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            pre += name == "pre"
            row = element if name == "tr" and _is_line(element) else row
            yield _mark_before(name)
            if silent(element):
                walk.skip_subtree()
            else:
                yield _collapsed(element.text, pre)
            continue
        if event == "end":
            pre -= name == "pre"
            yield _mark_behind(element, name, row)
        if element is not tree:
            yield _collapsed(element.tail, pre)


def _collapsed(text: str | None, pre: int) -> str:
    return (_PRE_BLANKS if pre else _BLANKS).sub(" ", _NO_TEXT.sub("", text)) if text else ""


def _mark_before(name: str) -> str:
    return _LINE if name in ("tr", "dt") else _BREAK if name in BLOCKS else ""


def _mark_behind(element: etree._Element, name: str, row: etree._Element | None) -> str:
    """The mark behind an element; `row` is the one whose cells are one line."""
    after = element.getnext() if name in _LABELS else None
    if after is not None and name == "dt":
        return _VALUE if after.tag == "dd" and _is_label(element) and not _is_second(element) else _LINE
    if name in CELLS:
        if after is None or element.getparent() is not row:
            return _BREAK
        alone = element.getprevious() is None and after.getnext() is None
        return _VALUE if alone and _is_label(element) else _CELL
    return "\n" if name == "br" else _mark_before(name)


def _is_second(term: etree._Element) -> bool:
    """True for the second of two terms that share their definition."""
    before = term.getprevious()
    return before is not None and before.tag == "dt"


def _is_label(element: etree._Element) -> bool:
    """True for a term or a first cell of a few words that are no sentence."""
    words = "".join(map(str, islice(element.itertext(), _ROW))).strip()
    if next(element.iter("br", "hr"), None) is not None:
        return False
    return 0 < len(words) <= _SHORT and not words.endswith((".", "?", "!", "。"))


def _is_line(row: etree._Element) -> bool:
    """True for a row whose cells hold a line each: no list or table in them, no two blocks."""
    inside = list(islice(row.iterdescendants("*"), _ROW + 1))
    blocks = [e for e in inside if e.tag in BLOCKS]
    return len(inside) <= _ROW and all(e.tag not in ("table", "ul", "ol") and e.getprevious() is None for e in blocks)


__all__ = ["BLOCKS", "CELLS", "HEADINGS", "SILENT", "Silent", "is_silent", "line_of", "text_of", "text_of_fragment"]
