"""The whole pipeline's speed: releases to events, and how long eventx takes to start beside `import spacy`.

    python -m bench.extract [RELEASES ...] [--size MB] [--limit SECONDS]

RELEASES are files or folders that eventx reads; the samples where none is given. All times are processor seconds, the
best of three.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from bench.measure import ROUNDS, Speed, Text, clock, first_pass, speed

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
SMALL = "BEIJING, Sept. 27, 2021 /PRNewswire/ -- The 2021 Zhongguancun Forum is held in Beijing from Sept. 24 to 28."
"""A release small enough for its start-up to be all that counts."""


def releases(paths: Iterable[Path]) -> list[Text]:
    """The releases of files and folders, without annotations."""
    import eventx

    found = (release for path in paths for release in eventx.read(path))
    return [Text(r.id, r.text, r.published, r.lang or "en", None) for r in found]


def samples() -> list[Path]:
    """The files of samples/ that are releases."""
    suffixes = (".txt", ".json")
    return sorted(p for p in SAMPLES.iterdir() if p.suffix in suffixes and p.name != "baseline.json")


def extract(text: Text) -> object:
    """The events of a release."""
    from eventx.model import Release
    from eventx.pipeline import extract as events

    return events(Release(text=text.text, id=text.id, published=text.reference, lang=text.lang))


def processor_seconds(*arguments: str, given: str = "") -> float:
    """What a fresh Python takes for these arguments: the best of ROUNDS, after one that fills the disk's cache."""
    return min([_run(arguments, given) for _ in range(ROUNDS + 1)][1:])


def _run(arguments: Sequence[str], given: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=ROOT, input=given, text=True, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def starts() -> list[tuple[str, float]]:
    """What each way to start costs, in processor seconds."""
    run = partial(processor_seconds, "-m", "eventx")
    return [
        ("python -c 'import spacy'", processor_seconds("-c", "import spacy")),
        ("import eventx", processor_seconds("-c", "import eventx")),
        ("eventx --version", run("--version")),
        ("eventx dates, one small release", run("dates", "-", given=SMALL)),
        ("eventx extract, one small release", run("extract", "-", given=SMALL)),
    ]


def speeds(texts: list[Text], once: Speed, repeated: Speed) -> str:
    """The speeds as a Markdown table."""
    mean = sum(len(t.text) for t in texts) / len(texts)
    lines = ["| releases → events | characters/s | releases/s | over |", "| --- | --- | --- | --- |"]
    for name, told in (("first pass", once), ("repeated", repeated)):
        rate = int(float(f"{told.rate:.2g}"))
        lines.append(f"| {name} | {rate:,} | {told.rate / mean:.0f} | {told.characters / 1e6:.2f} MB |")
    return "\n".join(lines)


def start_table(rows: Sequence[tuple[str, float]]) -> str:
    """The start-ups as a Markdown table, each beside the first."""
    lines = ["| start | processor seconds | beside `import spacy` |", "| --- | --- | --- |"]
    lines += [f"| {name} | {seconds:.2f} | {seconds / rows[0][1]:.2f} |" for name, seconds in rows]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("releases", nargs="*", type=Path, help="files or folders; the samples where none is given")
    parser.add_argument("--size", type=float, default=2.0, help="megabytes of text to time (default 2)")
    parser.add_argument("--limit", type=float, default=15.0, help="seconds of each of the three rounds (default 15)")
    options = parser.parse_args(arguments)
    texts = releases(options.releases or samples())
    start = clock()
    extract(texts[0])
    loading = clock() - start
    once = first_pass(extract, texts)
    print(speeds(texts, once, speed(extract, texts, int(options.size * 1e6), options.limit)))
    print(f"\n{len(texts)} releases; loading, left out of the speeds: {loading:.2f} s\n")
    print(start_table(starts()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
