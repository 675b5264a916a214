"""Microdata and RDFa: attributes of elements → the objects that JSON-LD would write.

RDFa is read as RDFa Lite (https://www.w3.org/TR/rdfa-lite/) with `rel`, which is what pages write for schema.org;
there it says the same as microdata (https://html.spec.whatwg.org/multipage/microdata.html) in other attributes, so one
walk reads both. Prefixes and vocabularies are taken off by the bare name.

extruct reads both as well. It was measured and left: a page of 1,000 nested items takes it 4.9 s and ends in a
RecursionError, RDFa costs 0.3 s a page and comes in another order each time, and one import loads all its syntaxes
(0.4 s, 26 MB). This walk is linear and keeps the order of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from lxml import etree

from eventx.ingest.declared.kinds import HINT
from eventx.ingest.declared.nodes import MAX_TEXT, MAX_VALUES, Node
from eventx.ingest.declared.page import Page, hinted

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_STEPS = 400_000
"""Begins and ends of elements that are walked over: pages of 200,000 elements."""
MAX_ENTRIES = 12_000
"""Elements with attributes of a syntax; 500 events have some 7,500."""
_MOST_PIECES, _MOST_NAMES, _MOST_REFS, _MOST_REFERRING, _MOST_OWNERS = 60, 5, 10, 1000, 4
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table "
    "td th tr ul".split()
)
_SILENT = frozenset({"script", "style", "template"})


@dataclass(frozen=True, slots=True)
class Names:
    """The attributes of a syntax: what opens an object, its type, its id, a property, other elements of it."""

    scope: str
    type: str
    id: tuple[str, ...]
    prop: str
    rel: str = ""
    refs: str = ""

    @property
    def hint(self) -> str:
        """A regular expression that finds something in every page with an event of this syntax."""
        return rf"{self.type}\s*=[^>]{{0,200}}?(?:{HINT})"

    @property
    def marks(self) -> frozenset[str]:
        """The attributes that an element must have one of to be looked at."""
        return frozenset({self.scope, self.prop, self.rel, "id" if self.refs else ""} - {""})


MICRODATA = Names("itemscope", "itemtype", ("itemid",), "itemprop", refs="itemref")
RDFA = Names("typeof", "typeof", ("resource", "about"), "property", rel="rel")


def microdata(page: Page) -> list[Node]:
    """The outermost items of a page."""
    return _nodes(page, MICRODATA)


def rdfa(page: Page) -> list[Node]:
    """The outermost typed resources of a page."""
    return _nodes(page, RDFA)


class _Level(NamedTuple):
    """Inside an element: the objects that its properties belong to, and the property that `rel` opens for the next
    object."""

    element: HtmlElement
    owners: tuple[Node, ...]
    rel: str = ""


@dataclass(frozen=True, slots=True)
class _Walk:
    """What a walk gathers: the outermost objects, those that refer to other elements, and the properties in these."""

    names: Names
    found: list[Node]
    referring: list[tuple[Node, str]]
    parts: dict[str, Node]


def _nodes(page: Page, names: Names) -> list[Node]:
    if not hinted(page.lower, [names.hint]):
        return []
    refs = cast("list[str]", page.root.xpath(f"//@{names.refs}"))[:_MOST_REFERRING] if names.refs else []
    walk = _Walk(names, [], [], {each: {} for ref in refs for each in ref.split()[:_MOST_REFS]})
    levels, left, marks = [_Level(page.root, ())], MAX_ENTRIES, names.marks
    for event, element in islice(etree.iterwalk(page.root, events=("start", "end")), MAX_STEPS):
        if event == "end":
            if len(levels) > 1 and levels[-1].element is element:
                levels.pop()
        elif not marks.isdisjoint(element.keys()) and (left := left - 1) > 0:
            levels += _entered(cast("HtmlElement", element), levels[-1], walk)
    for node, each in walk.referring[:_MOST_REFERRING]:
        for name, values in walk.parts.get(each, {}).items():
            node.setdefault(name, []).extend(values[: MAX_VALUES - len(node[name])])
    return walk.found


def _entered(element: HtmlElement, around: _Level, walk: _Walk) -> list[_Level]:
    """The level that an element opens, none where nothing changes in it. Its value goes to its owners."""
    names, scope = walk.names, walk.names.scope in element.attrib
    part = walk.parts.get(element.get("id", ""))
    owners = around.owners if part is None else (*around.owners, part)[-_MOST_OWNERS:]
    properties = element.get(names.prop, "").split() or (around.rel.split() if scope else [])
    if scope:
        node = _head(element, names)
        _add(owners, properties, node)
        if not (owners and properties):
            walk.found.append(node)
        refs = element.get(names.refs, "") if names.refs else ""
        walk.referring.extend((node, each) for each in refs.split()[:_MOST_REFS])
        return [_Level(element, (node,))]
    if properties and owners:
        _add(owners, properties, _value(element))
    rel = element.get(names.rel, "") if names.rel and not properties else ""
    return [_Level(element, owners, rel)] if part is not None or rel else []


def _head(element: HtmlElement, names: Names) -> Node:
    name = next((element.get(each) for each in names.id if element.get(each)), None)
    types = element.get(names.type, "").split()
    return {"@type": types, **({"@id": name} if name else {})}


def _add(owners: tuple[Node, ...], properties: list[str], value: Any) -> None:
    for owner in owners:
        for name in properties[:_MOST_NAMES]:
            if name[0] != "@" and len(held := owner.setdefault(name, [])) < MAX_VALUES:
                held.append(value)


def _value(element: HtmlElement) -> Any:
    """A text; a link with its words, since pages write `<a itemprop="name" href>` and mean the words."""
    for attribute in ("content", "datetime"):
        if (written := element.get(attribute)) is not None:
            return written
    target = next((t for key in ("href", "src", "data", "resource") if (t := element.get(key))), None)
    if target is not None:
        return {"@id": target, "url": target, "name": _words(element)}
    return element.get("value") or _words(element)


def _words(element: HtmlElement) -> str:
    """The beginning of an element's text, blocks parted."""
    return "".join(islice(_pieces(element), _MOST_PIECES))[: 4 * MAX_TEXT]


def _pieces(element: HtmlElement) -> Iterator[str]:
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "end":
            yield (part.tail or "") if part is not element else ""
        elif part.tag not in _SILENT:
            yield (" " if part.tag in _BLOCKS else "") + (part.text or "")


__all__ = ["MAX_STEPS", "microdata", "rdfa"]
