"""The demo's data: every line can be played, and nothing that it publishes gives a person away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import vocabulary as v
from chalicelib.domain.commands import COMMANDS
from chalicelib.domain.parsing import parse_command
from chalicelib.domain.petition import NOTICE_VERSION, parse_petition
from chalicelib.domain.reference import Reference
from infra.local.demo import pdf, state
from infra.local.demo.outcome import marks
from infra.local.demo.rows import BOUNCE, LAST_DAY, LET_THROUGH, Row, Step, day_of, read, start_day, timetable
from infra.operator.data_files import read_reference

ROWS = read()
TODAY = date(2026, 11, 22)
PEOPLE = {"submitter", "clerk", "desk", "leader", "inspectorate"}
# Texts that only the submitter, the desk or one office read.
PRIVATE = {"submit", "register", "supplement", "rate", "raise_again", "withdraw", "restrict"}
IDS = [row.id for row in ROWS]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference()


def parametrize_rows() -> Any:
    return pytest.mark.parametrize("row", ROWS, ids=IDS)


def test_the_twenty_samples_are_there_and_each_id_once() -> None:
    assert len(set(IDS)) == len(IDS)
    assert sum(row.id.startswith("S") for row in ROWS) == 20
    assert all(row.raw.get("expected") for row in ROWS if row.id.startswith("S"))


@parametrize_rows()
def test_the_petition_is_accepted_as_it_stands(row: Row, reference: Reference) -> None:
    body = {**row.petition(), "notice_version": NOTICE_VERSION, "channel": row.raw["channel"]}
    petition = parse_petition(body, reference, TODAY, by_clerk=row.by_clerk)
    assert petition.channel is v.Channel(row.raw["channel"])
    assert petition.submitter.email.endswith("@example.vn") or petition.submitter.phone


@parametrize_rows()
def test_kind_field_and_agencies_exist(row: Row, reference: Reference) -> None:
    raw, directory = row.raw, reference.directory
    v.Kind(raw["kind"])
    v.Status(row.ends)
    assert not raw.get("subtype") or raw["subtype"] in v.SUBTYPES[v.Kind(raw["kind"])]
    if raw.get("field"):
        directory.field(raw["field"])
    for code in (*([raw["lead"]] if raw.get("lead") else []), *raw["coordinating"]):
        assert directory.valid_on(code, start_day(reference.calendar_ahead, TODAY)), code


@parametrize_rows()
def test_steps_are_in_order_and_name_people_on_file(row: Row, reference: Reference) -> None:
    steps = row.steps()
    assert [step.day for step in steps] == sorted(step.day for step in steps)
    assert all(0 <= step.day <= LAST_DAY for step in steps)
    assert steps[0].do == ("register" if row.by_clerk else "submit")
    assert len({step.key for step in steps}) == len(steps)
    for step in steps:
        assert step.who in PEOPLE or reference.directory.has_agency(step.who), step


@parametrize_rows()
def test_what_is_typed_passes_the_checks_of_its_action(row: Row, reference: Reference) -> None:
    start = start_day(reference.calendar_ahead, TODAY)
    for step in row.steps():
        if step.do in ("submit", "register", "look", LET_THROUGH, BOUNCE):
            continue
        values = {**_filled(row, step), "item": 1, "attachments": []}
        for name, value in values.items():
            if isinstance(value, str) and re.fullmatch(r"@\d+", value):
                values[name] = day_of(reference.calendar_ahead, start, int(value[1:])).isoformat()
            elif isinstance(value, str) and value.startswith("@"):
                assert value[1:] in IDS
                values[name] = "LS.20260601.AAAAA"
        parse_command(COMMANDS[step.do], values, reference, TODAY)


def _filled(row: Row, step: Step) -> dict[str, Any]:
    names = ("kind", "subtype", "field", "place", "complained_of", "lead", "coordinating")
    texts = ("public_title", "public_content", "handling_content")
    return {**{name: row.raw[name] for name in (*names, *texts) if name in row.raw}, **step.values}


def published(row: Row) -> Iterator[str]:
    yield row.raw.get("public_title", "")
    yield row.raw.get("public_content", "")
    for step in row.steps():
        if step.do not in PRIVATE:
            yield from (value for value in step.values.values() if isinstance(value, str))


@parametrize_rows()
def test_nothing_public_and_nothing_for_agencies_names_the_person(row: Row) -> None:
    for text in (*published(row), row.raw.get("handling_content", "")):
        for secret in row.personal():
            assert secret.casefold() not in text.casefold(), (secret, text)
        assert not re.search(r"\d{12}|0900|@example|12C-", text), text


def test_days_count_back_from_today_whatever_the_day(reference: Reference) -> None:
    calendar = reference.calendar_ahead
    for today in (date(2026, 11, 22), date(2026, 11, 20), date(2026, 9, 3), date(2027, 2, 11)):
        last = day_of(calendar, start_day(calendar, today), LAST_DAY)
        assert last < today
        assert calendar.working_days_between(last, today) in (0, 1)


def test_the_timetable_keeps_the_order_of_the_days_and_names_each_step_once() -> None:
    steps = timetable(ROWS)
    assert [step.day for step in steps] == sorted(step.day for step in steps)
    assert len({step.key for step in steps}) == len(steps)


def test_the_document_is_a_pdf_whose_table_points_at_its_objects() -> None:
    data = pdf.make("Phiếu hẹn (đã ký)")
    assert data.startswith(b"%PDF-1.4")
    offsets = [int(line[:10]) for line in data.split(b"xref\n", 1)[1].splitlines()[2:7]]
    assert [data[at : at + 7] for at in offsets] == [b"%d 0 obj" % n for n in range(1, 6)]
    assert int(data.rsplit(b"startxref\n")[1].split()[0]) == data.index(b"xref\n")


def test_the_state_survives_and_keeps_its_keys(tmp_path: Any) -> None:
    first = state.load(tmp_path)
    first.cases["S01"] = ("LS.20260601.AAAAA", "1-AAAA")
    first.save()
    again = state.load(tmp_path)
    assert again.key("S01-0-submit") == first.key("S01-0-submit")
    assert again.cases["S01"][0] == "LS.20260601.AAAAA"
    assert state.load(tmp_path / "other").seed != first.seed


SHOWN: list[tuple[str, dict[str, Any], set[str]]] = [
    ("nothing", {}, set()),
    ("no letter", {"timeline": [{"type": "forwarded", "undelivered": {"vi": "x"}}]}, {"forwarded", "undelivered"}),
    ("arrived", {"timeline": [{"type": "forwarded", "undelivered": None}]}, {"forwarded"}),
    ("named, heard", {"namings": [{"ended": None, "reply": {"content": "x"}}]}, {"standing", "naming_reply"}),
    ("named no more", {"namings": [{"ended": {"on": "x"}, "reply": None}]}, {"retired"}),
    ("thanked", {"honours": [{"whom": "submitter", "name": None}]}, {"honour_submitter"}),
    ("by name", {"honours": [{"whom": "submitter", "name": "x"}]}, {"honour_submitter", "submitter_name"}),
    ("words wait", {"directives": [{"content": None}], "contributions": [{"content": "x"}]}, {"contributions"}),
    ("a passage, a part", {"withheld": [{"passages": 1}, {"passages": 0}]}, {"passage"}),
    ("a part", {"withheld": [{"passages": 0}]}, set()),
]


@pytest.mark.parametrize(("name", "doc", "expected"), SHOWN, ids=[row[0] for row in SHOWN])
def test_what_a_page_shows_of_the_story(name: str, doc: dict[str, Any], expected: set[str]) -> None:
    assert marks(doc) == expected
