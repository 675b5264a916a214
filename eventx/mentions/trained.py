"""A trained pipeline's reading of a sentence: its entities and its noun phrases. Only where somebody asks for one
(`--model`, `Options.model`); eventx ships none and needs none.

Offsets count characters of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from eventx.errors import OptionError
from eventx.model import Span

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc
    from spacy.tokens import Span as Stretch

_TELLING = frozenset({"doc.ents", "token.dep", "token.head"})
"""What spaCy's ner, entity_ruler and parser say of themselves that they fill (`assigns`)."""
PEOPLE = frozenset({"PERSON", "PER"})
"""The label of persons, in the two schemes that spaCy's pipelines are trained on."""
_LONGEST = 5000
"""Characters of a sentence that is read; what is longer is a table or a dump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named entity with its label. `modifies` is true where its word or noun phrase goes on behind it: "the
    Lyon-based firm", and with a parse "the Lyon office"."""

    span: Span
    label: str
    modifies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase up to its head, and where it may end: there, and behind each noun phrase that hangs on it."""

    span: Span
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a pipeline says of a sentence: nothing of what it has no component for."""

    entities: tuple[Entity, ...] = ()
    phrases: tuple[Phrase, ...] = ()


_NOTHING = Reading()


@lru_cache(maxsize=4096)
def reading(model: str | None, sentence: str) -> Reading:
    """The sentence as the pipeline of that name reads it; nothing without one. OptionError as of `trained`."""
    if model is None or not 0 < len(sentence) <= _LONGEST:
        return _NOTHING
    doc = trained(model)(sentence)
    chunks = _chunks(doc)
    return Reading(entities=tuple(_entities(doc, chunks)), phrases=tuple(_phrase(c, chunks) for c in chunks))


@cache
def trained(model: str) -> Pipeline:
    """The installed pipeline of that name, or that of a folder, loaded once in a process.

    OptionError where there is none, where it does not load, and where it tells neither entities nor a parse.
    """
    import spacy

    try:
        nlp = spacy.load(model, exclude=["eventx"])  # which would look for events in each sentence by itself
    except (OSError, ImportError, AttributeError, TypeError, ValueError) as error:
        raise OptionError(_why(model, error)) from error
    fills = {name for pipe in nlp.pipe_names for name in nlp.get_pipe_meta(pipe).assigns}
    if not fills & _TELLING:
        parts = ", ".join(nlp.pipe_names) or "nothing"
        raise OptionError(
            f"the spaCy pipeline {model!r} has neither entities nor a parse (it is made of {parts}); "
            "name one with ner or a parser, or leave --model out"
        )
    return nlp


def _why(model: str, error: Exception) -> str:
    if "[E050]" in str(error):
        return (
            f"no spaCy pipeline {model!r} is installed, nor is it the folder of one; "
            f"try: python -m spacy download {model}"
        )
    told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"the spaCy pipeline {model!r} does not load ({told}); install it anew, or name another"


def _chunks(doc: Doc) -> list[Stretch]:
    """The noun phrases without what hangs on them; none without a parse, or where spaCy has no rule."""
    if not doc.has_annotation("DEP"):
        return []
    try:
        return list(doc.noun_chunks)
    except NotImplementedError:
        return []


def _entities(doc: Doc, chunks: list[Stretch]) -> Iterator[Entity]:
    inside = {token.i: chunk for chunk in chunks for token in chunk}
    for entity in doc.ents:
        chunk = inside.get(entity.end - 1)
        behind = doc.text[entity.end_char : chunk.end_char] if chunk is not None else ""
        goes_on = behind.lstrip()[:1] not in ("", ",", "(") or doc.text[entity.end_char :][:1] == "-"
        yield Entity(span=_span(entity), label=entity.label_, modifies=goes_on)


def _phrase(chunk: Stretch, chunks: list[Stretch]) -> Phrase:
    hanging: Set[int] = {token.i for token in chunk.root.subtree}
    return Phrase(span=_span(chunk), ends=tuple(c.end_char for c in chunks if c.root.i in hanging))


def _span(stretch: Stretch) -> Span:
    return Span(start=stretch.start_char, end=stretch.end_char)
