"""Arguments and options that commands share, and the values they take. All are checked before any work is done."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from zoneinfo import ZoneInfo

import click

from eventx.errors import InputError, OptionError
from eventx.export import is_device
from eventx.model import KINDS, Options, as_day

if TYPE_CHECKING:
    from eventx.store import Filter

F = TypeVar("F", bound=Callable[..., Any])
STATES = ("confirmed", "tentative", "postponed", "cancelled", "rejected")


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A date by ISO 8601; "yesterday" is refused, since the same command must give the same bytes tomorrow."""
    try:
        return as_day(value, "")
    except InputError as error:
        raise click.BadParameter(error.message) from error


def zone(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of an IANA time zone, as it was given."""
    try:
        return ZoneInfo(value).key if value is not None else None
    except (KeyError, ValueError, OSError) as error:  # no such name; one that leads out of the database; its folder
        told = f"did you mean {' or '.join(near)}?" if (near := likely_zones(str(value))) else "Europe/Paris is one"
        raise click.BadParameter(f"there is no time zone {value!r}; {told}") from error


def place(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of a place that the gazetteer knows, as it was given."""
    from eventx import gazetteer

    if value is not None and gazetteer.parse(value) is None:
        raise click.BadParameter(f"no place is called {value!r}; name a city, with its region or country")
    return value


def kind(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A kind of event."""
    if value is not None and value not in KINDS:
        raise click.BadParameter(f"there is no kind {value!r}; there are {', '.join(KINDS)}")
    return value


def pipeline(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of a spaCy pipeline that is installed, or the folder of one; it is loaded to see that it works."""
    if value is None:
        return None
    from eventx.mentions import trained

    try:
        trained(value)
    except OptionError as error:
        raise click.BadParameter(error.message) from error
    return value


def writable(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A file whose folder can be written to: looked at before the work, not after it."""
    if value is None or value == "-":
        return value
    folder = Path(value).resolve().parent
    if not folder.is_dir():
        raise click.BadParameter(f"the folder {str(folder)!r} does not exist; make it first")
    if not os.access(folder, os.W_OK) and not is_device(Path(value)):
        raise click.BadParameter(f"the folder {str(folder)!r} is read-only; choose another place")
    return value


def by_suffix(output: str | None, forms: Sequence[str]) -> str:
    """The format that a file's name tells, else ics."""
    suffix = Path(output or "").suffix.lower().removeprefix(".")
    return suffix if suffix in forms else "ics"


def zones() -> set[str]:
    """All zones of the database."""
    from zoneinfo import available_timezones

    return available_timezones()


def likely_zones(name: str) -> list[str]:
    """Up to two zones that somebody may have meant: by the name of a place, else by spelling."""
    from eventx import gazetteer

    by_case = {zone.lower(): zone for zone in zones()}
    by_city = {zone.rpartition("/")[2]: zone for zone in sorted(by_case) if "/" in zone}
    wanted = name.lower().replace(" ", "_")
    if wanted in by_case:
        return [by_case[wanted]]
    city = gazetteer.parse(name)
    if city is not None and city.zone:
        return [city.zone]
    spelt = get_close_matches(wanted.rpartition("/")[2], by_city, 1, 0.8)
    near = [by_city[c] for c in spelt] + get_close_matches(wanted, by_case, 2, 0.75)
    return [by_case[zone] for zone in dict.fromkeys(near)][:2]


def stacked(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Several decorators as one, listed as they would stand above a function."""

    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def default_db() -> str:
    """The calendar in the platform's folder for a user's data."""
    from platformdirs import user_data_path

    return str(user_data_path("eventx", appauthor=False) / "calendar.db")


def zones_from(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """For shell completion: the zones that begin so."""
    return sorted(z for z in zones() if z.lower().startswith(incomplete.lower()))


class Fetching(NamedTuple):
    """How addresses among the inputs are fetched, and whether what they link to is."""

    allow_private: bool = False
    follow: bool = False
    cache: Path | None = None


def fetching(function: F) -> F:
    """The options of commands that read addresses, handed to the command as one value, `fetching`."""

    @wraps(function)
    def told(*args: Any, allow_private: bool, follow: bool, no_cache: bool, **kwargs: Any) -> Any:
        cache = None if no_cache else cache_folder()
        return function(*args, fetching=Fetching(allow_private, follow, cache), **kwargs)

    return cast(F, stacked(*_FETCHING)(told))


def cache_folder() -> Path:
    """Where fetched pages are kept: EVENTX_CACHE, else the platform's folder for that."""
    if told := os.environ.get("EVENTX_CACHE"):
        return Path(told)
    from platformdirs import user_cache_path

    return user_cache_path("eventx", appauthor=False)


_FETCHING = (
    click.option(
        "--follow", is_flag=True, help="Also read linked calendars, and complete saved pages and feeds from the web.",
    ),
    click.option(
        "--allow-private", is_flag=True, help="Fetch from addresses of this machine and its network too.",
    ),
    click.option(
        "--no-cache", is_flag=True, help="Fetch anew and keep nothing; what is kept lies in EVENTX_CACHE.",
    ),
)  # fmt: skip

FILE = click.Path(dir_okay=False, writable=True, allow_dash=True)

inputs = click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=click.Path(allow_dash=True))
output = click.option(
    "-o", "--output", metavar="FILE", type=FILE, callback=writable,
    help="Write to FILE, whole or not at all, instead of stdout.",
)  # fmt: skip
zoning = stacked(
    click.option(
        "--tz", metavar="ZONE", callback=zone, shell_complete=zones_from,
        help="The zone of clock times where a release tells no place (IANA name).",
    ),
    click.option(
        "--near", metavar="PLACE", callback=place,
        help="The place to assume where a release tells none, and to prefer namesakes by.",
    ),
)  # fmt: skip
anchoring = stacked(
    click.option(
        "--published", metavar="DATE", callback=day,
        help='Count "today" from DATE where a release has no date of its own.',
    ),
    zoning,
)  # fmt: skip
model = click.option(
    "--model", metavar="NAME", callback=pipeline,
    help="A spaCy pipeline, by name or folder, whose entities and parse sharpen titles and places.",
)  # fmt: skip
workers = click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
    help="Processes that share the work.",
)  # fmt: skip
quiet = click.option("-q", "--quiet", is_flag=True, help="No notes and no progress bar; errors are still told.")


min_confidence = click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="P", help="Leave out events below P (0 to 1)."
)
include = click.option(
    "--include", type=click.Choice(["month"]), multiple=True,
    help="Put events known to the month alone into ics too.",
)  # fmt: skip
db = click.option(
    "--db", metavar="FILE|URL", envvar="EVENTX_DB", default=default_db, show_default="in your data folder",
    help="The calendar: a SQLite file, or a postgresql:// address; also EVENTX_DB.",
)  # fmt: skip
filters = stacked(
    click.option("--from", "first", metavar="DATE", callback=day, help="What is on that day or later."),
    click.option("--to", "last", metavar="DATE", callback=day, help="What is on that day or earlier."),
    click.option(
        "--kind", metavar="KIND", callback=kind, help="What is of that kind: forum, exhibition, earnings_call …",
    ),
    click.option("--place", "place", metavar="WORDS", help="What is there: a venue, city or country, or online."),
    click.option("--status", type=click.Choice(STATES), help="What has that status; what you rejected is shown by it."),
    click.option("--who", metavar="WORDS", help="What a person or company has to do with."),
    click.option("--text", metavar="WORDS", help="What has the words somewhere."),
    min_confidence,
)  # fmt: skip
uid = click.argument("uid", metavar="UID")
uids = click.argument("uids", metavar="UID...", nargs=-1, required=True)


def filter_of(include: tuple[str, ...] = (), **told: Any) -> Filter:
    """The filter that those options tell."""
    from eventx.store import Filter

    if told.get("first") and told.get("last") and told["first"] > told["last"]:
        raise click.UsageError(f"--from {told['first']} is later than --to {told['last']}; exchange them")
    return Filter(include=include, **told)


def options_of(
    published: date | None, tz: str | None, near: str | None, min_confidence: float = 0.0,
    include: tuple[str, ...] = (), model: str | None = None,
) -> Options:  # fmt: skip
    """The options of a run."""
    return Options(published=published, zone=tz, near=near, min_confidence=min_confidence, include=include, model=model)
