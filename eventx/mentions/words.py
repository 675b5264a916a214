"""What the language file says of event phrases (`[events]`), as sets and patterns made once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from eventx.lang import Language

YEAR = re.compile(r"(?:19|20)\d\d|'\d\d")
DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of a language, in lower case; eventx/lang/en.toml tells what each is for."""

    kinds: Mapping[str, str]
    """Head noun, singular or plural → kind of event."""
    weak: frozenset[str]
    name_heads: frozenset[str]
    stops: frozenset[str]
    small: frozenset[str]
    tails: tuple[str, ...]
    name_tails: tuple[str, ...]
    tail_stops: frozenset[str]
    definite: frozenset[str]
    compounds: frozenset[str]
    verbs: frozenset[str]
    idioms: frozenset[str]
    bodies: frozenset[str]
    strong_bodies: frozenset[str]
    endings: tuple[str, ...]
    phrase: Mapping[str, frozenset[str]]
    """The small words of `[events.phrase]`, by the list's name."""
    adverb_ending: str
    dates: Mapping[str, tuple[str, Any]]
    starts: frozenset[str]
    """Words that open a range of days, capitalised at a sentence's start too."""
    page_parts: re.Pattern[str]
    """Behind a quoted name: it is a heading of a website."""
    naming: re.Pattern[str]
    title_of: re.Pattern[str]
    happens: re.Pattern[str]
    ordinal: re.Pattern[str]
    full_stop: re.Pattern[str]
    """Ends of titles whose full stop stays: initials, "Inc."."""


@cache
def words_of(language: Language) -> Words:
    """The lists of a language that has event nouns."""
    told = language.data["events"]
    kinds = {noun: kind for kind, nouns in told["nouns"].items() for noun in nouns}
    phrase = {name: frozenset(words) for name, words in told["phrase"].items()}
    happens = sorted(told["phrase"]["happens"], key=len, reverse=True)
    return Words(
        kinds={**kinds, **{plural(n): k for n, k in kinds.items()}},
        weak=frozenset(told["weak"]) | frozenset(map(plural, told["weak"])),
        name_heads=frozenset(told["name_heads"]), stops=frozenset(told["stops"]), small=frozenset(told["small"]),
        tails=tuple(told["tails"]), name_tails=tuple(told["name_tails"]),
        tail_stops=frozenset(told["tail_stops"]), definite=frozenset(told["definite"]),
        compounds=frozenset(told["compounds"]), verbs=frozenset(told["verb_forms"]),
        idioms=frozenset(told["idioms"]), bodies=frozenset(told["bodies"]),
        strong_bodies=frozenset(told["strong_bodies"] + told["run_bodies"]), endings=tuple(told["head_endings"]),
        phrase=phrase, adverb_ending=language.data["tense"]["adverb_ending"], dates=language.words,
        starts=frozenset(language.data["refine"]["starts"]),
        page_parts=re.compile(rf"\s*(?:{_any(told['page_parts'])})\b", re.IGNORECASE),
        naming=re.compile(rf"\b(?:{_any(told['naming'])})[\s,:]*$", re.IGNORECASE),
        title_of=re.compile(rf"(.{{4,160}}?),? (?:{_any(told['title_of'])})\b"),
        happens=re.compile(rf"(?:{_any(happens)})\b"),
        ordinal=re.compile(rf"\d+(?:{_any(language.data['numbers']['ordinal'])})", re.IGNORECASE),
        full_stop=re.compile(rf"(?:\b[A-Za-z]\.)+$|\b(?:{_any(told['keeps_full_stop'])})\.$"),
    )  # fmt: skip


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, words))


def plural(noun: str) -> str:
    """The regular plural of an English noun, well enough to look words up."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
