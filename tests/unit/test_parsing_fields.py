"""A command's fields, kind by kind: what becomes of one value among good ones, and which keys a field may take."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import vocabulary as v
from chalicelib.domain.commands import Spec
from chalicelib.domain.commands.asking import ask
from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.domain.parsing import choices_for, parse_command
from chalicelib.domain.record import record, replace
from tests.unit.world import reference

TODAY = date(2026, 8, 7)
OFFICES = sorted(agency.code for agency in reference().directory.current(TODAY))

# Good commands, as they are sent and as they are understood.
FORWARD = {"field": "dat-dai", "lead": "SNNMT", "note": "n"}, c.Forward(field="dat-dai", lead="SNNMT", note="n")
CLASSIFY = {"kind": "conduct"}, c.Classify(kind="conduct")
ANSWER = {"content": "x"}, c.AnswerCase(content="x")
EXTEND = {"reason": "x", "until": "2026-09-15"}, c.RequestExtension(reason="x", until=date(2026, 9, 15))
PASS_ON = {"email": "a@example.vn"}, c.PassOn(email="a@example.vn")
REVIEW = {"item": 3, "decision": "publish"}, c.Review(item=3, decision="publish")
DISCLOSE = {"part": "content"}, c.Disclose(part="content")
WITHHOLD = {"part": "content", "ground": "other_law"}, c.Withhold(part="content", ground="other_law")
LINK = {"to": "LS.20260807.K7M4Q"}, c.Link(to="LS.20260807.K7M4Q")
CONSENT = {"consents": ["survey"]}, c.Consent(consents=("survey",))
HAND_OVER = {"up_class": "UP-1", "date": "2026-08-07", "number": "1"}, c.HandOver("UP-1", TODAY, "1")

Good = tuple[dict[str, Any], c.Command]


def named(value: Any) -> str:
    """A row is named by its command, its field and the first signs of what is sent."""
    command = value[-1] if isinstance(value, tuple) and value else value
    return command.name if isinstance(command, c.Command) else repr(value)[:30]


TAKEN: list[tuple[Good, str, Any, Any]] = [
    (FORWARD, "note", " a\nb ", "a\nb"),
    (FORWARD, "note", None, ""),
    (FORWARD, "note", " ", ""),
    (ANSWER, "document_number", " 12/\nUBND ", "12/ UBND"),
    (ANSWER, "completed_on", "2026-08-05", date(2026, 8, 5)),
    (ANSWER, "completed_on", "", None),
    (ANSWER, "attachments", ["b", "a", "b"], ("b", "a")),
    (ANSWER, "attachments", None, ()),
    (PASS_ON, "email", " b@example.vn ", "b@example.vn"),
    (CLASSIFY, "legal_document", "on", True),
    (CLASSIFY, "legal_document", None, False),
    (CLASSIFY, "place", "tpls-01", "tpls-01"),
    (CLASSIFY, "complained_of", "", ""),
    (FORWARD, "coordinating", ["SYT", "STC2025", "SYT"], ("SYT", "STC2025")),
    (FORWARD, "coordinating", OFFICES[:40], tuple(OFFICES[:40])),
    (FORWARD, "coordinating", [*OFFICES[:40], OFFICES[0]], tuple(OFFICES[:40])),
    (CONSENT, "consents", [], ()),
    (CONSENT, "consents", ["be_named", "survey"], ("be_named", "survey")),
    (LINK, "to", " ls.20260101.00aaz\n", "LS.20260101.00AAZ"),
    (REVIEW, "item", 12, 12),
    (REVIEW, "item", "12", 12),
    (REVIEW, "item", "0012", 12),
    (REVIEW, "item", "9999999", 9_999_999),
    (REVIEW, "item", 0, 0),
    (DISCLOSE, "withheld", "", 0),
    (DISCLOSE, "withheld", None, 0),
    (WITHHOLD, "passage", " a ", "a"),
    (WITHHOLD, "passage", "", ""),
    (WITHHOLD, "passage", None, ""),
    (HAND_OVER, "content", " ", ""),
]


@pytest.mark.parametrize(("good", "name", "sent", "value"), TAKEN, ids=named)
def test_what_is_taken(good: Good, name: str, sent: Any, value: Any) -> None:
    """The command with that value, and its typed text to be sealed, where there is any."""
    raw, command = good
    expected = replace(command, **{name: value})
    found, texts = parse_command(type(command), raw | {name: sent}, reference(), TODAY)
    assert [(key, got, type(got)) for key, got in vars(found).items()] == [
        (key, got, type(got)) for key, got in vars(expected).items()
    ]
    assert texts == {key: vars(expected)[key] for key in command.sealed() if vars(expected)[key]}


REFUSED: list[tuple[Good, str, Any, tuple[str, int | None]]] = [
    (FORWARD, "note", "x" * 2001, ("too_long", 2000)),
    (FORWARD, "note", 7, ("type", None)),
    (ANSWER, "content", "\n", ("missing", None)),
    (ANSWER, "content", "x" * 10_001, ("too_long", 10_000)),
    (ANSWER, "document_number", "x" * 51, ("too_long", 50)),
    (ANSWER, "completed_on", "5/8/2026", ("date", None)),
    (EXTEND, "until", None, ("missing", None)),
    (ANSWER, "attachments", list("abcdef"), ("too_many", 5)),
    (PASS_ON, "email", "a@b", ("email", None)),
    (PASS_ON, "email", None, ("missing", None)),
    (CLASSIFY, "legal_document", "maybe", ("type", None)),
    (CLASSIFY, "kind", "", ("missing", None)),
    (CLASSIFY, "kind", "rumour", ("unknown", None)),
    (CLASSIFY, "place", "SNNMT", ("unknown", None)),
    (FORWARD, "lead", "SKHDT", ("unknown", None)),
    (FORWARD, "coordinating", "SYT", ("type", None)),
    (FORWARD, "coordinating", ["SYT", "SKHDT"], ("unknown", None)),
    (FORWARD, "coordinating", OFFICES[:41], ("too_many", 40)),
    (CONSENT, "consents", ["all"], ("unknown", None)),
    (LINK, "to", None, ("missing", None)),
    (LINK, "to", "LS.2026087.K7M4Q", ("no_case", None)),
    (LINK, "to", "LS.20260807.K7M4Q.1", ("no_case", None)),
    (LINK, "to", f"LS.{' ' * 40}20260807.K7M4Q", ("no_case", None)),
    (LINK, "to", "x" * 40, ("no_case", None)),
    (LINK, "to", "x" * 41, ("too_long", 40)),
    (LINK, "to", ["LS.20260807.K7M4Q"], ("type", None)),
    (REVIEW, "item", None, ("missing", None)),
    (REVIEW, "item", "", ("missing", None)),
    (REVIEW, "item", "10000000", ("type", None)),
    (REVIEW, "item", "-1", ("type", None)),
    (REVIEW, "item", "3.0", ("type", None)),
    (REVIEW, "item", 3.0, ("type", None)),
    (REVIEW, "item", True, ("type", None)),
    (REVIEW, "item", [3], ("type", None)),
    (DISCLOSE, "withheld", "x", ("type", None)),
    (WITHHOLD, "passage", " ", ("missing", None)),
    (WITHHOLD, "passage", "x" * 2001, ("too_long", 2000)),
]


@pytest.mark.parametrize(("good", "name", "sent", "error"), REFUSED, ids=named)
def test_what_is_refused(good: Good, name: str, sent: Any, error: tuple[str, int | None]) -> None:
    raw, command = good
    with pytest.raises(InvalidFields) as caught:
        parse_command(type(command), raw | {name: sent}, reference(), TODAY)
    assert caught.value.errors == (FieldError(name, *error),)


POINT = {"title": "a", "content": "b"}


@pytest.mark.parametrize(
    ("parts", "errors"),
    [
        (None, [("parts", "missing", None)]),
        ("", [("parts", "missing", None)]),
        ("ab", [("parts", "type", None)]),
        ([POINT, "b"], [("parts", "type", None)]),
        (POINT, [("parts", "type", None)]),
        ([], [("parts", "too_few", 2)]),
        ([POINT], [("parts", "too_few", 2)]),
        ([POINT] * 51, [("parts", "too_many", 50)]),
        (
            [{}, {"title": "x" * 201, "content": "x" * 10_001}, POINT, {"title": " ", "content": 7}],
            [
                *(("parts.0.title", "missing", None), ("parts.0.content", "missing", None)),
                *(("parts.1.title", "too_long", 200), ("parts.1.content", "too_long", 10_000)),
                *(("parts.3.title", "missing", None), ("parts.3.content", "type", None)),
            ],
        ),
    ],
    ids=["null", "empty", "text", "text inside", "one point", "none", "one", "too many", "each point is named"],
)
def test_points_that_are_no_split(parts: Any, errors: list[tuple[str, str, int | None]]) -> None:
    with pytest.raises(InvalidFields) as caught:
        parse_command(c.Split, {"parts": parts}, reference(), TODAY)
    assert [*caught.value.errors] == [FieldError(*error) for error in errors]


@pytest.mark.parametrize("count", [2, 50])
def test_points_of_a_split(count: int) -> None:
    """A title is one line, a content is several."""
    point = {"title": " a\nb ", "content": " c\nd ", "more": 1}
    found = parse_command(c.Split, {"parts": [point] * count, "codes": ["X"]}, reference(), TODAY)
    assert found == (c.Split(parts=(("a b", "c\nd"),) * count), {})


@record
class Optional(c.Command):
    """What no command asks for today: everything may be left out."""

    mail: str = ask("", Spec("email", False))
    number: int = ask(7, Spec("item", False))


def test_what_may_be_left_out() -> None:
    assert parse_command(Optional, {}, reference(), TODAY) == (Optional(mail="", number=0), {})


# --- the keys that a field may take ---


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("kind", ("conduct", "regulation", "initiative", "question", "praise", "incident")),
        ("subindex", v.SUBINDEXES),
        ("decision", ("publish", "return")),
        ("consents", ("be_named", "survey")),
        ("ground", ("beyond_competence", "agencies_disagree", "not_satisfied", "raised_again", "overdue")),
        ("field", {field.code for field in reference().directory.fields}),
        ("place", {place.id for place in reference().directory.places}),
    ],
)
def test_keys(name: str, keys: Collection[str]) -> None:
    assert {*choices_for(name, reference(), TODAY)} == {*keys}


@pytest.mark.parametrize("name", ["", "places", "passages"])
def test_keys_of_no_list(name: str) -> None:
    """A misspelt list is a programmer's mistake, not another list."""
    with pytest.raises(KeyError, match=f"^{name!r}$"):
        choices_for(name, reference(), TODAY)


@pytest.mark.parametrize("name", ["agency", "agencies", "agency_of_case"])
@pytest.mark.parametrize(
    ("today", "there", "gone"),
    [
        (date(2025, 2, 28), {"STC", "SKHDT", "SYT"}, {"STC2025"}),
        (date(2025, 3, 1), {"STC2025", "SYT"}, {"STC", "SKHDT"}),
    ],
)
def test_agencies_of_the_day(name: str, today: date, there: set[str], gone: set[str]) -> None:
    found = {*choices_for(name, reference(), today)}
    assert there <= found
    assert not gone & found
