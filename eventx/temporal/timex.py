"""TIMEX3 values and tags (ISO-TimeML, ISO 24617-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from eventx.model import When

_SEASONS = ("SP", "SU", "FA", "WI")


def timex(first: date, last: date, precision: str, start: date, end: date | None) -> str:
    """The TIMEX3 value of days, or of the instants `start` and `end` on them: "2021-09-24", "2021-09-24T09:30",
    "2021-W39", "2021-Q3", "199"; ranges as ISO 8601 intervals."""
    if isinstance(start, datetime):
        return _interval(_stamp(start), _stamp(end) if isinstance(end, datetime) else None)
    if precision in ("week", "weekend"):
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02d}" + ("-WE" if precision == "weekend" else "")
    if precision == "day":
        if last == first:
            return first.isoformat()
        return _interval(first.isoformat(), last.isoformat())
    return _long(first, last, precision)


def _long(first: date, last: date, precision: str) -> str:
    if precision == "month":
        return _interval(f"{first:%Y-%m}", f"{last:%Y-%m}")
    if precision == "quarter":
        return f"{first.year}-Q{first.month // 3 + 1}"
    if precision == "half":
        return f"{first.year}-H{first.month // 6 + 1}"
    if precision == "season":
        return f"{first.year}-{_SEASONS[first.month // 3 - 1]}"
    if precision == "decade":
        return f"{first.year // 10}"
    return _interval(f"{first.year}", f"{last.year}")


def _interval(first: str, last: str | None) -> str:
    return first if last is None or last == first else f"{first}/{last}"


def _stamp(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


def inline(text: str, whens: Sequence[When], created: date | None) -> str:
    """The text as XML with TIMEX3 tags, the creation time first."""
    out, at = ['<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n'], 0
    if created:
        stamp = created.isoformat()
        tag = f'<TIMEX3 tid="t0" type="DATE" value="{stamp}" functionInDocument="CREATION_TIME">{stamp}</TIMEX3>'
        out.append(f"<DCT>{tag}</DCT>\n")
    out.append("<TEXT>")
    for number, when in enumerate(whens, 1):
        out.append(escape(text[at : when.span.start], quote=False))
        kind = "TIME" if when.timed else "DATE"
        words = escape(text[when.span.start : when.span.end], quote=False)
        out.append(f'<TIMEX3 tid="t{number}" type="{kind}" value="{escape(when.value)}">{words}</TIMEX3>')
        at = when.span.end
    out.append(escape(text[at:], quote=False) + "</TEXT>\n</TimeML>\n")
    return "".join(out)
