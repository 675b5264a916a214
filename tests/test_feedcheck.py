"""`eventx feed check`: every fault that is planted is found under its rule and no other; on ours there is none."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from eventx.cli.feed_check import as_text, command
from eventx.errors import InputError
from eventx.export import export
from eventx.export.ics import Feed, render
from eventx.feedcheck import RULES, Fault, check, faults, of_answers
from eventx.feedcheck.content import PROPERTIES
from eventx.feedcheck.fetch import Patience, fetch, other_token, web
from eventx.feedcheck.reader import parsed, read
from eventx.feedcheck.values import Answer, Answers
from eventx.model import Place
from eventx.store import open_store
from tests.clients.libical import errors
from tests.clients.many import many
from tests.databases import FAIR, FORUM, MOVED, NOW, told, varied
from tests.events import CALL, EVENTS, MONTH
from tests.feedserver import Asked, Reply, Site, Wrong, served

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.ics"))
LATER = datetime(2030, 1, 1, tzinfo=UTC)
SOURCE = "https://example.com/feeds/fairs.ics"
LOCAL = [FORUM, FAIR, varied(FORUM, uid="off@eventx", title="Old Gala", status="cancelled"), CALL]
LOCAL += [varied(MONTH, start=date(2021, 12, 1), end=date(2021, 12, 31))]
LOCAL = [varied(each, source=EVENTS[0].source) for each in LOCAL]
CLEAN = render(LOCAL, include=["month"], name="Fairs", feed=Feed(source=SOURCE, color="navy"))


def instead(old: str, new: str, count: int = 1) -> bytes:
    """The clean feed with another text in one place."""
    assert old.encode() in CLEAN, old
    return CLEAN.replace(old.encode(), new.encode(), count)


def before_end(text: str) -> bytes:
    """The clean feed with lines more in its first event."""
    return instead("END:VEVENT", f"{text}\r\nEND:VEVENT")


def without(name: str, count: int = 1) -> bytes:
    """The clean feed without the first line of that name."""
    found, number = re.subn(rf"^{name}[;:][^\r]*\r\n(?: [^\r]*\r\n)*".encode(), b"", CLEAN, count=count, flags=re.M)
    assert number
    return found


def counted(old: str, new: str) -> Callable[[int], bytes]:
    """A feed in which that text is another at each request ({} in `new` is its number)."""
    return lambda number: instead(old, new.format(number))


def header(name: str, value: str | None) -> Wrong:
    """Sends that header, or leaves it out."""

    def wrong(asked: Asked, reply: Reply) -> Reply:
        if reply.status == 200:
            reply.headers.pop(name, None)
            reply.headers |= {name: value} if value else {}
        return reply

    return wrong


def when(condition: Callable[[Asked], bool], other: Reply) -> Wrong:
    """Answers otherwise to some requests."""
    return lambda asked, reply: other if condition(asked) else reply


def has(name: str, value: str = "") -> Callable[[Asked], bool]:
    """True for requests with that header."""
    return lambda asked: name in asked.headers and value in asked.headers[name]


def redirected(asked: Asked, reply: Reply) -> Reply:
    """Leads to the feed by a way about."""
    return reply if "moved" in asked.path else Reply(status=302, headers={"Location": f"{asked.path}?moved=1"})


def volatile(asked: Asked, reply: Reply) -> Reply:
    """An ETag of the request."""
    if reply.status == 200 and "if-none-match" not in asked.headers:
        reply.headers["ETag"] = f'"{asked.number}"'
    return reply


def with_body(asked: Asked, reply: Reply) -> Reply:
    """304 with what has not changed."""
    return Reply(status=304, headers=reply.headers, body=CLEAN) if reply.status == 304 else reply


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A fault: the rule that it breaks, what a site does for it, what is told of it."""

    rule: int
    words: str
    content: bytes | Callable[[int], bytes] = CLEAN
    wrong: Wrong = field(default=lambda asked, reply: reply)
    robots: str = ""
    path: str = "/feeds/fairs.ics"


