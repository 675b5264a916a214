"""The calendar's speed: adding one release to a full calendar and to an empty one, adding many, many of one
event, exporting.

    python -m bench.store [--db URL] [--events N]

Without --db each calendar is a SQLite file of its own. All times are seconds by the clock, disk included: the medians
of ROUNDS, but one round of what takes minutes. Leaves with 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from eventx.model import Event, Evidence, Place, Release, Source, Span
from eventx.store import Store, open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS = 11
EVENTS = 100_000
OF_ONE = 1_000
"""Releases about one fair, each by another exhibitor."""
A_RELEASE = 2
"""Events of each release; each tenth release repeats the events of the one before it, as wires do."""

MORE = 0.050  # seconds that a release may take more in a calendar of EVENTS / 2 than in an empty one
LAST = 0.300  # seconds that the last release of OF_ONE may take
GROWTH = 15.0  # times that EVENTS may take beside a tenth of them
RATE = 50.0  # megabytes of export in a second

ONSETS = "B C D F G H K L M N P R S T V W".split()
RIMES = "ana edo ilo orin umber aven etta ison olm ury".split()
TOPICS = "Robot Water Steel Coffee Rail Solar Textile Battery Drone Timber Port Seed Cloud Glass Ocean Bridge".split()
KINDS = {"Forum": "forum", "Summit": "summit", "Conference": "conference", "Fair": "exhibition", "Festival": "festival"}


class Figure(NamedTuple):
    """A line of the table."""

    what: str
    told: str
    limit: str = ""
    kept: bool = True


def made(first: int = 0) -> Iterator[tuple[Release, list[Event]]]:
    """Releases with their events, without end: the same ones in each run."""
    number = first
    while True:
        repeated = number - 1 if number % 10 == 9 else number
        yield _release(number, [repeated * A_RELEASE + each for each in range(A_RELEASE)])
        number += 1


def _release(number: int, names: Sequence[int]) -> tuple[Release, list[Event]]:
    published = date(2015, 1, 1) + timedelta(days=number % 3650)
    source = Source(
        id=f"r{number}", title=f"News no. {number}", published=published, url=f"https://example.com/{number}"
    )
    events = [_event(name, source, f"{number}-{name}") for name in names]
    text = " ".join(each.text for event in events for each in event.evidence)
    return Release(id=source.id, text=f"No. {number}. {text}", title=source.title, published=published), events


def _event(name: int, source: Source, uid: str) -> Event:
    """The event of that name: a name that no other has, of words that many share."""
    city, word = _word(name % 1601), _word(name // 5 % 25_013)
    noun = list(KINDS)[name % len(KINDS)]
    title = f"{city} {word} {TOPICS[name % len(TOPICS)]} {noun}"
    first = date(2015, 2, 1) + timedelta(days=name * 7 % 3650)
    told = f"The {title} will be held in {city} from {first} on, its organizers said on the day of this release."
    return Event(
        uid=f"{uid}@bench", title=title, series=title, edition=str(first.year), kind=KINDS[noun], start=first,
        end=first + timedelta(days=name % 4), place=Place(city=city), source=source, confidence=0.9,
        evidence=(Evidence(text=told, span=Span(start=0, end=len(told)), rule="en/month-day"),),
    )  # fmt: skip


def about_one(number: int) -> tuple[Release, list[Event]]:
    """A release of that many about one fair: its days, one day of it, an exhibitor's hour, or its month."""
    who = f"{_word(number)} {TOPICS[number % len(TOPICS)]}"
    source = Source(
        id=f"one{number}", title=f"{who} to Exhibit at Vanta Fair 2027",
        published=date(2026, 6, 1) + timedelta(days=number * 7 % 210),
    )  # fmt: skip
    start, end, precision = _told_days(number)
    text = f"{who} will show its new line at Vanta Fair 2027 in Corlo, January 6-9, at booth {number}."
    event = Event(
        uid=f"one{number}@bench", title="Vanta Fair" if number % 3 else "Vanta Fair 2027", series="Vanta Fair",
        edition="2027", kind="exhibition", start=start, end=end, precision=precision, source=source, confidence=0.8,
        place=Place(venue=f"Booth {number}, Corlo Halls" if number % 3 else None, city="Corlo" if number % 4 else None),
        evidence=(Evidence(text=text, span=Span(start=0, end=len(text)), rule="en/month-day"),),
    )  # fmt: skip
    return Release(id=source.id, text=text, title=source.title, published=source.published), [event]


