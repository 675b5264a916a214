"""A location as it is declared → Place, and where it is on the net."""

from __future__ import annotations

import math
import re
from typing import Any, NamedTuple

from eventx import gazetteer
from eventx.gazetteer.table import load
from eventx.ingest.declared.nodes import Fields, Graph, clean, first, link, local, text_of, texts, types_of
from eventx.model import Place, replace

_ADDRESS = re.compile(r"(?i)https?://\S+")
_CODE = re.compile(r"\b(?=\w*\d)[\w-]{3,10}\b")
_POSTAL = frozenset({"postaladdress", "address"})
_MOST_PARTS = 8
_DEEPEST = 3  # a hall in a house on a campus in a city; places may also lie in themselves
_NET = frozenset({"online", "virtual", "zoom", "webinar", "livestream", "webcast", "internet"})


class Location(NamedTuple):
    """`online`: one can take part from afar; `url`: where."""

    place: Place = Place()
    online: bool = False
    url: str | None = None


def location_of(values: list[Any], graph: Graph, base: str) -> Location:
    """All values of `location` as one: the first place that is told best, online where one of them is on the net."""
    found = [_one(value, graph, base) for value in values[:20]]
    places = [each.place for each in found if each.place != Place()]
    return Location(
        max(places, key=_known, default=Place()),
        any(each.online for each in found),
        next((each.url for each in found if each.online and each.url), None),
    )


def zone_for_clocks(place: Place) -> str | None:
    """The zone of a place; None where only its country is told and that has several."""
    zones = {row.zone for row in load().regions.values() if row.country == place.country}
    return place.zone if place.city or place.region or len(zones) < 2 else None


def _known(place: Place) -> int:
    return sum(map(bool, (place.venue, place.city, place.country)))


def _one(value: Any, graph: Graph, base: str, depth: int = 0) -> Location:
    if not isinstance(value, dict):
        text = text_of(value)
        if _ADDRESS.fullmatch(text) or text.casefold().removesuffix(" event") in _NET:
            return Location(online=True, url=link({"url": [text]}, "", "url"))
        return Location(_by_text(text))
    told, types = graph.fields(value), types_of(value)
    if "virtuallocation" in types or (text_of(value).casefold() in _NET and "address" not in told):
        return Location(online=True, url=link(told, base, "url", "sameas"))
    address = [told] if _POSTAL.intersection(types) or "addresslocality" in told else []
    address += [graph.fields(each) for each in told.get("address", []) if isinstance(each, dict)]
    place = next((found for each in address if (found := _by_address(each)) != Place()), None)
    if place is None:
        place = _by_text(", ".join(texts({"address": told.get("address", [])}, "address")), bare=False)
    around = told.get("containedinplace", [])[:1]
    if around and depth < _DEEPEST and place.city is None and place.country is None:
        place = replace(_one(around[0], graph, base, depth + 1).place, venue=None)
    return Location(_named(place, first(told, "name"), told, graph))


def _named(place: Place, name: str | None, told: Fields, graph: Graph) -> Place:
    """The place with its own name and coordinates. A place that is named like its city is the city; an address that
    the gazetteer knows nothing of stays behind the name."""
    if name and place == Place():
        place = _by_text(name)
    elif name and name.casefold() != (place.city or "").casefold():
        unknown = place.venue if place == Place(venue=place.venue) else None
        told_in = unknown is None or unknown.casefold() in name.casefold()
        place = replace(place, venue=name if told_in else f"{name}, {unknown}")
    return replace(place, geo=_geo(told, graph) or (place.geo if place.city else None))


def _by_address(told: Fields) -> Place:
    """A PostalAddress: city and country as the gazetteer spells them where it knows them, else as they are told; the
    street stands in for the name of the venue."""
    street, city = first(told, "streetaddress"), first(told, "addresslocality")
    region, country = first(told, "addressregion"), first(told, "addresscountry")
    nation = gazetteer.country(country) if country else None
    if city and not (region or country):
        found = gazetteer.parse(city)
    else:
        found = _city(city, region, nation.country if nation else country)
    area = _city(None, region, nation.country if nation else None)
    place = found or replace(area or nation or Place(country_name=country, region=region), city=city)
    if found is None and area is None and region and nation is not None:
        place = replace(place, region=region)
    written = ", ".join(filter(None, (street, first(told, "postofficeboxnumber"))))
    return replace(place, venue=written or None)


def _city(city: str | None, region: str | None, country: str | None) -> Place | None:
    """A place that the gazetteer has, by region and country, else by one of them."""
    if city is None:
        return gazetteer.find(region, country=country) if region and country else None
    ways = ((region, country), (None, country), (region, None))
    return next((p for r, c in ways if (r or c) and (p := gazetteer.find(city, region=r, country=c)) and p.city), None)


def _by_text(text: str, bare: bool = True) -> Place:
    """An address in one line: its city where the gazetteer has it, and what stands before it as the venue; `bare`: a
    text of one part may be a city."""
    parts = [part for each in text.split(",") if (part := each.strip(" .;"))][:_MOST_PARTS]
    if not parts:
        return Place()
    if len(parts) == 1:
        found = gazetteer.in_prose(parts[0]) if bare else gazetteer.parse(parts[0])
        return found or Place(venue=clean(text))
    words = [" ".join(_CODE.sub(" ", part).split()) for part in parts]
    for at in range(len(parts)):
        found = _tail([word for word in words[at:] if word], at)
        if found is not None and found.geo is not None:
            return replace(found, venue=_before(parts[:at], found.city) or None)
    return Place(venue=clean(text))


def _tail(words: list[str], at: int) -> Place | None:
    """The place that the last parts of an address are: "San Francisco, CA, USA", or the city alone behind a venue."""
    if len(words) > 1:
        found = gazetteer.find(words[0], region=words[1], country=words[-1] if len(words) > 2 else None)
        return found or gazetteer.find(words[0], country=words[-1])
    return gazetteer.in_prose(words[0]) if words and at else None


def _before(parts: list[str], city: str | None) -> str:
    return ", ".join(part for part in parts if local(part) != local(city or ""))


def _geo(told: Fields, graph: Graph) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None for what is none, and for 0, 0, a field that was left empty."""
    holders = [told, *(graph.fields(each) for each in told.get("geo", []) if isinstance(each, dict))]
    for each in holders:
        try:
            geo = float(first(each, "latitude") or "x"), float(first(each, "longitude") or "x")
        except ValueError:  # not told, or in words
            continue
        if all(map(math.isfinite, geo)) and abs(geo[0]) <= 90 and abs(geo[1]) <= 180 and any(geo):
            return geo
    return None


__all__ = ["Location", "location_of", "zone_for_clocks"]
