"""Rules 19 to 23: how the server answers."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit
from urllib.robotparser import RobotFileParser

from eventx.feedcheck.head import is_download
from eventx.feedcheck.values import Answer, Answers, Found, Seen

_SECRETS = ("token", "key", "secret", "auth", "password", "pass", "sig", "signature", "access_token", "apikey")
_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')
_SEEN_AS = "Googlebot"  # Google Calendar fetches nothing that robots.txt keeps from it, and tells its users so


def media(seen: Seen) -> Iterator[Found]:
    """FEED 19: text/calendar with its charset; HEAD as GET; inline, a single event as a file."""
    asked = seen.answers
    if asked is None or not _is_well(seen):
        return
    kind, _, more = asked.first.header("content-type").partition(";")
    if kind.strip().lower() != "text/calendar":
        yield _header("Content-Type", f"it is {kind.strip() or 'missing'}", "send text/calendar; charset=utf-8")
    elif not re.search(r"charset\s*=\s*\"?utf-8", more, re.IGNORECASE):
        yield _header("Content-Type", "it does not tell the charset", "send text/calendar; charset=utf-8")
    shown = asked.first.header("content-disposition").partition(";")[0].strip().lower()
    if shown not in ("", "inline") and not is_download(seen):
        yield _header("Content-Disposition", f"it is {shown}, so browsers store the feed", "send inline")
    if asked.head is not None:
        yield from _head(asked.first, asked.head, ("content-type", "etag") if _stays(asked) else ("content-type",))


def _head(first: Answer, head: Answer, names: Sequence[str]) -> Iterator[Found]:
    if head.status != HTTPStatus.OK:
        yield Found(f"HEAD is answered with {status_of(head)}", "answer it as GET, without the body")
        return
    if head.body:
        yield Found(f"HEAD is answered with a body of {len(head.body)} bytes", "send the headers alone")
    for name in names:
        if head.header(name) != first.header(name):
            both = f"HEAD tells {head.header(name) or 'none'}, GET {first.header(name) or 'none'}"
            yield _header(_titled(name), both, "send the same headers for both")


def tags(seen: Seen) -> Iterator[Found]:
    """FEED 20: a strong ETag that stays, 304 by it and by nothing that it contradicts."""
    asked = seen.answers
    if asked is None or not _is_well(seen):
        return
    tag = asked.first.header("etag")
    if not tag:
        yield _header("ETag", "there is none", "send a strong one, made of the bytes")
    elif tag.startswith("W/"):
        yield _header("ETag", f"{tag} is weak", "send a strong one, made of the bytes")
    elif not _TAG.fullmatch(tag):
        yield _header("ETag", f"{tag} is not in quotation marks", "put it into quotation marks")
    elif asked.again and asked.again.body == asked.first.body and asked.again.header("etag") != tag:
        yield _header("ETag", "it is another for the same bytes", "make it of the bytes and of nothing else")
    elif asked.again and asked.again.body != asked.first.body and asked.again.header("etag") == tag:
        yield _header("ETag", "it is the same for other bytes", "make it of the bytes and of nothing else")
    elif asked.same_tag and _stays(asked):
        yield from _unchanged(asked.same_tag, tag)
    yield from _dates(asked)


def _unchanged(answer: Answer, tag: str) -> Iterator[Found]:
    if answer.status != HTTPStatus.NOT_MODIFIED:
        told = f"the feed's own ETag is answered with {status_of(answer)}"
        yield _header("If-None-Match", told, "answer 304 without a body")
        return
    if answer.body:
        yield _header("If-None-Match", f"304 comes with a body of {len(answer.body)} bytes", "send none")
    if answer.header("etag") != tag:
        yield _header("ETag", f"304 tells {answer.header('etag') or 'none'}", "send that of the feed")


def _dates(asked: Answers) -> Iterator[Found]:
    told = asked.first.header("last-modified")
    if told and not _is_date(told):
        yield _header("Last-Modified", f"{told!r} is no date of HTTP", "write it as RFC 9110 section 5.6.7 tells")
    for answer, name, what, advice in (
        (asked.other_tag, "If-None-Match", "another ETag", "let If-None-Match decide where both are sent"),
        (asked.old_date, "If-Modified-Since", "a day long before", "compare dates, not their text"),
        (asked.bad_date, "If-Modified-Since", "what is no date", "take no notice of it"),
    ):
        if answer is not None and answer.status != HTTPStatus.OK:
            yield _header(name, f"{what} is answered with {status_of(answer)}", advice)


def good(seen: Seen) -> Iterator[Found]:
    """FEED 21: an answer that a calendar program takes for the feed."""
    asked = seen.answers
    if asked is None:
        return
    first, advice = asked.first, "send the last good feed; many programs give the calendar up"
    if asked.again is not None and first.status == HTTPStatus.OK != asked.again.status:
        yield Found(f"asked again it answers {status_of(asked.again)}", advice)
    if first.status == HTTPStatus.GONE:
        yield Found("the feed is answered with 410", "send that for what was removed on purpose and nothing else")
    elif first.status != HTTPStatus.OK and not _wants_login(first):
        yield Found(f"the feed is answered with {first.status}", advice)
    elif first.status == HTTPStatus.OK and not first.body.strip():
        yield Found("the feed is empty, which takes all entries from those who subscribe", advice)
    elif first.status == HTTPStatus.OK and not seen.calendar.root.name:
        yield Found("what comes is no calendar", advice)


def ways(seen: Seen) -> Iterator[Found]:
    """FEED 22: no redirects, gzip only where it is asked for, nothing forbidden in robots.txt."""
    asked = seen.answers
    if asked is None:
        return
    for redirect in asked.redirects:
        told = f"{redirect.status} leads to {redirect.target}"
        yield Found(told, "serve the feed at the address that people have")
    if coding := asked.first.header("content-encoding"):
        if coding.lower() != "identity":
            yield _header("Content-Encoding", f"{coding} comes unasked", "compress for those who ask for it")
    elif asked.zipped is not None and _is_well(seen):
        yield from _zipped(asked.first, asked.zipped, stays=_stays(asked))
    if asked.robots is not None and asked.robots.status == HTTPStatus.OK:
        robots = RobotFileParser()
        robots.parse(asked.robots.body.decode("utf-8", "replace").splitlines())
        if not robots.can_fetch(_SEEN_AS, asked.url):
            yield Found("robots.txt forbids the feed", "allow it; Google asks before it fetches", property="robots.txt")


def _zipped(first: Answer, zipped: Answer, *, stays: bool) -> Iterator[Found]:
    if zipped.status != HTTPStatus.OK:
        yield _header("Accept-Encoding", f"gzip is answered with {status_of(zipped)}", "answer as without it")
    elif zipped.header("content-encoding").lower() == "gzip":
        if stays and unzipped(zipped.body, len(first.body) + 1) != first.body:
            yield _header("Content-Encoding", "what is compressed is not the feed", "compress the same bytes")
        if "accept-encoding" not in zipped.header("vary").lower():
            told = "a shared cache would hand gzip to those who cannot read it"
            yield _header("Vary", told, "send Vary: Accept-Encoding")


def unzipped(body: bytes, limit: int = 0) -> bytes | None:
    """The bytes in gzip, no more than `limit` of them; None where it is broken."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, limit)
    except zlib.error:
        return None


