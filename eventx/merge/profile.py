"""A sighting as grouping sees it: names, days, place, who tells it; and the keys by which its like are found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from eventx.lang import Language
from eventx.link.joined import CALENDAR
from eventx.link.names import Name, empty, listed, name_of, speech, telling
from eventx.link.titles import bag
from eventx.link.words import cues, terms
from eventx.merge.values import Sighting
from eventx.model import Event, day_of

MOVE = timedelta(days=183)
"""How far an event may move and stay the same edition, where no edition is told."""
_YEARLY = frozenset({"forum", "summit", "conference", "exhibition", "festival"})
"""Kinds that have one edition a year, by their custom."""
_CALLS = frozenset({"earnings_call", "webinar"})
_LONGEST_KEY = 80
_MOST_OF_TITLE = 0.6
"""The share of a title's telling words from which on a headline speaks of it."""
_LONGEST_ALIAS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What grouping looks at.

    `days` are first and last day; `names` has the title's first, which is `named` where it tells this event from
    others of its kind ("World Tea Forum", not "town meeting"); `numbers` and `years` are the editions that the names
    write; `near` are words of the place; `actor` are the words for whose release it is; a `guest` takes part in the
    event of another; `moved` where a changed date or place is told.
    """

    sighting: Sighting
    language: Language
    days: tuple[date, date]
    names: tuple[Name, ...]
    named: bool
    numbers: frozenset[str]
    years: frozenset[str]
    near: frozenset[str]
    actor: frozenset[str]
    guest: bool
    moved: bool

    @property
    def event(self) -> Event:
        """The event itself."""
        return self.sighting.event

    @property
    def unsettled(self) -> bool:
        """True where another date may be told before or after this one."""
        return self.moved or self.event.status == "postponed"

    @property
    def yearly(self) -> bool:
        """True for a name and a kind that has one edition a year."""
        return self.named and self.event.kind in _YEARLY

    @property
    def uid(self) -> str:
        """The UID that a calendar gave it which was sent on a day, so that the later one of two is known; else ""."""
        event = self.event
        sent = event.source.published is not None and any(e.rule.startswith(CALENDAR) for e in event.evidence)
        return event.uid if sent else ""

    @property
    def hour(self) -> bool:
        """True for an hour of one day."""
        return self.event.timed and self.days[0] == self.days[1]


@lru_cache(maxsize=4096)
def profile_of(sighting: Sighting) -> Profile:
    """The profile of a sighting; of nothing else."""
    event = sighting.event
    language = speech(event.lang)
    headline = event.source.title or ""
    actor = _actor(sighting.kin, headline, language)
    names = _names(event, actor, language)
    told = _said(event, headline, language)
    editions = frozenset(edition for name in names for edition in name.editions)
    numbers = frozenset(edition for edition in editions if edition.startswith("#"))
    return Profile(
        sighting=sighting, language=language, days=(day_of(event.start), event.last_day), names=names,
        named=_is_named(names[0], event, language), numbers=numbers, years=editions - numbers,
        near=_place_words(event, language), actor=actor, guest=cues(language, "guest").search(told) is not None,
        moved=any(cues(language, name).search(told) for name in ("moved", "changed")),
    )  # fmt: skip


def _said(event: Event, headline: str, language: Language) -> str:
    """The sentences of the event, and the headline where that speaks of it."""
    words, above = bag(event.title, language), bag(headline, language)
    heads = sum((words & above).values()) >= _MOST_OF_TITLE * sum(words.values())
    return " \n".join([*([headline] if heads else []), *event.quotes])


def _names(event: Event, actor: frozenset[str], language: Language) -> tuple[Name, ...]:
    """Title and aliases, without what a call is called; an alias that no event is called is none."""
    title = name_of(event.title, language)
    others = (a for a in (name_of(alias, language) for alias in event.aliases) if _worth(a, title, language))
    return tuple(dict.fromkeys(_bare(n, event, actor, language) for n in (title, *others)))


def _is_named(name: Name, event: Event, language: Language) -> bool:
    """True where it has words of its own, or is written as a name and has more than a noun of an event."""
    proper = event.edition is not None and not empty(language).issuperset(name.words[:-1])
    return proper or bool(telling(name, language))


def _worth(alias: Name, title: Name, language: Language) -> bool:
    """True for an acronym, or for a name with the same head noun: not for "UC Santa Cruz" of a course there."""
    if len(alias.words) == 1:
        return alias.words[0] in alias.acronyms
    one_head = bool(alias.words) and alias.words[-1:] == title.words[-1:]
    return one_head and len(alias.words) <= _LONGEST_ALIAS and bool(telling(alias, language))


def _bare(name: Name, event: Event, actor: frozenset[str], language: Language) -> Name:
    """Of a call what tells it from others: the company and the period."""
    if event.kind not in _CALLS:
        return name
    words = tuple(w for w in name.words if w not in listed(language, "call_words"))
    if not telling(Name(words), language):
        words = (*sorted(actor), *words)
    return Name(words or name.words, name.acronyms, name.editions)


def _actor(kin: str, headline: str, language: Language) -> frozenset[str]:
    """Whose release it is: what stands in the headline before its verb."""
    verb = cues(language, "headline_verbs").search(headline)
    words = kin or (headline[: verb.start()] if verb else "")
    return frozenset(bag(words, language)) - terms(language, "company_forms")


def blocks(event: Event) -> frozenset[str]:
    """The keys of an event: two that may be the same share at least one. Few, and each of few events.

    A name goes with a year, or with the edition it tells; what would fit many names goes with a day; a name that
    many events have goes with day and place, company or headline.
    """
    return keys_of(profile_of(Sighting(key="", event=event)))


def keys_of(profile: Profile) -> frozenset[str]:
    """The same for a profile."""
    return frozenset(map(_short, _keys(profile)))


def _keys(profile: Profile) -> Iterator[str]:
    event, language = profile.event, profile.language
    first = profile.days[0]
    if profile.uid:
        yield f"@{profile.uid}"
    if not profile.named:
        yield from (f"{_joined(profile.names[0].bag)}|{first}|{where}" for where in whereabouts(profile))
        return
    for name in profile.names:
        yield from (f"{_joined(name.bag)}|{year}" for year in _years(profile))
        yield from (f"{_joined(name.bag)}|{edition}" for edition in name.editions if edition.startswith("#"))
    title = profile.names[0]
    core = title.bag - listed(language, "adorning") - profile.near
    yield f"={_joined(core)}|{first}"
    city = (event.place.city or "").casefold()
    if len(title.letters) > 3:
        yield f"+{title.letters}|{first}"
    elif city and len(title.letters) > 1:
        yield f"+{title.letters}|{first}|{city}"


def _years(profile: Profile) -> set[int]:
    """The years that it is on in, and those that it may have moved from or may move to."""
    first, last = profile.days
    around = MOVE if profile.unsettled else timedelta()
    before = first - around if first - date.min > around else first
    behind = last + around if date.max - last > around else last
    return {before.year, first.year, last.year, behind.year}


def whereabouts(profile: Profile) -> Iterator[str]:
    """What tells an event without a name from others of its day: place, company, the headline; else nothing does."""
    event = profile.event
    told = [event.place.venue, event.organizer, _joined(profile.actor), event.source.title]
    if event.timed:
        told.append(event.place.city)
    found = [f"{i}{' '.join(text.casefold().split())}" for i, text in enumerate(told) if text]
    yield from found or [event.source.id]


def _place_words(event: Event, language: Language) -> frozenset[str]:
    place = event.place
    return frozenset(bag(" ".join(p for p in (place.city, place.region, place.country_name) if p), language))


def _joined(words: frozenset[str]) -> str:
    return " ".join(sorted(words))


@cache
def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _short(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else f"{key[:20]}~{_digest(key)}"


__all__ = ["MOVE", "Profile", "blocks", "keys_of", "profile_of", "whereabouts"]
