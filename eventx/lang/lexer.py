"""Text → typed tokens, around the words that could belong to a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

BEFORE, AFTER = 48, 64
"""How far before and after a trigger word an expression may reach, in characters."""
PLAIN, NAME = "w", "C"
"""Codes of words without a type: small, and with a capital."""
_ZONE = "Z"
_GLUED = re.compile(r"[A-Z]{2,4}(?=[A-Z][a-z])")
"""A zone where a line end was lost behind it: "10:00 AM CSTPlanning meeting"."""
Piece = tuple[str, int, int, Any]
"""A token before it is one: plain tuples are made in a tenth of the time, and few become tokens."""


class Token(NamedTuple):
    """A piece of text: its code, its place, its value."""

    code: str
    start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Lexer:
    """The words of a language and the two expressions that find them."""

    words: Mapping[str, tuple[str, Any]]
    capital: frozenset[str]
    """Words that count only with a capital: May, Sun."""
    suffixes: Mapping[str, str]
    numerals: Mapping[str, int]
    """Digits of the language's own that may stand before a suffix: 二十八日."""
    pattern: re.Pattern[str]
    triggers: re.Pattern[str]
    spaced: bool
    """True where words stand apart; a trigger then takes the mark before its word."""

    def windows(self, lower: str) -> Iterator[tuple[int, int]]:
        """Stretches around trigger words, joined where they meet, that start with a whole word."""
        start = end = -1
        for match in self.triggers.finditer(" " + lower):  # the blank stands before the first word
            at = match.start() - (not self.spaced)
            if end < 0 or at - BEFORE > end:
                if end >= 0:
                    yield start, end
                start = self._first_word(lower, max(0, at - BEFORE), at)
            end = match.end() - 1 + AFTER
        if end >= 0:
            yield start, min(end, len(lower))

    def _first_word(self, lower: str, at: int, trigger: int) -> int:
        """Moved on to the next word, up to the trigger: half a number would be read as a whole one."""
        while 0 < at < trigger and not (lower[at - 1].isspace() if self.spaced else not lower[at - 1].isdecimal()):
            at += 1
        return at

    def pieces(self, text: str, lower: str, start: int, end: int) -> list[Piece]:
        """The tokens of text[start:end] as plain tuples; `lower` is the text in lower case, of the same length."""
        out: list[Piece] = []
        add, known_word, capital = out.append, self.words.get, self.capital  # looked up once: this loop is the hottest
        for match in self.pattern.finditer(lower, start, end):
            kind = match.lastgroup
            a, b = match.span()
            if kind == "word" or kind == "phrase":
                word = lower[a:b]
                known = known_word(word if kind == "word" else " ".join(word.split()))
                upper = text[a] != lower[a]
                if known is None and upper and (glued := _GLUED.match(text, a, b)):
                    zone = known_word(lower[a : glued.end()])
                    if zone and zone[0] == _ZONE:
                        known, b = zone, glued.end()
                if known is None or (not upper and word in capital):
                    add((NAME if upper else PLAIN, a, b, None))
                else:
                    add((known[0], a, b, known[1]))
            elif kind == "mark":
                mark = lower[a:b]
                add((_MARKS.get(mark, mark), a, b, None))
            elif kind == "line":
                add(("L", a, b, None))
            elif kind == "num" or kind == "suffix":
                add(_number(match, a, b, self.suffixes))
            elif kind == "mark_of_native":
                add(_suffixed(self.suffixes[match[kind]], a, b, numeral(match["native"], self.numerals)))
            elif kind == "zoned":
                add(("t", a, b, (int(match["zh"]), int(match["zm"]), _morning(match["zh"]))))
            else:
                add(_numeric(match, kind, a, b))
                if lower[a] == "@":
                    _take_back(out)
        return out


def _take_back(out: list[Piece]) -> None:
    """What stands right before the @ of an e-mail address belongs to it."""
    address = out.pop()
    start = address[1]
    while out and out[-1][2] == start:
        start = out.pop()[1]
    out.append((address[0], start, address[2], None))


