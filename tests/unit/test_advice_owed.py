"""Advice that is owed to a leader waits for no review, and what a leader said may be said again in other words."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.decide import actions_for
from chalicelib.domain.errors import ActionNotAllowed
from chalicelib.domain.vocabulary import Status
from tests.unit.test_documents import document
from tests.unit.test_handling import START, case_of, life
from tests.unit.test_leadership import before_leader
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, Life, told

PROPOSE = c.ProposeEscalation(ground="beyond_competence", advice="a", proposal="p")
UNHAPPY = [c.Rate(rating="not_satisfied", reason="x"), c.RaiseAgain(content="x")]


def reopened(command: c.Command = UNHAPPY[0]) -> Life:
    return life().answered(START).do(SUBMITTER, command)


WAITING: list[tuple[str, Any]] = [
    ("nothing", lambda story: story),
    ("a report", lambda story: story.do(AGENCY, c.ReportStatus(content="x"))),
    ("an answer", lambda story: story.do(AGENCY, c.AnswerCase(content="x", completed_on=START))),
]


@pytest.mark.parametrize(("what", "then"), WAITING, ids=[what for what, _ in WAITING])
def test_advice_is_given_whatever_waits_for_review(what: str, then: Any) -> None:
    story = then(reopened())
    pending = case_of(story).pending
    story.do(AGENCY, PROPOSE)
    case = case_of(story)
    assert (case.status, case.pending) == (Status.ESCALATED, pending)
    assert case.clock("advice") is None and case.clock("leader_decision")


def test_without_such_a_debt_what_waits_comes_first() -> None:
    story = life().do(AGENCY, c.ReportStatus(content="x"))
    with pytest.raises(ActionNotAllowed):
        story.do(AGENCY, PROPOSE)


def test_while_an_extension_is_asked_for_only_what_is_owed() -> None:
    def asked(story: Life) -> Life:
        clock = case_of(story).clock("publication")
        assert clock
        until = story.context(AGENCY).calendar.add_working_days(clock.due_on, 2)
        return story.do(AGENCY, c.RequestExtension(reason="x", until=until))

    assert case_of(asked(reopened()).do(AGENCY, PROPOSE)).status is Status.ESCALATED
    with pytest.raises(ActionNotAllowed):
        asked(life()).do(AGENCY, PROPOSE)


@pytest.mark.parametrize(("command", "ground"), list(zip(UNHAPPY, ["not_satisfied", "raised_again"], strict=True)))
@pytest.mark.parametrize("goes_up", [(AGENCY, PROPOSE), (FOCAL, c.Escalate(ground="beyond_competence", note="x"))])
def test_the_leader_reads_that_the_submitter_is_not_content(command: c.Command, ground: str, goes_up: Any) -> None:
    story = reopened(command).do(*goes_up)
    assert case_of(story).ground == ground
    assert story.events[-1].fact.ground == "beyond_competence", "what the office says stands in the record"  # type: ignore[union-attr]
    assert case_of(life().do(*goes_up)).ground == "beyond_competence"


def directed() -> Life:
    return before_leader().do(LEADER, c.Direct(content="x"))


def sent_back(story: Life) -> Life:
    (item,) = case_of(story).pending
    return story.do(FOCAL, c.Review(item=item.item, decision="return", reason="personal_data", note="x"))


def test_a_directive_that_cannot_be_published_is_said_again() -> None:
    story = sent_back(directed())
    assert told(story) == [("item_returned", "leader", "pho-chu-tich-2")]
    before = case_of(story)
    assert before.unsaid and "direct" in actions_for(before, LEADER)
    story.do(LEADER, c.Direct(content="y"))
    after = case_of(story)
    assert not after.unsaid and (after.status, after.clocks) == (before.status, before.clocks), "the same task"
    assert "direct" not in actions_for(after, LEADER)
    (item,) = after.pending
    story.do(FOCAL, c.Review(item=item.item, decision="publish"), body=False)
    said = document(story)["directives"]
    assert [bool(row["content"]) for row in said] == [False, True] and said[0]["due_on"]


def test_a_directive_is_not_said_twice_while_it_waits_or_stands() -> None:
    story = directed()
    with pytest.raises(ActionNotAllowed):
        story.do(LEADER, c.Direct(content="y"))


def test_the_record_of_a_settlement_is_said_again_as_a_directive() -> None:
    story = sent_back(before_leader().do(LEADER, c.Settle(lead="SXD2025", content="x")))
    assert case_of(story).unsaid
    story.do(LEADER, c.Direct(content="y"))
    assert isinstance(story.events[-1].fact, e.Directed) and case_of(story).lead == "SXD2025"
