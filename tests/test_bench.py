"""The benchmark's own arithmetic: what counts as a day, what is right, how a speed is told; peers that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import eventx
from bench import pages, peers
from bench.measure import Found, Score, Speed, Text, score, speed
from bench.systems import PYTHON, _precision


def gold(start: int, end: int, first: str, last: str, precision: str = "day", optional: bool = False) -> dict[str, Any]:
    """An expression as gold files hold it."""
    return {"start": start, "end": end, "from": first, "to": last, "precision": precision, "optional": optional}


DAY, MONTH = gold(0, 8, "2021-09-24", "2021-09-28"), gold(20, 27, "2021-10-01", "2021-10-31", "month")
RIGHT = Found(0, 8, "2021-09-24", "2021-09-28T17:00:00")


@pytest.mark.parametrize(
    ("expressions", "found", "expected"),
    [
        ([DAY], [RIGHT], (1, 1, 1)),
        ([DAY], [Found(3, 12, "2021-09-24", "2021-09-28")], (1, 1, 1)),
        ([DAY], [Found(8, 12, "2021-09-24", "2021-09-28")], (0, 1, 1)),
        ([DAY], [Found(0, 8, "2021-09-24", "2021-09-24")], (0, 1, 1)),
        ([DAY], [Found(0, 8, "2021-09-01", "2021-09-30", "month")], (0, 1, 1)),
        ([DAY], [Found(0, 3, "2021-09-24", "2021-09-24"), RIGHT], (1, 2, 1)),
        ([DAY], [], (0, 0, 1)),
        ([MONTH], [Found(20, 27, "2021-10-01", "2021-10-31", "month")], (0, 0, 0)),
        ([MONTH], [Found(20, 27, "2021-10-01", "2021-10-01")], (0, 1, 0)),
        ([], [Found(20, 27, "2021-10-01", "2021-10-31", "month")], (0, 0, 0)),
        ([], [RIGHT], (0, 1, 0)),
        ([gold(0, 8, "2021-09-24", "2021-09-28", optional=True)], [RIGHT], (0, 0, 0)),
    ],
)
def test_days_are_counted(expressions: Sequence[Any], found: list[Found], expected: tuple[int, int, int]) -> None:
    told = score([Text("1", "", None, "en", expressions)], [found])
    assert (told.right, told.predicted, told.gold) == expected


def test_f1_is_the_harmonic_mean() -> None:
    told = Score(right=3, predicted=4, gold=6)
    assert told.f1 == pytest.approx(2 * told.precision * told.recall / (told.precision + told.recall))
    assert Score(right=0, predicted=0, gold=0).f1 == 0.0


def test_speed_stops_at_its_size() -> None:
    told = speed(lambda text: text.text.upper(), [Text("1", "x" * 1000, None, "en", None)], 2500, 5.0)
    assert told.characters == 3000 and told.rate > 0


@pytest.mark.parametrize(
    ("words", "precision"),
    [("October 2021", "month"), ("2022", "month"), ("Oct. 5", "day"), ("5th of May", "day"), ("Friday", "day")],
)
def test_precision_of_those_that_do_not_tell(words: str, precision: str) -> None:
    assert _precision(words) == precision


def test_a_missing_peer_is_told_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> Any:
        raise ImportError("No module named 'datefinder'")

    monkeypatch.setitem(PYTHON, "datefinder", ("datefinder", missing))
    monkeypatch.setattr(peers, "releases", lambda paths: [Text("1", "on Oct. 5, 2021", None, "en", None)])
    assert peers.main(["--size", "0.0001", "--limit", "0.1", "--only", "eventx", "datefinder"]) == 0
    told = capsys.readouterr()
    assert "datefinder is left out" in told.err
    assert "eventx" in told.out and "datefinder" not in told.out


def test_the_table_puts_the_most_accurate_first() -> None:
    poor, good = (Score(right=n, predicted=4, gold=4) for n in (1, 3))
    rows = [peers.Row(n, [s], Speed(1234.0, 10), Speed(5678.0, 10**6)) for n, s in (("poor", poor), ("good", good))]
    lines = peers.table(rows, ["dev"]).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| good", "| poor"]
    assert "| 1,200 | 5,700 | 1.00 MB |" in lines[2]


def test_pages_are_measured_with_whose_code_is_at_work() -> None:
    given = pages.pages([])
    rate, counts = pages.measured(pages.read, given, 0.2)
    assert rate > 0 and counts["eventx"] > 0
    assert pages.row("pages", rate, counts).count("|") == 5


def test_a_dressed_page_gives_the_same_text() -> None:
    page = pages.pages([])[0]
    assert len(pages.dressed(page)) > len(page) + 50_000
    assert eventx.read(pages.dressed(page))[0].text == eventx.read(page)[0].text
