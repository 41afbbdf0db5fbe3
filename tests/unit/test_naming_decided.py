"""What a leader decides about a naming, when it is over, who reads what of it; and honours (R1-26, R1-27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide import actions_for
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.decide.naming import months_after
from chalicelib.domain.errors import ActionNotAllowed, InvalidFields
from chalicelib.domain.reading import cut, may_open
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Channel, Role
from tests.unit.test_naming import (
    NAME,
    NAMED,
    START,
    before_leader,
    by_office,
    facts,
    head,
    late,
    life,
    lost,
    named,
    names,
    proposed,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, SUBMITTER, Life, code_of, told

# --- the decision ---


def test_the_leaders_decision_names_until_a_day() -> None:
    story = named()
    assert story.events[-1].fact == e.NamingDecided(
        "SNNMT", "delay", True, _proposal(story), LEADER.id, story.today, until=date(2027, 4, 7)
    )
    assert not names(story) & {"naming_reply", "naming_decision"}
    assert told(story) == [("named", "named", "SNNMT")] * 2
    assert [entry.key for entry in entries(story.events)][-1] == "event.naming_decided.named"


def _proposal(story: Life) -> int:
    return next(event.seq for event in story.events if isinstance(event.fact, e.NamingProposed))


def test_the_leader_may_see_it_otherwise() -> None:
    """Not as another failure: the agency had its right of reply to the one that was proposed."""
    assert "failure" not in dict(c.DecideNaming.asked())
    story = proposed().do(NAMED, c.ReplyToNaming(content="x"))
    story.do(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"}))
    assert (head(story).pending, head(story).standing, may_open(head(story), NAMED)) == ((), (), False)
    assert "review" not in names(story)
    assert told(story) == [("not_named", "agency", "SNNMT")] * 2


UNSIGNED: list[tuple[str, Actor, dict[str, Any], tuple[str, str]]] = [
    ("tomorrow", LEADER, {"signed_on": date(2026, 10, 8)}, ("signed_on", "in_future")),
    ("before the reply", LEADER, {"signed_on": date(2026, 10, 6)}, ("signed_on", "before_reply")),
    ("recorded without a number", FOCAL, {}, ("document_number", "missing")),
]


@pytest.mark.parametrize(("name", "actor", "changes", "problem"), UNSIGNED, ids=[row[0] for row in UNSIGNED])
def test_a_decision_is_signed_after_the_agency_was_heard(
    name: str, actor: Actor, changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidFields) as found:
        before_leader().do(actor, c.DecideNaming(**NAME | changes))
    assert code_of(found) == problem


def test_nobody_is_named_who_was_never_told() -> None:
    """Both letters came back, and no reply came: the proposal ends, the office mends the address and proposes anew."""
    keys = ("naming_notice-named-SNNMT", "naming_notice-named-SNNMT-head")
    for missed, told_of_it in ((keys, False), (keys[:1], True), (keys[1:], True)):
        story = before_leader()
        for key in missed:
            story.do(SYSTEM, lost("naming_notice", key, _proposal(story)), body=False)
        if told_of_it:
            assert head(story.do(LEADER, c.DecideNaming(**NAME))).standing
            continue
        assert told(story)[0][:2] == ("naming_undelivered", "focal")
        with pytest.raises(ActionNotAllowed):
            story.do(LEADER, c.DecideNaming(**NAME))
        assert head(story).naming is None and not names(story) & {"naming_reply", "naming_decision"}
        story.do(FOCAL, c.ProposeNaming(failure="delay", content="x"), late(story))
        story.do(NAMED, c.ReplyToNaming(content="x"))
        assert head(story.do(LEADER, c.DecideNaming(**NAME))).standing


def test_no_decision_before_the_reply_time_is_over() -> None:
    for actor in (LEADER, FOCAL):
        with pytest.raises(ActionNotAllowed):
            proposed().do(actor, c.DecideNaming(**NAME, document_number="1"))


def test_the_office_records_what_was_signed_but_not_who_proposed_it() -> None:
    story = by_office().do(AGENCY, c.ReplyToNaming(content="x"))
    assert "decide_naming" not in actions_for(head(story), FOCAL)
    story.do(OTHER_FOCAL, c.DecideNaming(**NAME, document_number="12/QĐ"))
    [decided] = facts(story, e.NamingDecided)
    assert isinstance(decided, e.NamingDecided) and decided.leader == "recorded"


# --- over ---


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 10, 7), 6, date(2027, 4, 7)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 6, 15), 0, date(2026, 6, 15)),
    ],
)
def test_months(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


@pytest.mark.parametrize("run", [date(2027, 4, 8), date(2027, 6, 1)])
def test_a_naming_retires_by_itself_also_on_a_closed_case(run: date) -> None:
    story = named().answered().do(SUBMITTER, c.Rate(rating="satisfied"))
    story.today = date(2027, 4, 7)
    story.do(SYSTEM, c.Tick(), body=False)
    assert facts(story, e.NamingRetired) == []
    story.today = run
    for _ in range(2):
        story.do(SYSTEM, c.Tick(), body=False)
    assert facts(story, e.NamingRetired) == [e.NamingRetired("SNNMT", _proposal(story), date(2027, 4, 8))]
    assert head(story).standing == () and next_check_at(story.context(SYSTEM), head(story)) is None
    assert fold(story.events) == story.case


def test_a_leader_takes_back_what_was_wrong() -> None:
    story = named()
    with pytest.raises(InvalidFields):
        story.do(LEADER, c.RetireNaming(agency="STC2025", content="x"))
    with pytest.raises(ActionNotAllowed):
        story.do(FOCAL, c.RetireNaming(content="x"))
    story.do(LEADER, c.RetireNaming(content="x"))
    assert story.events[-1].fact == e.NamingRetired("SNNMT", _proposal(story), story.today, "wrong")
    assert told(story) == [("naming_withdrawn", "agency", "SNNMT")] * 2
    assert "retire_naming" not in actions_for(head(story), LEADER)


def test_a_restricted_case_retires_nothing_and_remembers() -> None:
    story = named().do(FOCAL, c.Restrict())
    assert next_check_at(story.context(SYSTEM), head(story)) is None
    assert [one.agency for one in head(story).standing] == ["SNNMT"]


# --- who reads what ---


def texts(story: Life, actor: Actor) -> set[str]:
    """Types of the events about the naming whose words the actor may read."""
    bodies = {x.body.id: {"content": "x"} for x in story.events if x.body}
    types = {x.seq: x.type for x in story.events}
    read = {types[seq] for seq, fields in cut(story.events, actor, bodies).items() if fields}
    return {type_ for type_ in read if "nam" in type_}


OTHERS = (SUBMITTER, Actor(Role.AGENCY, "STC2025", "STC2025"), Actor(Role.EXPERT, "3"))


def test_before_the_decision_only_who_is_concerned_reads_it() -> None:
    story = by_office().do(AGENCY, c.ReplyToNaming(content="x"))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    for actor in (FOCAL, LEADER, AGENCY, NAMED):
        assert texts(story, actor) == {"naming_proposed", "naming_replied"}, actor
    for actor in OTHERS:
        assert texts(story, actor) == set(), actor
    assert not [entry for entry in entries(story.events) if "naming" in entry.key]
    story.do(OTHER_FOCAL, c.DecideNaming(**NAME, document_number="1"))
    for actor in OTHERS:
        assert texts(story, actor) == {"naming_proposed", "naming_replied", "naming_decided"}, actor


def test_what_was_not_followed_stays_with_those_whom_it_concerned() -> None:
    story = by_office().do(AGENCY, c.ReplyToNaming(content="x"))
    story.do(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"}))
    for actor in OTHERS:
        assert texts(story, actor) == set(), actor
    assert [(x.key, dict(x.agencies)) for x in entries(story.events)][-1] == ("event.naming_decided.not_named", {})


# --- honours ---


def test_a_leader_honours_the_agency_once() -> None:
    story = life().answered()
    story.do(LEADER, c.Honour(whom="agency", content="x", signer="x"))
    assert story.events[-1].fact == e.Honoured("agency", "SNNMT", LEADER.id)
    assert told(story) == [("honoured", "agency", "SNNMT")] * 2
    with pytest.raises(InvalidFields) as found:
        story.do(LEADER, c.Honour(whom="agency", content="x", signer="x"))
    assert code_of(found) == ("whom", "honoured_already")


@pytest.mark.parametrize(
    ("given", "then", "allowed"),
    [((), None, False), (("be_named",), None, True), (("be_named",), (), False), ((), ("be_named", "survey"), True)],
)
def test_a_submitter_is_honoured_with_the_consent_of_that_moment(
    given: tuple[str, ...], then: tuple[str, ...] | None, allowed: bool
) -> None:
    story = life(consents=given).answered().do(SUBMITTER, c.Rate(rating="satisfied"))
    if then is not None:
        story.do(SUBMITTER, c.Consent(consents=then), body=False)
    if allowed:
        story.do(LEADER, c.Honour(whom="submitter", content="x", signer="x"))
        assert told(story) == [("submitter_honoured", "submitter", "")]
        return
    with pytest.raises(InvalidFields) as found:
        story.do(LEADER, c.Honour(whom="submitter", content="x", signer="x"))
    assert code_of(found) == ("whom", "no_consent")


def test_nobody_is_honoured_before_an_answer_nor_by_others_than_leaders() -> None:
    for actor in (LEADER, FOCAL, AGENCY):
        assert "honour" not in actions_for(head(life()), actor)
    for actor in (FOCAL, AGENCY, SUBMITTER):
        assert "honour" not in actions_for(head(life().answered()), actor)


def test_no_command_has_a_field_for_a_person() -> None:
    """`name_persons` is false: agencies are named, never officials."""
    asked = {name for kind in (c.ProposeNaming, c.DecideNaming, c.RetireNaming) for name, _ in kind.asked()}
    assert asked == {"failure", "agency", "content", "decision", "signer", "document_number", "signed_on"}


def test_the_answer_of_the_focal_office_honours_the_focal_office() -> None:
    story = Life(START).receive(channel=Channel.WEB).do(FOCAL, c.Classify(kind="question", field="dat-dai"))
    story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    story.do(FOCAL, c.AnswerCase(content="x", completed_on=START)).do(
        LEADER, c.Honour(whom="agency", content="x", signer="x")
    )
    assert story.events[-1].fact == e.Honoured("agency", "VPUB", LEADER.id)


def test_the_head_forgets_ended_namings_when_there_are_many() -> None:
    story = by_office().do(AGENCY, c.ReplyToNaming(content="x"))
    story.do(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"}))
    ended = head(story).namings[0]
    crowded = replace(head(story), namings=tuple(replace(ended, agency=f"A{n}") for n in range(9)))
    story.case = crowded
    story.do(FOCAL, c.ProposeNaming(failure="evasion", content="x"))
    assert len(head(story).namings) <= 5 and head(story).naming is not None
