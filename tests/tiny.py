"""A spaCy pipeline small enough to see through: an entity ruler, and a parser that knows a dozen words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

_POS = {
    "ADP": "at in of on for".split(),
    "DET": "a an the its".split(),
    "VERB": "opens returns is held be takes comes convenes resumes".split(),
    "ADV": "again soon".split(),
}
_POS_OF = {word: pos for pos, words in _POS.items() for word in words}


@Language.component("tiny_parser", assigns=["token.head", "token.dep", "token.pos"])
def tiny_parser(doc: Doc) -> Doc:
    """Heads, dependencies and parts of speech: a noun phrase ends in its head, a preposition hangs on the noun before
    it, all else on the first verb."""
    tags = [_POS_OF.get(t.lower_, "PROPN" if t.is_alpha else "X") for t in doc]
    root = tags.index("VERB") if "VERB" in tags else 0
    heads, deps = [root] * len(doc), ["dep"] * len(doc)
    for i, tag in enumerate(tags):
        before = tags[i - 1] if i else ""
        if tag in ("DET", "PROPN"):
            last = next((k - 1 for k in range(i + 1, len(doc)) if tags[k] != "PROPN"), len(doc) - 1)
            first = next((k + 1 for k in range(i, -1, -1) if tags[k] not in ("DET", "PROPN")), 0)
            behind_preposition = first > 0 and tags[first - 1] == "ADP"
            heads[i] = last if i < last else first - 1 if behind_preposition else root
            deps[i] = "compound" if i < last else "pobj" if behind_preposition else "nsubj"
        elif tag == "ADP":
            heads[i], deps[i] = (i - 1 if before == "PROPN" else root), "prep"
    heads[root], deps[root] = root, "ROOT"
    parsed = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc],
                 heads=heads, deps=deps, pos=tags)  # fmt: skip
    parsed.ents = doc.ents
    return parsed


def pipeline(folder: Path, entities: Mapping[str, str], *, parser: bool = False) -> str:
    """A pipeline that knows these entities (words → label), and the path of the folder it is stored in."""
    nlp = spacy.blank("en")
    if parser:
        nlp.add_pipe("tiny_parser")
    if entities:
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": label, "pattern": words} for words, label in entities.items()])  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return str(folder)
