"""`eventx source remove`: no longer watched."""

from __future__ import annotations

import click

from eventx.cli.options import db
from eventx.cli.run import opened
from eventx.cli.source.shared import called


@click.command(
    "remove",
    short_help="Watch a source no more; what it brought stays.",
    epilog="""\b
Examples:
  eventx source remove "Example News"
  eventx source remove https://news.example.org/feed.xml
""",
)
@click.argument("source", metavar="NAME|URL", callback=called)
@db
def command(db: str, source: str) -> None:
    """Watch a source no more. The events that it brought stay in the calendar."""
    click.echo(f"removed: {opened(db).unwatch(source).label}")
