"""What a person can read off a when and a title candidate: is this what the event is called?
Named features, all 0 or 1.

Their weights stand in `weights.toml`; tools/README.md tells how to add one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from eventx.lang import Language
from eventx.link import changes
from eventx.link.features import ALONE, SHORT_BLOCK, Features, is_clock, words_between
from eventx.link.scene import Scene
from eventx.link.titles import Candidate
from eventx.link.words import any_of, article, cues
from eventx.model import Mention, Span, When

_VERBS_BEFORE = ("hold", "attend", "start", "business", "speech")
_VERBS_BEHIND = ("hold", "start")
_WORDS_BEFORE, _VERB_BEFORE, _VERB_BEHIND = 48, 26, 32
"""Characters around a mention in which such words are looked for."""
_NEAR_LINES = ("above", "below", "heading", "line_above", "line_above_2", "line_below", "what", "label_what")
_BUSY = 5
_NOWHERE = 10_000


def title_features(scene: Scene, when: When, found: Sequence[Candidate]) -> list[Features]:
    """Features of each candidate as the title of what is on at a when."""
    line, outside = _line_of(scene, when), tuple(_outside(scene, when))  # the same for all of them
    return [_features(scene, when, candidate, line, outside) for candidate in found]


def _features(scene: Scene, when: When, candidate: Candidate, line: str, outside: Sequence[str]) -> Features:
    mention = candidate.mention
    form = _form_of(mention)
    names = [f"where.{candidate.where}", f"{candidate.where}+{form}", *_form(candidate)]
    if candidate.where in ("headline", "heading", "above", "below") and _busy(scene):
        names.append(f"{candidate.where}+busy")
    names.append(f"{candidate.where}+{line}")
    if _other_year(mention, when):
        names.append("other_year")
    names += _in_sentence(scene, when, mention) if candidate.where == "sentence" else outside
    names += changes.of_title(scene, when, candidate)
    if candidate.where != "headline" or scene.headline is not None:
        names += _claims(scene, when, mention.span)
        names += _role_in_sentence(scene, mention)
    if scene.groups and candidate.where in _NEAR_LINES:
        blocks = scene.layout.block_at
        same = scene.groups[blocks(mention.span.start)] == scene.groups[blocks(when.span.start)]
        names.append("same_group" if same else "other_group")
    return dict.fromkeys(names, 1.0)


def _other_year(mention: Mention, when: When) -> bool:
    """True for "the 2023 Forum" beside a date of 2024; calls and votes are named by the year that they are about."""
    year = mention.edition if mention.kind != "earnings_call" and (mention.edition or "").isdigit() else None
    return year is not None and len(year) == 4 and int(year) not in (when.first_day.year, when.last_day.year)


def _line_of(scene: Scene, when: When) -> str:
    """The sort of line that a when stands in: its hour alone, the day alone, a short line, a sentence."""
    block = scene.layout.blocks[scene.layout.block_at(when.span.start)]
    if block.end - block.start - (when.span.end - when.span.start) < ALONE:
        return "hour_line" if is_clock(when) else "day_line"
    if block.end - block.start < SHORT_BLOCK:
        return "hour_short" if is_clock(when) else "short"
    return "hour" if is_clock(when) else "prose"


def _form_of(mention: Mention) -> str:
    return _rule_of(mention) + (".named" if mention.named else "")


def _rule_of(mention: Mention) -> str:
    """The rule that made the mention. What a trained pipeline calls an event weighs as a name by its head noun does:
    weights are fitted without any pipeline."""
    rule = mention.rule.rsplit("/", 1)[-1]
    return "head" if rule == "entity" else rule


def _role_in_sentence(scene: Scene, mention: Mention) -> Iterator[str]:
    """Where the words before a mention tell that it is what the event belongs to, or what is on before or after it."""
    head = scene.text[max(0, mention.span.start - _WORDS_BEFORE) : mention.span.start]
    return (f"told_as.{name}" for name in _told_as(scene.language, head))


@lru_cache(maxsize=1024)
def _told_as(language: Language, head: str) -> tuple[str, ...]:
    """Kept for a while, as the next two: each date of a release asks the same of the mentions around it."""
    return tuple(name for name in ("part", "other") if _ends_with(language, name).search(head))


@lru_cache(maxsize=1024)
def _verbs_before(language: Language, head: str) -> tuple[str, ...]:
    return tuple(name for name in _VERBS_BEFORE if cues(language, name).search(head))


@lru_cache(maxsize=1024)
def _verbs_behind(language: Language, tail: str) -> tuple[str, ...]:
    return tuple(name for name in _VERBS_BEHIND if cues(language, name).search(tail))


@cache
def _ends_with(language: Language, name: str) -> re.Pattern[str]:
    return re.compile(rf"{cues(language, name).pattern}\s+{article(language)}[\"']?$", re.IGNORECASE)


def _outside(scene: Scene, when: When) -> Iterator[str]:
    """For a candidate from elsewhere: what the when's own sentence has to offer instead."""
    own = [m for m in scene.mentions(scene.layout.sentence_at(when.span.start)) if not m.span.overlaps(when.span)]
    rivals = [m for m in own if m.head and not m.definite]
    if rivals:
        yield "outside+event_in_sentence"
    if any(len(m.title.split()) > 1 or m.named for m in rivals):
        yield "outside+telling_event_in_sentence"
    if any(m.named and words_between(scene.text, m.span, when.span) <= 1 for m in own):
        yield "outside+name_beside_date"
    if any(m.indefinite and changes.is_held(scene, m) for m in rivals):
        yield "outside+new_event_in_sentence"


