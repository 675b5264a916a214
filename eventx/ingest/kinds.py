"""Kinds of documents: how each is told from its first bytes, and which module reads it.

What the bytes say outright wins (a PDF named .txt is a PDF), then the name, then the declared media type, and what is
none of these is text. A new kind is one row here and one module with a function `read(document, reading)`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eventx.ingest.text import mark_of, unicode_encoding
from eventx.ingest.values import Document
from eventx.ingest.xml import root_name

Told = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of document. `begins` are first bytes, `roots` names of an XML document's first element in lower case,
    `looks` looks into the beginning of the text, `module` reads it; `words` says what it is in an error, `extra` is
    that of setup.cfg which brings what the module needs, `packed` is true where gzip may hold what it begins with."""

    name: str
    words: str
    module: str
    suffixes: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    begins: tuple[bytes, ...] = ()
    roots: tuple[str, ...] = ()
    extra: str = ""
    packed: bool = False
    looks: Told | None = None


_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{\]])').match
_HEADERS = re.compile(
    r"(?:(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|Date|From|To|Subject|Content-Type|Reply-To|Sender"
    r"|DKIM-Signature|List-[\w-]+|X-[\w-]+|ARC-[\w-]+|Authentication-Results):[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3}",
    re.IGNORECASE,
).match
_NINJS_KEY = re.compile(r'"(?:body_\w+|bodies|versioncreated)"\s*:', re.IGNORECASE)
_TEXT_KEY = re.compile(r'"text"\s*:')
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE).match


_FEED_VERSION = re.compile(r"jsonfeed\.org\\?/version\\?/")  # PHP escapes slashes


def _json_feed(text: str) -> bool:
    return _JSON(text) is not None and _FEED_VERSION.search(text) is not None


def _ninjs(text: str) -> bool:
    return _JSON(text) is not None and _TEXT_KEY.search(text) is None and _NINJS_KEY.search(text) is not None


KINDS: tuple[Kind, ...] = (
    Kind(
        name="pdf", words="a PDF", module="eventx.ingest.pdf",
        suffixes=(".pdf",), media=("application/pdf",), begins=(b"%PDF-",), extra="pdf",
    ),
    Kind(
        name="docx", words="a Word document", module="eventx.ingest.docx", suffixes=(".docx", ".docm"),
        media=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), begins=(b"PK\x03\x04",),
    ),
    Kind(
        name="warc", words="a web archive", module="eventx.ingest.warc", suffixes=(".warc", ".warc.gz"),
        media=("application/warc",), begins=(b"WARC/1.",), extra="warc", packed=True,
    ),
    Kind(
        name="calendar", words="a calendar", module="eventx.ingest.calendar", suffixes=(".ics", ".ical"),
        media=("text/calendar",), looks=re.compile(r"\s*BEGIN:VCALENDAR\b", re.I).match,
    ),
    Kind(
        name="newsml", words="NewsML-G2", module="eventx.ingest.newsml", suffixes=(".newsml",),
        media=("application/vnd.iptc.g2.newsitem+xml", "application/vnd.iptc.g2.newsmessage+xml"),
        roots=("newsitem", "newsmessage", "packageitem", "newsml"),
    ),
    Kind(
        name="nitf", words="NITF", module="eventx.ingest.nitf", suffixes=(".nitf",), media=("application/nitf+xml",),
        roots=("nitf",),
    ),
    Kind(
        name="feed", words="a feed", module="eventx.ingest.feed", suffixes=(".rss", ".atom", ".rdf"),
        media=("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
        roots=("rss", "feed", "rdf"), looks=_json_feed,
    ),
    Kind(
        name="ninjs", words="ninjs", module="eventx.ingest.ninjs", suffixes=(".ninjs",),
        media=("application/ninjs+json",), looks=_ninjs,
    ),
    Kind(
        name="html", words="a web page", module="eventx.ingest.html", suffixes=(".html", ".htm", ".xhtml"),
        media=("text/html", "application/xhtml+xml"), roots=("html",), looks=_PAGE,
    ),
    Kind(
        name="mbox", words="a mailbox", module="eventx.ingest.mbox", suffixes=(".mbox", ".mbx"),
        media=("application/mbox",), looks=re.compile(r"From (?:-|\S+@\S*|\S+.{0,60}\d{4}) ?\r?\n[\w-]+:").match,
    ),
    Kind(
        name="mail", words="a mail", module="eventx.ingest.mail", suffixes=(".eml",), media=("message/rfc822",),
        looks=_HEADERS,
    ),
    Kind(
        name="records", words="JSON", module="eventx.ingest.records", suffixes=(".json", ".jsonl", ".ndjson"),
        media=("application/json", "application/x-ndjson", "application/jsonl"), looks=_JSON,
    ),
    Kind(
        name="text", words="text", module="eventx.ingest.text", suffixes=(".txt", ".text", ".md"),
        media=("text/plain", "text/markdown"),
    ),
)  # fmt: skip

SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)
"""What is read of a folder; a file that is named outright is read whatever it is called."""

_TEXT = next(kind for kind in KINDS if kind.name == "text")
_CERTAIN = tuple(kind for kind in KINDS if kind.name not in ("records", "mail", "mbox", "text"))


def kind_of(document: Document) -> Kind:
    """The kind of a document: what its bytes say outright, else its name, else what is declared, else its looks."""
    head = document.head
    held = _unpacked(head)
    if begun := _first(k for k in KINDS if head.startswith(k.begins) or (k.packed and held.startswith(k.begins))):
        return begun
    text = head[mark_of(head) :].decode(unicode_encoding(head), "replace")
    root = root_name(head) if text.lstrip().startswith("<") else None
    return (
        _first(kind for kind in _CERTAIN if root in kind.roots or (kind.looks and kind.looks(text)))
        or _first(kind for kind in KINDS if document.suffix in kind.suffixes)
        or _first(kind for kind in KINDS if document.media in kind.media and kind is not _TEXT)
        or _first(kind for kind in KINDS if kind.looks and kind.looks(text))
        or _TEXT
    )


def _unpacked(head: bytes) -> bytes:
    """The first bytes of what gzip holds; b"" where it is no gzip."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(head, 64)
    except zlib.error:
        return b""


def _first(kinds: Iterator[Kind]) -> Kind | None:
    return next(kinds, None)


__all__ = ["KINDS", "SUFFIXES", "Kind", "kind_of"]
