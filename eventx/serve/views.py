"""What pages show, as plain values: made of the store's answers, turned into HTML by render.py. Nothing here reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from eventx.model import Event, day_of
from eventx.safe import one_line, web_link
from eventx.serve.words import KINDS, WEEKDAYS, days, hours, kind_of, spoken

if TYPE_CHECKING:
    from eventx.store import Published, Revision, Told

STATUSES = ("confirmed", "tentative", "postponed", "cancelled")
_SENTENCE = 400  # characters of evidence in a list; the event's own page has all


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The release that told it; `url` is a link of the web or None."""

    title: str
    url: str | None
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An event in a list or a grid."""

    uid: str
    title: str
    kind: str
    kind_name: str
    colour: str
    """The kind whose colours it has."""
    status: str
    first: date
    last: date
    days: str
    hours: str | None
    clock: str | None
    """The hour it starts at, for where there is no room."""
    start: str
    """ISO 8601, for <time>."""
    where: str | None
    evidence: str | None
    origin: Origin
    percent: int
    repeats: bool

    @property
    def words(self) -> str:
        """What a search on a page without a server looks in."""
        told = (self.title, self.where, self.evidence, self.origin.title, self.kind_name)
        return " ".join(part.casefold() for part in told if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """What one release says of an event."""

    origin: Origin
    when: str
    where: str | None
    status: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step in the history of an event: what happened and why. `changes`: field, before, after."""

    noted: datetime
    what: str
    changes: tuple[tuple[str, str, str], ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event with all that is known of it."""

    card: Card
    when: str
    facts: tuple[tuple[str, str], ...]
    link: str | None
    notes: tuple[str, ...]
    told: tuple[Testimony, ...]
    conflicts: tuple[tuple[str, str, str], ...]
    steps: tuple[Step, ...]
    state: str
    survivor: str | None
    sequence: int
    stamp: datetime


def card(event: Event, *, evidence: bool = True) -> Card:
    """An event as lists show it; without `evidence` no sentence of a release."""
    start = event.start
    sentence = one_line(event.quotes[0]) if evidence and event.quotes else None
    where = [one_line(event.place.label or ""), "online" if event.online else ""]
    return Card(
        uid=event.uid, title=one_line(event.title) or "Untitled", kind=event.kind, kind_name=kind_of(event.kind),
        colour=event.kind if event.kind in KINDS else "other",
        status=event.status if event.status in STATUSES else "tentative",
        first=day_of(start), last=event.last_day, days=days(day_of(start), event.last_day, event.precision),
        hours=hours(event), clock=f"{start:%H:%M}" if isinstance(start, datetime) else None, start=start.isoformat(),
        where=" · ".join(filter(None, where)) or None, evidence=shortened(sentence), origin=origin(event),
        percent=round(100 * event.confidence), repeats=event.rrule is not None,
    )  # fmt: skip


def shortened(sentence: str | None) -> str | None:
    """A sentence no longer than a list bears, cut at a word."""
    if sentence is None or len(sentence) <= _SENTENCE:
        return sentence or None
    return f"{sentence[:_SENTENCE].rpartition(' ')[0]} …"


def origin(event: Event) -> Origin:
    """The release of an event."""
    source = event.source
    return Origin(title=one_line(source.title or "") or "Release", url=web_link(source.url), day=source.published)


def entry(found: Published, *, evidence: bool = True) -> Entry:
    """An entry of the store as its page shows it."""
    event = found.event
    return Entry(
        card=card(event, evidence=evidence), when=spoken(event), facts=tuple(_facts(event)), link=web_link(event.url),
        notes=tuple(map(one_line, event.notes)),
        told=tuple(_testimony(each, evidence) for each in reversed(found.told)),
        conflicts=tuple((name, _value(kept), _value(other)) for name, kept, other, _ in found.conflicts),
        steps=tuple(_step(each) for each in reversed(found.history)), state=found.state, survivor=found.survivor,
        sequence=found.sequence, stamp=found.stamp,
    )  # fmt: skip


def _facts(event: Event) -> Iterable[tuple[str, str]]:
    told: Mapping[str, str | None] = {
        "Time zone": event.timezone, "Repeats": _rule(event.rrule), "Series": event.series, "Edition": event.edition,
        "Theme": event.theme, "Organizer": event.organizer,
    }  # fmt: skip
    yield from ((name, one_line(text)) for name, text in told.items() if text and one_line(text))


def _rule(rule: str | None) -> str | None:
    """A rule in words where it is a plain one, else as it is written."""
    named = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))
    found = re.match(r"FREQ=(DAILY|WEEKLY)(?:;BYDAY=([A-Z,]+))?(?:;|$)", rule or "")
    if not found or "INTERVAL" in (rule or ""):
        return rule
    told = [named[day] for day in (found[2] or "").split(",") if day in named]
    return f"every {', '.join(told)}" if told else {"DAILY": "every day", "WEEKLY": "every week"}[found[1]]


def _testimony(told: Told, evidence: bool) -> Testimony:
    event = told.event
    sentences = dict.fromkeys(map(one_line, event.quotes)) if evidence else ()
    return Testimony(
        origin=origin(event), when=spoken(event), where=card(event).where, status=event.status,
        sentences=tuple(filter(None, sentences)),
    )  # fmt: skip


_WHAT = {
    "published": "Found", "changed": "Changed", "conflict": "Contradicted", "rejected": "Rejected",
    "restored": "Restored", "retired": "Joined to another entry", "confirm": "Confirmed", "edit": "Edited",
    "merge": "Merged", "split": "Split",
}  # fmt: skip
_WHY = {
    "confirm": "confirmed by hand", "reject": "rejected by hand", "edit": "edited by hand", "merge": "merged by hand",
    "split": "split by hand",
}  # fmt: skip


def _step(step: Revision) -> Step:
    why = _WHY.get(step.decision or "", "")
    if step.release is not None:
        why = f"“{one_line(step.release)}”"
    changes = tuple((name, *map(_value, pair[:2])) for name, pair in step.changes.items() if len(pair) > 1)
    return Step(noted=step.noted, what=_WHAT.get(step.kind, step.kind.capitalize()), changes=_pairs(changes), why=why)


def _pairs(changes: Sequence[tuple[str, ...]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((each[0].replace("_", " "), each[1], each[2]) for each in changes)


def _value(value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


__all__ = ["STATUSES", "Card", "Entry", "Origin", "Step", "Testimony", "card", "entry", "origin",
           "shortened"]  # fmt: skip
