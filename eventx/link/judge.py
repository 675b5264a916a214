"""When × mention → event: which whens are events' dates, what is on then, where, and what became of it.

`judge` scores every when that could be an event's date and ranks its titles (`features`, `weights.toml`),
`assemble` makes one entry of all that tells the same event, `details` fills in place, status and the rest.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from eventx.link.features import Features, role_features
from eventx.link.moved import as_moved, given_up
from eventx.link.scene import Scene
from eventx.link.title_features import title_features
from eventx.link.titles import Candidate, candidates
from eventx.link.words import cues
from eventx.model import Span, When

_MOST_TITLES = 6
_POSSIBLE = ("day", "week", "month")
MOST_DATES = 1_000
"""Dates of one release that are looked at, in the order of its text; the longest releases tell some hundred."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Linear models: a weight for each feature's name, and from which probability on a when is an event's date."""

    role: Mapping[str, float]
    title: Mapping[str, float]
    confidence: Mapping[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A when with its probability of being an event's date and its titles, best first, each with its score."""

    when: When
    probability: float
    titles: tuple[tuple[float, Candidate], ...]
    features: Features

    @property
    def best(self) -> Candidate:
        """The best title."""
        return self.titles[0][1]


@cache
def default_weights() -> Weights:
    """The weights that eventx ships."""
    data = tomllib.loads(files("eventx").joinpath("weights.toml").read_text(encoding="utf-8"))
    return Weights(data["role"], data["title"], data["confidence"], data["decision"]["threshold"])


def score(features: Features, weights: Mapping[str, float]) -> float:
    """The weighted sum; features without a weight count nothing."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


def told_dates(scene: Scene) -> list[When]:
    """The days, weeks and months that a release tells outside its dateline."""
    return [w for w in scene.whens if w.precision in _POSSIBLE and w.role != "dateline"]


def possible(scene: Scene) -> list[When]:
    """The whens that could be an event's date: days, weeks and months outside the dateline; neighbouring days of
    one list ("June 1 and 2") are one."""
    made: list[When] = []
    told = told_dates(scene)[:MOST_DATES]
    dated = scene.dated[:MOST_DATES]
    off = {w.span for w in {*told, *dated} if given_up(scene, w)}
    old = {w.first_day for w in dated if w.span in off}
    for when in told:
        if when.span in off or _is_told_off(scene, when, old):
            continue
        when = as_moved(scene, when)
        if made and (_follows(made[-1], when) or _goes_on_until(scene, made[-1], when)):
            made[-1] = _both(made[-1], when, scene.text)
        else:
            made.append(when)
    return made


def _is_told_off(scene: Scene, when: When, old: Collection[date]) -> bool:
    """True where a day that was given up for a new one is told again as the one that is off."""
    if when.first_day not in old or when.last_day > when.first_day:
        return False
    sentence = scene.layout.sentence_at(when.span.start).of(scene.text)
    return any(cues(scene.language, n).search(sentence) for n in ("cancelled", "postponed"))


def _follows(before: When, when: When) -> bool:
    same_list = when.group > 0 and when.group == before.group
    return same_list and not before.timed and (when.first_day - before.last_day).days == 1


_SENTENCE_REACH = 170


def _goes_on_until(scene: Scene, before: When, when: When) -> bool:
    """ "opened Sept. 17 … and runs until Nov. 5": an end told in the sentence of its start."""
    if (
        when.open != "until"
        or before.timed
        or before.last_day != before.first_day
        or when.timed
        or before.open == "until"
    ):
        return False
    if not before.first_day < when.first_day or before.precision != "day" or when.precision != "day":
        return False
    near = when.span.start - before.span.end < _SENTENCE_REACH
    same = scene.layout.sentence_at(before.span.start) == scene.layout.sentence_at(when.span.start)
    if cues(scene.language, "replay").search(scene.text, before.span.end, when.span.start):
        return False
    return near and same and "replay" not in (before.role, when.role) and before.role != "deadline"


def _both(before: When, when: When, text: str) -> When:
    span = Span(start=before.span.start, end=when.span.end)
    if when.timed and isinstance(when.first, datetime):  # "June 1 and 2, at 8 p.m.": the hour holds for both
        first: date = datetime.combine(before.first_day, when.first.timetz())
        return replace(when, span=span, text=span.of(text), first=first, last=when.last_day)
    return replace(before, span=span, text=span.of(text), last=when.last)


def judge(scene: Scene, weights: Weights) -> list[Judgement]:
    """Every possible when with at least one title candidate, judged; none in a language whose file has no event nouns
    yet."""
    if "events" not in scene.language.data:
        return []
    made = []
    for when in possible(scene):
        found = candidates(scene, when)
        if not found:
            continue
        told = title_features(scene, when, found)
        ranked = sorted(((score(f, weights.title), c, f) for c, f in zip(found, told, strict=True)), key=_best_first)
        features = {**role_features(scene, when), **of_title(ranked[0][0], ranked[0][2])}
        probability = 1 / (1 + math.exp(-score(features, weights.role)))
        made.append(Judgement(when, probability, tuple((s, c) for s, c, _ in ranked[:_MOST_TITLES]), features))
    return made


def _best_first(ranked: tuple[float, Candidate, Features]) -> tuple[float, int, str]:
    """By score, then by place in the text: the same on every run."""
    best, candidate, _ = ranked
    return -best, candidate.mention.span.start, candidate.title


def of_title(best: float, title: Features) -> Features:
    """What the best title's score and features say of its when: a date whose neighbour reads like an event's name is
    likelier an event's, one beside a mere capitalised run is not."""
    said = (name for name in title if name.startswith(_OF_TITLE) or name in _FLAWS)
    return {"best_title": max(-6.0, min(6.0, best)), **{f"title.{name}": 1.0 for name in said}}


_OF_TITLE = ("form.", "kind.")
_FLAWS = frozenset({"generic", "is_body", "is_place", "told_again", "in_headline"})
