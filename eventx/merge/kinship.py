"""Two sightings weighed: how sure it is that they are of one event, and what keeps them apart whatever else agrees."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from eventx.link.names import alike
from eventx.merge.profile import MOVE, Profile

_SAME_HOUR = timedelta(minutes=45)
"""Doors and start, or a correction: hours of one day that differ by no more are of one event."""
_CLOSE_KM = 60.0
_LATE_NEWS = timedelta(days=7)
"""So long after its date a release may still tell that an event has been moved; later it is the next one's move."""
_OFF = {"cancelled", "postponed"}
_SURE = 40.0
"""More than names and days ever tell."""


def kinship(a: Profile, b: Profile) -> float:
    """How sure it is that both are of one event as their releases tell it, 0 where nothing speaks for it.

    Whether one release keeps them apart, and whether they clash, is asked elsewhere.
    """
    if one_uid(a, b):
        return _SURE
    names = _names(a, b)
    if names == 0 or (differ(a, b) and not (a.moved or b.moved)):
        return 0.0
    days = _days(a, b, names)
    if days == 0 or (not (a.named and b.named) and (days < 3 or not _whereabouts(a, b))):
        return 0.0
    return days * 10 + names - min(abs((a.days[0] - b.days[0]).days), 1000) / 1000


def _names(a: Profile, b: Profile) -> int:
    """3 where the titles have the same words, 2 where they adorn or shorten one name, 1 where an alias is shared."""
    own = a.near | b.near
    titles = alike(a.names[0], b.names[0], own, a.language)
    if titles:
        return titles
    others = (alike(x, y, own, a.language) for x in a.names for y in b.names)
    return int(any(level == 3 for level in others))


def _days(a: Profile, b: Profile, names: int) -> int:
    """3 for the same days, 2 for days that overlap, 1 for days that a change or a written edition joins."""
    if a.days == b.days:
        return 3
    if a.days[0] <= b.days[1] and b.days[0] <= a.days[1]:
        return 2
    if names < 2:
        return 0
    gap = max(a.days[0], b.days[0]) - min(a.days[1], b.days[1])
    written = _one_edition(a, b) and a.yearly and b.yearly and not (a.hour or b.hour)
    if gap > MOVE:
        return int(written and (a.unsettled or b.unsettled))
    return int(written or _changed(a, b) or _changed(b, a) or _quietly(a, b) or _quietly(b, a))


def _changed(a: Profile, b: Profile) -> bool:
    """True where `a` may tell what became of the date of `b`: moved from there, or put off without a day, then set."""
    mine, theirs = a.event.source.published, b.event.source.published
    if a.moved and not b.moved:
        over = mine is not None and mine > b.days[1] + _LATE_NEWS and not a.yearly
        return not over and (mine is None or theirs is None or theirs <= mine)
    if a.event.status == "postponed":
        return mine is None or theirs is None or mine <= theirs
    return a.moved


def _quietly(a: Profile, b: Profile) -> bool:
    """True where `a`, told later and before the date of `b`, gives another date for what is held once a year."""
    mine, theirs = a.event.source.published, b.event.source.published
    if mine is None or theirs is None or not theirs < mine < b.days[0]:
        return False
    once = a.yearly and b.yearly and a.days[0].year == b.days[0].year
    return once and a.event.edition is not None and b.event.edition is not None and not (a.hour or b.hour)


def _whereabouts(a: Profile, b: Profile) -> bool:
    """True where something besides a common name tells that it is the same: place, company, headline, the release."""
    one, other = a.event, b.event
    here = one.timed and one.start == other.start and bool(one.place.city) and one.place.city == other.place.city
    return (
        one.source.id == other.source.id
        or (one.place.venue is not None and _folded(one.place.venue) == _folded(other.place.venue))
        or (here and (not a.actor or not b.actor))
        or bool(a.actor and a.actor == b.actor)
        or (one.organizer is not None and one.organizer == other.organizer)
        or (one.source.title is not None and _folded(one.source.title) == _folded(other.source.title))
    )  # fmt: skip


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def one_release(a: Profile, b: Profile) -> bool:
    """True for two events that one release keeps apart: it has a schedule, unless it tells one event twice, or the
    old date and the new one."""
    if a.event.source.id != b.event.source.id:
        return False
    return not (_identical(a, b) or superseded(a, b) or superseded(b, a))


