"""Score predicted events against annotated ones.

    python -m tools.score GOLD.jsonl PRED.jsonl [--errors] [--lang en]

GOLD holds one release a line with its `events`; PRED one event a line, as `eventx extract --format jsonl`
writes them. What is counted:

found   an annotated event and a predicted one of the same release: titles agree, days overlap
exact   found, and first and last day are both right
title   of the exact: a title that a reader would write
time    of the exact that are annotated with a start time: that instant, to the minute
place   of the exact that are annotated with places: one of them is named
status  of all not simply confirmed: found, with the same status (F1)

An optional annotated event counts neither way, found or not, and nor does a prediction on just its days.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Json = Mapping[str, Any]
Days = tuple[date, date]
Bag = Counter[str]

TITLES_AGREE = 0.5
TITLE_IS_CLEAN = 0.8
PLACE_IS_NAMED = 0.5
OPTIONAL_COSTS = 0.1
STOP_WORDS = frozenset("a an and annual at for in of on s the this to with year".split())
NUMBERING = re.compile(r"\d{4}|\d+(?:st|nd|rd|th)")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def bag(text: str | None) -> Bag:
    """The words that tell names apart: no years, ordinals or stop words; Chinese, Japanese and Korean as pairs."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold())
    return Counter(part for word in words for part in _parts(word))


def likeness(one: Bag, other: Bag) -> float:
    """F1 of two bags, 0 to 1."""
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


@dataclass(frozen=True)
class Entry:
    """An event as JSON."""

    raw: Json

    @property
    def off(self) -> str | None:
        """The status, where it is not simply confirmed."""
        status = self.raw.get("status") or "confirmed"
        return None if status == "confirmed" else status

    @cached_property
    def days(self) -> Days | None:
        """First and last day, inclusive; None where they cannot be read."""
        try:
            first = date.fromisoformat(self.raw["start"][:10])
            last = date.fromisoformat(self.raw["end"][:10]) if self.raw.get("end") else first
        except (KeyError, TypeError, ValueError):
            return None
        return first, max(first, last)


class Gold(Entry):
    """An annotated event."""

    @property
    def optional(self) -> bool:
        return bool(self.raw.get("optional"))

    @cached_property
    def titles(self) -> list[Bag]:
        return [bag(title) for title in self.raw["titles"]]

    @cached_property
    def places(self) -> list[Bag]:
        return [bag(place) for place in self.raw.get("places") or ()]

    @cached_property
    def instant(self) -> datetime | None:
        """The start, aware where its zone is annotated; None where no time is."""
        clock, zone = self.raw.get("start_time"), self.raw.get("tz")
        if not clock:
            return None
        return datetime.fromisoformat(f"{self.raw['start']}T{clock}").replace(tzinfo=ZoneInfo(zone) if zone else None)


class Guess(Entry):
    """A predicted event, by the JSON contract of docs/architecture.md."""

    @cached_property
    def title(self) -> Bag:
        return bag(self.raw.get("title"))

    @cached_property
    def location(self) -> Bag:
        return bag(self.raw.get("location"))

    @cached_property
    def instant(self) -> datetime | None:
        """The start to the minute; None where it is a whole day or cannot be read."""
        start = self.raw.get("start") or ""
        if len(start) <= len("2021-09-24"):
            return None
        try:
            return datetime.fromisoformat(start).replace(second=0, microsecond=0)
        except ValueError:
            return None


@dataclass(frozen=True, kw_only=True)
class Pair:
    """An annotated event and the prediction taken for it."""

    gold: Gold
    guess: Guess

    @property
    def exact(self) -> bool:
        return self.gold.days == self.guess.days

    @property
    def likeness(self) -> float:
        """How far the titles agree, 0 to 1: the best of the acceptable ones."""
        return max((likeness(title, self.guess.title) for title in self.gold.titles), default=0.0)

    @property
    def named(self) -> bool:
        """True where half the words of an acceptable place are in the location."""
        return any(
            place and (place & self.guess.location).total() >= PLACE_IS_NAMED * place.total()
            for place in self.gold.places
        )

    @property
    def on_time(self) -> bool:
        """The same wall clock and, where the zone is annotated, the same offset."""
        want, got = self.gold.instant, self.guess.instant
        if want is None or got is None or want.replace(tzinfo=None) != got.replace(tzinfo=None):
            return False
        return want.tzinfo is None or want.utcoffset() == got.utcoffset()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One release compared. Optional events are gone from all three."""

    pairs: list[Pair]
    missed: list[Gold]
    extra: list[Guess]


@dataclass
class Score:
    """Counts over many releases, and the figures made of them."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one release."""
        exact = [pair for pair in outcome.pairs if pair.exact]
        timed, placed = [pair for pair in exact if pair.gold.instant], [pair for pair in exact if pair.gold.places]
        golds = [pair.gold for pair in outcome.pairs] + outcome.missed
        guesses = [pair.guess for pair in outcome.pairs] + outcome.extra
        self.counts.update(
            gold=len(golds),
            predicted=len(guesses),
            found=len(outcome.pairs),
            exact=len(exact),
            title=sum(pair.likeness >= TITLE_IS_CLEAN for pair in exact),
            timed=len(timed),
            time=sum(pair.on_time for pair in timed),
            placed=len(placed),
            place=sum(pair.named for pair in placed),
            off_gold=sum(gold.off is not None for gold in golds),
            off_predicted=sum(guess.off is not None for guess in guesses),
            off=sum(pair.gold.off == pair.guess.off is not None for pair in outcome.pairs),
        )

    def figures(self) -> dict[str, float]:
        """Rounded to four places; a share of nothing is left out."""
        n = self.counts
        told: dict[str, float | None] = {}
        for name in ("found", "exact"):
            told[f"{name}_p"] = _share(n[name], n["predicted"])
            told[f"{name}_r"] = _share(n[name], n["gold"])
            told[f"{name}_f1"] = _share(2 * n[name], n["predicted"] + n["gold"])
        for name, base in (("title", "exact"), ("time", "timed"), ("place", "placed")):
            told[f"{name}_acc"] = _share(n[name], n[base])
        told["status_f1"] = _share(2 * n["off"], n["off_predicted"] + n["off_gold"])
        return {name: round(value, 4) for name, value in told.items() if value is not None}


