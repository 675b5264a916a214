"""What a resolver looks at and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from eventx.lang import Language
from eventx.layout import Layout
from eventx.model import Anchor, Span
from eventx.temporal.tense import called_off, tense
from eventx.temporal.values import Expression


@dataclass(slots=True)
class Story:
    """What was told so far: the last day, the last one in this block, the last year written."""

    day: date | None = None
    block: int = -1
    block_day: date | None = None
    block_year: int | None = None
    sentence: int = -1
    sentence_year: int | None = None
    """A year told as "last year" holds for the open dates of its sentence alone."""
    sentence_week: date | None = None
    """The same for the weekdays behind a week told: "earlier this week … on Tuesday"."""
    first_year: int | None = None
    weekday_days: dict[int, date] = field(default_factory=dict)
    programme: date | None = None
    """The last day written with its month; the weekdays behind one to come go on from it."""
    programme_block: int = -1
    numbers: dict[int, date] = field(default_factory=dict)
    """The days told with a month, by their number: 8日 is 10月8日 again."""
    written: date | None = None
    """Where there is no anchor: the whole date that the text writes most often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Days found for an expression, before clock times."""

    first: date
    last: date
    precision: str = "day"
    known: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    doubt: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Setting:
    """All that a resolver may look at for one expression."""

    expression: Expression
    anchor: Anchor
    story: Story
    sentence: Span
    layout: Layout
    language: Language

    @cached_property
    def tense(self) -> int:
        """-1 past, 1 future, 0 not told. Looked for only where a part of the date is open: it costs the most."""
        return tense(self.layout.text, self.sentence, self.expression.span, self.language)

    @cached_property
    def called_off(self) -> bool:
        """True where the sentence tells of something to come that it will not be."""
        return called_off(self.layout.text, self.sentence, self.language)
