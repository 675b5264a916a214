"""`eventx feed`: parts of the calendar that people subscribe to."""

from __future__ import annotations

import click

from eventx.cli.feed.add import command as add_command
from eventx.cli.feed.list import command as list_command
from eventx.cli.feed.remove import command as remove_command
from eventx.cli.feed.rotate import command as rotate_command
from eventx.cli.feed_check import command as check_command


@click.group(
    "feed",
    short_help="Name parts of the calendar that people subscribe to.",
    epilog="""\b
Examples:
  eventx feed add beijing --place Beijing
  eventx feed list
  eventx feed COMMAND --help
""",
)
def command() -> None:
    """Name parts of the calendar that people subscribe to: eventx serve shows them."""


for each in (add_command, list_command, remove_command, rotate_command, check_command):
    command.add_command(each)

__all__ = ["command"]
