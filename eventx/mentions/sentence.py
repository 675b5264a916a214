"""One sentence cut into tokens: what each of them is, and a mention made of some of them. Indices count tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eventx.mentions.words import DIGIT, YEAR, Words
from eventx.model import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TIMES = frozenset("WMmvuR")
"""Types of words that are times by themselves (`eventx.lang.TYPES`): weekdays, months, today."""
_LETTERS, _MOST_SMALL = 3, 3
"""Words of so few letters tell nothing of how a sentence is capitalised."""


class Sentence:
    """The tokens of one sentence and its text, which a Doc would put together anew; `dates` (characters of it) are the
    expressions in it."""

    def __init__(self, text: str, doc: Doc, lists: Words, dates: Sequence[Span]) -> None:
        self.lists = lists
        self.text = text
        tokens = [(t.text, t.idx, t.whitespace_) for t in doc]  # to walk through a Doc costs more than all else here
        self.words = [word for word, _, _ in tokens]
        self.lower = [word.lower() for word in self.words]
        self.starts = [start for _, start, _ in tokens]
        self.ends = [start + len(word) for word, start, _ in tokens]
        self._spaced = [bool(blank) for _, _, blank in tokens]
        self.dated = [any(s in d for d in dates) for s in self.starts]
        letters = [w for w in self.words if len(w) > _LETTERS and w.isalpha()]
        small = sum(w[0].islower() for w in letters)
        self.shouting = bool(letters) and sum(w.isupper() for w in letters) > 0.6 * len(letters)
        """True where most words are in capitals."""
        self.titled = len(letters) > 4 and small <= min(0.25 * len(letters), _MOST_SMALL)
        """True where most words are capitalised, so that a capital tells no name. A sentence full of names has its verb
        and its prepositions in small letters still."""

    def __len__(self) -> int:
        return len(self.words)

    def word(self, at: int) -> str:
        """The word there; "" behind the end."""
        return self.words[at] if at < len(self.words) else ""

    def is_dated(self, at: int) -> bool:
        """True inside an expression."""
        return at < len(self.dated) and self.dated[at]

    def is_capital(self, at: int) -> bool:
        """True for a word with a capital."""
        return self.word(at)[:1].isupper()

    def is_name(self, at: int) -> bool:
        """True for what may be part of a name: a capital or a digit."""
        return self.is_capital(at) or DIGIT.search(self.word(at)) is not None

    def is_year(self, at: int) -> bool:
        """True for 2021 and '21."""
        return YEAR.fullmatch(self.word(at)) is not None

    def is_edition(self, at: int) -> bool:
        """True for 2021 and 39th."""
        return self.is_year(at) or self.lists.ordinal.fullmatch(self.words[at]) is not None

    def is_time(self, at: int) -> bool:
        """True for a word that tells a time, be it of an expression or not."""
        known = self.lists.dates.get(self.lower[at])
        return self.dated[at] or (known is not None and known[0] in _TIMES)

    def is_small(self, at: int) -> bool:
        """True for a word that a phrase neither begins nor ends with."""
        return self.lower[at] in self.lists.small or self.lower[at] in self.lists.stops

    def is_address(self, first: int, end: int) -> bool:
        """True for "1721 E. Enke Drive": a street behind a number or a point of the compass. "Toy Drive" is none."""
        if self.lower[end - 1].rstrip(".") not in self.lists.phrase["streets"]:
            return False
        opens = (self.word(first), self.words[first - 1] if first else "")
        return any(w.isdigit() or (len(w.rstrip(".")) == 1 and w.isupper()) for w in opens)

    def among(self, at: int, name: str) -> bool:
        """True where the word is in a list of `[events.phrase]`; False outside the sentence."""
        return 0 <= at < len(self.lower) and self.lower[at] in self.lists.phrase[name]

    def mention(
        self, first: int, end: int, *, rule: str, head: str = "", named: bool = True, definite: bool = False,
        indefinite: bool = False,
    ) -> Mention:  # fmt: skip
        """The mention that tokens first..end make, with the title a reader would give it."""
        span = Span(start=self.starts[first], end=self.ends[end - 1])
        title, aliases = self._title(first, end)
        return Mention(
            span=span, text=span.of(self.text), title=title, kind=self.lists.kinds.get(head, "other"), head=head,
            named=named, definite=definite, indefinite=indefinite, rule=f"mention/{rule}", aliases=aliases,
            edition=next((self.words[i] for i in range(first, end) if self.is_edition(i)), None),
        )  # fmt: skip

    def _title(self, first: int, end: int) -> tuple[str, tuple[str, ...]]:
        """The words without dates and bracketed acronyms; those give the aliases."""
        kept: list[int] = []
        acronyms: list[tuple[str, int]] = []
        skip = False
        for i in range(first, end):
            if self.words[i] == "(" and i + 2 < end and self.words[i + 2] == ")":
                acronyms.append((self.words[i + 1], len(kept)))
                skip = True
            if not (skip or (self.dated[i] and not self.is_year(i))):
                kept.append(i)
            skip = skip and self.words[i] != ")"
        title = self._joined(kept)
        aliases = tuple(f"{name} {self._joined(kept[at:])}".strip() for name, at in acronyms)
        return (_recased(title) if self.shouting else title), aliases

    def _joined(self, tokens: Sequence[int]) -> str:
        out = ""
        for i in tokens:
            gap = " " if out and (self._spaced[i - 1] or i - 1 not in tokens) else ""
            out += gap + self.words[i]
        title = " ".join(out.split()).strip(" ,-–—:")
        return title if self.lists.full_stop.search(title) else title.rstrip(".")


def _recased(title: str) -> str:
    """A shouted title in title case; short words of capitals may be acronyms and stay."""
    words = title.split()
    return " ".join(w if len(w) <= _LETTERS or DIGIT.search(w) else w.capitalize() for w in words)
