"""Rules between agencies and the focal office; each test names its line in requirements.md (R...) or its law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.decide import Context, actions_for, decide
from chalicelib.domain.decide.rules import RULES, allowed
from chalicelib.domain.errors import ActionNotAllowed, InvalidFields
from chalicelib.domain.notices import notices
from chalicelib.domain.queues import queue_of
from chalicelib.domain.reading import readable
from chalicelib.domain.vocabulary import Channel, Role, Status
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, Life, reference

START = date(2026, 8, 7)
OTHER = Actor(Role.COORDINATING, "STC2025", "STC2025")
THIRD = Actor(Role.COORDINATING, "SXD2025", "SXD2025")


def life(*coordinating: str) -> Life:
    """Forwarded to SNNMT, with coordinating agencies."""
    story = Life(START).receive().do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
    story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    return story.do(FOCAL, c.Forward(lead="SNNMT", coordinating=coordinating))


def case_of(story: Life) -> Case:
    assert story.case
    assert fold(story.events) == story.case
    return story.case


def names(story: Life) -> set[str]:
    return {clock.name for clock in case_of(story).clocks}


def published(story: Life, **changes: object) -> Life:
    """The agency reports its status and the focal officer publishes it."""
    story.do(AGENCY, replace(c.ReportStatus(content="x"), **changes) if changes else c.ReportStatus(content="x"))
    return story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)


def told(story: Life) -> list[str]:
    """Keys of the notices of the last event."""
    *before, last = story.events
    context = story.context(SYSTEM)
    return [notice.key for notice in notices(context, fold(before), case_of(story), last)]


def returned(story: Life, by: str) -> Life:
    return story.do(Actor(Role.AGENCY, by, by), c.ReturnCase(reason="x"))


# --- coordinating agencies (R3-11: one lead and n coordinating ones; R1-10: disagreement goes up) ---


def test_each_coordinating_agency_answers_to_the_lead_who_reads_it() -> None:
    story = life("STC2025", "SXD2025")
    assert "coordination" in names(story)
    story.do(OTHER, c.Contribute(position="nothing_to_add"), body=False)
    assert case_of(story).contributed == ("STC2025",) and "coordination" in names(story)
    story.do(THIRD, c.Contribute(content="x"))
    assert "coordination" not in names(story)
    assert told(story) == ["contributed-focal-van-phong-1", "contribution-agency-SNNMT"]
    assert story.events[-1].seq in readable(story.events, AGENCY)
    assert story.events[-1].seq not in readable(story.events, OTHER)


@pytest.mark.parametrize("position", ["comment", "disagree", ""])
def test_only_nothing_to_add_needs_no_words(position: str) -> None:
    with pytest.raises(InvalidFields):
        life("STC2025").do(OTHER, c.Contribute(position=position), body=False)


def test_a_silent_coordinating_agency_is_asked_again_once() -> None:
    story = life("STC2025", "SXD2025").do(OTHER, c.Contribute(position="nothing_to_add"), body=False)
    story.tick_daily(date(2026, 8, 17))  # 5 working days after the 7th: the 14th
    assert ("expired", date(2026, 8, 15)) in story.steps
    expired = next(x for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "coordination")
    found = notices(story.context(SYSTEM), case_of(story), case_of(story), expired)
    assert [notice.key for notice in found] == ["contribution_overdue-coordinating-SXD2025"]


def test_disagreement_goes_up_and_the_lead_gives_its_advice_first() -> None:
    story = life("STC2025").do(OTHER, c.Contribute(position="disagree", content="x"))
    case = case_of(story)
    assert (case.status, case.ground, case.holder) == (Status.ESCALATED, "agencies_disagree", (Role.AGENCY, "SNNMT"))
    assert told(story) == ["advice_asked-agency-SNNMT"], "a leader hears of it in the daily list"
    assert story.events[-1].body is None, "the typed text belongs to the contribution alone"
    assert "propose_escalation" in actions_for(case, AGENCY) and "settle" in actions_for(case, LEADER)
    story.do(AGENCY, c.ProposeEscalation(ground="agencies_disagree", advice="x", proposal="y"))
    assert case_of(story).holder == (Role.LEADER, "") and "advice" not in names(story)
    assert "propose_escalation" not in actions_for(case_of(story), AGENCY)
    assert story.events[-1].seq in readable(story.events, LEADER)


def test_who_comes_round_before_the_leader_decides_ends_the_dispute() -> None:
    story = life("STC2025").do(OTHER, c.Contribute(position="disagree", content="x"))
    story.do(OTHER, c.Contribute(position="comment", content="x"))
    assert case_of(story).status is Status.IN_PROCESS
    assert names(story) == {"publication"}


# --- return as not competent ---


def test_a_second_return_in_a_row_is_the_focal_offices_decision() -> None:
    """Policy `returns_before_focal_decision`: 2. The third agency cannot return what was decided."""
    story = returned(life(), "SNNMT")
    assert queue_of(case_of(story)) == "triage"
    story.do(FOCAL, c.Forward(lead="STC2025"))
    assert "return_case" in actions_for(case_of(story), Actor(Role.AGENCY, "STC2025", "STC2025"))
    returned(story, "STC2025")
    fact = story.events[-1].fact
    assert isinstance(fact, e.CaseReturned) and fact.decide
    assert queue_of(case_of(story)) == "decision"
    story.do(FOCAL, c.Forward(lead="SXD2025"))
    third = Actor(Role.AGENCY, "SXD2025", "SXD2025")
    assert case_of(story).final and "return_case" not in actions_for(case_of(story), third)
    with pytest.raises(ActionNotAllowed):
        returned(story, "SXD2025")
    assert "propose_escalation" in actions_for(case_of(story), third), "who still objects may go to the leader"
    assert case_of(story).returns == 2


def test_returns_are_in_a_row_only_without_a_published_word_between() -> None:
    story = returned(life(), "SNNMT").do(FOCAL, c.Forward(lead="SNNMT"))
    published(story)
    returned(story, "SNNMT")
    assert not case_of(story).final and queue_of(case_of(story)) == "triage"


def test_an_answer_breaks_the_row_too() -> None:
    story = returned(life(), "SNNMT").do(FOCAL, c.Forward(lead="SNNMT")).answered()
    story.do(SUBMITTER, c.RaiseAgain(content="x")).do(LEADER, c.Direct(content="x"))
    assert not case_of(returned(story, "SNNMT")).final


def test_the_focal_office_may_decide_at_once() -> None:
    story = Life(START).receive().do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
    story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    story.do(FOCAL, c.Forward(lead="SNNMT", final=True))
    assert "return_case" not in actions_for(case_of(story), AGENCY)


# --- extensions (policy: once, 20 working days) ---


def test_extensions_are_counted_and_capped() -> None:
    story = life().do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 22)))
    assert case_of(story).clock("extension_decision")
    story.do(FOCAL, c.GrantExtension(), story.events[-1].fact)
    case, policy = case_of(story), reference().policies.policy_on(START)
    assert case.extensions == 1 and "extension_decision" not in names(story)
    assert "request_extension" not in actions_for(case, AGENCY, policy)
    with pytest.raises(ActionNotAllowed):
        story.do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 24)))


def test_a_refused_extension_does_not_count() -> None:
    story = life().do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 22)))
    story.do(FOCAL, c.RefuseExtension(), body=False)
    assert case_of(story).extensions == 0
    assert "request_extension" in actions_for(case_of(story), AGENCY, reference().policies.policy_on(START))


@pytest.mark.parametrize("until", [date(2026, 9, 8), date(2026, 8, 7), date(2026, 12, 31)])
def test_an_extension_ends_after_the_due_day_and_within_the_cap(until: date) -> None:
    with pytest.raises(InvalidFields):
        life().do(AGENCY, c.RequestExtension(reason="x", until=until))


# --- status reports (R1-17 re-arm; R4-05, F2: capped and shown) ---


def test_after_the_cap_a_report_is_public_and_rearms_nothing() -> None:
    story = life()
    for day in (10, 11, 12, 13):
        story.today = date(2026, 8, day)
        published(story)
    case = case_of(story)
    clock = case.clock("publication")
    assert case.rearms == 3 and clock and clock.start_on == date(2026, 8, 12)
    fact = story.events[-1].fact
    assert isinstance(fact, e.ItemPublished) and not fact.rearmed


def test_a_returned_report_rearms_nothing_and_the_clock_runs_on() -> None:
    """QĐ 31/2021 art. 46: unsuitable, returned before publication."""
    story = life()
    story.today = date(2026, 8, 20)
    before = case_of(story).clock("publication")
    story.do(AGENCY, c.ReportStatus(content="x"))
    assert "review" in names(story) and case_of(story).holder == (Role.FOCAL, "")
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="return", reason="vague", note="x"))
    assert case_of(story).clock("publication") == before and "review" not in names(story)


def test_the_focal_office_is_late_with_its_review_on_its_own_ladder() -> None:
    story = life().do(AGENCY, c.ReportStatus(content="x"))
    story.tick_daily(date(2026, 8, 12))
    late = [x for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "review"]
    assert [x.fact.step for x in late if isinstance(x.fact, e.StepReached)] == ["reminder", "due_today", "overdue"]
    told_ = notices(story.context(SYSTEM), case_of(story), case_of(story), late[-1])
    assert {notice.role for notice in told_ if not notice.head} == {Role.FOCAL}


def test_reports_of_trusted_agencies_are_public_at_once() -> None:
    story = life()
    policy = reference().policies.policy_on(START)
    trusting = replace(reference().policies, versions=(replace(policy, trusted_agencies=("SNNMT",)),))
    story.today = date(2026, 8, 10)
    plain = story.context(AGENCY)
    context = Context(plain.now, AGENCY, replace(reference(), policies=trusting), plain.body)
    events = decide(case_of(story), c.ReportStatus(content="x"), context)
    assert [x.type for x in events] == ["status_reported", "item_published"]
    assert [x.body is None for x in events] == [False, True]
    case = fold([*story.events, *events])
    assert case and (case.status, case.rearms, case.pending) == (Status.IN_PROCESS, 1, ())
    assert notices(context, case_of(story), case, events[0]) == ()


def test_a_promise_has_a_clock_that_can_be_overdue() -> None:
    story = life().do(AGENCY, c.AnswerCase(content="x", promised_on=date(2026, 8, 20)))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    published(story)
    promise = case_of(story).clock("promise")
    assert promise and promise.due_on == date(2026, 8, 20), "another report does not move it"
    story.tick_daily(date(2026, 8, 24))
    steps = [
        (x.fact.step, x.fact.on)
        for x in story.events
        if isinstance(x.fact, e.StepReached) and x.fact.clock == "promise"
    ]
    assert ("overdue", date(2026, 8, 21)) in steps
    story.today = date(2026, 8, 25)
    published(story, promised_on=date(2026, 9, 1))
    promise = case_of(story).clock("promise")
    assert promise and (promise.due_on, promise.steps) == (date(2026, 9, 1), ())


def test_a_promised_day_does_not_pause() -> None:
    story = life().do(AGENCY, c.ReportStatus(content="x", promised_on=date(2026, 8, 20)))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    returned(story, "SNNMT").do(FOCAL, c.AskSupplement(content="x"))
    story.today = date(2026, 8, 12)
    story.do(SUBMITTER, c.Supplement(content="x"))
    promise = case_of(story).clock("promise")
    assert promise and (promise.due_on, promise.pauses) == (date(2026, 8, 20), ())


# --- citing (R1-19) ---

ANSWER = e.AnswerGiven("STC2025", date(2026, 8, 1), date(2026, 7, 30))


def test_an_answer_may_cite_a_published_one() -> None:
    story = life().do(FOCAL, c.CiteAnswer(of="LS.20260701.AAAAA"), ANSWER, body=False)
    given, public = story.events[-2:]
    assert isinstance(given.fact, e.AnswerGiven) and given.fact.cites == "LS.20260701.AAAAA"
    assert (public.type, case_of(story).status) == ("item_published", Status.ANSWERED)


@pytest.mark.parametrize(("of", "cited", "code"), [("LS.20260701.AAAAA", None, "no_answer"),
                                                     ("LS.20260807.K7M4Q", ANSWER, "same_case")])  # fmt: skip
def test_what_cannot_be_cited(of: str, cited: e.Fact | None, code: str) -> None:
    with pytest.raises(InvalidFields) as problem:
        life().do(FOCAL, c.CiteAnswer(of=of), cited, body=False)
    assert problem.value.errors[0].code == code


# --- withdrawing ---


def test_the_submitter_withdraws_until_forwarded_and_asks_afterwards() -> None:
    early = Life(START).receive()
    assert "withdraw" in actions_for(case_of(early), SUBMITTER) and "ask_withdrawal" not in actions_for(
        case_of(early), SUBMITTER
    )
    story = life()
    assert "withdraw" not in actions_for(case_of(story), SUBMITTER)
    story.do(SUBMITTER, c.AskWithdrawal(reason="x"))
    assert queue_of(case_of(story)) == "decision" and case_of(story).status is Status.FORWARDED
    assert told(story) == ["withdrawal_asked-focal-van-phong-1"]
    declined = Life(story.today, story.case, list(story.events)).do(FOCAL, c.DeclineWithdrawal(note="x"))
    assert queue_of(case_of(declined)) == "handling" and declined.events[-1].seq in readable(declined.events, SUBMITTER)
    story.do(FOCAL, c.GrantWithdrawal(), body=False)
    assert (case_of(story).status, case_of(story).clocks) == (Status.WITHDRAWN, ())
    assert told(story) == ["withdrawn-submitter"]


def test_a_case_that_came_back_once_is_not_withdrawn_alone() -> None:
    story = returned(life(), "SNNMT").do(FOCAL, c.AskSupplement(content="x"))
    assert "withdraw" not in actions_for(case_of(story), SUBMITTER)
    assert "ask_withdrawal" in actions_for(case_of(story), SUBMITTER)


# --- what belongs to the system for legal documents (CĐ 89/2025) ---


@pytest.mark.parametrize(
    ("received", "due"), [(date(2026, 8, 7), date(2026, 8, 11)), (date(2025, 3, 3), None)], ids=["after", "before"]
)
def test_legal_documents_are_handed_over_in_two_working_days(received: date, due: date | None) -> None:
    """Only from 16/06/2025 on: a case keeps the policy of its day."""
    story = Life(received).receive().do(FOCAL, c.Classify(kind="regulation", legal_document=True))
    clock = case_of(story).clock("legal_transfer")
    assert (clock.due_on if clock else None) == due
    story.do(FOCAL, c.Classify(kind="regulation"))
    assert case_of(story).clock("legal_transfer") is None


def test_a_redirect_ends_the_transfer() -> None:
    story = Life(START).receive().do(FOCAL, c.Classify(kind="regulation", legal_document=True))
    story.do(FOCAL, c.Redirect(reason="legal_documents", content="x"))
    assert case_of(story).clocks == ()


# --- the policy of its day ---


@pytest.mark.parametrize("keeps", [True, False])
def test_a_case_keeps_the_policy_of_its_day_unless_the_owner_says_otherwise(keeps: bool) -> None:
    old = reference().policies.policy_on(START)
    rule = replace(old.clocks["publication"], working_days=30)
    switches = {**old.switches, "case_keeps_policy_of_its_day": keeps}
    new = replace(
        old, id="new", valid_from=date(2026, 8, 10), clocks={**old.clocks, "publication": rule}, switches=switches
    )
    policies = replace(reference().policies, versions=(old, new))
    story = life()
    story.today = date(2026, 8, 12)
    story.do(AGENCY, c.ReportStatus(content="x"))
    plain = story.context(FOCAL)
    context = Context(plain.now, FOCAL, replace(reference(), policies=policies))
    (event,) = decide(
        case_of(story), c.Review(item=story.events[-1].seq, decision="publish"), context, story.events[-1].fact
    )
    clock = next(clock for clock in event.clocks or () if clock.name == "publication")
    assert clock.length == (20 if keeps else 30)


# --- what is offered is what is allowed ---

EXPERT = Actor(Role.EXPERT, "5")
PEOPLE = (FOCAL, AGENCY, OTHER, LEADER, SUBMITTER, EXPERT, Actor(Role.CLERK, "x"), Actor(Role.GOVERNMENT))


def situations() -> dict[str, Life]:
    disagreed = life("STC2025").do(OTHER, c.Contribute(position="disagree", content="x"))
    advised = life().do(AGENCY, c.ProposeEscalation(ground="beyond_competence", advice="x", proposal="y"))
    over = life().do(FOCAL, c.HandOver(up_class="UP-3", date=START, number="1"))
    invited = life().do(FOCAL, c.InviteOpinion(email="a@b.vn", title="x"))
    reopened = life().answered().do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"))
    capped = life().do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 22)))
    capped.do(FOCAL, c.GrantExtension(), capped.events[-1].fact)
    national = Life(START).receive(channel=Channel.NATIONAL_PORTAL)
    withheld = life().do(FOCAL, c.Withhold(part="content", ground="state_secret"), body=False)
    asked = life().do(SUBMITTER, c.AskWithdrawal(reason="x"))
    twice = returned(returned(life(), "SNNMT").do(FOCAL, c.Forward(lead="SNNMT")), "SNNMT").do(
        FOCAL, c.Forward(lead="SNNMT")
    )
    return {"coordinated": life("STC2025"), "disagreed": disagreed, "advised": advised, "handed over": over,
            "invited": invited, "reopened": reopened, "capped": capped, "national": national, "withheld": withheld,
            "asked": asked, "decided": twice}  # fmt: skip


@pytest.mark.parametrize("name", situations())
def test_actions_offered_are_exactly_those_allowed(name: str) -> None:
    story = situations()[name]
    case = case_of(story)
    for actor in PEOPLE:
        policy = story.context(actor).policy_of(case)
        offered = set(actions_for(case, actor, policy))
        for command, kind in c.COMMANDS.items():
            try:
                decide(case, kind(), story.context(actor))
            except ActionNotAllowed:
                assert command not in offered, (actor.role, command)
            except Exception:  # noqa: S110 -- an empty command may lack what its fields would have brought
                pass
            else:
                assert command in offered, (actor.role, command)
            assert (command in offered) == allowed(case, actor, command, policy)
    assert set(RULES) == set(c.COMMANDS)
