"""The same feeds and pages as files, for any web host: `publish` writes those that changed, each whole or not at all.

What pages lead to is written before them, and what is gone is removed last, so that a visitor in between finds every
link alive. A list of what was written lies beside it: nothing else in the folder is ever removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from eventx.errors import OutputError
from eventx.export import write
from eventx.export.ics import Feed
from eventx.model import Event
from eventx.serve import atom, grid, render
from eventx.serve.asked import NOTHING
from eventx.serve.feeds import NamedFeed, Window, feeds_of, links, path_of
from eventx.serve.links import Links, segment
from eventx.serve.render import Site
from eventx.serve.settings import Settings, out_of_reach
from eventx.serve.site import site_name, subscriptions
from eventx.serve.views import entry
from eventx.serve.words import kinds_of
from eventx.store import Filter, Store

MANIFEST = ".eventx-published.json"
END = ".html"
_OURS = ("index.html", "agenda.html", "events", "feeds", "month", "static")
"""What stands in a folder of ours; without the list of what was written it is somebody else's."""
_AT_ONCE = 500
_PART = 300
"""Events on one page of the agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many files were written because they are new or changed, were as they had to be, and were removed."""

    written: int
    same: int
    removed: int


def publish(store: Store, folder: Path, settings: Settings, today: date) -> Outcome:
    """Bring a folder to what the calendar says on a day. OutputError where it is not ours to write to."""
    before = _published(folder)
    now: list[str] = []
    written = 0
    for path, content in Files(store, settings, today).all():
        now.append(path)
        written += _put(folder / path, content)
    gone = [path for path in before if path not in set(now)]
    _put(folder / MANIFEST, json.dumps({"files": sorted(now)}, indent=0).encode() + b"\n")
    return Outcome(written=written, same=len(now) - written, removed=sum(_remove(folder, path) for path in gone))


