"""Decisions made in the page: confirm, reject, edit, merge. They are the store's, as those of the command line.

Who may: whoever sits at this machine, where the server is bound to loopback and has no other name; elsewhere whoever
knows the token that it was started with. A decision comes as a POST from a form of this site: the Origin is compared,
and the form holds a token that is signed for the session in a cookie, which other sites can neither read nor send.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from eventx.errors import EventxError
from eventx.model import Event, day_of
from eventx.serve.links import Links
from eventx.serve.render import Field, Review, Site, message_page
from eventx.serve.responses import plain
from eventx.serve.settings import LOOPBACK_NAMES, Settings, is_loopback
from eventx.serve.views import STATUSES, card
from eventx.serve.words import KINDS
from eventx.store import Filter, Store

if TYPE_CHECKING:
    from eventx.serve.shelf import Shelf
    from eventx.store import Published

SESSION, SIGNED = "eventx-session", "eventx-review"
"""Cookies: whose forms they are; that somebody knew the token."""
SAID: Mapping[str, str] = {
    "confirm": "Confirmed: this entry is right.", "reject": "Rejected: this entry has left the calendar.",
    "edit": "Saved: what you set holds, whatever releases say.", "merge": "Merged: these are one entry now.",
}  # fmt: skip
"""Decision → what the page says after it."""
_FORM = 64 * 1024
"""Bytes of a form at most."""
_FIELDS = 60
_NEAR = timedelta(days=45)
_OFFERED = 60
_PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers by which a proxy says that the client is somebody else."""


class Show(Protocol):
    """The event's page, with what was wrong."""

    def __call__(
        self, request: Request, *, fault: str | None = None, typed: Mapping[str, str] | None = None, status: int = 200
    ) -> Awaitable[Response]: ...


class Refused(Exception):
    """A form that is not taken: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Reviewing:
    """Who may decide, and what they decided."""

    def __init__(self, settings: Settings, show: Show) -> None:
        self.settings, self.show = settings, show
        self._key = secrets.token_bytes(32)  # forms are good for as long as the server runs

    def may(self, request: Request) -> bool:
        """True for somebody who may decide."""
        if self.settings.edit_token:
            return hmac.compare_digest(request.cookies.get(SIGNED, "").encode(), self._signed().encode())
        client = request.client.host if request.client else ""
        # nginx says nothing of the client unless it is told to, but asks by HTTP/1.0, which browsers have left behind.
        proxied = any(name in request.headers for name in _PROXIED) or request.scope.get("http_version") == "1.0"
        return self.settings.allow_edit and not proxied and is_loopback(client)

    def session(self, request: Request) -> tuple[str, str]:
        """The session of a browser, a new one where it has none, and the token that its forms hold."""
        session = request.cookies.get(SESSION, "")
        if not (session.isascii() and 20 <= len(session) <= 100):
            session = secrets.token_urlsafe(32)
        return session, self._token(session)

    def keep(self, session: str, response: Response) -> Response:
        """The response, which tells the browser its session."""
        response.set_cookie(SESSION, session, path=self._path(), httponly=True, samesite="lax", secure=self._secure())
        return response

    def offer(self, store: Store, found: Published, token: str, fault: str | None, typed: Mapping[str, str]) -> Review:
        """The forms for an entry; what was typed and refused stays in them."""
        near = Filter(first=day_of(found.event.start) - _NEAR, last=found.event.last_day + _NEAR, include=("month",))
        others = [item.event for item in store.page(near, _OFFERED + 1) if item.event.uid != found.uid][:_OFFERED]
        shown = tuple(card(event, evidence=False) for event in others)
        return Review(token=token, fields=tuple(fields(found.event, typed)), near=shown, fault=fault)

    async def act(self, request: Request) -> Response:
        """A decision; back to the event's page, by 303, so that going back sends nothing twice."""
        uid, act = request.path_params["uid"], request.path_params["act"]
        if act not in SAID:
            return plain(404, "Nothing is here.")
        typed: dict[str, str] = {}
        try:
            typed = await self._form(request)
            shelf: Shelf = request.app.state.shelf
            into = await run_in_threadpool(lambda: decide(shelf.store(), act, uid, typed, shelf.clock()))
        except Refused as refusal:
            return plain(refusal.status, str(refusal))
        except EventxError as error:
            return await self.show(request, fault=f"{error.message}.", typed=typed, status=422)
        return RedirectResponse(f"../{quote(into, safe='@')}?done={act}", 303, {"cache-control": "no-store"})

    async def ask(self, request: Request) -> Response:
        """The page that asks for the token."""
        if not self.settings.edit_token:
            return plain(404, "Nothing is here.")
        return _html(message_page(_SITE, "Review", "Whoever knows the token may decide.", "review"), 200)

    async def sign_in(self, request: Request) -> Response:
        """The token that was typed: a cookie for the right one."""
        if not self.settings.edit_token:
            return plain(404, "Nothing is here.")
        try:
            typed = await self._body(request)
        except Refused as refusal:
            return plain(refusal.status, str(refusal))
        told = typed.get("edit-token", "").encode("utf-8", "replace")
        if not hmac.compare_digest(told, self.settings.edit_token.encode()):
            return _html(message_page(_SITE, "Review", "That is not the token.", "review"), 403)
        response = RedirectResponse("./", 303, {"cache-control": "no-store"})
        response.set_cookie(
            SIGNED, self._signed(), path=self._path(), httponly=True, samesite="strict", secure=self._secure()
        )
        return response

    async def _form(self, request: Request) -> dict[str, str]:
        """The fields of a form of ours, sent by somebody who may decide."""
        if not self.may(request):
            raise Refused(403, "Only those who may review can do that.")
        typed = await self._body(request)
        session = request.cookies.get(SESSION, "")
        if not session or not hmac.compare_digest(typed.get("token", "").encode(), self._token(session).encode()):
            raise Refused(403, "This form is out of date. Go back, load the page anew, and send it again.")
        return typed

    async def _body(self, request: Request) -> dict[str, str]:
        """The fields of a form that a page of this site sent."""
        if not self._ours(request):
            raise Refused(403, "This form was not sent by a page of this calendar.")
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            raise Refused(415, "A form is expected.")
        content = b""
        async for part in request.stream():
            content += part
            if len(content) > _FORM:
                raise Refused(413, "The form is too long.")
        try:
            text = content.decode("utf-8")
            return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict"))
        except ValueError as error:
            raise Refused(400, "The form cannot be read.") from error

    def _ours(self, request: Request) -> bool:
        """True where the browser says that the form is of this site; a browser that says nothing is not believed."""
        told = request.headers.get("origin")
        if told is None:
            return request.headers.get("sec-fetch-site") == "same-origin"
        parts = urlsplit(told)
        if self.settings.base_url is not None:
            return told == "{0.scheme}://{0.netloc}".format(urlsplit(self.settings.base))
        # Without a name of its own the server is reached by that of the request, which the gate has looked at.
        same = parts.scheme == request.url.scheme and parts.netloc == request.headers.get("host", "")
        return same and (not self.settings.allow_edit or parts.hostname in (*LOOPBACK_NAMES, self.settings.host))

    def _signed(self) -> str:
        return hmac.digest((self.settings.edit_token or "").encode(), b"eventx review", "sha256").hex()

    def _token(self, session: str) -> str:
        return hmac.digest(self._key, b"form:" + session.encode("utf-8", "replace"), "sha256").hex()

    def _path(self) -> str:
        return f"{urlsplit(self.settings.base).path}/"

    def _secure(self) -> bool:
        return self.settings.base.startswith("https:")


