"""What servers answer, right and wrong, and how long is waited for it."""

from __future__ import annotations

import gzip
import pickle
import re
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from eventx.errors import FetchError, InputError
from eventx.ingest import read
from eventx.ingest.web import Policy, Web
from eventx.ingest.web.hop import declared
from eventx.ingest.web.patience import retry_after
from tests.web_client import HEAD, Waits, bomb, failure, opened, unknown
from tests.web_server import PAGE, Plays, Server, answer, in_turn, leads_to, slowly

# --- tries


@pytest.mark.parametrize(
    ("first", "waits"),
    [
        ([answer(status=429, retry_after="7")], [7]),
        ([answer(status=503, retry_after="0")], [0]),
        ([answer(status=503), answer(status=503), answer(status=429)], [1, 2, 4]),
        ([answer(status=502), answer(status=504)], [1, 2]),
        ([answer(status=503, retry_after="soon")], [1]),
        ([answer(status=429, retry_after="Mon, 02 Mar 2026 10:00:30 GMT", date="Mon, 02 Mar 2026 10:00:00 GMT")], [30]),
        ([b""], [1]),
        ([answer(PAGE[:9], content_length="88")], [1]),
        ([answer(gzip.compress(PAGE)[:-9], content_encoding="gzip")], [1]),
    ],
    ids=["429", "503 at once", "back-off", "gateways", "unreadable", "a date", "no answer", "cut", "gzip cut"],
)  # fmt: skip
def test_what_may_pass_is_tried_again(first: list[bytes], waits: Waits, site: Server) -> None:
    site.pages["/a"] = in_turn(*first, answer())
    slept: Waits = []
    with opened(slept) as web:
        assert web.fetch(site.url + "/a").data == PAGE
    assert slept == waits


@pytest.mark.parametrize(
    ("last", "says", "wait", "tries"),
    [
        (answer(status=429, retry_after="3600"), "is asked too often; try again in 3600 seconds", 3600, 1),
        (answer(status=503), "is out of service; try again later", None, 4),
        (answer(status=503, retry_after="2"), "try again in 2 seconds", 2, 4),
        (answer(status=500), "fails on its server", None, 1),
        (answer(status=401), "wants a name and password", None, 1),
        (answer(status=403), "refuses access; open it in a browser", None, 1),
        (answer(status=404), "is not there; check the address (404 Not Found)", None, 1),
        (answer(status=410), "is no longer there", None, 1),
        (answer(status=204), "answers without a document", None, 1),
        (answer(status=304), "answers without a document", None, 1),
        (answer(status=302), "answers without a document", None, 1),
    ],
)
def test_a_status_without_a_document(last: bytes, says: str, wait: float | None, tries: int, site: Server) -> None:
    site.pages["/a"] = last
    error = failure(site.url + "/a", opened())
    assert says in error.message
    assert (error.status, error.retry_after) == (int(last[9:12]), wait)
    assert len(site.asked) == tries


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120),
        (" 5 ", "", 5),
        ("9" * 5000, "", 999_999_999),
        ("-5", "", None),
        ("1.5", "", None),
        ("٣", "", None),
        ("", "", None),
        ("Mon, 02 Mar 2026 10:00:30 GMT", "Mon, 02 Mar 2026 10:00:00 GMT", 30),
        ("Mon, 02 Mar 2026 10:00:00 GMT", "Mon, 02 Mar 2026 10:00:30 GMT", 0),
        ("Mon, 02 Mar 1998 10:00:00 GMT", "no date", 0),
        ("Mon, 99 Foo 99999 99:99:99 GMT", "", None),
        ("Mon, 02 Mar 0000 10:00:00 +99999", "", None),
    ],
)
def test_retry_after(value: str, date: str, seconds: float | None) -> None:
    assert retry_after(value, date) == seconds


def test_an_error_of_a_fetch_travels_between_processes() -> None:
    error = FetchError("is asked too often", where="https://example.org/", status=429, retry_after=9.0)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.status, again.retry_after) == (str(error), 429, 9.0)


@pytest.mark.full
def test_waits_that_a_server_asks_for_do_not_count(site: Server) -> None:
    site.pages["/a"] = in_turn(answer(status=503, retry_after="1"), answer())
    with Web(Policy(allow_private=True, whole=0.8)) as web:
        assert web.fetch(site.url + "/a").data == PAGE


# --- what does not answer


def test_a_host_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    waits: Waits = []
    assert "there is no such host" in failure("https://nowhere.example/", opened(waits)).message
    assert waits == []


