"""What a trained pipeline's named entities tell the linker, where the caller named one: bodies, people, places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eventx import gazetteer
from eventx.link.scene import Scene
from eventx.link.words import article
from eventx.mentions import PEOPLE, Entity
from eventx.model import Mention, Place, Span, When

_AREAS = ("GPE", "LOC")


def called_body(scene: Scene, where: str, mention: Mention) -> bool:
    """True for a person's name, and for an organisation's that has no event noun or goes on behind it ("Harbor
    Festival Trust"); `where` as in `Candidate`."""
    if scene.model is None or (where == "headline" and scene.headline is None):  # such a span is none of the text's
        return False
    span = mention.span
    around = [e for e in scene.entities(scene.layout.sentence_at(span.start)) if _covers(e.span, span)]
    bodies = [e for e in around if e.label == "ORG" and (not mention.head or e.span.end > span.end)]
    return bool(bodies) or any(e.label in PEOPLE for e in around)


def _covers(wider: Span, span: Span) -> bool:
    return wider.start <= span.start and span.end <= wider.end


def places_told(scene: Scene, when: When, title: str, named_at: Span | None) -> list[Entity]:
    """The entities of the when's sentence, nearest first, then of the one that names the event; none of the dateline,
    of the name itself, of what only modifies another noun."""
    if scene.model is None:
        return []
    found: list[Entity] = []
    for span in (when.span, named_at if named_at and scene.headline_text != named_at.of(scene.text) else None):
        if span is not None:
            told = scene.entities(scene.layout.sentence_at(span.start))
            found += sorted(told, key=lambda e: max(e.span.start - span.end, span.start - e.span.end))
    return [e for e in found if not (e.modifies or _in_opening(scene, e) or _name(e, scene).lower() in title.lower())]


def _in_opening(scene: Scene, entity: Entity) -> bool:
    return scene.anchor.span is not None and scene.anchor.span.overlaps(entity.span)


def _name(entity: Entity, scene: Scene) -> str:
    """The entity's words without their article."""
    return re.sub(f"^{article(scene.language)}", "", entity.span.of(scene.text), flags=re.IGNORECASE)


def venue_told(told: Sequence[Entity], scene: Scene) -> str | None:
    """The nearest building or ground."""
    return next((_name(e, scene) for e in told if e.label == "FAC"), None)


def city_told(told: Sequence[Entity], scene: Scene, near: Place | None) -> Place | None:
    """The nearest city; else a place that no table knows, at the pipeline's word. No country and no known region:
    those are named for many reasons, and "in Chile" needs no pipeline."""
    named = [(e.label, _name(e, scene)) for e in told if e.label in _AREAS]
    tried = [(label, name, gazetteer.parse(name, near)) for label, name in named]
    cities = [place for _, _, place in tried if place and place.city]
    unknown = [Place(city=name) if label == "GPE" else Place(region=name) for label, name, place in tried if not place]
    return next(iter(cities + unknown), None)
