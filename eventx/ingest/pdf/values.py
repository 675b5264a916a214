"""What the layout of a PDF is worked out from: words that stand side by side, and where they stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_FORMS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")  # radicals, ideographs and ligatures as glyphs
_BULLET = re.compile("^[\ue000-\uf8ff](?=\\s)")  # of Symbol and Wingdings, which have no characters of their own
_HYPHEN = re.compile("[\x02\ufffe]")  # what PDFium makes of a hyphen at the end of a line
_NOTHING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff\uffff]"
)
WIDE = "\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
"""Characters of scripts that break lines anywhere, for a regular expression's class."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side, in points from the upper left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """The height of the type."""
    drawn: int
    """Its place in the order of drawing."""

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A PDF as its process told it: `count` pages, of which `pages` were read and `lost` could not be; `fault` says why
    there are no more."""

    count: int = 0
    lost: int = 0
    title: str = ""
    lang: str = ""
    pages: tuple[tuple[Line, ...], ...] = ()
    fault: str = ""


def clean(text: str) -> str:
    """Text without control characters and glyphs of no meaning; ligatures as letters, bullets as "•"."""
    text = _HYPHEN.sub("\u00ad", _BULLET.sub("•", text.strip()))
    text = _FORMS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return " ".join(_NOTHING.sub("", text).split())


__all__ = ["WIDE", "Line", "Opened", "clean"]
