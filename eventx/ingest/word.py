"""WordprocessingML (ECMA-376 part 1, section 17) → blocks of text: paragraphs, rows of tables, text boxes.

Tracked insertions are kept, deletions left out; headers, footers, notes and comments lie in other parts and are not
looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventx.ingest.xml import local

if TYPE_CHECKING:
    from lxml import etree

_SILENT = frozenset({
    "del", "moveFrom", "instrText", "delText", "Fallback", "rt", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr",
    "sdtPr", "footnoteReference", "endnoteReference", "object", "oMath",
})  # fmt: skip
"""Elements without words of the document. `Fallback` repeats what `Choice` says, for programs of old."""

_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BOX = "txbxContent"
_SHORT = 40
"""Characters of the longest label, "When" of "When: Oct. 4"."""

_STOPS = (":", "：", ".", "?", "!", ",", ";")

Block = tuple[str, str]
"""The name of a paragraph's style in lower case ("title", "heading 1", "" for rows), and its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """Names of styles by their id: the ids are in the language of whoever made the document, the names are not."""

    names: dict[str, str]

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """The styles of styles.xml."""
        styles = (style for style in (root if root is not None else ()) if local(style) == "style")
        named = ((_value(style, "styleId"), _value(_child(style, "name"), "val")) for style in styles)
        return cls(names={key: name.lower() for key, name in named})

    def name(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style; "" for the ordinary one."""
        key = _value(_child(_child(paragraph, "pPr"), "pStyle"), "val")
        return self.names.get(key, key.lower())


def blocks(element: etree._Element, styles: Styles) -> list[Block]:
    """The blocks of a document, a cell or a text box, in order. Depth is that of the XML, which the parser bounds."""
    told: list[Block] = []
    for child in element:
        name = local(child)
        if name == "p":
            told += _paragraph(child, styles)
        elif name == "tbl":
            told += _table(child, styles)
        elif name and name not in _SILENT:  # body, content controls, insertions of whole paragraphs
            told += blocks(child, styles)
    return told


def _paragraph(paragraph: etree._Element, styles: Styles) -> Iterator[Block]:
    style = styles.name(paragraph)
    if style.startswith("toc "):
        return
    words: list[str] = []
    boxes: list[etree._Element] = []
    _spell(paragraph, words, boxes)
    text = "".join(words).strip()
    if text:
        yield style, text
    for box in boxes:
        yield from blocks(box, styles)


def _spell(element: etree._Element, words: list[str], boxes: list[etree._Element]) -> None:
    """Puts the words of a paragraph into `words`, the text boxes that are anchored in it into `boxes`."""
    for child in element:
        name = local(child)
        if name == "t":
            words.append(child.text or "")
        elif name in _MARKS:
            words.append(_MARKS[name])
        elif name == _BOX:
            boxes.append(child)
        elif name and name not in _SILENT and not (name == "r" and _is_hidden(child)):
            _spell(child, words, boxes)


def _is_hidden(run: etree._Element) -> bool:
    vanish = _child(_child(run, "rPr"), "vanish")
    return vanish is not None and _value(vanish, "val") not in ("0", "false", "off")


def _table(table: etree._Element, styles: Styles) -> Iterator[Block]:
    """A table row by row; one that only lays out, with paragraphs or tables in its cells, cell by cell."""
    for row in _under(table, "tr"):
        if _is_deleted(row):
            continue
        cells = [blocks(cell, styles) for cell in _under(row, "tc")]
        filled = [cell for cell in cells if cell]
        labelled = len(cells) == len(filled) == 2 and len(cells[0]) == 1 and _is_label(cells[0][0][1])
        if labelled:
            yield "", _labelled(cells[0][0][1], cells[1][0][1])
            yield from cells[1][1:]
        elif all(len(cell) == 1 for cell in filled):
            yield from [("", "\t".join(" ".join(cell[0][1].split()) for cell in filled))] if filled else []
        else:
            yield from (block for cell in filled for block in cell)


def _under(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, those in content controls and insertions too."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _under(child, name)


def _is_deleted(row: etree._Element) -> bool:
    return _child(_child(row, "trPr"), "del") is not None


def _labelled(label: str, value: str) -> str:
    """A row of two cells in one line, as releases without tables write it, and the reader of HTML: "When: Oct. 4"."""
    return f"{label}{' ' if label.endswith(_STOPS) else ': '}{' '.join(value.split())}"


def _is_label(text: str) -> bool:
    return len(text) <= _SHORT and "\n" not in text and ":" not in text[:-1]


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next((child for child in (element if element is not None else ()) if local(child) == name), None)


def _value(element: etree._Element | None, name: str) -> str:
    """An attribute without regard to its namespace, which strict and transitional documents spell apart."""
    attributes = element.attrib.items() if element is not None else ()
    return next((str(value) for key, value in attributes if str(key).rpartition("}")[2] == name), "")


__all__ = ["Block", "Styles", "blocks"]
