"""The feed server: what it answers, to whom, and how it stands up to those who mean it no good."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import shutil
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from starlette.testclient import TestClient

from eventx.errors import OptionError, StoreError
from eventx.model import replace
from eventx.serve import feeds as feeding
from eventx.serve.app import create_app
from eventx.serve.feeds import NamedFeed, Window, asked_of, feed_of, hashed, links, query_of, row_of
from eventx.serve.gate import POLICY
from eventx.serve.responses import Body, http_date, wants_gzip
from eventx.serve.settings import Settings, checked, out_of_reach
from eventx.serve.shelf import Edition, Shelf, Unready
from eventx.store import Filter, Store, open_store
from tests.databases import FAIR, FORUM, NOW, told, varied

TODAY = datetime(2021, 9, 20, 8, tzinfo=UTC)
PLAIN = {"accept-encoding": "identity"}
FEED = "/feeds/all.ics"
TOKEN = "a-secret-that-is-as-long-as-they-are-made--"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A calendar of a forum in Geneva and a fair in Bergen."""
    path = tmp_path / "calendar.db"
    store = open_store(str(path))
    store.add(*told("Item", date(2021, 9, 1), FORUM, FAIR), NOW)
    store.close()
    return path


def client(db: Path, *, clock: Callable[[], datetime] = lambda: TODAY, **more: Any) -> TestClient:
    """A client of a server of that calendar, which looks for changes at each request."""
    app = create_app(Settings(db=str(db), pause=0, **more), clock=clock)
    return TestClient(app, base_url="http://127.0.0.1", headers=PLAIN, raise_server_exceptions=False)


def opened(db: Path) -> Store:
    return open_store(str(db))


def private(db: Path, name: str = "board", token: str = TOKEN) -> NamedFeed:
    """A private feed in the calendar."""
    feed = NamedFeed(name=name, token=hashed(token))
    opened(db).put_feed(row_of(feed))
    return feed


def titles(text: str) -> list[str]:
    """The SUMMARYs of a calendar file."""
    return re.findall(r"^SUMMARY:(.*)\r$", text, re.MULTILINE)


def test_feed_19_has_its_type_and_is_shown_inline(db: Path) -> None:
    answer = client(db).get(FEED)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == "inline"
    assert titles(answer.text) == ["2021 Lakeside Robotics Forum", "Old Harbour Book Fair"]


def test_feed_19_one_event_is_a_file_to_keep(db: Path) -> None:
    answer = client(db).get("/events/item-0@eventx.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="item-0.ics"'
    assert titles(answer.text) == ["2021 Lakeside Robotics Forum"]


@pytest.mark.parametrize("address", [FEED, "/events/item-0@eventx.ics", "/feeds/all.atom", "/api/events", "/healthz"])
def test_feed_19_head_is_get_without_the_body(db: Path, address: str) -> None:
    served = client(db)
    got, head = served.get(address), served.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(got.headers)
    assert int(head.headers["content-length"]) == len(got.content)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_feed_19_nothing_else_is_answered(db: Path, method: str) -> None:
    answer = client(db).request(method, FEED)
    assert answer.status_code == 405
    assert {each.strip() for each in answer.headers["allow"].split(",")} == {"GET", "HEAD"}


def test_feed_20_an_etag_is_strong_and_of_the_bytes(db: Path) -> None:
    first, second = client(db).get(FEED), client(db, clock=lambda: TODAY + timedelta(hours=5)).get(FEED)
    assert re.fullmatch(r'"[0-9a-f]{32}"', first.headers["etag"])
    assert first.headers["etag"] == second.headers["etag"]
    assert first.content == second.content, "nothing in the bytes tells when they were made"
    packed = client(db).get(FEED, headers={"accept-encoding": "gzip"})
    assert packed.headers["etag"] != first.headers["etag"], "other bytes, another strong ETag"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("{0}", 304), ("W/{0}", 304), ('"x", {0}', 304), ("*", 304), ('"x",{0} , "y"', 304),
        ('"x"', 200), ("", 200), ('"', 200), ("{0}x", 200),
    ],
)  # fmt: skip
def test_feed_20_if_none_match(db: Path, form: str, status: int) -> None:
    served = client(db)
    etag = served.get(FEED).headers["etag"]
    answer = served.get(FEED, headers={"if-none-match": form.format(etag)})
    assert (answer.status_code, answer.headers["etag"]) == (status, etag)
    if status == 304:
        assert answer.content == b""
        assert "content-length" not in answer.headers
        assert answer.headers["cache-control"] and answer.headers["vary"] and answer.headers["last-modified"]


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 20 Sep 2021 08:00:00 GMT", 304), ("Monday, 20-Sep-21 08:00:00 GMT", 304),
        ("Mon Sep 20 08:00:00 2021", 304), ("Tue, 21 Sep 2021 00:00:00 GMT", 304),
        ("Mon, 20 Sep 2021 07:59:59 GMT", 200), ("Mon, 20 Sep 2021 09:59:59 +0200", 200),
        ("yesterday", 200), ("", 200), ("Mon, 99 Sep 2021 08:00:00 GMT", 200), ("0", 200),
    ],
)  # fmt: skip
def test_feed_20_if_modified_since(db: Path, since: str, status: int) -> None:
    assert client(db).get(FEED, headers={"if-modified-since": since}).status_code == status


