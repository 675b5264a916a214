"""Markup of strangers → a tree, in bounded time: characters, attributes of a tag and depth have limits."""

from __future__ import annotations

import re

from lxml import etree, html

from eventx.errors import InputError
from eventx.ingest.text import decode

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
_HEAD = 4096  # browsers look into the first 1024 bytes; some sites write comments before
_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]*)""", re.I)
_AS_BROWSERS = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949",
                "ks_c_5601-1987": "cp949", "big5": "big5hkscs", "iso-8859-9": "cp1254", "tis-620": "cp874"}  # fmt: skip
"""Labels that browsers read as a larger encoding (WHATWG Encoding, section 4.2)."""
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
    return _AS_BROWSERS.get(name, name) if name and not name.startswith(("utf-16", "utf-32")) else None


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


__all__ = ["MAX_PAGE", "MAX_TAGS", "TOO_LONG", "page_of", "tamed", "tree_of"]
