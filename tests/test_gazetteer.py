"""Places: the readings of names as datelines and sentences write them, and the laws of the table."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventx.gazetteer import country, find, is_region, parse, zone_of
from eventx.model import Place

# text of a dateline | label | country | zone
DATELINES = """
FOSTER CITY, Calif. | Foster City, California | US | America/Los_Angeles
SAN JOSE, Calif. | San Jose, California | US | America/Los_Angeles
San Jose | San Jose, California | US | America/Los_Angeles
San José, Costa Rica | San José, Costa Rica | CR | America/Costa_Rica
NEW YORK | New York | US | America/New_York
NEW YORK, NY | New York | US | America/New_York
NEW YORK, N.Y. | New York | US | America/New_York
New York City | New York | US | America/New_York
WASHINGTON | Washington, D.C. | US | America/New_York
Washington, D.C. | Washington, D.C. | US | America/New_York
WASHINGTON  D C | Washington, D.C. | US | America/New_York
WASHINGTON DC | Washington, D.C. | US | America/New_York
Washington, USA | Washington, D.C. | US | America/New_York
Washington State | Washington | US | America/Los_Angeles
Boston MA | Boston, Massachusetts | US | America/New_York
Cambridge, Mass. | Cambridge, Massachusetts | US | America/New_York
Cambridge | Cambridge, United Kingdom | GB | Europe/London
Cambridge, England | Cambridge, United Kingdom | GB | Europe/London
CAMBRIDGE, Ontario | Cambridge, Ontario | CA | America/Toronto
Paris | Paris, France | FR | Europe/Paris
Paris, Texas | Paris, Texas | US | America/Chicago
London, Ont. | London, Ontario | CA | America/Toronto
London, Ontario, Canada | London, Ontario | CA | America/Toronto
Ontario, CA | Ontario, California | US | America/Los_Angeles
Ontario, Canada | Ontario | CA | America/Toronto
CA | California | US | America/Los_Angeles
KELOWNA, BRITISH COLUMBIA | Kelowna, British Columbia | CA | America/Vancouver
Halifax, N.S. | Halifax, Nova Scotia | CA | America/Halifax
QUEBEC CITY | Quebec City, Quebec | CA | America/Toronto
MONTRÉAL | Montreal, Quebec | CA | America/Toronto
Perth, WA | Perth, Western Australia | AU | Australia/Perth
VICTORIA, British Columbia | Victoria, British Columbia | CA | America/Vancouver
Victoria, Australia | Victoria | AU | Australia/Melbourne
HONG KONG SAR | Hong Kong | HK | Asia/Hong_Kong
Hong Kong, China | Hong Kong | HK | Asia/Hong_Kong
MACAU | Macau | MO | Asia/Macau
Macao SAR, China | Macau | MO | Asia/Macau
SINGAPORE | Singapore | SG | Asia/Singapore
Taipei, Taiwan | Taipei, Taiwan | TW | Asia/Taipei
Taiwan | Taiwan | TW | Asia/Taipei
MEXICO CITY | Mexico City, Mexico | MX | America/Mexico_City
Mexico | Mexico | MX | America/Mexico_City
Beijing, China | Beijing, China | CN | Asia/Shanghai
Haidian District, Beijing, China | Beijing, China | CN | Asia/Shanghai
URUMQI, China | Urumqi, China | CN | Asia/Shanghai
Pune, Maharashtra, India | Pune, India | IN | Asia/Kolkata
Bangalore | Bengaluru, India | IN | Asia/Kolkata
HANOI | Hanoi, Vietnam | VN | Asia/Ho_Chi_Minh
MUNICH, Bavaria, Germany | Munich, Germany | DE | Europe/Berlin
München | Munich, Germany | DE | Europe/Berlin
Muenchen | Munich, Germany | DE | Europe/Berlin
COLOGNE, Germany | Cologne, Germany | DE | Europe/Berlin
Frankfurt am Main | Frankfurt, Germany | DE | Europe/Berlin
Düsseldorf | Düsseldorf, Germany | DE | Europe/Berlin
Duesseldorf | Düsseldorf, Germany | DE | Europe/Berlin
HAMBURG, GERMANY | Hamburg, Germany | DE | Europe/Berlin
BERLIN, DE | Berlin, Germany | DE | Europe/Berlin
The Hague | The Hague, Netherlands | NL | Europe/Amsterdam
Sao Paulo | São Paulo, Brazil | BR | America/Sao_Paulo
Kiev | Kyiv, Ukraine | UA | Europe/Kyiv
DAVOS | Davos, Switzerland | CH | Europe/Zurich
Luxembourg | Luxembourg | LU | Europe/Luxembourg
Kuwait City | Kuwait City, Kuwait | KW | Asia/Kuwait
DUBAI, UAE | Dubai, United Arab Emirates | AE | Asia/Dubai
St. Louis | St. Louis, Missouri | US | America/Chicago
SAINT PAUL, Minn. | St. Paul, Minnesota | US | America/Chicago
Ft. Lauderdale | Fort Lauderdale, Florida | US | America/New_York
ST. PETERSBURG, Fla. | St. Petersburg, Florida | US | America/New_York
St. Petersburg | Saint Petersburg, Russia | RU | Europe/Moscow
Portland | Portland, Oregon | US | America/Los_Angeles
Portland, Maine | Portland, Maine | US | America/New_York
Kansas City, Kan. | Kansas City, Kansas | US | America/Chicago
Panama City, Fla. | Panama City, Florida | US | America/Chicago
Panama City, Panama | Panama City, Panama | PA | America/Panama
McLEAN, Va. | McLean, Virginia | US | America/New_York
Coeur d’Alene, Idaho | Coeur d'Alene, Idaho | US | America/Los_Angeles
WINSTON SALEM, NC | Winston-Salem, North Carolina | US | America/New_York
San Juan, P.R. | San Juan, Puerto Rico | PR | America/Puerto_Rico
HOLLYWOOD, Florida | Hollywood, Florida | US | America/New_York
Athens, Ga. | Athens, Georgia | US | America/New_York
ATLANTA, Georgia | Atlanta, Georgia | US | America/New_York
TBILISI, Georgia | Tbilisi, Georgia | GE | Asia/Tbilisi
Georgia | Georgia | US | America/New_York
Lebanon | Lebanon | LB | Asia/Beirut
Lebanon, N.H. | Lebanon, New Hampshire | US | America/New_York
Mexico, Mo. | Mexico, Missouri | US | America/Chicago
Birmingham, Ala. | Birmingham, Alabama | US | America/Chicago
Edinburgh, Scotland | Edinburgh, United Kingdom | GB | Europe/London
SARAJEVO, Bosnia and Herzegovina | Sarajevo, Bosnia and Herzegovina | BA | Europe/Sarajevo
NEW YORK and LONDON | New York | US | America/New_York
ARLINGTON, Va. and LONDON | Arlington, Virginia | US | America/New_York
LONDON/NEW YORK | London, United Kingdom | GB | Europe/London
BASEL, Switzerland & CAMBRIDGE, Mass. | Basel, Switzerland | CH | Europe/Zurich
Research Triangle Park, N.C. | Research Triangle Park, North Carolina | US | America/New_York
SONNENBUHL, Germany | Sonnenbuhl, Germany | DE | Europe/Berlin
ST. MARY-UPON-NOWHERE, Texas | St. Mary-Upon-Nowhere, Texas | US | America/Chicago
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "label", "code", "zone"), rows(DATELINES))
def test_datelines(text: str, label: str, code: str, zone: str) -> None:
    place = parse(text)
    assert place is not None
    assert (place.label, place.country, place.zone) == (label, code, zone)


