"""How long a fetch may take, and how long is waited before it is tried again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from email.utils import parsedate_to_datetime

import httpcore

_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)
"""When the fetch that is under way ends, by the monotonic clock. Connections are shared by fetches, and httpcore hands
them one number for each wait: this is how they know of the whole."""


class TooSlowError(httpcore.TimeoutException):
    """The fetch has used up its time."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done inside may take so long in all."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def prolonged(seconds: float) -> None:
    """A wait that was asked for does not count."""
    until = _UNTIL.get()
    if until is not None:
        _UNTIL.set(until + seconds)


def left(timeout: float | None = None) -> float | None:
    """The seconds of a wait: `timeout`, or less where the fetch has less left. TooSlowError where it has none."""
    until = _UNTIL.get()
    if until is None:
        return timeout
    rest = until - time.monotonic()
    if rest <= 0:
        raise TooSlowError
    return rest if timeout is None else min(rest, timeout)


def back_off(tries: int) -> float:
    """Seconds before the next try: 1, 2, 4. Always the same, since one client has nobody to keep out of step with."""
    return float(2**tries)


def retry_after(value: str, date: str) -> float | None:
    """Seconds that Retry-After asks for: a number, or a date as the answer's own Date counts (RFC 9110, section
    10.2.3); None where it says nothing that can be read."""
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    until, since = _instant(value), _instant(date)
    return None if until is None else max(0.0, until - (time.time() if since is None else since))


def _instant(value: str) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):  # no date; one of a year that there is not
        return None


__all__ = ["TooSlowError", "back_off", "left", "prolonged", "retry_after", "within"]
