"""`eventx doctor`: is everything there that is needed?"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click

from eventx import __version__
from eventx.cli.extract import command as extract
from eventx.cli.options import db
from eventx.cli.run import opened
from eventx.errors import EventxError

_REQUIREMENT = re.compile(r"^(?P<name>[\w.-]+)\s*(?:>=\s*(?P<least>[\d.]+))?")
_NEEDED_SQLITE = (3, 35)  # RETURNING


class Finding(NamedTuple):
    """One thing looked at: whether it is well, and what to do where it is not."""

    well: bool
    told: str


@click.command(
    "doctor",
    short_help="Look whether all is well, and say what to do.",
    epilog="""\b
Examples:
  eventx doctor
  eventx doctor --db postgresql://user@host/eventx
""",
)
@db
@click.pass_context
def command(ctx: click.Context, db: str) -> None:
    """Open the calendar, check versions, packages and time zone data, and say what to do. Exits with 1 for a fault."""
    findings = [finding for look in (programs, packages, zones, settings) for finding in look()]
    findings += calendar(db)
    for finding in findings:
        click.echo(f"{'ok   ' if finding.well else 'FAULT'} {finding.told}")
    ctx.exit(0 if all(finding.well for finding in findings) else 1)


def programs() -> Iterator[Finding]:
    """Python and SQLite."""
    yield Finding(sys.version_info >= (3, 11), f"eventx {__version__}, Python {sys.version.split()[0]}")
    known = sqlite3.sqlite_version_info >= _NEEDED_SQLITE
    yield Finding(known, f"SQLite {sqlite3.sqlite_version}" + ("" if known else "; 3.35 or newer is needed"))


def packages() -> Iterator[Finding]:
    """What setup.cfg asks for, in the versions that it asks for."""
    try:
        asked = [line for line in requires("eventx") or [] if "extra ==" not in line]
    except PackageNotFoundError:
        yield Finding(True, "eventx runs from its source; what its packages have to be is not known")
        return
    for line in asked:
        wanted = _REQUIREMENT.match(line)
        assert wanted is not None, line
        name, least = wanted["name"], wanted["least"] or "0"
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding(False, f"{name} is missing: pip install '{name}>={least}'")
            continue
        if _numbers(found) < _numbers(least):
            yield Finding(False, f"{name} {found} is too old: pip install '{name}>={least}'")
    yield Finding(True, f"{len(asked)} packages looked for")


def zones() -> Iterator[Finding]:
    """Time zone data, of the system or of the package tzdata."""
    try:
        ZoneInfo("Asia/Shanghai")
        yield Finding(True, f"time zone data: {_version_of('tzdata')}")
    except (LookupError, OSError):
        yield Finding(False, "no time zone data: pip install tzdata")


def settings() -> Iterator[Finding]:
    """The configuration file: what its values are; one that cannot be read ends every command before it begins."""
    from eventx.cli.config import path
    from eventx.cli.config import settings as told_by

    where = path()
    yield Finding(True, f"configuration: {where}" + ("" if where.is_file() else " (none)"))
    for key, value in told_by(where).items():
        try:
            _taken(key, value)
        except click.BadParameter as error:
            yield Finding(False, f"{where}: {key}: {error.message}")


def _taken(key: str, value: str | float) -> None:
    """BadParameter for a value that commands refuse, as they do it."""
    option = next((param for param in extract.params if f"--{key}" in param.opts), None)
    if option is None:  # db: opening it is the check
        return
    context = click.Context(extract)
    taken = option.type_cast_value(context, value)
    if option.callback is not None:
        option.callback(context, option, taken)


def calendar(db: str) -> list[Finding]:
    """The calendar itself."""
    from eventx.store import HEAD, NONE

    try:
        store = opened(db)
        counts, faults, sources = store.counts(), store.faults(), store.watched()
    except EventxError as error:
        return [Finding(error.message == NONE, str(error))]
    told = ", ".join(f"{number} {name}" for name, number in counts.items())
    advice = "eventx restore brings a backup back"
    failing = sum(source.failures > 0 for source in sources)
    watched = f"{len(sources)} watched" + (f", {failing} failing: eventx source list" if failing else "")
    return [
        Finding(True, f"calendar: {store.where}, schema {HEAD}; {told}"),
        Finding(True, f"sources: {watched}"),
        *(Finding(False, f"{store.where}: {fault}; {advice}") for fault in faults),
    ]


def _numbers(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", text)]


def _version_of(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return "of the system"
