"""tools/score.py on cases small enough to count by hand, and the floors of tools/gate.py."""

from __future__ import annotations

import importlib.util
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tools import gate
from tools.score import Score, bag, compare, complaints, likeness, read_jsonl

SHARED = Path(__file__).resolve().parents[2] / "shared" / "gold"


def gold(**changes: Any) -> dict[str, Any]:
    """An annotated event, the same each time but for what is given."""
    return {
        "titles": ["Zhongguancun Forum", "2021 ZGC Forum"], "start": "2021-09-24", "end": "2021-09-28",
        "precision": "day", "start_time": None, "end_time": None, "tz": None, "places": ["Beijing"],
        "online": False, "status": "confirmed", "kind": "forum", "optional": False, "quote": "Sept 24 to 28",
    } | changes  # fmt: skip


def guess(**changes: Any) -> dict[str, Any]:
    """The prediction that is right about `gold()`, but for what is given."""
    return {
        "title": "Zhongguancun Forum", "start": "2021-09-24", "end": "2021-09-28", "timezone": "Asia/Shanghai",
        "location": "Beijing, China", "status": "confirmed",
    } | changes  # fmt: skip


def counts(golds: Sequence[dict[str, Any]], guesses: Sequence[dict[str, Any]]) -> Counter[str]:
    score = Score()
    score.add(compare(golds, guesses))
    return score.counts


def told(golds: Sequence[dict[str, Any]], guesses: Sequence[dict[str, Any]], *names: str) -> list[int]:
    return [counts(golds, guesses)[name] for name in names]


CALL = gold(titles=["Q3 earnings conference call"], start="2021-10-28", end="2021-10-28", start_time="16:30",
            tz="America/New_York", places=[], kind="earnings_call")  # fmt: skip
MAYBE = gold(titles=["opening ceremony"], start="2021-09-24", end="2021-09-24", optional=True)
OFF = gold(status="postponed")


@pytest.mark.parametrize(
    ("guesses", "expected"),
    [
        pytest.param([guess()], (1, 1, 1, 1), id="perfect"),
        pytest.param([guess(end="2021-09-27")], (1, 1, 1, 0), id="wrong last day"),
        pytest.param([guess(start="2021-09-23")], (1, 1, 1, 0), id="wrong first day"),
        pytest.param([guess(start="2021-10-24", end="2021-10-28")], (1, 1, 0, 0), id="days apart"),
        pytest.param([guess(title="World Robot Conference")], (1, 1, 0, 0), id="another title"),
        pytest.param([guess(title="The 2021 ZGC Forum")], (1, 1, 1, 1), id="second acceptable title"),
        pytest.param([guess(), guess(start="2021-09-27", end=None)], (1, 2, 1, 1), id="one extra"),
        pytest.param([guess(), guess()], (1, 2, 1, 1), id="told twice"),
        pytest.param([guess(end="2021-09-25"), guess()], (1, 2, 1, 1), id="the exact one is taken"),
        pytest.param([guess(start="soon")], (1, 1, 0, 0), id="no date"),
        pytest.param([], (1, 0, 0, 0), id="missed"),
    ],
)
def test_found_and_exact(guesses: list[dict[str, Any]], expected: tuple[int, ...]) -> None:
    assert told([gold()], guesses, "gold", "predicted", "found", "exact") == list(expected)


@pytest.mark.parametrize(
    ("guesses", "expected"),
    [
        pytest.param([guess()], (1, 1, 1), id="optional one not found"),
        pytest.param([guess(), guess(title="opening ceremony", end="2021-09-24")], (1, 1, 1), id="and found"),
        pytest.param([guess(), guess(title="gala", end="2021-09-24")], (1, 1, 1), id="spared on just its day"),
        pytest.param([guess(), guess(title="gala", end="2021-09-25")], (1, 2, 1), id="not spared on other days"),
    ],
)
def test_optional(guesses: list[dict[str, Any]], expected: tuple[int, ...]) -> None:
    assert told([gold(), MAYBE], guesses, "gold", "predicted", "exact") == list(expected)


