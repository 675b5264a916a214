"""A mail taken apart: headers as people read them, the texts of its body, what is attached.

Parsed with the standard library under its older policy, `compat32`. The newer one parses each header by grammar when it
is looked at, the parser's own looks included: an opening bracket repeated is a RecursionError, a mail of 100,000 parts
takes ten times as long, and letters that are split between encoded words are lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.feedparser import BytesFeedParser
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value
from typing import Any

from eventx.errors import InputError
from eventx.ingest.text import codec_of, decode
from eventx.ingest.values import CHUNK
from eventx.safe import one_line

MAX_MAIL = 50_000_000
"""Bytes of one mail with all that is attached."""

MAX_LINES = 700_000
"""Lines of one mail: 50 MB of base64."""

MAX_LINE = 5_000_000
"""Bytes that are held without a line end; RFC 5322 allows 998."""

MAX_TEXT = 2_000_000
"""Characters of one text of a mail's body, a few books."""

MAX_PARTS = 1000
MAX_DEPTH = 50
MAX_HEADER = 4000
"""Characters that are looked at of a header; the parameters of one take time by its square."""

_MAX_LOOKS = 4_000_000  # lines × boundaries: the parser holds each line against every boundary that is open
_WORDS = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=(?:\s*=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)*")  # RFC 2047, section 2
_MEDIA = re.compile(r"[\w.+-]+/[\w.+-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STATEFUL = re.compile(r"(?i)iso-?2022|hz|utf-?7")


class _Bounded(Compat32):
    """The policy with headers cut, so that the parser itself never looks at a long one."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER]


class _Mail(Message):
    """A message or part whose parameters are text or none, where the library stumbles over a form of RFC 2231 that is
    mixed with others, or a charset that there is not."""

    def get_param(self, param: str, failobj: Any = None, header: str = "content-type", unquote: bool = True) -> Any:
        try:
            value = super().get_param(param, failobj, header, unquote)
            return collapse_rfc2231_value(value) if isinstance(value, tuple) else value
        except (TypeError, ValueError, LookupError):
            return failobj


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One text of a mail, as plain text and as HTML where it has both. `part` is where its headers are."""

    plain: str = ""
    html: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A part that is no text of the body. `name` is its file name, "" where it has none; `media` its media type."""

    part: Message
    name: str
    media: str


Piece = Body | Attached


def parsed_mail(data: bytes, where: str) -> Message:
    """A mail parsed. InputError where it is so long, deep or divided that it would take too much time."""
    _refuse_endless(data, where)
    count, policy = 0, _Bounded()

    def counted(policy: _Bounded = policy) -> Message:
        nonlocal count
        count += 1
        if count > MAX_PARTS:
            raise InputError(f"is a mail of more than {MAX_PARTS} parts; save those that matter", where=where)
        return _Mail(policy)

    parser = BytesFeedParser(counted, policy=policy)
    try:
        for at in range(0, len(data), CHUNK):  # the parser holds what it is fed in four bytes a character
            parser.feed(data[at : at + CHUNK])
        return parser.close()
    except RecursionError as error:
        raise InputError("is a mail in mails too deep to be read; save the innermost", where=where) from error


def _refuse_endless(data: bytes, where: str) -> None:
    """InputError for what would take the parser too much time or memory."""
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if lines > MAX_LINES or lines * data.lower().count(b"boundary") > _MAX_LOOKS:
        raise InputError("is a mail of too many lines; save its text or its attachment by itself", where=where)
    parts = (data[at : at + MAX_LINE] for at in range(0, len(data) - MAX_LINE, MAX_LINE))
    if any(b"\n" not in part and b"\r" not in part for part in parts):
        raise InputError("is a mail of lines too long; save its text or its attachment by itself", where=where)


def header(message: Message, name: str) -> str:
    """A header in one line, decoded (RFC 2047; bare UTF-8 too); "" where there is none."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if not raw.isascii():
        raw = readable(raw.encode("ascii", "surrogateescape"))
    return spoken(raw)


def spoken(raw: str) -> str:
    """A header's value with its encoded words decoded. Those that adjoin are decoded as one, since mailers split
    letters between them, which RFC 2047 (section 5) forbids."""
    return one_line(_WORDS.sub(lambda words: _decoded(words[0]), raw))


def _decoded(words: str) -> str:
    try:
        pieces = decode_header(words)
    except (HeaderParseError, ValueError):
        return words
    return "".join(p if isinstance(p, str) else readable(p, (charset or "").partition("*")[0]) for p, charset in pieces)


def readable(data: bytes, charset: str | None = None) -> str:
    """Bytes of a mail as text, whatever they are: as declared, else as they look, broken ones as U+FFFD."""
    codec = codec_of(charset or "")
    if not codec.startswith(("utf-16", "utf-32")):
        data = data.replace(b"\0", b"")
    if _STATEFUL.match(codec):  # all ASCII: what does not fit would pass for UTF-8
        return _SURROGATE.sub("\ufffd", data.decode(codec, "replace"))
    try:
        return decode(data, declared=codec or None)
    except InputError:  # binary, or in no encoding that is known
        return data.decode("utf-8", "replace")


def pieces(part: Message, where: str, depth: int = 0) -> list[Piece]:
    """The texts of the body in order, then what is attached. Alternatives (RFC 2046, section 5.1.4) are one text.

    InputError where parts lie too deep in each other, or a text is too long.
    """
    media = _media(part)
    if not part.is_multipart():
        return [_leaf(part, media, where)]
    if media.startswith("message/"):
        return [Attached(part=part, name=_name(part), media=media)]
    if depth > MAX_DEPTH:
        raise InputError("is a mail of parts too deep in each other; save those that matter", where=where)
    children = [child for child in part.get_payload() if isinstance(child, Message)]
    inner = [piece for child in children for piece in pieces(child, where, depth + 1)]
    texts = [piece for piece in inner if isinstance(piece, Body)]
    attached = [piece for piece in inner if isinstance(piece, Attached)]
    return [*([_one(texts)] if media == "multipart/alternative" and texts else texts), *attached]


def _leaf(part: Message, media: str, where: str) -> Piece:
    name = _name(part)
    if media not in ("text/plain", "text/html") or name or part.get_content_disposition() == "attachment":
        return Attached(part=part, name=name, media=media)
    text = readable(payload(part), part.get_content_charset()).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_TEXT:
        raise InputError(f"has more than {MAX_TEXT // 10**6} million characters of text; split it", where=where)
    lang = header(part, "content-language")
    if media == "text/html":
        return Body(html=text, lang=lang)
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    return Body(plain=unflowed(text, str(part.get_param("delsp", "")).lower() == "yes") if flowed else text, lang=lang)


def _one(texts: list[Body]) -> Body:
    return Body(
        plain="\n\n".join(t.plain for t in texts if t.plain),
        html="\n".join(t.html for t in texts if t.html),
        lang=next((t.lang for t in texts if t.lang), ""),
    )


def payload(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _media(part: Message) -> str:
    """The media type, also of a header that runs on into the next one, as scripts write it."""
    found = _MEDIA.match(part.get_content_type())
    return found[0] if found else "text/plain"


def _name(part: Message) -> str:
    """The file name of a part, in whichever way it is encoded (RFC 2231, RFC 2047), without folders."""
    return spoken(part.get_filename("")).replace("\\", "/").rpartition("/")[2][-80:]


def unflowed(text: str, delsp: bool) -> str:
    """Text of format=flowed with the lines of a paragraph joined (RFC 3676, section 4)."""
    done: list[list[str]] = []
    depth, flowing = 0, False
    for line in text.split("\n"):
        content = line.lstrip(">")
        quoted = len(line) - len(content)
        content = content.removeprefix(" ")  # stuffed (section 4.4)
        signature = content == "-- "
        if not flowing or quoted != depth or signature:
            done.append([">" * quoted + " "] if quoted else [])
        depth, flowing = quoted, content.endswith(" ") and not signature
        done[-1].append(content.removesuffix(" ") if flowing and delsp else content)
    return "\n".join("".join(parts) for parts in done)


__all__ = [
    "MAX_DEPTH", "MAX_LINE", "MAX_LINES", "MAX_MAIL", "MAX_PARTS", "MAX_TEXT", "Attached", "Body", "Piece", "header",
    "parsed_mail", "payload", "pieces", "readable", "spoken", "unflowed",
]  # fmt: skip
