"""Markup of strangers → a tree, in bounded time: characters, attributes of a tag and depth have limits."""

from __future__ import annotations

import re

from lxml import etree, html

from eventx.errors import InputError

MAX_PAGE = 10_000_000
"""Bytes (of a fragment: characters) of the longest page that is read."""

MAX_TAGS = 200_000
"""Tags of the busiest page that is read; long reports have some ten thousand."""

TOO_LONG = f"is a page of more than {MAX_PAGE // 10**6} MB; save the text of the release alone"
TOO_BUSY = f"is a page of more than {MAX_TAGS:,} tags; save the text of the release alone"
TOO_DEEP = "is nested thousands of tags deep; save the text of the release alone"

MOST_ATTRIBUTES = 100
"""A tag with more loses them all: libxml2 takes time by their square, minutes for 200,000."""

_LONG_TAG = 4 * MOST_ATTRIBUTES
"""Characters below which a tag cannot have more than MOST_ATTRIBUTES."""

# As browsers cut markup (HTML Living Standard, 13.2.5): quotes count behind "=" alone, and comments and scripts hold
# no tags. Possessive throughout, and each alternative runs to the end where it is not closed: linear in any input.
_ATTRIBUTE = r"""[\s/]*+=?+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)?+"""
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|title|textarea)\b[^>]*+>.*?(?:</(?P=raw)\b|\Z)"
    rf"|<(?P<name>[a-z][^\s/>]*+)(?P<attributes>(?:{_ATTRIBUTE})*+)[\s/]*+>?",
    re.IGNORECASE | re.DOTALL,
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def tamed(markup: str, where: str = "") -> str:
    """The markup without controls, lone surrogates (now U+FFFD) and the attributes of tags that have hundreds.

    InputError where it is longer than MAX_PAGE or has more than MAX_TAGS.
    """
    if len(markup) > MAX_PAGE:
        raise InputError(TOO_LONG, where=where)
    if markup.count("<") > MAX_TAGS:
        raise InputError(TOO_BUSY, where=where)
    markup = _SURROGATE.sub("\ufffd", _NO_TEXT.sub("", markup))
    return _TAG.sub(_few_attributes, markup)


def _few_attributes(tag: re.Match[str]) -> str:
    attributes = tag["attributes"] or ""
    if len(attributes) < _LONG_TAG or len(re.findall(_ATTRIBUTE, attributes)) <= MOST_ATTRIBUTES:
        return tag[0]
    return f"<{tag['name']}>"


def tree_of(markup: str, where: str = "") -> html.HtmlElement:
    """The root of tamed markup, which may be a fragment, without comments; InputError where it is too deep."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = markup.encode("utf-8") if markup.strip() else b"<html/>"
    root: html.HtmlElement | None = etree.fromstring(data, parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(TOO_DEEP, where=where)
    return root if root is not None else html.Element("html")


__all__ = ["MAX_PAGE", "MAX_TAGS", "TOO_LONG", "tamed", "tree_of"]
