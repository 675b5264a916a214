"""NITF 3 (News Industry Text Format, iptc.org), by itself and within NewsML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eventx.errors import InputError
from eventx.ingest.days import day_in
from eventx.ingest.values import Document, Reading
from eventx.ingest.wire import XML_LANG, body_text, check_usable, checked_body, opened, words_of
from eventx.ingest.xml import root_of
from eventx.model import Release
from eventx.safe import one_line, web_link

if TYPE_CHECKING:
    from lxml import etree


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The one release of a document; InputError where it has no text or was withdrawn."""
    yield release_in(root_of(document), document.where)


def release_in(nitf: etree._Element, where: str) -> Release:
    """The release of an element <nitf>; InputError where it has no text or was withdrawn."""
    check_usable(_attribute(nitf, "docdata", "management-status"), where)
    body = _first(nitf, "body.content", "body")
    if body is None:
        raise InputError("is NITF without a body; save it anew", where=where)
    dateline = _words(nitf, "dateline")
    lang = next((told for name in (XML_LANG, "baselang") if (told := nitf.get(name))), None)
    identifier = _attribute(nitf, "doc-id", "id-string")
    return Release(
        id=one_line(identifier),
        title=_words(nitf, "hl1") or _words(nitf, "hedline") or _words(nitf, "title") or None,
        published=next((day for told in _dates(nitf) if (day := day_in(told))), None),
        url=web_link(identifier),
        lang=lang,
        text=opened(checked_body(body_text(body), where), dateline),  # the last, since the body is changed
    )


def _dates(nitf: etree._Element) -> Iterator[str]:
    """When it was issued; else when the story was written, or published in print."""
    yield _attribute(nitf, "date.issue", "norm")
    yield _attribute(nitf, "date.release", "norm")
    yield _attribute(nitf, "story.date", "norm")
    yield _attribute(nitf, "pubdata", "date.publication")


def _first(nitf: etree._Element, *names: str) -> etree._Element | None:
    """The first element of the first name that occurs, whatever its namespace."""
    found = (next(nitf.iter(f"{{*}}{name}"), None) for name in names)
    return next((element for element in found if element is not None), None)


def _attribute(nitf: etree._Element, name: str, attribute: str) -> str:
    element = _first(nitf, name)
    return element.get(attribute, "") if element is not None else ""


def _words(nitf: etree._Element, name: str) -> str:
    return words_of(_first(nitf, name))


__all__ = ["read", "release_in"]
