"""What there is to tell of a release: each date with its verdict, each event with what weighed for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eventx.link.judge import Judgement, Weights, default_weights, judge
from eventx.link.scene import Scene
from eventx.link.title_features import title_features
from eventx.link.titles import Candidate
from eventx.model import Span, When, day_of
from eventx.pipeline import Origin, origins

MOST = 6
"""Features told each way, and titles of an event."""
_ENTRIES = ("day", "week", "month")

Share = tuple[str, float]
"""A feature's name and what it added to the score, in log-odds."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What weighed most for and against a score, heaviest first, up to MOST each."""

    plus: tuple[Share, ...]
    minus: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """A title that an event could have had."""

    text: str
    where: str
    score: float
    balance: Balance


@dataclass(frozen=True, slots=True)
class DateTold:
    """A date of the release: its place in the given text, the numbers of its events, and why it has none."""

    when: When
    span: Span
    events: tuple[int, ...]
    verdict: str
    probability: float | None
    balance: Balance


@dataclass(frozen=True, slots=True)
class EventTold:
    """An event, what spoke for its date being one, and its titles, best first. Probability None: not traced back."""

    origin: Origin
    probability: float | None
    balance: Balance
    titles: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """All of it, in the order of the text."""

    scene: Scene
    dates: tuple[DateTold, ...]
    events: tuple[EventTold, ...]


def derive(scene: Scene, weights: Weights | None = None) -> Derivation:
    """The derivation of a scene's events under some weights, by default those that eventx ships."""
    weights = weights or default_weights()
    traced = origins(scene, weights=weights)
    judged = judge(scene, weights)
    dates = tuple(_date_told(scene, when, judged, traced, weights) for when in scene.whens)
    return Derivation(scene, dates, tuple(_event_told(scene, origin, weights) for origin in traced))


def balance(features: Mapping[str, float], weights: Mapping[str, float]) -> Balance:
    """The features that weighed most; by name where they weigh the same."""
    shares = [(name, value * weights.get(name, 0.0)) for name, value in features.items()]
    ordered = sorted(shares, key=lambda s: (-abs(s[1]), s[0]))
    plus, minus = (tuple(s for s in ordered if s[1] * sign > 0)[:MOST] for sign in (1, -1))
    return Balance(plus, minus)


def _date_told(
    scene: Scene, when: When, judged: Iterable[Judgement], traced: Sequence[Origin], weights: Weights
) -> DateTold:
    own = next((j for j in judged if j.when.span.start <= when.span.start and when.span.end <= j.when.span.end), None)
    events = tuple(n for n, o in enumerate(traced, 1) if own and own.when.span in {j.when.span for j in o.judgements})
    return DateTold(
        when=when, span=scene.layout.given(when.span), events=events,
        verdict="" if events else _verdict(when, own, traced, weights),
        probability=own.probability if own else None,
        balance=balance(own.features, weights.role) if own else Balance((), ()),
    )  # fmt: skip


def _verdict(when: When, own: Judgement | None, traced: Sequence[Origin], weights: Weights) -> str:
    """Why a date became no event, in a clause."""
    if when.role == "dateline":
        return "it is the day of the release itself"
    if when.precision not in _ENTRIES:
        return f"a {when.precision} is too long for an entry in a calendar"
    if own is None:
        return "nothing near it reads like the name of an event"
    if own.probability < weights.threshold:
        return f"it is likelier not to be an event's date ({own.probability:.2f}, under {weights.threshold:.2f})"
    if own.best.place:
        return f"its best title, {own.best.title!r}, is a place"
    same = [n for n, o in enumerate(traced, 1) if _within(when.first_day, o)]
    return f"it is told with event {same[0]}" if same else "it belongs to an entry that was left out"


def _within(day: date, origin: Origin) -> bool:
    return day_of(origin.event.start) <= day <= origin.event.last_day


def _event_told(scene: Scene, origin: Origin, weights: Weights) -> EventTold:
    if not origin.judgements:
        return EventTold(origin, None, Balance((), ()), ())
    best = origin.judgements[0]
    titled = [(score, candidate, j.when) for j in origin.judgements for score, candidate in j.titles]
    titled.sort(key=lambda t: (-t[0], t[1].mention.span.start, t[1].title))
    titles: dict[str, Title] = {}
    for score, candidate, when in titled:
        titles.setdefault(candidate.title, _title(scene, when, candidate, score, weights))
    return EventTold(
        origin, best.probability, balance(best.features, weights.role), tuple(titles.values())[:MOST]
    )  # fmt: skip


def _title(scene: Scene, when: When, candidate: Candidate, score: float, weights: Weights) -> Title:
    shares = balance(title_features(scene, when, [candidate])[0], weights.title)
    return Title(candidate.title, candidate.where, score, shares)


__all__ = ["Balance", "DateTold", "Derivation", "EventTold", "Share", "Title", "balance", "derive"]
