"""Addresses fetched from a server on loopback that plays what servers do; names are resolved by the tests."""

from __future__ import annotations

import gzip
import pickle
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from eventx import __version__
from eventx.cli import main
from eventx.errors import FetchError, InputError
from eventx.ingest import read
from eventx.ingest.web import Policy, Web, addresses, cache, network
from eventx.ingest.web.addresses import is_public, shown, web_address
from eventx.ingest.web.hop import declared
from eventx.ingest.web.patience import retry_after
from tests.web_server import PAGE, Asked, Plays, Server, answer, in_turn, leads_to, serving, slowly, validated

Waits = list[float]
RELEASE = b"LISBON, March 2, 2026 /PRNewswire/ -- The Harbour Fair will be held in Lisbon on May 4, 2026.\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def ended() -> Iterator[threading.Event]:
    """Set when the test is over, so that slow answers end."""
    event = threading.Event()
    yield event
    event.set()


def opened(waits: Waits | None = None, notes: list[str] | None = None, **more: object) -> Web:
    """A client that may ask the server on loopback, and waits without waiting."""
    policy = Policy(**{"allow_private": True, "timeout": 5.0, **more})  # type: ignore[arg-type]
    sleep = waits.append if waits is not None else lambda seconds: None
    return Web(policy, sleep=sleep, note=notes.append if notes is not None else lambda line: None)


def failure(url: str, web: Web) -> FetchError:
    """The error of an address, which is one line of printable characters."""
    with web, pytest.raises(FetchError) as caught:
        web.fetch(url)
    assert str(caught.value).isprintable()
    return caught.value


# --- which addresses


@pytest.mark.parametrize(
    ("written", "fetched"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c"),
        (" HTTPS://Example.ORG ", "https://example.org"),
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        ("webcals://example.org/a.ics", "https://example.org/a.ics"),
        ("webcal://localhost:8000/a.ics", "http://localhost:8000/a.ics"),
        ("feed://example.org/rss", "https://example.org/rss"),
        ("feed:http://example.org/rss", "http://example.org/rss"),
        ("https://exämple.org/ä", "https://xn--exmple-cua.org/%C3%A4"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://ann:secret@example.org/a", "https://example.org/a"),
    ],
)
def test_what_is_written_becomes_an_address(written: str, fetched: str) -> None:
    assert shown(web_address(written)) == fetched


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://example.org/a", "no address of the web"),
        ("javascript:alert(1)", "no address of the web"),
        ("data:text/html,hello", "no address of the web"),
        ("//example.org/a", "no address of the web"),
        ("https:///a", "names no host"),
        ("http://a%20b/", "names no host"),
        ("http://127.0.0.1%00.example/", "names no host"),
        ("http://１２７.0.0.1/", "is no address"),
        ("HTTP:\\\\example.org\\", "names no host"),
        ("http:", "names no host"),
        ("http://[::1", "is no address"),
        ("http://a:99999999/", "names a port that there is not"),
        ("http://xn--/", "is no address"),
        ("http://example.org/" + "a" * 70_000, "is no address"),
    ],
)
def test_what_is_no_address_of_the_web_is_told(written: str, says: str) -> None:
    with pytest.raises(FetchError, match=says) as caught:
        web_address(written)
    assert len(str(caught.value)) < 500


PRIVATE = """
127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8
192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::7f00:1 fe80::1 fec0::1 fc00::1 fd12:3456::1 ff02::1 2001:db8::1
64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1::1 2002:a00:1:: 100::1
""".split()
PUBLIC = "1.1.1.1 93.184.216.34 172.32.0.1 100.128.0.1 2606:4700::1111 64:ff9b::101:101 ::ffff:1.1.1.1".split()


@pytest.mark.parametrize("address", [*PRIVATE, *PUBLIC])
def test_public_is_what_everybody_can_reach(address: str) -> None:
    assert is_public(ip_address(address)) == (address in PUBLIC)


