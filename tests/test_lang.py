"""Language files: every shape reads its own examples and nothing else does, `never` gives no day."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from eventx import lang
from eventx.errors import LanguageError
from eventx.lang import Language, Shape
from eventx.lang.lexer import numeral
from eventx.layout import layout
from eventx.model import KINDS, Anchor, When
from eventx.temporal import expressions, whens

MONDAY = date(2021, 9, 27)
LANGUAGES = [lang.load(code) for code in lang.languages()]
EXAMPLES = [
    pytest.param(language, shape, text, value, id=f"{shape.rule}: {text}")
    for language in LANGUAGES
    for shape in language.shapes
    for text, value in shape.examples
]
NEVER = [pytest.param(language, text, id=text) for language in LANGUAGES for text in language.never_examples]


def read(text: str, language: Language) -> list[When]:
    """The whens of a release that is this text alone, published on Monday, 27 September 2021."""
    lay = layout(text, language.abbreviations)
    return whens(expressions(lay, language), Anchor(day=MONDAY, source="published"), lay, language)


@pytest.mark.parametrize(("language", "shape", "text", "value"), EXAMPLES)
def test_example_is_read_by_its_own_shape(language: Language, shape: Shape, text: str, value: str) -> None:
    found = read(text, language)
    assert {w.rule for w in found} == {shape.rule}
    assert ", ".join(w.value for w in found) == re.sub(r"(^|/)(?=T)", rf"\g<1>{MONDAY}", value)


@pytest.mark.parametrize(("language", "text"), NEVER)
def test_never_gives_no_day_and_no_month(language: Language, text: str) -> None:
    assert [(w.text, w.rule) for w in read(text, language) if w.precision in ("day", "month")] == []


def test_english_has_its_share_of_never_examples() -> None:
    assert len(lang.load("en").never_examples) >= 60


@pytest.mark.parametrize("code", lang.languages())
def test_rules_have_names_of_their_own(code: str) -> None:
    rules = [shape.rule for shape in lang.load(code).shapes]
    assert len(set(rules)) == len(rules)


def small(**changes: Any) -> dict[str, Any]:
    """The content of a language file of one shape, changed."""
    row = {"name": "month-day", "shape": "{md}", "examples": [["Sept. 24", "2021-09-24"]]}
    return {
        "locale": {"use": False},
        "words": {"month": {"September": 9}, "day-word": {"today": 0}},
        "macros": {"md": "M D"},
        "refine": {"joints": ["at"], "range_joints": ["to"], "starts": ["from"], "ends": ["until"]},
        "triggers": {"types": ["month", "day-word"]},
        "date": [row],
        **changes,
    }


def shaped(shape: str, **changes: Any) -> list[dict[str, Any]]:
    return [{"name": "odd", "shape": shape, "examples": [["today", "2021-09-27"]], **changes}]


# changes to a good file | where the error points | what it says
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"date": shaped("R", examples=[])}, "xx/odd", "a shape needs examples"),
    ({"date": shaped("R {no-such}")}, "xx/odd", "there is no macro {no-such}"),
    ({"macros": {"md": "{dm} D"}}, "xx.macros.md", "there is no macro {dm}"),
    ({"words": {"mnth": {"September": 9}}}, "xx.words", "there is no token type mnth"),
    ({"date": shaped("'today' D")}, "xx/odd", "'today' has a type already; use its code"),
    ({"date": shaped("M (D")}, "xx/odd", "mend the pattern"),
    ({"date": [{"shape": "M D", "examples": [["x", "y"]]}]}, "xx.date", "a shape needs a name"),
    ({"never_at": ["(unclosed"]}, "xx.never_at", "mend the pattern"),
    ({"numbers": {"yaer": ["年"]}}, "xx.numbers", "there is no token type yaer"),
]


@pytest.mark.parametrize(("changes", "where", "says"), BAD, ids=[says for _, _, says in BAD])
def test_file_that_contradicts_itself_is_told(changes: dict[str, Any], where: str, says: str) -> None:
    with pytest.raises(LanguageError) as caught:
        lang.compile_language("xx", small(**changes))
    assert caught.value.where == where
    assert says in caught.value.message


def test_small_language_reads_what_its_shape_says() -> None:
    found = read("Held on September 24 there.", lang.compile_language("xx", small()))
    assert [w.value for w in found] == ["2021-09-24"]


def test_language_without_a_file_is_told_with_those_that_have_one() -> None:
    with pytest.raises(LanguageError, match=r"no language file; there are .*en"):
        lang.load("tlh")


@pytest.mark.parametrize("code", lang.languages())
def test_every_capitalised_type_and_trigger_type_exists(code: str) -> None:
    data = tomllib.loads(files("eventx.lang").joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    assert set(data.get("capitalised", ())) | set(data["triggers"]["types"]) <= set(lang.TYPES)


# text | its codes (quoted words have private ones, here "_")
TOKENS = """
Sept. 24, 2021 | m.D,Y
September 24 | MD
september 24 | wD
May 5 may 5 | uDwD
2021-09-24 | I
9/24/2021 | I
24.9.21 | I
3rd 4th 11th | OOO
9:30 a.m. ET | TZ
9:30 | t
9.30 p.m. | T
12pm | T
25:61 | D:N
$20.21 | x
12.5% | x
(212) 555-2019 | x
+1 415 555 2671 | x
https://a.org/2021/9/24 x | xw
may.5@a.org x | xw
first, 2.5 | O,N
7:30@the | t@_
'21 | y
1990s | e
Q3 | k
U.S. Eastern Time | Z
New Year's Eve | G
"""


@pytest.mark.parametrize("row", TOKENS.strip().splitlines())
def test_tokens(row: str) -> None:
    text, codes = row.rsplit(" | ", 1)
    lexer = lang.load("en").lexer
    pieces = lexer.pieces(text, text.lower(), 0, len(text))
    assert "".join(code if code < "\ue000" else "_" for code, *_ in pieces) == codes


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("nothing of the kind", []),
        ("on May 5", [(0, 8)]),
        ("x" * 100 + " May 5", [(101, 106)]),
        ("word " * 40 + "May 5", [(155, 205)]),
        ("word " * 40 + "May 5" + " word" * 40, [(155, 267)]),
        ("on May 5 " + "word " * 60 + "June 6", [(0, 70), (264, 315)]),
    ],
)
def test_windows_lie_around_triggers_and_start_with_a_whole_word(text: str, windows: list[tuple[int, int]]) -> None:
    found = list(lang.load("en").lexer.windows(text.lower()))
    assert [(a, min(b, len(text))) for a, b in found] == windows


@pytest.mark.parametrize(
    ("text", "number"), [("八", 8), ("十", 10), ("二十八", 28), ("三十", 30), ("二〇二一", 2021), ("十一", 11)]
)
def test_numerals(text: str, number: int) -> None:
    digits = {c: i for i, c in enumerate("〇一二三四五六七八九十")}
    assert numeral(text, digits) == number


@pytest.mark.parametrize("code", lang.languages())
def test_kinds_of_nouns_are_those_of_the_contract(code: str) -> None:
    assert set(lang.load(code).data.get("events", {}).get("nouns", {})) <= set(KINDS)
