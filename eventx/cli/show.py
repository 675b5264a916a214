"""`eventx show`: an entry with its evidence and history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from eventx.cli.changes import as_json, shown, step
from eventx.cli.options import db, uid
from eventx.cli.run import opened

if TYPE_CHECKING:
    from eventx.store import Published, Told


@click.command(
    "show",
    short_help="Show an entry with its evidence and history.",
    epilog="""\b
Examples:
  eventx show 88ed7755
  eventx show 88ed77555dda6be88e90fe4e@eventx --format json
""",
)
@uid
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@db
def command(db: str, uid: str, form: str) -> None:
    """Show an entry: what is published, what each release says of it, what they disagree on, what changed and why.

    UID may be shortened as far as no other entry begins so.
    """
    entry = opened(db).entry(uid)
    click.echo(json.dumps(whole(entry), ensure_ascii=False, indent=2) if form == "json" else "\n".join(lines(entry)))


def whole(entry: Published) -> dict[str, object]:
    """The entry as JSON: the event's contract, and what the calendar knows beside it."""
    return {
        **entry.event.as_json(), "state": entry.state, "sequence": entry.sequence,
        "last_modified": entry.stamp.isoformat(), "part_of": entry.survivor,
        "sightings": [{"key": told.key, "event": told.event.as_json()} for told in entry.told],
        "conflicts": [dict(zip(("field", "kept", "refused", "sighting"), c, strict=True)) for c in entry.conflicts],
        "history": [as_json(revision) for revision in entry.history],
    }  # fmt: skip


def lines(entry: Published) -> Iterator[str]:
    """The entry for a reader."""
    from eventx.export.table import when
    from eventx.ical import marked_title
    from eventx.safe import one_line

    event = entry.event
    yield marked_title(event)
    facts = {
        "UID": entry.uid, "When": when(event), "Where": event.place.label, "Status": event.status, "Kind": event.kind,
        "Series": event.series, "Edition": event.edition, "Theme": event.theme, "Organizer": event.organizer,
        "Link": event.url, "Confidence": f"{event.confidence:.0%}",
        "State": f"part of {entry.survivor}" if entry.survivor else entry.state if entry.state != "live" else None,
        "Sequence": f"{entry.sequence}, last modified {entry.stamp:%Y-%m-%d}",
    }  # fmt: skip
    yield from (f"  {name + ':':<12}{one_line(value)}" for name, value in facts.items() if value)
    yield "Evidence"
    for told in entry.told:
        yield from evidence(told)
    if entry.conflicts:
        yield "Conflicts"
    yield from (f"  {name} {shown(old)}, not {shown(new)} ({short(key)})" for name, old, new, key in entry.conflicts)
    yield "History"
    yield from (f"  {revision.noted:%Y-%m-%d %H:%M} {step(revision)}" for revision in entry.history)


def evidence(told: Told) -> Iterator[str]:
    """What one release says, with the key that eventx split takes."""
    from eventx.export.table import when
    from eventx.safe import one_line

    event = told.event
    where = f", {event.place.label}" if event.place.label else ""
    status = f", {event.status}" if event.status != "confirmed" else ""
    yield f"  {short(told.key)}  {when(event)}{where}{status}"
    origin = [event.source.title or event.source.id, event.source.published, event.source.url]
    yield f"    {one_line(', '.join(str(part) for part in origin if part))}"
    yield from (f"    > {one_line(each.text)}" for each in event.evidence)


def short(key: str) -> str:
    """The key of a sighting as far as a person has to type it."""
    digest, _, n = key.partition(":")
    return f"{digest[:8]}:{n}"