class Files:
    """All files of a calendar on a day, in the order in which they have to be written."""

    def __init__(self, store: Store, settings: Settings, today: date) -> None:
        self.store, self.settings, self.today = store, settings, today
        self.first, self.last = Window().on(today)
        self.feeds = [feed for feed in feeds_of(store.feeds()).values() if not (feed.private or feed.removed)]

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Path, with slashes, and content."""
        if not self.settings.feeds_only:
            yield ".nojekyll", b""  # GitHub Pages would leave out what begins with an underscore, and take its time
            yield from ((f"static/{name}", render.static_file(name)) for name in render.MEDIA)
            yield from self._events()
        yield from self._feeds()
        if not self.settings.feeds_only:
            yield from self._kinds()
            yield from self._agenda("agenda", "What is to come", self._coming, Links(end=END))
            yield from self._months()
            yield from self._frame()

    @cached_property
    def _coming(self) -> list[Event]:
        return self.store.events(Filter(first=self.today, last=self.last, include=("month",)))

    def _site(self, up: str) -> Site:
        base = self.settings.base
        return Site(
            name=site_name(self.feeds), links=Links(up=up, end=END), live=False, reach=out_of_reach(base),
            subscriptions=subscriptions(base, self.feeds), evidence=self.settings.evidence,
            span=(self.first, self.last),
        )  # fmt: skip

    def _events(self) -> Iterator[tuple[str, bytes]]:
        site, wanted = self._site("../"), Filter(first=self.first, last=self.last, include=("month",))
        after = None
        while items := self.store.page(wanted, _AT_ONCE, after):
            after = items[-1].event.uid
            for item in items:
                uid = item.event.uid
                found = entry(self.store.entry(uid), evidence=site.evidence)
                name = f"events/{segment(uid, END)}"
                content = self.store.single(uid, evidence=site.evidence)
                if content is not None:
                    yield f"{name}.ics", content
                yield f"{name}{END}", render.event_page(site, found)

    def _feeds(self) -> Iterator[tuple[str, bytes]]:
        for feed in self.feeds:
            path = path_of(feed).lstrip("/")
            yield path, self._calendar(feed)
            address = atom.Address.of(self.settings, feed, None, None)
            evidence = feed.evidence and self.settings.evidence
            news = atom.render(self.store, feed, feed.filter_on(self.today), address, evidence=evidence)
            yield f"{path.removesuffix('.ics')}.atom", news

    def _calendar(self, feed: NamedFeed) -> bytes:
        told = Feed(source=links(self.settings.base, feed).https, hours=feed.hours, color=feed.color)
        evidence = feed.evidence and self.settings.evidence
        name = feed.title or feed.name
        return self.store.calendar(feed.filter_on(self.today), evidence=evidence, name=name, feed=told)

    def _kinds(self) -> Iterator[tuple[str, bytes]]:
        events = self.store.events(Filter(first=self.first, last=self.last, include=("month",)))
        for kind in sorted({event.kind for event in events}):
            # Of a kind that has nothing to come, what was.
            found = [event for event in self._coming if event.kind == kind]
            found = found or [event for event in events if event.kind == kind]
            yield from self._agenda(f"kind/{segment(kind, END)}", kinds_of(kind), found, Links(up="../", end=END))

    def _agenda(self, name: str, heading: str, events: list[Event], up: Links) -> Iterator[tuple[str, bytes]]:
        """A list in parts: agenda.html, agenda-2.html …"""
        site, leaf = self._site(up.up), name.rpartition("/")[2]
        parts = [events[n : n + _PART] for n in range(0, len(events), _PART)] or [[]]
        for n, part in enumerate(parts):
            span = (min(self.today, *(e.last_day for e in part)) if part else self.today, self.last)
            page = render.agenda_page(
                site, heading, span, self.today, part, NOTHING,
                later=f"{leaf}-{n + 2}{END}" if n + 1 < len(parts) else None, back=f"{leaf}{END}" if n else None,
            )  # fmt: skip
            yield f"{name}{f'-{n + 1}' if n else ''}{END}", page

    def _months(self) -> Iterator[tuple[str, bytes]]:
        month = grid.first_of(self.first)
        while month <= self.last:
            yield f"month/{month:%Y-%m}{END}", self._month(month, "../")
            month = grid.shifted(month, 1)
        yield f"index{END}", self._month(self.today, "./")

    def _month(self, month: date, up: str) -> bytes:
        first, last = grid.shown(month)
        # What is older than the window has no page of its own to lead to.
        wanted = Filter(first=max(first, self.first), last=min(last, self.last), include=("month",))
        events = self.store.events(wanted)
        return render.month_page(self._site(up), month, self.today, events, NOTHING, first_page=up == "./")

    def _frame(self) -> Iterator[tuple[str, bytes]]:
        site = self._site(f"{urlsplit(self.settings.base).path}/")  # such a page is shown at any depth
        yield f"404{END}", render.message_page(replace(site, subscriptions=()), "Not here", "There is no such page.")


def _published(folder: Path) -> list[str]:
    """What was written before. OutputError where the folder is not ours."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        told = json.loads((folder / MANIFEST).read_bytes())
        return [path for path in told["files"] if _inside(path)]
    except FileNotFoundError:
        known = [name for name in _OURS if (folder / name).exists()]
        if known:
            reason = f"holds {known[0]}, which eventx did not write; choose an empty folder"
            raise OutputError(reason, where=str(folder)) from None
        return []
    except OSError as error:
        raise OutputError(f"cannot be written to ({error.strerror})", where=str(folder)) from error
    except (ValueError, TypeError, KeyError) as error:
        raise OutputError("is damaged; remove it together with the folder", where=str(folder / MANIFEST)) from error


def _inside(path: str) -> bool:
    """True for a path that stays in the folder, whoever wrote the list."""
    parts = path.split("/")
    return not path.startswith("/") and "\\" not in path and ":" not in path and ".." not in parts and "" not in parts


def _put(path: Path, content: bytes) -> bool:
    """Write a file where it is another than what is there; whether it was."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot be made ({error.strerror})", where=str(path.parent)) from error
    except OSError as error:
        raise OutputError(f"cannot be replaced ({error.strerror})", where=str(path)) from error
    write(path, content)
    return True


def _remove(folder: Path, path: str) -> bool:
    try:
        (folder / path).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise OutputError(f"cannot be removed ({error.strerror})", where=str(folder / path)) from error
    if "/" in path and not any((folder / path).parent.iterdir()):
        os.rmdir((folder / path).parent)
    return True


__all__ = ["MANIFEST", "Files", "Outcome", "publish"]
