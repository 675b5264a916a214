"""`eventx source add`: an address to watch."""

from __future__ import annotations

import click

from eventx.cli.options import db
from eventx.cli.run import now, opened
from eventx.cli.source import shared


@click.command(
    "add",
    short_help="Watch a feed or page.",
    epilog="""\b
Examples:
  eventx source add https://news.example.org/feed.xml
  eventx source add https://news.example.org/feed.xml --every 30m --name "Example News"
  eventx source add webcal://fairs.example.org/all.ics --every 1d
""",
)
@click.argument("url", metavar="URL", callback=shared.address)
@click.option(
    "--every", metavar="TIME", callback=shared.every,
    help="How often it is fetched: 30m, 1h, 1d; an hour unless told, five minutes at least.",
)  # fmt: skip
@click.option("--name", metavar="NAME", callback=shared.name, help="What it is called here.")
@db
def command(db: str, url: str, every: int | None, name: str | None) -> None:
    """Watch what is at URL: a feed, a page, a calendar, JSON. eventx sync fetches it; nothing is fetched now.

    One that is watched already gets the new --every or --name, and goes on where it was.
    """
    source = opened(db, make=True).watch(url, now(), every=every, name=name)
    called = f"{source.name}: " if source.name else ""
    click.echo(f"{called}{source.url}, every {shared.told(source.every)}; eventx sync fetches it")
