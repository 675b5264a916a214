"""Mail: which text of it is read, what mailing adds and is left out, what is attached, and what hostile mails do."""

from __future__ import annotations

import base64
import sys
import time
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx.errors import InputError
from eventx.ingest import iter_releases
from eventx.ingest.mail_forward import bare, day_told
from eventx.ingest.mail_parts import MAX_DEPTH, MAX_LINE, MAX_LINES, MAX_MAIL, MAX_PARTS, MAX_TEXT, spoken, unflowed
from eventx.ingest.mail_text import told
from eventx.ingest.values import Document, Reading
from eventx.model import Event, Release, Source
from tests import word

FORUM = "The Alpine Forum will be held on May 5, 2025 in Bern."
HEADERS = "From: Press <press@alps.example>\nTo: desk@radio.example\nSubject: Alpine Forum\n"


def mail(body: str | bytes = FORUM, *headers: str) -> bytes:
    """A mail with headers of its own behind the usual ones."""
    top = HEADERS + "".join(f"{header}\n" for header in headers) + "\n"
    return top.encode() + (body if isinstance(body, bytes) else body.encode())


def parts(*each: str, kind: str = "mixed") -> tuple[str, str]:
    """Body and header of a multipart; each part with its own headers."""
    body = "".join(f"--=_{kind}\n{part}\n" for part in each) + f"--=_{kind}--\n"
    return body, f'Content-Type: multipart/{kind}; boundary="=_{kind}"'


def collected(data: bytes, name: str = "x.eml") -> tuple[list[Release], list[str]]:
    errors: list[InputError] = []
    found = list(iter_releases(data, on_error=errors.append, name=name))
    return found, [str(error) for error in errors]


def only(data: bytes) -> Release:
    (release,), errors = collected(data)
    assert errors == []
    return release


# --- what is known beside the text


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Message-ID: <a1@alps.example>", {"id": "a1@alps.example"}),
        ("Message-ID:\n <a1@alps.example>", {"id": "a1@alps.example"}),
        ("Date: Fri, 2 May 2025 23:30:00 -0700", {"published": date(2025, 5, 2)}),
        ("Date: 2 May 25 09:00 GMT (sent by hand)", {"published": date(2025, 5, 2)}),
        ("Date: soon", {"published": None}),
        ("Date: Fri, 99 May 2025 09:00:00 +9999999", {"published": None}),
        ("Content-Language: de-CH, en", {"lang": "de-CH"}),
        ("Content-Language: ???", {"lang": None}),
        ("Archived-At: <https://lists.alps.example/42>", {"url": "https://lists.alps.example/42"}),
        ("Archived-At: <javascript:alert(1)>", {"url": None}),
        ("List-Archive: <https://lists.alps.example/>", {"url": None}),
    ],
)
def test_headers(header: str, wanted: dict[str, object]) -> None:
    release = only(mail(FORUM, header))
    assert {key: getattr(release, key) for key in wanted} == wanted
    assert (release.title, release.text) == ("Alpine Forum", FORUM)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("=?utf-8?Q?Z=C3=BCrich_Forum?=", "Zürich Forum"),
        ("=?UTF-8?B?WsO8cmljaA==?=\r\n =?UTF-8?Q?_Forum?= today", "Zürich Forum today"),
        ("=?gb2312?B?1tC52LTlwtvMsw==?=", "中关村论坛"),
        ("=?iso-2022-jp?B?GyRCRWw1fhsoQg==?=", "東京"),
        ("=?us-ascii*en-us?Q?Forum?=", "Forum"),
        ("=?utf-8?B?5Lit5Q==?= =?utf-8?B?hbPmnZE=?=", "中关村"),
        ("=?utf-8?Q?Forum in Bern?=", "Forum in Bern"),
        ("=?none?B?Rm9ydW0=?=", "Forum"),
        ("=?utf-8?B?Rm9y!dW0=?=", "Forum"),
        (r"C:\users\=?utf-8?Q?press?=", r"C:\users\press"),
        ("=?utf-8?Q?one=0D=0ABcc=3A_two?=", "one Bcc: two"),
        ("=?utf-8?Q?=E2=80=AEtxt?=", "txt"),
    ],
)
def test_encoded_words(raw: str, wanted: str) -> None:
    assert spoken(raw) == wanted


