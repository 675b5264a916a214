"""What an entry says besides what and when: status, online, theme, organizer, link, series, edition."""

from __future__ import annotations

import re
from functools import cache

from eventx.lang import Language
from eventx.link.entry import Entry
from eventx.link.scene import Scene
from eventx.link.titles import likeness
from eventx.link.words import any_of, article, cues, hints, ordinals
from eventx.model import Span, When

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+[^\s<>\"')\].,;:]")
_TRACKING = re.compile(
    r"utm_|/ls/click|c\.newsnow|cts\.businesswire|prnmedia|lnk\.|bit\.ly|tinyurl|globenewswire\.com/Tracker",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\s,:]*\"([^\"]{3,160}?),?\"")
_REACH, _WORDS_REACH = 700, 80
"""Characters behind an entry, and before a link, that are looked at."""
_MOSTLY = 0.75
_SAME_NAME, _MOST_ALIASES = 0.75, 4


def is_online(scene: Scene, when: When, kind: str) -> bool:
    """True for calls and webinars, and where the sentence or its neighbours speak of a webcast or a dial-in."""
    if kind in ("webinar", "earnings_call"):
        return True
    block = scene.layout.blocks[scene.layout.block_at(when.span.start)]
    start, end = max(block.start, when.span.start - 250), min(block.end, when.span.end + 350)
    return cues(scene.language, "online").search(scene.text[start:end]) is not None


def theme_of(scene: Scene, entry: Entry) -> str | None:
    """The theme named near the entry, in quotes, or in the words up to the next mark."""
    for span in _near(scene, entry) if scene.tells("theme") else ():
        words = scene.text[span.start : span.end]
        for match in cues(scene.language, "theme").finditer(words):
            if quoted := _QUOTED.match(words, match.end()):
                return " ".join(quoted[1].split()).rstrip(".,;")
            if plain := _plain_theme(scene.language).match(words, match.end()):
                return " ".join(plain[1].split())
    return None


def organizer_of(scene: Scene, entry: Entry) -> str | None:
    """Who the text says the host is: "hosted by X"."""
    for span in _near(scene, entry) if scene.tells("organizer") else ():
        words = scene.text[span.start : span.end]
        for match in cues(scene.language, "organizer").finditer(words):
            if name := _host(scene.language).match(words, match.end()):
                return name[1].rstrip(".")
    return None


@cache
def _plain_theme(language: Language) -> re.Pattern[str]:
    return re.compile(rf"[\s,:]*(?:{language.data['events']['theme_joint']} )?([A-Z][^.,;()\"]{{4,100}})")


@cache
def _host(language: Language) -> re.Pattern[str]:
    word, joints = r"[A-Z][\w.&'-]*", any_of(language.data["events"]["organizer_joints"])
    return re.compile(rf"\s+{article(language)}({word}(?:(?:,? (?:{joints}))* {word})*)")


def url_of(scene: Scene, entry: Entry) -> str | None:
    """The link told nearest behind the entry: to register before to watch before a homepage; none that only counts
    clicks."""
    start = entry.first.when.span.start
    found = _URL.finditer(scene.text, max(0, start - 200), min(len(scene.text), start + 3 * _REACH))
    plain = [m for m in found if not _TRACKING.search(m[0])]
    if not plain:
        return None
    best = min(plain, key=lambda m: (_rank(scene, m.start()), abs(m.start() - start)))
    return best[0] if best[0].startswith("http") else f"https://{best[0]}"


def _rank(scene: Scene, at: int) -> int:
    """What the link there is for, by the words before it: 0 to register, 1 to take part, 2 for what else."""
    before = scene.text[max(0, at - _WORDS_REACH) : at]
    order = ("link_register", "link_watch")
    return next((i for i, name in enumerate(order) if hints(scene.language, name, before)), len(order))


def series_of(title: str, language: Language) -> tuple[str, str | None]:
    """A title as (series, edition): "2021 Zhongguancun Forum" is ("Zhongguancun Forum", "2021")."""
    edition, light = _edition_shapes(language)
    match = edition.search(title)
    series = light.sub("", " ".join(edition.sub(" ", title).split())).strip(" -,:")
    return (series or title), (match[0] if match else None)


@cache
def _edition_shapes(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What tells an edition, and what else a series is called without."""
    edition = rf"\b(?:(?:19|20)\d\d|{ordinals(language)})\b|'\d\d\b"
    light = rf"\b(?:{any_of(language.data['events']['edition_words'])})\s+"
    return re.compile(edition, re.IGNORECASE), re.compile(light, re.IGNORECASE)


def aliases_of(scene: Scene, entry: Entry, title: str) -> tuple[str, ...]:
    """Other names told for the same thing: acronyms in brackets, fuller or shorter names of the same words."""
    named = [c.mention for j in entry.judgements for _, c in j.titles] + list(scene.headline_mentions)
    found: list[str] = []
    for mention in named:
        if mention.named and likeness(mention.title, title, scene.language) >= _SAME_NAME:
            found += [mention.title, *mention.aliases]
    own = series_of(title, scene.language)[0].casefold()
    others = (a for a in dict.fromkeys(found) if series_of(a, scene.language)[0].casefold() != own)
    return tuple(others)[:_MOST_ALIASES]


def _near(scene: Scene, entry: Entry) -> list[Span]:
    """The block of the entry's lead, then the ones next to it."""
    number = scene.layout.block_at(entry.lead.when.span.start)
    order = [number, number + 1, number - 1]
    return [scene.layout.blocks[i] for i in order if 0 <= i < len(scene.layout.blocks)]
