"""Which rules for feeds a calendar breaks, one that is fetched or one in a file.

    check("https://example.com/feeds/fairs.ics", now=now)

Each rule is a function in the table of `rules.py`, which looks at the bytes, at the calendar in them as far as it can
be read, and at the answers of the server. Whatever is wrong in one place does not keep the others from being looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from eventx.errors import InputError
from eventx.feedcheck.fetch import LIMIT, fetch
from eventx.feedcheck.reader import read
from eventx.feedcheck.rules import RULES
from eventx.feedcheck.server import unzipped
from eventx.feedcheck.values import Answer, Answers, Fault, Seen

_OF_THE_FILE = range(1, 19)


def check(
    target: str, *, now: datetime, agent: str = "eventx", only: Collection[int] = (), ignore: Collection[int] = ()
) -> list[Fault]:
    """The faults of an address (http, https, webcal) or file, by rule and place; InputError where nothing can be read.

    `now` is the time of reading: what lies after it has not happened.
    """
    seen = _fetched(target, now, agent) if is_address(target) else _file(target, now)
    return faults(seen, only=only, ignore=ignore)


def faults(seen: Seen, *, only: Collection[int] = (), ignore: Collection[int] = ()) -> list[Fault]:
    """What is wrong with what was seen, by rule."""
    return [fault for fault in _all(seen) if fault.rule not in ignore and (not only or fault.rule in only)]


def is_address(target: str) -> bool:
    """True for what is fetched, False for the path of a file."""
    return target.lower().startswith(("http://", "https://", "webcal://", "webcals://"))


def _all(seen: Seen) -> Iterator[Fault]:
    for rule in RULES:
        if rule.number in _OF_THE_FILE and seen.answers and not seen.calendar.root.name:
            continue  # no calendar came: rule 21 says so
        if rule.number < _OF_THE_FILE[-1] and not seen.calendar.root.name and not seen.answers:
            continue  # a file without a calendar: rule 18 says so
        for found in rule.look(seen):
            yield Fault(rule.number, rule.says, *found)


def _fetched(url: str, now: datetime, agent: str) -> Seen:
    answers = fetch(url, agent=agent)
    return of_answers(answers, now)


def of_answers(answers: Answers, now: datetime) -> Seen:
    """What there is to look at in answers."""
    content, again = _content(answers.first), answers.again
    is_other = again is not None and again.status == HTTPStatus.OK and again.body not in (b"", answers.first.body)
    second = read(_content(again)) if again and is_other else None
    return Seen(content=content, calendar=read(content), now=now, answers=answers, again=second)


def _content(answer: Answer) -> bytes:
    """The calendar as it is after what was not asked for is undone; nothing of an answer that is none."""
    if answer.status != HTTPStatus.OK:
        return b""
    if answer.header("content-encoding").lower() == "gzip":
        return unzipped(answer.body, LIMIT) or b""
    return answer.body


def _file(path: str, now: datetime) -> Seen:
    try:
        with Path(path).open("rb") as file:
            content = file.read(LIMIT + 1)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}); check the path", where=path) from error
    if len(content) > LIMIT:
        raise InputError(f"the file is larger than {LIMIT // 1_000_000} MB", where=path)
    return Seen(content=content, calendar=read(content), now=now)


__all__ = ["RULES", "Fault", "check", "faults", "is_address", "of_answers"]
