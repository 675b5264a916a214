"""Names that no head noun tells: in quotation marks, before "is the title of", and capitalised runs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eventx.mentions.phrase import LONGEST
from eventx.mentions.sentence import Sentence
from eventx.mentions.words import DIGIT, Words
from eventx.model import Mention, Span

_QUOTED = re.compile(r"\"([^\"\n]{3,140})\"")
_NAMING_REACH = 24
"""Characters before a quotation mark in which "titled" is looked for."""
_WEB = re.compile(r"\w\.\w\w")
_TELLING = 3
"""Words of so few letters may be small inside a name."""
_SHORT_NAME = 10
_POSSESSIVE = ("'s", "\u2019s")
_APPOSITION = 4
"""Words of an apposition in which its noun is looked for."""
_DATE_REACH = 4
"""Words behind a run in which its date is looked for."""


def quoted(s: Sentence) -> list[Mention]:
    """Names in quotation marks: of two words or more, capitalised, no sentence."""
    found = []
    for match in _QUOTED.finditer(s.text):
        inner = match[1].strip()
        titled = s.lists.naming.search(s.text, max(0, match.start() - _NAMING_REACH), match.start()) is not None
        if _is_quoted_name(inner, titled) and not s.lists.page_parts.match(s.text, match.end()):
            head = _last_noun(inner, s.lists)
            found.append(Mention(
                span=Span(start=match.start(1), end=match.end(1)), text=match[1], title=inner.rstrip(",."), named=True,
                rule="mention/titled" if titled else "mention/quoted", head=head,
                kind=s.lists.kinds.get(head, "other"),
            ))  # fmt: skip
    return found


def _is_quoted_name(inner: str, titled: bool) -> bool:
    """True for a name; what ends in a comma, a stop or a question mark is speech, unless words before tell a title or
    nearly all is capitalised before the comma."""
    words = inner.split()
    if not inner[:1].isupper() or _capitals(words) < 0.7:
        return False
    fits = titled or 2 <= len(words) <= LONGEST
    if fits and (titled or not inner.endswith((",", "?", "."))):
        return True
    return inner.endswith(",") and 2 <= len(words) <= _SHORT_NAME and _capitals(words) >= 0.9


def _capitals(words: Sequence[str]) -> float:
    """The share of capitalised words among those long enough to tell; 1 where none is."""
    telling = [w for w in words if len(w) > _TELLING]
    return sum(w[:1].isupper() or not w[:1].isalpha() for w in telling) / len(telling) if telling else 1.0


def _last_noun(inner: str, lists: Words) -> str:
    words = (w.lower().strip(",.:") for w in reversed(inner.split()))
    return next((w for w in words if w in lists.kinds), "")


def titled_as(s: Sentence) -> list[Mention]:
    """ "X is the title of a talk": the sentence up to there is the name."""
    match = s.lists.title_of.match(s.text)
    if match is None or match[1].split()[0].lower() in s.lists.definite - s.lists.phrase["articles"]:
        return []
    span = Span(start=match.start(1), end=match.end(1))
    return [Mention(span=span, text=match[1], title=match[1].strip(' "'), named=True, rule="mention/titled")]


def runs(s: Sentence, taken: Sequence[Mention]) -> list[Mention]:
    """Capitalised runs that no head noun explains: CES 2022, Dreamforce, COP26."""
    if s.titled:
        return []
    found: list[Mention] = []
    at = 0
    while at < len(s):
        end = _run_end(s, at)
        if rule := _run_rule(s, at, end) if end > at else "":
            mention = s.mention(at, end, rule=rule)
            if not any(m.span.overlaps(mention.span) for m in taken):
                found.append(mention)
        at = max(end, at + 1)
    return found


def _run_rule(s: Sentence, first: int, end: int) -> str:
    """What makes a run an event's name: "explained" by the words around it, "run" by its form; "" by nothing."""
    if _happens(s, first, end):
        return "explained"
    if _is_body(s, first, end) or _is_no_name(s, first, end):
        return ""
    return "explained" if _tells_event(s, first, end) else "run" if _is_event_name(s, first, end) else ""


def _run_end(s: Sentence, first: int) -> int:
    end = first
    while end < len(s) and (_in_run(s, end, first) or _joins_parts(s, first, end)):
        end += 1
    while end > first and (s.lower[end - 1] in s.lists.small or s.words[end - 1] in "&-/"):
        end -= 1
    return end