def test_feed_20_if_none_match_beats_if_modified_since(db: Path) -> None:
    served, late = client(db), "Tue, 21 Sep 2032 00:00:00 GMT"
    etag = served.get(FEED).headers["etag"]
    early = "Mon, 21 Sep 1998 00:00:00 GMT"
    assert served.get(FEED, headers={"if-none-match": '"x"', "if-modified-since": late}).status_code == 200
    assert served.get(FEED, headers={"if-none-match": etag, "if-modified-since": early}).status_code == 304


def test_feed_20_a_change_within_the_second_is_seen_by_its_date(db: Path) -> None:
    served, store = client(db), opened(db)
    before = served.get(FEED).headers["last-modified"]
    store.edit("item-0@eventx", {"title": "Renamed Forum"}, NOW)
    after = served.get(FEED, headers={"if-modified-since": before})
    assert after.status_code == 200
    assert http_date(after.headers["last-modified"]) > http_date(before)  # type: ignore[operator]


def test_feed_21_an_error_is_answered_with_the_last_good_feed(
    db: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    served = client(db)
    good = served.get(FEED)
    opened(db).edit("item-0@eventx", {"title": "Renamed Forum"}, NOW)

    def broken(*_: object, **__: object) -> bytes:
        raise StoreError("the disk is on fire")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "calendar", broken)
        answer = served.get(FEED)
        assert (answer.status_code, answer.content) == (200, good.content)
        assert "the disk is on fire" in caplog.text
    assert "Renamed Forum" in served.get(FEED).text, "and is made anew when that is possible again"


def test_feed_21_a_calendar_that_is_gone_is_served_on(db: Path) -> None:
    served = client(db)
    good = served.get(FEED)
    hidden = db.rename(db.with_name("elsewhere.db"))
    assert served.get(FEED).content == good.content
    assert served.get("/healthz").json() == {"status": "stale"}
    hidden.rename(db)
    assert served.get("/healthz").json() == {"status": "ok"}


