"""The fields of an entry from its sightings: later releases and stronger evidence win, each field for itself.

Time is told by the releases' own days, never by the order in which they arrive; of one day, the more confident
sighting is taken for the later one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from eventx.ical.days import is_told_in
from eventx.link.details import series_of
from eventx.link.names import alike, name_of, speech, telling
from eventx.merge.kinship import superseded
from eventx.merge.profile import Profile, profile_of
from eventx.merge.values import Conflict, Entry, Sighting
from eventx.model import Event, Place, day_of

_FINENESS = {"month": 0, "week": 1, "day": 2}
_STANDING = {"tentative": 0, "confirmed": 1, "postponed": 2, "cancelled": 3}
"""Of one day's releases, the greater change is the news."""
_HALF = 0.5
"""What a further release counts for, beside the surest: they copy from each other."""
_SUREST = 0.99
_MOST_ALIASES = 6


@dataclass(frozen=True, slots=True)
class Dates:
    """When an entry is on, and whose telling that is."""

    of: Event
    start: date
    end: date | None

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        first = day_of(self.start)
        return first, max(day_of(self.end), first) if self.end else first


def merged(sightings: Sequence[Sighting]) -> Entry:
    """One entry of the sightings of one event; ValueError where there are none."""
    if not sightings:
        raise ValueError("an entry needs a sighting")
    return entry_of([profile_of(s) for s in sightings])


def entry_of(profiles: Sequence[Profile]) -> Entry:
    """The same of the profiles of at least one sighting."""
    told = sorted((p.sighting for p in profiles), key=lambda s: s.order)
    if all(s.event == told[0].event for s in told):
        return Entry(event=told[0].event, sightings=tuple(told))
    story = sorted(_standing(profiles), key=_in_time)
    dates = _dates(story)
    status = _status(story, dates)
    title = _title(story)
    lead = _lead(story, dates, status)
    events = [p.event for p in story]
    series, edition = _series(story, title, dates)
    event = replace(
        dates.of, uid=told[0].event.uid, title=title.title, aliases=_aliases(story, title), series=series,
        edition=edition, kind=_kind(events, title), start=dates.start, end=dates.end, place=_place(events),
        online=any(e.online for e in events), status=status, theme=_last(events, lambda e: e.theme),
        organizer=_last(events, lambda e: e.organizer), url=_last(events, lambda e: e.url),
        confidence=_confidence(story, dates), notes=_notes(lead, dates.of), evidence=lead.evidence, source=lead.source,
    )  # fmt: skip
    return Entry(event=event, sightings=tuple(told), conflicts=tuple(_conflicts(event, told)))


def _notes(lead: Event, dated: Event) -> tuple[str, ...]:
    """What the release to show tells, and which days of its rule the one tells whose dates are taken."""
    return tuple(dict.fromkeys((*lead.notes, *(note for note in dated.notes if is_told_in(note)))))


def _standing(profiles: Sequence[Profile]) -> Iterator[Profile]:
    """Without the dates that their own release tells as given up."""
    told: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        told[profile.event.source.id].append(profile)
    yield from (p for same in told.values() for p in same if not any(superseded(p, q) for q in same))


def _in_time(profile: Profile) -> tuple[date, int, float, int, str]:
    """Later is stronger: day of the release, what it changes, how sure and how exact it is."""
    event = profile.event
    day, key = profile.sighting.order
    return day, _STANDING.get(event.status, 1), event.confidence, _FINENESS.get(event.precision, 0), key


def _dates(story: Sequence[Profile]) -> Dates:
    """The days told last, made finer by what others tell of the same days; days that were given up stay so."""
    first = story[0].event
    now = Dates(first, first.start, first.end)
    left: set[tuple[date, date]] = set()
    for profile in story[1:]:
        event = profile.event
        new = Dates(event, event.start, event.end)
        if _meet(now.days, new.days):
            now = _finer(now, new)
        elif _FINENESS[event.precision] < _FINENESS[now.of.precision] and not profile.unsettled:
            continue  # a month says less than a day
        elif profile.moved or not any(_meet(new.days, days) for days in left):
            left.add(now.days)
            now = new
    return now


