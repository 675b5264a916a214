"""`eventx sync`: what is watched → the calendar."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from eventx.cli.add import summary as summary_of_add
from eventx.cli.options import db, options_of, quiet, zoning
from eventx.cli.run import is_terminal, now, opened, say
from eventx.errors import BusyError

if TYPE_CHECKING:
    from eventx.store import Store
    from eventx.sync import World

_LOOK = 60.0
"""Seconds after which it is looked whether other sources are watched by now."""
_STEP = 0.5  # seconds until a signal is noticed


@click.command(
    "sync",
    short_help="Fetch what is watched and add what is new to the calendar.",
    epilog="""\b
Examples:
  eventx sync --once
  eventx sync --once --all
  eventx sync
""",
)
@click.option("--once", is_flag=True, help="Fetch what is due and end; without it, go on until stopped.")
@click.option("--all", "everything", is_flag=True, help="Fetch all sources first, due or not.")
@click.option("--allow-private", is_flag=True, help="Fetch from private addresses too: intranets, this machine.")
@click.option(
    "--pause", type=click.FloatRange(0, 60), default=1.0, show_default=True, metavar="SECONDS",
    help="The least time between two requests to one host.",
)  # fmt: skip
@zoning
@quiet
@db
def command(
    db: str, once: bool, everything: bool, allow_private: bool, pause: float, tz: str | None, near: str | None,
    quiet: bool,
) -> None:  # fmt: skip
    """Fetch the sources that are due (eventx source list) and add what is new to the calendar.

    Each item is read once, whole or not at all: a sync that was broken off goes on where it stopped. Ctrl-C ends it
    after the item in hand, a second one at once. One sync works at a time; another one says so and ends.
    """
    from eventx.ingest.web import Policy, Web
    from eventx.sync import World

    store, stop = opened(db, make=True), Stop()
    options = options_of(None, tz, near)
    policy = Policy(allow_private=allow_private, longest_wait=10.0)
    try:
        with store.alone(now()), stop.listening(), Web(policy, sleep=stop.sleep) as web:
            world = World(
                web=web, now=now, sleep=stop.sleep, tell=say, stopping=stop.wanted, pause=pause, options=options,
                progress=nullcontext_of if quiet or not is_terminal("stderr") else bar,
            )  # fmt: skip
            failed = _once(store, world, everything)
            while not once and not stop.wanted():
                failed = _wait_and_sync(store, world)
    except BusyError as error:
        if not quiet:
            say(f"note: {error}")
        return
    click.get_current_context().exit(stop.status if stop.status and once else int(failed))
