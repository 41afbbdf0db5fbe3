"""The `Ledger` on DynamoDB: one lease item that fences everything, ledger pages, and placements beside the heads.

A batch is one item of its ledger page, named after its last entry; earlier versions stored an item for each entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby, takewhile
from typing import Any, cast

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.ports import Conflict, Lease, LedgerEntry
from chalicelib.storage import codec
from chalicelib.storage.keys import instant
from chalicelib.storage.models import CaseItem, LeaseItem
from chalicelib.storage.session import attempt, condition_failed, get, pages

LEASE = ("lease#publish", "lease")
PLACEMENT = "placement"
PAGE_SIZE = 1000  # ledger entries under one key: bounded, and a page is read with one query
ITEMS = 100  # in one query: a busy minute's items hold a hundred entries, a quiet one's hold one


class DynamoLedger:
    """See `ports.Ledger`.

    `fix` and `forget` are conditional on the fence in the very same write. `append` and `place` write other items: they
    look at the fence first, and what a holder can still write after losing it in between is harmless: a batch that was
    fixed is the same for every later holder, and a placement carries its fence, so a later holder's is never
    overwritten.
    """

    def __init__(self) -> None:
        self._generation: int | None = None

    def acquire(self, owner: str, now: datetime, seconds: int, *, force: bool = False) -> Lease | None:
        until = instant(now + timedelta(seconds=seconds))
        stored = get(LeaseItem, *LEASE)
        if stored is None:
            fresh = LeaseItem(*LEASE, owner=owner, until=until, fence=1, next_seq=1, generation=1)
            taken = _allowed(lambda: fresh.save(condition=LeaseItem.pk.does_not_exist()))
        else:
            held = stored.owner and stored.owner != owner and (stored.until or "") > instant(now)
            if held and not force:
                return None
            fence = int(stored.fence) + 1
            actions: list[Action] = [LeaseItem.owner.set(owner), LeaseItem.until.set(until), LeaseItem.fence.set(fence)]
            # Two that saw the same expired lease: the fence lets one of them through.
            old = stored
            taken = _allowed(lambda: LeaseItem(*LEASE).update(actions, condition=LeaseItem.fence == old.fence))
        return self._own(owner, until, 1 if stored is None else int(stored.fence) + 1, taken)

    def _own(self, owner: str, until: str, fence: int, taken: bool) -> Lease | None:
        item = get(LeaseItem, *LEASE)
        # Not taken, but ours: the answer of our own first attempt was lost.
        ours = item is not None and (item.owner, item.until, item.fence) == (owner, until, fence)
        if item is None or not (taken or ours) or item.fence != fence:
            return None
        self._generation = int(item.generation)
        batch = codec.decode_batch(item.batch)
        return Lease(owner, fence, int(item.next_seq), batch)

    def fix(self, lease: Lease, batch: Sequence[LedgerEntry]) -> Lease:
        """Raises ValueError for an empty batch, a gap, or while another batch is unfinished."""
        if lease.batch and lease.batch != tuple(batch):
            raise ValueError("the earlier batch is not finished")
        first = lease.next_seq - len(lease.batch)
        if not batch or [entry.seq for entry in batch] != list(range(first, first + len(batch))):
            raise ValueError(f"a batch is consecutive from {first}")
        # A crash after this line: the next holder finds the batch, and the same events get the same numbers.
        end = first + len(batch)
        self._set(lease, [LeaseItem.batch.set(codec.encode_batch(batch)), LeaseItem.next_seq.set(end)])
        return replace(lease, next_seq=end, batch=tuple(batch), finished=False)

    def append(self, lease: Lease) -> None:
        """Raises `Conflict` if the fence is not ours any more."""
        self._check(lease)
        for page, part in groupby(lease.batch, lambda entry: _page(entry.seq)):
            entries = list(part)
            item = CaseItem(page, _row(entries[-1].seq), d=codec.encode_batch(entries))
            attempt(item.save)

    def finish(self, lease: Lease) -> Lease:
        """Writes nothing: `fix` overwrites the batch, `release` removes it, and a crash before does it once again."""
        return replace(lease, batch=(), finished=True)

    def release(self, lease: Lease) -> None:
        actions: list[Action] = [LeaseItem.owner.remove(), LeaseItem.until.remove()]
        if lease.finished:
            actions.append(LeaseItem.batch.remove())
        _allowed(lambda: LeaseItem(*LEASE).update(actions, condition=_fenced(lease)))

    def entries(self, after: int, *, limit: int = 500) -> list[LedgerEntry]:
        found: list[LedgerEntry] = []
        while len(found) < limit:
            rest = self._of_page(after + len(found) + 1, limit - len(found))
            # The end; a page that ended goes on under the next key.
            if not rest:
                break
            found += rest
        return found

    @staticmethod
    def _of_page(first: int, limit: int) -> list[LedgerEntry]:
        """Up to `limit` entries from `first` on, of one page. A crash in `append` between the two pages of a batch may
        leave a hole for the next holder to fill: nobody reads past it.
        """
        found: dict[int, LedgerEntry] = {}
        since, items = CaseItem.sk >= _row(first), min(limit, ITEMS)
        for item in pages(
            lambda start: CaseItem.query(
                _page(first), since, consistent_read=True, limit=items, last_evaluated_key=start
            )
        ):
            found.update((entry.seq, entry) for entry in codec.decode_batch(item.d))
            if first + limit - 1 in found:
                break
        return [found[seq] for seq in takewhile(found.__contains__, range(first, first + limit))]

    def placement(self, code: str) -> Mapping[str, Any] | None:
        item = get(CaseItem, code, PLACEMENT)
        if item is None or item.g != self._current_generation():
            return None
        return cast("dict[str, Any]", codec.decode_json(item.d))

    def place(self, lease: Lease, code: str, placement: Mapping[str, Any]) -> None:
        """Raises `Conflict` if the fence is not ours any more."""
        self._check(lease)
        item = CaseItem(code, PLACEMENT, d=codec.encode_json(placement), v=lease.fence, g=self._current_generation())
        unfenced = CaseItem.v.does_not_exist() | (CaseItem.v <= lease.fence)
        if not _allowed(lambda: item.save(condition=unfenced)):
            raise Conflict("a later holder has placed this case")

    def forget(self, lease: Lease) -> None:
        """Raises `Conflict` if the fence is not ours any more. Old placements stay stored and count as absent."""
        generation = self._current_generation() + 1
        self._set(lease, [LeaseItem.generation.set(generation)])
        self._generation = generation

    def _current_generation(self) -> int:
        if self._generation is None:
            item = get(LeaseItem, *LEASE)
            if item is None:
                return 1
            self._generation = int(item.generation)
        return self._generation

    @staticmethod
    def _set(lease: Lease, actions: list[Action]) -> None:
        # Setting the same values twice is the same, so a lost answer may simply be repeated.
        if not _allowed(lambda: LeaseItem(*LEASE).update(actions, condition=_fenced(lease))):
            raise Conflict(f"fence {lease.fence} is not the newest")

    @staticmethod
    def _check(lease: Lease) -> None:
        item = get(LeaseItem, *LEASE)
        if item is None or item.fence != lease.fence:
            raise Conflict(f"fence {lease.fence} is not the newest")


def _fenced(lease: Lease) -> Condition:
    return LeaseItem.fence == lease.fence


def _allowed(call: Callable[[], Any]) -> bool:
    """Whether the condition of the write held."""
    try:
        attempt(call)
    except PynamoDBException as error:
        if not condition_failed(error):
            raise
        return False
    return True


def _page(seq: int) -> str:
    return f"ledger#{(seq - 1) // PAGE_SIZE:06d}"


def _row(seq: int) -> str:
    return f"{seq:012d}"
