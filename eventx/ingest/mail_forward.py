"""What is forwarded in a mail, told by how programs lay it out in any language; subjects without their tags."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

from eventx.safe import one_line

_ANSWER = r"re|aw|sv|antw|odp|rif|res|回复|回覆|答复|返信"
_FORWARD = r"fwd?|wg|tr|rv|vb|vl|vs|pd|enc|i|i̇lt|redir\.|videresend|转发|轉寄|転送"
_SAYS = rf"\s*(?!(?-i:re:\w|Re:[a-z]))(?:(?P<answer>{_ANSWER})|{_FORWARD})(?:\[\d+\])?\s*[:：]\s*"
_PREFIX, _FIRST = re.compile(f"(?i){_SAYS}"), re.compile(rf"(?i)(?:\s*\[[^\[\]]{{1,60}}\])*{_SAYS}")
"""What subjects begin with; "re:publica" is a name, since programs write "Re:" with a blank."""
_TAG = re.compile(r"\s*\[(?P<name>[^\[\]]{1,60})\]\s*")
_NUMBERED = re.compile(r"[\w.-]+[: ,]\d{2,}")  # "[press:00213]", as lists of old number their mails
_LETTERS = re.compile(r"[\W_]+")

QUOTE = re.compile(r"(?:> ?)+")
_FIELD = re.compile(r"\*?(?P<key>[^\W\d_][^:：\n*]{0,24})(?::\*?(?=\s|$)|：)\s*(?P<value>.*)$")
_DASHED = re.compile(r"-{3,} ?[^\W_][^\n]{0,60}? ?-{3,}")  # "---- Forwarded message ----"
_COLON = re.compile(r"[^\n]{1,60}[^\s:：]\s?[:：]")  # "Begin forwarded message:"
_UNDERLINE = re.compile(r"[-_=*~—–]{5,}")
_YMD = re.compile(r"(\d{4})[-/年.]\s?(\d{1,2})[-/月.]\s?(\d{1,2})")
_AT = re.compile(r"(?i),?\s+(?:at|um)\s+")
_LEAST_FIELDS = 3


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
    prefix = _FIRST.match(subject)
    return prefix is not None and prefix["answer"] is not None


def passes_on(subject: str) -> bool:
    """True for a subject that says "Fwd:" or "Re:" first."""
    return _FIRST.match(subject) is not None


def forwarded(lines: list[str], subject: str) -> tuple[str, str, date | None] | None:
    """The note above a forwarded mail, that mail's text, and its day; None where nothing is forwarded.

    `subject` is what the headers of the forwarded mail may be known by; "" where they may not, since the lines of an
    advisory ("WHAT: Alpine Forum") repeat a subject too.
    """
    at = 0
    while at < len(lines):
        end = _fields_end(lines, at)
        told = any(line.strip("> ") for line in lines[end : end + 20])
        if end - at >= _LEAST_FIELDS and told and (day := _heads_a_mail(lines, at, end, subject)):
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
        line = QUOTE.sub("", lines[end][:500], count=1)
        goes_on = line[:1] in " \t" or (end > at and lines[end - 1].rstrip().endswith((",", ";")))
        if not _FIELD.match(line) and not (end > at and line.strip() and goes_on):
            break
        end += 1
    return end


def _heads_a_mail(lines: list[str], at: int, end: int, subject: str) -> tuple[date | None] | None:
    """(day,) where the lines are the headers of a forwarded mail, one an address or a moment. They repeat its subject,
    or dashed words stand above them, or they are quoted below words that announce them."""
    fields = [_FIELD.match(QUOTE.sub("", line[:500], count=1)) for line in lines[at:end]]
    values = [one_line(field["value"]) for field in fields if field]
    wanted = bare(subject).casefold()
    repeats = bool(wanted) and any(bare(value).casefold() == wanted for value in values)
    above = next((line.strip("> ") for line in reversed(lines[max(0, at - 3) : at]) if line.strip("> ")), "")
    announced = _DASHED.fullmatch(above) or (lines[at].startswith(">") and _COLON.fullmatch(above))
    days = [day for value in values if (day := day_told(value))]
    plain = any("@" in value for value in values) or bool(days)
    return (days[0] if days else None,) if plain and (repeats or announced) else None


def _divides(line: str) -> bool:
    line = line.strip("> ")
    return any(shape.fullmatch(line) for shape in (_DASHED, _COLON, _UNDERLINE))


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


__all__ = ["QUOTE", "answers", "bare", "day_told", "forwarded", "passes_on"]
