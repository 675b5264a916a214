"""What a mail tells, without what mailing adds: quotations, signatures, lists' footers.

All by how programs lay mails out. Where that is not plain, the text stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape

from eventx.ingest.mail_forward import QUOTE, forwarded, passes_on
from eventx.safe import web_link

_FORWARDS = 10  # of forwards
_NOTE = 400
"""Characters above a forwarded mail that still are a note ("FYI") and no release of its own."""

_SIGNATURES = (("-- ", 20), ("--", 6))
"""Lines that open a signature (RFC 3676, section 4.3), and how many lines it has at most."""

_MAILMAN = re.compile(r"(?:\A|\n)_{40,}\n(?:[^\n]{1,300}\n){0,5}[^\n]{1,300}\Z")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_FOOTER = re.compile(
    r"(?i)unsubscribe|opt(?:ing)?[- ]out|(?:update|manage|change) .{0,40}(?:preferences|subscription)"
    r"|you(?:'re| are| were)? receiv(?:ed?|ing) this|intended recipient|our mailing address|all rights reserved"
    r"|this (?:e-?mail|message)[^.]{0,120}(?:confidential|intended|privileged)"
    r"|退订|退訂|取消订阅|配信停止|配信解除|購読解除|abbestellen|abmelden|désabonn|désinscri|darse de baja"
)
_INVITES = 200
"""Characters, links aside, of what leads to the web, "Trouble reading this? view it in your browser"; it has no digit.
"We open an online shop on May 5" is news."""
_DIVIDER = re.compile(r"[-_=*~—–]{5,}")
_FOOT, _REACH = 8, 3  # paragraphs from the end within which a footer lies; between two that belong to it
_CITED = re.compile(r"(?i)<blockquote\b[^<>]{0,500}(?:type=[\"']?cite|class=[\"']?gmail_quote)")
_BROWSER = re.compile(r"(?i)\b(?:view|read|open|see)\b.{0,40}\b(?:browser|online|web ?page)|浏览器|ブラウザ|im browser")
_PLACEHOLDER = re.compile(r"\[(?:image|cid):[^\]\n]{0,200}\]|(?<=[^\s<])<https?://[^<>\s]{1,2000}>")
_ANCHOR = re.compile(
    r"""(?i)<a\s[^<>]{0,1000}?href=["'](?P<to>https?://[^"'<>\s]{1,2000})["'][^<>]{0,1000}>(?P<says>[^<>]{1,200})</a"""
)
LINK = re.compile(r"https?://[^\s<>()\"']{1,2000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The text of a mail, the day that a forwarded original tells, and where it can be read on the web."""

    text: str
    day: date | None = None
    url: str | None = None


def told(body: str, subject: str, *, answer: bool = False) -> Told:
    """What a mail's text tells. `answer`: the mail answers another one, so what it quotes is no news of its own."""
    text, day = _PLACEHOLDER.sub("", body).strip("\n"), None
    for depth in range(_FORWARDS):
        found = forwarded(text.split("\n"), subject if depth == 0 and passes_on(subject) else "")
        if found is None:
            break
        note, original, sent = found
        if answer:
            text = note or original
            break
        mere = len(note) <= _NOTE
        text, day = (original, sent or day) if mere else (f"{note}\n\n{original}", day)
    text, url = _opened(_unquoted(text, answer))
    return Told(text=_unfooted(_unsigned(text)).strip(), day=day, url=url)


def _unquoted(text: str, answer: bool) -> str:
    """The text without what it quotes of other mails, and the line that says whose that is."""
    lines = text.split("\n")
    if not any(line.startswith(">") for line in lines):
        if answer:  # of HTML, whose quotation is cut off already
            _drop_attribution(lines)
        return "\n".join(lines)
    kept: list[str] = []
    for i, line in enumerate(lines):
        if not line.startswith(">"):
            kept.append(line)
        elif i == 0 or not lines[i - 1].startswith(">"):
            attributed = _drop_attribution(kept)
            answer = answer or attributed
        if line.startswith(">") and not answer:
            kept.append(line)
    return "\n".join(kept) if "".join(kept).strip() else "\n".join(QUOTE.sub("", line, count=1) for line in lines)


def _drop_attribution(kept: list[str]) -> bool:
    """Takes "On … wrote:" off the end of the lines before a quotation; True where there was one."""
    last = next((i for i in range(len(kept) - 1, max(-1, len(kept) - 3), -1) if kept[i].strip()), None)
    if last is None or not kept[last].rstrip().endswith((":", "：")):
        return False
    first = last
    while first > 0 and kept[first - 1].strip() and last - first < 2:
        first -= 1
    if not re.search(r"\d|@", " ".join(kept[first : last + 1])):
        return False
    del kept[first:]
    return True


def _opened(text: str) -> tuple[str, str | None]:
    """The text without "View this email in your browser" at its top, and where that leads."""
    paragraphs = _PARAGRAPHS.split(text.strip(), maxsplit=3)
    for i, paragraph in enumerate(paragraphs[:3]):
        link = LINK.search(paragraph)
        words = LINK.sub("", paragraph)
        if len(words) < _INVITES and not any(c.isdigit() for c in words) and _BROWSER.search(words):
            return "\n\n".join(paragraphs[:i] + paragraphs[i + 1 :]), web_link(link[0]) if link else None
    return text, None


def uncited(html: str) -> str:
    """An answer in HTML up to what it quotes."""
    cited = _CITED.search(html)
    return html[: cited.start()] if cited else html


def in_browser(html: str) -> str | None:
    """Where "View this email in your browser" of an HTML mail leads."""
    anchors = (anchor for anchor in _ANCHOR.finditer(html) if _BROWSER.search(anchor["says"]))
    return next((web_link(unescape(anchor["to"])) for anchor in anchors), None)


def _unsigned(text: str) -> str:
    """The text up to its signature."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        for mark, most in _SIGNATURES:
            if i and line == mark and sum(bool(rest.strip()) for rest in lines[i:]) <= most + 1:
                return "\n".join(lines[:i])
    return text


def _unfooted(text: str) -> str:
    """The text up to what a list or a company puts below every mail."""
    text = _MAILMAN.sub("", text.rstrip())
    paragraphs = _PARAGRAPHS.split(text)
    tail = range(max(0, len(paragraphs) - _FOOT), len(paragraphs))
    footers = [i for i in tail if _FOOTER.search(paragraphs[i][:2000])]
    if not footers:
        return text
    first = footers[-1]
    for i in range(first - 1, 0, -1):
        if first - i > _REACH:
            break
        if i in footers or _DIVIDER.match(paragraphs[i]):
            first = i
    above, below = "\n\n".join(paragraphs[:first]), "\n\n".join(paragraphs[footers[-1] + 1 :])
    return above if first and len(below) <= len(above) else text  # else it stands at the top, or in the middle


__all__ = ["LINK", "Told", "in_browser", "told", "uncited"]
