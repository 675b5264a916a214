"""Reading sources: what is sniffed, which bytes become which text, and what is told of a bad record."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx.errors import InputError
from eventx.ingest import iter_releases, read
from eventx.ingest.text import MAX_CHARACTERS, codec_of, decode
from eventx.model import Release

TEXT = "BEIJING, Sept. 27, 2021 -- The company’s forum – “open” to all in Zürich – is held from Sept 24 to 28.\n"
FRENCH = "Le Festival de Cannes s’ouvrira à Paris le 5 mai. Près de 300 invités sont attendus où l’été sera célébré.\n"
CHINESE = "2021中关村论坛将于9月24日至28日在北京举行，主题是智慧、健康、碳中和。\n" * 3
JAPANESE = "東京で9月24日から28日までフォーラムが開催されます。テーマは知能と健康です。\n" * 3
RUSSIAN = "Форум пройдет 5 мая в Москве. Приглашаем всех гостей принять участие в работе конференции.\n" * 3


def collected(source: Any, name: str | None = None) -> tuple[list[Release], list[InputError]]:
    errors: list[InputError] = []
    return list(iter_releases(source, on_error=errors.append, name=name)), errors


# --- encodings


@pytest.mark.parametrize(
    ("text", "encoding", "mark"),
    [
        (TEXT, "utf-8", b""),
        (TEXT, "utf-8", b"\xef\xbb\xbf"),
        (TEXT, "utf-16-le", b"\xff\xfe"),
        (TEXT, "utf-16-be", b"\xfe\xff"),
        (TEXT, "utf-16-le", b""),
        (TEXT, "utf-16-be", b""),
        (TEXT, "utf-32-le", b"\xff\xfe\x00\x00"),
        (CHINESE, "utf-16-le", b"\xff\xfe"),
        (CHINESE, "utf-16-le", b""),
        (CHINESE, "utf-16-be", b""),
        (TEXT, "cp1252", b""),
        ("The company’s forum", "cp1252", b""),
        (FRENCH, "cp1252", b""),
        (RUSSIAN, "cp1251", b""),
        (TEXT.replace("\n", "\r") * 3, "mac_roman", b""),
        (CHINESE, "gb18030", b""),
        (JAPANESE, "cp932", b""),
        (JAPANESE, "euc_jp", b""),
    ],
)
def test_encodings(text: str, encoding: str, mark: bytes) -> None:
    assert read(mark + text.encode(encoding)) == [Release(text=text)]


def test_broken_bytes_in_utf8_do_not_spoil_the_rest() -> None:
    data = TEXT.encode() + "tête-à-tête".encode("cp1252")[:2] + b" end" + TEXT.encode()[:-1]
    assert decode(data) == TEXT + "t\ufffd end" + TEXT[:-1]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\r\n", "\u2028", "\x0b", "\x0c"])
def test_line_ends_are_kept(end: str, tmp_path: Path) -> None:
    text = f"{end}Headline{end}{end}Body{end}"
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode())
    assert read(file)[0].text == text


@given(st.text(min_size=1, max_size=200).filter(lambda t: t.strip() and not t.startswith("\ufeff")))
def test_printable_utf8_comes_back_as_it_is(text: str) -> None:
    text = "".join(c for c in text if c.isprintable() or c in "\r\n\t")
    if text.strip() and not text.lstrip().startswith(("{", "[", "<")):
        assert decode(text.encode()) == text


# --- what is refused


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n", "looks like a PNG image; eventx reads text, web pages"),
        (b"\x1f\x8b\x08\x00", "looks like a gzip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "looks like an old Office document or a mail of Outlook's (.msg), to be saved"),
        (b"text and \x00 NUL \x00\x00", "looks like a binary file"),
        (b"one stray \x00 in text", "looks like a binary file"),
        (b"\x01\x02\x03\x04abc" * 40, "looks like a binary file"),
        (bytes(range(256)) * 8, "looks like a binary file"),
        (b"\x00" * 64, "looks like a binary file"),
        (b"\xff\xfe" + b"\x01\x00" * 50, "looks like a binary file"),
        (b"\xff\xfeA\x00\x00\xd8B\x00", "is broken UTF-16-LE"),
        (b'<?xml version="1.0"?><svg><text>May 5</text></svg>', "is XML of a kind that is not read (<svg>)"),
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe \x00", "is empty"),
    ],
)  # fmt: skip
def test_refused(data: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "odd"
    file.write_bytes(data)
    for source, where in ((data, "<bytes>"), (file, str(file))):
        with pytest.raises(InputError) as caught:
            read(source)
        assert str(caught.value).startswith(f"{where}: {told}")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("size", [MAX_CHARACTERS + 1, 5 * MAX_CHARACTERS])
def test_a_text_of_many_releases_is_refused_with_what_to_do(size: int, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_bytes(b"word \n" * (size // 6 + 1))
    with pytest.raises(InputError, match=r"more than 10 million characters.*split it, or write its releases as JSONL"):
        read(file)


def test_missing_sources(tmp_path: Path) -> None:
    for source, told in (
        (str(tmp_path / "nosuchfile.txt"), "no such file or folder"),
        ("http://127.0.0.1/a.html", "is a private address"),
        ("a\0b", "is no path"),
        (tmp_path, "holds no releases ("),
    ):
        with pytest.raises(InputError) as caught:
            read(source)
        assert told in str(caught.value)


# --- folders and streams


def test_a_folder_is_walked_in_order_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    files = {"b.txt": "second", "a.MD": "first", "sub/c.text": "third", "bad.txt": "", "x.csv": "no",
             ".git/d.txt": "no", ".e.txt": "no", "d.json": '{"text": "in json"}'}  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    releases, errors = collected(tmp_path)
    assert [r.text for r in releases] == ["first", "second", "in json", "third"]
    assert [e.where for e in errors] == [str(tmp_path / "bad.txt")]


def test_the_id_of_a_text_does_not_depend_on_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    by_path, by_text = read(tmp_path / "a.txt"), read(str(tmp_path / "a.txt"))
    assert by_path == by_text == read(TEXT.encode()) == read(BytesIO(TEXT.encode())) == [Release(text=TEXT)]
    assert by_path[0].title is None


@given(st.binary(max_size=300))
def test_any_bytes_give_releases_or_input_errors(data: bytes) -> None:
    releases, errors = collected(data)
    assert releases or errors


@pytest.mark.parametrize(
    ("label", "codec"),
    [("ISO-8859-1", "cp1252"), ("gb2312", "gb18030"), ("x-sjis", "cp932"), ("utf-8", "utf-8"), (" 'UTF8' ", "utf-8"),
     ("us-ascii", ""), ("base64", ""), ("unicode_escape", ""), ("idna", ""), ("no\0such", ""), ("", "")],
)  # fmt: skip
def test_labels_are_read_as_what_they_mean(label: str, codec: str) -> None:
    assert codec_of(label) == codec