_SITE = Site(name="Events", links=Links())


def decide(store: Store, act: str, uid: str, typed: Mapping[str, str], now: datetime) -> str:
    """Make a decision; the UID of the entry that it is about from now on. EventxError where it cannot be made."""
    if act == "confirm":
        return store.confirm(uid, now)
    if act == "reject":
        return store.reject(uid, now)
    if act == "merge":
        return store.merge(uid, typed.get("other", "").strip(), now)
    changed = {name: typed[name] for name in _NAMES if name in typed and typed[name] != typed.get(f"was-{name}", "")}
    return store.edit(uid, changed, now) if changed else uid


def fields(event: Event, typed: Mapping[str, str]) -> list[Field]:
    """The form that edits an event, with what was typed where that was refused."""
    kinds = tuple(dict.fromkeys((*KINDS, event.kind)))
    told = (
        ("title", "Title", event.title, (), "", True),
        ("place", "Place", event.place.label or "", (), "“Beijing, China”, or any words", True),
        ("start", "Start", moment(event, event.start), (), "2026-11-05, or 2026-11-05T09:30", False),
        ("end", "End", moment(event, event.end), (), "The last day, or 2026-11-05T17:00", False),
        ("timezone", "Time zone", event.timezone or "", (), "Europe/Paris", False),
        ("status", "Status", event.status, STATUSES, "", False),
        ("kind", "Kind", event.kind, kinds, "", False),
        ("online", "Online", str(event.online).lower(), ("true", "false"), "", False),
        ("organizer", "Organizer", event.organizer or "", (), "", False),
        ("url", "Link", event.url or "", (), "", False),
    )
    return [
        Field(name=name, label=label, value=typed.get(name, value), was=value, options=options, hint=hint, wide=wide)
        for name, label, value, options, hint, wide in told
    ]


_NAMES = ("title", "place", "start", "end", "timezone", "status", "kind", "online", "organizer", "url")


def moment(event: Event, told: date | None) -> str:
    """A day or an instant as the store reads it back: by the clock of the event's zone where it has one."""
    if not isinstance(told, datetime):
        return told.isoformat() if told else ""
    return told.replace(tzinfo=None).isoformat("T", "minutes") if event.timezone else told.isoformat("T", "minutes")


def _html(content: bytes, status: int) -> Response:
    return Response(content, status, {"cache-control": "no-store"}, media_type="text/html; charset=utf-8")


__all__ = ["SAID", "SESSION", "SIGNED", "Reviewing", "decide", "fields"]
