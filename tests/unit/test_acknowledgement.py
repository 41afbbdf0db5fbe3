"""The agency's time to say that it knows of a case: it ends with any act of the lead, and is nobody's lateness."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.notices import notices
from chalicelib.domain.story import tell
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Role, Timeliness
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, Life

START, LAST, AFTER = date(2026, 8, 7), date(2026, 8, 11), date(2026, 8, 12)  # a Friday; 2 working days (policy)
OTHER = Actor(Role.COORDINATING, "STC2025", "STC2025")


def life() -> Life:
    story = Life(START).receive().do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
    story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    return story.do(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025",)))


def case_of(story: Life) -> Case:
    assert story.case and fold(story.events) == story.case
    return story.case


def waits(story: Life) -> bool:
    return case_of(story).clock("acknowledgement") is not None


def silent(story: Life) -> list[e.StepReached]:
    facts = [x.fact for x in story.events if isinstance(x.fact, e.StepReached)]
    return [fact for fact in facts if fact.clock == "acknowledgement"]


ACTS: list[tuple[Actor, Any, bool]] = [
    (AGENCY, c.Acknowledge(), False),
    (AGENCY, c.ReportStatus(content="x"), False),
    (AGENCY, c.AnswerCase(content="x", completed_on=START), False),
    (AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 30)), False),
    (AGENCY, c.ReturnCase(reason="x"), False),
    (AGENCY, c.ProposeEscalation(ground="beyond_competence", advice="x", proposal="y"), False),
    (AGENCY, c.PassOn(email="snnmt.x@example.vn"), False),
    (FOCAL, c.Escalate(ground="overdue", note="x"), False),
    (OTHER, c.Contribute(content="x"), True),
    (OTHER, c.Contribute(position="disagree", content="x"), False),
    (FOCAL, c.Urge(), True),
    (FOCAL, c.Claim(), True),
]


@pytest.mark.parametrize(("actor", "command", "still"), ACTS, ids=[f"{a.role}-{x.name}" for a, x, _ in ACTS])
def test_it_ends_with_any_act_of_the_lead_and_with_no_other(actor: Actor, command: Any, still: bool) -> None:
    story = life().do(actor, command)
    assert waits(story) is still
    before = {clock.name for clock in case_of(life()).clocks} - {"acknowledgement"}
    kept = {clock.name for clock in case_of(story).clocks}
    assert "publication" in kept
    if command.name in ("acknowledge", "pass_on"):
        assert kept == before


def test_a_new_routing_waits_anew() -> None:
    story = life().do(AGENCY, c.Acknowledge())
    story.today = LAST
    story.do(FOCAL, c.Reassign(lead="STC2025"))
    clock = case_of(story).clock("acknowledgement")
    assert clock and (clock.start_on, clock.due_on) == (LAST, date(2026, 8, 13))
    story.do(OTHER_FOCAL, c.Escalate(ground="overdue", note="x")).do(LEADER, c.Settle(lead="SNNMT", content="x"))
    assert waits(story)


def test_silence_is_recorded_and_told_once_and_nothing_else_changes() -> None:
    story, same = life(), life().do(AGENCY, c.Acknowledge())
    story.tick_daily(LAST)
    assert silent(story) == []
    story.tick_daily(date(2026, 8, 20))
    assert silent(story) == [e.StepReached("acknowledgement", "expired", AFTER, LAST)]
    step = next(x for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "acknowledgement")
    at = story.events.index(step)
    found = notices(story.context(SYSTEM), fold(story.events[:at]), fold(story.events[: at + 1]), step)  # type: ignore[arg-type]
    assert {(x.name, x.role.value, x.id, x.digest) for x in found} == {
        ("not_acknowledged", "focal", "van-phong-1", True), ("acknowledgement_overdue", "agency", "SNNMT", True)
    }  # fmt: skip
    same.tick_daily(date(2026, 8, 20))
    one, two = tell(story.events), tell(same.events)
    assert one and two
    assert one.timeliness is two.timeliness is Timeliness.ON_TIME and one.clock == two.clock
    assert case_of(story).clock("acknowledgement") is None
    assert next_check_at(story.context(SYSTEM), case_of(story)) == next_check_at(same.context(SYSTEM), case_of(same))
    assert [(x.key, x.tone) for x in entries(story.events) if x.seq == step.seq] == [
        ("event.step_reached.expired", "soon")
    ]


def test_a_late_run_stamps_the_same_day() -> None:
    late = life()
    late.today = date(2026, 10, 1)
    late.do(SYSTEM, c.Tick(), body=False)
    assert [fact.on for fact in silent(late)] == [AFTER]


def test_the_normal_road_has_no_event_for_it() -> None:
    story = life().do(AGENCY, c.Acknowledge()).tick_daily(date(2026, 8, 20))
    assert silent(story) == []
