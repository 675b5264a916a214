"""The text as it is read: spelling, joined lines, blocks, sentences, and the way back to the given offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx import lang
from eventx.layout import Layout, layout
from eventx.model import Span

ABBREVIATIONS = lang.load("en").abbreviations


def lay(text: str) -> Layout:
    return layout(text, ABBREVIATIONS)


def pieces(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(
    ("given_text", "read"),
    [
        ("Oct.\u00a05", "Oct. 5"), ("Oct.\u202f5", "Oct. 5"), ("a\tb", "a b"), ("a\u3000b", "a b"), ("a\0b", "a b"),
        ("forum\u2019s", "forum's"), ("\u201cA\u201d", '"A"'), ("Sept. 24\u201128", "Sept. 24-28"),
        ("Sept. 24\u201328", "Sept. 24\u201328"), ("24\u221228", "24\u201328"), ("９月２４日", "9月24日"),
        ("９：３０", "9:30"), ("２０２１／９／２４", "2021/9/24"), ("（金）", "(金)"), ("a\u2028b", "a\nb"),
        ("a\r\nb", "a \nb"), ("a\rb", "a\nb"), ("\u0130zmir", "Izmir"), ("plain", "plain"), ("", ""),
        ("Zhong\u00adguan\u00adcun", "Zhongguancun"), ("\ufeffBEIJING", "BEIJING"), ("a\u200bb", "ab"),
    ],
)  # fmt: skip
def test_one_spelling(given_text: str, read: str) -> None:
    assert layout(given_text).text == read


WRAPPED = """The 2021 Zhongguancun Forum opened in Beijing on Friday with a ceremony
that drew scientists and business people from more than fifty countries
and regions, its organizers said. It will close on Tuesday after talks
on health and carbon neutrality.

Exhibitors came from ten provinces."""
SPACED = """The forum opened in Beijing on Friday with a ceremony that drew

scientists and business people from more than fifty countries and

regions, its organizers said.

It will close on Tuesday after talks on health and carbon neutrality

