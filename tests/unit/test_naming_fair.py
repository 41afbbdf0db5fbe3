"""Naming is fair and quiet: nobody is proposed for another's days, nor told or betrayed before a decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide import actions_for
from chalicelib.domain.decide import ladder as steps
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.named import STEP as STEP_ID
from chalicelib.domain.notices import EXPIRED, notices
from chalicelib.domain.story import tell
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Role
from chalicelib.publishing.proceedings import proceedings
from tests.unit.test_naming import (
    NAME,
    NAMED,
    REPLY_DUE,
    START,
    STEP,
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
from tests.unit.world import AGENCY, FOCAL, LEADER, Life, code_of, reference, told

ASSISTANT = Actor(Role.LEADER, "tro-ly-chu-tich")
OWN, HEAD = "naming_notice-named-SNNMT", "naming_notice-named-SNNMT-head"


def told_of(story: Life, wanted: Callable[[e.Fact], bool]) -> set[tuple[str, str]]:
    """(letter, role) of all events whose fact is `wanted`."""
    found = set[tuple[str, str]]()
    for n, event in enumerate(story.events, 1):
        case = fold(story.events[:n])
        if case and wanted(event.fact):
            before = fold(story.events[: n - 1])
            found |= {(x.name, x.role.value) for x in notices(story.context(SYSTEM), before, case, event)}
    return found


# --- letters of the steps ---


def test_every_wait_that_ends_has_its_own_letter_or_none() -> None:
    assert set(EXPIRED) == set(steps._OWN_STEPS)
    assert [clock for clock, letter in EXPIRED.items() if letter == "step_expired"] == ["supplement"]


def test_the_end_of_the_time_to_reply_is_no_letter_about_a_supplement() -> None:
    def ended(fact: e.Fact) -> bool:
        return isinstance(fact, e.StepReached) and fact.clock == "naming_reply"

    story = before_leader()
    assert facts(story, e.StepReached)[-1].clock == "naming_reply"
    assert told_of(story, ended) == set()


def _proposes(fact: e.Fact) -> bool:
    return isinstance(fact, e.StepReached) and fact.step == STEP_ID


def test_one_letter_for_each_mailbox_of_a_proposal() -> None:
    story = proposed()
    assert told_of(story, _proposes) == {("step_propose_naming", "leader")}
    assert told(story) == [("naming_notice", "named", "SNNMT")] * 2


def _pending_elsewhere() -> Life:
    story = by_office()
    return story.do(NAMED, c.ReplyToNaming(content="x"))


def _standing() -> Life:
    return by_office().tick_daily(date(2026, 8, 17)).do(LEADER, c.DecideNaming(**NAME))


def _handed_over() -> Life:
    return life().do(FOCAL, c.HandOver(up_class="UP-3", date=START, number="1"))


@pytest.mark.parametrize("story", [_pending_elsewhere, _standing], ids=["another one waits", "named already"])
def test_a_step_that_proposes_nobody_is_told_to_nobody(story: Callable[[], Life]) -> None:
    lived = story().tick_daily(STEP)
    [step] = [x for x in facts(lived, e.StepReached) if _proposes(x) and x.clock == "publication"]
    assert step.superseded and step.on == STEP
    assert told_of(lived, _proposes) == set()
    assert "event.step_reached.propose_naming" not in [entry.key for entry in entries(lived.events)]


def test_of_what_the_government_office_holds_no_agency_is_proposed_and_no_step_says_so() -> None:
    story = _handed_over().tick_daily(date(2026, 12, 1))
    taken = {x.fact.clock: x.fact.superseded for x in story.events if _proposes(x.fact)}  # type: ignore[union-attr]
    assert taken == {"follow_up": False}, "the office's own"


# --- delay is a fact of that agency's days ---


def unreached() -> Life:
    story = life()
    return story.do(SYSTEM, lost("forwarded", "forwarded-agency-SNNMT", story.events[-1].seq), body=False)


def _answered_late() -> Life:
    return life().tick_daily(date(2026, 9, 14)).answered()


def _late_at_the_office() -> Life:
    return unreached().tick_daily(date(2026, 9, 10)).do(FOCAL, c.Urge())


def _late_at_the_office_then_answered() -> Life:
    return _late_at_the_office().answered()


def _silent_beside() -> Life:
    story = life()
    story.do(FOCAL, c.Reassign(lead="SNNMT", coordinating=("STC2025",)))
    return story.tick_daily(date(2026, 8, 17))


def _spoke_late() -> Life:
    other = Actor(Role.COORDINATING, "STC2025", "STC2025")
    return _silent_beside().do(other, c.Contribute(content="x"))


DELAYS: list[tuple[str, Callable[[], Life], str, str]] = [
    ("on the first day", life, "SNNMT", ""),
    ("on the last day", lambda: life().tick_daily(date(2026, 9, 8)), "SNNMT", ""),
    ("a day over", lambda: life().tick_daily(date(2026, 9, 9)), "SNNMT", "publication"),
    ("answered late", _answered_late, "SNNMT", "publication"),
    ("answered in time", lambda: life().answered(), "SNNMT", ""),
    ("over while the focal office had it", _late_at_the_office, "SNNMT", ""),
    ("and answered after that", _late_at_the_office_then_answered, "SNNMT", ""),
    ("a contribution is missing", _silent_beside, "STC2025", "coordination"),
    ("and it is not the lead's", _silent_beside, "SNNMT", ""),
    ("a contribution that came late", _spoke_late, "STC2025", ""),
]


@pytest.mark.parametrize(("story", "agency", "clock"), [row[1:] for row in DELAYS], ids=[row[0] for row in DELAYS])
def test_nobody_is_proposed_for_a_delay_that_was_not_theirs(story: Callable[[], Life], agency: str, clock: str) -> None:
    lived = story()
    command = c.ProposeNaming(failure="delay", agency=agency, content="x")
    if not clock:
        with pytest.raises(InvalidFields) as found:
            lived.do(FOCAL, command, late(lived, agency))
        assert code_of(found) == ("failure", "no_delay")
        return
    lived.do(FOCAL, command, late(lived, agency))
    fact = facts(lived, e.NamingProposed)[-1]
    assert (fact.agency, fact.clock) == (agency, clock)
    assert fact.due_on is not None and fact.due_on < lived.today


# --- letters that came to nobody ---


def test_a_proposal_of_which_nobody_was_told_ends_and_goes_to_no_leader() -> None:
    story = proposed()
    number = story.events[-1].seq
    story.do(SYSTEM, lost("naming_notice", OWN, number), body=False)
    assert head(story).naming is not None
    story.do(SYSTEM, lost("naming_notice", HEAD, number), body=False)
    assert told(story)[0][:2] == ("naming_undelivered", "focal")
    story.tick_daily(REPLY_DUE + timedelta(days=3))
    assert head(story).naming is None and "naming_decision" not in names(story)
    story.do(FOCAL, c.ProposeNaming(failure="delay", content="x"), late(story))
    again = story.events[-1].seq
    for key in (OWN, HEAD):
        story.do(SYSTEM, lost("naming_notice", key, number), body=False)
    assert head(story).naming is not None, "bounces of the first letters say nothing of the second ones"
    for key in (OWN, HEAD):
        story.do(SYSTEM, lost("naming_notice", key, again), body=False)
    assert head(story).naming is None


def test_who_has_replied_was_told() -> None:
    story = proposed().do(NAMED, c.ReplyToNaming(content="x"))
    for key in (OWN, HEAD):
        story.do(SYSTEM, lost("naming_notice", key, 0), body=False)
    assert head(story).naming_waits


# --- quiet before the decision ---


def public(story: Life) -> str:
    """All that the page says of steps and clocks."""
    told_ = tell(story.events)
    assert told_
    doc = proceedings(story.events, told_, {}, reference())
    clocks = [clock["name"] for clock in doc["clocks"]]
    return " ".join([*clocks, *(f"{x.key} {dict(x.words)}" for x in entries(story.events))])


@pytest.mark.parametrize("followed", [True, False])
def test_the_review_of_a_reply_is_as_quiet_as_the_reply(followed: bool) -> None:
    story = by_office().do(NAMED, c.ReplyToNaming(content="x"))
    assert "naming_review" in names(story) and "review" not in names(story)
    story.tick_daily(START + timedelta(days=10))
    taken = [x.step for x in facts(story, e.StepReached) if x.clock == "naming_review"]
    assert taken[:3] == ["reminder", "due_today", "overdue"]
    assert told_of(story, lambda fact: isinstance(fact, e.StepReached) and fact.clock == "naming_review")
    assert "review" not in public(story)
    story.do(LEADER, c.DecideNaming(**NAME | ({} if followed else {"decision": "not_name"})))
    assert "review" not in public(story)
    assert ("naming_review" in names(story)) is followed
    assert head(story) == fold(story.events)


def test_an_answer_has_its_own_review_beside_that_of_a_reply() -> None:
    story = by_office().do(NAMED, c.ReplyToNaming(content="x"))
    reply = story.events[-1]
    story.do(AGENCY, c.ReportStatus(content="x"))
    report = story.events[-1]
    assert {"review", "naming_review"} <= names(story)
    story.do(FOCAL, c.Review(item=report.seq, decision="publish"), report.fact)
    assert "review" not in names(story) and "naming_review" in names(story)
    story.do(FOCAL, c.Review(item=reply.seq, decision="publish"), reply.fact)
    assert "naming_review" not in names(story)


def test_a_calendar_that_changes_tells_no_day_of_a_naming() -> None:
    story = proposed().answered()
    story.do(SYSTEM, c.Tick(), body=False)
    private = tuple(clock for clock in head(story).clocks if clock.name == "naming_reply")
    fact = e.DeadlinesRecomputed("x", (STEP,), (REPLY_DUE,))
    moved = e.Event(story.code, story.events[-1].seq + 1, story.events[-1].at, SYSTEM, fact, clocks=private)
    entry = entries([*story.events, moved])[-1]
    assert (entry.key, dict(entry.dates)) == ("event.deadlines_recomputed.none", {})


# --- who signs ---


def test_an_assistant_names_the_document_that_was_signed() -> None:
    story = before_leader()
    with pytest.raises(InvalidFields) as found:
        story.do(ASSISTANT, c.DecideNaming(**NAME))
    assert code_of(found) == ("document_number", "missing")
    story.do(ASSISTANT, c.DecideNaming(**NAME, document_number="12/QĐ"))
    assert head(story).standing


def test_an_honour_is_signed_as_a_naming_is() -> None:
    spec = dict(c.Honour.asked())["signer"]
    assert spec.required


# --- the form ---


def test_a_leader_sees_that_a_reply_came_back() -> None:
    from chalicelib.domain.reading import readable

    story = proposed().do(NAMED, c.ReplyToNaming(content="x"))
    reply = story.events[-1]
    story.do(FOCAL, c.Review(item=reply.seq, decision="return", reason="personal_data", note="x"), reply.fact)
    assert {reply.seq, story.events[-1].seq} <= readable(story.events, LEADER)
    assert "decide_naming" in actions_for(head(story), LEADER)
    assert named().case
