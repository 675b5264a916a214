"""A newsroom of our own: releases that each tell of one event, their feed, and the site that serves both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tests.web_server import Asked, Server, answer, serving, validated

_FIRST = """Amber Birch Cedar Dune Elm Fjord Granite Heron Island Juniper Kestrel Linden Meadow Northgate Orchard
Pebble Quarry Ridge Saffron Thistle Umber Violet Willow Yarrow Zephyr""".split()
_SECOND = """Robotics Ceramics Cartography Lighting Textile Railway Seafood Chess Timber Glass Printing Beekeeping
Weaving Optics Harvest Pottery Sailing Orchid Clockmaking Bakery""".split()
_CITIES = ("Geneva", "Lisbon", "Oslo", "Vienna", "Dublin", "Madrid", "Prague")
MOST = len(_FIRST) * len(_SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One release: its headline, its text, the day it came out; `full` where the feed has all of it."""

    number: int
    name: str
    text: str
    day: date
    full: bool

    @property
    def path(self) -> str:
        return f"news/{self.number}"

    @property
    def page(self) -> bytes:
        """The release as a web page."""
        body = "".join(f"<p>{escape(part)}</p>" for part in self.text.split("\n\n"))
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(self.name)}</title></head>'
            f"<body><main><article><h1>{escape(self.name)}</h1>{body}</article></main></body></html>"
        ).encode()

    def item(self, base: str) -> str:
        """The release as an item of RSS 2.0: in full, or as a link with a teaser."""
        told = f"<content:encoded>{escape(f'<p>{self.text}</p>')}</content:encoded>" if self.full else ""
        moment = datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC)
        return (
            f"<item><title>{escape(self.name)}</title><link>{base}/{self.path}</link>"
            f'<guid isPermaLink="false">news-{self.number}</guid><pubDate>{format_datetime(moment)}</pubDate>'
            f"<description>News of the day […]</description>{told}</item>"
        )


def news(number: int, *, full: bool | None = None, later: int = 0) -> News:
    """A release by its number, below MOST; its event is `later` days later than told at first."""
    name = f"{_FIRST[number % len(_FIRST)]} {_SECOND[number // len(_FIRST)]} Forum"
    city, first = _CITIES[number % len(_CITIES)], date(2031, 3, 1) + timedelta(days=number % 200 + later)
    last, day = first + timedelta(days=2), date(2031, 1, 15)
    text = (
        f"{city.upper()}, Jan. 15, 2031 /PRNewswire/ -- The 2031 {name} will be held in {city} from "
        f"{first:%B} {first.day} to {last:%B} {last.day}, 2031, its organizers said on Wednesday.\n\n"
        "Admission is free for members of the guild. Tickets for everybody else can be had at the door, and the halls "
        "have room for all who come."
    )
    return News(number=number, name=name, text=text, day=day, full=number % 2 == 0 if full is None else full)


def feed(items: Sequence[News], base: str) -> bytes:
    """The feed of some releases."""
    head = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Newsroom</title>'
    )
    body = "".join(each.item(base) for each in items)
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<link>{base}/</link>{body}</channel></rss>'.encode()


@contextmanager
def newsroom(items: Sequence[News], *, conditional: bool = True) -> Iterator[Server]:
    """A site with a feed of the releases and a page for each; `conditional` where it knows conditional GET."""
    with serving() as server:
        server.pages |= {f"/{each.path}": answer(each.page) for each in items if not each.full}
        content = feed(items, server.url)
        rss = "application/rss+xml; charset=utf-8"
        server.pages["/feed.xml"] = (
            validated(content, content_type=rss) if conditional else answer(content, content_type=rss)
        )
        yield server


def transferred(server: Server) -> int:
    """Bytes of all requests and answers so far."""
    return server.sent + sum(_size(asked) for asked in server.asked)


def _size(asked: Asked) -> int:
    lines = [f"GET {asked.path} HTTP/1.1", *(f"{name}: {value}" for name, value in asked.headers.items()), "", ""]
    return len("\r\n".join(lines).encode())


__all__ = ["MOST", "News", "feed", "news", "newsroom", "transferred"]
