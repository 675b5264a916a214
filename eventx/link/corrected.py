"""A declared event as the text beside it corrects it: days that were given up, and clocks of another zone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime

from eventx.ingest.days import was_to_start
from eventx.link.judge import MOST_DATES
from eventx.link.moved import as_moved, given_up
from eventx.link.scene import Scene
from eventx.model import Event, day_of, replace
from eventx.temporal.clock import zone


def old_days(scene: Scene) -> frozenset[date]:
    """The days that something moved away from, as the text tells; a page goes on declaring them for a while."""
    whens = scene.whens[:MOST_DATES]
    return frozenset(w.first_day for w in whens if given_up(scene, w) or as_moved(scene, w).first_day != w.first_day)


def is_moved(read: Event, given: Event, old: Collection[date]) -> bool:
    """True where the text tells a new day for the declared one, or the page for the one of the text."""
    first, other = day_of(read.start), day_of(given.start)
    return (other in old and first not in old) or was_to_start(first) in given.notes


def tells_clock(read: Event, given: Event) -> bool:
    """True where both tell the same local clock, whatever zone is declared: programs that know no zone write "Z" or
    the offset of their server behind the clock that an editor typed."""
    return isinstance(read.start, datetime) and _wall(read.start) in _walls(given)


def corrected(read: Event, given: Event, old: Collection[date]) -> Event:
    """The declared event of the pair: with the text's days where its own were given up, else in the text's zone where
    it declares none or another one for the same clock."""
    if day_of(given.start) in old and is_moved(read, given, old):
        return replace(
            given, start=read.start, end=read.end, timezone=read.timezone, precision=read.precision, rrule=read.rrule,
            status=read.status if given.status == "postponed" else given.status,
            notes=(*given.notes, was_to_start(day_of(given.start))),
        )  # fmt: skip
    start, end = given.start, given.end
    if not isinstance(read.start, datetime) or not isinstance(start, datetime) or start.tzinfo is None:
        return given
    if read.timezone and given.timezone is None and start == read.start:
        own = zone(read.timezone)
        last = end.astimezone(own) if isinstance(end, datetime) else end
        return replace(given, start=start.astimezone(own), end=last, timezone=read.timezone)
    if start == read.start or not tells_clock(read, given):
        return given
    own, told = read.start.tzinfo or start.tzinfo, UTC if _wall(start) != _wall(read.start) else start.tzinfo
    last = end.astimezone(told).replace(tzinfo=own) if isinstance(end, datetime) else end
    first = start.astimezone(told).replace(tzinfo=own)
    return replace(given, start=first, end=last, timezone=read.timezone or given.timezone)


def _walls(given: Event) -> list[datetime]:
    """What the clock shows at the start: as declared where that is no zone of the place, and in UTC."""
    start = given.start
    if not isinstance(start, datetime) or start.tzinfo is None:
        return []
    return [_wall(start.astimezone(UTC)), *([] if given.timezone else [_wall(start)])]


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


__all__ = ["corrected", "is_moved", "old_days", "tells_clock"]
