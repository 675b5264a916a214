"""Mailboxes (mbox, RFC 4155), mail by mail, as long as they may be.

The standard library's `mailbox` needs a file that it can seek in, and notes where each mail starts before it hands out
the first; a mailbox from standard input or of some gigabytes can be read neither way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from eventx.errors import InputError, RecordError
from eventx.ingest.dispatch import nested
from eventx.ingest.mail import TOO_LONG
from eventx.ingest.mail_parts import MAX_MAIL
from eventx.ingest.values import CHUNK, Document, Reading
from eventx.model import Release

_DATED = re.compile(rb"From (?:\S.{0,300})?\d\d?:\d\d.{0,60}\d{4}(?: [+-]\d{4})?\s*\Z")
_BARE = re.compile(rb"From (?:-|\S{1,300}@\S{0,300})\s*\Z")  # of Netscape and of Google's archives
_HEADER = re.compile(rb"[!-9;-~]{1,100}:")
_QUOTED = re.compile(rb">+From ")


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The releases of a mailbox. A mail that cannot be read is told as `box.mbox[3]`, and the others are read."""
    if not document.head.lstrip()[:5] == b"From ":
        raise InputError('is no mailbox, which begins with "From "; name a single mail .eml', where=document.where)
    for index, mail in enumerate(mails(document.chunks())):
        place = f"{document.where}[{index}]"
        if mail is None:
            reading.on_error(RecordError(TOO_LONG, where=place))
        else:
            yield from nested(Document(where=place, head=mail, suffix=".eml", media="message/rfc822"), reading)


def mails(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """The mails of a mailbox as they were before they were put in; None for one of more than MAX_MAIL bytes.

    "From " that starts no mail was quoted with ">" (mboxrd).
    """
    mail: bytearray | None = None
    size, empty = 0, True
    for line, after in pairwise(chain(_lines(chunks), [b""])):
        if line.startswith(b"From ") and _opens(line, after, empty):
            if mail is not None:
                yield bytes(mail) if size <= MAX_MAIL else None
            mail, size = bytearray(), 0
        elif mail is not None:
            size += len(line)
            if size <= MAX_MAIL:
                mail += line[1:] if _QUOTED.match(line) else line
            else:
                mail.clear()
        empty = line in (b"\n", b"\r\n")
    if mail is not None:
        yield bytes(mail) if size <= MAX_MAIL else None


def _opens(line: bytes, after: bytes, empty: bool) -> bool:
    """True for a line that starts a mail: "From … 2021" behind an empty line or before a header. Where programs leave
    out the day it has both beside it."""
    heads = _HEADER.match(after) is not None
    return (empty or heads) if _DATED.match(line) else (empty and heads and _BARE.match(line) is not None)


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their ends; a very long one comes in parts."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n"
        if len(rest) > CHUNK:
            yield rest
            rest = b""
    if rest:
        yield rest


__all__ = ["mails", "read"]
