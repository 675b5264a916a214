"""What is new and changed, as Atom (RFC 4287): an entry for each event, with what happened to it last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from eventx.ical import marked_title
from eventx.model import Event
from eventx.safe import one_line, web_link
from eventx.serve import feeds
from eventx.serve.feeds import NamedFeed
from eventx.serve.settings import Settings
from eventx.store import Filter, Revision, Store

MOST = 50
"""Events of a feed of news."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS = {"published": "New", "changed": "Changed", "restored": "Back again", "retired": "Now part of another event",
          "rejected": "Taken out"}  # fmt: skip
_EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a feed of news is, its calendar, and the server where that shows single events."""

    itself: str
    calendar: str
    base: str | None

    @classmethod
    def of(cls, settings: Settings, feed: NamedFeed, token: str | None, asked: Filter | None) -> Address:
        """The addresses of a feed under a server's own."""
        base = None if settings.feeds_only else settings.base
        path, query = feeds.path_of(feed, token), feeds.query_of(asked)
        itself = f"{settings.base}{path.removesuffix('.ics')}.atom{query}"
        return cls(itself=itself, calendar=f"{settings.base}{path}{query}", base=base)


def render(store: Store, feed: NamedFeed, wanted: Filter, address: Address, *, evidence: bool) -> bytes:
    """The feed of news; the same bytes as long as nothing has changed."""
    news = [(event, history) for event, history in store.news(wanted, MOST) if history]
    updated = max((_instant(history[-1].noted) for _, history in news), default=_EPOCH)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(feed.title or feed.name)}</title>",
        f"<id>{_text(address.itself)}</id>",
        f"<updated>{updated}</updated>",
        "<author><name>eventx</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_attribute(address.itself)}/>',
        f'<link rel="alternate" type="text/calendar" href={_attribute(address.calendar)}/>',
        *(line for event, history in news for line in _entry(event, history, address.base, evidence)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _entry(event: Event, history: Sequence[Revision], base: str | None, evidence: bool) -> Iterator[str]:
    uid, last = history[-1].uid, history[-1]
    yield "<entry>"
    yield f"<title>{_text(marked_title(event))}</title>"
    yield f"<id>urn:eventx:{quote(uid, safe='@')}</id>"
    yield f"<published>{_instant(history[0].noted)}</published>"
    yield f"<updated>{_instant(last.noted)}</updated>"
    if base is not None:
        ics = f"{base}/events/{quote(uid, safe='@')}.ics"
        yield f'<link rel="alternate" type="text/calendar" href={_attribute(ics)}/>'
    if source := web_link(event.source.url):
        yield f'<link rel="related" href={_attribute(source)}/>'
    yield f"<category term={_attribute(event.kind)}/>"
    yield f'<content type="text">{_text(chr(10).join(_lines(event, last, evidence)))}</content>'
    yield "</entry>"


def _lines(event: Event, last: Revision, evidence: bool) -> Iterator[str]:
    """What happened, when and where it is, and who says so."""
    yield _WORDS.get(last.kind, last.kind.capitalize())
    yield from (f"{name}: {_shown(old)} → {_shown(new)}" for name, (old, new, *_) in last.changes.items())
    end = f" to {event.end.isoformat()}" if event.end and event.end != event.start else ""
    yield f"{event.start.isoformat()}{end}{f', {event.place.label}' if event.place.label else ''}"
    if evidence:
        yield from event.quotes
    if last.release:
        yield f"Source: {last.release}"


def _shown(value: object) -> str:
    return "none" if value is None else str(value)


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", "\n".join(map(one_line, text.split("\n")))))


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("", one_line(text)))


__all__ = ["MOST", "Address", "render"]
