"""What a calendar program makes of a file, in one form for all of them, and where two of them differ."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

import pytest

from tests.events import Case

LIMIT = 50
"""Occurrences that are compared of an event that repeats."""


class Shown(NamedTuple):
    """An event as a client shows it; `occurrences` as Case writes them: (start, exclusive end), each a
    date or an instant in UTC, "" where the file tells no end."""

    uid: str
    summary: str
    status: str | None
    place: str | None
    occurrences: tuple[tuple[str, str], ...]


def wanted(case: Case) -> Shown:
    """What every client has to show of an event made by hand."""
    event = case.event
    prefix = {"cancelled": "Cancelled: ", "postponed": "Postponed: "}.get(event.status, "")
    status = {"confirmed": "CONFIRMED", "cancelled": "CANCELLED"}.get(event.status, "TENTATIVE")
    if event.precision == "month" and status == "CONFIRMED":
        status = "TENTATIVE"
    return Shown(event.uid, prefix + event.title, status, event.place.label, case.occurrences[:LIMIT])


def told(moment: date) -> str:
    """A day as a date, an instant in UTC; a clock time without a zone is told as floating."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        return f"floating {moment.isoformat()}"
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spread(starts: Iterable[date], start: date, end: date | None) -> tuple[tuple[str, str], ...]:
    """Occurrences of the length of the first, counted by the clock: hours that repeat keep theirs."""
    length: timedelta | None = end - start if end is not None else None
    return tuple((told(each), told(each + length) if length is not None else "") for each in starts)


def differences(right: Iterable[Shown], read: Iterable[Shown]) -> list[str]:
    """Where a reading departs from what is right, one line for each field, led by the event's name."""
    known, seen = _by_uid(right), _by_uid(read)
    lost = [f"{each.summary} ({uid}) is missing" for uid, each in known.items() if uid not in seen]
    made_up = [f"{each.summary} ({uid}) is nobody's" for uid, each in seen.items() if uid not in known]
    both = [uid for uid in known if uid in seen]
    return [*lost, *made_up, *(line for uid in both for line in _fields(known[uid], seen[uid]))]


def _by_uid(events: Iterable[Shown]) -> Mapping[str, Shown]:
    listed = list(events)
    by_uid = {each.uid: each for each in listed}
    assert len(by_uid) == len(listed), "two events of one UID"
    return by_uid


def _fields(right: Shown, read: Shown) -> Iterator[str]:
    for name in ("summary", "status", "place"):
        if getattr(right, name) != getattr(read, name):
            yield f"{right.summary} ({right.uid}): {name} {getattr(read, name)!r}, not {getattr(right, name)!r}"
    if len(right.occurrences) != len(read.occurrences):
        yield f"{right.summary} ({right.uid}): {len(read.occurrences)} occurrences, not {len(right.occurrences)}"
    for number, (mine, theirs) in enumerate(zip(right.occurrences, read.occurrences, strict=False), 1):
        if mine != theirs:
            yield f"{right.summary} ({right.uid}): no. {number} is {theirs}, not {mine}"


def needed(module: str) -> Any:
    """A module of the extra "clients"."""
    try:
        return import_module(module)
    except ImportError:
        missing(f"{module} is not installed: pip install -e '.[clients]'")


def missing(what: str) -> NoReturn:
    """A client is not there: the test is skipped and says so; on CI, where all are, it fails."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)
    raise AssertionError
