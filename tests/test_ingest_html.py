"""Web pages: what a page says, what is told beside it, and pages that were made to do harm."""

from __future__ import annotations

import pytest

from eventx.errors import InputError
from eventx.ingest import read
from eventx.ingest.html import read as read_page
from eventx.ingest.html.markup import MAX_PAGE, MAX_TAGS
from eventx.ingest.html.text import text_of_fragment
from eventx.ingest.values import Document, Reading
from eventx.model import Release
from eventx.pipeline import extract

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


LEAD = (
    "OSLO, Norway, Sept. 6, 2021 -- The Fjord Energy Forum will be held on October 12, 2021 in Bergen, its hosts said."
)
MORE = "Some four hundred engineers are expected, and each of them brings a plan for a port without smoke."
ARTICLE = f"<p>{LEAD}</p><p>{MORE}</p>"


def page_of(body: str, head: str = "<title>Fjord Energy Forum comes to Bergen</title>", html: str = "<html>") -> bytes:
    return f"<!DOCTYPE html>{html}<head>{head}</head><body>{body}</body></html>".encode()


def release_of(data: bytes, url: str | None = None, charset: str | None = None) -> Release:
    document = Document(where="page", head=data, url=url, charset=charset)
    (release,) = read_page(document, Reading(on_error=pytest.fail))
    return release


HEADLINE = "Fjord Energy Forum comes to Bergen"
TITLES = {
    "the heading that the title holds": ("<h1>Newsroom</h1><h2>{}</h2>", "<title>{} | Fjord Energy</title>"),
    "the longest of those": (
        "<h1>Fjord Energy</h1><h3><a href='/'>Bergen</a></h3><h1>{}</h1>",
        "<title>{} - Fjord Energy</title>",
    ),
    "not the name of the site": (
        "<h1>The Ministry of Fjords, of Ports and of the Sea</h1><h2>{}</h2>",
        "<meta property='og:site_name' content='The Ministry of Fjords, of Ports and of the Sea'>"
        "<title>{} | The Ministry of Fjords, of Ports and of the Sea</title>",
    ),
    "the only h1": ("<h1>{}</h1>", "<title>Fjord Energy</title>"),
    "og:title": ("", "<title>x</title><meta property='og:title' content='{}'>"),
    "og:title without the site": (
        "",
        "<meta property='og:title' content='{} - Fjord'><meta property='og:site_name' content='Fjord'>",
    ),
    "title without the site": ("", "<title>{} | Fjord</title>"),
    "site before the title": ("", "<title>Fjord: News - {}</title>"),
    "bidi and line breaks": ("<h1>Fjord\n\u202eEnergy Forum<br> comes to Bergen\u2066</h1>", "<title>x</title>"),
}


@pytest.mark.parametrize(("body", "head"), TITLES.values(), ids=TITLES)
def test_the_headline(body: str, head: str) -> None:
    page = page_of(f"{body.replace('{}', HEADLINE)}<article>{ARTICLE}</article>", head.replace("{}", HEADLINE))
    assert release_of(page).title == HEADLINE


def test_the_headline_is_not_in_the_text() -> None:
    release = release_of(page_of(f"<article><h1>{HEADLINE}</h1>{ARTICLE}</article>"))
    assert (release.title, release.text) == (HEADLINE, f"{LEAD}\n\n{MORE}")


DAYS = {
    "article:published_time": "<meta property='article:published_time' content='2021-09-06T08:00:00+02:00'>",
    "DC.date.issued": "<meta name='DC.date.issued' content='2021-09-06'>",
    "dcterms.issued, modified later": "<meta name='dcterms.modified' content='2021-11-01'>"
    "<meta name='dcterms.issued' content='2021-09-06'>",
    "parsely": "<meta name='parsely-pub-date' content='2021-09-06T06:00:00Z'>",
    "schema.org": "<script type='application/ld+json'>{'@type': 'NewsArticle', 'datePublished': '2021-09-06'}</script>",
    "the address": "<link rel='canonical' href='https://fjord.example/2021/09/06/forum.html'>",
}


@pytest.mark.parametrize("head", DAYS.values(), ids=DAYS)
def test_the_day_that_the_head_tells(head: str) -> None:
    page = page_of(
        f"<p>Monday, 2022-01-31</p><article>{ARTICLE}</article>", head.replace("{'", '{"').replace("'}", '"}')
    )
    assert str(release_of(page.replace(b"': '", b'": "').replace(b"', '", b'", "')).published) == "2021-09-06"


