"""What a person can read off a when: is it an event's date? Named features, mostly 0 or 1.

Their weights stand in `weights.toml`; tools/README.md tells how to add one. Those of titles are in
`eventx.link.title_features`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from eventx.lang import Language
from eventx.link import changes
from eventx.link.scene import Scene
from eventx.link.words import any_of, cues
from eventx.model import Span, When
from eventx.temporal.tense import tense

Features = dict[str, float]
_CUES = ("hold", "attend", "start", "perform", "webcast", "invite", "law", "speech", "business", "crime", "publish",
         "deadline", "replay", "doors", "compare", "unreal")  # fmt: skip
_AS_EVENT = ("hold", "attend", "start", "perform")
_BEFORE, _BEHIND, _FAR_BEFORE = 90, 60, 280
_SOON, _LATER = 14, 180
ALONE, SHORT_BLOCK = 12, 120
_FAR_APART = 1000
"""Characters between two phrases in which words are counted: some hundred, of which fifteen are far already."""
"""Characters beside a when in its block, and of a block, that make it a line of its own or a short one."""


def role_features(scene: Scene, when: When) -> Features:
    """Features of a when alone."""
    text, out = scene.text, {"bias": 1.0}
    sentence = scene.layout.sentence_at(when.span.start)
    for name in _shape(scene, when):
        out[name] = 1.0
    before = text[max(changes.clause_start(scene, sentence), when.span.start - _BEFORE) : when.span.start]
    behind = text[when.span.end : min(sentence.end, when.span.end + _BEHIND)]
    last, nearest = "", -1
    for name in filter(scene.tells, _CUES):
        found = [m.end() for m in cues(scene.language, name).finditer(before)]
        if found:
            out[f"cue.{name}.before"] = 1.0
            if found[-1] > nearest:
                nearest, last = found[-1], name
        if cues(scene.language, name).search(behind):
            out[f"cue.{name}.behind"] = 1.0
    if last not in _AS_EVENT and _event_between(scene, sentence, when, when.span.start - len(before) + nearest):
        last = "event"
    out[f"governed.{last or 'none'}"] = 1.0
    if last in _AS_EVENT:
        kind = "month" if when.precision == "month" else "weekday" if when.rule.endswith("weekday") else "date"
        out[f"governed_as_event.{kind}"] = 1.0
    out[f"preposition.{_preposition(scene, before, sentence, when)}"] = 1.0
    out.update(dict.fromkeys(_around(scene, when, sentence), 1.0))
    if "sentence.named_event" in out and last in _AS_EVENT:
        out["named_event+governed"] = 1.0
    out.update(dict.fromkeys(changes.of_when(scene, when, sentence, "sentence.no_event" not in out), 1.0))
    return out


def _event_between(scene: Scene, sentence: Span, when: When, cue: int) -> bool:
    """True where an event's noun stands nearer before the when than the cue: "announced at the gala in October"."""
    heads = (m for m in scene.mentions(sentence) if m.head and max(cue, sentence.start) <= m.span.start)
    return any(m.span.end <= when.span.start and words_between(scene.text, m.span, when.span) <= 2 for m in heads)


def _shape(scene: Scene, when: When) -> Iterator[str]:
    yield f"rule.{when.rule.rsplit('/', 1)[-1]}"
    yield f"precision.{when.precision}"
    yield f"first_cue.{when.role}"
    if when.timed:
        yield "timed"
    if when.timed and when.last is not None:
        yield "timed.range"
    if when.timed and not {"day", "weekday"} & set(when.known) and is_clock(when):
        yield "clock_alone"
        block = scene.layout.blocks[scene.layout.block_at(when.span.start)]
        if all(is_clock(w) for w in scene.dated_near(block)):
            yield "clock_alone.no_day_in_block"
    if when.zone:
        yield "zoned"
    if when.last_day > when.first_day:
        yield "range"
        if when.rule.endswith(("/weekday", "/month-day", "/day-month")):
            yield "range.told_in_two_parts"
    if "weekday" in when.known and "day" in when.known:
        yield "weekday_and_date"
    if "year" in when.known:
        yield "year_written"
    if when.open:
        yield f"open.{when.open}"
    anchor = scene.anchor.day
    if anchor is not None:
        days = (when.first_day - anchor).days
        yield "from_anchor." + (
            "long_past" if days < -_LATER else "past" if days < -7 else "recent" if days < 0 else "same" if days == 0
            else "soon" if days <= _SOON else "ahead" if days <= _LATER else "far"
        )  # fmt: skip


def is_clock(when: When) -> bool:
    """True for a clock time, wherever its day is from."""
    return when.rule.rsplit("/", 1)[-1].startswith("clock")


def _preposition(scene: Scene, before: str, sentence: Span, when: When) -> str:
    if match := _prepositions(scene.language).search(before.lower()):
        return match[1]
    stripped = before.rstrip()
    if when.span.start == sentence.start or not stripped:
        return "start"
    return _MARKS.get(stripped[-1], "word")


_MARKS = {",": "comma", ":": "colon", "(": "bracket", "-": "dash", "–": "dash", "—": "dash", "|": "dash"}


@cache
def _prepositions(language: Language) -> re.Pattern[str]:
    told = language.data["cue_words"]
    return re.compile(rf"\b({any_of(told['prepositions'])})\s*(?:(?:{any_of(told['before_date'])})\s+)?[\"(]?$")


def _around(scene: Scene, when: When, sentence: Span) -> Iterator[str]:
    text, layout = scene.text, scene.layout
    number = layout.block_at(when.span.start)
    block = layout.blocks[number]
    if scene.headline is not None and when.span.overlaps(scene.headline):
        yield "in.headline"
    elif when.span.start >= scene.boilerplate:
        yield "in.boilerplate"
    else:
        share = when.span.start / max(1, len(text))
        yield "in.lead" if when.span.start < 900 else "in.early" if share < 0.4 else "in.late"
    if label := scene.labels.get(number):
        yield f"label.{label}"
    if block.end - block.start - (when.span.end - when.span.start) < ALONE:
        yield "alone_in_block"
    elif block.end - block.start < SHORT_BLOCK:
        yield "short_block"
    if cues(scene.language, "replay").search(text, max(sentence.start, when.span.start - _FAR_BEFORE), when.span.start):
        yield "sentence.replay"
    if text.count('"', block.start, when.span.start) % 2:
        yield "in.quotation"
    if scene.days_told[when.first_day, when.precision] > 1:
        yield "day_repeated"
    mentions = scene.mentions(sentence)
    heads = [m for m in mentions if m.head or m.rule.endswith("explained")]
    if any(m.named for m in heads):
        yield "sentence.named_event"
    elif heads:
        yield "sentence.event_noun"
    elif mentions:
        yield "sentence.name_only"
    else:
        yield "sentence.no_event"
    gap = min((words_between(text, m.span, when.span) for m in heads), default=99)
    yield "noun_gap." + ("0" if gap <= 1 else "near" if gap <= 6 else "mid" if gap <= 15 else "far")
    named = min((words_between(text, m.span, when.span) for m in heads if m.named), default=99)
    if named <= 6:
        yield "named_gap." + ("0" if named <= 1 else "near")
    yield "tense." + ("past", "none", "future")[tense(text, sentence, when.span, scene.language) + 1]


def words_between(text: str, a: Span, b: Span) -> int:
    """How many words stand between two spans, as far as that matters; 0 where they overlap."""
    first, second = (a, b) if a.start < b.start else (b, a)
    return len(text[first.end : min(second.start, first.end + _FAR_APART)].split()) if first.end <= second.start else 0
