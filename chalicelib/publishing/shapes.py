"""What the makers of documents share: their types, ISO dates, and the words for a passage that is kept back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.domain.passages import TOKEN
from chalicelib.messages import LANGUAGES, translator

SCHEMA = 1
Doc = dict[str, Any]
Texts = Mapping[int, Mapping[str, Any]]
"""Number of an event -> the fields of its typed text that may be read."""
Attachments = Mapping[str, Mapping[str, Any]]
"""File id -> {"name", "size", "type", "href"} of the files that may be read."""


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def spoken(texts: Texts, lang: str = "vi") -> dict[int, dict[str, Any]]:
    """`texts` with words in the place of passages that are kept back, in the language of the text."""
    return {
        seq: {name: _spoken(value, lang) if isinstance(value, str) else value for name, value in body.items()}
        for seq, body in texts.items()
    }


def _spoken(text: str, lang: str) -> str:
    t = translator(lang if lang in LANGUAGES else "vi")

    def words(token: re.Match[str]) -> str:
        return t("document.passage_withheld", ground=t(f"withhold_ground.{token[0][1:-1]}"))

    return TOKEN.sub(words, text)
