"""Feeds: what is read of an item, when its page is fetched, broken and hostile feeds."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime

import pytest

from eventx.errors import InputError
from eventx.ingest.dispatch import releases_of
from eventx.ingest.feed import Item, items, read
from eventx.ingest.feed.tidy import MAX_ITEMS
from eventx.ingest.kinds import kind_of
from eventx.ingest.values import Document, Get, Reading
from eventx.model import Place, Release

SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:ev="http://purl.org/rss/1.0/modules/event/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
WHOLE = "The Harbour Forum will be held in Qingdao from Sept. 27 to 29, 2021. " * 10
LINK = "<title>Forum</title><link>https://e.org/1</link>"


def rss(*told: str, head: str = "") -> str:
    inside = "".join(f"<item>{each}</item>" for each in told)
    return f'<rss version="2.0" {SPACES}><channel><title>N</title>{head}{inside}</channel></rss>'


def atom(entry: str, attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>N</title><entry>{entry}</entry></feed>'


def json_feed(*told: object, **head: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", **head, "items": told})


def document(source: str | bytes, url: str | None = None, charset: str | None = None) -> Document:
    return Document(where="x", head=source.encode() if isinstance(source, str) else source, url=url, charset=charset)


def only(source: str | bytes, url: str | None = None, charset: str | None = None) -> Item:
    (item,) = items(document(source, url, charset))
    return item


def collected(source: str | bytes, get: Get | None = None, follow: bool = False) -> tuple[list[Release], list[str]]:
    errors: list[InputError] = []
    reading = Reading(on_error=errors.append, get=get, follow=follow)
    releases = []
    try:
        releases += read(document(source), reading)
    except InputError as error:
        errors.append(error)
    return releases, [str(error) for error in errors]


class Site:
    """Pages by their address, and which were asked for."""

    def __init__(self, **pages: str) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def get(self, url: str) -> Document:
        self.asked.append(url)
        name = url.removeprefix("https://e.org/")
        if name not in self.pages:
            raise InputError("is not there (404)", where=url)
        return Document(where=url, head=self.pages[name].encode(), url=url)


# --- what an item tells


@pytest.mark.parametrize(
    ("source", "key", "value"),
    [
        (rss("<guid isPermaLink='false'> a b </guid><link>https://e.org/1</link>"), "id", "a b"),
        (rss("<guid isPermaLink='false'>a</guid><link>https://e.org/1</link>"), "url", "https://e.org/1"),
        (rss("<guid>https://e.org/2</guid>"), "url", "https://e.org/2"),
        (rss("<link>https://e.org/1</link>"), "id", "https://e.org/1"),
        (rss("<title>a</title>"), "id", ""),
        (rss("<link>/1?a=1&b=2</link>", head="<link>https://e.org/news/</link>"), "url", "https://e.org/1?a=1&b=2"),
        (rss("<link>javascript:alert(1)</link>"), "url", None),
        (rss("<link>http://[</link>"), "url", None),
        (rss("<title>A &amp;amp; B &lt;b&gt;c&lt;/b&gt;&#8230;</title>"), "title", "A & B c…"),
        (rss("<title>A&nbsp;B &eacute; & C</title>"), "title", "A B é & C"),
        (rss("<title>\u202eA\u2028B</title>"), "title", "A B"),
        (rss("<title>A</title><media:title>B</media:title><itunes:title>C</itunes:title>"), "title", "A"),
        (rss("<pubDate>Mon, 27 Sep 2021 23:30:00 -0700</pubDate>"), "published", date(2021, 9, 27)),
        (rss("<dc:date>2021-09-27T00:30+09:00</dc:date>"), "published", date(2021, 9, 27)),
        (rss("<pubDate>soon</pubDate>"), "published", None),
        (rss("<title>a</title>", head="<language>en-us</language>"), "lang", "en-us"),
        (rss("<title>a</title><dc:language>fr</dc:language>", head="<language>en</language>"), "lang", "fr"),
        (rss("<title>a</title>").replace("<item>", "<item xml:lang='ja'>"), "lang", "ja"),
        (rss("<enclosure url='https://e.org/a.ics' type='text/calendar'/>"), "calendars", ("https://e.org/a.ics",)),
        (rss("<enclosure url='https://e.org/a.mp3' type='audio/mpeg'/>"), "calendars", ()),
        (atom("<id>urn:1</id><link href='/1'/>", "xml:base='https://e.org/x/'"), "url", "https://e.org/1"),
        (atom("<id>1</id><link href='/1' rel='self'/><link href='/2'/>"), "id", "1"),
        (atom("<updated>2021-09-27T23:30:00-07:00</updated>"), "published", date(2021, 9, 27)),
        (atom("<updated>2021-09-27</updated><published>2021-09-20</published>"), "published", date(2021, 9, 20)),
        (atom("<updated>2021-09-27</updated><published>2021-09-20</published>"), "updated", "2021-09-27"),
        (atom("<source><title>B</title><id>2</id></source><id>1</id><title>A</title>"), "title", "A"),
        (atom("<link rel='alternate' type='text/calendar' href='https://e.org/a.ics'/>"), "calendars",
         ("https://e.org/a.ics",)),
        (json_feed({"id": 7, "url": "https://e.org/1"}), "id", "7"),
        (json_feed({"url": "/1"}, feed_url="https://e.org/feed.json"), "url", "https://e.org/1"),
        (json_feed({"date_modified": "2021-09-27T10:00:00Z"}), "published", date(2021, 9, 27)),
        (json_feed({"language": "de"}, language="en"), "lang", "de"),
        (json_feed({"title": "A\nB\ud800"}), "title", "A B?"),
        (json_feed({"id": True, "title": ["a"], "content_html": {}}), "title", None),
    ],
)  # fmt: skip
def test_what_an_item_tells(source: str, key: str, value: object) -> None:
    assert getattr(only(source), key) == value


def test_a_json_feed_is_known_by_its_version_with_slashes_escaped_too() -> None:
    for written in (told := json_feed({"title": "A"}), told.replace("/", "\\/")):
        assert kind_of(document(written)).name == "feed"


def test_links_are_those_of_the_feed_s_address() -> None:
    assert only(rss("<link>1</link>"), "https://e.org/news/feed").url == "https://e.org/news/1"
    assert only(json_feed({"url": "1"}), "https://e.org/news/feed").url == "https://e.org/news/1"


@pytest.mark.parametrize(
    ("declared", "encoding", "charset"),
    [("iso-8859-1", "latin-1", None), ("utf-8", "utf-8", None), ("utf-8", "latin-1", "iso-8859-1"),
     ("iso-8859-1", "utf-8", "utf-8"), ("utf-16", "utf-16", None), ("windows-1251", "cp1251", None),
     ("no-such-thing", "utf-8", None)],
)  # fmt: skip
def test_charsets_by_header_and_declaration(declared: str, encoding: str, charset: str | None) -> None:
    title = "Форум" if encoding == "cp1251" else "Café"
    data = f'<?xml version="1.0" encoding="{declared}"?>\n{rss(f"<title>{title}</title>")}'.encode(encoding)
    assert only(data, charset=charset).title == title


@pytest.mark.parametrize(
    ("told", "start", "end"),
    [
        ("<ev:startdate>2021-10-01</ev:startdate>", date(2021, 10, 1), None),
        ("<ev:startdate>2021-10-01</ev:startdate><ev:enddate>2021-10-03</ev:enddate>", date(2021, 10, 1),
         date(2021, 10, 3)),
        ("<ev:startdate>2021-10-01T10:00:00Z</ev:startdate>", datetime(2021, 10, 1, 10, tzinfo=UTC), None),
        ("<ev:startdate>2021-10-01</ev:startdate><ev:enddate>2021-09-03</ev:enddate>", None, None),
        ("<ev:startdate>2021-10-01T10:00Z</ev:startdate><ev:enddate>2021-10-01T11:00</ev:enddate>", None, None),
        ("<ev:startdate>soon</ev:startdate>", None, None),
    ],
)  # fmt: skip
def test_events_of_the_event_module(told: str, start: date | None, end: date | None) -> None:
    given = only(rss(f"<title>Forum</title>{told}<ev:location>Hall 3, Qingdao</ev:location>")).given
    assert [(event.title, event.start, event.end) for event in given] == ([("Forum", start, end)] if start else [])
    assert all(event.place == Place(venue="Hall 3, Qingdao") for event in given)


# --- whose text


@pytest.mark.parametrize(
    "told",
    [
        f"<description>{WHOLE}</description>",
        "<description>Short.</description><content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded>",
        f"<content:encoded><![CDATA[<p>{WHOLE}</p>]]></content:encoded><description>Cut [&#8230;]</description>",
        f"<description><![CDATA[<p>{WHOLE}</p><p>The post <a href='https://e.org/1'>Forum</a>]]></description>",
    ],
)
def test_a_whole_text_is_not_fetched(told: str) -> None:
    site = Site()
    (release,), errors = collected(rss(LINK + told), site.get)
    assert (site.asked, errors) == ([], [])
    assert len(release.text) >= len("One.\n\nTwo.")


@pytest.mark.parametrize(
    "told",
    [
        "",
        "<description>Forum</description>",
        "<description>The forum opens.</description>",
        "<content:encoded>Same.</content:encoded><description>Same.</description>",
        f"<description>{WHOLE} and &#8230;</description>",
        f"<description>{WHOLE} and [...]</description>",
        f"<description>{WHOLE} and … Read the whole story</description>",
        f"<description><![CDATA[{WHOLE} <a href='https://e.org/1#more'>More</a>]]></description>",
    ],
)
def test_a_teaser_has_its_page_fetched(told: str) -> None:
    site = Site(**{"1": "PAGE, Sept. 27, 2021 -- " + WHOLE * 2})
    feed = rss(f"{LINK}<guid>g</guid><pubDate>Mon, 27 Sep 2021 23:30:00 -0700</pubDate>{told}")
    (release,), errors = collected(feed, site.get)
    assert (site.asked, errors) == (["https://e.org/1"], [])
    assert release.text.startswith("PAGE")
    known = (release.id, release.title, release.published, release.url)
    assert known == ("g", "Forum", date(2021, 9, 27), "https://e.org/1")


@pytest.mark.parametrize(
    ("pages", "text", "told"),
    [
        ({}, "The forum opens.", "https://e.org/1: is not there (404)"),
        ({"1": "Enable it."}, "The forum opens.", ""),
        ({"1": "\0\0\0\0"}, "The forum opens.", "https://e.org/1: looks like a binary file"),
        ({"1": rss(LINK, LINK)}, "The forum opens.", "x[0]: leads to a feed"),
    ],
)
def test_a_page_that_is_no_help_leaves_the_teaser(pages: dict[str, str], text: str, told: str) -> None:
    (release,), errors = collected(rss(f"{LINK}<description>The forum opens.</description>"), Site(**pages).get)
    assert release.text == text
    assert "".join(errors).startswith(told)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("<title>A</title><description>A</description>", "A"),
        ("<title>A B</title><description>&lt;p&gt;A  B&lt;/p&gt;&lt;p&gt;C&lt;/p&gt;</description>", "C"),
        ("<title>A</title><description>A b.</description>", "A b."),
        ("<title>A</title><description>x &lt;br/&gt;y &amp;amp; z</description>", "x\ny & z"),
        ("<title>A</title><description><p>x</p><p>y</p></description>", "x\n\ny"),
        ("<title>A</title><description>1 &lt; 2 & 3</description>", "1 < 2 & 3"),
        ("<title>A</title>", "A"),
    ],
)
def test_texts_without_what_stands_twice(told: str, text: str) -> None:
    (release,), errors = collected(rss(told))
    assert (release.text, errors) == (text, [])


def test_calendars_are_followed_where_they_are_asked_for() -> None:
    calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    feed = rss(f"{LINK}<description>{WHOLE}</description><enclosure url='https://e.org/a' type='text/calendar'/>")
    for follow, asked in ((False, []), (True, ["https://e.org/a"])):
        site = Site(a=calendar)
        releases, _ = collected(feed, site.get, follow)
        assert (len(releases), site.asked) == (1, asked)


# --- broken and hostile


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        (rss("<title>A</title>", "<title>B & <b>c</title>", "<title>D</title>"), ["A", "B & c", "D"]),
        (rss("<title>A</title>")[:-30], ["A"]),
        (rss("<title>A<description>b</description>"), ["Ab"]),
        ("<rss><channel><item><title>A</title><item><title>B</title></channel></rss>", ["A", "B"]),
        ("<rss><channel><item><title>A</title><content:encoded>x</content:encoded></item></channel></rss>", ["A"]),
        ("\n\n  <?xml version='1.0'?>" + rss("<title>A</title>"), ["A"]),
        (rss("<title>&#xD800;A&#0;&#99999999999;&#x110000;</title>"), ["\ufffdA\ufffd\ufffd\ufffd"]),
        (rss("<title><![CDATA[A & B]]></title>"), ["A & B"]),
        ('<!DOCTYPE rss [<!ENTITY a "x">]>' + rss("<title>A&a;</title>"), ["A"]),
        (rss(), []),
        (rss("<title>A</title>").replace("<rss", "<rss xmlns='a b}c' xmlns:a=''"), ["A"]),
        (rss("<title>A</title><description><a:b:c xmlns:a='d}e'/></description>"), ["A"]),
    ],
)
def test_what_can_be_read_of_a_broken_feed_is_delivered(source: str, titles: list[str]) -> None:
    assert [item.title for item in items(document(source))] == titles


def test_a_feed_whose_own_link_is_no_address_is_read() -> None:
    head = "<link>http://[!ENTITY a]</link>"
    assert only(rss("<title>Forum</title><link>/a</link>", head=head), url="https://a.example/feed").title == "Forum"


def test_undeclared_prefixes_that_all_know_are_read() -> None:
    item = only(f"<rss><channel><item><content:encoded>{WHOLE}</content:encoded></item></channel></rss>")
    assert item.content is not None
    assert item.content.text == WHOLE.strip()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (rss(), "x: is a feed without items"),
        (rss("<link>javascript:1</link>"), "x[0]: has neither text nor title"),
        ("<html><body>No feed</body></html>", "x: is no feed"),
        ("plain words", "x: is no XML"),
        ('{"items": 1}', "x: is no JSON Feed"),
        ("{", "x: is JSON that cannot be read"),
        ('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000, "x: is JSON that cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(source: str, told: str) -> None:
    releases, errors = collected(source)
    assert releases == []
    assert errors[0].startswith(told)


def test_more_items_than_are_read_are_told() -> None:
    for source in (rss(*["<title>A</title>"] * (MAX_ITEMS + 5)), json_feed(*[{"title": "A"}] * (MAX_ITEMS + 5))):
        releases, errors = collected(source)
        assert len(releases) == MAX_ITEMS
        assert "what is behind them is left out" in errors[0]


HOSTILE = {
    "entities": '<!DOCTYPE r [<!ENTITY a "' + "z" * 9999 + '">]>' + rss("<title>A" + "&a;" * 20_000 + "</title>"),
    "file": '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss("<title>A&a;</title>"),
    "items": rss(*[""] * 150_000),
    "attributes": rss("<title " + " ".join(f"a{n}=''" for n in range(50_000)) + ">A</title>"),
    "author": rss("<title>A</title><author>" + "a." * 50_000 + "</author>"),
    "categories": rss("<title>A</title>" + "<category>a</category>" * 50_000),
    "links": rss("<title>A</title>" + "<link>a</link>" * 50_000),
    "deep": rss("<title>A</title><description>" + "<b>" * 100_000),
    "deep-html": rss("<title>A</title><description>" + "&lt;b&gt;" * 50_000 + "</description>"),
    "open-tags": rss("<title>A</title><description>" + "<a " * 100_000),
    "unclosed-items": '<rss version="2.0"><channel>' + f"<item><title>A</title><description>{'Words. ' * 20}" * 120,
    "ampersands": rss("<title>A</title><description>" + "&" * 500_000 + "</description>"),
    "cdata": rss("<title>A</title><description>" + "<![CDATA[" * 100_000),
    "comments": rss("<title>A</title><description>" + "<!--" * 100_000),
    "blanks": " " * 500_000 + rss("<title>A</title>"),
    "date": rss("<title>A</title><pubDate>" + "Mon " * 100_000 + "</pubDate>"),
    "references": rss("<title>A" + "&#1" * 100_000 + "</title>"),
    "number": rss("<title>A&#" + "9" * 500_000 + ";</title>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_feeds_end_soon(name: str) -> None:
    begun = time.process_time()
    releases, errors = collected(HOSTILE[name])
    assert releases or errors
    assert all("zz" not in str(release) and "root:" not in str(release) for release in releases)
    assert time.process_time() - begun < 2


def test_a_page_that_is_a_feed_again_ends() -> None:
    feed = rss(f"{LINK}<description>Again.</description>")
    site = Site(**{"1": feed})
    errors: list[InputError] = []
    (release,) = releases_of(document(feed), Reading(on_error=errors.append, get=site.get))
    assert (release.text, len(site.asked), len(errors)) == ("Again.", 1, 1)
