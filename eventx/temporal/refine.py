"""Expressions → expressions: functions of a list, applied in order (a date and its time become one …).

Each knows only what lies between two expressions, as a pattern of connecting words in the language file's
terms: blanks, commas, brackets, "at", "on", "from", "beginning".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from eventx.lang import Language, trie_pattern
from eventx.model import Span
from eventx.temporal.values import Calendar, Expression, Relative, Times

Refiner = Callable[[Sequence[Expression], str, Language], list[Expression]]
_CLOSE = 40


def join_day_and_time(found: Sequence[Expression], text: str, language: Language) -> list[Expression]:
    """ "Tuesday, May 20, at 2 p.m." and "9 a.m. on Friday" are one expression each."""
    joint = _joint(language, "joints")
    out: list[Expression] = []
    for this in found:
        before = out[-1] if out else None
        if before is not None and _may_join(before, this) and joint.fullmatch(text, before.span.end, this.span.start):
            out[-1] = _joined(before, this, text)
        else:
            out.append(this)
    return out


def _may_join(before: Expression, this: Expression) -> bool:
    if this.span.start - before.span.end > _CLOSE or this.span.start < before.span.end:
        return False
    if this.times is not None and this.day is None:
        return before.day is not None and before.times is None and _is_day(before)
    return before.day is None and this.day is not None and this.times is None and _is_day(this)


def _is_day(expression: Expression) -> bool:
    day = expression.day
    if isinstance(day, Calendar):
        return day.first.day is not None or day.first.weekday is not None
    if isinstance(day, Relative):
        return day.unit in (None, "day") or day.weekday is not None
    return day is not None and day.unit == "holiday"


def _joined(before: Expression, this: Expression, text: str) -> Expression:
    span = Span(start=before.span.start, end=this.span.end)
    main = before if before.day is not None else this
    return replace(
        main, span=span, text=span.of(text), day=before.day or this.day, times=before.times or this.times,
        group=max(before.group, this.group),
    )  # fmt: skip


def join_weekday_and_date(found: Sequence[Expression], text: str, language: Language) -> list[Expression]:
    """ "this Thursday, July 9" and "tomorrow, July 4" are one day told twice: the date says it."""
    out: list[Expression] = []
    for this in found:
        before = out[-1] if out else None
        if (
            before is not None
            and isinstance(before.day, Relative)
            and before.times is None
            and (before.day.weekday is not None or before.day.offset is not None)
            and isinstance(this.day, Calendar)
            and this.day.first.day is not None
            and this.day.first.month is not None
            and re.fullmatch(r" ?,? ?\(?", text[before.span.end : this.span.start])
        ):
            span = Span(start=before.span.start, end=this.span.end)
            first = this.day.first
            if first.weekday is None and before.day.weekday is not None:
                first = replace(first, weekday=before.day.weekday)
            out[-1] = replace(this, span=span, text=span.of(text), day=replace(this.day, first=first))
        else:
            out.append(this)
    return out


def lend_day(found: Sequence[Expression], text: str, language: Language) -> list[Expression]:
    """A time on a line of its own above its date ("WHEN: 4 pm MT / Monday, October 8") is on that date."""
    out = list(found)
    for i in range(len(out) - 1):
        this, after = out[i], out[i + 1]
        if this.day is None and after.day is not None and _is_day(after) and _apart(this, after, text):
            near = i > 0 and out[i - 1].day is not None and _apart(out[i - 1], this, text)
            if not near:
                out[i] = replace(this, day=after.day)
    return out


def _apart(this: Expression, after: Expression, text: str) -> bool:
    return _APART.fullmatch(text, this.span.end, after.span.start) is not None


_APART = re.compile(r"[\s,|;:()–-]*(?:[A-Z][A-Za-z]+:\s+)?(?:on )?")
"""Marks, a label and an "on" between a time and a date: "Time: 7 p.m. Date: Monday, October 8"."""


def zone_behind(found: Sequence[Expression], text: str, language: Language) -> list[Expression]:
    """A zone behind the day belongs to the hour before it: "8:15 PM on November 6, 2019, U.S. Eastern Time"."""
    zones = _zones(language)
    out = []
    for this, after in zip(found, [*found[1:], None], strict=False):
        lacking = this.times is not None and this.times.zone is None
        match = zones.match(text, this.span.end) if lacking else None
        if this.times and match and (after is None or match.end() <= after.span.start):
            name = _zone_told(match, language)
            span = Span(start=this.span.start, end=match.end())
            this = replace(this, span=span, text=span.of(text), times=replace(this.times, zone=name))
        out.append(this)
    return out


def _zone_told(match: re.Match[str], language: Language) -> str:
    """The zone's IANA name, or where in the text its city stands."""
    if match["name"]:
        return str(language.words[" ".join(match["name"].lower().split())][1])
    return f"place:{match.start('city')}:{match.end('city')}"


