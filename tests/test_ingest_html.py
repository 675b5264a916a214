"""Web pages: what a page says, what is told beside it, and pages that were made to do harm."""

from __future__ import annotations

import time

import pytest

from eventx.errors import InputError
from eventx.ingest.html.markup import MAX_PAGE, MAX_TAGS
from eventx.ingest.html.text import text_of_fragment

LAID = {
    "paragraphs": ("<p>One</p><p>two\n lines</p>", "One\n\ntwo lines"),
    "inline": ("<p>Oct. 4<sup>th</sup>, <b>N</b>orth</p>", "Oct. 4th, North"),
    "line ends": ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
    "nested list": ("<ul><li>a<li>b <ul><li>c</ul></ul>tail", "a\n\nb\n\nc\n\ntail"),
    "definitions": ("<dl><dt>When<dd><p>Oct. 4</p><dt>Where:<dd>Hall</dl>", "When: Oct. 4\n\nWhere: Hall"),
    "two terms": ("<dl><dt>Bus<dt>Tram<dd>Line 4</dl>", "Bus\n\nTram\n\nLine 4"),
    "rows of two": ("<table><tr><th>Date<td>May 1<tr><td>Place<td><p>Oslo</p></table>", "Date: May 1\n\nPlace: Oslo"),
    "longer rows": ("<table><tr><td>A<td>May 1<td>Oslo<tr><td><td>b<td>c</table>", "A\tMay 1\tOslo\n\nb\tc"),
    "layout tables": ("<table><tr><td><p>a</p><p>b</p><td><table><tr><td>c</table></table>", "a\n\nb\n\nc"),
    "preformatted": ("<pre>first  line\nsecond</pre><p>third\nfourth</p>", "first line\nsecond\n\nthird fourth"),
    "unseen": ("a<script>x</script><p style='color:red; display : none'>y</p><p hidden>z</p><!-- w -->b", "a\n\nb"),
    "ruby": ("<p><ruby>東京<rt>とうきょう</rt></ruby>で9月</p>", "東京で9月"),
    "a whole page": ("<!DOCTYPE html><html><head><title>t</title></head><body><p>text</p></body></html>", "text"),
    "controls": ("<p>a\0b&#0;&#1;\ud800&#xd800;\x1fc</p>", "ab\ufffd\ufffd\ufffdc"),
    "no markup": ("7 < 8 & more", "7 < 8 & more"),
    "nothing": (" <p></p> ", ""),
}


@pytest.mark.parametrize(("markup", "text"), LAID.values(), ids=LAID)
def test_a_fragment_is_laid_out_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert text_of_fragment(markup) == text


HOSTILE = {
    "depth": "<div>" * 100_000,
    "unclosed inline tags": "<b>" * 100_000 + "hello",
    "many tags": "<p>hi</p>" * MAX_TAGS,
    "more than the limit": "x" * (MAX_PAGE + 1),
    "a million attributes": "<p " + " ".join(f"a{i}=''" for i in range(900_000)) + ">hi</p>",
    "many tags of many attributes": ("<p " + " ".join(f"a{i}" for i in range(100)) + ">hi") * 20_000,
    "one attribute": f'<p title="{"x" * 9_000_000}">hi</p>',
    "a style of semicolons": f'<p style="{"; " * 4_000_000}">hi</p>',
    "an attribute without an end": '<p a="' + "x" * 9_000_000,
    "slashes": "<p" + "/" * 9_000_000,
    "blanks": "<p>hi" + " \n" * 4_000_000,
    "comments without an end": "<!--" * MAX_TAGS,
    "scripts without an end": "<script>" * MAX_TAGS,
    "cells": "<table><tr>" + "<td>a" * 190_000,
    "tables in tables": "<table><tr><td>" * 600 + "<b>y</b>" * 100_000,
    "line ends": "<br>" * 190_000,
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_ends_soon(markup: str) -> None:
    start = time.process_time()
    try:
        assert "\0" not in text_of_fragment(markup)
    except InputError as error:
        assert "save the text of the release alone" in error.message
    assert time.process_time() - start < 2
