"""Event phrases with spaCy: which stretches of a sentence name an event, and how a reader would call it.

spaCy tokenises and finds the head nouns (`[events.nouns]` of the language file); from a head the phrase
grows to the left over its modifiers and to the right over its tail. Quoted names and capitalised runs
behind "at" or "of" are mentions too, since many names have no head noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from eventx.lang import Language
from eventx.model import Mention, Span

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_LONGEST, _LONGEST_TAIL = 14, 9
_YEAR = re.compile(r"(?:19|20)\d\d|'\d\d")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*")
_INITIALS = re.compile(r"(?:\b[A-Za-z]\.)+$|\b(?:Inc|Corp|Ltd|Co|Jr|Sr)\.$")
_QUOTED = re.compile(r"\"([^\"\n]{3,140})\"")
_DETERMINERS = frozenset(
    ("a", "an", "'s", "our", "his", "her", "no", "each", "every", "next", "first", "second", "another", "annual")
)
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Words:
    """The language's word lists as sets, for membership."""

    kinds: Mapping[str, str]
    weak: frozenset[str]
    generic: frozenset[str]
    name_heads: frozenset[str]
    stops: frozenset[str]
    small: frozenset[str]
    tail_stops: frozenset[str]
    tails: tuple[str, ...]
    definite: frozenset[str]
    naming: re.Pattern[str]
    bodies: frozenset[str]
    strong_bodies: frozenset[str]
    compounds: frozenset[str]
    verbs: frozenset[str]
    title_of: re.Pattern[str]
    endings: tuple[str, ...]
    dates: Mapping[str, tuple[str, Any]]


@cache
def _lists(language: Language) -> _Words:
    told = language.data["events"]
    kinds = {noun: kind for kind, nouns in told["nouns"].items() for noun in nouns}
    naming = "|".join(re.escape(w) for w in told["naming"])
    return _Words(
        kinds={**kinds, **{plural(n): k for n, k in kinds.items()}},
        weak=frozenset(told["weak"]) | frozenset(map(plural, told["weak"])),
        generic=frozenset(told["generic"]) | frozenset(map(plural, told["generic"])),
        name_heads=frozenset(told["name_heads"]), stops=frozenset(told["stops"]), small=frozenset(told["small"]),
        tail_stops=frozenset(told["tail_stops"]), tails=tuple(told["tails"]), definite=frozenset(told["definite"]),
        naming=re.compile(rf"\b(?:{naming})[\s,:]*$", re.IGNORECASE),
        bodies=frozenset(told["bodies"]), strong_bodies=frozenset(told["strong_bodies"] + ["board"]), compounds=frozenset(told["compounds"]), verbs=frozenset(told["verb_forms"]), endings=tuple(told["head_endings"]),
        title_of=re.compile(rf"(.{{4,160}}?),? (?:{'|'.join(told['title_of'])})\b"), dates=language.words,
    )  # fmt: skip


