"""Which sightings are of one event: pairs that share a key are weighed, the surest joined first.

Crowds, of what is told alike, are weighed as one.

What is joined depends on the set of sightings alone. Those that no chain of keys connects never touch each other, so
a connected part grouped by itself gives what grouping everything gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice, product

from eventx.merge.crowd import Apart, Crowd, clashing, crowds, sureness
from eventx.merge.kinship import alone, days_of_one, differ, one_release, one_uid
from eventx.merge.profile import Profile, keys_of, profile_of
from eventx.merge.values import Sighting, Ties

Link = tuple[float, int, int]
"""How sure, and the numbers of the two crowds."""
_NONE = Ties()
_TWICE = 2
"""How many dates of one name in one year may be those of one event of which nobody says that it moved."""


@dataclass(slots=True, eq=False)
class Cluster:
    """Crowds joined so far, their profiles by release, and what tells how often the event may have moved."""

    crowds: list[Crowd]
    told: dict[str, list[Profile]]
    keys: set[str]
    apart: set[str]
    names: set[tuple[frozenset[str], int]]
    spans: set[tuple[date, date]]
    moves: set[tuple[date, date]]

    @classmethod
    def of(cls, crowd: Crowd, apart: Apart) -> Cluster:
        """A cluster of one."""
        first, keys = crowd.first, {p.sighting.key for p in crowd.members}
        return cls(
            [crowd], {source: list(told) for source, told in crowd.told.items()}, keys,
            set(apart.get(first.sighting.key, ())), {_of_year(first)},
            {first.days} if first.event.precision == "day" else set(), {first.days} if first.unsettled else set(),
        )  # fmt: skip

    def take_in(self, other: Cluster) -> None:
        """All of the other too."""
        self.crowds += other.crowds
        for source, told in other.told.items():
            self.told.setdefault(source, []).extend(told)
        for mine, more in ((self.keys, other.keys), (self.apart, other.apart)):
            mine |= more
        self.names |= other.names
        self.spans |= other.spans
        self.moves |= other.moves


def group(sightings: Iterable[Sighting], ties: Ties = _NONE) -> list[tuple[Sighting, ...]]:
    """The sightings of each event, in time order; events in the order of their first sightings."""
    return [tuple(p.sighting for p in profiles) for profiles in grouped(sightings, ties)]


def grouped(sightings: Iterable[Sighting], ties: Ties = _NONE) -> list[list[Profile]]:
    """The same with the profiles."""
    profiles = [profile_of(s) for s in sorted(sightings, key=lambda s: s.order)]
    apart = _apart(ties)
    found = crowds(profiles, apart)
    clusters = [Cluster.of(crowd, apart) for crowd in found]
    home = list(range(len(found)))
    rare = _rare(found)
    tried: dict[tuple[int, int], tuple[int, int]] = {}
    for _, first, second in sorted(_links(found), key=lambda link: (-link[0], link[1], link[2])):
        one, other = _home(home, first), _home(home, second)
        size = len(clusters[one].crowds), len(clusters[other].crowds)
        if one == other or tried.get((one, other)) == size:
            continue
        tried[one, other] = size
        if _may_join(clusters[one], clusters[other], rare):
            _join(clusters, home, one, other)
    # Last: what somebody made one may differ in all that is weighed, and what repeats either part belongs to it too.
    number = {p.sighting.key: n for n, crowd in enumerate(found) for p in crowd.members}
    for pair in sorted(sorted(number[k] for k in pair) for pair in ties.together if all(k in number for k in pair)):
        _join(clusters, home, _home(home, pair[0]), _home(home, pair[-1]))
    made = [_members(clusters[i]) for i, above in enumerate(home) if i == above]
    return sorted(made, key=lambda members: _order(members[0]))


def _apart(ties: Ties) -> Apart:
    """Each sighting that is kept apart from others, with those."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in ties.apart:
        for key in pair:
            found[key] |= pair - {key}
    return {key: frozenset(others) for key, others in found.items()}


def _members(cluster: Cluster) -> list[Profile]:
    return sorted((p for crowd in cluster.crowds for p in crowd.members), key=_order)


def _order(profile: Profile) -> tuple[date, str]:
    return profile.sighting.order


