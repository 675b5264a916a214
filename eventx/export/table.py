"""A table for a person at a terminal: when, what, where, how sure."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eventx.export.ics import order
from eventx.ical import marked_title
from eventx.model import Event
from eventx.safe import one_line

_STYLES = {"cancelled": "strike dim", "postponed": "italic", "tentative": "italic"}


def render(
    events: Sequence[Event],
    *,
    include: Sequence[str] = (),
    name: str | None = None,
    width: int | None = None,
    styled: bool | None = None,
    uids: Mapping[str, str] | None = None,
) -> bytes:
    """The table in UTF-8, by first day, as wide as the terminal unless `width` says (columns).

    `styled` puts in terminal escapes, by default where standard output is a terminal; rich leaves
    colours out where NO_COLOR is set. Status is told in words too, for where nothing is styled.
    `uids` says how each UID is shown, in a column of its own.
    """
    if not events:
        return b"No events found.\n"
    table = Table(box=box.SIMPLE, title=one_line(name) if name else None, pad_edge=False)
    if uids is not None:
        table.add_column("UID", style="dim", overflow="fold", min_width=8)
    # Days keep together and titles wrap: a date broken over two lines is hard to read.
    table.add_column("When", style="cyan", overflow="fold", min_width=10)
    table.add_column("What", overflow="fold", ratio=3)
    table.add_column("Where", overflow="fold", ratio=2)
    table.add_column("Confidence", justify="right", no_wrap=True)
    for event in sorted(events, key=order):
        named = [] if uids is None else [uids.get(event.uid, event.uid)]
        table.add_row(*named, when(event), _what(event), _where(event), f"{event.confidence:.0%}")
    out = io.StringIO()
    console = Console(
        file=out,
        width=width or shutil.get_terminal_size((100, 24)).columns,
        force_terminal=sys.stdout.isatty() if styled is None else styled,
        height=100,  # given, so that rich takes the width as well on a dumb terminal
        force_jupyter=False,
        legacy_windows=False,
    )
    console.print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return ("\n".join(lines).strip("\n") + "\n").encode()


def when(event: Event) -> str:
    """The time as a person reads it: "2021-09-24 – 2021-09-28", "2021-09-24 09:30–17:00 Asia/Tokyo"."""
    first, last = event.start, event.end
    if not isinstance(first, datetime):
        return _span(first.isoformat(), event.last_day.isoformat())
    zone = event.timezone or (first.tzname() or "zone unknown")
    if isinstance(last, datetime) and (event.rrule or event.last_day == first.date()):
        days = _span(first.date().isoformat(), event.last_day.isoformat())
        return f"{days} {first:%H:%M}–{last:%H:%M} {zone}"
    end = f"{last:%Y-%m-%d %H:%M}" if isinstance(last, datetime) else event.last_day.isoformat()
    start = f"{first:%Y-%m-%d %H:%M}"
    return f"{start if start.startswith(end) else _span(start, end)} {zone}"


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _what(event: Event) -> Text:
    # Text, not str: rich would read "[bold]" in a title as markup.
    tentative = " (tentative)" if event.status == "tentative" else ""
    return Text(marked_title(event) + tentative, style=_STYLES.get(event.status, ""))


def _where(event: Event) -> Text:
    parts = (one_line(event.place.label or ""), "online" if event.online else "")
    return Text("; ".join(filter(None, parts)))