def private(seen: Seen) -> Iterator[Found]:
    """FEED 23: a token in the path, no other proof; what is not known is not there."""
    asked = seen.answers
    if asked is None:
        return
    parts = urlsplit(asked.url)
    if _wants_login(asked.first):
        told = f"it is answered with {asked.first.status}: a login is wanted"
        yield Found(told, "put a long random token into the path; most programs cannot log in")
    if parts.username or parts.password:
        yield Found("the address has a user's name in it", "put a long random token into the path")
    for name, _ in parse_qsl(parts.query):
        if name.lower() in _SECRETS:
            yield Found(f"the token stands in the query ({name})", "put it into the path")
    if asked.stranger is not None and asked.stranger.status != HTTPStatus.NOT_FOUND:
        yield Found(f"an unknown token is answered with {status_of(asked.stranger)}", "answer 404")


def status_of(answer: Answer) -> str:
    """The status, for a sentence."""
    return str(answer.status) if answer.status else "nothing"


def _stays(asked: Answers) -> bool:
    """True where the second answer is the first: what changes by itself is told under other rules."""
    first, again = asked.first, asked.again
    return again is not None and (again.body, again.header("etag")) == (first.body, first.header("etag"))


def _is_well(seen: Seen) -> bool:
    """True where a calendar came: of anything else rule 21 has all to say."""
    return bool(seen.calendar.root.name)


def _wants_login(answer: Answer) -> bool:
    return answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED)


def _is_date(text: str) -> bool:
    try:
        return parsedate_to_datetime(text) is not None
    except (ValueError, TypeError, IndexError):
        return False


def _header(name: str, message: str, advice: str) -> Found:
    return Found(message, advice, property=name)


def _titled(name: str) -> str:
    return {"etag": "ETag"}.get(name, name.title())


__all__ = ["good", "media", "private", "tags", "unzipped", "ways"]
