"""Chinese and Japanese: datelines, days told in part, times joined to their days; test_lang reads the examples."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx import lang
from eventx.dateline import anchor_of
from eventx.lang.lexer import numeral
from eventx.layout import layout
from eventx.model import Anchor, Options, Release, When
from eventx.temporal import expressions, whens
from eventx.temporal.partly import commonest, day_after, month_of, nearest_day

TUESDAY = date(2021, 9, 28)
DIGITS = "〇一二三四五六七八九"


def read(text: str, code: str, published: date | None = TUESDAY) -> tuple[Anchor, list[When]]:
    """Anchor and whens of a release that is this text alone."""
    language = lang.load(code)
    lay = layout(text, language.abbreviations)
    found = expressions(lay, language)
    anchor = anchor_of(Release(text=text, lang=code, published=published), lay, found, language, Options())
    return anchor, whens(found, anchor, lay, language)


@pytest.mark.parametrize(
    ("code", "text", "day", "zone"),
    [
        ("zh", "新华社北京9月27日电（记者张三）论坛24日开幕。", date(2021, 9, 27), "Asia/Shanghai"),
        ("zh", "新华社东京9月27日电 会议将于10月3日举行。", date(2021, 9, 27), "Asia/Tokyo"),
        ("zh", "【北京9月27日】会议今天召开。", date(2021, 9, 27), "Asia/Shanghai"),
        ("zh", "中新社北京九月二十七日电 会议今天召开。", date(2021, 9, 27), "Asia/Shanghai"),
        ("zh", "北京2021年9月26日 /美通社/ -- 论坛将于10月8日举行。", date(2021, 9, 26), "Asia/Shanghai"),
        ("zh", "会议将于10月3日举行。", TUESDAY, None),
        ("ja", "［東京　２７日　ロイター］ - 首相は２８日に会見する。", date(2021, 9, 27), "Asia/Tokyo"),
        ("ja", "【ワシントン9月27日時事】大統領は28日、会談する。", date(2021, 9, 27), "America/New_York"),
        ("ja", "北京、2021年9月27日 /PRNewswire=共同通信JBN/ -- 会が開かれる。", date(2021, 9, 27), "Asia/Shanghai"),
        ("ja", "10月1日発売の本について10月3日に講演する。", TUESDAY, None),
    ],
)
def test_dateline(code: str, text: str, day: date, zone: str | None) -> None:
    anchor, _ = read(text, code)
    assert (anchor.day, anchor.zone) == (day, zone)


@pytest.mark.parametrize(
    ("code", "text", "values"),
    [
        ("zh", "2021年9月24日（周五）上午9时30分，论坛开幕。", ["2021-09-24T09:30"]),
        ("zh", "昨晚8点，演出开始。", ["2021-09-27T20:00"]),
        ("zh", "今天（9月28日）下午3时举行发布会。", ["2021-09-28T15:00"]),
        ("zh", "8月31日晚8时15分左右，爆炸发生。", ["2021-08-31T20:15"]),
        ("zh", "会议将于11日下午闭幕。", ["2021-10-11"]),
        ("zh", "会议9日开幕，10月9日至11日举行。9日上午发言。", ["2021-10-09", "2021-10-09/2021-10-11", "2021-10-09"]),
        ("zh", "去年12月3日至今年1月5日展出。", ["2020-12-03/2021-01-05"]),
        ("zh", "当地时间18日和19日举行。", ["2021-09-18", "2021-09-19"]),
        ("ja", "10月8日（金）午後1時30分〜3時に開催します。", ["2021-10-08T13:30/2021-10-08T15:00"]),
        ("ja", "10月9日(土) 10:00 〜 18:00", ["2021-10-09T10:00/2021-10-09T18:00"]),
        ("ja", "来年2022年の6月27日、28日に開く。", ["2022-06-27", "2022-06-28"]),
        ("ja", "8月18日公示、同30日投開票だった。", ["2021-08-18", "2021-08-30"]),
        ("ja", "深夜0時に始まり、朝5時に終わる。", ["2021-09-28T00:00", "2021-09-28T05:00"]),
        ("ja", "１２月２９日～１月３日は休みます。", ["2021-12-29/2022-01-03"]),
    ],
)
def test_values(code: str, text: str, values: list[str]) -> None:
    assert [w.value for w in read(text, code)[1]] == values


def test_open_ends_stand_behind_the_day() -> None:
    opens = [w.open for w in read("5月10日より発売。締め切りは9月20日まで。9月3日に開く。", "ja")[1]]
    assert opens == ["from", "until", None]


def test_a_text_without_a_day_of_its_own_is_read_by_the_days_it_writes() -> None:
    text = "大会は9月2日-5日に開かれた。\n産経新聞、2005年9月6日。\nスポニチ、2005年9月6日。\n"
    assert read(text, "ja", None)[1][0].value == "2005-09-02/2005-09-05"


@given(st.integers(1, 99))
def test_numerals_read_what_tens_and_ones_write(number: int) -> None:
    tens, ones = divmod(number, 10)
    written = (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")
    assert numeral(written, lang.load("zh").lexer.numerals) == number


@given(st.integers(1600, 2199))
def test_numerals_read_years_digit_by_digit(year: int) -> None:
    assert numeral("".join(DIGITS[int(d)] for d in str(year)), lang.load("zh").lexer.numerals) == year


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.integers(1, 28))
def test_a_day_number_is_near_and_its_range_goes_forward(base: date, number: int) -> None:
    near, behind = nearest_day(base, number, 0, None), day_after(base, number)
    assert near is not None and near.day == number and abs((near - base).days) <= 16
    assert behind is not None and behind.day == number and 0 < (behind - base).days <= 31


def test_directions_and_the_commonest_day() -> None:
    assert month_of("last", date(2021, 1, 31)) == (2020, 12)
    assert commonest([date(2021, 1, 1), date(2021, 2, 2), date(2021, 2, 2)]) == date(2021, 2, 2)
    assert commonest([]) is None