DOUBLE = b"".join(re.findall(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", CLEAN, re.S)[:1])
TOKEN = "/f/q8Zr2LxT0vKd93HsWm5YbN7c.ics"
ZONE = "TZID=America/New_York"
FIRST_UID = "UID:forum-1@eventx"
NO_MATCH = has("if-none-match", "feed-check")

FAULTS = {
    "a UID for each reading": Planted(rule=1, words="read again", content=counted(FIRST_UID, "UID:n{}@eventx")),
    "an event twice": Planted(rule=1, words="has it too", content=CLEAN.replace(DOUBLE, DOUBLE * 2)),
    "an event without a UID": Planted(rule=1, words="there is none", content=without("UID")),
    "a UID on the calendar": Planted(rule=2, words="itself", content=instead("NAME:", "UID:x1\r\nNAME:")),
    "a SEQUENCE of the clock": Planted(rule=3, words="nothing changed", content=counted("SEQUENCE:0", "SEQUENCE:{}")),
    "a SEQUENCE that stays": Planted(
        rule=3,
        words="stayed",
        content=lambda number: (
            CLEAN
            if not number
            else instead("SUMMARY:2021", "SUMMARY:Great 2021").replace(
                b"LAST-MODIFIED:20210927T", b"LAST-MODIFIED:20210928T", 1
            )
        ),
    ),
    "a DTSTAMP of the clock": Planted(
        rule=4, words="moved", content=counted("DTSTAMP:20210927T0000", "DTSTAMP:20210927T000{}")
    ),
    "no LAST-MODIFIED": Planted(rule=4, words="there is none", content=without("LAST-MODIFIED")),
    "all stamped when read": Planted(
        rule=4,
        words="time of reading",
        content=instead("DTSTAMP:20210927T000000Z", f"DTSTAMP:{NOW:%Y%m%dT%H%M%SZ}", -1),
    ),
    "a line of the clock": Planted(
        rule=5, words="every reading", content=counted("NAME:Fairs", "NAME:Fairs\r\nX-MADE:{}")
    ),
    "an end on the first day": Planted(
        rule=6, words="not after", content=instead("DTEND;VALUE=DATE:20211009", "DTEND;VALUE=DATE:20211004")
    ),
    "a date without its type": Planted(
        rule=6, words="VALUE=DATE", content=instead("DTSTART;VALUE=DATE:20211004", "DTSTART:20211004")
    ),
    "a date that ends in hours": Planted(
        rule=6, words="another type", content=instead("DTEND;VALUE=DATE:20211009", "DTEND:20211009T000000Z")
    ),
    "hours that float": Planted(rule=7, words="floats", content=instead(f";{ZONE}:20211104T0930", ":20211104T0930")),
    "no VTIMEZONE": Planted(
        rule=7, words="no VTIMEZONE", content=re.sub(rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", b"", CLEAN, flags=re.S)
    ),
    "a zone of Windows": Planted(
        rule=7, words="no IANA", content=CLEAN.replace(b"America/New_York", b"Eastern Standard Time")
    ),
    "an offset with seconds": Planted(
        rule=7, words="no offset", content=instead("TZOFFSETFROM:-0500", "TZOFFSETFROM:-045602")
    ),
    "no TZOFFSETTO": Planted(rule=7, words="has none", content=without("TZOFFSETTO")),
    "an end as the start": Planted(rule=8, words="not after", content=instead("T103000", "T093000")),
    "a month on a day": Planted(
        rule=9, words="a day is told", content=instead("DTEND;VALUE=DATE:20220101", "DTEND;VALUE=DATE:20211202")
    ),
    "PUBLISH without ORGANIZER": Planted(
        rule=10, words="ORGANIZER", content=instead("VERSION:2.0", "VERSION:2.0\r\nMETHOD:PUBLISH")
    ),
    "no PRODID": Planted(rule=10, words="there is none", content=without("PRODID")),
    "a duration without its type": Planted(
        rule=11, words="missing", content=instead("INTERVAL;VALUE=DURATION", "INTERVAL")
    ),
    "a type in place of a value": Planted(
        rule=11, words="no length", content=instead("INTERVAL;VALUE", "INTERVAL:VALUE")
    ),
    "no name for Apple and Google": Planted(rule=11, words="there is none", content=without("X-WR-CALNAME")),
    "figures as a name": Planted(rule=12, words="no name of CSS", content=instead("COLOR:navy", "COLOR:#000080")),
    "lines that end in LF": Planted(rule=13, words="CRLF", content=CLEAN.replace(b"\r\n", b"\n")),
    "a long line": Planted(rule=13, words="octets", content=before_end("X-LONG:" + "a" * 90)),
    "a fold within a character": Planted(
        rule=13, words="parts a character", content=before_end("X-L:").replace(b"X-L:", b"X-L:\xc3\r\n \xa9", 1)
    ),
    "a mark before BEGIN": Planted(rule=13, words="byte order mark", content=b"\xef\xbb\xbf" + CLEAN),
    "a control character": Planted(rule=13, words="0x07", content=instead("SUMMARY:2021", "SUMMARY:2\a021")),
    "text escaped twice": Planted(rule=13, words="twice", content=instead("Geneva\\,", "Geneva\\\\\\,")),
    "text not escaped": Planted(rule=13, words="bare", content=instead("Geneva\\,", "Geneva,")),
    "a bare line break": Planted(
        rule=13, words="NAME:value", content=instead("SUMMARY:2021 Lake", 'SUMMARY:2021\r\n"Lake"')
    ),
    "HTML in the text": Planted(rule=14, words="HTML", content=instead("Confidence: ", "<b>Sure</b> ")),
    "a link that runs": Planted(rule=14, words="no link", content=instead("URL:https", "URL:javascript")),
    "GEO with a comma": Planted(rule=15, words="no place", content=instead("GEO:46.2;6.15", "GEO:46.2,6.15")),
    "a hidden link to join": Planted(
        rule=15,
        words="does not tell",
        content=instead(
            "CONFERENCE;VALUE=URI:https://example.com/join", "CONFERENCE;VALUE=URI:https://example.com/room"
        ),
    ),
    "American spelling": Planted(rule=16, words="no state", content=instead("STATUS:CANCELLED", "STATUS:CANCELED")),
    "cancelled in secret": Planted(rule=16, words="title", content=instead("SUMMARY:Cancelled: ", "SUMMARY:")),
    "busy": Planted(rule=17, words="blocks", content=instead("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")),
    "an alarm": Planted(
        rule=17,
        words="rings",
        content=before_end("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nDESCRIPTION:x\r\nEND:VALARM"),
    ),
    "LINK": Planted(rule=18, words="libical", content=before_end("LINK;VALUE=URI;LINKREL=related:https://example.com")),
    "an event that does not end": Planted(
        rule=18, words="never ended", content=CLEAN.replace(b"END:VEVENT\r\nEND:VCAL", b"END:VCAL")
    ),
    "text/plain": Planted(rule=19, words="text/plain", wrong=header("Content-Type", "text/plain; charset=utf-8")),
    "no charset": Planted(rule=19, words="charset", wrong=header("Content-Type", "text/calendar")),
    "a download": Planted(
        rule=19, words="attachment", wrong=header("Content-Disposition", "attachment; filename=a.ics")
    ),
    "no HEAD": Planted(rule=19, words="405", wrong=when(lambda asked: asked.method == "HEAD", Reply(status=405))),
    "no ETag": Planted(rule=20, words="there is none", wrong=header("ETag", None)),
    "a weak ETag": Planted(rule=20, words="weak", wrong=header("ETag", 'W/"a"')),
    "an ETag of the clock": Planted(rule=20, words="another", wrong=volatile),
    "never 304": Planted(
        rule=20,
        words="own ETag",
        wrong=lambda asked, reply: reply if reply.status != 304 else Reply(headers=reply.headers, body=CLEAN),
    ),
    "304 with a body": Planted(rule=20, words="body", wrong=with_body),
    "a date before a tag": Planted(rule=20, words="another ETag", wrong=when(NO_MATCH, Reply(status=304))),
    "dates as text": Planted(
        rule=20, words="no date", wrong=when(has("if-modified-since", "yesterday"), Reply(status=500))
    ),
    "gone": Planted(rule=21, words="410", wrong=lambda asked, reply: Reply(status=410)),
    "an error": Planted(rule=21, words="503", wrong=lambda asked, reply: Reply(status=503, body=b"later")),
    "nothing": Planted(rule=21, words="empty", content=b""),
    "a page": Planted(rule=21, words="no calendar", content=b"<!doctype html>\r\n<p>Welcome</p>\r\n"),
    "a page that says so": Planted(
        rule=21,
        words="no calendar",
        content=b"<!doctype html>\n<p>Welcome</p>\n",
        wrong=header("Content-Type", "text/html"),
    ),
    "a redirect": Planted(rule=22, words="302", wrong=redirected),
    "gzip unasked": Planted(
        rule=22,
        words="unasked",
        wrong=lambda asked, reply: Site(CLEAN).right(
            Asked(method="GET", path="", number=0, headers={**asked.headers, "accept-encoding": "gzip"})
        ),
    ),
    "gzip of something else": Planted(
        rule=22,
        words="not the feed",
        wrong=lambda asked, reply: (
            Reply(headers=reply.headers, body=reply.body[:100]) if "Content-Encoding" in reply.headers else reply
        ),
    ),
    "robots.txt": Planted(rule=22, words="robots", robots="User-agent: *\nDisallow: /feeds/\n"),
    "a login": Planted(
        rule=23, words="login", wrong=lambda asked, reply: Reply(status=401, headers={"WWW-Authenticate": "Basic"})
    ),
    "a stranger let in": Planted(
        rule=23,
        words="unknown token",
        path=TOKEN,
        wrong=lambda asked, reply: reply if reply.status != 404 else Reply(status=403),
    ),
}


def found(site: Site, query: str = "") -> list[Fault]:
    """What is found wrong with a site."""
    with served(site) as url:
        return check(url + query, now=NOW)


def test_a_right_feed_has_no_fault() -> None:
    site = Site(CLEAN)
    assert found(site) == []
    assert len({(each.method, *each.headers) for each in site.requests}) >= 5


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_under_its_rule_and_no_other(name: str) -> None:
    planted = FAULTS[name]
    faults = found(Site(planted.content, planted.wrong, planted.path, planted.robots))
    assert {fault.rule for fault in faults} == {planted.rule}, faults
    assert len({fault.message for fault in faults}) == 1
    assert planted.words in faults[0].message


def test_every_rule_that_shows_is_planted() -> None:
    assert {planted.rule for planted in FAULTS.values()} == {rule.number for rule in RULES} == set(range(1, 24))


def test_the_rules_are_told_in_the_words_of_the_documentation() -> None:
    text = " ".join((ROOT / "docs" / "clients.md").read_text(encoding="utf-8").split())
    assert [rule.number for rule in RULES if f" {rule.number}. {rule.says} " not in f"{text} "] == []


# Ours


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_our_samples_have_no_fault(path: Path) -> None:
    assert check(str(path), now=LATER) == []


@pytest.mark.parametrize("feed", [None, Feed(source=SOURCE), Feed(source=SOURCE, color="teal", hours=24)])
def test_our_exports_have_no_fault(feed: Feed | None, tmp_path: Path) -> None:
    content = render([*EVENTS, *(case.event for case in many(400))], include=["month"], feed=feed)
    (tmp_path / "a.ics").write_bytes(content)
    assert check(str(tmp_path / "a.ics"), now=NOW) == []


def test_our_calendar_has_no_fault(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "calendar.db"))
    for day, events in enumerate([(FORUM, FAIR), (MOVED,), (varied(FAIR, status="cancelled"),)]):
        store.add(*told(f"Release {day}", date(2021, 9, 1) + timedelta(days=day), *events), NOW)
    assert found(Site(store.calendar(feed=Feed(source=SOURCE)))) == []
    assert found(Site(store.calendar(evidence=False, feed=Feed(source=SOURCE)))) == []
    store.close()


def test_an_event_alone_is_a_file_to_keep() -> None:
    alone = Site(export([LOCAL[0]], "ics"), header("Content-Disposition", "attachment; filename=event.ics"))
    assert found(alone) == []


def test_an_honest_change_between_two_readings_is_none() -> None:
    moved = (
        instead("DTEND;VALUE=DATE:20211009", "DTEND;VALUE=DATE:20211010")
        .replace(b"SEQUENCE:0", b"SEQUENCE:1", 1)
        .replace(b"LAST-MODIFIED:20210927T", b"LAST-MODIFIED:20210928T", 1)
        .replace(b"DTSTAMP:20210927T", b"DTSTAMP:20210928T", 1)
    )
    assert [fault for fault in found(Site(lambda number: moved if number else CLEAN)) if fault.rule != 20] == []


# Where a fault is, and what else may come


def test_a_fault_tells_where_it_is() -> None:
    content = instead("TRANSP:TRANSPARENT", "TRANSP:OPAQUE", -1)
    faults = found(Site(content))
    lines = content.split(b"\r\n")
    assert [lines[fault.line - 1] for fault in faults if fault.line] == [b"TRANSP:OPAQUE"] * len(LOCAL)
    assert {(fault.property, fault.uid) for fault in faults} == {("TRANSP", each.uid) for each in LOCAL}
    first = faults[0]
    assert as_text(faults).splitlines()[0] == (
        f"17  TRANSP, line {first.line}, {first.uid} and {len(LOCAL) - 1} more: "
        "the event blocks time; write TRANSP:TRANSPARENT"
    )


def test_what_is_broken_in_many_ways_is_read_to_its_end() -> None:
    content = (
        b"BEGIN:VCALENDAR\nMETHOD:REQUEST\nnonsense\n\nBEGIN:VEVENT\n"
        b"DTSTART:20261399\nDTEND:x\nSUMMARY:\xff\xfe a,b\nUID:\n"
        b"BEGIN:VALARM\nEND:VEVENT\nEND:VTODO\nBEGIN:VEVENT\nRRULE:UNTIL=1\nEND:VCALENDAR\nmore"
    )
    rules = {fault.rule for fault in found(Site(content))}
    assert rules >= {1, 4, 6, 10, 11, 13, 14, 16, 17, 18}


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"hello", b"END:VCALENDAR\r\n", b"BEGIN:VCALENDAR", b":\r\n;"])
def test_what_is_no_calendar_is_told_and_never_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(content)
    assert {fault.rule for fault in check(str(tmp_path / "a.ics"), now=NOW)} & {10, 18}
    assert {fault.rule for fault in found(Site(content))}


