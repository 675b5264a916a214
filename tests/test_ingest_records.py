"""Releases as JSON and JSONL: the forms, and what is told of a bad record."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx.errors import InputError, RecordError
from eventx.ingest import iter_releases, read
from eventx.ingest.records import MAX_LINE, _lines
from eventx.ingest.text import MAX_CHARACTERS
from eventx.model import Release


def collected(source: Any, name: str | None = None) -> tuple[list[Release], list[InputError]]:
    errors: list[InputError] = []
    return list(iter_releases(source, on_error=errors.append, name=name)), errors


FULL = {"id": "r1", "text": "Body", "title": "Head", "published": "2021-09-27", "url": "https://e.org", "lang": "en"}


def test_all_keys_and_unknown_ones() -> None:
    release = Release(text="Body", id="r1", title="Head", published=date(2021, 9, 27), url="https://e.org", lang="en")
    assert read(json.dumps(FULL | {"events": [], "extra": 1}).encode()) == [release]


@pytest.mark.parametrize("published", ["2021-09-27T23:30:00-05:00", "2021-09-27", " 20210927 ", "2021-09-27 10:00"])
def test_published_is_the_local_day(published: str) -> None:
    assert read(json.dumps({"text": "x", "published": published}).encode())[0].published == date(2021, 9, 27)


A, B = '{"text": "A"}', '{"text": "B"}'


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (f"[{A}, {B}]", ".json"),
        (f"[\n  {A},\n  {B}\n]\n", ""),
        (f'{{"releases": [{A}, {B}]}}', ".json"),
        (f'{{\n  "releases": [\n{A},\n{B}]}}', ""),
        (f"{A}\n{B}\n", ".jsonl"),
        (f"{A}\n{B}\n", ".ndjson"),
        (f"{A}\n{B}\n", ".json"),
        (f"{A}\n{B}\n", ""),
        (f"\n{A}\r\n\r\n{B}", ""),
        (f"{A}\r{B}\r", ".jsonl"),
        (f"\ufeff{A}\n{B}", ".jsonl"),
        (f"\ufeff[{A},{B}]", ""),
        (f"[{A},{B}]", ".jsonl"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_forms_of_json(data: str, suffix: str, encoding: str, tmp_path: Path) -> None:
    file = tmp_path / f"releases{suffix}"
    file.write_bytes(data.lstrip("\ufeff" if encoding == "utf-16" else "").encode(encoding))
    assert [r.text for r in read(file)] == ["A", "B"]


@pytest.mark.parametrize("text", ["[Press release] Forum opens", "{sic} he said", "{", "[1] A footnote", "[] {}text"])
def test_text_that_begins_like_json_is_text(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text)
    assert read(file)[0].text == text
    if not text.startswith("[]"):
        assert read(text.encode())[0].text == text


@pytest.mark.parametrize(
    ("line", "where", "told"),
    [
        ('{"text": "cut off', ":3", "invalid JSON at column 10"),
        ('{"text": "a"} {"text": "b"}', ":3", "invalid JSON at column 15: Extra data"),
        ('{"title": "x"}', ":3.text", "has no text"),
        ('{"text": null}', ":3.text", "null is no text"),
        ('{"text": 5}', ":3.text", "5 is no text"),
        ('{"text": " \\n"}', ":3.text", "is empty"),
        ('{"text": "a", "published": "yesterday"}', ":3.published", '"yesterday" is no date'),
        ('{"text": "a", "published": 20210927}', ":3.published", "20210927 is no date"),
        ('{"text": "a", "title": ["x"]}', ":3.title", '["x"] is no text'),
        ('{"text": "a", "id": true}', ":3.id", "true is no text"),
        ('"just a string"', ":3", '"just a string" is no release'),
        ("[" * 100_000, ":3", "JSON that cannot be read"),
        ("1" * 5000, ":3", "JSON that cannot be read"),
    ],
)
def test_a_bad_record_is_told_and_the_others_are_delivered(line: str, where: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text("\n".join([A, A, line, B, B]))
    releases, errors = collected(file)
    assert [r.text for r in releases] == ["A", "A", "B", "B"]
    assert len(errors) == 1
    assert errors[0].where == f"{file}{where}"
    assert told in errors[0].message
    assert "\n" not in str(errors[0])
    assert len(errors[0].message) < 200
    with pytest.raises(InputError):
        read(file)


def test_bad_items_of_an_array_are_told_by_index() -> None:
    releases, errors = collected(b'[{"text": "A"}, {"text": 1}, 7, {"text": "B"}]', "feed.json")
    assert [r.text for r in releases] == ["A", "B"]
    assert [e.where for e in errors] == ["feed.json[1].text", "feed.json[2]"]
    assert all(isinstance(e, RecordError) for e in errors)


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"[]", "holds no releases"), (b'{"releases": []}', "holds no releases"), (b'[{"text": "A"},]', "invalid JSON at"),
     (b'{\n"text": "A"\n', "invalid JSON at line 3"), (b"{}", "has no text")],
)  # fmt: skip
def test_bad_documents(data: bytes, told: str) -> None:
    releases, errors = collected(data)
    assert releases == []
    assert len(errors) == 1
    assert told in str(errors[0])


def test_a_line_in_an_old_encoding_is_read() -> None:
    data = A.encode() + b"\n" + '{"text": "The company’s forum in Zürich"}'.encode("cp1252")
    assert [r.text for r in read(data, name="feed.jsonl")] == ["A", "The company’s forum in Zürich"]


def test_lone_surrogates_become_one_replacement_character_each() -> None:
    release = read(b'{"text": "a\\ud83d b \\udc00 \\ud83d\\ude00", "title": "\\ud800"}')[0]
    assert (release.text, release.title) == ("a\ufffd b \ufffd \U0001f600", "\ufffd")


def test_a_numeric_id_is_text() -> None:
    assert read(b'{"text": "a", "id": 17}')[0].id == "17"


def test_a_release_too_long_is_a_bad_record_among_good_ones() -> None:
    long = json.dumps({"text": "x" * (MAX_CHARACTERS + 1)}).encode()
    releases, errors = collected(b"\n".join([A.encode(), long, B.encode()]), "feed.jsonl")
    assert [r.text for r in releases] == ["A", "B"]
    assert [e.where for e in errors] == ["feed.jsonl:2.text"]
    assert "more than 10 million characters" in errors[0].message


class Endless:
    """A stream of `size` bytes in which one line is longer than MAX_LINE; never held whole."""

    name = "endless.jsonl"

    def __init__(self) -> None:
        self.parts = self.chunks()

    def chunks(self) -> Iterator[bytes]:
        yield b'{"text": "A"}\n' * 5000
        for _ in range(MAX_LINE // 65536 + 2):
            yield b"x" * 65536
        yield b"\n" + b'{"text": "B"}\n' * 3

    def read(self, size: int = -1) -> bytes:
        return next(self.parts, b"")


def test_lines_stream_in_bounded_memory() -> None:
    errors: list[InputError] = []
    tracemalloc.start()
    try:
        found = sum(1 for _ in iter_releases(cast(BinaryIO, Endless()), on_error=errors.append))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == 5003
    assert [(e.where, "longer than" in e.message) for e in errors] == [("endless.jsonl:5001", True)]
    assert peak < 2.5 * MAX_LINE


@given(st.lists(st.binary(max_size=6).map(lambda b: b.replace(b"\0", b"\r\n")), max_size=8))
def test_lines_do_not_depend_on_how_the_bytes_are_cut(parts: list[bytes]) -> None:
    whole = b"".join(parts)
    expected = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    told = [line for line in _lines(parts) if line is not None]
    assert [x for x in told if x] == [x for x in expected if x]
    assert told == list(_lines([whole]))


def test_a_file_of_other_lines_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text('{"level": "info"}\n' * 5000)
    releases, errors = collected(tmp_path / "log.jsonl")
    assert (releases, len(errors)) == ([], 1001)
    assert str(errors[-1]).endswith("log.jsonl: none of 1000 lines is a release; give it one release a line")


def test_bad_lines_beside_good_ones_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text('{"text": "May 5"}\n' + '{"level": "info"}\n' * 2000)
    releases, errors = collected(tmp_path / "log.jsonl")
    assert (len(releases), len(errors)) == (1, 2000)


def test_nul_becomes_the_replacement_character(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "a\\u0000b"}')
    assert collected(tmp_path / "a.json")[0][0].text == "a\ufffdb"
    (tmp_path / "a.txt").write_text("word " * 20_000 + "a\0b")  # beyond the bytes that are looked at for a binary file
    assert collected(tmp_path / "a.txt")[0][0].text.endswith("a\ufffdb")
