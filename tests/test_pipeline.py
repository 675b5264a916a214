"""Batches: the same answers from one process and from several, in order, whatever happens to one release."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from time import process_time

import pytest

from eventx.errors import EventxError, OptionError
from eventx.export import export
from eventx.model import Options, Release
from eventx.pipeline import beyond, dates, events_of, extract, extract_many, origins, over, scene_of, undated

OPENING = "LYON, France, March 2, 2023 /PRNewswire/ -- "
RELEASES = [
    Release(id=str(n), text=f"{OPENING}The {name} will be held in Lyon on March {9 + n}, 2023.\n")
    for n, name in enumerate(["Rail Summit", "Harbor Jazz Festival", "Glass Forum", "Soil Conference", "Book Fair"] * 4)
]


def length(release: Release, options: Options) -> int:
    """Work that fails in each way that work can."""
    if release.id == "foreseen":
        raise OptionError("means nothing", where="--near")
    if release.id == "unforeseen":
        raise ZeroDivisionError("by\nzero")
    if release.id == "fatal":
        os._exit(9)
    return len(release.text)


def test_workers_do_not_change_the_bytes() -> None:
    one, two = (list(extract_many(RELEASES, workers=n)) for n in (1, 2))
    assert [release.id for release, _ in two] == [release.id for release in RELEASES]
    assert all(events for _, events in one)
    for form in ("jsonl", "ics"):
        assert all(export(a, form) == export(b, form) for (_, a), (_, b) in zip(one, two, strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_its_release_s_alone(workers: int) -> None:
    given = [Release(text="a" * n, id=name) for n, name in enumerate(["x", "foreseen", "y", "unforeseen", "z"], 1)]
    told = [str(r) if isinstance(r, EventxError) else r for _, r in over(length, given, workers=workers)]
    assert told == [
        1, "--near: means nothing", 3,
        "unforeseen: could not be worked out (ZeroDivisionError: by zero); please report it with the text", 5,
    ]  # fmt: skip


def test_a_worker_that_dies_is_told() -> None:
    with pytest.raises(EventxError, match="a worker process was killed"):
        list(over(length, [Release(text="a", id="fatal")], workers=2))


@pytest.mark.parametrize("workers", [1, 2])
def test_releases_are_taken_as_they_are_needed(workers: int) -> None:
    taken: list[int] = []

    def endless() -> Iterator[Release]:
        while True:
            taken.append(1)
            yield Release(text="a", id=str(len(taken)))

    results = over(length, endless(), workers=workers)
    assert [next(results)[0].id for _ in range(3)] == ["1", "2", "3"]
    results.close()  # type: ignore[attr-defined]
    assert len(taken) <= 3 + 8 * workers


def test_min_confidence_is_kept_to() -> None:
    events = extract(RELEASES[0])
    assert [e for e in events if e.confidence >= 0.9] == extract(RELEASES[0], Options(min_confidence=0.9))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It opens on Friday, and closes next week.", ["Friday", "next week"]),
        ("It opens on Friday, Oct. 1, 2021.", []),
        ("PARIS, Sept. 27, 2021 /PRNewswire/ -- It opens on Friday.", []),
        ("It opens soon.", []),
    ],
)
def test_dates_that_an_undatable_release_leaves_open(text: str, words: list[str]) -> None:
    found = undated(scene_of(Release(text=text)))
    assert [any(word in told for told in found) for word in words] == [True] * len(words)
    assert len(found) == len(words)


@pytest.mark.parametrize("release", RELEASES[:5], ids=lambda r: r.id)
def test_origins_lead_from_an_event_to_its_words(release: Release) -> None:
    scene = scene_of(release)
    events = events_of(scene)
    traced = origins(scene)
    assert [origin.event for origin in traced] == events
    for origin in traced:
        assert origin.title is not None
        assert origin.title.of(release.text) == origin.event.title
        assert {j.when.first_day for j in origin.judgements} == {origin.event.start}


def test_soft_hyphens_do_not_shift_origins() -> None:
    text = RELEASES[0].text.replace("Rail", "Ra\u00adil")
    scene = scene_of(Release(text=text))
    spans = [origin.title for origin in origins(scene)]
    assert [span.of(text) for span in spans if span] == ["Ra\u00adil Summit"]


def listing(length: int) -> Release:
    return Release(
        text="".join(f"The Acme Forum {n} will be held in Paris on May {n % 28 + 1}, 2026.\n" for n in range(length))
    )


def test_dates_beyond_those_that_are_looked_at_are_counted() -> None:
    assert [beyond(scene_of(listing(n))) for n in (10, 1000, 1200)] == [0, 0, 200]


@pytest.mark.full
def test_the_work_grows_with_the_dates_not_with_their_pairs() -> None:
    def seconds(length: int) -> float:
        start = process_time()
        assert len(extract(listing(length))) == 28
        return process_time() - start

    seconds(100)
    assert seconds(800) < 6 * seconds(200)  # four times as many; it was 14 times when all pairs were looked at


def test_a_language_without_event_nouns_gives_dates_and_no_events() -> None:
    release = Release(text="2021中关村论坛将于9月24日至28日在北京举行。", lang="zh", published=date(2021, 9, 1))
    assert (len(dates(release)), extract(release)) == (1, [])
