"""Writes the web archives of tests/sources/warc, in the ways in which crawlers write them: `python -m tests.warcs`."""

from __future__ import annotations

import gzip
from pathlib import Path

FOLDER = Path(__file__).parent / "sources" / "warc"
DATE = "2027-02-09T08:15:30Z"
PAGE = "application/http; msgtype=response"


def record(kind: str, uri: str, body: bytes, media: str = PAGE, version: str = "1.0", **more: str) -> bytes:
    """A record (ISO 28500, section 4). `more` are other headers, with _ for -."""
    told = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{len(body):012d}>",
        "WARC-Date": DATE,
        "WARC-Target-URI": uri,
        "Content-Type": media,
        **{name.replace("_", "-"): value for name, value in more.items()},
        "Content-Length": str(len(body)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return f"WARC/{version}\r\n{head}\r\n".encode() + body + b"\r\n\r\n"


def http(body: bytes, media: str = "text/html; charset=utf-8", status: str = "200 OK", **more: str) -> bytes:
    """An HTTP response."""
    told = {"Content-Type": media, **{name.replace("_", "-"): value for name, value in more.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def response(uri: str, body: bytes, media: str = "text/html; charset=utf-8", **more: str) -> bytes:
    """A response record."""
    return record("response", uri, http(body, media, **more))


def info(software: str, version: str = "1.0") -> bytes:
    """The record at the head of an archive."""
    fields = f"software: {software}\r\nformat: WARC File Format {version}\r\n".encode()
    return record("warcinfo", "", fields, "application/warc-fields", version)


def chunked(body: bytes, size: int = 300) -> bytes:
    """A body in chunks (RFC 9112, 7.1)."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Each record as a member of a gzip file (annex D)."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def html(title: str, *paragraphs: str, url: str = "") -> bytes:
    """A page."""
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    menu = '<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/contact">Contact</a></nav>'
    body = "".join(f"<p>{each}</p>\n" for each in paragraphs)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>{canonical}</head>\n'
        f"<body>{menu}<main><article><h1>{title}</h1>\n{body}</article></main></body></html>\n"
    ).encode()


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\6\0\0\0\x1f\x15\xc4\x89"
HEIDE = (
    "Heide Museum opens glass pavilion in May",
    "HEIDE, Germany, Feb. 4, 2027 -- The Heide Museum will open its glass pavilion with a ceremony on May 6, 2027, in "
    "Heide, Germany. The building took four years and cost twelve million euros, half of which came from donors.",
    "The pavilion holds the collection of northern glass that the museum was given in 2019, and a workshop where "
    "visitors watch how it is made.",
)
TARTU = (
    "Tartu hosts Baltic Robotics Conference",
    "TARTU, Estonia, Jan. 19, 2027 -- The Baltic Robotics Conference will be held from June 15 to 17, 2027, in Tartu, "
    "Estonia, the university said on Tuesday. It is the eighth of its kind and the first that is open to schools.",
    "Papers may be sent in until the end of March. The programme is made by a committee of nine universities.",
)
CORK = (
    "CORK, Ireland, Jan. 25, 2027 -- The Atlantic Seaweed Summit will take place on April 20 and 21, 2027, in Cork, "
    "Ireland. Growers, cooks and chemists meet there for the third time.\n\nThe summit was held in Brest last year.\n"
)


def wget() -> bytes:
    """wget --warc-file without packing: requests, redirects, its own notes, a page that is not there, an image."""
    base = "https://museum.example"
    title, *body = HEIDE
    return b"".join([
        info("Wget/1.21.3 (linux-gnu)"),
        record("request", f"<{base}/pavilion>", b"GET /pavilion HTTP/1.1\r\nHost: museum.example\r\n\r\n",
               "application/http;msgtype=request"),
        response(f"<{base}/pavilion>", b"<p>Moved</p>", status="301 Moved Permanently", Location="/news/pavilion"),
        response(f"<{base}/news/pavilion>", html(title, *body)),
        response(f"<{base}/logo.png>", PNG, "image/png"),
        response(f"<{base}/old>", html("Not found", "The page of May 9, 2027 is not here."), status="404 Not Found"),
        record("resource", "metadata://gnu.org/software/wget/warc/MANIFEST.txt", b"<urn:uuid:1>\n", "text/plain"),
    ])  # fmt: skip


def heritrix() -> bytes:
    """A member for each record; chunks and gzip as they were sent; a page seen again, and what scripts fetch."""
    base = "http://robotics.example"
    title, *body = TARTU
    page = html(title, *body, url=f"{base}/2027/")
    return packed(
        info("Heritrix/3.4.0"),
        response(f"{base}/robots.txt", b"User-agent: *\nDisallow: /admin\n", "text/plain"),
        response(f"{base}/2027/index.html?utm=1", chunked(gzip.compress(page, mtime=0)), "text/html;charset=UTF-8",
                 Transfer_Encoding="chunked", Content_Encoding="gzip"),
        record("revisit", f"{base}/2027/", http(b""), WARC_Profile="http://netpreserve.org/warc/1.0/revisit"),
        response(f"{base}/api/menu", b'{"items": [{"name": "News", "on": "2027-05-05"}]}', "application/json"),
        response(f"{base}/style.css", b"body { color: black }", "text/css"),
        record("metadata", f"{base}/2027/", b"via: http://robotics.example/\r\n", "application/warc-fields"),
    )  # fmt: skip


def common_crawl() -> bytes:
    """The text of pages, as conversions (WET)."""
    return packed(
        info("cc-crawl-extractor"),
        record("conversion", "https://seaweed.example/summit", CORK.encode(), "text/plain",
               WARC_Identified_Content_Language="eng"),
    )  # fmt: skip


def browser() -> bytes:
    """What a browser saw, unpacked and with the header that says it is not; a PDF; WARC 1.1, one gzip member in all."""
    base = "https://tides.example"
    pdf = (FOLDER.parent / "pdf" / "indesign-columns.pdf").read_bytes()
    return gzip.compress(b"".join([
        info("ArchiveWeb.page 0.11", "1.1"),
        record("response", f"{base}/press/summit.txt", http(CORK.encode(), "text/plain; charset=utf-8",
               Content_Encoding="gzip"), version="1.1"),
        record("response", f"{base}/press/tidal.pdf", http(pdf, "application/pdf"), version="1.1"),
        record("resource", "urn:text:https://tides.example/press/", b"Text of May 7, 2027", "text/plain", "1.1"),
    ]), mtime=0)  # fmt: skip


ARCHIVES = {"wget.warc": wget, "heritrix.warc.gz": heritrix, "wet.warc.gz": common_crawl, "browser.warc.gz": browser}


def main() -> None:
    """Writes them all."""
    for name, archive in ARCHIVES.items():
        (FOLDER / name).write_bytes(archive())


if __name__ == "__main__":
    main()
