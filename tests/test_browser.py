"""The page in a browser: found, filtered, read, copied from, decided in, by eye, by keyboard and by screen reader.

Screenshots are kept under build/screenshots, to be looked at.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eventx.serve import pages, publish
from eventx.serve.app import create_app
from eventx.serve.settings import Settings
from eventx.store import Store, open_store
from tests.pagecal import HOSTILE, NOW, TODAY, filled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.full

HOUSE = Path(__file__).parents[1]
AXE = Path(__file__).parent / "clients" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = HOUSE / "build" / "screenshots"
# As root Chromium has no sandbox; the others keep it from asking its maker's servers for news.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
Open = Callable[..., "Page"]


def missing(what: str) -> None:
    """Fail on CI, where all has to be there; skip elsewhere."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@pytest.fixture(scope="module")  # no longer: Playwright's event loop would run beside those of later tests
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        missing("Chromium is not installed: apt-get install chromium")
    if not AXE.exists():
        missing("axe-core is not installed: (cd tests/clients && npm install)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: pip install 'eventx[clients]'")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "calendar.db"
    filled(path).close()
    made = open_store(str(path))
    yield made
    made.close()


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    """A server on loopback, on a fixed day."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    settings = Settings(db=store.where, port=listening.getsockname()[1], pause=0)
    app = create_app(settings, clock=lambda: NOW, more=pages.routes(settings))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield settings.base
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens pages; what a script throws, and what the policy stops, fails the test."""
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(url: str, size: dict[str, int] | None = None, **told: Any) -> Page:
        context = browser.new_context(viewport=size or WIDE, locale="en-GB", timezone_id="Asia/Tokyo", **told)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    # Chromium writes down as errors what a page answers on purpose: 404, and 422 to a decision that is refused.
    assert [fault for fault in faults if not re.search("status of (404|422)", fault)] == []


def shot(page: Page, name: str, whole: bool = False) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=whole)


