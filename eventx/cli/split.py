"""`eventx split`: this entry is two events."""

from __future__ import annotations

import click

from eventx.cli.options import db, uid
from eventx.cli.run import now, opened, tell


@click.command(
    "split",
    short_help="Make two entries of one.",
    epilog="""\b
Examples:
  eventx show 88ed7755
  eventx split 88ed7755 5c10063b:0 a9becbd5:1
  eventx split 88ed7755
""",
)
@uid
@click.argument("sightings", metavar="[SIGHTING]...", nargs=-1)
@db
def command(db: str, uid: str, sightings: tuple[str, ...]) -> None:
    """Make another entry of the sightings that are named as eventx show lists them, now and for all releases to come.

    Without any named, the last merge of the entry is taken back.
    """
    store = opened(db)
    for found in store.split(uid, sightings, now()):
        tell("split", store, found)
