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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from eventx.errors import LanguageError
from eventx.lang.lexer import Lexer, Piece, Token, lexer, trie_pattern
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
    "told-period": "V",  # 今年, 上月: this year in one word; value: (direction, unit)
    "era": "J",  # 令和: what its years are counted from
    "range": "r",
    "and": "&",
    "function": "f",  # words that may follow a list of days: will, at, in
}
_JOINING = {"&", "r", "f"}
READERS = ("relative", "date", "clock", "period")
_ITEM = re.compile(r"'([^']+)'|\{([\w-]+)\}|\s+|(.)")


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
    shapes: tuple[Shape, ...]
    machine: re.Pattern[str]
    lexer: Lexer
    abbreviations: frozenset[str]
    never_before: re.Pattern[str] | None
    """What stands right before a match makes it no date: "version 2.10.21"."""
    never_at: re.Pattern[str] | None
    """So does this where it starts with a match and reaches further: "April Jones", "7 October Street"."""
    never_examples: tuple[str, ...]
    data: Mapping[str, Any]
    """The rest of the file: cues, event nouns, dateline forms, for the rooms that read them."""


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
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(f"{error}; mend the file", where=f"{code}.toml") from error
    return compile_language(code, data)


def compile_language(code: str, data: dict[str, Any]) -> Language:
    """A language from the content of its file."""
    words: dict[str, tuple[str, Any]] = {}
    capital: set[str] = set()
    for tables in (locale_words(code, data.get("locale", {})), data.get("words", {})):
        for name, table in tables.items():
            _add_words(words, capital, _known(name, f"{code}.words"), table, data)
    shapes = tuple(_shapes(code, data))
    literals: dict[str, str] = {}
    macros: dict[str, str] = {}
    for name, source in data.get("macros", {}).items():
        macros[name] = "(?:" + _translate(source, macros, words, literals, f"{code}.macros.{name}") + ")"
    sources = [_translate(s.source, macros, words, literals, s.rule) for s in shapes]
    words.update({word: (mark, word) for word, mark in literals.items()})
    numbers = data.get("numbers", {}).items()
    suffixes = {s: TYPES[_known(name, f"{code}.numbers")] for name, marks in numbers for s in marks}
    spaced = data.get("spaced", True)
    triggers = _triggers(words, data.get("triggers", {}))
    return Language(
        code=code,
        spaced=spaced,
        order=data.get("order", "MDY"),
        words=words,
        shapes=shapes,
        machine=_machine(shapes, sources),
        lexer=lexer(words, frozenset(capital), suffixes, triggers, data.get("numerals", {}), spaced),
        abbreviations=frozenset(data.get("abbreviations", ())),
        never_before=_any_of((rf"\b(?:{p})$" for p in data.get("never_before", ())), f"{code}.never_before"),
        never_at=_any_of(data.get("never_at", ()), f"{code}.never_at"),
        never_examples=tuple(data.get("never", ())),
        data=data,
    )


def _known(name: str, where: str) -> str:
    if name not in TYPES:
        raise LanguageError(f"there is no token type {name}", where=where)
    return name


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
            if not row.get("name") or not row.get("shape"):
                raise LanguageError("a shape needs a name and a shape", where=f"{code}.{reader}")
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


def _machine(shapes: Sequence[Shape], sources: Sequence[str]) -> re.Pattern[str]:
    """One expression for all shapes. Each opens with a typed token or a quoted word: the search leaps over the rest."""
    opening = "".join(sorted(set(TYPES.values()) - _JOINING)) + "\ue000-\uf8ff"
    choice = "|".join(f"(?P<s{i}>{s})" for i, s in enumerate(sources)) or "(?!)"
    try:
        return re.compile(f"(?=[{opening}])(?:{choice})")
    except re.error:
        for shape, source in zip(shapes, sources, strict=True):
            _compiled(source, shape.rule)  # tells which one it is
        raise


def _any_of(patterns: Iterable[str], where: str) -> re.Pattern[str] | None:
    joined = "|".join(patterns)
    return _compiled(joined, where) if joined else None


def _compiled(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise LanguageError(f"{error}; mend the pattern", where=where) from error


def _triggers(words: Mapping[str, tuple[str, Any]], told: Mapping[str, Any]) -> frozenset[str]:
    codes = {TYPES[name] for name in told.get("types", ())}
    chosen = {w for w, (code, _) in words.items() if code in codes} | set(told.get("words", ()))
    return frozenset(chosen - set(told.get("except", ())))


__all__ = [
    "READERS", "TYPES", "Language", "Piece", "Shape", "Token", "compile_language", "languages", "load", "trie_pattern",
]  # fmt: skip
