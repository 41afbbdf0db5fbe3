"""What goes up and beyond: advice, decision, directives, hand-over, national portals, opinions, what is kept back."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide import actions_for
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.errors import ActionNotAllowed, InvalidFields
from chalicelib.domain.listed import lists_of
from chalicelib.domain.notices import notices
from chalicelib.domain.queues import queue_of
from chalicelib.domain.reading import cut, may_open, readable
from chalicelib.domain.story import tell
from chalicelib.domain.vocabulary import Channel, Role, Status, Timeliness
from tests.unit.test_handling import OTHER, START, case_of, life, names, published, told
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, Life

FINANCE = Actor(Role.AGENCY, "STC2025", "STC2025")


def before_leader() -> Life:
    return life().do(AGENCY, c.ProposeEscalation(ground="beyond_competence", advice="x", proposal="y"))


# --- R2-11: the agency reports, advises and proposes; the leader directs ---


def test_a_proposal_is_before_the_leader_at_once() -> None:
    story = before_leader()
    case = case_of(story)
    assert (case.status, case.holder, case.ground) == (Status.ESCALATED, (Role.LEADER, ""), "beyond_competence")
    assert lists_of(case) == {"leader", "agency-SNNMT"}
    decision = case.clock("leader_decision")
    assert decision and decision.due_on == date(2026, 8, 14)
    assert {"direct", "settle", "reassign"} <= set(actions_for(case, LEADER))


def test_the_focal_office_may_add_its_word_once_and_moves_nothing() -> None:
    story = before_leader()
    before = case_of(story).clocks
    story.today = date(2026, 8, 10)
    story.do(FOCAL, c.Escalate(ground="beyond_competence", note="x"))
    assert case_of(story).clocks == before
    assert "escalate" not in actions_for(case_of(story), FOCAL)
    with pytest.raises(ActionNotAllowed):
        story.do(FOCAL, c.Escalate(ground="beyond_competence", note="x"))


@pytest.mark.parametrize("command", [c.Rate(rating="not_satisfied", reason="x"), c.RaiseAgain(content="x")])
def test_advice_first_then_the_leader(command: c.Command) -> None:
    """R2-11, R1-11. Without advice in time the case goes up all the same."""
    story = life().answered().do(SUBMITTER, command)
    assert case_of(story).holder == (Role.AGENCY, "SNNMT")
    assert names(story) == {"publication", "advice"}
    story.tick_daily(date(2026, 8, 15))
    case = case_of(story)
    fact = story.events[-1].fact
    assert isinstance(fact, e.Escalated) and fact.unadvised and fact.ground in ("not_satisfied", "raised_again")
    assert (case.status, case.holder) == (Status.ESCALATED, (Role.LEADER, ""))
    decision = case.clock("leader_decision")
    assert decision and decision.start_on == date(2026, 8, 15)


def test_a_late_run_takes_the_same_steps() -> None:
    daily = life().answered().do(SUBMITTER, c.RaiseAgain(content="x")).tick_daily(date(2026, 8, 28))
    late = life().answered().do(SUBMITTER, c.RaiseAgain(content="x"))
    late.today = date(2026, 8, 28)
    for _ in range(3):
        late.do(SYSTEM, c.Tick(), body=False)
    assert sorted(daily.steps) == sorted(late.steps)
    assert case_of(daily).clocks == case_of(late).clocks
    assert len(set(daily.steps)) == len(daily.steps)


def test_the_leaders_own_time_is_on_the_leaders_ladder() -> None:
    story = before_leader().tick_daily(date(2026, 8, 20))
    own = [x.fact for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "leader_decision"]
    assert [(x.step, x.on) for x in own] == [
        ("reminder", date(2026, 8, 13)), ("due_today", date(2026, 8, 14)), ("overdue", date(2026, 8, 15)),
        ("chair", date(2026, 8, 19)),
    ]  # fmt: skip


def test_a_published_report_does_not_end_what_waits_for_the_leader() -> None:
    story = life().answered().do(SUBMITTER, c.RaiseAgain(content="x"))
    published(story)
    assert case_of(story).status is Status.REOPENED and "advice" in names(story)
    story.answered()
    assert (case_of(story).status, case_of(story).ground) == (Status.ANSWERED, "")


# --- directives (R2-02: recorded by the Office with date and number) ---


@pytest.mark.parametrize(
    ("actor", "command"),
    [
        (LEADER, c.Direct(content="x")),
        (FOCAL, c.RecordDirective(leader="x", date=START, number="12", content="x")),
    ],
)
def test_a_directive_is_a_task_with_a_clock(actor: Actor, command: c.Command) -> None:
    story = before_leader().do(actor, command)
    case = case_of(story)
    assert (case.status, case.holder, case.ground) == (Status.IN_PROCESS, (Role.AGENCY, "SNNMT"), "")
    task = case.clock("directive")
    assert task and task.due_on == date(2026, 8, 21) and names(story) == {"publication", "directive"}
    story.do(AGENCY, c.ReportStatus(content="x"))
    assert "directive" in names(story), "only what is published fulfils it"
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    assert "directive" not in names(story)


def test_an_overdue_directive_is_on_the_agencys_ladder() -> None:
    story = before_leader().do(LEADER, c.Direct(content="x")).tick_daily(date(2026, 8, 24))
    own = [x.fact for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "directive"]
    assert ("overdue", date(2026, 8, 22)) in [(x.step, x.on) for x in own]


def test_a_directive_may_be_recorded_while_an_agency_works() -> None:
    story = life().do(AGENCY, c.ReportStatus(content="x"))
    story.do(FOCAL, c.RecordDirective(leader="x", date=START, number="12", content="x"))
    assert case_of(story).status is Status.UNDER_REVIEW and "directive" in names(story)


# --- settling (R1-10) ---


def test_the_leader_names_the_lead() -> None:
    story = life("STC2025").do(OTHER, c.Contribute(position="disagree", content="x"))
    story.do(LEADER, c.Settle(lead="STC2025", content="x"))
    case = case_of(story)
    assert (case.lead, case.coordinating, case.routing, case.final) == ("STC2025", ("SNNMT",), 2, True)
    assert case.status is Status.FORWARDED and names(story) == {
        "publication", "directive", "coordination", "acknowledgement"
    }  # fmt: skip
    assert told(story) == ["directed-agency-STC2025", "coordinate-coordinating-SNNMT"]
    assert "return_case" not in actions_for(case, FINANCE) and actions_for(case, AGENCY) == ()
    assert case.disagreed == () and story.events[-1].seq in readable(story.events, FINANCE)


def test_the_leader_may_confirm_the_lead() -> None:
    story = life("STC2025").do(OTHER, c.Contribute(position="disagree", content="x"))
    story.do(LEADER, c.Settle(lead="SNNMT", content="x"))
    case = case_of(story)
    assert (case.lead, case.coordinating, case.routing, case.status) == ("SNNMT", ("STC2025",), 1, Status.IN_PROCESS)


def test_the_leader_may_reassign_and_that_is_final() -> None:
    story = before_leader().do(LEADER, c.Reassign(lead="STC2025"))
    assert case_of(story).final and case_of(story).ground == ""
    assert not {"leader_decision", "advice"} & names(story)
    with pytest.raises(ActionNotAllowed):
        life().do(LEADER, c.Reassign(lead="STC2025"))


# --- hand-over (R1-10 to R1-13) ---


def test_what_is_beyond_the_province_is_handed_over_and_followed() -> None:
    story = life().do(FOCAL, c.HandOver(up_class="UP-3", date=START, number="12/UBND"))
    case = case_of(story)
    assert (case.status, case.holder, queue_of(case)) == (Status.HANDED_OVER, (Role.GOVERNMENT, ""), "leadership")
    assert names(story) == {"publication", "follow_up"} and actions_for(case, AGENCY) == ()
    assert told(story) == ["handed_over-submitter"]
    story.today = date(2026, 8, 20)
    story.do(FOCAL, c.FollowUp(content="x"))
    case = case_of(story)
    assert case.status is Status.HANDED_OVER and case.rearms == 1
    assert {clock.name: clock.start_on for clock in case.clocks} == dict.fromkeys(names(story), story.today)
    story.do(FOCAL, c.AnswerCase(content="x", completed_on=story.today))
    assert case_of(story).status is Status.ANSWERED


def test_nobody_forgets_what_was_handed_over() -> None:
    story = life().do(FOCAL, c.HandOver(up_class="UP-2", date=START, number="1")).tick_daily(date(2026, 9, 10))
    clocks = {x.fact.clock for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.step == "overdue"}
    assert clocks == {"publication", "follow_up"}
    urged = [x.fact for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "publication"]
    assert [step.step for step in urged] == ["overdue"], "the follow-up urges: one ladder for one report"
    assert tell(story.events).timeliness is Timeliness.OVERDUE  # type: ignore[union-attr]
    late = [x for x in story.events if isinstance(x.fact, e.StepReached)][-1]
    found = notices(story.context(SYSTEM), case_of(story), case_of(story), late)
    assert {notice.role for notice in found} <= {Role.FOCAL, Role.AGENCY, Role.LEADER}
    assert all(notice.id == "VPUB" for notice in found if notice.role is Role.AGENCY), "the former lead is not blamed"


def test_a_letter_of_tomorrow_was_not_sent() -> None:
    with pytest.raises(InvalidFields):
        life().do(FOCAL, c.HandOver(up_class="UP-3", date=date(2026, 8, 8), number="1"))


# --- national portals (R1-04, R1-09 in section G) ---


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"channel": Channel.NATIONAL_PORTAL}, date(2026, 9, 8)),
        ({"channel": Channel.GOVERNMENT_OFFICE, "national_due_on": date(2026, 8, 28)}, date(2026, 8, 28)),
        ({"channel": Channel.WEB}, None),
    ],
)
def test_cases_of_the_national_portals_have_their_own_due_day(changes: dict[str, object], due: date | None) -> None:
    clock = case_of(Life(START).receive(**changes)).clock("national")
    assert (clock.due_on if clock else None) == due


def test_the_national_day_outlives_the_answer_until_it_is_posted() -> None:
    story = Life(START).receive(channel=Channel.NATIONAL_PORTAL).forwarded("SNNMT")
    assert "national" in names(story)
    story.answered().do(SUBMITTER, c.Rate(rating="satisfied"))
    case = case_of(story)
    assert (case.status, names(story), queue_of(case)) == (Status.CLOSED, {"national"}, "decision")
    assert next_check_at(story.context(SYSTEM), case) is not None
    with pytest.raises(InvalidFields):
        story.do(FOCAL, c.PostNationally(date=date(2026, 8, 6)), body=False)
    story.do(FOCAL, c.PostNationally(date=START), body=False)
    assert (case_of(story).clocks, queue_of(case_of(story))) == ((), None)
    assert story.events[-1].fact == e.PostedNationally(START, date(2026, 9, 8))


def test_an_unrated_answer_closes_but_the_portal_is_not_forgotten() -> None:
    story = Life(START).receive(channel=Channel.NATIONAL_PORTAL).forwarded("SNNMT").answered()
    story.tick_daily(date(2026, 9, 14))
    assert case_of(story).status is Status.CLOSED and names(story) == {"national"}
    assert ("overdue", date(2026, 9, 9)) in story.steps


# --- opinions (R1-15) ---


def invited(*coordinating: str) -> tuple[Life, Actor]:
    story = life(*coordinating).do(FOCAL, c.InviteOpinion(email="a@b.vn", title="Hiệp hội"))
    return story, Actor(Role.EXPERT, str(story.events[-1].seq))


def test_an_opinion_is_invited_given_reviewed_and_published() -> None:
    story, expert = invited()
    assert told(story) == [f"opinion_invited-expert-{expert.id}"]
    assert may_open(case_of(story), expert) and actions_for(case_of(story), expert) == ("give_opinion",)
    story.do(expert, c.GiveOpinion(content="x"))
    case = case_of(story)
    assert (case.status, queue_of(case), case.pending[0].type) == (Status.FORWARDED, "review", "opinion")
    assert actions_for(case, expert) == () and "answer" in actions_for(case, AGENCY)
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    case = case_of(story)
    assert (case.invited, case.pending, case.rearms, names(story)) == ((), (), 0, {"publication", "acknowledgement"})


def test_a_returned_opinion_may_be_given_again() -> None:
    story, expert = invited()
    story.do(expert, c.GiveOpinion(content="x"))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="return", reason="personal_data", note="x"))
    assert told(story) == [f"item_returned-expert-{expert.id}"]
    assert actions_for(case_of(story), expert) == ("give_opinion",)


def test_an_answer_does_not_silence_the_expert() -> None:
    story, expert = invited()
    story.do(expert, c.GiveOpinion(content="x"))
    story.today = date(2026, 8, 10)
    story.do(AGENCY, c.AnswerCase(content="x", completed_on=story.today))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    case = case_of(story)
    assert case.status is Status.ANSWERED and [item.type for item in case.pending] == ["opinion"]
    assert {"opinion", "review", "rating"} == names(story)


def test_nobody_else_gives_it() -> None:
    story, _ = invited()
    for actor in (Actor(Role.EXPERT, "1"), Actor(Role.EXPERT, ""), AGENCY, OTHER, LEADER, SUBMITTER):
        assert "give_opinion" not in actions_for(case_of(story), actor)


def test_the_expert_reads_the_public_text_and_his_own() -> None:
    story, expert = invited()
    story.do(expert, c.GiveOpinion(content="x"))
    typed = {"public_title": "P", "public_content": "P", "handling_content": "H", "content": "X", "email": "E"}
    everything = {x.body.id: {**typed, "submitter": {"name": "N"}} for x in story.events if x.body}
    read = {name for fields in cut(story.events, expert, everything).values() for name in fields}
    texts = [fields for seq, fields in cut(story.events, expert, everything).items() if seq != story.events[-1].seq]
    assert [set(fields) for fields in texts if fields] == [{"public_title", "public_content"}]
    assert "content" in read


def test_at_most_five_invitations_are_open() -> None:
    story = life()
    for _ in range(5):
        story.do(FOCAL, c.InviteOpinion(email="a@b.vn", title="x"))
    with pytest.raises(InvalidFields):
        story.do(FOCAL, c.InviteOpinion(email="a@b.vn", title="x"))


def test_a_missing_opinion_is_told_to_the_focal_office_once() -> None:
    story, _ = invited()
    story.tick_daily(date(2026, 8, 24))  # 10 working days after the 7th: the 21st
    step = next(x for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "opinion")
    found = notices(story.context(SYSTEM), case_of(story), case_of(story), step)
    assert [notice.name for notice in found] == ["opinion_overdue"]


# --- withheld parts (R4-60) ---


def test_a_part_is_withheld_once_and_disclosed_again() -> None:
    story = life().do(FOCAL, c.Withhold(part="content", ground="state_secret"), body=False)
    assert case_of(story).withheld == ("content",)
    with pytest.raises(InvalidFields):
        story.do(FOCAL, c.Withhold(part="content", ground="investigation"), body=False)
    with pytest.raises(InvalidFields):
        story.do(FOCAL, c.Disclose(part="title"), body=False)
    story.do(FOCAL, c.Disclose(part="content"), body=False)
    assert case_of(story).withheld == () and "disclose" not in actions_for(case_of(story), FOCAL)
