"""`eventx confirm`: this entry is right."""

from __future__ import annotations

import click

from eventx.cli.options import db, uids
from eventx.cli.run import now, opened, tell


@click.command(
    "confirm",
    short_help="Say that an entry is right.",
    epilog="""\b
Examples:
  eventx confirm 88ed7755
  eventx confirm 88ed7755 3f2a9c01
""",
)
@uids
@db
def command(db: str, uids: tuple[str, ...]) -> None:
    """Say that the entries are right: their confidence is 1 from now on. Takes a rejection back.

    A UID may be shortened as far as no other entry begins so; eventx list shows it.
    """
    store = opened(db)
    for uid in uids:
        tell("confirmed", store, store.confirm(uid, now()))
