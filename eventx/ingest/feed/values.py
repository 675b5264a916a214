"""What a feed tells of one item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from eventx.ingest.html.text import text_of_fragment
from eventx.model import Event

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]*)?/?>|&#?\w{2,8};")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Words of an item, as HTML or plain."""

    markup: str
    is_html: bool

    @property
    def text(self) -> str:
        """The words as plain text."""
        return text_of_fragment(self.markup) if self.is_html else self.markup.strip()


def prose(markup: str | None, *, is_html: bool = False) -> Prose | None:
    """The words of an element; None where there are none. What is called plain and has tags in it is HTML."""
    if not markup or not markup.strip():
        return None
    return Prose(markup=markup, is_html=is_html or _TAG.search(markup) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a feed, before anything is fetched for it.

    `id` is the feed's own (guid, atom:id), else the link, and "" where it has neither; `published` is its day in the
    offset that it is written in, `updated` the moment as it is written, to be compared and not read. `content` is what
    the feed gives as the item's own text, `summary` what it gives as its description. `calendars` are linked .ics
    files, `given` the event that the item declares itself. `where` is told in errors ("feed.xml[3]").
    """

    where: str
    id: str = ""
    url: str | None = None
    title: str | None = None
    published: date | None = None
    updated: str | None = None
    lang: str | None = None
    content: Prose | None = None
    summary: Prose | None = None
    calendars: tuple[str, ...] = ()
    given: tuple[Event, ...] = ()


__all__ = ["Item", "Prose", "prose"]
