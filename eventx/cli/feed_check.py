"""`eventx feed check`: which rules for feeds does one break?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from eventx import __version__
from eventx.cli.run import now

if TYPE_CHECKING:
    from eventx.feedcheck import Fault

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LAST = 23  # of the rules in docs/clients.md that are looked for

rule = click.IntRange(1, _LAST)


@click.command(
    "check",
    short_help="List which rules for feeds one breaks: yours or anyone's.",
    epilog="""\b
Examples:
  eventx feed check https://example.com/feeds/fairs.ics
  eventx feed check webcal://example.com/fairs.ics --ignore 17 --format json
  eventx feed check build/events.ics
""",
)
@click.argument("target", metavar="URL|FILE")
@click.option("--only", type=rule, multiple=True, metavar="RULE", help="Look at this rule; may be given several times.")
@click.option("--ignore", type=rule, multiple=True, metavar="RULE", help="Leave this rule out; likewise.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, target: str, only: tuple[int, ...], ignore: tuple[int, ...], form: str) -> None:
    """Fetch a feed as calendar programs do, or read a calendar file, and list what it breaks of the rules.

    docs/clients.md has the rules. Exits with 1 where one is broken.
    """
    from eventx.feedcheck import check, is_address

    if "://" in target and not is_address(target):
        raise click.BadParameter(f"{target!r} is no http, https or webcal address", param_hint="URL|FILE")
    agent = f"eventx/{__version__} (feed check)"
    found = check(target, now=now(), agent=agent, only=only, ignore=ignore)
    click.echo(as_json(found) if form == "json" else as_text(found))
    ctx.exit(1 if found else 0)


def as_json(found: Sequence[Fault]) -> str:
    """All faults, each an object."""
    return json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=2)


def as_text(found: Sequence[Fault]) -> str:
    """One line a fault; what many events have in common is told of the first. Below, the rules in words."""
    if not found:
        return "no fault found"
    alike = Counter(map(_kind, found))
    first = {_kind(each): each for each in reversed(found)}
    lines = [_line(first[kind], number - 1) for kind, number in alike.items()]
    broken = {each.rule: each.says for each in found}
    told = [f"rule {number}: {says}" for number, says in broken.items()]
    number = f"{len(found)} fault{'s' if len(found) > 1 else ''}"
    return "\n".join([*lines, "", *told, "", number])


def _kind(fault: Fault) -> tuple[object, ...]:
    return fault.rule, fault.property, fault.message, fault.advice


def _line(fault: Fault, more: int) -> str:
    place = [fault.property, f"line {fault.line}" if fault.line else None, fault.uid]
    where = ", ".join(filter(None, place)) + (f" and {more} more" if more else "")
    text = f"{fault.rule:>2}  {where}: {fault.message}; {fault.advice}" if where else (
        f"{fault.rule:>2}  {fault.message}; {fault.advice}"
    )  # fmt: skip
    return _CONTROLS.sub(" ", text)


__all__ = ["as_json", "as_text", "command"]
