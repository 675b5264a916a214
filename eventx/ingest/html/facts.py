"""What a page tells beside its text: headline, day of publication, language, address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import date
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml import html

from eventx.ingest.html.body import Content
from eventx.ingest.html.text import line_of
from eventx.safe import one_line, web_link

_SUFFIX = re.compile(r"\s+[|–—·•»\-]+\s+(?=\S)|\s*[|｜＿_]\s*(?=\S)")
"""Where a page's title may part from the name of its site."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")  # RFC 5646, section 2.1; og:locale has "_"
_LAST_DAY = "2100-01-01"  # any fixed day: by default htmldate asks the clock
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年]([01]?\d)[-/.月]([0-3]?\d)(?!\d)")
_LONG = 200
_LONGEST = 500
"""Characters of the longest headline."""
_LEAST = 8
"""Letters of the shortest heading that is taken for a headline because a page's title holds it."""


def title_of(tree: html.HtmlElement, content: Content) -> str | None:
    """The headline: the heading that the page's own titles hold, else the only <h1>, else those titles without the
    site's name."""
    titles = [t for t in _titles(tree) if len(t) <= _LONGEST]
    first = list(tree.iter("h1"))
    headings = (line_of(e) for e in (*content.around.iter("h1"), *first, *content.around.iter("h2", "h3")))
    told = (h for h in headings if _LEAST <= len(h) <= _LONGEST and any(_same(h) in _same(t) for t in titles))
    only = line_of(first[0]) if len(first) == 1 else ""
    bare = (_without_site(t, _meta(tree, "og:site_name")) for t in titles)
    return next(told, only if len(only) <= _LONGEST else "") or next(bare, None)


def _titles(tree: html.HtmlElement) -> Iterator[str]:
    for name in ("og:title", "headline", "dc.title", "dcterms.title", "citation_title", "twitter:title"):
        if told := _meta(tree, name):
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
    return max(parts[0], parts[-1], key=len) if len(parts) == 2 else title


def _meta(tree: html.HtmlElement, *names: str) -> str | None:
    """The first <meta> of these names that says something, by `name`, `property`, `itemprop` or `http-equiv`."""
    for name in names:
        for element in tree.iter("meta"):
            keys = (element.get(key, "").lower() for key in ("property", "name", "itemprop", "http-equiv"))
            if name in keys and (content := one_line(element.get("content", ""))):
                return content
    return None


def day_of(tree: html.HtmlElement, content: Content, url: str | None) -> date | None:
    """The day of publication: as the head, schema.org or the address tells it, else as the lines around the headline
    do, where its order is plain (2021-09-27).

    Days in the text are not asked: they are as often those of events, and the dateline is read later anyway.
    """
    page = html.Element("html")
    page.extend([deepcopy(e) for e in (*tree.iter("head"), *tree.iterfind(".//body//script"))])
    told = find_date(page, extensive_search=False, original_date=True, url=url or "", max_date=_LAST_DAY)
    return date.fromisoformat(told) if told else next(_days(content), None)


def _days(content: Content) -> Iterator[date]:
    for element in content.header():
        for words in (element.get("datetime"), element.get("content"), element.text, element.tail):
            if found := _DAY.search(words[:_LONG] if words else ""):
                with suppress(ValueError):  # the 31st of February
                    yield date(*map(int, found.groups()))


def language_of(tree: html.HtmlElement) -> str | None:
    """The language that the page declares ("en", "zh-CN")."""
    root = tree if tree.tag == "html" else tree.find(".//html")
    told = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    told += [_meta(tree, "content-language"), _meta(tree, "og:locale"), _meta(tree, "dc.language", "dcterms.language")]
    matched = (_LANGUAGE.match(t.strip()) for t in told if t)
    return next((m[0].replace("_", "-") for m in matched if m), None)


def address_of(tree: html.HtmlElement, url: str | None) -> str | None:
    """The page's own address (canonical, og:url), absolute http(s), else that it was fetched from."""
    links = (e.get("href") for e in tree.iter("link") if "canonical" in e.get("rel", "").lower().split())
    for told in (*links, _meta(tree, "og:url")):
        address = web_link(_joined(url, told)) if told else None
        if address and not (_is_home(address) and not _is_home(url or address)):
            return address
    return web_link(url)


def _joined(base: str | None, address: str) -> str | None:
    try:
        return urljoin(base or "", address.strip())
    except ValueError:  # brackets that are no IPv6 address
        return None


def _is_home(url: str) -> bool:
    return urlsplit(url).path in ("", "/")


__all__ = ["address_of", "day_of", "language_of", "title_of"]
