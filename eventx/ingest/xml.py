"""XML of strangers: no entity is expanded, nothing is fetched, depth and size are bounded."""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING, cast

from eventx.errors import InputError
from eventx.ingest.text import decode
from eventx.ingest.values import Document

if TYPE_CHECKING:
    from lxml import etree

MAX_XML = 10_000_000
"""Bytes of an XML document, which is read whole; its tree may take thirty times as many."""

MAX_TAGS = 500_000
"""Tags of an XML document, ends counted too, and those in CDATA."""

_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*>)?\s*")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""")
_NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")


def root_of(document: Document) -> etree._Element:
    """The root of an XML document, decoded by its mark, header and declaration; InputError where there is none.

    Names of characters that only HTML has (`&nbsp;`, common in feeds) stand for their characters.
    """
    data = document.whole(MAX_XML, f"is XML of more than {MAX_XML // 10**6} MB; split it")
    if data.count(b"<") > MAX_TAGS:
        raise InputError(f"is XML of more than {MAX_TAGS:,} tags; split it", where=document.where)
    declared = _DECLARED.match(data[:1000])
    text = decode(data, document.where, document.charset or (declared[1].decode("ascii") if declared else None))
    text = _NAMED.sub(_character, text[_prolog(text) :])
    return parsed(text.encode("utf-8", "replace"), document.where)


def _prolog(text: str) -> int:
    """The length of the declaration, which no longer tells the truth after decoding."""
    return found.end() if (found := _PROLOG.match(text)) else 0


def _character(reference: re.Match[str]) -> str:
    character = html.entities.html5.get(f"{reference[1]};", "")
    return reference[0] if not character or character in "<>&\"'" else character


def parsed(data: bytes, where: str) -> etree._Element:
    """The root of an XML document, read tolerantly; InputError where there is none.

    Entities that a document defines are left out, not expanded, so that one of three lines cannot fill the memory.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"is no XML that can be read: {str(error)[:80]}", where=where) from error
    if root is None:
        raise InputError("is no XML that can be read; save it anew", where=where)
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return root


def root_name(head: bytes) -> str | None:
    """The local name of the first element, in lower case, from the first bytes of a document; None where none is."""
    from lxml import etree

    parser = etree.XMLPullParser(events=("start",), recover=True, resolve_entities=False, no_network=True)
    try:
        parser.feed(head)
        _, element = next(iter(parser.read_events()))
    except (etree.XMLSyntaxError, StopIteration):
        return None
    return local(cast("etree._Element", element)).lower()


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


__all__ = ["MAX_TAGS", "MAX_XML", "local", "parsed", "root_name", "root_of"]
