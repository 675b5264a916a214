"""What titles say, by the word lists of words.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_LABEL = re.compile(r"\s*(?:\[[^\]]{3,24}\]|\([^)]{3,24}\)|[^\W\d][^:\d]{2,20}:)")


def says(what: str, text: str) -> bool:
    """True where the text has one of the words for that: cancelled, postponed, undecided."""
    return _pattern(what).search(text) is not None


def opens_so(what: str, title: str) -> bool:
    """True where the title opens with one of the words for that and a mark: "Cancelled: ", "[ABGESAGT] "."""
    found = _LABEL.match(title)
    return found is not None and says(what, found[0])


@cache
def _pattern(what: str) -> re.Pattern[str]:
    words = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))[what]
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in words), re.IGNORECASE)


__all__ = ["opens_so", "says"]
