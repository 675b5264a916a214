"""tools/fit.py and tools/cv.py on a gold file small enough to see through."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventx.link.judge import Weights

pytest.importorskip("sklearn", reason="fitting needs scikit-learn; `make check` installs it")

from tools import cv, fit, gate  # behind the question whether scikit-learn is there

ROOT = Path(__file__).resolve().parent.parent
FAIR = (
    "Fair Returns\n\n{city}, Sept. 27, 2021 /PRNewswire/ -- The {name} Fair will be held on Oct. {day}, 2021. The "
    "mayor told "
    "reporters on Sept. 20 that 200 stands have been sold.\n\nThe fair was founded on May 3, 1974."
)


def gold(wire: str, name: str, day: int, **changes: Any) -> dict[str, Any]:
    """An annotated release: a fair that is on, a statement and a founding day that are none."""
    event = {"titles": [f"{name} Fair"], "start": f"2021-10-{day:02}", "end": f"2021-10-{day:02}", "precision": "day"}
    text = FAIR.format(city="DENVER", name=name, day=day)
    told = {"id": f"{wire}-{name}", "lang": "en", "wire": wire, "published": "2021-09-27", "title": None}
    return {**told, "text": text, "events": [event | changes]}


GOLD = [
    gold("Maple", "Harvest Moon", 9), gold("Maple", "Yorkshire Wool", 10), gold("Oak", "Golden Apple", 11),
    gold("Oak", "Winter Garden", 12), gold("OAK", "River Valley", 13), gold("Elm", "Coastal Art", 14),
]  # fmt: skip


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    german = gold("Maple", "Kirschblüten", 9) | {"lang": "de"}
    path.write_text("".join(json.dumps(g) + "\n" for g in [*GOLD, german]), "utf-8")
    return path


def rows() -> list[fit.Row]:
    return [row for g in GOLD for row in fit.rows_of(g)]


def test_gold_is_read_in_english_only(gold_file: Path) -> None:
    assert [g["id"] for g in fit.read_gold([str(gold_file)])] == [g["id"] for g in GOLD]


def test_rows_tell_the_events_day_from_the_others() -> None:
    labels = [r.label for r in fit.rows_of(GOLD[0])]
    assert labels.count(1) == 1
    assert labels.count(0) >= 1
    right = next(r for r in fit.rows_of(GOLD[0]) if r.label == 1)
    assert max(right.titles.likeness) == 1.0
    assert len(right.titles.likeness) == len(right.titles.features)


def test_an_optional_event_teaches_nothing_either_way() -> None:
    found = fit.rows_of(gold("Maple", "Harvest Moon", 9, optional=True))
    assert [r.label for r in found].count(None) == 1
    assert [r.label for r in found].count(1) == 0


def test_fitting_finds_the_telling_feature() -> None:
    """From even odds, what goes with the label gains weight and what goes against it loses some."""
    features = [{"yes": 1.0}, {"no": 1.0}] * 40
    found = fit._fit(features, [1, 0] * 40, {"yes": 0.0, "kept": 0.7}, strength=1.0)
    assert found["yes"] > 0.5 > -0.5 > found["no"]
    assert found["kept"] == 0.7, "a prior that no data speak of stays"


@pytest.mark.parametrize("strength", [1e4, 1e6])
def test_a_firm_hand_keeps_the_prior(strength: float) -> None:
    found = fit._fit([{"yes": 1.0}, {"no": 1.0}], [1, 0], {"yes": -2.0, "no": 1.0}, strength)
    assert found == {"yes": -2.0, "no": 1.0}


def test_the_same_gold_gives_the_same_weights_whatever_the_hash_seed(gold_file: Path) -> None:
    script = "import sys; from tools import fit; told = fit.read_gold(sys.argv[1:]); "
    script += "print(fit.to_toml(fit.fit([row for g in told for row in fit.rows_of(g)])))"
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    other = subprocess.run(
        [sys.executable, "-c", script, str(gold_file)], cwd=ROOT, capture_output=True, check=True, text=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
    ).stdout  # fmt: skip
    assert other == fit.to_toml(fit.fit(rows())) + "\n"


def test_fitted_weights_go_to_toml_and_back() -> None:
    weights = fit.fit(rows())
    assert weights.role and weights.title
    assert parsed(fit.to_toml(weights)) == weights


NAMES = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1)
TABLES = st.dictionaries(NAMES, st.floats(-9, 9).map(lambda x: round(x, 3)), max_size=6)


@given(TABLES, TABLES, st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_any_weights_go_to_toml_and_back(role: dict[str, float], title: dict[str, float], threshold: float) -> None:
    weights = Weights(role, title, {"bias": 0.5, "role": 1.25, "title": 0.0, "told_again": -1.0}, threshold)
    assert parsed(fit.to_toml(weights)) == weights


def parsed(text: str) -> Weights:
    data = tomllib.loads(text)
    return Weights(data["role"], data["title"], data["confidence"], data["decision"]["threshold"])


def test_shipped_weights_are_as_fitting_writes_them() -> None:
    """Whoever wants another weight changes prior.toml and fits again."""
    shipped = (ROOT / "eventx" / "weights.toml").read_text("utf-8")
    assert shipped == fit.to_toml(parsed(shipped))


def test_folds_leave_out_the_wire_that_they_judge() -> None:
    told = cv.examples(GOLD)
    held = [([e.gold["id"] for e in examples], weights) for examples, weights in cv.folds(told)]
    assert [sorted(ids) for ids, _ in held] == [
        sorted(g["id"] for g in GOLD if g["wire"].casefold() == wire) for wire in ("elm", "maple", "oak")
    ]
    elm = fit.fit([row for g in GOLD if g["wire"] != "Elm" for row in fit.rows_of(g)])
    assert held[0][1] == elm != fit.fit(rows())


def test_report_counts_each_release_once_by_its_wire() -> None:
    report = cv.cross_validate(cv.examples([*GOLD, gold("samples", "Lantern", 15)]))
    assert [(name, tally.releases) for name, tally in sorted(report.wires.items())] == [
        ("elm", 1), ("maple", 2), ("oak", 3), ("samples", 1),
    ]  # fmt: skip
    assert report.real.releases == 6
    assert report.real.unseen.counts["gold"] == report.real.seen.counts["gold"] == 6
    printed = list(cv.lines(report))
    assert printed == list(cv.lines(report))
    assert [line.split()[0] for line in printed[1:5]] == ["elm", "maple", "oak", "samples"]


def test_cv_prints_the_same_lines_twice(gold_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for _ in range(2):
        assert cv.main([str(gold_file), "--gold-only", "--errors"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert "expected calibration error" in printed[0]


def test_cv_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"nowhere\.jsonl"):
        cv.main([str(tmp_path / "nowhere.jsonl")])


@pytest.mark.parametrize(
    ("told", "bins", "error", "brier", "base"),
    [
        pytest.param([(1.0, True), (0.0, False)], [(1, 0.0, 0.0), (1, 1.0, 1.0)], 0.0, 0.0, 0.25, id="all known"),
        pytest.param([(1.0, False), (0.0, True)], [(1, 0.0, 1.0), (1, 1.0, 0.0)], 1.0, 1.0, 0.25, id="all wrong"),
        pytest.param(
            [(0.5, True), (0.5, False), (0.5, True), (0.5, False)],
            [(2, 0.5, 0.5), (2, 0.5, 0.5)], 0.0, 0.25, 0.25, id="the base rate, told",
        ),
        pytest.param(
            [(0.9, True), (0.9, False), (0.6, True), (0.6, False), (0.8, True)],
            [(2, 0.6, 0.5), (3, 0.8667, 0.6667)], 0.16, 0.276, 0.24, id="too sure",
        ),
    ],
)  # fmt: skip
def test_calibration_by_hand(
    told: list[cv.Believed], bins: list[tuple[int, float, float]], error: float, brier: float, base: float
) -> None:
    found = cv.calibration(told, bins=2)
    assert [tuple(round(x, 4) for x in b) for b in found.bins] == bins
    assert (found.error, found.brier, found.base_brier) == pytest.approx((error, brier, base))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
@settings(deadline=None)
def test_bins_are_of_equal_size_and_hold_all(told: list[cv.Believed]) -> None:
    found = cv.calibration(told)
    sizes = [size for size, _, _ in found.bins]
    assert sum(sizes) == len(told)
    assert max(sizes) - min(sizes) <= 1
    assert 0 <= found.error <= 1
    assert math.isclose(sum(n * mean for n, mean, _ in found.bins), sum(x for x, _ in told), abs_tol=1e-9)


def test_nothing_told_has_no_calibration() -> None:
    with pytest.raises(ValueError, match="no predictions"):
        cv.calibration([])


SURE, RIGHTLY = [(0.9, False), (0.9, True)] * 5, [(1.0, True)] * 9 + [(0.0, False)] * 6


@pytest.mark.parametrize(
    ("told", "says"),
    [
        pytest.param([], [], id="nothing told"),
        pytest.param(RIGHTLY, [], id="rightly told"),
        pytest.param(SURE, ["calibration error is 0.400, above 0.08", "Brier score is 0.410"], id="too sure"),
        pytest.param([(0.5, True), (0.5, False)] * 5, ["Brier score is 0.250"], id="all the same"),
    ],
)
def test_faults_of_confidences(told: list[cv.Believed], says: list[str]) -> None:
    found = list(cv.faults(cv.Tally(confidences=told)))
    assert len(found) == len(says)
    assert all(part in fault for fault, part in zip(found, says, strict=True))


@pytest.fixture
def gate_on_gold(gold_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate without samples over GOLD alone."""
    for name in ("SAMPLES", "CHANGED"):
        monkeypatch.setattr(gate, name, tmp_path / "none")
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(gate, "REAL", gold_file)
    monkeypatch.setattr(cv, "own", list)


@pytest.mark.usefixtures("gate_on_gold")
def test_the_gate_prints_what_unseen_wires_can_expect(capsys: pytest.CaptureFixture[str]) -> None:
    gate.main([])
    (figures, confidences) = [
        line for line in capsys.readouterr().out.splitlines() if line.startswith("real releases,")
    ]
    assert all(name in figures for name in cv.FIGURES)
    assert "expected calibration error" in confidences


@pytest.mark.usefixtures("gate_on_gold")
@pytest.mark.parametrize(("told", "status"), [(SURE, 1), (RIGHTLY, 0)])
def test_the_gate_fails_where_confidences_mean_nothing(
    told: list[cv.Believed], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cv, "report_on", lambda paths: cv.Report(real=cv.Tally(confidences=told)))
    assert gate.main([]) == status
    assert capsys.readouterr().err.count("gate: the ") == 2 * status


@pytest.mark.usefixtures("gate_on_gold")
def test_the_gate_says_where_it_cannot_cross_validate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    assert gate.main([]) == 0
    assert "scikit-learn is not installed" in capsys.readouterr().out
