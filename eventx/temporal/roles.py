"""What a date is for, by first cues: the words right around it (`[roles]` of the language file)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from eventx.lang import Language, trie_pattern
from eventx.model import Anchor, Span
from eventx.temporal.values import Expression

_NEAR = 60
_FISCAL = ("quarter", "half")
_PERIODS = ("year", "decade", "season", "month")


class _Cues(NamedTuple):
    before: re.Pattern[str]
    """For the text before, read backwards: so it can be matched from where the expression starts."""
    behind: re.Pattern[str]
    only: tuple[str, ...]


def role_of(
    expression: Expression, precision: str, known: tuple[str, ...], anchor: Anchor, sentence: Span, text: str,
    language: Language,
) -> str:  # fmt: skip
    """The role of a resolved expression: dateline, fiscal, deadline, replay, speech, background, event or other."""
    start, end = expression.span.start, expression.span.end
    if anchor.span is not None and expression.span.overlaps(anchor.span):
        return "dateline"
    if precision in _FISCAL:
        return "fiscal"
    before = text[max(sentence.start, start - _NEAR) : start].lower()[::-1]
    behind = text[end : min(sentence.end, end + _NEAR)].lower()
    for role, cues in _cues(language).items():
        if cues.only and not expression.rule.endswith(cues.only):
            continue
        if cues.before.match(before) or cues.behind.match(behind):
            return role
    return "other" if precision in _PERIODS and "month" not in known else "event"


@cache
def _cues(language: Language) -> Mapping[str, _Cues]:
    edge = r"\b" if language.spaced else ""
    made = {}
    links = language.data.get("role_links", {})
    links_before = "|".join(link[::-1] for link in links.get("before", ())) or "(?!)"
    links_behind = "|".join(links.get("behind", ())) or "(?!)"
    for role, told in language.data.get("roles", {}).items():
        before = trie_pattern(cue.lower()[::-1] for cue in told["before"]) or "(?!)"
        behind = trie_pattern(cue.lower() for cue in told["behind"]) or "(?!)"
        made[role] = _Cues(
            re.compile(rf"\W*(?:(?:{links_before})\W+)*(?:{before}){edge}"),
            re.compile(rf"\W*(?:(?:{links_behind})\W+)*(?:{behind}){edge}"),
            tuple(told.get("only", ())),
        )
    return made