def _in_run(s: Sentence, at: int, first: int) -> bool:
    word = s.words[at]
    if s.is_time(at) and not s.is_year(at):
        return False
    if s.is_capital(at):
        return s.lower[at] not in s.lists.stops or (word.isupper() and len(word) > 1)
    return at > first and _goes_on(s, at)


def _joins_parts(s: Sentence, first: int, at: int) -> bool:
    """True for "and" in "College of Social and Behavioral Sciences": behind an "of", so that it parts no two names."""
    return "of" in s.lower[first:at] and s.among(at, "conjunctions") and s.is_capital(at + 1)


def _goes_on(s: Sentence, at: int) -> bool:
    """True for what is inside a run though not capitalised: 2022, &, 16, "of" before a capital."""
    word = s.words[at]
    if s.is_year(at) or word == "&" or (word.isdigit() and len(word) <= 3):
        return True
    return s.among(at, "run_joints") and s.is_capital(at + 1)


def _is_event_name(s: Sentence, first: int, end: int) -> bool:
    """True where a run's form or what stands around it tells that it is an event's name."""
    dated = (end - first > 1 and s.is_year(end - 1)) or _date_follows(s, end)
    if dated or _has_event_ending(s, end - 1):
        return True
    before = first - 2 if first > 1 and s.among(first - 1, "run_openers") else first - 1
    if s.among(before, "before_run"):
        return True
    opens = first == 0 or s.among(before, "definite_article")
    return opens and any(_is_mark(w) for w in s.words[first:end])


def _is_no_name(s: Sentence, first: int, end: int) -> bool:
    """True for what opens a range ("Beginning Monday") and for addresses of the web."""
    alone = s.lower[first] if end == first + 1 else ""
    return alone in s.lists.starts or _WEB.search(alone) is not None or s.is_address(first, end)


def _tells_event(s: Sentence, first: int, end: int) -> bool:
    """True where the words around a run say that it is an event: "Friday's X", "called X", "X, the annual fair"."""
    owned = first > 1 and s.lower[first - 1] in _POSSESSIVE and s.is_time(first - 2)
    return owned or _is_called(s, first) or _is_explained(s, end)


def _is_called(s: Sentence, first: int) -> bool:
    return s.lists.naming.search(s.text, max(0, s.starts[first] - _NAMING_REACH), s.starts[first]) is not None


def _is_explained(s: Sentence, end: int) -> bool:
    """True before an apposition that says what it is: "Halyard Live, the annual gathering of"."""
    if s.word(end) != "," or not s.among(end + 1, "articles"):
        return False
    for at in range(end + 2, min(end + 2 + _APPOSITION, len(s))):
        if s.among(at, "editions"):
            return True
        if s.lower[at] in s.lists.kinds and s.word(at + 1).lower() not in s.lists.compounds:
            return True
        if not s.words[at][0].isalpha() or s.lower[at] in s.lists.small:
            return False
    return False


def _happens(s: Sentence, first: int, end: int) -> bool:
    """True before "will be held", "has been postponed", be it behind a venue or a comma; a sentence's first word alone
    is no name, and neither is the venue."""
    before = first - 2 if s.among(first - 1, "articles") else first - 1
    if (end - first == 1 and first == 0 and not _is_mark(s.words[0])) or s.among(before, "venue_joints"):
        return False
    at = end + (s.word(end) == ",")
    if s.among(at, "venue_joints"):
        at += 1 + s.among(at + 1, "articles")
        while s.is_name(at) and not s.is_dated(at):
            at += 1
    return at < len(s) and s.lists.happens.match(s.text, s.starts[at]) is not None


def _has_event_ending(s: Sentence, at: int) -> bool:
    """Devcon, Oktoberfest."""
    return s.lower[at].endswith(s.lists.endings) and len(s.words[at]) > 5


def _is_mark(word: str) -> bool:
    """True for CES and COP26: an acronym or what has digits."""
    return (word.isupper() and len(word) > 2) or DIGIT.search(word) is not None


def _date_follows(s: Sentence, at: int) -> bool:
    """True where only a mark, a place or a preposition stands between here and a date: "COMPUTEX, June 4-7"."""
    for k in range(at, min(at + _DATE_REACH, len(s))):
        if s.dated[k]:
            return True
        if s.words[k].isalpha() and s.words[k].islower() and not s.among(k, "before_date"):
            return False
    return False


def _is_body(s: Sentence, first: int, end: int) -> bool:
    """True for an organisation's or an office's name."""
    return s.lower[end - 1] in s.lists.bodies or bool(set(s.lower[first:end]) & s.lists.strong_bodies)
