"""What a fetch is allowed, and what it brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

AGENT = "eventx (reads press releases for the dates of events)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How addresses are fetched.

    `allow_private` lets private, loopback and link-local addresses pass; `cache` is the folder that answers are kept
    in (None: nowhere); `agent` is what the program calls itself. `most` are bytes of a body, after decompression;
    `timeout` seconds without a byte, `whole` seconds of one fetch with all its redirects and retries, without the waits
    between them; `redirects` and `retries` are counts; `longest_wait` is the longest Retry-After, in seconds, that is
    waited for.
    """

    allow_private: bool = False
    cache: Path | None = None
    agent: str = AGENT
    most: int = 10_000_000
    timeout: float = 20.0
    whole: float = 120.0
    redirects: int = 5
    retries: int = 3
    longest_wait: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answered: the last `url` after redirects, without credentials; `status` 200, or 304 where the
    caller asked with validators of its own; `headers` with names in lower case; `data`, the body as it was before any
    compression; `received`, bytes of body that came over the wire for this (0 where the cache had it);
    `moved`, the address that it has moved to for good, as far as it did; None where it did not."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: bytes
    received: int
    moved: str | None = None


__all__ = ["AGENT", "Answer", "Policy"]
