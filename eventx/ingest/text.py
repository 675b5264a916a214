"""Bytes → text: what is binary, which encoding, and the release that a text file is.

The text of a release is the decoded text without its byte order mark and with its line ends as
they are, so that offsets in evidence point into what was given.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from eventx.errors import InputError
from eventx.ingest.values import Document, Reading
from eventx.model import Release

MAX_CHARACTERS = 10_000_000
"""The longest text taken as one release, some thirty books; longer ones are many releases in one file."""

TOO_LONG = (
    f"has more than {MAX_CHARACTERS // 10**6} million characters, the most of one release; "
    "split it, or write its releases as JSONL, one a line"
)
READS = "eventx reads text, web pages, feeds, mails, PDF, Word, calendars, JSON and JSONL"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document or a mail of Outlook's (.msg), to be saved as .docx, PDF or .eml"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"RIFF", "a media file"),
    (b"OggS", "a media file"),
    (b"ID3", "an MP3 file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

LEGACY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "cp932", "euc_jp", "gb18030", "big5", "cp949"]
"""Encodings that releases come in; the detector knows ninety and takes short texts for Hebrew."""

_NO_CHARSET = re.compile(r"(?i)idna|punycode|.*escape|undefined")  # codecs of Python's that no text is written in
_WIDER = {
    "ascii": "", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "tis-620": "cp874",
}  # fmt: skip
"""Codecs and what is meant by their names: text is labelled with the narrower one (WHATWG Encoding, section 4.2).
What says ASCII and is not tells nothing."""

_SAMPLE = 65536
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """One text file as a release; InputError where it is empty, binary or too long."""
    data = document.whole(4 * MAX_CHARACTERS, TOO_LONG)  # no encoding that is read has longer characters
    text = decode(data, document.where, document.charset)
    yield Release(text=checked(text.replace("\0", "\ufffd"), document.where), url=document.url)


def checked(text: str, where: str) -> str:
    """The text itself; InputError where it holds nothing or more than MAX_CHARACTERS."""
    if not text.strip():
        raise InputError("is empty; give it the text of a release", where=where)
    if len(text) > MAX_CHARACTERS:
        raise InputError(TOO_LONG, where=where)
    return text


def decode(data: bytes, where: str = "", declared: str | None = None) -> str:
    """The text of the bytes, by mark, else as `declared`, else UTF-8, else UTF-16 without a mark, else the likeliest
    legacy encoding.

    InputError where they are binary or no encoding fits.
    """
    encoding = unicode_encoding(data)
    refuse_binary(data, where, encoding)
    body = data[mark_of(data) :]
    if declared and not mark_of(data) and (text := _declared(body, declared)) is not None:
        return text
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise InputError(f"is broken {encoding.upper()}; save it as UTF-8", where=where) from error
    return _mended(body) or _legacy(body, where)


def _declared(data: bytes, label: str) -> str | None:
    """The text in the encoding that is declared; None where there is no such encoding, or the bytes are not in it."""
    try:
        return data.decode(codec) if (codec := codec_of(label)) else None
    except (UnicodeError, ValueError):  # bytes that contradict the label
        return None


def codec_of(label: str) -> str:
    """The codec that is meant by a declared encoding; "" where there is none, or it says nothing."""
    try:
        name = codecs.lookup(label.strip(" '\"").lower().removeprefix("x-")).name
        "".encode(name)
    except (LookupError, ValueError):  # no such name, NUL in it, or a codec that makes no text ("base64")
        return ""
    return "" if _NO_CHARSET.match(name) else _WIDER.get(name, name)


def unicode_encoding(data: bytes) -> str:
    """The Unicode encoding that a byte order mark or the places of NUL bytes tell; "utf-8" without either."""
    marked = next((name for mark, name in BOMS if data.startswith(mark)), None)
    if marked:
        return marked
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # ASCII in UTF-16 has a NUL in every other byte; CJK text has them at its digits, spaces and line ends.
    if even + odd > max(1, len(sample) // 50) and max(even, odd) > 20 * min(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def mark_of(data: bytes) -> int:
    """The length of the byte order mark in bytes, 0 without one."""
    return next((len(mark) for mark, _ in BOMS if data.startswith(mark)), 0)


def refuse_binary(data: bytes, where: str, encoding: str = "utf-8") -> None:
    """InputError where the bytes are another kind of file, told by its first bytes or its control characters."""
    kind = next((kind for magic, kind in MAGIC if data.startswith(magic)), None)
    if kind:
        raise InputError(f"looks like {kind}; {READS}", where=where)
    sample = data[:_SAMPLE]
    if encoding != "utf-8":
        sample = sample[: len(sample) & ~3].decode(encoding, "replace").encode("utf-8")
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" in sample or controls * 20 > len(sample):
        raise InputError(f"looks like a binary file; {READS}", where=where)


def _mended(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes (cut off, or pasted together), which become U+FFFD."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    whole = sum(not c.isascii() for c in text) - text.count("\ufffd")
    return text if whole >= 4 * broken else None


def _legacy(data: bytes, where: str) -> str:
    """Text in an encoding of old: cp1252 unless the detector has a clearly better one."""
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=LEGACY)
    best = matches.best()
    if best is None:
        raise InputError("is in no encoding that is known; save it as UTF-8", where=where)
    western = next((m for m in matches if "cp1252" in m.could_be_from_charset), None)
    if western and western.chaos <= best.chaos + 0.02 and western.coherence >= best.coherence - 0.02:
        return data.decode("cp1252")
    return data.decode(best.encoding)
