"""Datelines: the day, the place and the zone that a release opens with, in the forms of the wires; and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from eventx import lang
from eventx.dateline import anchor_of, headline_of
from eventx.errors import OptionError
from eventx.layout import Layout, layout
from eventx.model import Anchor, Options, Release
from eventx.temporal import expressions

ENGLISH = lang.load("en")
LEAD = "Acme, a maker of pumps, will open a plant next month, its chief executive said."


def read(text: str, published: str | None, options: Options) -> tuple[Anchor, Layout, Release]:
    release = Release(text=text, published=date.fromisoformat(published) if published else None)
    lay = layout(release.text, ENGLISH.abbreviations)
    return anchor_of(release, lay, expressions(lay, ENGLISH), ENGLISH, options), lay, release


# opening, " // " for the end of a line, "~" for a lead | published | day, "=" where the same | source | place | zone
ROWS = """
BEIJING, Sept. 27, 2021 /PRNewswire=KYODO JBN/ -- ~ | | 2021-09-27 | dateline | Beijing, China | Asia/Shanghai
TOKYO, Sept. 27, 2021 /PRNewswire-AsiaNet/ -- ~ | | 2021-09-27 | dateline | Tokyo, Japan | Asia/Tokyo
SEOUL, South Korea, Oct. 5, 2021 /PRNewswire/ -- ~ | | 2021-10-05 | dateline | Seoul, South Korea | Asia/Seoul
CHICAGO, Oct. 5 /PRNewswire-FirstCall/ -- ~ | 2009-10-05 | = | dateline | Chicago, Illinois | America/Chicago
SINGAPORE, 5 October 2021 /PRNewswire-Asia/ -- ~ | | 2021-10-05 | dateline | Singapore | Asia/Singapore
LONDON, October 5, 2021 /PRNewswire/ -- ~ | | 2021-10-05 | dateline | London, United Kingdom | Europe/London
NEW YORK, Oct. 5, 2021 /PRNewswire/ -- ~ | | 2021-10-05 | dateline | New York | America/New_York
ST. LOUIS, Oct. 5, 2021 /PRNewswire/ -- ~ | | 2021-10-05 | dateline | St. Louis, Missouri | America/Chicago
TORONTO, Oct. 5, 2021 /CNW/ - ~ | | 2021-10-05 | dateline | Toronto, Ontario | America/Toronto
VANCOUVER, BC, Oct. 5, 2021 /CNW/ - ~ | | 2021-10-05 | dateline | Vancouver, British Columbia | America/Vancouver
FOSTER CITY, Calif.--(BUSINESS WIRE)--~ | 2021-10-05 | = | published | Foster City, California | America/Los_Angeles
HOUSTON--(BUSINESS WIRE)--~ | 2021-10-05 | = | published | Houston, Texas | America/Chicago
PARIS--(BUSINESS WIRE)--Regulatory News: // ~ | 2021-10-05 | = | published | Paris, France | Europe/Paris
NEW YORK--(BUSINESS WIRE)--Oct. 5, 2021-- ~ | | 2021-10-05 | dateline | New York | America/New_York
BOSTON, Mass., Oct. 05, 2021 (GLOBE NEWSWIRE) -- ~ | | 2021-10-05 | dateline | Boston, Massachusetts | America/New_York
OSLO, Norway, Oct. 5, 2021 (GLOBE NEWSWIRE) -- ~ | | 2021-10-05 | dateline | Oslo, Norway | Europe/Oslo
Calgary, Alberta, Oct. 05, 2021 (GLOBE NEWSWIRE) -- ~ | | 2021-10-05 | dateline | Calgary, Alberta | America/Edmonton
NEW YORK, NY - (NEWMEDIAWIRE) - October 5, 2021 - ~ | | 2021-10-05 | dateline | New York | America/New_York
Las Vegas, NV - (NewMediaWire) - Oct. 05, 2021 - ~ | | 2021-10-05 | dateline | Las Vegas, Nevada | America/Los_Angeles
HONG KONG SAR - Media OutReach Newswire - 5 March 2024 - ~ | | 2024-03-05 | dateline | Hong Kong | Asia/Hong_Kong
HANOI, VIETNAM - Media OutReach - 5 October 2021 - ~ | | 2021-10-05 | dateline | Hanoi, Vietnam | Asia/Ho_Chi_Minh
SINGAPORE - Media OutReach Newswire - 5 March 2024 – ~ | | 2024-03-05 | dateline | Singapore | Asia/Singapore
DENVER, CO / ACCESSWIRE / October 5, 2021 / ~ | | 2021-10-05 | dateline | Denver, Colorado | America/Denver
MIAMI, FL / ACCESS Newswire / March 5, 2025 / ~ | | 2025-03-05 | dateline | Miami, Florida | America/New_York
PHOENIX, AZ, October 05, 2021 /24-7PressRelease/ -- ~ | | 2021-10-05 | dateline | Phoenix, Arizona | America/Phoenix
BEIJING, Oct. 5 (Xinhua) -- ~ | 2021-10-05 | = | dateline | Beijing, China | Asia/Shanghai
SHANGHAI, Sept. 24 (Xinhua) -- ~ | 2021-09-25 | 2021-09-24 | dateline | Shanghai, China | Asia/Shanghai
LONDON, Oct 5 (Reuters) - ~ | 2021-10-05 | = | dateline | London, United Kingdom | Europe/London
BERLIN, Dec 31 (Reuters) - ~ | 2022-01-01 | 2021-12-31 | dateline | Berlin, Germany | Europe/Berlin
ERIE, PA--A band will play on Friday, October 15. | 2021-10-05 | = | published | Erie, Pennsylvania | America/New_York
MELBOURNE: ~ | 2021-10-05 | = | published | Melbourne, Victoria | Australia/Melbourne
Nelson, New Zealand, 5 October 2021. ~ | | 2021-10-05 | dateline | Nelson, New Zealand | Pacific/Auckland
GREAT BROUGHTON-ON-SEA, 5 October 2021 - ~ | | 2021-10-05 | dateline | |
Acme Goes to Reno HSINCHU, May 20, 2024 /PRNewswire-Asia/ -- ~ | | 2024-05-20 | dateline | Hsinchu, Taiwan | Asia/Taipei
EQS-News: Acme AG // Berlin, 14 March 2023 - ~ | | 2023-03-14 | dateline | Berlin, Germany | Europe/Berlin
Little Snoring, Norfolk, Tuesday 8 August 2023 – ~ | | 2023-08-08 | dateline | |
October 5, 2021 // BOSTON – ~ | | 2021-10-05 | dateline | Boston, Massachusetts | America/New_York
WASHINGTON (AP) — ~ | 2021-10-05 | = | published | Washington, D.C. | America/New_York
ATLANTA, Oct. 5 (AP) -- ~ | 2021-10-05 | = | dateline | Atlanta, Georgia | America/New_York
PARIS, Oct 5, 2021 (AFP) - ~ | | 2021-10-05 | dateline | Paris, France | Europe/Paris
Paris (AFP) – ~ | 2021-10-05 | = | published | Paris, France | Europe/Paris
SEOUL, Oct. 5 (Yonhap) -- ~ | 2021-10-05 | = | dateline | Seoul, South Korea | Asia/Seoul
TOKYO, Oct. 5 (Kyodo) -- ~ | 2021-10-05 | = | dateline | Tokyo, Japan | Asia/Tokyo
MOSCOW, October 5. /TASS/. ~ | 2021-10-05 | = | dateline | Moscow, Russia | Europe/Moscow
MUMBAI, Oct 5 (PTI) ~ | 2021-10-05 | = | dateline | Mumbai, India | Asia/Kolkata
DALLAS, Texas – October 5, 2021 – ~ | | 2021-10-05 | dateline | Dallas, Texas | America/Chicago
Portland, Ore. — Oct. 5, 2021 — ~ | | 2021-10-05 | dateline | Portland, Oregon | America/Los_Angeles
BOSTON – October 5, 2021 – ~ | | 2021-10-05 | dateline | Boston, Massachusetts | America/New_York
Boston, MA, October 5, 2021 -- ~ | | 2021-10-05 | dateline | Boston, Massachusetts | America/New_York
(Zurich, October 5, 2021) - ~ | | 2021-10-05 | dateline | Zürich, Switzerland | Europe/Zurich
Munich, 5 October 2021 – ~ | | 2021-10-05 | dateline | Munich, Germany | Europe/Berlin
SYDNEY, Tuesday, 5 October 2021 – ~ | | 2021-10-05 | dateline | Sydney, New South Wales | Australia/Sydney
October 5, 2021 – Denver, CO – ~ | | 2021-10-05 | dateline | Denver, Colorado | America/Denver
FOR IMMEDIATE RELEASE April 19, 2006 // ~ | | 2006-04-19 | dateline | |
FOR IMMEDIATE RELEASE // April 19, 2006 // Acme opens a plant // ~ | | 2006-04-19 | dateline | |
For Immediate Release: Wednesday, April 19, 2006 // ~ | | 2006-04-19 | dateline | |
For release: 9 a.m. EST, Jan 3 // ~ | 2006-01-03 | = | dateline | |
For release: 9 a.m. EST, Jan 3, 2006 // ~ | | 2006-01-03 | dateline | |
EMBARGOED UNTIL 6 p.m. ET, October 5, 2021 // ~ | | 2021-10-05 | dateline | |
NEWS RELEASE // October 5, 2021 // ~ | | 2021-10-05 | dateline | |
Press Release – October 5, 2021 // ~ | | 2021-10-05 | dateline | |
Date of issue: October 5, 2021 // ~ | | 2021-10-05 | dateline | |
Released: 5 October 2021 // ~ | | 2021-10-05 | dateline | |
October 5, 2021 // Acme opens a plant // ~ | | 2021-10-05 | dateline | |
Acme opens a plant // October 5, 2021 // ~ | | 2021-10-05 | dateline | |
Acme opens a plant // Tuesday, October 5, 2021 // ~ | | 2021-10-05 | dateline | |
Acme opens a plant // 05 Oct 2021 // ~ | | 2021-10-05 | dateline | |
Acme opens a plant // 2021-10-05 // ~ | | 2021-10-05 | dateline | |
Acme opens a plant // OSAKA, Japan, Oct. 5, 2021 /PRNewswire/ -- ~ | | 2021-10-05 | dateline | Osaka, Japan | Asia/Tokyo
DETROIT, Oct. 5 -- ~ | 2021-10-06 | 2021-10-05 | dateline | Detroit, Michigan | America/Detroit
BRUSSELS, 31 December – ~ | 2022-01-02 | 2021-12-31 | dateline | Brussels, Belgium | Europe/Brussels
"""

# Dates that stand early and are no datelines: the day of publication holds, or none is known.
TRAPS = """
~ | | | none | |
~ | 2021-10-05 | = | published | |
On October 12, 2021, Acme will open a plant in Dallas. | 2021-10-05 | = | published | |
The plant in Dallas will open on Oct. 12, 2021 -- a year late. | 2021-10-05 | = | published | |
Acme opens a plant on October 12, 2021 // ~ | 2021-10-05 | = | published | |
Acme to report results on Nov. 2, 2021 // ~ | 2021-10-05 | = | published | |
Acme Fair 2021 // Oct. 12-15, 2021, Dallas // ~ | 2021-10-05 | = | published | |
A strike that began on Sept. 3, 2021 ended today. // ~ | 2021-10-05 | = | published | |
Record date: the dividend is payable on Dec. 7, 2021 to holders of Nov. 22. | 2021-10-05 | = | published | |
WHEN: October 12, 2021 // WHERE: Dallas // ~ | 2021-10-05 | = | published | |
Date: Tuesday, October 12, 2021 - 4:00pm to 5:15pm // ~ | 2021-10-05 | = | published | |
Lecture // April 8, 2025, 6:30 p.m. // Swap // April 12, 2025, 10 a.m. // Fair // June 7, 2025 // ~ | | | none | |
~ The fair runs from Oct. 12, 2021 to Oct. 15, 2021. | 2021-10-05 | = | published | |
"""


def cells(table: str) -> list[list[str]]:
    rows = [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]
    return [[row[0].replace(" // ", "\n").replace("~", LEAD), *row[1:]] for row in rows]


@pytest.mark.parametrize(("text", "published", "day", "source", "place", "zone"), cells(ROWS) + cells(TRAPS))
def test_anchor(text: str, published: str, day: str, source: str, place: str, zone: str) -> None:
    anchor, _, _ = read(text, published or None, Options())
    assert (str(anchor.day or ""), anchor.source) == (published if day == "=" else day, source)
    assert ((anchor.place.label if anchor.place else "") or "", anchor.zone or "") == (place, zone)


def test_a_label_is_no_town() -> None:
    anchor, _, _ = read(f"Date: October 5, 2021\n{LEAD}", None, Options())
    assert (anchor.day, anchor.place) == (date(2021, 10, 5), None)


def test_the_table_holds_its_share() -> None:
    assert len(cells(ROWS)) >= 60


def test_the_caller_stands_in_where_the_release_is_silent() -> None:
    options = Options(published=date(2021, 10, 5), zone="Europe/Vienna")
    anchor, _, _ = read(LEAD, None, options)
    assert (anchor.day, anchor.zone, anchor.source) == (date(2021, 10, 5), "Europe/Vienna", "caller")
    anchor, _, _ = read(LEAD, "2021-10-06", options)
    assert (anchor.day, anchor.source) == (date(2021, 10, 6), "published")
    anchor, _, _ = read(f"TOKYO, Oct. 7, 2021 /PRNewswire/ -- {LEAD}", "2021-10-06", options)
    assert (anchor.day, anchor.zone, anchor.source) == (date(2021, 10, 7), "Asia/Tokyo", "dateline")


def test_near_is_the_place_where_none_is_told_and_decides_between_namesakes() -> None:
    anchor, _, _ = read(LEAD, None, Options(near="Graz"))
    assert (anchor.place and anchor.place.city, anchor.zone) == ("Graz", "Europe/Vienna")
    with pytest.raises(OptionError, match="no place is called 'Nowhereville'"):
        read(LEAD, None, Options(near="Nowhereville"))


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        (f"BEIJING, Sept. 27, 2021 /PRNewswire/ -- {LEAD}", "BEIJING, Sept. 27, 2021 /PRNewswire/"),
        (f"Acme opens a plant\nDALLAS – Oct. 5, 2021 – {LEAD}", "DALLAS – Oct. 5, 2021"),
        (f"Acme opens a plant\nOctober 5, 2021\n{LEAD}", "October 5, 2021"),
    ],
)
def test_the_span_covers_place_day_and_wire_and_not_the_lead(text: str, dateline: str) -> None:
    anchor, lay, _ = read(text, None, Options())
    assert anchor.span is not None
    assert anchor.span.of(lay.text).startswith(dateline)
    assert LEAD not in anchor.span.of(lay.text)


def test_a_label_is_no_headline_where_the_title_is_known() -> None:
    lay = layout("Date\n\nOctober 12, 4 p.m.", ENGLISH.abbreviations)
    for title, headline in (("A lecture", None), (None, "Date")):
        span = headline_of(Release(text=lay.text, title=title), lay, Anchor(), ENGLISH)
        assert (span.of(lay.text) if span else None) == headline


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (f"Acme opens a plant\nDALLAS, Oct. 5, 2021 /PRNewswire/ -- {LEAD}", "Acme opens a plant"),
        (f"DALLAS, Oct. 5, 2021 /PRNewswire/ -- {LEAD}", None),
        ("", None),
    ],
)
def test_the_headline_is_the_first_block_that_is_no_dateline(text: str, headline: str | None) -> None:
    anchor, lay, release = read(text, "2021-10-05", Options())
    span = headline_of(release, lay, anchor, ENGLISH)
    assert (span.of(lay.text) if span else None) == headline
