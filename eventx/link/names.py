"""Names as they are compared: their telling words, without years, ordinals and dates; and the editions these told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from eventx import lang
from eventx.lang import Language
from eventx.link.words import ordinals, singular

_WORD = re.compile(r"[^\W_]+(?:'(?!s\b)[^\W_]+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GLUED = re.compile(r"([^\W\d_]{2,})'?((?:19|20)\d\d)|([A-Z]{3,})'?(\d\d)")
"""A name with its edition: TED2020; COP26, of which nobody knows whether it is a year or a number."""
_DAY = re.compile(r"\d{1,2}")
_MOST_LETTERS = 5
"""Up to so many capitals are an acronym; more are a word that is written large."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words in their order, in small letters and singular; which of them are acronyms; the editions that it
    tells ("2021", "#38")."""

    words: tuple[str, ...]
    acronyms: frozenset[str] = frozenset()
    editions: frozenset[str] = frozenset()

    @property
    def bag(self) -> frozenset[str]:
        """The words without their order."""
        return frozenset(self.words)

    @property
    def letters(self) -> str:
        """What the name would be shortened to; "wrc" for World Robot Conference as for WRC."""
        return "".join(w if w in self.acronyms else w[0] for w in self.words)


def speech(code: str | None) -> Language:
    """The language of a sighting; English for those whose file knows no events."""
    language = lang.load(code) if code in lang.languages() else lang.load("en")
    return language if "merge" in language.data else lang.load("en")


@lru_cache(maxsize=65536)
def name_of(title: str, language: Language) -> Name:
    """The title as a name."""
    tokens = [t.removesuffix("'s") for t in _WORD.findall(title.replace("’", "'"))]
    large = len(tokens) > 1 and title.upper() == title
    light = frozenset(language.data["events"]["light"])
    words: list[str] = []
    editions: list[str] = []
    acronyms: set[str] = set()
    for token, sort, value in _sorted_out(tokens, language):
        if sort == "edition":
            editions.append(value)
        elif sort == "word" and value not in light:
            words.append(value)
            if 1 < len(token) <= _MOST_LETTERS and token.isupper() and not large:
                acronyms.add(value)
    return Name(tuple(words), frozenset(acronyms), frozenset(editions))


def _sorted_out(tokens: Sequence[str], language: Language) -> Iterator[tuple[str, str, str]]:
    """Each token with its sort, edition or word, and its value; "third quarter" is one word, "October 24th" none."""
    periods, numbers, months = _periods(language), _ordinals(language), _months(language)
    i = 0
    while i < len(tokens):
        token, lower = tokens[i], tokens[i].lower()
        behind = tokens[i + 1].lower() if i + 1 < len(tokens) else ""
        over = (
            tokens[i + 2].lower()
            if i + 2 < len(tokens) and behind in language.data["events"]["period"]["behind"]
            else ""
        )
        number = numbers.get(lower) or _numeral(lower, language)
        i += 1
        if glued := _GLUED.fullmatch(token):
            yield glued[1] or glued[3], "word", singular((glued[1] or glued[3]).lower())
            yield token, "edition", glued[2] or f"#{int(glued[4])}"
        elif lower in months and (_DAY.fullmatch(behind) or _numeral(behind, language)):
            i += 1
        elif number and (behind in periods or over in periods):  # "third fiscal quarter" is one too
            i += 1 if behind in periods else 2
            yield token, "word", f"{periods.get(behind) or periods[over]}{number}"
        elif number:
            yield token, "edition", f"#{number}"
        elif _YEAR.fullmatch(lower):
            yield token, "edition", lower
        else:
            yield token, "word", singular(lower)


def _numeral(word: str, language: Language) -> int | None:
    return int(re.match(r"\d+", word)[0]) if _numerals(language).fullmatch(word) else None  # type: ignore[index]


@cache
def _numerals(language: Language) -> re.Pattern[str]:
    return re.compile(ordinals(language), re.IGNORECASE)


@cache
def _ordinals(language: Language) -> dict[str, int]:
    return {word: i for i, word in enumerate(language.data["merge"]["ordinals"], 1)}


@cache
def _periods(language: Language) -> dict[str, str]:
    periods: dict[str, str] = language.data["merge"]["periods"]
    return periods


@cache
def _months(language: Language) -> frozenset[str]:
    return frozenset(word for word, (sort, _) in language.words.items() if sort == "M")


@cache
def listed(language: Language, name: str) -> frozenset[str]:
    """A list of `[merge]`, as names have their words."""
    return frozenset(singular(word) for word in language.data["merge"][name])


@cache
def empty(language: Language) -> frozenset[str]:
    """What is generic and what adorns, and what stands in nouns of several words: "job fair"."""
    phrases = (noun for told in language.data["events"]["nouns"].values() for noun in told)
    inside = (singular(word) for noun in phrases if len(words := _WORD.findall(noun)) > 1 for word in words[:-1])
    return frozenset(inside) | listed(language, "generic") | listed(language, "adorning")


@cache
def common(language: Language) -> frozenset[str]:
    """Words that name no particular event: nouns of events, and the empty ones."""
    heads = (noun.split()[-1] for told in language.data["events"]["nouns"].values() for noun in told)
    return frozenset(singular(w) for head in heads for w in _WORD.findall(head)) | empty(language)


def telling(name: Name, language: Language) -> frozenset[str]:
    """Those of its words that no other event shares by its nature."""
    return name.bag - common(language)


def alike(a: Name, b: Name, own: frozenset[str], language: Language) -> int:
    """How far two names agree: 3 for the same words, 2 where one is the other adorned or shortened, 0 for two names.

    `own` are words of the places that both are at: "Beijing Zhongguancun Forum".
    """
    if a.bag == b.bag:
        return 3
    if not a.words or not b.words:
        return 0
    if (a.acronyms or b.acronyms) and a.letters == b.letters and len(a.letters) > 1:
        return 2
    differing = a.bag ^ b.bag
    shared = a.bag & b.bag
    return 2 if differing <= listed(language, "adorning") | own and shared - common(language) else 0


__all__ = ["Name", "alike", "common", "empty", "listed", "name_of", "speech", "telling"]
