"""What every ledger promises (`ports.Ledger`): one publisher at a time, and numbers that never change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest

from chalicelib.ports import Conflict, Lease, Ledger, LedgerEntry
from chalicelib.storage import codec
from chalicelib.storage.models import CaseItem, LeaseItem
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
    assert (lease.fence, lease.next_seq, lease.batch, lease.finished) == (1, 1, (), False)
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
    crashed.append(lease)
    heir = world.new_ledger()
    inherited = take(heir, "b", later=True)
    assert inherited.batch == tuple(entries(1, 3))
    assert inherited.next_seq == 4
    heir.append(inherited)
    finished = heir.finish(inherited)
    assert (finished.batch, finished.next_seq) == ((), 4)
    assert heir.entries(0) == entries(1, 3)
    heir.release(finished)
    assert take(heir, "b", later=True).batch == ()


def test_a_finished_batch_is_found_again_after_a_crash_and_only_then(world: World) -> None:
    """Forgetting it is part of the next write: doing it once more is harmless, numbering it anew would not be."""
    ledger = world.new_ledger()
    lease = ledger.fix(take(ledger), entries(1, 2))
    ledger.append(lease)
    ledger.finish(lease)
    heir = take(world.new_ledger(), "b", later=True)
    assert (heir.batch, heir.next_seq, heir.finished) == (tuple(entries(1, 2)), 3, False)
    following = ledger.fix(ledger.finish(heir), entries(3, 1))
    assert (following.batch, following.next_seq, following.finished) == (tuple(entries(3, 1)), 4, False)
    ledger.release(following)
    assert take(ledger, "c", later=True).batch == tuple(entries(3, 1))


def test_a_lease_as_it_was_taken_forgets_nothing_that_was_fixed_since(world: World) -> None:
    """What a holder gives back after a fault: it does not know what it had fixed."""
    ledger = world.new_ledger()
    taken = take(ledger)
    ledger.fix(taken, entries(1, 2))
    ledger.release(taken)
    assert take(ledger, "b").batch == tuple(entries(1, 2))


def test_a_stale_holder_can_do_nothing(world: World) -> None:
    stale, heir = world.new_ledger(), world.new_ledger()
    old = stale.fix(take(stale), entries(1, 1))
    free = Lease(old.owner, old.fence, old.next_seq, ())
    new = take(heir, "b", later=True)
    for attempt in (
        lambda: stale.fix(free, entries(2, 1)),
        lambda: stale.append(old),
        lambda: stale.place(old, CODE, {"slot": 1}),
        lambda: stale.forget(old),
    ):
        with pytest.raises(Conflict):
            attempt()
    assert heir.entries(0) == []
    assert heir.placement(CODE) is None
    assert heir.fix(heir.finish(new), entries(2, 1)).next_seq == 3


def test_a_batch_must_follow(world: World) -> None:
    ledger = world.new_ledger()
    lease = take(ledger)
    for wrong in ([], entries(2, 1), entries(1, 1) + entries(3, 1)):
        with pytest.raises(ValueError, match="consecutive"):
            ledger.fix(lease, wrong)
    fixed = ledger.fix(lease, entries(1, 1))
    with pytest.raises(ValueError, match="not finished"):
        ledger.fix(fixed, entries(2, 1))
    assert ledger.fix(fixed, entries(1, 1)) == fixed


def test_entries_are_read_in_order_across_pages(world: World) -> None:
    ledger = world.new_ledger()
    lease = take(ledger)
    for first in (1, 401, 801):
        lease = ledger.fix(lease, entries(first, 400))
        ledger.append(lease)
        lease = ledger.finish(lease)
    assert ledger.entries(0, limit=2000) == entries(1, 1200)
    assert ledger.entries(995, limit=10) == entries(996, 10)
    assert ledger.entries(1000, limit=3) == entries(1001, 3)
    assert len(ledger.entries(0)) == 500
    assert ledger.entries(1200) == []


def stored(first: int, count: int, *, apart: bool) -> None:
    """Ledger items as the adapter writes them, or (apart) as earlier versions did: one for each entry."""
    batch = entries(first, count)
    for part in [[entry] for entry in batch] if apart else [batch]:
        data = msgspec.json.encode(part[0]) if apart else codec.encode_batch(part)
        last = part[-1].seq
        CaseItem(f"ledger#{(last - 1) // 1000:06d}", f"{last:012d}", d=data).save()


@pytest.mark.parametrize(
    ("items", "readable"),
    [
        pytest.param([(1, 3, True), (4, 2, False)], 5, id="earlier form, then this one"),
        pytest.param([(1, 3, False), (1, 2, True)], 3, id="one batch in both forms: the version changed in a crash"),
        pytest.param([(1, 2, False), (4, 2, False)], 2, id="a hole"),
        pytest.param([(990, 11, False), (1001, 5, False)], 0, id="the beginning is not there"),
        pytest.param([(1, 990, False), (991, 5, True), (996, 5, False), (1001, 5, True)], 1005, id="two pages"),
    ],
)
def test_readers_take_both_forms_and_stop_at_a_hole(
    real: World, items: list[tuple[int, int, bool]], readable: int
) -> None:
    ledger = real.new_ledger()
    for first, count, apart in items:
        stored(first, count, apart=apart)
    assert ledger.entries(0, limit=5000) == entries(1, readable)
    for after in range(0, readable, 7):
        assert ledger.entries(after, limit=3) == entries(after + 1, min(3, readable - after))


def test_a_batch_that_an_earlier_version_fixed_is_finished(real: World) -> None:
    old = LeaseItem("lease#publish", "lease", owner="", until="", fence=4, next_seq=3, generation=1)
    old.batch = msgspec.json.encode(entries(1, 2))
    old.save()
    ledger = real.new_ledger()
    lease = take(ledger)
    assert (lease.fence, lease.next_seq, lease.batch) == (5, 3, tuple(entries(1, 2)))
    ledger.append(lease)
    assert ledger.entries(0) == entries(1, 2)


def test_a_batch_is_one_item_for_each_page_it_touches(real: World) -> None:
    ledger = real.new_ledger()
    lease = ledger.fix(take(ledger), entries(1, 995))
    ledger.append(lease)
    lease = ledger.fix(ledger.finish(lease), entries(996, 20))
    ledger.append(lease)
    ledger.append(lease)
    keys = [(item.pk, item.sk) for item in CaseItem.scan() if item.pk.startswith("ledger#")]
    assert sorted(keys) == [
        ("ledger#000000", f"{995:012d}"),
        ("ledger#000000", f"{1000:012d}"),
        ("ledger#000001", f"{1015:012d}"),
    ]
    assert ledger.entries(0, limit=5000) == entries(1, 1015)


def test_placements_are_kept_until_a_rebuild_forgets_them(world: World) -> None:
    ledger = world.new_ledger()
    lease = ledger.fix(take(ledger), entries(1, 2))
    ledger.append(lease)
    ledger.release(ledger.finish(lease))
    placement = {"slot": 17, "figures": {"received": 1}, "agency": "BQLKKT", "đ": [1, None, "x"]}
    lease = take(ledger)
    ledger.place(lease, CODE, placement)
    assert world.new_ledger().placement(CODE) == placement
    again = take(ledger, later=True)
    ledger.forget(again)
    assert take(world.new_ledger(), later=True).next_seq == 3
    assert ledger.placement(CODE) is None
    assert world.new_ledger().placement(CODE) is None
    assert ledger.entries(0) == entries(1, 2)
    ledger.place(take(ledger, later=True), CODE, {"slot": 1})
    assert world.new_ledger().placement(CODE) == {"slot": 1}
    assert ledger.placement("LS.20260101.XXXXX") is None
