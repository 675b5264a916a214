"""`read(source)`: the releases of a file, a folder, bytes or an address, whatever they come in.

`kinds` tells what a document is, `dispatch` hands it to the module that reads it. What a source declares itself
(schema.org, calendars) travels as `Release.given`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NoReturn

from eventx.errors import InputError
from eventx.ical import is_ours
from eventx.ingest.dispatch import releases_of
from eventx.ingest.kinds import SUFFIXES, kind_of
from eventx.ingest.text import READS
from eventx.ingest.values import CHUNK, Document, Get, OnError, Reading
from eventx.model import Release
from eventx.safe import one_line

Source = str | os.PathLike[str] | bytes | BinaryIO
"""A path to a file or folder, an http(s) address, the bytes of a file, or a binary stream (standard input)."""

_ADDRESS = re.compile(r"(?i)(?:https?|webcals?|feed):/*[^/]")
_EVENTS = re.compile(rb'\[?\s*\{\s*"uid": "')
"""How events as JSON begin that eventx wrote."""
_READABLE = re.compile(
    r"(?:text/(?!css|javascript)\S+|(?:application|binary)/octet-stream|application/(?:\S+\+)?(?:json|xml))?"
)
"""Media types behind which there may be text, where neither the bytes nor the type tell a kind."""


def read(source: Source, *, name: str | None = None, get: Get | None = None, follow: bool = False) -> list[Release]:
    """All releases of a source; raises the first InputError. `name` stands for bytes and streams in errors.

    `get` fetches addresses (`eventx.ingest.web.Web.get`; by default a careful one that keeps nothing). What a source
    refers to is fetched where the source is an address itself; what lies on disk is read without the network, unless
    `follow` is true, which has linked calendars read too.
    """
    return list(iter_releases(source, on_error=_raise, name=name, get=get, follow=follow))


def iter_releases(
    source: Source, *, on_error: OnError, name: str | None = None, get: Get | None = None, follow: bool = False
) -> Iterator[Release]:
    """The releases of a source, one by one.

    Each file or record that cannot be read is handed to `on_error` as an InputError (RecordError
    for a record) and the rest is still delivered; `errors.append` collects them.
    """
    fetched = is_address(source)
    with _getting(get, wanted=fetched or follow) as known:
        reading = Reading(on_error=on_error, get=known, follow=follow)
        try:
            if isinstance(source, bytes):
                yield from _stream(BytesIO(source), name or "<bytes>", reading)
            elif not isinstance(source, str | os.PathLike):
                yield from _stream(source, name or str(getattr(source, "name", "<stream>")), reading)
            elif fetched:
                yield from _address(os.fspath(source), reading)
            else:
                yield from _path(os.fspath(source), reading)
        except InputError as error:
            on_error(error)


def is_address(source: Source) -> bool:
    """True for an address of the web (http, https, webcal, feed), False for the name of a file."""
    return isinstance(source, str) and _ADDRESS.match(source) is not None


@contextmanager
def _getting(get: Get | None, *, wanted: bool) -> Iterator[Get | None]:
    """How addresses are fetched; by one's own client where none is given and one is wanted."""
    if get is not None or not wanted:
        yield get if wanted else None
        return
    from eventx.ingest.web import Web

    with Web() as web:
        yield web.get


def _raise(error: InputError) -> NoReturn:
    raise error


def _path(path: str, reading: Reading) -> Iterator[Release]:
    if not Path(path).is_dir():
        return (yield from _file(Path(path), reading))
    files = sorted(_walk(path, reading.on_error))
    if not files:
        raise InputError(f"holds no releases ({', '.join(SUFFIXES)})", where=path)
    for file in files:
        try:
            yield from _file(file, reading)
        except InputError as error:
            reading.on_error(error)


def _address(url: str, reading: Reading) -> Iterator[Release]:
    assert reading.get is not None
    document = reading.get(url)
    if kind_of(document).name == "text" and not _READABLE.fullmatch(document.media):
        raise InputError(f"is {one_line(document.media)}; {READS}", where=document.where)
    yield from releases_of(document, reading)


def _walk(folder: str, on_error: OnError) -> Iterator[Path]:
    """The files of a folder that may hold releases, hidden ones and those of hidden folders left out."""

    def told(error: OSError) -> None:
        on_error(InputError(_reason(error), where=str(error.filename)))

    for root, folders, files in os.walk(folder, onerror=told):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(root, name)
            if name.lower().endswith(SUFFIXES) and not name.startswith(".") and not _written_here(path):
                yield path


def _written_here(path: Path) -> bool:
    """True for a calendar or events as JSON that eventx wrote: what is extracted from a folder may lie in it, and is no
    release. What cannot be opened is told where it is read."""
    suffix = path.suffix.lower()
    if suffix not in (".ics", ".json", ".jsonl"):
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(CHUNK)
    except OSError:
        return False
    return is_ours(head) if suffix == ".ics" else _EVENTS.match(head) is not None and b'"evidence": [' in head


def _file(path: Path, reading: Reading) -> Iterator[Release]:
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), reading, _suffix(path.name))
    except OSError as error:
        raise InputError(_reason(error), where=str(path)) from error
    except ValueError as error:  # a NUL character in the path
        raise InputError("is no path that can be opened", where=repr(str(path))) from error


def _suffix(name: str) -> str:
    """The suffix that tells the kind: ".txt", ".warc.gz"; the last one where no kind has it."""
    name = name.lower()
    known = (suffix for suffix in SUFFIXES if name.endswith(suffix))
    return max(known, key=len, default=Path(name).suffix)


def _reason(error: OSError) -> str:
    """What the system says, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path, and write addresses with https://"
    if isinstance(error, PermissionError):
        return "may not be read; check its permissions"
    return f"cannot be read: {error.strerror or error}"


def _stream(stream: BinaryIO, where: str, reading: Reading, suffix: str = "") -> Iterator[Release]:
    document = Document(where=where, head=stream.read(CHUNK), rest=stream, suffix=suffix)
    yield from releases_of(document, reading)


__all__ = ["SUFFIXES", "Get", "Source", "is_address", "iter_releases", "read"]
