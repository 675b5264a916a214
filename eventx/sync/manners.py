"""Fetching as a guest: by robots.txt, one request at a time with pauses, and no more from a host that has enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from protego import Protego

from eventx.errors import FetchError
from eventx.ingest.values import Document
from eventx.ingest.web import Answer, document_of, web_address
from eventx.sync import robots
from eventx.sync.values import DisallowedError, NotNowError, World

STRIKES = 3
"""Failures in a row after which a host is left alone for the round: 500 pages of a dead one would take hours."""
_ENOUGH = (429, 503)


class Manners:
    """One round of fetching. It remembers, by host, the rules, the last request and what failed; `received` are bytes
    of bodies."""

    def __init__(self, world: World) -> None:
        self.received = 0
        self._world = world
        self._rules: dict[str, Protego | FetchError] = {}
        self._last: dict[str, datetime] = {}
        self._strikes: Counter[str] = Counter()
        self._closed: dict[str, NotNowError] = {}

    def get(self, url: str) -> Document:
        """What is at an address, to be read."""
        return document_of(self.fetch(url))

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What is at an address. FetchError; NotNowError where it was not asked; DisallowedError."""
        address = web_address(url)
        host = address.netloc.decode("ascii")
        if (closed := self._closed.get(host)) is not None:
            raise NotNowError(closed.message, where=url, retry_after=closed.retry_after)
        rules = self._rules_at(f"{address.scheme}://{host}", host, url)
        if not robots.allowed(rules, url):
            raise DisallowedError("its robots.txt asks programs not to fetch it", where=url)
        return self._asked(host, url, headers or {}, robots.delay(rules))

    def _rules_at(self, site: str, host: str, url: str) -> Protego:
        if site not in self._rules:
            try:
                self._rules[site] = robots.rules_at(site, lambda at: self._asked(host, at, {}, 0.0))
            except FetchError as error:
                self._rules[site] = error
        found = self._rules[site]
        if isinstance(found, FetchError):
            why = f"its robots.txt cannot be read, so nothing of it may be fetched now: {found.message}"
            told = found.message if found.status is None else why  # a host that cannot be reached has no rules either
            raise NotNowError(told, where=url, status=found.status, retry_after=found.retry_after)
        return found

    def _asked(self, host: str, url: str, headers: Mapping[str, str], delay: float) -> Answer:
        self._wait(host, max(self._world.pause, delay))
        try:
            answer = self._world.web.fetch(url, headers)
        except FetchError as error:
            self._strike(host, error)
            raise
        finally:
            self._last[host] = self._world.now()
        self._strikes[host] = 0
        self.received += answer.received
        return answer

    def _wait(self, host: str, pause: float) -> None:
        last = self._last.get(host)
        left = pause - (self._world.now() - last).total_seconds() if last else 0.0
        if left > 0:
            self._world.sleep(min(left, pause))  # a clock that was set back would else stop us for long

    def _strike(self, host: str, error: FetchError) -> None:
        """A host that asks us to wait, or fails again and again, is left alone; one that answers otherwise is well."""
        failed = error.status is None or error.status >= 500
        self._strikes[host] = self._strikes[host] + 1 if failed else 0
        if error.status in _ENOUGH or self._strikes[host] >= STRIKES:
            told = f"its host is left alone until the next sync ({error.message})"
            self._closed[host] = NotNowError(told, where=host, retry_after=error.retry_after)


__all__ = ["STRIKES", "Manners"]
