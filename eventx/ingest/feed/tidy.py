"""A feed of a stranger → the same feed, small and well formed, for feedparser.

feedparser reads two dozen dialects well, but takes minutes for an element of many attributes, a long author or many
categories, and memory for entities where its strict parser fails. So it is handed what eventx reads of a feed and
nothing else, and always well-formed XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from eventx.ingest.xml import local, named

MAX_ITEMS = 2000
"""Items of one feed; the rest is left out."""

MOST_FIELDS = 20
"""Elements of one item that are read, in their order."""

CONTENT, DC, EV = (
    f"http://purl.org/{name}/" for name in ("rss/1.0/modules/content", "dc/elements/1.1", "rss/1.0/modules/event")
)
ATOM, DCTERMS, XHTML = "http://www.w3.org/2005/Atom", "http://purl.org/dc/terms/", "http://www.w3.org/1999/xhtml"

_PREFIXES = {"content": CONTENT, "dc": DC, "atom": ATOM, "ev": EV, "dcterms": DCTERMS, "xhtml": XHTML}
"""Prefixes that feeds use without declaring them."""

_KNOWN = frozenset(_PREFIXES.values())
_FIELDS = frozenset({
    "title", "description", "summary", "content", "encoded", "body", "link", "guid", "id", "enclosure", "language",
    "pubdate", "published", "updated", "modified", "issued", "created", "date", "startdate", "enddate", "location",
})  # fmt: skip
_ROOTS = {"feed": f"{{{ATOM}}}feed", "rss": "rss", "rdf": "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ATTRIBUTES = ("href", "url", "rel", "type", "mode", "isPermaLink", f"{_XML}lang", f"{_XML}base", f"{_RDF}about",
               f"{_RDF}resource")  # fmt: skip


def tidy(root: etree._Element) -> bytes:
    """The feed in UTF-8, made anew: at most MAX_ITEMS items, each of at most MOST_FIELDS elements without children."""
    kind, items = local(root).lower(), _parted(root)
    feed = etree.Element(_ROOTS.get(kind, "rss"))
    _attributes(feed, root)
    channel = next(root.iter("{*}channel"), None)
    head = feed if channel is None else etree.SubElement(feed, "channel")
    _fill(head, root if channel is None else channel)
    holder = head if kind == "rss" else feed
    for item in items:
        _fill(etree.SubElement(holder, local(item)), item)
    return etree.tostring(feed, encoding="utf-8")


def _parted(root: etree._Element) -> list[etree._Element]:
    """The items, taken out of each other and of the feed: where an end tag is missing, one holds all that follow, and
    reading each with those would take time by their square."""
    items = list(islice(root.iter("{*}item", "{*}entry"), MAX_ITEMS))
    for item in items:
        if (parent := item.getparent()) is not None:
            parent.remove(item)
    return items


def _fill(made: etree._Element, given: etree._Element) -> None:
    """What is read of an element put into the one that is made for it."""
    _attributes(made, given)
    for field, tag in islice(_fields(given), MOST_FIELDS):
        made.append(_flat(field, tag))


def _fields(parent: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The children that are read, with their names in lower case: those of the parent's own namespace, without it, and
    those that feeds use beside it."""
    _, own = _named(parent)
    for child in parent.iterchildren("*"):
        name, namespace = _named(child)
        if name in _FIELDS and namespace in _KNOWN:
            yield child, f"{{{namespace}}}{name}"
        elif name in _FIELDS and namespace == own:
            yield child, name


def _named(element: etree._Element) -> tuple[str, str]:
    """Local name in lower case and namespace; an undeclared prefix that all know stands for its own."""
    namespace, _, name = str(element.tag).removeprefix("{").rpartition("}")
    prefix, colon, rest = name.rpartition(":")
    return rest.lower(), _PREFIXES.get(prefix, prefix) if colon else namespace


def _flat(field: etree._Element, tag: str) -> etree._Element:
    """The field made anew, with its inline markup, if any, as one escaped text."""
    made = etree.Element(tag)
    _attributes(made, field)
    is_inline = len(field) > 0
    text = _inner(field) if is_inline else field.text
    if is_inline:
        made.set("type", "text/html")
    if text:  # as CDATA, since feedparser handles each escaped character by itself
        made.text = text if "]]>" in text else etree.CDATA(text)
    return made


def _inner(field: etree._Element) -> str:
    """The markup in the field, in a <div>, by names that HTML has."""
    for element in field.iterdescendants("*"):
        element.tag = named(element)
    inside = etree.Element("div")
    inside.text = field.text
    inside.extend(field)
    return etree.tostring(inside, encoding="unicode", method="html")


def _attributes(made: etree._Element, given: etree._Element) -> None:
    """The attributes that are read."""
    for name in _ATTRIBUTES:
        if (value := given.get(name)) is not None:
            made.set(name, value)


__all__ = ["MAX_ITEMS", "MOST_FIELDS", "tidy"]