def _links(found: Sequence[Crowd]) -> Iterator[Link]:
    """Pairs that may be one event, each once."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for i, crowd in enumerate(found):
        for key in keys_of(crowd.first):
            sharing[key].append(i)
    pairs = {pair for numbers in sharing.values() for pair in _pairs(found, numbers)}
    for one, other in pairs:
        if (sure := sureness(found[one], found[other])) > 0:
            yield sure, one, other


def _pairs(found: Sequence[Crowd], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of those crowds, without guests who clash by their names: hundreds present at one conference."""
    guests = {n: found[n].first.actor for n in numbers if alone(found[n].first) and found[n].first.actor}
    others = [n for n in numbers if n not in guests]
    yield from combinations(others, 2)
    yield from ((min(pair), max(pair)) for pair in product(guests, others))
    called: dict[str, list[int]] = defaultdict(list)
    for n, actor in guests.items():
        for word in actor:
            called[word].append(n)
    for n, actor in guests.items():  # whoever is called by all of these words is called by the rarest
        rarest = min(actor, key=lambda word: (len(called[word]), word))
        yield from ((min(n, other), max(n, other)) for other in called[rarest] if other != n)


def _rare(found: Iterable[Crowd]) -> set[tuple[frozenset[str], int]]:
    """Names with a year in which they stand for two dates at most: what has more is held more often than once."""
    told: dict[tuple[frozenset[str], int], set[tuple[date, date]]] = defaultdict(set)
    for profile in (crowd.first for crowd in found):
        if profile.yearly and profile.event.precision == "day":
            told[_of_year(profile)].add(profile.days)
    return {key for key, spans in told.items() if _stretches(spans) <= _TWICE}


def _of_year(profile: Profile) -> tuple[frozenset[str], int]:
    return profile.names[0].bag, profile.days[0].year


def _may_join(a: Cluster, b: Cluster, rare: set[tuple[frozenset[str], int]]) -> bool:
    """True where no two of them keep each other apart, and each further date is one that the event moved to."""
    if not a.apart.isdisjoint(b.keys):
        return False
    if any(one_uid(p.first, q.first) for p in a.crowds for q in b.crowds):
        return not any(clashing(p, q) for p in a.crowds for q in b.crowds) and _one_in_each_release(a, b)
    dates = max(1 + len(a.moves | b.moves), _TWICE * (not (rare.isdisjoint(a.names) and rare.isdisjoint(b.names))))
    if _stretches(a.spans | b.spans) > max(_stretches(a.spans), _stretches(b.spans), dates):
        return False
    if any(clashing(p, q) for p in a.crowds for q in b.crowds) or not _one_in_each_release(a, b):
        return False
    both = [crowd.first for crowd in a.crowds + b.crowds]
    if not any(differ(p.first, q.first) for p in a.crowds for q in b.crowds):
        return True
    moves = len({p.days for p in both if p.moved})
    cities = {p.event.place.city.casefold() for p in both if p.event.place.city}
    hours = {p.event.start for p in both if p.event.timed}
    return bool(moves) and max(len(cities), len(hours)) <= 1 + moves


def _one_in_each_release(a: Cluster, b: Cluster) -> bool:
    """True where no release tells of both as of two events, unless others tell that it is days of one."""
    pairs = [(p, q) for source in a.told.keys() & b.told.keys() for p in a.told[source] for q in b.told[source]]
    kept = [(p, q) for p, q in pairs if one_release(p, q)]
    if not kept:
        return True
    others = [face for crowd in a.crowds + b.crowds for face in _of_two(crowd)]
    return all(days_of_one(p, q, others) for p, q in kept)


def _of_two(crowd: Crowd) -> list[Profile]:
    """One of each of two releases, where there are two: one of them is another's than any."""
    return [told[0] for told in islice(crowd.told.values(), 2)]


def _stretches(spans: Iterable[tuple[date, date]]) -> int:
    """How many stretches of days that do not touch."""
    count, reach = 0, date.min
    for first, last in sorted(spans):
        count += not count or first > reach
        reach = max(reach, last)
    return count


def _home(home: list[int], number: int) -> int:
    """The number of the cluster that a sighting is in."""
    while home[number] != number:
        home[number] = home[home[number]]
        number = home[number]
    return number


def _join(clusters: list[Cluster], home: list[int], one: int, other: int) -> None:
    """The clusters of these numbers become one, with the smaller number."""
    if one != other:
        kept, gone = sorted((one, other))
        clusters[kept].take_in(clusters[gone])
        home[gone] = kept


__all__ = ["group", "grouped"]
