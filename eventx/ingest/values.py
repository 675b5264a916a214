"""What readers are handed: a document, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, BinaryIO, Protocol

from eventx.errors import InputError
from eventx.model import Release, replace

OnError = Callable[[InputError], None]
"""What is done with the error of a record that cannot be read: collect it, tell it, or raise it."""

CHUNK = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes to be read, with what is known beside them.

    `head` are the first of them (all, where `rest` is None), `where` is told in errors, `suffix` is that of the file's
    name in lower case (".html"), `media` the declared media type without parameters ("text/html"), `charset` the
    declared encoding, `url` the address that it was fetched from, after redirects.
    """

    where: str
    head: bytes
    rest: BinaryIO | None = None
    suffix: str = ""
    media: str = ""
    charset: str | None = None
    url: str | None = None

    def whole(self, most: int, too_long: str) -> bytes:
        """All bytes; InputError with the words `too_long` where there are more than `most`."""
        more = self.rest.read(max(0, most + 1 - len(self.head))) if self.rest is not None else b""
        data = self.head + more
        if len(data) > most:
            raise InputError(too_long, where=self.where)
        return data

    def chunks(self) -> Iterator[bytes]:
        """All bytes, one part after the other."""
        rest = self.rest
        return chain([self.head], iter(lambda: rest.read(CHUNK), b"") if rest is not None else ())


Get = Callable[[str], Document]
"""An address → what is there. InputError where nothing can be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a source is read.

    What cannot be read of it goes to `on_error`, the rest is delivered. `get` fetches what a source refers to (the page
    behind a feed's item); None where nothing may be fetched. `follow` asks for linked calendars too. `depth` counts
    documents in documents.
    """

    on_error: OnError
    get: Get | None = None
    follow: bool = False
    depth: int = 0


class Reader(Protocol):
    """The function `read` of a module that reads one kind of document."""

    def __call__(self, document: Document, reading: Reading) -> Iterator[Release]:
        """The releases of a document. InputError where it cannot be read at all."""


def beside(release: Release, **known: str | date | None) -> Release:
    """The release with what its carrier tells of it (title, url, published, lang), where it tells nothing itself."""
    missing: dict[str, Any] = {key: value for key, value in known.items() if value and not getattr(release, key)}
    return replace(release, **missing)


__all__ = ["CHUNK", "Document", "Get", "OnError", "Reader", "Reading", "beside"]