def lexer(
    words: Mapping[str, tuple[str, Any]],
    capital: frozenset[str],
    suffixes: Mapping[str, str],
    triggers: frozenset[str],
    numerals: Mapping[str, int],
    spaced: bool,
) -> Lexer:
    """A lexer for these words; `spaced`: words stand apart. A window is looked at around `triggers` and numbers."""
    native = "".join(numerals)
    sought = _spaced_triggers(triggers, _zones(words)) if spaced else _unspaced_triggers(triggers, suffixes, native)
    return Lexer(
        words=words,
        capital=capital,
        suffixes=suffixes,
        numerals=numerals,
        pattern=re.compile(_spaced(words, suffixes) if spaced else _unspaced(words, suffixes, native)),
        triggers=re.compile(sought),
        spaced=spaced,
    )


_CLOCK = (
    r"(?P<clock>(?P<ch>[01]?\d|2[0-4])(?:(?:\s?:\s?|\.|\s)(?P<cm>[0-5]\d))?(?::[0-5]\d)?\s?-?"
    r"(?P<cx>[ap](?:\.\s?m\b\.?|\s?m(?![\w])))|(?P<bh>[01]?\d|2[0-4]):(?P<bm>[0-5]\d)(?::[0-5]\d)?(?![\d%:]))"
)
_ZONED = r"(?P<zoned>(?!20[1-3]\d)(?P<zh>[01]?\d|2[0-3])(?:[.h]|(?<=\d\d))(?P<zm>[0-5]\d)(?=\s?\(?(?:ZONES)(?!\w)))"
"""14.30 CET, 10h00 GMT and 1330 GMT, which are clock times by their zones alone; 2021 is likelier a year."""
_NUMERIC = (
    r"(?P<iso>(?P<iy>[12]\d{3})(?P<is>[-/.])(?P<im>\d{1,2})(?P=is)(?P<id>\d{1,2})(?![\d-])(?:t(?=\d))?)"
    r"|(?P<dmy>(?P<n1>\d{1,2})(?P<ns>[-/.])(?P<n2>\d{1,2})(?P=ns)(?P<n3>\d{4}|\d{2})(?![\d/-]|\.\d))"
)
_NOISE = (
    r"(?P<noise>(?:https?://|www\.)\S+|@[^\W\d][\w-]*\.\w\S*|[$€£¥#]\s?\d[\d,.]*|\d[\d,.]*\s?%"
    r"|\+?\d{1,3}[-.\s]\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}|\(?\d{3}\)?[-.\s]\d{3}[-.]\d{4})"
)


def _spaced(words: Mapping[str, tuple[str, Any]], suffixes: Iterable[str]) -> str:
    """Phrases, then words, for most of a text is words; then whatever holds digits, the longest first."""
    zoned = _ZONED.replace("ZONES", _zones(words))
    phrases = trie_pattern(w for w in words if not w.isalpha()) or "(?!)"
    return (
        rf"(?P<phrase>{phrases})(?!\w)|(?!https?:|www\.)(?P<word>[^\W\d_]+)|{_NOISE}|{_NUMERIC}|{_CLOCK}|{zoned}"
        rf"|(?P<num>\d+(?:[.,]\d+)*)(?:(?P<suffix>{_longest_first(suffixes)})(?!\w))?"
        r"|(?P<short>'\d\d(?!\d))|(?P<mark>[^\s\w])|(?P<line>\n)"
    )


def _zones(words: Mapping[str, tuple[str, Any]]) -> str:
    """Zones by three or four letters: "ET" and "Pacific" are too often something else behind a bare number."""
    short = (w for w, (code, _) in words.items() if code == _ZONE and w.isalpha() and len(w) in (3, 4))
    return trie_pattern(short) or "(?!)"


def _unspaced(words: Iterable[str], suffixes: Iterable[str], numerals: str) -> str:
    """The lexer of a language without blanks: the longest phrase, else a letter or a run of Latin ones.

    Its numbers may stand apart from their suffix ("7 月4日"), and an address ends where ASCII ends.
    """
    phrases = trie_pattern(w for w in words if not (w.isalpha() and w.isascii())) or "(?!)"
    tail = _longest_first(suffixes)
    native = rf"(?P<native>[{numerals}]{{1,9}})(?P<mark_of_native>{tail})|" if numerals else ""
    return (
        _NOISE.replace(r"\S+", "[!-~]+") + rf"|{_NUMERIC}|{_CLOCK}|{native}(?P<phrase>{phrases})"
        rf"|(?P<num>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:\s?(?P<suffix>{tail}))?"
        r"|(?P<word>[a-z\u00df-\u024f]+|[^\W\d_])|(?P<short>'\d\d(?!\d))|(?P<mark>[^\s\w])|(?P<line>\n)"
    )


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


