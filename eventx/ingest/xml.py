"""XML of strangers: no entity is expanded, nothing is fetched, depth and size are bounded."""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING, cast

from eventx.errors import InputError
from eventx.ingest.text import decode
from eventx.ingest.values import Document

if TYPE_CHECKING:
    from lxml import etree

MAX_XML = 10_000_000
"""Bytes of an XML document, which is read whole; its tree may take thirty times as many."""

MAX_TAGS = 500_000
"""Tags of an XML document, ends counted too, and those in CDATA."""

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*>)?\s*")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""")
_DIGITS = 12  # of a number, from which it names no character and takes long to read
_PREDEFINED = (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&"))
_MARKUP = frozenset("<>&\"'")
_NUMBERED = re.compile(r"&#(?:[xX]([\da-fA-F]+)|(\d+));")
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|&(?!#(?:\d+|[xX][\da-fA-F]+);|(?:lt|gt|amp|quot|apos);)(?:([A-Za-z][\w.-]{0,40});)?",
    re.DOTALL,
)
_NAME = re.compile(r"[a-z][a-z0-9._-]*")


def root_of(document: Document) -> etree._Element:
    """The root of an XML document, decoded by its mark, header and declaration; InputError where there is none.

    Names of characters that only HTML has (`&nbsp;`, common in feeds) stand for their characters, and an ampersand
    that begins no reference for itself.
    """
    data = document.whole(MAX_XML, f"is XML of more than {MAX_XML // 10**6} MB; split it")
    if data.count(b"<") > MAX_TAGS:
        raise InputError(f"is XML of more than {MAX_TAGS:,} tags; split it", where=document.where)
    declared = _DECLARED.match(data[:1000])
    text = decode(data, document.where, document.charset or (declared[1].decode("ascii") if declared else None))
    text = _NUMBERED.sub(_numbered, text)
    text = _REFERENCE.sub(_character, text[_prolog(text) :])
    root, is_whole = _parsed(text.encode("utf-8", "replace"), document.where)
    if not is_whole:  # libxml2 passes over `&lt;` and its like after the first error, but not over numbers
        for name, character in _PREDEFINED:
            text = text.replace(f"&{name};", f"&#{ord(character)};")
        root, _ = _parsed(text.encode("utf-8", "replace"), document.where)
    return root


def _prolog(text: str) -> int:
    """The length of the declaration, which no longer tells the truth after decoding."""
    return found.end() if (found := _PROLOG.match(text)) else 0


def _numbered(found: re.Match[str]) -> str:
    """The reference as it is, U+FFFD for one to no character of XML: a surrogate, a control (XML 1.0, production 2)."""
    digits = found[1] or found[2]
    point = int(digits, 16 if found[1] else 10) if len(digits) < _DIGITS else -1
    allowed = point in (9, 10, 13) or 0x20 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or 0x10000 <= point < 0x110000
    return found[0] if allowed else "\ufffd"


def _character(found: re.Match[str]) -> str:
    """The character that is meant; a name that a document defines is kept, to be left out by the parser."""
    if found[0].startswith("<"):
        return found[0]
    character = html.entities.html5.get(f"{found[1]};", found[0]) if found[1] else "&"
    return f"&#{ord(character)};" if character in _MARKUP else character


def _parsed(data: bytes, where: str) -> tuple[etree._Element, bool]:
    """The root, and whether the document is well formed; InputError where there is none.

    Entities that a document defines are left out, not expanded, so that one of three lines cannot fill the memory.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"is no XML that can be read: {str(error)[:80]}", where=where) from error
    if root is None:
        raise InputError("is no XML that can be read; save it anew", where=where)
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return root, len(parser.error_log) == 0


def root_name(head: bytes) -> str | None:
    """The local name of the first element, in lower case, from the first bytes of a document; None where none is."""
    from lxml import etree

    parser = etree.XMLPullParser(events=("start",), recover=True, resolve_entities=False, no_network=True)
    try:
        parser.feed(head)
        _, element = next(iter(parser.read_events()))
        return local(cast("etree._Element", element)).lower()
    except (etree.XMLSyntaxError, StopIteration, UnicodeDecodeError):  # the last of a name in broken UTF-8
        return None


def other_xml(head: bytes) -> str | None:
    """The first element of what declares itself to be XML; None for what does not."""
    return root_name(head) if _DECLARATION.match(head) else None


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def named(element: etree._Element) -> str:
    """The name of an element of a body without namespace and prefix, in lower case, as HTML has it; "span" where it is
    none that XML allows."""
    name = local(element).rpartition(":")[2].lower()
    return name if _NAME.fullmatch(name) else "span"


__all__ = ["MAX_TAGS", "MAX_XML", "local", "named", "other_xml", "root_name", "root_of"]
