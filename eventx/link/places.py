"""Where an event is: a venue by its shape, a city the gazetteer knows, from the words nearest to its date or name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from eventx import gazetteer
from eventx.lang import TYPES, Language
from eventx.link.cities import NAME, city_in, city_in_title, event_words, town_of
from eventx.link.details import series_of
from eventx.link.entities import city_told, places_told, venue_told
from eventx.link.home import seat_of
from eventx.link.lines import NUMBERED
from eventx.link.scene import Scene
from eventx.link.words import any_of, cues, terms
from eventx.model import Place, Span, When

_SMALL = r"(?:of|the|and|for|de|du|la|at|&|on|in the|of the)"
_PHRASE = rf"{NAME}(?:(?: {_SMALL}){{0,2}} {NAME})*"
_ROOM = re.compile(
    rf"\b((?:[Rr]oom|[Ss]uite|[Bb]allroom|[Aa]uditorium)\s+[A-Z\d][\w-]*,?\s+(?:(?:of|in|at)\s+)?(?:the\s+)?{_PHRASE}"
    rf"|(?:{NAME}\s+){{1,3}}(?:Room|Suite|Ballroom|Auditorium)\s+(?:of|in|at)\s+(?:the\s+)?{_PHRASE})"
)
_NUMBERED = re.compile(
    rf"\b(?:in|at)\s+((?!19|20)\d{{3,4}}[A-Z]?\s+{_PHRASE}|(?:[A-Z][\w'-]+\s+){{1,3}}(?!19|20)\d{{2,4}}[A-Z]?)(?![\w:])"
)
"""A room by its number: "in 148 Cedar Hall", "in Kresge 159"."""
_STREET = r"(?:\s+(?:at|on))?\s+(?!(?:19|20)\d\d\s)\d+\s+(?![AaPp]\.?[Mm]\b)(?:[NSEW]\.?\s+)?[A-Z\d]"
_LEAD = re.compile(rf"\s*[-*•·▪–]*\s*({NAME}(?:[ -]{NAME}){{0,3}}(?:, {NAME}\.?)?)\s*(?::|\s[–—-]\s|\()")
_LABEL = re.compile(r"^[\w &/]{2,22}:\s*")
_REACH, _SHORT, _LINES_BELOW, _BEHIND_NAME = 260, 110, 5, 60
_MOST_NAMED = 30
"""Times that a name is told after which nothing new is looked for behind it."""


def place_of(scene: Scene, when: When, title: str, named_at: Span | None, near: Place | None) -> Place:
    """The place of what is on at a when and called `title` (told at `named_at`); an empty one where none is told.

    Of namesakes the one `near` the release's home is meant.
    """
    venue, city, state, area = None, None, None, None
    for words, kind in _stretches(scene, when, title, named_at):
        if kind != "label":
            words = _affiliation(scene.language).sub(" ", words)
        told = city_in(scene, words, near, kind == "label", title)
        fits = told and (state is None or told.region == state.region)
        if told and fits and (told.city or kind != "far"):
            city = city or told
        area = area or told
        hall = _venue(scene, words, title, kind) or (_piece(scene, words, title) if kind == "behind" else None)
        town = town_of(hall, near, scene.language) if hall else None
        if town and town.city:
            city = city or town
        state = state or town
        venue = venue or hall
        if venue and city:
            break
    named = places_told(scene, when, title, named_at)
    venue = venue or venue_told(named, scene)
    city = city or city_in_title(scene, title, near) or city_told(named, scene, near)
    if city is None and venue:
        city = state or seat_of(scene)  # a hall without a city is in the release's own
    place = city or area or Place()
    return replace(place, venue=venue) if venue and venue != place.city else place


def _stretches(scene: Scene, when: When, title: str, named_at: Span | None) -> Iterator[tuple[str, str]]:
    """Texts to look into, nearest first, each with its kind: "label" where one says that it tells the place,
    "behind" for the words behind the date, "far" for the sentences beside its own, whose states and countries are
    often those of something else, "near" for others."""
    layout, text = scene.layout, scene.text
    number = layout.block_at(when.span.start)
    for near in (number, number + 1, number + 2, number - 1, number - 2, number + 3, number + 4):
        if 0 <= near < len(layout.blocks) and scene.labels.get(near) == "where":
            block = layout.blocks[near]
            yield _LABEL.sub("", text[block.start : block.end]), "label"
    block = layout.blocks[number]
    for label in where_label(scene.language).finditer(text, block.start, block.end):
        yield text[label.end() : min(block.end, label.end() + _SHORT)], "label"
    opening = scene.anchor.span is not None and scene.anchor.span.overlaps(block)
    if not opening and (lead := _LEAD.match(text, block.start, block.end)):
        yield f"in {lead[1]}", "near"  # "Zurich: Tuesday, October 4", "Miami (January 16)"
    sentence = layout.sentence_at(when.span.start)
    lead_in = scene.anchor.span.end if scene.anchor.span and scene.anchor.span.overlaps(sentence) else sentence.start
    yield text[when.span.end : min(sentence.end, when.span.end + _REACH)], "behind"
    yield text[max(sentence.start, lead_in, when.span.start - _REACH) : when.span.start], "near"
    if named_at is not None and scene.headline_text != text[named_at.start : named_at.end]:
        told = layout.sentence_at(named_at.start)
        yield text[named_at.start : min(told.end, named_at.end + _REACH)], "near"
    yield from _above(scene, number)
    yield from _below(scene, number)
    yield from _behind_name(scene, title)
    around = layout.sentences_in(block)
    i = bisect_left(around, sentence.start, key=lambda span: span.start)
    if i < len(around) and around[i] == sentence:
        for k in (i + 1, i - 1):
            if 0 <= k < len(around):
                start = max(around[k].start, scene.anchor.span.end) if scene.anchor.span else around[k].start
                yield text[start : around[k].end], "far"
    yield from _held_next(scene, number)


def _held_next(scene: Scene, number: int) -> Iterator[tuple[str, str]]:
    """The opening of the next block where it says that something is held: "The fair takes place at …"."""
    for block in scene.layout.blocks[number + 1 : number + 2]:
        for sentence in scene.layout.sentences_in(block)[:2]:
            words = sentence.of(scene.text)
            if not scene.whens_near(sentence) and cues(scene.language, "hold").search(words):
                yield words, "near"


def _behind_name(scene: Scene, title: str) -> Iterator[tuple[str, str]]:
    """The words right behind the event's name wherever it is told: "at the Zhongguancun Forum in Beijing"."""
    name = series_of(title, scene.language)[0].lower()
    if len(name.split()) > 1:
        for found in islice(re.finditer(re.escape(name), scene.lower), _MOST_NAMED):
            yield scene.text[found.end() : found.end() + _BEHIND_NAME], "near"


