"""Titles for what has no name of its own: company, period and what it is; or the body that holds it."""

from __future__ import annotations

import re
from functools import cache

from eventx.lang import Language
from eventx.link.scene import Scene
from eventx.link.words import any_of, article, cues, terms
from eventx.model import Mention, When

_BEFORE, _BEHIND = 700, 300
"""Characters around a when in which earnings are looked for."""
_OF_COMPANIES = ("meeting", "conference", "other")
_OF_BODIES = ("hearing", "meeting", "press_conference", "visit", "other")


def composed_title(scene: Scene, mention: Mention, when: When) -> str | None:
    """ "NetEase second quarter 2019 earnings conference call": None where nothing is to be added."""
    if mention.kind == "earnings_call" or mention.head.endswith(tuple(_call_names(scene.language))):
        return _call(scene, mention, when)
    if host := _host(scene, mention):
        return f"{host} {mention.title}"
    if mention.kind in _OF_COMPANIES and cues(scene.language, "company_meetings").search(mention.title):
        return _with_company(scene, mention.title)
    return None


def of_host_or_city(scene: Scene, title: str, city: str | None) -> str:
    """A bare "meeting" with the body that the headline names, else with its city, "hearing in Broken Hill": of two in
    one week one tells them apart by it."""
    name, lead = _host_shapes(scene.language)
    named = (_up_to_host(scene, lead.sub("", match[0])) for match in name.finditer(scene.headline_text))
    if host := next((words for words in named if _is_host(scene, words)), None):
        return f"{host} {title}"
    return f"{title} {scene.language.data['events']['in']} {city}" if city else title


def _with_company(scene: Scene, title: str) -> str | None:
    company = scene.company
    return f"{company} {title}".strip() if company and company.lower() not in title.lower() else None


def _call(scene: Scene, mention: Mention, when: When) -> str | None:
    start = max(0, when.span.start - _BEFORE)
    near = f"{scene.headline_text} {scene.text[start : when.span.end + _BEHIND]}"
    if not cues(scene.language, "earnings").search(near):
        return _with_company(scene, mention.title)
    names = _call_names(scene.language)
    told = next((name for ending, name in names.items() if mention.head.endswith(ending)), "")
    earnings = scene.language.data["events"]["earnings_call"]
    bare = mention.head.removeprefix(earnings).strip()
    parts = (scene.company, _period(scene, when), earnings, told or bare or mention.head)
    return " ".join(part for part in parts if part)


def _call_names(language: Language) -> dict[str, str]:
    names: dict[str, str] = language.data["events"]["call_names"]
    return names


def _host(scene: Scene, mention: Mention) -> str | None:
    """The body named in the sentence that an unnamed hearing or meeting is of: "The Senate Indian Affairs Committee …
    a hearing", or else "a hearing … before the Senate Indian Affairs Committee"."""
    if mention.kind not in _OF_BODIES or mention.rule.endswith("tail"):
        return None
    sentence = scene.layout.sentence_at(mention.span.start)
    name, lead = _host_shapes(scene.language)
    for match in name.finditer(scene.text, sentence.start, mention.span.start):
        words = lead.sub("", match[0])
        if _is_host(scene, words):
            return words
    behind = _held_before(scene.language).search(scene.text, mention.span.end, sentence.end)
    told = name.match(scene.text, behind.end(), sentence.end) if behind else None
    words = told[0].rstrip(".") if told else ""
    return words if _is_host(scene, words) else None


def _up_to_host(scene: Scene, words: str) -> str:
    """The body alone, of a headline in capitals: "Elm Planning Commission Moves Its Meeting" is of the first three."""
    told = words.split()
    ends = [i + 1 for i, word in enumerate(told) if word.lower() in terms(scene.language, "hosts")]
    return " ".join(told[: ends[0]]) if ends and not words.isupper() else ""


def _is_host(scene: Scene, words: str) -> bool:
    return words.count(" ") > 0 and words.rsplit(maxsplit=1)[-1].lower() in terms(scene.language, "hosts")


@cache
def _held_before(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(language.data['events']['held_before'])})\s+{article(language)}(?=[A-Z])")


@cache
def _host_shapes(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A body's name, and what it may open with that is not part of it."""
    told = language.data["events"]
    word = r"[A-Z][\w.&'-]*"
    name = re.compile(rf"{word}(?:(?: (?:{any_of(told['host_joints'])}))* {word})*")
    return name, re.compile(rf"^(?:{any_of(told['before_host'])})\s+")


def _period(scene: Scene, when: When) -> str:
    """The fiscal period that a call is about: in the headline, else the one told nearest before."""
    period, lead = _period_shapes(scene.language)
    if scene.headline is None and scene.release.title and (match := period.search(scene.release.title)):
        return match[0].strip()
    fiscal = [w for w in scene.whens if w.role == "fiscal" and w.precision in ("quarter", "half")]
    told = [w for w in fiscal if w.span.start < when.span.end] or fiscal
    return lead.sub("", told[0].text) if told else ""


@cache
def _period_shapes(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A fiscal period in a headline, and the article before one in the text."""
    told = language.data["events"]["period"]
    behind = "".join(f"(?: {re.escape(word)})?" for word in told["behind"])
    period = (
        rf"(?:{any_of(told['opens'])})[ -]?(?:{re.escape(told['unit'])})?"
        rf"(?: (?:{any_of(told['joined'])}|(?:{any_of(told['and'])})(?= 20)))?"
        rf"{behind} ?(?:20\d\d)?"
    )
    return re.compile(period, re.IGNORECASE), re.compile(f"^{article(language)}", re.IGNORECASE)
