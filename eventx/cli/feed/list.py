"""`eventx feed list`: the feeds there are."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import click

from eventx.cli.feed.shared import base_url, windowed
from eventx.cli.options import db
from eventx.cli.run import opened


@click.command(
    "list",
    short_help="List the feeds.",
    epilog="""\b
Examples:
  eventx feed list
  eventx feed list --format json
""",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@base_url
@db
def command(db: str, base_url: str, form: str) -> None:
    """List the feeds: name, filters, window, address. The address of a private one is not kept."""
    from eventx.serve.feeds import feeds_of, path_of, row_of

    feeds = [feed for feed in feeds_of(opened(db).feeds()).values() if not feed.removed]
    for feed in feeds:
        row, address = row_of(feed), None if feed.private else f"{base_url.rstrip('/')}{path_of(feed)}"
        if form == "json":
            told = {"name": feed.name, "address": address, "private": feed.private, "filter": dict(row.filter)}
            hidden = {name: value for name, value in row.told.items() if name not in ("token", "removed")}
            click.echo(json.dumps({**told, **hidden}))
        else:
            wanted = urlencode(dict(row.filter), doseq=True).replace("&", " ") or "everything"
            click.echo(f"{feed.name}: {wanted}; {windowed(feed)}; {address or 'private'}")
