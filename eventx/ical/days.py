"""Days on which what repeats is not on, or is on besides: sentences in an event's notes, EXDATE and RDATE in calendars.

An event has no field for them; the notes go wherever it goes, and are understood here again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from eventx.model import day_of

OFF, CANCELLED, OTHERWISE, ALSO = "Not on", "Cancelled on", "Otherwise on", "Also on"
MOST_DAYS = 60
"""Days of one note; what has more falls out more often than it is on."""

_DAY = r"\d{4}-\d\d-\d\d"
_NOTE = re.compile(rf"(?P<words>{OFF}|{CANCELLED}|{OTHERWISE}|{ALSO}) (?P<days>{_DAY}(?:, {_DAY})*)(?:, …)?\.")


def note_of(words: str, days: Iterable[date]) -> Iterator[str]:
    """The note that tells those days; none without a day."""
    told = sorted({day_of(day) for day in days})
    if told:
        more = ", …" if len(told) > MOST_DAYS else ""
        yield f"{words} {', '.join(day.isoformat() for day in told[:MOST_DAYS])}{more}."


def is_told_in(note: str) -> bool:
    """True for a note of such days."""
    return _NOTE.fullmatch(note) is not None


def days_off(notes: Iterable[str]) -> list[date]:
    """The days on which it is not on as its rule has it, in order."""
    return _days(notes, (OFF, CANCELLED, OTHERWISE))


def days_besides(notes: Iterable[str]) -> list[date]:
    """The days on which it is on besides."""
    return _days(notes, (ALSO,))


def _days(notes: Iterable[str], wanted: tuple[str, ...]) -> list[date]:
    found = (match for note in notes if (match := _NOTE.fullmatch(note)) and match["words"] in wanted)
    told = {day for match in found for day in match["days"].split(", ")}
    return sorted(day for each in told if (day := _day(each)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # 2025-02-31, in a note that is not ours
        return None


def lists_of(notes: Sequence[str], local: datetime | None, start: date, *, repeats: bool) -> dict[str, list[date]]:
    """EXDATE and RDATE of an event with that DTSTART, which `local` is by the clock of its zone: at its hour, since
    calendars hold them against the instants of the rule. What does not repeat has no EXDATE."""

    def at(day: date) -> date:
        if local is None or not isinstance(start, datetime):
            return day
        moment = datetime.combine(day, local.timetz())
        return moment.astimezone(UTC) if start.tzinfo is UTC and date.min < day < date.max else moment

    told = {"EXDATE": days_off(notes) if repeats else [], "RDATE": days_besides(notes)}
    return {name: [at(day) for day in days] for name, days in told.items() if days}


__all__ = [
    "ALSO", "CANCELLED", "MOST_DAYS", "OFF", "OTHERWISE", "days_besides", "days_off", "is_told_in", "lists_of",
    "note_of",
]  # fmt: skip
