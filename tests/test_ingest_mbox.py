"""Mailboxes: where mails begin, what quoting is undone, and how little memory a long one takes."""

from __future__ import annotations

import tracemalloc
from io import BytesIO, RawIOBase
from pathlib import Path

import pytest

from eventx.errors import InputError
from eventx.ingest import iter_releases, read
from eventx.ingest.mail_parts import MAX_MAIL
from eventx.ingest.mbox import mails
from eventx.model import Release

FROM = b"From - Mon Feb  3 09:12:31 2025\n"


def mail(number: int, body: bytes = b"The forum will be held on May 5.") -> bytes:
    return b"From: a@b.example\nTo: c@d.example\nMessage-ID: <%d@b.example>\n\n%s\n\n" % (number, body)


def collected(data: bytes) -> tuple[list[Release], list[InputError]]:
    errors: list[InputError] = []
    return list(iter_releases(data, on_error=errors.append, name="box.mbox")), errors


@pytest.mark.parametrize(
    "opening",
    [
        FROM,
        b"From press@alps.example Mon Feb  3 09:12:31 2025\n",
        b"From 1822837465920001@xxx Mon Feb 03 09:12:31 +0000 2025\n",
        b"From 1822837465920001@xxx\n",
        b"From - \n",
        b"From MAILER-DAEMON Mon Feb  3 09:12 2025\n",
        b"From press at alps.example Mon Feb  3 09:12:31 2025 -0700\r\n",
        b'From "Anna Press"@alps.example Mon Feb  3 09:12:31 CET 2025\n',
    ],
)
def test_lines_that_open_a_mail(opening: bytes) -> None:
    found, errors = collected(opening + mail(1) + opening + mail(2))
    assert [release.id for release in found] == ["1@b.example", "2@b.example"]
    assert errors == []


@pytest.mark.parametrize(
    ("stored", "wanted"),
    [
        (b"one\n>From two", b"one\nFrom two"),
        (b"one\n>>From two", b"one\n>From two"),
        (b"one\n> From two", b"one\n> From two"),
        (b"one\nFrom - Mon Feb  3 09:12:31 2025\ntwo", b"one\nFrom - Mon Feb  3 09:12:31 2025\ntwo"),
        (b"one\n\nFrom May to June 2025\ntwo", b"one\n\nFrom May to June 2025\ntwo"),
        (b"one\n\nFrom a@b.example\ntwo", b"one\n\nFrom a@b.example\ntwo"),
        (b"one\n\nFrom Bern\nNote: two", b"one\n\nFrom Bern\nNote: two"),
        (b"one\r\n\r\n>From two", b"one\r\n\r\nFrom two"),
    ],
)
def test_quoting_is_undone(stored: bytes, wanted: bytes) -> None:
    assert list(mails([FROM + mail(1, stored) + FROM + mail(2)])) == [mail(1, wanted), mail(2)]


@pytest.mark.parametrize("size", [1, 7, 64])
def test_mails_are_the_same_however_the_bytes_come(size: int) -> None:
    box = FROM + mail(1, b"one\n>From two") + FROM + mail(2)
    assert list(mails(box[at : at + size] for at in range(0, len(box), size))) == list(mails([box]))


def test_a_bad_mail_is_told_and_the_others_are_read() -> None:
    found, errors = collected(
        FROM + mail(1) + FROM + b"From: a@b\n\n\n" + FROM + FROM + mail(2, b"\0\1\2") + FROM + mail(3)
    )
    assert [release.id for release in found] == ["1@b.example", "3@b.example"]
    assert [error.where for error in errors] == ["box.mbox[1]", "box.mbox[2]", "box.mbox[3]"]


def test_what_is_no_mailbox(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(b"Dear reader,\n\nFrom now on\n")
    with pytest.raises(InputError, match="is no mailbox"):
        read(path)


def test_a_mail_that_is_too_long_is_told_and_the_others_are_read() -> None:
    found, (error,) = collected(FROM + mail(1) + FROM + mail(2, b"x" * MAX_MAIL) + FROM + mail(3))
    assert [release.id for release in found] == ["1@b.example", "3@b.example"]
    assert str(error).startswith("box.mbox[1]: has more than 50 MB")


class Endless(RawIOBase):
    """Standard input: mails without end, that cannot be sought in."""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return FROM + mail(1, b"The forum will be held on May 5. " * 2000)


@pytest.mark.full
def test_a_mailbox_is_not_read_whole() -> None:
    tracemalloc.start()
    try:
        source = Endless()
        releases = iter_releases(source, on_error=lambda error: None, name="box.mbox")  # type: ignore[arg-type]
        assert sum(1 for _, release in zip(range(300), releases, strict=False) if release.text) == 300
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_line_without_end_takes_no_memory() -> None:
    tracemalloc.start()
    try:
        assert list(mails(iter([FROM, *[b"x" * 65536] * 2000]))) == [None]
        assert tracemalloc.get_traced_memory()[1] < 2.5 * MAX_MAIL
    finally:
        tracemalloc.stop()


def test_mails_without_an_empty_line_between_them() -> None:
    assert list(mails([FROM + mail(1).rstrip() + b"\n" + FROM + mail(2)])) == [mail(1).rstrip() + b"\n", mail(2)]


def test_standard_input_is_sniffed() -> None:
    (release,) = iter_releases(BytesIO(FROM + mail(1)), on_error=lambda error: None)
    assert release.id == "1@b.example"
