"""`Ledger` in memory: several instances may share one `LedgerTable`, as several publishers share the real one."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.ports import Conflict, Lease, LedgerEntry

NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass
class LedgerTable:
    lock: threading.RLock = field(default_factory=threading.RLock)
    lease: Lease = field(default_factory=lambda: Lease("", 0, 1, ()))
    until: datetime = NEVER
    entries: dict[int, LedgerEntry] = field(default_factory=dict)
    placements: dict[str, Mapping[str, Any]] = field(default_factory=dict)


class MemoryLedger:
    def __init__(self, table: LedgerTable | None = None) -> None:
        self.table = table or LedgerTable()

    def acquire(self, owner: str, now: datetime, seconds: int, *, force: bool = False) -> Lease | None:
        with self.table.lock:
            held = self.table.lease
            if held.owner and held.owner != owner and self.table.until > now and not force:
                return None
            self.table.lease = replace(held, owner=owner, fence=held.fence + 1)
            self.table.until = now + timedelta(seconds=seconds)
            return self.table.lease

    def _change(self, lease: Lease, **values: Any) -> Lease:
        with self.table.lock:
            self._check(lease)
            self.table.lease = replace(self.table.lease, **values)
            return replace(lease, **values)

    def _check(self, lease: Lease) -> None:
        if self.table.lease.fence != lease.fence:
            raise Conflict(f"fence {lease.fence} is not the newest")

    def fix(self, lease: Lease, batch: Sequence[LedgerEntry]) -> Lease:
        if lease.batch and lease.batch != tuple(batch):
            raise ValueError("the earlier batch is not finished")
        first = lease.next_seq - len(lease.batch)
        if not batch or [entry.seq for entry in batch] != list(range(first, first + len(batch))):
            raise ValueError(f"a batch is consecutive from {first}")
        changed = self._change(lease, batch=tuple(batch), next_seq=first + len(batch))
        return replace(changed, finished=False)

    def append(self, lease: Lease) -> None:
        with self.table.lock:
            self._check(lease)
            self.table.entries.update((entry.seq, entry) for entry in lease.batch)

    def finish(self, lease: Lease) -> Lease:
        return replace(lease, batch=(), finished=True)

    def release(self, lease: Lease) -> None:
        with self.table.lock:
            if self.table.lease.fence == lease.fence:
                kept = () if lease.finished else self.table.lease.batch
                self.table.lease = replace(self.table.lease, owner="", batch=kept)

    def entries(self, after: int, *, limit: int = 500) -> list[LedgerEntry]:
        found: list[LedgerEntry] = []
        with self.table.lock:
            while len(found) < limit and (entry := self.table.entries.get(after + len(found) + 1)):
                found.append(entry)
        return found

    def placement(self, code: str) -> Mapping[str, Any] | None:
        with self.table.lock:
            return self.table.placements.get(code)

    def place(self, lease: Lease, code: str, placement: Mapping[str, Any]) -> None:
        with self.table.lock:
            self._check(lease)
            self.table.placements[code] = dict(placement)

    def forget(self, lease: Lease) -> None:
        with self.table.lock:
            self._check(lease)
            self.table.placements.clear()
