"""Naming an agency (R1-14, R1-28): proposed, replied to, signed by a leader, over after some months. And honours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.deadlines import vietnam_midnight
from chalicelib.domain.decide import actions_for
from chalicelib.domain.decide.delays import exceeded
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.notices import notices
from chalicelib.domain.queues import queue_of
from chalicelib.domain.reading import may_open
from chalicelib.domain.vocabulary import Role, Status
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, SUBMITTER, Life, code_of, told

START, STEP = date(2026, 8, 7), date(2026, 9, 29)  # the 15th working day after the 8 September on which it is due
REPLY_DUE = date(2026, 10, 6)
F = TypeVar("F")
NAMED = Actor(Role.NAMED, "SNNMT", "SNNMT")
NAME: dict[str, Any] = {"decision": "name", "content": "Chậm 15 ngày làm việc", "signer": "Nguyễn Văn A"}


def head(story: Life) -> Case:
    assert story.case
    return story.case


def life(lead: str = "SNNMT", **received: object) -> Life:
    return Life(START).receive(**received).forwarded(lead)


def proposed() -> Life:
    return life().tick_daily(STEP)


def before_leader() -> Life:
    return proposed().tick_daily(REPLY_DUE + timedelta(days=1))


def by_office(**changes: str) -> Life:
    values = {"failure": "evasion", "content": "Hai lần trả lời vòng vo"}
    return life().do(FOCAL, c.ProposeNaming(**(values | changes)))


def named() -> Life:
    return before_leader().do(LEADER, c.DecideNaming(**NAME))


def lost(notice: str, key: str, item: int = 9) -> c.ReportMailFailure:
    return c.ReportMailFailure(notice=notice, to=key, cause="x", item=item)


def late(story: Life, agency: str = "SNNMT") -> e.Fact | None:
    """The limit that ended in the agency's hands, as the use case looks it up."""
    return exceeded(story.context(SYSTEM), story.events, agency)


def facts(story: Life, kind: type[F]) -> list[F]:
    return [event.fact for event in story.events if isinstance(event.fact, kind)]


def names(story: Life) -> set[str]:
    assert story.case
    return {clock.name for clock in head(story).clocks}


# --- proposed by the ladder ---


def test_the_ladder_proposes_with_its_step_and_the_reply_time_begins() -> None:
    story = proposed()
    step, proposal = story.events[-2], story.events[-1]
    assert step.fact == e.StepReached("publication", "propose_naming", STEP, date(2026, 9, 8))
    assert proposal.fact == e.NamingProposed("SNNMT", "delay", STEP, "ladder", START, "publication", date(2026, 9, 8))
    clock = head(story).clock("naming_reply")
    assert clock is not None and (clock.start_on, clock.due_on) == (STEP, REPLY_DUE)
    assert told(story) == [("naming_notice", "named", "SNNMT")] * 2, "the office and its head"
    assert not head(story).naming_waits and "decide_naming" not in actions_for(head(story), LEADER)


def test_a_late_run_gives_the_agency_its_whole_time_to_reply() -> None:
    story = life()
    story.today = date(2026, 11, 2)
    story.do(SYSTEM, c.Tick(), body=False)
    [proposal] = facts(story, e.NamingProposed)
    assert isinstance(proposal, e.NamingProposed) and proposal.on == STEP
    clock = head(story).clock("naming_reply")
    assert clock is not None and clock.start_on == story.today


