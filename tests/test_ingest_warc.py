"""Web archives: which records hold pages, how they are unpacked, and archives that are broken or hostile."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventx.errors import InputError
from eventx.ingest import iter_releases
from eventx.ingest.dispatch import releases_of
from eventx.ingest.kinds import kind_of
from eventx.ingest.values import Document, Reading
from eventx.ingest.warc import MAX_RECORD
from eventx.model import Release
from tests.warcs import ARCHIVES, FOLDER, chunked, http, info, packed, record, response

URL = "https://a.example/news"
TEXT = "The forum is held on May 5, 2027.\n"
BODY = TEXT.encode()
GOOD = response(URL, BODY, "text/plain; charset=utf-8")


def collected(data: bytes | BinaryIO, name: str = "crawl.warc") -> tuple[list[Release], list[str]]:
    errors: list[InputError] = []
    releases = list(iter_releases(data, on_error=errors.append, name=name))
    return releases, [str(error) for error in errors]


def test_a_page_is_read_with_its_address() -> None:
    assert collected(info("x") + GOOD) == ([Release(text=TEXT, url=URL)], [])


@pytest.mark.parametrize(
    "held",
    [
        record("resource", URL, BODY, "text/plain"),
        record("conversion", URL, BODY, "text/plain"),
        record("response", URL, http(BODY, "text/plain"), version="1.1"),
        response(f"<{URL}>", BODY, "text/plain"),
        response(URL, BODY, "TEXT/PLAIN"),
        GOOD.replace(b"\r\nWARC", b"\nWARC").replace(b"\r\n\r\nHTTP", b"\n\nHTTP"),
        response(URL, chunked(BODY, 5), "text/plain", Transfer_Encoding="chunked"),
        response(URL, BODY, "text/plain", Transfer_Encoding="chunked"),  # unpacked by the crawler, the header left
        response(URL, gzip.compress(BODY), "text/plain", Content_Encoding="gzip"),
        response(URL, BODY, "text/plain", Content_Encoding="gzip"),
        response(URL, zlib.compress(BODY), "text/plain", Content_Encoding="deflate"),
        response(URL, zlib.compress(BODY, wbits=-15), "text/plain", Content_Encoding="deflate"),
        response(URL, chunked(gzip.compress(BODY), 9), "text/plain", Content_Encoding="GZIP",
                 Transfer_Encoding="chunked"),
        response(URL, gzip.compress(gzip.compress(BODY)), "text/plain", Content_Encoding="gzip, gzip"),
        response(URL, BODY, "text/plain", Content_Encoding="identity"),
    ],
)  # fmt: skip
def test_what_holds_a_page(held: bytes) -> None:
    assert collected(held) == ([Release(text=TEXT, url=URL)], [])


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "shift_jis"])
def test_the_charset_of_the_header_is_taken(charset: str) -> None:
    text = "東京で9月24日にフォーラムが開催されます。" * 3
    held = response(URL, text.encode(charset), f'text/plain; charset="{charset}"')
    assert collected(held)[0] == [Release(text=text, url=URL)]


@pytest.mark.parametrize(
    "other",
    [
        response(URL, BODY, "text/plain", status="404 Not Found"),
        response(URL, BODY, "text/plain", status="301 Moved Permanently", Location="/b"),
        response(URL, BODY, "text/plain", status="206 Partial Content"),
        response(URL, b"", "text/plain"),
        response(URL, b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        response(URL, BODY, "text/css"),
        response(URL, BODY, "text/javascript"),
        response(URL, b'{"text": "on May 5, 2027"}', "application/json"),
        response(URL, BODY, ""),
        response("https://a.example/robots.txt", BODY, "text/plain"),
        record("request", URL, b"GET /news HTTP/1.1\r\nHost: a.example\r\n\r\n", "application/http;msgtype=request"),
        record("revisit", URL, http(b""), WARC_Profile="http://netpreserve.org/warc/1.1/revisit"),
        record("revisit", URL, b"", WARC_Profile="http://netpreserve.org/warc/1.1/revisit"),
        record("metadata", URL, BODY, "text/plain"),
        record("resource", "metadata://a.example/log", BODY, "text/plain"),
        record("resource", "urn:text:https://a.example/", BODY, "text/plain"),
        record("response", "dns:a.example", b"20270101000000\n", "text/dns"),
        record("continuation", URL, BODY, "text/plain"),
        record("never-heard-of", URL, BODY, "text/plain"),
    ],
)
def test_what_holds_none_is_passed_over(other: bytes) -> None:
    assert collected(info("x") + other + GOOD) == ([Release(text=TEXT, url=URL)], [])


@pytest.mark.parametrize("data", [packed(info("x"), GOOD), gzip.compress(info("x") + GOOD), info("x") + GOOD])
def test_an_archive_is_told_by_its_bytes(data: bytes) -> None:
    assert kind_of(Document(where="-", head=data)).name == "warc"
    assert len(collected(data, "-")[0]) == 1


@pytest.mark.parametrize("data", [gzip.compress(BODY), b"\x1f\x8b", b"\x1f\x8b\x08garbage"])
def test_a_gzip_of_something_else_is_none(data: bytes) -> None:
    assert kind_of(Document(where="-", head=data)).name != "warc"


@pytest.mark.parametrize(
    ("data", "suffix"), [(gzip.compress(BODY), ".warc.gz"), (BODY, ".warc"), (b"\x1f\x8b\x08 garbage", ".warc.gz")]
)
def test_a_name_alone_makes_no_archive(data: bytes, suffix: str) -> None:
    document = Document(where="a", head=data, suffix=suffix)
    with pytest.raises(InputError, match=r"no web archive|cut off or damaged"):
        list(releases_of(document, Reading(on_error=lambda error: None)))


def test_nothing_is_written_beside_the_result(capfd: pytest.CaptureFixture[str]) -> None:
    url = "https://a.example/a b"
    assert collected(response(url, BODY, "text/plain"))[0][0].url == "https://a.example/a%20b"
    assert capfd.readouterr() == ("", "")


def test_errors_name_the_archive_and_the_page() -> None:
    releases, errors = collected(response(URL, b"%PDF-1.4 garbage", "application/pdf") + GOOD)
    assert len(releases) == 1
    assert errors[0].startswith(f"crawl.warc[{URL}]: is a PDF that cannot be read")


def test_an_address_of_control_characters_stays_one_line() -> None:
    _, errors = collected(response("https://a.example/\x1b[2J\u202e" + "x" * 500, b"%PDF-", "application/pdf"))
    assert len(errors) == 1 and len(errors[0]) < 400 and errors[0].isprintable()


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (response(URL, b"x" * (MAX_RECORD + 1), "text/plain"), "more than 10 MB and is passed over"),
        (response(URL, gzip.compress(b"x" * (MAX_RECORD + 1)), "text/plain", Content_Encoding="gzip"), "10 MB"),
        (response(URL, chunked(gzip.compress(b"x" * 10**8, 1), 10**7), "text/plain", Content_Encoding="gzip",
                  Transfer_Encoding="chunked"), "10 MB"),
        (response(URL, BODY, "text/plain", Content_Encoding="br"), "is packed as br, which is not read"),
    ],
)  # fmt: skip
def test_a_page_that_is_too_much_is_told_and_the_next_one_read(held: bytes, words: str) -> None:
    releases, errors = collected(held + GOOD)
    assert releases == [Release(text=TEXT, url=URL)]
    assert len(errors) == 1 and words in errors[0] and errors[0].startswith(f"crawl.warc[{URL}]")


LENGTH = b"Content-Length: %d" % len(http(BODY, "text/plain; charset=utf-8"))


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (GOOD[:-40], "ends in the middle of a record"),
        (GOOD[:60], "a record that cannot be read"),
        (GOOD.replace(LENGTH, b"Content-Length: 99999999999999"), "ends in the middle of a record"),
        (GOOD.replace(LENGTH, b"Content-Length: 20"), "something else between two records"),
        (GOOD.replace(LENGTH, b"Content-Length: -5"), "something else between two records"),
        (GOOD.replace(LENGTH, b"Content-Length: five"), "something else between two records"),
        (GOOD.replace(LENGTH, b"X: 5"), "of no told length"),
        (GOOD.replace(b"WARC-Target-URI", b"X"), "a record that cannot be read"),
        (b"garbage\n" * 1000, "something else between two records"),
        (b"WARC/1.0\r\n" + b"x" * 3_000_000, "headers without end"),
        (b"WARC/1.0\r\n" + b"A: b\r\n" * 300_000, "headers without end"),
        (b"\r\n" * 1_000_000, "headers without end"),
    ],
)
@pytest.mark.parametrize("gzipped", [False, True])
def test_what_comes_before_the_damage_is_read(after: bytes, words: str, gzipped: bool) -> None:
    data = packed(GOOD, after) if gzipped else GOOD + after
    releases, errors = collected(data)
    assert releases == [Release(text=TEXT, url=URL)]
    assert words in errors[-1] and all("10 MB" in error for error in errors[:-1])


DAMAGES: list[Callable[[bytes], bytes]] = [
    lambda data: data[:-20],
    lambda data: data[:-30] + b"x" * 30,
    lambda data: data + b"garbage",
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_gzip_is_told(damage: Callable[[bytes], bytes]) -> None:
    data = damage(packed(GOOD, GOOD, GOOD))
    releases, errors = collected(data)
    assert len(releases) in (2, 3)
    assert len(errors) == 1 and "cut off or damaged" in errors[0]


def test_a_record_of_gigabytes_in_gzip_is_bounded() -> None:
    length = 3 * 10**9
    head = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {URL}\r\nContent-Length: {length}\r\n\r\n"
    packer = zlib.compressobj(1, wbits=31)
    zeros = bytes(10**6)
    bomb = packer.compress(head.encode()) + b"".join(packer.compress(zeros) for _ in range(400))
    started = time.process_time()
    releases, errors = collected(packed(GOOD) + bomb)
    assert len(releases) == 1 and "unpacks to far more than it holds" in errors[-1]
    assert time.process_time() - started < 2


class Endless:
    """A stream that makes its records as they are read."""

    def __init__(self, piece: bytes, times: int) -> None:
        self.piece, self.left = piece, times

    def read(self, size: int = -1) -> bytes:
        """The piece, so many times."""
        self.left -= 1
        return self.piece if self.left >= 0 else b""


def test_an_archive_of_any_size_is_read_in_little_memory() -> None:
    large = response("https://a.example/a.mp4", bytes(3_000_000), "video/mp4")
    tracemalloc.start()
    releases, errors = collected(cast(BinaryIO, Endless(GOOD + large, 60)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(releases), errors) == (60, [])
    assert peak < 30_000_000


@settings(max_examples=60, deadline=2000)
@given(st.sampled_from(sorted(ARCHIVES)), st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=8)), max_size=5))
def test_no_damage_ends_in_anything_but_an_error(name: str, damage: list[tuple[int, bytes]]) -> None:
    data = (FOLDER / name).read_bytes()
    for place, instead in damage:
        data = data[:place] + instead + data[place + len(instead) :]
    collected(BytesIO(data))
