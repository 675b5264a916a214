"""Place name → city, region, country, IANA zone and geo, from one small shipped table.

Bare names have their most populous reading, as the cities have that stand alone in AP datelines,
unless `near` speaks for a namesake. The rows are in `table.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from eventx.gazetteer.table import City, Country, Region, fold, load, named_cities, named_countries, named_regions
from eventx.model import Place, replace

NEAR_SHARE = 20
"""A namesake in the country of `near` wins unless it is this many times smaller than the largest."""

CITY_FIRST = frozenset({"new york", "washington"})
"""Names of both a region and a city that mean the city when they stand alone."""

REGION_FIRST = frozenset({"georgia"})
"""Names of both a country and a region of another that mean the region when they stand alone."""

WITHIN = {"CN": ("CN", "HK", "MO", "TW"), "US": ("US", "PR", "GU", "VI"), "GB": ("GB", "JE", "GG", "IM", "GI")}
"""Countries that text writes after the cities of others ("Macau, China")."""

_PARTICLES = frozenset({
    "al", "am", "an", "bei", "by", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "en",
    "im", "in", "la", "las", "le", "les", "los", "ob", "of", "on", "sur", "the", "under", "upon", "van", "von", "y",
})  # fmt: skip
_LEAST = (5, 40, 100)
"""Thousands of inhabitants from which a bare name in prose means the city: in the region of `near`, in its country,
elsewhere."""
_JOINT = re.compile(r"\s+(?:and|AND|&)\s+|\s*[/;]\s*|\s+[-–—]\s+")


def find(
    name: str, *, region: str | None = None, country: str | None = None, near: Place | None = None
) -> Place | None:
    """The place of that name: a city, else a region or a country; None where the table has none.

    `region` (name or abbreviation) and `country` (name or ISO code) restrict it; what is left is
    decided by `near`, then by population. A bare name of a country or region means that, except
    for capitals of the same name ("Singapore") and CITY_FIRST.
    """
    if region is None and country is None:
        return _bare(name, near)
    codes = {c.code for c in named_countries(country)} if country else None
    if codes is not None and not codes:
        return None
    regions = named_regions(region, codes) if region else []
    if not regions:  # a Bavaria or Maharashtra is no row of the table: the country must do
        return _area(name, codes) or _best(named_cities(name, codes), near) if codes else None
    return _best((row for r in regions for row in named_cities(name, {r.country}, r.code)), near)


def parse(text: str, near: Place | None = None) -> Place | None:
    """The place that a dateline's "City", "City, Region" or "City, Region, Country" names, in any case.

    A city that the table lacks is taken from the text where its region or country is known. Of
    joint datelines ("NEW YORK and LONDON") the first place is told. None where nothing is known.
    """
    text = " ".join(text.split()).strip(" ,;:-–—")
    first = _JOINT.split(text)[0]
    whole = _known(_parts(text), near)
    if whole or first == text:
        return whole or _unlisted(_parts(text), near)
    return _known(_parts(first), near) or _unlisted(_parts(first), near)


def in_prose(name: str, near: Place | None = None) -> Place | None:
    """The place that a bare capitalised name in running text means; None where it is likelier another word.

    Countries and regions count; a city counts from a size on (_LEAST), a smaller one the nearer it is to
    `near`: Time (Norway) and Diamond (Illinois) are towns, but not in most sentences.
    """
    key = fold(name)
    if not name[:1].isupper() or not key:
        return None
    if named_countries(name) or named_regions(name):
        return _bare(name, near)
    return _best([row for row in named_cities(key) if row.population >= _LEAST[_distance(row, near)]], near)


def country(name: str) -> Place | None:
    """The country of that name, abbreviation ("U.S.", "UAE") or ISO 3166-1 alpha-2 code; None for others."""
    found = named_countries(name)
    return _country_place(found[0]) if found else None


def is_region(name: str) -> bool:
    """True for a state, province or UK nation, or an abbreviation of one in its own case ("Mass.", not "mass")."""
    return bool(named_regions(name))


def zone_of(place: Place | None) -> str | None:
    """The IANA zone of a place: its own, else that of its city, region or country; None where unknown."""
    if place is None or place.zone:
        return place.zone if place else None
    city = find(place.city, region=place.region, country=place.country) if place.city else None
    regions = named_regions(place.region, {place.country} if place.country else None) if place.region else []
    nations = named_countries(place.country) if place.country else []
    return next((known.zone for known in (city, *regions, *nations) if known), None)


# --- readings of a name


def _bare(name: str, near: Place | None) -> Place | None:
    key = fold(name).removesuffix(" sar")
    nations = named_countries(name)
    regions = named_regions(name)
    at_home = [r for r in regions if near and r.country == near.country]
    coded = bool(regions) and (len(key) == 2 or key in REGION_FIRST)  # "CA" stands for California, not for Canada
    if nations and not at_home and (not coded or _at_home(nations[0], near)):
        return _capital(nations[0], key) or _country_place(nations[0])
    if regions and key not in CITY_FIRST:
        return _region_place((at_home or regions)[0])
    return _best(named_cities(key), near)


def _capital(nation: Country, key: str) -> Place | None:
    """The city where capital and country share a name: a dateline's "SINGAPORE" is both."""
    return _best(named_cities(key, {nation.code}), None) if nation.capital == key else None


