"""Days as carriers write them: ISO 8601 in its many spellings, and the dates of mail (RFC 5322, section 3.3)."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_tz

_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ]\d\d(?::?\d\d){0,2}(?:[.,]\d+)?\s*(?:Z|[+-]\d\d(?::?\d\d)?)?)?", re.I)
_UTC = re.compile(r"\s*(?:Z|UTC|GMT)\Z", re.IGNORECASE)
_WORD = re.compile(r"([A-Za-z]{3})[A-Za-z]+")  # "Sept", "September": of months and weekdays mail has three letters
_LONGEST = 60  # characters; a hostile "date" of megabytes is none


def was_to_start(day: date) -> str:
    """The note of an event that has moved away from a day."""
    return f"It was to start on {day}."


def day_in(written: str | None) -> date | None:
    """The day as it is written, in the offset that it is written in; None where no whole day is told.

    "Mon, 27 Sep 2021 23:30:00 -0700", "2021-09-27T23:30:00-07:00" and "20210927T233000Z" are all 27 September.
    """
    moment = moment_in(written)
    return moment.date() if isinstance(moment, datetime) else moment


def moment_in(written: str | None) -> date | None:
    """The instant that is written, naive without an offset, or the day alone; None where neither is told."""
    written = (written or "").strip()
    if not written or len(written) > _LONGEST:
        return None
    iso = _UTC.sub("Z", written)
    try:
        return _iso(iso) if _ISO.fullmatch(iso) else _mail(written)
    except (ValueError, OverflowError):  # 31 February, 25 o'clock
        return None


def _iso(written: str) -> date:
    whole = len(written) <= len("2021-09-27")
    return date.fromisoformat(written) if whole else datetime.fromisoformat(written.upper())


def _mail(written: str) -> date | None:
    """The day alone: the day is what is asked of these. Feeds leave the hour out, and write months in full."""
    words = _WORD.sub(r"\1", written)
    parts = parsedate_tz(words) or parsedate_tz(f"{words} 00:00:00")
    return date(*parts[:3]) if parts else None


__all__ = ["day_in", "moment_in", "was_to_start"]
