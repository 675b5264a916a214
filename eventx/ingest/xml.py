"""XML of strangers: no entity is expanded, nothing is fetched, depth and size are bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from eventx.errors import InputError

if TYPE_CHECKING:
    from lxml import etree

MAX_XML = 20_000_000
"""Bytes of an XML document, which is read whole."""


def parsed(data: bytes, where: str) -> etree._Element:
    """The root of an XML document, read tolerantly; InputError where there is none.

    Entities that a document defines stay unexpanded, so that one of three lines cannot fill the memory.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"is no XML that can be read: {str(error)[:80]}", where=where) from error
    if root is None:
        raise InputError("is no XML that can be read; save it anew", where=where)
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


__all__ = ["MAX_XML", "local", "parsed", "root_name"]
