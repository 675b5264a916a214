"""Release → Anchor: the release's own opening tells its day, place and zone.

A dateline stands in the first blocks: a place, a day, a wire's name, a dash, in whatever order the wire
has them (`[dateline]` of the language file lists names and openings). Each candidate day is scored by
what stands around it; where none convinces, `published` is the day, then the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from eventx import gazetteer
from eventx.errors import OptionError
from eventx.lang import Language, trie_pattern
from eventx.layout import Layout
from eventx.model import Anchor, Options, Place, Release, Span
from eventx.temporal.calendar import best_year, with_year
from eventx.temporal.partly import nearest_day
from eventx.temporal.values import Calendar, Expression, Point

_BLOCKS, _HEAD = 14, 220
_ENOUGH, _PLAIN = 2, 6
_FAR = 10
"""Days by which a dateline without a wire's name may differ from `published`."""
_DASH = re.compile(r"\s*(?:--|[–—]|(?<=[\s)/])-(?=\s|$))\s*")
_STOP = re.compile(r"\.\s+(?=[A-Z])")
_COLON = re.compile(r":\s")
_NAMES = re.compile(r"(?:[A-Z][\w.'-]*(?: (?:of|on|upon|and|the|&|[A-Z][\w.'-]*))*,\s*){1,3}(?:[A-Z][a-z]+day,?\s*)?")
"""A town that no table knows, with its region."""
_TOWN = re.compile(r"(?<!\S)[A-Z][A-Z.' -]+(?:, [A-Z][\w.]+){0,2},\s+$")
_SPLIT = re.compile(r"--|[–—/()\[\]|:;]|\s-\s|\.\s*-\s|/")


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: int
    span: Span
    point: Point | None
    place: Place | None
    wire: bool
    alone: bool = False
    """True for a day that has its line for itself: a dateline, or one of the days of a programme."""


def anchor_of(
    release: Release, layout: Layout, found: Sequence[Expression], language: Language, options: Options
) -> Anchor:
    """The anchor of a release: dateline, else `published`, else the caller's options."""
    near = _near(options)
    best = _best(_candidates(layout, found, language, near))
    day, source = None, "none"
    if best is not None and best.point is not None:
        day = _full(best.point, release.published or options.published, found)
        if day and release.published and not best.wire and abs((day - release.published).days) > _FAR:
            day, best = None, None
        source = "dateline" if day else source
    if day is None and release.published is not None:
        day, source = release.published, "published"
    elif day is None and options.published is not None:
        day, source = options.published, "caller"
    place = (best.place if best else None) or near
    zone = (place.zone if place else None) or options.zone
    return Anchor(day=day, zone=zone, place=place, source=source, span=best.span if best else None)


def _best(candidates: Iterable[_Candidate]) -> _Candidate | None:
    """The first that is plain, else the likeliest one, else None where none convinces."""
    best, placed, days = None, None, list[Point]()
    for candidate in candidates:
        if candidate.alone and candidate.point and candidate.point not in days:
            days.append(candidate.point)
        if best is None or candidate.score > best.score:
            best = candidate
        if candidate.place and candidate.score >= _ENOUGH and placed is None:
            placed = candidate.place  # "October 5, 2021", then "BOSTON -- Acme": each tells its part
        if best.score >= _PLAIN or (best.wire and (best.point or best.place)):
            break
    if best is None or best.score < _ENOUGH or (best.alone and best.score == _ENOUGH and best.point in days[1:]):
        return None
    return best if best.place else replace(best, place=placed)


def headline_of(release: Release, layout: Layout, anchor: Anchor, language: Language) -> Span | None:
    """The headline's place in the layout's text: the first block, unless that is the dateline, or a label ("Date") and
    the title is known."""
    if not layout.blocks:
        return None
    first = layout.blocks[0]
    if anchor.span is not None and first.overlaps(anchor.span):
        return None
    if release.title and _labels(language).match(layout.text, first.start, first.end):
        return None
    return first if first.end - first.start <= _HEAD else None


