"""NewsML-G2 (newsItem, newsMessage) and NewsML 1 (NewsML, NewsItem) of iptc.org.

Catalogues, schemas and remote content are never fetched. A packageItem holds references alone, and what describes
people, places and coverage (conceptItem, planningItem) no text: these are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from eventx.errors import InputError
from eventx.ingest import nitf
from eventx.ingest.days import day_in
from eventx.ingest.values import Document, Reading, beside
from eventx.ingest.wire import XML_LANG, body_text, check_usable, checked_body, few, opened, words_of
from eventx.ingest.xml import local, root_of
from eventx.model import Release, replace
from eventx.safe import one_line, web_link

if TYPE_CHECKING:
    from lxml import etree


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """One release a news item; InputError where there is none. An item without text or withdrawn is told."""
    root = root_of(document)
    items = list(root.iter("{*}newsItem", "{*}NewsItem"))
    if not items:
        raise InputError("holds no news item, only references or concepts; give the items", where=document.where)
    for number, item in enumerate(few(items, document.where, reading.on_error)):
        where = document.where if len(items) == 1 else f"{document.where}[{number}]"
        try:
            yield (_of_g2 if local(item) == "newsItem" else _of_newsml1)(item, where)
        except InputError as error:
            reading.on_error(error)


def _of_g2(item: etree._Element, where: str) -> Release:
    """A newsItem (NewsML-G2 specification 2.34, chapters 7 and 8)."""
    status = _find(item, "itemMeta/pubStatus")
    if status is not None:
        check_usable(status.get("qcode") or status.get("uri") or "", where)
    known = Release(
        text="",
        id=one_line(item.get("guid", "")),
        title=_headline(item) or None,
        published=_day(item, "itemMeta/versionCreated", "contentMeta/contentModified", "contentMeta/contentCreated",
                       "itemMeta/firstCreated"),
        url=web_link(item.get("guid")),
        lang=_language(item) or None,
    )  # fmt: skip
    return _filled(known, _content(item, where), _words(item, "contentMeta/dateline"), _located(item), where)


def _of_newsml1(item: etree._Element, where: str) -> Release:
    """A NewsItem (NewsML 1.2, section 5). Its id has no revision in it (RFC 3085), so a correction keeps it."""
    status = _find(item, "NewsManagement/Status")
    if status is not None:
        check_usable(status.get("FormalName", ""), where)
    name = "Identification/NewsIdentifier/"
    parts = [_words(item, f"{name}{part}") for part in ("ProviderId", "DateId", "NewsItemId")]
    known = Release(
        text="",
        id="urn:newsml:" + ":".join(parts) if all(parts) else _words(item, f"{name}PublicIdentifier"),
        title=_words(item, ".//HeadLine") or None,
        published=_day(item, "NewsManagement/ThisRevisionCreated", "NewsManagement/FirstCreated"),
        lang=_attribute(item, ".//Language", "FormalName") or item.get(XML_LANG),
    )
    dateline = _words(item, ".//DateLine")
    contents = list(item.iter("{*}DataContent"))
    return _filled(known, _longest(contents, where), dateline, "", where)


def _filled(known: Release, found: Release | None, dateline: str, located: str, where: str) -> Release:
    """What the item tells of itself, with the text of its content, and what NITF in it tells beside."""
    text = checked_body(found.text if found else "", where)
    whole = replace(known, text=opened(text, dateline, located), id=known.id or (found.id if found else ""))
    return beside(whole, title=found.title, published=found.published, lang=found.lang) if found else whole


def _content(item: etree._Element, where: str) -> Release | None:
    found = [
        child for each in item.iter("{*}contentSet") for child in each if local(child) in ("inlineXML", "inlineData")
    ]
    return _longest(found, where)


def _longest(contents: list[etree._Element], where: str) -> Release | None:
    """The one of several renditions that says most; None where none has text."""
    told = [release for content in contents if (release := _rendition(content, where)).text]
    return max(told, key=lambda release: len(release.text), default=None)


def _rendition(content: etree._Element, where: str) -> Release:
    inside = next(content.iter("{*}nitf"), None)
    if inside is not None and next(inside.iter("{*}body.content"), None) is not None:
        return nitf.release_in(inside, where)
    return Release(text=body_text(content), id="-", lang=content.get(XML_LANG))


def _headline(item: etree._Element) -> str:
    """The headline without a role, or the first; else the item's title."""
    lines = item.findall("{*}contentMeta/{*}headline")
    line = next((each for each in lines if each.get("role") is None), lines[0] if lines else None)
    return words_of(line) or _words(item, "itemMeta/title")


def _language(item: etree._Element) -> str:
    return _attribute(item, "contentMeta/language", "tag") or item.get(XML_LANG, "")


def _located(item: etree._Element) -> str:
    return _words(item, "contentMeta/located/name") or _attribute(item, "contentMeta/located", "literal")


def _day(item: etree._Element, *paths: str) -> date | None:
    return next((day for path in paths if (day := day_in(_words(item, path)))), None)


def _find(item: etree._Element, path: str) -> etree._Element | None:
    """The first element of a path of names, whatever their namespace; a path may begin with ".//"."""
    start = ".//" if path.startswith(".//") else ""
    return item.find(start + "/".join(f"{{*}}{name}" for name in path.removeprefix(".//").split("/")))


def _words(item: etree._Element, path: str) -> str:
    return words_of(_find(item, path))


def _attribute(item: etree._Element, path: str, name: str) -> str:
    element = _find(item, path)
    return element.get(name, "") if element is not None else ""


__all__ = ["read"]
