"""From a release to its events; reads top to bottom like the picture in docs/architecture.md."""

from __future__ import annotations

from dataclasses import replace

from eventx import lang, temporal
from eventx.dateline import anchor_of, headline_of
from eventx.layout import layout
from eventx.link import link
from eventx.link.judge import Weights
from eventx.link.scene import Scene
from eventx.model import Event, Options, Release, When

_DEFAULT = Options()


def scene_of(release: Release, options: Options = _DEFAULT) -> Scene:
    """Everything up to linking: layout, anchor, whens."""
    language = lang.load(language_of(release))
    laid = layout(release.text, language.abbreviations)
    found = temporal.expressions(laid, language)
    anchor = anchor_of(release, laid, found, language, options)
    whens = temporal.whens(found, anchor, laid, language)
    return Scene(release, laid, anchor, whens, language, headline_of(release, laid, anchor))


def language_of(release: Release) -> str:
    """The language file to read the release with: the declared one where it has a file, else English."""
    code = (release.lang or "en").split("-")[0].lower()
    return code if code in lang.languages() else "en"


def dates(release: Release, options: Options = _DEFAULT) -> list[When]:
    """The time expressions of a release, resolved; offsets are those of the given text."""
    scene = scene_of(release, options)
    return [replace(when, span=scene.layout.given(when.span)) for when in scene.whens]


def extract(release: Release, options: Options = _DEFAULT, weights: Weights | None = None) -> list[Event]:
    """The events of a release, in the order of its text; `weights` other than the shipped ones serve tools/fit.py."""
    events = link(scene_of(release, options), weights)
    return [e for e in events if e.confidence >= options.min_confidence]


__all__ = ["dates", "extract", "language_of", "scene_of"]
