"""`eventx dates`: the time expressions alone, resolved."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from eventx.cli.extract import note_of
from eventx.cli.options import Fetching, anchoring, fetching, inputs, options_of, output, quiet, workers
from eventx.cli.run import Run
from eventx.errors import OptionError
from eventx.model import Options, Release, When

if TYPE_CHECKING:
    from collections.abc import Sequence

    Read = tuple[Sequence[When], date | None, Sequence[str]]


def read_dates(release: Release, options: Options) -> Read:
    """The whens of a release, the day they are counted from, and the words that could not be counted."""
    from eventx.pipeline import given_whens, scene_of, undated

    scene = scene_of(release, options)
    return given_whens(scene), scene.anchor.day, undated(scene)


def as_json(when: When, source: str) -> dict[str, Any]:
    """A when by the JSON contract of an expression (docs/architecture.md)."""
    return {
        "start": when.span.start, "end": when.span.end, "text": when.text, "value": when.value,
        "from": when.first.isoformat(), "to": when.last.isoformat() if when.last else None,
        "precision": when.precision, "timezone": when.zone, "role": when.role, "rule": when.rule,
        "inferred": list(when.inferred), "source": {"id": source},
    }  # fmt: skip


@click.command(
    "dates",
    short_help="List the time expressions alone, resolved.",
    epilog="""\b
Examples:
  eventx dates release.txt
  eventx dates https://example.org/news/harbour-fair.html
  eventx dates feed.jsonl --workers 4 -o dates.jsonl
  echo "It opens on Friday." | eventx dates --published 2021-09-27
  eventx dates release.txt --format timex3
""",
)
@inputs
@output
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "timex3"]), default="jsonl", show_default=True,
    help="One expression a line, or the text of one release with TIMEX3 tags.",
)  # fmt: skip
@anchoring
@workers
@fetching
@quiet
def command(
    inputs: tuple[str, ...], output: str | None, form: str, published: date | None, tz: str | None,
    near: str | None, workers: int, fetching: Fetching, quiet: bool,
) -> None:  # fmt: skip
    """List the time expressions of each INPUT, each with its days, its rule and what it is about.

    INPUT is a file (text, web page, feed, mail, PDF, Word, calendar, JSON or JSONL), a folder of them, an address, or -
    for standard input.
    """
    run = Run(inputs, quiet=quiet, fetching=fetching)
    written: list[str] = []
    for release, (whens, day, undated) in run.results(read_dates, options_of(published, tz, near), workers):
        if form == "timex3" and run.done > 1:
            raise OptionError("timex3 holds one release and the inputs have more; use jsonl", where="--format")
        written.append(lines(release, whens) if form == "jsonl" else tagged(release, whens, day))
        if undated:
            run.note(note_of(release, undated))
    run.write("".join(written).encode("utf-8", "backslashreplace"), output)
    run.end()


def lines(release: Release, whens: Sequence[When]) -> str:
    """One line of JSON for each when."""
    return "".join(json.dumps(as_json(when, release.id), ensure_ascii=False) + "\n" for when in whens)


def tagged(release: Release, whens: Sequence[When], day: date | None) -> str:
    """The text with TIMEX3 tags."""
    from eventx.temporal import inline

    return inline(release.text, whens, day)
