"""`eventx reject`: this is no event."""

from __future__ import annotations

import click

from eventx.cli.options import db, uids
from eventx.cli.run import now, opened, tell


@click.command(
    "reject",
    short_help="Keep an entry away, whatever repeats it.",
    epilog="""\b
Examples:
  eventx reject 88ed7755
  eventx list --all --status rejected
  eventx confirm 88ed7755
""",
)
@uids
@db
def command(db: str, uids: tuple[str, ...]) -> None:
    """Keep the entries out of lists and exports, also where further releases repeat them.

    eventx list --status rejected shows them; eventx confirm brings one back.
    """
    store = opened(db)
    for uid in uids:
        tell("rejected", store, store.reject(uid, now()))
