"""Plain objects that pages declare, whatever syntax they came in: found, joined by "@id", read tolerantly."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eventx.safe import one_line, web_link

Node = dict[str, Any]
"""An object by JSON-LD's habits: "@type", "@id", and properties with a value or a list of values."""

Fields = Mapping[str, list[Any]]
"""The properties of an object by their bare names in lower case ("startdate"), each with its values."""

MAX_NODES = 200_000
MAX_VALUES = 50
"""Of one property."""
MAX_PROPERTIES = 200
MAX_TEXT = 500
"""Characters of a value that is shown."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|-->")
_SEPARATORS = re.compile(r"[/#:]")


@dataclass(frozen=True, slots=True)
class Graph:
    """The objects of a page in its order, the outer before the inner, and those that have an "@id" by it."""

    nodes: list[Node]
    index: Mapping[str, Node]

    def fields(self, node: Node) -> Fields:
        """The properties of an object; lists, value objects and references resolved."""
        told: dict[str, list[Any]] = {}
        for key in list(node)[:MAX_PROPERTIES]:
            told.setdefault(local(key), []).extend(self._values(node[key]))
        return told

    def _values(self, value: Any, depth: int = 0) -> list[Any]:
        if isinstance(value, list):
            return [each for item in value[:MAX_VALUES] for each in self._values(item, depth + 1)] if depth < 4 else []
        if not isinstance(value, dict):
            return [value]
        for wrapper in ("@value", "@list", "@set"):
            if wrapper in value:
                return self._values(value[wrapper], depth + 1) if depth < 4 else []
        return [self.whole(value)]

    def whole(self, node: Node) -> Node:
        """The object itself; for a mere reference to one ({"@id": …}) that one, where the page has it."""
        held = self.index.get(_id(node) or "")
        return node if held is None or _others(node, held) else {**held, **node}


def graph(found: Iterable[Any]) -> Graph:
    """All objects in some values, at most MAX_NODES. Parts of one object (Yoast's @graph tells the parts of a page
    apart and joins them by "@id") are one; objects may hold each other in a circle."""
    nodes = list(_walk(list(found)))
    index: dict[str, Node] = {}
    for node in nodes:
        name = _id(node)
        held = index.get(name, {}) if name else {}
        if name and len(node) > 1 and len(held) < MAX_PROPERTIES and not _others(node, held):
            index[name] = {**node, **held}
    return Graph(nodes, index)


def _id(node: Node) -> str | None:
    name = node.get("@id", node.get("id"))
    return name if isinstance(name, str) else None


def _others(one: Node, other: Node) -> bool:
    """True for two things of one id, as templates write "#event" for each event of a list."""
    return "name" in one and "name" in other and one["name"] != other["name"]


def _walk(found: list[Any]) -> Iterator[Node]:
    stack, seen = list(reversed(found)), set[int]()
    while stack and len(seen) < MAX_NODES:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict) and id(value) not in seen:
            seen.add(id(value))
            yield value
            stack.extend(reversed([each for each in value.values() if isinstance(each, list | dict)]))


def local(name: str) -> str:
    """The bare name of a type or property: "schema:startDate", "https://schema.org/startDate" → "startdate"."""
    return _SEPARATORS.split(name.strip().rstrip("/")[-200:])[-1].replace("-", "").replace("_", "").casefold()


def types_of(node: Node) -> list[str]:
    """The bare names of an object's types."""
    told = node.get("@type", node.get("type"))
    return [local(each) for each in (told if isinstance(told, list) else [told])[:MAX_VALUES] if isinstance(each, str)]


def clean(value: str) -> str:
    """Text for a reader: entities decoded once, tags taken out, one line, at most MAX_TEXT characters."""
    text = html.unescape(value[: 20 * MAX_TEXT])
    text = one_line(_TAG.sub(" ", text) if "<" in text else text)
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT].rstrip() + "…"


def text_of(value: Any) -> str:
    """The text of a value: itself, or the name of an object; "" where it has none."""
    if isinstance(value, dict):
        value = _held(value, "@value", "name")
        value = _held(value, "@value", "name") if isinstance(value, dict) else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return clean(value) if isinstance(value, str) else ""


def _held(node: Node, *names: str) -> Any:
    """The first of these properties that an object has, under any prefix; None for none."""
    held = {local(key): node[key] for key in list(node)[:MAX_PROPERTIES]}
    value = next((held[name] for name in names if held.get(name)), None)
    return value[0] if isinstance(value, list) else value


def texts(told: Fields, *names: str) -> list[str]:
    """The texts of these properties, without empty ones, in the order of the names."""
    return [text for name in names for value in told.get(name, []) if (text := text_of(value))]


def first(told: Fields, *names: str) -> str | None:
    """The first text of these properties."""
    return next(iter(texts(told, *names)), None)


def link(told: Fields, base: str, *names: str) -> str | None:
    """The first web address of these properties, absolute."""
    values = (value for name in names for value in told.get(name, []))
    written = (_held(value, "url", "@id", "@value") if isinstance(value, dict) else value for value in values)
    found = (web_link(html.unescape(each[:5000]), base) for each in written if isinstance(each, str))
    return next(filter(None, found), None)


__all__ = [
    "MAX_NODES", "MAX_TEXT", "Fields", "Graph", "Node", "clean", "first", "graph", "link", "local", "text_of", "texts",
    "types_of",
]  # fmt: skip
