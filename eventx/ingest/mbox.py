"""Mailboxes (mbox, RFC 4155), mail by mail, as long as they may be.

The standard library's `mailbox` needs a file that it can seek in, and notes where each mail starts before it hands out
the first; a mailbox from standard input or of some gigabytes can be read neither way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from eventx.errors import InputError, RecordError
from eventx.ingest.dispatch import nested
from eventx.ingest.mail import TOO_LONG
from eventx.ingest.mail_parts import MAX_MAIL
from eventx.ingest.values import CHUNK, Document, Reading
from eventx.model import Release

_FROM = re.compile(rb"From (?:\S.{0,300})?\d\d?:\d\d.{0,60}\d{4}(?: [+-]\d{4})?\s*\Z")
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

    A mail starts at a line "From … 2021" behind an empty one; "From " elsewhere was quoted with ">" (mboxrd).
    """
    mail: bytearray | None = None
    size, empty = 0, True
    for line in _lines(chunks):
        if empty and line.startswith(b"From ") and _FROM.match(line):
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