LINES = (
    "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VCALENDAR", "DTSTART:00010101T000000", "TZID:..",
    "RRULE:UNTIL=0", "DTEND;TZID=Asia/Tokyo:99991231T235959", "SEQUENCE:" + "9" * 5000, "SOURCE;VALUE=URI:http://[", "URL:http://[x",
    "GEO:1e9;2", "TZOFFSETTO:", "DURATION:", "REFRESH-INTERVAL:P", "DTSTAMP:00010101T000000Z", "CONFERENCE:%",
)  # fmt: skip
PIECES = st.sampled_from([*(f"\r\n{line}\r\n".encode() for line in LINES), b"\r", b"\n ", b":", b"\xc3", b'"', b"\\"])


@given(st.lists(st.tuples(st.integers(0, len(CLEAN)), st.integers(0, 40), PIECES), max_size=6))
@settings(max_examples=100, deadline=None)
def test_whatever_is_broken_is_checked_to_the_end(cuts: list[tuple[int, int, bytes]]) -> None:
    content = CLEAN
    for at, length, piece in cuts:
        content = content[:at] + piece + content[at + length :]
    answer = Answer(200, {"content-type": "text/calendar"}, content)
    as_text(faults(of_answers(Answers(url=SOURCE, first=answer, again=Answer(200, {}, CLEAN + b"\r\n")), NOW)))


