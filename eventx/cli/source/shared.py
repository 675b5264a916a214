"""What the commands of sources share: addresses, and how often one is fetched."""

from __future__ import annotations

import re

import click

from eventx.errors import FetchError
from eventx.safe import one_line

LEAST, MOST = 300, 366 * 86400
"""Seconds between two fetches: often enough for news, seldom enough for who serves it."""
_UNITS = {"m": 60, "h": 3600, "d": 86400}
_EVERY = re.compile(r"\s*(\d{1,6})\s*([mhd])\s*", re.IGNORECASE)


def every(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Seconds of "30m", "1h", "1d"."""
    if value is None:
        return None
    found = _EVERY.fullmatch(value)
    seconds = int(found[1]) * _UNITS[found[2].lower()] if found else 0
    if not LEAST <= seconds <= MOST:
        raise click.BadParameter(f"{value!r} is none; write it as 30m, 1h or 1d, at least 5m")
    return seconds


def told(seconds: int) -> str:
    """Seconds as they are typed: "30m", "1h", "1d"."""
    unit = next(unit for unit in "dhm" if seconds % _UNITS[unit] == 0 or unit == "m")
    return f"{seconds // _UNITS[unit]}{unit}"


def address(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """An address of the web as it is fetched."""
    return fetchable(value)


def called(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The name of a source, or its address however it is written."""
    return fetchable(value) if ":/" in value else value


def fetchable(value: str) -> str:
    """The address that is meant; webcal: and feed: are ways to write https: that programs ask to open."""
    from eventx.ingest.web import web_address

    try:
        url = web_address(value)
    except FetchError as error:
        raise click.BadParameter(f"{error.where!r} {error.message}") from error
    if url.userinfo:
        raise click.BadParameter("it holds a password, which would be kept and shown; give one without")
    return str(url)


def name(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """What a source may be called: one line that is no address."""
    if value is not None and (not value or value != one_line(value) or ":/" in value or len(value) > 100):
        raise click.BadParameter(f"{value!r} is no name; give a few words")
    return value


__all__ = ["LEAST", "address", "called", "every", "fetchable", "name", "told"]
