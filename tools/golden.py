"""Rewrites the golden calendars: `python -m tools.golden [NAME...] [--check]`.

samples/NAME.ics is what `eventx extract samples/NAME.txt --format ics` writes. What changed is told event by
event, so that a person reads it against the release before it is committed: a golden that nobody read guards
nothing. `--check` tells the same, writes nothing and exits with 1 where something changed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import eventx
from eventx.export import write
from tools.gate import SAMPLES, Case, samples

Entry = dict[str, str]
"""A VEVENT as property → value, both as written; a property that repeats has its values joined."""


def calendar(case: Case) -> bytes:
    """The calendar of a sample's events, as the command line writes it."""
    return eventx.export([event for release in case.releases for event in eventx.extract(release)], "ics")


def entries(content: bytes) -> dict[str, Entry]:
    """UID → event, in the order of the file."""
    import icalendar

    found: dict[str, Entry] = {}
    for event in icalendar.Calendar.from_ical(content).walk("VEVENT") if content else ():
        told: Entry = {}
        for line in event.content_lines():
            if line:
                name, parameters, value = line.parts()
                key = ";".join([name, *(f"{k}={v}" for k, v in parameters.items())])
                told[key] = f"{told[key]}, {value}" if key in told else value
        found[str(event["UID"])] = told
    return found


def changes(before: bytes, after: bytes) -> Iterator[str]:
    """One line for each event that came (+) or went (-), and for each property of one that changed (~)."""
    old, new = entries(before), entries(after)
    yield from (f"- {_told(entry)}" for uid, entry in old.items() if uid not in new)
    yield from (f"+ {_told(entry)}" for uid, entry in new.items() if uid not in old)
    for uid in (u for u in new if u in old):
        for name in sorted(old[uid].keys() | new[uid].keys()):
            was, now = old[uid].get(name), new[uid].get(name)
            if was != now:
                yield f"~ {_told(new[uid])}: {name} {_short(was)} → {_short(now)}"
    if before != after and old == new:
        yield "~ the same events in a calendar that is written otherwise"


def _told(entry: Mapping[str, str]) -> str:
    """Days, title and place of an event, in one line."""
    start, end, place = (_value(entry, name) for name in ("DTSTART", "DTEND", "LOCATION"))
    return f"{start}{f'..{end}' if end else ''} {_value(entry, 'SUMMARY')!r}{f' in {place}' if place else ''}"


def _value(entry: Mapping[str, str], name: str) -> str:
    return next((value for key, value in entry.items() if key.split(";")[0] == name), "")


def _short(value: str | None, most: int = 60) -> str:
    return "(none)" if value is None else repr(value if len(value) <= most else value[: most - 1] + "…")


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", help="samples to rewrite; default: all")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a golden would change")
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    args = parser.parse_args(argv)
    cases = [case for case in samples(args.samples) if not args.name or case.name in args.name]
    if unknown := set(args.name) - {case.name for case in cases}:
        raise SystemExit(f"golden: no sample {', '.join(sorted(unknown))} in {args.samples}")
    changed = sum(_renewed(args.samples / f"{case.name}.ics", calendar(case), check=args.check) for case in cases)
    print(f"{changed} of {len(cases)} goldens {'would change' if args.check else 'changed'}")
    return int(args.check and changed > 0)


def _renewed(path: Path, content: bytes, *, check: bool) -> bool:
    """True where the golden is another one now; what changed is printed."""
    before = path.read_bytes() if path.is_file() else None
    if before == content:
        return False
    print(path.name + (" (new)" if before is None else ""))
    for line in changes(before or b"", content):
        print(f"    {line}")
    if not check:
        write(path, content)
    return True


if __name__ == "__main__":
    sys.exit(main())
