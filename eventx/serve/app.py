"""The server as an ASGI application: which address leads to which answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from eventx.errors import OptionError
from eventx.export.ics import Feed
from eventx.serve import feeds as feeding
from eventx.serve.feeds import NamedFeed
from eventx.serve.gate import Gate
from eventx.serve.responses import ICS, PRIVATE, PUBLIC, Answer, plain
from eventx.serve.settings import Settings
from eventx.serve.shelf import Edition, Shelf, Unready
from eventx.store import Filter, Store

GONE = "This feed was removed. Take it out of your calendar program."
NOT_HERE = "Nothing is here."


def system_clock() -> datetime:
    """The time, in UTC: nothing below reads a clock."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, clock: Callable[[], datetime] = system_clock, more: Sequence[BaseRoute] = ()
) -> Starlette:
    """The application. `more` routes (pages) come last; `app.state.shelf.store` opens the calendar for them."""
    shelf = Shelf(settings, clock)
    doors = Doors(shelf)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        shelf.close()

    routes: list[BaseRoute] = [
        Route("/healthz", doors.health, name="healthz"),
        Route("/feeds/{name}.ics", doors.public, name="feed"),
        Route("/f/{token}.ics", doors.private, name="private"),
    ]
    app = Starlette(
        routes=[*routes, *more], lifespan=lifespan,
        middleware=[Middleware(Gate, settings=settings)],
        exception_handlers={404: _not_here, Unready: _unready, OptionError: _meaningless},
    )  # fmt: skip
    app.router.redirect_slashes = False  # clients that follow no redirect lose the feed
    app.state.shelf = shelf
    return app


class Doors:
    """The endpoints of one server."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.settings = shelf, shelf.settings

    async def health(self, request: Request) -> Response:
        """200 as long as answers can be given, be they of yesterday; 503 where none can."""
        await self.shelf.edition()
        return JSONResponse({"status": "stale" if self.shelf.stale else "ok"}, headers={"cache-control": "no-store"})

    async def public(self, request: Request) -> Response:
        """A feed by its name."""
        edition = await self.shelf.edition()
        feed = edition.feeds.get(request.path_params["name"])
        if feed is None or feed.private:
            return plain(404, NOT_HERE)
        return await self._feed(request, edition, feed, None)

    async def private(self, request: Request) -> Response:
        """A feed by its token."""
        edition, token = await self.shelf.edition(), request.path_params["token"]
        feed = feeding.by_token(edition.feeds.values(), token)
        return await self._feed(request, edition, feed, token) if feed else plain(404, NOT_HERE)

    async def _feed(self, request: Request, edition: Edition, feed: NamedFeed, token: str | None) -> Response:
        if feed.removed:
            return plain(410, GONE)
        query = parse_qsl(request.url.query, keep_blank_values=True)
        asked = feeding.asked_of(query)

        def make(store: Store) -> tuple[bytes, str]:
            return calendar_of(store, edition, feed, asked, feeding.links(self.settings.base, feed, token, asked).https)

        key = (repr(feed), token or "", *([feeding.query_of(asked)] if asked else []))
        body = await self.shelf.body(key, edition, make)
        assert body is not None, "a feed always is a calendar, be it an empty one"
        headers = {"cache-control": PRIVATE if token else PUBLIC, "content-disposition": "inline"}
        packs = self.settings.gzip and ("gzip", "off") not in query
        return Answer(body, headers=headers, may_pack=packs, chunk_time=self.settings.chunk_time)


def calendar_of(
    store: Store, edition: Edition, feed: NamedFeed, asked: Filter | None, source: str
) -> tuple[bytes, str]:
    """The calendar file of a feed on the edition's day."""
    told = Feed(source=source, hours=feed.hours, color=feed.color)
    wanted = feed.filter_on(edition.today, asked)
    return store.calendar(wanted, evidence=feed.evidence, name=feed.title or feed.name, feed=told), ICS


async def _not_here(request: Request, error: Exception) -> Response:
    return plain(404, NOT_HERE)


async def _unready(request: Request, error: Exception) -> Response:
    return plain(503, "The calendar cannot be read just now.", {"retry-after": "60"})


async def _meaningless(request: Request, error: Exception) -> Response:
    return plain(400, str(error))


__all__ = ["calendar_of", "create_app"]
