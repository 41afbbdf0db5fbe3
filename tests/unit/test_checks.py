"""One field at a time: the value that is taken from what was sent, and all that is said about the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.domain.parsing import Checks, checks_files

Check = Callable[[Checks], Any]
Row = tuple[Any, Any, tuple[str, int | None] | None]


def check(read: Check, value: Any, error: tuple[str, int | None] | None) -> None:
    """`read` gives exactly this value, of this type, and reports exactly this error about the field `x`."""
    checks = Checks()
    found = read(checks)
    assert (found, type(found)) == (value, type(value))
    assert checks.errors == ([] if error is None else [FieldError("x", *error)])


def named(value: Any) -> str | None:
    """The first signs of what is sent are the row's name."""
    return repr(value)[:24]


MISSING, UNKNOWN, TYPE, DATE = ("missing", None), ("unknown", None), ("type", None), ("date", None)


# sent, lines, required; what is taken, what is said
TEXTS: list[tuple[Any, bool, bool, str, tuple[str, int | None] | None]] = [
    (" a\n b ", True, True, "a\n b", None),
    (" a\n b ", False, True, "a b", None),
    ("x" * 10, True, True, "x" * 10, None),
    ("x" * 11, True, True, "", ("too_long", 10)),
    ("x" * 11, True, False, "", ("too_long", 10)),
    (None, True, True, "", MISSING),
    ("", True, True, "", MISSING),
    (" \n ", True, True, "", MISSING),
    (None, True, False, "", None),
    (" \n ", True, False, "", None),
    (0, True, True, "", TYPE),
    (False, True, False, "", TYPE),
    (["a"], True, True, "", TYPE),
    ("a\x00", True, True, "", ("control", None)),
    ("\ud800", True, True, "", ("surrogate", None)),
]


@pytest.mark.parametrize(("sent", "lines", "required", "value", "error"), TEXTS, ids=named)
def test_text(sent: Any, lines: bool, required: bool, value: str, error: tuple[str, int | None] | None) -> None:
    check(lambda checks: checks.text("x", sent, limit=10, lines=lines, required=required), value, error)


CHOICE: list[tuple[Any, bool, str, tuple[str, int | None] | None]] = [
    ("a", True, "a", None),
    ("b", False, "b", None),
    ("c", True, "", UNKNOWN),
    ("c", False, "", UNKNOWN),
    (" a", True, "", UNKNOWN),
    ("A", True, "", UNKNOWN),
    (None, True, "", MISSING),
    ("", True, "", MISSING),
    (None, False, "", None),
    ("", False, "", None),
    (0, False, "", UNKNOWN),
    (["a"], True, "", UNKNOWN),
    ({"a": 1}, True, "", UNKNOWN),
]


@pytest.mark.parametrize(("sent", "required", "value", "error"), CHOICE, ids=named)
def test_a_choice(sent: Any, required: bool, value: str, error: tuple[str, int | None] | None) -> None:
    check(lambda checks: checks.choice("x", sent, ("a", "b"), required=required), value, error)


CHOICES: list[Row] = [
    (None, (), None),
    ("", (), None),
    ([], (), None),
    (["b", "a"], ("b", "a"), None),
    (["b", "a", "b"], ("b", "a"), None),
    (["a", "c"], (), UNKNOWN),
    ("a", (), TYPE),
    (0, (), TYPE),
    ({"a": 1}, (), TYPE),
    (["a", 1], (), TYPE),
    ([["a"]], (), TYPE),
    ([None], (), TYPE),
]


@pytest.mark.parametrize(("sent", "value", "error"), CHOICES, ids=named)
def test_choices(sent: Any, value: tuple[str, ...], error: tuple[str, int | None] | None) -> None:
    check(lambda checks: checks.choices("x", sent, ("a", "b")), value, error)


@pytest.mark.parametrize(("sent", "value", "error"), CHOICES, ids=named)
def test_choices_of_anything(sent: Any, value: tuple[str, ...], error: tuple[str, int | None] | None) -> None:
    """Without a list nothing is unknown."""
    free = (("a", "c"), None) if error == UNKNOWN else (value, error)
    check(lambda checks: checks.choices("x", sent, None), *free)