def test_it_is_proposed_once_whatever_else_is_late() -> None:
    """A directive that is as late as the answer proposes nothing new for the same arming."""
    story = life().do(FOCAL, c.RecordDirective(leader="x", date=START, number="1", content="x"))
    story.tick_daily(date(2027, 3, 1))
    assert len(facts(story, e.NamingProposed)) == 1
    story = before_leader().do(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"})).tick_daily(date(2027, 3, 1))
    assert len(facts(story, e.NamingProposed)) == 1


def test_who_is_never_proposed() -> None:
    """Vertical bodies can only be requested; nobody is blamed for a letter that never came, nor for others' days."""
    vertical = life(_a_vertical_body()).tick_daily(date(2026, 12, 1))
    handed = life().do(FOCAL, c.HandOver(up_class="UP-3", date=START, number="1"))
    handed.tick_daily(date(2026, 12, 1))
    unheard = life().tick_daily(date(2026, 9, 9))
    unheard.do(AGENCY, c.Acknowledge(), body=False)
    unheard.do(SYSTEM, lost("step_overdue", "step_overdue-agency-SNNMT"), body=False)
    unheard.tick_daily(date(2026, 12, 1))
    heads = life().tick_daily(date(2026, 9, 9))
    heads.do(SYSTEM, lost("step_overdue", "step_overdue-agency-SNNMT-head"))
    heads.tick_daily(STEP)
    agencies = [{x.agency for x in facts(story, e.NamingProposed)} for story in (vertical, handed, unheard, heads)]
    assert agencies == [set(), {"VPUB"}, set(), {"SNNMT"}], "the follow-up of what was handed over is the office's own"


def _a_vertical_body() -> str:
    return next(a.code for a in Life(START).context(SYSTEM).directory.current(START) if a.is_vertical)


def test_the_focal_office_is_on_the_same_ladder() -> None:
    story = Life(START).receive().tick_daily(date(2026, 9, 15))
    [proposal] = facts(story, e.NamingProposed)
    assert isinstance(proposal, e.NamingProposed)
    assert (proposal.agency, proposal.failure) == ("VPUB", "delay")
    story.tick_daily(date(2026, 9, 30))
    assert "decide_naming" in actions_for(head(story), LEADER)
    assert "decide_naming" not in actions_for(head(story), FOCAL), "nobody records a decision about himself"


# --- proposed by the focal office: what no clock can see ---


@pytest.mark.parametrize("failure", ["evasion", "non_cooperation", "non_performance"])
def test_the_office_proposes_what_no_clock_can_see(failure: str) -> None:
    story = by_office(failure=failure)
    assert story.events[-1].fact == e.NamingProposed("SNNMT", failure, START, "office", START)
    assert "propose_naming" not in actions_for(head(story), OTHER_FOCAL), "one at a time"
    assert told(story) == [("naming_notice", "named", "SNNMT")] * 2


REFUSED: list[tuple[str, Callable[[], Life], dict[str, str], tuple[str, str]]] = [
    ("not in the case", life, {"agency": "STC2025"}, ("agency", "not_in_case")),
    ("vertical body", lambda: life(_a_vertical_body()), {}, ("agency", "vertical_body")),
    ("stands named", named, {"failure": "delay"}, ("agency", "named_already")),
    (
        "same arming",
        lambda: before_leader().do(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"})),
        {"failure": "delay"},
        ("failure", "proposed_already"),
    ),
    (
        "never reached",
        lambda: life().do(SYSTEM, lost("forwarded", "forwarded-agency-SNNMT", 4)),
        {},
        ("agency", "not_reached"),
    ),
]


@pytest.mark.parametrize(("name", "story", "changes", "problem"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_the_office_may_not_propose(
    name: str, story: Callable[[], Life], changes: dict[str, str], problem: tuple[str, str]
) -> None:
    values = {"failure": "evasion", "content": "x"} | changes
    with pytest.raises(InvalidFields) as found:
        story().do(FOCAL, c.ProposeNaming(**values))
    assert code_of(found) == problem


def test_after_a_new_arming_the_same_failure_may_be_proposed_again() -> None:
    story = before_leader().do(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"}))
    story.do(AGENCY, c.ReportStatus(content="x"))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    story.tick_daily(story.today + timedelta(days=70))
    assert len(facts(story, e.NamingProposed)) == 2


# --- the right of reply ---


def test_a_reply_puts_it_before_the_leader_at_once() -> None:
    story = proposed().do(NAMED, c.ReplyToNaming(content="x"))
    assert (head(story).naming_waits, queue_of(head(story))) == (True, "review")
    decision = head(story).clock("naming_decision")
    assert decision is not None and decision.start_on == STEP and "naming_reply" not in names(story)
    assert "reply_to_naming" not in actions_for(head(story), NAMED)
    assert told(story)[0][:2] == ("to_review", "focal")
    assert head(story).status is Status.FORWARDED, "the handling goes on"


def test_silence_puts_it_before_the_leader_too_however_late_the_run() -> None:
    daily, late = before_leader(), proposed()
    late.today = date(2026, 10, 30)
    late.do(SYSTEM, c.Tick(), body=False)
    for story in (daily, late):
        clock = head(story).clock("naming_decision")
        assert clock is not None and clock.start_on == date(2026, 10, 7)
    assert queue_of(head(daily)) == "leadership"
    late.tick_daily(date(2026, 11, 2))
    overdue = [x for x in facts(late, e.StepReached) if x.clock == "naming_decision"]
    assert [x.step for x in overdue][:3] == ["reminder", "due_today", "overdue"]


def test_the_leader_and_nobody_else_is_reminded_of_the_decision() -> None:
    story = before_leader().tick_daily(date(2026, 10, 15))
    steps = [x for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "naming_decision"]
    for step in steps:
        found = notices(story.context(SYSTEM), head(story), head(story), step)
        assert {x.role for x in found if x.id != "VPUB"} == {Role.LEADER}


@pytest.mark.parametrize("lead", ["SNNMT", "STC2025"])
def test_the_agency_named_may_reply_wherever_the_case_is(lead: str) -> None:
    story = proposed()
    if lead != "SNNMT":
        story.do(FOCAL, c.Reassign(lead=lead))
    assert may_open(head(story), NAMED) and actions_for(head(story), NAMED) == ("reply_to_naming",)
    assert not may_open(head(story), Actor(Role.NAMED, lead, "SXD2025"))
    story.do(NAMED, c.ReplyToNaming(content="x"))
    assert head(story).naming_waits


def test_what_was_answered_meanwhile_ends_no_naming() -> None:
    story = proposed().answered().do(SUBMITTER, c.Rate(rating="satisfied"))
    assert (head(story).status, names(story), queue_of(head(story))) == (Status.CLOSED, {"naming_reply"}, "leadership")
    story.do(NAMED, c.ReplyToNaming(content="x"))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    story.do(LEADER, c.DecideNaming(**NAME))
    assert [one.agency for one in head(story).standing] == ["SNNMT"] and queue_of(head(story)) is None
    assert next_check_at(story.context(SYSTEM), head(story)) == vietnam_midnight(date(2027, 3, 30))


def test_an_unrated_answer_closes_beside_a_running_reply_time() -> None:
    story = proposed().answered()
    story.today = date(2026, 10, 30)
    for _ in range(2):
        story.do(SYSTEM, c.Tick(), body=False)
    assert head(story).status is Status.CLOSED and head(story).naming_waits
    assert story.steps.count(("expired", date(2026, 10, 7))) == 1


@pytest.mark.parametrize(
    ("reason", "goes"), [("vague", False), ("off_the_point", False), ("", False), ("personal_data", True)]
)
def test_a_reply_is_returned_for_personal_data_alone(reason: str, goes: bool) -> None:
    story = proposed().do(NAMED, c.ReplyToNaming(content="x"))
    command = c.Review(item=story.events[-1].seq, decision="return", reason=reason, note="x")
    if not goes:
        with pytest.raises(InvalidFields) as found:
            story.do(FOCAL, command, story.events[-1].fact)
        assert code_of(found) == ("reason", "personal_data_only")
        return
    story.do(FOCAL, command, story.events[-1].fact)
    assert ("item_returned", "named", "SNNMT") in told(story)
    story.do(LEADER, c.DecideNaming(**NAME))
    assert "reply_to_naming" in actions_for(head(story), NAMED), "its words still have to stand there"
    story.do(NAMED, c.ReplyToNaming(content="y"))
    assert actions_for(head(story), NAMED) == ()


def test_what_ends_the_case_for_the_public_ends_the_proposal() -> None:
    """A hand-over does not, and a restriction only interrupts it: the inspectorate may give the case back."""
    waiting = proposed().do(NAMED, c.ReplyToNaming(content="x"))
    over = Life(waiting.today, waiting.case, list(waiting.events))
    over.do(FOCAL, c.HandOver(up_class="UP-2", date=START, number="1"))
    assert head(over).naming is not None and head(over).pending != ()
    withdrawn = waiting.do(SUBMITTER, c.AskWithdrawal(reason="x")).do(FOCAL, c.GrantWithdrawal())
    assert head(withdrawn).naming is None and head(withdrawn).pending == ()
