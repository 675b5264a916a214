"""`eventx feed rotate`: another secret address."""

from __future__ import annotations

import click

from eventx.cli.feed.shared import addresses, base_url, known, name
from eventx.cli.options import db
from eventx.cli.run import opened


@click.command(
    "rotate",
    short_help="Give a private feed another secret address.",
    epilog="""\b
Examples:
  eventx feed rotate board --base-url https://events.example.org
""",
)
@name
@base_url
@db
def command(db: str, name: str, base_url: str) -> None:
    """Give a private feed another secret address; the old one is unknown from now on."""
    from eventx.errors import OptionError
    from eventx.model import replace
    from eventx.serve.feeds import hashed, new_token, row_of

    store, token = opened(db), new_token()
    feed = known(store, name)
    if not feed.private:
        raise OptionError("is no private feed and has no secret; --private makes it one", where=name)
    feed = replace(feed, token=hashed(token))
    store.put_feed(row_of(feed))
    click.echo(f"{name} has another address; the old one is unknown from now on")
    for line in addresses(feed, base_url, token):
        click.echo(line)
