"""`eventx list`: the entries of the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import click

from eventx.cli.options import db, filter_of, filters
from eventx.cli.run import is_terminal, opened, put


@click.command(
    "list",
    short_help="List the entries of the calendar, upcoming ones by default.",
    epilog="""\b
Examples:
  eventx list
  eventx list --from 2021-09-01 --to 2021-09-30 --place Beijing
  eventx list --all --kind earnings_call --who Oracle --format json
""",
)
@filters
@click.option("--all", "everything", is_flag=True, help="What is over too.")
@click.option("--format", "form", type=click.Choice(["table", "json", "ics"]), default="table", show_default=True)
@db
def command(db: str, form: str, everything: bool, **told: Any) -> None:
    """List the entries of the calendar that all filters let through, by day.

    Without --from, --to or --all: those of today and later. The first column names an entry for the other commands.
    """
    store = opened(db)
    wanted = filter_of(include=() if form == "ics" else ("month",), **told)
    if not (everything or wanted.first or wanted.last):
        wanted = replace(wanted, first=date.today())
    if form == "ics":
        put(store.calendar(wanted), None)
        return
    events = store.events(wanted)
    if form == "json":
        from eventx.export import export

        put(export(events, "json"), None)
    else:
        from eventx.export.table import render

        uids = store.short_uids([event.uid for event in events])
        put(render(events, uids=uids, styled=is_terminal("stdout")), None)
