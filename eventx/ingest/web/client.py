"""The web: addresses → what they answer, with every hop of a redirect checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self

import httpcore
import httpx

from eventx.errors import FetchError
from eventx.ingest.values import CHUNK, Document
from eventx.ingest.web.addresses import shown, web_address
from eventx.ingest.web.body import ACCEPTED, PackedError, TooLargeError, body
from eventx.ingest.web.cache import TROUBLE, Cache, Note
from eventx.ingest.web.hop import Hop, declared
from eventx.ingest.web.network import PrivateError
from eventx.ingest.web.patience import back_off, prolonged, retry_after, within
from eventx.ingest.web.transport import Transport
from eventx.ingest.web.values import Answer, Policy
from eventx.ingest.web.words import may_pass, of_error, of_status

_FINE = (200, 203)
_BUSY = (429, 502, 503, 504)
_VAGUE = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/calendar, */*;q=0.5"
_BROKEN = (
    httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.ProxyError,
    httpcore.UnsupportedProtocol, PackedError,
)  # fmt: skip


class Web:
    """Fetches addresses by a policy; a context manager, that keeps connections open until its end.

    `note` is told what is worth knowing and no error (a cache that was damaged), `sleep` waits between tries.
    May be used by several threads.
    """

    def __init__(
        self, policy: Policy | None = None, *, note: Note = lambda line: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.policy = policy = policy or Policy()
        self._sleep = sleep
        self._network = Transport(checked=not policy.allow_private)
        self._cache = policy.cache and Cache(
            policy.cache, private=policy.allow_private, largest=policy.most, note=note
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Connections and cache closed."""
        self._network.close()
        if self._cache:
            self._cache.close()

    def get(self, url: str) -> Document:
        """What is at an address, to be read. FetchError where nothing can be had."""
        return document_of(self.fetch(url))

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What an address answers, after redirects. FetchError where that is no document.

        Who sends validators (If-None-Match) keeps the answer itself: the cache is passed by, and the status may be 304.
        """
        sent = httpx.Headers({"Accept": _ACCEPT, "Accept-Encoding": ACCEPTED, "User-Agent": self.policy.agent})
        sent.update(headers)
        first = hop = Hop(web_address(url), sent, httpx.Cookies())
        moved, lasting = None, True
        with within(self.policy.whole):
            for _ in range(self.policy.redirects + 1):
                found = self._patiently(hop)
                if isinstance(found, Answer):
                    return replace(found, moved=moved)
                hop, lasting = found, lasting and found.permanent
                moved = hop.where if lasting else moved
        told = f"leads on more than {self.policy.redirects} times, at last to {hop.where[:80]}; give the page's own"
        raise FetchError(told, where=first.where)

    def _patiently(self, hop: Hop) -> Answer | Hop:
        """One hop, asked again where that may help."""
        for tries in range(self.policy.retries + 1):
            try:
                return self._once(hop)
            except _PassingError as passing:
                wait = back_off(tries) if passing.told.retry_after is None else passing.told.retry_after
                if tries == self.policy.retries or wait > self.policy.longest_wait:
                    raise passing.told from passing
            self._sleep(wait)
            prolonged(wait)
        raise AssertionError("the last try returns or raises")

    def _once(self, hop: Hop) -> Answer | Hop:
        """One hop, asked once. _PassingError where another try may help, else FetchError."""
        try:
            return self._asked(hop)
        except PrivateError as error:
            told = f"is refused: {error}; --allow-private lets it pass"
            raise FetchError(told, where=hop.where) from error
        except TooLargeError as error:
            told = f"is larger than {self.policy.most / 1e6:g} MB, the most that is fetched; save it and give the file"
            raise FetchError(told, where=hop.where) from error
        except _BROKEN as error:
            told = of_error(error, timeout=self.policy.timeout, whole=self.policy.whole)
            failed = FetchError(told, where=hop.where)
            raise (_PassingError(failed) if may_pass(error) else failed) from error
        except TROUBLE as error:
            if not self._cache:
                raise
            self._cache.renew(error)
            return self._once(hop)  # once or twice: then nothing is kept any more

    def _asked(self, hop: Hop) -> Answer | Hop:
        """The answer to a hop, from the cache where it has one."""
        cache = self._cache if hop.may_be_kept else None
        transport = cache.over(self._network) if cache else self._network
        # Straight to the transport: httpx's client would follow what a broken Location says before it is looked at.
        response = transport.handle_request(hop.request(self.policy.timeout))
        try:
            found = hop.led_on(response) or self._answer(hop, response)
        finally:
            response.close()
        if cache:
            cache.renew()
        return found

    def _answer(self, hop: Hop, response: httpx.Response) -> Answer:
        """The answer that a response is, with its body. FetchError where it is none."""
        status, headers, most = response.status_code, dict(response.headers), self.policy.most
        if status not in _FINE and not (status == 304 and hop.validates):
            wait = retry_after(headers.get("retry-after", ""), headers.get("date", ""))
            told = FetchError(of_status(status, wait), where=hop.where, status=status, retry_after=wait)
            raise _PassingError(told) if status in _BUSY else told
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > most:
            raise TooLargeError
        data = b"" if status == 304 else body(response.iter_raw(), headers.get("content-encoding", ""), most)
        kept = response.extensions.get("caching", {}).get("from_cache", False)
        return Answer(
            url=hop.address, status=304 if status == 304 else 200, headers=headers, data=data,
            received=0 if kept else response.num_bytes_downloaded,
        )  # fmt: skip


def document_of(answer: Answer) -> Document:
    """What an address answered, to be read."""
    media, charset = declared(answer.headers.get("content-type", ""))
    suffix = PurePosixPath(httpx.URL(answer.url).path).suffix.lower() if media in _VAGUE else ""
    return Document(
        where=shown(httpx.URL(answer.url)), head=answer.data[:CHUNK], rest=BytesIO(answer.data[CHUNK:]),
        suffix=suffix, media=media, charset=charset, url=answer.url,
    )  # fmt: skip


class _PassingError(Exception):
    """What failed, and may go better next time."""

    def __init__(self, told: FetchError) -> None:
        super().__init__(told.message)
        self.told = told


__all__ = ["Web", "document_of"]
