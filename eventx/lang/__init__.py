"""Languages: one file each (`en.toml` …), lexed into typed tokens, with shapes over the token types.

A token is a stretch of text with a one-character code and a value; `TYPES` lists the codes. A shape
is a regular expression over codes: `{wd}? M D ','? Y?`; letters are codes, `{name}` is a macro of the
language file, a quoted word or mark stands for itself. All shapes of a language compile into one
expression over the code string, tried in the order of the file; each match is read by the reader
that its table is named after (`[[date]]`, `[[clock]]`, `[[relative]]`, `[[period]]`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from eventx.errors import LanguageError
from eventx.lang.locale_words import locale_words

TYPES: Mapping[str, str] = {
    "month": "M",  # value 1–12
    "month-short": "m",  # Sept, Dec: only beside a day or a year
    "month-or-verb": "u",  # May, March: only beside a day, a year or a preposition
    "weekday": "W",  # value 0 (Monday) – 6
    "weekday-short": "v",
    "day": "D",  # 1–31
    "ordinal": "O",  # 1st–31st, "the third"
    "year": "Y",  # four digits
    "year-short": "y",  # '21
    "integer": "N",
    "number-word": "n",  # two, three, a
    "date": "I",  # numeric: (year, month, day) or a triple whose order is open
    "clock": "T",  # (hour, minute, meridiem or None); noon, midnight
    "clock-bare": "t",  # 9:30 without a.m. or p.m.
    "hour": "H",  # 9時
    "minute": "i",  # 30分
    "meridiem": "p",  # 午後: before the hour
    "zone": "Z",  # IANA name or offset
    "day-word": "R",  # today: days from the anchor
    "direction": "X",  # this 0, last -1, next 1; "same", "before", "after": of the day told before
    "unit": "U",
    "shift": "A",  # ago, later
    "part": "E",  # early, mid, late
    "season": "S",  # 0 (spring) – 3 (winter)
    "period": "q",  # quarter, half
    "period-number": "k",  # Q3, H1: (unit, index)
    "decade": "e",
    "holiday": "G",
    "day-part": "P",  # morning, evening
    "range": "r",
    "and": "&",
    "function": "f",  # words that may follow a list of days: will, at, in
}
READERS = ("relative", "date", "clock", "period")
_PLAIN, _NAME = "w", "C"
"""Codes of words without a type: small, and with a capital."""
_ITEM = re.compile(r"'([^']+)'|\{([\w-]+)\}|\s+|(.)")


class Token(NamedTuple):
    """A piece of text: its code, its place, its value."""

    code: str
    start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A shape of the language file; `rule` is its full name ("en/month-day-range")."""

    rule: str
    reader: str
    source: str
    options: Mapping[str, Any]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """All that is known of a language, compiled once."""

    code: str
    spaced: bool
    order: str
    words: Mapping[str, tuple[str, Any]]
    capital: frozenset[str]
    shapes: tuple[Shape, ...]
    machine: re.Pattern[str]
    lexer: re.Pattern[str]
    triggers: re.Pattern[str]
    suffixes: Mapping[str, str]
    abbreviations: frozenset[str]
    never: re.Pattern[str] | None
    never_examples: tuple[str, ...]
    data: Mapping[str, Any]
    """The rest of the file: cues, event nouns, dateline forms, for the rooms that read them."""

    def lex(self, text: str, lower: str, start: int, end: int) -> list[Token]:
        """Tokens of text[start:end]; `lower` is the text in lower case, of the same length."""
        return list(_tokens(self, text, lower, start, end))

    def windows(self, lower: str) -> Iterator[tuple[int, int]]:
        """Stretches around trigger words, joined where they meet."""
        start = end = -1
        for match in self.triggers.finditer(lower):
            if match.start() - BEFORE > end:
                if end >= 0:
                    yield start, end
                start = max(0, match.start() - BEFORE)
            end = match.end() + AFTER
        if end >= 0:
            yield start, min(end, len(lower))


