"""Where a release is at home, for the zone of hours that nothing else tells: by its cities, else its telephones.

A local release has no dateline, but it has an address or a number to call; an area code has a zone (ITU-T E.164,
by the phonenumbers library).
"""

from __future__ import annotations

from collections import Counter

from eventx import gazetteer
from eventx.link.places import city_pairs
from eventx.link.scene import Scene

_DEFAULT_REGION = "US"
"""Numbers without a country code are read as of here: releases elsewhere write theirs with one."""


def home_zone(scene: Scene) -> str | None:
    """The IANA zone of the dateline, else of the city told most often with its region, else of all telephone numbers
    where they agree; None where nothing tells."""
    return scene.anchor.zone or _of_cities(scene.text) or _of_telephones(scene.text)


def _of_cities(text: str) -> str | None:
    zones: Counter[str] = Counter()
    seen = set()
    for at, words in city_pairs(text):
        place = gazetteer.parse(words) if at not in seen else None
        if place and place.city and place.region and place.zone:
            seen.add(at)
            zones[place.zone] += 1
    return zones.most_common(1)[0][0] if len(zones) == 1 else None


def _of_telephones(text: str) -> str | None:
    import phonenumbers
    from phonenumbers import timezone

    zones = {
        timezone.time_zones_for_number(match.number) for match in phonenumbers.PhoneNumberMatcher(text, _DEFAULT_REGION)
    }
    single = {z for z in zones if len(z) == 1 and z[0] != timezone.UNKNOWN_TIMEZONE}
    return single.pop()[0] if len(single) == 1 else None
