"""RSS, RDF and Atom → items, by feedparser."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import feedparser

from eventx.errors import InputError
from eventx.ingest.days import day_in
from eventx.ingest.feed.declared import declared
from eventx.ingest.feed.tidy import tidy
from eventx.ingest.feed.values import Item, Prose, prose
from eventx.ingest.values import Document
from eventx.ingest.xml import local, root_of
from eventx.safe import one_line, web_link

Entry = dict[str, Any]

ROOTS = ("rss", "feed", "rdf")
_HTML = ("text/html", "application/xhtml+xml")
_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def syndicated(document: Document) -> Iterator[Item]:
    """The items of a feed in XML; InputError where it is no feed.

    feedparser is handed bytes and no address, so it fetches nothing and leaves ids as they are written.
    """
    root = root_of(document)
    if local(root).lower() not in ROOTS:
        raise InputError("is no feed: neither RSS nor Atom; give the address of the feed", where=document.where)
    feed = feedparser.parse(
        BytesIO(tidy(root)), response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False
    )
    base = web_link(_first(feed.feed, "link"), document.url or "") or ""
    for number, entry in enumerate(feed.entries):
        yield _item(entry, f"{document.where}[{number}]", document.url or base, _first(feed.feed, "language"))


def _item(entry: Entry, where: str, base: str, lang: str) -> Item:
    url = web_link(_first(entry, "link"), base)
    title = _prose(entry.get("title_detail"))
    name = one_line(title.text) if title else None
    return Item(
        where=where,
        id=one_line(_first(entry, "id")) or url or "",
        url=url,
        title=name or None,
        published=day_in(_first(entry, "published")) or day_in(_first(entry, "updated", "created")),
        updated=_first(entry, "updated", "published") or None,
        lang=_language(entry) or lang or None,
        content=_content(entry),
        summary=_prose(entry.get("summary_detail")),
        calendars=_calendars(entry, base),
        given=declared(entry, name, url),
    )  # fmt: skip


def _first(told: Entry, *keys: str) -> str:
    """The first of the values that is told; `dict.get`, since feedparser's own takes one key for another."""
    values = (dict.get(told, key) for key in keys)
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _prose(detail: Entry | None) -> Prose | None:
    return prose(detail.get("value"), is_html=detail.get("type") in _HTML) if detail else None


def _content(entry: Entry) -> Prose | None:
    """The longest of the contents in words; Atom may carry pictures and XML as content too (RFC 4287, 4.1.3)."""
    told = [each for each in entry.get("content", []) if each.get("type") in (*_HTML, "text/plain")]
    return _prose(max(told, key=lambda each: len(each.get("value", "")), default=None))


def _language(entry: Entry) -> str:
    """The item's own: dc:language, else the xml:lang that holds for its title or text."""
    details = (entry.get("title_detail"), *entry.get("content", []), entry.get("summary_detail"))
    return _first(entry, "language") or next(
        (told for each in details if each and (told := _first(each, "language"))), ""
    )


def _calendars(entry: Entry, base: str) -> tuple[str, ...]:
    links = (
        web_link(_first(link, "href"), base) for link in entry.get("links", []) if link.get("type") == "text/calendar"
    )
    return tuple(dict.fromkeys(link for link in links if link))


__all__ = ["ROOTS", "syndicated"]