def test_bare_utf8_in_a_header() -> None:
    assert only(mail().replace(b"Alpine", "Zürich".encode())).title == "Zürich Forum"


@pytest.mark.parametrize(
    ("subject", "list_id", "wanted"),
    [
        ("Fwd: Alpine Forum", "", "Alpine Forum"),
        ("RE: FW: Re[2]: Alpine Forum", "", "Alpine Forum"),
        ("VS: I: Redir.: Alpine Forum", "", "Alpine Forum"),
        ("转发：Alpine Forum", "", "Alpine Forum"),
        ("[Press-List] Alpine Forum", "Press <press-list.alps.example>", "Alpine Forum"),
        ("[Cancelled] Alpine Forum", "Press <press-list.alps.example>", "[Cancelled] Alpine Forum"),
        ("[EXTERNAL] Fwd: Alpine Forum", "", "Alpine Forum"),
        ("[press:00213] Alpine Forum", "", "Alpine Forum"),
        ("Report: Alpine Forum", "", "Report: Alpine Forum"),
        ("Re:", "", "Re:"),
        ("RE:Alpine Forum", "", "Alpine Forum"),
        ("re:publica opens in Berlin", "", "re:publica opens in Berlin"),
        ("Re: re:publica opens in Berlin", "", "re:publica opens in Berlin"),
        ("", "", ""),
    ],
)
def test_subjects(subject: str, list_id: str, wanted: str) -> None:
    assert bare(subject, list_id) == wanted


# --- which text


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("windows-1252", "“Forum”".encode("cp1252")),
        ("iso-8859-1", "“Forum”".encode("cp1252")),
        ("gb2312", "镕 “Forum”".encode("gbk")),
        ("iso-2022-jp", "東京 Forum".encode("iso2022_jp")),
        ("shift_jis", "①東京".encode("cp932")),
        ("ks_c_5601-1987", "서울 똠".encode("cp949")),
        ("utf-7", b"+U0E-"),
        ("nonsense", "“Forum”".encode()),
        ("us-ascii", "“Forum”".encode()),
        ("unicode_escape", b"Forum \\ud800"),
        ("rot13", b"Forum"),
    ],
)
def test_charsets(charset: str, encoded: bytes) -> None:
    codec = {"gb2312": "gbk", "iso-8859-1": "cp1252", "shift_jis": "cp932", "ks_c_5601-1987": "cp949"}.get(
        charset, charset
    )
    known = charset not in ("nonsense", "us-ascii", "unicode_escape", "rot13")
    wanted = encoded.decode(codec if known else "utf-8")
    assert only(mail(encoded, f"Content-Type: text/plain; charset={charset}")).text == wanted


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.b64encode(FORUM.encode()).decode()),
        ("BASE64", base64.encodebytes(FORUM.encode()).decode() + "\n-- \nscanned"),
        ("quoted-printable", FORUM.replace("2025", "20=\n25=20")),
        ("7bit", FORUM),
        ("nonsense", FORUM),
        ("x-uuencode", "begin 644 x\nM5&AE($%L<&EN92!&;W)U;2!W:6QL(&)E(&AE;&0@;VX@36%Y(#4L(#(P,C4@\n \nend\n"),
    ],
)  # fmt: skip
def test_transfer_encodings(encoding: str, body: str) -> None:
    assert " ".join(only(mail(body, f"Content-Transfer-Encoding: {encoding}")).text.split()).startswith(FORUM[:40])


@pytest.mark.parametrize(
    ("plain", "wanted"),
    [
        (FORUM, FORUM),
        ("View this message in HTML: https://alps.example/1", "Der <b>lange</b> Text. " + FORUM),
        ("", "Only HTML. " + FORUM),
    ],
)
def test_the_plain_text_is_read_where_it_is_the_whole_text(plain: str, wanted: str) -> None:
    marked = f"<html><body><p>{wanted}</p></body></html>"
    body, kind = parts(
        f"Content-Type: text/plain\n\n{plain}\n", f"Content-Type: text/html\n\n{marked}\n", kind="alternative"
    )
    assert only(mail(body, kind)).text == wanted.replace("<b>", "").replace("</b>", "")


def test_html_that_cannot_be_read_leaves_the_plain_text() -> None:
    html = "<div>" * 100_000
    body, kind = parts(
        f"Content-Type: text/plain\n\n{FORUM}\n", f"Content-Type: text/html\n\n{html}", kind="alternative"
    )
    assert only(mail(body, kind)).text.strip() == FORUM


