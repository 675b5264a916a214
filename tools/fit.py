"""Fits the linker's weights on annotated releases: `python -m tools.fit GOLD.jsonl... [--gold-only] [--write]`.

Two linear models, both L2-regularised logistic regressions: which title candidate is best (on pairs of a
right and a wrong one), and which when is an event's date. The same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer

from eventx.ingest import read
from eventx.link.features import Features, role_features
from eventx.link.judge import Weights, default_weights, of_title, possible, score
from eventx.link.title_features import title_features
from eventx.link.titles import candidates
from eventx.model import Release, When
from eventx.pipeline import scene_of
from tools.score import bag, likeness

Array = NDArray[np.float64]
STRENGTH = 25.0
THRESHOLD = 0.55
ROOT = Path(__file__).parents[1]
FOLDERS = (ROOT / "samples", ROOT / "tests" / "status")
PLAIN = ROOT / "tests" / "plain" / "paragraphs.jsonl"
PLAIN_WIRE = "plain"
PLAIN_COUNTS = 3.0
"""How much a date of plain text counts: annotated releases are chosen for their events, what people read is not."""
OWN = (*(folder.name for folder in FOLDERS), PLAIN_WIRE)
"""The wires of what we wrote ourselves; figures for releases of others leave them out."""
"""How firmly the weights are held near the hand-set ones of prior.toml."""
RIGHT, WRONG = 0.8, 0.5
"""A candidate this like an acceptable title is right; below the second it is wrong; between, it is neither."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A when's title candidates with their likeness to gold's titles."""

    features: tuple[Features, ...]
    likeness: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One when: is it a firm event's date (1), none (0), or an optional one's (None)?"""

    wire: str
    label: int | None
    role: Features
    titles: Pair


def rows_of(gold: dict[str, Any]) -> list[Row]:
    """The rows of one annotated release."""
    told: dict[str, Any] = {k: gold.get(k) for k in ("id", "text", "title", "published", "url", "lang")}
    scene = scene_of(Release(**told))
    made = []
    for when in possible(scene):
        events = [e for e in gold["events"] if same_days(e, when)]
        firm = [e for e in events if not e.get("optional")]
        label = 1 if firm else None if events else 0
        found = candidates(scene, when)
        if not found:
            continue
        titles = [t for e in (firm or events) for t in e["titles"]]
        pair = Pair(
            tuple(title_features(scene, when, found)),
            tuple(max((likeness(bag(t), bag(c.title)) for t in titles), default=0.0) for c in found),
        )
        made.append(Row(gold.get("wire", ""), label, role_features(scene, when), pair))
    return made


def same_days(event: dict[str, Any], when: When) -> bool:
    """True where the event is on exactly the when's days."""
    first, last = date.fromisoformat(event["start"]), date.fromisoformat(event["end"] or event["start"])
    return (first, last) == (when.first_day, when.last_day)


@cache
def prior() -> dict[str, dict[str, float]]:
    """The hand-set weights that fitting starts from: what is known without any data."""
    return tomllib.loads((Path(__file__).parent / "prior.toml").read_text(encoding="utf-8"))


def fit_titles(rows: Iterable[Row]) -> dict[str, float]:
    """Weights that rank right titles before wrong ones."""
    differences = []
    for row in rows:
        if row.label != 1:
            continue
        right = [f for f, x in zip(row.titles.features, row.titles.likeness, strict=True) if x >= RIGHT]
        wrong = [f for f, x in zip(row.titles.features, row.titles.likeness, strict=True) if x < WRONG]
        for good in right[:3]:
            for bad in wrong[:12]:
                names = good.keys() | bad.keys()
                differences.append({n: good.get(n, 0.0) - bad.get(n, 0.0) for n in names})
    return _fit(differences, [1] * len(differences), prior()["title"], STRENGTH)


def fit_roles(rows: Sequence[Row], title: dict[str, float]) -> dict[str, float]:
    """Weights that tell events' dates from others."""
    told = [r for r in rows if r.label is not None]
    features = [{**r.role, **best_title(r, title)} for r in told]
    counts = [PLAIN_COUNTS if r.wire == PLAIN_WIRE else 1.0 for r in told]
    return _fit(features, [int(r.label or 0) for r in told], prior()["role"], STRENGTH, counts)


