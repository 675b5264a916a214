"""What the commands of feeds share: finding one, and telling its addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from eventx.errors import StoreError

if TYPE_CHECKING:
    from eventx.serve.feeds import NamedFeed
    from eventx.store import Store

DEFAULT_BASE = "http://127.0.0.1:8000"
name = click.argument("name", metavar="NAME")
base_url = click.option(
    "--base-url", metavar="URL", envvar="EVENTX_BASE_URL", default=DEFAULT_BASE, show_default=True,
    help="The address that clients reach the server by; also EVENTX_BASE_URL.",
)  # fmt: skip


def known(store: Store, name: str) -> NamedFeed:
    """The feed of that name. StoreError where there is none, or it was removed."""
    from eventx.serve.feeds import feeds_of

    feed = feeds_of(store.feeds()).get(name)
    if feed is None or feed.removed:
        raise StoreError("no feed is called so; eventx feed list shows them", where=name)
    return feed


def addresses(feed: NamedFeed, base: str, token: str | None) -> Iterator[str]:
    """The ways to subscribe to a feed, a line each; and where it cannot be reached, who is left out and what to do."""
    from eventx.serve.feeds import POLLING, links
    from eventx.serve.settings import out_of_reach

    found, why = links(base.rstrip("/"), feed, token), out_of_reach(base)
    yield f"  address  {found.https}"
    yield f"  webcal   {found.webcal}"
    if why is None:
        yield f"  Google   {found.google}"
        yield f"  Outlook  {found.outlook}"
        yield f"  Office   {found.office}"
        yield f"{POLLING[0][0]} asks for news {POLLING[0][1]}."
    else:
        yield (
            f"{why}: Google and Outlook on the web cannot subscribe to it. --base-url tells the address by which "
            "others reach the server."
        )
    if token is not None:
        yield "Whoever knows the address can read the feed. It is shown this once; eventx feed rotate makes another."


def windowed(feed: NamedFeed) -> str:
    """The window of a feed for a reader."""
    return f"{feed.window.back} days back, {feed.window.ahead} days ahead"


__all__ = ["DEFAULT_BASE", "addresses", "base_url", "known", "name", "windowed"]
