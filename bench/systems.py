"""The systems that are compared, each behind one function: text in, time expressions out.

A loader imports its system when it is called (by name, for most have no types), raises ImportError where it is
missing, and gives the finder. Each is run in the configuration that scored best for it on press releases, with the
day of publication as the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

from bench.measure import Finder, Found, Text

_DAY = timedelta(days=1)
_LONG = re.compile(r"^(?!.*\d{1,2}(?:st|nd|rd|th)?\b(?<!\d{4}))\D*(?:\d{4}\D*)?$")
"""A match without a day's number."""
_DAYS = re.compile(r"day|night|morning|noon|evening|tomorrow|\b(?:mon|tue|wed|thu|fri|sat|sun)\b|now", re.IGNORECASE)


def eventx() -> Finder:
    """This project."""
    from eventx.model import Release
    from eventx.pipeline import dates

    def find(text: Text) -> Sequence[Found]:
        release = Release(text=text.text, id=text.id, published=text.reference, lang=text.lang)
        return [
            Found(w.span.start, w.span.end, _iso(w.first), _iso(w.last or w.first), w.precision) for w in dates(release)
        ]

    return find


def dateparser() -> Finder:
    """dateparser's search: it tells the words found, not where they stand."""
    search_dates = import_module("dateparser.search").search_dates

    def find(text: Text) -> Sequence[Found]:
        settings = {"RELATIVE_BASE": _reference(text)}
        at, out = 0, []
        for words, moment in search_dates(text.text, languages=[text.lang], settings=settings) or ():
            start = text.text.find(words, at)
            if start >= 0:
                at = start + len(words)
                out.append(Found(start, at, _iso(moment), _iso(moment), _precision(words)))
        return out

    return find


def datefinder() -> Finder:
    """datefinder's own engine (1.0): the release's language alone, no date over a line end."""
    extract = import_module("datefinder").extract

    def find(text: Text) -> Sequence[Found]:
        matches = extract(text.text, reference_dt=_reference(text), locales=(text.lang,), allow_multiline=False)
        found = ((m, _first_and_last(m.value)) for m in matches)
        return [Found(m.start, m.end, *days, "day" if m.grain in _CLOCKS else m.grain) for m, days in found if days]

    return find


_CLOCKS = ("hour", "minute", "second", "microsecond")


def _first_and_last(value: Any) -> tuple[str, str] | None:
    if hasattr(value, "start"):
        return _iso(value.start), _iso(value.end)
    moment = getattr(value, "datetime_value", None) or getattr(value, "resolved_datetime", None)
    return (_iso(moment), _iso(moment)) if moment else None


def parsedatetime() -> Finder:
    """parsedatetime's nlp(); what it takes for a bare time of day is left out, for most of it is none."""
    calendar = import_module("parsedatetime").Calendar()

    def find(text: Text) -> Sequence[Found]:
        found = calendar.nlp(text.text, sourceTime=_reference(text)) or ()
        return [
            Found(start, end, _iso(moment), _iso(moment), _precision(words))
            for moment, kind, start, end, words in found
            if kind != _TIME_ALONE
        ]

    return find


_TIME_ALONE = 2


def timefhuman() -> Finder:
    """timefhuman, open dates read forward."""
    module = import_module("timefhuman")

    def find(text: Text) -> Sequence[Found]:
        now = _reference(text)
        config = module.tfhConfig(now=now, return_matched_text=True, direction=module.Direction.next)
        return list(_of_timefhuman(module.timefhuman(text.text, config), now))

    return find


def _of_timefhuman(found: Any, now: datetime) -> Iterator[Found]:
    for words, (start, end), value in found:
        for one in value if isinstance(value, list) else [value]:
            first, last = one if isinstance(one, tuple) else (one, one)
            if isinstance(first, date | time) and isinstance(last, date | time):
                yield Found(start, end, _iso(first, now), _iso(last, now), _precision(words))


def recognizers() -> Finder:
    """Recognizers-Text; of its readings the one nearest to the reference."""
    module = import_module("recognizers_date_time")
    cultures = {"en": module.Culture.English, "zh": module.Culture.Chinese}

    def find(text: Text) -> Sequence[Found]:
        now = _reference(text)
        results = module.recognize_datetime(text.text, cultures.get(text.lang, cultures["en"]), reference=now)
        return [found for result in results if (found := _of_recognizers(result, now))]

    return find


def _of_recognizers(result: Any, now: datetime) -> Found | None:
    readings = [days for value in (result.resolution or {}).get("values", ()) if (days := _reading(value)) is not None]
    if not readings:
        return None
    first, last, precision = min(readings, key=lambda r: abs((date.fromisoformat(r[0]) - now.date()).days))
    return Found(result.start, result.end + 1, first, last, precision)


def _reading(value: Any) -> tuple[str, str, str] | None:
    """Days and precision of one reading; None for a time of day alone. The end of a period is the day after it, of a
    range its last day."""
    kind, timex = value.get("type", ""), value.get("timex", "")
    if "value" in value and re.match(r"\d{4}-\d\d-\d\d", value["value"]):
        return value["value"][:10], value["value"][:10], "day"
    first, last = value.get("start", "")[:10], value.get("end", "")[:10]
    if "-" not in first or "-" not in last:
        return None
    if kind == "daterange" and not timex.startswith("("):
        last = (date.fromisoformat(last) - _DAY).isoformat()
    return first, last, "day" if timex.startswith("(") or kind == "datetimerange" else "month"


def _reference(text: Text) -> datetime:
    day = text.reference or date(2000, 1, 1)
    return datetime(day.year, day.month, day.day)


def _iso(moment: date | time, now: datetime | None = None) -> str:
    if isinstance(moment, time):
        return (now or datetime(2000, 1, 1)).date().isoformat()
    return moment.isoformat()[:10]


def _precision(words: str) -> str:
    """Day, or month for words that name none: these systems do not tell."""
    return "month" if _LONG.match(words) and not _DAYS.search(words) else "day"


PYTHON: dict[str, tuple[str, Callable[[], Finder]]] = {
    "eventx": ("eventx", eventx),
    "Recognizers-Text": ("recognizers-text-suite", recognizers),
    "datefinder": ("datefinder", datefinder),
    "timefhuman": ("timefhuman", timefhuman),
    "dateparser": ("dateparser", dateparser),
    "parsedatetime": ("parsedatetime", parsedatetime),
}
"""Systems of this language: the name of the distribution, and the loader."""
