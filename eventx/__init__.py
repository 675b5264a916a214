"""eventx: the events of press releases and news text, with when and where each one is.

    for release in eventx.read("release.txt"):
        for event in eventx.extract(release):
            print(event.start, event.title, event.place.label)

What reads and what extracts loads when it is first asked for, so `import eventx` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from eventx.errors import EventxError
from eventx.export import export  # not lazily, as merge: loading the package of that name would hide the function
from eventx.merge import merge
from eventx.model import Event, Options, Release, When

if TYPE_CHECKING:
    from eventx.ingest import read
    from eventx.pipeline import dates, extract

__version__ = "0.1.0"  # setup.cfg has it too; asking the installed metadata takes longer than the rest of the import
__all__ = [
    "Event", "EventxError", "Options", "Release", "When", "__version__", "dates", "export", "extract", "merge",
    "read",
]  # fmt: skip

_LAZY = {"dates": "eventx.pipeline", "extract": "eventx.pipeline", "read": "eventx.ingest"}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_LAZY[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
