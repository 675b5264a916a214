"""The registry of formats, the formats other than ics, and writing files whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx.errors import OptionError, OutputError
from eventx.export import FORMATS, export, write
from eventx.export.csv import COLUMNS
from eventx.export.table import render as render_table
from eventx.export.table import when
from eventx.model import Event, Place, replace
from tests.events import CALL, CASES, EVENTS, FORUM, MONTH, at, event

ANY_TEXT = st.text(max_size=40) | st.sampled_from(["=1+1", "+x", "-1", "@SUM(A1)", "\t=x", "\r=x", "＝x", 'a"b, c\nd'])


# The registry


def test_formats() -> None:
    assert FORMATS == ("ics", "jsonl", "json", "csv", "table")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_renders_no_events_and_all_of_them(format: str) -> None:
    assert export([], format) != export(EVENTS, format)
    assert b"Zhongguancun Forum" in export(EVENTS, format)


def test_an_unknown_format_is_told_with_the_known_ones() -> None:
    with pytest.raises(OptionError, match="no format 'xml'; choose one of ics, jsonl, json, csv, table"):
        export([], "xml")


@pytest.mark.parametrize("format", ["jsonl", "json", "csv", "table"])
def test_months_are_left_out_of_ics_alone(format: str) -> None:
    assert b"Summit" in export([MONTH], format)


def test_json_loads_no_heavy_library() -> None:
    code = "import sys; from eventx.export import export; export([], 'jsonl');"
    code += "print('icalendar' in sys.modules, 'rich' in sys.modules)"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.split() == ["False", "False"]


# JSON


def test_jsonl_and_json_hold_the_contract_in_the_order_given() -> None:
    wanted = [one.as_json() for one in EVENTS]
    assert [json.loads(line) for line in export(EVENTS, "jsonl").decode().splitlines()] == wanted
    assert json.loads(export(EVENTS, "json")) == wanted


@given(ANY_TEXT)
def test_any_text_is_one_line_of_json_and_comes_back(text: str) -> None:
    (line,) = export([replace(FORUM, title=text)], "jsonl").decode().splitlines()
    assert json.loads(line)["title"] == text


def test_a_lone_surrogate_comes_back_from_json() -> None:
    assert json.loads(export([replace(FORUM, title="a\ud800")], "jsonl"))["title"] == "a\ud800"


def test_json_keeps_other_scripts_readable() -> None:
    assert "北京" in export([replace(FORUM, title="北京")], "jsonl").decode()


# CSV


def rows(events: list[Event]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(events, "csv").decode(), newline="")))


def test_csv_columns_are_stable() -> None:
    assert export([], "csv").decode() == (
        "uid,title,aliases,series,edition,kind,start,end,timezone,precision,inferred,rrule,location,venue,city,country,"
        "latitude,longitude,online,status,theme,organizer,url,lang,confidence,notes,evidence,rule,"
        "source_id,source_url,source_title,source_published\r\n"
    )


def test_csv_tells_all_that_json_tells_but_offsets() -> None:
    assert set(FORUM.as_json()) - {"geo", "source"} <= set(COLUMNS)


def test_csv_cells() -> None:
    far = replace(FORUM, place=Place(geo=(37.7, -122.4)), aliases=("ZGC", "ZGC Forum"), inferred=("year",))
    (row,) = rows([far])
    told = {key: row[key] for key in ("start", "end", "latitude", "longitude", "aliases", "inferred", "online")}
    assert told == {
        "start": "2021-09-24", "end": "2021-09-28", "latitude": "37.7", "longitude": "-122.4",
        "aliases": "ZGC | ZGC Forum", "inferred": "year", "online": "false",
    }  # fmt: skip
    assert (row["series"], row["confidence"], row["rule"]) == ("", "0.93", "en/month-day-range")
    assert row["evidence"] == FORUM.evidence[0].text
    assert (row["source_id"], row["source_published"]) == ("r1", "2021-09-27")


@given(ANY_TEXT, ANY_TEXT)
def test_no_cell_of_text_is_a_formula(title: str, alias: str) -> None:
    (row,) = rows([replace(FORUM, title=title, theme=title, aliases=(alias,))])
    assert not any(re.match("[=+\\-@\t\r＝＋－＠]", cell) for cell in row.values())
    assert len(row) == len(COLUMNS)


@pytest.mark.parametrize(
    ("title", "cell"),
    [("=1+1", "'=1+1"), ("-1", "'-1"), ("a=b", "a=b"), ('say "x", y', 'say "x", y'), ("a\x00b\x1b", "ab"), ("", "")],
)
def test_csv_text(title: str, cell: str) -> None:
    (row,) = rows([replace(FORUM, title=title)])
    assert row["title"] == cell


def test_csv_lines_end_in_crlf() -> None:
    told = export(EVENTS, "csv")
    assert not re.search(rb"(?<!\r)\n", told)
    assert len(told.split(b"\r\n")) == len(EVENTS) + 2


# Table


ZONED: dict[str, Any] = {"timezone": "America/New_York"}


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (FORUM, "2021-09-24 – 2021-09-28"),
        (event("x", "x", date(2021, 9, 24)), "2021-09-24"),
        (CALL, "2021-11-04 09:30–10:30 America/New_York"),
        (event("x", "x", at(24, 9), date(2021, 9, 26), **ZONED), "2021-09-24 09:00 – 2021-09-26 America/New_York"),
        (event("x", "x", at(24, 9), **ZONED), "2021-09-24 09:00 America/New_York"),
        (event("x", "x", at(24, 9), at(25, 17), **ZONED), "2021-09-24 09:00 – 2021-09-25 17:00 America/New_York"),
        (
            event("x", "x", at(24, 9), at(25, 17), rrule="FREQ=DAILY", **ZONED),
            "2021-09-24 – 2021-09-25 09:00–17:00 America/New_York",
        ),
        (event("x", "x", datetime(2021, 9, 24, 9)), "2021-09-24 09:00 zone unknown"),
        (next(case.event for case in CASES if case.event.uid == "offset"), "2021-09-24 09:00 UTC-05:00"),
    ],
)
def test_when_as_a_person_reads_it(one: Event, told: str) -> None:
    assert when(one) == told


def test_table_tells_when_what_where_and_how_sure() -> None:
    told = render_table([CALL, FORUM], width=120, styled=False).decode().splitlines()
    assert re.split(r" {2,}", told[0].strip()) == ["When", "What", "Where", "Confidence"]
    assert re.split(r" {2,}", told[2].strip()) == [
        "2021-09-24 – 2021-09-28",
        "Zhongguancun Forum",
        "Beijing, China",
        "93%",
    ]
    assert re.split(r" {2,}", told[3].strip())[1:] == ["Third quarter results", "online", "50%"]


@pytest.mark.parametrize("width", [50, 80, 160])
def test_table_is_as_wide_as_the_terminal_and_drops_nothing(width: int) -> None:
    told = render_table([FORUM, replace(FORUM, title="word" * 60)], width=width, styled=False).decode()
    assert max(map(len, told.splitlines())) <= width
    assert "".join(re.findall("[word]", told)).count("word") >= 60
    assert "…" not in told


def test_table_width_is_the_terminal_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "dumb")
    assert max(map(len, export([FORUM], "table").decode().splitlines())) in (59, 60)


def test_table_marks_what_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    gone = replace(FORUM, status="cancelled")
    assert "Cancelled: Zhongguancun Forum" in render_table([gone], width=120, styled=False).decode()
    struck = re.search("\x1b\\[([\\d;]*)mCancelled", render_table([gone], width=120, styled=True).decode())
    assert struck is not None
    assert "9" in struck[1].split(";")


def test_table_has_no_colour_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    coloured = re.compile("\x1b\\[(?:[\\d;]*;)?3\\dm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert coloured.search(render_table([FORUM], width=100, styled=True).decode())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured.search(render_table([FORUM], width=100, styled=True).decode())


def test_table_passes_no_escapes_or_markup_of_a_release_on() -> None:
    told = export([replace(FORUM, title="\x1b[31mred\x1b]0;x\x07 [bold]b[/bold]")], "table").decode()
    assert "\x1b" not in told
    assert "[bold]b[/bold]" in told


def test_table_of_nothing_says_so() -> None:
    assert export([], "table") == b"No events found.\n"


# Writing


def test_write_replaces_a_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_is_as_open_as_the_umask_lets_it(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write(str(tmp_path / "out"), b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640


def test_write_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_write_to_what_is_no_file(tmp_path: Path) -> None:
    write(os.devnull, b"x")
    assert not Path(os.devnull).is_file()


def test_write_to_a_standard_output_that_is_a_pipe() -> None:
    code = "from eventx.export import write; write('/dev/stdout', b'x')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"x", b"")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none/out.ics", "the folder .*none does not exist; make it first"),
        ("", "is a folder; give the name of a file in it"),
        ("file/out.ics", "the folder .*file does not exist; make it first"),
        ("x" * 300, "cannot be written .*File name too long"),
        ("a\0b", "cannot be written"),
        ("loop", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_told_in_one_line(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OutputError, match=message) as caught:
        write(tmp_path / name, b"x")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert sorted(tmp_path.iterdir()) == before


def test_a_read_only_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The superuser may write anywhere, so the system's answer is given here.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(OutputError, match=r"the folder .* is read-only; choose another place"):
        write(tmp_path / "out", b"x")


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "out.ics"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OutputError, match="No space left on device"):
        write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
