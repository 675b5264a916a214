"""`eventx add`: releases → the calendar."""

from __future__ import annotations

from collections import Counter
from datetime import date

import click

from eventx.cli.extract import find, note_of
from eventx.cli.options import Fetching, anchoring, db, fetching, inputs, options_of, quiet, workers
from eventx.cli.run import Run, now, opened


@click.command(
    "add",
    short_help="Find the events and merge them into the calendar.",
    epilog="""\b
Examples:
  eventx add release.txt
  eventx add releases/ --workers 4
  eventx add https://example.org/news/harbour-fair.html --follow
  eventx add feed.jsonl --db newsroom.db
""",
)
@inputs
@anchoring
@workers
@fetching
@quiet
@db
def command(
    inputs: tuple[str, ...], db: str, published: date | None, tz: str | None, near: str | None, workers: int,
    fetching: Fetching, quiet: bool,
) -> None:  # fmt: skip
    """Find the events of each INPUT and merge them into the calendar: one entry an event, however many releases.

    INPUT is a file (text, web page, feed, mail, PDF, Word, calendar, JSON or JSONL), a folder of them, an address, or -
    for standard input. A release that is in already
    changes nothing. Each is put in whole or not at all, so an add that was broken off can be repeated.
    """
    run, told = Run(inputs, quiet=quiet, fetching=fetching), Counter[str]()
    store, noted = opened(db, make=True), now()
    for release, found in run.results(find, options_of(published, tz, near), workers, skip=store.knows):
        if found.undated:
            run.note(note_of(release, found.undated))
        changes = store.add(release, found.events, noted)
        told.update(["added" if changes is not None else "known", *(change.kind for change in changes or ())])
    told["known"] += run.skipped
    if told["added"] or told["known"] or not run.failed:
        click.echo(summary(told))
    run.end()


def summary(told: Counter[str]) -> str:
    """What an add did, in one line: "2 releases added, 1 known; 3 entries new, 1 changed"."""
    releases = f"{told['added']} release{'s' * (told['added'] != 1)} added"
    entries = f"{told['published']} entr{'y' if told['published'] == 1 else 'ies'} new"
    words = {"changed": "changed", "retired": "merged", "rejected": "rejected"}
    more = [f"{told[kind]} {word}" for kind, word in words.items() if told[kind]]
    return f"{releases}{', ' + str(told['known']) + ' known' if told['known'] else ''}; {', '.join([entries, *more])}"
