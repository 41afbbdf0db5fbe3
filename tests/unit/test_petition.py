"""What a submitter sends, and what a clerk enters: the whole petition, or everything that is wrong with it at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import vocabulary as v
from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.domain.petition import NOTICE_VERSION, Petition, Submitter, parse_petition
from chalicelib.domain.record import replace
from tests.unit.world import reference

TODAY = date(2026, 8, 7)
PERSON = {"type": "citizen", "name": "Nông A", "email": "a@example.vn", "phone": "0912 345 678", "address": "Kỳ Lừa"}
PLAIN = {"kind": "conduct", "title": "T", "content": "C"}
SENT = PLAIN | {"notice_version": NOTICE_VERSION, "submitter": PERSON}
ENTERED = PLAIN | {"channel": "letter", "submitter": PERSON}
SUBMITTER = Submitter(v.SubmitterType.CITIZEN, "Nông A", "a@example.vn", "0912 345 678", "Kỳ Lừa")
BARE = Petition(v.Kind.CONDUCT, "T", "C", SUBMITTER, NOTICE_VERSION)


def from_web(raw: Any) -> Petition:
    return parse_petition(raw, reference(), TODAY)


def from_clerk(raw: Any) -> Petition:
    return parse_petition(raw, reference(), TODAY, by_clerk=True)


def wrong(raw: Any, *, by_clerk: bool = False, today: date = TODAY) -> list[FieldError]:
    with pytest.raises(InvalidFields) as caught:
        parse_petition(raw, reference(), today, by_clerk=by_clerk)
    return [*caught.value.errors]


# --- whole petitions ---

EVERYTHING: dict[str, Any] = {
    "kind": "regulation", "title": "  Hai\n dòng ", "content": " một\r\nhai ", "subtype": "unfit",
    "field": "dat-dai", "agency": "SNNMT", "place": "tpls-03", "language": "tyz",
    "consents": ["survey", "be_named", "survey"], "attachments": ["f1", "f2"],
    "ownership": "fdi", "from_province": "outside",
    "submitter": {"type": "business", "name": " Công ty\tA ", "email": " a@example.vn ", "phone": " +84\n912345678 ",
                  "address": " Số 1,\nKỳ Lừa "},
}  # fmt: skip
ALL: dict[str, Any] = {
    "subtype": "unfit", "field": "dat-dai", "agency": "SNNMT", "place": "tpls-03", "language": "tyz",
    "consents": ("survey", "be_named"), "attachments": ("f1", "f2"), "ownership": "fdi", "from_province": "outside",
}  # fmt: skip
COMPANY = Submitter(v.SubmitterType.BUSINESS, "Công ty A", "a@example.vn", "+84 912345678", "Số 1, Kỳ Lừa")
OF_CLERK = {"channel": "letter", "received_on": "2026-08-07", "anonymous": True, "national_due_on": "2026-08-31"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (SENT, BARE),
        (
            EVERYTHING | {"notice_version": NOTICE_VERSION},
            Petition(v.Kind.REGULATION, "Hai dòng", "một\nhai", COMPANY, NOTICE_VERSION, **ALL),
        ),
        (SENT | OF_CLERK, BARE),
        (SENT | {"id_number": "012345678901", "status": "closed"}, BARE),
        (SENT | dict.fromkeys(ALL), BARE),
        (SENT | dict.fromkeys(ALL, ""), BARE),
    ],
    ids=["least", "everything", "what only a clerk may say", "what nobody asks for", "null", "an empty form's fields"],
)
def test_from_the_web(raw: dict[str, Any], expected: Petition) -> None:
    assert vars(from_web(raw)) == vars(expected)


@pytest.mark.parametrize("kind", list(v.Kind))
@pytest.mark.parametrize("type_", list(v.SubmitterType))
def test_kinds_of_petitions_and_of_submitters(kind: v.Kind, type_: v.SubmitterType) -> None:
    found = from_web(SENT | {"kind": kind.value, "submitter": PERSON | {"type": type_.value}})
    assert found.kind is kind
    assert found.submitter.type is type_


def submitter(type_: v.SubmitterType = v.SubmitterType.CITIZEN, name: str = "", phone: str = "") -> Submitter:
    return Submitter(type_, name, "", phone, "")


def entered(person: Submitter = SUBMITTER, **values: Any) -> Petition:
    """With no notice: nobody accepted one on paper."""
    letter = Petition(v.Kind.CONDUCT, "T", "C", person, "", channel=v.Channel.LETTER)
    return replace(letter, **values)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (ENTERED, entered()),
        (ENTERED | {"notice_version": "1999-01"}, entered()),
        (
            EVERYTHING | {"channel": "national_portal", "received_on": "2026-08-03", "national_due_on": "2026-08-31"},
            Petition(
                v.Kind.REGULATION, "Hai dòng", "một\nhai", COMPANY, "", channel=v.Channel.NATIONAL_PORTAL,
                received_on=date(2026, 8, 3), national_due_on=date(2026, 8, 31), **ALL,
            ),
        ),
        (ENTERED | {"received_on": "2026-08-07"}, entered(received_on=TODAY)),
        (ENTERED | {"submitter": {"type": "business", "name": "A"}}, entered(submitter(v.SubmitterType.BUSINESS, "A"))),
        (ENTERED | {"anonymous": True, "submitter": None}, entered(submitter(), anonymous=True)),
        (ENTERED | {"anonymous": "on", "submitter": {"type": ""}}, entered(submitter(), anonymous=True)),
        (
            ENTERED | {"anonymous": True, "submitter": {"type": "business", "phone": "02053812345"}},
            entered(submitter(v.SubmitterType.BUSINESS, phone="02053812345"), anonymous=True),
        ),
        (ENTERED | {"anonymous": False}, entered()),
    ],
    ids=[
        *("least", "no notice is asked", "everything", "arrived today", "a name is enough", "anonymous"),
        *("anonymous, by a form", "anonymous, and what is known", "not anonymous"),
    ],
)  # fmt: skip
def test_from_a_clerk(raw: dict[str, Any], expected: Petition) -> None:
    """QĐ 31/2021 art. 43(2)b: it is entered in full, and what the paper does not say is not asked for."""
    assert vars(from_clerk(raw)) == vars(expected)


@pytest.mark.parametrize("channel", [channel for channel in v.Channel if channel != "web"])
def test_every_other_channel_is_a_clerks(channel: v.Channel) -> None:
    assert from_clerk(ENTERED | {"channel": channel.value}).channel is channel


def test_everything_that_a_person_typed_is_sealed() -> None:
    assert BARE.sealed() == {"title": "T", "content": "C", "submitter": PERSON}


# --- what is wrong ---

MISSING = "missing"
NO_CONTACT = FieldError("submitter.email", "contact_missing")


def lack(*names: str) -> list[FieldError]:
    return [FieldError(name, MISSING) for name in names]


def only(name: str, code: str, limit: int | None = None) -> list[FieldError]:
    return [FieldError(name, code, limit)]


NOBODY = [*lack("submitter.type", "submitter.name"), NO_CONTACT, *lack("submitter.address")]
PETITION = lack("kind", "title", "content")


@pytest.mark.parametrize(
    ("raw", "by_clerk", "expected"),
    [
        (None, False, only("", "type")),
        ([PLAIN], True, only("", "type")),
        ({}, False, [*PETITION, *NOBODY, *lack("notice_version")]),
        ({"submitter": {}}, False, [*PETITION, *NOBODY, *lack("notice_version")]),
        ({"anonymous": True}, False, [*PETITION, *NOBODY, *lack("notice_version")]),
        ({}, True, [*PETITION, *lack("submitter.type", "submitter.name", "channel")]),
        ({"anonymous": True}, True, [*PETITION, *lack("channel")]),
        (
            {"submitter": "A", "notice_version": "1999-01"},
            False,
            [*PETITION, FieldError("submitter", "type"), FieldError("notice_version", "outdated")],
        ),
        (
            {"anonymous": "maybe", "submitter": [], "national_due_on": "x", "channel": "web", "received_on": "x"},
            True,
            [
                *(*PETITION, FieldError("anonymous", "type"), FieldError("submitter", "type")),
                *(FieldError("national_due_on", "date"), FieldError("channel", "unknown")),
                FieldError("received_on", "date"),
            ],
        ),
    ],
    ids=[
        *("nothing", "a list", "an empty object", "an empty person", "anonymous on the web", "an empty clerk's form"),
        *("an empty anonymous letter", "no person, an old notice", "all that a clerk can get wrong"),
    ],
)
def test_everything_is_said_at_once(raw: Any, by_clerk: bool, expected: list[FieldError]) -> None:
    assert wrong(raw, by_clerk=by_clerk) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "rumour"}, only("kind", "unknown")),
        ({"kind": "rumour", "subtype": "delay"}, only("kind", "unknown")),
        ({"subtype": "unfit"}, only("subtype", "unknown")),
        ({"kind": "question", "subtype": "delay"}, only("subtype", "unknown")),
        ({"title": " \n"}, lack("title")),
        ({"title": "x" * 201}, only("title", "too_long", 200)),
        ({"title": 7}, only("title", "type")),
        ({"content": "\u200b"}, lack("content")),
        ({"content": "x" * 10_001}, only("content", "too_long", 10_000)),
        ({"content": "a\x00"}, only("content", "control")),
        ({"field": "SNNMT"}, only("field", "unknown")),
        ({"agency": "dat-dai"}, only("agency", "unknown")),
        ({"place": "HTD"}, only("place", "unknown")),
        ({"field": ["dat-dai"], "agency": 7, "place": {"x": 1}},
         [FieldError("field", "unknown"), FieldError("agency", "unknown"), FieldError("place", "unknown")]),
        ({"language": "Tiếng Việt"}, only("language", "unknown")),
        ({"language": "vi "}, only("language", "unknown")),
        ({"language": ["vi"]}, only("language", "unknown")),
        ({"language": 0}, only("language", "unknown")),
        ({"ownership": "mine"}, only("ownership", "unknown")),
        ({"from_province": "both"}, only("from_province", "unknown")),
        ({"consents": ["survey", "all"]}, only("consents", "unknown")),
        ({"consents": "survey"}, only("consents", "type")),
        ({"attachments": ["f"] * 2 + list("abcde")}, only("attachments", "too_many", 5)),
        ({"attachments": ["f" * 101]}, only("attachments", "unknown")),
        ({"attachments": {"f": 1}}, only("attachments", "type")),
        ({"notice_version": ""}, lack("notice_version")),
        ({"notice_version": None}, lack("notice_version")),
        ({"notice_version": True}, only("notice_version", "outdated")),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value[0].code,
)  # fmt: skip
def test_what_is_wrong_with_a_petition(changes: dict[str, Any], expected: list[FieldError]) -> None:
    assert wrong(SENT | changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"channel": ""}, lack("channel")),
        ({"channel": "telex"}, only("channel", "unknown")),
        ({"received_on": "2026-08-08"}, only("received_on", "in_future")),
        ({"received_on": "08/08/2026"}, only("received_on", "date")),
        ({"national_due_on": "2026-08-32"}, only("national_due_on", "date")),
        ({"anonymous": "maybe"}, only("anonymous", "type")),
        ({"submitter": PERSON | {"name": ""}}, lack("submitter.name")),
        ({"submitter": PERSON | {"phone": "113"}}, only("submitter.phone", "phone")),
        ({"anonymous": True, "submitter": {"type": "king"}}, only("submitter.type", "unknown")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else value[0].code,
)
def test_what_is_wrong_with_what_a_clerk_enters(changes: dict[str, Any], expected: list[FieldError]) -> None:
    assert wrong(ENTERED | changes, by_clerk=True) == expected


@pytest.mark.parametrize(
    ("agency", "today", "known"),
    [
        ("STC", date(2025, 2, 28), True),
        ("STC", date(2025, 3, 1), False),
        ("STC2025", date(2025, 2, 28), False),
        ("STC2025", date(2025, 3, 1), True),
    ],
)
def test_an_agency_exists_on_its_days(agency: str, today: date, known: bool) -> None:
    raw = SENT | {"agency": agency}
    if known:
        assert parse_petition(raw, reference(), today).agency == agency
    else:
        assert wrong(raw, today=today) == only("agency", "unknown")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"type": "king"}, only("submitter.type", "unknown")),
        ({"type": None}, lack("submitter.type")),
        ({"name": " "}, lack("submitter.name")),
        ({"name": "x" * 201}, only("submitter.name", "too_long", 200)),
        ({"email": "a@b"}, only("submitter.email", "email")),
        ({"email": "x" * 201}, only("submitter.email", "too_long", 200)),
        ({"phone": "một hai ba"}, only("submitter.phone", "phone")),
        ({"phone": "0" * 31}, only("submitter.phone", "too_long", 30)),
        ({"address": ""}, lack("submitter.address")),
        ({"address": "x" * 301}, only("submitter.address", "too_long", 300)),
        ({"email": None, "phone": ""}, [NO_CONTACT]),
        ({"email": " ", "phone": ""}, [NO_CONTACT]),
        ({"email": "", "phone": "\u200b"}, [NO_CONTACT]),
        ({"email": 0, "phone": ""}, only("submitter.email", "type")),
        ({"email": "", "phone": 0}, only("submitter.phone", "type")),
        ({"email": "a@b", "phone": ""}, only("submitter.email", "email")),
        ({"email": "x" * 201, "phone": ""}, only("submitter.email", "too_long", 200)),
        ({"email": "", "phone": "113"}, only("submitter.phone", "phone")),
        ({"email": "", "phone": "0" * 31}, only("submitter.phone", "too_long", 30)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else value[0].code,
)
def test_what_is_wrong_with_a_submitter(changes: dict[str, Any], expected: list[FieldError]) -> None:
    """A way to answer is missing only where none was tried: a wrong address is named as that."""
    assert wrong(SENT | {"submitter": PERSON | changes}) == expected


@pytest.mark.parametrize("absent", ["email", "phone"])
def test_one_way_to_answer_is_enough(absent: str) -> None:
    """NĐ 92/2017: name, address, and a phone or an e-mail."""
    person = {key: value for key, value in PERSON.items() if key != absent}
    assert vars(from_web(SENT | {"submitter": person}).submitter) == PERSON | {absent: ""}
