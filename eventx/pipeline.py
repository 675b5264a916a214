"""From a release to its events; reads top to bottom like the picture in docs/architecture.md."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from eventx import lang, temporal
from eventx.dateline import anchor_of, headline_of
from eventx.errors import EventxError
from eventx.language import language_of
from eventx.layout import layout
from eventx.link import Origin, link
from eventx.link.corrected import old_days
from eventx.link.given import declared, with_given
from eventx.link.judge import MOST_DATES, Weights, told_dates
from eventx.link.scene import Scene
from eventx.model import Event, Options, Release, When

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
Work = Callable[[Release, Options], T]
"""What is done with each release; worker processes find it by its name, so it is a function of a module."""

_DEFAULT = Options()
_AHEAD = 8
"""Releases in hand for each worker: enough to keep it busy, few enough to hold in memory."""


def scene_of(release: Release, options: Options = _DEFAULT) -> Scene:
    """Everything up to linking: language, layout, anchor, whens."""
    release = replace(release, lang=language_of(_words(release), release.lang))
    language = lang.load(release.lang if release.lang in lang.languages() else "en")
    laid = layout(release.text, language.abbreviations)
    found = temporal.expressions(laid, language)
    anchor = anchor_of(release, laid, found, language, options)
    whens = temporal.whens(found, anchor, laid, language)
    return Scene(release, laid, anchor, whens, language, headline_of(release, laid, anchor, language), options.model)


def _words(release: Release) -> str:
    """What tells the language of a release: its text; of one that has none, what it and its events are called."""
    return release.text or "\n".join([release.title or "", *(event.title for event in release.given)])


def dates(release: Release, options: Options = _DEFAULT) -> list[When]:
    """The time expressions of a release, resolved; offsets are those of the given text."""
    return given_whens(scene_of(release, options))


def given_whens(scene: Scene) -> list[When]:
    """The whens of a scene with the offsets of the given text."""
    return [replace(when, span=scene.layout.given(when.span)) for when in scene.whens]


def extract(release: Release, options: Options = _DEFAULT, weights: Weights | None = None) -> list[Event]:
    """The events of a release, in the order of its text; `weights` other than the shipped ones serve tools/fit.py."""
    return events_of(scene_of(release, options), options, weights)


def events_of(scene: Scene, options: Options = _DEFAULT, weights: Weights | None = None) -> list[Event]:
    """The events of a scene that the options let through."""
    return [origin.event for origin in origins(scene, options, weights)]


def origins(scene: Scene, options: Options = _DEFAULT, weights: Weights | None = None) -> list[Origin]:
    """The same with the judgements and the words that each event comes from, for those who explain or mark it; what
    the source declares itself has none."""
    given = declared(scene)
    found = with_given(link(scene, weights), given, scene.language, old_days(scene) if given else ())
    return [origin for origin in found if origin.event.confidence >= options.min_confidence]


def undated(scene: Scene) -> list[str]:
    """The words of the dates that an undatable release could not resolve ("on Friday"); none where it has a day."""
    if scene.anchor.day is not None:
        return []
    resolved = {when.span.start for when in scene.whens}
    found = temporal.expressions(scene.layout, scene.language)
    return [e.text for e in found if e.day is not None and e.span.start not in resolved]


def beyond(scene: Scene) -> int:
    """How many dates a release tells beyond those that are looked at: a list of thousands is no release."""
    return max(0, len(told_dates(scene)) - MOST_DATES)


def extract_many(
    releases: Iterable[Release], options: Options = _DEFAULT, workers: int = 1
) -> Iterator[tuple[Release, list[Event] | EventxError]]:
    """Each release with its events, or with the error that kept them from being found, in the order given."""
    return over(extract, releases, options, workers)


def over(
    work: Work[T], releases: Iterable[Release], options: Options = _DEFAULT, workers: int = 1
) -> Iterator[tuple[Release, T | EventxError]]:
    """Each release with what `work` makes of it, or with its error, in the order given, whatever `workers` is.

    Releases are taken from the iterable as they are needed. EventxError where a worker process dies.
    """
    if workers <= 1:
        yield from ((release, _attempt(work, release, options)) for release in releases)
        return
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # 20 ms that one process need not pay

    pool = ProcessPoolExecutor(workers, initializer=_leave_interrupts)
    waiting: deque[tuple[Release, Future[T | EventxError]]] = deque()
    try:
        for release in releases:
            waiting.append((release, pool.submit(_attempt, work, release, options)))
            if len(waiting) >= workers * _AHEAD:
                yield _taken(waiting)
        while waiting:
            yield _taken(waiting)
    except BrokenProcessPool as error:
        raise EventxError("a worker process was killed, maybe for want of memory; use fewer workers") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _taken(waiting: deque[tuple[Release, Future[T | EventxError]]]) -> tuple[Release, T | EventxError]:
    release, future = waiting.popleft()
    return release, future.result()


def _attempt(work: Work[T], release: Release, options: Options) -> T | EventxError:
    try:
        return work(release, options)
    except EventxError as error:
        return error
    except Exception as error:  # what nobody foresaw in one release must not stop the others; it is told, not hidden
        told = " ".join(f"{type(error).__name__}: {error}".split())
        return EventxError(f"could not be worked out ({told}); please report it with the text", where=release.id)


def _leave_interrupts() -> None:
    """Ctrl-C goes to all processes of a terminal; the parent alone answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


__all__ = [
    "Origin", "beyond", "dates", "events_of", "extract", "extract_many", "given_whens", "origins", "over", "scene_of",
    "undated",
]  # fmt: skip
