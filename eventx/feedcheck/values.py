"""The values of a check: what was seen of a feed, what is found wrong, what that is against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from eventx.feedcheck.reader import Calendar, Component, Line


class Answer(NamedTuple):
    """An answer of a server. Names of headers are in small letters; `body` is as it was sent, still compressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def header(self, name: str) -> str:
        """A header's value; empty where there is none."""
        return self.headers.get(name, "")


class Redirect(NamedTuple):
    """An answer that leads elsewhere."""

    url: str
    status: int
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a server answers to a calendar client. None is what was not asked, since the first answer was no feed."""

    url: str
    first: Answer
    redirects: tuple[Redirect, ...] = ()
    again: Answer | None = None
    zipped: Answer | None = None
    head: Answer | None = None
    same_tag: Answer | None = None
    other_tag: Answer | None = None
    old_date: Answer | None = None
    bad_date: Answer | None = None
    robots: Answer | None = None
    stranger: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What rules look at: the bytes, the calendar in them, and of a feed the answers.

    `again` is what a second reading gave where that was not the same.
    """

    content: bytes
    calendar: Calendar
    now: datetime
    answers: Answers | None = None
    again: Calendar | None = None


class Found(NamedTuple):
    """One place where a rule is broken, what is wrong there, and what to do."""

    message: str
    advice: str
    uid: str | None = None
    property: str | None = None
    line: int | None = None


Look = Callable[[Seen], Iterator[Found]]


class Rule(NamedTuple):
    """A rule: its number and words as in docs/clients.md, and how it is looked for."""

    number: int
    says: str
    look: Look


class Fault(NamedTuple):
    """A rule that a feed breaks, and where."""

    rule: int
    says: str
    message: str
    advice: str
    uid: str | None
    property: str | None
    line: int | None


def of_line(line: Line, message: str, advice: str, component: Component | None = None) -> Found:
    """What is wrong with a content line."""
    return Found(message, advice, component.uid if component else None, line.name, line.number)


def of_event(event: Component, message: str, advice: str, name: str | None = None) -> Found:
    """What is wrong with a component as a whole, or missing in it."""
    return Found(message, advice, event.uid, name, event.number)


__all__ = ["Answer", "Answers", "Fault", "Found", "Look", "Redirect", "Rule", "Seen", "of_event", "of_line"]
