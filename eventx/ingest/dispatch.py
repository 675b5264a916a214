"""A document → its releases, by the reader of its kind; documents in documents (a mail's attachment) too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from eventx.errors import InputError
from eventx.ingest.kinds import Kind, kind_of
from eventx.ingest.text import refuse_binary, unicode_encoding
from eventx.ingest.values import CHUNK, Document, Reader, Reading
from eventx.ingest.xml import other_xml
from eventx.model import Event, Release, replace

DEEPEST = 4
"""Documents in documents: an attachment of a mail of a mailbox of a web archive."""


def releases_of(document: Document, reading: Reading) -> Iterator[Release]:
    """The releases of a document. InputError where it cannot be read at all; what is read before that is delivered."""
    head = document.head
    if not head.strip() and len(head) < CHUNK:
        raise InputError("is empty; give it the text of a release", where=document.where)
    if reading.depth > DEEPEST:
        raise InputError("lies too deep in other documents; save it by itself", where=document.where)
    kind = kind_of(document)
    if kind.name not in ("pdf", "docx", "warc", "mbox"):
        refuse_binary(head, document.where, unicode_encoding(head))
    if kind.name == "text" and (root := other_xml(head)):
        raise InputError(f"is XML of a kind that is not read (<{root}>); save its text", where=document.where)
    yield from reader_of(kind, document.where)(document, reading)


def reader_of(kind: Kind, where: str) -> Reader:
    """The reader of a kind. InputError where a library that it needs is not installed."""
    try:
        reader: Reader = import_module(kind.module).read
    except ImportError as error:
        what = f"pip install 'eventx[{kind.extra}]'" if kind.extra else f"install {error.name}"
        raise InputError(f"looks like {kind.words}; to read it: {what}", where=where) from error
    return reader


def nested(document: Document, reading: Reading) -> Iterator[Release]:
    """The releases of a document that another one holds; its errors are told, and do not stop the other."""
    try:
        yield from releases_of(document, replace(reading, depth=reading.depth + 1))
    except InputError as error:
        reading.on_error(error)


def calendars_at(addresses: Iterable[str], reading: Reading) -> Iterator[Event]:
    """The events of the calendars that a document links to, where they are asked for."""
    if not reading.follow or reading.get is None:
        return
    for address in addresses:
        try:
            document = reading.get(address)
        except InputError as error:
            reading.on_error(error)
            continue
        if kind_of(document).name == "calendar":
            yield from (event for release in nested(document, reading) for event in release.given)
        else:
            reading.on_error(InputError("is linked as a calendar and is none", where=document.where))


__all__ = ["DEEPEST", "calendars_at", "nested", "reader_of", "releases_of"]
