"""JSON Feed 1.0 and 1.1 (jsonfeed.org) → items."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from eventx.errors import InputError
from eventx.ingest.days import day_in
from eventx.ingest.feed.tidy import MAX_ITEMS
from eventx.ingest.feed.values import Item, Prose, prose
from eventx.ingest.text import decode
from eventx.ingest.values import Document
from eventx.safe import one_line, web_link

MAX_FEED = 10_000_000
"""Bytes of a feed, which is read whole."""


def json_feed(document: Document) -> Iterator[Item]:
    """The items of a JSON Feed; InputError where it is none."""
    data = document.whole(MAX_FEED, f"is a feed of more than {MAX_FEED // 10**6} MB; split it")
    try:
        feed = json.loads(decode(data, document.where, document.charset))
    except (ValueError, RecursionError) as error:
        raise InputError(f"is JSON that cannot be read: {str(error)[:60]}", where=document.where) from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise InputError('is no JSON Feed: it has no array "items"; see jsonfeed.org', where=document.where)
    base = document.url or _text(feed, "feed_url") or _text(feed, "home_page_url")
    told = (item for item in feed["items"] if isinstance(item, dict))
    for number, item in enumerate(islice(told, MAX_ITEMS)):
        yield _item(item, f"{document.where}[{number}]", base, _text(feed, "language"))


def _item(item: dict[str, Any], where: str, base: str, lang: str) -> Item:
    url = web_link(_text(item, "url"), base)
    return Item(
        where=where,
        id=_text(item, "id") or url or "",
        url=url,
        title=one_line(_text(item, "title")) or None,
        published=day_in(_text(item, "date_published")) or day_in(_text(item, "date_modified")),
        updated=_text(item, "date_modified") or _text(item, "date_published") or None,
        lang=_text(item, "language") or lang or None,
        content=_content(item),
        summary=prose(_text(item, "summary")),
        calendars=_calendars(item, base),
    )  # fmt: skip


def _text(told: dict[str, Any], key: str) -> str:
    """A value as text, a number too, as ids are often written; "" for all else. Lone surrogates become U+FFFD."""
    value = told.get(key)
    is_told = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value).strip().encode("utf-8", "replace").decode("utf-8") if is_told else ""


def _content(item: dict[str, Any]) -> Prose | None:
    """HTML first, which keeps paragraphs and lists apart."""
    text = _text(item, "content_text")
    return prose(_text(item, "content_html"), is_html=True) or (Prose(markup=text, is_html=False) if text else None)


def _calendars(item: dict[str, Any], base: str) -> tuple[str, ...]:
    files = item.get("attachments")
    told = [each for each in files if isinstance(each, dict)] if isinstance(files, list) else []
    links = (web_link(_text(each, "url"), base) for each in told if _text(each, "mime_type") == "text/calendar")
    return tuple(dict.fromkeys(link for link in links if link))


__all__ = ["MAX_FEED", "json_feed"]