def test_feed_21_what_takes_too_long_is_answered_with_the_last_good_feed(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with client(db, patience=0.2) as served:
        good = served.get(FEED)
        opened(db).edit("item-0@eventx", {"title": "Renamed Forum"}, NOW)
        whole = Store.calendar
        monkeypatch.setattr(Store, "calendar", lambda *a, **k: (time.sleep(0.6), whole(*a, **k))[1])
        assert served.get(FEED).content == good.content
        time.sleep(0.8)
        assert "Renamed Forum" in served.get(FEED).text


def test_feed_21_fails_only_where_nothing_was_ever_good(tmp_path: Path) -> None:
    served = client(tmp_path / "none.db")
    assert [served.get(each).status_code for each in (FEED, "/healthz")] == [503, 503]
    assert served.get(FEED).headers["retry-after"] == "60"
    assert str(tmp_path) not in served.get(FEED).text


def test_feed_21_gone_only_for_what_was_removed_on_purpose(db: Path) -> None:
    served, store = client(db), opened(db)
    store.put_feed(row_of(NamedFeed(name="old", removed=True)))
    store.put_feed(row_of(NamedFeed(name="secret", token=hashed(TOKEN), removed=True)))
    addresses = ["/feeds/old.ics", "/feeds/old.atom", f"/f/{TOKEN}.ics", "/feeds/never.ics", "/feeds/secret.ics"]
    assert [served.get(each).status_code for each in addresses] == [410, 410, 410, 404, 404]


@pytest.mark.parametrize("address", ["/feeds/all.ics/", "/feeds/all", "/feeds/ALL.ics", "/feeds//all.ics", "/feeds"])
def test_feed_22_no_address_leads_to_another(db: Path, address: str) -> None:
    assert client(db).get(address, follow_redirects=False).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True), ("deflate, gzip;q=0.5", True), ("GZIP", True), ("x-gzip", True), ("br, gzip ; q=1", True),
        ("gzip;q=0", False), ("identity", False), ("", False), ("*", False), ("br", False), ("gzip;q=x", False),
    ],
)  # fmt: skip
def test_feed_22_gzip_only_for_those_who_ask(db: Path, accepted: str, packed: bool) -> None:
    assert wants_gzip(accepted) is packed
    answer = client(db).get(FEED, headers={"accept-encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.text == client(db).get(FEED).text


def test_feed_22_gzip_can_be_switched_off(db: Path) -> None:
    asked = {"accept-encoding": "gzip"}
    by_address, by_server = (
        client(db).get(f"{FEED}?gzip=off", headers=asked),
        client(db, gzip=False).get(FEED, headers=asked),
    )
    assert "content-encoding" not in by_address.headers
    assert "content-encoding" not in by_server.headers


def test_feed_22_robots_may_fetch_feeds(db: Path) -> None:
    from urllib.robotparser import RobotFileParser

    rules = RobotFileParser()
    rules.parse(client(db).get("/robots.txt").text.splitlines())
    addresses = ["/feeds/all.ics", f"/f/{TOKEN}.ics", "/events/x.ics", "/api/events"]
    assert [rules.can_fetch("Google-Calendar-Importer", each) for each in addresses] == [True, True, True, False]


def test_feed_23_a_token_opens_a_private_feed_and_nothing_else_does(db: Path) -> None:
    served = client(db)
    private(db)
    answer = served.get(f"/f/{TOKEN}.ics")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    others = ["/feeds/board.ics", "/f/board.ics", f"/feeds/{TOKEN}.ics", f"/f/{hashed(TOKEN)}.ics", f"/f/{TOKEN}x.ics",
              f"/f/{TOKEN[:-1]}.ics", "/f/.ics", "/f/%00.ics", f"/f/{TOKEN}.ics/x", "/f/", "/f"]  # fmt: skip
    assert {each: served.get(each).status_code for each in others} == dict.fromkeys(others, 404)


def test_feed_23_wrong_tokens_are_answered_alike(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served, compared = client(db), []
    for n in range(3):
        private(db, f"board{n}", f"{TOKEN}{n}")

    def compare(one: str, other: str) -> bool:
        compared.append((len(one), len(other)))
        return one == other

    monkeypatch.setattr(feeding, "compare_digest", compare)
    seen = set()
    for token in ("x", f"{TOKEN}9", "y" * 300, f"{TOKEN}0", f"{TOKEN}2"):
        compared.clear()
        answer = served.get(f"/f/{token}.ics")
        # each is compared with all, whether or not one fits, and by digests of one length
        assert compared == [(64, 64)] * 3
        if answer.status_code == 404:
            seen.add((answer.content, tuple(sorted(answer.headers.items()))))
    assert len(seen) == 1
    assert feeding.by_token.__globals__["compare_digest"] is compare


def test_feed_23_rotating_ends_the_old_address(db: Path) -> None:
    served, feed = client(db), private(db)
    assert served.get(f"/f/{TOKEN}.ics").status_code == 200
    opened(db).put_feed(row_of(replace(feed, token=hashed("another"))))
    assert served.get(f"/f/{TOKEN}.ics").status_code == 404
    assert "/f/another.ics" in served.get("/f/another.ics").text.replace("\r\n ", "")


def test_feed_23_a_token_is_kept_as_its_hash_alone(db: Path) -> None:
    token = feeding.new_token()
    private(db, token=token)
    client(db).get(f"/f/{token}.ics")
    store = opened(db)
    store.close()
    assert len(token) >= 43, "256 bits"
    assert all(token.encode() not in path.read_bytes() for path in db.parent.iterdir() if path.is_file())


def test_feed_23_no_token_is_in_the_log(db: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "eventx.access")
    private(db)
    served = client(db)
    for address in (f"/f/{TOKEN}.ics", f"/f/{TOKEN}.atom?x=1", f"/f/{TOKEN}", f"/F/{TOKEN}.ics", f"/x/{TOKEN}"):
        served.get(address)
    assert "/f/…" in caplog.text
    assert TOKEN not in caplog.text


def test_feed_24_links_for_subscribing() -> None:
    found = links("https://events.example.org", NamedFeed(name="beijing", title="In Beijing & near"))
    assert found.https == "https://events.example.org/feeds/beijing.ics"
    assert found.webcal == "webcal://events.example.org/feeds/beijing.ics"
    google, outlook = urlsplit(found.google), urlsplit(found.outlook)
    assert (google.netloc, parse_qs(google.query)) == ("calendar.google.com", {"cid": [found.webcal]})
    assert parse_qs(outlook.query) == {"url": [found.https], "name": ["In Beijing & near"]}
    assert urlsplit(found.office).query == outlook.query
    assert any("Google" in name and "day" in often for name, often in feeding.POLLING)


def test_a_feed_holds_180_days_back_and_18_months_ahead(db: Path) -> None:
    for today, number in {
        "2021-09-20": 2, "2022-04-06": 2, "2022-04-07": 1, "2022-05-13": 1, "2022-05-14": 0, "2020-04-03": 0,
        "2020-04-04": 1,
    }.items():  # fmt: skip
        then = datetime.fromisoformat(f"{today}T12:00:00+00:00")
        assert len(titles(client(db, clock=lambda then=then: then).get(FEED).text)) == number, today


def test_a_feed_of_ones_own_window_filter_and_looks(db: Path) -> None:
    feed = NamedFeed(
        name="fairs", wanted=Filter(kind="exhibition", first=date(2020, 1, 1), include=("month",)), color="teal",
        window=Window(back=4000, ahead=10), title="Fairs", hours=12, evidence=False,
    )  # fmt: skip
    assert feed_of(row_of(feed)) == feed
    opened(db).put_feed(row_of(feed))
    text = client(db, clock=lambda: NOW, base_url="https://e.org/").get("/feeds/fairs.ics").text
    assert titles(text) == ["Old Harbour Book Fair"]
    assert "A sentence of" not in text
    for line in ("NAME:Fairs", "COLOR:teal", "X-PUBLISHED-TTL:PT12H", "SOURCE;VALUE=URI:https://e.org/feeds/fairs.ics"):
        assert line in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kind=forum", 1), ("place=bergen", 1), ("from=2021-10-09", 1), ("to=2021-10-09", 1), ("text=harbour", 1),
        ("q=harbour", 1), ("who=GUILD", 1), ("status=cancelled", 0), ("min-confidence=0.9", 0), ("kind=", 2),
        ("utm_source=x&_=12345", 2), ("place=%25", 0), ("place=_", 0), ("text=%27%22%3B--", 0), ("text=%00", 2),
        ("kind=forum&place=bergen", 0), ("from=2010-01-01&to=2050-01-01", 2),
    ],
)  # fmt: skip
def test_a_query_narrows_a_feed(db: Path, query: str, names: int) -> None:
    answer = client(db).get(f"{FEED}?{query}")
    assert (answer.status_code, len(titles(answer.text))) == (200, names)


def test_a_query_cannot_widen_a_feed(db: Path) -> None:
    opened(db).put_feed(row_of(NamedFeed(name="fora", wanted=Filter(kind="forum", place="geneva"))))
    served = client(db)
    for query in ("kind=exhibition", "place=bergen", "from=1990-01-01&to=2090-01-01&text=harbour", "status=confirmed"):
        assert "Harbour" not in served.get(f"/feeds/fora.ics?{query}").text
    assert titles(served.get("/feeds/fora.ics?text=lakeside").text) == ["2021 Lakeside Robotics Forum"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=tomorrow", 400), ("to=2021-13-01", 400), ("min-confidence=high", 400), ("min-confidence=7", 400),
        ("min-confidence=nan", 400), ("status=rejected", 400), ("status=x", 400), ("text=" + "x" * 101, 400),
        ("a=1&" * 21, 400), ("x" * 2001, 414), ("text=" + "%C3%A9" * 400, 414), ("from=" + "9" * 1900, 400),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [FEED, "/feeds/all.atom", "/api/events"])
def test_queries_that_mean_nothing_or_too_much(db: Path, address: str, query: str, status: int) -> None:
    answer = client(db).get(f"{address}?{query}")
    assert answer.status_code == status
    assert len(answer.content) < 200
    assert answer.headers["content-type"].startswith("text/plain")


def test_what_was_rejected_is_nowhere(db: Path) -> None:
    served, store = client(db), opened(db)
    store.reject("item-0@eventx", NOW)
    assert served.get("/events/item-0@eventx.ics").status_code == 404
    for address in (FEED, "/feeds/all.atom", "/api/events"):
        assert "Lakeside" not in served.get(address).text


def test_no_sentence_of_a_release_is_shown_where_none_is_wanted(db: Path) -> None:
    served = client(db, evidence=False)
    for address in (FEED, "/feeds/all.atom", "/api/events", "/events/item-0@eventx.ics"):
        assert "A sentence of" in client(db).get(address).text.replace("\r\n ", "")
        assert "A sentence of" not in served.get(address).text.replace("\r\n ", "")


def test_feeds_alone(db: Path) -> None:
    served = client(db, feeds_only=True)
    closed = ["/api/events", "/api/openapi.json", "/events/item-0@eventx.ics"]
    assert [served.get(each).status_code for each in closed] == [404] * 3
    assert "/events/" not in served.get("/feeds/all.atom").text
    assert served.get(FEED).status_code == 200


def test_events_as_json_by_the_page(db: Path) -> None:
    served = client(db)
    first = served.get("/api/events?limit=1&from=2021-01-01").json()
    second = served.get(first["next"]).json()
    assert [each["title"] for each in (*first["events"], *second["events"])] == [
        "2021 Lakeside Robotics Forum", "Old Harbour Book Fair",
    ]  # fmt: skip
    assert second["next"] is None
    event = first["events"][0]
    assert (event["start"], event["sequence"], event["updated"]) == ("2021-10-04", 0, "2021-09-01T00:00:00+00:00")
    assert served.get(event["ics"]).status_code == 200
    assert served.get("/api/events?after=nobody").json() == {"events": [], "next": None}
    etag = served.get("/api/events").headers["etag"]
    assert served.get("/api/events", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("limit", ["0", "501", "-1", "x", "1e2", "٣", "9" * 50, "1.5", ""])
def test_pages_have_a_limit(db: Path, limit: str) -> None:
    assert client(db).get("/api/events", params={"limit": limit}).status_code == 400


def test_the_description_of_the_api_is_true(db: Path) -> None:
    served = client(db)
    told = served.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    operation = told["paths"]["/api/events"]["get"]
    event = served.get("/api/events").json()["events"][0]
    described = told["components"]["schemas"]["Event"]
    assert described["properties"].keys() == event.keys()
    assert set(described["required"]) <= event.keys()
    kinds = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}
    for name, value in event.items():
        wanted = described["properties"][name]["type"]
        assert ("null" if value is None else kinds[type(value)]) in wanted, name
    for each in operation["parameters"]:
        assert served.get("/api/events", params={each["name"]: "\x01"}).status_code in (200, 400)
    names = {each["name"] for each in operation["parameters"]}
    assert names == {"from", "to", "kind", "place", "status", "who", "text", "min-confidence", "limit", "after"}


def test_news_as_atom(db: Path) -> None:
    served, store = client(db), opened(db)
    before = served.get("/feeds/all.atom")
    assert before.headers["content-type"] == "application/atom+xml; charset=utf-8"
    store.edit("item-1@eventx", {"title": "New Harbour Book Fair"}, NOW + timedelta(days=1))
    answer = served.get("/feeds/all.atom", headers={"if-none-match": before.headers["etag"]})
    space = {"": "http://www.w3.org/2005/Atom"}
    root = ET.fromstring(answer.content)
    entries = root.findall("entry", space)
    assert [each.findtext("title", None, space) for each in entries] == [
        "New Harbour Book Fair", "2021 Lakeside Robotics Forum",
    ]  # fmt: skip
    assert root.findtext("updated", None, space) == entries[0].findtext("updated", None, space)
    content = entries[0].findtext("content", None, space) or ""
    assert "title: Old Harbour Book Fair → New Harbour Book Fair" in content
    ids = [each.findtext("id", None, space) for each in entries]
    assert len(set(ids)) == 2
    assert ET.fromstring(before.content).findall("entry", space)[1].findtext("id", None, space) in ids


HOSTILE = 'Fair\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>"]]>&amp;\x00\x1b[31m\u2028\ufffe\ud800'


def test_titles_cannot_break_out(db: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "eventx.access")
    store = opened(db)
    event = varied(FAIR, title=HOSTILE, series=None, url="javascript:alert(1)", uid="x", organizer=HOSTILE)
    release, events = told("Bad", date(2021, 9, 2), event)
    uid = f'bad set-cookie: a=b"/../{"x" * 300}@eventx'
    events = [replace(each, uid=uid, source=replace(each.source, url="javascript:alert(2)")) for each in events]
    store.add(replace(release, title=HOSTILE), events, NOW)
    store.put_feed(row_of(NamedFeed(name="bad", title=HOSTILE)))
    served = client(db)
    uid = next(each["uid"] for each in served.get("/api/events").json()["events"] if each["uid"].startswith("bad"))
    for address in ("/feeds/bad.ics", "/feeds/bad.atom", "/api/events", f"/events/{quote(uid, safe='')}.ics"):
        answer = served.get(address)
        assert answer.status_code == 200, address
        assert "set-cookie" not in answer.headers
        assert all(re.fullmatch(r"[\x20-\x7e]*", each) for each in answer.headers.values())
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = served.get(f"/events/{quote(uid, safe='')}.ics").headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]{1,60}\.ics"', disposition)
    atom = served.get("/feeds/bad.atom").text
    assert ET.fromstring(atom.encode()) is not None
    assert "<script" not in atom
    assert "javascript:" not in atom
    assert all(line.startswith(("127", "test", "INFO")) for line in caplog.text.splitlines())


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/../../etc/passwd", "/feeds/..%2f..%2fetc%2fpasswd.ics", "/events/../../../etc/passwd.ics",
        "/events/%2e%2e/%2e%2e/etc/passwd.ics", "/feeds/all.ics%00.txt", "/static/..%2f..%2fsetup.cfg", "/.git/config",
        "/feeds/", "/events/", "/f/", "/api/", "//etc/passwd", "/feeds/all.ics;x", "/calendar.db", "/%", "/%ff.ics",
        "/feeds/%ff.ics", "/events/%ff.ics", "/feeds/" + "a" * 900 + ".ics",
    ],
)  # fmt: skip
def test_paths_lead_nowhere_else(db: Path, path: str) -> None:
    answer = client(db).get(path, follow_redirects=False)
    assert (answer.status_code, answer.text) == (404, "Nothing is here.\n")


