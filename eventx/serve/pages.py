"""The pages over HTTP: a month, the agenda, an event; made once for all who ask for the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from eventx.errors import StoreError
from eventx.serve import grid, render
from eventx.serve.asked import Asked, asked
from eventx.serve.doors import query_of
from eventx.serve.feeds import AHEAD_DAYS
from eventx.serve.links import Links
from eventx.serve.render import Site
from eventx.serve.responses import Answer, Body
from eventx.serve.review import SAID, Reviewing
from eventx.serve.settings import Settings, out_of_reach
from eventx.serve.site import site_name, subscriptions
from eventx.serve.views import Entry, entry
from eventx.serve.words import kinds_of
from eventx.store import Filter, Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventx.serve.shelf import Edition, Shelf
    from eventx.store import Published

HTML = "text/html; charset=utf-8"
_CACHE = "public, max-age=60, stale-if-error=86400"
_LONG = "public, max-age=3600"
_OWN = {"cache-control": "no-store"}
"""For pages with a form of somebody who may decide."""
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_MOST = 3000
"""Events that one month page reads: what it costs is bounded whatever the calendar holds."""
_PART = 100
"""Events on one page of the agenda."""


def routes(settings: Settings) -> list[BaseRoute]:
    """The addresses of pages; they come behind those of feeds."""
    pages = Pages(settings)
    review = Reviewing(settings, pages.event)
    pages.review = review
    return [
        Route("/", pages.home),
        Route("/month/{month}", pages.month),
        Route("/agenda", pages.agenda),
        Route("/static/{name}", pages.static),
        Route("/review", review.ask, methods=["GET"]),
        Route("/review", review.sign_in, methods=["POST"]),
        Route("/events/{uid:path}/{act}", review.act, methods=["POST"]),
        Route("/events/{uid:path}", pages.event),
    ]


class Pages:
    """The pages of one server."""

    review: Reviewing

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._files: dict[str, Body] = {}

    async def home(self, request: Request) -> Response:
        """This month."""
        edition = await _shelf(request).edition()
        return await self._month(request, edition, edition.today, Links(), first_page=True)

    async def month(self, request: Request) -> Response:
        """A month by its number, 2026-11."""
        edition = await _shelf(request).edition()
        found = _MONTH.fullmatch(request.path_params["month"])
        if not found or int(found[1]) not in render.YEARS:
            return self._nothing(edition, "There is no such month here.")
        return await self._month(request, edition, date(int(found[1]), int(found[2]), 1), Links(up="../"))

    async def _month(
        self, request: Request, edition: Edition, of: date, up: Links, *, first_page: bool = False
    ) -> Response:
        told = self._asked(request)
        site = self._site(request, edition, up, told)
        first, last = grid.shown(of)

        def make(store: Store) -> bytes:
            events = [item.event for item in store.page(_between(first, last, told), _MOST)]
            return render.month_page(site, of, edition.today, events, told, first_page=first_page)

        return await self._made(request, edition, ("month", f"{of:%Y-%m}", up.up, told.query), make, told)

    async def agenda(self, request: Request) -> Response:
        """What is to come, or what is on in the days asked for."""
        edition = await _shelf(request).edition()
        told, after = self._asked(request), request.query_params.get("after")
        site = self._site(request, edition, Links(), told)
        first, last = _span(told, edition.today)
        heading = kinds_of(told.typed["kind"]) if told.typed["kind"] else "What is to come"

        def make(store: Store) -> bytes:
            found = store.page(_between(first, last, told), _PART + 1, after)
            shown, rest = [item.event for item in found[:_PART]], found[_PART:]
            later = _joined(site.links.agenda(told.query), {"after": shown[-1].uid}) if rest else None
            back = site.links.agenda(told.query) if after else None
            span = (first, last)
            return render.agenda_page(site, heading, span, edition.today, shown, told, later=later, back=back)

        return await self._made(request, edition, ("agenda", after or "", told.query), make, told)

    async def event(self, request: Request, *, fault: str | None = None, typed: Mapping[str, str] | None = None,
                    status: int = 200) -> Response:  # fmt: skip
        """An event by its UID in full; `fault` and `typed` where a decision about it was refused."""
        edition, uid = await _shelf(request).edition(), request.path_params["uid"]
        # What a refused form is answered with stands one level further down: events/UID/edit.
        site = self._site(request, edition, Links(up="../" if fault is None else "../../"))
        if self.review.may(request):
            return await self._reviewed(request, site, uid, fault, typed or {}, status)

        def make(store: Store) -> bytes | None:
            found = _entry(store, uid)
            return None if found is None or found.state == "rejected" else render.event_page(site, self._entry(found))

        return await self._made(request, edition, ("event", uid, ""), make, None)

    async def _reviewed(
        self, request: Request, site: Site, uid: str, fault: str | None, typed: Mapping[str, str], status: int
    ) -> Response:
        session, token = self.review.session(request)

        def make() -> bytes | None:
            store = _shelf(request).store()
            found = _entry(store, uid)
            if found is None:
                return None
            offer = self.review.offer(store, found, token, fault, typed)
            return render.event_page(site, self._entry(found), offer, SAID.get(request.query_params.get("done", "")))

        content = await run_in_threadpool(make)
        if content is None:
            return self._nothing(await _shelf(request).edition(), "No event of that name is here.")
        return self.review.keep(session, Response(content, status, _OWN, media_type=HTML))

    async def static(self, request: Request) -> Response:
        """A style sheet, script or picture."""
        name = request.path_params["name"]
        if name not in self._files:
            try:
                content = await run_in_threadpool(render.static_file, name)
            except LookupError:
                return self._nothing(await _shelf(request).edition(), "There is no such file.")
            self._files[name] = Body(content, render.MEDIA[name], datetime(2000, 1, 1, tzinfo=UTC))
        return Answer(self._files[name], headers={"cache-control": _LONG})

    def _entry(self, found: Published) -> Entry:
        return entry(found, evidence=self.settings.evidence)

    def _asked(self, request: Request) -> Asked:
        return asked(query_of(request), rejected=self.review.may(request))

    def _site(self, request: Request, edition: Edition, up: Links, told: Asked | None = None) -> Site:
        shown = [feed for feed in edition.feeds.values() if not (feed.private or feed.removed)]
        base = self.settings.base
        sign_in = f"{up.up}review" if self.settings.edit_token and not self.review.may(request) else None
        return Site(
            name=site_name(shown), links=up, reach=out_of_reach(base), sign_in=sign_in,
            evidence=self.settings.evidence,
            subscriptions=subscriptions(base, shown, told),
        )  # fmt: skip

    async def _made(
        self, request: Request, edition: Edition, key: tuple[str, ...], make: Callable[[Store], bytes | None],
        told: Asked | None,
    ) -> Response:  # fmt: skip
        """The page, made once for an edition of the calendar; those of reviewers are theirs alone."""
        if told is not None and told.typed["status"] == "rejected":
            content = await run_in_threadpool(lambda: make(_shelf(request).store()))
            return Response(content or b"", headers=_OWN, media_type=HTML)

        def page(store: Store) -> tuple[bytes, str] | None:
            content = make(store)
            return (content, HTML) if content is not None else None

        whose = "review" if self.review.may(request) else "all"
        body = await _shelf(request).body(("page", whose, *key), edition, page)
        if body is None:
            return self._nothing(edition, "No event of that name is here.")
        headers = {"cache-control": _CACHE if whose == "all" else "private, no-cache"}
        packs = self.settings.gzip
        return Answer(body, headers=headers, may_pack=packs)

    def _nothing(self, edition: Edition, text: str) -> Response:
        base = self.settings.base_url or ""
        up = Links(up=f"{base.rstrip('/')}/")  # the address may be of any depth
        site = Site(name=site_name([feed for feed in edition.feeds.values() if not feed.private]), links=up)
        return Response(render.message_page(site, "Not here", text), 404, _OWN, media_type=HTML)


def _shelf(request: Request) -> Shelf:
    found: Shelf = request.app.state.shelf
    return found


def _entry(store: Store, uid: str) -> Published | None:
    """The entry of exactly that UID."""
    try:
        found = store.entry(uid)
    except StoreError:  # none, or several that begin so
        return None
    return found if found.uid == uid else None


def _between(first: date, last: date, told: Asked) -> Filter:
    """What is asked for, in the days that a page shows."""
    if told.wanted and told.wanted.status == "rejected":
        return replace(told.wanted, first=first, last=last)
    return Filter(first=first, last=last, include=("month",), also=(told.wanted,) if told.wanted else ())


def _span(told: Asked, today: date) -> tuple[date, date]:
    """From and to as asked for; else from today on (or for a search of the past, from where it begins)."""
    first = told.wanted.first if told.wanted else None
    last = told.wanted.last if told.wanted else None
    first = first or (min(today, last) if last else today)
    return first, max(first, last or first + timedelta(days=AHEAD_DAYS))


def _joined(href: str, more: Mapping[str, str]) -> str:
    return f"{href}{'&' if '?' in href else '?'}{urlencode(more)}"


__all__ = ["HTML", "routes"]
