"""What somebody asked for: the filters as they were typed, to fill the form again, and as the store takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from eventx.errors import OptionError
from eventx.serve.feeds import MAX_WORDS, asked_of
from eventx.store import Filter

FIELDS = ("q", "kind", "status", "place", "who", "from", "to", "min-confidence")
"""The names in the form and in the query string, in this order."""
_DEEP = FIELDS[2:]
_EMPTY = dict.fromkeys(FIELDS, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`typed` has all FIELDS; `fault` says why `wanted` is None although something was typed."""

    typed: Mapping[str, str]
    wanted: Filter | None = None
    fault: str | None = None

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(1 for value in self.typed.values() if value)

    @property
    def deep(self) -> bool:
        """True where one of those is set that the form keeps folded: search and kind show elsewhere."""
        return any(self.typed[name] for name in _DEEP)

    @property
    def query(self) -> str:
        """The same as a query string, without its question mark."""
        return self.query_with()

    def query_with(self, **changes: str) -> str:
        """The query string with some filters changed."""
        return urlencode({name: value for name, value in {**self.typed, **changes}.items() if value})


NOTHING = Asked(typed=_EMPTY)


def asked(pairs: Sequence[tuple[str, str]], *, rejected: bool = False) -> Asked:
    """What a query string asks for; `rejected` for those who may see what was rejected."""
    typed = {**_EMPTY, **{name: value.strip()[:MAX_WORDS] for name, value in pairs if name in FIELDS}}
    sought = [(name, value) for name, value in typed.items() if value]
    try:
        if rejected and typed["status"] == "rejected":
            rest = asked_of([(name, value) for name, value in sought if name != "status"])
            return Asked(typed=typed, wanted=replace(rest or Filter(include=("month",)), status="rejected"))
        return Asked(typed=typed, wanted=asked_of(sought))
    except OptionError as error:
        return Asked(typed=typed, fault=f"“{error.where}” {error.message}.")


__all__ = ["FIELDS", "NOTHING", "Asked", "asked"]