def test_a_port_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    waits: Waits = []
    assert "refuses the connection" in failure(f"http://127.0.0.1:{port}/", opened(waits)).message
    assert waits == [1, 2, 4]


def test_a_server_without_tls(site: Server) -> None:
    error = failure(site.url.replace("http:", "https:"), opened(retries=0))
    assert "cannot be reached securely" in error.message


@pytest.mark.parametrize("reply", [b"SSH-2.0-OpenSSH_9\r\n", b"\xff" * 300, b"HTTP/1.1 abc\r\n\r\n"])
def test_what_speaks_no_http(reply: bytes, site: Server) -> None:
    site.pages["/"] = reply
    assert "breaks off" in failure(site.url + "/", opened(retries=0)).message


SLOW: dict[str, tuple[list[bytes], float, str]] = {
    "silent from the start": ([b"", HEAD], 30, "is silent for 0.2 seconds"),
    "silent in its body": ([HEAD + b"<p>", b"</p>"], 30, "is silent for 0.2 seconds"),
    "a body by drips": ([HEAD, *[b"a"] * 900], 0.05, "takes longer than 0.6 seconds"),
    "a head by drips": ([HEAD[:-4], *[b"\r\nX: y"] * 900], 0.05, "takes longer than 0.6 seconds"),
    "continue for ever": ([b"HTTP/1.1 100 Continue\r\n\r\n"] * 900, 0.05, "takes longer than 0.6 seconds"),
}


@pytest.mark.parametrize("name", SLOW)
def test_slow_answers_end(name: str, site: Server, ended: threading.Event) -> None:
    parts, pause, says = SLOW[name]
    site.pages["/a"] = lambda asked: slowly(parts, pause, ended)
    start = time.monotonic()
    assert says in failure(site.url + "/a", opened(timeout=0.2, whole=0.6, retries=0)).message
    assert time.monotonic() - start < 2


@pytest.mark.full
def test_silence_is_tried_again_and_drips_are_not(site: Server, ended: threading.Event) -> None:
    for name, tries in (("silent from the start", 3), ("a body by drips", 1)):
        parts, pause, _ = SLOW[name]
        site.pages["/a"] = lambda asked, parts=parts, pause=pause: slowly(parts, pause, ended)  # type: ignore[misc]
        site.asked.clear()
        failure(site.url + "/a", opened(timeout=0.1, whole=0.5, retries=2))
        assert len(site.asked) == tries


# --- bodies


def test_a_slow_body_within_its_time_is_read(site: Server, ended: threading.Event) -> None:
    site.pages["/a"] = lambda asked: slowly([HEAD, PAGE[:20], PAGE[20:]], 0.05, ended)
    with opened() as web:
        assert web.fetch(site.url + "/a").data == PAGE


def raw(data: bytes) -> bytes:
    """Deflate without the head of zlib, as some servers send it."""
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(data) + machine.flush()


PACKED = {
    "gzip": ("gzip", gzip.compress(PAGE)),
    "x-gzip": ("x-gzip", gzip.compress(PAGE)),
    "two members": ("gzip", gzip.compress(PAGE[:30]) + gzip.compress(PAGE[30:])),
    "padded": ("gzip", gzip.compress(PAGE) + b"\0" * 100),
    "deflate": ("deflate", zlib.compress(PAGE)),
    "bare deflate": ("Deflate", raw(PAGE)),
    "identity": ("identity", PAGE),
    "identity and gzip": ("identity, gzip", gzip.compress(PAGE)),
    "no packing": ("utf-8", PAGE),
    "empty": ("none", PAGE),
}


@pytest.mark.parametrize("name", PACKED)
def test_packed_bodies(name: str, site: Server) -> None:
    encoding, body = PACKED[name]
    site.pages["/a"] = answer(body, content_encoding=encoding)
    with opened() as web:
        found = web.fetch(site.url + "/a")
    assert (found.data, found.received) == (PAGE, len(body))


@pytest.mark.parametrize(
    ("encoding", "body", "says"),
    [
        ("gzip", PAGE, "is broken gzip"),
        ("gzip", gzip.compress(PAGE)[:-8] + bytes(8), "is broken gzip"),
        ("gzip", gzip.compress(PAGE)[:-4], "ends before its gzip does"),
        ("br", PAGE, "is packed by br, which was not asked for"),
        ("gzip, gzip", gzip.compress(gzip.compress(PAGE)), "is packed by gzip, gzip, which was not asked for"),
    ],
)
def test_a_body_that_cannot_be_unpacked(encoding: str, body: bytes, says: str, site: Server) -> None:
    site.pages["/a"] = answer(body, content_encoding=encoding)
    assert says in failure(site.url + "/a", opened(retries=0)).message