BEFORE, AFTER = 48, 64
"""How far before and after a trigger word an expression may reach, in characters."""


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a file."""
    return tuple(sorted(f.name[:-5] for f in files("eventx.lang").iterdir() if f.name.endswith(".toml")))


@cache
def load(code: str) -> Language:
    """The language with this code ("en"); LanguageError where it has no file or the file is wrong."""
    path = files("eventx.lang").joinpath(f"{code}.toml")
    if not path.is_file():
        raise LanguageError(f"no language file; there are {', '.join(languages())}", where=code)
    return compile_language(code, tomllib.loads(path.read_text(encoding="utf-8")))


def compile_language(code: str, data: dict[str, Any]) -> Language:
    """A language from the content of its file."""
    words: dict[str, tuple[str, Any]] = {}
    capital: set[str] = set()
    for tables in (locale_words(code, data.get("locale", {})), data.get("words", {})):
        for name, table in tables.items():
            if name not in TYPES:
                raise LanguageError(f"there is no token type {name}", where=f"{code}.words")
            _add_words(words, capital, name, table, data)
    shapes = tuple(_shapes(code, data))
    literals: dict[str, str] = {}
    macros: dict[str, str] = {}
    for name, source in data.get("macros", {}).items():
        macros[name] = "(?:" + _translate(source, macros, words, literals, f"{code}.macros.{name}") + ")"
    sources = [_translate(s.source, macros, words, literals, s.rule) for s in shapes]
    words.update({word: (mark, word) for word, mark in literals.items()})
    suffixes = {s: TYPES[name] for name, marks in data.get("numbers", {}).items() for s in marks}
    spaced = data.get("spaced", True)
    return Language(
        code=code,
        spaced=spaced,
        order=data.get("order", "MDY"),
        words=words,
        capital=frozenset(capital),
        shapes=shapes,
        machine=re.compile("|".join(f"(?P<s{i}>{s})" for i, s in enumerate(sources)) or r"(?!)"),
        lexer=re.compile(_lexer_source(words, suffixes, spaced)),
        triggers=re.compile(_trigger_source(words, suffixes, data.get("triggers", {}), spaced)),
        suffixes=suffixes,
        abbreviations=frozenset(data.get("abbreviations", ())),
        never=re.compile("|".join(data["never_before"])) if data.get("never_before") else None,
        never_examples=tuple(data.get("never", ())),
        data=data,
    )


def _add_words(
    words: dict[str, tuple[str, Any]], capital: set[str], name: str, table: Any, data: Mapping[str, Any]
) -> None:
    entries = table.items() if isinstance(table, Mapping) else ((w, w) for w in table)
    for word, value in entries:
        words[word.lower()] = (TYPES[name], value)
        if name in data.get("capitalised", ()):
            capital.add(word.lower())


def _shapes(code: str, data: Mapping[str, Any]) -> Iterator[Shape]:
    for reader in READERS:
        for row in data.get(reader, ()):
            options = {k: v for k, v in row.items() if k not in ("name", "shape", "examples")}
            examples = tuple((text, value) for text, value in row.get("examples", ()))
            if not examples:
                raise LanguageError("a shape needs examples", where=f"{code}/{row['name']}")
            yield Shape(f"{code}/{row['name']}", reader, row["shape"], options, examples)


def _translate(
    source: str, macros: Mapping[str, str], words: Mapping[str, tuple[str, Any]], literals: dict[str, str], where: str
) -> str:
    """A shape as a regular expression over codes; words in quotes get a private code each."""
    out = []
    for literal, macro, mark in _ITEM.findall(source):
        if literal and literal.isalnum():
            literal = literal.lower()
            if literal in words:
                raise LanguageError(f"'{literal}' has a type already; use its code", where=where)
            out.append(literals.setdefault(literal, chr(0xE000 + len(literals))))
        elif literal:
            out.append(re.escape(literal))
        elif macro:
            if macro not in macros:
                raise LanguageError(f"there is no macro {{{macro}}}", where=where)
            out.append(macros[macro])
        else:
            out.append(mark)
    return "".join(out)


_CLOCK = (
    r"(?P<clock>(?P<ch>[01]?\d|2[0-4])(?:(?:\s?:\s?|\.|\s)(?P<cm>[0-5]\d))?(?::[0-5]\d)?\s?-?"
    r"(?P<cx>[ap](?:\.\s?m\b\.?|\s?m(?![\w])))|(?P<bh>[01]?\d|2[0-4]):(?P<bm>[0-5]\d)(?::[0-5]\d)?(?![\d%:]))"
)
_NUMERIC = (
    r"(?P<iso>(?P<iy>[12]\d{3})(?P<is>[-/.])(?P<im>\d{1,2})(?P=is)(?P<id>\d{1,2})(?![\d-])(?:t(?=\d))?)"
    r"|(?P<dmy>(?P<n1>\d{1,2})(?P<ns>[-/.])(?P<n2>\d{1,2})(?P=ns)(?P<n3>\d{4}|\d{2})(?![\d/-]|\.\d))"
)
_NOISE = r"(?P<noise>(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\S+|[$€£¥#]\s?\d[\d,.]*|\d[\d,.]*\s?%|\+?\d{1,3}[-.\s]\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}|\(?\d{3}\)?[-.\s]\d{3}[-.]\d{4})"


def _lexer_source(words: Mapping[str, Any], suffixes: Mapping[str, str], spaced: bool) -> str:
    tail = "|".join(sorted(map(re.escape, suffixes), key=len, reverse=True)) or "(?!)"
    phrases = trie_pattern(w for w in words if not w.isalpha() or not spaced) or "(?!)"
    edge = r"(?!\w)" if spaced else ""
    return (
        rf"{_NOISE}|{_NUMERIC}|{_CLOCK}|(?P<phrase>{phrases}){edge}|(?P<num>\d+(?:[.,]\d+)*)(?:(?P<suffix>{tail}){edge})?"
        rf"|(?P<word>[^\W\d_]+)|(?P<short>'\d\d(?!\d))|(?P<mark>[^\s\w])|(?P<line>\n)"
    )


def _trigger_source(
    words: Mapping[str, tuple[str, Any]], suffixes: Mapping[str, str], told: Mapping[str, Any], spaced: bool
) -> str:
    codes = {TYPES[name] for name in told.get("types", ())}
    chosen = {w for w, (code, _) in words.items() if code in codes} | set(told.get("words", ()))
    chosen -= set(told.get("except", ()))
    marks = "|".join(sorted(map(re.escape, (s for s, c in suffixes.items() if c in "YMOH")), key=len, reverse=True))
    numbers = [r"\d:[0-5]\d", r"\d\s?[ap](?:\.\s?m\b|\s?m\b)", r"\b(?:1[6-9]|20|21)\d\d\b(?!,\d|\.\d|%)", r"\d[/.]\d{1,2}[/.]\d\d"]
    if marks and not spaced:
        numbers.append(rf"\d(?:{marks})")
    plain = trie_pattern(chosen)
    return "|".join([rf"\b(?:{plain})\b" if spaced else plain, *numbers]) if chosen else "|".join(numbers)


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


def _tokens(lang: Language, text: str, lower: str, start: int, end: int) -> Iterator[Token]:
    words, capital, suffixes = lang.words, lang.capital, lang.suffixes
    for match in lang.lexer.finditer(lower, start, end):
        kind = match.lastgroup
        a, b = match.span()
        if kind == "word" or kind == "phrase":
            word = match.group() if kind == "word" else " ".join(match.group().split())
            upper = text[a].isupper()
            plain = _NAME if upper else _PLAIN
            code, value = words.get(word, (plain, None))
            if not upper and word in capital:
                code, value = plain, None
            yield Token(code, a, b, value)
        elif kind == "mark":
            yield Token(_MARKS.get(text[a], text[a]), a, b, None)
        elif kind == "line":
            yield Token("L", a, b, None)
        elif kind == "num" or kind == "suffix":
            yield _number(match, a, b, suffixes)
        else:
            yield _numeric(match, kind, a, b)


_MARKS = {"\u2013": "-", "\u2014": "=", "\uff5e": "-", "\u301c": "-", "~": "-", "\u3001": ","}
_YEARS = range(1600, 2200)


def _number(match: re.Match[str], a: int, b: int, suffixes: Mapping[str, str]) -> Token:
    digits, suffix = match["num"], match["suffix"]
    if not digits.isdecimal():
        return Token("N" if suffix is None else _PLAIN, a, b, None)
    value = int(digits)
    if suffix:
        return Token(suffixes[suffix], a, b, value)
    if 1 <= value <= 31 and len(digits) <= 2:  # noqa: PLR2004
        return Token("D", a, b, value)
    if value in _YEARS and len(digits) == 4:  # noqa: PLR2004
        return Token("Y", a, b, value)
    return Token("N", a, b, value)


def _numeric(match: re.Match[str], kind: str | None, a: int, b: int) -> Token:
    if match["iso"]:
        return Token("I", a, b, (int(match["iy"]), int(match["im"]), int(match["id"])))
    if match["dmy"]:
        return Token("I", a, b, (match["n1"], match["n2"], match["n3"], match["ns"]))
    if match["ch"]:
        return Token("T", a, b, (int(match["ch"]), int(match["cm"] or 0), match["cx"][0]))
    if match["bh"]:
        return Token("t", a, b, (int(match["bh"]), int(match["bm"]), None))
    if kind == "short":
        return Token("y", a, b, int(match.group()[1:]))
    return Token("x", a, b, None)
