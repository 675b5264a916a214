"""Which way an open date points: the tense of the verb that governs it, or of the words nearest to it."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from eventx.lang import Language, trie_pattern
from eventx.model import Span

_NEAR_BEFORE, _NEAR_BEHIND = 140, 110


def tense(text: str, sentence: Span, span: Span, language: Language) -> int:
    """-1 past, 1 future, 0 not told: the last cue before the expression, else the first one behind it."""
    cues = _cues(language)
    before = reversed(list(cues.finditer(text, max(sentence.start, span.start - _NEAR_BEFORE), span.start)))
    behind = cues.finditer(text, span.end, min(sentence.end, span.end + _NEAR_BEHIND))
    verb_last = language.data.get("tense", {}).get("verb") == "last"
    for match in chain(behind, before) if verb_last else chain(before, behind):
        if sign := _sign(match, language):
            return sign
    return 0


def called_off(text: str, sentence: Span, language: Language) -> bool:
    """True where a sentence tells of something to come that it will not be."""
    told = _undone(language)
    return told is not None and told.search(text, sentence.start, sentence.end) is not None


@cache
def _undone(language: Language) -> re.Pattern[str] | None:
    told = language.data.get("tense", {})
    if "undone" not in told:
        return None
    off = rf"(?:{trie_pattern(told['perfect'])})\s+(?:{trie_pattern(told['undone'])})"
    return re.compile(rf"\b(?:{off}|{trie_pattern(told['hypothetical'])})\b", re.IGNORECASE)


def _sign(match: re.Match[str], language: Language) -> int:
    if match.lastgroup == "future":
        return 1
    if match.lastgroup == "past":
        return -1
    return 0 if match.group().lower() in _not_past(language) else -1


@cache
def _cues(language: Language) -> re.Pattern[str]:
    told = language.data.get("tense", {})
    future, past = trie_pattern(told.get("future", ())) or "(?!)", trie_pattern(told.get("past", ())) or "(?!)"
    ending, modals = told.get("past_ending"), trie_pattern(told.get("modals", ()))
    plain = rf"|(?P<ending>\w{{2,}}{ending})" if ending else ""
    perfect, undone = trie_pattern(told.get("perfect", ())), trie_pattern(told.get("undone", ()))
    if perfect and undone:
        future = rf"(?:{perfect})\s+(?:{undone})|{future}"
    edge = r"\b" if language.spaced else ""
    adverb = rf"(?:\w+{told['adverb_ending']}\s+)?" if "adverb_ending" in told else ""
    modal = rf"(?:{modals})\s+{adverb}(?:\w+{ending}|{past})" if modals and ending else "(?!)"
    return re.compile(rf"{edge}(?:(?P<future>{modal}|{future})|(?P<past>{past}){plain}){edge}", re.IGNORECASE)


@cache
def _not_past(language: Language) -> frozenset[str]:
    return frozenset(language.data.get("tense", {}).get("not_past", ()))
