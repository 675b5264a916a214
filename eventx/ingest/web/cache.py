"""Answers kept in a folder, as a browser keeps them for one reader (RFC 9111). The one door to hishel."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
from hishel import CacheOptions, SqliteStorage
from hishel.httpx import CacheTransport

Note = Callable[[str], None]
"""What is done with a line that is worth telling and no error."""

MOST = 100_000_000
"""Bytes of all that is kept; what was not asked for longest is forgotten first."""

_LONGEST = 30 * 24 * 3600.0  # seconds that anything is kept
TROUBLE = (sqlite3.Error, OSError, RuntimeError)
"""What a cache may raise while it is opened or read."""

_LOGGER = logging.getLogger("hishel")


class Cache:
    """The kept answers. What is private to a network lies in a file of its own, so that who may not ask there does not
    get what somebody else was told.

    A file that is damaged is told and begun anew; where even that fails, nothing is kept.
    """

    def __init__(self, folder: Path, *, private: bool, largest: int, note: Note) -> None:
        self._file = folder / ("private.db" if private else "public.db")
        self._largest = largest
        self._note = note
        self._storage: SqliteStorage | None = None
        self._renewed = False
        self._ear = _Ear()
        _LOGGER.addHandler(self._ear)
        self._open()

    def over(self, transport: httpx.BaseTransport) -> httpx.BaseTransport:
        """The transport, asked only for what is not kept."""
        if self._storage is None:
            return transport
        return CacheTransport(transport, storage=self._storage, rfc=CacheOptions(shared=False))

    def renew(self, error: Exception | None = None) -> None:
        """Begin anew after an error: the one given, else one that hishel logged and went on from; without any, nothing
        is done. It is told, and the second time nothing is kept any more."""
        error, self._ear.heard = error or self._ear.heard, None
        if error is None:
            return
        self._shut()
        damaged = not isinstance(error, sqlite3.OperationalError)  # locked, full, read-only: the file itself is whole
        if damaged and not self._renewed and self._removed():
            self._renewed = True
            self._note(f"the cache {self._file} was damaged ({error}) and is begun anew")
            self._open()
        else:
            self._note(f"the cache {self._file} cannot be used ({error}); nothing is kept")

    def close(self) -> None:
        """The file closed."""
        self._shut()
        _LOGGER.removeHandler(self._ear)

    def _open(self) -> None:
        error: Exception | None = None
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._storage = SqliteStorage(
                database_path=self._file, max_size=MOST, max_stream_size=self._largest, default_ttl=_LONGEST
            )
            self._storage.get_entries("")  # reads the file, and logs what is wrong with it
        except TROUBLE as raised:
            error = raised
        self.renew(error)

    def _shut(self) -> None:
        if self._storage is not None:
            self._storage.close()
            self._storage = None

    def _removed(self) -> bool:
        """True where the file is gone; False where it may not be removed, or (on Windows) somebody has it open."""
        try:
            for ending in ("", "-wal", "-shm"):
                self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        except OSError:
            return False
        return True


class _Ear(logging.Handler):
    """Hears of errors that hishel logs and does not raise; without it Python prints them with their tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: Exception | None = None

    def emit(self, record: logging.LogRecord) -> None:
        raised = record.exc_info[1] if record.exc_info else None
        self.heard = raised if isinstance(raised, Exception) else RuntimeError(record.getMessage())


__all__ = ["MOST", "TROUBLE", "Cache", "Note"]
