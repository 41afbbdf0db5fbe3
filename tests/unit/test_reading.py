"""Who may read which text: one case in which everybody typed something, and a table of what each reader gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.case import Actor
from chalicelib.domain.reading import cut, identity_shown, may_open, wanted_bodies
from chalicelib.domain.vocabulary import Role, Status
from tests.unit.samples import event, fact
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, SUBMITTER, Life

COORDINATING = Actor(Role.COORDINATING, "STC2025", "STC2025")
FORMER = Actor(Role.AGENCY, "SXD2025", "SXD2025")
INSPECTOR = Actor(Role.INSPECTORATE, "thanh-tra-1", "TTRA")
READER = Actor(Role.READER, "to-cong-tac-dac-biet")
CLERK = Actor(Role.CLERK, "van-thu-1", "VPUB")
PERSON = {"name": "A", "email": "a@example.vn"}
EVERYBODY = (FOCAL, SUBMITTER, AGENCY, COORDINATING, LEADER, INSPECTOR)

TYPED: dict[type[Any], dict[str, Any]] = {
    e.Received: {"title": "t", "content": "c", "submitter": PERSON, "files": {}},
    e.TextsWritten: {"public_title": "p", "public_content": "p", "handling_content": "h"},
    e.PassedOn: {"email": "colleague@example.vn"},
}


@lru_cache(maxsize=1)
def everything_typed() -> tuple[tuple[e.Event, ...], dict[str, dict[str, Any]]]:
    """One event of each kind with a body, by whoever writes such a thing."""
    by = {e.StatusReported: AGENCY, e.AnswerGiven: AGENCY, e.EscalationProposed: AGENCY, e.Contributed: COORDINATING}
    events = [
        event(seq, fact(kind), by.get(kind, FOCAL), body=e.BodyRef(f"b{seq}", "h"))
        for seq, kind in enumerate((k for k in e.FACTS.values() if k not in (e.ItemPublished, e.IdentityRevealed)), 1)
    ]
    bodies = {f"b{x.seq}": TYPED.get(type(x.fact), {"content": x.type}) for x in events}
    return tuple(events), bodies


def readable(actor: Actor) -> dict[str, set[str]]:
    """Event type -> names of the fields that the actor may read."""
    events, bodies = everything_typed()
    found = cut(events, actor, bodies)
    return {events[seq - 1].type: set(names) for seq, names in found.items() if names}


TO_AGENCY = {
    "forwarded",
    "item_returned",
    "urged",
    "extension_refused",
    "directed",
    "extension_requested",
    "case_returned",
    "settled",
    "handed_over",
    "rated",
    "raised_again",
    "withdrawal_asked",
}
SIGNED = {"naming_retired", "honoured"}  # signed by a leader, and public
TABLE: dict[Actor, set[str]] = {
    SUBMITTER: {"received", "supplemented", "rated", "raised_again", "withdrawn", "refusal_contested",
                "correction_asked", "supplement_asked", "refused", "redirected", "texts_written",
                "withdrawal_declined", "withdrawal_asked", "handed_over"},
    AGENCY: TO_AGENCY | {"texts_written", "status_reported", "answer_given", "escalation_proposed", "contributed"},
    FORMER: TO_AGENCY | {"texts_written", "contributed"},
    COORDINATING: {"forwarded", "directed", "settled", "contributed", "texts_written"},
    LEADER: {"texts_written", "rated", "raised_again", "escalation_proposed", "escalated", "directed", "case_returned",
             "contributed", "status_reported", "answer_given", "settled", "handed_over", "opinion_given",
             "naming_proposed", "naming_replied", "naming_decided"},
    READER: {"texts_written"},
}  # fmt: skip


@pytest.mark.parametrize("actor", TABLE, ids=lambda actor: f"{actor.role}-{actor.id}")
def test_each_reader_gets_his_own(actor: Actor) -> None:
    assert set(readable(actor)) == TABLE[actor] | SIGNED
    assert readable(actor)["texts_written"] >= {"public_title", "public_content"}
    assert ("handling_content" in readable(actor)["texts_written"]) is (actor.role is not Role.SUBMITTER)


def test_the_desk_and_the_inspectorate_read_all_but_a_colleagues_address() -> None:
    events, _ = everything_typed()
    all_types = {x.type for x in events} - {"passed_on"}
    assert set(readable(INSPECTOR)) == all_types
    assert set(readable(FOCAL)) == all_types - {"noted"}, "what an inspector noted stays with the inspectors"
    assert readable(FOCAL)["received"] == {"title", "content", "files"}
    assert "submitter" in readable(INSPECTOR)["received"]


def test_identity_is_shown_to_whom_it_was_revealed() -> None:
    events, bodies = everything_typed()
    after = (*events, event(len(events) + 1, e.IdentityRevealed(FOCAL.id)))
    assert "submitter" in cut(after, FOCAL, bodies)[1]
    for actor in (OTHER_FOCAL, AGENCY, COORDINATING, LEADER, CLERK):
        assert not identity_shown(after, actor)
        assert "submitter" not in cut(after, actor, bodies).get(1, {})
    assert identity_shown(events, SUBMITTER)


def test_what_is_not_readable_is_not_even_opened() -> None:
    events, bodies = everything_typed()
    for actor in EVERYBODY:
        wanted = set(wanted_bodies(events, actor))
        shown = {f"b{seq}" for seq, names in cut(events, actor, bodies).items() if names}
        assert wanted == shown, actor
    assert readable(CLERK) == {"texts_written": {"public_title", "public_content"}} | {
        type_: {"content"} for type_ in SIGNED
    }


@pytest.mark.parametrize("actor", [SUBMITTER, COORDINATING, FORMER])
def test_an_item_is_everybodys_once_it_is_published(actor: Actor) -> None:
    events, bodies = everything_typed()
    item = next(x.seq for x in events if x.type == "answer_given")
    assert not cut(events, actor, bodies).get(item)
    after = (*events, event(len(events) + 1, e.ItemPublished(item, "answer", "SNNMT")))
    assert cut(after, actor, bodies)[item] == {"content": "answer_given"}


@pytest.mark.parametrize("status", list(Status))
def test_who_may_open_a_case(status: Status) -> None:
    life = Life(date(2026, 8, 7)).receive().forwarded()
    assert life.case
    case = replace(life.case, status=status, coordinating=("STC2025",))
    expected = {FOCAL, OTHER_FOCAL, SUBMITTER, LEADER}
    if status is Status.RESTRICTED:
        expected = {INSPECTOR}
    elif status is not Status.WITHDRAWN:  # what the submitter took back is no agency's business any more
        expected |= {AGENCY, COORDINATING}
    people = {FOCAL, OTHER_FOCAL, SUBMITTER, AGENCY, FORMER, COORDINATING, LEADER, INSPECTOR, CLERK, READER}
    assert {actor for actor in people if may_open(case, actor)} == expected
