"""A place as calendars and pages write it in one line → venue, city, country: "Messe Berlin, Messedamm 22, 14055
Berlin, Germany"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from eventx import gazetteer
from eventx.model import Place, replace

_MOST_PARTS = 12
_POSTCODE = re.compile(
    r"^(?:\d{4} ?[A-Z]{2}|(?:[A-Z]{1,2}-)?\d{4,6})\s+|\s+(?:\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$"
)
_REGION = re.compile(r"\s+[A-Z]{2}$")  # "Milano MI"
_STREET = re.compile(r"^\d+\w?\s|\s\d+\w?(?:[-/]\d+\w?)?$")
"""A house number at either end; a hall has its number with its name ("Hall 4") and stands first."""
_ONLINE = re.compile(
    r"(?:held )?(?:online|virtual(?:ly)?|webinar|webcast|zoom|teams|webex|google meet|livestream)"
    r"(?: (?:only|event|meeting|webinar|conference))*"
    r"|(?:[^\W\d_]+ ){0,3}microsoft teams(?:[ -]?[^\W\d_]+)?",  # Outlook writes so in any language, "Réunion" before
    re.IGNORECASE,
)


def is_online(line: str) -> bool:
    """True for what says only that it is nowhere: "Online", "Microsoft Teams Meeting"."""
    return any(_ONLINE.fullmatch(part.strip(" ().")) for part in re.split(r"[;,/|()]| and | & | - ", line))


@lru_cache(maxsize=1024)
def place_in(line: str) -> Place:
    """The place that a line tells: the city as far as the gazetteer knows it, the venue as it is written before it,
    without the street where the house has a name. An empty one for what is online only."""
    parts = [part for part in (p.strip() for p in line.split(",")) if part][:_MOST_PARTS]
    parts = [part for part in parts if not _ONLINE.fullmatch(part.strip(" ()."))]
    if not parts:
        return Place()
    plain = [_POSTCODE.sub("", part).strip() for part in parts]
    at, area = _area(plain, parts)
    venue = _venue(parts[:at])
    return replace(area, venue=venue) if area else Place(venue=", ".join(parts))


def _area(parts: list[str], given: list[str]) -> tuple[int, Place | None]:
    """Where the city begins (else the region or the country) and what it is; the end of the parts and None where no
    place is told. `given` are the parts with their postcodes.

    A bare name is one only as the last word on it: "Reading Room" names no town.
    """
    for at in range(max(0, len(parts) - 4), len(parts)):
        told = ", ".join(filter(None, parts[at:]))
        last = at == len(parts) - 1
        found = gazetteer.in_prose(parts[at]) if last else _listed(parts[at], told, at)
        if found is not None and parts[at]:
            return at, found
    return next(_coded(parts, given), (len(parts), None))


def _coded(parts: list[str], given: list[str]) -> Iterator[tuple[int, Place]]:
    """The city behind a postcode, where the table lacks what follows: "8020 Graz, Österreich"."""
    for at in range(max(0, len(parts) - 2), len(parts)):
        found = gazetteer.in_prose(_REGION.sub("", parts[at])) if parts[at] != given[at] else None
        if found is not None and found.city:
            yield at, found


def _listed(name: str, told: str, at: int) -> Place | None:
    """The place of that name in the region or country behind it. One that the table lacks is a town only where
    something stands before it, which then is the house."""
    found = gazetteer.parse(told)
    if found is None or found.city is None:
        return None
    own = gazetteer.fold(found.city) == gazetteer.fold(name) or _also(name, found)
    return found if own and (at > 0 or found.geo is not None) else None


def _also(name: str, found: Place) -> bool:
    """True for another name of the city: "München", "New York City"."""
    other = gazetteer.find(name, country=found.country)
    return other is not None and other.city == found.city and other.geo == found.geo


def _venue(parts: list[str]) -> str | None:
    """What stands before the city, without streets and numbers where a name comes first."""
    named = [part for i, part in enumerate(parts) if not _STREET.search(part) or (i == 0 and not part[:1].isdigit())]
    return ", ".join(named or parts[:1]) or None


__all__ = ["is_online", "place_in"]
