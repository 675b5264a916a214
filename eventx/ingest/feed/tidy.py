"""A feed of a stranger → the same feed, small and well formed, for feedparser.

feedparser reads two dozen dialects well, but takes minutes for an element of many attributes, a long author or many
categories, and memory for entities where its strict parser fails. So it is handed what eventx reads of a feed and
nothing else, and always well-formed XML.
"""

from __future__ import annotations

from lxml import etree

from eventx.ingest.xml import local

MAX_ITEMS = 2000
"""Items of one feed; the rest is left out."""

MOST_FIELDS = 20
"""Elements of one item that are read, in their order."""

ITEMS = ("item", "entry")
CONTENT, DC, EV = (
    f"http://purl.org/{name}/" for name in ("rss/1.0/modules/content", "dc/elements/1.1", "rss/1.0/modules/event")
)
ATOM, DCTERMS, XHTML = "http://www.w3.org/2005/Atom", "http://purl.org/dc/terms/", "http://www.w3.org/1999/xhtml"

_PREFIXES = {"content": CONTENT, "dc": DC, "atom": ATOM, "ev": EV, "dcterms": DCTERMS, "xhtml": XHTML}
"""Prefixes that feeds use without declaring them."""

_MARKUP = ("title", "description", "summary", "content", "encoded", "body")
_FIELDS = frozenset({
    *_MARKUP, "link", "guid", "id", "pubdate", "published", "updated", "modified", "issued", "created", "date",
    "language", "enclosure", "startdate", "enddate", "location",
})  # fmt: skip
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ATTRIBUTES = ("href", "url", "rel", "type", "mode", "isPermaLink", f"{_XML}lang", f"{_XML}base", f"{_RDF}about",
               f"{_RDF}resource")  # fmt: skip


def tidy(root: etree._Element) -> bytes:
    """The feed in UTF-8, with at most MAX_ITEMS items, each of at most MOST_FIELDS elements without children."""
    found = list(root.iter("{*}item", "{*}entry"))
    holder = next(root.iter("{*}channel"), root) if local(root).lower() == "rss" else root
    for item in found:  # out of each other too, where an end tag is missing
        holder.append(item)
    for item in found[MAX_ITEMS:]:
        holder.remove(item)
    for item in found[:MAX_ITEMS]:
        _keep(item, own=etree.QName(item).namespace)
    for head in {holder, *root.iterchildren("{*}channel")}:
        _keep(head, own=etree.QName(head).namespace, also=(*ITEMS, "channel"), most=MAX_ITEMS + MOST_FIELDS)
    for element in [root, *root.iterchildren()]:
        _bare(element)
    return etree.tostring(root, encoding="utf-8")


def _keep(parent: etree._Element, *, own: str | None, also: tuple[str, ...] = (), most: int = MOST_FIELDS) -> None:
    """The parent left with the fields that are read, of its own namespace or one that feeds use beside theirs."""
    kept = 0
    for child in list(parent):
        name, namespace = _named(child)
        is_read = name in also or (name in _FIELDS and namespace in {own, *_PREFIXES.values()})
        if not is_read or kept == most:
            parent.remove(child)
            continue
        kept += 1
        if name not in also:
            _flat(child, name)
    _bare(parent)


def _named(element: etree._Element) -> tuple[str, str | None]:
    """Local name in lower case and namespace; an undeclared prefix that all know gets its own."""
    prefix, colon, name = local(element).rpartition(":")
    if colon and prefix in _PREFIXES:
        element.tag = f"{{{_PREFIXES[prefix]}}}{name}"
    return local(element).lower(), etree.QName(element).namespace if ":" not in local(element) else ""


def _flat(field: etree._Element, name: str) -> None:
    """The field with its inline markup, if any, as one escaped text."""
    _bare(field)
    if len(field):
        markup = _inner(field) if name in _MARKUP else ""
        del field[:]
        field.text = markup
        field.set("type", "text/html")
    if field.text and "]]>" not in field.text:  # feedparser handles each escaped character by itself
        field.text = etree.CDATA(field.text)


def _inner(field: etree._Element) -> str:
    """The markup in the field, in a <div>, by names that HTML has."""
    for element in field.iterdescendants("*"):
        element.tag = local(element).rpartition(":")[2] or "span"
    inside = etree.Element("div")
    inside.text = field.text
    inside.extend(field)
    return etree.tostring(inside, encoding="unicode", method="html")


def _bare(element: etree._Element) -> None:
    """The element without the attributes that nobody reads."""
    kept = [(name, element.get(name, "")) for name in _ATTRIBUTES if name in element.attrib]
    element.attrib.clear()
    for name, value in kept:
        element.set(name, value)


__all__ = ["ITEMS", "MAX_ITEMS", "MOST_FIELDS", "tidy"]
