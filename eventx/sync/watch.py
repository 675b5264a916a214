"""One source: fetched, its items put into the calendar, and what became of that kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from eventx.errors import EventxError, FetchError, InputError, StoreError
from eventx.ingest.values import Reading
from eventx.ingest.web import Answer, document_of
from eventx.model import Event, Release, replace
from eventx.pipeline import extract, over
from eventx.store import Store, Watched
from eventx.sync.due import after_failure, after_success
from eventx.sync.items import Unit, units_of
from eventx.sync.manners import Manners
from eventx.sync.values import DisallowedError, NotNowError, World

TRIES = 5
"""How often an item that cannot be read is tried, at as many syncs, before what the feed itself tells is taken."""
LONGEST = 1800.0
"""Seconds that a source has in one round, lest one of many slow pages keeps the others waiting for days."""
_PAGE = "html"
_NO_PAGE = "is a web page by now and was none; if that stays so, look for the new address of what was there"
_GONE = 410
_NOT_MODIFIED = 304
_ONCE = (NotNowError, DisallowedError)  # of hundreds of items that share one reason, one is told
T = TypeVar("T")
Told = list[tuple[Release, Sequence[Event]]]


class Visit:
    """One source in one round. `tally` counts: fetched, unchanged, failed; items taken, left for later, given up;
    releases added and known; what became of entries, by the name of the change."""

    def __init__(self, store: Store, source: Watched, world: World, manners: Manners, begun: datetime) -> None:
        self.tally = Counter[str]()
        self._store, self._source, self._world, self._manners, self._begun = store, source, world, manners, begun
        self._familiar = False
        self._said: set[type[EventxError]] = set()

    def run(self) -> None:
        """Fetch it and put in what is new. What goes wrong with it is told and kept; StoreError goes through."""
        try:
            answer = guarded(self._fetch, self._source.url)
            whole = answer.status == _NOT_MODIFIED or guarded(lambda: self._read(answer), self._source.url)
        except InputError as error:
            self._failed(error)
            return
        if whole or not self._world.stopping():
            self._fine(answer, whole)

    def _fetch(self) -> Answer:
        return self._manners.fetch(self._source.url, _validators(self._source))

    def _read(self, answer: Answer) -> bool:
        """Put in what is new of an answer; False where something is left for the next sync."""
        document, errors = document_of(answer), Reading(on_error=self._tell)
        units, whole = self._open(units_of(document, errors)), True
        until = self._world.now() + timedelta(seconds=LONGEST)
        with self._world.progress(units, self._source.label) as shown:
            for unit in shown:
                if self._world.stopping():
                    return False
                if self._world.now() > until:
                    self.tally["left"] += 1
                    whole = False
                else:
                    whole = self._take(unit) and whole
        return whole

    def _open(self, units: Sequence[Unit]) -> list[Unit]:
        """The items that the calendar does not have. InputError for a page where there was something else."""
        known = self._store.known_items(self._source, [unit.version.item for unit in units])
        again = [unit for unit in units if unit.version.item in known]
        first = self._source.fetched is None
        if not first and not again and any(unit.whole == _PAGE for unit in units):
            raise InputError(_NO_PAGE, where=self._source.url)
        # Of a document that is one item all may have changed; then nothing tells that it is the same one.
        same = (unit for unit in again if not unit.whole or unit.version.version == known[unit.version.item][0])
        self._familiar = first or any(same)
        done = {(item, version) for item, (version, failures) in known.items() if failures == 0}
        return [unit for unit in units if (unit.version.item, unit.version.version) not in done]

    def _take(self, unit: Unit) -> bool:
        """Put an item in; False where it is left for the next sync."""
        told, errors, missed = self._read_item(unit)
        for error in errors:
            self._tell(error)
        if missed and not self._give_up(unit, errors):
            self.tally["left"] += 1
            return False
        self.tally["items"] += 1
        for changes in self._store.take_item(self._source, unit.version, told, self._world.now()):
            self.tally["known" if changes is None else "added"] += 1
            self.tally.update(change.kind for change in changes or ())
        return True

    def _read_item(self, unit: Unit) -> tuple[Told, list[EventxError], bool]:
        """What an item tells, what went wrong, and whether another try may tell more."""
        errors: list[EventxError] = []
        try:
            told = guarded(lambda: self._events(unit.read(self._reading(errors))), unit.where)
        except EventxError as error:
            if isinstance(error, StoreError):
                raise
            return [], [*errors, error], True
        nothing = not told and any(not isinstance(error, DisallowedError) for error in errors)
        return told, errors, nothing or any(isinstance(error, FetchError) for error in errors)

    def _give_up(self, unit: Unit, errors: Sequence[EventxError]) -> bool:
        """True where an item has been tried often enough; where its host was not even asked that was no try."""
        if any(isinstance(error, NotNowError) for error in errors):
            return False
        given_up = self._store.miss_item(self._source, unit.version, self._world.now()) >= TRIES
        self.tally["given up"] += given_up
        return given_up

    def _events(self, releases: Sequence[Release]) -> Told:
        """The releases with their events, none for those that are known. EventxError where one cannot be worked out."""
        return [(release, self._found(release)) for release in releases]

    def _found(self, release: Release) -> Sequence[Event]:
        if self._store.knows(release):
            return ()
        ((_, events),) = over(extract, [release], self._world.options)
        if isinstance(events, EventxError):
            raise events
        return events

    def _reading(self, errors: list[EventxError]) -> Reading:
        return Reading(on_error=errors.append, get=self._manners.get)

    def _tell(self, error: EventxError) -> None:
        if type(error) not in self._said or not isinstance(error, _ONCE):
            self._world.tell(str(error))
        self._said.add(type(error))

    def _fine(self, answer: Answer, whole: bool) -> None:
        """Keep that it was fetched. The validators are kept where all of the answer is in, or a kill would lose what is
        not: the server would say from then on that nothing is new."""
        new = self.tally["items"] > 0
        self.tally["fetched" if new or not whole else "unchanged"] += 1
        now, due = self._world.now(), after_success(self._source, self._begun)
        source = replace(self._source, fetched=now, due=due, failures=0, fault=None)
        if whole and answer.status != _NOT_MODIFIED:
            source = replace(source, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))
            source = self._moved(source, answer.moved)
        self._store.note_source(replace(source, changed=now) if new else source)

    def _moved(self, source: Watched, to: str | None) -> Watched:
        """The source where it has moved to for good. That is believed where something is told there that was told
        before, or at the first fetch (domains are sold), and where it is no less secure."""
        if to is None:
            return source
        if not self._familiar or (source.url.startswith("https:") and not to.startswith("https:")):
            self._world.tell(f"note: {source.label} leads for good to {to}; watch that one instead if it is right")
            return source
        if any(other.url == to for other in self._store.watched()):
            self._world.tell(f"note: {source.label} leads for good to {to}, which is watched too; remove one")
            return source
        self._world.tell(f"note: {source.label} has moved for good and is watched at its new address: {to}")
        return replace(source, url=to)

    def _failed(self, error: InputError) -> None:
        self._world.tell(f"{self._source.name}: {error}" if self._source.name else str(error))
        self.tally["failed"] += 1
        source = replace(self._source, failures=self._source.failures + 1, fault=error.message)
        status, wait = (error.status, error.retry_after) if isinstance(error, FetchError) else (None, None)
        due = after_failure(source, self._world.now(), wait=wait, gone=status == _GONE)
        self._store.note_source(replace(source, due=due))


def _validators(source: Watched) -> dict[str, str]:
    """What asks for news since the last answer (RFC 9110, section 13.1)."""
    told = {"If-None-Match": source.etag, "If-Modified-Since": source.modified}
    return {name: value for name, value in told.items() if value}


def guarded(work: Callable[[], T], where: str) -> T:
    """What `work` returns. What nobody foresaw in one source must not stop the others: it is told, not hidden."""
    try:
        return work()
    except EventxError:
        raise
    except Exception as error:
        told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise InputError(f"could not be read ({told}); please report it", where=where) from error


__all__ = ["LONGEST", "TRIES", "Visit", "guarded"]