def test_the_day_by_the_headline_and_none_of_the_text_or_the_site() -> None:
    around = "<header><p>Today: 2022-01-31</p></header><main><article><h1>{}</h1>{}</article></main><p>2022-02-01</p>"
    told = around.format(HEADLINE, f"<p>Published <time datetime='2021-09-06T06:00Z'>6 Sept</time></p>{ARTICLE}")
    event = f"{ARTICLE}<dl><dt>When<dd><time datetime='2021-10-12'>October 12</time></dl>"
    assert str(release_of(page_of(told)).published) == "2021-09-06"
    assert release_of(page_of(around.format(HEADLINE, event))).published is None


LANGUAGES = {
    "html": ("<html lang='zh-CN'>", "", "zh-CN"),
    "xhtml": ("<html xml:lang='en'>", "", "en"),
    "meta": ("<html>", "<meta http-equiv='Content-Language' content='en-GB, fr'>", "en-GB"),
    "og:locale": ("<html lang=''>", "<meta property='og:locale' content='ja_JP'>", "ja-JP"),
    "nothing that is a language": ("<html lang='{{ lang }}'>", "", None),
}


@pytest.mark.parametrize(("html", "head", "language"), LANGUAGES.values(), ids=LANGUAGES)
def test_the_language(html: str, head: str, language: str | None) -> None:
    assert release_of(page_of(ARTICLE, head, html)).lang == language


ADDRESSES = {
    "canonical": ("<link rel='canonical' href='https://a.example/x'>", None, "https://a.example/x"),
    "relative": ("<link rel='canonical' href='/x'>", "https://a.example/x?from=feed", "https://a.example/x"),
    "og:url": ("<meta property='og:url' content='https://a.example/x'>", None, "https://a.example/x"),
    "a base": ("<base href='https://b.example/'><link rel='canonical' href='x'>", None, "https://b.example/x"),
    "a script": ("<link rel='canonical' href='javascript:alert(1)'>", "https://a.example/x", "https://a.example/x"),
    "the home page": ("<link rel='canonical' href='/'>", "https://a.example/x", "https://a.example/x"),
    "no address": ("<link rel='canonical' href='http://[x'>", None, None),
}


@pytest.mark.parametrize(("head", "url", "address"), ADDRESSES.values(), ids=ADDRESSES)
def test_the_address(head: str, url: str | None, address: str | None) -> None:
    assert release_of(page_of(ARTICLE, head), url).url == address


CHARSETS = {
    "meta": ("<meta charset='shift_jis'>", "cp932", None),
    "meta of old, named too small": (
        "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>",
        "gb18030",
        None,
    ),
    "the header before meta": ("<meta charset='iso-8859-1'>", "utf-8", "utf-8"),
    "a mark before the header": ("<meta charset='iso-8859-1'>", "utf-16", "iso-8859-1"),
    "a meta that lies": ("<meta charset='utf-8'>", "gb18030", None),
    "nothing": ("", "utf-8", None),
}


@pytest.mark.parametrize(("head", "encoding", "charset"), CHARSETS.values(), ids=CHARSETS)
def test_the_charset(head: str, encoding: str, charset: str | None) -> None:
    words = "第十二回国際港湾会議は来年四月に横浜市で行われる予定です。主催者が六日に発表しました。"
    page = page_of(f"<p>{words}</p>" * 3, head).decode().encode(encoding)
    assert words in release_of(page, charset=charset).text


CHROME = {
    "navigation": "<nav><ul><li>Gala on May 4, 2022</li></ul></nav>",
    "links": "<ul><li><a href='/1'>Gala on May 4, 2022</a></li><li><a href='/2'>Fair on June 2, 2022</a></li></ul>",
    "teasers": "<div class='card'><h3><a href='/1'>Gala in Oslo</a></h3><p>The Gala is on May 4, 2022.</p></div>",
    "an aside": "<aside><h2>News</h2><p>The Winter Gala will be held on May 4, 2022 in Oslo.</p></aside>",
    "a footer": "<footer><p>The Winter Gala will be held on May 4, 2022 in Oslo. © 2021</p></footer>",
    "a banner": "<div role='dialog'><p>The Winter Gala will be held on May 4, 2022. We use cookies.</p></div>",
    "what is not shown": "<div style='display:none'><p>The Winter Gala will be held on May 4, 2022.</p></div>",
    "a caption": "<figure><img src='x.jpg'><figcaption>The Winter Gala on May 4, 2020.</figcaption></figure>",
}


