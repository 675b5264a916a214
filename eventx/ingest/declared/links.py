"""Calendars that a page links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from eventx.ingest.declared.page import Page, opened
from eventx.safe import web_link

MOST_LINKS = 20
_WEBCAL = re.compile(r"(?i)(webcals?)://")


def calendar_links(page: str, url: str | None) -> list[str]:
    """Addresses (http, https, webcal) of the calendars that a page links to, in its order, each once, at most
    MOST_LINKS: `<link rel=alternate type=text/calendar>`, links of that type, to .ics files and by webcal."""
    opening = opened(page, url, ("text/calendar", r"\.ics\b", "webcal"))
    if opening is None:
        return []
    return list(islice(dict.fromkeys(_links(opening)), MOST_LINKS))


def _links(page: Page) -> Iterator[str]:
    for element in page.root.iter("link", "a", "area"):
        href = element.get("href", "")[:5000].strip()
        declared = element.get("type", "").partition(";")[0].strip().lower() == "text/calendar"
        if element.tag == "link":
            wanted = declared and "alternate" in element.get("rel", "").lower().split()
        else:
            wanted = declared or _is_calendar(href)
        if wanted and (link := _absolute(href, page.base)):
            yield link


def _is_calendar(href: str) -> bool:
    try:
        return _WEBCAL.match(href) is not None or urlsplit(href).path.lower().endswith(".ics")
    except ValueError:  # "http://[": no address at all
        return False


def _absolute(href: str, base: str) -> str | None:
    """webcal is http(s) by another name (it never became a standard), so it is judged as that."""
    scheme = _WEBCAL.match(href)
    if scheme is None:
        return web_link(href.partition("#")[0], base)
    link = web_link(f"https://{href[scheme.end() :]}")
    return f"{scheme[1].lower()}://{link.removeprefix('https://')}" if link else None


__all__ = ["MOST_LINKS", "calendar_links"]
