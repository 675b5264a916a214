"""The cities that words tell, with the gazetteer's help: "in Ames, Iowa", "4600 Wels", a convention centre's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from eventx import gazetteer
from eventx.lang import Language
from eventx.link.scene import Scene
from eventx.link.words import any_of, terms
from eventx.model import Place

NAME = r"(?:[A-Z0-9][\w.'&-]*|d'[A-Z]\w+)"
_BEFORE_COMMA = re.compile(rf"({NAME}(?: {NAME}){{0,3}})$")
_BEHIND_COMMA = re.compile(rf"\s+(?!M\.\s?D\.)({NAME}\.?(?: {NAME})?)")
"""No "Ana Lopez, M.D.": that is no Maryland, which is "Md." in AP style and "MD" on envelopes."""
_UNCOMMAED = re.compile(r"\b([A-Z][a-z]+(?: [A-Z][a-z]+){0,2}) {1,2}([A-Z]{2})(?=\s*(?:$|\d{5}\b))")
"""A city and its state at the end of a line, or before a postcode: "Decatur IL"."""
_POSTCODE = re.compile(r"(?:,|\n|^)\s*(?:[A-Z]{1,2}-)?\d{4,5} ([A-Z]\w+(?:[ -][A-Z]\w+)?)")
_LIST_GOES_ON = re.compile(r",? (?:[A-Z]|(?:and|or|&) [A-Z])")
_TWO_WORDS = re.compile(r"\b(?=([A-Z][\w'-]+ [A-Z][\w'-]+))")
_WORDS = re.compile(r"[A-Z][\w'-]+")
_ADDRESS = re.compile(rf"\d+ [^,\n]{{3,40}}, ({NAME}(?: {NAME}){{0,2}})$")
"""A street with its number, then the city: "104 East Water Street, Decorah"."""
_STREET_CITY = re.compile(rf"(?:\d+ [A-Z][^,\n]{{2,40}}|[A-Z][\w-]+ \d+[a-z]?), ({NAME}(?: {NAME})?)(?=[ ,.;]|$)")
"""The same where the sentence goes on, and streets with their number behind: "Hauptstrasse 85, Berlin, at 10"."""
_LONGEST_NAME = 80
"""Characters before a comma that are looked at: all of a text before each of its commas would be quadratic."""
_LEAST = 4
"""Letters of a city told without its region; shorter ones are words far more often (Of, Bay)."""


def only_city(scene: Scene, near: Place | None) -> Place | None:
    """The city of a release that tells one only, as local releases do: what they announce is there."""
    cities = {place.city: place for place in _cities_told(scene.text, scene.language, near)}
    if scene.anchor.place and scene.anchor.place.city:
        cities[scene.anchor.place.city] = scene.anchor.place
    return cities.popitem()[1] if len(cities) == 1 else None


@lru_cache(maxsize=16)
def _cities_told(text: str, language: Language, near: Place | None) -> tuple[Place, ...]:
    pairs = (place for _, place in pairs_in(text, language, near))
    named = (gazetteer.in_prose(match[1].split(",")[0].rstrip("."), near) for match in _in(language).finditer(text))
    large = (gazetteer.find(m[1], near=near) for m in _TWO_WORDS.finditer(text) if gazetteer.in_prose(m[1]))
    return tuple(place for place in (*pairs, *named, *large) if place and place.city)


@lru_cache(maxsize=16)
def _with_regions(text: str, language: Language, near: Place | None) -> Mapping[str, Place]:
    return {gazetteer.fold(place.city): place for _, place in pairs_in(text, language, near) if place.city}


def _told_elsewhere(scene: Scene, name: str, near: Place | None) -> Place | None:
    """The city of that name that the dateline tells, or the release anywhere with its region."""
    key, anchor = gazetteer.fold(name), scene.anchor.place
    if anchor and anchor.city and gazetteer.fold(anchor.city) == key:
        return anchor
    return _with_regions(scene.text, scene.language, near).get(key) if f"{name}, " in scene.text else None


def city_in(scene: Scene, words: str, near: Place | None, labelled: bool, title: str) -> Place | None:
    """The first city of the words, else their first region or country; in a line that is `labelled` as a place, any
    part of it may be one. What the `title` names tells nothing."""
    found = list(pairs_in(words, scene.language, near))
    for match in _UNCOMMAED.finditer(words):
        place = gazetteer.parse(f"{match[1]}, {match[2]}", near) if gazetteer.is_region(match[2]) else None
        if place:
            found.append((match.start(), place))
    for match in _in(scene.language).finditer(words):
        name = _timeless(match[1].rstrip(".,"), scene.language)
        for tried in (name, name.split(",")[0]):
            if len(tried) < _LEAST or tried.lower() in title.lower():
                continue
            place = _named(scene, tried, near)
            if place and (place.city or not found):
                found.append((match.start(1), place))
                break
    if not found:
        found.extend(_by_address(scene, words, near))
    if labelled and not found:
        for part in re.split(r"[,;/|–]\s*", words):
            if len(part) >= _LEAST and (place := gazetteer.parse(part.strip(" ."), near)):
                found.append((0, place))
    cities = [f for f in found if f[1].city] or found
    return min(cities, key=lambda f: f[0])[1] if cities else None


def _named(scene: Scene, name: str, near: Place | None) -> Place | None:
    """The place of a name behind "in": known to all, or told with its region elsewhere in the release."""
    if "," in name:
        place = gazetteer.parse(name, near)
        return place if place and (place.geo or _may_be_town(name.split(",", maxsplit=1)[0], scene.language)) else None
    return gazetteer.in_prose(name, near) or _told_elsewhere(scene, name, near)


def _timeless(name: str, language: Language) -> str:
    """ "Venice June" without the month that follows."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().rstrip(".") in language.words:
        words.pop()
    return " ".join(words).rstrip(",")