def violations(page: Page) -> list[str]:
    """What axe-core finds, by all rules of WCAG 2.2 A and AA and its best practices."""
    page.evaluate(AXE.read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", tags)
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def at(page: Page, text: str) -> Any:
    """The item of the list that has the text."""
    return page.locator(".item", has_text=text)


def test_search_finds_while_it_is_typed(address: str, open_page: Open) -> None:
    page = open_page(address)
    shot(page, "month", whole=True)
    page.get_by_label("Search").fill("weavers")
    at(page, "Osaka Battery Expo").wait_for(state="detached")
    assert at(page, "Northern Textile Exhibition").count() == 1
    assert "q=weavers" in page.url
    assert page.locator("#said").text_content() == "1 event"
    shot(page, "search")
    page.get_by_text("Clear 1 filter").click()
    assert at(page, "Osaka Battery Expo").count() == 1


def test_filters_fold_out(address: str, open_page: Open) -> None:
    page = open_page(address)
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Kind", exact=True).select_option("forum")
    at(page, "Osaka Battery Expo").wait_for(state="detached")
    assert at(page, "Harbor Logistics Forum").count() == 1
    assert page.locator(".feed h3").first.text_content() == "What you filtered"
    page.get_by_label("From").fill("2026-11-20")
    at(page, "Harbor Logistics Forum").wait_for(state="detached")
    shot(page, "filters")


def test_a_kind_is_one_click(address: str, open_page: Open) -> None:
    page = open_page(address)
    page.locator(".legend").get_by_text("Exhibition").click()
    assert at(page, "Harbor Logistics Forum").count() == 0
    page.locator(".legend").get_by_text("Exhibition").click()
    assert at(page, "Harbor Logistics Forum").count() == 1


def test_next_month_and_back(address: str, open_page: Open) -> None:
    page = open_page(f"{address}/month/2026-11?place=Lima")
    page.get_by_role("link", name="Next month: December 2026").click()
    assert page.locator("h1").inner_text() == "December 2026"
    assert page.locator(".bar").all_inner_texts() == ["Lantern Festival of the Old Town"]
    page.get_by_role("link", name="Previous month: November 2026").click()
    assert page.locator("h1").inner_text() == "November 2026"
    assert "place=Lima" in page.url


def test_an_event_is_opened_from_the_grid(address: str, open_page: Open) -> None:
    page = open_page(address)
    page.locator(".bar a", has_text="Harbor Logistics Forum").click()
    assert page.locator("h1").inner_text() == "Harbor Logistics Forum"
    assert "opens at Quai Hall" in page.locator(".told blockquote").inner_text()
    assert page.locator(".told a").get_attribute("href") == "https://news.example.com/0"
    shot(page, "event", whole=True)
    page.get_by_role("link", name="November 2026").click()
    assert page.locator("h1").inner_text() == "November 2026"


def test_hours_are_told_by_the_readers_clock_too(address: str, open_page: Open) -> None:
    page = open_page(f"{address}/events/event-1@eventx")
    assert page.locator(".yours").inner_text() == "Thursday 5 November at 23:30 where you are"


def test_the_link_is_copied(address: str, open_page: Open) -> None:
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.locator("[data-copy]", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/feeds/all.ics"
    page.locator("#subscribe").scroll_into_view_if_needed()
    shot(page, "subscribe")


def test_an_event_is_confirmed_and_edited(address: str, store: Store, open_page: Open) -> None:
    page = open_page(f"{address}/events/event-9@eventx")
    page.get_by_role("button", name="Confirm").click()
    assert "Confirmed" in page.locator(".said").inner_text()
    assert store.entry("event-9@eventx").event.confidence == 1
    page.get_by_label("Start").fill("soon")
    page.get_by_role("button", name="Save").click()
    assert "is no start" in page.get_by_role("alert").inner_text()
    shot(page, "edit-refused", whole=True)
    page.get_by_label("Start").fill("2026-11-17")
    page.get_by_label("Title").fill("Hardware Days")
    page.get_by_role("button", name="Save").click()
    assert page.locator("h1").inner_text() == "Hardware Days"
    assert store.entry("event-9@eventx").event.start.isoformat() == "2026-11-17"
    shot(page, "edited", whole=True)


def test_two_events_are_merged(address: str, store: Store, open_page: Open) -> None:
    page = open_page(f"{address}/events/event-9@eventx")
    page.get_by_label("The same event as").fill("event-0@eventx")
    page.get_by_role("button", name="Merge").click()
    assert "Merged" in page.locator(".said").inner_text()
    assert store.entry("event-9@eventx").survivor == "event-0@eventx"


def _paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_dark_follows_the_system_and_the_button(address: str, open_page: Open) -> None:
    page = open_page(address, color_scheme="dark")
    dark = _paper(page)
    shot(page, "month-dark")
    button = page.get_by_role("button", name="Dark mode")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    light = _paper(page)
    assert light != dark
    page.reload()
    assert _paper(page) == light
    page.get_by_role("button", name="Dark mode").click()
    assert _paper(page) == dark


PLACES = ["/", "/agenda", "/events/event-0@eventx", "/events/event-19@eventx", "/month/2026-11?from=x",
          "/month/2026-99"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PLACES)
def test_axe_finds_nothing(address: str, open_page: Open, path: str, scheme: str) -> None:
    faults: list[str] = []
    for size in (WIDE, PHONE):
        page = open_page(f"{address}{path}", size, color_scheme=scheme, bypass_csp=True)
        faults += violations(page)
    assert faults == []


@pytest.mark.parametrize("path", PLACES[:4])
def test_a_phone_shows_all_without_scrolling_sideways(address: str, open_page: Open, path: str) -> None:
    page = open_page(f"{address}{path}", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    shot(page, f"phone-{re.sub('[^a-z0-9]+', '-', path).strip('-') or 'month'}", whole=True)


def test_a_day_on_a_phone_leads_to_its_events(address: str, open_page: Open) -> None:
    page = open_page(address, PHONE)
    page.locator(".grid a.num", has_text="16").click()
    assert page.url.endswith("#d-2026-11-16")
    page.wait_for_timeout(600)
    assert page.locator("#d-2026-11-16").bounding_box()["y"] < PHONE["height"]  # type: ignore[index]


def test_without_a_script_it_works(address: str, open_page: Open) -> None:
    page = open_page(address, java_script_enabled=False)
    assert page.locator(".theme").is_hidden()
    page.get_by_label("Search").fill("weavers")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".item h4").all_inner_texts() == ["Northern Textile Exhibition"]
    shot(page, "no-script")
    page.locator(".item h4 a").click()
    page.get_by_role("button", name="Reject").click()
    assert "Rejected" in page.locator(".said").inner_text()


def test_the_keyboard_reaches_everything(address: str, open_page: Open) -> None:
    page = open_page(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.locator(".grid a.num", has_text="16").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent").strip() == "Tuesday 17 November"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent").strip() == "Tuesday 10 November"
    shot(page, "keyboard")


def test_what_is_hostile_stays_words(address: str, open_page: Open) -> None:
    page = open_page(f"{address}/events/event-19@eventx")
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.locator("h1 *").count() == 0
    assert page.locator("main img").count() == 0


def test_published_files_do_the_same(store: Store, open_page: Open, tmp_path: Path) -> None:
    """As files, by file://: the hardest host there is."""
    settings = Settings(db=store.where, base_url="https://events.example.org")
    publish.publish(store, tmp_path / "public", settings, TODAY)
    page = open_page((tmp_path / "public" / "index.html").as_uri())
    page.get_by_label("Search").fill("weavers")
    assert page.locator(".item:visible h4").all_inner_texts() == ["Northern Textile Exhibition"]
    assert page.locator(".bar:visible").count() == 1
    shot(page, "files")
    page.get_by_label("Search").fill("")
    page.get_by_role("link", name="Next month: December 2026").click()
    assert page.locator("h1").inner_text() == "December 2026"
    page.locator(".legend").get_by_text("Festival").click()
    assert page.locator("h1").inner_text() == "Festivals"
    page.locator(".item h4 a").first.click()
    assert page.locator("h1").inner_text() == "Lantern Festival of the Old Town"
    assert page.locator("form").count() == 0
