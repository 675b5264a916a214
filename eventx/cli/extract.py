"""`eventx extract`: releases → events in a format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from eventx.cli.options import (
    Fetching,
    anchoring,
    by_suffix,
    fetching,
    include,
    inputs,
    min_confidence,
    model,
    options_of,
    output,
    quiet,
    workers,
)
from eventx.cli.run import Run, called, is_terminal
from eventx.export import FORMATS, export
from eventx.model import Event, Options, Release

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """The events of a release, and the words of dates that it gives no day to count from."""

    events: Sequence[Event]
    undated: Sequence[str]


def find(release: Release, options: Options) -> Found:
    """What `extract` wants to know of one release."""
    from eventx.pipeline import events_of, scene_of, undated

    scene = scene_of(release, options)
    return Found(events_of(scene, options), undated(scene))


def note_of(release: Release, words: Sequence[str]) -> str:
    """What is told of a release whose dates could not be counted."""
    shown = ", ".join(f'"{word}"' for word in words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    return f"{called(release)} tells no day to count {shown} from; give --published DATE"


@click.command(
    "extract",
    short_help="Find the events and write them.",
    epilog="""\b
Examples:
  eventx extract release.txt
  eventx extract releases/ --format ics -o events.ics
  eventx extract https://example.org/news/harbour-fair.html
  eventx extract feed.jsonl --format jsonl --workers 4 > events.jsonl
  eventx extract release.txt --model en_core_web_sm
  eventx extract http://localhost:8000/release.html --allow-private --no-cache
  pdftotext release.pdf - | eventx extract --published 2021-09-27
""",
)
@inputs
@output
@click.option(
    "--format", "form", type=click.Choice(FORMATS),
    help="Default: table on a terminal; for -o by the file's suffix; else ics.",
)  # fmt: skip
@anchoring
@model
@min_confidence
@include
@workers
@fetching
@quiet
def command(
    inputs: tuple[str, ...], output: str | None, form: str | None, published: date | None, tz: str | None,
    near: str | None, model: str | None, min_confidence: float, include: tuple[str, ...], workers: int,
    fetching: Fetching, quiet: bool,
) -> None:  # fmt: skip
    """Find the events of each INPUT and write them, in the order of the text (ics and table: by day).

    INPUT is a file (text, web page, feed, mail, PDF, Word, calendar, JSON or JSONL), a folder of them, an address, or -
    for standard input.
    """
    run = Run(inputs, quiet=quiet, fetching=fetching)
    form = form or default_format(output)
    options = options_of(published, tz, near, min_confidence, include, model)
    streamed = form == "jsonl" and output in (None, "-")
    events: list[Event] = []
    for release, found in run.results(find, options, workers):
        if found.undated:
            run.note(note_of(release, found.undated))
        if streamed:
            run.write(export(found.events, form), None)
        else:
            events.extend(found.events)
    if not streamed:
        run.write(rendered(events, form, include, to_file=output not in (None, "-")), output)
    run.end()


def default_format(output: str | None) -> str:
    """The format of an output that none was named for."""
    if output in (None, "-"):
        return "table" if is_terminal("stdout") else "ics"
    return by_suffix(output, FORMATS)


def rendered(events: Sequence[Event], form: str, include: Sequence[str], *, to_file: bool) -> bytes:
    """The events in a format; a table that goes to a file has no terminal escapes."""
    if form == "table" and to_file:
        from eventx.export.table import render

        return render(events, styled=False)
    return export(events, form, include=include)
