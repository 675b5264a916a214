"""Every kind of source: files of our own in the markup that sites and programs write, each with its plain text.

`tests/sources/KIND/NAME.SUFFIX` lies beside `NAME.plain.json`, the same releases as bare text with what is known beside
it. Both must give the same events.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eventx.ingest import read
from eventx.model import Event, replace
from eventx.pipeline import extract

FOLDER = Path(__file__).parent / "sources"
PLAIN = sorted(FOLDER.glob("*/*.plain.json"))


def source_of(plain: Path) -> Path:
    """The file that a plain text stands for."""
    name = plain.name.removesuffix(".plain.json")
    (found,) = (p for p in plain.parent.glob(f"{name}.*") if not p.name.endswith(".plain.json"))
    return found


def told(event: Event) -> tuple[object, ...]:
    """What a reader of a calendar sees of an event."""
    return (event.title, event.start, event.end, event.timezone, event.place.label, event.status, event.rrule)


def events(path: Path) -> list[tuple[object, ...]]:
    return sorted((told(event) for release in read(path) for event in extract(release)), key=str)


@pytest.mark.parametrize("plain", PLAIN, ids=[f"{p.parent.name}-{p.name.removesuffix('.plain.json')}" for p in PLAIN])
def test_a_source_gives_the_events_of_its_plain_text(plain: Path) -> None:
    wanted = events(plain)
    assert wanted, "the plain text tells no event, so nothing is compared"
    assert events(source_of(plain)) == wanted


@pytest.mark.parametrize("plain", sorted(FOLDER.glob("calendar/*.plain.json")), ids=lambda path: path.name)
def test_a_calendar_beside_its_text_tells_nothing_twice(plain: Path) -> None:
    (text,), (calendar,) = read(plain), read(source_of(plain))
    both = extract(replace(text, given=calendar.given))
    assert sorted(map(told, both), key=str) == events(plain)
    assert {event.uid for event in both} == {event.uid for event in calendar.given}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("events-calendar", "json-ld/Event"),
        ("microdata-drupal", "microdata/Event"),
        ("rdfa-city", "rdfa/Event"),
        ("h-event-blog", "h-event"),
    ],
)
def test_declared_events_are_one_with_those_of_the_text(name: str, rule: str) -> None:
    (release,) = read(FOLDER / "declared" / f"{name}.html")
    (event,) = extract(release)
    assert [evidence.rule for given in release.given for evidence in given.evidence] == [rule]
    assert {evidence.rule for evidence in event.evidence} > {rule}


def test_every_kind_has_four_files() -> None:
    """No kind is held by one example."""
    counts = Counter(p.parent.name for p in PLAIN)
    assert {kind: n for kind, n in counts.items() if n < 4} == {}
