"""`eventx edit`: this field is that."""

from __future__ import annotations

import click

from eventx.cli.options import db, uid
from eventx.cli.run import now, opened, tell


@click.command(
    "edit",
    short_help="Set fields of an entry for good.",
    epilog="""\b
Examples:
  eventx edit 88ed7755 start=2021-10-01 end=2021-10-05
  eventx edit 88ed7755 status=cancelled
  eventx edit 88ed7755 title="Zhongguancun Forum" place="Beijing, China" theme=
""",
)
@uid
@click.argument("pairs", metavar="FIELD=VALUE...", nargs=-1, required=True)
@db
def command(db: str, uid: str, pairs: tuple[str, ...]) -> None:
    """Set each FIELD of an entry to its VALUE, whatever releases say of it, now and later.

    Fields: title, start, end, timezone, status, place, venue, city, region, country, online, series, edition, kind,
    theme, organizer, url. Nothing behind the = takes the value away.
    """
    from eventx.store import parsed

    store = opened(db)
    tell("edited", store, store.edit(uid, parsed(pairs), now()))
