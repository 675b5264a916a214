"""One sync at a time, told by a lock that the system lets go of when its process ends, be it killed.

Beside a SQLite file lies FILE.sync, locked by the operating system; in PostgreSQL it is an advisory lock of a
connection of its own. Who waits for the calendar itself is no matter of this lock: adding goes on beside a sync.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from eventx.errors import BusyError, StoreError
from eventx.store.codec import instant_text
from eventx.store.database import Database, told

_SYNC = 0x6576747853  # "evtxS": any number that no other program uses for its advisory lock
_HOLDER = sa.text(
    "SELECT a.pid, a.backend_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()"
    " AND (l.classid::bigint << 32) + l.objid::bigint = :key"
)


@contextmanager
def alone(found: Database, now: datetime) -> Iterator[None]:
    """No other sync of that calendar while this goes on; BusyError where one is at work."""
    with told(found.where), _file(found.path, now) if found.path is not None else _advisory(found):
        yield


@contextmanager
def _file(path: Path, now: datetime) -> Iterator[None]:
    from filelock import FileLock, Timeout  # 30 ms that all other commands need not pay

    beside = path.resolve().with_name(f"{path.resolve().name}.sync")
    lock = FileLock(beside, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise _busy(beside.read_text("utf-8", "replace"), str(path)) from error
    except OSError as error:
        raise StoreError(f"no sync may begin ({error.strerror}); check its permissions", where=str(beside)) from error
    try:
        beside.write_text(f"process {os.getpid()}, since {instant_text(now)}", "utf-8")
        yield
    finally:
        lock.release()


@contextmanager
def _advisory(found: Database) -> Iterator[None]:
    with found.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(_SYNC))).scalar():
            row = connection.execute(_HOLDER, {"key": _SYNC}).first()
            holder = f"backend {row.pid}, since {instant_text(row.backend_start)}" if row else ""
            raise _busy(holder, found.where)
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_SYNC)))


def _busy(holder: str, where: str) -> BusyError:
    return BusyError(
        f"another sync is at work{f' ({holder})' if holder else ''}; this one leaves it to that", where=where
    )


__all__ = ["alone"]
