"""The quality gate: score what is annotated, and fail where a figure falls below samples/baseline.json.

    python -m tools.gate [--errors] [--update]

`--update` writes the figures that rose into the baseline and never lowers one. A figure that has to
fall is lowered by hand, where a reviewer sees it. Scored are the samples, the releases of tests/status
(events cancelled, moved, postponed or planned) and, where that file is there, the real English releases of
../shared/gold/dev.jsonl. These are also cross-validated by wire (tools/cv.py) where scikit-learn is installed: the
gate prints what unseen wires can expect, and fails where confidences do not mean what they say.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import eventx
from tools.score import Score, compare, complaints, read_jsonl

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
BASELINE = SAMPLES / "baseline.json"
CHANGED = ROOT / "tests" / "status"
REAL = ROOT.parent / "shared" / "gold" / "dev.jsonl"

Figures = dict[str, float]


class Case(NamedTuple):
    """One release and the events that a reader finds in it."""

    name: str
    releases: list[eventx.Release]
    expected: list[dict[str, Any]]


def samples(folder: Path) -> Iterator[Case]:
    """NAME.txt or NAME.json beside each NAME.expected.jsonl of a folder, in the order of their names."""
    for expected in sorted(folder.glob("*.expected.jsonl")):
        name = expected.name.removesuffix(".expected.jsonl")
        source = next((path for end in (".txt", ".json") if (path := folder / (name + end)).is_file()), None)
        if source is None:
            raise SystemExit(f"{expected}: no {name}.txt or {name}.json beside it")
        yield Case(name, eventx.read(source), list(read_jsonl(expected)))


def annotated(path: Path, lang: str) -> Iterator[Case]:
    """The releases of one language in a JSONL file that holds their `events`, one at a time."""
    for record in read_jsonl(path, lang):
        known: dict[str, Any] = {key: record.get(key) for key in ("id", "text", "title", "published", "url", "lang")}
        yield Case(str(record["id"]), [eventx.Release(**known)], record["events"])


def measure(cases: Iterable[Case], errors: bool = False) -> Figures:
    """Run eventx over the cases; the figures of tools/score.py, and `events`, how many there are to find."""
    score = Score()
    for case in cases:
        guesses = [event.as_json() for release in case.releases for event in eventx.extract(release)]
        outcome = compare(case.expected, guesses)
        score.add(outcome)
        if errors:
            for line in complaints(case.name, outcome):
                print(line)
    return {"events": score.counts["gold"], **score.figures()}


def run(errors: bool = False) -> dict[str, Figures]:
    """The figures of each set of releases that is there."""
    rows = {
        "samples": measure(samples(SAMPLES), errors),
        "changed events": measure(samples(CHANGED), errors),
    }
    if REAL.is_file():
        rows["real releases"] = measure(annotated(REAL, "en"), errors)
    else:
        print("gate: no ../shared/gold/dev.jsonl here, so real releases are neither scored nor cross-validated")
    return rows


def unseen() -> list[str]:
    """Prints what wires that the weights have not seen can expect; what is wrong with the confidences told there."""
    if not REAL.is_file():
        return []
    if find_spec("sklearn") is None:
        print("gate: scikit-learn is not installed (the extra `dev`), so wires are not cross-validated")
        return []
    from tools import cv  # only here: samples are scored without scikit-learn

    real = cv.report_on([REAL]).real
    for line in cv.summary(real):
        print(f"real releases, {line}")
    return list(cv.faults(real))


def drops(baseline: Figures, now: Figures) -> dict[str, tuple[float, float]]:
    """The figures that fell: name → (floor, now). One that is no longer told has fallen to 0."""
    return {name: (floor, now.get(name, 0.0)) for name, floor in baseline.items() if now.get(name, 0.0) < floor}


def raised(baseline: Figures, now: Figures) -> Figures:
    """The baseline with what is new or higher; nothing in it goes down."""
    return {name: max(baseline.get(name, 0.0), now.get(name, 0.0)) for name in baseline | now}


def table(rows: dict[str, Figures], floors: dict[str, Figures]) -> str:
    """One line for each figure: each set's value, and its floor in brackets."""
    names = list(dict.fromkeys(name for figures in rows.values() for name in figures))
    lines = [f"{'':12}" + "".join(f"{title:>22}" for title in rows)]
    for name in names:
        cells = (_cell(figures.get(name), floors.get(title, {}).get(name)) for title, figures in rows.items())
        lines.append(f"{name:12}" + "".join(f"{cell:>22}" for cell in cells))
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: float | None, floor: float | None) -> str:
    told = "-" if value is None else f"{value:g}"
    return f"{told} ({floor:g})" if floor is not None else told


def main(argv: Sequence[str] | None = None) -> int:
    """0 where every figure stands and confidences can be believed, 1 where one fell or they cannot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what was missed, extra or on wrong days")
    parser.add_argument("--update", action="store_true", help="raise the baseline to the figures that rose")
    args = parser.parse_args(argv)
    floors: dict[str, Figures] = json.loads(BASELINE.read_text("utf-8")) if BASELINE.is_file() else {}
    try:
        rows = run(args.errors)
    except eventx.EventxError as error:
        raise SystemExit(f"gate: {error}") from error
    print(table(rows, floors))
    doubts = unseen()
    for doubt in doubts:
        print(f"gate: {doubt}", file=sys.stderr)
    fallen = {title: drops(floors.get(title, {}), figures) for title, figures in rows.items()}
    for title, names in fallen.items():
        for name, (floor, now) in names.items():
            print(f"gate: {name} of the {title} fell from {floor:g} to {now:g}", file=sys.stderr)
    if args.update:
        kept = floors | {title: raised(floors.get(title, {}), figures) for title, figures in rows.items()}
        BASELINE.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    return int(any(fallen.values()) or bool(doubts))


if __name__ == "__main__":
    sys.exit(main())
