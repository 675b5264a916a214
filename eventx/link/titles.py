"""Title candidates of a when: mentions of its sentence, its neighbours, its block's head, the headline.

A definite mention ("this year's forum", "the call") is resolved to the name told before; a call or an
annual meeting without a name of its own gets its company's and its period's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from eventx import gazetteer
from eventx.lang import Language
from eventx.link.compose import composed_title
from eventx.link.entities import called_body
from eventx.link.lines import item_titles, labels, line_titles
from eventx.link.scene import Scene
from eventx.link.words import ordinals, singular, terms
from eventx.model import Mention, Span, When

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_HEADING = 160
"""Characters of a block that may be the heading of others."""
_HEADING_REACH, _WHAT_ABOVE, _WHAT_BELOW = 10, 8, 3
"""Blocks in which headings and WHAT labels are looked for."""
_TOLD = 0.75
"""The share of a title's words that tells it again."""
_ELSEWHERE = ("next", "above", "below", "line_above", "line_above_2", "line_below")
Found = Iterator[tuple[str, Mention]]
"""Mentions, each with where it stands to the when (see `Candidate`)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention as a possible title. `where`: sentence, previous, next, above, below, what, heading, headline, or one
    of the lines of `eventx.link.lines`."""

    mention: Mention
    title: str
    where: str
    generic: bool = False
    resolved: bool = False
    composed: bool = False
    in_headline: bool = False
    place: bool = False
    body: bool = False
    series: bool = False
    count: int = 1


@lru_cache(maxsize=2048)
def bag(title: str, language: Language) -> Counter[str]:
    """The title's telling words, for comparing: no years, ordinals, articles. Not to be changed: it is handed to all
    who ask for the same title's."""
    light, number = terms(language, "light"), _number(language)
    words = (singular(w.lower()) for w in _WORD.findall(title))
    return Counter(w for w in words if w not in light and not number.fullmatch(w))


