"""JSON: one event a line, or an array of them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from eventx.model import Event

# JSON allows them as they are, but many readers take them for the end of a line.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def render(events: Sequence[Event], *, include: Sequence[str] = (), name: str | None = None) -> bytes:
    """JSON Lines in UTF-8: the contract of `Event.as_json`, one object a line, in the order given."""
    return b"".join(_encoded(json.dumps(event.as_json(), ensure_ascii=False)) for event in events)


def render_array(events: Sequence[Event], *, include: Sequence[str] = (), name: str | None = None) -> bytes:
    """The same objects as one JSON array."""
    return _encoded(json.dumps([event.as_json() for event in events], ensure_ascii=False, indent=2))


def _encoded(text: str) -> bytes:
    # A lone surrogate has no UTF-8; Python's backslash escape of one is JSON's escape too.
    return (text.translate(_LINE_ENDS) + "\n").encode("utf-8", "backslashreplace")
