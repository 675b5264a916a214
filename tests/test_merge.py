"""Which sightings are of one event, what keeps two apart, and which telling of a field wins."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventx.merge import Sighting, Ties, blocks, entries, group, merge, merged
from eventx.model import Event, Evidence, Place, Source, Span

SEPT_24, SEPT_28 = date(2021, 9, 24), date(2021, 9, 28)
LYON, PORTO = Place(city="Lyon", country="FR", geo=(45.8, 4.8)), Place(city="Porto", country="PT", geo=(41.1, -8.6))
KINDS = {
    "forum": "forum", "conference": "conference", "call": "earnings_call", "ceremony": "ceremony", "meeting": "meeting",
    "summit": "summit", "contest": "other", "expo": "exhibition", "concert": "performance", "hearing": "hearing",
}  # fmt: skip


def day(month: int, number: int, year: int = 2021) -> date:
    return date(year, month, number)


def at(month: int, number: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2021, month, number, hour, minute, tzinfo=UTC)


def tell(
    title: str, start: date = SEPT_24, end: date | None = SEPT_28, *, release: str, published: date | None = None,
    headline: str | None = None, says: str = "", **told: Any,
) -> Sighting:  # fmt: skip
    """A sighting of a named event, unless its title starts small."""
    end = None if isinstance(start, datetime) and end == SEPT_28 else end
    words = says or f"The {title} is on."
    event = Event(
        uid=f"{release}-{title}", title=title, start=start, end=end, series=title,
        edition=None if title[0].islower() else str(start.year),
        evidence=(Evidence(text=words, span=Span(start=0, end=len(words)), rule="en/test"),),
        source=Source(id=release, title=headline, published=published),
        **{"kind": KINDS.get(title.lower().rsplit(maxsplit=1)[-1], "other"), "lang": "en", **told},
    )  # fmt: skip
    return Sighting(key=f"{release}:{title}:{start}", event=event)


MAY, JUNE, JULY = day(5, 3), day(6, 3), day(7, 5)

ONE = {
    "same name and days": (tell("Harbor Forum", release="a"), tell("Harbor Forum", release="b")),
    "an edition in the name": (tell("2021 Harbor Forum", release="a"), tell("Harbor Forum", release="b")),
    "an ordinal in words": (tell("Sixth Harbor Forum", release="a"), tell("6th Annual Harbor Forum", release="b")),
    "a year that sticks to the name": (tell("HARBOR2021", release="a"), tell("Harbor 2021", release="b")),
    "a word that adorns": (tell("Global Harbor Forum", release="a"), tell("Harbor Forum", release="b")),
    "the city in the name": (
        tell("Lyon Harbor Forum", release="a", place=LYON), tell("Harbor Forum", release="b", place=LYON),
    ),
    "an acronym": (
        tell("UBO Technology, Media & Telecom Conference", release="a"), tell("UBO TMT Conference", release="b"),
    ),
    "an alias": (
        tell("Harbor Forum", release="a", aliases=("Quay Forum",)), tell("Quay Forum", release="b"),
    ),
    "a month, then the days": (
        tell("Harbor Forum", day(9, 1), day(9, 30), precision="month", release="a"), tell("Harbor Forum", release="b"),
    ),
    "days that overlap": (
        tell("Harbor Forum", release="a"), tell("Harbor Forum", day(9, 25), day(9, 29), release="b"),
    ),
    "a day of it": (tell("Harbor Forum", release="a"), tell("Harbor Forum", day(9, 26), day(9, 26), release="b")),
    "the hour of its opening": (tell("Harbor Forum", release="a"), tell("Harbor Forum", at(9, 24, 9), release="b")),
    "moved, as a release says": (
        tell("Harbor Forum", release="a", published=MAY),
        tell("Harbor Forum", day(11, 2), day(11, 5), release="b", published=JUNE,
             says="The Harbor Forum has been moved to Nov. 2-5."),
    ),
    "moved from December to February": (
        tell("Harbor Forum", day(12, 8), day(12, 9), release="a", published=MAY),
        tell("Harbor Forum", day(2, 8, 2022), day(2, 9, 2022), release="b", published=JUNE,
             says="The Harbor Forum has been postponed to Feb. 8-9, 2022."),
    ),
    "put off, then set anew": (
        tell("Harbor Forum", release="a", published=MAY, status="postponed"),
        tell("Harbor Forum", day(11, 2), day(11, 5), release="b", published=JUNE),
    ),
    "other days of one year, told before the first": (
        tell("Harbor Forum", release="a", published=MAY),
        tell("Harbor Forum", day(10, 4), day(10, 7), release="b", published=JUNE),
    ),
    "moved to another city": (
        tell("Harbor Forum", release="a", place=LYON, published=MAY),
        tell("Harbor Forum", release="b", place=PORTO, published=JUNE, says="The Harbor Forum moves to Porto."),
    ),
    "a suburb": (
        tell("Harbor Forum", release="a", place=LYON),
        tell("Harbor Forum", release="b", place=Place(city="Villeurbanne", country="FR", geo=(45.77, 4.88))),
    ),
    "a call in other words": (
        tell("Ormond third quarter 2021 earnings conference call", at(10, 20, 13), release="a"),
        tell("Ormond Q3 2021 Earnings Call", at(10, 20, 13), release="b", kind="earnings_call"),
    ),
    "a call at another hour": (
        tell("Ormond third quarter earnings call", at(10, 20, 13), release="a"),
        tell("Ormond third quarter earnings call", at(10, 20, 20), release="b"),
    ),
    "a common name at one place": (
        tell("press conference", at(9, 24, 9), release="a", place=replace(LYON, venue="Town Hall")),
        tell("press conference", at(9, 24, 9), release="b", place=replace(LYON, venue="Town Hall")),
    ),
    "two guests, the days of the whole": (
        tell("Harbor Forum", release="a", headline="Ormond to Exhibit at Harbor Forum"),
        tell("Harbor Forum", release="b", headline="Tallis to Exhibit at Harbor Forum"),
    ),
}  # fmt: skip

TWO = {
    "a telling word differs": (
        tell("World Robot Conference", release="a"), tell("World Tide Conference", release="b"),
    ),
    "another kind of event": (tell("World Robot Conference", release="a"), tell("World Robot Contest", release="b")),
    "two colleges": (
        tell("Merrow College commencement ceremony", release="a"),
        tell("Aldous College commencement ceremony", release="b"),
    ),
    "two quarters": (
        tell("Ormond third quarter 2021 earnings call", at(10, 20, 13), release="a"),
        tell("Ormond fourth quarter 2021 earnings call", at(10, 20, 13), release="b"),
    ),
    "two companies": (
        tell("Ormond third quarter 2021 earnings call", at(10, 20, 13), release="a"),
        tell("Tallis third quarter 2021 earnings call", at(10, 20, 13), release="b"),
    ),
    "two calls without a company": (
        tell("conference call", at(10, 20, 13), release="a", headline="Ormond to Report Third Quarter Results"),
        tell("conference call", at(10, 20, 13), release="b", headline="Tallis to Report Third Quarter Results"),
    ),
    "the next edition": (
        tell("Harbor Forum", release="a"), tell("Harbor Forum", day(9, 22, 2022), day(9, 26, 2022), release="b"),
    ),
    "ordinals differ": (tell("5th Harbor Forum", release="a"), tell("6th Harbor Forum", release="b")),
    "numbers that stick to the name differ": (tell("QUAY26", release="a"), tell("QUAY27", release="b")),
    "years differ": (tell("2021 Harbor Forum", release="a"), tell("2022 Harbor Forum", release="b")),
    "two cities": (
        tell("Harbor Forum", release="a", place=LYON), tell("Harbor Forum", release="b", place=PORTO),
    ),
    "one release's schedule": (
        tell("Harbor Forum", at(9, 24, 9), release="a"), tell("Harbor Forum", at(9, 24, 15), release="a"),
    ),
    "two hours of a day": (
        tell("Brass Band Concert", at(9, 24, 14), release="a"), tell("Brass Band Concert", at(9, 24, 20), release="b"),
    ),
    "two companies present at one conference": (
        tell("Lark Health Conference", at(9, 24, 14), release="a", headline="Ormond to Present at Lark Conference"),
        tell("Lark Health Conference", at(9, 24, 14), release="b", headline="Tallis to Present at Lark Conference"),
    ),
    "a guest withdraws": (
        tell("Harbor Forum", release="a", headline="Organizers Set Harbor Forum"),
        tell("Harbor Forum", release="b", headline="Ormond Not to Participate in Harbor Forum", status="cancelled"),
    ),
    "the second of a year, told behind the first": (
        tell("Harbor Forum", day(4, 6), day(4, 8), release="a", published=day(3, 1)),
        tell("Harbor Forum", release="b", published=JUNE),
    ),
    "meetings of two months": (
        tell("Elm City Council meeting", at(9, 14, 18), release="a", published=day(9, 1)),
        tell("Elm City Council meeting", at(10, 12, 18), release="b", published=day(9, 2)),
    ),
    "the last meeting and a moved one": (
        tell("Elm City Council meeting", at(9, 14, 18), release="a", published=day(9, 1)),
        tell("Elm City Council meeting", at(10, 12, 18), release="b", published=day(10, 1),
             says="The Elm City Council meeting has been moved to Oct. 12."),
    ),
    "a common name": (tell("press conference", release="a"), tell("press conference", release="b")),
}  # fmt: skip


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE.keys())
def test_one_event(pair: tuple[Sighting, Sighting]) -> None:
    assert [len(g) for g in group(pair)] == [2]
    assert blocks(pair[0].event) & blocks(pair[1].event)


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO.keys())
def test_two_events(pair: tuple[Sighting, Sighting]) -> None:
    assert [len(g) for g in group(pair)] == [1, 1]


def invited(uid: str, start: datetime, *, release: str, published: date, **told: Any) -> Sighting:
    """What a mail with a calendar tells."""
    evidence = (Evidence(text="DTSTART", span=Span(start=0, end=0), rule="ical/VEVENT"),)
    sighting = tell(told.pop("title", "Harbor Briefing"), start, None, release=release, published=published)
    return replace(sighting, event=replace(sighting.event, uid=uid, evidence=evidence))


def test_a_calendar_sent_anew_moves_its_event() -> None:
    first = invited("u@x", at(6, 1, 14), release="a", published=MAY)
    for told in ({}, {"title": "Briefing of the Port"}):
        later = invited("u@x", at(6, 8, 16), release="b", published=day(5, 9), **told)
        (entry,) = merge([first.event, later.event])
        assert entry.start == at(6, 8, 16)
    assert len(merge([first.event, replace(later.event, uid="v@x")])) == 2


@pytest.mark.parametrize(
    "told", [{"status": "cancelled"}, {"start": at(6, 8, 16)}, {"uid": "w@x", "status": "postponed"}]
)
def test_one_time_of_what_repeats_is_an_event_of_its_own(told: dict[str, Any]) -> None:
    series = invited("u@x", at(6, 1, 14), release="a", published=MAY)
    series = replace(series, event=replace(series.event, end=at(6, 29, 15), rrule="FREQ=WEEKLY;UNTIL=20210629"))
    one = invited("u@x/20210608T1400", at(6, 8, 14), release="b", published=JUNE)
    found = merge([series.event, replace(one.event, **told)])
    assert [(e.start, e.status) for e in found if e.rrule] == [(at(6, 1, 14), "confirmed")]
    assert [e.status for e in found if not e.rrule] == [told.get("status", "confirmed")]


def test_a_forum_every_month_is_no_forum_that_moves() -> None:
    monthly = [
        tell("Harbor Forum", day(m, 5), day(m, 6), release=f"r{m}", published=day(m - 1, 25)) for m in range(2, 8)
    ]
    assert [len(g) for g in group(monthly)] == [1] * 6


def test_the_days_of_one_event_that_a_release_tells_one_by_one() -> None:
    first, last = (tell("Harbor Forum", d, d, release="b") for d in (SEPT_24, SEPT_28))
    assert len(group([first, last])) == 2
    assert len(group([first, last, tell("Harbor Forum", release="a")])) == 1


def test_the_old_date_and_the_new_one_in_one_release() -> None:
    old = tell("Harbor Forum", release="b", published=JUNE, status="postponed")
    new = tell("Harbor Forum", day(11, 2), day(11, 5), release="b", published=JUNE)
    announced = tell("Harbor Forum", release="a", published=MAY)
    (entry,) = entries([new, old, announced])
    assert (entry.event.start, entry.event.status) == (day(11, 2), "confirmed")
    assert {s.key for s in entry.sightings} == {new.key, old.key, announced.key}
    assert len(group([replace(old, event=replace(old.event, status="confirmed")), new])) == 2


def of(field: str, *sightings: Sighting) -> Any:
    return getattr(merged(sightings).event, field)


A = tell("Harbor Forum", release="a", published=MAY, place=LYON)


@pytest.mark.parametrize(
    ("field", "told", "expected"),
    [
        ("start", {"start": day(9, 25), "end": day(9, 29)}, day(9, 25)),
        ("start", {"start": day(9, 1), "end": day(9, 30), "precision": "month"}, SEPT_24),
        ("start", {"start": at(9, 24, 9)}, at(9, 24, 9)),
        ("end", {"start": at(9, 24, 9)}, SEPT_28),
        ("start", {"start": day(9, 26), "end": day(9, 26)}, SEPT_24),
        ("end", {"end": day(9, 30)}, day(9, 30)),
        ("status", {"status": "cancelled"}, "cancelled"),
        ("status", {"status": "tentative"}, "confirmed"),
        ("status", {"status": "postponed"}, "postponed"),
        ("place", {"place": replace(LYON, venue="Hall 4")}, replace(LYON, venue="Hall 4")),
        ("place", {"place": Place()}, LYON),
        ("place", {"place": PORTO}, PORTO),
        ("theme", {"theme": "Tides"}, "Tides"),
        ("online", {"online": True}, True),
        ("edition", {}, "2021"),
        ("uid", {}, A.event.uid),
        ("confidence", {"confidence": 0.5}, 0.62),
    ],
)
def test_the_later_release_wins_where_it_says_more(field: str, told: dict[str, Any], expected: Any) -> None:
    later = tell("Harbor Forum", release="b", published=JUNE, **told)
    assert of(field, A, later) == of(field, later, A) == expected


def test_a_cancelled_event_is_reinstated_by_a_later_release() -> None:
    cancelled = tell("Harbor Forum", release="b", published=JUNE, status="cancelled")
    again = tell("Harbor Forum", release="c", published=JULY)
    undated = tell("Harbor Forum", release="d")
    assert of("status", cancelled, A) == of("status", undated, A, cancelled) == "cancelled"
    assert of("status", again, cancelled, undated, A) == "confirmed"
    assert (
        of("status", cancelled, replace(again, event=replace(again.event, source=cancelled.event.source)))
        == "cancelled"
    )


def test_dates_that_were_given_up_are_not_taken_up_by_a_release_that_missed_it() -> None:
    moved = tell(
        "Harbor Forum", day(11, 2), day(11, 5), release="b", published=JUNE, says="It has been moved to Nov. 2-5."
    )
    stale = tell("Harbor Forum", release="c", published=JULY)
    assert of("start", A, moved, stale) == day(11, 2)
    back = tell("Harbor Forum", release="d", published=JULY, says="It is on as originally planned from Sept. 24 to 28.")
    assert of("start", A, moved, back) == SEPT_24


def test_the_longer_venue_of_one_place_and_the_later_of_two() -> None:
    hall = tell("Harbor Forum", release="a", published=MAY, place=replace(LYON, venue="Hall 4, Quay Center"))
    short = tell("Harbor Forum", release="b", published=JUNE, place=replace(LYON, venue="Quay Center"))
    other = tell("Harbor Forum", release="c", published=JULY, place=replace(LYON, venue="Opera"))
    assert of("place", hall, short).venue == "Hall 4, Quay Center"
    assert of("place", hall, short, other).venue == "Opera"


def test_the_title_that_most_releases_use_and_the_others_as_aliases() -> None:
    long = tell("Global Harbor Forum", release="a", published=MAY)
    short = [tell("Harbor Forum", release=r, published=JUNE) for r in "bc"]
    entry = merged([long, *short])
    assert (entry.event.title, entry.event.aliases) == ("Harbor Forum", ("Global Harbor Forum",))


def test_what_one_release_tells_otherwise_is_kept_as_a_conflict() -> None:
    later = tell("Harbor Forum", day(9, 25), day(9, 29), release="b", published=JUNE, status="cancelled", place=PORTO)
    told = [(c.field, c.kept, c.refused, c.sighting) for c in merged([A, later]).conflicts]
    assert told == [
        ("start", "2021-09-25", "2021-09-24", A.key), ("end", "2021-09-29", "2021-09-28", A.key),
        ("status", "cancelled", "confirmed", A.key), ("place", "Porto", "Lyon", A.key),
    ]  # fmt: skip


def test_the_source_is_the_last_release_that_tells_it_so() -> None:
    cancelled = tell("Harbor Forum", release="b", published=JUNE, status="cancelled")
    assert of("source", A, cancelled) == cancelled.event.source
    assert [e.text for e in of("evidence", A, cancelled)] == ["The Harbor Forum is on."]


def test_days_that_fall_out_stay_with_the_dates_they_are_of() -> None:
    weekly = invited("u@x", at(6, 1, 14), release="a", published=MAY)
    notes = ("Not on 2021-06-08.", "Also told.")
    event = replace(weekly.event, end=at(6, 29, 15), rrule="FREQ=WEEKLY;UNTIL=20210629", notes=notes)
    later = tell("Harbor Briefing", day(6, 1), None, release="b", published=JUNE)
    (entry,) = merge([event, later.event])
    assert (entry.rrule, entry.notes) == (event.rrule, ("Not on 2021-06-08.",))


def test_one_sighting_is_its_own_entry() -> None:
    assert merged([A]).event == A.event
    with pytest.raises(ValueError, match="sighting"):
        merged([])


def test_what_people_decided_comes_before_all() -> None:
    a, b, c = tell("Harbor Forum", release="a"), tell("Harbor Forum", release="b"), tell("Tide Summit", release="c")
    pair = frozenset({a.key, b.key})
    assert len(group([a, b], Ties(apart=frozenset({pair})))) == 2
    assert len(group([a, b, c], Ties(together=frozenset({frozenset({a.key, c.key})})))) == 1
    assert len(group([a, b], Ties(together=frozenset({pair}), apart=frozenset({pair})))) == 1
    assert len(group([a], Ties(together=frozenset({pair}), apart=frozenset({pair})))) == 1


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────

NAMES = (
    "Harbor Forum",
    "2021 Harbor Forum",
    "World Harbor Forum",
    "Tide Summit",
    "Harbor Tide Forum",
    "press conference",
)
PLACES = (Place(), LYON, PORTO, replace(LYON, venue="Hall 4"))


@st.composite
def sighting(draw: st.DrawFn) -> Sighting:
    start: date = draw(st.dates(day(9, 20), day(10, 2))) + timedelta(days=draw(st.sampled_from((0, 0, 100, 365))))
    length = draw(st.integers(0, 3))
    hour = draw(st.sampled_from((None, None, 9, 15)))
    release = draw(st.sampled_from("abcdefgh"))
    return tell(
        draw(st.sampled_from(NAMES)), at(start.month, start.day, hour) if hour else start,
        None if hour else start + timedelta(days=length), release=release,
        published=draw(st.sampled_from((None, MAY, JUNE, JULY, day(9, 26)))),
        headline=draw(st.sampled_from((None, "Ormond to Present at Harbor Forum", "Harbor Forum Opens"))),
        says=draw(st.sampled_from(("", "The forum has been moved to these days."))),
        status=draw(st.sampled_from(("confirmed", "confirmed", "postponed", "cancelled", "tentative"))),
        place=draw(st.sampled_from(PLACES)), confidence=draw(st.sampled_from((0.4, 0.6, 0.9))),
    )  # fmt: skip


SIGHTINGS = st.lists(sighting(), max_size=12, unique_by=lambda s: s.key)


@settings(deadline=None)
@given(SIGHTINGS, st.randoms(use_true_random=False))
def test_entries_are_a_function_of_the_set(sightings: list[Sighting], chance: Any) -> None:
    expected = entries(sightings)
    assert sorted(s.key for e in expected for s in e.sightings) == sorted(s.key for s in sightings)
    chance.shuffle(sightings)
    assert entries(sightings) == expected


@settings(deadline=None)
@given(SIGHTINGS)
def test_what_keys_connect_is_grouped_alone_as_with_all(sightings: list[Sighting]) -> None:
    whole = {tuple(s.key for s in g) for g in group(sightings)}
    parts = {tuple(s.key for s in g) for part in connected(sightings) for g in group(part)}
    assert whole == parts


def connected(sightings: list[Sighting]) -> list[list[Sighting]]:
    parts: list[tuple[set[str], list[Sighting]]] = []
    for one in sightings:
        keys, members = set(blocks(one.event)), [one]
        for part in [p for p in parts if p[0] & keys]:
            parts.remove(part)
            keys |= part[0]
            members = part[1] + members
        parts.append((keys, members))
    return [members for _, members in parts]


@settings(deadline=None)
@given(SIGHTINGS)
def test_what_is_told_twice_is_told_once(sightings: list[Sighting]) -> None:
    again = [replace(s, key=f"{s.key}+") for s in sightings]
    once, twice = entries(sightings), entries(sightings + again)
    assert [e.event for e in twice] == [e.event for e in once]
    events = [s.event for s in sightings]
    assert merge(events + events) == merge(events)


@settings(deadline=None)
@given(SIGHTINGS)
def test_keys_are_few(sightings: list[Sighting]) -> None:
    assert all(0 < len(blocks(s.event)) <= 12 for s in sightings)


@pytest.mark.full
def test_grouping_takes_time_in_proportion() -> None:
    def told(count: int) -> list[Sighting]:
        return [
            tell(
                f"{chr(65 + i % 26)}{i % 977} Harbor {i % 13} Forum", day(1 + i % 12, 1 + i % 28), None, release=f"r{i}"
            )
            for i in range(count)
        ]

    def seconds(sightings: list[Sighting]) -> float:
        start = time.process_time()
        group(sightings)
        return time.process_time() - start

    few, many = told(1000), told(8000)
    group(few)
    assert min(seconds(many) for _ in range(2)) < 8 * 4 * max(min(seconds(few) for _ in range(3)), 0.01)


def exhibitors(count: int) -> list[Sighting]:
    """Releases about one fair: its days, a day of it, its month, or an hour at which somebody is there."""
    told: tuple[dict[str, Any], ...] = (
        {"place": LYON}, {}, {"start": day(9, 26), "end": day(9, 26)},
        {"start": day(9, 1), "end": day(9, 30), "precision": "month"}, {"start": at(9, 25, 9), "end": None},
    )  # fmt: skip
    return [
        tell("Harbor Expo" if i % 3 else "2021 Harbor Expo", release=f"r{i}", published=JUNE + timedelta(days=i % 80),
             headline=f"{chr(65 + i % 26)}ex{i} to Exhibit at Harbor Expo", **told[i % 7 % 5])
        for i in range(count)
    ]  # fmt: skip


def test_thousands_of_releases_about_one_event_are_merged_in_proportion() -> None:
    def seconds(sightings: list[Sighting]) -> float:
        start = time.process_time()
        entries(sightings)
        return time.process_time() - start

    entries(exhibitors(50))
    few, many = seconds(exhibitors(300)), seconds(exhibitors(2400))
    assert many < 8 * 4 * max(few, 0.05)


def test_what_is_told_alike_keeps_its_own_schedule_and_what_people_parted() -> None:
    first = [tell("Harbor Forum", at(9, 24, 9), release=f"r{i}", published=JUNE) for i in range(6)]
    hall = replace(tell("Harbor Forum", at(9, 24, 9), release="r0", place=Place(venue="Hall 4")), key="~hall")
    assert sorted(len(g) for g in group([*first, hall])) == [1, 6]  # a release that tells it twice has two events
    apart = frozenset(frozenset({a.key, b.key}) for a in first[:2] for b in first[2:])
    assert sorted(len(g) for g in group(first, Ties(apart=apart))) == [2, 4]