def _exactness(dates: Dates) -> int:
    """2 for an instant, 1 for an hour of which nobody knows the zone, 0 for days."""
    return int(dates.of.timed) + int(isinstance(dates.start, datetime) and dates.start.tzinfo is not None)


def _meet(a: tuple[date, date], b: tuple[date, date]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _finer(now: Dates, new: Dates) -> Dates:
    """Of two tellings of days that overlap, the later one, unless the earlier one says more."""
    fineness = _FINENESS[new.of.precision] - _FINENESS[now.of.precision]
    if fineness:
        return new if fineness > 0 else now
    if now.days == new.days:
        return now if _exactness(new) < _exactness(now) else new
    for wide, narrow in ((now, new), (new, now)):
        if wide.days[0] <= narrow.days[0] and narrow.days[1] <= wide.days[1]:  # a day of it, or its first hour
            opens = narrow.of.timed and not wide.of.timed and narrow.days[0] == wide.days[0]
            return Dates(narrow.of, narrow.start, wide.days[1]) if opens else wide
    return new


def _status(story: Sequence[Profile], dates: Dates) -> str:
    """What the last release made of it. What is planned is not doubted again by a weak word, unless for other days."""
    status = story[0].event.status
    for profile in story[1:]:
        told = profile.event.status
        doubted = told == "tentative" and status == "confirmed" and _meet((profile.days), dates.days)
        if not doubted:
            status = told
    return status


def _lead(story: Sequence[Profile], dates: Dates, status: str) -> Event:
    """The release to show: the last one that tells days and status as the entry has them, else the last of all."""
    said = [p for p in story if p.event.status == status]
    fitting = [p for p in said if _meet(p.days, dates.days)]
    return (fitting or said or story)[-1].event


def _title(story: Sequence[Profile]) -> Event:
    """The event whose title is taken: a name that tells, that most releases use, as it was first well written."""
    bags: Counter[frozenset[str]] = Counter()
    for bag, _ in {(p.names[0].bag, p.event.source.id) for p in story}:
        bags[bag] += 1

    def worth(profile: Profile) -> tuple[bool, int, int, bool, int, float]:
        name, title = profile.names[0], profile.event.title
        tell = len(telling(name, profile.language))
        written = not (title.isupper() or title[:1].islower())
        day = profile.sighting.order[0].toordinal()
        return profile.named, bags[name.bag], tell, written, -day, profile.event.confidence

    return max(story, key=worth).event


def _series(story: Sequence[Profile], title: Event, dates: Dates) -> tuple[str | None, str | None]:
    """The series of the title; the edition that is written, else the year of the days."""
    language = speech(title.lang)
    written = [e for p in story if (e := series_of(p.event.title, language)[1])]
    guessed = any(p.event.edition for p in story)
    own = series_of(title.title, language)[1]
    edition = own or (written[-1] if written else str(dates.days[0].year) if guessed else None)
    return title.series, edition


def _aliases(story: Sequence[Profile], title: Event) -> tuple[str, ...]:
    """Other names, each once, in the order in which they came up."""
    language = speech(title.lang)
    own = name_of(title.title, language)
    found: dict[frozenset[str], str] = {}
    for text in dict.fromkeys(text for p in story for text in (p.event.title, *p.event.aliases)):
        name = name_of(text, language)
        if alike(name, own, frozenset(), language) < 3 and telling(name, language):
            found.setdefault(name.bag, text)
    return tuple(found.values())[:_MOST_ALIASES]


def _kind(events: Sequence[Event], title: Event) -> str:
    """That of the title; where it has none, the one told most often."""
    if title.kind != "other":
        return title.kind
    kinds = Counter(e.kind for e in events if e.kind != "other")
    return min(kinds, key=lambda k: (-kinds[k], k)) if kinds else "other"


def _place(events: Sequence[Event]) -> Place:
    """The last city told with all that is told of it, and the venue told last, in the words most releases use."""
    place = Place()
    venues: Counter[str] = Counter()
    for told in (e.place for e in events):
        if told.city and place.city and told.city.casefold() != place.city.casefold():
            place, venues = Place(), Counter()
        fuller = told if told.city else place
        if told.venue and not any(_one_venue(told.venue, venue) for venue in venues):
            venues = Counter()
        venues.update([told.venue] if told.venue else [])
        place = replace(
            fuller, region=fuller.region or place.region or told.region,
            country=fuller.country or place.country or told.country,
            country_name=fuller.country_name or place.country_name or told.country_name,
            zone=fuller.zone or place.zone or told.zone, geo=fuller.geo or place.geo or told.geo,
        )  # fmt: skip
    return replace(place, venue=max(venues, key=lambda v: (venues[v], len(v), v), default=None))


def _one_venue(a: str, b: str) -> bool:
    """True where one of the two is the other in fewer words: "Hall 4" and "Hall 4, Javits Center"."""
    one, other = _venue_words(a), _venue_words(b)
    return one <= other or other <= one


@lru_cache(maxsize=4096)
def _venue_words(venue: str) -> frozenset[str]:
    return frozenset(w.strip(",.;") for w in venue.casefold().split())


def _last(events: Sequence[Event], field: Callable[[Event], str | None]) -> str | None:
    return next((value for e in reversed(events) if (value := field(e))), None)


def _confidence(story: Sequence[Profile], dates: Dates) -> float:
    """The surest sighting of the days, surer by each other release that tells them."""
    best: dict[str, float] = {}
    for profile in story:
        if _meet(profile.days, dates.days):
            event = profile.event
            best[event.source.id] = max(best.get(event.source.id, 0.0), event.confidence)
    surest, *others = sorted(best.values(), reverse=True)
    doubt = 1 - surest
    for other in others:
        doubt *= 1 - _HALF * other
    return round(max(surest, min(_SUREST, 1 - doubt)), 2)


def _conflicts(event: Event, sightings: Sequence[Sighting]) -> Iterator[Conflict]:
    """What sightings tell otherwise than the entry has it; what is only coarser, or left out, is no conflict."""
    for sighting in sightings:
        for name, kept, told in _compared(event, sighting.event):
            yield Conflict(field=name, kept=kept, refused=told, sighting=sighting.key)


def _compared(kept: Event, told: Event) -> Iterator[tuple[str, str, str]]:
    language = speech(told.lang)
    if name_of(kept.title, language).bag != name_of(told.title, language).bag:
        yield "title", kept.title, told.title
    yield from _compared_days(kept, told)
    if kept.status != told.status:
        yield "status", kept.status, told.status
    for name in ("venue", "city"):
        ours, theirs = getattr(kept.place, name), getattr(told.place, name)
        if ours and theirs and not _one_venue(ours, theirs):
            yield "place", ours, theirs


def _compared_days(kept: Event, told: Event) -> Iterator[tuple[str, str, str]]:
    ours, theirs = (day_of(kept.start), kept.last_day), (day_of(told.start), told.last_day)
    coarser = _FINENESS[told.precision] < _FINENESS[kept.precision]
    one_of_many = theirs[0] == theirs[1] and ours[0] != ours[1]
    if _meet(ours, theirs) and (coarser or one_of_many):
        return
    if ours[0] != theirs[0] or (kept.timed and told.timed and kept.start != told.start):
        yield "start", kept.start.isoformat(), told.start.isoformat()
    if ours[1] != theirs[1] and kept.end and told.end:
        yield "end", kept.end.isoformat(), told.end.isoformat()


__all__ = ["entry_of", "merged"]
