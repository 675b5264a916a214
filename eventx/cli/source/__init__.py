"""`eventx source`: feeds and pages that are watched."""

from __future__ import annotations

import click

from eventx.cli.source.add import command as add_command
from eventx.cli.source.list import command as list_command
from eventx.cli.source.remove import command as remove_command


@click.group(
    "source",
    short_help="Name the feeds and pages to watch.",
    epilog="""\b
Examples:
  eventx source add https://news.example.org/feed.xml
  eventx source list
  eventx source COMMAND --help
""",
)
def command() -> None:
    """Name the feeds and pages to watch: eventx sync fetches them and adds what is new to the calendar."""


for each in (add_command, list_command, remove_command):
    command.add_command(each)

__all__ = ["command"]
