"""`eventx feed add`: a new feed."""

from __future__ import annotations

from typing import Any

import click

from eventx.cli.feed.shared import addresses, base_url, name, windowed
from eventx.cli.options import db, filter_of, filters, include
from eventx.cli.run import now, opened
from eventx.export.ics import COLORS


@click.command(
    "add",
    short_help="Make a feed of what filters let through.",
    epilog="""\b
Examples:
  eventx feed add beijing --place Beijing --color teal --title "Events in Beijing"
  eventx feed add board --kind earnings_call --private
  eventx feed add archive --back 3650 --base-url https://events.example.org
""",
)
@name
@filters
@include
@click.option("--title", metavar="TEXT", help="The name that clients show.")
@click.option("--color", type=click.Choice(sorted(COLORS)), help="The colour that clients show.")
@click.option(
    "--hours", type=click.IntRange(1, 168), default=6, show_default=True, help="How often clients should ask."
)
@click.option("--back", type=click.IntRange(0, 36525), metavar="DAYS", help="How long past events stay: 180 days.")
@click.option("--ahead", type=click.IntRange(0, 36525), metavar="DAYS", help="How far it looks ahead: 548 days.")
@click.option(
    "--private/--public", default=None,
    help="With a secret address in place of the name; public unless told, and as it was with --replace.",
)  # fmt: skip
@click.option("--no-evidence", is_flag=True, help="Without the releases' sentences, which are others' text.")
@click.option("--replace", is_flag=True, help="In the place of the feed of that name; its address stays.")
@base_url
@db
def command(
    db: str, name: str, base_url: str, title: str | None, color: str | None, hours: int, back: int | None,
    ahead: int | None, private: bool | None, no_evidence: bool, replace: bool, include: tuple[str, ...], **told: Any,
) -> None:  # fmt: skip
    """Make a feed of the entries that all filters let through, and tell how to subscribe to it.

    It holds what is on from 180 days ago to 18 months ahead unless --back and --ahead tell otherwise.
    """
    from eventx.errors import OptionError
    from eventx.serve import feeds

    store = opened(db, make=True)
    old = next((feeds.feed_of(row) for row in store.feeds() if row.name == name), None)
    if old is not None and not old.removed and not replace:
        raise OptionError("a feed is called so already; --replace changes it", where=name)
    before = old.token if old is not None and not old.removed else None
    private = before is not None if private is None else private
    token = feeds.new_token() if private and before is None else None
    window = feeds.Window(
        back=feeds.BACK_DAYS if back is None else back, ahead=feeds.AHEAD_DAYS if ahead is None else ahead
    )
    feed = feeds.checked(
        feeds.NamedFeed(
            name=name, wanted=filter_of(include, **told), window=window, title=title, color=color, hours=hours,
            evidence=not no_evidence, token=feeds.hashed(token) if token else before if private else None,
        )
    )  # fmt: skip
    store.put_feed(feeds.row_of(feed))
    number = len(store.events(feed.filter_on(now().date())))
    click.echo(f"{name}: {number} entr{'y' if number == 1 else 'ies'} today; {windowed(feed)}")
    if feed.private and token is None:
        click.echo("  its secret address stays as it was")
        return
    for line in addresses(feed, base_url, token):
        click.echo(line)
