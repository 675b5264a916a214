"""Addresses of the web: `Web(Policy()).get(url)` is the document that is there.

    with Web(Policy(cache=folder)) as web:
        releases = read("https://example.org/news/1", get=web.get)

Only http and https, only machines that everybody can reach, within limits of size and time; kept and asked again as
RFC 9111 says.
"""

from __future__ import annotations

from eventx.ingest.web.addresses import web_address
from eventx.ingest.web.client import Web, document_of
from eventx.ingest.web.values import Answer, Policy

__all__ = ["Answer", "Policy", "Web", "document_of", "web_address"]
