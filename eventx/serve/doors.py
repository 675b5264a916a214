"""The endpoints: from a request to what is asked for, and to a Body that the shelf keeps."""

from __future__ import annotations

import re
from collections.abc import Hashable
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from eventx.errors import OptionError
from eventx.export.ics import Feed
from eventx.serve import api, atom
from eventx.serve import feeds as feeding
from eventx.serve.feeds import MAX_PARTS, NamedFeed
from eventx.serve.responses import ATOM, ICS, JSON, PRIVATE, PUBLIC, TEXT, Answer, Body, plain
from eventx.serve.shelf import Edition, Key, Make, Shelf
from eventx.store import Store

GONE = "This feed was removed. Take it out of your calendar program."
ROBOTS = "User-agent: *\nDisallow: /api/\n"
"""Google keeps to it where it fetches calendars: a feed that is forbidden here, a private one too, is none there."""
_UNSAFE = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH = 60


class Doors:
    """The endpoints of one server."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.settings, self.base = shelf, shelf.settings, shelf.settings.base

    async def health(self, request: Request) -> Response:
        """200 as long as answers can be given, be they of yesterday; 503 where none can."""
        await self.shelf.edition()
        return JSONResponse({"status": "stale" if self.shelf.stale else "ok"}, headers={"cache-control": "no-store"})

    async def robots(self, request: Request) -> Response:
        """What robots may fetch."""
        return Response(ROBOTS, media_type=TEXT, headers={"cache-control": PUBLIC})

    async def public(self, request: Request) -> Response:
        """A feed by its name."""
        edition, feed = await self._public(request)
        return await self._feed(request, edition, feed, None)

    async def private(self, request: Request) -> Response:
        """A feed by its token."""
        edition, feed = await self._private(request)
        return await self._feed(request, edition, feed, request.path_params["token"])

    async def public_news(self, request: Request) -> Response:
        """What is new and changed in a feed, by its name."""
        edition, feed = await self._public(request)
        return await self._news(request, edition, feed, None)

    async def private_news(self, request: Request) -> Response:
        """What is new and changed in a feed, by its token."""
        edition, feed = await self._private(request)
        return await self._news(request, edition, feed, request.path_params["token"])

    async def event(self, request: Request) -> Response:
        """One event, as a file to import."""
        edition, uid = await self.shelf.edition(), request.path_params["uid"]

        def make(store: Store) -> tuple[bytes, str] | None:
            content = store.single(uid, evidence=self.settings.evidence)
            return (content, ICS) if content is not None else None

        name = _UNSAFE.sub("-", uid.partition("@")[0].lower()).strip("-")[:_NAME_LENGTH] or "event"
        kind = f'attachment; filename="{name}.ics"'
        return await self._answer(request, ("event", uid, ""), edition, make, PUBLIC, kind)

    async def events(self, request: Request) -> Response:
        """Events as JSON, by the page."""
        edition = await self.shelf.edition()
        asked = api.asked_of(query_of(request))

        def make(store: Store) -> tuple[bytes, str]:
            return api.render(store, asked, self.settings), JSON

        return await self._answer(request, ("api", repr(asked), ""), edition, make, PUBLIC)

    async def description(self, request: Request) -> Response:
        """What /api answers to, by OpenAPI."""
        edition = await self.shelf.edition()
        return await self._answer(
            request, ("openapi", "", ""), edition, lambda _: (api.description(self.base), JSON), PUBLIC
        )

    async def _public(self, request: Request) -> tuple[Edition, NamedFeed]:
        edition = await self.shelf.edition()
        feed = edition.feeds.get(request.path_params["name"])
        if feed is None or feed.private:
            raise HTTPException(404)
        return edition, feed

    async def _private(self, request: Request) -> tuple[Edition, NamedFeed]:
        edition = await self.shelf.edition()
        feed = feeding.by_token(edition.feeds.values(), request.path_params["token"])
        if feed is None:
            raise HTTPException(404)
        return edition, feed

    async def _feed(self, request: Request, edition: Edition, feed: NamedFeed, token: str | None) -> Response:
        if feed.removed:
            return plain(410, GONE)
        asked = feeding.asked_of(query_of(request))
        query = feeding.query_of(asked)
        source = f"{self.base}{feeding.path_of(feed, token)}{query}"

        def make(store: Store) -> tuple[bytes, str]:
            told = Feed(source=source, hours=feed.hours, color=feed.color)
            wanted = feed.filter_on(edition.today, asked)
            evidence = feed.evidence and self.settings.evidence
            return store.calendar(wanted, evidence=evidence, name=feed.title or feed.name, feed=told), ICS

        key: Key = ("feed", feed.name, query) if asked else ("feed", feed.name)
        return await self._answer(request, key, edition, make, _control(token), "inline", source, feed)

    async def _news(self, request: Request, edition: Edition, feed: NamedFeed, token: str | None) -> Response:
        if feed.removed:
            return plain(410, GONE)
        asked = feeding.asked_of(query_of(request))
        address = atom.Address.of(self.settings, feed, token, asked)

        def make(store: Store) -> tuple[bytes, str]:
            evidence = feed.evidence and self.settings.evidence
            return atom.render(store, feed, feed.filter_on(edition.today, asked), address, evidence=evidence), ATOM

        key = ("atom", feed.name, feeding.query_of(asked))
        return await self._answer(request, key, edition, make, _control(token), "inline", address, feed)

    async def _answer(
        self, request: Request, key: Key, edition: Edition, make: Make, control: str, kind: str | None = None,
        *more: Hashable,
    ) -> Response:  # fmt: skip
        body: Body | None = await self.shelf.body(key, edition, make, *more)
        if body is None:
            raise HTTPException(404)
        headers = {"cache-control": control, **({"content-disposition": kind} if kind else {})}
        if control == PRIVATE:
            headers["x-robots-tag"] = "noindex"
        packs = self.settings.gzip and ("gzip", "off") not in query_of(request)
        return Answer(body, headers=headers, may_pack=packs)


def _control(token: str | None) -> str:
    return PUBLIC if token is None else PRIVATE


def query_of(request: Request) -> list[tuple[str, str]]:
    """The parts of a query string; OptionError where there are too many."""
    try:
        query = request.scope["query_string"].decode("latin-1")
        return parse_qsl(query, keep_blank_values=True, max_num_fields=MAX_PARTS) if query else []
    except ValueError as error:
        raise OptionError(f"more than {MAX_PARTS} parts", where="query") from error


__all__ = ["Doors", "query_of"]