HERE = """
localhost LOCALHOST localhost. a.localhost 127.0.0.1 127.0.0.1. 127.1 2130706433 0x7f000001 0x7f.1 017700000001 0 10.1
0177.0.0.1 0.0.0.0 [::1] [::ffff:7f00:1] [fe80::1] 3232235777 169.254.169.254 127。0。0。1 example.org@127.0.0.1
example.org\\@127.0.0.1
""".split()


@pytest.mark.parametrize("host", HERE)
def test_a_private_host_is_refused_however_it_is_written(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any name is resolved, so that a proxy is not asked for it either."""
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failure(f"http://{host}/", Web())
    refused = "is no address" if host == "0177.0.0.1" else "is a private address; --allow-private lets it pass"
    assert refused in error.message


Resolver = Callable[[str], list[str]]


def resolving(monkeypatch: pytest.MonkeyPatch, resolver: Resolver) -> tuple[list[str], list[str]]:
    """Names are resolved by the test; which were asked for, and which addresses were then connected to."""
    asked: list[str] = []
    met: list[str] = []

    def resolved(host: str, port: int, **more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in resolver(host)]

    def connected(address: tuple[str, int], *more: object, **rest: object) -> socket.socket:
        met.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", connected)
    return asked, met


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::1", "fe80::1%eth0"])
def test_a_name_of_a_private_address_is_refused_unconnected(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, met = resolving(monkeypatch, lambda host: [address])
    error = failure("https://intranet.example/", Web())
    assert error.message.startswith(f"is refused: intranet.example is {address}, a private address")
    assert (asked, met) == (["intranet.example"], [])


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    _, met = resolving(monkeypatch, lambda host: ["1.1.1.1", "10.0.0.1"])
    assert "10.0.0.1" in failure("https://mixed.example/", Web()).message
    assert met == []


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that says something else a moment later is not asked a second time (DNS rebinding)."""
    told = iter([["1.1.1.1"], ["127.0.0.1"]])
    asked, met = resolving(monkeypatch, lambda host: next(told))
    assert "refuses the connection" in failure("https://rebound.example/", Web(Policy(retries=0))).message
    assert (asked, met) == (["rebound.example"], ["1.1.1.1"])


def test_a_host_of_a_thousand_addresses_is_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    _, met = resolving(monkeypatch, lambda host: [f"1.1.{n // 250}.{n % 250}" for n in range(1000)])
    failure("https://many.example/", Web(Policy(retries=0)))
    assert len(met) == 4


# --- redirects


def ladder(steps: int) -> dict[str, bytes]:
    """/0 leads to /1 … and the last is a page."""
    return {f"/{n}": leads_to(f"/{n + 1}") for n in range(steps)} | {f"/{steps}": answer()}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(status: int, server: Server) -> None:
    server.pages |= {"/a": leads_to("b?c", status), "/b?c": answer()}
    with opened() as web:
        assert web.fetch(server.url + "/a").url == server.url + "/b?c"


def test_five_redirects_are_followed_and_no_more(server: Server) -> None:
    server.pages |= ladder(6)
    with opened() as web:
        assert web.fetch(server.url + "/1").data == PAGE
    assert "leads on more than 5 times" in failure(server.url + "/0", opened()).message
    server.pages["/loop"] = leads_to("/loop")
    server.asked.clear()
    failure(server.url + "/loop", opened())
    assert len(server.asked) == 6


LEADS_OUT = {
    "file:///etc/passwd": "which is no address of the web",
    "javascript:alert(1)": "which is no address of the web",
    "ftp://example.org/": "which is no address of the web",
    "http://[": "which names no host",
    "http://a:b": "leads on to what is no address",
    "https://😇/": "is no address",
    "market://details?id=42": "which is no address of the web",
    "http://xn--/": "which is no address",
}


@pytest.mark.parametrize("target", LEADS_OUT)
def test_a_redirect_out_of_the_web_is_told(target: str, server: Server) -> None:
    server.pages["/a"] = leads_to(target)
    error = failure(server.url + "/a", opened())
    assert LEADS_OUT[target] in error.message
    assert error.where == server.url + "/a"


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 passes for a machine that everybody can reach; all else is as it is."""

    def passes(address: addresses.IP) -> bool:
        return str(address) == "127.0.0.1" or is_public(address)

    monkeypatch.setattr(addresses, "is_public", passes)
    monkeypatch.setattr(network, "is_public", passes)


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "10.0.0.1", "[::1]", "169.254.169.254", "0", "0x7f.2"])
def test_each_hop_is_checked(host: str, server: Server) -> None:
    server.pages |= {"/a": leads_to("/b"), "/b": leads_to(f"http://{host}:{server.port}/c")}
    error = failure(server.url + "/a", opened(allow_private=False))
    assert "is a private address" in error.message
    assert server.paths() == ["/a", "/b"]


def test_credentials_stay_with_their_host(server: Server) -> None:
    with serving() as other:
        server.pages |= {"/a": leads_to("/b"), "/b": leads_to(other.url.replace("//", "//x:y@") + "/c")}
        other.pages |= {"/c": answer()}
        with opened() as web:
            url = server.url.replace("//", "//ann:secret@")
            found = web.fetch(url + "/a", {"Cookie": "token=1", "X-Note": "kept"})
    sent = [each.headers for each in (*server.asked, *other.asked)]
    assert ["authorization" in each for each in sent] == [True, True, False]
    assert ["cookie" in each for each in sent] == [True, True, False]
    assert [each["x-note"] for each in sent] == ["kept"] * 3
    assert found.url == other.url + "/c"


def test_a_site_that_sets_a_cookie_and_leads_back_is_read(server: Server) -> None:
    def play(asked: Asked) -> list[bytes]:
        return [answer() if "cookie" in asked.headers else leads_to("/a", set_cookie="seen=1; Path=/")]

    server.pages["/a"] = play
    with opened() as web:
        assert web.fetch(server.url + "/a").data == PAGE
        web.fetch(server.url + "/a")
    assert ["cookie" in each.headers for each in server.asked] == [False, True] * 2  # not kept from fetch to fetch


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
def test_what_may_pass_is_tried_again(first: list[bytes], waits: Waits, server: Server) -> None:
    server.pages["/a"] = in_turn(*first, answer())
    slept: Waits = []
    with opened(slept) as web:
        assert web.fetch(server.url + "/a").data == PAGE
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
def test_a_status_without_a_document(last: bytes, says: str, wait: float | None, tries: int, server: Server) -> None:
    server.pages["/a"] = last
    error = failure(server.url + "/a", opened())
    assert says in error.message
    assert (error.status, error.retry_after) == (int(last[9:12]), wait)
    assert len(server.asked) == tries


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


# --- what does not answer


def unknown(*told: object, **more: object) -> None:
    """A name server that knows nobody."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


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


def test_a_server_without_tls(server: Server) -> None:
    error = failure(server.url.replace("http:", "https:"), opened(retries=0))
    assert "cannot be reached securely" in error.message


@pytest.mark.parametrize("reply", [b"SSH-2.0-OpenSSH_9\r\n", b"\xff" * 300, b"HTTP/1.1 abc\r\n\r\n"])
def test_what_speaks_no_http(reply: bytes, server: Server) -> None:
    server.pages["/"] = reply
    assert "breaks off" in failure(server.url + "/", opened(retries=0)).message


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
SLOW: dict[str, tuple[list[bytes], float, str]] = {
    "silent from the start": ([b"", HEAD], 30, "is silent for 0.2 seconds"),
    "silent in its body": ([HEAD + b"<p>", b"</p>"], 30, "is silent for 0.2 seconds"),
    "a body by drips": ([HEAD, *[b"a"] * 900], 0.05, "takes longer than 0.6 seconds"),
    "a head by drips": ([HEAD[:-4], *[b"\r\nX: y"] * 900], 0.05, "takes longer than 0.6 seconds"),
    "continue for ever": ([b"HTTP/1.1 100 Continue\r\n\r\n"] * 900, 0.05, "takes longer than 0.6 seconds"),
}


@pytest.mark.parametrize("name", SLOW)
def test_slow_answers_end(name: str, server: Server, ended: threading.Event) -> None:
    parts, pause, says = SLOW[name]
    server.pages["/a"] = lambda asked: slowly(parts, pause, ended)
    start = time.monotonic()
    assert says in failure(server.url + "/a", opened(timeout=0.2, whole=0.6, retries=0)).message
    assert time.monotonic() - start < 2


def test_silence_is_tried_again_and_drips_are_not(server: Server, ended: threading.Event) -> None:
    for name, tries in (("silent from the start", 3), ("a body by drips", 1)):
        parts, pause, _ = SLOW[name]
        server.pages["/a"] = lambda asked, parts=parts, pause=pause: slowly(parts, pause, ended)  # type: ignore[misc]
        server.asked.clear()
        failure(server.url + "/a", opened(timeout=0.1, whole=0.5, retries=2))
        assert len(server.asked) == tries


# --- bodies


def test_a_slow_body_within_its_time_is_read(server: Server, ended: threading.Event) -> None:
    server.pages["/a"] = lambda asked: slowly([HEAD, PAGE[:20], PAGE[20:]], 0.05, ended)
    with opened() as web:
        assert web.fetch(server.url + "/a").data == PAGE


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
def test_packed_bodies(name: str, server: Server) -> None:
    encoding, body = PACKED[name]
    server.pages["/a"] = answer(body, content_encoding=encoding)
    with opened() as web:
        found = web.fetch(server.url + "/a")
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
def test_a_body_that_cannot_be_unpacked(encoding: str, body: bytes, says: str, server: Server) -> None:
    server.pages["/a"] = answer(body, content_encoding=encoding)
    assert says in failure(server.url + "/a", opened(retries=0)).message


def bomb(size: int) -> bytes:
    """Zeros by the megabyte, packed."""
    machine = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return b"".join([*(machine.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), machine.flush()])


def endless(head: bytes) -> Plays:
    return lambda asked: (part for part in [head, *[b"x" * 65536] * 2000])


HUGE: dict[str, Callable[[], bytes | Plays]] = {
    "told beforehand": lambda: endless(b"HTTP/1.1 200 OK\r\nContent-Length: 131072000\r\n\r\n"),
    "told absurdly": lambda: endless(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 20 + b"\r\n\r\n"),
    "not told": lambda: endless(HEAD),
    "a bomb": lambda: answer(bomb(200_000_000), content_encoding="gzip"),
    "empty members": lambda: answer(gzip.compress(b"") * 100_000, content_encoding="gzip"),
}


@pytest.mark.parametrize("name", HUGE)
def test_huge_bodies_are_refused_in_little_memory(name: str, server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = HUGE[name]()
    web = opened(most=1_000_000, cache=tmp_path)
    tracemalloc.start()
    error = failure(server.url + "/a", web)
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


def test_a_document_knows_what_the_server_told(server: Server) -> None:
    text = "LISBON, March 2, 2026 -- The São Jorge Fair will be held in Lisbon on May 4, 2026.\n"
    body = text.encode("cp1252")
    server.pages |= {"/a": leads_to("/b"), "/b": answer(body, content_type="text/plain; charset=iso-8859-1")}
    with opened() as web:
        (release,) = read(server.url + "/a", get=web.get)
    assert (release.text, release.url) == (text, server.url + "/b")


@pytest.mark.parametrize("label", ["utf-8", "utf-16", "no-such-thing", "ascii"])
def test_a_wrong_charset_does_not_spoil_the_text(label: str, server: Server) -> None:
    text = "LISBON, March 2, 2026 -- The “Festa do Mar” will be held at the São Jorge castle on May 4, 2026.\n"
    server.pages["/a"] = answer(text.encode("cp1252"), content_type=f"text/plain; charset={label}")
    with opened() as web:
        (release,) = read(server.url + "/a", get=web.get)
    assert release.text == text


@pytest.mark.parametrize("media", [None, "text/plain", "application/octet-stream"])
def test_the_address_tells_the_kind_where_the_server_does_not(media: str | None, server: Server) -> None:
    body = b'{"text": "The Harbour Fair opens on 4 May 2026."}\n{"text": "It ends on 9 May 2026."}\n'
    server.pages["/a.jsonl"] = answer(body, content_type=media)
    with opened() as web:
        assert len(read(server.url + "/a.jsonl", get=web.get)) == 2


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
def test_what_is_no_release_is_told(media: str, body: bytes, says: str, server: Server) -> None:
    server.pages["/a"] = answer(body, content_type=media)
    with opened() as web, pytest.raises(InputError, match=re.escape(says)):
        read(server.url + "/a", get=web.get)


# --- the cache


def test_what_is_fresh_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = answer(cache_control="max-age=600")
    for received in (len(PAGE), 0):
        with opened(cache=tmp_path) as web:
            found = web.fetch(server.url + "/a")
            assert (found.data, found.received, found.status) == (PAGE, received, 200)
    assert len(server.asked) == 1


@pytest.mark.parametrize("how", ["no-cache", "max-age=0", "max-age=0, must-revalidate"])
def test_what_is_stale_is_validated(how: str, server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = validated(PAGE, cache_control=how)
    with opened(cache=tmp_path) as web:
        found = [web.fetch(server.url + "/a") for _ in range(3)]
    assert {(each.data, each.status) for each in found} == {(PAGE, 200)}
    assert [each.received for each in found] == [len(PAGE), 0, 0]
    assert [each.headers.get("if-none-match") for each in server.asked] == [None, '"one"', '"one"']


@pytest.mark.parametrize(
    "page",
    [
        answer(cache_control="no-store"),
        answer(cache_control="max-age=600", vary="*"),
        answer(status=404, cache_control="no-store"),
    ],
)
def test_what_may_not_be_kept_is_asked_for_again(page: bytes, server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = in_turn(page, answer(b"anew", cache_control="no-store"))
    with opened(cache=tmp_path) as web:
        if page.startswith(b"HTTP/1.1 200"):
            web.fetch(server.url + "/a")
        else:
            with pytest.raises(FetchError):
                web.fetch(server.url + "/a")
        assert web.fetch(server.url + "/a").data == b"anew"


def test_vary_tells_answers_apart(server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = lambda asked: [
        answer(asked.headers["accept-language"].encode(), cache_control="max-age=600", vary="Accept-Language")
    ]
    with opened(cache=tmp_path) as web:
        seen = [web.fetch(server.url + "/a", {"Accept-Language": each}).data for each in ("en", "ja", "en", "ja")]
    assert seen == [b"en", b"ja", b"en", b"ja"]
    assert len(server.asked) == 2


def test_who_sends_validators_gets_the_304(server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = validated(PAGE, cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        web.fetch(server.url + "/a")
        found = web.fetch(server.url + "/a", {"If-None-Match": '"one"'})
        changed = web.fetch(server.url + "/a", {"If-None-Match": '"old"'})
    assert (found.status, found.data, found.received, found.headers["etag"]) == (304, b"", 0, '"one"')
    assert (changed.status, changed.data) == (200, PAGE)


def test_nothing_is_kept_of_what_a_password_opened(server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = answer(b"for Ann alone", cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        web.fetch(server.url.replace("//", "//ann:secret@") + "/a")
        web.fetch(server.url + "/a", {"Authorization": "Bearer secret"})
        assert len(server.asked) == 2
    assert not any(b"secret" in file.read_bytes() or b"Ann" in file.read_bytes() for file in tmp_path.iterdir())


def test_the_cache_does_not_let_private_addresses_pass(server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = answer(cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        web.fetch(server.url + "/a")
    assert "is a private address" in failure(server.url + "/a", opened(cache=tmp_path, allow_private=False)).message


def test_the_cache_does_not_let_large_answers_pass(server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = answer(bomb(5_000_000), content_encoding="gzip", cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        assert len(web.fetch(server.url + "/a").data) == 5_000_000
    assert "is larger than 1 MB" in failure(server.url + "/a", opened(cache=tmp_path, most=1_000_000)).message
    assert len(server.asked) == 1


def spoilt_head(file: Path) -> None:
    file.write_bytes(b"no database at all, but long enough to be taken for one" * 99)


def spoilt_middle(file: Path) -> None:
    """All pages but the first two are noise, as after a disk's failure."""
    data = file.read_bytes()
    file.write_bytes(data[:8192] + random.Random(1).randbytes(len(data) - 8192))


def spoilt_tables(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE entries (mine TEXT)")
    base.close()


def spoilt_end(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9000])


@pytest.mark.parametrize("spoil", [spoilt_head, spoilt_middle, spoilt_tables, spoilt_end])
def test_a_damaged_cache_is_told_and_begun_anew(
    spoil: Callable[[Path], None], server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    body = random.Random(2).randbytes(300_000)
    server.pages["/a"] = answer(body, cache_control="max-age=600")
    with opened(cache=tmp_path) as web:
        web.fetch(server.url + "/a")
    spoil(tmp_path / "private.db")
    notes: list[str] = []
    for _ in range(2):
        with opened(notes=notes, cache=tmp_path) as web:
            assert web.fetch(server.url + "/a").data == body
            assert web.fetch(server.url + "/a").data == body
    assert [("was damaged" in note, str(tmp_path) in note) for note in notes] == [(True, True)]
    assert len(server.asked) <= 3
    assert capfd.readouterr().err == ""


def test_a_folder_that_cannot_be_made_is_told(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    server.pages["/a"] = answer(cache_control="max-age=600")
    notes: list[str] = []
    with opened(notes=notes, cache=tmp_path / "file") as web:
        assert web.fetch(server.url + "/a").data == PAGE
    (note,) = notes
    assert "cannot be used" in note
    assert "nothing is kept" in note


def test_the_cache_stays_within_its_size(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 1_000_000)
    body = random.Random(3).randbytes(100_000)
    server.pages |= {f"/{n}": answer(body, cache_control="max-age=600") for n in range(30)}
    with opened(cache=tmp_path) as web:
        for n in range(30):
            assert web.fetch(f"{server.url}/{n}").data == body
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2_000_000


MANY = """
import sys
from pathlib import Path
from eventx.ingest.web import Policy, Web
with Web(Policy(allow_private=True, cache=Path(sys.argv[2])), note=print) as web:
    for n in range(40):
        assert web.fetch(f"{sys.argv[1]}/{n % 10}").data == b"x" * 50_000
"""


def test_two_processes_share_a_cache(server: Server, tmp_path: Path) -> None:
    server.pages |= {f"/{n}": answer(b"x" * 50_000, cache_control="max-age=600") for n in range(10)}
    command = [sys.executable, "-c", MANY, server.url, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    assert [(each.communicate(timeout=60)[0], each.returncode) for each in running] == [(b"", 0)] * 2
    assert len(server.asked) <= 20


def test_threads_share_a_client(server: Server, tmp_path: Path) -> None:
    server.pages |= {f"/{n}": answer(b"x" * 20_000, cache_control="max-age=600") for n in range(5)}
    notes: list[str] = []
    with opened(notes=notes, cache=tmp_path) as web, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(web.fetch, [f"{server.url}/{n % 5}" for n in range(100)]))
    assert {each.data for each in found} == {b"x" * 20_000}
    assert notes == []


# --- commands


def run(*args: str) -> tuple[int, str, str]:
    """The exit status, standard output and standard error of a command."""
    done = CliRunner().invoke(main, list(args), prog_name="eventx")
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("command", ["extract", "explain", "dates", "add"])
def test_commands_take_addresses(command: str, server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = answer(RELEASE, content_type="text/plain", cache_control="max-age=600")
    url, more = server.url + "/a", ["--db", str(tmp_path / "c.db")] if command == "add" else []
    status, out, err = run(command, url, *more)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        f"eventx: {url}: is refused: 127.0.0.1 is a private address; --allow-private lets it pass"
    ]  # fmt: skip
    assert server.asked == []
    status, out, err = run(command, url, "--allow-private", *more)
    assert (status, err) == (0, "")
    assert "Harbour Fair" in out or "May 4" in out or "1 release added" in out


def test_what_commands_fetch_is_kept_unless_told(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENTX_CACHE", str(tmp_path / "kept"))
    server.pages["/a"] = answer(RELEASE, content_type="text/plain", cache_control="max-age=600")
    command = ("extract", server.url + "/a", "--allow-private")
    first = run(*command, "--no-cache")
    assert not (tmp_path / "kept").exists()
    assert run(*command) == run(*command) == first
    assert len(server.asked) == 2
    (tmp_path / "kept" / "private.db").write_bytes(b"no database " * 99)
    status, out, err = run(*command)
    assert (status, out) == first[:2]
    assert "note: the cache" in err
    assert len(err.splitlines()) == 1


def test_one_bad_address_does_not_stop_the_others(server: Server) -> None:
    server.pages["/a"] = answer(RELEASE, content_type="text/plain")
    status, out, err = run("dates", server.url + "/none", server.url + "/a", "--allow-private", "--no-cache")
    assert (status, err) == (1, f"eventx: {server.url}/none: is not there; check the address (404 Not Found)\n")
    assert "May 4" in out
    assert server.asked[0].headers["user-agent"].startswith(f"eventx/{__version__} (")


def test_ctrl_c_ends_a_fetch(server: Server, ended: threading.Event) -> None:
    server.pages["/a"] = lambda asked: slowly([HEAD, *[b"x"] * 900], 0.1, ended)
    command = [sys.executable, "-m", "eventx", "extract", server.url + "/a", "--allow-private", "--no-cache"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while not server.asked:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=20) == (b"", b"eventx: interrupted\n")
    assert running.returncode == 130


# --- proxies, TLS, Python


def test_a_proxy_of_the_environment_is_used_and_private_hosts_are_not_asked_of_it(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "")
    server.pages |= {"http://news.example/a": answer(), "/a": answer(b"asked itself")}
    with Web(Policy()) as web:
        assert web.fetch("http://news.example/a").data == PAGE
    assert "is a private address" in failure("http://10.0.0.1/a", Web()).message
    assert "is a private address" in failure("http://0x7f.1/a", Web()).message
    with opened() as web:
        assert web.fetch(server.url + "/a").data == b"asked itself"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "gopher://127.0.0.1", "http://[", "ftp"])
def test_a_proxy_that_is_none_is_told(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failure("https://news.example/", Web(Policy(retries=0)))
    assert error.message.startswith("cannot be ")


def test_who_is_not_to_be_asked_by_proxy_is_not(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "news.example")
    _, met = resolving(monkeypatch, lambda host: ["1.1.1.1"])
    failure("http://news.example/a", Web(Policy(retries=0)))
    assert (met, server.asked) == (["1.1.1.1"], [])


def test_certificates_that_cannot_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    assert "SSL_CERT_FILE names cannot be read" in failure("https://news.example/", Web()).message


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate of fair.example, with its key, that this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fair.example")])
    day = datetime(2020, 1, 1)
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(day).not_valid_after(day.replace(year=2090))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("fair.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = tmp_path / "fair.pem"
    file.write_bytes(secret + built.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize(
    ("host", "says"), [("fair.example", ""), ("other.example", "has a certificate that does not hold")]
)
def test_tls_checks_the_name_and_not_the_address(
    host: str, says: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolved(name: str, port: int, *told: object, **more: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    waits: Waits = []
    with serving(certificate=certificate, a=answer()) as server:
        monkeypatch.setattr(socket, "getaddrinfo", resolved)
        with opened(waits, allow_private=False) as web:
            try:
                told = web.fetch(f"https://{host}:{server.port}/a").data.decode()
            except FetchError as error:
                told = error.message
    assert told.startswith(says or PAGE.decode())
    assert waits == []


def test_python_needs_no_client_of_its_own(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages["/a"] = answer(RELEASE, content_type="text/plain")
    with pytest.raises(FetchError, match="is a private address"):
        read(server.url + "/a")
    monkeypatch.setattr(addresses, "is_public", lambda address: True)
    monkeypatch.setattr(network, "is_public", lambda address: True)
    (release,) = read(server.url + "/a")
    assert (release.text.encode(), release.url) == (RELEASE, server.url + "/a")


def test_the_program_says_what_it_is(server: Server) -> None:
    server.pages["/a"] = answer()
    with opened() as web:
        web.fetch(server.url + "/a")
    assert server.asked[0].headers["user-agent"].startswith("eventx (")
    assert "cookie" not in server.asked[0].headers
