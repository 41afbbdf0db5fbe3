"""Every refusal of a field: story, act, and the exact error; and beside it the last thing that is still allowed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.errors import ContestOver, InvalidFields
from chalicelib.domain.errors import FieldError as No
from chalicelib.domain.vocabulary import Kind
from tests.unit import test_refusals_leadership
from tests.unit.refused import Row, check_refusal, known_refusals
from tests.unit.stories import (
    BESIDE,
    CITED,
    LATER,
    START,
    Act,
    Story,
    Tale,
    after,
    answer_given,
    at,
    by,
    cite,
    forwarded,
    in_process,
    received,
    refused,
    reported,
    restricted,
    supplement_over,
    triage,
)
from tests.unit.world import AGENCY, FOCAL, INSPECTOR, SUBMITTER

PREFIX = "LS.20260807.K7M4Q"  # the code of every story's case
OTHER = "LS.20260101.AAAAA"
OFFICE = ("Văn phòng UBND tỉnh", "Office of the Provincial People's Committee")
INSPECTORATE = ("Thanh tra tỉnh", "Provincial Inspectorate")
TOMORROW = LATER + timedelta(days=1)
# Two years ahead the calendar ends: the last day that can be promised on LATER, and the next one.
LAST_PROMISE, PAST_PROMISE = LATER + timedelta(days=730), LATER + timedelta(days=731)
DUE, LONGEST = date(2026, 9, 8), date(2026, 10, 6)  # of the answer; twenty working days more


def classify(**values: str) -> Act:
    return by(FOCAL, c.Classify(**{"kind": "conduct", **values}))  # type: ignore[arg-type]


def forward(lead: str, *coordinating: str, field: str = "", note: str = "") -> Act:
    return by(FOCAL, c.Forward(lead=lead, coordinating=coordinating, field=field, note=note))


def extend(until: date | None, on: date = LATER) -> Act:
    return by(AGENCY, c.RequestExtension(reason="x", until=until), on=on)


def promise(day: date) -> Act:
    return by(AGENCY, c.ReportStatus(content="x", promised_on=day))


def answer(**days: date) -> Act:
    return by(AGENCY, c.AnswerCase(content="x", **days))  # type: ignore[arg-type]


def judge(decision: str = "publish", *, item: int = 6, reason: str = "", body: bool = True) -> Act:
    def act(tale: Tale) -> None:
        asked = tale.events[5].fact
        tale.do(FOCAL, c.Review(item=item, decision=decision, reason=reason), asked, body=body)

    return act


# fmt: off
no_field = after(received, by(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H")))
of_sct = after(triage, classify(complained_of="SCT"))
of_office = after(triage, classify(complained_of="VPUB"))
of_nobody = after(triage, classify(complained_of="not-on-file"))
question = after(partial(received, kind=Kind.QUESTION), by(FOCAL, c.WriteTexts(public_title="T", public_content="C",
                 handling_content="H")), classify(kind="question", field="dat-dai", complained_of="SNNMT"))
past = after(triage, by(FOCAL, c.Restrict(ground="denunciation", against="leader")))

ROWS: list[Row] = [
    # --- intake ---
    (received, classify(subtype="illegal"), No("subtype", "unknown")),
    (received, classify(kind="question", subtype="delay"), No("subtype", "unknown")),
    (received, classify(kind="regulation", subtype="illegal"), None),
    (forwarded, classify(complained_of="SNNMT"), No("complained_of", "leads_case", names=OFFICE)),
    (forwarded, classify(complained_of="STC2025"), No("complained_of", "coordinates_case")),
    (forwarded, classify(kind="question", complained_of="SNNMT"), None),
    (forwarded, classify(complained_of="SCT"), None),
    (triage, classify(complained_of="SNNMT"), None),
    (supplement_over, by(FOCAL, c.AskSupplement(content="x")), No("reason", "missing")),
    (supplement_over, by(FOCAL, c.AskSupplement(content="x", reason="x")), None),
    (triage, by(FOCAL, c.AskSupplement(content="x")), None),
    (triage, forward("SNNMT", "STC2025", "SNNMT"), No("coordinating", "is_lead")),
    (no_field, forward("SNNMT"), No("field", "missing")),
    (no_field, forward("SNNMT", field="dat-dai"), None),
    (of_sct, forward("SCT"), No("lead", "complained_of", names=OFFICE)),
    (of_sct, forward("VPUB", "SYT", "SCT"), No("coordinating", "complained_of_beside", names=OFFICE)),
    (of_sct, forward("SYT"), No("note", "not_superior", names=OFFICE)),
    (of_sct, forward("SYT", note="x"), None),
    (of_sct, forward("VPUB"), None),
    (of_office, forward("SYT"), No("note", "not_superior", names=INSPECTORATE)),
    (of_office, forward("TTRA"), None),
    (of_nobody, forward("not-on-file"), No("lead", "complained_of", names=("cơ quan cấp trên", "its superior office"))),
    (question, forward("SNNMT"), None),
    (triage, by(FOCAL, c.Merge(into=PREFIX)), No("into", "same_case")),
    (triage, by(FOCAL, c.Link(to=PREFIX)), No("to", "same_case")),
    (triage, by(FOCAL, c.Split(codes=(OTHER,))), No("parts", "too_few", 2)),
    (triage, by(FOCAL, c.Split(codes=(OTHER, "LS.20260102.BBBBB"))), None),
    (restricted, by(INSPECTOR, c.Restrict(ground="denunciation")), No("against", "same_recipient")),
    (past, by(INSPECTOR, c.Restrict(ground="denunciation", against="inspectorate")), No("against", "same_recipient")),
    (past, by(INSPECTOR, c.Restrict(ground="denunciation")), None),
    # --- agencies ---
    (forwarded, by(BESIDE, c.Contribute(), body=False), No("content", "missing")),
    (forwarded, by(BESIDE, c.Contribute(position="disagree"), body=False), No("content", "missing")),
    (forwarded, by(BESIDE, c.Contribute(position="nothing_to_add"), body=False), None),
    (forwarded, by(AGENCY, c.PassOn(email="stc2025@example.vn")), No("email", "other_agency")),
    (forwarded, by(BESIDE, c.PassOn(email="stc2025@example.vn")), None),
    (of_office, classify(kind="question"), No("kind", "own_office")),
    (of_office, classify(complained_of="SCT"), No("kind", "own_office")),
    (of_office, classify(complained_of="VPUB"), None),
    (in_process, extend(None), No("until", "not_later")),
    (in_process, extend(DUE), No("until", "not_later")),
    (in_process, extend(DUE + timedelta(days=1)), None),
    (in_process, extend(date(2026, 9, 10), on=date(2026, 9, 10)), No("until", "not_later")),
    (in_process, extend(date(2026, 9, 11), on=date(2026, 9, 10)), None),
    (in_process, extend(LONGEST), None),
    (in_process, extend(LONGEST + timedelta(days=1)), No("until", "too_far", 20)),
    (in_process, extend(date(2026, 9, 12)), No("until", "not_working_day")),
    (in_process, extend(PAST_PROMISE), No("until", "too_far", 20)),
    (in_process, promise(LATER - timedelta(days=1)), No("promised_on", "in_past")),
    (in_process, promise(LATER), None),
    (in_process, promise(LAST_PROMISE), None),
    (in_process, promise(PAST_PROMISE), No("promised_on", "too_far", 500)),
    (in_process, answer(), No("completed_on", "result_or_date")),
    (in_process, answer(completed_on=TOMORROW), No("completed_on", "in_future")),
    (in_process, answer(completed_on=LATER), None),
    (in_process, answer(completed_on=LATER, document_date=TOMORROW), No("document_date", "in_future")),
    (in_process, answer(completed_on=LATER, document_date=LATER), None),
    (in_process, answer(promised_on=START), No("promised_on", "in_past")),
    (in_process, answer(promised_on=PAST_PROMISE), No("promised_on", "too_far", 500)),
    (in_process, answer(completed_on=START, promised_on=START), None),
    # --- the focal office ---
    (in_process, cite(PREFIX), No("of", "same_case")),
    (in_process, cite(OTHER, None), No("of", "no_answer")),
    (in_process, cite(OTHER, e.StatusReported("SYT")), No("of", "no_answer")),
    (in_process, cite(OTHER, CITED), None),
    (reported, judge(item=5), No("item", "unknown")),
    (answer_given, judge(item=0), No("item", "unknown")),
    (reported, judge("return", body=False), No("note", "missing")),
    (reported, judge("return"), None),
    (reported, judge(body=False), None),
]
# fmt: on


@pytest.mark.parametrize(("story", "act", "error"), ROWS)
def test_what_is_refused(story: Story, act: Act, error: No | None) -> None:
    check_refusal(story, act, error)


# `receive` is the only one without a case: what came in writing counts from its arrival.
RECEIVED = [
    (dict(received_on=START + timedelta(days=1)), No("received_on", "in_future")),
    (dict(subtype="illegal"), No("subtype", "unknown")),
    (dict(kind=Kind.PRAISE, subtype="delay"), No("subtype", "unknown")),
]


@pytest.mark.parametrize(("values", "error"), RECEIVED)
def test_what_is_not_received(values: dict[str, object], error: No) -> None:
    with pytest.raises(InvalidFields) as found:
        received(**values)
    assert found.value.errors == (error,)
    assert str(found.value) == f"{error.field}:{error.code}"


def test_a_contest_ends_with_the_day_that_the_letter_named() -> None:
    contest = by(SUBMITTER, c.ContestRefusal(content="x"), on=None)
    assert after(refused, at(date(2026, 8, 25)), contest)().head.contested
    with pytest.raises(ContestOver):
        after(refused, at(date(2026, 8, 26)), contest)()


# What a variable stands for in the code, and refusals that only other reference data brings about.
VARIABLE = {("[field]", "[code]"): {("lead", "complained_of"), ("coordinating", "complained_of_beside")}}
ELSEWHERE = {("against", "nobody_on_file")}  # test_restricted


def test_every_refusal_of_the_code_has_a_row() -> None:
    rows = [row[2] for row in (*ROWS, *test_refusals_leadership.ROWS) if row[2]] + [row[1] for row in RECEIVED]
    seen = {(error.field, error.code) for error in rows} | ELSEWHERE
    known = known_refusals()
    assert set(VARIABLE) <= known and len(known) > 40
    assert not {pair for pair in known if not VARIABLE.get(pair, {pair}) <= seen}