def test_html_alone_and_its_link_to_the_browser() -> None:
    page = f'<p><a href="https://alps.example/1?a=1&amp;b=2">View in browser</a></p><p>{FORUM}</p>'
    release = only(mail(page, "Content-Type: text/html Content-Transfer-Encoding: 8bit\\r\\n"))
    assert (release.text, release.url) == (FORUM, "https://alps.example/1?a=1&b=2")


@pytest.mark.parametrize(
    ("flowed", "delsp", "wanted"),
    [
        ("one \ntwo\nthree", False, "one two\nthree"),
        ("中 \n关", True, "中关"),
        ("> a \n> b\nc", False, "> a b\nc"),
        (" From here \non", False, "From here on"),
        ("one \n-- \nPress", False, "one \n-- \nPress"),
        (">> a \n> b", False, ">> a \n> b"),
    ],
)
def test_flowed_text(flowed: str, delsp: bool, wanted: str) -> None:
    assert unflowed(flowed, delsp) == wanted


# --- what mailing adds

BLOCK = (
    "From: Press <press@alps.example>\nDate: Fri, May 2, 2025 at 9:00 AM\nSubject: Alpine Forum\nTo: <a@b.example>\n"
)
QUOTED = "".join(f"> {line}\n" for line in f"{BLOCK}\n{FORUM}".split("\n"))


@pytest.mark.parametrize(
    "body",
    [
        f"{FORUM}\n\n-- \nAnna Press\nOffice hours from May 1, 2025",
        f"{FORUM}\n\n________________________________________________\nPress mailing list\nhttps://lists.alps.example/",
        f"{FORUM}\n\n=====\n\nYou are receiving this because you signed up.\n\nUnsubscribe: https://alps.example/u",
        f"{FORUM}\n\nThis e-mail is confidential. It is intended for its recipient.",
        f"{FORUM}\n\n退订: https://alps.example/u",
        f"View this email in your browser\nhttps://alps.example/1\n\n{FORUM}",
        f"[image: Alps]\n\n{FORUM}",
        f"---------- Forwarded message ---------\n{BLOCK}\n\n{FORUM}",
        f"FYI\n\n-----Original Message-----\n{BLOCK}\n{FORUM}",
        f"FYI\n\n________________________________\n{BLOCK}\n{FORUM}",
        f"FYI\n\nBegin forwarded message:\n\n{QUOTED}",
        f"*From:* A\n*Sent:* 2 May 2025 09:00\n*To:* B\n*Cc:*\n*Subject:* FW: Alpine Forum\n\n{FORUM}",
        f"-------- Forwarded Message --------\n{BLOCK}\n-------- Forwarded Message --------\n{BLOCK}\n{FORUM}",
        f"Début du message réexpédié :\n\n> De : A <a@b.example>\n> Objet : Forum\n> À : b@c.example\n\n{FORUM}",
        f"-------- Preposlaná --- Forwarded --------\nPredmet: \tForum\nOd: \tA <a@b.example>\nPre: \tB\n\n{FORUM}",
        f"---------- メッセージを転送 ---------\n送信元：A <a@b.example>\n件名：Forum\n送信先：b@c.example\n\n{FORUM}",
        f"> ---------- Original Message ----------\n{QUOTED}",
        f"From: A <a@b.example>\nDate: Thursday, 1 May 2025 at 16:17\nTo: B;\nSubject: Alpine Forum\n{FORUM}",
        f"发件人: 张 <z@b.example>\n发送时间: 2025年5月2日 9:00\n收件人: a@b.example\n主题: Alpine Forum\n\n{FORUM}",
    ],
)
def test_what_mailing_adds_is_left_out(body: str) -> None:
    assert told(body, "Fwd: Alpine Forum").text == FORUM


