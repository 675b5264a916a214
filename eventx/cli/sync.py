"""`eventx sync`: what is watched → the calendar."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from eventx.cli.add import summary as summary_of_add
from eventx.cli.options import db, options_of, quiet, zoning
from eventx.cli.run import agent, is_terminal, now, opened, say
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

    store, stop = opened(db), Stop()
    options, plain = options_of(None, tz, near), quiet or not is_terminal("stderr")
    # Little patience with one address: the next sync asks it again.
    policy = Policy(allow_private=allow_private, agent=agent(), retries=1, longest_wait=10.0)
    try:
        with store.alone(now()), stop.listening(), Web(policy, sleep=stop.sleep) as web:
            world = World(
                web=web, now=now, sleep=stop.sleep, stopping=stop.wanted, pause=pause, options=options,
                tell=say if plain else _above, progress=_plainly if plain else bar,
            )  # fmt: skip
            failed = _round(store, world, once=once, everything=everything)
            while not once and not stop.wanted():
                _wait(store, world)
                _round(store, world)
    except BusyError as error:
        if not quiet:
            say(f"note: {error}")
        return
    if stop.wanted() and not quiet:
        say("note: stopped; the next sync goes on where this one ended")
    click.get_current_context().exit((stop.status or int(failed)) if once else 0)


def _round(store: Store, world: World, *, once: bool = False, everything: bool = False) -> bool:
    """What is due, and a line that says what became of it; True where a source failed."""
    from eventx.sync import sync

    told = sync(store, world, everything=everything)
    if told["fetched"] or told["unchanged"] or told["failed"]:
        click.echo(summary(told))
    elif once and not world.stopping():
        click.echo(_idle(store))
    return bool(told["failed"])


def _idle(store: Store) -> str:
    """Why nothing was to be done."""
    due = [source.due for source in store.watched() if source.due is not None]
    return f"nothing is due before {min(due):%Y-%m-%d %H:%M} UTC" if due else "nothing is watched; eventx source add"


def _wait(store: Store, world: World) -> None:
    """Until something is due, but a minute at most, since sources may be added meanwhile."""
    from eventx.sync import next_due

    wait = next_due(store, world.now())
    world.sleep(_LOOK if wait is None else min(wait, _LOOK))


class Stop:
    """Ctrl-C and SIGTERM, which end a sync after the item in hand; a second Ctrl-C ends it at once."""

    def __init__(self) -> None:
        self.status = 0

    def wanted(self) -> bool:
        """True after a signal."""
        return self.status > 0

    def sleep(self, seconds: float) -> None:
        """As `time.sleep`, and no longer where a signal comes."""
        until = time.monotonic() + seconds
        while not self.wanted() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _STEP))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Signals are taken here meanwhile."""
        before = {number: signal.signal(number, self._take) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self.wanted() and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.status = 128 + number


def summary(told: Counter[str]) -> str:
    """What a round did, in one line: "3 sources fetched, 1 unchanged, 1 failed; 12 releases added, 3 known; …"."""
    sources = f"{told['fetched']} source{'s' * (told['fetched'] != 1)} fetched"
    sources = ", ".join([sources, *(f"{told[name]} {name}" for name in ("unchanged", "failed") if told[name])])
    words = {"left": "left for the next sync", "given up": "given up"}
    items = [f"{told[key]} item{'s' * (told[key] != 1)} {word}" for key, word in words.items() if told[key]]
    return "; ".join([sources, summary_of_add(told), *items, f"{size(told['received'])} received"])


def size(number: int) -> str:
    """Bytes for a reader: "312 bytes", "48 kB", "1.2 MB"."""
    if number < 1000:
        return f"{number} byte{'s' * (number != 1)}"
    return f"{number / 1e3:.0f} kB" if number < 999_500 else f"{number / 1e6:.1f} MB"


def _above(line: str) -> None:
    """A line in the place of the bar, which draws itself anew below."""
    click.echo("\r\033[K", nl=False, err=True)
    say(line)


def _plainly(items: Sequence[Any], label: str) -> AbstractContextManager[Any]:
    return nullcontext(items)


def bar(items: Sequence[Any], label: str) -> AbstractContextManager[Any]:
    """The items, with a bar on the terminal that moves as they are taken."""
    if not items:
        return nullcontext(items)
    return click.progressbar(items, label=label[:40], file=sys.stderr, show_pos=True)


__all__ = ["Stop", "command", "size", "summary"]