def test_a_path_may_not_be_endless(db: Path) -> None:
    assert client(db).get("/events/" + "a" * 1100 + ".ics").status_code == 414


def test_every_answer_keeps_browsers_strict(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = client(db)
    etag = served.get(FEED).headers["etag"]
    answers = [served.get(FEED, headers={"if-none-match": etag}), served.get("/x"), served.post(FEED),
               served.get(f"{FEED}?from=x"), served.get("/healthz"), served.get(f"{FEED}?{'x' * 3000}"),
               served.get(FEED, headers={"host": "evil.example"})]  # fmt: skip
    assert [each.status_code for each in answers] == [304, 404, 405, 400, 200, 414, 421]
    monkeypatch.setattr("eventx.serve.doors.query_of", lambda _: 1 / 0)
    answers.append(served.get(FEED))
    assert answers[-1].status_code == 500
    assert "ZeroDivision" not in answers[-1].text
    for each in answers:
        assert each.headers["content-security-policy"] == POLICY
        assert "unsafe" not in POLICY and "default-src 'none'" in POLICY
        assert each.headers["x-content-type-options"] == "nosniff"
        assert each.headers["referrer-policy"] == "same-origin"
        assert "access-control-allow-origin" not in each.headers


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost", 200), ("LOCALHOST:1", 200), ("[::1]:8000", 200), ("evil.example", 421),
     ("127.0.0.1.evil.example", 421), ("", 421)],
)  # fmt: skip
def test_on_loopback_no_other_name_is_answered(db: Path, host: str, status: int) -> None:
    assert client(db).get(FEED, headers={"host": host}).status_code == status
    behind = client(db, base_url="https://events.example.org")
    assert behind.get(FEED, headers={"host": host}).status_code == 200


