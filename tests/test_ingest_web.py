"""Which addresses are fetched: public ones of the web alone, at every hop; by proxies, by TLS, from Python."""

from __future__ import annotations

import socket
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from eventx.errors import FetchError
from eventx.ingest import read
from eventx.ingest.web import Policy, Web, addresses, network
from eventx.ingest.web.addresses import is_public, shown, web_address
from tests.web_client import RELEASE, Waits, failure, opened, resolving, unknown
from tests.web_server import PAGE, Asked, Server, answer, leads_to, serving

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
def test_a_redirect_is_followed(status: int, site: Server) -> None:
    site.pages |= {"/a": leads_to("b?c", status), "/b?c": answer()}
    with opened() as web:
        assert web.fetch(site.url + "/a").url == site.url + "/b?c"


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), "/1"), ((308, 301), "/2"), ((301, 302), "/1"), ((302, 301), None), ((307,), None), ((), None)],
)
def test_where_an_address_has_moved_for_good_is_told(
    statuses: tuple[int, ...], moved: str | None, site: Server
) -> None:
    site.pages |= {f"/{n}": leads_to(f"/{n + 1}", status) for n, status in enumerate(statuses)}
    site.pages[f"/{len(statuses)}"] = answer()
    with opened() as web:
        assert web.fetch(f"{site.url}/0").moved == (moved and f"{site.url}{moved}")


def test_five_redirects_are_followed_and_no_more(site: Server) -> None:
    site.pages |= ladder(6)
    with opened() as web:
        assert web.fetch(site.url + "/1").data == PAGE
    assert "leads on more than 5 times" in failure(site.url + "/0", opened()).message
    site.pages["/loop"] = leads_to("/loop")
    site.asked.clear()
    failure(site.url + "/loop", opened())
    assert len(site.asked) == 6


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
def test_a_redirect_out_of_the_web_is_told(target: str, site: Server) -> None:
    site.pages["/a"] = leads_to(target)
    error = failure(site.url + "/a", opened())
    assert LEADS_OUT[target] in error.message
    assert error.where == site.url + "/a"


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "10.0.0.1", "[::1]", "169.254.169.254", "0", "0x7f.2"])
def test_each_hop_is_checked(host: str, site: Server) -> None:
    site.pages |= {"/a": leads_to("/b"), "/b": leads_to(f"http://{host}:{site.port}/c")}
    error = failure(site.url + "/a", opened(allow_private=False))
    assert "is a private address" in error.message
    assert site.paths() == ["/a", "/b"]


def test_credentials_stay_with_their_host(site: Server) -> None:
    with serving() as other:
        site.pages |= {"/a": leads_to("/b"), "/b": leads_to(other.url.replace("//", "//x:y@") + "/c")}
        other.pages |= {"/c": answer()}
        with opened() as web:
            url = site.url.replace("//", "//ann:secret@")
            found = web.fetch(url + "/a", {"Cookie": "token=1", "X-Note": "kept"})
    sent = [each.headers for each in (*site.asked, *other.asked)]
    assert ["authorization" in each for each in sent] == [True, True, False]
    assert ["cookie" in each for each in sent] == [True, True, False]
    assert [each["x-note"] for each in sent] == ["kept"] * 3
    assert found.url == other.url + "/c"


def test_a_site_that_sets_a_cookie_and_leads_back_is_read(site: Server) -> None:
    def play(asked: Asked) -> list[bytes]:
        cookies = "seen=1; Path=/\r\nSet-Cookie: name=José; Path=/"
        return [answer() if "cookie" in asked.headers else leads_to("/a", set_cookie=cookies)]

    site.pages["/a"] = play
    with opened() as web:
        assert web.fetch(site.url + "/a").data == PAGE
        web.fetch(site.url + "/a")
    assert ["cookie" in each.headers for each in site.asked] == [False, True] * 2  # not kept from fetch to fetch


# --- proxies, TLS, Python


def test_a_proxy_of_the_environment_is_used_and_private_hosts_are_not_asked_of_it(
    site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.url)
    monkeypatch.setenv("no_proxy", "")
    site.pages |= {"http://news.example/a": answer(), "/a": answer(b"asked itself")}
    with Web(Policy()) as web:
        assert web.fetch("http://news.example/a").data == PAGE
    assert "is a private address" in failure("http://10.0.0.1/a", Web()).message
    assert "is a private address" in failure("http://0x7f.1/a", Web()).message
    with opened() as web:
        assert web.fetch(site.url + "/a").data == b"asked itself"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "gopher://127.0.0.1", "http://[", "ftp"])
def test_a_proxy_that_is_none_is_told(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failure("https://news.example/", Web(Policy(retries=0)))
    assert error.message.startswith("cannot be ")


def test_who_is_not_to_be_asked_by_proxy_is_not(site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.url)
    monkeypatch.setenv("no_proxy", "news.example")
    _, met = resolving(monkeypatch, lambda host: ["1.1.1.1"])
    failure("http://news.example/a", Web(Policy(retries=0)))
    assert (met, site.asked) == (["1.1.1.1"], [])


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
    with serving(certificate=certificate, a=answer()) as site:
        monkeypatch.setattr(socket, "getaddrinfo", resolved)
        with opened(waits, allow_private=False) as web:
            try:
                told = web.fetch(f"https://{host}:{site.port}/a").data.decode()
            except FetchError as error:
                told = error.message
    assert told.startswith(says or PAGE.decode())
    assert waits == []


def test_python_needs_no_client_of_its_own(site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/a"] = answer(RELEASE, content_type="text/plain")
    with pytest.raises(FetchError, match="is a private address"):
        read(site.url + "/a")
    monkeypatch.setattr(addresses, "is_public", lambda address: True)
    monkeypatch.setattr(network, "is_public", lambda address: True)
    (release,) = read(site.url + "/a")
    assert (release.text.encode(), release.url) == (RELEASE, site.url + "/a")


def test_the_program_says_what_it_is(site: Server) -> None:
    site.pages["/a"] = answer()
    with opened() as web:
        web.fetch(site.url + "/a")
    assert site.asked[0].headers["user-agent"].startswith("eventx (")
    assert "cookie" not in site.asked[0].headers
