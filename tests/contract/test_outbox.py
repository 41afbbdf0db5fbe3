"""What every outbox promises (`ports.Outbox`): nothing is lost, and what is done stays done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import events as e
from chalicelib.ports import OutboxRow
from tests.contract.changes import CODE, NOW, new_case, next_change
from tests.contract.conftest import World


def pending(world: World, consumer: str = "publish") -> list[OutboxRow]:
    return [row for shard in range(world.outbox.shards) for row in world.outbox.pending(consumer, shard)]


def test_rows_name_their_event_and_sort_by_time(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    world.cases.commit(next_change(first.after, e.Claimed("a"), e.Claimed("b"), mail=(3,)))
    rows = pending(world)
    assert [(row.code, row.seq, dict(row.progress)) for row in rows] == [(CODE, 1, {}), (CODE, 2, {}), (CODE, 3, {})]
    assert rows[0].id == f"2026-08-07T02:14:00.123456Z#{CODE}#00001"
    assert [row.seq for row in pending(world, "mail")] == [1, 3]
    assert world.outbox.pending("publish", rows[0].shard, limit=2) == rows[:2]


def test_only_named_events_ring(world: World) -> None:
    world.cases.commit(replace(new_case(), mail=(), publish=()))
    assert pending(world) == []
    assert pending(world, "mail") == []


def test_a_commit_that_lands_late_is_seen_although_its_time_is_earlier(world: World) -> None:
    """The instant is taken before the write: a cursor over time would step over such rows for ever."""
    late, early = new_case("LS.20260807.LATE1", "late", at=NOW - timedelta(hours=2)), new_case()
    world.cases.commit(early)
    assert [row.code for row in pending(world)] == [CODE]
    world.outbox.done(pending(world))
    world.cases.commit(late)
    assert [row.code for row in pending(world)] == ["LS.20260807.LATE1"]


def test_done_twice_is_no_error_and_touches_nothing_else(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    world.cases.commit(next_change(first.after, e.Claimed("a")))
    rows = pending(world)
    world.outbox.done([rows[0], rows[0]])
    world.outbox.done(rows[:1])
    world.outbox.done([])
    assert pending(world) == rows[1:]
    assert len(pending(world, "mail")) == 1


def test_many_rows_are_done_at_once(world: World) -> None:
    """A batch of DynamoDB takes 25, a transaction 100."""
    change = new_case()
    world.cases.commit(change)
    for _ in range(2):
        change = next_change(change.after, *[e.Claimed(str(n)) for n in range(30)])
        world.cases.commit(change)
    rows = pending(world)
    assert len(rows) == 61
    world.outbox.done(rows)
    assert pending(world) == []


def test_progress_compares_and_sets(world: World) -> None:
    world.cases.commit(new_case())
    row = pending(world, "mail")[0]
    assert world.outbox.progress(row, {"state": "sending", "tag": "t-1"}, expect={"state": None})
    assert not world.outbox.progress(row, {"state": "sending", "tag": "t-2"}, expect={"state": None})
    assert not world.outbox.progress(row, {"state": "sent"}, expect={"state": "sending", "tag": "t-2"})
    assert world.outbox.progress(row, {"state": "sent"}, expect={"state": "sending", "tag": "t-1"})
    assert dict(pending(world, "mail")[0].progress) == {"state": "sent", "tag": "t-1"}
    assert dict(pending(world)[0].progress) == {}


def test_progress_names_may_be_any_text(world: World) -> None:
    world.cases.commit(new_case())
    row = pending(world, "mail")[0]
    assert world.outbox.progress(row, {"so.noi-vu@langson.gov.vn": "1", "state": "size"}, expect={"a.b": None})
    assert dict(pending(world, "mail")[0].progress) == {"so.noi-vu@langson.gov.vn": "1", "state": "size"}


def test_progress_never_revives_a_row_that_is_done(world: World) -> None:
    world.cases.commit(new_case())
    row = pending(world, "mail")[0]
    world.outbox.done([row])
    assert not world.outbox.progress(row, {"state": "sent"}, expect={})
    assert pending(world, "mail") == []


def test_progress_of_nothing_is_a_mistake(world: World) -> None:
    world.cases.commit(new_case())
    with pytest.raises(ValueError, match="no values"):
        world.outbox.progress(pending(world, "mail")[0], {}, expect={})


def test_what_waits_for_a_case_and_how_far_that_is_known(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    world.cases.commit(next_change(first.after, e.Claimed("a"), e.Claimed("b"), mail=(2, 3)))
    other = new_case("LS.20260807.ZZZZZ", "other", at=NOW + timedelta(hours=3))
    world.cases.commit(other)
    rows, seen_until = world.outbox.waiting("mail", CODE)
    assert ([row.seq for row in rows], seen_until) == ([1, 2, 3], "")
    rows, seen_until = world.outbox.waiting("mail", CODE, limit=2)
    assert ([row.seq for row in rows], seen_until) == ([1, 2], rows[-1].id)
    assert [row.seq for row in world.outbox.waiting("mail", other.after.code)[0]] == [1]
    assert world.outbox.waiting("mail", "LS.20260807.NONE2")[0] == []
    world.outbox.done(rows)
    assert [row.seq for row in world.outbox.waiting("mail", CODE)[0]] == [3]
