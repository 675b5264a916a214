"""The errors that eventx raises on purpose.

EventxError
├── InputError        a source that cannot be read as a release
│   ├── RecordError   one record of a source (a line of JSONL, an item of an array)
│   └── FetchError    an address that answers with no document
├── OptionError       an option with a value that means nothing
├── LanguageError     a language file that contradicts itself
├── OutputError       a result that cannot be written
└── StoreError        a calendar that cannot be opened, or holds no such entry
    └── BusyError     another process does already what only one may do

Each carries `where`, a path a person can follow (`releases.jsonl:3.published`), and its text
is one line: where, what is wrong, what to do.
"""

from __future__ import annotations

from functools import partial


class EventxError(Exception):
    """Base of all errors raised by eventx; `str()` is one line for a person."""

    def __init__(self, message: str, *, where: str = "") -> None:
        self.message = message
        self.where = where
        super().__init__(f"{where}: {message}" if where else message)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel back from worker processes; keyword-only `where` needs help to be pickled.
        return _rebuild, (type(self), self.message, self.where)


class InputError(EventxError):
    """A source that cannot be read as a release."""


class RecordError(InputError):
    """One record of a source is unusable; the others were read."""


class FetchError(InputError):
    """An address that gives no document: `status` is that of its answer, None where it has none; `retry_after` are the
    seconds after which it wants to be asked again, None where it does not say."""

    def __init__(
        self, message: str, *, where: str = "", status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, where=where)
        self.status = status
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[object, ...]:
        again = partial(FetchError, where=self.where, status=self.status, retry_after=self.retry_after)
        return again, (self.message,)


class OptionError(EventxError):
    """An option has a value that means nothing."""


class LanguageError(EventxError):
    """A language file contradicts itself."""


class OutputError(EventxError):
    """A result cannot be written."""


class StoreError(EventxError):
    """A calendar cannot be opened, or does not hold what is asked of it."""


class BusyError(StoreError):
    """Another process does already what only one may do at a time."""


def _rebuild(kind: type[EventxError], message: str, where: str) -> EventxError:
    return kind(message, where=where)
