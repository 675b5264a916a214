"""Web pages that were made to do harm: each ends in a clear error or a clean release, in two seconds."""

from __future__ import annotations

import time

import pytest

from eventx.errors import InputError
from eventx.ingest.html import release_of
from eventx.ingest.html.markup import MAX_PAGE, MAX_TAGS, tamed
from eventx.ingest.html.text import text_of_fragment

pytestmark = pytest.mark.full

ARTICLE = "<p>The Fjord Energy Forum will be held on October 12, 2021 in Bergen, its hosts said on Monday morning.</p>"

HOSTILE = {
    "depth": "<div>" * 50_000,
    "unclosed inline tags": "<b>" * 50_000 + "hello",
    "many tags": "<p>hi</p>" * MAX_TAGS,
    "depth beyond the tags": "<div>" * 1_000_000,
    "more than the limit": "x" * (MAX_PAGE + 1),
    "a million attributes": "<p " + " ".join(f"a{i}=''" for i in range(900_000)) + ">hi</p>",
    "many in a tag that hides": "<!----!><xmp><p a='</xmp><p " + " ".join(f"b{i}" for i in range(900_000)),
    "many tags of many attributes": ("<p " + " ".join(f"a{i}" for i in range(100)) + ">hi") * 20_000,
    "one attribute": f'<p title="{"x" * 9_000_000}">hi</p>',
    "a style of semicolons": f'<p style="{"; " * 4_000_000}">hi</p>',
    "an attribute without an end": '<p a="' + "x" * 9_000_000,
    "slashes": "<p" + "/" * 9_000_000,
    "blanks": "<p>hi" + " \n" * 4_000_000,
    "comments without an end": "<!--" * MAX_TAGS,
    "scripts without an end": "<script>" * MAX_TAGS,
    "cells": "<table><tr>" + "<td>a" * 95_000,
    "tables in tables": "<table><tr><td>" * 600 + "<b>y</b>" * 100_000,
    "line ends": "<br>" * 95_000,
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_ends_soon(markup: str) -> None:
    start = time.process_time()
    try:
        assert "\0" not in text_of_fragment(markup)
    except InputError as error:
        assert "save the text of the release alone" in error.message
    assert time.process_time() - start < 2


HOSTILE_PAGES = {
    "deep": f"<article>{'<div>' * 140}{ARTICLE}",
    "deeper than trafilatura goes": f"<article>{'<div>' * 1900}{ARTICLE}",
    "nested headings": f"{'<h1>x' * 1900}{ARTICLE}",
    "many headings": f"{'<h1>Fjord Energy Forum</h1>' * 20_000}{ARTICLE}",
    "many inline tags": f"<p>{'<span></span>' * 9_000}</p>{ARTICLE}",
    "many blocks": ARTICLE * 4_500,
    "much text": f"<article><p>{'word ' * 1_900_000}</p>{ARTICLE}",
    "nested asides": f"{'<aside>' * 1900}{'<b></b>' * 30_000}{ARTICLE}",
    "nested lists": f"{'<ul><li>' * 70}{ARTICLE}",
    "brackets of a script": f"<script type='application/ld+json'>{'[' * 500_000}</script>{ARTICLE}",
    "half days": f"<p>{'2021-' * 400_000}</p>{ARTICLE}",
    "many scripts": f"{'<script>var day = 1</script>' * 20_000}{ARTICLE}",
    "a long title": f"<title>{'a - ' * 900_000}</title>{ARTICLE}",
}


@pytest.mark.parametrize("body", HOSTILE_PAGES.values(), ids=HOSTILE_PAGES)
def test_hostile_pages_end_soon(body: str) -> None:
    start = time.process_time()
    release = release_of(tamed(f"<!DOCTYPE html><html><body>{body}</body></html>"), "page", None)
    assert time.process_time() - start < 2
    assert "Fjord Energy Forum" in release.text
    assert len(release.title or "") <= 500
