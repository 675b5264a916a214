"""What all pages of a calendar share: its name, and the feeds on offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eventx.serve.asked import Asked
from eventx.serve.feeds import ALL, NamedFeed, links
from eventx.serve.render import Subscription
from eventx.serve.words import kind_of
from eventx.store import Filter


def subscriptions(base: str, feeds: Sequence[NamedFeed], told: Asked | None = None) -> tuple[Subscription, ...]:
    """The feeds on offer; before them, where filters are set, the part that they let through."""
    offered = tuple(
        Subscription(title=feed.title or feed.name, about=about(feed.wanted), ways=links(base, feed)) for feed in feeds
    )
    if not (told and told.wanted and feeds) or told.wanted.status == "rejected":
        return offered
    whole = next((feed for feed in feeds if feed.name == ALL.name), feeds[0])
    # A subscription goes on for years, so the days that somebody looked at now are left out of it.
    lasting = replace(told.wanted, first=None, last=None)
    if not about(lasting):
        return offered
    ways = links(base, whole, None, lasting)
    return (Subscription(title="What you filtered", about=about(lasting), ways=ways), *offered)


def about(wanted: Filter) -> str:
    """A filter in words; empty for one that lets everything through."""
    told = [
        kind_of(wanted.kind) if wanted.kind else "", wanted.status or "", wanted.place or "", wanted.who or "",
        f"“{wanted.text}”" if wanted.text else "",
        f"at least {wanted.min_confidence:.0%} sure" if wanted.min_confidence else "",
    ]  # fmt: skip
    return " · ".join(filter(None, told))


def site_name(feeds: Sequence[NamedFeed]) -> str:
    """What the calendar is called: as its feed of everything is, or its only one."""
    whole = [feed for feed in feeds if feed.name == ALL.name] or (feeds if len(feeds) == 1 else [])
    return (whole[0].title if whole else None) or "Events"


__all__ = ["about", "site_name", "subscriptions"]
