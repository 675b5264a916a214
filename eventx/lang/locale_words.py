"""Month and weekday names from dateparser's own locale data (BSD, made from CLDR).

The one adapter: it takes only those keys, reads the one data module of the language without
importing dateparser (which would cost more than all the rest), and admits short forms only where
the language file says so, for theirs are noisy (`mo`, `sat`, `so`).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from eventx.errors import LanguageError

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def locale_words(code: str, told: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Words by token type. `told` (the file's `[locale]`): `short` admits these short forms,
    `verbs` are months that are also common verbs, `drop` are left out."""
    if not told.get("use", True):
        return {}
    info = _info(code)
    short, verbs, drop = (set(told.get(k, ())) for k in ("short", "verbs", "drop"))
    found: dict[str, dict[str, int]] = {k: {} for k in ("month", "month-short", "month-or-verb", "weekday",
                                                        "weekday-short")}  # fmt: skip
    for first, kind, names in ((1, "month", MONTHS), (0, "weekday", WEEKDAYS)):
        for index, name in enumerate(names, first):
            for raw in info.get(name, ()):
                word = raw.lower().rstrip(".")
                if word in drop:
                    continue
                if word in verbs:
                    found["month-or-verb"][word] = index
                elif word in short:
                    found[f"{kind}-short"][word] = index
                elif len(word) > told.get("longer_than", 3):
                    found[kind][word] = index
    return found


def _info(code: str) -> Mapping[str, Any]:
    package = find_spec("dateparser")
    if package is None or package.origin is None:
        raise LanguageError("dateparser is not installed; run pip install dateparser", where=code)
    path = Path(package.origin).parent / "data" / "date_translation_data" / f"{code}.py"
    spec = spec_from_file_location(f"eventx_locale_{code}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise LanguageError("dateparser has no locale data for it; say locale.use = false", where=code)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    info: Mapping[str, Any] = module.info
    return info