def _told_days(number: int) -> tuple[date, date | None, str]:
    if number % 10 == 7:
        return date(2027, 1, 6 + number % 4), None, "day"
    if number % 10 == 8:
        return datetime(2027, 1, 6 + number % 4, 9 + number // 10 % 8, tzinfo=UTC), None, "day"
    if number % 10 == 9:
        return date(2027, 1, 1), date(2027, 1, 31), "month"
    return date(2027, 1, 6), date(2027, 1, 9), "day"


def _word(number: int) -> str:
    """A word that no language has, another for each number."""
    parts: list[str] = []
    while number or not parts:
        number, part = divmod(number, len(ONSETS) * len(RIMES))
        parts.append(ONSETS[part % len(ONSETS)] + RIMES[part // len(ONSETS)])
    return "".join(parts).capitalize()


def seconds(action: Callable[[], object]) -> float:
    """How long something takes, by the clock."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def fill(store: Store, releases: Iterator[tuple[Release, list[Event]]], events: int) -> float:
    """Adds releases of that many events; how long it took."""
    wanted = list(islice(releases, events // A_RELEASE))
    return seconds(lambda: [store.add(release, found, NOW) for release, found in wanted])


def one_more(store: Store, releases: Iterator[tuple[Release, list[Event]]]) -> float:
    """How long it takes to add one release."""
    release, events = next(releases)
    return seconds(lambda: store.add(release, events, NOW))


def of_one(store: Store, number: int) -> Figure:
    """How long the last of many releases of one event takes."""
    taken = [seconds(partial(store.add, *about_one(n), NOW)) for n in range(number)]
    store.close()
    last, kept = median(taken[-3:]), median(taken[-3:]) < LAST
    told = f"{last * 1e3:.0f} ms, all {sum(taken):.0f} s"
    return Figure(f"the last of {number:,} releases of one event", told, f"{LAST * 1e3:.0f} ms", kept)


def figures(opened: Callable[[str], Store], events: int) -> Iterator[Figure]:
    """All that is measured, as it comes in."""
    releases = made()
    small = median(one_more(opened(f"empty{number}"), made()) for number in range(ROUNDS))
    yield Figure("one release into an empty calendar", f"{small * 1e3:.1f} ms")

    yield of_one(opened("one"), min(OF_ONE, events))

    store = opened("full")
    tenth = fill(store, releases, events // 10)
    yield Figure(f"{events // 10:,} events", f"{tenth:.1f} s")

    half = tenth + fill(store, releases, events // 2 - events // 10)
    large = median(one_more(store, releases) for _ in range(ROUNDS))
    kept = large - small < MORE
    yield Figure(f"one release beside {events // 2:,} events", f"{large * 1e3:.1f} ms", f"+{MORE * 1e3:.0f} ms", kept)

    store.calendar()  # whatever is written once is written
    size = len(store.calendar())
    rate = size / 1e6 / median(seconds(store.calendar) for _ in range(3))
    told = f"{rate:.0f} MB/s ({size / 1e6:.1f} MB)"
    yield Figure(f"export of {events // 2:,} events, nothing changed", told, f"{RATE:.0f} MB/s", rate >= RATE)

    whole = half + fill(store, releases, events - events // 2)
    times = whole / tenth
    yield Figure(f"{events:,} events", f"{whole:.1f} s, {times:.1f} times", f"{GROWTH:.0f} times", times < GROWTH)
    store.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--db", help="postgresql://… of an empty database, used for all; SQLite where none is given")
    parser.add_argument("--events", type=int, default=EVENTS, help=f"of the large calendar (default {EVENTS:,})")
    options = parser.parse_args(arguments)
    broken = 0
    print("| what | took | limit | kept |\n| --- | --- | --- | --- |")
    with TemporaryDirectory() as folder:
        for each in figures(lambda name: open_store(options.db or str(Path(folder, f"{name}.db"))), options.events):
            broken += not each.kept
            verdict = "" if not each.limit else "yes" if each.kept else "NO"
            print(f"| {each.what} | {each.told} | {each.limit} | {verdict} |", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
