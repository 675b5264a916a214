"""`eventx export`: the calendar as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from eventx.cli.options import by_suffix, db, filter_of, filters, include, output
from eventx.cli.run import opened, put
from eventx.export.ics import COLORS, Feed

FORMS = ("ics", "jsonl", "json", "csv")


def address(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A link of the web, as it was given."""
    if value is not None and not value.startswith(("https://", "http://")):
        raise click.BadParameter(f"{value!r} is no address of the web; write it as https://example.com/events.ics")
    return value


@click.command(
    "export",
    short_help="Write the calendar as a file.",
    epilog="""\b
Examples:
  eventx export -o events.ics
  eventx export --place Beijing --no-evidence -o beijing.ics
  eventx export --source https://example.com/events.ics --color teal -o public/events.ics
  eventx export --format jsonl | jq .title
""",
)
@output
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: for -o by the file's suffix; else ics.")
@click.option("--no-evidence", is_flag=True, help="Without the releases' sentences, which are others' text.")
@click.option("--name", metavar="NAME", help="The name that clients show of the calendar.")
@click.option(
    "--source", metavar="URL", callback=address,
    help="Where the file will be fetched from: tells clients so, and how often.",
)  # fmt: skip
@click.option("--color", type=click.Choice(sorted(COLORS)), help="The colour that clients show; with --source.")
@filters
@include
@db
def command(
    db: str, output: str | None, form: str | None, no_evidence: bool, name: str | None, source: str | None,
    color: str | None, include: tuple[str, ...], **told: Any,
) -> None:  # fmt: skip
    """Write the entries that all filters let through, past ones too.

    An entry that turned out to be part of another stays in the calendar file as cancelled, since clients know its UID.
    """
    if color and not source:
        raise click.UsageError("--color needs --source: calendars that nobody subscribes to have none")
    store, form = opened(db), form or by_suffix(output, FORMS)
    if form == "ics":
        feed = Feed(source=source, color=color) if source else None
        put(store.calendar(filter_of(include, **told), evidence=not no_evidence, name=name, feed=feed), output)
        return
    from eventx.export import export

    events = store.events(filter_of(("month",), **told))
    put(export([replace(e, evidence=()) for e in events] if no_evidence else events, form, name=name), output)