def _above(scene: Scene, number: int) -> Iterator[tuple[str, str]]:
    """A city alone on a line above a date's, no blank line between them: the name, the city, the day, the hour."""
    groups, blocks = scene.groups, scene.layout.blocks
    for near in range(number - 1, max(-1, number - 4), -1):
        if not groups or groups[near] != groups[number]:
            return
        if _CITY_LINE.fullmatch(line := blocks[near].of(scene.text)):
            yield f"in {line}", "near"


_CITY_LINE = re.compile(rf"{NAME}(?: {NAME}){{0,2}}, {NAME}\.?(?: {NAME})?")


def _below(scene: Scene, number: int) -> Iterator[tuple[str, str]]:
    """Lines of a schedule under a time: the title, the hall, the street, the city."""
    blocks = scene.layout.blocks
    for near in range(number + 1, min(len(blocks), number + 1 + _LINES_BELOW)):
        if scene.groups and scene.groups[near] > scene.groups[number] + 1:
            return
        block = blocks[near]
        dated = next((w.span.start for w in scene.whens_near(block)), block.end)
        if block.end - block.start > _SHORT or NUMBERED.match(scene.text, block.start, block.end):
            return  # the next item of a list is no place
        if words := scene.text[block.start : dated].strip():
            yield f"at {words}", "near"
        if dated < block.end:
            return


@cache
def _nouns(language: Language) -> frozenset[str]:
    return frozenset(language.data["events"]["venue_nouns"])


def _venue(scene: Scene, words: str, title: str, kind: str) -> str | None:
    language = scene.language
    if kind == "label":
        first = re.split(r";|\n|\. ", words.strip())[0].strip(" .")
        return _trimmed(first) if first and not gazetteer.parse(first.split(",")[0]) else None
    if room := _ROOM.search(words):
        return _trimmed(room[1].strip(" .,"))
    for match in _at(language).finditer(words):
        phrase = _behind_day(match["name"].strip(" .,"), language)
        parts = phrase.split(", ")
        if gazetteer.parse(parts[0]) or parts[0].lower() in title.lower():
            continue
        tokens = _tokens(" ".join(parts[:2]))
        part = match["part"] and not tokens & event_words(language)
        if (part or tokens & _nouns(language)) and not re.match(r"\d+(?::\d\d)?\s*$", parts[0]):
            return _trimmed(phrase)
    return _unnamed(scene, words, title, kind)


def _unnamed(scene: Scene, words: str, title: str, kind: str) -> str | None:
    """A venue that no noun tells: before its street, by its room's number, right behind a date or a verb of holding."""
    language = scene.language
    found = [(_before_street(language).search(words), True), (_held_at(language).search(words), False)]
    if kind == "behind":
        room = _NUMBERED.search(words)
        found += [(room, room is not None and room[1][0].isdigit()), (_RIGHT_BEHIND.match(words), False)]
    for match, sure in found:
        name = match[1].strip(" .,") if match else ""
        if not name or name.lower() in title.lower() or _timely(name, language) or gazetteer.parse(name):
            continue
        tokens = _tokens(name)
        if not tokens & terms(language, "stands") and (sure or not tokens & event_words(language)):
            return _trimmed(name)
    return None


def _tokens(phrase: str) -> frozenset[str]:
    """The words of a phrase, small, each also without the ending of a plural or a genitive."""
    words = [word.lower().strip(".,'") for word in re.split(r"[ -]", phrase)]
    return frozenset(form for word in words for form in (word, word.removesuffix("s").rstrip("'")))