def _in_sentence(scene: Scene, when: When, mention: Mention) -> Iterator[str]:
    """For a candidate from the when's sentence: how far off it stands, what lies between, which verbs hold it."""
    text = scene.text
    between = text[min(mention.span.end, when.span.end) : max(mention.span.start, when.span.start)]
    words = len(between.split())
    side = "before" if mention.span.start < when.span.start else "behind"
    far = "next" if words <= 2 else "near" if words <= 8 else "far"
    yield f"{side}.{far}"
    yield f"{side}.{far}+{_form_of(mention)}"
    if mention.named and when.last_day > when.first_day:
        yield f"{_rule_of(mention)}+range"
    both = Span(start=min(mention.span.start, when.span.start), end=max(mention.span.start, when.span.start))
    if any(w is not when and _within(w.span, mention.span, when.span) for w in scene.whens_near(both)):
        yield "another_when_between"
    if _clause_opens(scene.language).search(between):
        yield "clause_between"
    head = text[max(0, mention.span.start - 40) : mention.span.start].lower()
    yield f"behind_word.{_word_before(head, scene.language)}"
    yield from (f"verb_before.{name}" for name in _verbs_before(scene.language, head[-_VERB_BEFORE:]))
    tail = text[mention.span.end : mention.span.end + _VERB_BEHIND]
    yield from (f"verb_behind.{name}" for name in _verbs_behind(scene.language, tail))
    if side == "behind":
        yield from changes.of_behind(scene, mention, between)


def _claims(scene: Scene, when: When, span: Span) -> Iterator[str]:
    """Whether another date, of another day or hour, stands nearer to the mention than this one."""
    mine = _distance(scene, when.span, span)
    nearest = _nearest_other(scene, when, span)
    if nearest < mine:
        yield "claimed_by_another"
        if nearest * 3 < mine:
            yield "claimed_by_another.by_far"
    elif mine * 3 < nearest:
        yield "nearest_is_mine"


def _nearest_other(scene: Scene, when: When, span: Span) -> int:
    """The distance of the nearest date of another day or hour; looked for to both sides until only farther ones are
    left, for there may be thousands."""
    nearest = _NOWHERE
    at = bisect_left(scene.dated, span.start, key=lambda w: w.span.start)
    for side in (range(at, len(scene.dated)), range(at - 1, -1, -1)):
        for i in side:
            other = scene.dated[i]
            if max(other.span.start - span.end, span.start - other.span.end) >= nearest:
                break
            if other.first != when.first and other.span != when.span:
                nearest = min(nearest, _distance(scene, other.span, span))
    return nearest


def _distance(scene: Scene, a: Span, b: Span) -> int:
    """Characters between two spans; a sentence's end counts as 80 more, a block's as 200."""
    first, second = (a, b) if a.start <= b.start else (b, a)
    gap = max(0, second.start - first.end)
    if scene.layout.block_at(first.start) != scene.layout.block_at(second.start):
        return gap + 200
    return gap + (80 if scene.layout.sentence_at(first.start) != scene.layout.sentence_at(second.start) else 0)


def _busy(scene: Scene) -> bool:
    """True for a schedule: so many different times that what is said once cannot be the title of all."""
    return scene.moments >= _BUSY


def _within(span: Span, a: Span, b: Span) -> bool:
    return min(a.start, b.start) < span.start < max(a.start, b.start) and not span.overlaps(a)


@cache
def _clause_opens(language: Language) -> re.Pattern[str]:
    return re.compile(rf"[;:]|, (?:{any_of(language.data['cue_words']['clause'])})\b")


def _word_before(head: str, language: Language) -> str:
    """The last word, as part of a feature's name: one that the language file knows, else what sort it is of."""
    words = re.findall(r"[\w']+|[^\w\s]", head)
    if not words:
        return "start"
    last, told = words[-1], language.data["cue_words"]
    article = last in language.data["events"]["phrase"]["definite_article"]
    if article and len(words) > 1 and words[-2] in told["before_the"]:
        return f"{words[-2]}_{last}"
    return last if last in told["before_title"] else "mark" if not last[0].isalnum() else "word"


def _form(candidate: Candidate) -> Iterator[str]:
    mention, title = candidate.mention, candidate.title
    yield f"form.{_form_of(mention)}"
    words = len(title.split())
    yield "length." + (
        "1" if words == 1 else "2" if words == 2 else "3-4" if words <= 4 else "5-8" if words <= 8 else "9+"
    )
    if candidate.generic:
        yield "generic"
    if candidate.resolved:
        yield "resolved"
    elif mention.definite:
        yield "definite"
    if mention.edition:
        yield "edition"
    yield f"kind.{mention.kind}"
    if candidate.count > 1:
        yield "told_again"
    if candidate.in_headline:
        yield "in_headline"
    if candidate.place:
        yield "is_place"
    if candidate.body:
        yield "is_body"
    if candidate.series:
        yield "is_series"
    if candidate.composed:
        yield "composed"
