"""Time expressions: `scan` finds them, `refine` joins them, `resolve` gives them days and, by `roles`, a purpose.

The four work on a `Layout` and an `Anchor`; a text in a language without a file goes to `fallback`.
"""

from __future__ import annotations

from eventx.lang import Language
from eventx.layout import Layout
from eventx.model import Anchor, When
from eventx.temporal.refine import refine
from eventx.temporal.resolve import resolve
from eventx.temporal.scan import scan
from eventx.temporal.timex import inline
from eventx.temporal.values import Expression

__all__ = ["expressions", "inline", "scan", "whens"]


def expressions(layout: Layout, language: Language) -> list[Expression]:
    """What the text says of time, unresolved."""
    return refine(scan(layout, language), layout.text, language)


def whens(found: list[Expression], anchor: Anchor, layout: Layout, language: Language) -> list[When]:
    """The expressions resolved against the anchor, each with its role; offsets are the layout's."""
    return resolve(found, anchor, layout, language)
