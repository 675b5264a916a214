"""When × mention → event: which whens are events' dates, what is on then, where, and what became of it.

`judge` scores every when that could be an event's date and ranks its titles (`features`, `weights.toml`),
`assemble` makes one entry of all that tell the same event, `details` and `places` fill in the rest.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from eventx.link.assemble import assemble, support
from eventx.link.cities import only_city
from eventx.link.compose import of_host_or_city
from eventx.link.details import aliases_of, is_online, organizer_of, series_of, theme_of, url_of
from eventx.link.entry import Entry
from eventx.link.home import home_place, home_zone
from eventx.link.judge import Judgement, Weights, default_weights, judge
from eventx.link.places import place_of
from eventx.link.repeat import repeated, weekly_days
from eventx.link.scene import Scene
from eventx.link.status import statuses
from eventx.model import Event, Evidence, Place, Source, Span, When
from eventx.safe import one_line
from eventx.temporal.clock import zone

__all__ = ["GROUNDS", "Origin", "grounds", "link", "source_of"]
_MOST_EVIDENCE, _MOST_AGAIN = 3, 2
_MOST_PLACED = 20
"""Dates of one event beside which its place is looked for."""
_SUPPORT = 0.25
"""From which probability on a date that makes no event by itself speaks for one of the same name."""


@dataclass(frozen=True, slots=True)
class Origin:
    """An event with the judgements that tell it (see `eventx.link.judge`), likeliest first, and where its title
    stands in the given text (None where it stands nowhere, as a composed one)."""

    event: Event
    judgements: tuple[Judgement, ...]
    title: Span | None


def link(scene: Scene, weights: Weights | None = None) -> list[Origin]:
    """The events of a release with where they come from, in the order of its text; none in a language whose file
    has no event nouns yet."""
    weights = weights or default_weights()
    judged = [j for j in judge(scene, weights) if not j.best.place]
    entries = assemble(scene, [j for j in judged if j.probability >= weights.threshold])
    support(entries, [j for j in judged if _SUPPORT <= j.probability < weights.threshold], scene)
    told = zip(entries, statuses(scene, entries), strict=True)
    events = with_uids([_event(scene, entry, status, weights) for entry, status in told], scene)
    return [_origin(scene, entry, event) for entry, event in zip(entries, events, strict=True)]


def _origin(scene: Scene, entry: Entry, event: Event) -> Origin:
    own = tuple(sorted(entry.judgements, key=lambda j: -j.probability))
    candidate = entry.title[1]
    outside = candidate.composed or (candidate.where == "headline" and scene.headline is None)
    if not outside:
        return Origin(event, own, scene.layout.given(candidate.mention.span))
    at = scene.lower.find(event.title.lower())
    span = Span(start=at, end=at + len(event.title))
    return Origin(event, own, scene.layout.given(span) if at >= 0 else None)


_NOWHERE = Place()
_LOCAL = frozenset({"ceremony", "festival", "hearing", "other", "performance", "press_conference", "sport", "workshop"})
"""Kinds that are on where the release comes from; to conferences, fairs and visits one travels."""

GROUNDS = ("role", "title", "told_again", "named_again")


def grounds(judgements: Sequence[Judgement]) -> tuple[float, ...]:
    """What an event's confidence rests on, in the order of GROUNDS: the log odds of its likeliest when, the score of
    its best title, how many more dates tell it (two at most count), the logarithm of how often the name is told."""
    probability = max(j.probability for j in judgements)
    again = min(len(judgements) - 1, _MOST_AGAIN)
    score, candidate = max((j.titles[0] for j in judgements), key=lambda t: t[0])
    return math.log(probability / (1 - probability)), score, float(again), math.log(max(1, candidate.count))


def _confidence(entry: Entry, weights: Weights) -> float:
    """The chance that title and days are right, as far as unseen releases told (tools/calibrate.py); less where the
    days themselves are doubtful."""
    told = weights.confidence
    shares = zip(GROUNDS, grounds(entry.judgements), strict=True)
    chance = 1 / (1 + math.exp(-told["bias"] - sum(told.get(name, 0.0) * value for name, value in shares)))
    return round(chance * (1 - 0.5 * entry.lead.when.doubt), 2)


def _event(scene: Scene, entry: Entry, status: str, weights: Weights) -> Event:
    when, (_, candidate) = entry.lead.when, entry.title
    title = candidate.title
    named_at = candidate.mention.span if candidate.where != "headline" or scene.headline else None
    place = _place(scene, entry, title, named_at)
    start, end, zone_name = _times(entry.hours or when, when, place, scene)
    weekly = weekly_days(scene, when)
    start, end, rrule = repeated(start, end, weekly)
    kind = candidate.mention.kind
    if kind in _LOCAL and place == Place(venue=place.venue):
        city = only_city(scene, home_place(scene))
        if city and home_zone(scene) in (None, city.zone):
            place = replace(city, venue=place.venue)
    if candidate.generic and title.islower():
        title = of_host_or_city(scene, title, place.city)
    series, edition = series_of(title, scene.language)
    return Event(
        uid="", title=one_line(title), aliases=aliases_of(scene, entry, title), series=series,
        edition=edition or (str(when.first_day.year) if candidate.mention.named else None), kind=kind,
        start=start, end=end, timezone=zone_name,
        precision=when.precision, inferred=when.inferred, rrule=rrule, place=place,
        online=is_online(scene, when, kind), status=status, theme=theme_of(scene, entry),
        organizer=organizer_of(scene, entry), url=url_of(scene, entry), lang=scene.lang,
        confidence=_confidence(entry, weights),
        notes=("It is told to repeat; no last day is.",) if weekly and rrule is None else (),
        evidence=_evidence(scene, entry),
        source=source_of(scene),
    )  # fmt: skip


def source_of(scene: Scene) -> Source:
    """The release, as its events tell where they are from."""
    release = scene.release
    return Source(id=release.id, url=release.url, title=scene.headline_text or None, published=scene.anchor.day)


def _place(scene: Scene, entry: Entry, title: str, named_at: Span | None) -> Place:
    """The place told beside the lead's when, else beside the event's next one."""
    near = home_place(scene)
    lead = entry.lead
    whens = [lead.when, *(j.when for j in entry.judgements if j is not lead)][:_MOST_PLACED]
    return next(
        (place for when in whens if (place := place_of(scene, when, title, named_at, near)) != _NOWHERE), _NOWHERE
    )


def _times(hours: When, when: When, place: Place, scene: Scene) -> tuple[date, date | None, str | None]:
    """Start, end and zone; a time without a zone is in the zone of its city, else in that of the release's home."""
    if not isinstance(hours.first, datetime):
        return when.first, when.last, None
    name = hours.zone or (place.zone if place.city or place.region else None) or home_zone(scene)
    start: datetime = datetime.combine(when.first_day, hours.first.timetz())
    end = hours.last
    if hours is not when and isinstance(end, datetime):
        end = start.replace(tzinfo=None) + (end.replace(tzinfo=None) - hours.first.replace(tzinfo=None))
        end = end.replace(tzinfo=start.tzinfo)
    if when.last_day > when.first_day and not isinstance(when.last, datetime):
        end = datetime.combine(when.last_day, end.timetz()) if isinstance(end, datetime) else when.last_day
    if start.tzinfo is None and name is not None:
        start = start.replace(tzinfo=zone(name))
        end = end.replace(tzinfo=zone(name)) if isinstance(end, datetime) else end
    return start, end, name


def _evidence(scene: Scene, entry: Entry) -> tuple[Evidence, ...]:
    made: list[Evidence] = []
    lead = entry.lead
    for judgement in [lead, *(j for j in sorted(entry.judgements, key=lambda j: j.when.span.start) if j is not lead)]:
        span = scene.layout.given(scene.layout.sentence_at(judgement.when.span.start))
        if all(span != e.span for e in made):
            made.append(Evidence(text=span.of(scene.release.text), span=span, rule=judgement.when.rule))
    return tuple(made[:_MOST_EVIDENCE])


def with_uids(events: Sequence[Event], scene: Scene) -> list[Event]:
    """Events with their UIDs: a hash of release, series and edition, with an ordinal where those repeat. No date in it,
    so that a corrected date keeps its UID."""
    seen: Counter[str] = Counter()
    made: list[Event] = []
    for event in events:
        series, written = series_of(event.title, scene.language)  # an edition that its date tells would change with it
        key = f"{scene.release.id}\n{series.casefold()}\n{written or ''}"
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\n{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
        made.append(replace(event, uid=f"{digest}@eventx"))
    return made
