"""A change without events: only the index entries are written again (`ports.Change`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.ports import Change, Conflict
from chalicelib.storage.models import HEAD, CaseItem
from chalicelib.storage.session import get
from tests.contract.changes import CODE, new_case, next_change
from tests.contract.conftest import World
from tests.contract.test_cases import due, rows
from tests.contract.test_faults import TRANSACT, break_calls, lost

EARLY, LATE = datetime(2026, 8, 10, tzinfo=VIETNAM), datetime(2026, 9, 1, tzinfo=VIETNAM)


def again(case: Case, at: datetime | None, queue: str | None = "triage") -> Change:
    return Change(before=case, after=case, events=(), next_check_at=at, queue=queue)


def stored(world: World) -> tuple[Case | None, list[e.Event], list[int], list[int]]:
    return world.cases.load(CODE), world.cases.events(CODE), rows(world, "mail"), rows(world, "publish")


@pytest.mark.parametrize("at", [EARLY, LATE])
def test_only_the_index_entries_are_written_again(world: World, at: datetime) -> None:
    case = new_case().after
    world.cases.commit(new_case())
    before = stored(world)
    world.cases.commit(again(case, at, "handling"))
    assert stored(world) == before
    assert (due(world, at - timedelta(microseconds=1)), due(world, at)) == ([], [CODE])
    assert world.cases.queue("triage")[0] == []
    assert [entry.code for entry in world.cases.queue("handling")[0]] == [CODE]


def test_none_takes_a_case_out_of_the_index_and_an_instant_brings_it_back(world: World) -> None:
    case = new_case().after
    world.cases.commit(new_case())
    world.cases.commit(again(case, None, None))
    assert due(world, LATE) == []
    assert world.cases.queue("triage")[0] == []
    world.cases.commit(again(case, EARLY))
    world.cases.commit(again(case, EARLY))
    assert due(world, EARLY) == [CODE]


def test_who_read_an_older_head_writes_no_index_entry(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    world.cases.commit(next_change(first.after, e.Claimed("somebody"), next_check_at=LATE))
    with pytest.raises(Conflict):
        world.cases.commit(again(first.after, EARLY, None))
    assert due(world, EARLY) == []
    assert [entry.code for entry in world.cases.queue("triage")[0]] == [CODE]


def test_an_unknown_case_gets_no_entry(world: World) -> None:
    with pytest.raises(Conflict):
        world.cases.commit(again(new_case().after, EARLY))
    assert world.cases.load(CODE) is None
    assert due(world, LATE) == []


def test_the_case_itself_cannot_change_without_an_event(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    with pytest.raises(ValueError, match="without an event"):
        world.cases.commit(replace(again(first.after, EARLY), after=replace(first.after, lead="SNNMT")))
    assert world.cases.load(CODE) == first.after


def test_a_lost_answer_is_success(real: World) -> None:
    first = new_case()
    real.cases.commit(first)
    before = get(CaseItem, CODE, HEAD)
    break_calls(TRANSACT, [lost()], answered=True)
    real.cases.commit(again(first.after, EARLY))
    assert due(real, EARLY) == [CODE]
    after = get(CaseItem, CODE, HEAD)
    assert before is not None
    assert after is not None
    assert (after.d, after.v, after.queue_at) == (before.d, before.v, before.queue_at)