@pytest.mark.parametrize("chrome", CHROME.values(), ids=CHROME)
@pytest.mark.parametrize("place", ["<article>{0}{2}</article>{1}", "<div>{0}{1}{2}</div>", "{1}<main>{0}{2}</main>"])
def test_what_is_not_of_the_release_makes_no_event(chrome: str, place: str) -> None:
    release = release_of(page_of(f"<h1>{HEADLINE}</h1>" + place.format(f"<p>{LEAD}</p>", chrome, f"<p>{MORE}</p>")))
    assert release.text == f"{LEAD}\n\n{MORE}"
    assert [event.title for event in extract(release)] == ["Fjord Energy Forum"]


KEPT = {
    "terms": (
        "<dl><dt>When</dt><dd>7 p.m.</dd><dt>Where</dt><dd><a href='/m'>Grieg Hall</a></dd></dl>",
        "Where: Grieg Hall",
    ),
    "a table": ("<table><tr><td>Where</td><td>Grieg Hall</td></tr></table>", "Where: Grieg Hall"),
    "an aside of details": ("<aside><dl><dt>Where</dt><dd>Grieg Hall</dd></dl></aside>", "Where: Grieg Hall"),
    "a list": ("<ul><li>Grieg Hall, 7 p.m.</li><li>Free of charge</li></ul>", "Grieg Hall, 7 p.m.\n\nFree of charge"),
    "a contact": ("<div class='contact'><h4>Contact</h4><p>Kari Nes<br>+47 55 55 01 99</p></div>", "+47 55 55 01 99"),
}


@pytest.mark.parametrize(("block", "text"), KEPT.values(), ids=KEPT)
def test_details_beside_the_body_stay(block: str, text: str) -> None:
    page = page_of(f"<article><h1>{HEADLINE}</h1><div class='body'>{ARTICLE}</div>{block}</article>")
    assert text in release_of(page).text


def test_a_page_of_teasers_alone_is_all_of_them() -> None:
    card = "<div><h3><a href='/{0}'>Fair {0}</a></h3><p>Fair {0} opens in Oslo on October {0}, 2021.</p></div>"
    release = release_of(page_of("<nav>Home</nav><h1>Fairs</h1>" + "".join(card.format(n) for n in (4, 5, 6))))
    assert release.text.startswith("Fairs\n\nFair 4\n\nFair 4 opens in Oslo on October 4, 2021.\n\nFair 5")


def test_what_stands_outside_of_headline_and_most_of_the_text_is_left_out() -> None:
    around = "<div class='a'><p>{}</p></div><div class='m'><h1>{}</h1><div>{}</div></div><div class='z'><p>{}</p></div>"
    notes = ("All offices are closed on April 15, 2022.", "Last updated on November 28, 2022.")
    page = page_of(around.format(notes[0], HEADLINE, ARTICLE, notes[1]))
    assert release_of(page).text == f"{LEAD}\n\n{MORE}"


def test_a_page_laid_out_by_a_table() -> None:
    menu = "<td width=150><a href=a>Home</a><br><a href=b>News</a><br><a href=c>Jobs</a></td>"
    page = page_of(f"<table border=0><tr>{menu}<td><font size=4>{LEAD}<br><br>{MORE}</font></td></tr></table>")
    assert release_of(page).text == f"{LEAD}\n\n{MORE}"


def test_an_article_that_is_not_shown_is_not_the_page() -> None:
    page = page_of("<noscript><article>Switch scripts on.</article></noscript><p>Forum on October 12, 2021.</p>")
    assert release_of(page).text == "Forum on October 12, 2021."


def test_a_short_page_is_read_by_structure() -> None:
    page = page_of("<div id='top'><a href='/'>Home</a></div><main><p>Forum on October 12, 2021 in Bergen.</p></main>")
    assert release_of(page).text == "Forum on October 12, 2021 in Bergen."


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (page_of("<div id='app'></div><script>start()</script>"), "without text"),
        (page_of("x" * MAX_PAGE), "more than 10 MB"),
        (page_of("<p>x</p>" * MAX_TAGS), "tags"),
        (page_of("<div>" * 50_000), "tags deep"),
        (page_of("\0\1\2"), "binary"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line(page: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        read(page, name="page.html")
    assert told.value.where == "page.html"
    assert "\n" not in str(told.value)
