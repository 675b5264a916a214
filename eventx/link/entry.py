"""An entry of a release: the judgements that tell one event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from eventx.link.hours import is_bare
from eventx.link.judge import Judgement
from eventx.link.titles import Candidate
from eventx.model import When


@dataclass(slots=True, eq=False)
class Entry:
    """Judgements that tell one event; `lead` is the one whose days it has."""

    judgements: list[Judgement] = field(default_factory=list)
    hours: When | None = None
    """Where the clock time stands, if not in the lead's own expression."""

    @property
    def lead(self) -> Judgement:
        """The judgement whose when says most: a range over a day, a time over none, then the likeliest."""
        best = max(self.judgements, key=_telling)
        same = [j for j in self.judgements if j is best or one_instant(j.when, best.when)]
        return min(same, key=lambda j: j.when.span.start)  # two zones for one instant: the first one named

    @property
    def first(self) -> Judgement:
        """The first one in the text."""
        return min(self.judgements, key=lambda j: j.when.span.start)

    @property
    def probability(self) -> float:
        """That of its likeliest judgement."""
        return max(j.probability for j in self.judgements)

    @property
    def title(self) -> tuple[float, Candidate]:
        """The best title of all."""
        return max((j.titles[0] for j in self.judgements), key=lambda t: (t[0], -t[1].mention.span.start))


def _telling(judgement: Judgement) -> tuple[bool, int, bool, bool, float]:
    when = judgement.when
    return when.precision == "day", length(when), when.timed, not is_bare(when), judgement.probability


def length(when: When) -> int:
    """The days between first and last."""
    return (when.last_day - when.first_day).days


def one_instant(a: When, b: When) -> bool:
    """Two zones for one instant."""
    first, second = a.first, b.first
    return (
        isinstance(first, datetime) and isinstance(second, datetime)
        and first.tzinfo is not None and second.tzinfo is not None and first == second
    )  # fmt: skip


__all__ = ["Entry", "length", "one_instant"]