def test_no_name_of_a_request_gets_into_an_answer(db: Path) -> None:
    served = client(db, base_url="https://events.example.org")
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher"}
    for address in (FEED, "/feeds/all.atom", "/api/events", "/api/openapi.json"):
        assert "evil.example" not in served.get(address, headers=headers).text


def test_the_log_is_one_line_a_request(db: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "eventx.access")
    agent = {"user-agent": 'x" 200 0 "\\\x7f'}
    client(db).get("/feeds/%0d%0aall%22%20.ics?a=%0a%22", headers=agent)
    assert len(caplog.records) == 1
    assert re.fullmatch(
        r'testclient "GET /feeds/%0D%0Aall%22 \.ics\?a=%0a%22" 404 17 [\d.]+ms "x%22 200 0 %22%5C%7F"',
        caplog.records[0].getMessage(),
    )
    client(db, access_log=False).get(FEED)
    assert len(caplog.records) == 1


def test_a_change_in_another_process_shows(db: Path) -> None:
    served = client(db)
    before = served.get(FEED)
    store = opened(db)
    steps: list[Callable[[], object]] = [
        lambda: store.add(*told("More", date(2021, 9, 3), varied(FAIR, title="A Third Thing", series="Thing")), NOW),
        lambda: store.edit("item-0@eventx", {"title": "Renamed"}, NOW),
        lambda: store.confirm("item-0@eventx", NOW),
        lambda: store.reject("item-0@eventx", NOW),
        lambda: store.put_feed(row_of(NamedFeed(name="all", title="Another name"))),
    ]
    seen = {before.headers["etag"]}
    for step in steps:
        step()
        seen.add(served.get(FEED).headers["etag"])
    assert len(seen) == len(steps) + 1


