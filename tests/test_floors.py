"""House rules on imports: rooms import from lower floors, outside libraries have doors, heavy ones are lazy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "eventx"

FLOORS: dict[str, int] = {
    room: floor
    for floor, rooms in enumerate([
        ["errors", "model", "safe"],
        ["lang", "gazetteer", "ical", "language", "layout"],
        ["ingest", "temporal", "mentions"],
        ["dateline", "link"],
        ["pipeline", "export"],
        ["merge", "store", "migrations", "explain", "component"],
        ["serve", "feedcheck", "sync", "distributed"],
        ["cli", "__main__", "__init__"],
    ])
    for room in rooms
}  # fmt: skip

SAME_FLOOR = {("model", "errors"), ("store", "merge"), ("__main__", "cli"), ("cli", "__init__")}
"""The only imports between rooms of one floor: errors under the values, merging under the calendar, the command under
its two callers."""

DOORS: dict[str, tuple[str, ...]] = {
    "ahocorasick": ("lang",),
    "alembic": ("store", "migrations"),
    "charset_normalizer": ("ingest",),
    "phonenumbers": ("link",),
    "platformdirs": ("cli",),
    "click": ("cli",),
    "dateparser": ("temporal", "lang"),
    "dateutil": ("serve",),
    "mf2py": ("ingest.declared",),
    "feedparser": ("ingest.feed",),
    "filelock": ("store", "sync"),
    "hishel": ("ingest.web",),
    "holidays": ("temporal",),
    "htmldate": ("ingest.html",),
    "httpcore": ("ingest.web",),
    "httpx": ("feedcheck", "ingest.web"),
    "icalendar": ("ical",),
    "lxml": ("ingest",),
    "pypdfium2": ("ingest.pdf",),
    "protego": ("sync",),
    "py3langid": ("language",),
    "trafilatura": ("ingest.html",),
    "warcio": ("ingest.warc",),
    "rich": ("export.table", "cli"),
    "spacy": ("mentions", "component", "explain"),
    "sqlalchemy": ("store", "migrations"),
    "jinja2": ("serve",),
    "starlette": ("serve",),
    "uvicorn": ("serve",),
}
"""Outside library → the modules that may import it. A library that is not here has no door yet."""

HEAVY = ("spacy", "icalendar", "dateparser", "holidays", "charset_normalizer", "sqlalchemy", "alembic", "platformdirs",
         "starlette", "uvicorn", "jinja2", "httpx", "lxml",
         "trafilatura", "htmldate", "mf2py", "feedparser", "hishel", "py3langid")  # fmt: skip


def name_of(path: Path, house: Path = HOUSE) -> str:
    """The dotted name under eventx: "temporal.scan", "lang" for lang/__init__.py, "__init__" for the façade."""
    parts = path.relative_to(house).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def imported(source: str, package: str) -> Iterator[str]:
    """Absolute names of all that a module imports, in functions and under TYPE_CHECKING too.

    `package` is the package that the module's relative imports start from.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str))


def faults(name: str, source: str, *, is_package: bool = False) -> list[str]:
    """What a module imports against the rules, one sentence each."""
    package = (
        "eventx" if name == "__init__" else f"eventx.{name}" if is_package else f"eventx.{name}".rpartition(".")[0]
    )
    return [told for target in imported(source, package) if (told := fault(name, target))]


def fault(name: str, target: str) -> str:
    """One import judged; "" where it may stand."""
    room, (top, *rest) = name.partition(".")[0], target.split(".")
    if top in sys.stdlib_module_names:
        return ""
    if top != "eventx":
        allowed = any(f"{name}.".startswith(f"{door}.") for door in DOORS.get(top, ()))
        return "" if allowed else f"{name} imports {top}, whose doors are {DOORS.get(top, 'nowhere')}"
    other = rest[0] if rest and rest[0] in FLOORS else "__init__"
    fine = other == room or FLOORS[other] < FLOORS[room] or (room, other) in SAME_FLOOR
    return "" if fine else f"{name} (floor {FLOORS[room]}) imports {other} (floor {FLOORS[other]})"


MODULES = sorted(HOUSE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=[name_of(p) for p in MODULES])
def test_imports_keep_to_floors_and_doors(path: Path) -> None:
    name = name_of(path)
    assert name.split(".")[0] in FLOORS, f"{name} is in no room of the house; give it a floor here and in docs"
    assert faults(name, path.read_text(encoding="utf-8"), is_package=path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("gazetteer", "from eventx.pipeline import extract"),
        ("gazetteer", "def f():\n    from eventx import pipeline"),
        ("gazetteer", "import eventx.ical"),
        ("gazetteer", "from eventx import read"),
        ("temporal.scan", "from ..pipeline import extract"),
        ("temporal.scan", "from .. import mentions"),
        ("ingest", "import importlib\nimportlib.import_module('eventx.cli')"),
        ("link", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from eventx.export import export"),
        ("link", "def f():\n    import spacy.tokens"),
        ("export.ics", "import icalendar"),
        ("export.csv", "from rich.table import Table"),
        ("pipeline", "import requests"),
    ],
)
def test_a_broken_rule_is_seen(name: str, source: str) -> None:
    assert len(faults(name, source)) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("gazetteer.table", "from eventx.model import Place"),
        ("temporal.scan", "from .resolve import resolve"),
        ("temporal.scan", "from eventx import lang, model"),
        ("export.table", "def f():\n    from rich.table import Table"),
        ("mentions", "import spacy"),
        ("model", "from eventx.errors import InputError"),
        ("__main__", "from eventx.cli import main"),
        ("cli", "from eventx import __version__\nimport click"),
    ],
)
def test_a_kept_rule_is_no_fault(name: str, source: str) -> None:
    assert faults(name, source) == []


@pytest.mark.parametrize("statement", ["import eventx", "import eventx.cli", "import eventx, eventx.cli; dir(eventx)"])
def test_heavy_libraries_load_when_first_used(statement: str) -> None:
    code = f"{statement}; import sys; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=HOUSE.parent)
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_plain_text_loads_no_reader_of_other_kinds() -> None:
    code = (
        "import sys, eventx; eventx.extract(eventx.read(b'The forum is held in Paris on the 5th of May 2026.')[0]); "
        "print(*(m for m in ('lxml', 'trafilatura', 'mf2py', 'feedparser', 'hishel', 'py3langid') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=HOUSE.parent)
    assert (done.stdout.strip(), done.stderr) == ("", "")