def _at_home(nation: Country, near: Place | None) -> bool:
    return near is not None and near.country == nation.code


def _area(name: str, codes: set[str]) -> Place | None:
    """A region within the given countries."""
    regions = named_regions(name, codes) if fold(name) not in CITY_FIRST else []
    return _region_place(regions[0]) if regions else None


def _parts(text: str) -> list[str]:
    return [p for p in (part.strip() for part in text.split(",")) if p]


def _known(parts: list[str], near: Place | None) -> Place | None:
    """The reading whose city the table has; leading parts (a district, a venue) may be left out."""
    if not parts:
        return None
    if len(parts) == 1:
        return _bare(parts[0], near) or _uncommaed(parts[0], near)
    for start in range(len(parts) - 1):
        found = _within(parts[start], parts[start + 1 :], near)
        if found:
            return found
    return None


def _within(city: str, rest: list[str], near: Place | None) -> Place | None:
    """A listed city, or a region, by the region and country that follow it.

    The last word is read as a region before it is read as a country: "Ontario, CA", "Athens, Georgia".
    """
    codes = {c for n in named_countries(rest[-1]) for c in WITHIN.get(n.code, (n.code,))}
    regions = named_regions(rest[0], codes if len(rest) > 1 else None)
    rows = [row for r in regions for row in named_cities(city, {r.country}, r.code)]
    if rows or not codes:
        return _best(rows, near)
    return _area(city, codes) or _best(named_cities(city, codes), near)


def _uncommaed(text: str, near: Place | None) -> Place | None:
    """ "WASHINGTON  D C", "Boston MA": datelines whose punctuation was lost."""
    words = text.split()
    for size in (1, 2, 3):
        head, tail = " ".join(words[:-size]), " ".join(words[-size:])
        if head and (found := _within(head, [tail], near)):
            return found
    return None


def _unlisted(parts: list[str], near: Place | None) -> Place | None:
    """A city that the table lacks, in a region or country that it has."""
    if len(parts) < 2 or not _like_a_name(parts[0]):
        return None
    regions = named_regions(parts[1], {near.country} if near and near.country else None) or named_regions(parts[1])
    area = _region_place(regions[0]) if regions else country(parts[-1])
    return replace(area, city=_cased(parts[0])) if area else None


def _like_a_name(text: str) -> bool:
    words = text.split()
    named = words[0][0].isupper() and all(w[0].isupper() or w.casefold() in _PARTICLES for w in words)
    return named and len(words) <= 5 and not re.search(r"[\d:()]|\.$", text)


def _cased(text: str) -> str:
    """Capitals of a dateline to title case; other spellings stay ("McLean")."""
    if not text.isupper():
        return text
    words = re.sub(r"[^\W\d_]+(?:['’]S\b)?", lambda m: m[0].capitalize(), text).split()
    return " ".join(w.lower() if i and w.lower() in _PARTICLES else w for i, w in enumerate(words))


# --- the choice among rows


def _best(rows: Iterable[City], near: Place | None) -> Place | None:
    """The most populous row, or one nearer to `near` that is not NEAR_SHARE times smaller."""
    ranked = sorted(rows, key=lambda row: -row.population)
    if not ranked:
        return None
    enough = [row for row in ranked if row.population * NEAR_SHARE >= ranked[0].population]
    return _city_place(min(enough, key=lambda row: _distance(row, near)))


def _distance(row: City, near: Place | None) -> int:
    if near is None or row.country != near.country:
        return 2
    region = load().regions.get((row.country, row.region))
    return 0 if region and region.name == near.region else 1


# --- values


def _city_place(row: City) -> Place:
    table = load()
    region = table.regions.get((row.country, row.region))
    shown = region.name if region and row.country != "GB" else None
    nation = table.countries[row.country].name
    return Place(city=row.name, region=shown, country=row.country, country_name=nation, zone=row.zone, geo=row.geo)


def _region_place(region: Region) -> Place:
    nation = load().countries[region.country].name
    return Place(region=region.name, country=region.country, country_name=nation, zone=region.zone)


def _country_place(nation: Country) -> Place:
    return Place(country=nation.code, country_name=nation.name, zone=nation.zone)


__all__ = ["country", "find", "fold", "in_prose", "is_region", "parse", "zone_of"]
