"""Markup of strangers → a tree, in bounded time: characters, tags, attributes of a tag and depth have limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from lxml import etree, html

from eventx.errors import InputError
from eventx.ingest.text import decode

MAX_PAGE = 10_000_000
"""Bytes (of a fragment: characters) of the longest page that is read."""

MAX_TAGS = 100_000
"""Tags of the busiest page that is read; long reports have some ten thousand."""

TOO_LONG = f"is a page of more than {MAX_PAGE // 10**6} MB; save the text of the release alone"
TOO_BUSY = f"is a page of more than {MAX_TAGS:,} tags; save the text of the release alone"
TOO_DEEP = "is nested thousands of tags deep; save the text of the release alone"

MOST_ATTRIBUTES = 100
"""Attributes of the longest tag: libxml2 takes time by their square to build a tree, minutes for 200,000."""
TOO_MANY = f"has a tag with more than {MOST_ATTRIBUTES} attributes; save the text of the release alone"

_HARMLESS = 20_000
"""Characters of a page whose tags cannot hold enough attributes to matter."""

_HEAD = 4096  # browsers look into the first 1024 bytes; some sites write comments before
_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]*)""", re.I)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def page_of(data: bytes, where: str, declared: str | None = None) -> str:
    """The tamed markup of a page, decoded by mark, as the protocol declares, as the page does, or as it looks
    (HTML Living Standard, 13.2.3.2)."""
    told = declared or _declared(data[:_HEAD])
    return tamed(decode(data, where, told), where)


def _declared(head: bytes) -> str | None:
    """The encoding of a <meta> or XML declaration; one of UTF-16 cannot be told in ASCII, and is none."""
    found = _CHARSET.search(head)
    name = found[1].decode("ascii").lower() if found else ""
    return name if name and not name.startswith(("utf-16", "utf-32")) else None


def tamed(markup: str, where: str = "") -> str:
    """The markup without controls and lone surrogates (now U+FFFD), fit to be parsed.

    InputError where it is longer than MAX_PAGE, or has more than MAX_TAGS, or a tag of more than MOST_ATTRIBUTES.
    """
    if len(markup) > MAX_PAGE:
        raise InputError(TOO_LONG, where=where)
    if markup.count("<") > MAX_TAGS:
        raise InputError(TOO_BUSY, where=where)
    markup = _SURROGATE.sub("\ufffd", _NO_TEXT.sub("", markup))
    if len(markup) > _HARMLESS and _most_attributes(markup) > MOST_ATTRIBUTES:
        raise InputError(TOO_MANY, where=where)
    return markup


class _Widest:
    """A parser's target that keeps no tree, only the number of attributes of the tag that has most."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        self.most = max(self.most, len(attributes))

    def close(self) -> int:
        """The page ends."""
        return self.most


def _most_attributes(markup: str) -> int:
    parser: etree.HTMLParser = etree.HTMLParser(target=cast("Any", _Widest()), encoding="utf-8", huge_tree=True)
    parser.feed(markup.encode("utf-8"))
    return cast("int", parser.close())


def tree_of(markup: str, where: str = "") -> html.HtmlElement:
    """The root of tamed markup, which may be a fragment, without comments; InputError where it is too deep."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = markup.encode("utf-8") if markup.strip() else b"<html/>"
    root: html.HtmlElement | None = etree.fromstring(data, parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(TOO_DEEP, where=where)
    return root if root is not None else html.Element("html")


__all__ = ["MAX_PAGE", "MAX_TAGS", "TOO_LONG", "page_of", "tamed", "tree_of"]
