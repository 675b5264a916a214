"""Word documents (.docx, .docm: Office Open XML, ECMA-376): their text as Word shows it with all changes accepted.

Only four members of the archive are read, each no longer than `MAX_PART`, whatever the others hold or claim to hold.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from eventx.errors import InputError
from eventx.ingest.text import checked
from eventx.ingest.values import Document, Reading
from eventx.ingest.word import Styles, blocks
from eventx.ingest.xml import MAX_XML, local, root_of
from eventx.model import Release
from eventx.safe import one_line

if TYPE_CHECKING:
    from lxml import etree

MAX_DOCX = 50_000_000
"""Bytes of a document with its pictures."""

MAX_MEMBERS = 5000
MAX_PART = MAX_XML
"""Bytes of a member unpacked. The text of a book of 300 pages takes some five million, with what Word notes of it."""

_TOO_LONG = f"is a Word document of more than {MAX_DOCX // 10**6} MB; save it without pictures, or its text alone"
_BROKEN = "is a broken Word document; open it in Word and save it anew"
_LOOKS = (
    ("xl/", "a spreadsheet; save the text that tells of events as .docx or .txt"),
    ("ppt/", "a presentation; save it as PDF"),
    ("META-INF/container.xml", "an e-book; save its text as .txt"),
    ("content.xml", "an OpenDocument file; save it as .docx or PDF"),
)
_TEMPLATES = re.compile(
    r"(?i)[a-z]+\s?\d*|[^\W\d_]{1,8}\s?\d+|microsoft word.*|word document|.*\.(?:do[ct][xm]?|odt|rtf|pdf)"
)
"""Titles that programs make up: "Document1", "文档1", "Microsoft Word - x.doc", "final v2.docx"."""

_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
"""What zipfile makes of an archive that is cut, encrypted, or packed in a way it does not know."""


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The document as one release; InputError where it is another archive, is broken, or holds no text."""
    data, where = document.whole(MAX_DOCX, _TOO_LONG), document.where
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        names = set(archive.namelist())
    except _ERRORS as error:
        raise InputError(_BROKEN, where=where) from error
    if len(names) > MAX_MEMBERS:
        raise InputError(f"is an archive of more than {MAX_MEMBERS} files; unpack it and give the files", where=where)
    with archive:
        yield _release(archive, names, document)


def _release(archive: zipfile.ZipFile, names: set[str], document: Document) -> Release:
    where = document.where
    main = _main_part(archive, names, where)
    styles = _related(archive, names, main, "styles", where)
    told = blocks(_xml(archive, main, where), Styles.of(_xml(archive, styles, where) if styles else None))
    core = _related(archive, names, "", "core-properties", where)
    known = _properties(_xml(archive, core, where)) if core else {}
    title, text = _titled(told, known.get("title", ""))
    return Release(text=checked(text, where), title=title, lang=known.get("language"), url=document.url)


def _main_part(archive: zipfile.ZipFile, names: set[str], where: str) -> str:
    """The member with the text; InputError that says what the archive is where it has none."""
    main = _related(archive, names, "", "officeDocument", where)
    if main and not main.startswith(("xl/", "ppt/")):
        return main
    looks = next((words for start, words in _LOOKS if any(name.startswith(start) for name in names)), None)
    raise InputError(f"looks like {looks or 'a ZIP archive; unpack it and give the files'}", where=where)


def _related(archive: zipfile.ZipFile, names: set[str], part: str, kind: str, where: str) -> str | None:
    """The member that a part ("": the whole package) names as its `kind` (Open Packaging Conventions, section 6.5)."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in names:
        return None
    for relation in _xml(archive, relations, where):
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            return target if target in names else None
    return None


def _xml(archive: zipfile.ZipFile, name: str, where: str) -> etree._Element:
    """A member parsed. No more of it is unpacked than may be read, whatever size it declares."""
    try:
        with archive.open(name) as member:
            data = member.read(MAX_PART + 1)
    except (*_ERRORS, KeyError) as error:
        raise InputError(_BROKEN, where=where) from error
    if len(data) > MAX_PART:
        raise InputError(f"holds more than {MAX_PART // 10**6} MB of text; split it", where=where)
    return root_of(Document(where=where, head=data))


def _properties(core: etree._Element) -> dict[str, str]:
    """Title and language as the document's properties tell them, where a person wrote them."""
    told = {local(each): one_line(each.text or "") for each in core}
    title, language = told.get("title", ""), told.get("language", "")
    return {
        **({} if _TEMPLATES.fullmatch(title) else {"title": title}),
        **({"language": language} if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", language) else {}),
    }


def _titled(told: list[tuple[str, str]], declared: str) -> tuple[str | None, str]:
    """The title and the text without it: a heading among the first blocks, else what the properties say."""
    for i, (style, text) in enumerate(told[:3]):
        if style in ("title", "heading 1") or one_line(text).casefold() == declared.casefold():
            return one_line(text), "\n\n".join(each for _, each in told[:i] + told[i + 1 :])
    return declared or None, "\n\n".join(each for _, each in told)


__all__ = ["MAX_DOCX", "MAX_MEMBERS", "MAX_PART", "read"]
