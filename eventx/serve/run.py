"""The server as a process: uvicorn, its log, and an end on which no answer is broken off."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from starlette.routing import BaseRoute

from eventx.serve.app import create_app
from eventx.serve.ledger import Ledger
from eventx.serve.protocol import patient
from eventx.serve.settings import Settings

_KEEP_ALIVE = 75
"""Seconds; longer than nginx keeps its connections, which would else ask on one that is being closed."""
_GRACE = 10
"""Seconds for answers that are under way when the server is told to end."""


def run(settings: Settings, more: Sequence[BaseRoute] = ()) -> bool:
    """Serve until SIGTERM or Ctrl-C; False where the address could not be had."""
    import uvicorn

    _set_up_log()
    ledger = Ledger()
    app = create_app(settings, more=more, note=ledger.note)
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, http=patient(settings), ws="none", access_log=False,
        log_config=None, server_header=False, date_header=True, timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE, lifespan="on", proxy_headers=settings.base_url is not None,
    )  # fmt: skip
    server = uvicorn.Server(config)
    with _quiet_end():
        try:
            server.run()
        except SystemExit:  # uvicorn has told why in the log
            return False
        finally:
            ledger.flush()
    return bool(server.started)


@contextmanager
def _quiet_end() -> Iterator[None]:
    """To be ended is how a server ends: uvicorn raises the signal again when it is done, and that is no failure."""
    before = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _set_up_log() -> None:
    """Lines on standard error, with the time."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    for name, level in {"eventx": logging.INFO, "uvicorn": logging.WARNING}.items():
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)


__all__ = ["run"]
