"""The two catalogues. Storage, events and errors carry keys; a key becomes words only here, at the edge.

Plain JSON beats gettext for us: keys are stable identifiers and not English sentences, both languages are always
loaded whole, and there are no plural forms to choose in Vietnamese (docs/decisions.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

LANGUAGES = ("vi", "en")
Translate = Callable[..., str]


@lru_cache(maxsize=2)
def catalogue(lang: str) -> Mapping[str, str]:
    """All messages of one language."""
    file = Path(__file__).parent / f"{lang}.json"
    return cast("dict[str, str]", json.loads(file.read_text("utf-8")))


@lru_cache(maxsize=2)
def translator(lang: str) -> Translate:
    """`t(key, **args)`. A key that nobody wrote gives its last part: a page without a label beats no page at all.

    Closed-world tests prove that no such key is in use.
    """
    messages = catalogue(lang)

    def t(key: str, **args: object) -> str:
        text = messages.get(key, key.rpartition(".")[2])
        return text.format(**args) if args else text

    return t


def both(key: str, **args: object) -> dict[str, str]:
    """The text in both languages, as published documents carry it."""
    return {lang: translator(lang)(key, **args) for lang in LANGUAGES}


def preferred(accept_language: str) -> str:
    """`en` when the header prefers English to Vietnamese, else `vi`: the country's language is the default."""
    best, found = 0.0, "vi"
    for part in accept_language.lower().split(","):
        tag, _, weight = part.strip().partition(";q=")
        lang = tag.split("-")[0]
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if lang in LANGUAGES and quality > best:
            best, found = quality, lang
    return found
