"""The owner's files: every refusal with its file, row and code."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from chalicelib.domain.reference_parse import FILES, ReferenceError_, parse_reference
from infra.operator.data_files import DATA

TEXTS = {name: (DATA / name).read_text(encoding="utf-8") for name in FILES}
ROOT = DATA.parent


def refused(texts: dict[str, str]) -> list[tuple[str, int, str]]:
    with pytest.raises(ReferenceError_) as caught:
        parse_reference(texts)
    error = caught.value
    first = error.problems[0]
    assert (error.file, error.row, error.code) == (first.file, first.row, first.code)
    return [(problem.file, problem.row, problem.code) for problem in error.problems]


def line_of(name: str, start: str) -> int:
    found = [n for n, line in enumerate(TEXTS[name].splitlines(), 1) if line.startswith(start)]
    assert len(found) == 1, (name, start)
    return found[0]


def appended(name: str, line: str) -> tuple[dict[str, str], int]:
    return {**TEXTS, name: TEXTS[name] + line + "\n"}, len(TEXTS[name].splitlines()) + 1


def replaced(name: str, start: str, old: str, new: str) -> tuple[dict[str, str], int]:
    """The file with `old` -> `new` in the one line that begins with `start`."""
    lines = TEXTS[name].splitlines()
    row = line_of(name, start)
    assert old in lines[row - 1]
    lines[row - 1] = lines[row - 1].replace(old, new, 1)
    return {**TEXTS, name: "\n".join(lines) + "\n"}, row


BOXES = "x@example.vn;Giám đốc;x.gd@example.vn;Đầu mối;x.dm@example.vn;"

APPENDED = [
    ("calendar.csv", "2025-01-02;holiday;a;b;;;no", "blank"),
    ("calendar.csv", "2025-1-2;holiday;a;b;c;;no", "malformed_date"),
    ("calendar.csv", "20250102;holiday;a;b;c;;no", "malformed_date"),
    ("calendar.csv", "2025-02-30;holiday;a;b;c;;no", "malformed_date"),
    ("calendar.csv", ";holiday;a;b;c;;no", "blank"),
    ("calendar.csv", "2025-01-02;holiday;a;b;c;tomorrow;no", "malformed_date"),
    ("calendar.csv", "2025-01-02;feast;a;b;c;;no", "unknown_choice"),
    ("calendar.csv", "2025-01-02;weekend;a;b;c;;no", "unknown_choice"),
    ("calendar.csv", "2025-01-02;holiday;a;b;c;;maybe", "unknown_choice"),
    ("calendar.csv", "2025-01-02;holiday;a;b;c;no", "wrong_number_of_columns"),
    ("calendar.csv", '2025-01-02;holiday;"a\x07";b;c;;no', "control_character"),
    ("calendar.csv", "2025-01-02;swap_work;a;b;c;;no", "swap_work_on_weekday"),
    ("calendar.csv", "2025-01-04;holiday;a;b;c;;no", "off_on_weekend"),
    ("calendar.csv", "2025-01-01;swap_off;a;b;c;;no", "duplicate_day"),
    ("calendar.csv", "2028-01-03;holiday;a;b;c;;no", "year_without_status"),
    ("calendar_years.csv", "2027;official;x", "duplicate_year"),
    ("calendar_years.csv", "28;official;x", "malformed_year"),
    ("calendar_years.csv", "1974;official;x", "malformed_year"),
    ("calendar_years.csv", ";official;x", "blank"),
    ("calendar_years.csv", "2028;perhaps;x", "unknown_choice"),
    ("calendar_open.csv", "2026-11-24;a;b;c", "open_but_decided"),
    ("calendar_open.csv", "2026-11-23;a;b;c", "duplicate_day"),
    ("calendar_open.csv", "2030-01-01;a;b;c", "year_without_status"),
    ("agencies.csv", f"SYT;Sở Khác;Other;so;;;;VPUB;{BOXES}", "overlapping_validity"),
    ("agencies.csv", f"SXD;Sở Khác;Other;so;2026-01-01;;;VPUB;{BOXES}", "duplicate_code"),
    ("agencies.csv", f"SYT2;Sở Y tế;Health;so;2026-01-01;;;VPUB;{BOXES}", "overlapping_validity"),
    ("agencies.csv", f"X;Cục Thuế tỉnh;X;so;2025-02-28;;;VPUB;{BOXES}", "overlapping_validity"),  # by one day
    ("agencies.csv", f"X;Sở Xây dựng;X;so;;2025-03-01;-;VPUB;{BOXES}", "overlapping_validity"),
    ("agencies.csv", f"X;X;X;so;2026-01-02;2026-01-01;-;VPUB;{BOXES}", "ends_before_it_begins"),
    ("agencies.csv", f"X;X;X;so;;2026-01-01;*:NOBODY;VPUB;{BOXES}", "unknown_successor"),
    ("agencies.csv", f"X;X;X;so;;2026-01-01;*:X;VPUB;{BOXES}", "own_successor"),
    ("agencies.csv", f"X;X;X;so;;2026-01-01;*:SKHDT;VPUB;{BOXES}", "gap_in_succession"),
    ("agencies.csv", f"X;X;X;so;;2025-02-01;*:SNNMT;VPUB;{BOXES}", "gap_in_succession"),
    ("agencies.csv", f"X;X;X;so;;2025-02-27;*:SNNMT;VPUB;{BOXES}", "gap_in_succession"),  # one day is a gap
    ("agencies.csv", f"X;X;X;so;;2026-01-01;moon:SYT;VPUB;{BOXES}", "unknown_field"),
    ("agencies.csv", f"X;X;X;so;;2026-01-01;SYT;VPUB;{BOXES}", "malformed_succession"),
    ("agencies.csv", f"X;X;X;so;;2026-01-01;*:SYT|*:SCT;VPUB;{BOXES}", "field_succeeded_twice"),
    ("agencies.csv", f"X;X;X;so;;2026-01-01;;VPUB;{BOXES}", "ended_without_successor"),
    ("agencies.csv", f"X;X;X;so;;;*:SYT;VPUB;{BOXES}", "successor_without_end"),
    ("agencies.csv", f"X;X;X;so;;;;NOBODY;{BOXES}", "unknown_agency"),
    ("agencies.csv", f"X;X;X;so;;;;X;{BOXES}", "own_superior"),
    ("agencies.csv", f"X;X;X;bo;;;;VPUB;{BOXES}", "unknown_choice"),
    ("agencies.csv", f"Sở;X;X;so;;;;VPUB;{BOXES}", "malformed_code"),
    ("agencies.csv", "X;X;X;so;;;;VPUB;x at example.vn;h;x.gd@example.vn;f;x.dm@example.vn;", "bad_mailbox"),
    ("agencies.csv", "X;X;X;so;;;;VPUB;x@localhost;h;x.gd@example.vn;f;x.dm@example.vn;", "bad_mailbox"),
    ("agencies.csv", "X;X;X;so;;;;VPUB;x@example.vn;h;syt@example.vn;f;x.dm@example.vn;", "duplicate_mailbox"),
    ("agencies.csv", "X;X;X;so;;;;VPUB;x@example.vn;;x.gd@example.vn;f;x.dm@example.vn;", "blank"),
    ("fields.csv", "y-te;a;b;;SYT;", "duplicate_code"),
    ("fields.csv", "x;a;b;PCI-11;SYT;", "unknown_choice"),
    ("fields.csv", "x;a;b;;NOBODY;", "unknown_agency"),
    ("fields.csv", "x;a;b;;STNMT;", "lead_not_valid"),
    ("fields.csv", "x;a;b;;STNMT|2025-04-01:SNNMT;", "lead_not_valid"),
    ("fields.csv", "x;a;b;;STNMT|2025-03-02:SNNMT;", "lead_not_valid"),  # one day too long
    ("fields.csv", "x;a;b;;STNMT|2025-02-28:SNNMT;", "lead_not_valid"),  # one day too early
    ("fields.csv", "x;a;b;;SNNMT;", "lead_not_valid"),
    ("fields.csv", "x;a;b;;SYT|2025-03-01:SCT|2025-03-01:STP;", "overlapping_validity"),
    ("fields.csv", "x;a;b;;SYT|SCT;", "malformed_leads"),
    ("fields.csv", "x;a;b;;2025-01-01:SYT;", "malformed_leads"),
    ("fields.csv", "x;a;b;;SYT|2025-02-30:SCT;", "malformed_leads"),
    ("fields.csv", "x;a;b;;;", "blank"),
    ("places.csv", "htd-05;a;b;HTD;HTD-99", "duplicate_code"),
    ("places.csv", "x;a;b;HTD;HTD-05", "duplicate_agency"),
    ("places.csv", "x;a;b;HTD;HTD-99", "unknown_agency"),
    ("places.csv", "x;a;b;HXX;HTD-05", "unknown_agency"),
    ("places.csv", "x;a;b;HTD;SYT", "wrong_group"),
    ("places.csv", "x;a;b;HLB;HTD-05", "district_without_commune"),
    ("officers.csv", "van-phong-1;clerk;a;b;x@example.vn;;;;", "duplicate_code"),
    ("officers.csv", "x;king;a;b;x@example.vn;;;;", "unknown_choice"),
    ("officers.csv", "x;clerk;a;b;snnmt@example.vn;;;;", "duplicate_mailbox"),
    ("officers.csv", "x;clerk;a;b;x@example.vn;NOBODY;;;", "unknown_agency"),
    ("officers.csv", "x;clerk;a;b;x@example.vn;;y-te;;", "fields_without_charge"),
    ("officers.csv", "x;vice_chair;a;b;x@example.vn;;moon;;", "unknown_field"),
    ("officers.csv", "x;vice_chair;a;b;x@example.vn;;y-te;2026-01-01;", "overlapping_validity"),
    ("officers.csv", "x;clerk;a;b;x@example.vn;;;2026-01-02;2026-01-01", "ends_before_it_begins"),
]


@pytest.mark.parametrize(
    ("name", "line", "code"), APPENDED, ids=[f"{n}-{c}-{i}" for i, (n, _, c) in enumerate(APPENDED)]
)
def test_a_bad_row_refuses_the_file_and_names_the_row(name: str, line: str, code: str) -> None:
    texts, row = appended(name, line)
    assert (name, row, code) in refused(texts)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("agencies.csv", f"X;X;X;so;2026-01-01;2026-01-01;-;VPUB;{BOXES}"),  # a single day, no successor
        ("agencies.csv", f"X;X;X;so;;2025-02-28;*:SNNMT;VPUB;{BOXES}"),
        ("agencies.csv", f"X;Sở Xây dựng (cũ);X;so;2025-03-01;;;VPUB;{BOXES}"),  # the name is free again
        ("agencies.csv", f"X;Cục Thuế tỉnh;X;so;2025-03-01;;;VPUB;{BOXES}"),
        ("fields.csv", "x;a;b;;STNMT|2025-03-01:SNNMT;"),
        ("fields.csv", "x;a;b;PGI-4;SYT|2025-03-01:SCT|2025-03-02:STP;"),
        ("officers.csv", "x;clerk;a;b;x@example.vn;;;2026-01-01;2026-01-01"),
    ],
)
def test_a_sound_row_is_taken(name: str, line: str) -> None:
    parse_reference(appended(name, line)[0])


@pytest.mark.parametrize(
    ("one", "two", "sound"),
    [
        (";2025-06-30", "2025-07-01;", True),
        ("2025-07-01;", ";2025-06-30", True),
        (";2025-06-30", "2025-06-30;", False),
        ("2025-06-30;", ";2025-06-30", False),
        (";", "2025-07-01;", False),
    ],
)
def test_one_vice_chair_in_charge_at_a_time(one: str, two: str, sound: bool) -> None:
    rows = f"x;vice_chair;a;b;x@example.vn;;khac;{one}\ny;vice_chair;a;b;y@example.vn;;khac;{two}"
    texts, row = appended("officers.csv", rows)
    if sound:
        parse_reference(texts)
    else:
        assert refused(texts) == [("officers.csv", row + 1, "overlapping_validity")]


def test_a_day_both_off_and_worked_is_refused() -> None:
    texts, row = appended("calendar.csv", "2024-05-04;holiday;a;b;c;;no")
    assert ("calendar.csv", row, "off_and_worked") in refused(texts)


def test_a_district_must_leave_with_its_successors() -> None:
    """The gap that agencies.csv had: the tax office ended on 28/02/2025, its successor began on 01/07/2025."""
    texts, row = replaced("agencies.csv", "CUCTHUE;", "*:CCTKV", "*:THUETINH")
    assert refused(texts) == [("agencies.csv", row, "gap_in_succession")]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("calendar.csv", "date;kind\n", ("calendar.csv", 1, "missing_column")),
        ("calendar_years.csv", "", ("calendar_years.csv", 1, "missing_column")),
        ("calendar.csv", "", ("calendar.csv", 1, "missing_column")),
        ("places.csv", "id;name_vi;name_en;district;agency;extra\n", ("places.csv", 1, "unknown_column")),
        ("places.csv", "id;name_vi;name_en;district;agency;id\n", ("places.csv", 1, "duplicate_column")),
        ("calendar_years.csv", "year;status;source\n", ("calendar.csv", 2, "year_without_status")),
        (
            "calendar_years.csv",
            "\n".join(line for line in TEXTS["calendar_years.csv"].splitlines() if "2025" not in line[:4]),
            ("calendar_years.csv", 0, "gap_between_years"),
        ),
        (
            "calendar_years.csv",
            TEXTS["calendar_years.csv"] + "2028;unofficial;x\n",
            ("calendar_years.csv", 0, "year_without_days"),
        ),
    ],
)
def test_a_bad_file_is_refused(name: str, text: str, expected: tuple[str, int, str]) -> None:
    assert expected in refused({**TEXTS, name: text})


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused(name: str) -> None:
    assert refused({key: text for key, text in TEXTS.items() if key != name}) == [(name, 0, "missing_file")]


def test_all_problems_are_reported_at_once() -> None:
    texts, row = appended("calendar.csv", "2025-01-04;holiday;a;b;c;;no\n2025-13-01;holiday;a;b;c;;no")
    found = refused({**texts, "places.csv": TEXTS["places.csv"] + "x;a;b;HTD;SYT\n"})
    assert ("calendar.csv", row, "off_on_weekend") in found
    assert ("calendar.csv", row + 1, "malformed_date") in found
    assert any(name == "places.csv" for name, _, _ in found)


def test_rows_are_counted_as_lines_even_after_empty_lines() -> None:
    texts, row = appended("calendar.csv", "\n;;;;;;\n2025-01-04;holiday;a;b;c;;no")
    assert refused(texts) == [("calendar.csv", row + 2, "off_on_weekend")]


def test_spreadsheet_habits_change_nothing() -> None:
    texts = {
        name: "\ufeff" + unicodedata.normalize("NFD", text).replace("\n", "\r\n") if name.endswith(".csv") else text
        for name, text in TEXTS.items()
    }
    assert parse_reference(texts) == parse_reference(TEXTS)


def policy_with(change: dict[str, Any], drop: str = "") -> str:
    document = json.loads(TEXTS["policy.json"])
    document["versions"][0].update(change)
    document["versions"][0].pop(drop, None)
    return json.dumps(document)


BASE = json.loads(TEXTS["policy.json"])["versions"][0]
STEP = {"id": "x", "anchor": "due_on", "working_days": 1, "recipients": ["holder"]}


def clock_with(rule: Any) -> str:
    return policy_with({"clocks": {**BASE["clocks"], "x": rule}})


def agency_ladder(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"ladders": {**BASE["ladders"], "agency": list(steps)}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "not_json"),
        ("[]", "empty"),
        ('{"versions": []}', "empty"),
        (policy_with({}, drop="limits"), "missing_section"),
        (policy_with({"surprise": 1}), "unknown_section"),
        (policy_with({"valid_from": "01/01/2023"}), "malformed_date"),
        (policy_with({"valid_from": "2025-06-16"}), "overlapping_validity"),
        (policy_with({"id": "2025.1"}), "unknown_version"),
        (policy_with({"province": {"prefix": "ls", "name_vi": "x", "name_en": "x"}}), "malformed_code"),
        (policy_with({"province": {"prefix": "LS", "name_vi": "", "name_en": "x"}}), "blank"),
        (policy_with({"kinds": ["rumour"]}), "unknown_choice"),
        (policy_with({"clocks": {"publication": BASE["clocks"]["publication"]}}), "missing_clock"),
        (clock_with(5), "malformed_clock"),
        (clock_with({"working_days": 0, "basis": "policy", "source": ""}), "malformed_number"),
        (clock_with({"working_days": 1, "basis": "rumour", "source": ""}), "unknown_choice"),
        (clock_with({"working_days": 1, "basis": "law", "source": ""}), "blank"),
        (clock_with({"working_days": 1, "basis": "policy", "source": "", "by_kind_source": 5}), "malformed_clock"),
        (policy_with({"limits": {**BASE["limits"], "rearms": -1}}), "malformed_number"),
        (policy_with({"limits": {**BASE["limits"], "rearms": True}}), "malformed_number"),
        (policy_with({"limits": {**BASE["limits"], "surprise": 1}}), "unknown_choice"),
        (policy_with({"switches": {**BASE["switches"], "name_persons": 0}}), "malformed_number"),
        (policy_with({"trusted_agencies": ["NOBODY"]}), "unknown_agency"),
        (policy_with({"focal": [{"kind": "*", "from": "2023-01-01", "agency": "NOBODY"}]}), "unknown_agency"),
        (policy_with({"focal": [{"kind": "*", "from": "2023-01-01", "agency": "SNNMT"}]}), "agency_not_valid"),
        (policy_with({"focal": [{"kind": "*", "from": "2023-01-02", "agency": "VPUB"}]}), "gap"),
        (policy_with({"focal": []}), "gap"),
        (policy_with({"focal": [{"kind": "conduct", "from": "2023-01-01", "agency": "VPUB"}]}), "gap"),
        (policy_with({"focal": BASE["focal"] * 2}), "overlapping_validity"),
        (policy_with({"focal": [{"kind": "*"}]}), "malformed_role"),
        (policy_with({"focal": [{"kind": "*", "from": "x", "agency": "VPUB"}]}), "malformed_date"),
        (policy_with({"ladders": {}}), "missing_ladder"),
        (policy_with(agency_ladder({"id": "x"})), "malformed_step"),
        (policy_with(agency_ladder({**STEP, "anchor": "birth"})), "malformed_step"),
        (policy_with(agency_ladder({**STEP, "working_days": "1"})), "malformed_step"),
        (policy_with(agency_ladder({**STEP, "recipients": ["press"]})), "unknown_choice"),
        (policy_with(agency_ladder({**STEP, "recipients": []})), "empty"),
        (policy_with(agency_ladder(STEP, {**STEP, "working_days": 2})), "duplicate_code"),
        (policy_with(agency_ladder(STEP, {**STEP, "id": "y", "working_days": -1})), "steps_out_of_order"),
        (policy_with(agency_ladder(STEP, {**STEP, "id": "y"})), "steps_out_of_order"),
        (policy_with(agency_ladder({**STEP, "working_days": 251})), "malformed_step"),
    ],
)
def test_a_bad_policy_is_refused(text: str, code: str) -> None:
    assert ("policy.json", code) in [(name, found) for name, _, found in refused({**TEXTS, "policy.json": text})]
