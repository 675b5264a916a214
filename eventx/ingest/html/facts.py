"""What a page tells beside its text: headline, day of publication, language, address."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from datetime import date
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree, html

from eventx.ingest.html.body import Content
from eventx.ingest.html.moments import days_in, is_of_event
from eventx.ingest.html.text import line_of
from eventx.safe import one_line, web_link

_SUFFIX = re.compile(r"\s+[|–—·•»\-]+\s+(?=\S)|\s*[|｜＿_]\s*(?=\S)")
"""Where a page's title may part from the name of its site."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")  # RFC 5646, section 2.1; og:locale has "_"
_LAST_DAY = "2100-01-01"  # any fixed day: by default htmldate asks the clock
_PUBLISHED = re.compile(r'"date(?:Published|Created|Modified)"\s*:\s*"[\w:.+ -]{4,40}"')
_LONGEST = 500
"""Characters of the longest headline."""
_TELLING = 20
"""Letters of the shortest headline that is told by its length alone."""
_LEAST = 8
"""Letters of the shortest heading that is taken for a headline because a page's title holds it."""


def headline_of(tree: html.HtmlElement) -> tuple[etree._Element | None, str | None]:
    """The heading that is the headline, and its words: the longest one that the page's own titles hold, else the only
    <h1>; without either those titles without the site's name."""
    metas = _metas(tree)
    titles = [t for t in _titles(tree, metas) if len(t) <= _LONGEST]
    site = metas.get("og:site_name")
    first = list(tree.iter("h1"))
    headings = [(e, line_of(e)) for e in (*first, *tree.iter("h2", "h3"))]
    told = next((h for t in titles if (h := _held(t, headings, site)) is not None), None)
    if told is None and len(first) == 1 and 0 < len(headings[0][1]) <= _LONGEST:
        told = headings[0]
    return told or (None, next((_without_site(t, site) for t in titles), None))


def _held(
    title: str, headings: list[tuple[etree._Element, str]], site: str | None
) -> tuple[etree._Element, str] | None:
    """The longest of the headings that a title holds, the name of the site aside; the first of those alike."""
    whole, name = _same(title), _same(site or "")
    told = [h for h in headings if len(h[1]) >= _LEAST and _same(h[1]) in whole and _same(h[1]) != name]
    return max(told, key=lambda h: len(h[1]), default=None)


def _titles(tree: html.HtmlElement, metas: dict[str, str]) -> Iterator[str]:
    for name in ("og:title", "headline", "dc.title", "dcterms.title", "citation_title", "twitter:title"):
        if told := metas.get(name):
            yield told
    if told := line_of(tree.find(".//title")):
        yield told


def _same(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _without_site(title: str, site: str | None) -> str:
    """The title up to the site's name; the longer side of the last mark where the site does not tell its name."""
    parts = _SUFFIX.split(title)
    if len(parts) < 2:
        return title
    if site and _same(parts[-1]) == _same(site):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»-｜＿_")
    longer = max(parts, key=len)
    return longer if len(parts) == 2 and len(_same(longer)) >= _TELLING else title


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    """What each <meta> says first, by its `property`, `name`, `itemprop` or `http-equiv` in lower case."""
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        if content := one_line(element.get("content", "")):
            for key in ("property", "name", "itemprop", "http-equiv"):
                said.setdefault(element.get(key, "").lower(), content)
    return said


def day_of(tree: html.HtmlElement, content: Content, url: str | None, events: Collection[date] = ()) -> date | None:
    """The day of publication: as the head, schema.org or the address tells it, else as the lines around the headline
    do, where its order is plain (2021-09-27). `events` are days of events that the page declares.

    Days in the text are not asked: they are as often those of events, and the dateline is read later anyway.
    """
    page = html.Element("html")
    page.extend([deepcopy(e) for e in tree.iter("head")])
    for element in list(page.iter("script", "title", "meta")):
        if element.tag != "meta" or element.get("property", "").lower().startswith("event:"):
            element.drop_tree()  # a title tells the day of its event, and so does what Open Graph has on events
    page.extend(_scripts(tree))
    told = find_date(page, extensive_search=False, original_date=True, url=url or "", max_date=_LAST_DAY)
    return date.fromisoformat(told) if told else next(_days(content, events), None)


def _scripts(tree: html.HtmlElement) -> Iterator[etree._Element]:
    """What scripts say of the publication alone: the days of events that they declare are no days of publication."""
    for script in tree.iter("script"):
        if told := _PUBLISHED.findall(script.text or ""):
            element = html.Element("script", type="application/ld+json")
            element.text = f"{{{', '.join(told)}}}"
            yield element


def _days(content: Content, events: Collection[date]) -> Iterator[date]:
    for element in content.header():
        if element.tag not in ("script", "style") and not is_of_event(element, events):
            yield from days_in(element.get("datetime"), element.get("content"), element.text, element.tail)


def language_of(tree: html.HtmlElement) -> str | None:
    """The language that the page declares ("en", "zh-CN")."""
    root = tree if tree.tag == "html" else tree.find(".//html")
    told = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    metas = _metas(tree)
    told += [metas.get(n) for n in ("content-language", "og:locale", "dc.language", "dcterms.language")]
    matched = (_LANGUAGE.match(t.strip()) for t in told if t)
    return next((m[0].replace("_", "-") for m in matched if m), None)


def address_of(tree: html.HtmlElement, url: str | None) -> str | None:
    """The page's own address (canonical, og:url), absolute http(s), else that it was fetched from."""
    links = (e.get("href") for e in tree.iter("link") if "canonical" in e.get("rel", "").lower().split())
    base = next((web_link(e.get("href"), url or "") for e in tree.iter("base")), url) or ""
    for told in (*links, _metas(tree).get("og:url")):
        address = web_link(told, base)
        if address and not (_is_home(address) and not _is_home(url or address)):
            return address
    return web_link(url)


def _is_home(url: str) -> bool:
    return urlsplit(url).path in ("", "/")


__all__ = ["address_of", "day_of", "headline_of", "language_of"]
