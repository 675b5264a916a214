"""The body of an answer, unpacked within a limit: of a bomb no more is unpacked than is taken."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from eventx.ingest.web.patience import left

ACCEPTED = "gzip, deflate"
_PACKED = ("gzip", "x-gzip", "deflate")
_OTHERS = ("br", "zstd", "compress", "x-compress")
_STEP = 1 << 20  # bytes that are unpacked at once


class TooLargeError(Exception):
    """The body has more bytes than are taken."""


class PackedError(Exception):
    """The body is not packed as the answer says; `cut` where it only ends too early."""

    def __init__(self, message: str, *, cut: bool = False) -> None:
        super().__init__(message)
        self.cut = cut


def body(parts: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The whole body. TooLargeError beyond `most` bytes, TooSlowError beyond the time of the fetch, PackedError."""
    data = bytearray()
    for part in _unpacked(_bounded(parts, most), encoding):
        data += part
        if len(data) > most:
            raise TooLargeError
        left()
    return bytes(data)


def _bounded(parts: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The parts as they come, no more of them than are taken unpacked: empty members could follow without end."""
    received = 0
    for part in parts:
        received += len(part)
        if received > most:
            raise TooLargeError
        yield part


def _unpacked(parts: Iterable[bytes], encoding: str) -> Iterable[bytes]:
    """The parts as they were before; words that name no packing ("utf-8", "none") are what some servers send."""
    layers = [name for each in encoding.lower().split(",") if (name := each.strip()) in _PACKED + _OTHERS]
    if not layers:
        return parts
    if layers[0] not in _PACKED or len(layers) > 1:
        raise PackedError(f"is packed by {', '.join(layers[:3])}, which was not asked for")
    return _inflated(parts)


def _inflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """gzip, zlib, or bare deflate as some servers send it (RFC 9110, section 8.4.1); members that follow each other."""
    machine, started = zlib.decompressobj(zlib.MAX_WBITS | 32), False
    for part in parts:
        while part:
            if machine.eof:
                if not part.strip(b"\0"):  # padding
                    break
                machine, started = zlib.decompressobj(zlib.MAX_WBITS | 32), False
            try:
                out = machine.decompress(part, _STEP)
            except zlib.error as error:
                if started or part[:2] == b"\x1f\x8b":
                    raise PackedError("is broken gzip") from error
                machine, started = zlib.decompressobj(-zlib.MAX_WBITS), True
                continue
            started = True
            part = machine.unconsumed_tail or machine.unused_data
            yield out
    while rest := machine.decompress(b"", _STEP):
        yield rest
    if started and not machine.eof:
        raise PackedError("ends before its gzip does", cut=True)


__all__ = ["ACCEPTED", "PackedError", "TooLargeError", "body"]
