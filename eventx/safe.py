"""Words of others made fit to be put in front of a reader: in a calendar, a terminal, a page."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls, lone surrogates, byte order marks, and the marks that reorder text (UAX #9).
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Text without line breaks, control characters and text-reordering marks, spaces collapsed."""
    return " ".join(_UNSAFE.sub("", _BREAK.sub(" ", text)).split())


def web_link(text: str | None, base: str = "") -> str | None:
    """A link that may be put in front of a reader: http or https, in ASCII (RFC 3986), told from `base`; else None."""
    link = one_line(text or "")
    try:
        parts = urlsplit(urljoin(base, link) if link else "")
    except ValueError:  # "http://[": no address
        return None
    known = parts.scheme in ("http", "https") and parts.netloc
    return quote(parts.geturl(), safe="%/:=&?~#+!$,;'@()*[]") if known else None
