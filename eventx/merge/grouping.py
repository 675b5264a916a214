"""Which sightings are of one event: pairs that share a key are weighed, the surest joined first.

What is joined depends on the set of sightings alone. Those that no chain of keys connects never touch each other, so
a connected part grouped by itself gives what grouping everything gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from eventx.merge.kinship import clash, days_of_one, differ, kinship, one_release
from eventx.merge.profile import Profile, keys_of, profile_of
from eventx.merge.values import Sighting, Ties

Link = tuple[float, int, int]
"""How sure, and the numbers of the two sightings."""
_NONE = Ties()
_TWICE = 2
"""How many dates of one name in one year may be those of one event of which nobody says that it moved."""


@dataclass(slots=True, eq=False)
class Cluster:
    """Sightings joined so far, with what tells how often the event may have moved."""

    members: list[Profile]
    spans: set[tuple[date, date]] = field(default_factory=set)
    moves: set[tuple[date, date]] = field(default_factory=set)

    @classmethod
    def of(cls, profile: Profile) -> Cluster:
        """A cluster of one."""
        sharp = {profile.days} if profile.event.precision == "day" else set()
        return cls([profile], sharp, {profile.days} if profile.unsettled else set())


def group(sightings: Iterable[Sighting], ties: Ties = _NONE) -> list[tuple[Sighting, ...]]:
    """The sightings of each event, in time order; events in the order of their first sightings."""
    return [tuple(p.sighting for p in profiles) for profiles in grouped(sightings, ties)]


def grouped(sightings: Iterable[Sighting], ties: Ties = _NONE) -> list[list[Profile]]:
    """The same with the profiles."""
    profiles = [profile_of(s) for s in sorted(sightings, key=lambda s: s.order)]
    number = {p.sighting.key: i for i, p in enumerate(profiles)}
    clusters = [Cluster.of(p) for p in profiles]
    home = list(range(len(profiles)))
    rare = _rare(profiles)
    apart = {frozenset(number[k] for k in pair) for pair in ties.apart if all(k in number for k in pair)}
    for _, first, second in sorted(_links(profiles), key=lambda link: (-link[0], link[1], link[2])):
        one, other = _home(home, first), _home(home, second)
        if one != other and _may_join(clusters[one], clusters[other], apart, rare, number):
            _join(clusters, home, one, other)
    # Last: what somebody made one may differ in all that is weighed, and what repeats either part belongs to it too.
    for pair in sorted(sorted(number[k] for k in pair) for pair in ties.together if all(k in number for k in pair)):
        _join(clusters, home, _home(home, pair[0]), _home(home, pair[-1]))
    found = [clusters[i].members for i, above in enumerate(home) if i == above]
    return sorted((sorted(members, key=_order) for members in found), key=lambda members: _order(members[0]))


def _order(profile: Profile) -> tuple[date, str]:
    return profile.sighting.order


def _links(profiles: Sequence[Profile]) -> Iterator[Link]:
    """Pairs that may be one event, each once."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for i, profile in enumerate(profiles):
        for key in keys_of(profile):
            sharing[key].append(i)
    pairs = {pair for numbers in sharing.values() for pair in combinations(numbers, 2)}
    for one, other in pairs:
        if (sure := kinship(profiles[one], profiles[other])) > 0:
            yield sure, one, other


def _rare(profiles: Sequence[Profile]) -> set[tuple[frozenset[str], int]]:
    """Names with a year in which they stand for two dates at most: what has more is held more often than once."""
    told: dict[tuple[frozenset[str], int], set[tuple[date, date]]] = defaultdict(set)
    for profile in profiles:
        if profile.yearly and profile.event.precision == "day":
            told[_of_year(profile)].add(profile.days)
    return {key for key, spans in told.items() if _stretches(spans) <= _TWICE}


def _of_year(profile: Profile) -> tuple[frozenset[str], int]:
    return profile.names[0].bag, profile.days[0].year


def _may_join(
    a: Cluster, b: Cluster, apart: set[frozenset[int]], rare: set[tuple[frozenset[str], int]], number: dict[str, int]
) -> bool:
    """True where no two of them keep each other apart, and each further date is one that the event moved to."""
    if apart and any(frozenset((number[p.sighting.key], number[q.sighting.key])) in apart
                     for p in a.members for q in b.members):  # fmt: skip
        return False
    both = a.members + b.members
    dates = max(1 + len(a.moves | b.moves), _TWICE * any(_of_year(p) in rare for p in both))
    if _stretches(a.spans | b.spans) > max(_stretches(a.spans), _stretches(b.spans), dates):
        return False
    pairs = [(p, q) for p in a.members for q in b.members]
    if any(clash(p, q) or (one_release(p, q) and not days_of_one(p, q, both)) for p, q in pairs):
        return False
    if not any(differ(p, q) for p, q in pairs):
        return True
    moves = len({p.days for p in both if p.moved})
    cities = {p.event.place.city.casefold() for p in both if p.event.place.city}
    hours = {p.event.start for p in both if p.event.timed}
    return bool(moves) and max(len(cities), len(hours)) <= 1 + moves


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
    if one == other:
        return
    kept, gone = sorted((one, other))
    left, right = clusters[kept], clusters[gone]
    clusters[kept] = Cluster(left.members + right.members, left.spans | right.spans, left.moves | right.moves)
    home[gone] = kept


__all__ = ["group", "grouped"]
