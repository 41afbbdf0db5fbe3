"""The rules of the case, as tables: the story, refusals of the state, clocks, ladder, holders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.decide import actions_for, decide
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.errors import ActionNotAllowed, InvalidFields
from chalicelib.domain.vocabulary import Kind, Role, Status
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, SUBMITTER, Life

RECEIVED = date(2025, 1, 2)  # calendar.md: due 06/02/2025, after Tết


def life() -> Life:
    return Life(RECEIVED).receive()


def test_the_main_path_ends_closed_and_the_fold_agrees() -> None:
    story = life().forwarded("STNMT")
    agency = Actor(Role.AGENCY, "STNMT", "STNMT")
    story.do(agency, c.Acknowledge(), body=False)
    assert story.case and story.case.status is Status.IN_PROCESS
    story.today = date(2025, 1, 24)
    story.do(agency, c.ReportStatus(content="x"))
    assert story.case.status is Status.UNDER_REVIEW
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"))
    clock = story.case.clock("publication")
    # calendar.md section 4: status published Fri 24/01/2025 -> new due Fri 28/02/2025
    assert clock and clock.due_on == date(2025, 2, 28) and story.case.rearms == 1
    story.do(agency, c.AnswerCase(content="vague", promised_on=date(2025, 3, 1)))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="return", note="vague"))
    assert story.case.status is Status.ANSWER_RETURNED
    story.do(agency, c.AnswerCase(content="x", completed_on=story.today))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    assert story.case.status is Status.ANSWERED and not story.case.late
    assert [clock.name for clock in story.case.clocks] == ["rating"]
    story.do(SUBMITTER, c.Rate(rating="satisfied"))
    assert story.case.status is Status.CLOSED and story.case.clocks == ()
    assert fold(story.events) == story.case


@pytest.mark.parametrize(
    ("received", "due", "forward_by"),
    [
        (date(2024, 1, 15), date(2024, 2, 19), date(2024, 1, 22)),
        (date(2025, 1, 24), date(2025, 2, 28), date(2025, 2, 7)),
        (date(2026, 2, 13), date(2026, 3, 20), date(2026, 2, 27)),
    ],
)
def test_clocks_of_a_new_case(received: date, due: date, forward_by: date) -> None:
    case = Life(received).receive().case
    assert case
    assert {clock.name: clock.due_on for clock in case.clocks} == {"publication": due, "forwarding": forward_by}


def test_praise_has_no_publication_deadline() -> None:
    case = Life(RECEIVED).receive(kind=Kind.PRAISE).case
    assert case and [clock.name for clock in case.clocks] == ["forwarding"]


def test_a_letter_counts_from_its_arrival() -> None:
    case = Life(date(2025, 1, 10)).receive(received_on=RECEIVED).case
    assert case and case.clock("publication").due_on == date(2025, 2, 6)  # type: ignore[union-attr]
    with pytest.raises(InvalidFields):
        Life(RECEIVED).receive(received_on=RECEIVED + timedelta(days=1))


FORBIDDEN = [
    (FOCAL, c.Forward(lead="STNMT", field="dat-dai"), "no text is written yet"),
    (AGENCY, c.Acknowledge(), "it is not theirs"),
    (SUBMITTER, c.Rate(rating="satisfied"), "nothing is answered"),
    (SUBMITTER, c.Supplement(content="x"), "nobody asked"),
    (FOCAL, c.Review(item=1, decision="publish"), "nothing is pending"),
    (LEADER, c.Direct(content="x"), "nobody put it before them"),
    (SUBMITTER, c.Forward(lead="STNMT"), "submitters do not forward"),
    (Actor(Role.CLERK, "x"), c.Refuse(reason="test", content="x"), "clerks do not refuse"),
]


@pytest.mark.parametrize(("actor", "command", "why"), FORBIDDEN, ids=[row[2] for row in FORBIDDEN])
def test_what_the_state_forbids(actor: Actor, command: c.Command, why: str) -> None:
    with pytest.raises(ActionNotAllowed):
        life().do(actor, command)


def test_actions_offered_are_exactly_those_allowed() -> None:
    story = life().forwarded("STNMT")
    assert story.case
    for actor in (FOCAL, SUBMITTER, LEADER, AGENCY, Actor(Role.AGENCY, "STNMT", "STNMT")):
        offered = set(actions_for(story.case, actor))
        for name, kind in c.COMMANDS.items():
            try:
                decide(story.case, kind(), story.context(actor))
                judged = True
            except ActionNotAllowed:
                judged = False
            except (InvalidFields, KeyError, ValueError):
                judged = True
            except Exception as problem:  # an empty command may lack what the fields would have brought
                judged = "unknown" in getattr(problem, "code", "")
            assert (name in offered) == judged, (actor.role, name)


def test_supplement_pauses_and_resumes_the_other_clocks() -> None:
    story = life()
    story.today = date(2025, 1, 6)
    story.do(FOCAL, c.AskSupplement(content="x"))
    assert story.case and story.case.status is Status.AWAITING_SUPPLEMENT
    assert story.case.holder == (Role.SUBMITTER, "")
    assert all(clock.paused for clock in story.case.clocks if clock.name != "supplement")
    story.today = date(2025, 1, 9)
    story.do(SUBMITTER, c.Supplement(content="x"))
    clock = story.case.clock("publication")
    assert clock and not clock.paused
    # 7, 8 and 9 January were the submitter's three working days: the due day moves by three.
    assert clock.due_on == date(2025, 2, 11)
    assert story.case.status is Status.RECEIVED and story.case.clock("supplement") is None


def known() -> Life:
    """The agency has it, and said so."""
    return life().forwarded("STNMT").do(Actor(Role.AGENCY, "STNMT", "STNMT"), c.Acknowledge())


def test_the_ladder_stamps_each_step_once_on_its_own_day() -> None:
    daily = known().tick_daily(date(2025, 2, 20))
    late = known()
    late.today = date(2025, 2, 20)
    late.do(SYSTEM, c.Tick(), body=False).do(SYSTEM, c.Tick(), body=False)
    assert daily.steps == late.steps
    assert dict(daily.steps)["overdue"] == date(2025, 2, 7)
    names = [step for step, _ in daily.steps]
    assert names[:5] == ["heads_up", "reminder", "due_today", "overdue", "ppc_office"]
    assert len(set(names)) == len(names)


def test_only_the_last_step_of_a_late_run_is_mailed() -> None:
    late = known()
    late.today = date(2025, 2, 7)
    late.do(SYSTEM, c.Tick(), body=False)
    marks = [(x.fact.step, x.fact.superseded) for x in late.events if isinstance(x.fact, e.StepReached)]
    assert marks[-1] == ("overdue", False) and all(superseded for _, superseded in marks[:-1])


def test_a_rearmed_clock_may_become_overdue_again() -> None:
    story = life().forwarded("STNMT").tick_daily(date(2025, 2, 10))
    agency = Actor(Role.AGENCY, "STNMT", "STNMT")
    story.do(agency, c.ReportStatus(content="x"))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"))
    story.tick_daily(date(2025, 3, 20))
    assert [step for step, _ in story.steps].count("overdue") == 2


def test_next_check_is_the_next_step_and_nothing_once_closed() -> None:
    story = known()
    assert story.case
    context = story.context(SYSTEM)
    nearest = next_check_at(context, story.case)
    assert (
        nearest and nearest.astimezone(VIETNAM).isoformat() == "2025-01-23T00:00:00+07:00"
    )  # five working days before 06/02
    story.do(FOCAL, c.Restrict(), body=False)
    assert next_check_at(context, story.case) is None


def test_an_unrated_answer_closes_after_its_window() -> None:
    story = Life(date(2026, 8, 7)).receive().forwarded("SNNMT").answered()
    assert story.case and story.case.status is Status.ANSWERED
    story.tick_daily(date(2026, 9, 30))
    assert story.case.status is Status.CLOSED
    assert isinstance(story.events[-1].fact, e.Closed) and story.events[-1].fact.reason == "unrated"


def test_not_satisfied_needs_a_reason_and_reopens_with_a_new_arming() -> None:
    story = Life(date(2026, 8, 7)).receive().forwarded("SNNMT").answered()
    with pytest.raises(InvalidFields):
        story.do(SUBMITTER, c.Rate(rating="not_satisfied"))
    story.do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"))
    assert story.case and story.case.status is Status.REOPENED
    assert story.case.clock("publication") and story.case.clock("rating") is None
    assert "direct" in actions_for(story.case, LEADER)


def test_a_late_answer_stays_late_even_when_reopened_and_answered_again() -> None:
    story = Life(date(2026, 8, 7)).receive().forwarded("SNNMT").answered(date(2026, 10, 1))
    assert story.case and story.case.late
    story.do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x")).answered()
    assert story.case.late and story.case.reopened == 1


def test_an_answer_that_only_promises_is_not_answered_yet() -> None:
    story = Life(date(2026, 8, 7)).receive().forwarded("SNNMT")
    story.do(AGENCY, c.AnswerCase(content="x", promised_on=date(2026, 9, 15)))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    assert story.case and story.case.status is Status.IN_PROCESS and story.case.answered_on is None
    promise = story.case.clock("promise")
    assert promise and promise.due_on == date(2026, 9, 15)


def test_an_answer_names_a_result_or_a_date() -> None:
    story = Life(date(2026, 8, 7)).receive().forwarded("SNNMT")
    with pytest.raises(InvalidFields) as problem:
        story.do(AGENCY, c.AnswerCase(content="đã chuyển"))
    assert problem.value.errors[0].code == "result_or_date"


def test_a_new_routing_locks_the_old_agency_out() -> None:
    story = Life(date(2026, 8, 7)).receive().forwarded("SNNMT")
    assert story.case and story.case.routing == 1
    story.do(FOCAL, c.Reassign(lead="STC2025"))
    assert story.case.routing == 2 and actions_for(story.case, AGENCY) == ()


def test_a_refusal_is_contested_once() -> None:
    story = life().do(FOCAL, c.Refuse(reason="test", content="x"))
    story.do(SUBMITTER, c.ContestRefusal(content="x"))
    assert story.case and story.case.status is Status.RECEIVED and len(story.case.clocks) == 2
    story.do(OTHER_FOCAL, c.Refuse(reason="test", content="x"))
    with pytest.raises(ActionNotAllowed):
        story.do(SUBMITTER, c.ContestRefusal(content="x"))


def test_extension_moves_the_due_day_to_the_day_asked_for() -> None:
    story = Life(date(2026, 8, 7)).receive().forwarded("SNNMT")
    story.do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 22)))
    story.do(FOCAL, c.GrantExtension(), story.events[-1].fact)
    assert story.case and story.case.clock("publication").due_on == date(2026, 9, 22)  # type: ignore[union-attr]
    assert story.case.status is Status.FORWARDED


def test_every_day_has_one_holder_in_every_state() -> None:
    story = life()
    assert story.case and story.case.holder == (Role.FOCAL, "")
    story.forwarded("STNMT")
    assert story.case.holder == (Role.AGENCY, "STNMT")


def test_a_petition_after_the_last_year_on_file_is_accepted_with_a_provisional_deadline() -> None:
    story = Life(date(2027, 12, 30)).receive().forwarded("SNNMT")
    assert story.case
    assert all(clock.provisional for clock in story.case.clocks)
    assert next_check_at(story.context(SYSTEM), story.case)


def test_what_the_office_promised_before_any_forwarding_is_its_own() -> None:
    story = Life(date(2026, 8, 7)).receive().do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
    story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    story.do(FOCAL, c.AnswerCase(content="x", promised_on=date(2026, 8, 20)))
    assert story.case and (story.case.lead, story.case.status) == ("", Status.IN_PROCESS)
    assert story.case.holder == (Role.FOCAL, "")
