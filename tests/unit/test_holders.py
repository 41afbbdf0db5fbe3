"""Whose working days they were: a table of lives, and the property that nothing is lost and nothing counted twice."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide import actions_for
from chalicelib.domain.decide.restricted import interrupted
from chalicelib.domain.errors import DomainError
from chalicelib.domain.holders import age_of
from chalicelib.domain.vocabulary import FINAL, Channel, Role, Status
from tests.unit.test_handling import OTHER
from tests.unit.world import AGENCY, FOCAL, INSPECTOR, LEADER, SUBMITTER, Life, reference

MONDAY = date(2026, 8, 10)


def held(story: Life) -> dict[str, int]:
    age = age_of(story.events, reference().calendar_ahead)
    assert sum(row.working_days for row in age.held) == age.working_days
    return {row.id or row.role.value: row.working_days for row in age.held}


def on(story: Life, day: date) -> Life:
    story.today = day
    return story


def forwarded(story: Life) -> Life:
    return on(story, date(2026, 8, 12)).forwarded("SNNMT")  # Wednesday: Tuesday and Wednesday are the focal office's


def test_the_day_of_acting_is_the_actors_own() -> None:
    story = forwarded(Life(MONDAY).receive())
    on(story, date(2026, 8, 14)).do(AGENCY, c.AnswerCase(content="x", completed_on=story.today))
    on(story, date(2026, 8, 17)).do(
        FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact
    )
    assert held(story) == {"focal": 3, "SNNMT": 2}
    assert age_of(story.events, reference().calendar_ahead).working_days == story.case.working_days == 5  # type: ignore[union-attr]


def test_waiting_for_the_submitter_is_the_submitters() -> None:
    story = Life(MONDAY).receive().do(FOCAL, c.AskSupplement(content="x"))
    on(story, date(2026, 8, 12)).do(SUBMITTER, c.Supplement(content="x"))
    assert held(on(story, date(2026, 8, 13)).do(FOCAL, c.Claim())) == {"submitter": 2, "focal": 1}


def test_each_agency_has_its_own_days_and_the_leader_his() -> None:
    story = forwarded(Life(MONDAY).receive())
    on(story, date(2026, 8, 13)).do(AGENCY, c.ReturnCase(reason="x"))
    on(story, date(2026, 8, 14)).do(FOCAL, c.Forward(lead="STC2025"))
    finance = Actor(Role.AGENCY, "STC2025", "STC2025")
    on(story, date(2026, 8, 18)).do(finance, c.ProposeEscalation(ground="overdue", advice="x", proposal="y"))
    on(story, date(2026, 8, 19)).do(LEADER, c.Direct(content="x"))
    on(story, date(2026, 8, 20)).do(FOCAL, c.HandOver(up_class="UP-3", date=story.today, number="1"))
    on(story, date(2026, 8, 21)).do(FOCAL, c.FollowUp(content="x"))
    assert held(story) == {"focal": 3, "SNNMT": 1, "STC2025": 3, "leader": 1, "government": 1}


def test_a_letter_counts_from_its_arrival_and_the_entering_is_the_offices() -> None:
    story = Life(date(2026, 8, 14)).receive(channel=Channel.LETTER, received_on=MONDAY)
    assert held(story) == {"focal": 4}


def test_a_reopened_case_counts_on_and_the_days_between_were_the_submitters() -> None:
    answered = forwarded(Life(MONDAY).receive()).answered(date(2026, 8, 14))
    assert held(answered) == {"focal": 2, "SNNMT": 2}
    on(answered, date(2026, 8, 20)).do(SUBMITTER, c.RaiseAgain(content="x"))
    assert held(answered) == {"focal": 2, "SNNMT": 2, "submitter": 4}
    answered.answered(date(2026, 8, 24))  # the Saturday before is a working day, in exchange for 31 August
    assert held(answered) == {"focal": 2, "SNNMT": 5, "submitter": 4}
    on(answered, date(2026, 8, 27)).do(SUBMITTER, c.Rate(rating="satisfied"))
    assert held(answered) == {"focal": 2, "SNNMT": 5, "submitter": 4}


def test_what_was_wrongly_restricted_was_the_focal_offices_time() -> None:
    story = on(Life(MONDAY).receive(), date(2026, 8, 11)).do(FOCAL, c.Restrict())
    on(story, date(2026, 8, 20)).do(INSPECTOR, c.Release(note="x"), interrupted(story.events))
    assert held(story) == {"focal": 8}


def test_nothing_counts_after_the_end() -> None:
    refused = on(Life(MONDAY).receive(), date(2026, 8, 11)).do(FOCAL, c.Refuse(reason="test", content="x"))
    on(refused, date(2026, 8, 20)).do(FOCAL, c.RevealIdentity(note="x"))
    assert held(refused) == {"focal": 1}


def test_a_contested_refusal_waited_for_the_submitter() -> None:
    story = on(Life(MONDAY).receive(), date(2026, 8, 11)).do(FOCAL, c.Refuse(reason="test", content="x"))
    on(story, date(2026, 8, 13)).do(SUBMITTER, c.ContestRefusal(content="x"))
    assert held(story) == {"focal": 1, "submitter": 2}


COMMANDS = (
    (FOCAL, c.AskSupplement(content="x")),
    (SUBMITTER, c.Supplement(content="x")),
    (FOCAL, c.Forward(lead="SNNMT", field="dat-dai", coordinating=("STC2025",))),
    (AGENCY, c.Acknowledge()),
    (AGENCY, c.ReportStatus(content="x")),
    (AGENCY, c.ReturnCase(reason="x")),
    (AGENCY, c.ProposeEscalation(ground="overdue", advice="x", proposal="y")),
    (OTHER, c.Contribute(position="disagree", content="x")),
    (LEADER, c.Settle(lead="SNNMT", content="x")),
    (LEADER, c.Direct(content="x")),
    (FOCAL, c.HandOver(up_class="UP-2", date=MONDAY, number="1")),
    (FOCAL, c.FollowUp(content="x")),
    (FOCAL, c.Reassign(lead="SNNMT", field="dat-dai")),
    (FOCAL, c.Refuse(reason="test", content="x")),
    (SUBMITTER, c.ContestRefusal(content="x")),
    (SUBMITTER, c.RaiseAgain(content="x")),
    (SYSTEM, c.Tick()),
    ("publish", None),
    ("answer", None),
)


def act(story: Life, actor: Actor | str, command: c.Command | None) -> None:
    assert story.case
    if actor == "publish":
        if story.case.pending:
            item = story.case.pending[0].item
            story.do(FOCAL, c.Review(item=item, decision="publish"), story.events[item - 1].fact)
    elif actor == "answer":
        story.do(AGENCY, c.AnswerCase(content="x", completed_on=story.today))
    elif isinstance(actor, Actor) and command and (actor is SYSTEM or command.name in actions_for(story.case, actor)):
        story.do(actor, command)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(COMMANDS)), max_size=25))
def test_the_days_of_all_holders_add_up_to_the_age(
    steps: list[tuple[int, tuple[Actor | str, c.Command | None]]],
) -> None:
    story = Life(MONDAY).receive().do(FOCAL, c.WriteTexts("T", "C", "H"))
    calendar = reference().calendar_ahead
    for days, (actor, command) in steps:
        story.today += timedelta(days=days)
        with contextlib.suppress(DomainError):
            act(story, actor, command)
    age, case = age_of(story.events, calendar), story.case
    assert case
    assert sum(row.working_days for row in age.held) == age.working_days
    total = calendar.working_days_between(MONDAY, age.until) if age.until > MONDAY else 0
    assert age.working_days == total
    assert all(row.working_days > 0 for row in age.held)
    assert len({(row.role, row.id) for row in age.held}) == len(age.held)
    if case.working_days is not None and not case.reopened:
        assert age.working_days == case.working_days
    elif case.status not in {*FINAL, Status.ANSWERED}:
        assert age.until == story.events[-1].at.date()


@pytest.mark.parametrize(("year", "days"), [(2027, 4), (2028, 3)])
def test_years_without_a_notice_are_counted_too(year: int, days: int) -> None:
    story = Life(date(year, 1, 4)).receive()
    on(story, date(year, 1, 8)).do(FOCAL, c.Claim())
    assert held(story) == {"focal": days}
