"""Directives, contributions and reasons of returns: facts at once, words after review, and nothing waits for them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.apply.handling import NOTES_KEPT
from chalicelib.domain.case import Actor
from chalicelib.domain.queues import queue_of
from chalicelib.domain.reading import cut, readable, wanted_bodies
from chalicelib.domain.vocabulary import NOTES, Role, Status
from chalicelib.storage.codec import encode_case
from tests.unit.test_documents import document
from tests.unit.test_handling import OTHER, START, case_of, life
from tests.unit.test_leadership import before_leader
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, Life, told

SETTLE = c.Settle(lead="SXD2025", content="x")
SAID: list[tuple[str, str, Any]] = [
    ("directive", "direct", lambda: before_leader().do(LEADER, c.Direct(content="x"))),
    ("directive", "settle", lambda: before_leader().do(LEADER, SETTLE)),
    ("contribution", "contribute", lambda: life("STC2025").do(OTHER, c.Contribute(content="x"))),
    ("contribution", "disagree", lambda: life("STC2025").do(OTHER, c.Contribute(position="disagree", content="x"))),
    ("reason", "return", lambda: life().do(AGENCY, c.ReturnCase(reason="x"))),
]


def words(story: Life, seq: int) -> bool:
    """Whether what was typed in event `seq` stands in the public document."""
    text = json.dumps(document(story), ensure_ascii=False)
    return f"Trả lời {seq}" in text or f"Lý do {seq}" in text


def note(story: Life) -> int:
    """The event whose words wait."""
    (item,) = [pending.item for pending in case_of(story).pending if pending.type in NOTES]
    return item


def review(story: Life, decision: str) -> Life:
    return story.do(FOCAL, c.Review(item=note(story), decision=decision, note="x"), body=decision == "return")


@pytest.mark.parametrize(("type_", "by", "made"), SAID, ids=[by for _, by, _ in SAID])
def test_the_fact_is_public_at_once_and_the_words_after_review(type_: str, by: str, made: Any) -> None:
    story = made()
    seq, before = note(story), case_of(story)
    assert seq in {entry["seq"] for entry in document(story)["timeline"]} and not words(story, seq)
    review(story, "publish")
    after = case_of(story)
    assert words(story, seq)
    assert isinstance(story.events[-1].fact, e.ItemPublished) and story.events[-1].fact.type == type_
    assert (after.status, after.clocks, after.rearms) == (before.status, before.clocks, before.rearms)
    assert after.pending == () and told(story) == []


@pytest.mark.parametrize(("type_", "by", "made"), SAID, ids=[by for _, by, _ in SAID])
def test_words_that_are_not_let_through_stay_where_they_were(type_: str, by: str, made: Any) -> None:
    story = made()
    seq, before = note(story), case_of(story)
    review(story, "return")
    assert not words(story, seq)
    assert (case_of(story).status, case_of(story).clocks, case_of(story).pending) == (before.status, before.clocks, ())
    back = {"contribution": ("coordinating", "STC2025"), "directive": ("leader", "pho-chu-tich-2")}.get(type_)
    assert told(story) == ([("item_returned", *back)] if back else []), "who wrote them may write anew"


@pytest.mark.parametrize(("type_", "by", "made"), SAID, ids=[by for _, by, _ in SAID])
def test_nothing_waits_for_them(type_: str, by: str, made: Any) -> None:
    """No status, no clock of the focal office, no queue in which somebody else must act."""
    story = made()
    case = case_of(story)
    assert case.status is not Status.UNDER_REVIEW and case.clock("review") is None
    wanted = {"reason": "triage", "disagree": "leadership"}
    assert queue_of(case) == wanted.get(by, wanted.get(type_, "review"))


def test_they_wait_beside_an_answer_and_survive_it() -> None:
    story = life("STC2025").do(OTHER, c.Contribute(content="x"))
    seq = note(story)
    story.answered()
    assert (case_of(story).status, note(story), queue_of(case_of(story))) == (Status.ANSWERED, seq, "review")
    review(story, "publish")
    assert words(story, seq) and queue_of(case_of(story)) == "answered"


def test_a_recorded_directive_is_public_at_once_and_names_no_leader() -> None:
    story = life().do(FOCAL, c.RecordDirective(leader="Nguyễn Văn A", date=START, number="12", content="x"))
    seq = story.events[-1].seq
    assert words(story, seq) and case_of(story).pending == ()
    (row,) = document(story)["directives"]
    assert set(row) == {"seq", "on", "document_date", "due_on", "fulfilled_on", "settled", "document_number", "content"}


@pytest.mark.parametrize(
    "fact",
    [e.Directed("pho-chu-tich-2"), e.Directed("recorded", START), e.Settled("x", "SXD2025"),
     e.Contributed("STC2025", "comment"), e.CaseReturned("SNNMT")],
    ids=lambda fact: e.name_of(fact),
)  # fmt: skip
def test_words_of_before_the_rule_stay_between_the_offices(fact: e.Fact) -> None:
    """They were written for colleagues: an upgrade publishes nothing."""
    story = life("STC2025")
    last = story.events[-1]
    old = e.Event(last.code, last.seq + 1, last.at, FOCAL, fact, e.BodyRef("old", "h"))
    story.events.append(old)
    folded = fold(story.events)
    assert folded and folded.pending == ()
    assert not words(story, old.seq)


def test_a_newer_word_of_an_agency_takes_the_place_of_its_older_one() -> None:
    story = life("STC2025")
    for _ in range(3):
        story.do(OTHER, c.Contribute(content="x"))
    assert note(story) == story.events[-1].seq


def test_what_waits_is_bounded_and_the_head_small() -> None:
    agencies = ("STC2025", "SXD2025", "SCT", "SGDDT", "SYT", "SVHTTDL")
    story = life(*agencies)
    for code in agencies:
        story.do(Actor(Role.COORDINATING, code, code), c.Contribute(content="x"))
    kept = [pending.agency for pending in case_of(story).pending]
    assert kept == list(agencies[-NOTES_KEPT:])
    story.do(AGENCY, c.ReportStatus(content="x")).do(AGENCY, c.AnswerCase(content="x", completed_on=START))
    assert len(encode_case(case_of(story))) < 1024


READERS: list[tuple[Actor, str, bool]] = [
    (SUBMITTER, "contribution", False), (AGENCY, "contribution", True), (OTHER, "contribution", True),
    (LEADER, "contribution", True), (SUBMITTER, "reason", False), (LEADER, "reason", True),
    (SUBMITTER, "directive", False), (AGENCY, "directive", True), (OTHER, "directive", True),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "type_", "before"), READERS, ids=lambda value: str(value))
def test_who_reads_them_before_and_after(actor: Actor, type_: str, before: bool) -> None:
    """Unpublished they are between the offices; once published everybody reads what the public reads, and no more."""
    story: Life = {type_: made for type_, _, made in reversed(SAID)}[type_]()
    seq = note(story)
    body = story.events[seq - 1].body
    assert body
    bodies = {body.id: {"content": "c", "reason": "r", "leader": "Nguyễn Văn A"}}
    assert (body.id in wanted_bodies(story.events, actor)) == before == (seq in readable(story.events, actor))
    review(story, "publish")
    seen = cut(story.events, actor, bodies)[seq]
    assert seen["content"] == "c"
    assert ("leader" in seen) == before


def test_a_returned_contribution_is_explained_to_its_agency_alone() -> None:
    story = life("STC2025", "SXD2025").do(OTHER, c.Contribute(content="x"))
    review(story, "return")
    seq = story.events[-1].seq
    third = Actor(Role.COORDINATING, "SXD2025", "SXD2025")
    seen = {actor.agency: seq in readable(story.events, actor) for actor in (OTHER, third, AGENCY)}
    assert seen == {"STC2025": True, "SXD2025": False, "SNNMT": False}


def test_they_are_no_report_and_fulfil_no_directive() -> None:
    story = before_leader().do(LEADER, c.Direct(content="x"))
    review(story, "publish")
    assert document(story)["directives"][0]["fulfilled_on"] is None
    assert case_of(story).clock("directive")
    story.today = date(2026, 8, 12)
    assert document(story)["rearms"] == 0
