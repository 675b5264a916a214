"""Where an event is: venue, city, region, country, and the zone that its hours are then in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from eventx import Event, Release, extract
from eventx.link.cities import city_pairs
from tests.test_link import events

Where = tuple[str | None, str | None, str | None]
"""Venue, city, country."""
LEAD = "Autumn Dates\n\nLONDON, Sept. 27, 2021 /PRNewswire/ -- {}\n\nMore will be told in due course."


def only(text: str) -> Event:
    """The one event of a release; of a sentence, in a release from London."""
    found = events(text if "\n" in text else LEAD.format(text))
    assert len(found) == 1, [(e.title, e.start) for e in found]
    return found[0]


PLACES: Sequence[Any] = [
    ("The Plant Protein Summit will be held in Ghent, Belgium, on Nov. 3, 2021.", (None, "Ghent", "BE")),
    ("The Plant Protein Summit will be held on Nov. 3, 2021, in Ghent.", (None, "Ghent", "BE")),
    ("The Plant Protein Summit will be held in Paris, Texas, on Nov. 3, 2021.", (None, "Paris", "US")),
    ("The Plant Protein Summit will be held in Paris on Nov. 3, 2021.", (None, "Paris", "FR")),
    ("The Plant Protein Summit will be held in Cambridge, Massachusetts, on Nov. 3, 2021.", (None, "Cambridge", "US")),
    ("The Plant Protein Summit will be held in Cambridge, Mass., on Nov. 3, 2021.", (None, "Cambridge", "US")),
    ("The Plant Protein Summit will be held at the Moscone Center in San Francisco on Nov. 3, 2021.",
     ("Moscone Center", "San Francisco", "US")),
    ("The Plant Protein Summit takes place Nov. 3, 2021, at the Grand Hyatt Hotel in Denver, Colorado.",
     ("Grand Hyatt Hotel", "Denver", "US")),
    pytest.param("The Plant Protein Summit takes place Nov. 3, 2021, at the Grand Hyatt Hotel, Denver, Colorado.",
          ("Grand Hyatt Hotel", "Denver", "US"), id="venue, city, region"),
    ("The Plant Protein Summit will be held on Nov. 3, 2021, at the Palace of Culture in Warsaw, Poland.",
     ("Palace of Culture", "Warsaw", "PL")),
    ("The Jefferies London Healthcare Conference will be held on Nov. 16, 2021.", (None, "London", "GB")),
    pytest.param("What: Plant Protein Summit\nWhen: Nov. 3, 2021\nWhere: Grand Hyatt Hotel, Denver, Colorado",
          ("Grand Hyatt Hotel", "Denver", "US"), id="where: venue, city, region"),
    ("Plant Protein Summit\n\nDate: Nov. 3, 2021\nLocation: Ghent, Belgium\n\nThe summit is free.",
     (None, "Ghent", "BE")),
    pytest.param("The Plant Protein Summit will be held Nov. 3, 2021, at the San Diego Convention Center.",
          ("San Diego Convention Center", "San Diego", "US"), id="a hall called by its town"),
    pytest.param("The Oversight Hearing will be held Nov. 3, 2021, in room 12 of the Dirksen Senate Office Building.",
          ("room 12 of the Dirksen Senate Office Building", "Washington", "US"), id="a hall that all know"),
    pytest.param("The Folk Music Concert takes place Nov. 3, 2021, at Wild Thyme, located at 12 Main Street.",
          ("Wild Thyme", "London", "GB"), id="a name before its street"),
    pytest.param("The Folk Music Concert will be held at the Copper Kettle on Nov. 3, 2021.",
          ("Copper Kettle", "London", "GB"), id="a name behind a verb of holding"),
    pytest.param("Doors open on Nov. 3 at the Larkspur Museum. The Plant Protein Summit runs until Nov. 5.",
          ("Larkspur Museum", "London", "GB"), id="another day before it is none of its name"),
    pytest.param("The Folk Music Concert is on Nov. 3, 2021, at 7 p.m. in Finch 159.",
          ("Finch 159", "London", "GB"), id="a room by its number"),
    pytest.param("The Folk Music Concert is on Nov. 3, 2021, on the steps of the Guildhall.",
          ("Guildhall", "London", "GB"), id="a part of a place"),
    pytest.param("The Folk Music Concert is on Nov. 3, 2021, at Larkspur Stadium.",
          ("Larkspur Stadium", "London", "GB"), id="a noun that begins with an s"),
    pytest.param("The Folk Music Concert is on Nov. 3, 2021, at Stand 12 of the Harbour Row.", (None, "London", "GB"),
          id="no stand of a fair"),
    pytest.param("The Folk Music Concert is on Nov. 3, 2021, at the Elm Valley office in Ghent.",
          ("Elm Valley office", "Ghent", "BE"), id="a noun without a capital"),
    pytest.param("The Vine Growers Summit will be held in the capital Accra from Nov. 3, 2021.",
          (None, "Accra", "GH"), id="the capital"),
    pytest.param("The Plant Protein Summit will be held on Nov. 3, 2021.\n\nThe summit is being held at the Palace of "
          "Culture in Warsaw, Poland.", ("Palace of Culture", "Warsaw", "PL"), id="told in the next paragraph"),
    pytest.param("The Vine Growers Meeting will be held on Nov. 3, 2021 at Rebenweg-Haus 5, 4600 Linz.",
          ("Rebenweg-Haus 5", "Linz", "AT"), id="behind a postcode"),
    pytest.param("The Botany Lecture by Ada Quill, professor of law at Elm University in Ghent, Belgium, will be "
          "held on Nov. 3, 2021, in Finch Hall.", ("Finch Hall", "London", "GB"), id="not where a speaker is from"),
    pytest.param("The Storm Recovery Hearing will be held on Nov. 3, 2021, in Finch Hall. Folks in Louisiana, "
          "Mississippi and Alabama were hit.", ("Finch Hall", "London", "GB"), id="not a list of states"),
    pytest.param("What: Plant Protein Summit When: Nov. 3, 2021 Where: Grand Hyatt Hotel, Denver, Colorado",
          ("Grand Hyatt Hotel", "Denver", "US"), id="labels in one line"),
    pytest.param("Autumn Dates\n\nPlant Protein Summit\nGhent, Belgium\nNov. 3, 2021\n9:50 a.m.\n\nSpeaker: Ada Quill",
          (None, "Ghent", "BE"), id="a city on the line above"),
]  # fmt: skip

ELSEWHERE: Sequence[Any] = [  # a word of the name that is also a town's; what is local is where the release is
    pytest.param("The Harbor Jazz Festival will be held on Nov. 3, 2021.", "London", id="Harbor"),
    pytest.param("The autumn Poetry Reading will be held on Nov. 3, 2021.", "London", id="Reading"),
    pytest.param("The Plant Protein Summit will be held on Nov. 3, 2021.", None, id="Summit"),
    pytest.param("The Coastal Ecology Workshop will be held on Nov. 3, 2021.", "London", id="Workshop"),
    pytest.param("The Jazz Festival is on Nov. 3, 2021. It left Buenos Aires in 2019.", None, id="two cities"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where"), PLACES)
def test_venue_city_country(text: str, where: Where) -> None:
    place = only(text).place
    assert (place.venue, place.city, place.country) == where


@pytest.mark.parametrize(("text", "city"), ELSEWHERE)
def test_no_place_is_made_up(text: str, city: str | None) -> None:
    place = only(text).place
    assert (place.venue, place.city) == (None, city)


@pytest.mark.parametrize(
    ("city", "region"),
    [
        ("Paris, Texas", "Texas"),
        ("Portland, Maine", "Maine"),
        ("Portland, Oregon", "Oregon"),
        ("Springfield, Ill.", "Illinois"),
    ],
)
def test_a_region_tells_which_city(city: str, region: str) -> None:
    assert only(f"The Plant Protein Summit will be held in {city}, on Nov. 3, 2021.").place.region == region


@pytest.mark.parametrize(
    ("city", "zone", "offset"),
    [
        ("in Denver, Colorado, ", "America/Denver", -6),
        ("in Tokyo ", "Asia/Tokyo", 9),
        ("in Ghent, Belgium, ", "Europe/Brussels", 2),
        ("", "Europe/London", 1),
    ],
)
def test_an_hour_is_in_the_zone_of_its_city_else_of_the_dateline(city: str, zone: str, offset: int) -> None:
    event = only(f"The Coastal Ecology Workshop will be held {city}on Oct. 13, 2021, at 9:30 a.m.")
    assert event.timezone == zone
    assert isinstance(event.start, datetime)
    told = event.start.utcoffset()
    assert told is not None
    assert (event.start.replace(tzinfo=None), told.total_seconds() / 3600) == (datetime(2021, 10, 13, 9, 30), offset)


def test_a_zone_that_is_written_goes_before_that_of_the_city() -> None:
    event = only("The Plant Protein Summit will be held in Denver, Colorado, on Oct. 13, 2021, at 9:30 a.m. ET.")
    assert (event.timezone, event.place.city) == ("America/New_York", "Denver")


def test_a_city_has_its_position() -> None:
    geo = only("The Plant Protein Summit will be held in Ghent, Belgium, on Nov. 3, 2021.").place.geo
    assert geo is not None
    assert (round(geo[0]), round(geo[1])) == (51, 4)


def test_pairs_of_city_and_region_take_linear_time() -> None:
    def cost(size: int) -> float:
        text = ("The council, which met in Springfield, Illinois, heard from Dana Ruiz, a clerk. " * size)[:size]
        start = time.process_time()
        assert len(list(city_pairs(text))) > size // 200
        return time.process_time() - start

    cost(50_000)
    assert min(cost(200_000) for _ in range(3)) < 10 * min(cost(50_000) for _ in range(3))  # quadratic would be 16


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("WASHINGTON, Sept. 27, 2021 -- Senator Ada Quill (R-Iowa) spoke up for Iowa. The town hall meeting is on "
         "Friday, Oct. 8 at 2 p.m. at the Finch County Courthouse.", "America/Chicago"),
        ("WASHINGTON, Sept. 27, 2021 -- Senator Ada Quill (R-Iowa) spoke up for Iowa. The oversight hearing is on "
         "Friday, Oct. 8 at 2 p.m. in 12 Russell Senate Office Building.", "America/New_York"),
        ("The Folk Music Concert will be held on Oct. 8, 2021 at 7 p.m. Tickets are £8.", "Europe/London"),
        ("The Folk Music Concert will be held on Oct. 8, 2021 at 7 p.m. Write to folk@larkspur.example.ie.",
         "Europe/Dublin"),
        ("The Folk Music Concert will be held on Oct. 8, 2021 at 7 p.m. Oregon has heard of it, and all Oregon will "
         "come.", "America/Los_Angeles"),
    ],
)  # fmt: skip
def test_a_release_is_at_home_where_its_seat_its_states_or_its_addresses_are(text: str, zone: str) -> None:
    assert only(f"Autumn Dates\n\n{text}\n\nMore will be told.").timezone == zone


def test_the_next_item_of_a_numbered_list_is_no_place() -> None:
    text = (
        "LINFIELD, Oregon, April 30, 2025 -- This month in Linfield.\n\n1. Memorial Day Parade\nMonday, May 26, 10 a.m."
        "\nMain Street\n\n2. Farmers Market opens\nSaturday, May 31, 8 a.m. to noon\n"
    )
    parade = extract(Release(text=text))[0]
    assert (parade.title, parade.start.day, parade.place.venue) == ("Memorial Day Parade", 26, None)
