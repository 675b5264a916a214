"""`eventx merge`: these two are one event."""

from __future__ import annotations

import click

from eventx.cli.options import db
from eventx.cli.run import now, opened, tell


@click.command(
    "merge",
    short_help="Make two entries one.",
    epilog="""\b
Examples:
  eventx merge 88ed7755 3f2a9c01
  eventx split 88ed7755
""",
)
@click.argument("one", metavar="UID")
@click.argument("other", metavar="UID")
@db
def command(db: str, one: str, other: str) -> None:
    """Make two entries one, now and for all releases to come.

    The UID that was published first goes on; the other stays in the calendar file as cancelled.
    """
    store = opened(db)
    tell("merged", store, store.merge(one, other, now()))
