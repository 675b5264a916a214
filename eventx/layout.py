"""A text as it is read: one spelling of blanks and quotes, wrapped lines joined, blocks, sentences.

`Layout.text` is what the rest of eventx looks at. It has the length of the given text unless that
holds invisible characters (soft hyphens, zero-width marks), which are dropped; `Layout.given`
leads from its offsets back to those of the text that was given.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from eventx.model import Span

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BLANKS = "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ONE_SPELLING = {
    **dict.fromkeys(_BLANKS, " "), "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\0": " ",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\uff07": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "\u2013", "\u2212": "\u2013", "\u0130": "I",
    **{chr(0xFF10 + i): str(i) for i in range(10)}, "\uff0f": "/", "\uff1a": ":", "\uff08": "(", "\uff09": ")",
    "\uff0c": ",", "\uff0d": "-", "\uff3b": "[", "\uff3d": "]",
}  # fmt: skip
_ODD = re.compile(f"[{''.join(_ONE_SPELLING)}]")  # str.translate takes ten times as long where little is odd
_LINE = re.compile(r"[^\n]*\n?")
_SENTENCE_END = re.compile(  # opens with the marks themselves: the search leaps from one to the next
    r"""[.!?。！？](?:(?<=[.!?])(?P<stop>["')\]]*)(?=\s+["'(\[]*[A-Z0-9\u00c0-\u00de•*]|\s*$)"""
    r"|(?<=[a-z)\]%][.!?])(?P<glued>['\")]?)(?=[A-Z][a-z]+[ ,'])"
    r"|(?<=[。！？])(?P<wide>)[」』）]*)"
)
_INITIALS = re.compile(r"(?:[a-z]\.)*[a-z]")
_BEFORE_WORD = re.compile(r"[^\w.&'-]")
_LEAST_WIDTH, _SLACK = 40, 4
_LONGEST = 24
"""Characters before a full stop in which an abbreviation is looked for."""
_WRAP_LIMIT = 110
"""Lines longer than this are paragraphs of their own; wire services wrap at 60 to 100."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A text as it is read. `blocks` are paragraphs, list items, block lines, without outer blanks;
    `sentences` lie inside blocks. Both in order of the text."""

    text: str
    blocks: tuple[Span, ...]
    sentences: tuple[Span, ...]
    _offsets: tuple[int, ...] | None = None

    def given(self, span: Span) -> Span:
        """The same characters in the text that was given."""
        if self._offsets is None or span.end <= span.start:
            return span
        return Span(start=self._offsets[span.start], end=self._offsets[span.end - 1] + 1)

    def block_at(self, offset: int) -> int:
        """Index of the block around the offset, or of the last one before it (0 at the least)."""
        return max(0, bisect_right(self.blocks, offset, key=_start) - 1)

    def sentence_at(self, offset: int) -> Span:
        """The sentence around the offset, or the last one before it."""
        return self.sentences[max(0, bisect_right(self.sentences, offset, key=_start) - 1)]

    def sentences_in(self, span: Span) -> tuple[Span, ...]:
        """The sentences that start inside a span."""
        first = bisect_left(self.sentences, span.start, key=_start)
        return self.sentences[first : bisect_left(self.sentences, span.end, key=_start)]


def layout(given: str, abbreviations: frozenset[str] = frozenset()) -> Layout:
    """Reads the lay of a text. A full stop after one of `abbreviations` (lower case) ends no sentence."""
    text, offsets = given, None
    if _INVISIBLE.search(given):
        offsets = tuple(i for i, c in enumerate(given) if not _INVISIBLE.match(c))
        text = "".join(given[i] for i in offsets)
    text = _ODD.sub(lambda m: _ONE_SPELLING[m[0]], text)
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    text = _joined(text)
    blocks = tuple(_blocks(text))
    sentences = tuple(s for block in blocks for s in _sentences(text, block, abbreviations))
    return Layout(text, blocks, sentences, offsets)


def _start(span: Span) -> int:
    return span.start


def _joined(text: str) -> str:
    """The text with the line ends inside a sentence or a wrapped paragraph turned into blanks."""
    lines = [m.span() for m in _LINE.finditer(text) if text[m.start() : m.end()].strip()]
    if len(lines) < 2:
        return text
    stripped = [text[a:b].strip() for a, b in lines]
    gaps = [text.count("\n", lines[i][0], lines[i + 1][0]) for i in range(len(lines) - 1)]
    spaced = _spacing(stripped, gaps)
    width = _width(stripped)
    out = list(text)
    for i, gap in enumerate(gaps):
        if gap <= spaced and _runs_on(stripped[i], stripped[i + 1], width, all_wrapped=spaced > 1):
            for k in range(lines[i][0], lines[i + 1][0]):
                if out[k] == "\n":
                    out[k] = " "
    return "".join(out)


def _spacing(lines: list[str], gaps: list[int]) -> int:
    """How many line ends part two lines of one paragraph: 1, or 2 and more where every line is spaced out."""
    if 1 in gaps:
        return 1
    least = min(gaps)
    broken = sum(g == least and _mid_sentence(lines[i], lines[i + 1]) for i, g in enumerate(gaps))
    return least if broken >= 0.2 * len(gaps) else 1


def _mid_sentence(line: str, after: str) -> bool:
    return line[-1] not in ".!?:;\"'" and after[0].islower()


def _width(lines: list[str]) -> int:
    """The column at which the text is wrapped: that of its long lines, a headline left out; 0 where there is none."""
    lengths = sorted(len(line) for line in lines if len(line) >= _LEAST_WIDTH)
    if not lengths:
        return 0
    width = lengths[int(0.9 * (len(lengths) - 1))]
    return width if width <= _WRAP_LIMIT else 0


def _runs_on(line: str, after: str, width: int, *, all_wrapped: bool) -> bool:
    """True where the second line goes on with the first one's paragraph."""
    if after[0] in "*•·-–—▪●◦#|>" or line.endswith(":"):
        return False
    if _mid_sentence(line, after) and len(line) > 30:
        return True
    if not width or len(line) > width + _SLACK:
        return False
    if all_wrapped:
        return len(line) > 0.6 * width
    first_word = after.split(maxsplit=1)[0]
    return len(line) + 1 + len(first_word) > width - _SLACK and len(line) > 0.6 * width


def _blocks(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        line = text[match.start() : match.end()]
        if line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            yield Span(start=start, end=match.start() + len(line.rstrip()))


def _sentences(text: str, block: Span, abbreviations: frozenset[str]) -> Iterator[Span]:
    start = block.start
    for match in _SENTENCE_END.finditer(text, block.start, block.end):
        if match.lastgroup == "stop" and _abbreviated(text, start, match.start(), abbreviations):
            continue
        yield Span(start=start, end=match.end())
        start = match.end()
        while start < block.end and text[start] == " ":
            start += 1
    if start < block.end:
        yield Span(start=start, end=block.end)


def _abbreviated(text: str, start: int, stop: int, abbreviations: frozenset[str]) -> bool:
    if text[stop] != ".":
        return False
    word = _BEFORE_WORD.split(text[max(start, stop - _LONGEST) : stop])[-1].lower()
    return word in abbreviations or _INITIALS.fullmatch(word) is not None
