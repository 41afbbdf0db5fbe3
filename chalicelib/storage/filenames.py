"""Names of attachments: strangers choose them, officers read them, browsers save under them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from chalicelib.storage.sniff import TYPES

MAX_NAME = 120  # characters; percent-encoded it must fit into S3's 2 KB of metadata
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def tidy_name(name: str, type_: str) -> str:
    """The name to keep: NFC, no folders, no control or direction marks (`gpj.exe` read backwards), a true suffix."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in _INVISIBLE)
    stem, dot, suffix = " ".join(kept.split()).strip(". ").rpartition(".")
    if not dot or suffix.lower() not in TYPES[type_]:
        stem, suffix = stem + dot + suffix, TYPES[type_][0]
    stem = stem.strip(". ")[: MAX_NAME - len(suffix) - 1].rstrip(". ")
    return f"{stem or 'tep'}.{suffix.lower()}"


def ascii_name(name: str) -> str:
    """`Ảnh hiện trường.jpg` -> `Anh-hien-truong.jpg`, for addresses and old browsers."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    unmarked = "".join(char for char in plain if not unicodedata.combining(char))
    stem, dot, suffix = _UNSAFE.sub("-", unmarked).rpartition(".")
    return (stem.strip("-.") or "tep") + dot + suffix


def as_attachment(name: str) -> str:
    """Content-Disposition that saves, never shows, under the Vietnamese name (RFC 6266, RFC 8187)."""
    return f"attachment; filename=\"{ascii_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
