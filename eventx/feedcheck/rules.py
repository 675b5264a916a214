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
        19, "A feed is text/calendar in UTF-8, shown in place, an event alone a file to keep; HEAD answers as GET.",
        server.media,
    ),
    Rule(
        20, "A strong ETag of the bytes; If-None-Match decides before If-Modified-Since; 304 has no body and keeps it.",
        server.tags,
    ),
    Rule(21, "The last good feed rather than an error; 410 for what was removed on purpose alone.", server.good),
    Rule(22, "No redirects; gzip for those who ask for it; robots.txt lets feeds be read.", server.ways),
    Rule(
        23, "A private feed has a long random token in its path and wants no login; an unknown token is 404.",
        server.private,
    ),
)  # fmt: skip
"""Rule 24, the links for subscribing, is one of the page, which nobody sees from a feed."""

__all__ = ["RULES"]
