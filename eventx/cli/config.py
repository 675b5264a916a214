"""The configuration file: defaults for options, so that they need not be typed each time.

# ~/.config/eventx/config.toml, or wherever EVENTX_CONFIG says
db = "postgresql://eventx@localhost/eventx"
tz = "Europe/Paris"
near = "Paris, France"
min-confidence = 0.5
base-url = "https://events.example.org"
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import click

from eventx.errors import OptionError

KEYS: dict[str, type | tuple[type, ...]] = {
    "base-url": str, "db": str, "min-confidence": (int, float), "near": str, "tz": str,
}  # fmt: skip
"""What may stand in the file, and what it has to be."""


def path() -> Path:
    """Where the file is looked for."""
    if told := os.environ.get("EVENTX_CONFIG"):
        return Path(told)
    from platformdirs import user_config_path

    return user_config_path("eventx", appauthor=False) / "config.toml"


def defaults(group: click.Group) -> dict[str, Any]:
    """Command → option → default, as click takes it; OptionError for a file that says what means nothing."""
    return _taken(group, {name.replace("-", "_"): value for name, value in settings(path()).items()})


def _taken(command: click.Command, told: dict[str, Any]) -> dict[str, Any]:
    if isinstance(command, click.Group):
        return {name: _taken(each, told) for name, each in command.commands.items()}
    names = {parameter.name for parameter in command.params}
    return {key: value for key, value in told.items() if key in names}


def settings(where: Path) -> dict[str, Any]:
    """What the file says; nothing where there is none."""
    try:
        told = tomllib.loads(where.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise OptionError(f"cannot be read ({error}); correct it or take it away", where=str(where)) from error
    for key, value in told.items():
        if key not in KEYS:
            raise OptionError(f"there is no setting {key!r}; these are known: {', '.join(KEYS)}", where=str(where))
        if isinstance(value, bool) or not isinstance(value, KEYS[key]):
            raise OptionError(f"{value!r} is no value of {key}", where=str(where))
    return told
