"""Each sample has the events that a reader finds in it, told as shared/gold tells them, and a golden calendar."""

from __future__ import annotations

import json
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import eventx
from tools import golden
from tools.gate import SAMPLES, Case, samples

KINDS = frozenset(
    "forum summit conference exhibition festival ceremony webinar earnings_call hearing meeting press_conference "
    "workshop sport performance visit deadline other".split()
)
SOURCES = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".json") and p.name != "baseline.json")
NAMES = [p.stem for p in SOURCES]
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n"
EVENT = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTAMP:20210301T000000Z\r\nDTSTART;VALUE=DATE:{}\r\nSUMMARY:{}\r\nEND:VEVENT\r\n"


@cache
def cases() -> dict[str, Case]:
    return {case.name: case for case in samples(SAMPLES)}


def text_of(case: Case) -> str:
    return "\n".join(f"{release.title or ''}\n{release.text}" for release in case.releases)


def faults(event: dict[str, Any], text: str) -> list[str]:
    """What is wrong with an annotated event by the rules of shared/gold/GUIDELINES.md."""
    first, last = date.fromisoformat(event["start"]), date.fromisoformat(event["end"])
    clocks = [event[key] for key in ("start_time", "end_time") if event[key]]
    told = {
        "no title": not event["titles"] or not all(isinstance(t, str) and t.strip() for t in event["titles"]),
        "ends before it starts": last < first,
        "a month that is none": event["precision"] == "month" and first.day != 1,
        "a precision of its own": event["precision"] not in ("day", "month"),
        "a kind of its own": event["kind"] not in KINDS,
        "a status of its own": event["status"] not in ("confirmed", "cancelled", "postponed", "tentative"),
        "a deadline that counts": event["kind"] == "deadline" and not event["optional"],
        "a quote that is not in the text": not event["quote"] or event["quote"] not in text,
        "a zone without a time": bool(event["tz"]) and not clocks,
    }
    for clock in clocks:
        time.fromisoformat(clock)
    if event["tz"]:
        ZoneInfo(event["tz"])
    return [fault for fault, wrong in told.items() if wrong]


def test_every_sample_has_its_events_and_every_list_of_events_its_sample() -> None:
    assert sorted(NAMES) == sorted(p.name.removesuffix(".expected.jsonl") for p in SAMPLES.glob("*.expected.jsonl"))
    assert len(NAMES) == len(set(NAMES)) >= 60


@pytest.mark.parametrize("name", NAMES)
def test_expected_events_are_told_by_the_text(name: str) -> None:
    text = text_of(cases()[name])
    assert {json.dumps(e): f for e in cases()[name].expected if (f := faults(e, text))} == {}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"quote": "Sept 25 to 28"}, "a quote that is not in the text"),
        ({"end": "2021-09-23"}, "ends before it starts"),
        ({"kind": "party"}, "a kind of its own"),
        ({"kind": "deadline"}, "a deadline that counts"),
        ({"tz": "Asia/Shanghai"}, "a zone without a time"),
        ({"titles": []}, "no title"),
    ],
)
def test_a_fault_of_the_annotation_is_seen(change: dict[str, Any], fault: str) -> None:
    sound = {
        "titles": ["Forum"], "start": "2021-09-24", "end": "2021-09-28", "precision": "day", "start_time": None,
        "end_time": None, "tz": None, "status": "confirmed", "kind": "forum", "optional": False,
        "quote": "Sept 24 to 28",
    }  # fmt: skip
    text = "The forum is from Sept 24 to 28."
    assert faults(sound, text) == []
    assert faults(sound | change, text) == [fault]


@pytest.mark.parametrize("name", NAMES)
def test_golden_calendar_is_what_comes_out(name: str) -> None:
    path = SAMPLES / f"{name}.ics"
    if not path.is_file():
        pytest.skip(f"samples/{name}.ics is not there yet; `make golden` writes it, then a person reads it")
    found, kept = golden.calendar(cases()[name]), path.read_bytes()
    assert found == kept, "\n".join(["`make golden`, where this is meant:", *golden.changes(kept, found)])


def test_no_golden_is_left_without_its_sample() -> None:
    assert {p.stem for p in SAMPLES.glob("*.ics")} <= set(NAMES)


def ics(*events: tuple[str, str, str]) -> bytes:
    """A calendar of (uid, first day, title)."""
    return CALENDAR.format("".join(EVENT.format(*e) for e in events)).encode()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([("a", "20210301", "Fair")], [("a", "20210301", "Fair")], []),
        ([], [("a", "20210301", "Fair")], ["+ 20210301 'Fair'"]),
        ([("a", "20210301", "Fair")], [], ["- 20210301 'Fair'"]),
        (
            [("a", "20210301", "Fair"), ("b", "20210302", "Ball")],
            [("a", "20210303", "Fair"), ("b", "20210302", "Gala")],
            ["~ 20210303 'Fair': DTSTART;VALUE=DATE '20210301' → '20210303'",
             "~ 20210302 'Gala': SUMMARY 'Ball' → 'Gala'"],
        ),
    ],
)  # fmt: skip
def test_changes_are_told_event_by_event(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]], told: list[str]
) -> None:
    assert list(golden.changes(ics(*before), ics(*after))) == told


def test_a_calendar_written_otherwise_is_told() -> None:
    fair = ics(("a", "20210301", "Fair"))
    assert list(golden.changes(fair, fair.replace(b"PRODID:x", b"PRODID:y"))) == [
        "~ the same events in a calendar that is written otherwise"
    ]


def test_golden_rewrites_what_changed_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fair = {"id": "fair", "text": "The Harvest Fair will be held on Oct. 2 in Denver.", "published": "2021-09-01"}
    (tmp_path / "fair.json").write_text(json.dumps(fair), "utf-8")
    (tmp_path / "fair.expected.jsonl").write_text("", "utf-8")
    run = ["--samples", str(tmp_path)]
    assert golden.main([*run, "--check"]) == 1
    assert not (tmp_path / "fair.ics").exists()
    assert golden.main(run) == 0
    assert "fair.ics (new)\n    + 20211002" in capsys.readouterr().out
    release = eventx.read(tmp_path / "fair.json")[0]
    assert (tmp_path / "fair.ics").read_bytes() == eventx.export(eventx.extract(release), "ics")
    assert golden.main([*run, "--check"]) == 0
    (tmp_path / "fair.ics").write_bytes(b"")
    assert golden.main([*run, "fair"]) == 0
    with pytest.raises(SystemExit, match="no sample ball"):
        golden.main([*run, "ball"])
