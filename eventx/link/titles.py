"""Title candidates of a when: mentions of its sentence, its neighbours, its block's head, the headline.

A definite mention ("this year's forum", "the call") is resolved to the name told before; a call or an
annual meeting without a name of its own gets its company's and its period's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from eventx import gazetteer
from eventx.lang import Language
from eventx.link.scene import Scene, cues
from eventx.model import Mention, Span, When

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_LIGHT = frozenset("the a an of for on in at and to with s this year annual".split())
_HEADING = 160
_SAME = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention as a possible title. `where`: sentence, previous, next, block, heading, what, headline, earlier."""

    mention: Mention
    title: str
    where: str
    generic: bool = False
    resolved: bool = False
    composed: bool = False
    in_headline: bool = False
    place: bool = False
    body: bool = False
    count: int = 1


def bag(title: str) -> Counter[str]:
    """The title's telling words, for comparing: no years, ordinals, articles."""
    words = (_singular(w.lower()) for w in _WORD.findall(title))
    return Counter(w for w in words if w not in _LIGHT and not re.fullmatch(r"\d{4}|\d+(?:st|nd|rd|th)", w))


def _singular(word: str) -> str:
    """The word without plural or possessive ending, well enough to compare titles."""
    word = word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def likeness(a: str, b: str) -> float:
    """F1 of two titles' words, 0 to 1."""
    first, second = bag(a), bag(b)
    shared = sum((first & second).values())
    return 2 * shared / (sum(first.values()) + sum(second.values())) if shared else 0.0


def candidates(scene: Scene, when: When) -> list[Candidate]:
    """All candidates of a when, the same title from the same place once."""
    seen: dict[tuple[str, str], Candidate] = {}
    for where, mention in _gathered(scene, when):
        if _dated_itself(scene, when, where, mention):
            continue
        for candidate in _variants(scene, when, where, mention):
            seen.setdefault((candidate.title.lower(), where), candidate)
    return list(seen.values())


_ELSEWHERE = ("next", "above", "below", "line_above", "line_above_2", "line_below")


def _dated_itself(scene: Scene, when: When, where: str, mention: Mention) -> bool:
    """True for a mention of another line or sentence that has a date of its own there: it is not this one's name."""
    if where not in _ELSEWHERE and not (where == "previous" and mention.indefinite):
        return False
    sentence = scene.layout.sentence_at(mention.span.start)
    return any(w.span.overlaps(sentence) and w.first_day != when.first_day and w.role != "replay" for w in scene.dated)


def _gathered(scene: Scene, when: When) -> Iterator[tuple[str, Mention]]:
    layout = scene.layout
    number = layout.block_at(when.span.start)
    block = layout.blocks[number]
    sentence = layout.sentence_at(when.span.start)
    around = layout.sentences_in(block)
    for i, other in enumerate(around):
        if other == sentence:
            yield from (("sentence", m) for m in scene.mentions(other) if not m.span.overlaps(when.span))
            if i > 0:
                yield from (("previous", m) for m in scene.mentions(around[i - 1]))
            if i + 1 < len(around):
                yield from (("next", m) for m in scene.mentions(around[i + 1]))
    yield from _headings(scene, number)
    for near in (number - 1, number + 1):
        if 0 <= near < len(layout.blocks):
            span = layout.blocks[near]
            where = "what" if scene.labels.get(near) == "what" else "above" if near < number else "below"
            if where == "what" or span.end - span.start <= 4 * _HEADING:
                yield from ((where, m) for s in layout.sentences_in(span) for m in scene.mentions(s))
    for near in range(max(0, number - 8), min(len(layout.blocks), number + 4)):
        if scene.labels.get(near) == "what" and abs(near - number) > 1:
            yield from (("what", m) for s in layout.sentences_in(layout.blocks[near]) for m in scene.mentions(s))
    yield from (("headline", m) for m in scene.headline_mentions)
    yield from _lines(scene, when, number)


_LINE = 110
_LINE_END = re.compile(
    r"\s+(?:at|in|by|with host|hosted by|presented by)\s+(?:the\s+)?[A-Z]|[;(|]|\. |, (?=[A-Z])|\s[–—-]\s|,? \d{3,}"
)


