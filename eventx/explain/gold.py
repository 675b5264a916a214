"""A release and its events as a line of the annotated files that releases are scored against (tools/score.py)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from eventx.link.judge import Weights
from eventx.link.scene import Scene
from eventx.model import Event
from eventx.pipeline import Origin, origins


def gold_line(scene: Scene, weights: Weights | None = None) -> str:
    """One line of JSON, its line end included: a first draft for whoever annotates the release by hand."""
    release = scene.release
    traced = origins(scene, weights=weights)
    record = {
        "id": release.id, "lang": scene.lang,
        "published": release.published.isoformat() if release.published else None,
        "title": release.title, "text": release.text, "events": [gold_event(scene, origin) for origin in traced],
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False) + "\n"


def gold_event(scene: Scene, origin: Origin) -> dict[str, Any]:
    """An event as it is annotated: days apart from clock times, a week as its days."""
    event = origin.event
    start = time_of(event.start)
    return {
        "titles": [event.title, *event.aliases], "start": event.start.isoformat()[:10],
        "end": event.last_day.isoformat(), "precision": "month" if event.precision == "month" else "day",
        "start_time": start, "end_time": time_of(event.end), "tz": event.timezone if start else None,
        "places": places(event), "online": event.online, "status": event.status, "kind": event.kind,
        "optional": False, "quote": quote(scene, origin),
    }  # fmt: skip


def time_of(moment: date | None) -> str | None:
    """The clock time of an instant; None for a whole day."""
    return f"{moment:%H:%M}" if isinstance(moment, datetime) else None


def places(event: Event) -> list[str]:
    """Venue and city; else the widest that is told."""
    place = event.place
    return [p for p in (place.venue, place.city) if p] or [p for p in (place.region or place.country_name,) if p]


def quote(scene: Scene, origin: Origin) -> str:
    """The words of the given text that tell the date: of its likeliest telling, else the evidence; none
    for what is only declared."""
    if origin.judgements:
        return scene.layout.given(origin.judgements[0].when.span).of(scene.release.text)
    return next(iter(origin.event.quotes), "")


__all__ = ["gold_event", "gold_line"]
