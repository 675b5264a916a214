"""Sightings that grouping cannot tell apart: releases about one fair say the same of it by the thousand.

They are taken for one event before any pair is weighed, and weighed as one from then on. So the work grows with what
is told in different ways, not with how often it is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from eventx.merge.kinship import alone, clash, kinship, one_release
from eventx.merge.profile import Profile, whereabouts

Apart = Mapping[str, frozenset[str]]
"""Key of a sighting → those that people keep apart from it."""
_NOBODY: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Crowd:
    """Profiles of one shape, in time order; by release; one for each day of a release, one for each whose release it
    is."""

    members: list[Profile] = field(default_factory=list)
    told: dict[str, list[Profile]] = field(default_factory=dict)
    faces: dict[date | None, Profile] = field(default_factory=dict)
    actors: dict[frozenset[str], Profile] = field(default_factory=dict)

    @property
    def first(self) -> Profile:
        """What stands for all of them, but for release, day of release and whose release it is."""
        return self.members[0]

    def add(self, profile: Profile) -> None:
        """Take one in."""
        source = profile.event.source
        self.members.append(profile)
        self.told.setdefault(source.id, []).append(profile)
        self.faces.setdefault(source.published, profile)
        self.actors.setdefault(profile.actor, profile)

    def takes(self, profile: Profile) -> bool:
        """True unless its own release keeps it apart from one of these."""
        return not any(one_release(profile, p) for p in self.told.get(profile.event.source.id, ()))

    def ends(self) -> list[Profile]:
        """Those of no day, of the first and of the last: any comparison of days that holds for one holds for these."""
        days = [day for day in self.faces if day is not None]
        wanted = {min(days), max(days)} if days else set()
        return [self.faces[day] for day in self.faces if day is None or day in wanted]


def crowds(profiles: Sequence[Profile], apart: Apart) -> list[Crowd]:
    """The profiles, which are in time order, by shape; in the order of their first ones."""
    found: list[Crowd] = []
    of_shape: dict[object, list[Crowd]] = defaultdict(list)
    for profile in profiles:
        shape = (_shape(profile), apart.get(profile.sighting.key, _NOBODY))
        same = of_shape[shape]
        crowd = next((c for c in same if c.takes(profile)), None)
        if crowd is None:
            crowd = Crowd()
            same.append(crowd)
            found.append(crowd)
        crowd.add(profile)
    return found


def _shape(profile: Profile) -> tuple[object, ...]:
    """All that keys and kinship look at but the release and its day: two of one shape are surely kin.

    Whose release it is counts for a guest with an hour of its own, and, as the venue, for what has no name.
    """
    event, by_itself = profile.event, alone(profile)
    return (
        profile.language.code, profile.names, profile.named, profile.years, profile.numbers, profile.near, profile.days,
        profile.moved, by_itself, profile.actor if by_itself else None,
        None if profile.named else tuple(whereabouts(profile)),
        event.rrule is None, profile.uid, event.start, event.kind, event.status, event.precision, event.edition is None,
        (event.place.city or "").casefold(), event.place.country, event.place.geo,
    )  # fmt: skip


def sureness(a: Crowd, b: Crowd) -> float:
    """How sure it is that both are of one event: as sure as of any two of them, 0 where two of them clash."""
    if clashing(a, b):
        return 0.0
    if len(a.told.keys() | b.told.keys()) == 1 and one_release(a.first, b.first):
        return 0.0
    return max(kinship(p, q) for p, q in _asked(a, b))


def _asked(a: Crowd, b: Crowd) -> Iterator[tuple[Profile, Profile]]:
    """Pairs that answer for all: any where days overlap; else days of release count, for whichever is the later one."""
    yield a.first, b.first
    if a.first.days[0] <= b.first.days[1] and b.first.days[0] <= a.first.days[1]:
        return
    yield from ((p, q) for p in a.faces.values() for q in b.ends())
    yield from ((p, q) for p in a.ends() for q in b.faces.values())


def clashing(a: Crowd, b: Crowd) -> bool:
    """True where one of the one and one of the other cannot be one event."""
    if alone(a.first) or alone(b.first):
        return any(clash(p, q) for p in a.actors.values() for q in b.actors.values())
    return clash(a.first, b.first)


__all__ = ["Apart", "Crowd", "clashing", "crowds", "sureness"]
