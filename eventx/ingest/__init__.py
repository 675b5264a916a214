"""`read(source)`: releases from a text file, a folder, bytes, JSON or JSONL, told apart by name and content."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NoReturn

from eventx.errors import InputError
from eventx.ingest.records import MAX_DOCUMENT, OnError, read_document, read_lines
from eventx.ingest.text import MAX_CHARACTERS, TOO_LONG, decode, mark_of, read_text, refuse_binary, unicode_encoding
from eventx.model import Release

Source = str | os.PathLike[str] | bytes | BinaryIO
"""A path to a file or folder, the bytes of a file, or a binary stream (standard input)."""

TEXT = (".txt", ".text", ".md")
LINES = (".jsonl", ".ndjson")
SUFFIXES = (*TEXT, ".json", *LINES)
"""What is read of a folder; a file that is named outright is read whatever it is called."""

_HEAD = 65536
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{\]])')
_UNFINISHED = re.compile(r"\{$|\[$|,$")  # ends of the first line of a JSON document that is laid out over lines


def read(source: Source, *, name: str | None = None) -> list[Release]:
    """All releases of a source; raises the first InputError. `name` stands for bytes and streams in errors."""
    return list(iter_releases(source, on_error=_raise, name=name))


def iter_releases(source: Source, *, on_error: OnError, name: str | None = None) -> Iterator[Release]:
    """The releases of a source, one by one.

    Each file or record that cannot be read is handed to `on_error` as an InputError (RecordError
    for a record) and the rest is still delivered; `errors.append` collects them.
    """
    try:
        if isinstance(source, bytes):
            yield from _stream(BytesIO(source), name or "<bytes>", on_error)
        elif isinstance(source, str | os.PathLike):
            yield from _path(os.fspath(source), on_error)
        else:
            yield from _stream(source, name or str(getattr(source, "name", "<stream>")), on_error)
    except InputError as error:
        on_error(error)


def _raise(error: InputError) -> NoReturn:
    raise error


def _path(path: str, on_error: OnError) -> Iterator[Release]:
    if re.match(r"(?i)https?://", path):
        raise InputError("is an address; save the page and give the file", where=path)
    if not Path(path).is_dir():
        return (yield from _file(Path(path), on_error))
    files = sorted(_walk(path, on_error))
    if not files:
        raise InputError(f"holds no releases ({', '.join(SUFFIXES)})", where=path)
    for file in files:
        try:
            yield from _file(file, on_error)
        except InputError as error:
            on_error(error)


def _walk(folder: str, on_error: OnError) -> Iterator[Path]:
    """The files of a folder that may hold releases, hidden ones and those of hidden folders left out."""

    def told(error: OSError) -> None:
        on_error(InputError(_reason(error), where=str(error.filename)))

    for root, folders, files in os.walk(folder, onerror=told):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(root, name)


def _file(path: Path, on_error: OnError) -> Iterator[Release]:
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), on_error, path.suffix.lower())
    except OSError as error:
        raise InputError(_reason(error), where=str(path)) from error
    except ValueError as error:  # a NUL character in the path
        raise InputError("is no path that can be opened", where=repr(str(path))) from error


def _reason(error: OSError) -> str:
    """What the system says, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path"
    if isinstance(error, PermissionError):
        return "may not be read; check its permissions"
    return f"cannot be read: {error.strerror or error}"


def _stream(stream: BinaryIO, where: str, on_error: OnError, suffix: str = "") -> Iterator[Release]:
    head = stream.read(_HEAD)
    if not head.strip() and len(head) < _HEAD:
        raise InputError("is empty; give it the text of a release", where=where)
    encoding = unicode_encoding(head)
    refuse_binary(head, where, encoding)
    kind = _kind(head[mark_of(head) :].decode(encoding, "replace"), suffix)
    if kind == "lines":
        yield from read_lines(_chunks(head, stream), where, on_error)
    elif kind == "document":
        data = _whole(head, stream, MAX_DOCUMENT)
        if len(data) > MAX_DOCUMENT:
            raise InputError(f"is JSON of more than {MAX_DOCUMENT // 10**6} MB; write it as JSONL", where=where)
        yield from read_document(decode(data, where), where, on_error)
    else:
        data = _whole(head, stream, 4 * MAX_CHARACTERS)
        if len(data) > 4 * MAX_CHARACTERS:  # no encoding that is read has longer characters
            raise InputError(TOO_LONG, where=where)
        yield read_text(data, where)


def _kind(head: str, suffix: str) -> str:
    """lines, document or text: by name, else by how it begins. JSON named .json may still be JSONL."""
    if suffix in LINES:
        return "lines"
    if suffix in TEXT or (suffix != ".json" and not _JSON.match(head)):
        return "text"
    first, _, rest = head.strip().partition("\n")
    if first.startswith("[") or _UNFINISHED.search(first.strip()):
        return "document"
    endless = not rest and len(head) > _HEAD // 4  # a first line that the head does not hold
    return "lines" if endless or rest.lstrip().startswith("{") else "document"


def _chunks(head: bytes, stream: BinaryIO) -> Iterable[bytes]:
    return chain([head], iter(lambda: stream.read(_HEAD), b""))


def _whole(head: bytes, stream: BinaryIO, most: int) -> bytes:
    """The rest with the head, up to a byte more than `most`."""
    return head + stream.read(max(0, most + 1 - len(head)))


__all__ = ["LINES", "SUFFIXES", "TEXT", "Source", "iter_releases", "read"]
