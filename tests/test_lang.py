"""Language files: every shape reads its own examples and nothing else does, `never` gives no day, bad files are told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eventx import lang
from eventx.errors import LanguageError
from eventx.lang import Shape
from eventx.layout import layout
from eventx.model import Anchor, When
from eventx.temporal import expressions, whens

MONDAY = date(2021, 9, 27)
EXAMPLES = [
    pytest.param(code, shape, text, value, id=f"{shape.rule}: {text}")
    for code in lang.languages()
    for shape in lang.load(code).shapes
    for text, value in shape.examples
]
NEVER = [pytest.param(code, text, id=f"{code}: {text}") for code in lang.languages() for text in lang.load(code).never_examples]


def read(text: str, code: str) -> list[When]:
    """The whens of a release that is this text alone, published on Monday, 27 September 2021."""
    language = lang.load(code)
    lay = layout(text, language.abbreviations)
    return whens(expressions(lay, language), Anchor(day=MONDAY, source="published"), lay, language)


@pytest.mark.parametrize(("code", "shape", "text", "value"), EXAMPLES)
def test_example_is_read_by_its_own_shape(code: str, shape: Shape, text: str, value: str) -> None:
    found = read(text, code)
    assert [w.rule for w in found] == [shape.rule] * len(found)
    assert ", ".join(w.value for w in found) == value


@pytest.mark.parametrize(("code", "text"), NEVER)
def test_never_gives_no_day_and_no_month(code: str, text: str) -> None:
    assert [(w.text, w.rule) for w in read(text, code) if w.precision in ("day", "month")] == []
