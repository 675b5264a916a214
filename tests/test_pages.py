"""The page: what it shows of an event, what it lets nobody smuggle in, and who may decide in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from shutil import copy
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from eventx.model import Event, Source
from eventx.serve import grid, pages, render, words
from eventx.serve.app import create_app
from eventx.serve.asked import NOTHING, asked
from eventx.serve.links import Links, segment
from eventx.serve.listing import listed
from eventx.serve.occurrences import occurrences
from eventx.serve.render import Site
from eventx.serve.review import Reviewing
from eventx.serve.settings import Settings
from eventx.serve.views import card, entry
from eventx.store import Store, open_store
from tests.events import event
from tests.pagecal import HOSTILE, NOW, TODAY, told

NOVEMBER = date(2026, 11, 1)
BASE = "http://127.0.0.1"
LONDON = ZoneInfo("Europe/London")


class Seen(HTMLParser):
    """Tags with their attributes, and the text that a reader sees."""

    def __init__(self, page: bytes | str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode() if isinstance(page, bytes) else page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, tag: str, name: str) -> list[str]:
        """An attribute of all elements of a kind."""
        return [
            value for found, attributes in self.tags if found == tag and (value := attributes.get(name)) is not None
        ]

    def field(self, name: str) -> str:
        """The value of the first field of a name."""
        return next(a.get("value") or "" for _, a in self.tags if a.get("name") == name)


@pytest.fixture
def store(page_calendar: Path, tmp_path: Path) -> Iterator[Store]:
    made = open_store(str(copy(page_calendar, tmp_path)))
    yield made
    made.close()


def client_of(store: Store, ip: str = "127.0.0.1", **told: object) -> TestClient:
    settings = Settings(db=store.where, pause=0, **told)  # type: ignore[arg-type]
    app = create_app(settings, clock=lambda: NOW, more=pages.routes(settings))
    return TestClient(app, base_url=BASE, client=(ip, 40000), follow_redirects=False)


@pytest.fixture
def client(store: Store) -> TestClient:
    """On loopback: whoever asks may decide."""
    return client_of(store)


@pytest.fixture
def stranger(store: Store) -> TestClient:
    """Of a server that has a name on the web."""
    return client_of(store, "203.0.113.9", base_url=BASE)


def rendered(store: Store) -> dict[str, bytes]:
    events = store.events()
    site = Site(name=HOSTILE, links=Links(up="../"))
    found = {f"event {e.title[:20]}": render.event_page(site, entry(store.entry(e.uid))) for e in events}
    found["month"] = render.month_page(site, NOVEMBER, TODAY, events, NOTHING)
    typed = asked([("q", HOSTILE), ("place", '"><script>'), ("from", "<b>")])
    found["typed"] = render.month_page(site, NOVEMBER, TODAY, events, typed)
    found["agenda"] = render.agenda_page(site, HOSTILE, (TODAY, date(2027, 12, 1)), TODAY, events, NOTHING)
    found["files"] = render.month_page(Site(name=HOSTILE, live=False), NOVEMBER, TODAY, events, NOTHING)
    found["message"] = render.message_page(site, HOSTILE, HOSTILE)
    return found


def test_nothing_that_a_release_says_becomes_part_of_the_page(store: Store) -> None:
    for name, page in rendered(store).items():
        seen = Seen(page)
        assert {"script", "link", "meta"} >= {tag for tag, _ in seen.tags if tag in ("script", "img", "iframe", "b")}, (
            name
        )
        assert [a.get("src") for tag, a in seen.tags if tag == "script"] in (
            ["../static/page.js"],
            ["./static/page.js"],
        )
        attributes = {attribute for _, found in seen.tags for attribute in found}
        assert not [each for each in attributes if each.startswith("on") or each in ("style", "srcdoc")], name
        assert HOSTILE in seen.text or "event" in name


def test_links_are_of_the_web_or_of_the_page(store: Store) -> None:
    for name, page in rendered(store).items():
        seen = Seen(page)
        links = [*seen.values("a", "href"), *seen.values("form", "action"), *seen.values("link", "href")]
        assert {urlsplit(link).scheme for link in links} <= {"", "http", "https", "webcal"}, name
        assert "javascript:" not in page.decode().lower(), name


def test_links_out_tell_nobody_where_they_are_from(store: Store) -> None:
    page = rendered(store)["month"]
    out = [a for tag, a in Seen(page).tags if tag == "a" and (a.get("href") or "").startswith("http")]
    assert out
    assert all("noopener" in (a.get("rel") or "") for a in out)


def test_the_same_values_give_the_same_page(store: Store) -> None:
    assert rendered(store) == rendered(store)


def test_an_event_shows_its_evidence_history_and_release(store: Store) -> None:
    found = next(each for each in store.events() if each.title == "Harbor Logistics Forum")
    seen = Seen(render.event_page(Site(name="Events", links=Links(up="../")), entry(store.entry(found.uid))))
    assert "The Harbor Logistics Forum opens at Quai Hall" in seen.text
    assert "16–19 November 2026" in seen.text
    assert "Found" in seen.text
    assert "https://news.example.com/0" in seen.values("a", "href")


def test_without_evidence_no_sentence_is_shown(store: Store) -> None:
    site = Site(name="Events", evidence=False)
    page = render.month_page(site, NOVEMBER, TODAY, store.events(), NOTHING)
    one = entry(store.entry(store.events()[0].uid), evidence=False)
    for _, each in told():
        assert each.evidence[0].text not in Seen(page).text
        assert each.evidence[0].text not in Seen(render.event_page(site, one)).text


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        (date(2026, 11, 5), None, "day", "Thursday 5 November 2026"),
        (date(2026, 11, 5), date(2026, 11, 9), "day", "5–9 November 2026"),
        (date(2026, 11, 28), date(2026, 12, 2), "day", "28 November – 2 December 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "day", "30 December 2026 – 2 January 2027"),
        (date(2026, 11, 2), date(2026, 11, 8), "week", "The week of 2 November 2026"),
        (date(2026, 11, 1), date(2026, 11, 30), "month", "Some time in November 2026"),
        (datetime(2026, 7, 5, 9, 30, tzinfo=LONDON), None, "day", "Sunday 5 July 2026, 09:30 BST"),
        (
            datetime(2026, 11, 5, 9, 30, tzinfo=ZoneInfo("America/Lima")), datetime(2026, 11, 5, 11, tzinfo=UTC), "day",
            "Thursday 5 November 2026, 09:30–11:00 UTC-05",
        ),
        (datetime(2026, 11, 5, 9, 30), None, "day", "Thursday 5 November 2026, 09:30"),
    ],
)  # fmt: skip
def test_days_as_a_reader_says_them(start: date, end: date | None, precision: str, expected: str) -> None:
    assert words.spoken(event("u", "Talk", start, end, precision=precision)) == expected


@pytest.mark.parametrize(
    ("rule", "end", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=WE", date(2026, 11, 25), [4, 11, 18, 25]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261111", None, [4, 9, 11]),
        ("FREQ=DAILY;COUNT=3", None, [4, 5, 6]),
        ("FREQ=WEEKLY;INTERVAL=2", None, [4, 18]),
        ("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", None, [4]),  # would be counted for hours: shown once
        ("FREQ=DAILY;BYDAY=XX", None, [4]),
    ],
)
def test_what_repeats_is_on_the_days_of_its_rule(rule: str, end: date | None, expected: list[int]) -> None:
    found = occurrences(event("u", "Class", date(2026, 11, 4), end, rrule=rule), NOVEMBER, date(2026, 11, 30))
    assert [first.day for first, _ in found] == expected


def test_days_that_fall_out_of_a_rule_and_further_ones() -> None:
    notes = ("Not on 2026-11-11.", "Cancelled on 2026-11-18.", "Also on 2026-11-20, 2026-12-04.", "Not on Fridays.")
    told = event("u", "Class", date(2026, 11, 4), date(2026, 11, 25), rrule="FREQ=WEEKLY", notes=notes)
    assert [first.day for first, _ in occurrences(told, NOVEMBER, date(2026, 11, 30))] == [4, 20, 25]


def _laid(*events: Event) -> list[tuple[str, int, int, int, bool, bool]]:
    found = grid.weeks(NOVEMBER, [(each, card(each)) for each in events], TODAY)
    bars = (bar for week in found for day in week for bar in day.bars)
    return [(bar.card.title, bar.column, bar.span, bar.lane, bar.opens, bar.closes) for bar in bars]


def test_a_bar_goes_on_in_the_next_week() -> None:
    assert _laid(event("a", "Fair", date(2026, 11, 6), date(2026, 11, 10))) == [
        ("Fair", 5, 3, 1, True, False),
        ("Fair", 1, 2, 1, False, True),
    ]


def test_bars_that_meet_are_in_lanes_of_their_own() -> None:
    long = event("a", "Long", date(2026, 11, 9), date(2026, 11, 11))
    short = event("b", "Short", date(2026, 11, 9))
    later = event("c", "Later", date(2026, 11, 10))
    assert [(title, lane) for title, _, _, lane, _, _ in _laid(later, short, long)] == [
        ("Long", 1), ("Short", 2), ("Later", 2),
    ]  # fmt: skip


def test_a_day_tells_how_many_found_no_lane() -> None:
    many = [event(f"u{n}", f"Talk {n}", date(2026, 11, 9)) for n in range(grid.LANES + 3)]
    found = grid.weeks(NOVEMBER, [(each, card(each)) for each in many], TODAY)
    assert [day.more for day in found[2]] == [3, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("month", "weeks", "first"),
    [
        (date(2026, 11, 1), 6, date(2026, 10, 26)),
        (date(2027, 2, 1), 4, date(2027, 2, 1)),
        (date(2026, 12, 1), 5, date(2026, 11, 30)),
    ],
)
def test_a_month_has_whole_weeks_from_monday(month: date, weeks: int, first: date) -> None:
    found = grid.weeks(month, [], TODAY)
    assert (len(found), found[0][0].date) == (weeks, first)
    assert {len(week) for week in found} == {7}


def test_a_list_puts_first_what_runs_and_last_what_has_no_day() -> None:
    events = [
        event("a", "On Monday", date(2026, 11, 16)),
        event("b", "Since October", date(2026, 10, 20), date(2026, 11, 20)),
        event("c", "Some day", NOVEMBER, date(2026, 11, 30), precision="month"),
    ]
    groups = listed([(each, card(each)) for each in events], NOVEMBER, date(2026, 11, 30), TODAY)
    assert [(group.label or str(group.date), group.cards[0].title) for group in groups] == [
        ("Under way", "Since October"), ("2026-11-16", "On Monday"), ("Some day this month", "Some day"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        ("88ed7755@eventx", "88ed7755@eventx"),
        ("../../etc/passwd", None),
        ("a/b", None),
        (".hidden", None),
        ("con:1", None),
        ("é" * 200, None),
    ],
)
def test_a_file_is_named_so_that_it_stays_in_its_folder(uid: str, expected: str | None) -> None:
    assert segment(uid, ".html") == expected or (
        expected is None and re.fullmatch("[0-9a-f]{32}", segment(uid, ".html"))
    )


CSS = (Path(render.__file__).parent / "static" / "page.css").read_text("utf-8")


def _light(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _tokens(block: str) -> dict[str, tuple[str, str]]:
    return {m[1]: (m[2], m[3]) for m in re.finditer(r"(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\)", block)}


ROOT = _tokens(CSS[CSS.index(":root {") : CSS.index("}", CSS.index(":root {"))])
KINDS = {m[1]: _tokens(m[2]) for m in re.finditer(r"^\.k-(\w+) \{(.*)\}$", CSS, re.M)}


def test_each_kind_has_colours() -> None:
    assert set(KINDS) == set(words.KINDS)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_colours_of_a_kind_can_be_told_from_what_they_stand_on(kind: str, mode: int) -> None:
    ink, wash, mark = (KINDS[kind][name][mode] for name in ("--k-ink", "--k-wash", "--k-mark"))
    grounds = [ROOT[name][mode] for name in ("--paper", "--sunk", "--raised")]
    assert min(_contrast(ink, ground) for ground in (wash, *grounds)) >= 4.5
    assert min(_contrast(mark, ground) for ground in grounds) >= 3


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["--ink", "--soft", "--accent"])
def test_words_can_be_read(name: str, mode: int) -> None:
    assert min(_contrast(ROOT[name][mode], ROOT[g][mode]) for g in ("--paper", "--sunk", "--raised")) >= 4.5
    assert _contrast(ROOT["--control"][mode], ROOT["--paper"][mode]) >= 3


# Over HTTP


def test_the_first_page_is_this_month(client: TestClient) -> None:
    seen = Seen(client.get("/").text)
    assert "November 2026" in seen.text
    assert "Harbor Logistics Forum" in seen.text
    assert "./month/2026-12" in seen.values("a", "href")


@pytest.mark.parametrize(
    "path", ["/month/2026-13", "/month/0001-01", "/month/9999-12", "/month/x", "/events/none", "/x"]
)
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/static/..%2fpages.py", "/static/../pages.py", "/static/%2e%2e/pages.py", "/static/"]
)
def test_no_path_leads_out_of_the_static_files(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_policy_forbids_what_is_inline(client: TestClient) -> None:
    for path in ("/", "/agenda", "/events/event-0@eventx", "/nothing/here", "/month/1"):
        policy = client.get(path).headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=weavers", "Northern Textile Exhibition", "Osaka Battery Expo"),
        ("kind=forum", "Harbor Logistics Forum", "Osaka Battery Expo"),
        ("place=osaka", "Osaka Battery Expo", "Harbor Logistics Forum"),
        ("place=online", "Grid Resilience Webinar", "Harbor Logistics Forum"),
        ("status=cancelled", "Winter Ball", "Harbor Logistics Forum"),
        ("who=harbor+council", "Harbor Logistics Forum", "Osaka Battery Expo"),
        ("from=2026-11-27", "Lantern Festival", "Harbor Logistics Forum"),
        ("to=2026-11-04", "State visit", "Harbor Logistics Forum"),
        ("min-confidence=0.9", "Harbor Logistics Forum", "Winter Ball"),
    ],
)
def test_filters_work_without_a_script(client: TestClient, query: str, shown: str, hidden: str) -> None:
    seen = Seen(client.get(f"/month/2026-11?{query}").text)
    grid_and_list = seen.text[: seen.text.index("Have it in your own calendar")]
    assert shown in grid_and_list
    assert hidden not in grid_and_list
    name = query.partition("=")[0]
    assert any(f"{name}=" in link for link in seen.values("a", "href") if "/month/2026-12" in link)


def test_a_filter_that_means_nothing_is_told(client: TestClient) -> None:
    answer = client.get("/month/2026-11?from=tomorrow")
    assert answer.status_code == 200
    assert "has to be a date such as 2026-11-30" in Seen(answer.text).text


def test_a_search_goes_on_beyond_the_month(client: TestClient) -> None:
    seen = Seen(client.get("/month/2026-11?q=ice+road").text)
    assert "Nothing here matches" in seen.text
    beyond = next(link for link in seen.values("a", "href") if "agenda?" in link)
    assert "Ice Road Forum" in client.get(f"/{beyond.removeprefix('../')}").text


def test_a_query_has_an_end(client: TestClient) -> None:
    assert client.get("/?" + "&".join(f"x{n}=1" for n in range(100))).status_code == 400
    assert client.get("/?q=" + "x" * 3000).status_code == 414
    assert client.get("/?q=" + "x" * 1000).status_code == 200  # cut to what is looked for


def test_a_filter_can_be_subscribed_to(client: TestClient) -> None:
    links = Seen(client.get("/month/2026-11?kind=forum").text).values("a", "href")
    assert any(link.startswith("webcal://") and "kind=forum" in link for link in links)
    assert any(link.startswith("https://calendar.google.com/") for link in links)
    assert any(link.startswith("https://outlook.live.com/") for link in links)


def test_the_agenda_has_pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PART", 5)
    client, path, titles = client_of(store), "/agenda", []
    while path:
        answer = client.get(path)
        titles += re.findall(r'<h4 class="title"><a [^>]*>([^<]*)', answer.text)
        later = [a["href"] for tag, a in Seen(answer.text).tags if tag == "a" and "rel" in a and a["rel"] == "next"]
        path = f"/{(later[0] or '').removeprefix('./')}" if later else ""
    assert len(titles) == len(set(titles)) > 10


def test_a_page_is_not_sent_twice(stranger: TestClient) -> None:
    first = stranger.get("/")
    assert stranger.get("/", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert stranger.head("/").content == b""


def test_what_is_added_shows_at_once(store: Store, stranger: TestClient) -> None:
    assert "Brass Band Weekend" not in stranger.get("/").text
    release, made = told()[0]
    new = event("new", "Brass Band Weekend", date(2026, 11, 28), source=Source(id="new"))
    store.add(type(release)(text="Brass Band Weekend, Nov. 28.", id="new"), [new], NOW)
    assert "Brass Band Weekend" in stranger.get("/").text
    assert made.title in stranger.get("/").text


# Review


def form(client: TestClient, uid: str = "event-0@eventx") -> dict[str, str]:
    return {"token": Seen(client.get(f"/events/{uid}").text).field("token")}


ORIGIN = {"origin": BASE}


@pytest.mark.parametrize("act", ["confirm", "reject"])
def test_a_verdict_is_the_stores_decision(store: Store, client: TestClient, act: str) -> None:
    answer = client.post(f"/events/event-0@eventx/{act}", data=form(client), headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, f"../event-0@eventx?done={act}")
    last = store.entry("event-0@eventx").history[-1]
    assert last.decision == act
    assert store.entry("event-0@eventx").state == {"confirm": "live", "reject": "rejected"}[act]
    assert {"confirm": "Confirmed", "reject": "Rejected"}[act] in client.get(f"/events/event-0@eventx?done={act}").text


def test_a_rejection_is_found_and_taken_back_by_reviewers_alone(store: Store, client: TestClient) -> None:
    client.post("/events/event-0@eventx/reject", data=form(client), headers=ORIGIN)
    assert "Harbor Logistics Forum" not in client.get("/month/2026-11").text
    assert "Harbor Logistics Forum" in client.get("/month/2026-11?status=rejected").text
    stranger = client_of(store, "203.0.113.9", base_url=BASE)
    assert stranger.get("/events/event-0@eventx").status_code == 404
    assert "Harbor Logistics Forum" not in stranger.get("/month/2026-11?status=rejected").text
    client.post("/events/event-0@eventx/confirm", data=form(client), headers=ORIGIN)
    assert store.entry("event-0@eventx").state == "live"


def test_only_changed_fields_are_set(store: Store, client: TestClient) -> None:
    seen = Seen(client.get("/events/event-1@eventx").text)
    fields = {
        name: seen.field(name) for name in ("token", "title", "start", "end", "was-title", "was-start", "was-end")
    }
    assert fields["start"] == "2026-11-05T09:30"
    client.post("/events/event-1@eventx/edit", data={**fields, "start": "2026-11-05T10:00"}, headers=ORIGIN)
    after = store.entry("event-1@eventx")
    assert dict(after.history[-1].changes).keys() == {"start"}
    assert after.event.start == datetime(2026, 11, 5, 10, tzinfo=ZoneInfo("America/New_York"))


def test_a_value_that_cannot_be_is_told_and_kept_in_the_form(store: Store, client: TestClient) -> None:
    data = {**form(client), "start": '"soon"', "was-start": "2026-11-16"}
    answer = client.post("/events/event-0@eventx/edit", data=data, headers=ORIGIN)
    seen = Seen(answer.text)
    assert answer.status_code == 422
    assert "is no start" in seen.text
    assert seen.field("start") == '"soon"'
    assert store.entry("event-0@eventx").event.start == date(2026, 11, 16)


def test_two_entries_become_one(store: Store, client: TestClient) -> None:
    data = {**form(client), "other": "event-9@eventx"}
    answer = client.post("/events/event-0@eventx/merge", data=data, headers=ORIGIN)
    assert answer.status_code == 303
    assert store.entry("event-9@eventx").survivor == "event-0@eventx"
    assert "part of" in Seen(client.get("/events/event-9@eventx").text).text


@pytest.mark.parametrize("path", ["/events/event-0@eventx/split", "/events/none@eventx/confirm"])
def test_no_decision_about_nothing(client: TestClient, path: str) -> None:
    assert client.post(path, data=form(client), headers=ORIGIN).status_code == 404


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"origin": "https://evil.example"}, None),
        ({"origin": "null"}, None),
        ({"origin": "http://127.0.0.1:3000"}, None),  # another server of this machine
        ({"origin": "http://127.0.0.1.evil.example"}, None),
        ({}, None),  # a browser tells Origin with each POST
        ({"sec-fetch-site": "cross-site"}, None),
        (ORIGIN, ""),
        (ORIGIN, "0" * 64),
        (ORIGIN, "é"),
        ({**ORIGIN, "x-forwarded-for": "203.0.113.9"}, None),
        ({**ORIGIN, "forwarded": "for=203.0.113.9"}, None),
    ],
)
def test_a_forged_form_is_refused(store: Store, client: TestClient, headers: dict[str, str], token: str | None) -> None:
    data = form(client) if token is None else {"token": token}
    form(client)
    assert client.post("/events/event-0@eventx/reject", data=data, headers=headers).status_code == 403
    assert store.entry("event-0@eventx").state == "live"


def test_what_comes_by_a_proxy_is_not_of_this_machine(store: Store) -> None:
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": ("127.0.0.1", 1)}
    settings = Settings(db=store.where)
    review = Reviewing(settings, pages.Pages(settings).event)
    assert review.may(Request({**scope, "http_version": "1.1"}))
    assert not review.may(Request({**scope, "http_version": "1.0"}))  # nginx, unless it is told otherwise
    assert not review.may(Request({**scope, "http_version": "1.1", "headers": [(b"via", b"1.1 proxy")]}))


def test_a_token_is_good_for_its_own_session_alone(store: Store, client: TestClient) -> None:
    data = form(client)
    client.cookies.clear()
    assert client.post("/events/event-0@eventx/reject", data=data, headers=ORIGIN).status_code == 403
    form(client)  # another session
    assert client.post("/events/event-0@eventx/reject", data=data, headers=ORIGIN).status_code == 403
    assert store.entry("event-0@eventx").state == "live"


def test_a_form_has_its_type_and_its_size(client: TestClient) -> None:
    token = form(client)
    assert client.post("/events/event-0@eventx/reject", json=token, headers=ORIGIN).status_code == 415
    assert (
        client.post("/events/event-0@eventx/edit", data={**token, "title": "x" * 70_000}, headers=ORIGIN).status_code
        == 413
    )
    many = {**token, **{f"f{n}": "" for n in range(100)}}
    assert client.post("/events/event-0@eventx/edit", data=many, headers=ORIGIN).status_code == 400


def test_reading_decides_nothing(client: TestClient, store: Store) -> None:
    assert client.get("/events/event-0@eventx/reject").status_code == 404
    assert store.entry("event-0@eventx").state == "live"


@pytest.mark.parametrize("told", [{"base_url": BASE}, {"host": "0.0.0.0"}, {"base_url": BASE, "edit_token": "s3cret"}])
@pytest.mark.parametrize("ip", ["127.0.0.1", "203.0.113.9"])
def test_a_server_for_others_lets_nobody_decide(store: Store, told: dict[str, str], ip: str) -> None:
    client = client_of(store, ip, **told)
    answer = client.get("/events/event-0@eventx")
    assert 'name="token"' not in answer.text
    assert "set-cookie" not in answer.headers
    data = {"token": "x"}
    assert client.post("/events/event-0@eventx/reject", data=data, headers=ORIGIN).status_code == 403


def test_who_knows_the_token_may_decide(store: Store) -> None:
    client = client_of(store, "203.0.113.9", base_url=BASE, edit_token="s3cret é")
    assert "review" in client.get("/").text
    assert client.post("/review", data={"edit-token": "wrong"}, headers=ORIGIN).status_code == 403
    assert client.post("/review", data={"edit-token": "s3cret é"}).status_code == 403
    answer = client.post("/review", data={"edit-token": "s3cret é"}, headers=ORIGIN)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "s3cret" not in cookie
    client.post("/events/event-0@eventx/reject", data=form(client), headers=ORIGIN)
    assert store.entry("event-0@eventx").state == "rejected"


def test_pages_with_forms_are_kept_by_nobody(client: TestClient, store: Store) -> None:
    assert client.get("/events/event-0@eventx").headers["cache-control"] == "no-store"
    assert "private" in client.get("/").headers["cache-control"]
    stranger = client_of(store, "203.0.113.9", base_url=BASE)
    assert "public" in stranger.get("/events/event-0@eventx").headers["cache-control"]