def test_a_firm_event_comes_before_an_equal_optional_one() -> None:
    assert told([gold(optional=True), gold()], [guess()], "gold", "found") == [1, 1]


@pytest.mark.parametrize(
    ("start", "right"),
    [
        ("2021-10-28T16:30:00-04:00", True),
        ("2021-10-28T16:31:00-04:00", False),
        ("2021-10-28T20:30:00+00:00", False),
        ("2021-10-28T16:30:00-05:00", False),
        ("2021-10-28T16:30:00", False),
        ("2021-10-28", False),
    ],
)
def test_time(start: str, right: bool) -> None:
    call = guess(title="Q3 earnings conference call", start=start, end=None)
    assert told([CALL], [call], "exact", "timed", "time") == [1, 1, right]


def test_time_without_a_zone_compares_the_clock_alone() -> None:
    call = guess(title="Q3 earnings conference call", start="2021-10-28T16:30:00+02:00", end=None)
    assert told([CALL | {"tz": None}], [call], "time") == [1]


@pytest.mark.parametrize(
    ("places", "location", "right"),
    [
        (["Moscone Center", "San Francisco"], "San Francisco, California", True),
        (["Moscone Center", "San Francisco"], "Moscone West, San Jose", True),
        (["Moscone Center"], "San Jose, California", False),
        (["Beijing"], None, False),
    ],
)
def test_place(places: list[str], location: str | None, right: bool) -> None:
    assert told([gold(places=places)], [guess(location=location)], "placed", "place") == [1, right]


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("The 2021 Zhongguancun Forum", 1),
        ("Zhongguancun Forum on Friday", 1),
        ("Zhongguancun Forum held in Beijing city", 0),
    ],
)
def test_title(title: str, clean: int) -> None:
    assert told([gold()], [guess(title=title)], "exact", "title") == [1, clean]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("postponed", (1, 1, 1)),
        ("cancelled", (1, 1, 0)),
        ("confirmed", (1, 0, 0)),
        (None, (1, 0, 0)),
    ],
)
def test_status(status: str | None, expected: tuple[int, ...]) -> None:
    assert told([OFF], [guess(status=status)], "off_gold", "off_predicted", "off") == list(expected)


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("The 12th Annual Zhongguancun Forum", "Zhongguancun forum 2021", 1.0),
        ("Zhongguancun Forum", "Boao Forum", 0.5),
        ("中关村论坛", "2021中关村论坛", 0.6667),
        ("中关村论坛", "中关村论坛", 1.0),
        ("中关村论坛", "世界互联网大会", 0.0),
        ("東京国際映画祭", "第34回東京国際映画祭", 0.75),
        ("祭", "祭", 1.0),
        ("2021", "2021", 0.0),
        ("", "Forum", 0.0),
    ],
)
def test_likeness(one: str, other: str, value: float) -> None:
    assert likeness(bag(one), bag(other)) == pytest.approx(value, abs=1e-4)


def test_figures() -> None:
    score = Score()
    score.add(compare([gold(), CALL], [guess(), guess(title="World Robot Conference"), guess(end=None)]))
    assert score.figures() == {
        "found_p": 0.3333, "found_r": 0.5, "found_f1": 0.4, "exact_p": 0.3333, "exact_r": 0.5, "exact_f1": 0.4,
        "title_acc": 1.0, "place_acc": 1.0,
    }  # fmt: skip


def test_complaints_name_each_fault() -> None:
    outcome = compare([gold(), CALL], [guess(end="2021-09-27"), guess(title="gala dinner")])
    assert [line.split(":")[0] for line in complaints("r1", outcome)] == ["MISSED  r1", "EXTRA   r1", "DAYS    r1"]


