"""The fuzzer finds what it is for: planted crashes, hangs and dirty releases. `make fuzz` runs it for ten minutes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from eventx.ingest import dispatch
from eventx.ingest.kinds import KINDS
from eventx.ingest.values import Document, Reading
from eventx.model import Release
from tools import fuzz

TEXT = next(kind for kind in KINDS if kind.name == "text")


def planted(monkeypatch: pytest.MonkeyPatch, *releases: Release, fault: BaseException | None = None) -> None:
    """A reader that gives those releases, or raises."""

    def read(document: Document, reading: Reading) -> Iterator[Release]:
        yield from releases
        if fault is not None:
            raise fault

    monkeypatch.setattr(dispatch, "import_module", lambda name: SimpleNamespace(read=read))


def test_what_a_reader_raises_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    planted(monkeypatch, fault=ZeroDivisionError("planted"))
    read, error = fuzz.one_round(1, TEXT, tmp_path / "now")
    assert (read, type(error)) == (0, ZeroDivisionError)
    assert (tmp_path / "now").exists()


@pytest.mark.parametrize(
    "release",
    [
        Release(text="a\0b"),
        Release(text="a\ud800b"),
        Release(text="a", title="two\nlines"),
        Release(text="a", url="javascript:alert(1)"),
    ],
)
def test_a_dirty_release_is_found(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch, release)
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        fuzz.look(TEXT, b"text")


def test_an_endless_reader_is_stopped() -> None:
    with pytest.raises(fuzz.TooLong), fuzz.timed(0.05):
        for _ in itertools.count():
            continue


def test_a_sound_reader_passes(tmp_path: Path) -> None:
    assert fuzz.one_round(1, TEXT, tmp_path / "now") == (100, None)
