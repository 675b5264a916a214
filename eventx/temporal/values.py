"""What an expression says before it is resolved: only what the text wrote, the rest None."""

from __future__ import annotations

from dataclasses import dataclass

from eventx.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Calendar parts. `weekday` 0 (Monday) – 6, `part`: early, mid, late."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str | None = None
    year_told: str | None = None
    """"this", "last", "next", "same" …: the year by its direction (今年8月22日)."""
    month_told: str | None = None
    """The month by its direction (本月15日)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A day or month, or a range of two; `last` is None for a single one."""

    first: Point
    last: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A time told from the anchor or from the day told before.

    `direction`: this, last, next (from the anchor); same, before, after (from the day told before).
    `offset` counts days from the anchor (tomorrow 1); `sign` with `count` and `unit` shifts
    ("two weeks ago" -1, 2, week). `of` is the day that "the week of" or "a week from" names.
    """

    direction: str | None = None
    unit: str | None = None
    count: int | None = None
    sign: int | None = None
    told: bool = False
    """True where it counts from the day told before ("three days later")."""
    offset: int | None = None
    weekday: int | None = None
    month: int | None = None
    season: int | None = None
    of: Point | None = None
    day_part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A quarter, half, season, decade, year, or a holiday by its key in the language file."""

    unit: str
    index: int | None = None
    year: int | None = None
    year_told: str | None = None
    last_year: int | None = None
    fiscal: bool = False
    key: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day, 0–23 and 0–59. `sure` is False where a.m. or p.m. had to be guessed."""

    hour: int
    minute: int = 0
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """A clock time or a range of two; `zone` is an IANA name, or a place's ("New York") behind "in:"."""

    first: Clock
    last: Clock | None = None
    zone: str | None = None


Day = Calendar | Relative | Period
Reading = tuple[int, int, Day | None, Times | None]
"""What a reader makes of a match: first token, last token (exclusive), and what they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A stretch of text that tells a time; offsets are those of the layout's text."""

    span: Span
    text: str
    rule: str
    day: Day | None = None
    times: Times | None = None
    open: str | None = None
    group: int = 0
    """Expressions of one list ("Oct. 3, 5 and 7") share a number above 0."""