def test_what_is_nested_without_end_ends() -> None:
    started = time.monotonic()
    nested = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_000 + b"END:VTODO\r\n" * 50_000
    folded = b"BEGIN:VCALENDAR\r\nX-A:\r\n" + b" aaaa\r\n" * 200_000 + b"END:VCALENDAR\r\n"
    assert read(nested).torn and len(read(folded).root.value("X-A")) == 800_000
    assert time.monotonic() - started < 20


def test_lines_are_read_as_they_are() -> None:
    line = parsed(7, 'ATTENDEE;CN="A: b; c";X=1,"2":mailto:a@example.com')
    assert line is not None
    assert (line.name, line.parameters["CN"], line.value) == ("ATTENDEE", "A: b; c", "mailto:a@example.com")
    assert parsed(1, "SUMMARY") is None
    calendar = read(b"BEGIN:VCALENDAR\nX-A:\xc3\n \xa9\nEND:VCALENDAR")
    assert calendar.root.get("X-A") == (2, "X-A", {}, "é", "X-A:é")


@pytest.mark.parametrize(
    ("url", "fetched"),
    [
        ("webcal://example.com/a.ics", "https://example.com/a.ics"),
        ("webcal://127.0.0.1:8000/a.ics", "http://127.0.0.1:8000/a.ics"),
        ("HTTP://example.com?x=1#top", "http://example.com/?x=1"),
    ],
)
def test_an_address_is_fetched_as_programs_do(url: str, fetched: str) -> None:
    assert web(url) == fetched


