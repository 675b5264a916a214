"""Formats of news agencies: NewsML, NITF, ninjs; what is withdrawn, datelines that are elements, hostile input."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pytest

from eventx.errors import InputError
from eventx.ingest import iter_releases, read
from eventx.ingest.days import day_in
from eventx.ingest.wire import opened
from eventx.model import Release

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
BODY = "<p>The Harbour Forum will be held on Oct. 4, 2021.</p>"


def item(
    meta: str = "", content_meta: str = "", body: str = BODY, guid: str = "urn:x:1", content: str = "inlineXML"
) -> str:
    return (
        f'<newsItem {G2} guid="{guid}" xml:lang="en"><itemMeta>{meta}</itemMeta>'
        f"<contentMeta>{content_meta}</contentMeta><contentSet><{content}>{body}</{content}></contentSet></newsItem>"
    )


def nitf(head: str = "", body_head: str = "", body: str = BODY) -> str:
    return (
        f"<nitf><head>{head}</head><body><body.head>{body_head}</body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def ninjs(**keys: Any) -> str:
    return json.dumps({"uri": "urn:x:1", "versioncreated": "2021-09-27T09:00:00Z", "body_html": BODY, **keys})


def collected(source: str) -> tuple[list[Release], list[str]]:
    errors: list[InputError] = []
    releases = list(iter_releases(source.encode(), on_error=errors.append, name="x"))
    return releases, [str(error) for error in errors]


# --- days as they are written


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-09-27", date(2021, 9, 27)),
        ("20210927", date(2021, 9, 27)),
        ("2021-09-27T23:30:00-07:00", date(2021, 9, 27)),
        ("2021-09-27T00:10:00.000Z", date(2021, 9, 27)),
        ("2021-09-27T00:10Z", date(2021, 9, 27)),
        ("2021-09-27 00:10:00 +0200", date(2021, 9, 27)),
        ("20210927T233000Z", date(2021, 9, 27)),
        ("20210927T233000+0100", date(2021, 9, 27)),
        ("Mon, 27 Sep 2021 23:30:00 -0700", date(2021, 9, 27)),
        ("27 Sep 2021 23:30 EST", date(2021, 9, 27)),
        ("2021-09-27 23:30:00 UTC", date(2021, 9, 27)),
        ("2021-09-27t23:30:00z", date(2021, 9, 27)),
        ("Mon, 27 Sep 2021", date(2021, 9, 27)),
        ("Mon, 27 Sept 2021 10:00:00 GMT", date(2021, 9, 27)),
        ("September 27, 2021", date(2021, 9, 27)),
        ("27/09/2021", None),
        ("Mon, 27 Sep 21 23:30:00 GMT", date(2021, 9, 27)),
        ("2021-09", None),
        ("2021", None),
        ("2021-02-30", None),
        ("Mon, 31 Feb 2021 10:00:00 GMT", None),
        ("yesterday", None),
        ("1" * 100_000, None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_is_that_of_its_own_offset(written: str | None, day: date | None) -> None:
    assert day_in(written) == day


# --- datelines


@pytest.mark.parametrize(
    ("text", "dateline", "located", "whole"),
    [
        ("The forum opens.", "BEIJING, Sept. 27", "", "BEIJING, Sept. 27 -- The forum opens."),
        ("The forum opens.", "BEIJING, Sept. 27 --", "", "BEIJING, Sept. 27 -- The forum opens."),
        ("The forum opens.", "Helsinki", "", "HELSINKI -- The forum opens."),
        ("The forum opens.", "", "Helsinki", "HELSINKI -- The forum opens."),
        ("The Helsinki forum opens.", "Helsinki", "", "HELSINKI -- The Helsinki forum opens."),
        ("Helsinki (XY) - The forum opens.", "Helsinki", "Helsinki", "Helsinki (XY) - The forum opens."),
        ("(XY) - Rome, Oct. 11 - It opens.", "", "Rome", "(XY) - Rome, Oct. 11 - It opens."),
        ("NEW YORK (AX) — It opens.", "New York", "", "NEW YORK (AX) — It opens."),
        ("PARIS, Oct. 11 -- It opens.", "", "London", "PARIS, Oct. 11 -- It opens."),
        ("The forum opens.", "20170102T222800+0000", "", "The forum opens."),
        ("The forum opens.", "ROME, 27 September 2021", "", "ROME, 27 September 2021 -- The forum opens."),
        ("The forum opens.", "", "", "The forum opens."),
    ],
)
def test_a_dateline_stands_once_in_front(text: str, dateline: str, located: str, whole: str) -> None:
    assert opened(text, dateline, located) == whole


# --- what each format tells


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            item("<versionCreated>2021-09-27T23:00:00-05:00</versionCreated><title>slug</title>"),
            Release(text="", id="urn:x:1", title="slug", published=date(2021, 9, 27), lang="en"),
        ),
        (
            item(
                "<title>slug</title>", "<headline role='x'>Sub</headline><headline>Main</headline><language tag='de'/>"
            ),
            Release(text="", id="urn:x:1", title="Main", lang="de"),
        ),
        (
            item("", "<contentCreated>2021-09-26T09:00:00Z</contentCreated>", guid="https://e.org/1"),
            Release(text="", id="https://e.org/1", url="https://e.org/1", published=date(2021, 9, 26), lang="en"),
        ),
        (
            nitf("<title>T</title><docdata><doc-id id-string='7'/></docdata>"),
            Release(text="", id="7", title="T"),
        ),
        (
            nitf("<pubdata date.publication='20210927'/>", "<hedline><hl1>A</hl1><hl2>B</hl2></hedline>").replace(
                "<nitf>", "<nitf xml:lang='en-GB'>"
            ),
            Release(text=" ", title="A", published=date(2021, 9, 27), lang="en-GB"),
        ),
        (
            ninjs(headline="A", contentcreated="2021-09-20", language="en"),
            Release(text="", id="urn:x:1", title="A", published=date(2021, 9, 27), lang="en"),
        ),
        (
            ninjs(uri=None, guid="g", headlines=[{"value": "A"}, {"role": "main", "value": "B"}], language=7),
            Release(text="", id="g", title="B", published=date(2021, 9, 27)),
        ),
    ],
)
def test_what_is_known_beside_the_text(source: str, expected: Release) -> None:
    (release,) = read(source.encode())
    assert release.text == "The Harbour Forum will be held on Oct. 4, 2021."
    known = ("title", "published", "url", "lang", *(["id"] if not expected.text else []))
    assert {key: getattr(release, key) for key in known} == {key: getattr(expected, key) for key in known}


def test_the_same_item_corrected_keeps_its_id() -> None:
    name = (
        "<ProviderId>e.org</ProviderId><DateId>20210927</DateId><NewsItemId>7</NewsItemId><RevisionId>{}</RevisionId>"
    )
    whole = (
        "<NewsML><NewsItem><Identification><NewsIdentifier>{}</NewsIdentifier></Identification>"
        "<NewsComponent><ContentItem><DataContent><p>Text {}.</p></DataContent></ContentItem></NewsComponent>"
        "</NewsItem></NewsML>"
    )
    first, second = (read(whole.format(name.format(n), n).encode())[0] for n in (1, 2))
    assert (first.id, first.text, second.text) == ("urn:newsml:e.org:20210927:7", "Text 1.", "Text 2.")
    assert second.id == first.id


def test_the_rendition_that_says_most_is_read() -> None:
    source = item().replace("<contentSet>", "<contentSet><inlineData>Forum on Oct. 4.</inlineData><remoteContent/>")
    assert read(source.encode())[0].text == "The Harbour Forum will be held on Oct. 4, 2021."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One.</p><ul><li>Two</li><li>Three</li></ul>", "One.\n\nTwo\n\nThree"),
        ("<block><p>One <person>A. B.</person> said.</p></block><hl2>Two</hl2>", "One A. B. said.\n\nTwo"),
        ("<p>One.</p><media><media-caption>Oct. 1, 2019</media-caption></media> Two.", "One.\n\nTwo."),
        ("<![CDATA[<p>One.</p><p>Two.</p>]]>", "One.\n\nTwo."),
        ("<p>One\ntwo.\n    Three\nfour.</p>", "One\ntwo.\n\nThree\nfour."),
        ("<p>\n        One\n        two.</p>", "One two."),
        ("<p>One&nbsp;two &copy; &unknown;</p>", "One two ©"),
        ("<table><tr><td>When</td><td>Oct. 4</td></tr></table>", "When: Oct. 4"),
    ],
)
def test_bodies(body: str, text: str) -> None:
    assert read(nitf(body=body).encode())[0].text == text
    assert read(item(body=f"<nitf><body><body.content>{body}</body.content></body></nitf>").encode())[0].text == text


# --- what is not read


@pytest.mark.parametrize(
    "source",
    [
        item('<pubStatus qcode="stat:canceled"/>'),
        item('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"/>'),
        nitf('<docdata management-status="canceled"/>'),
        ninjs(pubstatus="canceled"),
        ninjs(pubStatus="Withheld"),
        "<NewsML><NewsItem><NewsManagement><Status FormalName='Canceled'/></NewsManagement></NewsItem></NewsML>",
    ],
)
def test_what_its_agency_withdrew_is_told(source: str) -> None:
    releases, (error,) = collected(source)
    assert releases == []
    assert error.startswith("x: was withdrawn by its agency (")


def test_one_withdrawn_item_does_not_stop_the_others() -> None:
    withdrawn = item('<pubStatus qcode="stat:canceled"/>')
    message = f"<newsMessage>{withdrawn}{item()}{item(body='')}</newsMessage>"
    releases, errors = collected(message)
    assert [release.id for release in releases] == ["urn:x:1"]
    assert [error.partition(": ")[0] for error in errors] == ["x[0]", "x[2]"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (f"<packageItem {G2}><groupSet><group/></groupSet></packageItem>", "holds no news item"),
        (item(body=""), "holds no text"),
        (nitf(body=" "), "holds no text"),
        ("<nitf><head/></nitf>", "is NITF without a body"),
        (ninjs(body_html=""), "holds no text"),
        ('{"versioncreated": "2021", "bodies": [1, {"value": 2}]}', "holds no text"),
        ('[{"versioncreated": "2021"}, 7]', "holds no text"),
        ('{"versioncreated": ' + "[" * 100_000, "is JSON that cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(source: str, told: str) -> None:
    releases, errors = collected(source)
    assert releases == []
    assert told in errors[0]
    assert "\n" not in errors[0]


BOMB = '<!DOCTYPE nitf [<!ENTITY a "{}">{}]>'.format(
    "ha" * 100, "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
)


@pytest.mark.parametrize(
    "source",
    [
        BOMB + nitf(body="<p>One &h; two</p>"),
        '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + nitf(body="<p>One &x; two</p>"),
        nitf(body="<p>" * 100_000 + "One"),
        nitf(body="<p " + " ".join(f'a{n}="1"' for n in range(50_000)) + ">One</p>"),
        nitf(body="<b>One</b>" * 100_000),
        nitf(body="<p>One" + "\n    x" * 200_000 + "</p>"),
        nitf(body="<media>One</media>" * 50_000 + "One"),
        nitf(body="<a " * 200_000),
        nitf(body="<p a='<![CDATA[&#xD800;'>One</p><n:p:q xmlns:n='a b'>two</n:p:q>"),
        item(body="<" * 500_000),
        item(meta="<versionCreated>" + "9" * 500_000 + "</versionCreated>"),
        f"<newsMessage>{'<newsItem/>' * 60_000}</newsMessage>",
        ninjs(body_html="<b>" * 60_000),
        ninjs(headline="\ud800 x", located="x" * 500_000),
        "[" + ",".join(['{"bodies":[]}'] * 50_000) + "]",
    ],
    ids=range(15),
)
def test_hostile_input_ends_soon(source: str) -> None:
    begun = time.perf_counter()
    releases, errors = collected(source)
    assert releases or errors
    assert all("ha" not in release.text and "root:" not in release.text for release in releases)
    assert time.perf_counter() - begun < 5  # two seconds, on a machine that does other things too
