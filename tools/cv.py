"""Cross-validates the linker by wire: `python -m tools.cv [GOLD.jsonl...] [--gold-only] [--errors]`.

Each wire's releases are scored with weights fitted on the other wires and on what we wrote ourselves (samples/,
tests/status/, tests/plain/), each of those with weights fitted on all else: what a release of a house that nobody
annotated can expect. Beside it stands the figure with weights fitted on everything, which has seen the answers; the
gap is what was learnt by heart.
Then how far confidences can be believed. The same input prints the same lines.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from eventx.link.judge import Weights
from eventx.link.scene import Scene
from eventx.model import Release
from eventx.pipeline import events_of, scene_of
from tools.fit import OWN, Row, fit, own, read_gold, rows_of
from tools.gate import REAL
from tools.score import Outcome, Score, compare, complaints

FIGURES = ("found_f1", "exact_p", "exact_r", "exact_f1", "title_acc", "time_acc", "place_acc")
WORST_ERROR = 0.08
"""The expected calibration error up to which a confidence means what it says."""
BINS = 5
Believed = tuple[float, bool]
"""A probability that was told, and whether it came true."""


class Example(NamedTuple):
    """An annotated release, laid out once, with its rows for fitting."""

    gold: Mapping[str, Any]
    scene: Scene
    rows: Sequence[Row]

    @property
    def wire(self) -> str:
        """Whose release it is; a wire is spelled in more than one way."""
        return str(self.gold.get("wire") or "none").casefold()


@dataclass
class Tally:
    """What came out for some releases, with weights that had not seen them and with weights that had;
    the confidences are those of the events predicted without."""

    releases: int = 0
    unseen: Score = field(default_factory=Score)
    seen: Score = field(default_factory=Score)
    confidences: list[Believed] = field(default_factory=list)

    def add(self, unseen: Outcome, seen: Outcome) -> None:
        """Count one release."""
        self.releases += 1
        self.unseen.add(unseen)
        self.seen.add(seen)
        self.confidences += confidences(unseen)


@dataclass
class Report:
    """The tallies by wire ("samples" is one), that of all real wires, and what was missed or added."""

    wires: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    real: Tally = field(default_factory=Tally)
    errors: list[str] = field(default_factory=list)


class Calibration(NamedTuple):
    """`bins` are (how many, mean probability, share that came true); `brier` is to be below `base_brier`,
    which always telling the share of all would reach."""

    bins: list[tuple[int, float, float]]
    error: float
    brier: float
    base_brier: float


def report_on(paths: Iterable[Path], *, gold_only: bool = False) -> Report:
    """The report on annotated files, and on what we wrote ourselves unless that is left out."""
    return cross_validate(examples(read_gold(map(str, paths)) + ([] if gold_only else own())))


def examples(golds: Iterable[Mapping[str, Any]]) -> list[Example]:
    """The releases laid out, in the order given."""
    return [Example(gold, scene_of(_release(gold)), rows_of(dict(gold))) for gold in golds]


def _release(gold: Mapping[str, Any]) -> Release:
    known: dict[str, Any] = {key: gold.get(key) for key in ("id", "text", "title", "published", "url", "lang")}
    return Release(**known)


def folds(told: Sequence[Example]) -> Iterator[tuple[list[Example], Weights]]:
    """Each wire's releases with weights fitted on all others."""
    for wire in sorted({e.wire for e in told}):
        yield [e for e in told if e.wire == wire], fit([row for e in told if e.wire != wire for row in e.rows])


def cross_validate(told: Sequence[Example]) -> Report:
    """Every release judged with the weights of its fold and with those fitted on all."""
    report, everything = Report(), fit([row for e in told for row in e.rows])
    for held_out, weights in folds(told):
        for example in held_out:
            unseen, seen = outcome(example, weights), outcome(example, everything)
            report.wires[example.wire].add(unseen, seen)
            if example.wire not in OWN:
                report.real.add(unseen, seen)
            report.errors += complaints(f"{example.wire} {example.scene.release.id}", unseen)
    return report


def outcome(example: Example, weights: Weights) -> Outcome:
    """The release's events by these weights, compared with the annotated ones."""
    return compare(example.gold["events"], [e.as_json() for e in events_of(example.scene, weights=weights)])


