"""Events as the text that the calendar keeps, and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from eventx.model import Event, Evidence, Place, Source, Span


def dumps(value: object) -> str:
    """A JSON value in one line, the same text for the same value."""
    # Lone surrogates are in no database's UTF-8; escaped they are.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if text.isascii() or _encodes(text) else json.dumps(value, separators=(",", ":"))


def text_of(event: Event) -> str:
    """The contract of `Event.as_json`, and the parts of the place that it leaves out."""
    place = event.place
    more = {"region": place.region, "country_name": place.country_name, "place_zone": place.zone}
    return dumps({**event.as_json(), **more})


@lru_cache(maxsize=4096)
def event_of(text: str) -> Event:
    """The event that `text_of` wrote."""
    told: dict[str, Any] = json.loads(text)
    zone, source = told["timezone"], told["source"]
    same = ("uid", "title", "series", "edition", "kind", "precision", "rrule", "online", "status", "theme", "organizer",
            "url", "lang", "confidence")  # fmt: skip
    return Event(
        **{name: told[name] for name in same},
        start=moment(told["start"], zone),
        end=moment(told["end"], zone) if told["end"] else None,
        timezone=zone,
        aliases=tuple(told["aliases"]), inferred=tuple(told["inferred"]), notes=tuple(told["notes"]),
        place=Place(
            venue=told["venue"], city=told["city"], region=told["region"], country=told["country"],
            country_name=told["country_name"], zone=told["place_zone"],
            geo=(told["geo"][0], told["geo"][1]) if told["geo"] else None,
        ),
        evidence=tuple(
            Evidence(text=e["text"], span=Span(start=e["start"], end=e["end"]), rule=e["rule"])
            for e in told["evidence"]
        ),
        source=Source(
            id=source["id"], url=source["url"], title=source["title"],
            published=date.fromisoformat(source["published"]) if source["published"] else None,
        ),
    )  # fmt: skip


def moment(text: str, zone: str | None) -> date:
    """A date, or an instant in its zone; ValueError where it is neither."""
    if "T" not in text:
        return date.fromisoformat(text)
    instant = datetime.fromisoformat(text)
    return instant.astimezone(ZoneInfo(zone)) if zone and instant.tzinfo else instant


def safe(text: str | None) -> str | None:
    """Text that every database takes: without NUL and lone surrogates."""
    return text and text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def instant_text(moment: datetime) -> str:
    """An instant in UTC, to the second, in a form that sorts."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


__all__ = ["dumps", "event_of", "instant_text", "moment", "safe", "text_of"]