def _lines(scene: Scene, when: When, number: int) -> Iterator[tuple[str, Mention]]:
    """Short lines as titles: what stands beside a date in a schedule's line, on the next line, on the line above,
    or behind a WHAT label."""
    blocks, labels = scene.layout.blocks, scene.labels
    block = blocks[number]
    if block.end - block.start <= 2 * _LINE and block != scene.headline:
        yield from _line("beside_behind", scene, Span(start=when.span.end, end=block.end))
        yield from _line("beside_before", scene, Span(start=block.start, end=when.span.start))
    for where, near in (("line_below", number + 1), ("line_above", number - 1), ("line_above_2", number - 2)):
        if (
            0 <= near < len(blocks)
            and blocks[near].end - blocks[near].start <= _LINE
            and blocks[near] != scene.headline
        ):
            if not any(w.span.overlaps(blocks[near]) for w in scene.whens) and labels.get(near) in (None, "what"):
                yield from _line(where, scene, blocks[near])
    for near in range(max(0, number - 6), min(len(blocks), number + 3)):
        if labels.get(near) == "what":
            yield from _line("label_what", scene, blocks[near])


def _line(where: str, scene: Scene, span: Span) -> Iterator[tuple[str, Mention]]:
    text = re.sub(r"^[\s*•·▪–—:,|-]*(?:[A-Za-z][A-Za-z &/]{1,20}:\s*)?", "", span.of(scene.text))
    start = span.start + len(span.of(scene.text)) - len(text)
    end = match.start() if (match := _LINE_END.search(text)) else len(text)
    words = text[:end].strip(" .,:;-–—|\"'*")
    if not words or not _is_title(words, scene.language):
        return
    if (
        (1 < len(words.split()) <= 16
        and words[:1].isupper())
        or (len(words.split()) == 1
        and len(words) > 4
        and words[:1].isupper())
    ):
        yield (
            where,
            Mention(span=Span(start=start, end=start + end), text=words, title=words, named=True, rule="mention/line"),
        )


def _is_title(words: str, language: Language) -> bool:
    """False for labels, sentences, and a line's bare "Starting"."""
    told = language.data["events"]
    lower = words.lower()
    labels = {w for kind in ("when", "where", "what", "other") for w in told[f"labels_{kind}"]}
    if (
        lower in labels
        or lower in language.words
        or lower in language.data["dateline"]["openings"]
        or lower in told["stops"]
    ):
        return False
    if (
        any(lower.startswith(w) for w in language.data["dateline"]["openings"])
        or lower.split()[0] in language.data["refine"]["starts"]
    ):
        return False
    return not set(lower.split()) & set(told["sentence_words"]) and " as follows" not in lower


def _headings(scene: Scene, number: int) -> Iterator[tuple[str, Mention]]:
    """Mentions of the nearest short block above, within ten: the head of a list or a schedule."""
    for near in range(number - 2, max(-1, number - 10), -1):
        span = scene.layout.blocks[near]
        if span.end - span.start <= _HEADING and span != scene.headline and scene.labels.get(near) is None:
            found = [m for s in scene.layout.sentences_in(span) for m in scene.mentions(s)]
            if found:
                yield from (("heading", m) for m in found)
                return


def _variants(scene: Scene, when: When, where: str, mention: Mention) -> Iterator[Candidate]:
    made = _candidate(scene, where, mention, mention.title)
    yield made
    if where == "headline" and (told := _suffix_told(scene, mention.title)):
        yield replace(made, title=told, in_headline=False, count=scene.lower.count(told.lower()))
    if mention.named:
        return
    pointing = mention.definite or (made.generic and not mention.indefinite)
    if pointing and where in ("sentence", "previous") and (named := antecedent(scene, mention, when)):
        yield replace(_candidate(scene, where, named, named.title), resolved=True)
    if composed := _composed(scene, mention, when):
        yield replace(_candidate(scene, where, mention, composed), composed=True, generic=False)


def _suffix_told(scene: Scene, title: str) -> str | None:
    """The longest end of a headline's phrase that the body tells again: "Brand Supports Invest Fest" is "Invest Fest"."""
    words = title.split()
    body = scene.headline.end if scene.headline else 0
    for first in range(1, len(words) - 1):
        end = " ".join(words[first:])
        if scene.lower.find(end.lower(), body) >= 0:
            return end if scene.lower.find(title.lower(), body) < 0 and words[first].lower() not in _LIGHT else None
    return None


def _candidate(scene: Scene, where: str, mention: Mention, title: str) -> Candidate:
    generic = (
        title.lower() in frozenset(scene.language.data["events"]["generic"])
        or (not mention.named
        and len(title.split()) == 1)
    )
    headline = scene.headline_text
    return Candidate(
        mention=mention, title=title, where=where, generic=generic,
        in_headline=bool(headline) and where != "headline" and _told_in(title, headline),
        place=mention.rule.endswith("run") and gazetteer.find(title) is not None,
        body=mention.named and _is_body(title, mention.head, scene.language),
        count=scene.lower.count(title.lower()) if len(title) > 3 else 1,
    )  # fmt: skip


@cache
def bodies(language: Language) -> frozenset[str]:
    """Last words of names of organisations and places."""
    return frozenset(language.data["events"]["bodies"])


