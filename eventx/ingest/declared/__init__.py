"""What a page declares as data: events of schema.org (JSON-LD, microdata, RDFa) and of microformats, and calendars.

    page ─ tree ─┬─ jsonld ───────┐
                 ├─ markup ───────┼─▶ Graph of plain objects ─▶ fields ─▶ Event ─▶ same ─▶ given events
                 └─ microformats ─┘

Every syntax becomes the same plain objects (dicts with "@type"), so that one function makes events of them. Nothing is
fetched: a context, a profile or a vocabulary is a name here, not an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from eventx.ingest.declared import jsonld, markup, microformats
from eventx.ingest.declared.events import events_of
from eventx.ingest.declared.links import calendar_links
from eventx.ingest.declared.page import Page, opened
from eventx.ingest.declared.same import merged, with_uids
from eventx.model import Event

MOST_EVENTS = 500
"""Events of a page; a page that declares more is a data set, and its first ones are taken."""

SYNTAXES: tuple[tuple[str, Callable[[Page], list[Any]]], ...] = (
    ("json-ld", jsonld.nodes),
    ("microdata", markup.microdata),
    ("rdfa", markup.rdfa),
    ("h-event", microformats.nodes),
)
"""In order of preference: JSON-LD is written by programs, for programs; classes are as old as the page's template."""


def declared(page: str, url: str | None) -> tuple[Event, ...]:
    """The events that a page (HTML) declares, each once, in the order of SYNTAXES and then of the page, at most
    MOST_EVENTS; `url` is what relative addresses start from. Their `source` is empty, for the reader to fill in."""
    hints = (jsonld.HINT, markup.MICRODATA.hint, markup.RDFA.hint, *microformats.HINTS)
    opening = opened(page, url, hints)
    if opening is None:
        return ()
    return with_uids(merged(list(islice(_told(opening), MOST_EVENTS))), url)


def _told(page: Page) -> Iterator[Event]:
    for rule, read in SYNTAXES:
        yield from events_of(read(page), rule, page.base)


__all__ = ["MOST_EVENTS", "calendar_links", "declared"]
