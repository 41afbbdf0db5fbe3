"""Agencies over time (agencies.md): who exists, who leads, who took over, who may open which mailbox."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.directory import Group, OfficerRole, UnknownAgency, UnknownField, UnknownPlace
from chalicelib.domain.policy import Ladder, UnknownPolicy
from infra.operator.data_files import DATA, read_reference

REFERENCE = read_reference()
DIRECTORY = REFERENCE.directory
POLICIES = REFERENCE.policies
OLD, MERGED, SPRING, COMMUNES = date(2024, 6, 1), date(2025, 3, 1), date(2025, 5, 1), date(2025, 7, 1)
NOW = date(2026, 11, 21)


def test_the_province_has_its_units() -> None:
    before, after = DIRECTORY.current(date(2025, 6, 30)), DIRECTORY.current(COMMUNES)
    assert Counter(agency.group for agency in before)[Group.DISTRICT] == 11
    assert Counter(agency.group for agency in before)[Group.COMMUNE] == 0
    assert Counter(agency.group for agency in after)[Group.DISTRICT] == 0
    communes = [agency.name_vi for agency in after if agency.group is Group.COMMUNE]
    assert sum(name.startswith("UBND xã ") for name in communes) == 61
    assert sum(name.startswith("UBND phường ") for name in communes) == 4
    assert len(DIRECTORY.places) == 65
    assert {place.agency for place in DIRECTORY.places} == {a.code for a in after if a.group is Group.COMMUNE}


def test_rows_are_the_file_in_file_order() -> None:
    with (DATA / "agencies.csv").open(encoding="utf-8", newline="") as file:
        assert [row["code"] for row in csv.DictReader(file, delimiter=";")] == [a.code for a in DIRECTORY.agencies]


@pytest.mark.parametrize(
    ("code", "day", "valid"),
    [
        ("STNMT", "2025-02-28", True),
        ("STNMT", "2025-03-01", False),
        ("SNNMT", "2025-02-28", False),
        ("SNNMT", "2025-03-01", True),
        ("HTD", "2025-06-30", True),
        ("HTD-05", "2025-07-01", True),
        ("VPUB", "2010-01-01", True),
        ("NOBODY", "2025-01-01", False),
    ],
)
def test_valid_on(code: str, day: str, valid: bool) -> None:
    assert DIRECTORY.valid_on(code, date.fromisoformat(day)) is valid
    assert (code in {agency.code for agency in DIRECTORY.current(date.fromisoformat(day))}) is valid


@pytest.mark.parametrize(
    ("field", "day", "lead"),
    [
        ("dat-dai", "2025-02-28", "STNMT"),
        ("dat-dai", "2025-03-01", "SNNMT"),
        ("giao-thong", "2024-06-01", "SGTVT"),
        ("giao-thong", "2026-11-21", "SXD2025"),
        ("thue", "2025-02-28", "CUCTHUE"),
        ("thue", "2025-05-01", "CCTKV"),
        ("thue", "2025-07-01", "THUETINH"),
        ("phi-cua-khau", "2023-01-01", "BQLKKT"),
        ("khac", "2026-01-01", "VPUB"),
    ],
)
def test_lead_for(field: str, day: str, lead: str) -> None:
    assert DIRECTORY.lead_for(field, date.fromisoformat(day)) == lead


@given(st.sampled_from([field.code for field in DIRECTORY.fields]), st.dates(date(2017, 8, 1), date(2030, 1, 1)))
def test_every_field_has_a_living_lead_on_every_day(field: str, day: date) -> None:
    assert DIRECTORY.valid_on(DIRECTORY.lead_for(field, day), day)


@pytest.mark.parametrize(
    ("code", "field", "day", "place", "successor"),
    [
        ("SKHDT", "dau-tu", OLD, "", "SKHDT"),  # still exists
        ("SKHDT", "dau-tu", MERGED, "", "STC2025"),
        ("SKHDT", "dau-tu", MERGED, "htd-05", "STC2025"),  # a place matters only where a choice is left
        ("STC", "gia-dat", MERGED, "", "STC2025"),
        ("SNV", "can-bo", MERGED, "", "SNV2025"),
        ("SNV", "dan-toc", MERGED, "", "SDTTG"),  # religion
        ("SLDTBXH", "lao-dong", MERGED, "", "SNV2025"),
        ("SLDTBXH", "nguoi-co-cong", MERGED, "", "SNV2025"),
        ("SLDTBXH", "y-te", MERGED, "", "SYT"),
        ("SLDTBXH", "giao-duc", MERGED, "", "SGDDT"),
        ("SLDTBXH", "nong-nghiep", MERGED, "", "SNNMT"),
        ("SLDTBXH", "an-ninh", MERGED, "", "CAT"),
        ("SLDTBXH", "giao-thong", MERGED, "", None),  # a split says nothing about this field
        ("STTTT", "du-lieu-ca-nhan", MERGED, "", "SKHCN2025"),
        ("STTTT", "van-hoa", MERGED, "", "SVHTTDL"),
        ("CUCQLTT", "cong-thuong", MERGED, "", "SCT"),
        ("CUCTHUE", "thue", SPRING, "", "CCTKV"),
        ("CUCTHUE", "thue", COMMUNES, "", "THUETINH"),  # down the chain
        ("HTD", "ho-tich", COMMUNES, "", None),  # one district, seven communes
        ("HTD", "ho-tich", COMMUNES, "htd-05", "HTD-05"),  # the place decides
        ("HTD", "ho-tich", COMMUNES, "hlb-01", None),  # a place of another district does not
        ("HTD", "ho-tich", SPRING, "htd-05", "HTD"),
        ("SNNMT", "dat-dai", OLD, "", None),  # not yet there
    ],
)
def test_successor(code: str, field: str, day: date, place: str, successor: str | None) -> None:
    assert DIRECTORY.successor(code, field, day, place) == successor


def test_successors_agree_with_the_leads_of_the_fields() -> None:
    """What a lead of a field hands over is led by its successor: two tables, one answer."""
    for field in DIRECTORY.fields:
        for (_, old), (since, new) in pairwise(field.leads):
            assert since is not None
            assert DIRECTORY.successor(old, field.code, since) == new, field.code


@given(
    st.sampled_from([agency.code for agency in DIRECTORY.agencies]),
    st.sampled_from([field.code for field in DIRECTORY.fields]),
    st.dates(date(2017, 8, 1), date(2030, 1, 1)),
)
def test_a_successor_always_exists_on_that_day(code: str, field: str, day: date) -> None:
    found = DIRECTORY.successor(code, field, day)
    assert found is None or DIRECTORY.valid_on(found, day)


@pytest.mark.parametrize(
    ("place", "day", "agency"),
    [("htd-05", "2025-06-30", "HTD"), ("htd-05", "2025-07-01", "HTD-05"), ("tpls-01", "2023-01-01", "TPLS")],
)
def test_authority_of_a_place(place: str, day: str, agency: str) -> None:
    assert DIRECTORY.authority_of(place, date.fromisoformat(day)) == agency


@pytest.mark.parametrize("agency", DIRECTORY.agencies, ids=lambda agency: agency.code)
def test_a_conduct_case_is_never_led_by_the_office_complained_of(agency) -> None:  # type: ignore[no-untyped-def]
    superior = DIRECTORY.superior(agency.code, NOW)
    assert superior is not None
    assert superior != agency.code
    assert DIRECTORY.superior("VPUB", NOW) == "TTRA"


@pytest.mark.parametrize(
    ("code", "vertical"), [("CAT", True), ("PCLS", True), ("SYT", False), ("HTD", False), ("HTD-01", False)]
)
def test_is_vertical(code: str, vertical: bool) -> None:
    assert DIRECTORY.agency(code).is_vertical is vertical


@pytest.mark.parametrize(
    ("mailbox", "code", "belongs"),
    [
        ("snnmt@example.vn", "SNNMT", True),
        (" SNNMT@Example.VN ", "SNNMT", True),
        ("snnmt.thu-truong@example.vn", "SNNMT", True),
        ("htd-05.dau-moi@example.vn", "HTD-05", True),
        ("htd-05.dau-moi@example.vn", "HTD", False),
        ("nobody@example.vn", "SNNMT", False),
        ("snv.dau-moi@example.vn", "SNV", True),
        ("snv.nguyen@example.vn", "SNV", True),
        ("SNV.Nguyen@example.vn", "SNV", True),
        ("snv2025.nguyen@example.vn", "SNV", False),
        ("snv2025@example.vn", "SNV", False),
        ("snvx@example.vn", "SNV", False),
        ("snv.@example.vn", "SNV", False),
        ("snv.nguyen@example.com", "SNV", False),
        ("snv.nguyen", "SNV", False),
        ("@example.vn", "SNV", False),
    ],
)
def test_a_colleague_is_of_the_same_agency(mailbox: str, code: str, belongs: bool) -> None:
    assert DIRECTORY.belongs_to(mailbox, code) is belongs


def test_unknown_keys_are_refused() -> None:
    for call, error in (
        (lambda: DIRECTORY.agency("X"), UnknownAgency),
        (lambda: DIRECTORY.field("x"), UnknownField),
        (lambda: DIRECTORY.lead_for("x", NOW), UnknownField),
        (lambda: DIRECTORY.place("x"), UnknownPlace),
        (lambda: POLICIES.policy_on(date(2022, 12, 31)), UnknownPolicy),
        (lambda: POLICIES.policy_on(NOW).length("x"), UnknownPolicy),
    ):
        with pytest.raises(error):
            call()


def test_every_role_has_a_mailbox_on_file_and_every_field_a_leader() -> None:
    for role in OfficerRole:
        assert DIRECTORY.officers_with(role, NOW), role
    assert len(DIRECTORY.officers_with(OfficerRole.BOARD, NOW)) >= 2  # two persons for what changes deadlines
    leaders = {field.code: DIRECTORY.leader_in_charge(field.code, NOW) for field in DIRECTORY.fields}
    assert all(leaders.values())
    assert leaders["dau-tu"] is not None
    assert leaders["dau-tu"].id == "pho-chu-tich-1"
    assert leaders["thanh-tra"] is not None
    assert leaders["thanh-tra"].role is OfficerRole.CHAIR
    assert [officer.id for officer in DIRECTORY.officers_at("Van.Phong.1@example.vn", NOW)] == ["van-phong-1"]
    assert DIRECTORY.officers_at("snnmt@example.vn", NOW) == ()


def test_all_addresses_are_reserved_for_examples() -> None:
    boxes = [box for a in DIRECTORY.agencies for box in (a.mailbox, a.head_mailbox, a.focal_mailbox)]
    assert all(box.endswith("@example.vn") for box in [*boxes, *(o.mailbox for o in DIRECTORY.officers)])


@pytest.mark.parametrize(
    ("day", "policy", "legal_transfer"),
    [("2023-01-01", "2023.1", None), ("2025-06-15", "2023.1", None), ("2025-06-16", "2025.1", 2)],
)
def test_policy_on(day: str, policy: str, legal_transfer: int | None) -> None:
    found = POLICIES.policy_on(date.fromisoformat(day))
    assert found.id == policy
    assert found.has_clock("legal_transfer") is (legal_transfer is not None)
    if legal_transfer is not None:
        assert found.length("legal_transfer") == legal_transfer
    assert (found.length("forwarding"), found.length("publication"), found.prefix) == (5, 20, "LS")
    assert found.switches["name_persons"] is False


@pytest.mark.parametrize(
    ("kind", "urgency", "days"),
    [("conduct", "normal", 20), ("conduct", "urgent", 20), ("incident", "normal", 5), ("incident", "urgent", 1)],
)
def test_a_pothole_is_not_a_decree(kind: str, urgency: str, days: int) -> None:
    assert POLICIES.policy_on(NOW).length("publication", kind, urgency) == days


def test_offices_by_kind_and_date() -> None:
    policy = POLICIES.policy_on(OLD)
    assert policy.focal_agency("conduct", OLD) == "VPUB"
    assert policy.standing_agency(OLD) == "SKHDT"  # R2-08, R4-106
    assert policy.standing_agency(MERGED) == "STC2025"
    assert policy.inspectorate_agency(NOW) == "TTRA"
    with pytest.raises(UnknownPolicy):
        policy.standing_agency(date(2022, 1, 1))


@pytest.mark.parametrize(
    ("ladder", "days"),
    [
        # received Fri 24/01/2025, due Fri 28/02/2025
        (
            Ladder.AGENCY,
            (
                "heads_up 02-21, reminder 02-26, due_today 02-28, overdue 03-01, ppc_office 03-05, vice_chair 03-07,"
                " chair 03-14, propose_naming 03-21"
            ),
        ),
        (
            Ladder.VERTICAL,
            (
                "heads_up 02-21, reminder 02-26, due_today 02-28, overdue 03-01, ppc_office 03-05,"
                " request_superior 03-14, government_office 03-28"
            ),
        ),
        (
            Ladder.FOCAL,
            "reminder 02-27, due_today 02-28, overdue 03-01, vice_chair 03-05, chair 03-07, propose_naming 03-21",
        ),
        (Ladder.LEADER, "reminder 02-27, due_today 02-28, overdue 03-01, chair 03-05"),
        (Ladder.SUBMITTER, "heads_up 02-21, reminder 02-27, overdue 03-01"),
    ],
)
def test_ladder_steps_fall_due_on_their_working_day(ladder: Ladder, days: str) -> None:
    steps = POLICIES.policy_on(NOW).ladder(ladder)
    due = date(2025, 2, 28)
    assert ", ".join(f"{step.id} {step.day(REFERENCE.calendar, due):%m-%d}" for step in steps) == days


def test_a_vertical_body_is_never_proposed_for_naming() -> None:
    assert "propose_naming" not in [step.id for step in POLICIES.policy_on(NOW).ladder(Ladder.VERTICAL)]