def test_a_token_in_the_query_is_no_place_for_it() -> None:
    assert [fault.rule for fault in found(Site(CLEAN), "?token=abc")] == [23]


def test_only_what_looks_like_a_token_is_varied() -> None:
    assert other_token("https://example.com/feeds/fairs.ics") is None
    assert other_token(f"https://example.com{TOKEN}") == "https://example.com" + TOKEN.replace("q8Z", "A8Z")


def test_the_program_says_who_it_is() -> None:
    site = Site(CLEAN)
    with served(site) as url:
        fetch(url, agent="eventx/1 (feed check)")
    assert {asked.headers["user-agent"] for asked in site.requests} == {"eventx/1 (feed check)"}


@pytest.mark.parametrize(
    ("patience", "words"),
    [
        (Patience(size=1000), "larger than 0.001 MB"),
        (Patience(silence=0.1), "no answer"),
        (Patience(whole=0), "longer than 0 seconds"),
    ],
)
def test_what_is_too_large_or_too_slow_is_told(patience: Patience, words: str) -> None:
    def slow(asked: Asked, reply: Reply) -> Reply:
        time.sleep(0.3)
        return reply

    with served(Site(CLEAN, slow)) as url, pytest.raises(InputError, match=words):
        fetch(url, agent="x", patience=patience)