@pytest.mark.parametrize(
    "body",
    [
        f"WHAT: Alpine Forum\nWHEN: Mon, 5 May 2025 9:00\nWHERE: Bern\nCONTACT: press@alps.example\n\n{FORUM}",
        f"WHAT: {FORUM}\nWHEN: May 5, 2025, 9:00\nWHERE: Bern\nCONTACT: press@alps.example",
        f"{FORUM}\n\nMedia contact:\nAnna Press\nE-mail: press@alps.example\nTelephone: 1\nFax: 2",
        f"{FORUM}\n\nMedia contact:\nName: Anna\nE-mail: press@alps.example\nTelephone: 1\n\nMore about it.",
        f"{FORUM}\n\nAt a glance:\nDate: Mon, 5 May 2025 10:00\nHall: 1\nTickets: press@alps.example\n\nMore about it.",
        f"{FORUM}\n\n----------\nDate: Mon, 5 May 2025 10:00\nHall: 1\nTickets: press@alps.example\n\nMore about it.",
        f"> Register now\n\n{FORUM}",
        f"{FORUM} Its shop will open online on May 6, 2025.\n\nMore about it.",
        f"Dear member,\n\nYou are receiving this because you came last year.\n\n{FORUM}\n\nAda",
        f"--\n{FORUM}" + "\n\nMore about it." * 20,
        f"Unsubscribe from the crowd, says the Alpine Forum.\n\n{FORUM}" + "\n\nMore about it." * 20,
    ],
)
def test_what_only_looks_like_it_stays(body: str) -> None:
    assert told(body, "Alpine Forum").text == body.strip()


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"{FORUM}\n\nOn May 1, 2025, at 9:00, Desk <desk@radio.example>\nwrote:\n\n> Will it be on May 3?\n", FORUM),
        (f"> Will it be on May 3?\n\n{FORUM}", FORUM),
        (f"{FORUM}\n\n-----Original Message-----\n{BLOCK}\nWill it be on May 3?", FORUM),
        (f"> {FORUM}", FORUM),
        (f"-----Original Message-----\n{BLOCK}\n{FORUM}", FORUM),
    ],
)
def test_an_answer_tells_what_is_new_in_it(body: str, wanted: str) -> None:
    assert told(body, "Re: Alpine Forum", answer=True).text == wanted


def test_an_advisory_that_is_forwarded_keeps_its_lines() -> None:
    advisory = f"WHAT: Alpine Forum\nWHEN: Mon, 5 May 2025 9:00\nCONTACT: press@alps.example\n\n{FORUM}"
    assert told(f"FYI\n\n{BLOCK}\n{advisory}", "[EXTERNAL] FW: Alpine Forum").text == advisory


def test_an_answer_in_html() -> None:
    page = (
        f'<div>{FORUM}</div><br><div>On 1/5/2025 9:00, Desk wrote:<br></div><blockquote type="cite">May 3?</blockquote>'
    )
    data = mail(page, "Content-Type: text/html").replace(b"Subject: ", b"Subject: AW: ")
    assert only(data).text == FORUM


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Mon, 27 Sep 2021 23:30:00 -0700", date(2021, 9, 27)),
        ("Monday, September 27, 2021 9:00 AM", date(2021, 9, 27)),
        ("September 27, 2021 at 9:00:00\u202fAM GMT+8", date(2021, 9, 27)),
        ("2021年9月27日 9:00", date(2021, 9, 27)),
        ("2021-09-27 09:00", date(2021, 9, 27)),
        ("2021-99-27 09:00", None),
        ("27 Sep 99999999999999 00:00", None),
        ("Re: the forum", None),
        ("May 5, 2025", None),
    ],
)
def test_days_of_forwarded_mails(value: str, wanted: date | None) -> None:
    assert day_told(" ".join(value.split())) == wanted


def test_a_comment_on_what_is_forwarded_keeps_its_own_day() -> None:
    comment = "Our reading of this announcement follows. " * 20
    found = told(f"{comment}\n\n---- Forwarded message ----\n{BLOCK}\n{FORUM}", "Fwd: Alpine Forum")
    assert (found.text, found.day) == (f"{comment.strip()}\n\n{FORUM}", None)


# --- what is attached


def attachment(name: str, data: bytes, media: str = "application/octet-stream") -> str:
    told = f"Content-Type: {media}\nContent-Disposition: attachment; {name}\nContent-Transfer-Encoding: base64\n\n"
    return told + base64.encodebytes(data).decode()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('filename="plan.txt"', "plan.txt"),
        ("filename*=utf-8''Z%C3%BCrich.txt", "Zürich.txt"),
        ("filename*0*=iso-8859-1''Z%FCr; filename*1=\"ich.txt\"", "Zürich.txt"),
        ('filename="=?utf-8?Q?Z=C3=BCrich?=.txt"', "Zürich.txt"),
        ('filename="..\\\\..\\\\etc/plan.txt"', "plan.txt"),
        ("filename*=nonsense''plan%E4.txt", "planä.txt"),
    ],
)
def test_names_of_attachments(name: str, shown: str) -> None:
    body, kind = parts(f"Content-Type: text/plain\n\n{FORUM}\n", attachment(name, b"\x89PNG\r\n\x1a\n"))
    assert [error.partition(": ")[0] for error in collected(mail(body, kind))[1]] == [f"x.eml[{shown}]"]


