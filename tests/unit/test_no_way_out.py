"""Nobody washes a delay away, buries a naming, or clears the own office; and nobody pays for another's lock."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import Case
from chalicelib.domain.decide import actions_for
from chalicelib.domain.decide.restricted import interrupted
from chalicelib.domain.errors import ActionNotAllowed, InvalidFields
from chalicelib.domain.listed import is_overdue
from chalicelib.domain.story import tell
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Channel, Kind, Role, Status, Timeliness
from tests.unit.effects import clock_lines
from tests.unit.stories import (
    LATER,
    REPORT,
    START,
    TEXTS,
    Story,
    Tale,
    after,
    answer_given,
    answered,
    by,
    cite,
    forwarded,
    in_process,
    naming_replied,
    received,
    reopened,
    review,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, INSPECTOR, LEADER, OTHER_FOCAL, SUBMITTER, code_of

OVER, BACK = date(2026, 9, 9), date(2026, 9, 30)  # the day after the last one in time; the inspector's answer


def release(tale: Tale) -> None:
    tale.today = max(BACK, tale.today)
    tale.do(INSPECTOR, c.Release(note="x"), interrupted(tale.events))


def taken_for_a_denunciation(story: Story) -> Tale:
    return after(story, by(FOCAL, c.Restrict(ground="denunciation"), on=None), release)()


# --- restricting and giving back ---


def test_a_delay_outlives_a_restriction() -> None:
    late = after(in_process, wait(OVER))
    before = clock_lines(late().head)["publication"]
    tale = taken_for_a_denunciation(late)
    assert tale.head.status is Status.RECEIVED
    assert clock_lines(tale.head)["publication"] == before
    assert is_overdue(tale.head)
    told = tell(tale.events)
    assert told
    assert told.timeliness is Timeliness.OVERDUE
    assert clock_lines(tale.head)["forwarding"].startswith(f"forwarding {BACK} +5"), "it is forwarded anew"


def test_the_limits_of_a_case_in_triage_go_on_from_receipt() -> None:
    tale = taken_for_a_denunciation(triage)
    assert {clock.name: clock.start_on for clock in tale.head.clocks} == {"forwarding": START, "publication": START}
    asked = taken_for_a_denunciation(after(triage, by(FOCAL, c.AskSupplement(content="x"))))
    [publication] = [clock for clock in asked.head.clocks if clock.name == "publication"]
    assert publication.pauses == ((LATER, BACK),), "nobody waits for the submitter any more"


def test_a_proposal_to_name_rests_and_comes_back() -> None:
    tale = taken_for_a_denunciation(naming_replied)
    naming = tale.head.naming
    assert naming is not None
    assert (naming.agency, naming.reply) == ("SNNMT", 7)
    assert tale.head.naming_waits
    assert [item.type for item in tale.head.pending] == ["naming_reply"]
    assert "decide_naming" in actions_for(tale.head, LEADER)


def test_twice_restricted_is_one_interruption() -> None:
    passed_on = after(
        in_process, by(FOCAL, c.Restrict(ground="denunciation")), by(INSPECTOR, c.Restrict(against="leader"))
    )
    before = interrupted(passed_on().events)
    assert before is not None
    assert before.status is Status.IN_PROCESS
    assert interrupted(in_process().events[:0]) is None


def test_praise_comes_back_without_a_time_limit() -> None:
    tale = taken_for_a_denunciation(after(received, by(FOCAL, c.Classify(kind="praise"), on=None)))
    praise = taken_for_a_denunciation(lambda: received(kind=Kind.PRAISE))
    assert [clock.name for clock in praise.head.clocks] == ["forwarding"]
    assert {clock.name for clock in tale.head.clocks} == {"forwarding", "publication"}, "named praise later: no way out"


# --- what was decided once ---

decided = after(
    forwarded,
    by(AGENCY, c.ReturnCase(reason="x", competent="SXD2025")),
    by(FOCAL, c.Forward(lead="SNNMT")),
    by(AGENCY, c.ReturnCase(reason="x", competent="SXD2025")),
    by(FOCAL, c.Forward(lead="SNNMT")),
)


@pytest.mark.parametrize(("lead", "final"), [("SNNMT", True), ("STC2025", False)], ids=["the same", "another"])
def test_sending_it_again_to_the_same_office_does_not_reopen_who_is_competent(lead: str, final: bool) -> None:
    """Two returns in a row: the focal office has decided, and the office it was decided for cannot return it."""
    assert decided().head.final
    assert after(decided, by(FOCAL, c.Reassign(lead=lead)))().head.final is final


def test_one_answer_at_a_time() -> None:
    assert {"answer", "cite_answer"}.isdisjoint(actions_for(answer_given().head, FOCAL))
    assert "answer" not in actions_for(answer_given().head, AGENCY)
    assert "answer" in actions_for(after(in_process, by(AGENCY, REPORT))().head, AGENCY), "a report is no answer"


def test_a_report_on_what_has_no_time_limit_begins_one() -> None:
    """Praise that an agency reports on: whoever began to answer goes on within 20 days (R1-17)."""
    to_agency = by(FOCAL, c.Forward(lead="SNNMT", field="dat-dai"))
    praised = after(lambda: received(kind=Kind.PRAISE), by(FOCAL, TEXTS), to_agency)
    tale = after(praised, by(AGENCY, REPORT), review())()
    assert clock_lines(tale.head)["publication"] == "publication 2026-08-12 +20 2026-09-11"
    assert tale.head.rearms == 1


# --- one's own office ---

own = after(triage, by(FOCAL, c.Classify(kind="conduct", complained_of="VPUB"), on=None))


@pytest.mark.parametrize(
    ("command", "allowed"),
    [
        (c.Classify(kind="question"), False),
        (c.Classify(kind="conduct", complained_of="SCT"), False),
        (c.Classify(kind="conduct", subtype="delay"), True),
        (c.Classify(kind="conduct", complained_of="VPUB"), True),
    ],
    ids=["away from conduct", "to another office", "more exactly", "the same again"],
)
def test_the_focal_office_does_not_reclassify_what_is_said_about_it(command: c.Classify, allowed: bool) -> None:
    tale = own()
    if allowed:
        tale.do(FOCAL, command)
        return
    with pytest.raises(InvalidFields) as found:
        tale.do(FOCAL, command)
    assert code_of(found) == ("kind", "own_office")


def test_what_is_said_about_others_may_be_reclassified() -> None:
    after(triage, by(FOCAL, c.Classify(kind="conduct", complained_of="SCT")), by(FOCAL, c.Classify(kind="question")))()


# --- what the submitter is not content with ---


def test_a_reopened_case_is_answered_by_its_agency_and_not_at_the_desk() -> None:
    tale = reopened()
    assert {"answer", "cite_answer"}.isdisjoint(actions_for(tale.head, FOCAL))
    assert "answer" in actions_for(tale.head, AGENCY)
    with pytest.raises(ActionNotAllowed):
        tale.act(cite())


def test_closing_early_takes_no_rating_away() -> None:
    tale = after(answered, by(FOCAL, c.Close(note="x")))()
    assert tale.head.status is Status.CLOSED
    assert "rate" in actions_for(tale.head, SUBMITTER)
    tale.do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"))
    assert tale.head.status is Status.REOPENED


def test_the_time_to_rate_ends_quietly_in_a_closed_case() -> None:
    tale = after(answered, by(FOCAL, c.Close(note="x")))()
    known = len(entries(tale.events))
    tale.act(wait(date(2026, 8, 26)), wait(date(2026, 8, 27)))
    assert (tale.head.status, tale.head.clocks) == (Status.CLOSED, ())
    assert len(entries(tale.events)) == known
    assert "rate" not in actions_for(tale.head, SUBMITTER)


# --- locked, or entered late ---


def test_the_days_of_a_lock_are_the_focal_offices() -> None:
    """A state secret was suspected on 12 August and denied on 29 September: the agency could not act meanwhile."""
    tale = after(forwarded, by(FOCAL, c.Purge(reason="x")))()
    assert tale.head.holder == (Role.FOCAL, "")
    tale.act(wait(date(2026, 9, 29)))
    assert not tale.head.namings or tale.head.namings[0].agency == "VPUB"
    tale.do(OTHER_FOCAL, c.ConfirmPurge(decision="reject"))
    assert (tale.head.holder, tale.head.called_on) == ((Role.AGENCY, "SNNMT"), date(2026, 9, 29))
    steps = len(tale.events)
    tale.act(wait(date(2026, 9, 30)))
    assert [x for x in tale.events[steps:] if x.type == "naming_proposed"] == []


def test_what_is_entered_late_names_nobody_at_once() -> None:
    """A letter of March, entered in August: its limits are over, and the focal office hears of it today."""
    tale = Tale(START)
    tale.receive(channel=Channel.LETTER, received_on=date(2026, 3, 2), kind=Kind.QUESTION)
    tale.act(by(FOCAL, TEXTS, on=None), wait(date(2026, 8, 10)))
    assert {step for step, _ in tale.steps} == {"overdue"}
    assert tale.head.namings == ()


def test_a_web_petition_needs_no_such_day() -> None:
    tale = Tale(START)
    tale.receive()
    assert isinstance(tale.head, Case)
    assert tale.head.called_on is None
