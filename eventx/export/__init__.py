"""Events → bytes in a named format, and bytes → a file, whole or not at all.

A format is a module here with `render(events, *, include, name) -> bytes`; it is loaded when it
is first used, so that writing JSON loads neither icalendar nor rich.
"""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from eventx.errors import OptionError, OutputError
from eventx.model import Event

_RENDERERS = {
    "ics": "eventx.export.ics:render",
    "jsonl": "eventx.export.jsonl:render",
    "json": "eventx.export.jsonl:render_array",
    "csv": "eventx.export.csv:render",
    "table": "eventx.export.table:render",
}
FORMATS = tuple(_RENDERERS)


class Renderer(Protocol):
    """Renders events; `include` and `name` as in `export`."""

    def __call__(self, events: Sequence[Event], *, include: Sequence[str], name: str | None) -> bytes: ...


def export(events: Sequence[Event], format: str, *, include: Sequence[str] = (), name: str | None = None) -> bytes:
    """The events as a file's content.

    `include` adds to ics the precisions that it leaves out ("month"); the other formats hold
    every event. `name` is the calendar's name. OptionError for an unknown format.
    """
    return renderer(format)(events, include=include, name=name)


def renderer(format: str) -> Renderer:
    """The renderer registered under that name; OptionError where there is none."""
    if format not in _RENDERERS:
        raise OptionError(f"no format {format!r}; choose one of {', '.join(FORMATS)}", where="format")
    module, function = _RENDERERS[format].split(":")
    return cast(Renderer, getattr(import_module(module), function))


def write(path: str | os.PathLike[str], content: bytes) -> None:
    """Put `content` at `path`, whole or not at all: an existing file stays until all is on disk.

    OutputError, in one line, where the folder is missing or cannot be written to.
    """
    try:
        target = Path(path).resolve()  # a link keeps pointing at the file that is replaced
        if is_device(Path(path)):
            Path(path).write_bytes(content)  # is no file that could be replaced
        else:
            _check(target, os.fspath(path))
            _replace(target, content)
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: links in a circle; ValueError: a NUL
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"cannot be written ({reason}); choose another place", where=os.fspath(path)) from error


def is_device(path: Path) -> bool:
    """True for a pipe and /dev/stdout, which leads to a name that is in no folder where that is a pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _check(target: Path, where: str) -> None:
    """OutputError for what can be told beforehand, in words that say what to do."""
    if target.is_dir():
        raise OutputError("is a folder; give the name of a file in it", where=where)
    if not target.parent.is_dir():
        raise OutputError(f"the folder {target.parent} does not exist; make it first", where=where)
    # Renaming would replace a file that its owner made read-only.
    for place, what in ((target, "the file"), (target.parent, f"the folder {target.parent}")):
        if place.exists() and not os.access(place, os.W_OK):
            raise OutputError(f"{what} is read-only; choose another place", where=where)


def _replace(target: Path, content: bytes) -> None:
    beside = target.with_name(f".eventx-{os.getpid()}-{zlib.crc32(os.fsencode(target)):08x}.part")
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):  # the first error is the one to tell
            beside.unlink(missing_ok=True)
        raise