def _near(options: Options) -> Place | None:
    if options.near is None:
        return None
    place = gazetteer.parse(options.near)
    if place is None:
        raise OptionError(
            f"no place is called {options.near!r}; name a city, with its region or country", where="--near"
        )
    return place


def _candidates(
    layout: Layout, found: Sequence[Expression], language: Language, near: Place | None
) -> Iterator[_Candidate]:
    for block in layout.blocks[:_BLOCKS]:
        limit = min(block.end, block.start + _HEAD)
        dates = [e for e in found if block.start <= e.span.start < limit and _is_dated(e, layout.text, language)]
        for expression in dates[:2]:
            yield _dated(layout, language, block, limit, expression, near)
        # the first date may be the event's: "SANTA CRUZ, CA--A concert on Friday, October 3"
        yield from _undated(layout, language, block, limit, near)


def _is_dated(expression: Expression, text: str, language: Language) -> bool:
    """True for a day; one with hours from … to is an event's."""
    day = expression.day
    if expression.times is not None and expression.times.last is not None:
        return False
    if not isinstance(day, Calendar) or day.last is not None or day.first.day is None:
        return False
    return day.first.month is not None or _behind(language).match(text, expression.span.end) is not None


def _dated(
    layout: Layout, language: Language, block: Span, limit: int, expression: Expression, near: Place | None
) -> _Candidate:
    text = layout.text
    mark = _behind(language).match(text, expression.span.end, limit)
    end = mark.end() if mark else _end_of_head(text, expression.span.end, limit)
    if mark is None and _wires(language).match(text, expression.span.end + 1):
        block = _after_headline(text, block, expression.span.start)
    head = text[block.start : end]
    wire = mark is not None or _wires(language).search(text, block.start, min(limit, end + 40)) is not None
    opening = _openings(language).search(text, max(0, block.start - 60), expression.span.start) is not None
    dash = (
        _DASH.match(text, end) is not None or _DASH.search(text, expression.span.end, min(limit, end + 3)) is not None
    )
    alone = len(head.strip()) - (expression.span.end - expression.span.start) <= 3 and end == block.end
    early = expression.span.start - block.start <= 60
    stop = early and not dash and _STOP.match(text, expression.span.end, limit) is not None
    named = _NAMES.fullmatch(text, block.start, expression.span.start) is not None
    place = _own_place(text, block.start, expression.span.start, language)
    likely = wire or opening or alone or stop or (dash and early)
    if place is None and likely:  # look-ups cost most
        place = _place(text, block.start, end, expression.span, near, language)
    score = 3 * wire + 2 * opening + 2 * (place is not None and early and (dash or stop))
    score += 2 * alone + (dash and early) + (dash and named)
    score -= 2 * (expression.times is not None and not (wire or opening)) + (not early) * 2
    return _Candidate(
        score, Span(start=block.start, end=max(end, expression.span.end)), _point(expression), place, wire, alone
    )


def _after_headline(text: str, block: Span, until: int) -> Span:
    """The block from its town in capitals on, where a headline runs into the dateline without a blank line."""
    town = _TOWN.search(text, block.start, until)
    return replace(block, start=town.start()) if town else block


def _point(expression: Expression) -> Point:
    assert isinstance(expression.day, Calendar)
    return expression.day.first


def _end_of_head(text: str, start: int, limit: int) -> int:
    """Where the dateline ends: behind the wire's name and before the dash that opens the lead."""
    end = start
    for match in _DASH.finditer(text, start, min(limit, start + 70)):
        end = match.start()
    line = text.find("\n", start, limit)
    stop = limit if line < 0 else line
    return end if end > start else (stop if stop - start <= 40 else start)


