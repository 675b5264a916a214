"""h-event (https://microformats.org/wiki/h-event) and the vevent of old (hCalendar), by mf2py, as objects in the words
of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from eventx.ingest.declared.nodes import Node
from eventx.ingest.declared.page import Page, hinted

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ELEMENTS = 5_000
"""In all events of a page: half a second of BeautifulSoup."""

HINTS = ("h-event", "vevent")
_ROOTS = " or ".join(
    f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in ("h-event", "vevent")
)
_TYPES = {"h-event": "Event", "h-card": "Place", "h-adr": "PostalAddress", "h-geo": "GeoCoordinates"}
_WORDS = {
    "start": "startDate", "end": "endDate", "street-address": "streetAddress", "locality": "addressLocality",
    "region": "addressRegion", "postal-code": "postalCode", "country-name": "addressCountry", "adr": "address",
    "status": "eventStatus",
}  # fmt: skip
"""Words of microformats → words of schema.org; the others are the same."""


def nodes(page: Page) -> list[Node]:
    """The outermost events of a page. Only their elements are given to the library: it builds a tree of its own, at
    0.35 s for a page of 3,000 paragraphs."""
    if not hinted(page.lower, HINTS):
        return []
    from mf2py import parse

    markup = "".join(_elements(page.root))
    found = parse(doc=f"<body>{markup}</body>", url=page.base or None, html_parser="lxml")["items"]
    return [_node(item) for item in found if isinstance(item, dict)]


def _elements(root: HtmlElement) -> list[str]:
    found: list[str] = []
    left = MAX_ELEMENTS
    outer: HtmlElement | None = None
    for element in root.xpath(f"//*[{_ROOTS}]"):
        if outer is not None and outer in element.iterancestors():
            continue
        outer = element
        left -= sum(1 for _ in element.iter())
        if left < 0:
            break
        found.append(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return found


def _node(item: dict[str, Any]) -> Node:
    types = [_TYPES.get(each, each) for each in item.get("type", [])]
    told = {_WORDS.get(key, key): [_value(each) for each in values] for key, values in item["properties"].items()}
    return {"@type": types, **told, "children": [_node(each) for each in item.get("children", [])]}


def _value(value: Any) -> Any:
    """A nested microformat is an object; what is embedded ({"value", "html"}) is its text."""
    if isinstance(value, dict):
        return _node(value) if "properties" in value else value.get("value", "")
    return value


__all__ = ["MAX_ELEMENTS", "nodes"]
