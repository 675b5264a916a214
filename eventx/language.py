"""Which language a text is in (ISO 639-1): by its script, by its smallest words, else by py3langid's model, offline.

What is declared is a hint: it wins, unless the text is plainly of another language. The model costs a second to load
and is asked only where neither script nor words tell.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 2000
"""Characters that are looked at: a release tells its language in its first sentences."""
_SHORT = 60
"""Letters up to which the model is not asked: it takes names for languages."""
_LIKELY, _SURE = 0.5, 0.95
"""Chances from which the model's answer is taken, without a declared language and against one."""
_EAST_ASIAN = 0.3
"""The share of a text's letters from which its characters tell its language: releases in Chinese and Japanese are full
of Latin names."""
_MOSTLY = 0.6
"""The same beside sentences in English: of a release in both languages the one that says more counts, and a character
says as much as two or three letters."""
_LEAST_KANA = 0.1
"""The share of kana that Japanese has by its endings; Chinese may quote a Japanese name."""
_LEAST_HAN = 12
"""Characters without kana from which they are a sentence in Chinese rather than a Japanese name."""

_ENGLISH = frozenset("the and of with from will be".split())  # hardly a word in any other language
_ENGLISH_TOO = _ENGLISH | frozenset("to in for on at by is are was were has have that this as its it".split())
_LEAST_WORDS, _LEAST_SHARE = 4, 0.15

_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\s\d\x00-@\[-`{-~\u3000-\u303f\uff00-\uff20]")  # vowel signs of India too, which are no \w
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")),
    ("kana", re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")),
    ("han", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")),
)
_FAR_EAST = re.compile("[\u1100-\u11ff\u3041-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003134f]")
_CODE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")
_ONE_OF = {"yue": "zh", "wuu": "zh", "arz": "ar", "ary": "ar", "nn": "no", "nb": "no", "uzs": "uz"}
"""Languages that the model tells apart and that are declared, and read, as one."""


def language_of(text: str, declared: str | None = None) -> str | None:
    """The language of a text, None where nothing tells it; `declared` may have a region ("zh-Hans-CN")."""
    hint = code_of(declared)
    sample = text[:_SAMPLE]
    if plain := _by_script(sample) or _by_words(sample):
        return plain
    if len(_LETTER.findall(sample)) <= _SHORT:
        return hint
    found, chance = _by_model(sample)
    least = _LIKELY if hint is None else _SURE
    return found if found and chance >= least else hint


def code_of(declared: str | None) -> str | None:
    """A declared language as two letters; None where it is none ("english", "x-default")."""
    match = _CODE.match((declared or "").strip())
    code = match[0].lower() if match else None
    return _ONE_OF.get(code, code) if code else None


def _by_script(text: str) -> str | None:
    """Korean, Japanese or Chinese, where the characters are plainly of one of them."""
    if not _FAR_EAST.search(text):
        return None
    found = Counter({name: len(script.findall(text)) for name, script in _SCRIPTS})
    all_of_them = found.total()
    least = _MOSTLY if _by_words(text) else _EAST_ASIAN
    if not all_of_them or all_of_them < least * len(_LETTER.findall(text)):
        return None
    if 2 * found["ko"] > all_of_them:
        return "ko"
    if found["kana"] >= _LEAST_KANA * all_of_them:
        return "ja"
    return "zh" if found["han"] >= _LEAST_HAN else None


def _by_words(text: str) -> str | None:
    """English, where its smallest words are as many as in any English text."""
    words = _WORD.findall(text.lower())
    told = [word for word in words if word in _ENGLISH_TOO]
    plain = len(told) >= max(_LEAST_WORDS, _LEAST_SHARE * len(words)) and len(_ENGLISH.intersection(told)) > 1
    return "en" if plain else None


def _by_model(text: str) -> tuple[str | None, float]:
    """The likeliest language with its chance; None for one without a code of two letters."""
    found, chance = _model().classify(text)
    code = _ONE_OF.get(found, found)
    return (code if len(code) == 2 else None), float(chance)


@cache
def _model() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


__all__ = ["code_of", "language_of"]
