"""What a mail tells, without what mailing adds: who forwarded it, what it answers, signatures, lists' footers.

All by how programs lay mails out. Where that is not plain, the text stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from html import unescape

from eventx.safe import one_line, web_link

_ANSWER = r"re|aw|sv|antw|odp|rif|res|回复|回覆|答复|返信"
_FORWARD = r"fwd?|wg|tr|rv|vb|vl|vs|pd|enc|i|i̇lt|redir\.|videresend|转发|轉寄|転送"
_PREFIX = re.compile(rf"(?i)\s*(?:(?P<answer>{_ANSWER})|{_FORWARD})(?:\[\d+\])?\s*[:：]\s*")
_TAG = re.compile(r"\s*\[(?P<name>[^\[\]]{1,60})\]\s*")
_NUMBERED = re.compile(r"[\w.-]+[: ,]\d{2,}")  # "[press:00213]", as lists of old number their mails
_LETTERS = re.compile(r"[\W_]+")

_QUOTE = re.compile(r"(?:> ?)+")
_FIELD = re.compile(r"\*?(?P<key>[^\W\d_][^:：\n*]{0,24})(?::\*?(?=\s|$)|：)\s*(?P<value>.*)$")
_WORDED = re.compile(r"-{3,} ?[^\W_][^\n]{0,60}? ?-{3,}|[^\n]{1,60}[^\s:：]\s?[:：]")  # "---- Forwarded message ----"
_DIVIDER = re.compile(r"[-_=*~—–]{5,}")
_YMD = re.compile(r"(\d{4})[-/年.]\s?(\d{1,2})[-/月.]\s?(\d{1,2})")
_AT = re.compile(r"(?i),?\s+(?:at|um)\s+")
_LEAST_FIELDS = 3
_NOTE = 400
"""Characters above a forwarded mail that still are a note ("FYI") and no release of its own."""

_SIGNATURES = (("-- ", 20), ("--", 6))
"""Lines that open a signature (RFC 3676, section 4.3), and how many lines it has at most."""

_MAILMAN = re.compile(r"(?:\A|\n)_{40,}\n(?:[^\n]{1,300}\n){0,5}[^\n]{1,300}\Z")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_FOOTER = re.compile(
    r"(?i)unsubscribe|opt(?:ing)?[- ]out|(?:update|manage|change) .{0,40}(?:preferences|subscription)"
    r"|you(?:'re| are| were)? receiv(?:ed?|ing) this|intended recipient|our mailing address|all rights reserved"
    r"|this (?:e-?mail|message)[^.]{0,120}(?:confidential|intended|privileged)"
    r"|退订|退訂|取消订阅|配信停止|配信解除|購読解除|abbestellen|abmelden|désabonn|désinscri|darse de baja"
)
_FOOT, _REACH = 8, 3  # paragraphs from the end within which a footer lies; between two that belong to it
_CITED = re.compile(r"(?i)<blockquote\b[^<>]{0,500}(?:type=[\"']?cite|class=[\"']?gmail_quote)")
_BROWSER = re.compile(r"(?i)\b(?:view|read|open|see)\b.{0,40}\b(?:browser|online|web ?page)|浏览器|ブラウザ|im browser")
_PLACEHOLDER = re.compile(r"\[(?:image|cid):[^\]\n]{0,200}\]|(?<=[^\s<])<https?://[^<>\s]{1,2000}>")
_ANCHOR = re.compile(
    r"""(?i)<a\s[^<>]{0,1000}?href=["'](?P<to>https?://[^"'<>\s]{1,2000})["'][^<>]{0,1000}>(?P<says>[^<>]{1,200})</a"""
)
LINK = re.compile(r"https?://[^\s<>()\"']{1,2000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The text of a mail, the day that a forwarded original tells, and where it can be read on the web."""

    text: str
    day: date | None = None
    url: str | None = None