_HOUR = r"\d{1,2}:[0-5]\d|\d{1,2}\s?[ap](?:\.\s?m\b|\s?m\b)"
_YEAR = r"(?:1[6-9]|20|21)\d\d\b(?!,\d|\.\d|%)|\d{1,4}[/.]\d{1,2}[/.]\d\d"


def _spaced_triggers(words: Iterable[str], zones: str) -> str:
    """Opens with the mark before the word: the search leaps from blank to blank."""
    zoned = rf"\d{{1,2}}[.h]?[0-5]\d\s?\(?(?:{zones})\b"
    return rf"[^a-z0-9_](?:(?:{trie_pattern(words) or '(?!)'})\b|(?=\d)(?:{_HOUR}|{_YEAR}|{zoned}))"


def _unspaced_triggers(words: Iterable[str], suffixes: Mapping[str, str], numerals: str) -> str:
    marks = _longest_first(s for s, code in suffixes.items() if code in "YMODH")
    return "|".join(filter(None, (trie_pattern(words), _HOUR, rf"\b(?:{_YEAR})", rf"[\d{numerals}]\s?(?:{marks})")))


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression for any of the words that tries each first letter once."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    ends = "" in node
    rows = [(r"\s+" if c == " " else re.escape(c)) + _branches(child) for c, child in sorted(node.items()) if c]
    if not rows:
        return ""
    body = rows[0] if len(rows) == 1 and not ends else "(?:" + "|".join(rows) + ")"
    return body + "?" if ends else body


_MARKS = {"\u2013": "-", "\u2014": "=", "\uff5e": "-", "\u301c": "-", "~": "-", "\u3001": ","}
_YEARS = range(1600, 2200)
_DIGITS = 9
"""Longer runs of digits are nobody's count, and int() takes more than linear time for them."""


def _number(match: re.Match[str], a: int, b: int, suffixes: Mapping[str, str]) -> Piece:
    digits, suffix = match["num"], match["suffix"]
    if not digits.isdecimal() or len(digits) > _DIGITS:
        return ("N" if suffix is None else PLAIN, a, b, None)
    value = int(digits)
    if suffix:
        return _suffixed(suffixes[suffix], a, b, value)
    if 1 <= value <= 31 and len(digits) <= 2:
        return ("D", a, b, value)
    if value in _YEARS and len(digits) == 4:
        return ("Y", a, b, value)
    return ("N", a, b, value)


def _numeric(match: re.Match[str], kind: str | None, a: int, b: int) -> Piece:
    if match["iso"]:
        return ("I", a, b, (int(match["iy"]), int(match["im"]), int(match["id"])))
    if match["dmy"]:
        return ("I", a, b, (match["n1"], match["n2"], match["n3"], match["ns"]))
    if match["ch"]:
        return ("T", a, b, (int(match["ch"]), int(match["cm"] or 0), match["cx"][0]))
    if match["bh"]:
        return ("t", a, b, (int(match["bh"]), int(match["bm"]), _morning(match["bh"])))
    if kind == "short":
        return ("y", a, b, int(match.group()[1:]))
    return ("x", a, b, None)


def _morning(hour: str) -> str | None:
    """ "a" for 01:30, which is of the clock with 24 hours."""
    return "a" if hour[0] == "0" else None


def _suffixed(code: str, start: int, end: int, value: int) -> Piece:
    """A number with its mark; a year of one to three digits is one of an era or a short one: 3年, 09年."""
    return ("y" if code == "Y" and value not in _YEARS else code, start, end, value)


def numeral(text: str, digits: Mapping[str, int]) -> int:
    """The number that digits of a language's own write: 二十八 is 28, 二〇二一 is 2021."""
    ten = 10
    total = last = 0
    for value in (digits[c] for c in text):
        if value >= ten:
            total, last = total + max(last, 1) * value, 0
        else:
            last = value if total else last * ten + value
    return total + last
