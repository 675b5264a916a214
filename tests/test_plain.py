"""Text without events: 200 paragraphs of news and fiction, full of dates, that announce nothing."""

from __future__ import annotations

from pathlib import Path

import eventx
from tools.score import read_jsonl

PARAGRAPHS = Path(__file__).parent / "plain" / "paragraphs.jsonl"
MOST = 2


def test_plain_text_gives_no_events() -> None:
    releases = [eventx.Release(**record) for record in read_jsonl(PARAGRAPHS)]
    assert len(releases) == 200
    dated = [release for release in releases if any(eventx.dates(release))]
    assert len(dated) > 150, "too few of the paragraphs hold a date"
    told = [f"{release.id}: {event.title}" for release in releases for event in eventx.extract(release)]
    assert len(told) <= MOST, "\n".join(told)
