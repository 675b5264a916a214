"""From a head noun to the phrase around it: to the left over its modifiers, to the right over its tail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eventx.mentions.sentence import Sentence
from eventx.model import Mention

LONGEST = 14
"""Words of a phrase before its head."""
_LONGEST_TAIL = 9
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*")
_POSSESSIVE = ("'s", "'")
_MOST_BEHIND = 4
_QUOTES = ('"', "”")
_TAIL_MARKS = '()[]"“”;:,.!?|–—'
_COMMA_REACH = 5
"""Words behind a comma in which the "and" of its list is looked for."""


def around(s: Sentence, start: int, end: int) -> Iterator[Mention]:
    """The mentions whose head noun is tokens start..end: the phrase, and the phrase with its tail."""
    head = " ".join(s.lower[start:end])
    first = _left(s, start)
    pointing = first > 0 and _points(s, first)
    if _is_no_event(s, first, start, end, head) or _is_half_a_name(s, first, start, head):
        return
    of_another = start > 0 and s.among(start - 1, "before_article")
    if head in s.lists.weak and (of_another or (first == start and not _stands_out(s, first, pointing))):
        return
    capital, year_behind = s.is_capital(start), s.is_year(end)
    named = capital and (first < start or year_behind) and _has_name(s, first, start)
    stop = end + (named and year_behind)
    definite, indefinite = pointing and not named, s.among(first - 1, "indefinite")
    yield s.mention(first, stop, rule="head", head=head, named=named, definite=definite, indefinite=indefinite)
    longer = _names_behind(s, stop) if capital else stop
    if longer > stop and not set(s.lower[stop:longer]) & s.lists.kinds.keys():
        yield s.mention(first, longer, rule="longer", head=head, named=True)
    tail = _tail(s, stop, named)
    if tail > stop:
        by_tail = capital and _tail_is_name(s, stop)
        named, definite = named or by_tail, definite and not by_tail
        yield s.mention(first, tail, rule="tail", head=head, named=named, definite=definite, indefinite=indefinite)


def _names_behind(s: Sentence, at: int) -> int:
    """Behind a head that a name opens with: "Expo Cannabis Argentina", "Festival Rio de la Plata"."""
    end = at
    while not s.titled and end < len(s) and end - at < _MOST_BEHIND and _goes_on_behind(s, end):
        end += 1
    while end > at and s.is_small(end - 1):
        end -= 1
    return end


def _goes_on_behind(s: Sentence, at: int) -> bool:
    if s.is_time(at) or s.words[at].isdigit():
        return False
    return (s.is_capital(at) and s.lower[at] not in s.lists.stops) or s.among(at, "foreign_joints")


def _is_no_event(s: Sentence, first: int, start: int, end: int, head: str) -> bool:
    """True where the noun is part of another word ("conference room"), a verb ("Developers meet") or a date."""
    behind = end + (s.word(end) in _QUOTES)
    if s.word(behind).lower() in s.lists.compounds or any(s.dated[start:end]) or s.is_address(first, end):
        return True
    if _is_in_body(s, first, end):
        return True
    if f"{head} {s.word(end).lower()}" in s.lists.idioms:
        return True
    return head in s.lists.verbs and (s.titled or not s.is_capital(start))


def _is_in_body(s: Sentence, first: int, end: int) -> bool:
    """True for the noun in "College of Social and Behavioral Sciences"."""
    goes_on = s.among(end, "conjunctions") and s.is_capital(end + 1)
    return goes_on and s.is_capital(end - 1) and s.lower[first] in s.lists.bodies and "of" in s.lower[first:end]


def _is_half_a_name(s: Sentence, first: int, start: int, head: str) -> bool:
    """True for "Week" alone and for "week": such nouns are heads of names only."""
    only_in_names = head in s.lists.name_heads and head not in s.lists.kinds
    return only_in_names and (not s.is_capital(start) or first == start)


def _points(s: Sentence, first: int) -> bool:
    """True behind "the", and behind "this year's", "Friday's", "the Feb. 8": a time that picks one of several."""
    if s.lower[first - 1] in s.lists.definite:
        return True
    if s.dated[first - 1]:
        day = first - 1
        while day > 0 and s.dated[day]:
            day -= 1
        return s.lower[day] in s.lists.definite
    return first > 1 and s.lower[first - 1] in _POSSESSIVE and s.is_time(first - 2)


def _stands_out(s: Sentence, first: int, pointing: bool) -> bool:
    """True where a noun that is a verb or a common word elsewhere is an event: behind a determiner, or capitalised
    inside the sentence."""
    return pointing or s.among(first - 1, "determiners") or (first > 0 and s.is_capital(first))


def _has_name(s: Sentence, first: int, start: int) -> bool:
    """True where a capitalised word stands before the head, or none does ("Forum 2021")."""
    return first == start or any(s.is_name(i) for i in range(first, start))


def _left(s: Sentence, head: int) -> int:
    """The first token of the phrase: over modifiers, and over capitalised names where the head is one."""
    at = best = head
    while at > 0 and head - at < LONGEST:
        named = s.is_capital(head) or (best < head and s.is_capital(best) and s.words[best].isalpha())
        at, begins = _over(s, at, named)
        if at < 0:
            break
        best = at if begins else best
    while best < head and (s.is_small(best) or s.dated[best]):
        best += 1
    return best


_STOP = (-1, False)


def _over(s: Sentence, at: int, named: bool) -> tuple[int, bool]:
    """How far the phrase from `at` reaches over the token before it, and whether it may begin there."""
    k = at - 1
    if s.dated[k]:
        owned = k > 0 and (named or s.words[k - 1] in _POSSESSIVE or s.is_name(k - 1))
        return (k, False) if owned else _STOP
    if s.lower[k] in _POSSESSIVE and k:
        return _STOP if s.is_time(k - 1) else (k, True)
    if _closes_acronym(s, k):
        return k - 2, False
    if _modifies(s, k, named):
        return k, True
    return (k, False) if named and _connects(s, k) else _STOP


def _closes_acronym(s: Sentence, at: int) -> bool:
    """An acronym in brackets inside a name: Zhongguancun (ZGC) Forum."""
    return s.words[at] == ")" and at > 2 and s.words[at - 2] == "(" and _ACRONYM.fullmatch(s.words[at - 1]) is not None


def _modifies(s: Sentence, at: int, named: bool) -> bool:
    """True for a word that belongs to the noun behind it."""
    word = s.words[at]
    if s.is_time(at) and not s.is_year(at):
        return False
    if s.is_edition(at):
        return True
    if word in ("&", "+", "-", "/"):
        return named and at > 0 and s.is_name(at - 1)
    if not _is_word(word) or s.lower[at] in s.lists.small:
        return False
    if s.lower[at] in s.lists.stops and not (named and _is_acronym(s, word)):
        return False
    if named and not s.is_name(at):
        return "-" in word and at > 0 and s.is_name(at - 1)
    return named or not s.lower[at].endswith(s.lists.adverb_ending)


def _is_word(word: str) -> bool:
    """True for what opens with a letter, and for "3D", "5-kilometre"."""
    return word[:1].isalpha() or (word[:1].isdigit() and not word.isdigit())


def _is_acronym(s: Sentence, word: str) -> bool:
    return word.isupper() and len(word) > 2 and not s.shouting


def _connects(s: Sentence, at: int) -> bool:
    """A small word or comma between capitalised words: Group of New York, Technology, Media & Telecom."""
    article = s.among(at, "definite_article")
    if at and _is_join(s, at) and _ends_in_head(s, at - 1 - article):
        return False  # "the Paris Air Show and the Geneva Motor Show" are two
    if at == 0 or not s.is_name(at - 1) or s.lower[at - 1] in s.lists.stops:
        return article and at > 1 and s.among(at - 1, "before_article") and not _is_second(s, at)
    if s.words[at] == ",":
        listed = any(w in s.lists.phrase["conjunctions"] for w in s.words[at + 1 : at + 1 + _COMMA_REACH])
        return listed and not s.is_time(at - 1)
    if s.titled or at == 1:  # a sentence's first word is capitalised whatever it is: "Tickets for the Concert"
        return s.among(at, "title_joints")
    return s.among(at, "name_joints")


def _is_second(s: Sentence, article: int) -> bool:
    """True in "the Lindow Open and the Halyard Classic", which are two: the name before "and" has an article too."""
    at = article - 2
    while at > 0 and (s.is_name(at) or s.lower[at] in _POSSESSIVE):
        at -= 1
    return s.among(article - 1, "conjunctions") and at < article - 2 and s.among(at, "definite_article")


def _is_join(s: Sentence, at: int) -> bool:
    return s.words[at] == "," or s.among(at, "conjunctions") or s.among(at, "definite_article")


def _ends_in_head(s: Sentence, at: int) -> bool:
    while at > 0 and _is_join(s, at):
        at -= 1
    return s.lower[at] in s.lists.kinds and s.is_capital(at)


def _tail(s: Sentence, at: int, named: bool) -> int:
    """Behind the head: "on Retroviruses and Opportunistic Infections", "of the Forensic Science Commission"."""
    two = " ".join(s.lower[at : at + 2])
    tails = (*s.lists.tails, *s.lists.name_tails)
    tail = next((t for t in tails if t == two or s.lower[at : at + 1] == [t]), None)
    if tail is None or s.is_dated(at):
        return at
    opens = at + len(tail.split())
    first = opens + (s.among(opens, "articles") or s.among(opens, "possessives"))
    if s.is_dated(opens) or (named and not s.is_name(first)):
        return at
    if tail in s.lists.name_tails and (named or not s.is_capital(first) or s.is_time(first)):
        return at
    end = opens
    while end < len(s) and end - at < _LONGEST_TAIL and not _ends_tail(s, end, named):
        end += 1
    while end > opens and s.is_small(end - 1):
        end -= 1
    return end if end > first else at


def _tail_is_name(s: Sentence, at: int) -> bool:
    """True for "Symposium on Coastal Erosion": the tail after its preposition and article is capitalised."""
    return s.is_name(at + 1 + s.among(at + 1, "articles"))


def _ends_tail(s: Sentence, at: int, named: bool) -> bool:
    word = s.words[at]
    if s.dated[at] or s.lower[at] in s.lists.tail_stops or word in _TAIL_MARKS or word == "--":
        return True
    return named and not s.is_name(at) and s.lower[at] not in s.lists.small
