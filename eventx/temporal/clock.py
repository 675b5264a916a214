"""Days + clock times → a When: zones told, zones of the place, ends after midnight."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from eventx import gazetteer
from eventx.model import Anchor, When
from eventx.temporal.values import Clock, Expression


def at_time(expression: Expression, first: date, last: date, anchor: Anchor, text: str) -> When:
    """The When of an expression whose days are known; instants are aware where a zone is told.

    A zone of the place is for the linker to add: here only what the expression says.
    """
    base = When(span=expression.span, text=expression.text, first=first, last=last, rule=expression.rule, open=expression.open,
                group=expression.group)
    times = expression.times
    if times is None:
        return base
    name = zone_name(times.zone, text)
    info = zone(name) if name else None
    start = _moment(first, times.first, info)
    end: date | None = None
    if times.last is not None:
        end = _moment(last, times.last, info)
        if end <= start:
            end += timedelta(days=1)
    elif last > first:
        end = last
    known = ("time", "zone") if name else ("time",)
    doubt = 0.0 if times.first.sure else 0.15
    return When(
        span=expression.span, text=expression.text, first=start, last=end, zone=name, rule=expression.rule,
        known=known, doubt=doubt, open=expression.open, group=expression.group,
        notes=() if times.first.sure else ("a.m. or p.m. is not told; afternoon is likelier",),
    )  # fmt: skip


def _moment(day: date, clock: Clock, info: tzinfo | None) -> datetime:
    return datetime(day.year, day.month, day.day, clock.hour, clock.minute, tzinfo=info)


def zone_name(told: str | None, text: str) -> str | None:
    """IANA name of a zone as the reader left it: a name, "offset:+8", "place:120:128" (characters of the text)."""
    if told is None:
        return None
    if told.startswith("offset:"):
        hours = int(told[7:])
        return f"Etc/GMT{-hours:+d}" if hours and -14 <= -hours <= 12 else "Etc/UTC"  # noqa: PLR2004
    if told.startswith("place:"):
        start, end = map(int, told[6:].split(":"))
        place = gazetteer.find(text[start:end])
        return place.zone if place else None
    return told


@lru_cache(maxsize=512)
def zone(name: str) -> tzinfo:
    """The zone of an IANA name."""
    return timezone.utc if name == "UTC" else ZoneInfo(name)
