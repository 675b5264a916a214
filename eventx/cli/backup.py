"""`eventx backup`: the calendar into a file."""

from __future__ import annotations

from pathlib import Path

import click

from eventx.cli.options import FILE, db, writable
from eventx.cli.run import number_of_entries, opened


def named(ctx: click.Context, param: click.Parameter, value: str) -> str | None:
    """A file that can be written; a database is no stream."""
    if value == "-":
        raise click.BadParameter("a backup is a file; give its name")
    return writable(ctx, param, value)


@click.command(
    "backup",
    short_help="Write the whole calendar into a file.",
    epilog="""\b
Examples:
  eventx backup calendar-2021-09-27.db
  eventx backup calendar.db --db postgresql://user@host/eventx
""",
)
@click.argument("file", metavar="FILE", type=FILE, callback=named)
@db
def command(db: str, file: str) -> None:
    """Write the whole calendar with its decisions and history into FILE, a SQLite file, whole or not at all.

    Others may go on adding meanwhile. It is the same form for every database, so it also moves a calendar.
    """
    store = opened(db)
    store.backup(Path(file))
    click.echo(f"{number_of_entries(store)} of {store.where} written to {file}")
