"""Mail as programs save it (.eml, RFC 5322): its text, events of calendars in it, and the documents attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from eventx.errors import InputError
from eventx.ingest import mail_text
from eventx.ingest.dispatch import DEEPEST, nested
from eventx.ingest.kinds import KINDS, SUFFIXES
from eventx.ingest.mail_forward import answers, bare
from eventx.ingest.mail_parts import MAX_MAIL, Attached, Body, header, parsed_mail, payload, pieces
from eventx.ingest.text import checked
from eventx.ingest.values import Document, Reading, beside
from eventx.model import Event, Release, replace
from eventx.safe import web_link

TOO_LONG = f"has more than {MAX_MAIL // 10**6} MB, the most of one mail; save its text or its attachment by itself"
MAX_ATTACHED = 100
"""Documents that are read of one mail."""

_MEDIA = frozenset(media for kind in KINDS for media in kind.media)
_MAILS = ("message/rfc822", "message/global", "message/news")
"""Mails in mails; other messages are reports of how a mail fared (RFC 3464), and no news."""
_CALENDAR = ("text/calendar", "application/ics")
_ID = re.compile(r"<\s*([^<>\s]{1,500})\s*>")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_STUB = 1500
"""Characters below which a plain text may be no more than a word on the HTML beside it."""


def read(document: Document, reading: Reading) -> Iterator[Release]:
    """The releases of a mail: itself, then what is attached to it, each told as `mail.eml[name.pdf]`."""
    data = document.whole(MAX_MAIL, TOO_LONG)
    yield from _releases(parsed_mail(data, document.where), document.where, reading)


def _releases(mail: Message, where: str, reading: Reading) -> Iterator[Release]:
    parts = pieces(mail, where)
    attached = list(_named(parts, where, reading))
    calendars = [each for each in attached if _is_calendar(each[1])]
    given = tuple(dict.fromkeys(event for each in calendars for event in _given(*each, reading)))
    release = _own([part for part in parts if isinstance(part, Body)], mail, where, given)
    if release:
        yield release
    for place, part in attached:
        if (place, part) not in calendars:
            yield from _attachment(part, place, reading, release.published if release else _day(mail))
    if not release and not attached:
        raise InputError("holds no text that can be read; save its text or its attachment by itself", where=where)


def _own(bodies: list[Body], mail: Message, where: str, given: tuple[Event, ...]) -> Release | None:
    """The mail itself as a release; None where it only carries others."""
    subject = header(mail, "subject")
    answer = answers(subject)
    told = [mail_text.told(text, subject, answer=answer) for body in bodies if (text := _text(body, answer, where))]
    text = "\n\n".join(each.text for each in told if each.text)
    if not text and not given:
        return None
    urls = (_permalink(mail), *(each.url for each in told), *(mail_text.in_browser(body.html) for body in bodies))
    declared = [header(mail, "content-language"), *(body.lang for body in bodies)]
    return Release(
        text=checked(text, where) if text else "",
        id=_identifier(mail),
        title=bare(subject, header(mail, "list-id")) or None,
        published=next((each.day for each in told if each.day), None) or _day(mail),
        url=next((url for url in urls if url), None),
        lang=next((lang[0] for value in declared if (lang := _LANG.match(value))), None),
        given=given,
    )


def _text(body: Body, answer: bool, where: str) -> str:
    """The plain text where it is the whole text, else that of the HTML. InputError where there is HTML alone, and it
    cannot be read."""
    plain = mail_text.LINK.sub("", body.plain).strip()
    if not body.html or len(plain) > _STUB:
        return body.plain
    from eventx.ingest.html import text_of_fragment  # a library that plain mail can do without

    try:
        marked = text_of_fragment(mail_text.uncited(body.html) if answer else body.html)
    except InputError as error:
        if plain:
            return body.plain
        raise InputError(error.message, where=where) from error
    return body.plain if len(plain) * 2 > len(marked.strip()) else marked


def _identifier(mail: Message) -> str:
    """The Message-ID without its brackets; "" where there is none."""
    found = _ID.search(header(mail, "message-id"))
    return found[1] if found else ""


def _day(mail: Message) -> date | None:
    """The day that the Date header tells, where it was written; None where it tells none."""
    try:
        return parsedate_to_datetime(header(mail, "date")).date()
    except (ValueError, OverflowError, TypeError, IndexError):  # what the library makes of dates that are none
        return None


def _permalink(mail: Message) -> str | None:
    """Where a list keeps this mail (Archived-At, RFC 5064). List-Archive tells where it keeps all of them."""
    return web_link(header(mail, "archived-at").strip(" <>"))


Placed = tuple[str, Attached]
"""What is attached, and how errors call it."""


def _named(parts: list[Body | Attached], where: str, reading: Reading) -> Iterator[Placed]:
    """What is attached and can be read; images, other files and empty ones are passed over."""
    number = 0
    for part in parts:
        if isinstance(part, Body) or not _is_document(part):
            continue
        number += 1
        if number > MAX_ATTACHED:
            reading.on_error(InputError(f"has more than {MAX_ATTACHED} attachments; the others were read", where=where))
            return
        yield f"{where}[{part.name or number}]", part


def _is_document(part: Attached) -> bool:
    if part.media.startswith("message/"):
        return part.media in _MAILS
    known = _suffix(part) in SUFFIXES or part.media in _MEDIA or _is_calendar(part)
    return known and bool(payload(part.part).strip())


def _is_calendar(part: Attached) -> bool:
    return part.media in _CALENDAR or _suffix(part) in (".ics", ".ical")


def _suffix(part: Attached) -> str:
    return PurePosixPath(part.name).suffix.lower()


def _given(place: str, part: Attached, reading: Reading) -> Iterator[Event]:
    """The events of a calendar that a mail carries (an invitation, RFC 6047)."""
    for release in nested(_document(part, place, ".ics"), reading):
        yield from release.given


def _attachment(part: Attached, place: str, reading: Reading, day: date | None) -> Iterator[Release]:
    """The releases of a document that is attached, by the mail's day where they tell none."""
    if part.part.is_multipart():
        yield from _enclosed(part, place, reading)
    else:
        for release in nested(_document(part, place, _suffix(part)), reading):
            yield beside(release, published=day)


def _document(part: Attached, place: str, suffix: str) -> Document:
    charset = part.part.get_content_charset()
    return Document(where=place, head=payload(part.part), suffix=suffix, media=part.media, charset=charset)


def _enclosed(part: Attached, place: str, reading: Reading) -> Iterator[Release]:
    """The releases of a mail that another one holds (message/rfc822); the parser has taken it apart already."""
    deeper = replace(reading, depth=reading.depth + 1)
    mails = [mail for mail in part.part.get_payload() if isinstance(mail, Message)]
    try:
        if deeper.depth > DEEPEST:
            raise InputError("lies too deep in other mails; save it by itself", where=place)
        for mail in mails:
            yield from _releases(mail, place, deeper)
    except InputError as error:
        reading.on_error(error)


__all__ = ["MAX_ATTACHED", "TOO_LONG", "read"]