def _undated(layout: Layout, language: Language, block: Span, limit: int, near: Place | None) -> Iterator[_Candidate]:
    """A wire's name, or a place in capitals before a dash or a colon, without a day."""
    text = layout.text
    wire = _wires(language).search(text, block.start, min(limit, block.start + 130))
    if wire and wire.start() - block.start <= 90:
        span = Span(start=block.start, end=wire.end())
        place = _place(text, block.start, wire.end(), None, near, language)
        yield _Candidate(3 if place else _ENOUGH, span, None, place, True)
        return
    until = min(limit, block.start + 60)
    dash = _DASH.search(text, block.start, until) or _COLON.search(text, block.start, until)
    if dash is None:
        return
    head = text[block.start : dash.start()]
    told = head.isupper() if dash[0].startswith(":") else head.split(",")[0].isupper() or "," in head
    if told and (place := _place(text, block.start, dash.start(), None, near, language)):
        yield _Candidate(2, Span(start=block.start, end=dash.end()), None, place, False)


def _place(
    text: str, start: int, end: int, date_span: Span | None, near: Place | None, language: Language
) -> Place | None:
    """The first piece of the head that the gazetteer knows as a place, the day cut out; "Date:" is no town."""
    not_places = language.data["dateline"]["openings"]
    pieces = [text[start:end]] if date_span is None else [text[start : date_span.start], text[date_span.end : end + 40]]
    for piece in pieces:
        for part in _SPLIT.split(piece):
            words = part.strip(" ,.\n\"'")
            if 2 < len(words) <= 60 and words[0].isupper() and words.lower() not in not_places:
                for name in (words, *re.split(r"\s+(?:&|and)\s+|;", words)[:1]):
                    if place := gazetteer.parse(name, near):
                        return place
    return None


def _own_place(text: str, start: int, end: int, language: Language) -> Place | None:
    """The last place before the day that the language file names in its own words (新华社北京9月27日电)."""
    names = language.data["dateline"].get("places", {})
    found = re.findall(trie_pattern(names), text[max(start, end - 40) : end]) if names else []
    return gazetteer.parse(names[found[-1]]) if found else None


def _full(point: Point, published: date | None, found: Sequence[Expression]) -> date | None:
    """The dateline's day; a year it lacks is the nearest to `published`, else the first one written in the text."""
    assert point.day
    if point.month is None:
        return nearest_day(published, point.day, 0, point.weekday) if published else None
    if point.year is not None:
        return with_year(point.year, point.month, point.day)
    if published is not None:
        year = best_year(published, point.month, point.day, 0, point.weekday, None)
        return with_year(year, point.month, point.day) if year else None
    for expression in found:
        day = expression.day
        if isinstance(day, Calendar) and day.first.year and day.first.day:
            year = best_year(
                date(day.first.year, day.first.month or 6, 1), point.month, point.day, 0, point.weekday, None
            )
            return with_year(year, point.month, point.day) if year else None
    return None


@cache
def _wires(language: Language) -> re.Pattern[str]:
    names = "|".join(re.escape(n).replace(r"\ ", r"\s*") for n in language.data["dateline"]["wires"])
    edge = r"\b" if language.spaced else ""
    return re.compile(rf"[(/]\s*(?:{names})[^)/\n]{{0,40}}[)/]|{edge}(?:{names}){edge}(?=\s*[-–—/)])", re.IGNORECASE)


@cache
def _behind(language: Language) -> re.Pattern[str]:
    """Marks of a dateline right behind its day: 电, 讯, 共同)."""
    names = trie_pattern(language.data["dateline"].get("behind", ()))
    return re.compile(rf"\s*(?:{names})" if names else "(?!)")


@cache
def _openings(language: Language) -> re.Pattern[str]:
    names = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in language.data["dateline"]["openings"])
    edge = r"\b" if language.spaced else ""
    return re.compile(rf"{edge}(?:{names}){edge}[^\n]{{0,60}}$|{edge}(?:{names}){edge}", re.IGNORECASE)


@cache
def _labels(language: Language) -> re.Pattern[str]:
    """A line that a label opens, or is: "Date: October 5", "Location"."""
    told = language.data.get("events", {})
    names = (re.escape(name) for key in ("labels_when", "labels_where") for name in told.get(key, ()))
    return re.compile(rf"(?:{'|'.join(names) or '(?!)'})\s*(?:[:：]|$)", re.IGNORECASE)
