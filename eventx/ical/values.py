"""The values of a VEVENT's properties, of which any may be missing, told twice, or mean nothing."""

from __future__ import annotations

from typing import Any

import icalendar

from eventx.safe import one_line

LONGEST = 500
"""Characters of a title or a place that are kept."""


def first(component: icalendar.Component, name: str) -> Any:
    """The value of a property, the first where there are several; None without any."""
    told = component.get(name)
    return told[0] if isinstance(told, list) and told else told


def text(component: icalendar.Component, name: str) -> str:
    """A property in one line; "" without it."""
    return one_line(raw(first(component, name)))[:LONGEST]


def raw(value: Any) -> str:
    """A value as text: as it is written where it means nothing."""
    if isinstance(value, str):
        return str(value)
    return value.to_ical().decode("utf-8", "replace") if hasattr(value, "to_ical") else ""


__all__ = ["LONGEST", "first", "raw", "text"]
