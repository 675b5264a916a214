"""The rules by number, in the words of docs/clients.md, each with what looks for it."""

from __future__ import annotations

from eventx.feedcheck import content, head, identity, server, text, times
from eventx.feedcheck.values import Rule

RULES = (
    Rule(1, "One UID for each event, made of nothing that may change; one VEVENT for each UID.", identity.uids),
    Rule(2, "No UID on the calendar.", identity.no_uid_of_calendar),
    Rule(3, "SEQUENCE rises with a change that people see, and with no other.", identity.sequences),
    Rule(4, "DTSTAMP and LAST-MODIFIED are the day of the release, never that of writing.", identity.stamps),
    Rule(5, "The same events give the same bytes.", identity.same_bytes),
    Rule(
        6, "Whole days are dates, DTEND the day after the last; DTSTART and DTEND are of one type.", times.whole_days
    ),
    Rule(
        7, "Hours have a zone with its VTIMEZONE, or are in UTC; none floats. VTIMEZONE covers the years in use.",
        times.zones,
    ),
    Rule(8, "Where no end is told there is neither DTEND nor DURATION.", times.ends),
    Rule(9, "A month is no day: left out unless asked for.", times.months),
    Rule(
        10, "VERSION and PRODID never change. There is no METHOD: PUBLISH would demand an ORGANIZER of each event.",
        head.versions,
    ),
    Rule(
        11, "NAME and X-WR-CALNAME; a feed tells REFRESH-INTERVAL, X-PUBLISHED-TTL and SOURCE, with their VALUE.",
        head.names,
    ),
    Rule(12, "A feed of a colour tells it by name, and for Apple by figures.", head.colours),
    Rule(
        13,
        "Lines end in CRLF and are folded at 75 octets between characters; text is cleaned and escaped once.",
        text.form,
    ),
    Rule(
        14, "DESCRIPTION is plain text: sentence, notes, source, confidence. URL is a link of the web.",
        content.descriptions,
    ),
    Rule(
        15,
        "LOCATION and GEO where they are known; CATEGORIES from the kind; the link to join as CONFERENCE and in the "
        "text.",
        content.places,
    ),
    Rule(
        16,
        "STATUS is CONFIRMED, TENTATIVE or CANCELLED; what is cancelled or postponed says so in its title.",
        content.states,
    ),
    Rule(17, "No time is blocked and nothing rings.", content.quiet),
    Rule(18, "No property that a second parser takes for an error.", content.known),
    Rule(
        19,
        "Its type is `text/calendar; charset=utf-8`; HEAD is answered as GET. A feed is `inline`, one event an "
        "`attachment`.",
        server.media,
    ),
    Rule(
        20,
        "A strong ETag of the very bytes, another one for the compressed form. If-None-Match beats If-Modified-Since; "
        "304 has no body and keeps the ETag. Nothing in the bytes tells when they were made.",
        server.tags,
    ),
    Rule(
        21, "The last good feed rather than an error; 410 only for a feed that was removed on purpose.", server.good
    ),
    Rule(
        22,
        "No address leads to another. gzip only for those who ask, and not for `?gzip=off`. robots.txt forbids no "
        "feed.",
        server.ways,
    ),
    Rule(
        23,
        "A private feed has 256 random bits in its address, which can be rotated. Unknown ones answer 404, all alike.",
        server.private,
    ),
)  # fmt: skip
"""Rule 24, the links for subscribing, is one of the page, which nobody sees from a feed."""

__all__ = ["RULES"]
