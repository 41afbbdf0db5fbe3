"""Taking back the last decision: the state goes back, the record keeps both, and only while nothing has followed."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Case
from chalicelib.domain.decide import actions_for
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.decide.undoing import last_decision
from chalicelib.domain.errors import ActionNotAllowed, InvalidFields, UndoOver
from chalicelib.domain.holders import age_of
from chalicelib.domain.statistics import contribution_of
from chalicelib.domain.story import tell
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Status
from chalicelib.storage.codec import decode_event, encode_event
from tests.unit.world import AGENCY, FOCAL, OTHER_FOCAL, SUBMITTER, Life, reference, told

START, LATER = date(2026, 8, 7), date(2026, 8, 12)
REFUSE, REDIRECT = c.Refuse(reason="out_of_scope", content="x"), c.Redirect(reason="court", content="x")


def triage() -> Life:
    story = Life(START).receive().do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
    return story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))


def at_agency() -> Life:
    return triage().do(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025",))).do(AGENCY, c.Acknowledge())


def returned() -> Life:
    return at_agency().do(AGENCY, c.ReturnCase(reason="x"))


def case_of(story: Life) -> Case:
    assert story.case and fold(story.events) == story.case
    return story.case


def undo(story: Life) -> Life:
    return story.do(FOCAL, c.Undo(), last_decision(story.events), body=False)


# What counts up, or is of the last event, never goes back.
_GOES_ON = {"version", "last_at", "routing", "recent", "undoable", "unconfirmed"}
DECISIONS: list[tuple[Any, c.Command, str, list[tuple[str, str, str]]]] = [
    (triage, REFUSE, "refused", [("undone", "submitter", "")]),
    (triage, REDIRECT, "redirected", [("undone", "submitter", "")]),
    (triage, c.AskSupplement(content="x"), "supplement_asked", [("undone", "submitter", "")]),
    (triage, c.Forward(lead="SNNMT", coordinating=("STC2025",)), "forwarded",
     [("recalled", "agency", "SNNMT"), ("recalled", "agency", "STC2025")]),
    (returned, REFUSE, "refused", [("undone", "submitter", "")]),
    (returned, c.Forward(lead="SXD2025"), "forwarded", [("recalled", "agency", "SXD2025")]),
    (at_agency, c.Reassign(lead="STC2025"), "forwarded",
     [("forwarded", "agency", "SNNMT"), ("coordinate", "coordinating", "STC2025")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "command", "what", "heard"), DECISIONS, ids=[f"{b.__name__}-{x.name}" for b, x, _, _ in DECISIONS]
)
def test_all_is_as_it_was(begin: Any, command: c.Command, what: str, heard: list[tuple[str, str, str]]) -> None:
    story = begin()
    before, counted = case_of(story), contribution_of(tell(story.events))  # type: ignore[arg-type]
    story.today = LATER
    undo(story.do(FOCAL, command))
    after = case_of(story)
    decided, fact = story.events[-2], story.events[-1].fact
    assert isinstance(fact, e.Undone)
    assert (fact.item, fact.what, fact.restored.recent) == (decided.seq, decided.type, ())
    for item in fields(Case):
        if item.name not in _GOES_ON:
            assert getattr(after, item.name) == getattr(before, item.name), item.name
    assert after.routing == before.routing + 2 * (what == "forwarded"), "links of the routing that was undone are dead"
    assert contribution_of(tell(story.events)) == counted  # type: ignore[arg-type]
    unchanged = replace(begin(), today=LATER)
    assert next_check_at(story.context(SYSTEM), after) == next_check_at(unchanged.context(SYSTEM), case_of(unchanged))
    assert told(story) == heard
    assert [x.key for x in entries(story.events)][-1] == f"event.undone.{what}"
    assert actions_for(after, FOCAL) == actions_for(before, FOCAL)
    assert sum(held.working_days for held in age_of(story.events, reference().calendar_ahead).held) == 3


FOLLOWED: list[tuple[str, c.Command, Any]] = [
    ("the agency acted", c.Forward(lead="SNNMT"), lambda s: s.do(AGENCY, c.Acknowledge())),
    ("a colleague claimed it", c.Forward(lead="SNNMT"), lambda s: s.do(OTHER_FOCAL, c.Claim())),
    ("a step was taken", c.Forward(lead="SNNMT"), lambda s: s.tick_daily(date(2026, 8, 28))),
    ("the submitter contested", REFUSE, lambda s: s.do(SUBMITTER, c.ContestRefusal(content="x"))),
    ("the submitter answered", c.AskSupplement(content="x"), lambda s: s.do(SUBMITTER, c.Supplement(content="x"))),
    ("it was undone already", REFUSE, undo),
]


@pytest.mark.parametrize(("name", "command", "then"), FOLLOWED, ids=[row[0] for row in FOLLOWED])
def test_what_somebody_has_built_on_stays(name: str, command: c.Command, then: Any) -> None:
    story = triage().do(FOCAL, command)
    assert "undo" in actions_for(case_of(story), FOCAL)
    then(story)
    assert "undo" not in actions_for(case_of(story), FOCAL) + actions_for(case_of(story), OTHER_FOCAL)
    with pytest.raises(ActionNotAllowed):
        undo(story)


def test_without_a_decision_there_is_nothing_to_take_back() -> None:
    received = Life(START).receive()
    assert last_decision(received.events) is None
    with pytest.raises(InvalidFields) as refused:
        triage().do(FOCAL, REFUSE).do(FOCAL, c.Undo(), None)
    assert [(error.field, error.code) for error in refused.value.errors] == [("item", "unknown")]


def test_only_by_whoever_decided() -> None:
    story = triage().do(FOCAL, REFUSE)
    assert "undo" not in actions_for(case_of(story), OTHER_FOCAL)
    assert "undo" not in actions_for(case_of(triage()), FOCAL), "writing texts is no decision"


def test_a_letter_that_did_not_arrive_is_no_reason_to_keep_a_mistake() -> None:
    story = triage().do(FOCAL, c.Forward(lead="SNNMT"))
    story.do(SYSTEM, c.ReportMailFailure("forwarded", "forwarded-agency-SNNMT", "bounce", 4), body=False)
    undo(story)
    assert (case_of(story).status, case_of(story).unreached) == (Status.RECEIVED, False)


def test_the_event_is_small_and_survives_storage() -> None:
    story = undo(at_agency().do(FOCAL, c.Reassign(lead="STC2025")))
    stored = encode_event(story.events[-1])
    assert decode_event(stored) == story.events[-1] and len(stored) < 1000
    assert isinstance(story.events[-1].fact, e.Undone) and story.events[-1].body is None


@pytest.mark.parametrize(
    ("reason", "letters"),
    [("test", []), ("advertising", []), ("out_of_scope", [("undone", "submitter", "")])],
)
def test_who_was_told_nothing_is_not_told_that_it_is_over(reason: str, letters: list[tuple[str, str, str]]) -> None:
    story = triage().do(FOCAL, c.Refuse(reason=reason, content="x"))
    key = entries(story.events)[-1].key
    assert key == ("event.refused" if letters else "event.refused.unanswered")
    assert told(undo(story)) == letters


def test_the_first_forwarding_that_stands_is_no_reassignment() -> None:
    story = undo(triage().do(FOCAL, c.Forward(lead="SNNMT"))).do(FOCAL, c.Forward(lead="STC2025"))
    assert entries(story.events)[-1].key == "event.forwarded"
    story.do(FOCAL, c.Reassign(lead="SNNMT"))
    assert entries(story.events)[-1].key == "event.forwarded.again"
    assert entries(undo(story).do(FOCAL, c.Reassign(lead="SXD2025")).events)[-1].key == "event.forwarded.again"


def test_too_late_is_said_as_such() -> None:
    story = triage().do(FOCAL, c.Forward(lead="SNNMT")).do(AGENCY, c.Acknowledge())
    with pytest.raises(UndoOver):
        story.do(FOCAL, c.Undo(), None, body=False)
    other = triage().do(FOCAL, c.Forward(lead="SNNMT"))
    with pytest.raises(ActionNotAllowed) as problem:
        other.do(OTHER_FOCAL, c.Undo(), last_decision(other.events), body=False)
    assert not isinstance(problem.value, UndoOver)
