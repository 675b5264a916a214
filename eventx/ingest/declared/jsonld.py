"""JSON-LD as pages really hold it: JSON as it should be, else mended.

https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents wants one JSON document in a script; templates
leave commas behind, put comments and CDATA around, break lines in strings, and encode entities twice. json5 reads most
of that at 22 s a megabyte, and chompjs reads beyond the end of what it is given; so the text is mended in one pass and
json does the rest.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from eventx.ingest.declared import kinds
from eventx.ingest.declared.page import Page

MAX_CHARACTERS = 10_000_000
"""Of all JSON-LD of a page."""

MAX_MENDED = 2_000_000
"""Of a script that has to be mended first, half a second; it holds thousands of events, and 500 of a page are taken."""

HINT = r"ld\+json"
_EVENT = re.compile(kinds.HINT, re.IGNORECASE)
_VALUE = re.compile(r"[{\[]")
_JUNK = r"//[^\n]*+ | /\*(?: [^*]++ | \*(?!/) )*+ (?:\*/)?+ | <!--+ | --+> | <!\[CDATA\[ | \]\]> | ;"
_PIECES = re.compile(
    rf"""
      (?P<string> "(?: [^"\\]++ | \\. )*+ "? )
    | (?P<junk> {_JUNK} | ,(?= (?: \s++ | {_JUNK} )*+ (?: [}}\],] | \Z ) ) )
    | (?P<none> \b(?:undefined|NaN|Infinity)\b )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?!u[0-9a-fA-F]{4})[^\"\\/bfnrt]", re.DOTALL)


def nodes(page: Page) -> list[Any]:
    """The values of all JSON-LD scripts of a page, in its order; none where no script speaks of an event."""
    scripts = [each.text or "" for each in page.root.iter("script") if re.search(HINT, each.get("type", "").lower())]
    found: list[Any] = []
    if any(map(_EVENT.search, scripts)):
        for total, text in zip(accumulate(map(len, scripts)), scripts, strict=True):
            found += values(text) if total <= MAX_CHARACTERS else []
    return found


def values(text: str) -> list[Any]:
    """The JSON values of a script, one after the other; as many as can be read, none of what is no JSON at all."""
    try:
        return [json.loads(text, strict=False)]
    except (ValueError, RecursionError):  # RecursionError: nested deeper than any real page, so it stays unread below
        return list(_mended(text))


def _mended(text: str) -> Iterator[Any]:
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    text = _PIECES.sub(_mend, text[:MAX_MENDED])
    decoder, at = json.JSONDecoder(strict=False), 0
    while start := _VALUE.search(text, at):
        try:
            value, at = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            if at or start[0] == "{":  # what cannot be read ends the script; what was read before it counts
                return
            at = start.end()  # of a broken array the items up to the fault
            continue
        yield value


def _mend(match: re.Match[str]) -> str:
    string = match["string"]
    if string:
        return _ESCAPE.sub(lambda m: m[0][1:], string) if "\\" in string else string
    return "null" if match["none"] else " "


__all__ = ["MAX_CHARACTERS", "nodes", "values"]
