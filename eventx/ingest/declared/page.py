"""A page opened: its tree, and the address that its links start from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from lxml import html
from lxml.etree import ParserError

from eventx.safe import web_link

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
"""libxml2 drops what stands behind the end of a page; browsers read on, and plugins write there."""


class Page(NamedTuple):
    """`lower` is the page's text in lower case, `base` an absolute address or ""."""

    lower: str
    root: HtmlElement
    base: str


def hinted(lower: str, hints: Iterable[str]) -> bool:
    """True where a page's text in lower case holds one of the hints: regular expressions that begin with letters, tried
    one by one, since re looks for letters thirty times faster than for a choice of them."""
    return any(re.search(each, lower) for each in hints)


def opened(text: str, url: str | None, hints: Iterable[str]) -> Page | None:
    """The page, where it holds one of the hints at all; None else, since most pages declare nothing.

    libxml2 cuts trees at a depth of 256, so that what walks them may recurse.
    """
    lower = text.lower()
    if not hinted(lower, hints):
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_END.sub("", text).encode("utf-8", "replace"), parser=parser)
    except ParserError:  # nothing but comments
        return None
    written = next((each.get("href", "") for each in root.iter("base")), "")
    return Page(lower, root, web_link(written, url or "") or web_link(url) or "")


__all__ = ["Page", "hinted", "opened"]