def _timely(name: str, language: Language) -> bool:
    """True for "October 12 Angry Men": what starts with a word of time is no place."""
    return language.words.get(name.split(maxsplit=1)[0].lower().rstrip(".,"), ("", None))[0] in _TIMELY


_TIMELY = tuple(TYPES[name] for name in ("month", "month-short", "month-or-verb", "weekday", "weekday-short", "clock"))
_RIGHT_BEHIND = re.compile(rf"[\s,]{{0,2}}(?:at|inside|aboard)\s+(?:the\s+)?((?=[A-Z]\w){_PHRASE})(?!:)")


@cache
def where_label(language: Language) -> re.Pattern[str]:
    """ "Where: " within a line that has lost its line ends."""
    labels = any_of(w for label in language.data["events"]["labels_where"] for w in (label.capitalize(), label.upper()))
    return re.compile(rf"(?<=\S)\s+(?:{labels}):\s+")


@cache
def _at(language: Language) -> re.Pattern[str]:
    """ "at the Convention Center", "on the steps of the Capitol", "at the Elm County office"."""
    told = language.data["events"]
    small = rf"(?:\s(?:[a-z]+\s)?(?:{any_of(told['venue_nouns'])})\b)?"
    return re.compile(
        rf"\b(?:at|in|inside|outside|aboard|on)\s+(?P<part>(?:the\s+|its\s+)?(?:[a-z]+\s+)?(?:{any_of(told['venue_parts'])})\s+of\s+)?"
        rf"(?:the\s+|its\s+)?(?P<name>{_PHRASE}{small}(?:, (?:the )?{_PHRASE}){{0,3}})"
    )


@cache
def _before_street(language: Language) -> re.Pattern[str]:
    """ "at the Copper Kettle, 12 Main Street", "at Wild Thyme, located at 12 Main Street"."""
    located = any_of(language.data["events"]["located"])
    return re.compile(
        rf"\b(?:(?:at|inside)\s+(?:the\s+)?|in\s+the\s+(?=[^,.]+,))((?=[A-Z]\w){_PHRASE}),?(?:\s+(?:{located}))?{_STREET}"
    )


@cache
def _held_at(language: Language) -> re.Pattern[str]:
    """ "will be held at the Copper Kettle"."""
    return re.compile(rf"{cues(language, 'hold').pattern}\s+(?:at|on)\s+(?:the\s+)?((?=[A-Z]\w){_PHRASE})(?!:)")


@cache
def _affiliation(language: Language) -> re.Pattern[str]:
    """Where a person is from, which is not where an event is: ", professor of law at Elm University in Ames, Iowa"."""
    told = language.data["events"]
    people, departments = any_of(told["person_nouns"]), any_of(told["departments"])
    where = rf"(?:the\s+)?(?!\d){_PHRASE}"
    return re.compile(
        rf"(?:\b(?:{people})\b[^,.;:]{{0,60}}\s(?:of|at|from|with)|,\s(?:of|from)"
        rf"|\bof\s(?:the\s)?(?:[A-Z]\w*\s){{1,3}}(?:{departments})\sat)\s"
        rf"{where}(?:\s(?:in|at)\s{where})?(?:,\s{where})?,?"
    )


def _behind_day(phrase: str, language: Language) -> str:
    """ "Monday at the Convention Center", "Sept. 25 at the Convention Center", as "on" leads to it, without its day."""
    day, _, rest = phrase.partition(" ")
    if numbered := _NUMBERED_DAY.match(rest):
        return rest[numbered.end() :] if _timely(day, language) else phrase
    code, _value = language.words.get(day.lower(), ("", None))
    return re.sub(r"^(?:at|in)\s+(?:the\s+)?", "", rest) if code in (TYPES["weekday"], TYPES["month"]) else phrase


_NUMBERED_DAY = re.compile(r"\d{1,2}\s+(?:at|in)\s+(?:the\s+)?")


_PIECES = re.compile(r"\s*[,;]\s+|\s+(?:--|[-–—])\s+|^\s+")
_MOST_WORDS, _FIRST_PIECES = 8, 4


def _piece(scene: Scene, words: str, title: str) -> str | None:
    """A hall between commas, as schedules write it: "5:30 p.m., McKale Center"."""
    if not words.startswith((",", ";", " -", " –", " —")):
        return None
    for piece in _PIECES.split(words[:_REACH])[:_FIRST_PIECES]:
        name = piece.strip(" .,;")
        tokens = name.split()
        if not tokens or len(tokens) > _MOST_WORDS or not name[0].isupper() or name.lower() in title.lower():
            continue
        if any(t[:1].isupper() and t.lower().strip(".,") in _nouns(scene.language) for t in tokens):
            return name
    return None


def _trimmed(phrase: str) -> str:
    """The venue without the city and region behind it."""
    parts = phrase.split(", ")
    while len(parts) > 1 and (gazetteer.parse(parts[-1]) or gazetteer.is_region(parts[-1])):
        parts.pop()
    return ", ".join(parts)[:160]
