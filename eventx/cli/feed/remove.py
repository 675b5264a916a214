"""`eventx feed remove`: a feed is no more."""

from __future__ import annotations

import click

from eventx.cli.feed.shared import known, name
from eventx.cli.options import db
from eventx.cli.run import opened


@click.command(
    "remove",
    short_help="Take a feed away; its subscribers are told that it is gone.",
    epilog="""\b
Examples:
  eventx feed remove beijing
""",
)
@name
@db
def command(db: str, name: str) -> None:
    """Take a feed away. Its address answers 410 from now on, on which calendar programs give it up.

    eventx feed add brings one of that name back.
    """
    from eventx.model import replace
    from eventx.serve.feeds import row_of

    store = opened(db)
    store.put_feed(row_of(replace(known(store, name), removed=True)))
    click.echo(f"removed: {name}")
