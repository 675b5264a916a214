"""The event that an item of a feed declares itself, by the event module of RSS 1.0 (ev:startdate …)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from eventx.ingest.days import moment_in
from eventx.model import Event, Evidence, Place, Source, Span, day_of
from eventx.safe import one_line

CONFIDENCE = 0.9


def declared(entry: dict[str, Any], title: str | None, url: str | None) -> tuple[Event, ...]:
    """The event, without a source; () where no day is told, or the end lies before the start."""
    told = str(entry.get("ev_startdate", ""))
    start, end = moment_in(told), moment_in(str(entry.get("ev_enddate", "")))
    if not title or start is None or (end is not None and not _in_order(start, end)):
        return ()
    evidence = Evidence(text=one_line(told), span=Span(start=0, end=0), rule="feed/ev:startdate")
    place = Place(venue=one_line(str(entry.get("ev_location", ""))) or None)
    return (
        Event(
            uid="", title=title, start=start, end=end, place=place, url=url, confidence=CONFIDENCE,
            evidence=(evidence,), source=Source(id=""),
        ),
    )  # fmt: skip


def _in_order(start: date, end: date) -> bool:
    """True where the end may be one of that start: instants both with an offset or both without, not before it."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return (start.tzinfo is None) == (end.tzinfo is None) and start <= end
    return isinstance(start, datetime) >= isinstance(end, datetime) and day_of(start) <= day_of(end)


__all__ = ["declared"]