def test_a_calendar_that_is_replaced_by_another_file_is_read(db: Path, tmp_path: Path) -> None:
    served = client(db)
    assert len(titles(served.get(FEED).text)) == 2
    store = open_store(str(tmp_path / "new.db"))
    store.add(*told("Item", date(2021, 9, 1), FORUM), NOW)
    store.backup(tmp_path / "copy.db")
    os.replace(tmp_path / "copy.db", db)
    assert titles(served.get(FEED).text) == ["2021 Lakeside Robotics Forum"]


def test_what_many_ask_for_at_once_is_made_once(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, whole = [], Store.calendar

    def slow(*a: Any, **k: Any) -> bytes:
        made.append(1)
        time.sleep(0.2)
        return whole(*a, **k)

    monkeypatch.setattr(Store, "calendar", slow)
    shelf = Shelf(Settings(db=str(db)), lambda: TODAY)

    async def asked() -> None:
        edition = await shelf.edition()
        make = lambda store: (store.calendar(), "text/plain")  # noqa: E731
        bodies = await asyncio.gather(*(shelf.body(("feed", "all"), edition, make) for _ in range(50)))
        assert len({id(each) for each in bodies}) == 1

    asyncio.run(asked())
    assert len(made) == 1


def test_what_is_kept_for_queries_is_bounded(db: Path) -> None:
    shelf = Shelf(Settings(db=str(db), cache_bytes=10_000), lambda: TODAY)

    async def asked() -> None:
        edition = Edition("1", TODAY.date(), {})
        for n in range(40):
            await shelf.body(("feed", "all"), edition, lambda _: (b"all", "text/plain"))
            content = bytes(1000) + str(n).encode()
            await shelf.body(("feed", "all", f"?q={n}"), edition, lambda _, c=content: (c, "text/plain"))
        for n in range(1500):
            await shelf.body(("event", f"{n}", ""), edition, lambda _: None)

    asyncio.run(asked())
    kept = shelf._kept
    assert ("feed", "all") in kept
    assert sum(each.body.size for each in kept.values() if each.body) <= 10_000
    assert len(kept) <= 1001


def test_a_flood_of_queries_keeps_no_feed_waiting(db: Path) -> None:
    shelf = Shelf(Settings(db=str(db)), lambda: TODAY)

    def slow(_: Store) -> tuple[bytes, str]:
        time.sleep(0.02)
        return b"x", "text/plain"

    async def asked() -> tuple[float, list[object]]:
        edition = Edition("1", TODAY.date(), {})
        flood = [asyncio.create_task(shelf.body(("feed", "all", f"?q={n}"), edition, slow)) for n in range(500)]
        await asyncio.sleep(0)
        start = time.monotonic()
        await shelf.body(("feed", "all"), edition, lambda _: (b"all", "text/plain"))
        took = time.monotonic() - start
        return took, list(await asyncio.gather(*flood, return_exceptions=True))

    took, found = asyncio.run(asked())
    assert took < 0.3
    assert sum(isinstance(each, Unready) for each in found) == 500 - 32


def test_bodies_that_say_the_same_are_kept_once(db: Path) -> None:
    served = client(db)
    served.get("/feeds/all.ics")
    kept = served.app.state.shelf._kept  # type: ignore[attr-defined]
    for n in range(5):
        served.get(f"/events/item-0@eventx.ics?x={n}")
    assert len(kept) == 2


def test_a_body_is_compressed_once() -> None:
    body = Body(b"x" * 10_000, "text/plain", TODAY)

    async def twice() -> list[bytes]:
        return list(await asyncio.gather(body.packed(), body.packed()))

    one, other = asyncio.run(twice())
    assert one is other
    assert len(one) < 100


@pytest.mark.parametrize(
    ("url", "reachable"),
    [
        ("https://events.example.org", True), ("http://93.184.216.34:8000", True), ("https://[2606:2800::1]", True),
        ("http://127.0.0.1:8000", False), ("http://localhost", False), ("http://[::1]:8000", False),
        ("http://192.168.1.7", False), ("http://10.0.0.1", False), ("http://nas", False), ("http://nas.local", False),
        ("http://0.0.0.0:8000", False), ("http://169.254.1.1", False), ("http://[fe80::1]", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_what_can_be_reached_from_outside(url: str, reachable: bool) -> None:
    assert (out_of_reach(url) is None) is reachable


def test_settings_that_mean_nothing() -> None:
    for base in ("example.org", "ftp://example.org", "https://", "https://e.org/?x=1"):
        with pytest.raises(OptionError):
            checked(Settings(db="x", base_url=base))
    assert Settings(db="x", host="::1").base == "http://[::1]:8000"
    assert Settings(db="x").allow_edit
    assert not Settings(db="x", host="0.0.0.0").allow_edit
    assert not Settings(db="x", base_url="https://e.org").allow_edit


@pytest.mark.parametrize("name", ["", "A", "a b", "../x", "a.ics", "-a", "a-", "a" * 65, "ä", "a\n"])
def test_names_that_no_feed_has(name: str) -> None:
    with pytest.raises(OptionError):
        feeding.checked(NamedFeed(name=name))


def test_a_query_has_one_form() -> None:
    asked = asked_of([("to", "2021-12-01"), ("q", " Fair "), ("x", "y"), ("from", "2021-01-01")])
    assert query_of(asked) == "?from=2021-01-01&to=2021-12-01&text=Fair"
    assert asked_of([("x", "y"), ("kind", " ")]) is None


def test_a_backup_holds_the_feeds(db: Path, tmp_path: Path) -> None:
    private(db)
    opened(db).backup(tmp_path / "backup.db")
    shutil.copy(tmp_path / "backup.db", tmp_path / "other.db")
    assert client(tmp_path / "other.db").get(f"/f/{TOKEN}.ics").status_code == 200


def test_json_of_a_lone_surrogate(db: Path) -> None:
    event = varied(FAIR, title="Half \ud800 pair", series=None)
    opened(db).add(*told("Odd", date(2021, 9, 2), event), NOW)
    assert len(json.loads(client(db).get("/api/events").content)["events"]) == 3
