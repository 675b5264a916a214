"""What README.md shows is what the program does: its `console` blocks are run and their output compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Session(NamedTuple):
    """One command of a console block and the output that stands under it."""

    command: str
    output: str


def sessions(markdown: str) -> Iterator[Session]:
    """The `$ eventx …` commands of a text's console blocks; a trailing backslash continues a command."""
    for block in FENCE.findall(markdown):
        for part in re.split(r"^\$ ", block.replace("\\\n", ""), flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if command.split()[0] == "eventx":
                yield Session(command, output)


def run(command: str) -> str:
    """The standard output of a command, run at the top of the repository as a reader would."""
    words = [sys.executable, "-m", *shlex.split(command)]
    told = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "120", "NO_COLOR": "1"}
    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | told, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


def plain(output: str) -> list[str]:
    """Lines without the spaces at their ends, which nobody sees in a README."""
    return [line.rstrip() for line in output.strip().splitlines()]


def test_sessions_are_read_from_console_blocks() -> None:
    markdown = "```console\n$ make demo\n…\n$ eventx a \\\n  b\none\n\ntwo\n$ eventx c\n```\n```sh\n$ eventx d\n```\n"
    assert list(sessions(markdown)) == [Session("eventx a   b", "one\n\ntwo\n"), Session("eventx c", "")]


SESSIONS = [pytest.param(told, id=told.command) for told in sessions((ROOT / "README.md").read_text("utf-8"))]


@pytest.mark.parametrize("session", SESSIONS)
def test_readme(session: Session) -> None:
    assert plain(run(session.command)) == plain(session.output)


def test_the_pattern_shown_is_one_of_the_language_file() -> None:
    shown = re.findall(r"^```toml\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(shown) == 1
    assert shown[0] in (ROOT / "eventx" / "lang" / "en.toml").read_text("utf-8")
