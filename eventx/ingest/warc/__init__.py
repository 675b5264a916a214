"""Web archives (WARC 1.0 and 1.1, ISO 28500:2017): each page of theirs as its own reader reads it.

The archive is read as a stream, record by record, so it may be of any size. WARC-Date is the day of the crawl and no
day of publication; WARC-Record-ID names the capture, not the page, so a page that was crawled twice is one release.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from email.message import Message
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord

from eventx.errors import InputError
from eventx.ingest.dispatch import nested
from eventx.ingest.kinds import KINDS, kind_of
from eventx.ingest.values import CHUNK, Document, Reading, beside
from eventx.ingest.warc.stream import BrokenError, records
from eventx.model import Release
from eventx.safe import one_line

MAX_RECORD = 10_000_000
"""Bytes of a record that is read, packed and unpacked."""

_MEDIA = frozenset(media for kind in KINDS for media in kind.media)
_UNTOLD = frozenset(["", "application/octet-stream", "binary/octet-stream", "application/xml", "text/xml"])
"""What servers say that say nothing."""
_TEXT = frozenset(media for kind in KINDS if kind.name == "text" for media in kind.media)
_SCHEMES = ("http:", "https:", "ftp:", "file:")
"""Crawlers keep their own notes under metadata:, urn: and dns:."""
_LONGEST = 200
"""Characters of an address that an error repeats."""
_PACKED = ("gzip", "x-gzip", "deflate")


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The releases of an archive's pages. What cannot be read of it is told, and what came before is delivered."""
    for record in records(document):
        page = None
        try:
            page = page_of(record, document.where)
        except BrokenError:
            raise
        except InputError as error:
            reading.on_error(error)
        if page:
            yield from (beside(release, url=page.url) for release in nested(page, reading))


def page_of(record: ArcWarcRecord, where: str) -> Document | None:
    """What a record holds, where eventx reads its like; InputError where it is too large.

    A response with status 200, a resource, or a conversion (section 6); redirects, revisits, requests and notes hold
    no page.
    """
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    declared = _declared(record)
    if declared is None or not url.lower().startswith(_SCHEMES) or _path(url) == "/robots.txt":
        return None
    media, charset = declared
    if media not in _MEDIA | _UNTOLD:
        return None
    where = f"{where}[{one_line(url)[:_LONGEST]}]"
    data = _body(record, where)
    suffix = PurePosixPath(_path(url)).suffix.lower()
    page = Document(
        where=where, head=data[:CHUNK], rest=BytesIO(data[CHUNK:]), suffix=suffix, media=media, charset=charset, url=url
    )  # fmt: skip
    return page if _is_read(page) else None


def _path(url: str) -> str:
    """The path of an address; "" where it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _is_read(page: Document) -> bool:
    """True for what may be a release: no data that scripts fetch, and text only where it is declared as such."""
    if not page.head.strip():
        return False
    kind = kind_of(page)
    return page.media in _TEXT if kind.name == "text" else kind.name != "records"


def _declared(record: ArcWarcRecord) -> tuple[str, str | None] | None:
    """Media type ("" where none is told) and charset of what a record holds; None where it holds no page."""
    if record.rec_type == "response" and record.http_headers:
        told = record.http_headers.get_header("Content-Type")
        if record.http_headers.get_statuscode() != "200":
            return None
    elif record.rec_type in ("resource", "conversion"):
        told = record.content_type
    else:
        return None
    header = Message()
    header["Content-Type"] = one_line(told or "")
    return (header.get_content_type() if told else ""), header.get_content_charset()


def _body(record: ArcWarcRecord, where: str) -> bytes:
    """The bytes of a page, without the codings of its transfer (RFC 9112, 7.1; RFC 9110, 8.4)."""
    if record.length > MAX_RECORD:
        raise _too_large(where)
    headers = record.http_headers if record.rec_type == "response" else None
    stream = record.raw_stream
    if headers and (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    data: bytes = stream.read()
    codings = (headers.get_header("Content-Encoding") or "").lower().split(",") if headers else []
    for coding in reversed([coding.strip() for coding in codings]):
        if coding in _PACKED:
            data = _unpacked(data, where)
        elif coding not in ("", "identity"):
            raise InputError(f"is packed as {one_line(coding)[:20]}, which is not read; save the page", where=where)
    return data


def _unpacked(data: bytes, where: str) -> bytes:
    """What gzip or deflate packed; the bytes as they are where a crawler unpacked them and left the header."""
    for bits in (zlib.MAX_WBITS + 32, -zlib.MAX_WBITS):  # gzip or zlib; deflate without its header
        try:
            unpacked = zlib.decompressobj(bits).decompress(data, MAX_RECORD + 1)
        except zlib.error:
            continue
        if len(unpacked) > MAX_RECORD:
            raise _too_large(where)
        return unpacked
    return data


def _too_large(where: str) -> InputError:
    return InputError(
        f"has more than {MAX_RECORD // 10**6} MB and is passed over; save the page by itself", where=where
    )


__all__ = ["MAX_RECORD", "page_of", "read"]
