"""One source: fetched, its items put into the calendar, and what became of that kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from eventx.errors import EventxError, FetchError, InputError
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
_GONE = 410
_NOT_MODIFIED = 304
_ONCE = (NotNowError, DisallowedError)  # of hundreds of items that share one reason, one is told
T = TypeVar("T")
Told = list[tuple[Release, Sequence[Event]]]


class Visit:
    """One source in one round. `tally` counts: fetched, unchanged, failed; items left for later and given up; releases
    added and known; what became of entries, by the name of the change."""

    def __init__(self, store: Store, source: Watched, world: World, manners: Manners, begun: datetime) -> None:
        self.tally = Counter[str]()
        self._store, self._source, self._world, self._manners, self._begun = store, source, world, manners, begun
        self._said: set[type[EventxError]] = set()

    def run(self) -> None:
        """Fetch it and put in what is new. What goes wrong with it is told and kept; StoreError goes through."""
        try:
            answer = self._manners.fetch(self._source.url, _validators(self._source))
            whole = answer.status == _NOT_MODIFIED or guarded(lambda: self._read(answer), self._source.url)
        except InputError as error:
            self._failed(error)
            return
        if whole or not self._world.stopping():
            self._fine(answer, whole)

    def _read(self, answer: Answer) -> bool:
        """Put in what is new of an answer; False where something is left for the next sync."""
        document, errors = document_of(answer), Reading(on_error=self._tell)
        units, whole = self._open(units_of(document, errors)), True
        with self._world.progress(units, self._source.label) as shown:
            for unit in shown:
                if self._world.stopping():
                    return False
                whole = self._take(unit) and whole
        return whole

    def _open(self, units: Sequence[Unit]) -> list[Unit]:
        """The items that the calendar does not have, and that are not given up."""
        known = self._store.known_items(self._source, [unit.version.item for unit in units])
        done = {(item, version) for item, (version, failures) in known.items() if not 0 < failures < TRIES}
        return [unit for unit in units if (unit.version.item, unit.version.version) not in done]

    def _take(self, unit: Unit) -> bool:
        """Put an item in; False where it is left for the next sync."""
        told: Told = []
        errors: list[EventxError] = []
        try:
            told = guarded(lambda: self._events(unit.read(self._reading(errors))), unit.where)
        except EventxError as error:
            errors.append(error)
            missed = True
        else:
            missed = any(isinstance(error, FetchError) for error in errors)
        for error in errors:
            self._tell(error)
        if missed and not self._give_up(unit, errors):
            self.tally["left"] += 1
            return False
        for changes in self._store.take_item(self._source, unit.version, told, self._world.now()):
            self.tally["known" if changes is None else "added"] += 1
            self.tally.update(change.kind for change in changes or ())
        return True

    def _give_up(self, unit: Unit, errors: Sequence[EventxError]) -> bool:
        """True where an item has been tried often enough; where its host was not even asked that was no try."""
        if any(isinstance(error, NotNowError) for error in errors):
            return False
        given_up = self._store.miss_item(self._source, unit.version, self._world.now()) >= TRIES
        self.tally["given up"] += given_up
        return given_up

    def _events(self, releases: Sequence[Release]) -> Told:
        """The releases with their events, none for those that are known. EventxError where one cannot be worked out."""
        new = (release for release in releases if not self._store.knows(release))
        found = {release.id: events for release, events in over(extract, new, self._world.options)}
        for events in found.values():
            if isinstance(events, EventxError):
                raise events
        return [(release, found.get(release.id, ())) for release in releases]  # type: ignore[misc]

    def _reading(self, errors: list[EventxError]) -> Reading:
        return Reading(on_error=errors.append, get=self._manners.get)

    def _tell(self, error: EventxError) -> None:
        if type(error) not in self._said or not isinstance(error, _ONCE):
            self._world.tell(str(error))
        self._said.add(type(error))

    def _fine(self, answer: Answer, whole: bool) -> None:
        """Keep that it was fetched. The validators are kept where all of the answer is in, or a kill would lose what is
        not: the server would say from then on that nothing is new."""
        new = bool(self.tally["added"])
        self.tally["fetched" if new or not whole else "unchanged"] += 1
        source = replace(
            self._source, fetched=self._world.now(), due=after_success(self._source, self._begun), failures=0, fault=None
        )
        if whole and answer.status != _NOT_MODIFIED:
            source = replace(source, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))
        self._store.note_source(replace(source, changed=source.fetched) if new else source)

    def _failed(self, error: InputError) -> None:
        self._world.tell(f"{self._source.name}: {error}" if self._source.name else str(error))
        self.tally["failed"] += 1
        source = replace(self._source, failures=self._source.failures + 1, fault=error.message)
        status, wait = (error.status, error.retry_after) if isinstance(error, FetchError) else (None, None)
        due = after_failure(source, self._begun, wait=wait, gone=status == _GONE)
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


__all__ = ["TRIES", "Visit", "guarded"]
