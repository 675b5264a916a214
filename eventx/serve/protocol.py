"""HTTP as uvicorn speaks it, with an end to its patience: who dawdles is let go, and takes nothing along."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from eventx.serve.settings import Settings

_LEAST = 2**16
"""Bytes that a client has to take in within `stall_time`."""


class Patient(HttpToolsProtocol):
    """A connection that is broken off where its request, or its taking in of an answer, lasts too long.

    uvicorn itself has a limit for the time between requests and none for these two; without them a client that sends a
    byte now and then, or reads none, would hold its connection for ever.
    """

    request_time = 20.0
    stall_time = 60.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there, and has to say what it wants."""
        self._waits: dict[str, asyncio.TimerHandle] = {}
        self._left = 0
        super().connection_made(transport)
        self._wait("request", self.request_time)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        for name in tuple(self._waits):
            self._done(name)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Another request on the connection begins."""
        self._wait("request", self.request_time)
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """A request is here in full."""
        self._done("request")
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client has more before it than it takes in."""
        self._left = self.transport.get_write_buffer_size()
        self._wait("stall", self.stall_time, self._look_on)
        super().pause_writing()

    def resume_writing(self) -> None:
        """It took in most of it."""
        self._done("stall")
        super().resume_writing()

    def _wait(self, name: str, seconds: float, then: Callable[[], None] | None = None) -> None:
        self._done(name)
        self._waits[name] = self.loop.call_later(seconds, then or self._break_off)

    def _done(self, name: str) -> None:
        if handle := self._waits.pop(name, None):
            handle.cancel()

    def _look_on(self) -> None:
        """Wait on for a client that takes in something at least."""
        before, self._left = self._left, self.transport.get_write_buffer_size()
        if before - self._left < _LEAST:
            self._break_off()
        else:
            self._wait("stall", self.stall_time, self._look_on)

    def _break_off(self) -> None:
        if self.transport is not None:
            self.transport.abort()


def patient(settings: Settings) -> type[Patient]:
    """The protocol with a server's own limits."""
    limits = {"request_time": settings.request_time, "stall_time": settings.stall_time}
    return type("Patient", (Patient,), limits)


__all__ = ["Patient", "patient"]
