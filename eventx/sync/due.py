"""When a source is fetched next."""

from __future__ import annotations

from datetime import datetime, timedelta

from eventx.store import Watched

SLACK = timedelta(minutes=1)
"""So much too early is due: what cron starts on the hour is now a second early, now late."""
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_DOUBLINGS = 20  # 2^20 times five minutes are ten years


def is_due(source: Watched, now: datetime) -> bool:
    """True where it is to be fetched by now."""
    return source.due is None or source.due <= now + SLACK


def after_success(source: Watched, begun: datetime) -> datetime:
    """Counted from the beginning of the round, or each would come a little later than the one before."""
    return begun + timedelta(seconds=source.every)


def after_failure(source: Watched, now: datetime, *, wait: float | None = None, gone: bool = False) -> datetime:
    """2^n times as late as usual after n failures, at most a day; what is gone for good (410) after a day.

    `wait` are the seconds of a Retry-After, honoured up to a week.
    """
    every = timedelta(seconds=source.every)
    patience = DAY if gone else min(DAY, every * 2 ** min(source.failures, _DOUBLINGS))
    asked = min(WEEK, timedelta(seconds=wait)) if wait else timedelta(0)
    return now + max(every, patience, asked)


__all__ = ["SLACK", "after_failure", "after_success", "is_due"]
