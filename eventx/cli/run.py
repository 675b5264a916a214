"""What commands share at work: reading inputs, telling errors and progress, writing the result."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from eventx.cli.options import Fetching
from eventx.errors import EventxError

if TYPE_CHECKING:
    from eventx.ingest import Source
    from eventx.ingest.web import Web
    from eventx.model import Options, Release
    from eventx.pipeline import Work
    from eventx.store import Store

T = TypeVar("T")
R = TypeVar("R")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_WORDS = 60


def say(line: str, name: str = "eventx") -> None:
    """One line on standard error; control characters, which could fake other lines, are blanked."""
    click.echo(f"{name}: {_CONTROLS.sub(' ', line)}", err=True)


def is_terminal(name: str) -> bool:
    """True where stdin, stdout or stderr is one; False where a program was started without it."""
    stream = getattr(sys, name)
    return stream is not None and stream.isatty()


def called(release: Release) -> str:
    """How a release is told of in a line: by its headline, else its first words."""
    words = " ".join((release.title or release.text[: 4 * _WORDS]).split())
    return f'"{words[:_WORDS]}…"' if len(words) > _WORDS else f'"{words}"'


def put(content: bytes, output: str | None) -> None:
    """A result into its file, whole or not at all, or on standard output."""
    if output is None or output == "-":
        click.echo(content, nl=False)
    else:
        from eventx.export import write

        write(output, content)


def opened(db: str, *, make: bool = False) -> Store:
    """The calendar, made where that is wanted; closed where the command ends: SQLite then has one file."""
    from eventx.store import open_store

    store = open_store(db, make=make)
    click.get_current_context().call_on_close(store.close)
    return store


def number_of_entries(store: Store) -> str:
    """How many entries a calendar shows: "1 entry", "12 entries"."""
    number = store.counts()["live"]
    return f"{number} entr{'y' if number == 1 else 'ies'}"


def tell(what: str, store: Store, uid: str) -> None:
    """What was decided of an entry, in one line."""
    from eventx.safe import one_line

    click.echo(one_line(f"{what}: {store.entry(uid).event.title} ({uid})"))


def now() -> datetime:
    """The clock, for what is noted with its time; nothing below reads it."""
    return datetime.now(UTC)


def agent() -> str:
    """What eventx calls itself where it fetches."""
    from eventx import __version__

    return f"eventx/{__version__} (reads press releases for the dates of events)"


class Run:
    """One run of a command over its inputs: counts what was done and what failed."""

    def __init__(self, inputs: Sequence[str], *, quiet: bool = False, fetching: Fetching | None = None) -> None:
        if not inputs and (sys.stdin is None or sys.stdin.isatty()):
            raise click.UsageError("Missing INPUT: give a file, a folder, an address, or - for standard input")
        self.inputs = tuple(inputs) or ("-",)
        self.quiet = quiet
        self.fetching = fetching or Fetching()
        self.done = 0
        self.failed = 0
        self.skipped = 0
        self._draws = False

    def results(
        self, work: Work[T], options: Options, workers: int = 1, skip: Callable[[Release], bool] | None = None
    ) -> Iterator[tuple[Release, T]]:
        """Each release with what `work` makes of it; what fails is told and left out, what `skip` knows is counted."""
        from eventx.pipeline import over

        releases = self._releases() if skip is None else self._unknown(skip)
        with self._progress(over(work, releases, options, workers)) as results:
            for release, result in results:
                if isinstance(result, EventxError):
                    self.fail(result)
                else:
                    self.done += 1
                    yield release, result

    def fail(self, error: EventxError) -> None:
        """Tell an error that does not stop the run."""
        self.failed += 1
        self._tell(str(error))

    def note(self, line: str) -> None:
        """Tell what is worth knowing and no error."""
        if not self.quiet:
            self._tell(f"note: {line}")

    def write(self, content: bytes, output: str | None) -> None:
        """The whole result into its file, or on standard output; nothing where no input could be read."""
        if self.done or not self.failed:
            put(content, output)

    def end(self) -> None:
        """Exit with 1 where something failed."""
        if self.failed:
            click.get_current_context().exit(1)

    def _releases(self) -> Iterator[Release]:
        from eventx.ingest import is_address, iter_releases

        follow = self.fetching.follow
        get = self._web().get if follow or any(is_address(path) for path in self.inputs) else None
        for path in self.inputs:
            # Without a standard input ("<&-") the name "-" is left to be told as a file that is not there.
            source: Source = sys.stdin.buffer if path == "-" and sys.stdin else path
            yield from iter_releases(source, on_error=self.fail, name="<stdin>", get=get, follow=follow)

    def _web(self) -> Web:
        """The client of this run, closed where the command ends."""
        from eventx.ingest.web import Policy, Web

        told = self.fetching
        web = Web(Policy(allow_private=told.allow_private, cache=told.cache, agent=agent()), note=self.note)
        click.get_current_context().call_on_close(web.close)
        return web

    def _unknown(self, skip: Callable[[Release], bool]) -> Iterator[Release]:
        for release in self._releases():
            if skip(release):
                self.skipped += 1
            else:
                yield release

    def _tell(self, line: str) -> None:
        if self._draws:
            click.echo("\r\033[K", nl=False, err=True)  # the bar draws itself anew below
        say(line)

    def _progress(self, results: Iterator[R]) -> AbstractContextManager[Iterable[R]]:
        """The results, with a bar on a terminal where there may be many; how many, only plain files tell beforehand."""
        plain = all(path.endswith(".txt") and Path(path).is_file() for path in self.inputs)
        if self.quiet or not is_terminal("stderr") or (plain and len(self.inputs) == 1):
            return nullcontext(results)
        self._draws = True
        length = len(self.inputs) if plain else None
        return click.progressbar(results, length, label="releases", file=sys.stderr, show_pos=True)


__all__ = ["Run", "agent", "called", "is_terminal", "now", "number_of_entries", "opened", "put", "say", "tell"]
