"""Where a release is at home, for the zone of hours that nothing else tells: by its cities, else its telephones.

A local release has no dateline, but it has an address or a number to call; an area code has a zone (ITU-T E.164,
by the phonenumbers library).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from eventx import gazetteer
from eventx.link.places import city_pairs
from eventx.link.scene import Scene
from eventx.model import Place

_DEFAULT_REGION = "US"
"""Numbers without a country code are read as of here: releases elsewhere write theirs with one."""


def home_zone(scene: Scene) -> str | None:
    """The IANA zone of the dateline, else that of all cities told with their region, else of all telephone numbers,
    where they agree; None where nothing tells."""
    return scene.anchor.zone or next((home.zone for home in _homes(scene.text) if home.zone), None)


def home_place(scene: Scene) -> Place | None:
    """The dateline's place, else the country that cities or telephone numbers tell: it decides between namesakes."""
    return scene.anchor.place or next((home for home in _homes(scene.text) if home.country), None)


@lru_cache(maxsize=16)
def _homes(text: str) -> tuple[Place, Place]:
    """What the cities and what the telephone numbers of a text agree on."""
    return _agreed(_cities(text)), _agreed(_telephones(text))


def _agreed(places: Iterable[Place]) -> Place:
    told = list(places)
    countries, zones = {place.country for place in told}, {place.zone for place in told}
    return Place(
        country=countries.pop() if len(countries) == 1 else None, zone=zones.pop() if len(zones) == 1 else None
    )


def _cities(text: str) -> Iterator[Place]:
    seen = set()
    for at, words in city_pairs(text):
        place = gazetteer.parse(words) if at not in seen else None
        if place and place.city and place.region and place.zone:
            seen.add(at)
            yield place


def _telephones(text: str) -> Iterator[Place]:
    import phonenumbers
    from phonenumbers import timezone

    for match in phonenumbers.PhoneNumberMatcher(text, _DEFAULT_REGION):
        zones = timezone.time_zones_for_number(match.number)
        country = phonenumbers.region_code_for_number(match.number)
        if country and len(zones) == 1 and zones[0] != timezone.UNKNOWN_TIMEZONE:
            yield Place(country=country, zone=zones[0])
