"""CSV (RFC 4180) for spreadsheets: one row an event, the JSON contract laid flat."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence

from eventx.model import Event

_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")  # the wide forms too: Excel in East Asia reads them alike
# Controls, lone surrogates, and marks that reorder text (UAX #9): a cell must read as what it is.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
Cell = str | float | bool | None


def render(events: Sequence[Event], *, include: Sequence[str] = (), name: str | None = None) -> bytes:
    """A header and a row for each event, in the order given; UTF-8, CRLF."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([_cell(column(event)) for column in COLUMNS.values()] for event in events)
    return out.getvalue().encode()


def _cell(value: Cell) -> str:
    """Text that a spreadsheet shows and does not run: a leading quote where it looks like a formula.

    Numbers are ours and stay numbers: the quote would make text of a western longitude.
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if not isinstance(value, str):
        return str(value)
    text = _UNSAFE.sub("", value)
    return f"'{text}" if _FORMULA.match(text) else text


def _json(key: str) -> Callable[[Event], Cell]:
    """The column of a key of the JSON contract; several values are parted by " | "."""

    def column(event: Event) -> Cell:
        value: Cell | list[str] = event.as_json()[key]
        return " | ".join(value) if isinstance(value, list) else value

    return column


def _source(key: str) -> Callable[[Event], Cell]:
    def column(event: Event) -> Cell:
        value: Cell = event.as_json()["source"][key]
        return value

    return column


COLUMNS: dict[str, Callable[[Event], Cell]] = {
    **{
        key: _json(key)
        for key in (
            "uid", "title", "aliases", "series", "edition", "kind", "start", "end", "timezone", "precision",
            "inferred", "rrule", "location", "venue", "city", "country",
        )
    },
    "latitude": lambda event: event.place.geo[0] if event.place.geo else None,
    "longitude": lambda event: event.place.geo[1] if event.place.geo else None,
    **{
        key: _json(key)
        for key in ("online", "status", "theme", "organizer", "url", "lang", "confidence", "notes")
    },
    "evidence": lambda event: " | ".join(each.text for each in event.evidence),
    "rule": lambda event: " | ".join(each.rule for each in event.evidence),
    **{f"source_{key}": _source(key) for key in ("id", "url", "title", "published")},
}  # fmt: skip
"""Column → its value; the order is part of the contract: new ones go to the end."""
