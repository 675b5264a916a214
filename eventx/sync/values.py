"""What a sync is handed of the world, and what it leaves for later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from eventx.errors import FetchError, InputError
from eventx.ingest.web import Answer
from eventx.model import Options


class Fetching(Protocol):
    """What is asked of `eventx.ingest.web.Web`."""

    def fetch(self, url: str, headers: Mapping[str, str] = ...) -> Answer:
        """What is at an address; 304 where the headers ask for news and there are none. FetchError."""


Progress = Callable[[Sequence[Any], str], AbstractContextManager[Any]]
"""Items and what they belong to → the same items, and a bar that moves as they are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How to fetch, the clock, what is done with words and progress, and whether to stop after the item in hand.

    `pause` are the seconds between two requests to one host, at least.
    """

    web: Fetching
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    tell: Callable[[str], None]
    progress: Progress
    stopping: Callable[[], bool] = lambda: False
    options: Options = field(default_factory=Options)
    pause: float = 1.0


class NotNowError(FetchError):
    """An address that was not asked, since its host is not to be asked in this round."""


class DisallowedError(InputError):
    """An address that robots.txt asks programs not to fetch."""


__all__ = ["DisallowedError", "Fetching", "NotNowError", "Progress", "World"]