def test_documents_are_releases_by_the_day_of_their_mail() -> None:
    document = word.docx(word.p("The Alpine Walk is on May 6."))
    body, kind = parts(
        f"Content-Type: text/plain\n\n{FORUM}\n",
        attachment('filename="a.docx"', document),
        attachment('filename="logo.png"', b"\x89PNG", "image/png"),
        attachment('filename="ATT00001.txt"', b"\r\n", "text/plain"),  # as Exchange makes of what follows a picture
        attachment('filename="b.txt"', b"The Alpine Run is on May 7.", "text/plain"),
    )
    found, errors = collected(mail(body, kind, "Date: Fri, 2 May 2025 09:00:00 +0000"))
    assert [release.text for release in found] == [FORUM, "The Alpine Walk is on May 6.", "The Alpine Run is on May 7."]
    assert {release.published for release in found} == {date(2025, 5, 2)}
    assert errors == []


def test_mail_in_mail() -> None:
    inner = mail(FORUM, "Message-ID: <inner@alps.example>", "Date: Thu, 1 May 2025 09:00:00 +0000").decode()
    body, kind = parts("Content-Type: text/plain\n\n\n", f"Content-Type: message/rfc822\n\n{inner}\n")
    release = only(mail(body, kind, "Date: Fri, 2 May 2025 09:00:00 +0000"))
    assert (release.id, release.published, release.text) == ("inner@alps.example", date(2025, 5, 1), FORUM)


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification"])
def test_a_report_of_how_a_mail_fared_is_no_mail(kind: str) -> None:
    report = f"Content-Type: message/{kind}\n\nReporting-MTA: dns; mx.example\n\nAction: failed\nStatus: 5.1.1\n"
    assert only(mail(*parts(f"Content-Type: text/plain\n\n{FORUM}\n", report, kind="report"))).text == FORUM


