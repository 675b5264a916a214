"""The table of places: its rows, and the forms that names are compared in.

The shipped file (`data/places.tsv.gz`, made from GeoNames by tools/build_gazetteer.py) has four
blocks parted by an empty line: zones, countries, regions, cities. The cities, its bulk, stay
bytes, sorted by folded name and searched by bisection; only rows that are asked for are parsed,
so that loading costs one decompression.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parents[1] / "data" / "places.tsv.gz"

_SHORT = 4  # folded forms this short are also words ("in", "me", "us", "mass"): their case must fit
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_HEADS = {"st": "saint", "ste": "saint", "ft": "fort", "mt": "mount"}
_AROUND = re.compile(r"^(?:city of|downtown|greater) | sar$")


class City(NamedTuple):
    """One row of the table; population in thousands."""

    name: str
    country: str
    region: str
    population: int
    geo: tuple[float, float]
    zone: str


class Region(NamedTuple):
    """A state, province or nation; `code` as in the city rows."""

    country: str
    code: str
    name: str
    zone: str


class Country(NamedTuple):
    """`capital` is a folded name."""

    code: str
    name: str
    zone: str
    capital: str


@dataclass(frozen=True, slots=True)
class Table:
    """What the file holds; forms are keyed by `fold`, with the spelling that `_case_fits` compares."""

    zones: list[str]
    countries: dict[str, Country]
    regions: dict[tuple[str, str], Region]
    country_forms: dict[str, list[tuple[str, Country]]]
    region_forms: dict[str, list[tuple[str, Region]]]
    cities: bytes


_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʻ`´"))
_PARTED = re.compile(r"(?<=\w\w)\.(?=\w)|[^\w.&]")
_LONE = re.compile(r"\b(\w) (?=\w\b)")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """The form that names are compared in: lower case ASCII letters where Latin, one space between words.

    Periods, apostrophes and accents go, hyphens part words, single letters join ("D. C." → "dc"),
    and a leading St., Ft. or Mt. is spelled out.
    """
    folded = name.casefold().translate(_LETTERS)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = _PARTED.sub(" ", folded.translate(_APOSTROPHES)).replace(".", "").split()
    joined = _LONE.sub(r"\1", " ".join(words))
    head, _, rest = joined.partition(" ")
    return f"{_HEADS.get(head, head)} {rest}" if rest else joined


def named_cities(name: str, codes: Collection[str] | None = None, region: str | None = None) -> list[City]:
    """The rows of a name, restricted to countries and a region code, most populous first."""
    key = fold(name)
    rows = _rows(key) or _rows(_AROUND.sub("", key))
    return [r for r in rows if (codes is None or r.country in codes) and (region is None or r.region == region)]


def named_countries(name: str) -> list[Country]:
    """The countries of a name, abbreviation or ISO code."""
    forms = load().country_forms.get(fold(name), [])
    return [nation for form, nation in forms if _case_fits(name, form)]


def named_regions(name: str, codes: Collection[str] | None = None) -> list[Region]:
    """The regions of a name or abbreviation, within countries where those are given."""
    forms = load().region_forms.get(fold(name), [])
    return [r for form, r in forms if _case_fits(name, form) and (not codes or r.country in codes)]


def _case_fits(name: str, form: str) -> bool:
    """Short forms are also words: "Mass.", "MASS" and "US" fit, "mass", "in" and "us" do not."""
    written = re.sub(r"\W", "", name)
    letters = re.sub(r"\W", "", form)
    return len(letters) > _SHORT or written in (letters, letters.upper())


@lru_cache(maxsize=1)
def load() -> Table:
    """The table, read when it is first asked for."""
    zones, countries, regions, cities = gzip.decompress(DATA.read_bytes()).split(b"\n\n", 3)
    loaded = Table(zones.decode().split("\n"), {}, {}, {}, {}, cities)
    for line in countries.decode().split("\n"):
        code, zone, capital, *forms = line.split("\t")
        nation = loaded.countries[code] = Country(code, forms[0], zone, capital)
        for form in [code, *forms]:
            loaded.country_forms.setdefault(fold(form), []).append((form, nation))
    for line in regions.decode().split("\n"):
        home, code, zone, *forms = line.split("\t")
        region = loaded.regions[home, code] = Region(home, code, forms[0], zone)
        for form in forms:
            loaded.region_forms.setdefault(fold(form), []).append((form, region))
    return loaded


@lru_cache(maxsize=4096)
def _rows(key: str) -> tuple[City, ...]:
    """The rows of a folded name, most populous first."""
    zones, blob, wanted = load().zones, load().cities, key.encode() + b"\t"
    at, rows = _first(blob, wanted), []
    while blob.startswith(wanted, at):
        end = blob.index(b"\n", at)
        _, shown, home, area, population, lat, lon, zone = blob[at:end].decode().split("\t")
        geo = (int(lat) / 100, int(lon) / 100)
        rows.append(City(shown or key.title(), home, area, int(population), geo, zones[int(zone)]))
        at = end + 1
    return tuple(rows)


def _first(blob: bytes, wanted: bytes) -> int:
    """The offset of the first line not below `wanted`, by bisection over bytes."""
    low, high = 0, len(blob)
    while low < high:
        start = blob.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = blob.index(b"\n", start) + 1
        if blob[start:end] < wanted:
            low = end
        else:
            high = start
    return low
