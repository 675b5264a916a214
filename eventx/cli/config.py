"""The configuration file: defaults for options, so that they need not be typed each time.

# ~/.config/eventx/config.toml, or wherever EVENTX_CONFIG says
db = "postgresql://eventx@localhost/eventx"
tz = "Europe/Paris"
near = "Paris, France"
min-confidence = 0.5
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import click

from eventx.errors import OptionError

KEYS: dict[str, type | tuple[type, ...]] = {"db": str, "min-confidence": (int, float), "near": str, "tz": str}
"""What may stand in the file, and what it has to be."""


def path() -> Path:
    """Where the file is looked for."""
    if told := os.environ.get("EVENTX_CONFIG"):
        return Path(told)
    from platformdirs import user_config_path

    return user_config_path("eventx", appauthor=False) / "config.toml"


def defaults(group: click.Group) -> dict[str, dict[str, Any]]:
    """Command → option → default, as click takes it; OptionError for a file that says what means nothing."""
    told = {name.replace("-", "_"): value for name, value in settings(path()).items()}
    taken = {name: {parameter.name for parameter in command.params} for name, command in group.commands.items()}
    return {name: {key: value for key, value in told.items() if key in names} for name, names in taken.items()}


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