def test_redirects_that_lead_nowhere_are_told() -> None:
    def round_and_round(asked: Asked, reply: Reply) -> Reply:
        return Reply(status=301, headers={"Location": asked.path})

    with pytest.raises(InputError, match="redirects lead nowhere"):
        found(Site(CLEAN, round_and_round))


@pytest.mark.full
def test_libical_takes_for_errors_what_the_rule_says() -> None:
    """FEED 18: its own list of names, asked one by one."""
    others = ("LINK", "CONCEPT", "REFID", "STYLED-DESCRIPTION", "STRUCTURED-DATA", "PARTICIPANT-TYPE", "MADE-UP")
    told = {name: "Parse error in property name" in "".join(errors(before_end(f"{name}:x"))) for name in PROPERTIES}
    assert [name for name, is_error in told.items() if is_error] == []
    assert all("Parse error in property name" in "".join(errors(before_end(f"{name}:x"))) for name in others)


# The command


def run(*args: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(command, args)


def test_the_command_tells_faults_and_their_number() -> None:
    with served(Site(before_end("LINK:x"))) as url:
        done = run(url)
        assert (done.exit_code, done.stdout.count("\n18  LINK")) == (1, 0)
        assert done.stdout.startswith("18  LINK, line ")
        assert done.stdout.endswith("\n1 fault\n")
        assert "rule 18: No property" in done.stdout
        assert json.loads(run(url, "--format", "json").stdout)[0]["uid"] == FORUM.uid
        assert run(url, "--ignore", "18").stdout == "no fault found\n"
        assert run(url, "--only", "18").exit_code == 1
        assert run(url, "--only", "17").exit_code == 0


@pytest.mark.parametrize(
    "args", [[], ["a.ics", "--only", "0"], ["ftp://example.com/a.ics"], ["a.ics", "--format", "x"]]
)
def test_what_is_asked_wrongly_ends_with_2(args: list[str]) -> None:
    assert run(*args).exit_code == 2


def test_where_there_is_nothing_an_error_says_so() -> None:
    for target in ("nosuch.ics", "http://127.0.0.1:9/a.ics"):
        with pytest.raises(InputError):
            check(target, now=NOW)


def test_names_of_events_do_not_reach_the_terminal_as_they_are() -> None:
    content = instead(FIRST_UID, "UID:\x1b[2Jforum")
    assert "\x1b" not in as_text(found(Site(content.replace(b"TRANSPARENT", b"OPAQUE"))))


def test_a_place_is_needed_beside_geo() -> None:
    site = Site(render([varied(LOCAL[0], place=Place(geo=(1, 2)))], feed=Feed(source=SOURCE)))
    assert [fault.rule for fault in found(site)] == [15]