TRAPS = ["", "  ", ",", ", China,", "in", "us", "me", "mass", "or", "Inc., China", "he said, China", "Jan. 3, 2020",
         "Nowhereville", "However, Reading", "12 cities, Texas", "Room 4, Ohio", "9 a.m.", "\n", "§"]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS[:3] + TRAPS[4:])
def test_what_is_no_place(text: str) -> None:
    assert parse(text) is None


def test_a_country_with_stray_commas_is_still_the_country() -> None:
    assert parse(", China,") == country("China")


@pytest.mark.parametrize(
    ("name", "near", "label"),
    [
        ("Cambridge", "Boston", "Cambridge, Massachusetts"),
        ("Cambridge", "London", "Cambridge, United Kingdom"),
        ("Wilmington", "Philadelphia, Pa.", "Wilmington, North Carolina"),
        ("Wilmington", "Dover, Del.", "Wilmington, Delaware"),
        ("Athens", "Atlanta", "Athens, Georgia"),
        ("Paris", "Dallas", "Paris, France"),  # Paris, Texas is a hundredth of its namesake
        ("Rome", "Albany, N.Y.", "Rome, Italy"),
        ("Van Buren", "Little Rock, Ark.", "Van Buren, Arkansas"),
        ("Georgia", "Tbilisi", "Georgia"),
        ("WA", "Perth, WA", "Western Australia"),
        ("Victoria", "Vancouver", "Victoria"),
        ("Birmingham", "Montgomery, Ala.", "Birmingham, Alabama"),
    ],
)
def test_near_decides_between_namesakes(name: str, near: str, label: str) -> None:
    place = find(name, near=parse(near))
    assert place is not None
    assert place.label == label


