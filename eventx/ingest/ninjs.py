"""ninjs (News in JSON, iptc.org), generations 1 to 3: an object, or an array of them.

Keys are compared without case: generation 3 writes versionCreated for versioncreated. Associated items (pictures,
other stories) and planning items are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from eventx.errors import InputError, RecordError
from eventx.ingest import nitf
from eventx.ingest.days import day_in
from eventx.ingest.html.text import text_of_fragment
from eventx.ingest.text import decode
from eventx.ingest.values import Document, Reading
from eventx.ingest.wire import check_usable, checked_body, few, opened
from eventx.ingest.xml import root_of
from eventx.model import Release
from eventx.safe import one_line, web_link

MAX_DOCUMENT = 20_000_000
"""Bytes of a document, which is read whole."""

_DAYS = ("versioncreated", "contentmodified", "contentcreated", "firstpublished", "firstcreated")


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """One release an item; InputError where it is no JSON. An item without text or withdrawn is told."""
    data = document.whole(MAX_DOCUMENT, f"is JSON of more than {MAX_DOCUMENT // 10**6} MB; split it")
    try:
        given = json.loads(decode(data, document.where, document.charset))
    except (ValueError, RecursionError) as error:
        raise InputError(f"is JSON that cannot be read: {str(error)[:60]}", where=document.where) from error
    several = given.get("items") if isinstance(given, dict) else given
    items = few(several, document.where, reading.on_error) if isinstance(several, list) else [given]
    for number, item in enumerate(items):
        where = f"{document.where}[{number}]" if isinstance(several, list) else document.where
        try:
            yield _release(item, where)
        except InputError as error:
            reading.on_error(error)


def _release(given: Any, where: str) -> Release:
    if not isinstance(given, dict):
        raise RecordError("is no object; a ninjs item is one", where=where)
    item = _lower(given)
    check_usable(_text(item, "pubstatus"), where)
    identifier = _text(item, "uri") or _text(item, "guid")
    located = _text(item, "located")
    return Release(
        text=opened(checked_body(_body(item, where), where), _text(item, "dateline"), located),
        id=one_line(identifier),
        title=one_line(_headline(item)) or None,
        published=next((day for key in _DAYS if (day := day_in(_text(item, key)))), None),
        url=web_link(identifier),
        lang=_text(item, "language") or None,
    )


def _headline(item: dict[str, Any]) -> str:
    """The main one of several (generation 2), or the only one."""
    lines = _objects(item, "headlines")
    main = next((line for line in lines if _text(line, "role") == "main"), lines[0] if lines else {})
    return _text(main, "value") or _text(item, "headline") or _text(item, "title")


def _body(item: dict[str, Any], where: str) -> str:
    """The longest of the bodies: several renditions say the same, and some only its beginning."""
    bodies = [
        (_text(body, "contenttype") or _text(body, "role"), _text(body, "value")) for body in _objects(item, "bodies")
    ]
    bodies += [(key, _text(item, key)) for key in sorted(item) if key.startswith("body_")]
    return max((_plain(kind.lower(), value, where) for kind, value in bodies if value), key=len, default="")


def _plain(kind: str, value: str, where: str) -> str:
    if "nitf" in kind:
        return nitf.release_in(root_of(Document(where=where, head=value.encode("utf-8"))), where).text
    return text_of_fragment(value) if "html" in kind else value


def _lower(told: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): value for key, value in told.items()}


def _objects(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    told = item.get(key)
    return [_lower(each) for each in told if isinstance(each, dict)] if isinstance(told, list) else []


def _text(told: dict[str, Any], key: str) -> str:
    """A value as text, "" for all else. Lone surrogates, which JSON can write, become U+FFFD."""
    value = told.get(key)
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip() if isinstance(value, str) else ""


__all__ = ["MAX_DOCUMENT", "read"]