def perturbed(event: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """An annotated event as a prediction, often with something wrong."""
    words = dice.choice(event["titles"]).split()
    first, last = (date.fromisoformat(event[key] or event["start"]) for key in ("start", "end"))
    start = (first + timedelta(days=dice.choice([0, 0, 0, 1, -7]))).isoformat()
    if event["start_time"]:
        start += f"T{event['start_time']}:00" + dice.choice(["", "-05:00", "-04:00", "+08:00"])
    return {
        "title": " ".join(word for word in words if dice.random() < 0.8), "start": start,
        "end": dice.choice([last.isoformat(), last.isoformat(), None]), "timezone": event["tz"],
        "location": dice.choice([*event["places"], None]), "status": dice.choice(["confirmed", event["status"]]),
    }  # fmt: skip


def shared_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", SHARED / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="../shared/gold/score.py is not there")
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_the_shared_scorer(seed: int) -> None:
    dice, score, by_release = random.Random(seed), Score(), defaultdict(list)
    releases = list(read_jsonl(SHARED / "dev.jsonl"))
    for release in releases:
        for event in release["events"]:
            by_release[release["id"]] += [perturbed(event, dice) for _ in range(dice.choice([0, 1, 1, 1, 2]))]
        score.add(compare(release["events"], by_release[release["id"]]))
    theirs = shared_scorer()
    n = theirs.score(releases, by_release)
    ours = {"pred": "predicted", "off_pred": "off_predicted"}
    assert n["exact"] > 100 and n["off"] > 3
    assert {name: score.counts[ours.get(name, name)] for name in n} == dict(n)
    row = theirs.summary(n)
    assert {name: row[name] for name in score.figures()} == pytest.approx(score.figures(), abs=1.1e-4)


def test_drops() -> None:
    floors = {"exact_f1": 0.6, "title_acc": 0.8, "time_acc": 0.5}
    assert gate.drops(floors, {"exact_f1": 0.6, "title_acc": 0.7999}) == {
        "title_acc": (0.8, 0.7999),
        "time_acc": (0.5, 0),
    }


def test_raised_never_lowers() -> None:
    assert gate.raised({"a": 0.5, "b": 0.5}, {"a": 0.4, "c": 0.1}) == {"a": 0.5, "b": 0.5, "c": 0.1}


def test_table_shows_each_value_beside_its_floor() -> None:
    shown = gate.table({"samples": {"exact_f1": 0.61}, "real releases": {}}, {"samples": {"exact_f1": 0.6}})
    assert shown.splitlines()[-1].split() == ["exact_f1", "0.61", "(0.6)", "-"]


def test_samples_need_their_release(tmp_path: Path) -> None:
    (tmp_path / "lost.expected.jsonl").write_text("", "utf-8")
    with pytest.raises(SystemExit, match=r"no lost\.txt or lost\.json beside it"):
        list(gate.samples(tmp_path))


@pytest.fixture
def one_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gate over one sample, whose text names no event, with one event expected."""
    (tmp_path / "one.txt").write_text("Shares rose by 3 percent.\n", "utf-8")
    (tmp_path / "one.expected.jsonl").write_text(json.dumps(gold()) + "\n", "utf-8")
    monkeypatch.setattr(gate, "SAMPLES", tmp_path)
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(gate, "CHANGED", tmp_path / "none")
    monkeypatch.setattr(gate, "REAL", tmp_path / "dev.jsonl")
    return tmp_path


def test_gate_fails_where_a_figure_fell(one_sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (one_sample / "baseline.json").write_text('{"samples": {"events": 1, "exact_f1": 0.5}}', "utf-8")
    assert gate.main(["--errors"]) == 1
    out, err = capsys.readouterr()
    assert "MISSED  one: 2021-09-24..2021-09-28 'Zhongguancun Forum'" in out
    assert err == "gate: exact_f1 of the samples fell from 0.5 to 0\n"


def test_update_keeps_the_floor_it_did_not_reach(one_sample: Path) -> None:
    baseline = one_sample / "baseline.json"
    baseline.write_text('{"samples": {"exact_f1": 0.5}}', "utf-8")
    assert gate.main(["--update"]) == 1
    kept = json.loads(baseline.read_text("utf-8"))["samples"]
    assert (kept["exact_f1"], kept["events"]) == (0.5, 1)
    baseline.unlink()
    assert gate.main([]) == 0