def confidences(told: Outcome) -> list[Believed]:
    """The confidence of each predicted event that counts, and whether it is one, on exactly its days."""
    right = [(float(pair.guess.raw["confidence"]), pair.exact) for pair in told.pairs]
    return right + [(float(guess.raw["confidence"]), False) for guess in told.extra]


def calibration(told: Iterable[Believed], bins: int = BINS) -> Calibration:
    """In bins of equal size by rising probability; ValueError where nothing was told."""
    rising = sorted(told, key=lambda b: b[0])
    if not rising:
        raise ValueError("no predictions to calibrate")
    edges = [len(rising) * i // bins for i in range(bins + 1)]
    parts = [rising[a:b] for a, b in pairwise(edges) if b > a]
    made = [(len(p), _mean(x for x, _ in p), _mean(float(y) for _, y in p)) for p in parts]
    base = _mean(float(y) for _, y in rising)
    return Calibration(
        bins=made,
        error=sum(n * abs(mean - share) for n, mean, share in made) / len(rising),
        brier=_mean((x - y) ** 2 for x, y in rising),
        base_brier=base * (1 - base),
    )


def _mean(values: Iterable[float]) -> float:
    told = list(values)
    return sum(told) / len(told)


def lines(report: Report) -> Iterator[str]:
    """The report for a reader: `unseen/seen` in each cell."""
    yield f"{'':18}{'releases':>9}{'events':>8}" + "".join(f"{name:>15}" for name in FIGURES)
    for name, tally in sorted(report.wires.items()):
        yield _line(name, tally)
    yield _line("all wires", report.real)
    yield "each cell: with weights that have not seen the wire / with weights fitted on everything"
    for name, tally in (("all wires", report.real), *((name, report.wires.get(name, Tally())) for name in OWN)):
        if tally.confidences:
            yield f"\nconfidence of the events predicted with unseen weights, and the share that are right ({name}):"
            yield from _calibration_lines(calibration(tally.confidences))


def _line(name: str, tally: Tally) -> str:
    unseen, seen = tally.unseen.figures(), tally.seen.figures()
    cells = (f"{_cell(unseen.get(f))} / {_cell(seen.get(f))}" for f in FIGURES)
    return f"{name:18}{tally.releases:>9}{tally.unseen.counts['gold']:>8}" + "".join(f"{cell:>15}" for cell in cells)


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def summary(tally: Tally) -> Iterator[str]:
    """What unseen weights reach, in a line; then how far their confidences can be believed, in another."""
    figures = tally.unseen.figures()
    yield "with weights that have not seen the wire: " + ", ".join(f"{f} {_cell(figures.get(f))}" for f in FIGURES)
    if tally.confidences:
        told = calibration(tally.confidences)
        yield (
            f"their confidences: expected calibration error {told.error:.3f} (at most {WORST_ERROR}), "
            f"Brier score {told.brier:.3f} (below {told.base_brier:.3f}, the base rate's)"
        )


def faults(tally: Tally) -> Iterator[str]:
    """Why the confidences cannot be believed; nothing where they can."""
    if not tally.confidences:
        return
    told = calibration(tally.confidences)
    if told.error > WORST_ERROR:
        yield f"the expected calibration error is {told.error:.3f}, above {WORST_ERROR}"
    if told.brier >= told.base_brier:
        yield f"the Brier score is {told.brier:.3f}; always telling the base rate would have {told.base_brier:.3f}"


def _calibration_lines(told: Calibration) -> Iterator[str]:
    for size, mean, share in told.bins:
        yield f"  {size:>5} events   told {mean:.3f}   right {share:.3f}"
    yield f"  expected calibration error {told.error:.3f}"
    yield f"  Brier score {told.brier:.3f}; always telling the base rate would have {told.base_brier:.3f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path, help="default: ../shared/gold/dev.jsonl")
    parser.add_argument("--gold-only", action="store_true", help="leave out what lies in samples/ and tests/")
    parser.add_argument("--errors", action="store_true", help="list what unseen weights missed or added")
    args = parser.parse_args(argv)
    paths = args.gold or [REAL]
    if missing := [p for p in paths if not p.is_file()]:
        raise SystemExit(f"cv: {missing[0]}: no such file; name the annotated releases")
    report = report_on(paths, gold_only=args.gold_only)
    for line in (*(report.errors if args.errors else ()), *lines(report)):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
