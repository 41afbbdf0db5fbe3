"""Every row of the stored reference, as it is written and as it is read: one of each, none like its neighbour."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.calendar import Calendar, CalendarDay, CalendarYear, DayKind, OpenDay
from chalicelib.domain.directory import Agency, Directory, Field, Group, Officer, OfficerRole, Place
from chalicelib.domain.policy import Anchor, Basis, ClockRule, Ladder, LadderStep, Policies, Policy, Recipient, RoleRule
from chalicelib.domain.policy_payload import policy_from_dict, policy_to_dict
from chalicelib.domain.record import replace
from chalicelib.domain.reference import (
    PayloadError,
    Reference,
    build,
    check_payload,
    content_version,
    from_payload,
    to_payload,
)

POLICY = Policy(
    id="2023.1",
    valid_from=date(2023, 1, 1),
    source="475/TTg-KSTT",
    prefix="LS",
    province_vi="tỉnh Lạng Sơn",
    province_en="Lạng Sơn Province",
    kinds=("conduct", "praise"),
    clocks={
        "publication": ClockRule(20, Basis.LAW, "điểm 3", {"incident": {"urgent": 1, "normal": 5}}, "QĐ 1"),
        "review": ClockRule(2, Basis.POLICY, "", {}),
    },
    limits={"rearms": 3},
    switches={"name_persons": False},
    trusted_agencies=("SYT", "STP"),
    focal=(RoleRule("*", date(2023, 1, 2), "VPUB"), RoleRule("conduct", date(2024, 1, 1), "SNV")),
    standing=(RoleRule("*", date(2023, 1, 3), "SKHDT"),),
    inspectorate=(RoleRule("*", date(2023, 1, 4), "TTRA"),),
    ladders={
        Ladder.AGENCY: (
            LadderStep("reminder", Anchor.DUE_ON, -2, (Recipient.HOLDER,)),
            LadderStep("overdue", Anchor.OVERDUE_FROM, 0, (Recipient.HOLDER_HEAD, Recipient.CHAIR)),
        ),
        Ladder.LEADER: (),
    },
)
POLICY_ROW: dict[str, Any] = {
    "id": "2023.1",
    "valid_from": "2023-01-01",
    "source": "475/TTg-KSTT",
    "province": {"prefix": "LS", "name_vi": "tỉnh Lạng Sơn", "name_en": "Lạng Sơn Province"},
    "kinds": ["conduct", "praise"],
    "clocks": {
        "publication": {
            "working_days": 20,
            "basis": "law",
            "source": "điểm 3",
            "by_kind": {"incident": {"urgent": 1, "normal": 5}},
            "by_kind_source": "QĐ 1",
        },
        "review": {"working_days": 2, "basis": "policy", "source": "", "by_kind": {}},
    },
    "limits": {"rearms": 3},
    "switches": {"name_persons": False},
    "trusted_agencies": ["SYT", "STP"],
    "focal": [
        {"kind": "*", "from": "2023-01-02", "agency": "VPUB"},
        {"kind": "conduct", "from": "2024-01-01", "agency": "SNV"},
    ],
    "standing": [{"kind": "*", "from": "2023-01-03", "agency": "SKHDT"}],
    "inspectorate": [{"kind": "*", "from": "2023-01-04", "agency": "TTRA"}],
    "ladders": {
        "agency": [
            {"id": "reminder", "anchor": "due_on", "working_days": -2, "recipients": ["holder"]},
            {"id": "overdue", "anchor": "overdue_from", "working_days": 0, "recipients": ["holder_head", "chair"]},
        ],
        "leader": [],
    },
}
REFERENCE = Reference(
    "v",
    Calendar(
        "vc",
        (
            CalendarDay(date(2026, 1, 1), DayKind.HOLIDAY, "Tết", "New Year", "BLLĐ", date(2025, 9, 1), False),
            CalendarDay(date(2026, 1, 10), DayKind.SWAP_WORK, "làm bù", "worked", "TB", None, True),
        ),
        (CalendarYear(2026, True, "TB"), CalendarYear(2027, False, "")),
        (OpenDay(date(2026, 11, 23), "hoán đổi?", "swap?", "NQ 28"),),
    ),
    Directory(
        "vd",
        (
            Agency("STC", "Sở Tài chính", "Finance", Group.DEPARTMENT, date(2020, 1, 2), date(2025, 2, 28),
                   {"*": ("STC2025",), "dau-tu": ("SCT", "SYT")}, "VPUB", "stc@example.vn", "Giám đốc",
                   "gd@example.vn", "Đầu mối", "dm@example.vn", "merged"),
            Agency("THUE", "Thuế", "Tax", Group.VERTICAL, None, None, {}, "TTRA", "t@example.vn", "Trưởng",
                   "tt@example.vn", "Cán bộ", "cb@example.vn"),
        ),
        (Field("dat-dai", "Đất đai", "Land", "PCI-1", ((None, "STNMT"), (date(2025, 3, 1), "SNNMT")), ("sổ đỏ", "đất")),
         Field("thue", "Thuế", "Tax", "", ((None, "THUE"),), ())),
        (Place("tpls-01", "phường Tam Thanh", "Tam Thanh Ward", "TPLS", "TPLS-01"),),
        (
            Officer("pct-1", OfficerRole.VICE_CHAIR, "Phó Chủ tịch", "Vice Chair", "pct@example.vn", "VPUB",
                    ("dat-dai", "thue"), date(2024, 1, 1), date(2026, 12, 31)),
            Officer("vp-1", OfficerRole.CLERK, "Văn thư", "Clerk", "vt@example.vn", "", (), None, None),
        ),
    ),
    Policies("vp", (POLICY, replace(POLICY, id="2025.1", valid_from=date(2025, 6, 16)))),
)  # fmt: skip
PAYLOAD: dict[str, Any] = {
    "format": 1,
    "version": "v",
    "calendar": {
        "version": "vc",
        "days": [
            ["2026-01-01", "holiday", "Tết", "New Year", "BLLĐ", "2025-09-01", False],
            ["2026-01-10", "swap_work", "làm bù", "worked", "TB", None, True],
        ],
        "years": [[2026, True, "TB"], [2027, False, ""]],
        "open": [["2026-11-23", "hoán đổi?", "swap?", "NQ 28"]],
    },
    "directory": {
        "version": "vd",
        "agencies": [
            ["STC", "Sở Tài chính", "Finance", "so", "2020-01-02", "2025-02-28",
             {"*": ["STC2025"], "dau-tu": ["SCT", "SYT"]}, "VPUB", "stc@example.vn", "Giám đốc",
             "gd@example.vn", "Đầu mối", "dm@example.vn", "merged"],
            ["THUE", "Thuế", "Tax", "nganh_doc", None, None, {}, "TTRA", "t@example.vn", "Trưởng",
             "tt@example.vn", "Cán bộ", "cb@example.vn", ""],
        ],
        "fields": [
            ["dat-dai", "Đất đai", "Land", "PCI-1", [[None, "STNMT"], ["2025-03-01", "SNNMT"]], ["sổ đỏ", "đất"]],
            ["thue", "Thuế", "Tax", "", [[None, "THUE"]], []],
        ],
        "places": [["tpls-01", "phường Tam Thanh", "Tam Thanh Ward", "TPLS", "TPLS-01"]],
        "officers": [
            ["pct-1", "vice_chair", "Phó Chủ tịch", "Vice Chair", "pct@example.vn", "VPUB", ["dat-dai", "thue"],
             "2024-01-01", "2026-12-31"],
            ["vp-1", "clerk", "Văn thư", "Clerk", "vt@example.vn", "", [], None, None],
        ],
    },
    "policies": {"version": "vp", "versions": [POLICY_ROW, POLICY_ROW | {"id": "2025.1", "valid_from": "2025-06-16"}]},
}  # fmt: skip


def test_a_policy_is_written_and_read() -> None:
    """JSON has no enumerations and no tuples, so the text counts and not what equals it."""
    assert json.dumps(policy_to_dict(POLICY)) == json.dumps(POLICY_ROW)
    assert repr(policy_from_dict(POLICY_ROW)) == repr(POLICY)


def test_a_clock_need_not_say_that_all_kinds_are_alike() -> None:
    clock = {"working_days": 2, "basis": "policy", "source": ""}
    found = policy_from_dict(POLICY_ROW | {"clocks": {"review": clock}})
    assert found.clocks == {"review": ClockRule(2, Basis.POLICY, "", {})}


def test_a_reference_is_written_and_read() -> None:
    assert json.dumps(to_payload(REFERENCE)) == json.dumps(PAYLOAD)
    assert repr(from_payload(PAYLOAD)) == repr(REFERENCE)


@pytest.mark.parametrize("format_", [0, 2, "1", None], ids=repr)
def test_a_payload_of_another_format_is_not_read(format_: Any) -> None:
    with pytest.raises(PayloadError) as caught:
        from_payload(PAYLOAD | {"format": format_})
    assert str(caught.value) == f"format {format_!r}, expected 1"


# --- versions ---


def test_a_version_is_a_hash_of_canonical_json() -> None:
    """`printf '{"a":"é","b":[1,null]}' | sha256sum | cut -c 1-12`"""
    assert content_version({"b": [1, None], "a": "é"}) == "3d92f6368f93"


def built(**parts: Any) -> Reference:
    """The rows of REFERENCE, in the order given."""
    calendar = REFERENCE.calendar
    rows: dict[str, Any] = {"days": calendar.days, "years": calendar.years, "open_days": calendar.open_days}
    return build(**rows | {"directory": REFERENCE.directory, "policies": REFERENCE.policies} | parts)


def test_versions_are_of_the_content_with_no_version() -> None:
    expected = copy.deepcopy(PAYLOAD)
    for part in (expected["calendar"], expected["directory"], expected["policies"]):
        part["version"] = ""
        part["version"] = content_version(part)
    expected["version"] = content_version(expected | {"version": ""})
    found = to_payload(built())
    assert found == expected
    check_payload(found)


def test_rows_of_the_calendar_are_put_in_order() -> None:
    open_days = (OpenDay(date(2026, 11, 25), "?", "?", ""), *REFERENCE.calendar.open_days)
    calendar = REFERENCE.calendar
    found = built(days=calendar.days[::-1], years=calendar.years[::-1], open_days=open_days).calendar
    assert (found.days, found.years, found.open_days) == (calendar.days, calendar.years, open_days[::-1])


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("calendar", "calendar does not fit its version"),
        ("directory", "directory does not fit its version"),
        ("policies", "policies does not fit its version"),
        ("", "content does not fit its version"),
    ],
)
def test_content_that_is_not_what_its_version_says(part: str, said: str) -> None:
    payload = to_payload(built())
    (payload[part] if part else payload)["surprise"] = 1
    with pytest.raises(PayloadError) as caught:
        check_payload(payload)
    assert str(caught.value) == said


def test_three_more_years_that_only_know_weekends() -> None:
    """calendar.md, section 3: a due date in the year after the last on file is given, as provisional."""
    more = (CalendarYear(2028, False, ""), CalendarYear(2029, False, ""), CalendarYear(2030, False, ""))
    calendar = REFERENCE.calendar
    assert REFERENCE.calendar_ahead == replace(calendar, years=(*calendar.years, *more))
