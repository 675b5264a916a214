"""An archive as a stream of records, bounded where strangers could make it endless."""

from __future__ import annotations

import gzip
import logging
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader, RawIOBase
from typing import BinaryIO, cast

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from eventx.errors import InputError
from eventx.ingest.values import CHUNK, Document

logging.getLogger("warcio").addHandler(logging.NullHandler())  # else blanks in addresses are told on stderr

GZIP = b"\x1f\x8b"
MAX_HEADERS = 1_000_000
"""Bytes of a record's headers, and of its blank lines."""
MAX_UNPACKED, MAX_RATIO = 100_000_000, 200
"""Bytes of one record from which on gzip may not have packed them smaller than this; pages pack by ten."""


class BrokenError(InputError):
    """The archive cannot be read any further."""


class Source(RawIOBase):
    """The bytes of a document as a file; `taken` counts them."""

    def __init__(self, document: Document) -> None:
        self._chunks = document.chunks()
        self._left = b""
        self.taken = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fills the buffer with what comes next; 0 at the end."""
        view = memoryview(cast(bytearray, buffer))
        data = self._left or next(self._chunks, b"")
        part, self._left = data[: len(view)], data[len(view) :]
        view[: len(part)] = part
        self.taken += len(part)
        return len(part)


class Archive:
    """What warcio reads from: `read` and `readline`, with an end to what one record may ask for."""

    def __init__(self, document: Document) -> None:
        self._source = Source(document)
        self._where = document.where
        plain = BufferedReader(self._source, CHUNK)
        packed = document.head.startswith(GZIP)
        self._file: BinaryIO = cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if packed else plain
        self.next_record()

    def next_record(self) -> None:
        """Counts anew."""
        self._lines, self._unpacked, self._from = 0, 0, self._source.taken

    def broken(self, why: str) -> BrokenError:
        """The error that says where the archive ends."""
        return BrokenError(f"is a web archive that {why}; what comes before was read", where=self._where)

    def readline(self, length: int | None = None) -> bytes:
        """A line, or so many bytes of it."""
        most = MAX_HEADERS if length is None else min(length, MAX_HEADERS)
        line = self._taken(self._file.readline, most)
        self._lines += len(line)
        if self._lines > MAX_HEADERS:
            raise self.broken("has headers without end")
        return line

    def read(self, length: int) -> bytes:
        """So many bytes, fewer at the end."""
        return self._taken(self._file.read, length)

    def tell(self) -> int:
        """How many bytes of this record were read."""
        return self._unpacked

    def _taken(self, function: Callable[[int], bytes], length: int) -> bytes:
        try:
            data = function(length)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise self.broken("is cut off or damaged") from error
        self._unpacked += len(data)
        if self._unpacked > max(MAX_UNPACKED, MAX_RATIO * (self._source.taken - self._from)):
            raise self.broken("unpacks to far more than it holds")
        return data


def records(document: Document) -> Iterator[ArcWarcRecord]:
    """The records of an archive. BrokenError where it is cut off, InputError where it is none at all.

    What the caller leaves of a record is passed over.
    """
    archive, loader = Archive(document), ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    count = 0
    while line := _first_line(archive):
        if not line.startswith(b"WARC/"):
            if not count:
                raise InputError("holds no web archive; unpack it first", where=document.where)
            raise archive.broken("holds something else between two records")
        record = _record(loader, archive, line)
        count += 1
        yield record
        while record.raw_stream.read(CHUNK):
            pass
        if record.raw_stream.limit:
            raise archive.broken("ends in the middle of a record")


def _first_line(archive: Archive) -> bytes:
    """The first line of the next record; b"" at the end."""
    archive.next_record()
    while (line := archive.readline()).isspace():
        pass
    return line


def _record(loader: ArcWarcRecordLoader, archive: Archive, line: bytes) -> ArcWarcRecord:
    """A record with its headers; the length of what it holds has to be told (section 5.3)."""
    try:
        record = loader.parse_record_stream(archive, line, "warc")
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, AttributeError) as error:
        # AttributeError: warcio looks into the address of a response before it asks whether there is one
        raise archive.broken("has a record that cannot be read") from error
    if record.length is None:
        raise archive.broken("has a record of no told length")
    return record


__all__ = ["BrokenError", "records"]
