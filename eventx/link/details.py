"""What an entry says besides what and when: status, online, theme, organizer, link, series, edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from eventx.link.assemble import Entry
from eventx.link.scene import Scene, cues
from eventx.link.titles import bag, likeness
from eventx.model import Span, When

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+[^\s<>\"')\].,;:]")
_TRACKING = re.compile(
    r"utm_|/ls/click|c\.newsnow|cts\.businesswire|prnmedia|lnk\.|bit\.ly|tinyurl|globenewswire\.com/Tracker",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\s,:]*\"([^\"]{3,160}?),?\"")
_EDITION = re.compile(r"\b(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th))\b|'\d\d\b", re.IGNORECASE)
_ANNUAL = re.compile(r"\b(?:annual|the)\s+", re.IGNORECASE)
_REACH = 700
_STATUS_HINT = re.compile(
    r"cancel|postpone|called off|put off|not (?:take place|be held)|no longer|withdr|deferred", re.IGNORECASE
)
_MOSTLY = 0.75
_SAME_NAME, _MOST_ALIASES = 0.75, 4


def status_of(scene: Scene, entry: Entry, title: str) -> str:
    """confirmed, tentative, postponed or cancelled: by the words around its date, else where its name stands with
    such a word, the headline first. A date that an event moved *to* is confirmed."""
    when = entry.lead.when
    sentence = scene.layout.sentence_at(when.span.start)
    words = scene.text[max(sentence.start, when.span.start - 160) : min(sentence.end, when.span.end + 120)]
    if cues(scene.language, "moved").search(scene.text, sentence.start, when.span.start):
        return "confirmed"
    if told := _told_status(scene, words):
        return told
    near = scene.text[max(sentence.start, when.span.start - 70) : min(sentence.end, when.span.end + 30)]
    if cues(scene.language, "tentative").search(near):
        return "tentative"
    for words in _naming_sentences(scene, title):
        if told := _told_status(scene, words):
            return told
    return "confirmed"


def _told_status(scene: Scene, words: str) -> str | None:
    return next((name for name in ("cancelled", "postponed") if cues(scene.language, name).search(words)), None)


def _naming_sentences(scene: Scene, title: str) -> Iterator[str]:
    """Sentences in which the title's words stand and nothing is dated: "The 90th show will not take place"."""
    telling = bag(title)
    yield scene.headline_text if _names(telling, scene.headline_text) else ""
    for sentence in scene.layout.sentences:
        dated = any(w.span.overlaps(sentence) and w.precision == "day" and w.role == "event" for w in scene.whens)
        words = sentence.of(scene.text)
        if not dated and _STATUS_HINT.search(words) and _names(telling, words):
            yield words


def _names(telling: Counter[str], words: str) -> bool:
    inside = bag(words)
    return sum(telling.values()) > 1 and sum((telling & inside).values()) >= _MOSTLY * sum(telling.values())


def is_online(scene: Scene, when: When, kind: str) -> bool:
    """True for calls and webinars, and where the sentence or its neighbours speak of a webcast or a dial-in."""
    if kind in ("webinar", "earnings_call"):
        return True
    block = scene.layout.blocks[scene.layout.block_at(when.span.start)]
    start, end = max(block.start, when.span.start - 250), min(block.end, when.span.end + 350)
    return cues(scene.language, "online").search(scene.text[start:end]) is not None


def theme_of(scene: Scene, entry: Entry) -> str | None:
    """The theme named near the entry, in quotes, or in the words up to the next mark."""
    for span in _near(scene, entry):
        words = scene.text[span.start : span.end]
        for match in cues(scene.language, "theme").finditer(words):
            if quoted := _QUOTED.match(words, match.end()):
                return " ".join(quoted[1].split()).rstrip(".,;")
            plain = re.match(r"[\s,:]*(?:of )?([A-Z][^.,;()\"]{4,100})", words[match.end() :])
            if plain:
                return " ".join(plain[1].split())
    return None


def organizer_of(scene: Scene, entry: Entry) -> str | None:
    """Who the text says the host is: "hosted by X"."""
    for span in _near(scene, entry):
        words = scene.text[span.start : span.end]
        for match in cues(scene.language, "organizer").finditer(words):
            name = re.match(
                r"\s+(?:the\s+)?((?:[A-Z][\w.&'-]*)(?:(?:,? (?:of|the|for|and|&|de))* [A-Z][\w.&'-]*)*)",
                words[match.end() :],
            )
            if name:
                return name[1].rstrip(".")
    return None


def url_of(scene: Scene, entry: Entry) -> str | None:
    """The link told nearest behind the entry: registration before webcast before a homepage, none that only counts clicks."""
    start = entry.first.when.span.start
    found = [m for m in _URL.finditer(scene.text, max(0, start - 200), min(len(scene.text), start + 3 * _REACH))]
    plain = [m for m in found if not _TRACKING.search(m[0])]
    if not plain:
        return None
    best = min(plain, key=lambda m: (_rank(scene.text[max(0, m.start() - 80) : m.start()]), abs(m.start() - start)))
    return best[0] if best[0].startswith("http") else f"https://{best[0]}"


def _rank(before: str) -> int:
    words = before.lower()
    if re.search(r"regist|ticket|rsvp|sign up", words):
        return 0
    return 1 if re.search(r"webcast|live|join|listen|watch|stream|event|information", words) else 2


def series_of(title: str) -> tuple[str, str | None]:
    """A title as (series, edition): "2021 Zhongguancun Forum" is ("Zhongguancun Forum", "2021")."""
    match = _EDITION.search(title)
    series = _ANNUAL.sub("", " ".join(_EDITION.sub(" ", title).split())).strip(" -,:")
    return (series or title), (match[0] if match else None)


def aliases_of(scene: Scene, entry: Entry, title: str) -> tuple[str, ...]:
    """Other names told for the same thing: acronyms in brackets, fuller or shorter names of the same words."""
    named = [c.mention for j in entry.judgements for _, c in j.titles] + list(scene.headline_mentions)
    found: list[str] = []
    for mention in named:
        if mention.named and likeness(mention.title, title) >= _SAME_NAME:
            found += [mention.title, *mention.aliases]
    own = series_of(title)[0].casefold()
    return tuple(a for a in dict.fromkeys(found) if series_of(a)[0].casefold() != own)[:_MOST_ALIASES]


def _near(scene: Scene, entry: Entry) -> list[Span]:
    """The block of the entry's lead, then the ones next to it."""
    number = scene.layout.block_at(entry.lead.when.span.start)
    order = [number, number + 1, number - 1]
    return [scene.layout.blocks[i] for i in order if 0 <= i < len(scene.layout.blocks)]
