"""The linker's word lists, out of the language file, as sets and patterns made once.

Lists of cues are looked for in `[cues]`, `[events]`, `[events.status]` and `[merge]`, in this order; a language
without these tables has no linker yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from eventx.lang import Language

_WORD = re.compile(r"\w+")


def _told(language: Language, name: str) -> Any:
    data = language.data
    for table in (data["cues"], data["events"], data["events"]["status"], data.get("merge", {})):
        if name in table:
            return table[name]
    raise KeyError(name)


@cache
def cues(language: Language, name: str) -> re.Pattern[str]:
    """A list as one pattern, of whole words; no trie, which takes longer to compile than it saves."""
    edge = r"\b" if language.spaced else ""
    ends = r"(?!\w)" if language.spaced else ""
    longest_first = sorted(_told(language, name), key=lambda words: (-len(words), words))
    return re.compile(rf"{edge}(?:{any_of(longest_first)}){ends}", re.IGNORECASE)


@cache
def longest_words(language: Language, name: str) -> frozenset[str]:
    """The longest word of each cue of a list, in small letters: it is the one that tells most."""
    return frozenset(max(_WORD.findall(cue.lower()), key=len) for cue in _told(language, name))


@cache
def terms(language: Language, name: str) -> frozenset[str]:
    """A list as a set, for membership."""
    return frozenset(_told(language, name))


def hints(language: Language, name: str, words: str) -> bool:
    """True where one of a list of parts of words stands in the words."""
    lower = words.lower()
    return any(part in lower for part in terms(language, name))


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the first of them that fits."""
    return "|".join(map(re.escape, words))


def article(language: Language) -> str:
    """A regular expression for "the " or nothing."""
    return rf"(?:(?:{any_of(language.data['events']['phrase']['definite_article'])})\s+)?"


def ordinals(language: Language) -> str:
    """A regular expression for 1st, 2nd."""
    return rf"\d+(?:{any_of(language.data['numbers']['ordinal'])})"


def singular(word: str) -> str:
    """The word without plural or possessive ending, well enough to compare titles."""
    word = word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
