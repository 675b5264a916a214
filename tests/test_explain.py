"""The derivation: every date has a verdict, every event its reasons; pages hold the text and nothing foreign."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx.explain import article, gold_line, in_text, page
from eventx.explain.derivation import MOST, balance, derive
from eventx.explain.html import Mark, marked
from eventx.link.judge import default_weights
from eventx.link.scene import Scene
from eventx.model import Options, Release, Span
from eventx.pipeline import scene_of

TEXT = (
    "BEIJING, Sept. 27, 2021 /PRNewswire/ -- The Zhongguancun (ZGC) Forum will be held in Beijing from Oct. 4 to 8. "
    "The forum was founded in 2007.\n"
    "The opening ceremony will be held at the China National Convention Center on Oct. 4 at 9:30 a.m.\n"
)
NEVER = replace(default_weights(), threshold=2.0)
ALWAYS = replace(default_weights(), threshold=0.0)
VOID = {"meta", "br"}


def scene(text: str = TEXT, **told: str) -> Scene:
    return scene_of(Release(text=text, **told), Options())  # type: ignore[arg-type]


def test_every_date_has_a_verdict_or_an_event() -> None:
    for weights in (NEVER, ALWAYS, default_weights()):
        told = derive(scene(), weights)
        assert [date.when for date in told.dates] == list(told.scene.whens)
        assert all(bool(date.events) != bool(date.verdict) for date in told.dates)


def test_why_dates_became_no_event() -> None:
    verdicts = {date.when.text: date.verdict for date in derive(scene(), NEVER).dates}
    assert verdicts["Sept. 27, 2021"] == "it is the day of the release itself"
    assert verdicts["2007"] == "a year is too long for an entry in a calendar"
    assert "under 2.00" in verdicts["from Oct. 4 to 8"]


def test_a_language_without_event_nouns_has_dates_told() -> None:
    told = derive(scene("中关村论坛将于9月24日至28日在北京举行。", lang="zh", published="2021-09-20"))
    assert [date.verdict for date in told.dates] == ["nothing near it reads like the name of an event"]
    assert told.events == ()


def test_events_have_titles_with_reasons() -> None:
    told = derive(scene(), ALWAYS)
    assert told.events
    for event in told.events:
        assert event.probability is not None
        assert 0 < len(event.titles) <= MOST
        assert event.origin.event.title in [title.text for title in event.titles]
        assert event.balance.plus or event.balance.minus


def test_a_balance_holds_the_heaviest_each_way() -> None:
    features = dict.fromkeys("abcdefghij", 1.0) | {"k": 2.0, "unknown": 1.0}
    weights = {name: float(n) for n, name in enumerate("abcdefgh")} | {"i": -1.0, "j": -0.5, "k": 3.0}
    told = balance(features, weights)
    assert told.plus == (("h", 7.0), ("g", 6.0), ("k", 6.0), ("f", 5.0), ("e", 4.0), ("d", 3.0))
    assert told.minus == (("i", -1.0), ("j", -0.5))


def test_the_text_tells_dates_rules_and_events() -> None:
    told = in_text(scene(), default_weights())
    assert "dates are counted from 2021-09-27 (dateline), Beijing, China, Asia/Shanghai" in told
    assert re.search(r'"from Oct\. 4 to 8" at \d+–\d+: 2021-10-04 to 2021-10-08\n +rule en/[\w-]+; precision day', told)
    assert "-> no event: it is the day of the release itself" in told
    assert "worked out: year" in told
    assert re.search(r"\n +title \+\d\.\d\d \"", told)


def test_a_release_without_a_day_is_told() -> None:
    assert "no day to count from" in in_text(scene("The forum opens on Friday."))


@pytest.mark.parametrize("text", ["Nothing is dated here.", "\x1b[31mThe forum\x07 is held on Oct. 4, 2021."])
def test_the_text_steers_no_terminal(text: str) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", in_text(scene(text)))


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 2)), max_size=6),
)
def test_marks_keep_the_text(text: str, cuts: list[tuple[int, int, int]]) -> None:
    marks = [Mark(Span(start=min(a, b), end=max(a, b)), "when", '"<', n) for a, b, n in cuts if max(a, b) <= len(text)]
    told = marked(text, marks)
    assert html.unescape(re.sub(r"<mark [^<>]*>|</mark>", "", told)) == text
    inside = sum(len(html.unescape(m)) for m in re.findall(r"<mark [^<>]*>([^<]*)</mark>", told))
    assert inside == len({at for m in marks for at in range(m.span.start, m.span.end)})


class Tags(HTMLParser):
    """Checks that tags are closed in order, and keeps the addresses and the words of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.scripts = 0
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [tag] if tag not in VOID else []
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        self.scripts += tag == "script"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_page_stands_alone_and_escapes_its_text() -> None:
    text = TEXT.replace("Zhongguancun (ZGC) Forum", "<script>alert('x')</script> & Forum \"A\"")
    tags = Tags(page([article(scene(text, title="<b>News</b> & more"), ALWAYS), article(scene())]))
    assert (tags.open, tags.addresses, tags.scripts) == ([], [], 0)
    assert text in tags.words
    assert "<b>News</b> & more" in tags.words


def test_a_page_marks_dates_titles_and_the_dateline() -> None:
    told = article(scene(), default_weights())
    assert re.search(r'<mark class="when" title="2021-10-04 to 2021-10-08\n', told)
    assert '<mark class="title" ' in told
    assert re.search(r'<mark class="(dateline|unused)" [^>]*>[^<]*(BEIJING|Sept\. 27, 2021)', told)


def test_a_gold_line_has_the_annotators_fields() -> None:
    record = json.loads(gold_line(scene(title="Forum opens"), default_weights()))
    assert list(record) == ["id", "lang", "published", "title", "text", "events"]
    assert (record["published"], record["title"], record["text"]) == (None, "Forum opens", TEXT)
    fields = ["titles", "start", "end", "precision", "start_time", "end_time", "tz", "places", "online", "status",
              "kind", "optional", "quote"]  # fmt: skip
    assert [list(event) for event in record["events"]] == [fields] * len(record["events"])
    assert all(event["quote"] in TEXT for event in record["events"])
    forum = next(e for e in record["events"] if e["start"] != e["end"])
    assert (forum["start"], forum["end"], forum["start_time"], forum["tz"]) == ("2021-10-04", "2021-10-08", None, None)
    assert forum["quote"] == "from Oct. 4 to 8"
    timed = next(e for e in record["events"] if e["start_time"])
    assert (timed["start_time"], timed["end_time"], timed["tz"]) == ("09:30", None, "Asia/Shanghai")
