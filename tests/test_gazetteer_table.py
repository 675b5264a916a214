"""The laws of the shipped table of places: its order, its names, its zones, its size."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx.gazetteer import find, fold, table


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("St. Louis", "saint louis"), ("St.Louis", "saint louis"), ("Mt Vernon", "mount vernon"),
        ("D. C.", "dc"), ("D C", "dc"), ("U.S.A.", "usa"), ("Winston-Salem", "winston salem"), ("Xi’an", "xian"),
        ("ZÜRICH", "zurich"), ("Łódź", "lodz"), ("København", "kobenhavn"), ("Weißenfels", "weissenfels"),
        ("  New \u00a0 York ", "new york"), ("İzmir", "izmir"),
    ],
)  # fmt: skip
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


def city_lines() -> list[list[str]]:
    text = gzip.decompress(table.DATA.read_bytes()).decode().split("\n\n")[3]
    return [line.split("\t") for line in text.splitlines()]


def test_the_lines_are_in_the_order_that_bisection_needs() -> None:
    keys = [(line[0].encode(), -int(line[4])) for line in city_lines()]
    assert keys == sorted(keys)
    assert all(line[0] == fold(line[0]) for line in city_lines()[::50])


def test_each_listed_name_is_found() -> None:
    regions = table.load().regions
    for key, shown, home, area, *_ in city_lines()[::40]:
        region = regions[home, area].name if (home, area) in regions else None
        found = table.named_cities(key, {home}, area)
        assert [row.name for row in found] == [shown or key.title()], key
        assert find(key, region=region, country=home) is not None, key


@given(st.text(alphabet="abc \u00e9z", max_size=6))
def test_bisection_finds_the_first_line_not_below(key: str) -> None:
    blob, wanted = table.load().cities[:20000], key.encode()
    blob = blob[: blob.rindex(b"\n") + 1]
    lines = blob.splitlines(keepends=True)
    assert table._first(blob, wanted) == sum(len(line) for line in lines if line < wanted)


def test_all_zones_are_iana_zones() -> None:
    assert set(table.load().zones) <= available_timezones()


def test_the_table_is_small_and_loads_lazily() -> None:
    assert table.DATA.stat().st_size < 640_000
    code = "import eventx.gazetteer, eventx.gazetteer.table as g; print(g.load.cache_info().currsize)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.strip() == "0"