@cache
def _number(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\d{{4}}|{ordinals(language)}")


def likeness(a: str, b: str, language: Language) -> float:
    """F1 of two titles' words, 0 to 1."""
    first, second = bag(a, language), bag(b, language)
    shared = sum((first & second).values())
    return 2 * shared / (sum(first.values()) + sum(second.values())) if shared else 0.0


def candidates(scene: Scene, when: When) -> list[Candidate]:
    """All candidates of a when, the same title from the same place once."""
    seen: dict[tuple[str, str], Candidate] = {}
    for where, mention in _gathered(scene, when):
        if _dated_itself(scene, when, where, mention) or _in_dateline(scene, where, mention):
            continue
        for candidate in _variants(scene, when, where, mention):
            if _breaks_off(candidate.title, scene.language):
                continue
            seen.setdefault((candidate.title.lower(), where), candidate)
    return list(seen.values())


def _breaks_off(title: str, language: Language) -> bool:
    """True for words that name nothing: "Register for the", "FOR IMMEDIATE RELEASE", a wire's name, a label."""
    told = title.lower()
    return (
        told in _openings(language)
        or told in labels(language)
        or told.rsplit(maxsplit=1)[-1] in terms(language, "dangling")
    )


@cache
def _openings(language: Language) -> frozenset[str]:
    dateline = language.data["dateline"]
    return frozenset(name.lower() for name in (*dateline["openings"], *dateline["wires"]))


def _in_dateline(scene: Scene, where: str, mention: Mention) -> bool:
    """True for DENVER; the headline may lie outside the text, where offsets are its own."""
    outside = where == "headline" and scene.headline is None
    opening = scene.anchor.span
    return not outside and opening is not None and opening.start <= mention.span.start < opening.end


def _dated_itself(scene: Scene, when: When, where: str, mention: Mention) -> bool:
    """True for a mention of another line or sentence that has a date of its own there: it is not this one's name."""
    if where not in _ELSEWHERE and not (where == "previous" and mention.indefinite):
        return False
    sentence = scene.layout.sentence_at(mention.span.start)
    return any(w.first_day != when.first_day and w.role != "replay" for w in scene.dated_near(sentence))


def _gathered(scene: Scene, when: When) -> Found:
    number = scene.layout.block_at(when.span.start)
    yield from _of_sentences(scene, when, number)
    yield from _of_headings(scene, number)
    yield from _of_neighbours(scene, number)
    yield from (("headline", m) for m in scene.headline_mentions)
    yield from line_titles(scene, when, number)
    yield from item_titles(scene, when, number)


def _of_sentences(scene: Scene, when: When, number: int) -> Found:
    """Of the when's own sentence and of those beside it in the block."""
    sentence = scene.layout.sentence_at(when.span.start)
    around = scene.layout.sentences_in(scene.layout.blocks[number])
    for i, other in enumerate(around):
        if other == sentence:
            yield from (("sentence", m) for m in scene.mentions(other) if not m.span.overlaps(when.span))
            if i > 0:
                yield from (("previous", m) for m in scene.mentions(around[i - 1]))
            if i + 1 < len(around):
                yield from (("next", m) for m in scene.mentions(around[i + 1]))


def _of_headings(scene: Scene, number: int) -> Found:
    """Of the nearest short block above that has any: the head of a list or a schedule."""
    for near in range(number - 2, max(-1, number - _HEADING_REACH), -1):
        span = scene.layout.blocks[near]
        if span.end - span.start <= _HEADING and span != scene.headline and scene.labels.get(near) is None:
            found = _of_block(scene, span)
            if found:
                yield from (("heading", m) for m in found)
                return


def _of_neighbours(scene: Scene, number: int) -> Found:
    """Of the blocks above and below, and of what a WHAT label near them marks."""
    blocks, labels = scene.layout.blocks, scene.labels
    for near in (number - 1, number + 1):
        if 0 <= near < len(blocks):
            where = "what" if labels.get(near) == "what" else "above" if near < number else "below"
            if where == "what" or blocks[near].end - blocks[near].start <= 4 * _HEADING:
                yield from ((where, m) for m in _of_block(scene, blocks[near]))
    for near in range(max(0, number - _WHAT_ABOVE), min(len(blocks), number + _WHAT_BELOW + 1)):
        if labels.get(near) == "what" and abs(near - number) > 1:
            yield from (("what", m) for m in _of_block(scene, blocks[near]))


def _of_block(scene: Scene, block: Span) -> list[Mention]:
    return [m for sentence in scene.layout.sentences_in(block) for m in scene.mentions(sentence)]


def _variants(scene: Scene, when: When, where: str, mention: Mention) -> Iterator[Candidate]:
    """A mention as it stands, as the name it points at, and with its company's or host's name."""
    made = _candidate(scene, where, mention, mention.title)
    yield made
    if where == "headline" and (told := _suffix_told(scene, mention.title)):
        yield replace(made, title=told, in_headline=False, count=scene.lower.count(told.lower()))
    if mention.named:
        return
    pointing = mention.definite or (made.generic and not mention.indefinite)
    if pointing and where in ("sentence", "previous") and (named := antecedent(scene, mention)):
        yield replace(_candidate(scene, where, named, named.title), resolved=True)
    if composed := composed_title(scene, mention, when):
        yield replace(_candidate(scene, where, mention, composed), composed=True, generic=False)


def _suffix_told(scene: Scene, title: str) -> str | None:
    """The longest end of a headline's phrase that the body tells again, where it does not tell the whole: "Brand
    Supports Invest Fest" is "Invest Fest"."""
    words = title.split()
    body = scene.headline.end if scene.headline else 0
    light = terms(scene.language, "light")
    for first in range(1, len(words) - 1):
        end = " ".join(words[first:])
        if scene.lower.find(end.lower(), body) >= 0:
            return end if scene.lower.find(title.lower(), body) < 0 and words[first].lower() not in light else None
    return None


def _candidate(scene: Scene, where: str, mention: Mention, title: str) -> Candidate:
    bare = not mention.named and len(title.split()) == 1
    headline = scene.headline_text
    return Candidate(
        mention=mention, title=title, where=where, generic=bare or title.lower() in terms(scene.language, "generic"),
        in_headline=bool(headline) and where != "headline" and _told_in(title, headline, scene.language),
        place=mention.rule.endswith(("run", "explained")) and gazetteer.find(title) is not None,
        body=mention.named and (
            (not _is_told(mention) and _is_body(title, mention.head, scene.language))
            or called_body(scene, where, mention)
        ),
        series=title.rsplit(maxsplit=1)[-1].lower() in terms(scene.language, "series_words"),
        count=_told(scene, title) if len(title) > 3 else 1,
    )  # fmt: skip


def _told(scene: Scene, title: str) -> int:
    """How often the title is told, be it without its edition ("2021", "39th") in front."""
    edition, _, name = title.lower().partition(" ")
    bare = name if name and _number(scene.language).fullmatch(edition) else title.lower()
    return scene.lower.count(bare)


def _is_told(mention: Mention) -> bool:
    """True for a name that the words around it tell to be an event's, whatever it ends in: a Change of Guard."""
    return mention.rule.endswith("explained")


def _is_body(title: str, head: str, language: Language) -> bool:
    """True for the name of an organisation or a place."""
    words = title.lower().split()
    if head and words[-1] == head.rsplit(maxsplit=1)[-1]:
        return False
    return words[-1] in terms(language, "bodies") or (not head and bool(set(words) & terms(language, "strong_bodies")))


def _told_in(title: str, text: str, language: Language) -> bool:
    words, inside = bag(title, language), bag(text, language)
    return bool(words) and sum((words & inside).values()) >= _TOLD * sum(words.values())


def antecedent(scene: Scene, mention: Mention) -> Mention | None:
    """The best named mention told before (else in the headline) that a definite one points at: same head, or any
    event name behind a general head ("the event")."""
    before = [s for s in scene.layout.sentences if s.start < mention.span.start]
    told = [m for s in before for m in scene.mentions(s) if m.span.end <= mention.span.start]
    told = [m for m in (*told, *scene.headline_mentions) if m.named and m.head]
    head = mention.head.split()[-1] if mention.head else ""
    same = [m for m in told if m.head.split()[-1] == head]
    if not same and (titled := _titled_before(scene, mention)):
        return titled
    if not same and head in terms(scene.language, "general_heads"):
        same = told
    return _fullest(same) if same else None


def _titled_before(scene: Scene, mention: Mention) -> Mention | None:
    """What the same block names by a title, before "the talk", "the show"."""
    block = scene.layout.blocks[scene.layout.block_at(mention.span.start)]
    told = (m for s in scene.layout.sentences_in(block) if s.start < mention.span.start for m in scene.mentions(s))
    titled = [m for m in told if m.rule.endswith("titled") and m.span.end <= mention.span.start]
    return titled[-1] if titled else None


def _fullest(mentions: Sequence[Mention]) -> Mention:
    """The one told most often, then the longest, then the last."""
    counts = Counter(m.title.lower() for m in mentions)
    return max(mentions, key=lambda m: (counts[m.title.lower()], len(m.title), m.span.start))
