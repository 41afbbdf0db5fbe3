"""The directory's rules on a few offices made for them: chains, superiors, mail domains, officers of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.directory import (
    Agency,
    Directory,
    Field,
    Group,
    Officer,
    OfficerRole,
    Place,
    UnknownAgency,
    UnknownField,
    UnknownPlace,
    normal_mailbox,
)
from chalicelib.domain.errors import DomainError

BEFORE, FIRST, LAST, AFTER = date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1)


def agency(code: str, **values: Any) -> Agency:
    """Of all times, with three mailboxes in a domain of its own, unless `values` say otherwise."""
    domain = values.pop("domain", f"{code.lower()}.vn")
    boxes = {"mailbox": f"{code.lower()}@{domain}", "head_mailbox": f"head@{domain}", "focal_mailbox": f"desk@{domain}"}
    plain: dict[str, Any] = {"name_vi": code, "name_en": code, "group": Group.DEPARTMENT, "valid_from": None,
                             "valid_to": None, "succession": {}, "superior": "", "head": "", "focal_officer": "",
                             **boxes}  # fmt: skip
    return Agency(code, **plain | values)


def officer(officer_id: str, role: OfficerRole, fields: tuple[str, ...] = (), **values: Any) -> Officer:
    plain: dict[str, Any] = {"valid_from": None, "valid_to": None, "mailbox": f"{officer_id}@x.vn"}
    return Officer(officer_id, role, "", "", agency="", fields=fields, **plain | values)


def directory(*agencies: Agency, officers: tuple[Officer, ...] = (), places: tuple[Place, ...] = ()) -> Directory:
    fields = (Field("land", "", "", "PCI-1", ((None, "A"), (AFTER, "B")), ()),)
    return Directory("v", agencies, fields, places, officers)


PLACES = (Place("p-1", "", "", "D", "C1"), Place("p-2", "", "", "D", "C2"), Place("far", "", "", "E", "C9"))
# A ended and is B now; B ends, too, into C1 and C2; L and M were split by field; nobody on file follows E and K.
CHAIN = directory(
    agency("A", valid_to=LAST, succession={"*": ("B",)}),
    agency("B", valid_from=AFTER, valid_to=date(2026, 6, 30), succession={"*": ("C1", "C2")}),
    agency("C1", valid_from=date(2026, 7, 1)),
    agency("C2", valid_from=date(2026, 7, 1)),
    agency("L", valid_to=LAST, succession={"land": ("C1",), "*": ("B",)}),
    agency("M", valid_to=LAST, succession={"land": ("C1",)}),
    agency("E", valid_to=LAST),
    agency("K", valid_to=LAST, succession={"*": ("GONE",)}),
    places=PLACES,
)
SUMMER = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("code", "field", "day", "place", "heirs"),
    [
        ("A", "land", LAST, "", ("A",)),
        ("A", "land", AFTER, "", ("B",)),
        ("A", "land", date(2026, 6, 30), "", ("B",)),
        ("A", "land", SUMMER, "", ("C1", "C2")),  # down the chain
        ("A", "land", SUMMER, "p-2", ("C2",)),
        ("A", "land", SUMMER, "far", ("C1", "C2")),  # a place of others decides nothing
        ("A", "land", SUMMER, "nowhere", ("C1", "C2")),
        ("B", "land", LAST, "", ()),  # not yet there
        ("B", "land", BEFORE, "p-1", ()),
        ("L", "land", SUMMER, "", ("C1",)),
        ("L", "land", AFTER, "", ()),  # its heir is not there yet
        ("L", "water", AFTER, "", ("B",)),
        ("M", "water", AFTER, "", ()),
        ("E", "land", AFTER, "", ()),
        ("K", "land", AFTER, "", ()),
        ("GONE", "land", AFTER, "", ()),
    ],
)
def test_who_took_over(code: str, field: str, day: date, place: str, heirs: tuple[str, ...]) -> None:
    assert CHAIN.heirs(code, field, day, place) == heirs
    if CHAIN.has_agency(code):
        assert CHAIN.successor(code, field, day, place) == (heirs[0] if len(heirs) == 1 else None)
    if not place:
        assert CHAIN.heirs(code, field, day) == heirs


def test_all_that_took_something_over() -> None:
    assert agency("X", succession={"land": ("A", "B"), "*": ("B", "C")}).successors == ("A", "B", "C")


ABOVE = directory(
    agency("A", superior="B"),
    agency("B", superior="OLD"),
    agency("OLD", valid_to=LAST, succession={"*": ("C",)}),
    agency("C", superior="PAST"),
    agency("PAST", valid_to=LAST, succession={"*": ("C",)}),
    agency("D", superior="SPLIT"),
    agency("SPLIT", valid_to=LAST, succession={"*": ("A", "B"), "land": ("A",)}),
    agency("TOP"),
)


@pytest.mark.parametrize(
    ("code", "day", "superior"),
    [
        ("A", AFTER, "B"),
        ("B", LAST, "OLD"),
        ("B", AFTER, "C"),  # under its new name
        ("C", LAST, "PAST"),
        ("C", AFTER, None),  # the superior has become this very office
        ("D", AFTER, None),  # nobody knows which one
        ("TOP", AFTER, None),
    ],
)
def test_the_superior_of_today_and_never_itself(code: str, day: date, superior: str | None) -> None:
    assert ABOVE.superior(code, day) == superior


# Each one on the first and the last day of its time, and beside them.
@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, None, (True, True, True, True)),
        (FIRST, None, (False, True, True, True)),
        (None, LAST, (True, True, True, False)),
        (FIRST, LAST, (False, True, True, False)),
    ],
)
def test_agencies_and_officers_have_their_time(since: date | None, until: date | None, days: tuple[bool, ...]) -> None:
    clerk = officer("o", OfficerRole.CLERK, valid_from=since, valid_to=until)
    file = directory(agency("A", valid_from=since, valid_to=until), officers=(clerk,))
    for day, valid in zip((BEFORE, FIRST, LAST, AFTER), days, strict=True):
        assert file.valid_on("A", day) is file.agency("A").valid_on(day) is clerk.valid_on(day) is valid
        assert file.current(day) == (file.agencies if valid else ())
        assert file.officers_with(OfficerRole.CLERK, day) == ((clerk,) if valid else ())
        assert file.officers_at("o@x.vn", day) == ((clerk,) if valid else ())
        assert file.officers_with(OfficerRole.FOCAL, day) == file.officers_at("o@y.vn", day) == ()


PLACED = directory(
    agency("D", valid_to=LAST), agency("C1", valid_from=AFTER), agency("E", valid_to=LAST), places=PLACES
)


@pytest.mark.parametrize(
    ("place", "day", "authority"),
    [("p-1", LAST, "D"), ("p-1", AFTER, "C1"), ("p-2", LAST, "D"), ("p-2", AFTER, None), ("far", AFTER, None)],
)
def test_the_committee_of_a_place(place: str, day: date, authority: str | None) -> None:
    assert PLACED.authority_of(place, day) == authority


def test_a_field_has_another_lead_from_its_day_on() -> None:
    assert [CHAIN.lead_for("land", day) for day in (BEFORE, LAST, AFTER)] == ["A", "A", "B"]


BOXES = directory(
    agency("A"),
    agency("B", domain="shared.vn", head_mailbox="b.head@shared.vn", focal_mailbox=""),
    agency("C", domain="shared.vn", head_mailbox="", focal_mailbox="c.desk@other.vn"),
)


@pytest.mark.parametrize(
    ("mailbox", "code", "belongs"),
    [
        ("anybody@a.vn", "A", True),  # a domain of its own
        ("Any.Body@A.VN ", "A", True),
        ("anybody@a.vn", "B", False),
        ("@a.vn", "A", False),
        ("a@b@a.vn", "A", True),
        ("b@shared.vn", "B", True),
        ("b@shared.vn", "C", False),
        ("b.nguyen@shared.vn", "B", True),  # a shared domain
        ("b.nguyen@shared.vn", "C", False),
        ("b.nguyen@a.vn", "B", False),
        ("bnguyen@shared.vn", "B", False),
        ("b.@shared.vn", "B", False),
        ("nguyen@shared.vn", "B", False),
        ("b.head@shared.vn", "B", True),
        ("c.desk@other.vn", "C", True),
        ("x@other.vn", "C", False),  # its own mailbox is of another domain
    ],
)
def test_a_colleagues_address(mailbox: str, code: str, belongs: bool) -> None:
    assert BOXES.belongs_to(mailbox, code) is belongs


def test_mailboxes_are_compared_without_case_and_blanks() -> None:
    assert normal_mailbox("  A.B@Example.VN ") == "a.b@example.vn"
    clerk = officer("o", OfficerRole.CLERK, mailbox=" O@X.vn")
    assert directory(officers=(clerk,)).officers_at("o@x.VN ", FIRST) == (clerk,)


LEADERS = directory(
    officers=(
        officer("first", OfficerRole.CHAIR, valid_to=LAST),
        officer("second", OfficerRole.CHAIR, valid_from=AFTER),
        officer("land-1", OfficerRole.VICE_CHAIR, ("land",), valid_to=LAST),
        officer("land-2", OfficerRole.VICE_CHAIR, ("land", "water")),
        officer("clerk", OfficerRole.CLERK, ("land", "air")),
    )
)


@pytest.mark.parametrize(
    ("field", "day", "leader"),
    [
        ("land", LAST, "land-1"),
        ("land", AFTER, "land-2"),
        ("water", LAST, "land-2"),
        ("air", LAST, "first"),
        ("air", AFTER, "second"),
        ("", AFTER, "second"),
    ],
)
def test_the_leader_in_charge(field: str, day: date, leader: str) -> None:
    found = LEADERS.leader_in_charge(field, day)
    assert found is not None and found.id == leader


def test_nobody_in_charge() -> None:
    assert directory(officers=LEADERS.officers[2:]).leader_in_charge("air", FIRST) is None


def test_vertical_bodies_and_codes_that_are_not_on_file() -> None:
    file = directory(agency("A"), agency("V", group=Group.VERTICAL))
    assert [file.is_vertical(code) for code in ("A", "V", "GONE")] == [False, True, False]
    assert [file.has_agency(code) for code in ("A", "GONE")] == [True, False]
    assert not file.valid_on("GONE", FIRST)


@pytest.mark.parametrize(
    ("call", "error", "code"),
    [
        (lambda: CHAIN.agency("X"), UnknownAgency, "unknown_agency"),
        (lambda: CHAIN.successor("X", "land", FIRST), UnknownAgency, "unknown_agency"),
        (lambda: CHAIN.field("X"), UnknownField, "unknown_field"),
        (lambda: CHAIN.place("X"), UnknownPlace, "unknown_place"),
    ],
)
def test_an_unknown_key_is_named(call: Callable[[], Any], error: type[DomainError], code: str) -> None:
    with pytest.raises(error) as found:
        call()
    assert (found.value.args, found.value.code) == (("X",), code)
    assert found.value.__suppress_context__, "no KeyError of a dictionary beside it"