def superseded(a: Profile, b: Profile) -> bool:
    """True where one release tells `a` as the date that was put off and `b` as the new one."""
    one, other = a.event, b.event
    if one.source.id != other.source.id or one.status != "postponed" or other.status == "postponed":
        return False
    return a.names[0].bag == b.names[0].bag and a.days[1] < b.days[0] and (b.moved or b.yearly)


def days_of_one(a: Profile, b: Profile, others: Iterable[Profile]) -> bool:
    """True where another release tells days from the one to the other: "opened on Monday and runs through Friday"."""
    if a.names[0].bag != b.names[0].bag or (a.event.timed and b.event.timed):
        return False
    first, last = min(a.days[0], b.days[0]), max(a.days[1], b.days[1])
    told = (p for p in others if p.event.source.id != a.event.source.id and not p.hour)
    return any(p.days[0] <= first and last <= p.days[1] for p in told)


def clash(a: Profile, b: Profile) -> bool:
    """True where the two cannot be one event, even through others."""
    return _other_edition(a, b) or _other_guest(a, b) or _one_time_of(a, b) or _one_time_of(b, a)


def one_uid(a: Profile, b: Profile) -> bool:
    """True for two mails with the same event of a calendar: the later one tells what became of it."""
    return bool(a.uid) and a.uid == b.uid


def _one_time_of(a: Profile, b: Profile) -> bool:
    """True where `b` repeats, and `a` tells what became of one of its times: the others are on all the same."""
    if not b.event.rrule or a.event.rrule or a.days[0] != a.days[1]:
        return False
    return a.event.status in _OFF or (b.uid != "" and a.uid.startswith(f"{b.uid}/"))


def differ(a: Profile, b: Profile) -> bool:
    """True where place or hour keep the two apart, unless the event moved from the one to the other."""
    return _other_place(a, b) or _other_hour(a, b)


def _identical(a: Profile, b: Profile) -> bool:
    one, other = a.event, b.event
    same_hours = (one.start, one.end) == (other.start, other.end)
    return same_hours and a.names[0].bag == b.names[0].bag and one.place == other.place


def _one_edition(a: Profile, b: Profile) -> bool:
    return not (a.numbers.isdisjoint(b.numbers) and a.years.isdisjoint(b.years))


def _other_edition(a: Profile, b: Profile) -> bool:
    """Years differ from years and numbers from numbers; a year says nothing of a number."""
    pairs = ((a.numbers, b.numbers), (a.years, b.years))
    return any(one and other and one.isdisjoint(other) for one, other in pairs)


def alone(profile: Profile) -> bool:
    """True for a guest who has an hour of its own, or stays away: that is no news of the event as such."""
    return profile.guest and (profile.event.timed or profile.event.status in _OFF)


def _other_guest(a: Profile, b: Profile) -> bool:
    """Who presents at a conference at an hour, or withdraws, does so for itself alone; of whom nobody knows who it is,
    the hour tells."""
    if not (alone(a) or alone(b)):
        return False
    if not a.actor or not b.actor:
        return a.event.start != b.event.start or (a.event.status in _OFF) != (b.event.status in _OFF)
    return not (a.actor <= b.actor or b.actor <= a.actor)


def _other_place(a: Profile, b: Profile) -> bool:
    """Two cities too far apart to be one town and the next, or two countries."""
    one, other = a.event.place, b.event.place
    if not one.city or not other.city or one.city.casefold() == other.city.casefold():
        return bool(one.country and other.country and one.country != other.country)
    if one.geo and other.geo and _kilometres(one.geo, other.geo) <= _CLOSE_KM:
        return False
    return a.numbers.isdisjoint(b.numbers)


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Roughly: the earth is taken as flat between the two."""
    east = (a[1] - b[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return 111.2 * math.hypot(a[0] - b[0], east)


def _other_hour(a: Profile, b: Profile) -> bool:
    """Two hours of one day are two events, but for calls, of which a company holds one a quarter."""
    if not (a.hour and b.hour) or a.days != b.days:
        return False
    if a.event.kind == b.event.kind == "earnings_call" and a.named:
        return False
    return _apart(a.event.start, b.event.start) > _SAME_HOUR


def _apart(a: date, b: date) -> timedelta:
    """How far two instants are apart; by their local hours where one has no zone."""
    if not isinstance(a, datetime) or not isinstance(b, datetime):
        return timedelta()
    if a.tzinfo is None or b.tzinfo is None:
        return abs(a.replace(tzinfo=None) - b.replace(tzinfo=None))
    return abs(a - b)


__all__ = ["alone", "clash", "days_of_one", "differ", "kinship", "one_release", "one_uid", "superseded"]
