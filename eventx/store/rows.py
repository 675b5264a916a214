"""Rows asked for by many values at once, and the number of a new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

_CHUNK = 500
"""Values in one IN (…): databases take a few thousand, and short lists are planned quickly."""


def rows(connection: sa.Connection, table: sa.Table, column: sa.Column[Any], values: set[Any]) -> list[sa.Row[Any]]:
    """The rows of a table whose column has one of the values."""
    found: list[sa.Row[Any]] = []
    for part in chunks(sorted(values)):
        found += connection.execute(sa.select(table).where(column.in_(part))).all()
    return found


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    yield from (values[n : n + _CHUNK] for n in range(0, len(values), _CHUNK))


def new_id(made: sa.CursorResult[Any]) -> int:
    """The number that an inserted row was given."""
    key = made.inserted_primary_key
    assert key is not None, "a row of its own always has one"
    return int(key[0])
