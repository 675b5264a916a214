"""A feed fetched as calendar programs do, and asked what they ask: the one door to httpx."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from eventx.errors import InputError, OptionError
from eventx.feedcheck.bare import bare
from eventx.feedcheck.values import Answer, Answers, Redirect

if TYPE_CHECKING:
    import httpx

LIMIT = 50_000_000  # bytes of a feed
_HOPS = 10
_LEADS_ON = (301, 302, 303, 307, 308)
_LONG_AGO = "Wed, 01 Jan 1997 00:00:00 GMT"
_NO_DATE = "yesterday"
_OTHER_TAG = '"eventx-feed-check"'
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")


class Patience(NamedTuple):
    """What is taken of one answer: bytes, seconds without any, seconds in all."""

    size: int = LIMIT
    silence: float = 30.0
    whole: float = 120.0


_USUAL = Patience()


def fetch(url: str, *, agent: str, patience: Patience = _USUAL) -> Answers:
    """The answers to all that a calendar program may ask of an address; InputError where there is no first one."""
    url = web(url)
    with _opened(agent, url, patience) as opened:
        client = _Client(opened, patience)
        final, first, redirects = client.found(url)
        if first.status != 200 or not first.body.strip():
            return Answers(url=url, first=first, redirects=redirects)
        tag = first.header("etag")
        return Answers(
            url=url, first=first, redirects=redirects,
            again=client.get(final),
            zipped=client.get(final, {"Accept-Encoding": "gzip"}),
            head=client.bodiless("HEAD", final),
            same_tag=client.bodiless("GET", final, {"If-None-Match": tag}) if tag else None,
            other_tag=client.status(final, {"If-None-Match": _OTHER_TAG, "If-Modified-Since": _since(first)}),
            old_date=client.status(final, {"If-Modified-Since": _LONG_AGO}),
            bad_date=client.status(final, {"If-Modified-Since": _NO_DATE}),
            robots=client.get(urljoin(final, "/robots.txt")),
            stranger=client.status(stranger) if (stranger := other_token(final)) else None,
        )  # fmt: skip


def web(url: str) -> str:
    """The address as it is fetched: webcal:// is https://, on this machine http://. OptionError where it is none."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise OptionError(f"is no address ({error})", where=url) from error
    scheme = parts.scheme.lower()
    if scheme in ("webcal", "webcals"):
        here = parts.hostname in ("localhost", "127.0.0.1", "::1") and scheme == "webcal"
        scheme = "http" if here else "https"
    return urlunsplit((scheme, parts.netloc, parts.path or "/", parts.query, ""))


def other_token(url: str) -> str | None:
    """The address with another token in its path; None where there is none that is long and random enough."""
    parts = urlsplit(url)
    starts = [found.start() for found in _TOKEN.finditer(parts.path) if _is_mixed(found[0])]
    if not starts:
        return None
    at = starts[-1]
    path = parts.path[:at] + ("B" if parts.path[at] == "A" else "A") + parts.path[at + 1 :]
    return urlunsplit(parts._replace(path=path))


def _is_mixed(text: str) -> bool:
    return any(each.isdigit() for each in text) and any(each.isalpha() for each in text)


def _since(first: Answer) -> str:
    """A time by which nothing has changed: If-None-Match has to win over it."""
    return first.header("last-modified") or first.header("date") or "Fri, 01 Jan 2100 00:00:00 GMT"


def _joined(url: str, target: str) -> str:
    """The address that a redirect tells; as it stands where it is none."""
    try:
        return urljoin(url, target)
    except ValueError:
        return target


class _Client:
    """A connection that asks one thing after another."""

    def __init__(self, client: httpx.Client, patience: Patience) -> None:
        self._client = client
        self._patience = patience

    def found(self, url: str) -> tuple[str, Answer, tuple[Redirect, ...]]:
        """Where redirects lead to, what is there, and the way."""
        way: list[Redirect] = []
        while True:
            answer = self._asked("GET", url, {}, whole=True)
            target = _joined(url, answer.header("location"))
            if answer.status not in _LEADS_ON or not answer.header("location"):
                return url, answer, tuple(way)
            way.append(Redirect(url, answer.status, target))
            if len(way) > _HOPS or not target.startswith(("http://", "https://")):
                raise InputError(f"redirects lead nowhere, at last to {target}; give the feed's own address", where=url)
            url = target

    def get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        """An answer with its body; of status 0 where none came."""
        return self._tried(url, headers, whole=True)

    def status(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        """An answer without its body."""
        return self._tried(url, headers, whole=False)

    def bodiless(self, method: str, url: str, headers: dict[str, str] | None = None) -> Answer:
        """An answer that should have no body, with what stands in its place."""
        sent = {"User-Agent": self._client.headers["User-Agent"], "Accept-Encoding": "identity", **(headers or {})}
        seen = None if urlsplit(url).username else bare(method, url, sent)
        return seen or self._tried(url, headers, whole=False, method=method)

    def _tried(self, url: str, headers: dict[str, str] | None, *, whole: bool, method: str = "GET") -> Answer:
        import httpx

        try:
            return self._asked(method, url, headers or {}, whole=whole)
        except httpx.HTTPError:
            return Answer(0, {})

    def _asked(self, method: str, url: str, headers: dict[str, str], *, whole: bool) -> Answer:
        with self._client.stream(method, url, headers=headers) as response:
            body = b"".join(_within(response, self._patience, url)) if whole else b""
            return Answer(response.status_code, dict(response.headers), body)


def _within(response: httpx.Response, patience: Patience, url: str) -> Iterator[bytes]:
    """The body as it is sent. InputError where it is too long, or takes too long."""
    size, until = 0, time.monotonic() + patience.whole  # measures a wait; no result depends on it
    for part in response.iter_raw():
        size += len(part)
        if size > patience.size:
            raise InputError(f"the feed is larger than {patience.size / 1e6:g} MB; serve a part of it", where=url)
        if time.monotonic() > until:
            raise InputError(f"the answer takes longer than {patience.whole:g} seconds", where=url)
        yield part


@contextmanager
def _opened(agent: str, url: str, patience: Patience) -> Iterator[httpx.Client]:
    import httpx

    headers = {"User-Agent": agent, "Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity"}
    with httpx.Client(headers=headers, timeout=patience.silence, follow_redirects=False) as client:
        try:
            yield client
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            told = " ".join(str(error).split()) or type(error).__name__
            raise InputError(f"no answer ({told}); check the address", where=url) from error


__all__ = ["LIMIT", "Patience", "fetch", "other_token", "web"]
