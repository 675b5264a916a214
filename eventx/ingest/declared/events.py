"""An object that is an event → Event: one way for all syntaxes.

Confidence, which reads "title and days are right": what a page declares is written by a program out of the fields that
an editor filled in, so it is wrong less often than what is read out of sentences. COMPLETE has name, start and place
(or is on the net), as the validators of search engines ask for; without a place (PARTLY) it is as often a template's
default. A start that is a month, that only the doors tell, or that contradicts the end, is DOUBTFUL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from eventx import lang
from eventx.ingest.days import was_to_start
from eventx.ingest.declared.kinds import is_event, kind_of
from eventx.ingest.declared.nodes import Fields, Graph, first, graph, link, local, texts, types_of
from eventx.ingest.declared.places import Location, location_of, zone_for_clocks
from eventx.ingest.declared.schedule import Repeated, repeated
from eventx.ingest.declared.times import Times, times_of, told
from eventx.model import Event, Evidence, Source, Span

COMPLETE, PARTLY, DOUBTFUL = 0.9, 0.8, 0.6

_STATUS = {
    "eventcancelled": "cancelled", "cancelled": "cancelled", "canceled": "cancelled", "eventcanceled": "cancelled",
    "eventpostponed": "postponed", "postponed": "postponed", "tentative": "tentative",
}  # fmt: skip
_FROM_AFAR = frozenset({"onlineeventattendancemode", "mixedeventattendancemode", "online", "mixed"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])", re.IGNORECASE)
_TOLD = ("startdate", "enddate", "doortime", "duration", "eventstatus", "previousstartdate")
_WORDS = {"startdate": "startDate", "enddate": "endDate", "doortime": "doorTime", "eventstatus": "eventStatus",
          "previousstartdate": "previousStartDate"}  # fmt: skip
_EVIDENCE = 300


def events_of(found: list[Any], rule: str, base: str) -> Iterator[Event]:
    """The events among the objects of a page and all that these hold, in the order of the page. What has no name or
    no date is left out."""
    whole = graph(found)
    for node in whole.nodes:
        types = types_of(node)
        if is_event(types) and (event := _event(whole.fields(whole.whole(node)), types, whole, rule, base)):
            yield event


def _event(told: Fields, types: list[str], whole: Graph, rule: str, base: str) -> Event | None:
    name = first(told, "name", "headline", "summary")
    where = location_of(told.get("location", []), whole, base)
    zone = zone_for_clocks(where.place)
    when = _when(told, whole, zone) if name else None
    if name is None or when is None:
        return None
    code = _language(told)
    status, title = _status(told, name, code)
    times, online = when.times, where.online or _from_afar(told)
    series = first(told, "superevent")
    return Event(
        uid="", title=title, aliases=tuple(dict.fromkeys(texts(told, "alternatename")))[:4],
        series=series, edition=str(times.start.year) if series else None,
        kind=kind_of(types, title, code), start=times.start, end=times.end, timezone=times.zone,
        precision=times.precision, rrule=when.rule, place=where.place, online=online, status=status,
        organizer=first(told, "organizer"), url=link(told, base, "url") or where.url, lang=code,
        confidence=_confidence(told, times, where, online), notes=tuple(_notes(told, times)),
        evidence=(Evidence(text=_evidence(told), span=Span(start=0, end=0), rule=_rule_name(rule, types)),),
        source=Source(id=""),
    )  # fmt: skip


def _when(told: Fields, whole: Graph, zone: str | None) -> Repeated | None:
    """The times of the event itself, or of its schedule; the doors stand in for a start that is not told."""
    starts = texts(told, "startdate") or texts(told, "doortime")
    times = times_of(starts, texts(told, "enddate"), first(told, "duration"), zone)
    for value in told.get("eventschedule", []):
        if isinstance(value, dict) and (found := repeated(whole.fields(value), times, zone)):
            return found
    return Repeated(times, None) if times else None


def _status(told: Fields, name: str, code: str | None) -> tuple[str, str]:
    """Status and title. A label before the title ("CANCELLED: ") counts where no status is told: editors write it
    where their program has no field for it."""
    declared = next((_STATUS[s] for text in texts(told, "eventstatus") if (s := local(text)) in _STATUS), "confirmed")
    for status, pattern in _labels(code or "en").items():
        if (label := pattern.match(name)) and label.end() < len(name):
            return (status if declared == "confirmed" else declared), name[label.end() :]
    return declared, name


@cache
def _labels(code: str) -> dict[str, re.Pattern[str]]:
    """How titles open that say what became of the event: "[Postponed] ", "CANCELLED - "."""
    language = lang.load(code if code in lang.languages() else "en")
    told = language.data.get("events", {}).get("status", {})
    words = {status: "|".join(map(re.escape, told.get(status, []))) for status in ("cancelled", "postponed")}
    return {
        status: re.compile(rf"(?:[\[(*]\s*(?:{each})\s*[\])*]|(?:{each})\s*[:!–—-])[\s:!*–—-]*", re.IGNORECASE)
        for status, each in words.items()
        if each
    }


def _from_afar(told: Fields) -> bool:
    modes = {local(text) for text in texts(told, "eventattendancemode")}
    return not modes.isdisjoint(_FROM_AFAR) or "eventmovedonline" in map(local, texts(told, "eventstatus"))


def _language(told: Fields) -> str | None:
    """The code of the first language ("en-US" → "en"); None for one that is told by its name."""
    values = [v.get("alternateName", v.get("name")) if isinstance(v, dict) else v for v in told.get("inlanguage", [])]
    found = (_LANGUAGE.match(v) for v in values if isinstance(v, str) and len(v) <= 12)
    return next((match[0].lower() for match in found if match), None)


def _confidence(told: Fields, times: Times, where: Location, online: bool) -> float:
    if times.precision != "day" or times.doubt or not (told.get("startdate") or told.get("eventschedule")):
        return DOUBTFUL
    return COMPLETE if online or where.place.label else PARTLY


def _notes(fields: Fields, times: Times) -> Iterator[str]:
    """What has no field: when the doors open, an earlier date, further days."""
    start = times.start
    doors = next((t.at for text in texts(fields, "doortime") if (t := told(text))), None)
    if isinstance(doors, datetime) and isinstance(start, datetime) and doors.time() != start.time():
        yield f"Doors open at {doors:%H:%M}."
    before = next((t.at for text in texts(fields, "previousstartdate") if (t := told(text))), None)
    if before is not None and _day(before) != _day(start):
        yield was_to_start(_day(before))
    others = sorted({_day(t.at) for text in texts(fields, "startdate") if (t := told(text))} - {_day(start)})
    if others:
        yield f"Further days are told: {', '.join(map(str, others[:20]))}."


def _evidence(told: Fields) -> str:
    """What is declared, in one line: "startDate 2026-03-12T09:00+01:00, endDate 2026-03-14"."""
    parts = [f"{_WORDS.get(name, name)} {text}" for name in _TOLD for text in texts(told, name)[:3]]
    schedules = ["eventSchedule"] if told.get("eventschedule") else []
    return ", ".join([*parts, *schedules])[:_EVIDENCE]


def _rule_name(rule: str, types: list[str]) -> str:
    return rule if rule == "h-event" else f"{rule}/Event"


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


__all__ = ["COMPLETE", "DOUBTFUL", "PARTLY", "events_of"]
