"""Raw JSON to commands: every declared field is checked, every error is reported, unknown keys are nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.parsing import Checks, parse_command
from tests.unit.world import reference

TODAY = date(2026, 8, 7)
PEOPLE = [command for command in c.COMMANDS.values() if command.asked_of_people()]


def parse(kind: type[c.Command], raw: Any) -> tuple[c.Command, dict[str, Any]]:
    return parse_command(kind, raw, reference(), TODAY)


def errors(kind: type[c.Command], raw: Any) -> dict[str, str]:
    with pytest.raises(InvalidFields) as caught:
        parse(kind, raw)
    return {error.field: error.code for error in caught.value.errors}


@pytest.mark.parametrize("kind", PEOPLE, ids=lambda kind: kind.name)
def test_each_required_field_is_required_and_each_text_has_a_limit(kind: type[c.Command]) -> None:
    required = {name for name, spec in kind.asked() if spec.required}
    if required:
        assert errors(kind, {}) == dict.fromkeys(required, "missing")
        assert errors(kind, dict.fromkeys(required)) == dict.fromkeys(required, "missing")
    limits = {name: spec.limit for name, spec in kind.asked() if spec.type in ("text", "line")}
    assert all(limits.values())
    if limits:
        found = errors(kind, {name: "x" * (limit + 1) for name, limit in limits.items()})
        assert {name: found[name] for name in limits} == dict.fromkeys(limits, "too_long")


@pytest.mark.parametrize("kind", PEOPLE, ids=lambda kind: kind.name)
@pytest.mark.parametrize("value", [7, True, [], {}, [1], {"a": 1}, [["x"]], 1.5, "\ud800", "\x00"], ids=repr)
def test_no_value_breaks_the_parser(kind: type[c.Command], value: Any) -> None:
    raw = {name: value for name, _ in kind.asked()}
    with suppress(InvalidFields):
        command, texts = parse(kind, raw)
        assert isinstance(command, kind)
        assert not texts


@pytest.mark.parametrize("kind", PEOPLE, ids=lambda kind: kind.name)
def test_typed_text_is_sealed_and_nothing_else_is(kind: type[c.Command]) -> None:
    typed = {name for name, spec in kind.asked() if spec.type in ("text", "line", "email")}
    assert set(kind.sealed()) == typed


@pytest.mark.parametrize("raw", [None, [], "x", 3, [{}]])
def test_a_body_that_is_no_object(raw: Any) -> None:
    assert errors(c.Claim, raw) == {"": "type"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-08-07", TODAY),
        ("1990-01-01", date(1990, 1, 1)),
        ("1989-12-31", None),
        ("2101-01-01", None),
        ("2026-02-29", None),
        ("2026-8-7", None),
        ("07/08/2026", None),
        ("20260807", None),
        ("2026-W32-5", None),
        ("٢٠٢٦-٠٨-٠٧", None),
        (20260807, None),
        (True, None),
    ],
)
def test_days(value: Any, expected: date | None) -> None:
    checks = Checks()
    assert checks.day("on", value, required=True) == expected
    assert [error.code for error in checks.errors] == ([] if expected else ["date"])


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("a@example.vn", True),
        ("a.b+c@sub.example.com.vn", True),
        ("A@EXAMPLE.VN", True),
        ("a@b", False),
        ("a b@example.vn", False),
        ("a@@example.vn", False),
        (".a@example.vn", False),
        ("a.@example.vn", False),
        ("a..b@example.vn", False),
        ("<a@example.vn>", False),
        ("a@example.vn,b@example.vn", False),
        ("a@-example.vn", False),
        ("a@example..vn", False),
        (f"{'x' * 65}@example.vn", False),
    ],
)
def test_mail_addresses(value: str, good: bool) -> None:
    checks = Checks()
    assert checks.email("email", value, required=True) == (value if good else "")
    assert [error.code for error in checks.errors] == ([] if good else ["email"])


def test_what_is_sent_twice_counts_once_and_what_is_unknown_counts_not() -> None:
    raw = {"lead": "SNNMT", "field": "dat-dai", "coordinating": ["STC2025", "STC2025"], "note": " a ", "x": object()}
    command, texts = parse(c.Forward, raw)
    assert command == c.Forward(field="dat-dai", lead="SNNMT", coordinating=("STC2025",), note="a")
    assert texts == {"note": "a"}


def test_agencies_must_exist_today() -> None:
    assert errors(c.Forward, {"lead": "SKHDT", "coordinating": ["STC", "SNNMT"]}) == {
        "lead": "unknown", "coordinating": "unknown",
    }  # fmt: skip
