"""One request on the way to a document, where it leads on to, and what an answer says of its body."""

from __future__ import annotations

import codecs
from email.message import Message
from typing import NamedTuple

import httpx

from eventx.errors import FetchError
from eventx.ingest.web.addresses import bare, shown, web_address

_LEADS_ON = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_VALIDATORS = ("if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range")
_SECRETS = ("authorization", "cookie", "proxy-authorization")


class Hop(NamedTuple):
    """An address to ask, with the headers and cookies to send. Cookies live for one fetch, for sites that set one and
    lead back to themselves."""

    url: httpx.URL
    headers: httpx.Headers
    cookies: httpx.Cookies
    permanent: bool = False
    """True where the one before leads here for good: 301, 308 (RFC 9110, sections 15.4.2 and 15.4.9)."""

    @property
    def where(self) -> str:
        """The address as errors tell it."""
        return shown(self.url)

    @property
    def address(self) -> str:
        """The address without credentials."""
        return bare(self.url)

    @property
    def validates(self) -> bool:
        """True where the caller sends validators, and so keeps the answer itself."""
        return any(name in self.headers for name in _VALIDATORS)

    @property
    def may_be_kept(self) -> bool:
        """False for what the caller keeps itself (as browsers do: Fetch, section 4.6), and for what was got by a
        password or cookie, which would lie on the disk."""
        return not (self.validates or self.url.userinfo or len(self.cookies.jar)) and not any(
            name in self.headers for name in _SECRETS
        )

    def request(self, timeout: float) -> httpx.Request:
        """The request to send; `timeout` in seconds of silence."""
        limits = {"timeout": httpx.Timeout(timeout).as_dict()}
        request = httpx.Request("GET", self.url, headers=self.headers, cookies=self.cookies, extensions=limits)
        if not self.url.userinfo:
            return request
        return next(httpx.BasicAuth(self.url.username, self.url.password).auth_flow(request))

    def led_on(self, response: httpx.Response) -> Hop | None:
        """The next hop of an answer that leads on; None for one that does not.

        Name and password are not taken along to another origin, and none are taken from the answer. FetchError where it
        leads out of the web.
        """
        response.request = httpx.Request("GET", self.url)
        self.cookies.extract_cookies(response)
        location = response.headers.get("location")
        if response.status_code not in _LEADS_ON or location is None:
            return None
        try:
            url = self.url.join(location)
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError("leads on to what is no address; give the page's own", where=self.where) from error
        try:
            url = web_address(str(url))
        except FetchError as error:
            told = f"leads on to {error.where[:80]}, which {error.message.partition(';')[0]}; give the page's own"
            raise FetchError(told, where=self.where) from error
        permanent = response.status_code in _FOR_GOOD
        if _origin(url) == _origin(self.url):
            return self._replace(url=url.copy_with(userinfo=self.url.userinfo), permanent=permanent)
        headers = httpx.Headers([(k, v) for k, v in self.headers.multi_items() if k not in _SECRETS])
        return self._replace(url=url.copy_with(userinfo=b""), headers=headers, permanent=permanent)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return (url.scheme, url.host, url.port)


def declared(content_type: str) -> tuple[str, str | None]:
    """The media type ("" where none is told) and the encoding that a Content-Type tells; None for one that is not
    known, or not told."""
    if "/" not in content_type:
        return "", None
    message = Message()
    message["content-type"] = content_type
    charset = message.get_content_charset()
    try:
        return message.get_content_type(), codecs.lookup(charset).name if charset else None
    except (LookupError, ValueError):  # a label that names nothing; one with a NUL
        return message.get_content_type(), None


__all__ = ["Hop", "declared"]
