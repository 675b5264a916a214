"""The public names of eventx. A change here is a change for everyone who uses the library."""

from __future__ import annotations

import re
from datetime import date

import pytest

import eventx

PUBLIC = {
    "read", "extract", "dates", "merge", "export", "Release", "Event", "When", "Options", "EventxError", "__version__",
}  # fmt: skip


def test_the_public_names() -> None:
    assert set(eventx.__all__) == PUBLIC
    assert len(eventx.__all__) == len(PUBLIC)
    assert set(dir(eventx)) >= PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_each_public_name_is_there_and_documented(name: str) -> None:
    assert callable(getattr(eventx, name))
    assert getattr(eventx, name).__doc__


def test_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+([a-z]+\d+)?", eventx.__version__)


def test_names_that_are_not_public_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="nosuchname"):
        getattr(eventx, "nosuchname")  # noqa: B009


def test_a_release_needs_its_text_alone() -> None:
    release = eventx.Release(text="A forum opens.", published=date(2021, 9, 27))
    assert release == eventx.Release(text="A forum opens.", published="2021-09-27")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        eventx.Release()  # type: ignore[call-arg]