and a fair."""

JOINED, ALONE = WRAPPED.split("\n\n")
# text | its blocks, with "|" between them
BLOCKS = [
    ("One line.", ["One line."]),
    ("One.\nTwo.", ["One.", "Two."]),
    ("One.\n\n\nTwo.", ["One.", "Two."]),
    ("  One.  \n \n\t Two. ", ["One.", "Two."]),
    (WRAPPED, [JOINED.replace("\n", " "), ALONE]),
    (WRAPPED.replace("\n", "\r\n"), [JOINED.replace("\n", "  "), ALONE]),
    (WRAPPED.replace("\n", "\r"), [JOINED.replace("\n", " "), ALONE]),
    ("WHAT: A forum\nWHEN: Friday\nWHERE: Beijing", ["WHAT: A forum", "WHEN: Friday", "WHERE: Beijing"]),
    ("When:\nFriday at noon", ["When:", "Friday at noon"]),
    ("Dates of the tour:\n* Oct. 5\n* Oct. 7\n- Oct. 9", ["Dates of the tour:", "* Oct. 5", "* Oct. 7", "- Oct. 9"]),
    ("The company will hold its annual meeting for\nshareholders on Oct. 5.",
     ["The company will hold its annual meeting for shareholders on Oct. 5."]),
    ("", []),
    (" \n\t\n ", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), BLOCKS)
def test_blocks(text: str, blocks: list[str]) -> None:
    made = lay(text)
    assert pieces(made.text, made.blocks) == blocks


def test_lines_that_all_stand_apart_are_joined_where_sentences_run_on() -> None:
    made = lay(SPACED)
    assert [" ".join(s.of(made.text).split()) for s in made.sentences] == [
        "The forum opened in Beijing on Friday with a ceremony that drew scientists and business people "
        "from more than fifty countries and regions, its organizers said.",
        "It will close on Tuesday after talks on health and carbon neutrality and a fair.",
    ]


# "|" stands before each further sentence
SENTENCES = """
The fair opened. |It closes Friday.
The fair opened! |Did it? |Yes.
He said, "It opened." |They left.
It opens on Sept. 24 in Beijing.
It opens on Sept. 24. |Doors open at 9 a.m. on Friday.
It opens at 9 a.m. EST on Friday.
Dr. Li and Mr. Wu of Acme Inc. spoke. |They left.
The U.S. Senate met. |The U.N. did too.
J. P. Morgan spoke. |He left.
Sales rose 2.5 percent. |Costs fell.
Visit www.example.com for more. |Then call.
It supports two programs.|Amgen will host a call.
Gains (of 5%).|Shares rose.
See No. 5 and Fig. 3. |Done.
(The fair opened.) |It closes.
The fair opened... |Then it closed.
St. Louis hosts it. |Ft. Worth does not.
It opened. |• Talks. |* Fairs.
論壇が開幕した。|来年も開く！|楽しみ？
「始まる。」|会場は東京。
It opened. |2021 was good.
It opened. and closed.
"""


@pytest.mark.parametrize("row", SENTENCES.strip().splitlines())
def test_sentences(row: str) -> None:
    made = lay(row.replace("|", ""))
    assert pieces(made.text, made.sentences) == [part.strip() for part in row.split("|")]


ODD = st.text(alphabet=st.sampled_from("aB1 .!?\n\r\t'\"()。5Oct９İé\u00ad\u200b\u00a0\u2028\ufeff\x1c"), max_size=80)


@given(text=ODD)
def test_every_character_leads_back_to_the_one_it_was_read_from(text: str) -> None:
    made = layout(text)
    kept = [i for i, c in enumerate(text) if layout(c).text]
    assert len(made.text) == len(kept)
    for at, origin in enumerate(kept):
        assert made.given(Span(start=at, end=at + 1)) == Span(start=origin, end=origin + 1)
        assert made.text[at] in (layout(text[origin]).text, " ")


@given(text=ODD)
def test_sentences_and_blocks_cover_what_is_not_blank_once_and_in_order(text: str) -> None:
    made = lay(text)
    for spans in (made.blocks, made.sentences):
        assert all(a.end <= b.start for a, b in pairwise(spans))
        covered = {i for span in spans for i in range(span.start, span.end)}
        assert covered >= {i for i, c in enumerate(made.text) if not c.isspace()}
    assert all(span.of(made.text) == span.of(made.text).strip() for span in made.blocks)
    assert all("\n" not in span.of(made.text) for span in made.blocks)
    assert all(any(b.start <= s.start and s.end <= b.end for b in made.blocks) for s in made.sentences)


@given(text=ODD)
def test_reading_twice_changes_nothing(text: str) -> None:
    once = lay(text)
    again = lay(once.text)
    assert (again.text, again.blocks, again.sentences) == (once.text, once.blocks, once.sentences)


def test_what_is_around_an_offset() -> None:
    made = lay("  One. Two.\n\nThree. Four.")
    one, two, three, four = made.sentences
    assert [made.block_at(at) for at in (0, 2, 8, 12, 13, 24)] == [0, 0, 0, 0, 1, 1]
    assert [made.sentence_at(at) for at in (0, 2, 6, 7, 12, 13, 20, 25)] == [one, one, one, two, two, three, four, four]
    assert made.sentences_in(made.blocks[0]) == (one, two)
    assert made.sentences_in(made.blocks[1]) == (three, four)
    assert made.sentences_in(Span(start=7, end=13)) == (two,)


def test_a_span_of_a_text_with_soft_hyphens_leads_back_over_them() -> None:
    text = "The Zhong\u00adguan\u00adcun Forum opens Sept.\u00a024."
    made = lay(text)
    start = made.text.index("Zhongguancun")
    back = made.given(Span(start=start, end=start + len("Zhongguancun")))
    assert back.of(text) == "Zhong\u00adguan\u00adcun"
