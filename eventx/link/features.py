"""What a person can read off a when and a title candidate: named features, mostly 0 or 1.

`role_features` describe a when (is it an event's date?), `title_features` a pair of when and mention (is this
what the event is called?). Their weights stand in `weights.toml`; tools/README.md tells how to add one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from eventx.lang import Language
from eventx.link import changes
from eventx.link.scene import Scene
from eventx.link.titles import Candidate
from eventx.link.words import any_of, article, cues
from eventx.model import Mention, Span, When
from eventx.temporal.tense import tense

Features = dict[str, float]
_CUES = ("hold", "attend", "start", "perform", "webcast", "invite", "law", "speech", "business", "crime", "publish",
         "deadline", "replay", "doors", "compare", "unreal")  # fmt: skip
_AS_EVENT = ("hold", "attend", "start", "perform")
_BEFORE, _BEHIND, _FAR_BEFORE = 90, 60, 280
_SOON, _LATER = 14, 180
_WORDS_BEFORE = 48
_NOWHERE = 10_000
_ALONE, _SHORT_BLOCK = 12, 120


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
    return any(m.span.end <= when.span.start and _words_between(scene.text, m.span, when.span) <= 2 for m in heads)


def _shape(scene: Scene, when: When) -> Iterator[str]:
    yield f"rule.{when.rule.rsplit('/', 1)[-1]}"
    yield f"precision.{when.precision}"
    yield f"first_cue.{when.role}"
    if when.timed:
        yield "timed"
    if when.timed and when.last is not None:
        yield "timed.range"
    if when.timed and not {"day", "weekday"} & set(when.known) and _is_clock(when):
        yield "clock_alone"
        number = scene.layout.block_at(when.span.start)
        if not any(scene.layout.block_at(w.span.start) == number and not _is_clock(w) for w in scene.dated):
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


def _is_clock(when: When) -> bool:
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
    if block.end - block.start - (when.span.end - when.span.start) < _ALONE:
        yield "alone_in_block"
    elif block.end - block.start < _SHORT_BLOCK:
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
    gap = min((_words_between(text, m.span, when.span) for m in heads), default=99)
    yield "noun_gap." + ("0" if gap <= 1 else "near" if gap <= 6 else "mid" if gap <= 15 else "far")
    named = min((_words_between(text, m.span, when.span) for m in heads if m.named), default=99)
    if named <= 6:
        yield "named_gap." + ("0" if named <= 1 else "near")
    yield "tense." + ("past", "none", "future")[tense(text, sentence, when.span, scene.language) + 1]


def _words_between(text: str, a: Span, b: Span) -> int:
    first, second = (a, b) if a.start < b.start else (b, a)
    return len(text[first.end : second.start].split()) if first.end <= second.start else 0


def title_features(scene: Scene, when: When, candidate: Candidate) -> Features:
    """Features of a mention as the title of what is on at a when."""
    mention = candidate.mention
    form = _form_name(mention) + (".named" if mention.named else "")
    names = [f"where.{candidate.where}", f"{candidate.where}+{form}", *_form(candidate)]
    if candidate.where in ("headline", "heading", "above", "below") and _busy(scene):
        names.append(f"{candidate.where}+busy")
    names.append(f"{candidate.where}+{_line_of(scene, when)}")
    if _other_year(mention, when):
        names.append("other_year")
    names += _in_sentence(scene, when, mention) if candidate.where == "sentence" else _outside(scene, when)
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
    if block.end - block.start - (when.span.end - when.span.start) < _ALONE:
        return "hour_line" if _is_clock(when) else "day_line"
    if block.end - block.start < _SHORT_BLOCK:
        return "hour_short" if _is_clock(when) else "short"
    return "hour" if _is_clock(when) else "prose"


def _form_of(mention: Mention) -> str:
    return mention.rule.rsplit("/", 1)[-1] + (".named" if mention.named else "")


def _role_in_sentence(scene: Scene, mention: Mention) -> Iterator[str]:
    """Where the words before a mention tell that it is what the event belongs to, or what is on before or after it."""
    head = scene.text[max(0, mention.span.start - _WORDS_BEFORE) : mention.span.start]
    yield from (f"told_as.{n}" for n in filter(scene.tells, ("part", "other")) if _ends_with(scene.language, n).search(head))


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
    if any(m.named and _words_between(scene.text, m.span, when.span) <= 1 for m in own):
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
        yield f"{_form_name(mention)}+range"
    if any(w is not when and _within(w.span, mention.span, when.span) for w in scene.whens):
        yield "another_when_between"
    if _clause_opens(scene.language).search(between):
        yield "clause_between"
    head = text[max(0, mention.span.start - 40) : mention.span.start].lower()
    yield f"behind_word.{_word_before(head, scene.language)}"
    yield from (f"verb_before.{n}" for n in filter(scene.tells, _VERBS_BEFORE) if cues(scene.language, n).search(head[-26:]))
    tail = text[mention.span.end : mention.span.end + 32]
    yield from (f"verb_behind.{n}" for n in ("hold", "start") if cues(scene.language, n).search(tail))
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


_VERBS_BEFORE = ("hold", "attend", "start", "business", "speech")
_NEAR_LINES = ("above", "below", "heading", "line_above", "line_above_2", "line_below", "what", "label_what")
_BUSY = 5


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


def _form_name(mention: Mention) -> str:
    """The rule that made the mention. What a trained pipeline calls an event weighs as a name by its head noun does:
    weights are fitted without any pipeline."""
    rule = mention.rule.rsplit("/", 1)[-1]
    return "head" if rule == "entity" else rule


def _form(candidate: Candidate) -> Iterator[str]:
    mention, title = candidate.mention, candidate.title
    yield f"form.{_form_name(mention)}" + (".named" if mention.named else "")
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
