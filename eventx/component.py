"""The spaCy component: `nlp.add_pipe("eventx")` fills `doc._.events` and `doc.spans["eventx"]`, and nothing else.

It works on a blank pipeline, and beside the named entities of a trained one, which it neither
reads nor changes, so that events do not hang on the order of the pipes. To have them sharpened by
entities and a parse, name an installed pipeline: `config={"model": "en_core_web_sm"}`.

The day to count from is the text's own dateline, else `doc._.eventx_published`, else the `published`
of the configuration.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from spacy.language import Language
from spacy.tokens import Doc, Span

from eventx.errors import OptionError
from eventx.mentions import trained
from eventx.model import Event, Evidence, Options, Place, Release, Source, as_day
from eventx.model import Span as Characters
from eventx.pipeline import Origin, origins, scene_of

KEY = "eventx"
"""The group in `doc.spans`, and the key in `doc.user_data`."""

_DEFAULTS: dict[str, Any] = {"published": None, "tz": None, "near": None, "min_confidence": 0.0, "model": None}


class EventFinder:
    """Finds the events of a doc; holds nothing but its options, so it is saved with the pipeline's configuration."""

    def __init__(self, options: Options, lang: str) -> None:
        self.options = options
        self.lang = lang

    def __call__(self, doc: Doc) -> Doc:
        """The doc with its events; OptionError or InputError where an option or the doc's date means nothing."""
        release = Release(text=doc.text, published=as_day(doc._.eventx_published, "eventx_published"), lang=self.lang)
        scene = scene_of(release, self.options)
        traced = origins(scene, self.options)
        doc.user_data[KEY] = [packed(origin.event) for origin in traced]
        doc.spans[KEY] = [s for o in traced if (s := mention(doc, o)) is not None]
        return doc


@Language.factory("eventx", assigns=["doc._.events", "doc.spans"], default_config=_DEFAULTS)
def make_component(
    nlp: Language, name: str, published: str | None, tz: str | None, near: str | None, min_confidence: float,
    model: str | None,
) -> EventFinder:  # fmt: skip
    """The component; `published` is ISO 8601, `tz` an IANA zone, `near` a place, `min_confidence` 0 to 1, `model`
    the name or folder of a trained pipeline."""
    if tz is not None:
        try:
            ZoneInfo(tz)
        except (KeyError, ValueError, OSError) as error:
            raise OptionError(f"there is no time zone {tz!r}; Europe/Paris is one", where="tz") from error
    if model is not None:
        trained(model)  # here rather than at the first text, so that a wrong name is told at once
    day = as_day(published, "published")
    options = Options(published=day, zone=tz, near=near, min_confidence=min_confidence, model=model)
    return EventFinder(options, nlp.lang or "en")


def mention(doc: Doc, origin: Origin) -> Span | None:
    """The title's words, labelled with the event's kind and with its UID as the knowledge base's id; the evidence
    where the title is composed. Tokens are taken whole."""
    event = origin.event
    place = origin.title or (event.evidence[0].span if event.quotes else None)
    if place is None or place.start >= place.end:
        return None
    return doc.char_span(place.start, place.end, label=event.kind, kb_id=event.uid, alignment_mode="expand")


def events_in(doc: Doc) -> list[Event]:
    """The events of a doc; none where the component has not seen it."""
    return [unpacked(told) for told in doc.user_data.get(KEY, ())]


def packed(event: Event) -> dict[str, Any]:
    """An event as strings, numbers, lists: docs travel between processes, and to disk, as MessagePack."""
    told = asdict(event)
    told["start"], told["end"] = event.start.isoformat(), event.end.isoformat() if event.end else None
    told["source"]["published"] = event.source.published.isoformat() if event.source.published else None
    return told


def unpacked(told: dict[str, Any]) -> Event:
    """The event that was packed."""
    place, source = told["place"], told["source"]
    lists = {key: tuple(told[key]) for key in ("aliases", "inferred", "notes")}
    return Event(**{
        **told, **lists, "start": _moment(told["start"], told["timezone"]),
        "end": _moment(told["end"], told["timezone"]) if told["end"] else None,
        "place": Place(**{**place, "geo": tuple(place["geo"]) if place["geo"] else None}),
        "evidence": tuple(Evidence(**{**e, "span": Characters(**e["span"])}) for e in told["evidence"]),
        "source": replace(Source(**source), published=as_day(source["published"], "published")),
    })  # fmt: skip


def _moment(written: str, zone: str | None) -> date:
    if "T" not in written:
        return date.fromisoformat(written)
    moment = datetime.fromisoformat(written)
    return moment.astimezone(ZoneInfo(zone)) if zone and moment.tzinfo else moment


# Force: a second import, as by importlib.reload, registers the same again.
Doc.set_extension("events", getter=events_in, force=True)
Doc.set_extension("eventx_published", default=None, force=True)

__all__ = ["EventFinder", "make_component"]