def best_title(row: Row, title: dict[str, float]) -> Features:
    """What the best candidate says of the when, as the linker has it."""
    best, features = max(((score(f, title), f) for f in row.titles.features), key=lambda t: t[0])
    return of_title(best, features)


def _fit(
    features: list[Features], labels: list[int], prior: dict[str, float], strength: float, counts: Sequence[float] = ()
) -> dict[str, float]:
    """Logistic regression whose weights are held near the prior: log loss + strength / 2 * |w - prior|². `counts` tells
    how much each row counts; by default all the same."""
    if not features:
        return dict(prior)
    vectorizer = DictVectorizer(sparse=True)
    matrix = vectorizer.fit_transform(features)
    names = [str(n) for n in vectorizer.get_feature_names_out()]
    start = np.array([prior.get(n, 0.0) for n in names])
    signs, often = np.where(np.array(labels) == 1, 1.0, -1.0), np.array(counts or [1.0] * len(labels))

    def loss(weights: Array) -> tuple[float, Array]:
        margins = signs * (matrix @ weights)
        pull = weights - start
        value = float(often @ np.logaddexp(0, -margins) + strength / 2 * (pull @ pull))
        return value, -(matrix.T @ (often * signs / (1 + np.exp(margins)))) + strength * pull

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    fitted = {n: round(float(w), 3) for n, w in zip(names, found.x, strict=True) if abs(w) >= 0.005}
    return {**{n: w for n, w in prior.items() if n not in names}, **fitted}


def fit(rows: Sequence[Row]) -> Weights:
    """Both models; the threshold is where the cross-validated F1 peaks (tools/cv.py), the confidence's weights are
    the shipped ones (tools/calibrate.py fits them)."""
    title = fit_titles(rows)
    return Weights(fit_roles(rows, title), title, default_weights().confidence, THRESHOLD)


def to_toml(weights: Weights) -> str:
    """The weights as the file that eventx ships."""
    out = ["# Fitted by tools/fit.py; tools/README.md tells how. The features: eventx/link/*features.py.\n"]
    out.append(f"[decision]\nthreshold = {weights.threshold}\n")
    for name, table in (("confidence", weights.confidence), ("role", weights.role), ("title", weights.title)):
        out.append(f"[{name}]")
        out += [f"{json.dumps(k)} = {v}" for k, v in sorted(table.items())]
        out.append("")
    return "\n".join(out)


def read_samples(folder: Path) -> list[dict[str, Any]]:
    """Releases of a samples folder with their hand-written events, as gold."""
    found = []
    for expected in sorted(folder.glob("*.expected.jsonl")):
        name = expected.name.removesuffix(".expected.jsonl")
        source = next(p for p in (folder / f"{name}.txt", folder / f"{name}.json") if p.exists())
        events = [json.loads(line) for line in expected.read_text(encoding="utf-8").split("\n") if line.strip()]
        for release in read(source):
            told = {k: getattr(release, k) for k in ("id", "text", "title", "published", "url", "lang")}
            found.append({**told, "wire": folder.name, "events": events})
    return found


def own() -> list[dict[str, Any]]:
    """What we wrote ourselves: the samples, releases of events that changed, paragraphs without an event."""
    plain = [{**g, "wire": PLAIN_WIRE, "events": []} for g in read_gold([str(PLAIN)])]
    return [gold for folder in FOLDERS for gold in read_samples(folder)] + plain


def read_gold(paths: Iterable[str]) -> list[dict[str, Any]]:
    """English releases of gold files."""
    found = [
        json.loads(line) for p in paths for line in Path(p).read_text(encoding="utf-8").split("\n") if line.strip()
    ]
    return [g for g in found if g.get("lang", "en") == "en"]


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--gold-only", action="store_true", help="leave out what lies in samples/ and tests/")
    parser.add_argument("--write", action="store_true", help="replace eventx/weights.toml")
    args = parser.parse_args(argv)
    golds = read_gold(args.gold) + ([] if args.gold_only else own())
    from tools.calibrate import confidence_weights
    from tools.cv import examples  # they build on this module

    told = examples(golds)
    rows = [row for example in told for row in example.rows]
    weights = replace(fit(rows), confidence=confidence_weights(told))
    firm, weighted = sum(r.label == 1 for r in rows), f"{len(weights.role)} + {len(weights.title)}"
    print(f"{len(rows)} whens, {firm} of events; {weighted} weights")
    if args.write:
        Path("eventx/weights.toml").write_text(to_toml(weights), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
