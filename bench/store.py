"""What the calendar costs: adding a release to a full one, adding many, exporting.

    python -m bench.store [--events 50000] [--many 100000] [--db URL]

Events are made up, each with a name, days and a city of its own, and put in through the store's own door, so that
extraction is not measured. Seconds are the processor's for SQLite, which works in the same process, else the clock's.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from eventx.model import Event, Evidence, Place, Release, Source, Span
from eventx.store import Filter, Store, open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PROBES = 200
ADDING_MS, GROWTH, EXPORT_MB = 50.0, 15.0, 50.0
"""What is asked for: milliseconds, a ratio, megabytes a second."""
_ONSETS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_KINDS = ("Forum", "Summit", "Fair", "Congress", "Festival", "Regatta", "Biennale")
_ZONES = ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "Africa/Lagos")


def word(n: int) -> str:
    """A word that no other number has."""
    letters = ""
    for _ in range(3):
        n, syllable = divmod(n, len(_ONSETS) * len(_VOWELS))
        letters += _ONSETS[syllable // len(_VOWELS)] + _VOWELS[syllable % len(_VOWELS)]
    return letters.capitalize()


def told(n: int) -> tuple[Release, list[Event]]:
    """A release with one event: every third with clock times, in one of five zones."""
    day, published = date(2020, 1, 1) + timedelta(days=n % 3650), date(2019, 12, 1) + timedelta(days=n % 3650)
    title = f"{word(n)} {word(7 * n + 3)} {_KINDS[n % len(_KINDS)]}"
    zone = _ZONES[n % len(_ZONES)]
    sentence = f"The {title} will be held in {word(n + 5)} from {day:%B %d, %Y}, its organizers said on {published:%A}."
    timed = n % 3 == 0
    start = datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZoneInfo(zone)) if timed else day
    release = Release(text=f"{n}: {sentence}", title=f"{title} names its speakers", published=published)
    event = Event(
        uid=f"{release.id}@eventx", title=title, series=title, kind="forum", start=start,
        end=start + timedelta(hours=8) if timed else day + timedelta(days=n % 4), timezone=zone,
        place=Place(city=word(n + 5), country="FR", country_name="France", zone=zone, geo=(48.0, 2.0)),
        theme="what comes next", organizer=f"{word(n + 11)} Guild", confidence=0.8, url=f"https://example.com/{n}",
        evidence=(Evidence(text=sentence, span=Span(start=0, end=len(sentence)), rule="en/month-day"),),
        source=Source(id=release.id, title=release.title, published=published, url=f"https://example.com/news/{n}"),
    )  # fmt: skip
    return release, [event]


def releases(first: int, number: int) -> Iterator[tuple[Release, Sequence[Event]]]:
    """Those numbers, told."""
    yield from (told(n) for n in range(first, first + number))


def fill(store: Store, first: int, number: int) -> float:
    """Add that many releases; seconds."""
    seconds = 0.0
    for release, events in releases(first, number):
        start = clock(store)
        store.add(release, events, NOW)
        seconds += clock(store) - start
    return seconds


def clock(store: Store) -> float:
    """What seconds are counted by."""
    return perf_counter() if "://" in store.where else process_time()


def probe(store: Store, first: int) -> float:
    """The median milliseconds of adding one release."""
    return 1000 * median(fill(store, first + n, 1) for n in range(PROBES))


def report(name: str, value: float, unit: str, limit: float, *, most: bool = True) -> bool:
    """Print a figure beside what is asked for; True where it is kept."""
    kept = value < limit if most else value >= limit
    print(
        f"{name:<58}{value:10.1f} {unit:<5} {'<' if most else '≥'} {limit:g}  {'kept' if kept else 'MISSED'}",
        flush=True,
    )
    return kept


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where something is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=50_000, help="how full the full calendar is")
    parser.add_argument("--many", type=int, default=100_000, help="how many are added, for the ratio")
    parser.add_argument("--db", help="an empty PostgreSQL database in place of SQLite files, for adding and exporting")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        kept = measure(Path(folder), options.events, options.many, options.db)
    return 0 if all(kept) else 1


def measure(folder: Path, events: int, many: int, db: str | None) -> list[bool]:
    """All figures."""
    empty = open_store(str(folder / "empty.db"))
    first = probe(empty, 0)
    store = open_store(db or str(folder / "full.db"))
    tenth = fill(store, 0, many // 10)
    seconds = tenth + fill(store, many // 10, events - many // 10)
    kept = [
        report(
            f"adding one release to {events:,} events, beyond an empty one",
            probe(store, 10**7) - first,
            "ms",
            ADDING_MS,
        )
    ]
    print(f"  to an empty calendar {first:.1f} ms; {events / seconds:,.0f} releases a second while it fills")
    kept.append(exporting(store, Filter()))
    kept.append(exporting(store, Filter(), evidence=False))
    if many > events:
        seconds += fill(store, events, many - events)
        kept.append(report(f"adding {many:,} events beside {many // 10:,}", seconds / tenth, "times", GROWTH))
    return kept


def exporting(store: Store, wanted: Filter, *, evidence: bool = True) -> bool:
    """The speed of an export with nothing changed, the best of five."""
    best, size = 9e9, 0
    for _ in range(5):
        start = clock(store)
        size = len(store.calendar(wanted, evidence=evidence))
        best = min(best, clock(store) - start)
    name = f"exporting {size / 1e6:.1f} MB{'' if evidence else ' without evidence'} in {best:.2f} s"
    return report(name, size / 1e6 / best, "MB/s", EXPORT_MB, most=False)


if __name__ == "__main__":
    raise SystemExit(main())
