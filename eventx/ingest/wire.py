"""What the formats of news agencies share: withdrawn items, datelines that are an element, bodies as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from eventx.errors import InputError, RecordError
from eventx.ingest.days import moment_in
from eventx.ingest.html.text import text_of, text_of_fragment
from eventx.ingest.text import MAX_CHARACTERS, TOO_LONG
from eventx.ingest.values import OnError
from eventx.ingest.xml import named
from eventx.safe import one_line

if TYPE_CHECKING:
    from lxml import etree

Item = TypeVar("Item")

WITHDRAWN = ("canceled", "cancelled", "withheld")
"""Statuses of what is not to be used (IPTC pubstatusg2; NITF 3.6, docdata management-status)."""

MAX_ITEMS = 10_000
"""Items of one document."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Of NITF, by the names that HTML has for the same; what is looked at and not read is left out.
_NAMES = {"block": "div", "body.content": "div", "bq": "blockquote", "hl1": "h1", "hl2": "h2", "nitf-table": "table"}
_LEFT_OUT = ("media", "figure", "body.head", "body.end", "aside")
_TAGS = re.compile(r"<(?:p|br|div|ul|ol|h\d|table)\b[^<>]*>", re.IGNORECASE)
_INDENTED = re.compile(r"\n[ \t]{3,}(?=\S)")
_FLUSH = re.compile(r"\n(?=\S)")
_DASH = re.compile(r"(?:\s[-–]|--|[—―])\s?")
_LOOSE = re.compile(r" ([,.;:])")
_OPENING = 120  # characters in which a dateline ends


def check_usable(status: str, where: str) -> None:
    """RecordError where the status ("stat:canceled", a URI that ends so, "Withheld") tells of a withdrawn item."""
    told = re.split(r"[:/#]", status.strip().lower())[-1]
    if told in WITHDRAWN:
        raise RecordError(f"was withdrawn by its agency ({told}); nothing is read", where=where)


def few(items: list[Item], where: str, on_error: OnError) -> list[Item]:
    """The first MAX_ITEMS of the items; that there are more is told."""
    if len(items) > MAX_ITEMS:
        on_error(InputError(f"holds more than {MAX_ITEMS:,} items; the rest is left out", where=where))
    return items[:MAX_ITEMS]


def checked_body(text: str, where: str) -> str:
    """The text itself; RecordError where it is empty or longer than a release may be."""
    if not text:
        raise RecordError("holds no text; give the items that have it", where=where)
    if len(text) > MAX_CHARACTERS:
        raise RecordError(TOO_LONG, where=where)
    return text


def opened(text: str, dateline: str, located: str = "") -> str:
    """The text with its dateline in front, "BEIJING, Sept. 27 -- ", unless it opens with one.

    `dateline` is what the carrier tells as such, `located` the place that the item was written at. A place alone is
    written in capitals, by which a dateline without a day is known.
    """
    told = one_line(dateline).rstrip(" -–—―")
    stamp = moment_in(told) is not None and (told[:1].isdigit() or ":" in told)  # not "ROME, 27 September 2021"
    told = "" if stamp else told
    line = told or one_line(located)
    opening = _DASH.split(text[:_OPENING].casefold(), maxsplit=1)
    place = line.partition(",")[0].strip().casefold()
    stands = len(opening) == 2 and (not told or place in opening[0])
    if not line or stands or text.casefold().startswith(place):
        return text
    return f"{line if any(map(str.isdigit, line)) else line.upper()} -- {text}"


def words_of(element: etree._Element | None) -> str:
    """The words of an element in one line, those of its parts kept apart; "" without one."""
    words = one_line(" ".join(map(str, element.itertext()))) if element is not None else ""
    return _LOOSE.sub(r"\1", words)


def body_text(body: etree._Element) -> str:
    """The text of XHTML, NITF or escaped markup in an element, which is changed on the way."""
    from lxml import etree

    written = body.text or ""
    if len(body) == 0:
        return text_of_fragment(written) if _TAGS.search(written) else _paragraphs(written).strip()
    for element in list(body.iter("*")):
        name = named(element)
        element.tag = _NAMES.get(name, name)
        if name == "p" and _is_typed(element.text or ""):
            element.tag, element.text = "pre", _paragraphs(element.text or "")
    etree.strip_elements(body, *_LEFT_OUT, with_tail=False)
    return text_of(body)


def _is_typed(text: str) -> bool:
    """True for text laid out by hand, as old terminals show it: lines are flush, and indents begin paragraphs."""
    return _INDENTED.search(text) is not None and _FLUSH.search(text) is not None


def _paragraphs(text: str) -> str:
    return _INDENTED.sub("\n\n", text) if _is_typed(text) else text


__all__ = [
    "MAX_ITEMS",
    "WITHDRAWN",
    "XML_LANG",
    "body_text",
    "check_usable",
    "checked_body",
    "few",
    "opened",
    "words_of",
]
