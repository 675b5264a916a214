"""iCalendar: which events go into a calendar file, in which order, and the zones they need."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventx.ical import Change, calendar_bytes, vevent_bytes, zone_years
from eventx.model import Event, day_of

NAME = "Events"
_WEEK = 7 * 24 * 3600  # seconds: no zone has changed its offset twice in one


COLORS = {
    "aqua": "#00FFFF", "black": "#000000", "blue": "#0000FF", "fuchsia": "#FF00FF", "gray": "#808080",
    "green": "#008000", "lime": "#00FF00", "maroon": "#800000", "navy": "#000080", "olive": "#808000",
    "orange": "#FFA500", "purple": "#800080", "red": "#FF0000", "silver": "#C0C0C0", "teal": "#008080",
    "white": "#FFFFFF", "yellow": "#FFFF00",
}  # fmt: skip
"""The colours of CSS 2.1: COLOR tells them by name (RFC 7986 section 5.9), Apple's by figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a calendar that people subscribe to tells of itself: the http(s) address it is fetched
    from, how many hours to wait before asking again, and one of COLORS."""

    source: str
    hours: int = 6
    color: str | None = None

    @property
    def properties(self) -> dict[str, str]:
        """Name and parameters → value (RFC 7986 section 5), for calendar_bytes."""
        pause = f"PT{self.hours}H"
        told = {"REFRESH-INTERVAL;VALUE=DURATION": pause, "X-PUBLISHED-TTL": pause, "SOURCE;VALUE=URI": self.source}
        if self.color is None:
            return told
        return {**told, "COLOR": self.color, "X-APPLE-CALENDAR-COLOR": COLORS[self.color]}


def render(
    events: Sequence[Event], *, include: Sequence[str] = (), name: str | None = None, feed: Feed | None = None
) -> bytes:
    """The calendar of the events, one VEVENT for each UID, by first day, title and UID."""
    shown = sorted(_one_per_uid(e for e in events if shows(e, include)), key=order)
    more = feed.properties if feed else None
    return calendar_bytes(map(vevent_bytes, shown), zones_of(shown), name=name or NAME, more=more)


def zones_of(events: Iterable[Event]) -> dict[str, Iterator[Change]]:
    """TZID → its changes in the years of the events that refer to it."""
    years: dict[str, tuple[int, int]] = {}
    for event in events:
        for tzid, (first, last) in zone_years(event).items():
            known = years.get(tzid, (first, last))
            years[tzid] = min(first, known[0]), max(last, known[1])
    return {tzid: changes(tzid, *span) for tzid, span in years.items()}


def changes(tzid: str, first: int, last: int) -> Iterator[Change]:
    """The zone's state on 1 January of `first` and its changes to the end of `last`.

    icalendar's Timezone.from_tzinfo gives the onset of summer time an hour late (by the clock
    after the change) and misses what is shorter than 64 days, such as Ramadan in Morocco.
    """
    zone = ZoneInfo(tzid)
    opening = datetime(first, 1, 1, tzinfo=zone).astimezone(UTC)
    closing = datetime(last + 1, 1, 1, tzinfo=zone).astimezone(UTC)
    yield _change(zone, opening, opening)
    while opening < closing:
        change = _next_change(zone, opening)
        if change and change < closing:
            yield _change(zone, opening, change)
        opening = change or opening + timedelta(seconds=_WEEK)


def _next_change(zone: ZoneInfo, moment: datetime) -> datetime | None:
    """The second in the week after `moment` (in UTC) when the offset is another; None for none."""
    before = _offset(zone, moment)
    seconds = range(_WEEK + 1)
    after = bisect_left(seconds, True, key=lambda s: _offset(zone, moment + timedelta(seconds=s)) != before)
    return moment + timedelta(seconds=after) if after in seconds else None


def _change(zone: ZoneInfo, earlier: datetime, moment: datetime) -> Change:
    before, local = _offset(zone, earlier), moment.astimezone(zone)
    onset = (moment + before).replace(tzinfo=None)
    return Change(onset, before, _offset(zone, moment), local.tzname() or zone.key, _is_summer(zone, earlier, moment))


def _is_summer(zone: ZoneInfo, earlier: datetime, moment: datetime) -> bool:
    """True where the clock runs ahead of the zone's winter. (By law, Irish summer is the standard
    time and the winter is behind it; a zone without any DAYLIGHT is one that never changes to vobject.)"""
    none = timedelta(0)
    saved = moment.astimezone(zone).dst() or none
    return saved > none or saved > (earlier.astimezone(zone).dst() or none)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def shows(event: Event, include: Sequence[str] = ()) -> bool:
    """True where the event is known to the week, or months are asked for: "in June" is no day."""
    return event.precision in ("day", "week") or "month" in include


def order(event: Event) -> tuple[date, str, str]:
    """The key that calendars are sorted by: first day, title, UID."""
    return day_of(event.start), event.title, event.uid


def _one_per_uid(events: Iterable[Event]) -> Iterable[Event]:
    """The newest event of each UID: a client shows only one of those that share one, at random."""
    by_age = sorted(events, key=lambda e: e.source.published or date.min)
    return {event.uid: event for event in by_age}.values()