def test_georgia_near_tbilisi_is_the_country() -> None:
    place = find("Georgia", near=parse("Tbilisi"))
    assert place == country("GE")


@pytest.mark.parametrize(
    ("name", "region", "nation", "label"),
    [
        ("Cambridge", "Mass.", None, "Cambridge, Massachusetts"),
        ("cambridge", "Massachusetts", "US", "Cambridge, Massachusetts"),
        ("Cambridge", None, "United Kingdom", "Cambridge, United Kingdom"),
        ("Georgia", None, "US", "Georgia"),
        ("Munich", "Bavaria", "Germany", "Munich, Germany"),
        ("Hong Kong", None, "HK", "Hong Kong"),
        ("Cambridge", "Texas", None, None),
        ("Cambridge", None, "Atlantis", None),
        ("Cambridge", "Bavaria", None, None),
        ("Munich", None, "France", None),
    ],
)
def test_find_is_restricted(name: str, region: str | None, nation: str | None, label: str | None) -> None:
    place = find(name, region=region, country=nation)
    assert (place and place.label) == label


def test_a_city_tells_all_it_knows() -> None:
    assert find("san francisco") == Place(
        city="San Francisco", region="California", country="US", country_name="United States",
        zone="America/Los_Angeles", geo=(37.77, -122.42),
    )  # fmt: skip


def test_a_city_outside_the_table_has_no_position() -> None:
    place = parse("SONNENBUHL, Germany")
    assert place is not None
    assert (place.city, place.geo) == ("Sonnenbuhl", None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("China", "CN"), ("PRC", "CN"), ("U.S.", "US"), ("USA", "US"), ("U S", "US"), ("America", "US"), ("UK", "GB"),
        ("U.K.", "GB"), ("Britain", "GB"), ("UAE", "AE"), ("Holland", "NL"), ("the netherlands", "NL"),
        ("Czechia", "CZ"), ("Czech Republic", "CZ"), ("Türkiye", "TR"), ("Côte d’Ivoire", "CI"), ("Hong Kong", "HK"),
        ("Viet Nam", "VN"), ("Republic of Korea", "KR"), ("DE", "DE"), ("SINGAPORE", "SG"),
        ("us", None), ("it", None), ("Texas", None), ("Beijing", None), ("", None), ("Atlantis", None),
    ],
)  # fmt: skip
def test_country(name: str, code: str | None) -> None:
    place = country(name)
    assert (place and place.country) == code
    assert place is None or (place.city is None and place.zone in available_timezones())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("California", True), ("Calif.", True), ("CALIF.", True), ("N.Y.", True), ("NY", True), ("W.Va.", True),
        ("D.C.", True), ("Ont.", True), ("B.C.", True), ("Que.", True), ("NSW", True), ("Scotland", True),
        ("new south wales", True), ("Mass.", True), ("OR", True), ("IN", True),
        ("mass", False), ("or", False), ("in", False), ("In", False), ("Or", False), ("me", False), ("wash", False),
        ("China", False), ("Boston", False), ("", False),
    ],
)  # fmt: skip
def test_is_region(name: str, expected: bool) -> None:
    assert is_region(name) is expected


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (None, None),
        (Place(), None),
        (Place(venue="Moscone Center"), None),
        (Place(city="Paris", zone="Etc/UTC"), "Etc/UTC"),
        (Place(city="Paris", region="Texas", country="US"), "America/Chicago"),
        (Place(city="Munich", region="Bavaria", country="DE"), "Europe/Berlin"),
        (Place(city="Nowhere", region="Hawaii", country="US"), "Pacific/Honolulu"),
        (Place(city="Nowhere", country="JP"), "Asia/Tokyo"),
        (Place(region="New York", country="US"), "America/New_York"),
        (Place(region="Washington", country="US"), "America/Los_Angeles"),
        (Place(country="AU"), "Australia/Sydney"),
    ],
)
def test_zone_of(place: Place | None, zone: str | None) -> None:
    assert zone_of(place) == zone


@given(st.text(max_size=40))
def test_any_text_is_parsed_or_not(text: str) -> None:
    place = parse(text)
    assert place is None or (place.country and place.zone)
