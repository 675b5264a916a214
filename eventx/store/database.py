"""A calendar's database: where it is, its schema, its transactions.

SQLite runs in WAL mode and a writing transaction begins as one (BEGIN IMMEDIATE), so that two processes wait for each
other where they would else fail half way. PostgreSQL has an advisory lock for the same end: entries are regrouped by
one transaction at a time.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from eventx.errors import StoreError
from eventx.store.keys import rewrite_keys
from eventx.store.tables import metadata

HEAD = "0003"
"""The newest step of migrations/; asking alembic takes longer than a whole `list`. A test compares the two."""
_LOCK = 0x65766E7478  # "evntx": any number that no other program uses for its advisory lock
_BUSY = 60.0  # seconds to wait for another process
_WAIT = 0.05
NONE = "no calendar is there; eventx add makes one"
"""What is told where there is none and none is to be made."""
CACHE = 65_536
"""KiB of a SQLite file in memory: enough for adding to a large calendar."""


class Database(NamedTuple):
    """An engine, and how the database is told of in a line: its file, or its URL without the password."""

    engine: sa.Engine
    where: str
    path: Path | None

    def file(self) -> str:
        """Which file it is by now, where another may have been moved into its place; empty for a server."""
        if self.path is None:
            return ""
        with told(self.where):
            try:
                found = self.path.stat()
            except OSError as error:
                raise StoreError(f"the calendar cannot be used: {error.strerror}", where=self.where) from error
        return f"{found.st_dev}.{found.st_ino}"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees the calendar as it is at its first question."""
        # PostgreSQL would else show each question what others have committed before that one.
        isolated = {"isolation_level": "REPEATABLE READ"} if self.path is None else {}
        with told(self.where), self.engine.execution_options(**isolated).begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that alone changes the calendar; all of it is kept, or nothing."""
        writer = self.engine.execution_options(writes=True)
        with told(self.where), writer.begin() as connection:
            if self.path is None:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection


def database(url: str, *, make: bool = True, cache: int = CACHE) -> Database:
    """The database of a path or URL, with the schema of this version. StoreError where it cannot be used.

    `make` is false for those who have no use for an empty one; `cache` is the KiB that each connection to a SQLite file
    may keep of it.
    """
    found = connected(url, cache)
    with told(found.where):
        if found.path is not None and not found.path.exists():
            _make_folder(found.path, make)
        _upgrade(found, make)
    return found


def _make_folder(path: Path, make: bool) -> None:
    if not make:
        raise StoreError(NONE, where=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = f"its folder cannot be made ({error.strerror}); choose another place"
        raise StoreError(told, where=str(path)) from error


def connected(url: str, cache: int = CACHE) -> Database:
    """The database as it is, whatever its schema."""
    if "://" not in url:
        url = sa.URL.create("sqlite", database=str(Path(url).expanduser())).render_as_string()
    try:
        parsed = sa.make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise StoreError("is no SQLite file and no postgresql:// address", where=url)
        return _sqlite(parsed, cache) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("is no database address; give a file or postgresql://user@host/name", where=url) from error


def _postgres(url: sa.URL) -> Database:
    where = url.render_as_string(hide_password=True)
    try:
        return Database(sa.create_engine(url), where, None)
    except ImportError as error:
        raise StoreError("PostgreSQL needs a driver: pip install 'eventx[postgres]'", where=where) from error


def _sqlite(url: sa.URL, cache: int) -> Database:
    path = Path(url.database or "")
    if not url.database or path.is_dir():
        raise StoreError("is a folder; give the name of a file in it", where=str(path))
    fixed = path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    address = _to_read(path) if fixed else url
    engine = sa.create_engine(address, connect_args={"timeout": _BUSY, "isolation_level": None})
    sa.event.listen(engine, "connect", partial(_set_up, cache))
    if not fixed:
        sa.event.listen(engine, "connect", _set_mode)
    sa.event.listen(engine, "begin", _begin)
    return Database(engine, str(path), path)


def _to_read(path: Path) -> sa.URL:
    """For a file whose folder takes no -wal beside it. Where one is there another process writes: then it is read too,
    else SQLite is told that the file will not change."""
    mode = {"mode": "ro"} if path.with_name(f"{path.name}-wal").exists() else {"mode": "ro", "immutable": "1"}
    return sa.URL.create("sqlite", database=path.resolve().as_uri(), query={**mode, "uri": "true"})


def _set_up(cache: int, connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # in WAL a crash may lose the last release and spoils nothing
    connection.execute(f"PRAGMA cache_size = -{cache}")


def _set_mode(connection: sqlite3.Connection, _: object) -> None:
    until = time.monotonic() + _BUSY
    while True:  # two that make a database at once: SQLite does not wait for the mode to change, as it does for locks
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        time.sleep(_WAIT)


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def told(where: str) -> Iterator[None]:
    """Errors of the database as one line that says what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        raise StoreError(f"the calendar cannot be used: {reason}{_advice(reason)}", where=where) from error


