"""The two figures of a benchmark: how many days a system reads right, and how many characters it reads in a second.

A prediction is right where it overlaps a gold expression and has its first and its last day. Precision and recall
are those of days: gold expressions that a person could not pin on a day, and predictions of months or years, do not
count, unless one was taken for the other.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

ROUNDS = 3
"""A speed is the best of these: what else the machine does only ever makes it slower."""


class Text(NamedTuple):
    """A release as the systems get it; `expressions` are its gold ones, None where nobody annotated it."""

    id: str
    text: str
    reference: date | None
    lang: str
    expressions: Sequence[Mapping[str, Any]] | None


class Found(NamedTuple):
    """A time expression that a system found: characters of the text, first and last day (ISO 8601), precision."""

    start: int
    end: int
    first: str
    last: str
    precision: str = "day"


Finder = Callable[[Text], Sequence[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Days right, days predicted and days in gold."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Of the days predicted, those that are right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Of the days in gold, those that were found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / (self.predicted + self.gold) if self.right else 0.0


def score(texts: Sequence[Text], found: Sequence[Sequence[Found]]) -> Score:
    """The days of all annotated texts; `found` holds what a system made of each."""
    count: Counter[str] = Counter()
    for text, predictions in zip(texts, found, strict=True):
        count.update(_count(text.expressions or (), predictions))
    return Score(right=count["right"], predicted=count["predicted"], gold=count["gold"])


def _count(golds: Sequence[Mapping[str, Any]], predictions: Sequence[Found]) -> Counter[str]:
    pairs = dict(_pairs(golds, predictions))
    count: Counter[str] = Counter()
    for g, gold in enumerate(golds):
        if gold.get("optional"):
            continue
        prediction = predictions[pairs[g]] if g in pairs else None
        is_day = gold["precision"] == "day"
        count["gold"] += is_day
        count["predicted"] += prediction is not None and (is_day or prediction.precision == "day")
        count["right"] += is_day and prediction is not None and _right(gold, prediction)
    paired = set(pairs.values())
    count["predicted"] += sum(p.precision == "day" for i, p in enumerate(predictions) if i not in paired)
    return count


def _pairs(golds: Sequence[Mapping[str, Any]], predictions: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Gold and prediction that overlap, one to one: right ones first, then those that share most."""
    options = sorted(
        (
            (_right(gold, prediction), shared, -p, g)
            for g, gold in enumerate(golds)
            for p, prediction in enumerate(predictions)
            if (shared := min(gold["end"], prediction.end) - max(gold["start"], prediction.start)) > 0
        ),
        reverse=True,
    )
    golds_taken: set[int] = set()
    predictions_taken: set[int] = set()
    for _, _, p, g in options:
        if g not in golds_taken and -p not in predictions_taken:
            golds_taken.add(g)
            predictions_taken.add(-p)
            yield g, -p


def _right(gold: Mapping[str, Any], prediction: Found) -> bool:
    return (prediction.first[:10], prediction.last[:10]) == (gold["from"], gold["to"])


class Speed(NamedTuple):
    """Characters read in a second, and how many were read to tell."""

    rate: float
    characters: int


def clock() -> float:
    """Processor seconds of this process: others on the machine do not count."""
    return time.process_time()


def first_pass(work: Callable[[Text], object], texts: Sequence[Text]) -> Speed:
    """Characters per second over texts that the system sees for the first time; the first one alone goes before, for
    tables and models that load when first used are no part of it."""
    work(texts[0])
    start = clock()
    for text in texts:
        work(text)
    characters = sum(len(t.text) for t in texts)
    return Speed(characters / max(clock() - start, 1e-9), characters)


def speed(work: Callable[[Text], object], texts: Sequence[Text], size: int, limit: float) -> Speed:
    """Characters per second over the texts, repeated up to `size` characters or until `limit` seconds are over."""
    return max(_round(work, texts, size, limit) for _ in range(ROUNDS))


def _round(work: Callable[[Text], object], texts: Sequence[Text], size: int, limit: float) -> Speed:
    done, start = 0, clock()
    while done < size:
        for text in texts:
            work(text)
            done += len(text.text)
            if done >= size or clock() - start > limit:
                return Speed(done / max(clock() - start, 1e-9), done)
    return Speed(done / max(clock() - start, 1e-9), done)
