"""Lists beside the desk's queues: written with the change that causes them, read in order, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.ports import Conflict
from tests.contract.changes import CODE, new_case, next_change
from tests.contract.conftest import World

CODES = [f"LS.20260807.KKKK{n}" for n in range(1, 6)]


def stored(world: World, code: str = CODE) -> Case:
    case = world.cases.load(code)
    assert case
    return case


def move(world: World, code: str = CODE, entered: Iterable[str] = (), left: Iterable[str] = ()) -> None:
    change = next_change(stored(world, code), e.Claimed("x"))
    world.cases.commit(replace(change, entered=frozenset(entered), left=frozenset(left)))


def codes(world: World, name: str, **more: Any) -> list[str]:
    return world.cases.listed(name, **more)[0]


def test_a_case_enters_and_leaves_its_lists(world: World) -> None:
    world.cases.commit(new_case())
    assert codes(world, "agency-SNNMT") == []
    move(world, entered=["agency-SNNMT", "overdue"])
    assert [codes(world, name) for name in ("agency-SNNMT", "overdue", "agency-S", "")] == [[CODE], [CODE], [], []]
    move(world, entered=["agency-STC2025"], left=["agency-SNNMT"])
    assert [codes(world, name) for name in ("agency-SNNMT", "agency-STC2025", "overdue")] == [[], [CODE], [CODE]]
    move(world, left=["agency-STC2025", "overdue"])
    assert [codes(world, name) for name in ("agency-STC2025", "overdue")] == [[], []]


def test_entries_are_not_mistaken_for_events(world: World) -> None:
    world.cases.commit(new_case())
    move(world, entered=["overdue"])
    assert [event.seq for event in world.cases.events(CODE)] == [1, 2]


def test_entering_twice_is_harmless_and_leaving_what_is_not_there_too(world: World) -> None:
    world.cases.commit(new_case())
    for _ in range(2):
        move(world, entered=["overdue"])
    assert codes(world, "overdue") == [CODE]
    for _ in range(2):
        move(world, left=["overdue"])
    assert codes(world, "overdue") == []


def test_a_refused_change_leaves_the_lists_as_they_were(world: World) -> None:
    world.cases.commit(new_case())
    change = replace(next_change(stored(world), e.Claimed("x")), entered=frozenset({"overdue"}))
    world.cases.commit(next_change(stored(world), e.Claimed("y")))
    with pytest.raises(Conflict):
        world.cases.commit(change)
    assert codes(world, "overdue") == []


def test_a_visit_without_events_writes_the_lists_of_an_older_case(world: World) -> None:
    world.cases.commit(new_case())
    case = stored(world)
    visit = replace(next_change(case), events=(), after=case, entered=frozenset({"agency-SNNMT"}))
    world.cases.commit(visit)
    assert codes(world, "agency-SNNMT") == [CODE]
    assert stored(world) == case


def test_a_list_is_read_in_order_page_by_page(world: World) -> None:
    for n, code in enumerate(reversed(CODES)):
        world.cases.commit(new_case(code, str(n) * 32))
        move(world, code, entered=["leader"])
    found, after = world.cases.listed("leader", limit=2)
    assert (found, bool(after)) == (CODES[:2], True)
    found, after = world.cases.listed("leader", after=after, limit=2)
    assert found == CODES[2:4]
    assert world.cases.listed("leader", after=after, limit=2) == (CODES[4:], "")
    assert world.cases.listed("leader", limit=5) == (CODES, "")


@pytest.mark.parametrize("cursor", ["x" * 41, "x" * 5000])
def test_a_cursor_that_is_no_code_begins_anew_or_ends(world: World, cursor: str) -> None:
    world.cases.commit(new_case())
    move(world, entered=["leader"])
    assert codes(world, "leader", after=cursor) in ([CODE], [])
