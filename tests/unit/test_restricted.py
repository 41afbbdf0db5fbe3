"""Denunciations, anonymous information and state secrets: who reads on, and what two persons decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import PURGED, Actor
from chalicelib.domain.decide import actions_for
from chalicelib.domain.errors import InvalidFields, SamePerson
from chalicelib.domain.queues import queue_of
from chalicelib.domain.reading import cut, may_open
from chalicelib.domain.statistics import contribution_of
from chalicelib.domain.story import tell
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Status
from tests.unit import world
from tests.unit.world import AGENCY, ALTERNATE, FOCAL, INSPECTOR, LEADER, OTHER_FOCAL, SUBMITTER, Life, code_of, told

DAY = date(2026, 8, 7)  # a Friday
PETITION = {"kind": "conduct", "title": "t", "content": "c", "channel": "letter"}


def new(**changes: Any) -> Life:
    return Life(DAY).receive(**changes)


# --- denunciations: Luật Tố cáo 2018 ---


@pytest.mark.parametrize(
    ("against", "reader", "queue"),
    [
        ("", INSPECTOR, "restricted"),
        ("other", INSPECTOR, "restricted"),
        ("inspectorate", ALTERNATE, "restricted_alternate"),
        ("leader", ALTERNATE, "restricted_alternate"),
    ],
)
def test_a_denunciation_goes_to_whom_it_is_not_against(against: str, reader: Actor, queue: str) -> None:
    life = new().forwarded().do(FOCAL, c.Restrict(against=against))
    assert life.case
    people = (FOCAL, OTHER_FOCAL, SUBMITTER, AGENCY, LEADER, INSPECTOR, ALTERNATE)
    assert [actor for actor in people if may_open(life.case, actor)] == [reader]
    assert queue_of(life.case) == queue
    assert set(actions_for(life.case, reader)) == {"acknowledge_denunciation", "note", "release", "restrict"}
    assert told(life) == [("guidance", "submitter", ""), ("new_denunciation", reader.role.value, reader.id)]
    assert life.case.clocks == () and fold(life.events) == life.case


def test_anonymous_information_goes_to_the_inspectorate_and_not_to_the_bin() -> None:
    """Luật Tố cáo 2018 art. 25(2)."""
    life = new(anonymous=True).do(FOCAL, c.Restrict())
    fact = life.events[-1].fact
    assert isinstance(fact, e.Restricted) and (fact.ground, fact.against) == ("anonymous", "other")
    assert told(life) == [("new_denunciation", "inspectorate", "thanh-tra-1")]


def test_an_inspector_passes_on_what_is_not_his_to_read() -> None:
    life = new().do(FOCAL, c.Restrict())
    with pytest.raises(InvalidFields) as problem:
        life.do(INSPECTOR, c.Restrict(against="other"))
    assert code_of(problem) == ("against", "same_recipient")
    life.do(INSPECTOR, c.Restrict(against="inspectorate"))
    assert life.case and may_open(life.case, ALTERNATE) and not may_open(life.case, INSPECTOR)
    assert told(life) == [("new_denunciation", "inspectorate_alternate", "noi-chinh-1")], (
        "no second letter to the submitter"
    )


def test_against_the_inspectorate_without_another_recipient_on_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    known = world.reference()
    rest = tuple(officer for officer in known.directory.officers if officer.id != ALTERNATE.id)
    without = replace(known, directory=replace(known.directory, officers=rest))
    monkeypatch.setattr(world, "reference", lambda: without)
    with pytest.raises(InvalidFields) as problem:
        new().do(FOCAL, c.Restrict(against="leader"))
    assert code_of(problem) == ("against", "nobody_on_file")


def test_what_is_no_denunciation_comes_back_with_days_of_its_own() -> None:
    life = new().forwarded().do(FOCAL, c.Restrict())
    life.do(INSPECTOR, c.AcknowledgeDenunciation(), body=False).do(INSPECTOR, c.Note(content="x"))
    life.today = date(2026, 8, 14)
    life.do(INSPECTOR, c.Release(note="x"))
    assert life.case and (life.case.status, queue_of(life.case)) == (Status.RECEIVED, "triage")
    assert {clock.start_on for clock in life.case.clocks} == {date(2026, 8, 14)}
    assert told(life)[0][:2] == ("case_released", "focal")
    story = tell(life.events)
    assert story and not story.restricted and not story.hidden
    assert not {"restricted", "noted", "released"} & {entry.type for entry in entries(life.events)}
    bodies = {x.body.id: {"content": x.type} for x in life.events if x.body}
    assert all(
        life.events[seq - 1].type != "noted"
        for seq in cut(life.events, FOCAL, bodies)
        if cut(life.events, FOCAL, bodies)[seq]
    )


# --- state secrets: two persons ---


def test_a_state_secret_is_locked_at_once_and_erased_by_a_second_officer() -> None:
    life = new().forwarded().do(FOCAL, c.Purge(reason="x"))
    assert life.case
    people = (FOCAL, OTHER_FOCAL, SUBMITTER, AGENCY, LEADER, INSPECTOR)
    assert [actor for actor in people if may_open(life.case, actor)] == [FOCAL, OTHER_FOCAL, SUBMITTER]
    assert queue_of(life.case) == "review"
    assert actions_for(life.case, FOCAL) == () == actions_for(life.case, SUBMITTER)
    assert actions_for(life.case, OTHER_FOCAL) == ("confirm_purge",)
    story = tell(life.events)
    assert story and story.gone and story.hidden
    with pytest.raises(SamePerson):
        life.do(FOCAL, c.ConfirmPurge(decision="confirm"))
    life.do(OTHER_FOCAL, c.ConfirmPurge(decision="confirm"), body=False)
    assert (life.case.status, life.case.purge, life.case.clocks) == (Status.REFUSED, PURGED, ())
    assert all(actions_for(life.case, actor) == () for actor in (FOCAL, OTHER_FOCAL, SUBMITTER))
    part = contribution_of(tell(life.events))  # type: ignore[arg-type]
    assert part and part.keys["refusal"] == "state_secret", "counted, though nothing of it can be read"
    assert fold(life.events) == life.case


def test_a_second_officer_may_say_no_and_everybody_gets_new_links() -> None:
    life = new().forwarded().do(FOCAL, c.Purge(reason="x"))
    routing = life.case.routing if life.case else 0
    life.do(OTHER_FOCAL, c.ConfirmPurge(decision="reject"), body=False)
    assert life.case and (life.case.purge, life.case.status, life.case.routing) == ("", Status.FORWARDED, routing)
    assert told(life) == [("forwarded", "agency", "SNNMT")]
    story = tell(life.events)
    assert story and not story.gone


def test_a_legal_complaint_has_no_page_but_is_counted() -> None:
    story = tell(new().do(FOCAL, c.Redirect(reason="legal_complaint", content="x")).events)
    assert story and story.gone
    part = contribution_of(story)
    assert part and part.figures.redirected == 1
    other = tell(new().do(FOCAL, c.Redirect(reason="court", content="x")).events)
    assert other and not other.gone and other.hidden