@pytest.fixture
def calendars(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The calendars that the reader of calendars is handed; it tells one event of each."""
    seen: list[Document] = []

    def read(document: Document, reading: Reading) -> Iterator[Release]:
        seen.append(document)
        event = Event(uid="1@alps.example", title="Alpine Forum", start=date(2025, 5, 5), source=Source(id=""))
        yield Release(text="", given=(event,))

    module = ModuleType("eventx.ingest.calendar")
    vars(module)["read"] = read
    monkeypatch.setitem(sys.modules, "eventx.ingest.calendar", module)
    return seen


INVITATION = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n"


def test_an_invitation_gives_its_event_once(calendars: list[Document]) -> None:
    """Programs send the calendar twice: as an alternative to the text, and as a file."""
    inner, kind = parts(
        f"Content-Type: text/plain\n\n{FORUM}\n",
        f"Content-Type: text/calendar; charset=utf-8; method=REQUEST\n\n{INVITATION}",
        kind="alternative",
    )
    invite = attachment('filename="invite.ics"', INVITATION.encode(), "application/ics")
    release = only(mail(*parts(f"{kind}\n\n{inner}", invite)))
    assert [event.title for event in release.given] == ["Alpine Forum"]
    assert [document.where for document in calendars] == ["x.eml[1]", "x.eml[invite.ics]"]
    assert (calendars[0].head, calendars[0].charset) == (INVITATION.encode(), "utf-8")
    assert release.text == FORUM


def test_a_calendar_without_words(calendars: list[Document]) -> None:
    release = only(mail(INVITATION, "Content-Type: text/calendar; method=CANCEL"))
    assert (release.text, release.title, len(release.given)) == ("", "Alpine Forum", 1)
    assert [document.media for document in calendars] == ["text/calendar"]


# --- hostile and broken mails


def deep(levels: int) -> bytes:
    openings = (f"Content-Type: multipart/mixed; boundary=x{i}\n\n--x{i}\n" for i in range(levels))
    return f"{HEADERS}{''.join(openings)}\n{FORUM}".encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (mail("a\n" * (MAX_LINES + 1)), "too many lines"),
        (deep(700) + b"\n" * 10000, "too many lines"),
        (mail(b"x" * (2 * MAX_LINE + 1)), "lines too long"),
        (mail(b"x" * (MAX_MAIL + 1)), "more than 50 MB"),
        (mail("ab " * (MAX_TEXT // 3 + 1)), "characters of text"),
        (deep(MAX_DEPTH + 2), "too deep"),
        (HEADERS.encode() + b"Content-Type: message/rfc822\n\n" * 900 + b"\nx", "too deep"),
        (mail(*parts(*["\n"] * (MAX_PARTS + 1))), f"more than {MAX_PARTS} parts"),
        (mail(""), "holds no text"),
        (mail("<p></p>", "Content-Type: text/html"), "holds no text"),
        (mail("<div>" * 100_000, "Content-Type: text/html"), "nested"),
        (mail(*parts("Content-Type: image/png\n\nx")), "holds no text"),
        (mail("x", 'Content-Type: multipart/mixed; boundary=""'), "holds no text"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, words: str) -> None:
    found, (error, *_) = collected(data)
    assert found == []
    assert words in error and error.startswith("x.eml")


@pytest.mark.parametrize(
    "headers",
    [
        "Subject: " + "Re: " * 100_000,
        "Subject: " + "=?utf-8?q?a?= " * 100_000,
        'Content-Type: text/plain; a="' + ";" * 200_000,
        "Content-Type: text/plain " + "(" * 100_000,
        "Message-ID: <[" + "<" * 100_000,
        "Content-Type: ;;;===\nContent-Disposition: ;=\nContent-Transfer-Encoding: \x01",
        "Content-Type: text/plain; charset*=x''",
        "Content-Disposition: inline; filename*=utf-8''a; filename*0=b",
        "Content-Type: text/plain; charset*0*=undefined''a; charset*=b; charset*1=c",
        "Content-Type: text/plain; boundary*=undefined''%ff; name*=undefined''",
        "Date: " + "9" * 5000,
        "Subject: \udce4\udcff\udc80",
    ],
)
def test_broken_headers_do_not_spoil_the_text(headers: str) -> None:
    known = b"From: a@b.example\nTo: c@d.example\nX-Mailer: x\n"
    assert only(known + headers.encode("utf-8", "surrogateescape") + b"\n\n" + FORUM.encode()).text == FORUM


@pytest.mark.parametrize(
    "text",
    [
        "Aa: b@c\n" * 200_000,
        f"---- Forwarded ----\n{BLOCK}\nx\n" * 10_000,
        "On 3 x wrote:\n> q\n" * 60_000,
        ">" * 1_000_000,
        "[image:" * 200_000,
        "a<http://" * 200_000,
        ("_" * 45 + "\nqqqqq\n") * 20_000,
        "unsubscribe " * 100_000,
        "q\n\n" * 200_000,
        "\n\t\t\t\t" * 200_000 + "x",
    ],
)
def test_texts_that_repeat_take_no_long_time(text: str) -> None:
    begun = time.process_time()
    assert told(text, "Fwd: Alpine Forum").text
    assert time.process_time() - begun < 2


_SHREDS = st.sampled_from([
    "Content-Type: ", "multipart/mixed", "multipart/alternative", "message/rfc822", "text/html", "text/calendar", "; ",
    "boundary=", "charset=", "filename*0*=", "filename*=", "utf-8''", "undefined''", "%ff", '"', "=?utf-8?b?", "?=",
    "\n", "\n\n", "\r", "> ", ">", "From ", "Date: ", "9999999999", "base64", "x-uuencode", "(", "[", "<", "é", "\x00",
    "--b", "---- Forwarded ----", "On 1 x wrote:", "-- ", "unsubscribe",
    "Content-Disposition: ", "Content-Transfer-Encoding: ",
])  # fmt: skip


@given(st.lists(_SHREDS, max_size=40))
def test_shreds_of_mails_are_read_or_told(shreds: list[str]) -> None:
    found, errors = collected(HEADERS.encode() + "".join(shreds).encode())
    assert found or errors
    assert all("\n" not in error for error in errors)
    for release in found:
        (release.text + release.id + (release.title or "")).encode()
