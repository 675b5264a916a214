"""What a date is for, by first cues: the words right around it (`[roles]` of the language file)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from eventx.lang import Language, trie_pattern
from eventx.layout import Layout
from eventx.model import Anchor, When

_NEAR = 60
_FISCAL = ("quarter", "half")
_PERIODS = ("year", "decade", "season", "month")


class _Cues(NamedTuple):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    only: tuple[str, ...]


def with_role(when: When, anchor: Anchor, layout: Layout, language: Language) -> When:
    """The when with its role: dateline, fiscal, deadline, replay, speech, background, event or other."""
    return replace(when, role=_role(when, anchor, layout, language))


def _role(when: When, anchor: Anchor, layout: Layout, language: Language) -> str:
    if anchor.span is not None and when.span.overlaps(anchor.span):
        return "dateline"
    if when.precision in _FISCAL:
        return "fiscal"
    sentence = layout.sentence_at(when.span.start)
    before = layout.text[max(sentence.start, when.span.start - _NEAR) : when.span.start]
    behind = layout.text[when.span.end : min(sentence.end, when.span.end + _NEAR)]
    rule = when.rule.rsplit("/", 1)[-1]
    for role, cues in _cues(language).items():
        if cues.only and not any(rule.endswith(name) for name in cues.only):
            continue
        if cues.before.search(before) or cues.behind.match(behind):
            return role
    return "other" if when.precision in _PERIODS and "month" not in when.known else "event"


@cache
def _cues(language: Language) -> Mapping[str, _Cues]:
    edge = r"\b" if language.spaced else ""
    made = {}
    for role, told in language.data.get("roles", {}).items():
        before, behind = trie_pattern(told["before"]), trie_pattern(told["behind"])
        made[role] = _Cues(
            re.compile(rf"{edge}(?:{before})(?:\W+(?:on|by|at|the|of|is|was|through|until|from))*[\W]*$" if before else "(?!)", re.I),
            re.compile(rf"[\W]*(?:(?:that|the|it|is|has|will|be)\W+)*(?:{behind}){edge}" if behind else "(?!)", re.I),
            tuple(told.get("only", ())),
        )
    return made