def bare(subject: str, list_id: str = "") -> str:
    """A subject without "Re:", "Fwd:" and the tag of the list whose List-Id is given, or that stands before a "Re:"."""
    rest = subject
    while True:
        if prefix := _PREFIX.match(rest):
            rest = rest[prefix.end() :]
        elif (tag := _TAG.match(rest)) and _of_a_list(tag["name"], rest[tag.end() :], list_id):
            rest = rest[tag.end() :]
        else:
            return rest.strip() or subject.strip()


def _of_a_list(name: str, after: str, list_id: str) -> bool:
    letters = _LETTERS.sub("", name).casefold()
    known = bool(letters) and letters in _LETTERS.sub("", list_id).casefold()
    return bool(after) and (known or _PREFIX.match(after) is not None or _NUMBERED.fullmatch(name) is not None)


def answers(subject: str) -> bool:
    """True for a subject that says "Re:" first, in whichever language."""
    prefix = _PREFIX.match(subject)
    return prefix is not None and prefix["answer"] is not None


def told(body: str, subject: str, *, answer: bool = False) -> Told:
    """What a mail's text tells. `answer`: the mail answers another one, so what it quotes is no news of its own."""
    text, day = _PLACEHOLDER.sub("", body).strip("\n"), None
    for _ in range(10):  # a forward of a forward
        found = _forwarded(text.split("\n"), subject)
        if found is None:
            break
        note, original, sent = found
        if answer:
            text = note or original
            break
        mere = len(note) <= _NOTE
        text, day = (original, sent or day) if mere else (f"{note}\n\n{original}", day)
    text, url = _opened(_unquoted(text, answer))
    return Told(text=_unfooted(_unsigned(text)).strip(), day=day, url=url)


def _forwarded(lines: list[str], subject: str) -> tuple[str, str, date | None] | None:
    """The note above a forwarded mail, that mail's text, and its day; None where nothing is forwarded."""
    at = 0
    while at < len(lines):
        end = _fields_end(lines, at)
        if end - at >= _LEAST_FIELDS and (day := _heads_a_mail(lines, at, end, subject)):
            above = next((i for i in range(at - 1, max(-1, at - 4), -1) if lines[i].strip("> ")), -1)
            note = lines[: above if above >= 0 and _divides(lines[above]) else at]
            rest = lines[end:]
            if lines[at].startswith(">"):
                rest = [line[1:].removeprefix(" ") if line.startswith(">") else line for line in rest]
            return "\n".join(note).strip(), "\n".join(rest).strip("\n"), day[0]
        at = max(end, at + 1)
    return None


def _fields_end(lines: list[str], at: int) -> int:
    """Behind the last of the lines "Key: value" that start at `at`, with the lines on which their values go on."""
    end = at
    while end < len(lines):
        line = _QUOTE.sub("", lines[end][:500], count=1)
        goes_on = line[:1] in " \t" or (end > at and lines[end - 1].rstrip().endswith((",", ";")))
        if not _FIELD.match(line) and not (end > at and line.strip() and goes_on):
            break
        end += 1
    return end


def _heads_a_mail(lines: list[str], at: int, end: int, subject: str) -> tuple[date | None] | None:
    """(day,) where the lines are the headers of a forwarded mail. They repeat its subject, or stand below a line
    that announces them, and one of them is an address or a moment."""
    fields = [_FIELD.match(_QUOTE.sub("", line[:500], count=1)) for line in lines[at:end]]
    values = [one_line(field["value"]) for field in fields if field]
    wanted = bare(subject).casefold()
    repeats = bool(wanted) and any(bare(value).casefold() == wanted for value in values)
    above = next((line.strip("> ") for line in reversed(lines[max(0, at - 3) : at]) if line.strip("> ")), "")
    days = [day for value in values if (day := day_told(value))]
    plain = any("@" in value for value in values) or bool(days)
    announced = _WORDED.fullmatch(above) is not None
    return (days[0] if days else None,) if plain and (repeats or announced) else None


def _divides(line: str) -> bool:
    line = line.strip("> ")
    return _DIVIDER.fullmatch(line) is not None or _WORDED.fullmatch(line) is not None