DAYS: list[tuple[Any, bool, date | None, tuple[str, int | None] | None]] = [
    ("2024-02-29", True, date(2024, 2, 29), None),
    ("1990-01-01", False, date(1990, 1, 1), None),
    ("2100-12-31", False, date(2100, 12, 31), None),
    ("1989-12-31", False, None, DATE),
    ("2101-01-01", False, None, DATE),
    ("2026-02-29", True, None, DATE),
    ("2026-W32-5", False, None, DATE),
    (" 2026-08-07", True, None, DATE),
    ("2026-08-07T09:00", True, None, DATE),
    (20260807, True, None, DATE),
    (0, False, None, DATE),
    (date(2026, 8, 7), True, None, DATE),
    (None, True, None, MISSING),
    ("", True, None, MISSING),
    (None, False, None, None),
    ("", False, None, None),
]


@pytest.mark.parametrize(("sent", "required", "value", "error"), DAYS, ids=named)
def test_a_day(sent: Any, required: bool, value: date | None, error: tuple[str, int | None] | None) -> None:
    check(lambda checks: checks.day("x", sent, required=required), value, error)


FLAGS: list[Row] = [
    (True, True, None),
    ("true", True, None),
    ("on", True, None),
    (False, False, None),
    ("false", False, None),
    (None, False, None),
    ("", False, None),
    ("off", False, TYPE),
    ("True", False, TYPE),
    (2, False, TYPE),
    ([], False, TYPE),
    ({}, False, TYPE),
]


@pytest.mark.parametrize(("sent", "value", "error"), FLAGS, ids=named)
def test_a_tick(sent: Any, value: bool, error: tuple[str, int | None] | None) -> None:
    check(lambda checks: checks.flag("x", sent), value, error)


LONG = "@" + ".".join(["x" * 63] * 3) + ".vn"  # 195 signs: the longest mailbox has 200
MAIL: list[tuple[Any, bool, str, tuple[str, int | None] | None]] = [
    (" a@example.vn ", True, "a@example.vn", None),
    ("aaaaa" + LONG, True, "aaaaa" + LONG, None),
    ("aaaaaa" + LONG, True, "", ("too_long", 200)),
    ("a@b", False, "", ("email", None)),
    (f"a{' ' * 200}@example.vn", False, "", ("email", None)),
    ("a@example.vn\nb@example.vn", True, "", ("email", None)),
    (None, True, "", MISSING),
    (" ", True, "", MISSING),
    (None, False, "", None),
    ("", False, "", None),
    (7, False, "", TYPE),
]


@pytest.mark.parametrize(("sent", "required", "value", "error"), MAIL, ids=named)
def test_a_mail_address(sent: Any, required: bool, value: str, error: tuple[str, int | None] | None) -> None:
    check(lambda checks: checks.email("x", sent, required=required), value, error)


FILES: list[Row] = [
    (None, (), None),
    (["a", "b", "a"], ("a", "b"), None),
    (list("abcde"), tuple("abcde"), None),
    ([*"abcde", "a"], tuple("abcde"), None),
    (list("abcdef"), (), ("too_many", 5)),
    (["f" * 100], ("f" * 100,), None),
    (["a", "f" * 101], (), UNKNOWN),
    ("a", (), TYPE),
]


@pytest.mark.parametrize(("sent", "value", "error"), FILES, ids=named)
def test_files(sent: Any, value: tuple[str, ...], error: tuple[str, int | None] | None) -> None:
    check(lambda checks: checks_files(checks, "x", sent), value, error)


def test_all_that_is_wrong_is_raised_together() -> None:
    checks = Checks()
    checks.finish()
    checks.add("a", "missing")
    checks.add("b", "too_long", 10)
    with pytest.raises(InvalidFields) as caught:
        checks.finish()
    assert caught.value.errors == (FieldError("a", "missing"), FieldError("b", "too_long", 10))
