"""The server as an ASGI application: which address leads to which answer."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from eventx.errors import OptionError
from eventx.serve.doors import Doors
from eventx.serve.gate import Gate
from eventx.serve.responses import plain
from eventx.serve.settings import Settings
from eventx.serve.shelf import Shelf, Unready

ACCESS = logging.getLogger("eventx.access")


def system_clock() -> datetime:
    """The time, in UTC: nothing below reads a clock."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, clock: Callable[[], datetime] = system_clock, more: Sequence[BaseRoute] = (),
    note: Callable[[str], None] = ACCESS.info,
) -> Starlette:  # fmt: skip
    """The application. `more` routes (pages) come last; `app.state.shelf.store` opens the calendar for them. `note`
    takes the lines of the access log."""
    shelf = Shelf(settings, clock)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        shelf.close()

    app = Starlette(
        routes=[*routes(Doors(shelf)), *more], lifespan=lifespan,
        middleware=[Middleware(Gate, settings=settings, note=note)],
        exception_handlers={404: _not_here, 405: _not_so, Unready: _unready, OptionError: _meaningless},
    )  # fmt: skip
    app.router.redirect_slashes = False  # clients that follow no redirect lose the feed
    app.state.shelf = shelf
    return app


def routes(doors: Doors) -> list[BaseRoute]:
    """What is served but pages."""
    always = [
        Route("/feeds/{name}.ics", doors.public),  # first: it is asked for most
        Route("/healthz", doors.health),
        Route("/robots.txt", doors.robots),
        Route("/feeds/{name}.atom", doors.public_news),
        Route("/f/{token}.ics", doors.private),
        Route("/f/{token}.atom", doors.private_news),
    ]
    open_to_all = [
        Route("/events/{uid:path}.ics", doors.event),
        Route("/api/events", doors.events),
        Route("/api/openapi.json", doors.description),
    ]
    return [*always, *([] if doors.settings.feeds_only else open_to_all)]


async def _not_here(request: Request, error: Exception) -> Response:
    return plain(404, "Nothing is here.")


async def _not_so(request: Request, error: Exception) -> Response:
    return plain(405, "This can be read, with GET or HEAD.", getattr(error, "headers", None))


async def _unready(request: Request, error: Exception) -> Response:
    return plain(503, "The calendar cannot be read just now.", {"retry-after": "60"})


async def _meaningless(request: Request, error: Exception) -> Response:
    return plain(400, str(error))


__all__ = ["create_app", "system_clock"]
