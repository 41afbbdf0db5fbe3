"""Typed text as people send it, made safe to store: composed form, no control characters, within limits."""

from __future__ import annotations

import unicodedata

# Line feed and tab are text; every other control or format-breaking character is refused by name, not dropped:
# silently changing what a person wrote about their government would be worse than asking again.
_ALLOWED_CONTROLS = frozenset("\n\t")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
# Bidirectional overrides can make a public page read differently from what is stored.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class TextProblem(ValueError):
    """`code` is one of: type, control, surrogate, too_long, missing."""

    def __init__(self, code: str, limit: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


def clean(value: object, *, limit: int, lines: bool) -> str:
    """Return `value` in NFC, trimmed, with unix line ends; "" stays "".

    `limit` counts code points after composing, so a text typed in decomposed form is not punished for it. `lines`
    allows several lines; otherwise white space is folded to single spaces. Raises `TextProblem`.
    """
    if not isinstance(value, str):
        raise TextProblem("type")
    if any(0xD800 <= ord(char) <= 0xDFFF for char in value):
        raise TextProblem("surrogate")
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).translate(_ZERO_WIDTH)
    if any((unicodedata.category(char) == "Cc" and char not in _ALLOWED_CONTROLS) or char in _BIDI for char in text):
        raise TextProblem("control")
    text = text.strip() if lines else " ".join(text.split())
    if len(text) > limit:
        raise TextProblem("too_long", limit)
    return text


def fold(value: str) -> str:
    """Lower case without diacritics, `đ` to `d`: "Đường" and "duong" meet (no Unicode folding maps đ)."""
    decomposed = unicodedata.normalize("NFD", value.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
