"""Mentions as a trained pipeline's reading sharpens them: cut where their noun phrase ends, and the names it knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from eventx.mentions.sentence import Sentence
from eventx.mentions.trained import PEOPLE, Entity, Reading
from eventx.model import Mention, Span

_CUT = ("mention/head", "mention/tail", "mention/run")
_BESIDE = 3
"""Tokens between an event noun and the title of a work that is on there: "the exhibition, titled Rivers of Light"."""


def sharpened(s: Sentence, found: Sequence[Mention], told: Reading) -> list[Mention]:
    """The mentions of a sentence, and what the pipeline calls an event; none in a person's name ("Jane Fair"). An
    event's name stands for those inside it: the pipeline knows how far it reaches."""
    cut = [_cut(s, m, told) for m in found]
    events = [m for e in told.entities if e.label == "EVENT" for m in _event(s, e)]
    works = [m for e in told.entities if e.label == "WORK_OF_ART" for m in _work(s, e, cut)]
    by_noun = {m.span: m for m in cut if m.named and m.head}  # those know which of their words is the noun
    names = [by_noun.get(m.span, m) for m in events + works]
    taken = [name.span for name in names] + [e.span for e in told.entities if e.label in PEOPLE]
    kept = [m for m in cut if not any(_inside(m.span, span) for span in taken)]
    return [*{(m.span, m.title): m for m in reversed(kept + names)}.values()]


def _inside(span: Span, wider: Span) -> bool:
    return wider.start <= span.start and span.end <= wider.end


def _cut(s: Sentence, mention: Mention, told: Reading) -> Mention:
    """Without what stands behind its noun phrase, "Harbor Summit Opens"; whole where head or name would go with it."""
    phrase = next((p for p in told.phrases if p.span.end > mention.span.start), None)
    if phrase is None or mention.rule not in _CUT or phrase.span.start >= mention.span.end:
        return mention
    end = max((e for e in phrase.ends if e <= mention.span.end), default=mention.span.end)
    kept, left = s.text[mention.span.start : end], s.text[end : mention.span.end]
    tokens = _tokens(s, Span(start=mention.span.start, end=end))
    if not tokens or not any(c.isalpha() for c in left) or mention.head not in kept.lower():
        return mention
    return s.mention(
        tokens[0], tokens[-1] + 1, rule=mention.rule.removeprefix("mention/"), head=mention.head, named=mention.named,
        definite=mention.definite, indefinite=mention.indefinite,
    )  # fmt: skip


def _event(s: Sentence, entity: Entity) -> Iterator[Mention]:
    """An event by its label; its head is the last event noun in it, else its last word."""
    if tokens := _name(s, entity.span):
        words = [s.lower[i] for i in tokens]
        head = next((w for w in reversed(words) if w in s.lists.kinds), words[-1])
        yield s.mention(tokens[0], tokens[-1] + 1, rule="entity", head=head)


def _work(s: Sentence, entity: Entity, found: Iterable[Mention]) -> Iterator[Mention]:
    """A play, a film, a book right behind an event noun that has no name: what is on is called so."""
    noun = next((m.head for m in found if m.head and not m.named and _is_beside(s, m.span, entity.span)), "")
    if noun and (tokens := _name(s, entity.span)):
        yield s.mention(tokens[0], tokens[-1] + 1, rule="entity", head=noun)


def _is_beside(s: Sentence, span: Span, behind: Span) -> bool:
    between = _tokens(s, Span(start=span.end, end=behind.start))
    return span.end <= behind.start and len(between) <= _BESIDE and not any(s.dated[i] for i in between)


def _name(s: Sentence, span: Span) -> Sequence[int]:
    """The entity's tokens without articles and dates at its ends; none where nothing capitalised is left."""
    tokens = [i for i in _tokens(s, span) if not (s.dated[i] and not s.is_year(i))]
    while tokens and (s.among(tokens[0], "articles") or not s.words[tokens[0]][0].isalnum()):
        tokens = tokens[1:]
    while tokens and not s.words[tokens[-1]][0].isalnum():  # a mark, or the "'s" that some pipelines take in
        tokens = tokens[:-1]
    return tokens if any(s.is_capital(i) for i in tokens) else ()


def _tokens(s: Sentence, span: Span) -> list[int]:
    return [i for i, start in enumerate(s.starts) if start in span]
