"""Typed text as people send it, made safe to store: composed form, no control characters, within limits."""

from __future__ import annotations

import re
import unicodedata

_SURROGATE = re.compile("[\ud800-\udfff]")
# Line feed and tab are text; every other control or format-breaking character is refused by name, not dropped:
# silently changing what a person wrote about their government would be worse than asking again.
# Bidirectional overrides can make a public page read differently from what is stored.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Seen as nothing: zero widths, and the fillers that count as letters but leave a title looking empty.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e\u115f\u1160\u3164\uffa0\u2800]")


class TextProblem(ValueError):
    """`code` is one of: type, control, surrogate, too_long."""

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
    if _SURROGATE.search(value):
        raise TextProblem("surrogate")
    # Invisible characters go first: between a letter and its mark they would keep the two from composing.
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
    if _REFUSED.search(text):
        raise TextProblem("control")
    text = text.strip() if lines else " ".join(text.split())
    if len(text) > limit:
        raise TextProblem("too_long", limit)
    return text


def fold(value: str) -> str:
    """Lower case without diacritics, `đ` to `d`: "Đường" and "duong" meet (no Unicode folding maps đ)."""
    decomposed = unicodedata.normalize("NFD", value.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
