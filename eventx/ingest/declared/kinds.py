"""Which types of objects are events, and which kind an event is (`eventx.model.KINDS`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from eventx import lang

TYPES: dict[str, str | None] = {
    "event": None, "festival": "festival", "hackathon": "workshop", "courseinstance": "workshop", "eventseries": None,
    "businessevent": None, "childrensevent": None, "comedyevent": "performance", "conferenceevent": "conference",
    "danceevent": "performance", "educationevent": None, "exhibitionevent": "exhibition", "foodevent": None,
    "literaryevent": None, "musicevent": "performance", "performingartsevent": "performance", "saleevent": None,
    "screeningevent": "performance", "socialevent": None, "sportsevent": "sport", "theaterevent": "performance",
    "visualartsevent": "exhibition",
}  # fmt: skip
"""Types of schema.org in lower case; None where the name has to tell the kind. Others that end with "event" are events
too (https://schema.org/Event, "More specific Types")."""

NO_EVENTS = frozenset({"publicationevent", "ondemandevent", "deliveryevent"})
"""These tell when a work came out, a film can be had or a parcel comes: nothing to go to."""

HINT = "event|" + "|".join(name for name in TYPES if not name.endswith("event"))
"""What the markup of any event has in it somewhere, as a regular expression (in any case)."""

_SEGMENTS = re.compile(r"[:(|,;]| [–—-] ")
_NO_NAME = re.compile(r"[^\W\d_]")


def is_event(types: Iterable[str]) -> bool:
    """True where one of the types is an event's."""
    return any(each in TYPES or (each.endswith("event") and each not in NO_EVENTS) for each in types)


def kind_of(types: Iterable[str], name: str, code: str | None) -> str:
    """The kind by the type, else by the head noun of the name as the language file has it (English where it has none),
    else "other"."""
    told = next((kind for each in types if (kind := TYPES.get(each))), None)
    return told or _by_name(name.lower()[:200], code or "en")


def _by_name(name: str, code: str) -> str:
    nouns = _nouns(code)
    for segment in _SEGMENTS.split(name):
        words = [word for word in segment.split() if _NO_NAME.search(word)]
        # "open day at the museum": a short word parts the head noun from what follows it
        short = next((i for i, word in enumerate(words) if i and len(word) < 4 and word.isalpha()), len(words))
        for head in (words, words[:short]):
            if kind := next((nouns[last] for n in (3, 2, 1) if (last := " ".join(head[-n:])) in nouns), None):
                return kind
    return "other"


@cache
def _nouns(code: str) -> dict[str, str]:
    language = lang.load(code if code in lang.languages() else "en")
    told = language.data.get("events", {}).get("nouns", {})
    return {noun: kind for kind, nouns in told.items() for noun in nouns}


__all__ = ["HINT", "NO_EVENTS", "TYPES", "is_event", "kind_of"]