@cache
def _in(language: Language) -> re.Pattern[str]:
    """ "in Ames", "in Ames, Iowa", "the capital Accra"."""
    heads = any_of(language.data["events"]["town_heads"])
    return re.compile(
        rf"\b(?:in|at|near|IN|AT|{heads})\s+(?:downtown\s+|central\s+)?"
        rf"({NAME}(?:[ -](?:{NAME}|de|la|du|am))*(?:, (?:{NAME}\.?(?: {NAME})?))?)"
    )


def _by_address(scene: Scene, words: str, near: Place | None) -> Iterator[tuple[int, Place]]:
    """The city behind a street or a postcode: "104 East Water Street, Decorah", "Hauptplatz 1, 4600 Wels"."""
    address = _ADDRESS.search(words.strip(" ."))
    if address and (place := gazetteer.find(address[1], near=near)):
        yield address.start(1), place
    for match in _STREET_CITY.finditer(words):
        if place := gazetteer.in_prose(match[1], near):
            yield match.start(1), place
    for match in _POSTCODE.finditer(words):
        if place := _told_elsewhere(scene, match[1], near) or gazetteer.in_prose(match[1], near):
            yield match.start(1), place


def pairs_in(words: str, language: Language, near: Place | None = None) -> Iterator[tuple[int, Place]]:
    """Cities told with their region or country, each with the offset of its comma.

    One that the table lacks is none in a list, where its name is a region's or a country's ("folks in Louisiana,
    Mississippi"), or holds a word that no town is called by ("Elm College, Iowa", "However, U.S. Airways").
    """
    for at, tried, ends in city_pairs(words):
        place = gazetteer.parse(tried, near)
        if place and place.city and (place.geo is not None or (ends and _may_be_town(tried.split(",")[0], language))):
            yield at, place


def _may_be_town(name: str, language: Language) -> bool:
    own = {word.lower() for word in name.split()}
    titled = any(word.endswith(".") and len(word) > 3 for word in own)  # "Maj. Jane Doe", not "St. Cloud"
    other = own & _not_towns(language) or own & terms(language, "stops")
    return not (titled or other or gazetteer.is_region(name) or gazetteer.country(name))


def city_pairs(words: str) -> Iterator[tuple[int, str, bool]]:
    """What may be a city and its region around each comma, longest first, with the comma's offset, and whether
    a name of one thing may end there: not before another capital or in a list."""
    for comma in re.finditer(",", words):
        before = _BEFORE_COMMA.search(words, max(0, comma.start() - _LONGEST_NAME), comma.start())
        behind = _BEHIND_COMMA.match(words, comma.end())
        if before and behind:
            in_list = _LIST_GOES_ON.match(words, behind.end()) or words.endswith((", and ", ", or "), 0, before.start())
            names, regions = before[1].split(), behind[1].rstrip(".").split()
            for first in range(len(names)):
                for last in range(len(regions), 0, -1):
                    ends = last == len(regions) and not in_list
                    yield comma.start(), f"{' '.join(names[first:])}, {' '.join(regions[:last])}", ends


def city_in_title(scene: Scene, title: str, near: Place | None) -> Place | None:
    """ "Jefferies London Healthcare Conference" is in London, where nothing else tells; "Paris Noir" is a name of
    something else, without a noun of an event, unless the release tells of Paris, France."""
    words = _WORDS.findall(title)
    common = _not_towns(scene.language)
    named = bool(event_words(scene.language) & set(title.lower().split()))
    for size in (2, 1):
        for i in range(len(words) - size + 1):
            name = " ".join(words[i : i + size])
            if len(name) <= _LEAST or any(w.lower() in common for w in words[i : i + size]):
                continue
            place = _told_elsewhere(scene, name, near) or (gazetteer.in_prose(name, near) if named else None)
            if place and place.city and gazetteer.fold(place.city) == gazetteer.fold(name):
                return place
    return None


@cache
def _not_towns(language: Language) -> frozenset[str]:
    """Words of titles that are towns somewhere too: Summit, Harbor, Reading."""
    told = language.data["events"]
    lists = ("name_heads", "venue_nouns", "bodies")
    return event_words(language).union(*(told[name] for name in lists), language.words)


@cache
def event_words(language: Language) -> frozenset[str]:
    """The words of all nouns that name events."""
    tables = language.data["events"]["nouns"].values()
    return frozenset(word for table in tables for noun in table for word in noun.split())


def town_of(venue: str, near: Place | None, language: Language) -> Place | None:
    """The town, or else the state, that a venue is called by: "Ames Convention Center", "Iowa State Capitol", or that
    its name alone tells, as of halls of parliament."""
    told = language.data["events"]
    for name, place in told["landmarks"].items():
        if name in venue:
            return gazetteer.parse(place)
    words = venue.split()
    for size in (3, 2, 1):
        for i in range(len(words) - size + 1):
            name = " ".join(words[i : i + size])
            beside = {w.lower() for w in words[max(0, i - 1) : i] + words[i + size : i + size + 1]}
            common = size == 1 and (not beside & terms(language, "town_words") or name.lower() in _not_towns(language))
            if len(name) >= _LEAST and not common and (place := gazetteer.in_prose(name, near)):
                return place
    return None