def _advice(reason: str) -> str:
    known = {
        "locked": "another process has been at it for long; try again when that has ended",
        "not a database": "name another file with --db",
        "malformed": "eventx restore brings a backup back, into another file with --db",
        "readonly": "ask for the right to write to it, or name another file with --db",
        "unable to open": "check the path and your rights to its folder",
        "no such table": "name another file with --db",
        "full": "make room on the disk",
        "disk I/O": "look whether the disk is full, or broken",
        "connection": "check that the server runs and the address is right",
        "does not exist": "make the database first, with createdb",
    }
    advice = next((advice for words, advice in known.items() if words in reason), "eventx doctor tells more")
    return f"; {advice}"


def revision(connection: sa.Connection) -> str | None:
    """The version of the schema; None for a database without tables. StoreError where the tables are not eventx's."""
    names = set(sa.inspect(connection).get_table_names())
    if not names:
        return None
    if "alembic_version" not in names or "releases" not in names:
        where = str(connection.engine.url.database)
        raise StoreError("has tables of something else; name another database with --db", where=where)
    version = sa.table("alembic_version", sa.column("version_num"))
    return connection.execute(sa.select(version.c.version_num)).scalar()


def _upgrade(found: Database, make: bool) -> None:
    with found.reading() as connection:
        before = revision(connection)
    if before is None and not make:
        raise StoreError(NONE, where=found.where)
    if before == HEAD:
        return
    _refuse_newer(found, before)
    with found.writing() as connection:
        if revision(connection) == HEAD:  # another process has been quicker
            return
        if before is not None and found.path is not None:
            copy(found.path, found.path.with_name(f"{found.path.name}.before-{HEAD}"))
        migrate(connection, HEAD)
        rewrite_keys(connection)


def _refuse_newer(found: Database, before: str | None) -> None:
    if before is not None and before not in known_revisions():
        raise StoreError(
            f"the calendar was written by a newer eventx (schema {before}, this one knows {HEAD}); upgrade eventx",
            where=found.where,
        )


def migrate(connection: sa.Connection, target: str) -> None:
    """Bring the schema to a version, up or down, in the transaction that is open."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    script = known_revisions()
    current = revision(connection)
    back = current is not None and script.index(target) < script.index(current)
    (command.downgrade if back else command.upgrade)(config, target)


def known_revisions() -> list[str]:
    """All versions of the schema, oldest first."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config())
    return [step.revision for step in script.walk_revisions()][::-1]


def _config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "eventx:migrations")
    return config


def copy(source: Path, target: Path) -> None:
    """A copy of a SQLite file that is consistent even while others write to it."""
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()


def move_rows(source: sa.Connection, target: sa.Connection) -> None:
    """Replace all rows of one calendar by those of another, of whichever kind either is."""
    for table in reversed(metadata.sorted_tables):
        target.execute(table.delete())
    for table in metadata.sorted_tables:
        rows = source.execution_options(yield_per=1000).execute(sa.select(table).order_by(*table.primary_key))
        for part in rows.mappings().partitions():
            target.execute(table.insert(), [dict(row) for row in part])
        if target.dialect.name == "postgresql" and "id" in table.c:
            # Rows that bring their id do not move the counter that gives new ones.
            last = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1).scalar_subquery()
            target.execute(sa.select(sa.func.setval(f"{table.name}_id_seq", last, False)))


__all__ = ["HEAD", "NONE", "Database", "connected", "copy", "database", "known_revisions", "migrate", "move_rows",
           "revision"]  # fmt: skip
