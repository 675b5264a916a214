"""Web pages to releases, and to events: pages a second, and whose code the time goes to.

    python -m bench.pages [PAGES ...] [--seconds N]

PAGES are files; those of tests/sources/html where none is given, as they are and dressed as sites send them. Times are
processor seconds of one process, loading left out. Whose code is running is looked at each millisecond: time in a
library's C code counts for the package of the Python function that called it.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from bench.measure import clock

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "sources" / "html"
_TICK = 0.001
_SHOWN = 4


def pages(paths: Sequence[Path]) -> list[bytes]:
    """The bytes of each page."""
    found = paths or [p for p in sorted(PAGES.iterdir()) if p.suffix in (".html", ".htm", ".xhtml")]
    return [path.read_bytes() for path in found]


def dressed(page: bytes) -> bytes:
    """The page as sites send it: with 60 kB of scripts and styles, and menus of 400 links, around the same text."""
    script = b"<script>" + b"window.site=window.site||{};site.push({k:1,v:'menu'});" * 1000 + b"</script>"
    links = (f'<li class="menu-item"><a href="/section/{n}">Section number {n}</a></li>' for n in range(400))
    menu = f'<nav role="navigation"><ul class="menu">{"".join(links)}</ul></nav>'.encode()
    return page.replace(b"</body>", menu + script + b"</body>") if b"</body>" in page else page + menu + script


def read(page: bytes) -> object:
    """The releases of a page."""
    import eventx

    return eventx.read(page)


def extract(page: bytes) -> object:
    """The events of a page."""
    import eventx

    return [eventx.extract(release) for release in eventx.read(page)]


def package_of(frame: FrameType) -> str:
    """Whose code a frame is: the top package of its module; "eventx" for our own."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


@contextmanager
def sampled(counts: Counter[str]) -> Iterator[None]:
    """Counts whose code is running, each millisecond of processor time."""

    def look(number: int, frame: FrameType | None) -> None:
        while frame is not None and package_of(frame) in sys.stdlib_module_names:
            frame = frame.f_back  # re and json work for whoever called them
        counts[package_of(frame) if frame else "python"] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def measured(work: Callable[[bytes], object], given: Sequence[bytes], seconds: float) -> tuple[float, Counter[str]]:
    """Pages a second, and how often each package was seen at work."""
    counts: Counter[str] = Counter()
    done, start = 0, clock()
    with sampled(counts):
        while clock() - start < seconds or not done:
            for page in given:
                work(page)
            done += len(given)
    return done / (clock() - start), counts


def row(name: str, rate: float, counts: Counter[str]) -> str:
    """A line of the table."""
    total = sum(counts.values()) or 1
    others = [(p, n) for p, n in counts.most_common() if p != "eventx" and n >= total / 100][:_SHOWN]
    told = ", ".join(f"{package} {n / total:.0%}" for package, n in others)
    return f"| {name} | {rate:.0f} | {counts['eventx'] / total:.0%} | {told} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("pages", nargs="*", type=Path, help="files; those of tests/sources/html where none is given")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each row (default 5)")
    options = parser.parse_args(arguments)
    given = pages(options.pages)
    extract(given[0])
    print("| web pages | pages/s | in eventx's own code | elsewhere |")
    print("| --- | --- | --- | --- |")
    for told, each in (("", given), (" dressed", [dressed(page) for page in given])):
        size = sum(map(len, each)) / len(each) / 1e3
        for name, work in ((f"{size:.0f} kB{told} → releases", read), (f"{size:.0f} kB{told} → events", extract)):
            print(row(name, *measured(work, each, options.seconds)))
    print(f"\n{len(given)} pages; dressed: with scripts, styles and menus around the same text")
    return 0


if __name__ == "__main__":
    sys.exit(main())
