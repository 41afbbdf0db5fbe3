"""What the machine of test_stateful.py found, each as a plain story."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.vocabulary import Kind
from tests.fakes.system import System
from tests.unit.newsroom import People, newsroom
from tests.unit.world import FOCAL, INSPECTOR, SUBMITTER, Life
from tests.web.driver import TEXTS, petition

FRIDAY = date(2026, 8, 7)


@pytest.mark.parametrize(
    ("first", "then", "due"),
    [
        ("praise", "conduct", date(2026, 9, 8)),
        ("praise", "incident", date(2026, 8, 14)),
        ("praise", "praise", None),
        # Calling it praise ends no time limit.
        ("conduct", "praise", date(2026, 9, 8)),
        # A longer limit counts from receipt; a shorter one from the day on which it became known.
        ("incident", "conduct", date(2026, 9, 8)),
        ("conduct", "incident", date(2026, 8, 19)),
    ],
)
def test_who_is_called_praise_by_mistake_waits_no_longer(first: str, then: str, due: date | None) -> None:
    life = Life(FRIDAY).receive(kind=Kind(first))
    life.today = date(2026, 8, 12)
    life.do(FOCAL, c.Classify(kind=then))
    clock = life.case and life.case.clock("publication")
    assert (clock.due_on if clock else None) == due


def test_the_days_on_which_the_submitter_was_waited_for_do_not_count_either() -> None:
    life = Life(FRIDAY).receive(kind=Kind.PRAISE)
    life.do(FOCAL, c.AskSupplement(content="x"))
    life.today = date(2026, 8, 12)
    life.do(SUBMITTER, c.Supplement(content="x"))
    life.do(FOCAL, c.Classify(kind="conduct"))
    assert life.case
    clock = life.case.clock("publication")
    assert clock
    assert (clock.pauses, clock.due_on) == (((FRIDAY, date(2026, 8, 12)),), date(2026, 9, 11))


STEPS = [("forwarding", "reminder"), ("forwarding", "due_today"), ("forwarding", "overdue")]


@pytest.mark.parametrize("act", ["refuse", "ask_supplement", "forward"])
def test_an_act_does_not_wipe_out_a_delay_that_no_check_has_seen(act: str) -> None:
    """The overdue check was switched off for a week; what fell due meanwhile stands in the record before the act."""
    world = System()
    code = world.services.submit(petition(), "the-key-of-this-petition").code
    world.services.act(code, FOCAL, "write_texts", TEXTS)
    world.clock.set(date(2026, 8, 17))
    raw = {"reason": "out_of_scope", "content": "x", "lead": "SNNMT", "field": "dat-dai"}
    world.services.act(code, FOCAL, act, raw, "the-key-of-this-request")
    found = [(x.fact.clock, x.fact.step) for x in world.tables.events[code] if x.type == "step_reached"]  # type: ignore[union-attr]
    assert found == STEPS
    before = world.everything_stored()
    world.services.act(code, FOCAL, act, raw, "the-key-of-this-request")
    assert world.everything_stored() == before


def test_what_comes_back_from_the_inspectors_stands_in_all_its_places_again() -> None:
    """Also on a list that it had left before: there stands where it went."""
    people = People()
    code = people.forwarded(field="dat-dai")
    people.do(code, FOCAL, "classify", kind="conduct", field="gia-dat")
    room = newsroom(people)
    room.settle()
    moved = room.doc("linh-vuc/dat-dai")["rows"]
    assert [row["code"] for row in moved] == [code]
    people.do(code, FOCAL, "restrict", ground="denunciation")
    room.settle()
    assert room.doc("linh-vuc/dat-dai")["rows"] == []
    people.do(code, INSPECTOR, "release", note="x")
    room.settle()
    assert room.doc("linh-vuc/dat-dai")["rows"] == moved
    assert room.rebuilt()
