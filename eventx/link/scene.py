"""One release laid out for linking: what stands where, looked up once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise

from eventx.lang import Language
from eventx.layout import Layout, layout
from eventx.link.words import any_of, cues, longest_words, terms
from eventx.mentions import Entity, entities_in, mentions_in
from eventx.model import Anchor, Mention, Release, Span, When
from eventx.temporal import expressions

_LABEL = re.compile(r"\s*(?:[*•·▪-]\s*)?([A-Za-z][A-Za-z&/ -]{1,24}?)\s*(?::|\s[–—-]\s)\s*")
_LABEL_ALONE = re.compile(r"\s*([A-Za-z][A-Za-z&/ ]{1,20}?)\s*:?\s*$")
_WORD = re.compile(r"\w+")
_LONGEST_WHEN = 300
"""Characters of the words of a when, with room to spare."""
_LONGEST_LEAD = 3000
"""Characters in which a company's stock code is looked for."""


@dataclass(frozen=True)
class Scene:
    """A release, its layout, anchor and whens; lookups are made when first asked for."""

    release: Release
    layout: Layout
    anchor: Anchor
    whens: Sequence[When]
    language: Language
    headline: Span | None
    model: str | None = None

    @property
    def lang(self) -> str:
        """The language of the release; where nothing tells it, that of the file it is read with."""
        return self.release.lang or self.language.code

    @property
    def text(self) -> str:
        """The layout's text."""
        return self.layout.text

    @cached_property
    def dated(self) -> tuple[When, ...]:
        """The whens of day precision outside the dateline: what titles compete for."""
        return tuple(w for w in self.whens if w.precision == "day" and w.role not in ("dateline", "speech"))

    @cached_property
    def days_told(self) -> Counter[tuple[date, str]]:
        """How often each first day is told, by precision."""
        return Counter((when.first_day, when.precision) for when in self.whens)

    @cached_property
    def moments(self) -> int:
        """How many different days and hours are told."""
        return len({when.first for when in self.dated})

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """For each block the number of its group: lines that no blank line parts. Empty where all lines are spaced
        alike, so that blank lines tell nothing."""
        blocks = self.layout.blocks
        gaps = [self.text.count("\n", a.end, b.start) for a, b in pairwise(blocks)]
        if not gaps or min(gaps) == max(gaps):
            return ()
        numbers = [0]
        for gap in gaps:
            numbers.append(numbers[-1] + (gap > min(gaps)))
        return tuple(numbers)

    @cached_property
    def headline_text(self) -> str:
        """The headline: the given title, else the first block."""
        if self.release.title:
            return self.release.title
        return self.headline.of(self.text) if self.headline else ""

    @cached_property
    def boilerplate(self) -> int:
        """Where the closing matter starts: "About X", "Forward-looking statements", contacts."""
        starts = cues(self.language, "boilerplate")
        half = len(self.text) * 0.25
        for block in self.layout.blocks:
            if block.start >= half and starts.match(self.text, block.start, block.end):
                return block.start
        about = re.escape(self.language.data["events"]["about"])
        found = re.search(rf"(?<=[.!\"a-z)]){about} [A-Z][\w.]+|\n{about} [A-Z]", self.text)
        return found.start() if found else len(self.text)

    @cached_property
    def labels(self) -> Mapping[int, str]:
        """Label of each block ("when", "where", "what", "other"); a label alone on its line serves the next block."""
        made: dict[int, str] = {}
        carried = ""
        for i, block in enumerate(self.layout.blocks):
            line = self.text[block.start : block.end]
            match = _LABEL.match(line)
            kind = _label_kind(self.language, match[1]) if match else ""
            if kind:
                made[i] = kind
                carried = kind if match and match.end() >= len(line.rstrip()) else ""
            elif (alone := _LABEL_ALONE.match(line)) and _label_kind(self.language, alone[1]):
                carried = _label_kind(self.language, alone[1])
            elif carried:
                made[i], carried = carried, ""
        return made

    @cached_property
    def company(self) -> str:
        """Whose release it is, as its first lines tell: the name before a stock code, else the headline's subject."""
        if match := _company(self.language).search(self.text, 0, _LONGEST_LEAD):
            return bare_company(match[1], self.language)
        verbs = cues(self.language, "headline_verbs")
        found = verbs.search(self.headline_text)
        if found and 0 < found.start() <= 60:
            return bare_company(self.headline_text[: found.start()].strip(" ,:-"), self.language)
        return ""

    def tells(self, name: str) -> bool:
        """True where a cue of a list may stand in the release, by its longest word: what never does need not be looked
        for around each date."""
        if name not in self._told:
            self._told[name] = not self._words.isdisjoint(longest_words(self.language, name))
        return self._told[name]

    @cached_property
    def _told(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(f"{self.lower} {self.headline_text.lower()}"))

    def dated_near(self, span: Span) -> list[When]:
        """The whens of `dated` that overlap a span."""
        return _near(self.dated, span)

    def whens_near(self, span: Span) -> list[When]:
        """The whens that overlap a span."""
        return _near(self.whens, span)

    def mentions(self, span: Span) -> tuple[Mention, ...]:
        """Mentions of one sentence or block, found once."""
        key = (span.start, span.end)
        if key not in self._mentions:
            dates = [w.span for w in self.whens_near(span)]
            self._mentions[key] = mentions_in(self.text, span, self.language, dates, self.model)
        return self._mentions[key]

    @cached_property
    def _mentions(self) -> dict[tuple[int, int], tuple[Mention, ...]]:
        return {}

    @cached_property
    def headline_mentions(self) -> tuple[Mention, ...]:
        """Mentions of the headline; of the release's title where the text does not start with it."""
        if self.headline is not None:
            return self.mentions(self.headline)
        title = layout(" ".join((self.release.title or "").split()), self.language.abbreviations)
        dates = [e.span for e in expressions(title, self.language)]
        return mentions_in(title.text, Span(start=0, end=len(title.text)), self.language, dates, self.model)

    def entities(self, span: Span) -> tuple[Entity, ...]:
        """Named entities of one sentence; none unless the caller named a model."""
        return entities_in(self.text, span, self.model)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, for looking titles up."""
        return self.text.lower()


def _start(when: When) -> int:
    return when.span.start


def _near(whens: Sequence[When], span: Span) -> list[When]:
    """Those that overlap a span; whens are in the order of the text, and there may be thousands."""
    first = bisect_left(whens, span.start - _LONGEST_WHEN, key=_start)
    last = bisect_left(whens, span.end, key=_start)
    return [when for when in whens[first:last] if when.span.overlaps(span)]


def bare_company(name: str, language: Language) -> str:
    """A company's name without its legal form: "NetEase, Inc." is "NetEase"."""
    forms = terms(language, "company_forms")
    words = _without_glue(name, language).replace(",", " ").split()
    while len(words) > 1 and words[-1].lower() in forms:
        words.pop()
    return " ".join(words[-6:])


def _without_glue(name: str, language: Language) -> str:
    """The name alone, where a lost line break joined it to what stands before: "ACM.About Acme ToolsAcme Tools"."""
    name = name.rpartition(f"{language.data['events']['about']} ")[2]
    first = name.split(maxsplit=1)[0] if name.strip() else ""
    again = name.rfind(first)
    return name[again:] if again > 0 and name[again - 1].islower() else name


@cache
def _company(language: Language) -> re.Pattern[str]:
    """A name before a stock code: "NetEase, Inc. (NASDAQ: NTES)"."""
    told = language.data["events"]
    word = r"[A-Z][\w&.'-]*"
    name = rf"(?:{word}|[a-z]+\.com)(?:,? (?:{word}|{any_of(told['company_joints'])}))*?"
    exchanges = any_of(told["stock_exchanges"])
    return re.compile(rf"({name}),?(?: \([^)]{{1,40}}\),?)? ?\((?:{exchanges})[\w ]*[:;)]")


def _label_kind(language: Language, label: str) -> str:
    name = " ".join(label.lower().split())
    for kind in ("when", "where", "what", "other"):
        if name in terms(language, f"labels_{kind}"):
            return kind
    return ""
