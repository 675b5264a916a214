"""What a host's robots.txt asks of us (RFC 9309), read by protego."""

from __future__ import annotations

import re
from collections.abc import Callable

from protego import Protego

from eventx.errors import FetchError
from eventx.ingest.web import Answer

NAME = "eventx"
"""Our product token (RFC 9309, section 2.2.1)."""
MOST = 512_000
"""Bytes that are read of a robots.txt: those that have to be (section 2.5)."""
LONGEST_DELAY = 10.0
"""Seconds of a Crawl-delay that are kept to; a feed of 500 items would else take hours."""

_AGENT = re.compile(r"\s*user[- ]?agent\s*:?\s*([^#\s/]*)", re.IGNORECASE)


def rules_at(site: str, fetch: Callable[[str], Answer]) -> Protego:
    """The rules of a site ("https://example.org"): none where it answers that it has none (section 2.3.1.3).

    FetchError where it is not known whether it has some: then nothing may be fetched (section 2.3.1.4). So is it for
    429, which is no answer to the question.
    """
    try:
        data = fetch(f"{site}/robots.txt").data
    except FetchError as error:
        if error.status is None or error.status >= 500 or error.status == 429:
            raise
        data = b""
    return rules_of(data)


def rules_of(data: bytes) -> Protego:
    """The rules of a robots.txt."""
    text = data[:MOST].decode("utf-8-sig", "replace")
    return Protego.parse("\n".join(_line(line) for line in text.splitlines()))


def _line(line: str) -> str:
    """Names of other programs become one: thousands of them would each get a copy of the rules, and protego takes one
    that ours begins with ("event") for ours, which is not what section 2.2.1 says."""
    named = _AGENT.match(line)
    if named is None or named[1] == "*":
        return line
    return f"User-agent: {NAME if named[1].lower() == NAME else 'another'}"


def allowed(rules: Protego, url: str) -> bool:
    """True where we may fetch an address."""
    return bool(rules.can_fetch(url, NAME))


def delay(rules: Protego) -> float:
    """Seconds between two requests that are asked for, as far as is reasonable."""
    asked = rules.crawl_delay(NAME)
    return min(max(asked or 0.0, 0.0), LONGEST_DELAY)


__all__ = ["LONGEST_DELAY", "NAME", "allowed", "delay", "rules_at", "rules_of"]
