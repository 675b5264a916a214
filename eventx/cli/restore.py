"""`eventx restore`: a backup into the calendar."""

from __future__ import annotations

from pathlib import Path

import click

from eventx.cli.options import FILE, db
from eventx.cli.run import number_of_entries, opened


@click.command(
    "restore",
    short_help="Bring a backup back.",
    epilog="""\b
Examples:
  eventx restore calendar-2021-09-27.db
  eventx restore calendar.db --replace
  eventx restore calendar.db --db postgresql://user@host/eventx
""",
)
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--replace", is_flag=True, help="Even where the calendar holds something, which is lost.")
@db
def command(db: str, file: str, replace: bool) -> None:
    """Fill the calendar with what FILE holds, which eventx backup wrote; all of it, or nothing changes."""
    store = opened(db, make=True)
    store.restore(Path(file), replace=replace)
    click.echo(f"{number_of_entries(store)} in {store.where} now")
