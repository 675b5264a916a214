"""How an event repeats: "Mondays and Wednesdays, April 5 through June 7", opening hours on each day of a fair.

The event keeps its first start and its last end; the rule says how it repeats between them (RFC 5545, 3.3.10).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache

from eventx.lang import Language
from eventx.link.scene import Scene
from eventx.model import When

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
Moments = tuple[date, date | None, str | None]
"""Start, end, and the RRULE or None."""


def weekly_days(scene: Scene, when: When) -> tuple[int, ...]:
    """The weekdays on which the sentence says that it takes place again and again: "every Tuesday", "Mondays"."""
    sentence = scene.layout.sentence_at(when.span.start)
    found = _weekdays(scene.language).finditer(scene.text, sentence.start, sentence.end)
    words = scene.language.words
    return tuple(sorted({int(words[(m["every"] or m["plural"]).lower()][1]) for m in found}))


def repeated(start: date, end: date | None, days: Sequence[int]) -> Moments:
    """Start and end with the rule for several days: weekly on `days` where some are told, else daily where hours are.

    A single day, or days without a clock time and without weekdays, repeat nothing.
    """
    first, last = _day(start), _day(end) if end else _day(start)
    if last <= first:
        return start, end, None
    if days:
        while first.weekday() not in days and first < last:
            first += _DAY
        while last.weekday() not in days and last > first:
            last -= _DAY
        rule = f"FREQ=WEEKLY;BYDAY={','.join(_CODES[d] for d in days)};UNTIL={last:%Y%m%d}"
        return _moved(start, first), _moved(end, last) if end else None, rule
    if isinstance(start, datetime) and isinstance(end, datetime) and start.time() < end.time():
        return start, end, f"FREQ=DAILY;COUNT={(last - first).days + 1}"
    return start, end, None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _moved(moment: date, day: date) -> date:
    return datetime.combine(day, moment.timetz()) if isinstance(moment, datetime) else day


@cache
def _weekdays(language: Language) -> re.Pattern[str]:
    told = language.data["events"]["repeat"]
    names = "|".join(sorted(w for w, (code, _) in language.words.items() if code == "W"))
    every = "|".join(told["every"])
    return re.compile(rf"\b(?:(?:{every})\s+(?P<every>{names})\b|(?P<plural>{names}){told['plural']}\b)", re.IGNORECASE)