def day_told(value: str) -> date | None:
    """The local day of a moment as mail programs write it; None where the value is none.

    `Mon, 27 Sep 2021 09:00:00 +0800` (RFC 5322), `September 27, 2021 at 9:00 AM`, `2021年9月27日 9:00`.
    """
    if len(value) > 80 or ":" not in value:
        return None
    try:
        if numbers := _YMD.match(value):
            return date(*map(int, numbers.groups()))
        return parsedate_to_datetime(_AT.sub(" ", value)).date()
    except (ValueError, OverflowError, TypeError, IndexError):  # what the library makes of words and odd numbers
        return None


def _unquoted(text: str, answer: bool) -> str:
    """The text without what it quotes of other mails, and the line that says whose that is."""
    lines = text.split("\n")
    if not any(line.startswith(">") for line in lines):
        if answer:  # of HTML, whose quotation is cut off already
            _drop_attribution(lines)
        return "\n".join(lines)
    kept: list[str] = []
    for i, line in enumerate(lines):
        if not line.startswith(">"):
            kept.append(line)
        elif i == 0 or not lines[i - 1].startswith(">"):
            attributed = _drop_attribution(kept)
            answer = answer or attributed
        if line.startswith(">") and not answer:
            kept.append(line)
    return "\n".join(kept) if "".join(kept).strip() else "\n".join(_QUOTE.sub("", line, count=1) for line in lines)


def _drop_attribution(kept: list[str]) -> bool:
    """Takes "On … wrote:" off the end of the lines before a quotation; True where there was one."""
    last = next((i for i in range(len(kept) - 1, max(-1, len(kept) - 3), -1) if kept[i].strip()), None)
    if last is None or not kept[last].rstrip().endswith((":", "：")):
        return False
    first = last
    while first > 0 and kept[first - 1].strip() and last - first < 2:
        first -= 1
    if not re.search(r"\d|@", " ".join(kept[first : last + 1])):
        return False
    del kept[first:]
    return True


def _opened(text: str) -> tuple[str, str | None]:
    """The text without "View this email in your browser" at its top, and where that leads."""
    paragraphs = _PARAGRAPHS.split(text.strip(), maxsplit=3)
    for i, paragraph in enumerate(paragraphs[:3]):
        if len(paragraph) < 400 and _BROWSER.search(paragraph):
            link = LINK.search(paragraph)
            return "\n\n".join(paragraphs[:i] + paragraphs[i + 1 :]), web_link(link[0]) if link else None
    return text, None


def uncited(html: str) -> str:
    """An answer in HTML up to what it quotes."""
    cited = _CITED.search(html)
    return html[: cited.start()] if cited else html


def in_browser(html: str) -> str | None:
    """Where "View this email in your browser" of an HTML mail leads."""
    anchors = (anchor for anchor in _ANCHOR.finditer(html) if _BROWSER.search(anchor["says"]))
    return next((web_link(unescape(anchor["to"])) for anchor in anchors), None)


def _unsigned(text: str) -> str:
    """The text up to its signature."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        for mark, most in _SIGNATURES:
            if i and line == mark and sum(bool(rest.strip()) for rest in lines[i:]) <= most + 1:
                return "\n".join(lines[:i])
    return text


def _unfooted(text: str) -> str:
    """The text up to what a list or a company puts below every mail."""
    text = _MAILMAN.sub("", text.rstrip())
    paragraphs = _PARAGRAPHS.split(text)
    tail = range(max(0, len(paragraphs) - _FOOT), len(paragraphs))
    footers = [i for i in tail if _FOOTER.search(paragraphs[i][:2000])]
    if not footers:
        return text
    first = footers[-1]
    for i in range(first - 1, 0, -1):
        if first - i > _REACH:
            break
        if i in footers or _DIVIDER.match(paragraphs[i]):
            first = i
    return "\n\n".join(paragraphs[:first]) if first else text


__all__ = ["LINK", "Told", "answers", "bare", "day_told", "in_browser", "told", "uncited"]
