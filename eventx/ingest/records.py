"""Releases as JSON and JSONL: keys id, text, title, published, url, lang; all but text optional.

JSON is one release, an array of them, or {"releases": [...]}, and is read whole. JSONL holds one
release a line and is read line by line, a file of any length in bounded memory. A record that is
no release is told to `on_error` by its place (`feed.jsonl:3.published`, `feed.json[2].text`), and
the others are still delivered.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from eventx.errors import InputError, RecordError
from eventx.ingest.text import MAX_CHARACTERS, checked, decode, mark_of, unicode_encoding
from eventx.ingest.values import CHUNK, Document, OnError, Reading
from eventx.model import Release, as_day

MAX_LINE = 6 * MAX_CHARACTERS
"""Bytes of a line of JSONL: the longest release with each character as a \\\\u escape."""

MAX_DOCUMENT = 200_000_000
"""Bytes of a JSON document, which has to be read whole."""

LINES = (".jsonl", ".ndjson")

_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{\]])').match
_UNFINISHED = re.compile(r"\{$|\[$|,$")  # ends of the first line of a JSON document that is laid out over lines
_GIVEN_UP = 1_000  # lines that are no releases, and nothing but those
_TOLD = 60  # characters of a bad value or of a parser's message that an error repeats
_UNWRITABLE = re.compile("[\\0\\ud800-\\udfff]")


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The releases of a JSON or JSONL file; JSON named .json may still be JSONL."""
    head = document.head
    text = head[mark_of(head) :].decode(unicode_encoding(head), "replace")
    if document.suffix in LINES or (document.suffix != ".json" and not _JSON(text)) or _is_lines(text):
        yield from read_lines(document.chunks(), document.where, reading.on_error)
    else:
        data = document.whole(MAX_DOCUMENT, f"is JSON of more than {MAX_DOCUMENT // 10**6} MB; write it as JSONL")
        yield from read_document(decode(data, document.where), document.where, reading.on_error)


def _is_lines(head: str) -> bool:
    """True where each line is a value of its own."""
    first, _, rest = head.strip().partition("\n")
    if first.startswith("[") or _UNFINISHED.search(first.strip()):
        return False
    endless = not rest and len(head) > CHUNK // 4  # a first line that the head does not hold
    return endless or rest.lstrip().startswith("{")


def read_document(text: str, where: str, on_error: OnError) -> Iterator[Release]:
    """The releases of a JSON document."""
    try:
        given = _loads(text, where, InputError)
    except InputError as error:
        on_error(error)
    else:
        yield from _releases(given, where, on_error)


def read_lines(chunks: Iterable[bytes], where: str, on_error: OnError) -> Iterator[Release]:
    """The releases of JSONL; blank lines are passed over."""
    read = bad = 0
    for number, line in enumerate(_lines(_as_utf8(chunks)), 1):
        place = f"{where}:{number}"
        try:
            record = _record(line, place)
        except InputError as error:
            on_error(error)
            bad += 1
        else:
            releases = list(_releases(record, place, on_error)) if record is not None else []
            bad += record is not None and not releases
            read += len(releases)
            yield from releases
        if bad >= _GIVEN_UP and not read:
            return on_error(InputError(f"none of {bad} lines is a release; give it one release a line", where=where))
    if not read and not bad:
        on_error(InputError("is empty; give it one release a line", where=where))


def _record(line: bytes | None, where: str) -> Any:
    """A line as parsed; None for a blank one."""
    if line is None:
        raise RecordError(f"is longer than {MAX_LINE // 10**6} MB; split the release", where=where)
    text = decode(line, where) if line.strip() else ""
    return _loads(text, where, RecordError) if text.strip() else None


def _loads(text: str, where: str, kind: type[InputError]) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"column {error.colno}" if kind is RecordError else f"line {error.lineno}, column {error.colno}"
        raise kind(f"invalid JSON at {at}: {error.msg[:_TOLD]}", where=where) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, a thousand brackets
        raise kind(f"JSON that cannot be read: {str(error)[:_TOLD]}", where=where) from error


def _releases(given: Any, where: str, on_error: OnError) -> Iterator[Release]:
    """The releases of a parsed value: one, an array of them, or an object with the array `releases`."""
    if isinstance(given, dict) and "text" not in given and isinstance(given.get("releases"), list):
        given = given["releases"]
    if given == []:
        on_error(InputError("holds no releases", where=where))
    records = enumerate(given) if isinstance(given, list) else [(-1, given)]
    for index, record in records:
        try:
            yield _built(record, where if index < 0 else f"{where}[{index}]")
        except RecordError as error:
            on_error(error)


def _built(record: Any, where: str) -> Release:
    """A release from a parsed record; RecordError names the key that is wrong."""
    if not isinstance(record, dict):
        raise RecordError(f"{_told(record)} is no release; write an object with a text", where=where)
    if "text" not in record and "uid" in record and "evidence" in record:
        raise RecordError("is an event that eventx wrote, no release; give it the release itself", where=where)
    if "text" not in record:
        raise RecordError("has no text; a release needs one", where=f"{where}.text")
    text = _string(record, "text", where)
    try:
        checked(text or "", f"{where}.text")
        published = as_day(record.get("published"), "published")
    except InputError as error:
        raise _at_key(error, record, where) from error
    title, url, lang = (_string(record, key, where) for key in ("title", "url", "lang"))
    return Release(
        text=text or "", id=_identifier(record, where), title=title, published=published, url=url, lang=lang
    )  # fmt: skip


def _at_key(error: InputError, record: dict[str, Any], where: str) -> RecordError:
    if error.where == "published":
        told = f"{_told(record['published'])} is no date; write it as 2021-09-27"
        return RecordError(told, where=f"{where}.published")
    return RecordError(error.message, where=error.where)


def _string(record: dict[str, Any], key: str, where: str) -> str | None:
    """A value as text. NUL and lone surrogates, which JSON can write and others cannot, become U+FFFD, one for one."""
    value = record.get(key)
    if value is None and key != "text":
        return None
    if not isinstance(value, str):
        raise RecordError(f"{_told(value)} is no text; write it as a string", where=f"{where}.{key}")
    return _UNWRITABLE.sub("\ufffd", value)


def _identifier(record: dict[str, Any], where: str) -> str:
    """The id, also where it is written as a number; "" where none is given."""
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(record, "id", where) or ""


def _told(value: object) -> str:
    told = json.dumps(value)
    return told if len(told) <= _TOLD else f"{told[:_TOLD]}…"


def _as_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks without a byte order mark; UTF-16 and UTF-32 become UTF-8, other encodings stay."""
    source = iter(chunks)
    first = next(source, b"")
    encoding = unicode_encoding(first)
    body = chain([first[mark_of(first) :]], source)
    if encoding == "utf-8":
        return body
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return (decoder.decode(chunk).encode("utf-8") for chunk in body)


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """Lines, ended by LF, CRLF or CR; None stands for one that is longer than MAX_LINE.

    A CR alone may end a line because JSON strings cannot hold one.
    """
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            yield from _ended([*pieces, line], size + len(line))
            pieces, size = [], 0
        size += len(rest)
        pieces = [*pieces, rest] if size <= MAX_LINE else []
    if size:
        yield from _ended(pieces, size)


def _ended(pieces: list[bytes], size: int) -> list[bytes] | list[None]:
    return b"".join(pieces).removesuffix(b"\r").split(b"\r") if size <= MAX_LINE else [None]


__all__ = ["MAX_DOCUMENT", "MAX_LINE", "read", "read_document", "read_lines"]