def endless(head: bytes) -> Plays:
    return lambda asked: (part for part in [head, *[b"x" * 65536] * 2000])


HUGE: dict[str, Callable[[], bytes | Plays]] = {
    "told beforehand": lambda: endless(b"HTTP/1.1 200 OK\r\nContent-Length: 131072000\r\n\r\n"),
    "told absurdly": lambda: endless(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 20 + b"\r\n\r\n"),
    "not told": lambda: endless(HEAD),
    "a bomb": lambda: answer(bomb(200_000_000), content_encoding="gzip"),
    "empty members": lambda: answer(gzip.compress(b"") * 100_000, content_encoding="gzip", content_length=None),
}


@pytest.mark.parametrize("name", HUGE)
def test_huge_bodies_are_refused_in_little_memory(name: str, site: Server, tmp_path: Path) -> None:
    site.pages["/a"] = HUGE[name]()
    web = opened(most=1_000_000, cache=tmp_path)
    tracemalloc.start()
    error = failure(site.url + "/a", web)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "is larger than 1 MB, the most that is fetched; save it and give the file" in error.message
    assert peak < 30_000_000


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("text/html; charset=ISO-8859-1", ("text/html", "iso8859-1")),
        ('Text/HTML; Charset="UTF-8"', ("text/html", "utf-8")),
        ("text/html;charset=windows-1252;x=y", ("text/html", "cp1252")),
        ("text/html; charset=no-such-thing", ("text/html", None)),
        ("text/html; charset=", ("text/html", None)),
        ("text/html; charset*=x'y'%ff", ("text/html", None)),
        ("text/html", ("text/html", None)),
        ("", ("", None)),
        ("nonsense", ("", None)),
        (";;;", ("", None)),
    ],
)
def test_content_type(told: str, wanted: tuple[str, str | None]) -> None:
    assert declared(told) == wanted


def test_a_document_knows_what_the_server_told(site: Server) -> None:
    text = "LISBON, March 2, 2026 -- The São Jorge Fair will be held in Lisbon on May 4, 2026.\n"
    body = text.encode("cp1252")
    site.pages |= {"/a": leads_to("/b"), "/b": answer(body, content_type="text/plain; charset=iso-8859-1")}
    with opened() as web:
        (release,) = read(site.url + "/a", get=web.get)
    assert (release.text, release.url) == (text, site.url + "/b")


@pytest.mark.parametrize("label", ["utf-8", "utf-16", "no-such-thing", "ascii"])
def test_a_wrong_charset_does_not_spoil_the_text(label: str, site: Server) -> None:
    text = "LISBON, March 2, 2026 -- The “Festa do Mar” will be held at the São Jorge castle on May 4, 2026.\n"
    site.pages["/a"] = answer(text.encode("cp1252"), content_type=f"text/plain; charset={label}")
    with opened() as web:
        (release,) = read(site.url + "/a", get=web.get)
    assert release.text == text


@pytest.mark.parametrize("media", [None, "text/plain", "application/octet-stream"])
def test_the_address_tells_the_kind_where_the_server_does_not(media: str | None, site: Server) -> None:
    body = b'{"text": "The Harbour Fair opens on 4 May 2026."}\n{"text": "It ends on 9 May 2026."}\n'
    site.pages["/a.jsonl"] = answer(body, content_type=media)
    with opened() as web:
        assert len(read(site.url + "/a.jsonl", get=web.get)) == 2


@pytest.mark.parametrize(
    ("media", "body", "says"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n\0\0", "is image/png; eventx reads text, web pages"),
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is image/svg+xml"),
        ("video/mp4", b"\0\0\0\x18ftypmp42", "is video/mp4"),
        ("application/zip", b"PK\x05\x06" + bytes(18), "is application/zip"),
        ("text/css", b"p { color: red }", "is text/css"),
        ("application/javascript", b"let fair = 1;", "is application/javascript"),
        ("application/octet-stream", b"\x7fELF\0\0", "looks like a program"),
        ("text/html", b"", "is empty"),
    ],
)
def test_what_is_no_release_is_told(media: str, body: bytes, says: str, site: Server) -> None:
    site.pages["/a"] = answer(body, content_type=media)
    with opened() as web, pytest.raises(InputError, match=re.escape(says)):
        read(site.url + "/a", get=web.get)
