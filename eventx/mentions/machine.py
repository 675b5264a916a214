"""spaCy's part: cutting a sentence into tokens and finding its head nouns. No model and no language class, for their
start costs more than a release takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from eventx.lang import Language
from eventx.mentions.words import words_of

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

_EDGE = r"""["'“”‘’()\[\]{},;:!?*•|/&=+–—…<>]|--"""
_PREFIX = re.compile(rf"^(?:{_EDGE})")
_SUFFIX = re.compile(rf"(?:{_EDGE}|'s|(?-i:(?<=[a-z0-9)\]]{{2}}))\.|\.\.+)$", re.IGNORECASE)
_INFIX = re.compile(r"""[()\[\]"/,;:–—|]|--|(?<=[a-z])\.(?=[A-Z])|(?<=[a-z]{3})(?=[A-Z][a-z]{2})""")
"""The last one parts what a lost line break has glued, "Internet ConferenceSan Francisco"; names written so (SmartCon)
are joined again in titles."""
_URL = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Machine:
    """Tokeniser and head-noun matcher of one language, over one vocabulary."""

    tokenizer: Tokenizer
    matcher: PhraseMatcher
    weak: frozenset[str]

    def tokens(self, text: str) -> Doc:
        """The text, cut."""
        doc: Doc = self.tokenizer(text)
        return doc

    def heads(self, doc: Doc) -> list[tuple[int, int]]:
        """Head nouns as (first token, token behind): the longest match at each place, from the left."""
        return _apart(doc, self.matcher(doc), self.weak)


@cache
def machine(language: Language) -> Machine:
    """The machine of a language, made when it is first asked for: this is where spaCy loads."""
    from spacy.attrs import LOWER
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer
    from spacy.vocab import Vocab

    vocab = Vocab(lex_attr_getters={LOWER: str.lower})  # each getter runs for each new word, and no other is looked at
    tokenizer = Tokenizer(
        vocab,
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
        url_match=_URL.match,
    )
    words = words_of(language)
    matcher = PhraseMatcher(vocab, attr="LOWER")
    matcher.add("head", [tokenizer(noun) for noun in sorted(set(words.kinds) | words.name_heads)])
    return Machine(tokenizer, matcher, words.weak)


def _is_verb_behind(doc: Doc, before: tuple[int, int], start: int, end: int, weak: frozenset[str]) -> bool:
    """True for "run" in "the talks run": a small noun that is a verb too, behind a plural."""
    word = doc[start:end].text
    return word.islower() and word in weak and doc[before[0] : before[1]].text.endswith("s")


def _apart(doc: Doc, matches: Iterable[tuple[int, int, int]], weak: frozenset[str]) -> list[tuple[int, int]]:
    """Matches that do not overlap; of two heads side by side the last ("festival parade") unless that is a weak one
    ("forum address")."""
    kept: list[tuple[int, int]] = []
    for _, start, end in sorted(matches, key=lambda m: (m[1], -m[2])):
        if kept and start < kept[-1][1]:
            continue
        if kept and start == kept[-1][1]:
            if _is_verb_behind(doc, kept[-1], start, end, weak):
                continue
            if doc[start:end].text.lower() in weak and doc[kept[-1][0] : start].text.lower() not in weak:
                continue
            kept.pop()
        kept.append((start, end))
    return kept
