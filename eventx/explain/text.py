"""The derivation as plain text, and the phrases that the page shares with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eventx.explain.derivation import Balance, DateTold, EventTold, derive
from eventx.export.table import when as when_of
from eventx.link.judge import Weights
from eventx.link.scene import Scene
from eventx.model import Anchor, Event, Evidence, When


def in_text(scene: Scene, weights: Weights | None = None) -> str:
    """The derivation of a release's events: its anchor, each date, each event; lines end with LF."""
    told = derive(scene, weights)
    lines = [f"Release {scene.release.id}: {flat(scene.headline_text) or '(no headline)'}", f"  {anchor(scene.anchor)}"]
    lines += ["", f"Dates ({len(told.dates)})"]
    lines += [line for number, date in enumerate(told.dates, 1) for line in _date(number, date)]
    lines += ["", f"Events ({len(told.events)})"]
    lines += [line for number, event in enumerate(told.events, 1) for line in _event(number, event)]
    return "\n".join(lines) + "\n"


def flat(text: str) -> str:
    """Text in one line, without the control characters that would steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def anchor(told: Anchor) -> str:
    """What the dates are counted from, and where that is from."""
    if told.day is None:
        day = "no day to count from: relative dates are left out (--published gives one)"
    else:
        day = f"dates are counted from {told.day.isoformat()} ({told.source})"
    place = told.place.label if told.place else None
    return ", ".join(filter(None, (day, place, told.zone)))


def days(when: When) -> str:
    """First and last, as ISO 8601."""
    first, last = when.first.isoformat(), when.last.isoformat() if when.last else None
    return first if last in (None, first) else f"{first} to {last}"


def parts(when: When) -> str:
    """Rule, precision, role, and which parts were written and which worked out."""
    told = [f"rule {when.rule}", f"precision {when.precision}", f"role {when.role}"]
    told += [f"written: {', '.join(when.known)}"] if when.known else []
    told += [f"worked out: {', '.join(when.inferred)}"] if when.inferred else []
    told += [f"doubt {when.doubt:.2f}"] if when.doubt else []
    return "; ".join(told)


def shares(told: Iterable[tuple[str, float]]) -> str:
    """Features with their part of the score: "timed +0.54, zoned +0.48"."""
    return ", ".join(f"{name} {value:+.2f}" for name, value in told)


def facts(event: Event) -> str:
    """When, where and of what kind, in one line."""
    place = "; ".join(filter(None, (event.place.label, "online" if event.online else None)))
    return f"{when_of(event)}, {flat(place) or 'no place told'}, {event.kind}, {event.status}"


def source_of(evidence: Evidence) -> str:
    """Where an event was read, or by what data it is declared."""
    if evidence.declared:
        return f"declared by the source ({evidence.rule}): {evidence.text}"
    return f'read from "{evidence.text}" ({evidence.rule})'


def verdict(date: DateTold) -> str:
    """What became of a date."""
    if date.events:
        return "event " + ", ".join(map(str, date.events))
    return f"no event: {flat(date.verdict)}"


def _date(number: int, date: DateTold) -> Iterator[str]:
    yield f'  {number:3}. "{flat(date.when.text)}" at {date.span.start}–{date.span.end}: {days(date.when)}'
    yield f"       {parts(date.when)}"
    yield from (f"       note: {note}" for note in date.when.notes)
    yield f"       -> {verdict(date)}"
    if not date.events:
        yield from _balance(Balance((), date.balance.minus))


def _event(number: int, told: EventTold) -> Iterator[str]:
    event = told.origin.event
    yield f"  {number:3}. {flat(event.title)}"
    yield f"       {facts(event)}; confidence {event.confidence:.2f}"
    yield from (f"       {flat(source_of(evidence))}" for evidence in event.evidence)
    if told.probability is not None:
        yield f"       is an event's date: {told.probability:.2f}"
        yield from _balance(told.balance)
    for rank, title in enumerate(told.titles):
        yield f'       {"title" if not rank else "   or"} {title.score:+.2f} "{flat(title.text)}" ({title.where})'
        yield from (f"      {line}" for line in _balance(title.balance))


def _balance(told: Balance) -> Iterator[str]:
    if told.plus:
        yield f"         for: {shares(told.plus)}"
    if told.minus:
        yield f"         against: {shares(told.minus)}"


__all__ = ["anchor", "days", "facts", "flat", "in_text", "parts", "shares", "source_of", "verdict"]