def compare(golds: Iterable[Json], guesses: Iterable[Json]) -> Outcome:
    """The annotated and the predicted events of one release."""
    wanted, told = [Gold(raw) for raw in golds], [Guess(raw) for raw in guesses]
    taken = _assign(wanted, told)
    spared = {gold.days for gold in wanted if gold.optional}
    left = [guess for number, guess in enumerate(told) if number not in taken.values()]
    return Outcome(
        pairs=[Pair(gold=wanted[g], guess=told[p]) for g, p in taken.items() if not wanted[g].optional],
        missed=[gold for number, gold in enumerate(wanted) if number not in taken and not gold.optional],
        extra=[guess for guess in left if guess.days not in spared],
    )


def complaints(release: str, outcome: Outcome) -> Iterator[str]:
    """One line for each event that was missed, extra or on wrong days."""
    for gold in outcome.missed:
        yield f"MISSED  {release}: {_told(gold.days)} {gold.raw['titles'][0]!r} from {gold.raw.get('quote')!r}"
    for guess in outcome.extra:
        yield f"EXTRA   {release}: {_told(guess.days)} {guess.raw.get('title')!r}"
    for pair in outcome.pairs:
        if not pair.exact:
            title = pair.gold.raw["titles"][0]
            yield f"DAYS    {release}: {_told(pair.guess.days)} is {_told(pair.gold.days)} for {title!r}"


def read_jsonl(path: Path, lang: str | None = None) -> Iterator[dict[str, Any]]:
    """The records of a JSONL file, one at a time; those of one language where `lang` is given."""
    with path.open(encoding="utf-8") as lines:
        records = (json.loads(line) for line in lines if line.strip())
        yield from (record for record in records if lang is None or record.get("lang") == lang)


def _assign(golds: Sequence[Gold], guesses: Sequence[Guess]) -> dict[int, int]:
    """Gold number → guess number, one to one, the best fit first: exact days, then the likelier title."""
    fits = []
    for g, gold in enumerate(golds):
        for p, guess in enumerate(guesses):
            pair = Pair(gold=gold, guess=guess)
            if _overlap(gold.days, guess.days) and (like := pair.likeness) >= TITLES_AGREE:
                fits.append((2 * pair.exact + like - OPTIONAL_COSTS * gold.optional, g, p))
    taken: dict[int, int] = {}
    for _, g, p in sorted(fits, reverse=True):
        if g not in taken and p not in taken.values():
            taken[g] = p
    return taken


def _overlap(one: Days | None, other: Days | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def _parts(word: str) -> list[str]:
    if CJK.search(word):
        return [word[at : at + 2] for at in range(max(1, len(word) - 1))]
    return [] if word in STOP_WORDS or NUMBERING.fullmatch(word) else [word]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _told(days: Days | None) -> str:
    return f"{days[0]}..{days[1]}" if days else "no days"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of a prediction file as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("pred", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what was missed, extra or on wrong days")
    parser.add_argument("--lang", help="only the releases of this language")
    args = parser.parse_args(argv)
    guesses = defaultdict(list)
    for event in read_jsonl(args.pred):
        guesses[str((event.get("source") or {}).get("id"))].append(event)
    score = Score()
    for release in read_jsonl(args.gold, args.lang):
        outcome = compare(release["events"], guesses[str(release["id"])])
        score.add(outcome)
        for line in complaints(release["id"], outcome) if args.errors else ():
            print(line)
    print(json.dumps(score.figures(), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
