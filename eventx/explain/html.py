"""The derivation as one page that needs nothing else: the text with its dates and titles marked, and the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from eventx.explain.derivation import Balance, DateTold, Derivation, EventTold, derive
from eventx.explain.text import anchor, days, facts, parts, shares, source_of, verdict
from eventx.link.judge import Weights
from eventx.link.scene import Scene
from eventx.model import Evidence, Span

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1d22; --paper: #fff; --soft: #f1f2f5; --line: #d5d8de; --faint: #5c626d;
  --when: #ffe2a8; --unused: #e6e7ea; --title: #c5e4ff; --head: #ddf0d4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e8ea; --paper: #17191d; --soft: #22252b; --line: #3a3e46;
  --faint: #a2a8b3; --when: #6b4c00; --unused: #3b3e45; --title: #0f4775; --head: #2b4a22; } }
body { margin: 2rem auto; padding: 0 1rem; max-width: 60rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.4rem; line-height: 1.3; } h2 { font-size: 1.1rem; } article + article { margin-top: 4rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; background: var(--soft); border-radius: .5rem; }
mark { color: inherit; border-radius: .2rem; padding: .05em .15em; }
mark.dateline { background: var(--head); } mark.unused { background: var(--unused); }
mark.title { background: var(--title); } mark.when { background: var(--when); }
.faint, dd { color: var(--faint); } dd { margin: 0 0 .3rem 1.5rem; } li { margin-bottom: .8rem; }
li:target, mark:target { outline: 2px solid; } details { border-top: 1px solid var(--line); padding: .3rem 0; }
"""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Mark(NamedTuple):
    """A stretch of the given text that is shown in a colour; `order` decides where two meet."""

    span: Span
    kind: str
    hint: str
    order: int


def page(articles: Iterable[str]) -> str:
    """A page of articles; it follows the reader's choice of light or dark and loads nothing."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>How the events were found</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "".join(articles) + "</body>\n</html>\n"
    )  # fmt: skip


def article(scene: Scene, weights: Weights | None = None) -> str:
    """One release: what it is counted from, its text with marks, its events, its dates."""
    told = derive(scene, weights)
    return "\n".join([
        "<article>", f"<h1>{safe(scene.headline_text or scene.release.id)}</h1>",
        f'<p class="faint">{safe(anchor(scene.anchor))}</p>',
        f'<div class="text">{marked(scene.release.text, list(_marks(told)))}</div>',
        f"<h2>Events ({len(told.events)})</h2>", "<ol>", *map(_event, told.events), "</ol>",
        f"<h2>Dates ({len(told.dates)})</h2>", "<ol>", *map(_date, told.dates), "</ol>", "</article>", "",
    ])  # fmt: skip


def safe(text: str) -> str:
    """Text for HTML, in an attribute too; what HTML cannot hold becomes U+FFFD."""
    return escape(_CONTROLS.sub("\ufffd", text))


def marked(text: str, marks: Sequence[Mark]) -> str:
    """The text with its marks; where marks overlap, each piece has the foremost one's colour and all hints."""
    cuts = sorted({0, len(text), *(m.span.start for m in marks), *(m.span.end for m in marks)})
    out = []
    for start, end in pairwise(cuts):
        piece = safe(text[start:end])
        over = sorted((m for m in marks if m.span.start <= start < m.span.end), key=lambda m: m.order)
        hint = safe("\n".join(m.hint for m in over))
        out.append(f'<mark class="{over[0].kind}" title="{hint}">{piece}</mark>' if over else piece)
    return "".join(out)


def _marks(told: Derivation) -> Iterator[Mark]:
    for number, event in enumerate(told.events, 1):
        if event.origin.title is not None:
            yield Mark(event.origin.title, "title", f"title of event {number}: {event.origin.event.kind}", 1)
    for date in told.dates:
        hint = f"{days(date.when)}\n{date.when.rule}\n{verdict(date)}"
        yield Mark(date.span, "when" if date.events else "unused", hint, 0)
    if told.scene.anchor.span is not None:
        yield Mark(told.scene.layout.given(told.scene.anchor.span), "dateline", "dateline", 2)


def _event(told: EventTold) -> str:
    event = told.origin.event
    known = told.probability is not None
    rows = [f"<dt>is an event's date: {told.probability:.2f}</dt>{_balance(told.balance)}"] if known else []
    rows += [f"<dt>{t.score:+.2f} {safe(t.text)} ({safe(t.where)})</dt>{_balance(t.balance)}" for t in told.titles]
    quotes = "".join(map(_quote, event.evidence))
    return (
        f"<li><strong>{safe(event.title)}</strong><br>{safe(facts(event))}; confidence {event.confidence:.2f}{quotes}"
        f"<details><summary>why</summary><dl>{''.join(rows)}</dl></details></li>"
    )


def _quote(evidence: Evidence) -> str:
    if evidence.declared:
        return f'<p class="faint">{safe(source_of(evidence))}</p>'
    return f'<p>“{safe(evidence.text)}” <span class="faint">{safe(evidence.rule)}</span></p>'


def _date(date: DateTold) -> str:
    notes = "".join(f"<br>{safe(note)}" for note in date.when.notes)
    why = f"<details><summary>why</summary><dl>{_balance(date.balance)}</dl></details>" if date.probability else ""
    return (
        f"<li>“{safe(date.when.text)}”: {safe(days(date.when))}; {safe(verdict(date))}"
        f'<br><span class="faint">{safe(parts(date.when))}{notes}</span>{why}</li>'
    )


def _balance(told: Balance) -> str:
    lines = (("for", told.plus), ("against", told.minus))
    return "".join(f"<dd>{word}: {safe(shares(share))}</dd>" for word, share in lines if share)


__all__ = ["article", "marked", "page", "safe"]
