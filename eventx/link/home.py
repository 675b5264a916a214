"""Where a release is at home, for the zone of hours that nothing else tells: by its cities, telephones, or states.

A local release has no dateline, but it has an address or a number to call; an area code has a zone (ITU-T E.164,
by the phonenumbers library). One that comes from a capital is often about another place: a senator's state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from eventx import gazetteer
from eventx.lang import Language
from eventx.link.cities import pairs_in
from eventx.link.scene import Scene
from eventx.link.words import any_of
from eventx.model import Place, replace

_DEFAULT_REGION = "US"
"""Numbers without a country code are read as of here: releases elsewhere write theirs with one."""
_DOMAIN = re.compile(r"[\w-]\.([a-z]{2})(?![\w-])(?!\.\w)")
_CAPITALISED = re.compile(r"\b[A-Z][\w'-]+(?: (?=([A-Z][\w'-]+)))?")
_LEAST, _SHARE, _NATION, _TAG = 2, 0.5, 0.8, 3
"""How often a state must be named, which part of all states named it or its country must have, and how often a seat
in brackets counts."""


def home_zone(scene: Scene) -> str | None:
    """The IANA zone of the dateline, else that of all cities told with their region, else of all telephone numbers,
    else of the state named most, where they agree; None where nothing tells."""
    return scene.anchor.zone or next((home.zone for home in _homes(scene) if home.zone), None)


def home_place(scene: Scene) -> Place | None:
    """The dateline's place, else the country that cities or telephone numbers tell, with the state named most: it
    decides between namesakes."""
    if scene.anchor.place and not _from_capital(scene):
        return scene.anchor.place
    home = scene.anchor.place or next((home for home in _homes(scene) if home.country), None)
    state = named_state(scene)
    return replace(home, region=state.region) if home and state and state.country == home.country else home


def seat_of(scene: Scene) -> Place | None:
    """Where a hall without a city is: in the release's own; in the state named most where the release comes from the
    capital, as a member's of its parliament does."""
    place = scene.anchor.place
    state = named_state(scene) if place is None or _from_capital(scene) else None
    return state if state and state.region and _has_seat(scene.text, scene.language) else place


def _from_capital(scene: Scene) -> bool:
    place = scene.anchor.place
    return place is not None and f"{place.city}, {place.region}" in scene.language.data["events"]["capitals"]


def _homes(scene: Scene) -> Iterator[Place]:
    yield from _told(scene.text, scene.language)
    if state := named_state(scene):
        yield state
    if nation := _by_marks(scene.text, scene.language):
        yield nation


@lru_cache(maxsize=16)
def _by_marks(text: str, language: Language) -> Place | None:
    """The country of its addresses on the web, else of its money."""
    codes = {code.upper() for code in _DOMAIN.findall(text)} & set(language.data["events"]["domains"])
    money = {code for mark, code in language.data["events"]["money"].items() if mark in text}
    told = codes or money
    nation = gazetteer.country(told.pop()) if len(told) == 1 else None
    return Place(country=nation.country, zone=nation.zone) if nation else None


@lru_cache(maxsize=16)
def _told(text: str, language: Language) -> tuple[Place, Place]:
    """What the cities and what the telephone numbers of a text agree on."""
    return _agreed(_cities(text, language)), _agreed(_telephones(text))


def _agreed(places: Iterable[Place]) -> Place:
    told = list(places)
    countries, zones = {place.country for place in told}, {place.zone for place in told}
    return Place(
        country=countries.pop() if len(countries) == 1 else None, zone=zones.pop() if len(zones) == 1 else None
    )


def _cities(text: str, language: Language) -> Iterator[Place]:
    """Those that the gazetteer lists: a surname before a state is no city."""
    seen = set()
    for at, place in pairs_in(text, language):
        if at not in seen and place.geo and place.region and place.zone:
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


def named_state(scene: Scene) -> Place | None:
    """The state or province that a release names most, else the country of nearly all that it names."""
    return _named_state(scene.text, scene.language)


@lru_cache(maxsize=16)
def _named_state(text: str, language: Language) -> Place | None:
    told: Counter[str] = Counter()
    for match in _CAPITALISED.finditer(text):
        one, second = match[0].strip(), match[1]
        name = f"{one} {second}" if second and gazetteer.is_region(f"{one} {second}") else one
        if len(name) > _LEAST and not name.isupper() and gazetteer.is_region(name):
            told[name] += 1
    for match in _seat(language).finditer(text):
        told[match[1].strip()] += _TAG
    places = Counter[Place]()
    for name, count in told.items():
        place = gazetteer.find(name) if name not in gazetteer.CITY_FIRST else None
        if place and place.region and not place.city:
            places[place] += count
    total = sum(places.values())
    if total < _LEAST:
        return None
    best, count = places.most_common(1)[0]
    if count >= max(_LEAST, _SHARE * total):
        return best
    home = sum(number for place, number in places.items() if place.country == best.country)
    return Place(country=best.country) if home >= _NATION * total else None


def _has_seat(text: str, language: Language) -> bool:
    """True where a member of parliament is spoken of, by the seat in brackets or by title."""
    return any(shape.search(text) for shape in (_seat(language), _member(language)))


@cache
def _member(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(language.data['events']['members'])})\b\.? [A-Z]")


@cache
def _seat(language: Language) -> re.Pattern[str]:
    """A member's party and state: "(R-Iowa)", "D-Ark."; where marks were lost, "R Colo"."""
    parties = any_of(language.data["events"]["parties"])
    state = r"(?:[NSW]\.? ?)?[A-Z][a-z.]+(?: [A-Z][a-z]+)?|[A-Z]\.?[A-Z]\.?"
    return re.compile(rf"(?<=[ (])(?:{parties})[- –]({state})(?!\w)")
