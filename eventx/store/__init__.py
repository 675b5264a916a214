"""The calendar: the entries of many releases, kept right in a database. The one door to SQLAlchemy and alembic.

    store = open_store("calendar.db")
    store.add(release, extract(release), now)
    store.calendar(Filter(kind="forum"))

What is read from a release is kept as a *sighting*: one event as one release tells it. Sightings of the same event are
an *entry*, which is what is published. The clock is the caller's: whatever notes a time is handed it.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from eventx.errors import StoreError
from eventx.export.ics import Feed
from eventx.model import Event, Release
from eventx.store import add as adding
from eventx.store import feeds as feeding
from eventx.store import judge, lock, query
from eventx.store import sources as watching
from eventx.store.add import content_hash
from eventx.store.calendar import calendar
from eventx.store.codec import instant_text
from eventx.store.database import CACHE, HEAD, NONE, Database, copy, database, move_rows
from eventx.store.decisions import EDITABLE, STATUSES, parsed
from eventx.store.feeds import FeedRow, Item
from eventx.store.query import EVERYTHING, Filter, Published, Revision, Told
from eventx.store.sources import ItemVersion, Watched
from eventx.store.tables import revisions
from eventx.store.writer import Change


class Store:
    """A calendar that is open. Each method is one transaction."""

    def __init__(self, found: Database) -> None:
        self._database = found
        self.where = found.where
        self._file = found.file()

    def close(self) -> None:
        """Let go of the database."""
        self._database.engine.dispose()

    def knows(self, release: Release) -> bool:
        """True where a release of that very content is in."""
        with self._database.reading() as connection:
            return adding.knows(connection, adding.content_hash(release))

    def add(self, release: Release, events: Sequence[Event], now: datetime) -> list[Change] | None:
        """Put a release in, whole or not at all; what became of entries, None where it was in."""
        with self._database.writing() as connection:
            return adding.add(connection, release, events, instant_text(now))

    def named(self, uids: Sequence[str]) -> list[str]:
        """UIDs in full; StoreError where one of them names no entry, or several."""
        with self._database.reading() as connection:
            return [str(query.find(connection, uid).uid) for uid in uids]

    def confirm(self, uid: str, now: datetime) -> str:
        """Say that an entry is right; takes a rejection back. The UID in full."""
        with self._database.writing() as connection:
            return judge.judge(connection, "confirm", uid, now)

    def reject(self, uid: str, now: datetime) -> str:
        """Keep an entry away, whatever release repeats it. The UID in full."""
        with self._database.writing() as connection:
            return judge.judge(connection, "reject", uid, now)

    def edit(self, uid: str, fields: Mapping[str, str], now: datetime) -> str:
        """Set fields of an entry for good. The UID in full."""
        with self._database.writing() as connection:
            return judge.edit(connection, uid, fields, now)

    def merge(self, one: str, other: str, now: datetime) -> str:
        """Make two entries one. The UID that goes on: the one published first."""
        with self._database.writing() as connection:
            return judge.join(connection, one, other, now)

    def split(self, uid: str, sightings: Sequence[str], now: datetime) -> list[str]:
        """Make another entry of some sightings; without any, of what the last merge brought. Both UIDs."""
        with self._database.writing() as connection:
            return judge.split(connection, uid, sightings, now)

    def events(self, wanted: Filter = EVERYTHING) -> list[Event]:
        """The entries that a filter lets through, as they are published, by first day, title and UID."""
        with self._database.reading() as connection:
            return query.events(connection, wanted)

    def short_uids(self, uids: Sequence[str]) -> dict[str, str]:
        """UID → the part of it that suffices to name it."""
        with self._database.reading() as connection:
            return query.short_uids(connection, uids)

    def entry(self, uid: str) -> Published:
        """An entry with all that is known of it; `uid` may be the beginning of one."""
        with self._database.reading() as connection:
            return query.entry(connection, uid)

    def changes(self, since: datetime) -> list[Revision]:
        """What has been noted since, in that order."""
        with self._database.reading() as connection:
            return list(query.history(connection, revisions.c.noted >= instant_text(since)))

    def calendar(
        self, wanted: Filter = EVERYTHING, *, evidence: bool = True, name: str | None = None, feed: Feed | None = None
    ) -> bytes:
        """The calendar file of the entries that a filter lets through; without `evidence` no sentence of a release.

        `feed` is what it tells of itself where people subscribe to it.
        """
        with self._database.reading() as connection:
            return calendar(connection, wanted, evidence=evidence, name=name, feed=feed)

    def version(self) -> str:
        """A text that is another one after each change of what is published, by whichever process."""
        if (file := self._database.file()) != self._file:
            self._database.engine.dispose()  # or what was moved away would be read for ever
            self._file = file
        with self._database.reading() as connection:
            return f"{file}:{feeding.version(connection)}"

    def feeds(self) -> list[FeedRow]:
        """The named feeds, by name."""
        with self._database.reading() as connection:
            return feeding.rows(connection)

    def put_feed(self, row: FeedRow) -> None:
        """Keep a feed in the place of the one of its name."""
        with self._database.writing() as connection:
            feeding.put(connection, row)

    def single(self, uid: str, *, evidence: bool = True) -> bytes | None:
        """A calendar file of the one entry of that UID, in full; None where none is published."""
        with self._database.reading() as connection:
            return feeding.single(connection, uid, evidence=evidence)

    def page(self, wanted: Filter, limit: int, after: str | None = None) -> list[Item]:
        """At most `limit` entries of a filter, by first day, title and UID, those behind the UID `after`."""
        with self._database.reading() as connection:
            return feeding.page(connection, wanted, limit, after)

    def news(self, wanted: Filter, limit: int) -> list[tuple[Event, Sequence[Revision]]]:
        """The entries of a filter that changed last, the newest change first, each with its history."""
        with self._database.reading() as connection:
            return feeding.news(connection, wanted, limit)

    def watch(self, url: str, now: datetime, *, every: int | None = None, name: str | None = None) -> Watched:
        """Watch an address, every so many seconds; one that is watched is changed. StoreError for a name taken."""
        with self._database.writing() as connection:
            return watching.watch(connection, url, every, name, instant_text(now))

    def unwatch(self, called: str) -> Watched:
        """Watch the source of that name or address no more; what it brought stays in the calendar."""
        with self._database.writing() as connection:
            return watching.unwatch(connection, called)

    def watched(self) -> list[Watched]:
        """The sources that are watched, in the order in which they were added."""
        with self._database.reading() as connection:
            return watching.watched(connection)

    def note_source(self, source: Watched) -> None:
        """Keep what became of fetching a source."""
        with self._database.writing() as connection:
            watching.note(connection, source)

    def known_items(self, source: Watched, items: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Item → the version that was last dealt with and how often that failed, 0 where it is in the calendar."""
        with self._database.reading() as connection:
            return watching.known(connection, source, items)

    def take_item(
        self, source: Watched, item: ItemVersion, told: Iterable[tuple[Release, Sequence[Event]]], now: datetime
    ) -> list[list[Change] | None]:
        """Put the releases of an item in and remember it, whole or not at all; for each release what `add` returns."""
        with self._database.writing() as connection:
            return watching.take(connection, source, item, told, instant_text(now))

    def miss_item(self, source: Watched, item: ItemVersion, now: datetime) -> int:
        """Remember that an item could not be read; how often that was so by now."""
        with self._database.writing() as connection:
            return watching.miss(connection, source, item, instant_text(now))

    def alone(self, now: datetime) -> AbstractContextManager[None]:
        """No other sync of this calendar while this goes on; BusyError where one is at work."""
        return lock.alone(self._database, now)

    def counts(self) -> dict[str, int]:
        """How many releases, sightings, and entries by state there are."""
        with self._database.reading() as connection:
            return query.counts(connection)

    def faults(self) -> list[str]:
        """What the database itself finds wrong with its file; nothing where all is well."""
        if self._database.path is None:
            return []
        with self._database.reading() as connection:
            found = connection.execute(sa.text("PRAGMA integrity_check")).scalars().all()
            broken = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
        return [each for each in found if each != "ok"] + [f"a row of {row[0]} refers to nothing" for row in broken]

    def backup(self, path: Path) -> None:
        """Write the whole calendar into a SQLite file, whichever database it is in; whole or not at all.

        StoreError where that file is a calendar in use: what is left beside it (-wal) would be read into the new one.
        """
        if path.with_name(f"{path.name}-wal").exists():
            raise StoreError("is a calendar in use; give another file", where=str(path))
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".eventx-") as folder:
            part = Path(folder) / "calendar.db"
            target = database(str(part))
            with self._database.reading() as source, target.writing() as connection:
                move_rows(source, connection)
            target.engine.dispose()
            os.replace(part, path)

    def restore(self, path: Path, *, replace: bool = False) -> None:
        """Fill this calendar with what a backup holds, in one transaction; `replace` where it holds something."""
        if not path.is_file():
            raise StoreError("no such file; give one that eventx backup wrote", where=str(path))
        with self._database.writing() as connection:
            if not replace and query.counts(connection)["releases"]:
                raise StoreError("holds releases already; back it up, then give --replace", where=self.where)
            with tempfile.TemporaryDirectory(prefix="eventx-") as folder:
                source = _backup_at(path, Path(folder) / "calendar.db")
                with source.reading() as old:
                    move_rows(old, connection)
                source.engine.dispose()


def _backup_at(path: Path, part: Path) -> Database:
    """A backup as it is read from a copy: an old one is brought to this version of the schema, and stays as it is."""
    try:
        copy(path, part)
        return database(str(part))
    except (StoreError, sqlite3.Error) as error:
        told = getattr(error, "message", str(error))
        raise StoreError(f"is no backup of a calendar ({told})", where=str(path)) from error


def open_store(url: str, *, make: bool = True, cache: int = CACHE) -> Store:
    """The calendar of a SQLite file or a postgresql:// URL, brought to this version's schema.

    Where there is none, one is made, or StoreError says so for `make` false. `cache` is the KiB that each connection to
    a SQLite file may keep of it.

    A SQLite file that is upgraded is copied first, to FILE.before-VERSION. StoreError where it cannot be used.
    """
    return Store(database(url, make=make, cache=cache))


__all__ = ["EDITABLE", "EVERYTHING", "HEAD", "NONE", "STATUSES", "Change", "FeedRow", "Filter", "Item", "ItemVersion",
           "Published", "Revision", "Store", "Told", "Watched", "content_hash", "open_store", "parsed"]  # fmt: skip