def plural(noun: str) -> str:
    """The regular plural of an English noun, well enough to look words up."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def _machine(language: Language) -> tuple[Vocab, Any, PhraseMatcher]:
    """Vocabulary, tokeniser and head-noun matcher; no model, no language class (their start costs too much)."""
    from spacy.lang.lex_attrs import LEX_ATTRS
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer
    from spacy.vocab import Vocab

    vocab = Vocab(lex_attr_getters=LEX_ATTRS)
    edge = r"""["'“”‘’()\[\]{},;:!?*•|/&=+–—…<>]|--"""
    tokenizer = Tokenizer(
        vocab,
        prefix_search=re.compile(rf"^(?:{edge})").search,
        suffix_search=re.compile(rf"(?:{edge}|'s|(?-i:(?<=[a-z0-9)\]]{{2}}))\.|\.\.+)$", re.IGNORECASE).search,
        infix_finditer=re.compile(r"""[()\[\]"/,;:–—|]|--|(?<=[a-z])\.(?=[A-Z])""").finditer,
        url_match=re.compile(r"(?:https?://|www\.)\S+").match,
    )
    matcher = PhraseMatcher(vocab, attr="LOWER")
    lists = _lists(language)
    heads = set(lists.kinds) | lists.name_heads
    matcher.add("head", [tokenizer(noun) for noun in sorted(heads)])
    return vocab, tokenizer, matcher


def mentions_in(text: str, span: Span, language: Language, dates: Sequence[Span] = ()) -> tuple[Mention, ...]:
    """Mentions inside `span` of the text, in its order. `dates` (expressions) are looked through:
    "Tracy Chapman's August 30 Concert" is "Tracy Chapman's Concert"."""
    _, tokenizer, matcher = _machine(language)
    raw = text[span.start : span.end]
    if not raw.strip():
        return ()
    doc = tokenizer(raw)
    inside = [Span(start=d.start - span.start, end=d.end - span.start) for d in dates if d.overlaps(span)]
    phrase = _Phrase(doc, _lists(language), inside)
    found = [m for start, end in _heads(doc, matcher(doc), phrase.lists.weak) for m in phrase.around(start, end)]
    found += phrase.quoted(raw) + phrase.titled_as(raw) + phrase.runs(found)
    return tuple(sorted((_shifted(m, span.start) for m in found), key=lambda m: (m.span.start, -m.span.end, m.title)))


def _heads(doc: Doc, matches: Iterable[tuple[int, int, int]], weak: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The longest match at each place, from the left; of two heads side by side the last ("festival parade") unless
    that is a weak one ("forum address")."""
    kept: list[tuple[int, int]] = []
    for _, start, end in sorted(matches, key=lambda m: (m[1], -m[2])):
        if kept and start < kept[-1][1]:
            continue
        if kept and start == kept[-1][1]:
            if doc[start:end].text.lower() in weak and doc[kept[-1][0] : start].text.lower() not in weak:
                continue
            kept.pop()
        kept.append((start, end))
    yield from kept


def _shifted(mention: Mention, by: int) -> Mention:
    return replace(mention, span=Span(start=mention.span.start + by, end=mention.span.end + by))


class _Phrase:
    """One tokenised sentence; grows mentions from head nouns. Indices are tokens."""

    def __init__(self, doc: Doc, lists: _Words, dates: Sequence[Span]) -> None:
        self.doc, self.lists = doc, lists
        self.words = [t.text for t in doc]
        self.lower = [w.lower() for w in self.words]
        self.starts = [t.idx for t in doc]
        self.dated = [any(s in d for d in dates) for s in self.starts]
        letters = [w for w in self.words if len(w) > 3 and w.isalpha()]
        small = sum(w[0].islower() for w in letters)
        self.shouting = bool(letters) and sum(w.isupper() for w in letters) > 0.6 * len(letters)
        self.titled = len(letters) > 4 and small <= 0.25 * len(letters)

    def around(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions whose head noun is tokens start..end."""
        head = " ".join(self.lower[start:end])
        name_only = head in self.lists.name_heads and head not in self.lists.kinds
        capital = self.words[start][:1].isupper()
        first = self._left(start, named=capital)
        weak = head in self.lists.weak
        if self._next(end).lower() in self.lists.compounds or (head in self.lists.verbs and not capital):
            return
        if any(self.dated[start:end]) or (name_only and (not capital or start - first < 1)):
            return
        before = self.lower[first - 1] if first else ""
        pointing = before in self.lists.definite or self._pointed(first)
        determined = pointing or before in _DETERMINERS
        if weak and first == start and not determined and not (capital and first):
            return
        named = (
            capital and (first < start or _YEAR.fullmatch(self._next(end)) is not None) and self._has_name(first, start)
        )
        stop = end + (1 if named and _YEAR.fullmatch(self._next(end)) else 0)
        kind = self.lists.kinds.get(head, "other")
        tail = self._tail(stop, named)
        definite = pointing and not named
        for end_at, rule in ((stop, "head"), (tail, "tail")):
            if rule == "head" or tail > stop:
                by_tail = rule == "tail" and capital and self._tail_is_name(stop)
                made = self._made(first, end_at, head, kind, named or by_tail, definite and not by_tail, rule)
                yield replace(made, indefinite=before in ("a", "an", "another"))

    def _pointed(self, first: int) -> bool:
        """True behind "this year's", "Friday's": a time that picks one of several."""
        return first > 1 and self.lower[first - 1] in ("'s", "'") and self._is_time(first - 2)

    def _next(self, at: int) -> str:
        return self.words[at] if at < len(self.words) else ""

    def _dated(self, at: int) -> bool:
        return at < len(self.dated) and self.dated[at]

    def _has_name(self, first: int, start: int) -> bool:
        """True where a capitalised word that is not just the sentence's first stands before the head."""
        return any(self._is_name(i) for i in range(first, start)) or first == start

    def _is_name(self, at: int) -> bool:
        word = self.words[at]
        return word[:1].isupper() or _DIGITS.search(word) is not None

    def _left(self, head: int, *, named: bool) -> int:
        """The first token of the phrase: over modifiers, and over capitalised names where the head is one."""
        at = best = head
        asked = named
        while at > 0 and head - at < _LONGEST:
            k = at - 1
            named = asked or (best < head and self.words[best][:1].isupper() and self.words[best].isalpha())
            word, lower = self.words[k], self.lower[k]
            if self.dated[k]:
                if k == 0 or not (named or self.words[k - 1] in ("'s", "'") or self._is_name(k - 1)):
                    break
                at = k
                continue
            if lower in ("'s", "'") and k:
                if self._is_time(k - 1):
                    break
                at = best = k
                continue
            if word == ")" and self._bracketed(k):
                at = k - 2
                continue
            if self._modifier(k, named):
                at = best = k
            elif named and self._connects(k):
                at = k
            else:
                break
        while best < head and (
            self.lower[best] in self.lists.small or self.lower[best] in self.lists.stops or self.dated[best]
        ):
            best += 1
        return best

    def _bracketed(self, close: int) -> bool:
        """An acronym in brackets inside a name: Zhongguancun (ZGC) Forum."""
        return close > 2 and self.words[close - 2] == "(" and _ACRONYM.fullmatch(self.words[close - 1]) is not None

    def _is_time(self, at: int) -> bool:
        return self.dated[at] or self.lists.dates.get(self.lower[at], ("",))[0] in tuple("WMmvuR")

    def _modifier(self, at: int, named: bool) -> bool:
        word, lower = self.words[at], self.lower[at]
        if self._is_time(at) and not _YEAR.fullmatch(word):
            return False
        if _YEAR.fullmatch(word) or _ORDINAL.fullmatch(word):
            return True
        if word in ("&", "+", "-", "/"):
            return named and at > 0 and self._is_name(at - 1)
        if not (word[:1].isalpha() or (word[:1].isdigit() and not word.isdigit())):
            return False
        if lower in self.lists.stops and not (named and word.isupper() and len(word) > 2 and not self.shouting):
            return False
        if lower in self.lists.small:
            return False
        if named and not self._is_name(at):
            return "-" in word and at > 0 and self._is_name(at - 1)
        return named or not lower.endswith("ly")

    def _connects(self, at: int) -> bool:
        """A small word or comma between capitalised words: Group of New York, Technology, Media & Telecom."""
        lower = self.lower[at]
        if at and lower in ("and", "&", ",", "the") and self._is_head(at - 1 - (lower == "the")):
            return False  # "the Paris Air Show and the Geneva Motor Show" are two
        if at == 0 or not self._is_name(at - 1) or self.lower[at - 1] in self.lists.stops:
            return lower == "the" and at > 1 and self.lower[at - 1] in ("of", "for", "on", "and")
        if lower == ",":
            return any(w in ("&", "and") for w in self.words[at + 1 : at + 6]) and not self._is_time(at - 1)
        if self.titled or at == 1:  # a sentence's first word is capitalised whatever it is: "Tickets for the Concert"
            return lower in ("of", "and", "&")
        return (
            lower in ("of", "and", "&", "for", "on", "de", "du", "la", "del", "der", "und", "in")
            and lower in self.lists.small
        )

    def _is_head(self, at: int) -> bool:
        while at > 0 and self.lower[at] in ("and", "&", ",", "the"):
            at -= 1
        return self.lower[at] in self.lists.kinds and self.words[at][:1].isupper()

    def _tail(self, at: int, named: bool) -> int:
        """Behind the head: "on Retroviruses and Opportunistic Infections", "of the Forensic Science Commission"."""
        text = " ".join(self.lower[at : at + 2])
        tail = next((t for t in self.lists.tails if text == t or self.lower[at : at + 1] == [t]), None)
        if tail is None or self._dated(at):
            return at
        k = at + len(tail.split())
        if self._dated(k):
            return at
        first = k + (self._next(k).lower() in ("the", "a", "an", "its", "their", "his", "her"))
        if named and not (first < len(self.words) and self._is_name(first)):
            return at
        end = k
        while end < len(self.words) and end - at < _LONGEST_TAIL and not self._ends_tail(end, named):
            end += 1
        while end > k and (self.lower[end - 1] in self.lists.small or self.lower[end - 1] in self.lists.stops):
            end -= 1
        return end if end > first else at

    def _tail_is_name(self, at: int) -> bool:
        """True for "Symposium on Coastal Erosion": the tail after its preposition and article is capitalised."""
        k = at + 1 + (self._next(at + 1).lower() in ("the", "a", "an"))
        return k < len(self.words) and self._is_name(k)

    def _ends_tail(self, at: int, named: bool) -> bool:
        word, lower = self.words[at], self.lower[at]
        if self.dated[at] or lower in self.lists.tail_stops or word in '()[]"“”;:,.!?|–—' or word == "--":
            return True
        return named and not self._is_name(at) and lower not in self.lists.small

    def _made(self, first: int, end: int, head: str, kind: str, named: bool, definite: bool, rule: str) -> Mention:
        span = Span(start=self.starts[first], end=self.starts[end - 1] + len(self.words[end - 1]))
        title, aliases = self._title(first, end)
        edition = next((w for w in self.words[first:end] if _YEAR.fullmatch(w) or _ORDINAL.fullmatch(w)), None)
        return Mention(
            span=span, text=self.doc.text[span.start : span.end], title=title, kind=kind, head=head, named=named,
            definite=definite, rule=f"mention/{rule}", edition=edition, aliases=aliases,
        )  # fmt: skip

    def _title(self, first: int, end: int) -> tuple[str, tuple[str, ...]]:
        """The words without dates and bracketed acronyms; those give the aliases."""
        kept, acronyms, skip = [], [], False
        for i in range(first, end):
            if self.words[i] == "(" and i + 2 < end and self.words[i + 2] == ")":
                acronyms.append((self.words[i + 1], len(kept)))
                skip = True
            if not (skip or (self.dated[i] and not _YEAR.fullmatch(self.words[i]))):
                kept.append(i)
            skip = skip and self.words[i] != ")"
        title = self._joined(kept)
        aliases = tuple(f"{name} {self._joined(kept[at:])}".strip() for name, at in acronyms)
        return (_recased(title) if self.shouting else title), aliases

    def _joined(self, tokens: Sequence[int]) -> str:
        out = ""
        for i in tokens:
            gap = " " if out and (self.doc[i - 1].whitespace_ or i - 1 not in tokens) else ""
            out += gap + self.words[i]
        title = " ".join(out.split()).strip(" ,-–—:")
        return title if _INITIALS.search(title) else title.rstrip(".")

    def quoted(self, raw: str) -> list[Mention]:
        """Names in quotation marks: of two words or more, capitalised, no sentence."""
        found = []
        for match in _QUOTED.finditer(raw):
            inner = match[1].strip()
            words = inner.split()
            capitals = sum(w[:1].isupper() or not w[:1].isalpha() for w in words if len(w) > 3)
            longer = sum(len(w) > 3 for w in words)
            named = self.lists.naming.search(raw, max(0, match.start() - 24), match.start()) is not None
            if not (2 <= len(words) <= _LONGEST or (named and words)) or (inner[-1] in ",?." and not named):
                if not (inner[-1:] == "," and 2 <= len(words) <= 10 and capitals >= 0.9 * longer):
                    continue
            if inner[:1].isupper() and capitals >= 0.7 * longer:
                rule = "mention/titled" if named else "mention/quoted"
                span = Span(start=match.start(1), end=match.end(1))
                head = next(
                    (w.lower().strip(",.:") for w in reversed(words) if w.lower().strip(",.:") in self.lists.kinds), ""
                )
                found.append(Mention(span=span, text=match[1], title=inner.rstrip(",."), named=True, rule=rule, head=head,
                                     kind=self.lists.kinds.get(head, "other")))  # fmt: skip
        return found

    def titled_as(self, raw: str) -> list[Mention]:
        """ "X is the title of a talk": the sentence up to there is the name."""
        match = self.lists.title_of.match(raw)
        if match is None:
            return []
        span = Span(start=match.start(1), end=match.end(1))
        return [Mention(span=span, text=match[1], title=match[1].strip(' "'), named=True, rule="mention/titled")]

    def runs(self, taken: Sequence[Mention]) -> list[Mention]:
        """Capitalised runs that no head noun explains: CES 2022, Dreamforce, COP26."""
        found: list[Mention] = []
        at = 0
        while at < len(self.words):
            end = at
            while end < len(self.words) and self._in_run(end, at):
                end += 1
            while end > at and (self.lower[end - 1] in self.lists.small or self.words[end - 1] in "&-/"):
                end -= 1
            if end > at and not self.titled and self._run_fits(at, end) and not self._is_body(at, end):
                mention = self._made(at, end, "", "other", True, False, "run")
                if not any(m.span.overlaps(mention.span) for m in taken):
                    found.append(mention)
            at = max(end, at + 1)
        return found

    def _date_follows(self, at: int) -> bool:
        """True where only a mark, a place or a preposition stands between here and a date: "COMPUTEX, June 4-7"."""
        for k in range(at, min(at + 4, len(self.words))):
            if self.dated[k]:
                return True
            if (
                self.words[k].isalpha()
                and self.words[k].islower()
                and self.lower[k] not in ("on", "from", "in", "of", "for")
            ):
                return False
        return False

    def _is_body(self, first: int, end: int) -> bool:
        """True for an organisation's or an office's name."""
        return self.lower[end - 1] in self.lists.bodies or bool(set(self.lower[first:end]) & self.lists.strong_bodies)

    def _in_run(self, at: int, first: int) -> bool:
        word = self.words[at]
        if self._is_time(at) and not _YEAR.fullmatch(word):
            return False
        if word[:1].isupper() and word[:1].isalpha():
            return self.lower[at] not in self.lists.stops or (word.isupper() and len(word) > 1)
        if at == first:
            return False
        return (
            bool(_YEAR.fullmatch(word))
            or word == "&"
            or (word.isdigit() and len(word) <= 3)
            or (
                self.lower[at] in ("of", "the", "de", "for")
                and at + 1 < len(self.words)
                and self.words[at + 1][:1].isupper()
            )
        )

    def _run_fits(self, first: int, end: int) -> bool:
        before = self.lower[first - 1] if first else ""
        before = self.lower[first - 2] if before in ("the", "this", "annual") and first > 1 else before
        words = self.words[first:end]
        if end - first > 1 and _YEAR.fullmatch(words[-1]):
            return True
        if self._date_follows(end):
            return True
        if self.lower[end - 1].endswith(self.lists.endings) and len(self.words[end - 1]) > 5:
            return True
        marked = any(_YEAR.fullmatch(w) or (w.isupper() and len(w) > 2) or _DIGITS.search(w) for w in words)
        return before in ("at", "during", "for", "attend", "attending", "of", "to") or (
            marked and (first == 0 or before in ("", "the"))
        )


def _recased(title: str) -> str:
    """A shouted title in title case; short words of capitals may be acronyms and stay."""
    words = title.split()
    return " ".join(w if len(w) <= 3 or _DIGITS.search(w) else w.capitalize() for w in words)
