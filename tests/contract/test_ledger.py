"""What every ledger promises (`ports.Ledger`): one publisher at a time, and numbers that never change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.ports import Conflict, Lease, Ledger, LedgerEntry
from tests.contract.changes import CODE, NOW
from tests.contract.conftest import World

LATER = NOW + timedelta(minutes=5)


def entries(first: int, count: int) -> list[LedgerEntry]:
    return [LedgerEntry(seq, NOW, CODE, seq, f"{seq:064x}") for seq in range(first, first + count)]


def take(ledger: Ledger, owner: str = "a", later: bool = False) -> Lease:
    lease = ledger.acquire(owner, LATER if later else NOW, 60)
    assert lease is not None
    return lease


def test_the_first_lease_starts_at_one(world: World) -> None:
    lease = take(world.new_ledger())
    assert (lease.fence, lease.next_seq, lease.batch, lease.applied) == (1, 1, (), 0)
    assert world.new_ledger().entries(0) == []


def test_a_held_lease_is_refused_until_it_expires_or_is_released(world: World) -> None:
    first, second = world.new_ledger(), world.new_ledger()
    lease = take(first)
    assert second.acquire("b", NOW + timedelta(seconds=59), 60) is None
    assert take(second, "b", later=True).fence == lease.fence + 1
    third = world.new_ledger()
    assert third.acquire("c", LATER, 60) is None
    first.release(lease)  # lost long ago: no error, and nobody else's lease ends
    assert third.acquire("c", LATER, 60) is None


def test_release_lets_the_next_in_at_once_and_keeps_the_batch(world: World) -> None:
    ledger = world.new_ledger()
    lease = ledger.fix(take(ledger), entries(1, 2))
    ledger.release(lease)
    following = world.new_ledger().acquire("b", NOW, 60)
    assert following is not None
    assert following.batch == tuple(entries(1, 2))


def test_of_racing_owners_one_gets_the_lease(world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        leases = list(pool.map(lambda n: world.new_ledger().acquire(f"owner-{n}", NOW, 60), range(8)))
    assert len([lease for lease in leases if lease]) == 1


def test_a_fixed_batch_survives_the_crash_of_its_holder(world: World) -> None:
    """The numbers stay, whether or not a line of it was written: documents may carry them already."""
    crashed = world.new_ledger()
    lease = crashed.fix(take(crashed), entries(1, 3))
    crashed.append(lease, entries(1, 3)[:1])
    heir = world.new_ledger()
    inherited = take(heir, "b", later=True)
    assert inherited.batch == tuple(entries(1, 3))
    assert inherited.next_seq == 4
    heir.append(inherited, inherited.batch)
    heir.append(inherited, inherited.batch)
    finished = heir.finish(inherited)
    assert (finished.batch, finished.next_seq) == ((), 4)
    assert heir.entries(0) == entries(1, 3)
    assert take(heir, "b", later=True).batch == ()


def test_a_stale_holder_can_do_nothing(world: World) -> None:
    stale, heir = world.new_ledger(), world.new_ledger()
    old = stale.fix(take(stale), entries(1, 1))
    free = Lease(old.owner, old.fence, old.next_seq, (), old.applied)
    new = take(heir, "b", later=True)
    for attempt in (
        lambda: stale.fix(free, entries(2, 1)),
        lambda: stale.append(old, old.batch),
        lambda: stale.finish(old),
        lambda: stale.applied(old, 1),
        lambda: stale.place(old, CODE, {"slot": 1}),
        lambda: stale.forget(old),
    ):
        with pytest.raises(Conflict):
            attempt()
    assert heir.entries(0) == []
    assert heir.placement(CODE) is None
    assert heir.fix(heir.finish(new), entries(2, 1)).next_seq == 3


def test_a_batch_must_follow_and_must_be_fixed_before_it_is_appended(world: World) -> None:
    ledger = world.new_ledger()
    lease = take(ledger)
    for wrong in ([], entries(2, 1), entries(1, 1) + entries(3, 1)):
        with pytest.raises(ValueError, match="consecutive"):
            ledger.fix(lease, wrong)
    with pytest.raises(ValueError, match="fixed"):
        ledger.append(lease, entries(1, 1))
    fixed = ledger.fix(lease, entries(1, 1))
    with pytest.raises(ValueError, match="not finished"):
        ledger.fix(fixed, entries(2, 1))
    assert ledger.fix(fixed, entries(1, 1)) == fixed


def test_entries_are_read_in_order_across_pages(world: World) -> None:
    ledger = world.new_ledger()
    lease = take(ledger)
    for first in (1, 401, 801):
        lease = ledger.fix(lease, entries(first, 400))
        ledger.append(lease, lease.batch)
        lease = ledger.finish(lease)
    assert ledger.entries(0, limit=2000) == entries(1, 1200)
    assert ledger.entries(995, limit=10) == entries(996, 10)
    assert ledger.entries(1000, limit=3) == entries(1001, 3)
    assert len(ledger.entries(0)) == 500
    assert ledger.entries(1200) == []


def test_readers_stop_at_a_line_that_is_not_there_yet(world: World) -> None:
    """A crash between two partial writes leaves a hole until the next holder fills it."""
    ledger = world.new_ledger()
    lease = ledger.fix(take(ledger), entries(1, 5))
    ledger.append(lease, entries(1, 2) + entries(4, 2))
    assert ledger.entries(0) == entries(1, 2)
    assert ledger.entries(2) == []
    ledger.append(lease, lease.batch)
    assert ledger.entries(0) == entries(1, 5)


def test_applied_and_placements_are_kept_until_a_rebuild_forgets_them(world: World) -> None:
    ledger = world.new_ledger()
    lease = ledger.fix(take(ledger), entries(1, 2))
    ledger.append(lease, lease.batch)
    lease = ledger.applied(ledger.finish(lease), 2)
    placement = {"slot": 17, "figures": {"received": 1}, "agency": "BQLKKT", "đ": [1, None, "x"]}
    ledger.place(lease, CODE, placement)
    assert world.new_ledger().placement(CODE) == placement
    again = take(ledger, later=True)
    assert again.applied == 2
    forgotten = ledger.forget(again)
    assert (forgotten.applied, forgotten.next_seq) == (0, 3)
    assert ledger.placement(CODE) is None
    assert world.new_ledger().placement(CODE) is None
    assert ledger.entries(0) == entries(1, 2)
    ledger.place(forgotten, CODE, {"slot": 1})
    assert world.new_ledger().placement(CODE) == {"slot": 1}
    assert ledger.placement("LS.20260101.XXXXX") is None
