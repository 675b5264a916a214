"""eventx and its peers over the same releases in one run: how many days they read right, and how fast.

    python -m bench.peers [GOLD.jsonl ...] [--size MB] [--limit SECONDS] [--only NAME ...]

Accuracy is told for each GOLD that holds annotated releases ("expressions"); speed on the releases of the first GOLD,
else on the samples, repeated to --size. A peer that is not installed is told and left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from bench.extract import releases, samples
from bench.measure import ROUNDS, Finder, Found, Score, Speed, Text, first_pass, score, speed
from bench.systems import PYTHON

HERE = Path(__file__).resolve().parent
CHRONO = "chrono-node"


class Row(NamedTuple):
    """What is told of a system; `scores` one for each gold file."""

    name: str
    scores: list[Score]
    once: Speed
    speed: Speed


def texts_of(path: Path) -> list[Text]:
    """The releases of a JSONL file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_text(json.loads(line)) for line in lines if line.strip()]


def _text(record: dict[str, Any]) -> Text:
    published = record.get("published")
    reference = date.fromisoformat(published[:10]) if published else None
    language = record.get("lang") or "en"
    return Text(str(record.get("id", "")), record["text"], reference, language, record.get("expressions"))


def of_python(name: str, golds: Sequence[list[Text]], timed: list[Text], size: int, limit: float) -> Row:
    """A system of this language; ImportError where it is not installed."""
    distribution, loader = PYTHON[name]
    find = _patient(loader())
    once = first_pass(find, timed)
    scores = [score(texts, [find(text) for text in texts]) for texts in golds]
    return Row(f"{name} {_version(distribution)}".strip(), scores, once, speed(find, timed, size, limit))


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:  # eventx itself, run from its folder
        return ""


def _patient(find: Finder) -> Finder:
    """A release that a peer stumbles over counts as one without dates; the error is told, once."""
    told: set[str] = set()

    def found(text: Text) -> Sequence[Found]:
        try:
            return find(text)
        except Exception as error:  # whatever others raise is theirs, and must not end the comparison
            if (kind := type(error).__name__) not in told:
                told.add(kind)
                print(f"  ({find.__module__}: {kind} on {text.id}: {error})", file=sys.stderr)
            return []

    return found


def of_chrono(golds: Sequence[list[Text]], timed: list[Text], size: int, limit: float) -> Row:
    """chrono-node, in a process of its own; ImportError where node or the package is missing."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules" / CHRONO).is_dir():
        raise ImportError("run npm install in bench/")
    answers = [_ask_chrono(node, texts, 0, limit) for texts in golds]
    scores = [
        score(texts, [[Found(**f) for f in found] for found in answer["found"]])
        for texts, answer in zip(golds, answers, strict=True)
    ]
    last = _ask_chrono(node, timed, size, limit)
    once = Speed(last["once"], sum(len(t.text) for t in timed))
    return Row(f"{CHRONO} {last['version']}", scores, once, Speed(last["rate"], last["characters"]))


def _ask_chrono(node: str, texts: Iterable[Text], size: int, limit: float) -> dict[str, Any]:
    asked = {
        "texts": [{"text": t.text, "reference": t.reference.isoformat() if t.reference else None} for t in texts],
        "size": size, "limit": limit, "rounds": ROUNDS,
    }  # fmt: skip
    command, question = [node, "peers.mjs"], json.dumps(asked)
    done = subprocess.run(command, cwd=HERE, input=question, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ImportError(next((line for line in done.stderr.splitlines() if "Error" in line), "node failed"))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def table(rows: Sequence[Row], golds: Sequence[str]) -> str:
    """The rows as a Markdown table, the most accurate first, else the fastest."""
    heads = ["system", *(f"{name}: day P / R / F1" for name in golds), "characters/s, first pass", "repeated", "over"]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in sorted(rows, key=lambda r: ([-s.f1 for s in r.scores], -r.speed.rate)):
        scores = [f"{s.precision:.3f} / {s.recall:.3f} / **{s.f1:.3f}**" for s in row.scores]
        rates = [f"{_rounded(rate):,}" for rate in (row.once.rate, row.speed.rate)]
        cells = [row.name, *scores, *rates, f"{row.speed.characters / 1e6:.2f} MB"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _rounded(rate: float) -> int:
    """Two digits are what a speed is good for."""
    return int(float(f"{rate:.2g}"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the comparison and prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("gold", nargs="*", type=Path, help="JSONL of releases with expressions")
    parser.add_argument("--size", type=float, default=5.0, help="megabytes of text to time (default 5)")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds of each of the three rounds (default 10)")
    parser.add_argument("--only", nargs="+", default=[*PYTHON, CHRONO], help="the systems to run")
    options = parser.parse_args(arguments)
    golds = [texts_of(path) for path in options.gold]
    timed = golds[0] if golds else releases(samples())
    annotated = [(p.name, t) for p, t in zip(options.gold, golds, strict=True) if t and t[0].expressions is not None]
    rows = []
    for name in options.only:
        given = [texts for _, texts in annotated], timed, int(options.size * 1e6), options.limit
        try:
            rows.append(of_chrono(*given) if name == CHRONO else of_python(name, *given))
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    print(table(rows, [name for name, _ in annotated]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
