"""Events as JSON, by the page, and the description of that by OpenAPI 3.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from eventx.errors import OptionError
from eventx.model import replace
from eventx.serve import feeds
from eventx.serve.feeds import MAX_WORDS
from eventx.serve.settings import Settings
from eventx.store import EVERYTHING, STATUSES, Filter, Item, Store

LIMIT = 100
MOST = 500
"""Events of one page."""
_UID_LENGTH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page: which events, how many at most, behind which UID."""

    wanted: Filter | None
    limit: int = LIMIT
    after: str | None = None


def asked_of(query: Sequence[tuple[str, str]]) -> Asked:
    """The page that a query string asks for. OptionError where it means nothing."""
    told = dict(query)
    limit = told.get("limit", str(LIMIT))
    if not (limit.isascii() and limit.isdigit() and len(limit) < len(str(MOST)) + 1 and 1 <= int(limit) <= MOST):
        raise OptionError(f"has to be a number from 1 to {MOST}", where="limit")
    after = told.get("after") or None
    if after is not None and len(after) > _UID_LENGTH:
        raise OptionError("is no UID", where="after")
    return Asked(wanted=feeds.asked_of(query), limit=int(limit), after=after)


def render(store: Store, asked: Asked, settings: Settings) -> bytes:
    """One page: the events, and where the next one is."""
    items = store.page(asked.wanted or EVERYTHING, asked.limit + 1, asked.after)
    more = len(items) > asked.limit
    items = items[: asked.limit]
    told = {
        "events": [_told(item, settings) for item in items],
        "next": _next(settings.base, asked, items[-1].event.uid) if more else None,
    }
    # Escaped, so that lone surrogates cannot stop it; a program reads it the same.
    return json.dumps(told, separators=(",", ":")).encode()


def _told(item: Item, settings: Settings) -> dict[str, Any]:
    event = item.event if settings.evidence else replace(item.event, evidence=())
    uid = quote(event.uid, safe="@")
    return {
        **event.as_json(), "sequence": item.sequence, "updated": item.stamp.isoformat(),
        "ics": f"{settings.base}/events/{uid}.ics",
    }  # fmt: skip


def _next(base: str, asked: Asked, uid: str) -> str:
    query = feeds.query_of(asked.wanted)
    return f"{base}/api/events{query or '?'}{'&' if query else ''}{urlencode({'limit': asked.limit, 'after': uid})}"


def description(base: str) -> bytes:
    """The API by OpenAPI 3.1."""
    operation = {
        "operationId": "events", "summary": "Events by first day, title and UID",
        "parameters": [_parameter(*each) for each in _PARAMETERS],
        "responses": {
            "200": {
                "description": "A page of events",
                "headers": {"ETag": {"description": "For If-None-Match", "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}},
            },
            "304": {"description": "What If-None-Match names is what would be answered"},
            "400": {"description": "A parameter means nothing; the text says which", "content": {"text/plain": {}}},
        },
    }  # fmt: skip
    told = {
        "openapi": "3.1.0",
        "info": {"title": "eventx", "version": "1", "description": "Events read in press releases"},
        "servers": [{"url": base}],
        "paths": {"/api/events": {"get": operation}},
        "components": {"schemas": {"Page": _PAGE, "Event": _EVENT}},
    }
    return json.dumps(told, indent=1).encode()


_DAY = {"type": "string", "format": "date"}
_WORDS = {"type": "string", "maxLength": MAX_WORDS}
_PARAMETERS: list[tuple[str, str, dict[str, Any]]] = [
    ("from", "What is on that day or later", _DAY),
    ("to", "What is on that day or earlier", _DAY),
    ("kind", "What is of that kind", _WORDS),
    ("place", "What is there: a venue, city or country, or online", _WORDS),
    ("status", "What has that status", {"type": "string", "enum": list(STATUSES)}),
    ("who", "What a person or company has to do with", _WORDS),
    ("text", "What has the words somewhere", _WORDS),
    ("min-confidence", "What is at least that likely", {"type": "number", "minimum": 0, "maximum": 1}),
    ("limit", "Events of a page", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}),
    ("after", "The UID of the last event of the page before; `next` has it", {"type": "string"}),
]


def _parameter(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": schema}


def _or_null(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": [kind, "null"], **more}


_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["uid", "title", "start", "end", "kind", "status", "precision", "confidence", "sequence", "updated"],
    "properties": {
        "uid": _TEXT, "title": _TEXT, "aliases": _TEXTS, "series": _or_null("string"), "edition": _or_null("string"),
        "kind": _TEXT, "start": {**_TEXT, "description": "A date, or an instant with its offset"},
        "end": _or_null("string", description="The last day, an instant, or null where none is told"),
        "timezone": _or_null("string"), "precision": {"type": "string", "enum": ["day", "week", "month"]},
        "inferred": _TEXTS, "rrule": _or_null("string"), "location": _or_null("string"), "venue": _or_null("string"),
        "city": _or_null("string"), "country": _or_null("string"),
        "geo": _or_null("array", items={"type": "number"}), "online": {"type": "boolean"},
        "status": {"type": "string", "enum": list(STATUSES)}, "theme": _or_null("string"),
        "organizer": _or_null("string"), "url": _or_null("string"), "lang": _or_null("string"),
        "confidence": {"type": "number"}, "notes": _TEXTS,
        "evidence": {"type": "array", "items": {"type": "object"}}, "source": {"type": "object"},
        "sequence": {"type": "integer", "description": "How often what a reader sees has changed"},
        "updated": {"type": "string", "format": "date-time"},
        "ics": {"type": "string", "format": "uri", "description": "The event as a file to import"},
    },
}  # fmt: skip
_PAGE: dict[str, Any] = {
    "type": "object",
    "required": ["events", "next"],
    "properties": {
        "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
        "next": _or_null("string", description="The address of the next page; null on the last one"),
    },
}


__all__ = ["LIMIT", "MOST", "Asked", "asked_of", "description", "render"]
