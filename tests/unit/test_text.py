"""Typed text: what is kept, what is refused by name, what is only folded for matching."""

from __future__ import annotations

import unicodedata

import pytest

from chalicelib.domain.text import TextProblem, clean, fold


@pytest.mark.parametrize(
    ("value", "lines", "expected"),
    [
        ("", True, ""),
        (" \n\t ", True, ""),
        ("a\r\nb\rc", True, "a\nb\nc"),
        ("  a\n\n b  ", True, "a\n\n b"),
        ("  a\n b\t c ", False, "a b c"),
        ("a\u2028b\u00a0c", False, "a b c"),
        (unicodedata.normalize("NFD", "Đường phố Lạng Sơn ẫ"), True, "Đường phố Lạng Sơn ẫ"),
        ("e\u200b\u0301", True, "é"),
        (" \u3164\u2800 ", False, ""),
        ("\ufeffa\u00adb\u2060", True, "ab"),
        ("👩\u200d👧 ا\u200cب", True, "👩\u200d👧 ا\u200cب"),
        ("<b>&amp;", True, "<b>&amp;"),
    ],
)
def test_what_is_kept(value: str, lines: bool, expected: str) -> None:
    found = clean(value, limit=100, lines=lines)
    assert found == expected
    assert unicodedata.is_normalized("NFC", found)
    assert clean(found, limit=100, lines=lines) == found


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "type"),
        (1, "type"),
        (b"a", "type"),
        (["a"], "type"),
        ("a\x00", "control"),
        ("\x1b[31m", "control"),
        ("\x7f", "control"),
        ("\x85", "control"),
        ("\x0b", "control"),
        ("a\u202eb", "control"),
        ("\u2066a\u2069", "control"),
        ("\ud83d", "surrogate"),
        ("a\udcffb", "surrogate"),
        ("x" * 11, "too_long"),
        ("ạ" * 11, "too_long"),
    ],
)
def test_what_is_refused(value: object, code: str) -> None:
    with pytest.raises(TextProblem) as caught:
        clean(value, limit=10, lines=True)
    assert caught.value.code == str(caught.value) == code
    assert (caught.value.limit == 10) is (code == "too_long")


@pytest.mark.parametrize("value", ["ạ" * 10, unicodedata.normalize("NFD", "ệ" * 10), f"  {'x' * 10}\n", "👩" * 10])
def test_the_limit_counts_what_is_stored(value: str) -> None:
    assert len(clean(value, limit=10, lines=True)) == 10


@pytest.mark.parametrize("value", ["Đường", "ĐƯỜNG", "duong", unicodedata.normalize("NFD", "đường"), "dƯong"])
def test_folding_meets_without_marks(value: str) -> None:
    assert fold(value) == "duong"