@cache
def _zones(language: Language) -> re.Pattern[str]:
    names = trie_pattern(w for w, (code, _) in language.words.items() if code == "Z")
    city = r"(?P<city>[A-Z]\w+(?: [A-Z]\w+)?) [Tt]ime\b"
    return re.compile(rf",? ?\(?(?:(?:U\.?S\.? )?(?P<name>(?i:{names}))\b\)?|{city})")


def join_instants(found: Sequence[Expression], text: str, language: Language) -> list[Expression]:
    """Two whole instants with a range word between them are one expression."""
    to = _joint(language, "range_joints")
    out: list[Expression] = []
    for this in found:
        before = out[-1] if out else None
        if (
            before is not None
            and _whole(before)
            and _whole(this)
            and to.fullmatch(text, before.span.end, this.span.start)
        ):
            span = Span(start=before.span.start, end=this.span.end)
            day, times = before.day, before.times
            if isinstance(day, Calendar) and isinstance(this.day, Calendar) and times and this.times:
                out[-1] = replace(
                    before, span=span, text=span.of(text), day=Calendar(first=day.first, last=this.day.first),
                    times=Times(first=times.first, last=this.times.first, zone=times.zone or this.times.zone),
                )  # fmt: skip
                continue
        out.append(this)
    return out


def _whole(expression: Expression) -> bool:
    day, times = expression.day, expression.times
    return isinstance(day, Calendar) and day.last is None and times is not None and times.last is None


def open_ended(found: Sequence[Expression], text: str, language: Language) -> list[Expression]:
    """ "starting Oct. 4" is open at its end, "runs until Nov. 5" at its start."""
    starts, ends = _words(language, "starts"), _words(language, "ends")
    starts_behind, ends_behind = _behind(language, "starts_behind"), _behind(language, "ends_behind")
    out = []
    for this in found:
        head = text[max(0, this.span.start - 24) : this.span.start].lower()
        single = isinstance(this.day, Calendar) and this.day.last is None
        if single and (starts.search(head) or starts_behind.match(text, this.span.end)):
            this = replace(this, open="from")
        elif single and (ends.search(head) or ends_behind.match(text, this.span.end)):
            this = replace(this, open="until")
        out.append(this)
    return out


@cache
def _joint(language: Language, name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in language.data["refine"][name])
    if name == "joints":
        return re.compile(rf"[ ,()/|@;:.–—-]*(?:(?:{words})[ ,]*){{0,2}}", re.IGNORECASE)
    return re.compile(rf"[ ,]*(?:{words})[ ,]*", re.IGNORECASE)


@cache
def _words(language: Language, name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in language.data["refine"][name])
    edge = r"\b" if language.spaced else ""
    return re.compile(rf"{edge}(?:{words})\s*(?:on\s+)?$" if words else "(?!)")


@cache
def _behind(language: Language, name: str) -> re.Pattern[str]:
    """Words behind a day that open a range, where a language has such: 起, から, まで."""
    words = "|".join(re.escape(w) for w in language.data["refine"].get(name, ()))
    return re.compile(rf"\s*(?:{words})" if words else "(?!)")


REFINERS: tuple[Refiner, ...] = (
    join_weekday_and_date, join_day_and_time, zone_behind, join_instants, lend_day, open_ended,
)  # fmt: skip


def refine(found: Sequence[Expression], text: str, language: Language) -> list[Expression]:
    """All refiners in their order."""
    out = list(found)
    for step in REFINERS:
        out = step(out, text, language)
    return out
