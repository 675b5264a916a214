"""`eventx source list`: what is watched, and how that goes."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from eventx.cli.options import db
from eventx.cli.run import opened
from eventx.cli.source.shared import told

if TYPE_CHECKING:
    from eventx.store import Watched


@click.command(
    "list",
    short_help="List the sources: last fetched, last change, failures, next due.",
    epilog="""\b
Examples:
  eventx source list
  eventx source list --format json
""",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@db
def command(db: str, form: str) -> None:
    """List what is watched: when it was last fetched and last had something new, failures, when it is due. In UTC."""
    from eventx.safe import one_line

    for source in opened(db).watched():
        click.echo(json.dumps(_record(source)) if form == "json" else one_line(_line(source)))


def _line(source: Watched) -> str:
    name = f"{source.name}: " if source.name else ""
    failed = f"; {source.failures} failure{'s' * (source.failures != 1)} in a row, the last: {source.fault}"
    return (
        f"{name}{source.url}; every {told(source.every)}; fetched {_at(source.fetched)}; "
        f"changed {_at(source.changed)}; next {_at(source.due, 'at once')}{failed if source.failures else ''}"
    )


def _record(source: Watched) -> dict[str, object]:
    times = {name: moment.isoformat() if moment else None for name, moment in _times(source).items()}
    return {
        "url": source.url, "name": source.name, "every": source.every, **times, "failures": source.failures,
        "fault": source.fault,
    }  # fmt: skip


def _times(source: Watched) -> dict[str, datetime | None]:
    return {"fetched": source.fetched, "changed": source.changed, "due": source.due}


def _at(moment: datetime | None, never: str = "never") -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else never
