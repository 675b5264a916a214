"""Opens a PDF in a process of its own, which may take so much time and memory and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from eventx.ingest.pdf.values import Line, Opened, clean

MAX_PAGES = 500
_CHILD = Path(__file__).with_name("child.py")
_PATIENCE = 60.0
"""Seconds on the wall, for systems without limits on CPU time, and for those that stand still."""


def opened(data: bytes, *, pages: int = MAX_PAGES, patience: float = _PATIENCE) -> Opened:
    """What is drawn on the first pages of a PDF."""
    command = [sys.executable, "-P", str(_CHILD), str(pages)]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=patience, check=False, env=path)
        output, fault = done.stdout, _fault(done)
    except subprocess.TimeoutExpired as error:
        output, fault = error.stdout or b"", "heavy"
    except OSError:  # no memory for another process, or no interpreter of its own
        output, fault = b"", "alone"
    return _told([json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")], fault)


def _fault(done: subprocess.CompletedProcess[bytes]) -> str:
    """How the process ended: by itself, at a limit (a signal ends it, or Python has no memory), or in an error."""
    if done.returncode == 0:
        return ""
    return "heavy" if done.returncode < 0 or b"MemoryError" in done.stderr else "failed"


def _told(messages: list[dict[str, Any]], fault: str) -> Opened:
    """The messages of the process as one value."""
    told = [each["lines"] for each in messages if "lines" in each]
    pages = tuple(tuple(_lines(lines)) for lines in told if lines is not None)
    faults = [each["fault"] for each in messages if "fault" in each]
    first = messages[0] if messages else {}
    return Opened(
        count=first.get("pages", 0),
        title=clean(first.get("title", "")),
        lang=clean(first.get("lang", "")),
        lost=told.count(None),
        pages=pages,
        fault=faults[0] if faults else fault,
    )


def _lines(told: list[list[Any]]) -> list[Line]:
    """The runs of a page with clean text."""
    return [
        Line(text, left, top, right, bottom, bottom - top, place)
        for place, (written, left, top, right, bottom) in enumerate(told)
        if (text := clean(written))
    ]


__all__ = ["MAX_PAGES", "opened"]