def _is_body(title: str, head: str, language: Language) -> bool:
    words = title.lower().split()
    if head and words[-1] == head.rsplit(maxsplit=1)[-1]:
        return False
    return words[-1] in bodies(language) or (
        not head and bool(set(words) & set(language.data["events"]["strong_bodies"]))
    )


def _told_in(title: str, text: str) -> bool:
    words, inside = bag(title), bag(text)
    return bool(words) and sum((words & inside).values()) >= 0.75 * sum(words.values())


def antecedent(scene: Scene, mention: Mention, when: When) -> Mention | None:
    """The best named mention told before (else in the headline) that a definite one points at: same head, or any
    event name behind a general head ("the event")."""
    told = [
        m
        for s in scene.layout.sentences
        if s.start < mention.span.start
        for m in scene.mentions(s)
        if m.named and m.head
    ]
    told = [m for m in told if m.span.end <= mention.span.start] + [
        m for m in scene.headline_mentions if m.named and m.head
    ]
    head = mention.head.split()[-1] if mention.head else ""
    same = [m for m in told if m.head.split()[-1] == head]
    if same:
        return _fullest(same)
    return (
        _fullest(told)
        if head in ("event", "conference", "gathering", "celebration", "meeting", "program") and told
        else None
    )


def _fullest(mentions: Sequence[Mention]) -> Mention:
    """The one told most often, then the longest, then the last."""
    counts = Counter(m.title.lower() for m in mentions)
    return max(mentions, key=lambda m: (counts[m.title.lower()], len(m.title), m.span.start))


def _composed(scene: Scene, mention: Mention, when: When) -> str | None:
    """ "NetEase second quarter 2019 earnings conference call": company, period, what it is."""
    company = scene.company
    if mention.kind == "earnings_call" or mention.head.endswith(("webcast", "call")):
        near = scene.headline_text + " " + scene.text[max(0, when.span.start - 700) : when.span.end + 300]
        if not cues(scene.language, "earnings").search(near):
            return (
                f"{company} {mention.title}".strip()
                if company and company.lower() not in mention.title.lower()
                else None
            )
        period = _period(scene, mention, when)
        head = "conference call" if mention.head.endswith("call") else mention.head
        return " ".join(x for x in (company, period, "earnings", head) if x)
    if host := _host(scene, mention):
        return f"{host} {mention.title}"
    if company and mention.kind in ("meeting", "conference", "other") and company.lower() not in mention.title.lower():
        if re.search(
            r"\b(?:annual|special|extraordinary|general|investor|analyst|shareholders?|stockholders?|capital markets)\b",
            mention.title.lower(),
        ):
            return f"{company} {mention.title}"
    return None


_HOST = re.compile(r"((?:[A-Z][\w.&'-]*)(?:(?: (?:of|on|and|the|for|&))* [A-Z][\w.&'-]*)*)")


def _host(scene: Scene, mention: Mention) -> str | None:
    """The body named in the sentence that an unnamed hearing or meeting is of: "The Senate Indian Affairs Committee …
    a hearing"."""
    if mention.kind not in ("hearing", "meeting", "press_conference", "visit", "other") or mention.rule.endswith(
        "tail"
    ):
        return None
    sentence = scene.layout.sentence_at(mention.span.start)
    hosts = frozenset(scene.language.data["events"]["hosts"])
    for match in _HOST.finditer(scene.text, sentence.start, mention.span.start):
        words = re.sub(r"^(?:The|A|An|On|In|At)\s+", "", match[1])
        if len(words.split()) > 1 and words.split()[-1].lower() in hosts:
            return words
    return None


def _period(scene: Scene, mention: Mention, when: When) -> str:
    """The fiscal period that a call is about: in the headline, else the one told nearest before."""
    if scene.headline is None and scene.release.title:
        match = re.search(
            r"(?:(?:first|second|third|fourth|Q[1-4])[ -]?(?:quarter)?(?: and (?:full|fiscal)[- ]year)?(?: fiscal)?(?: year)? ?(?:20\d\d)?)",
            scene.release.title, re.IGNORECASE,
        )  # fmt: skip
        if match and match[0].strip():
            return match[0].strip()
    fiscal = [w for w in scene.whens if w.role == "fiscal" and w.precision in ("quarter", "half")]
    told = [w for w in fiscal if w.span.start < when.span.end] or fiscal
    if not told:
        return ""
    words = re.sub(r"^the\s+", "", told[0].text, flags=re.IGNORECASE)
    return words


def best_first(scored: Iterable[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Candidates by score, then by place in the text: the same on every run."""
    return sorted(scored, key=lambda s: (-s[0], s[1].mention.span.start, s[1].title))


def span_of(candidate: Candidate) -> Span:
    """Where the candidate's words stand."""
    return candidate.mention.span
