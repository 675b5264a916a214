"""Days that a page's markup tells: of its publication, or of the event that it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date

from lxml import etree

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年]([01]?\d)[-/.月]([0-3]?\d)(?!\d)")
_LONG = 200
_JOINT = 4
"""Letters of the longest word between two ends of a range ("to", "bis"); "Updated" is longer."""


def days_in(*texts: str | None) -> Iterator[date]:
    """The days that texts write year first."""
    for text in texts:
        if found := _DAY.search(text[:_LONG] if text else ""):
            with suppress(ValueError):  # the 31st of February
                yield date(*map(int, found.groups()))


def is_of_event(element: etree._Element, days: Collection[date]) -> bool:
    """True for an element whose day is none of publication: one end of a range, or by its attributes one of the `days`
    of events that the page declares."""
    if any(day in days for day in days_in(element.get("datetime"), element.get("content"))):
        return True
    return _opens_range(element, element.getnext()) or _opens_range(element.getprevious(), element)


def _opens_range(first: etree._Element | None, second: etree._Element | None) -> bool:
    """True for two times with next to nothing between them: "March 14, 4 p.m. to 5 p.m."."""
    if first is None or second is None or first.tag != "time" or second.tag != "time":
        return False
    between = "".join(filter(str.isalpha, first.tail or ""))
    return len(between) <= _JOINT and first.get("datetime") != second.get("datetime")


__all__ = ["days_in", "is_of_event"]
