"""What is served, ready to hand: the calendar's version, its feeds, and bytes that were made once.

Each answer is made anew when the calendar or the day is another, by one request for all that wait. Where it cannot be
made, or takes too long, the last good one is served: a calendar program that meets an error may give a feed up.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import NamedTuple
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from eventx.errors import EventxError
from eventx.serve.feeds import NamedFeed, feeds_of
from eventx.serve.responses import Body
from eventx.serve.settings import Settings
from eventx.store import Store, open_store

LOG = logging.getLogger("eventx.serve")
_WAITING = 32
"""Answers to queries that wait to be made, at most; who asks for more at once is turned away."""
_CACHE = 4096
"""KiB of the database that each of some connections keeps: answers are kept instead."""
_LOOSE = 1000
"""Answers to queries that are kept at most."""
FIXED = 2
"""Parts of a key that is never forgotten: there are as many of these as feeds."""

Key = tuple[str, ...]
Mark = tuple[Hashable, ...]
Make = Callable[[Store], tuple[bytes, str] | None]
"""From the calendar to an answer and its media type; None where nothing is there."""


class Unready(EventxError):
    """The calendar cannot be read, and nothing was kept of what is asked for."""


class Edition(NamedTuple):
    """The calendar as it was when it was looked at: its version, the day, the feeds."""

    version: str
    today: date
    feeds: Mapping[str, NamedFeed]


class Kept(NamedTuple):
    """An answer, and what it was made from: the version, the day, and more."""

    mark: Mark
    body: Body | None


class Shelf:
    """The calendar that a server serves, and its answers."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self.settings, self.clock = settings, clock
        self._store: Store | None = None
        self._opening = threading.Lock()
        self._edition: Edition | None = None
        self._looked = float("-inf")
        self._looking: asyncio.Task[Edition] | None = None
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._making: dict[Key, asyncio.Task[Kept]] = {}
        self._bodies: WeakValueDictionary[tuple[str, str], Body] = WeakValueDictionary()
        # A thread for named feeds, so that no flood of queries keeps them waiting, and one for all else. No more: each
        # thread that ever made a large answer keeps memory for it.
        self._makers = tuple(ThreadPoolExecutor(1, f"eventx-{name}") for name in ("feeds", "queries"))
        self.stale = False

    def store(self) -> Store:
        """The calendar, opened when it is first asked for; StoreError where it cannot be."""
        with self._opening:
            if self._store is None:
                self._store = open_store(self.settings.db, make=False, cache=_CACHE)
            return self._store

    def close(self) -> None:
        """Let go of the calendar."""
        for maker in self._makers:
            maker.shutdown(wait=False, cancel_futures=True)
        if self._store is not None:
            self._store.close()

    async def edition(self) -> Edition:
        """The calendar as it is, seen at most `pause` seconds ago; the last one seen where it cannot be read."""
        if self._edition is not None and time.monotonic() - self._looked < self.settings.pause:
            return self._edition
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(run_in_threadpool(self._look))
        try:
            async with asyncio.timeout(self.settings.patience):
                found = await asyncio.shield(self._looking)
            self.stale = False
        except (EventxError, TimeoutError) as error:
            if self._edition is None:
                raise Unready(str(error)) from error
            LOG.warning("serving what was last seen: %s", error)
            self.stale, found = True, self._edition
        self._edition, self._looked = found, time.monotonic()
        return found

    def _look(self) -> Edition:
        store = self.store()
        return Edition(store.version(), self.clock().date(), feeds_of(store.feeds()))

    async def body(self, key: Key, edition: Edition, make: Make, *more: Hashable) -> Body | None:
        """The answer of that key, of this edition and what `more` it is made from; the last good one where it fails
        or takes too long. Unready where there is none."""
        mark = (edition.version, edition.today, *more)
        kept = self._kept.get(key)
        if kept is not None and kept.mark == mark:
            self._kept.move_to_end(key)
            return kept.body
        try:
            async with asyncio.timeout(self.settings.patience):
                while True:
                    found = await asyncio.shield(self._task(key, mark, make))
                    if found.mark == mark:  # else it was begun for an edition before
                        return found.body
        except Exception as error:  # whatever it is, subscribers are better served by the last good answer
            if kept is None or kept.body is None:
                raise Unready(str(error) or "takes too long") from error
            LOG.warning("serving the last good %s: %s", key[0], error or type(error).__name__)
            return kept.body

    def _task(self, key: Key, mark: Mark, make: Make) -> asyncio.Task[Kept]:
        task = self._making.get(key)
        if task is None or task.done():
            if _is_loose(key) and sum(map(_is_loose, self._making)) >= _WAITING:
                raise Unready("too many queries at once")
            task = self._making[key] = asyncio.create_task(self._make(key, mark, make))
            task.add_done_callback(lambda done: self._forget(key, done))
        return task

    def _forget(self, key: Key, task: asyncio.Task[Kept]) -> None:
        if self._making.get(key) is task:
            del self._making[key]
        if not task.cancelled():
            task.exception()  # who waited was told; nobody may have

    async def _make(self, key: Key, mark: Mark, make: Make) -> Kept:
        maker = self._makers[_is_loose(key)]
        found = await asyncio.get_running_loop().run_in_executor(maker, lambda: make(self.store()))
        before = self._kept.get(key)
        body = self._shared(*found, before.body if before else None) if found else None
        kept = self._kept[key] = Kept(mark, body)
        self._kept.move_to_end(key)
        self._make_room(key)
        return kept

    def _shared(self, content: bytes, media: str, before: Body | None) -> Body:
        """A Body for the bytes: the very one that is known where they are the same, so that its age and ETag stay."""
        now = self.clock()
        if before is not None:  # later than the last by HTTP's seconds, or If-Modified-Since would not see a change
            now = max(now, before.made + timedelta(seconds=1))
        body = Body(content, media, now)
        if before is not None and (before.digest, before.media) == (body.digest, media):
            return before
        return self._bodies.setdefault((body.digest, media), body)

    def _make_room(self, newest: Key) -> None:
        """Forget what was not asked for for longest. Named feeds stay: they are what is served when all else fails."""
        loose = [key for key in self._kept if _is_loose(key)]
        size = sum(_size(self._kept[key]) for key in loose)
        while loose and loose[0] != newest and (size > self.settings.cache_bytes or len(loose) > _LOOSE):
            size -= _size(self._kept.pop(loose.pop(0)))


def _is_loose(key: Key) -> bool:
    return len(key) > FIXED


def _size(kept: Kept) -> int:
    return kept.body.size if kept.body else 0


__all__ = ["Edition", "Key", "Make", "Shelf", "Unready"]
