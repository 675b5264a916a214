"""`eventx changes`: what became of entries."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from eventx.cli.options import day, db
from eventx.cli.run import opened

if TYPE_CHECKING:
    from eventx.store import Revision

_REASONS = {
    "confirm": "confirmed by hand", "reject": "rejected by hand", "edit": "edited by hand", "merge": "merged by hand",
    "split": "split by hand",
}  # fmt: skip
_KINDS = {"published": "new", "retired": "is part of another entry now", "restored": "restored"}


@click.command(
    "changes",
    short_help="Tell what was added and changed.",
    epilog="""\b
Examples:
  eventx changes
  eventx changes --since 2021-09-27
  eventx changes --since 2021-09-27 --format jsonl
""",
)
@click.option("--since", metavar="DATE", callback=day, help="What was noted that day (in UTC) or later; default: all.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@db
def command(db: str, since: date | None, form: str) -> None:
    """Tell what became of entries and why, in the order in which it was noted, one change a line."""
    start = since or date.min
    for revision in opened(db).changes(datetime(start.year, start.month, start.day, tzinfo=UTC)):
        click.echo(json.dumps(as_json(revision), ensure_ascii=False) if form == "jsonl" else in_line(revision))


def as_json(revision: Revision) -> dict[str, object]:
    """A revision as JSON: all fields of `eventx.store.Revision`."""
    return {
        "uid": revision.uid, "title": revision.title, "kind": revision.kind, "changes": dict(revision.changes),
        "sequence": revision.sequence, "noted": revision.noted.isoformat(),
        "published": revision.day.isoformat() if revision.day else None, "release": revision.release,
        "decision": revision.decision,
    }  # fmt: skip


def in_line(revision: Revision) -> str:
    """The same for a reader, with the title."""
    from eventx.safe import one_line

    return f"{revision.noted:%Y-%m-%d %H:%M} {one_line(revision.title)}: {step(revision)}"


def step(revision: Revision) -> str:
    """What happened and why: 'start 2021-09-24 → 2021-10-01 ("Forum moves", 2021-09-28)'."""
    from eventx.safe import one_line

    if revision.kind == "conflict":
        told = [f"{name} stays {shown(old)}, not {shown(new)}" for name, (old, new, *_) in revision.changes.items()]
    else:
        told = [f"{name} {shown(old)} → {shown(new)}" for name, (old, new) in revision.changes.items()]
        told = [*([_KINDS[revision.kind]] if revision.kind in _KINDS else []), *told]
    reason = _REASONS.get(revision.decision or "", "")
    if revision.release is not None:
        reason = ", ".join([f'"{one_line(revision.release)}"', *([revision.day.isoformat()] if revision.day else [])])
    return f"{'; '.join(told)} ({reason})" if told else reason


def shown(value: object) -> str:
    """A value for a reader, in one line."""
    from eventx.safe import one_line

    return "none" if value is None else str(value).lower() if isinstance(value, bool) else one_line(str(value))
