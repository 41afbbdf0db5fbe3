"""`CaseStore`, `Outbox` and the sealed table in memory: the same contract suite as the real ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import Event
from chalicelib.ports import Change, CodeTaken, Conflict, OutboxRow, QueueEntry, Submission
from chalicelib.storage.keys import DUE_SHARDS, OUTBOX_SHARDS, instant, outbox_id, shard_of
from chalicelib.storage.sealed import RingKey
from tests.fakes.tables import Head, MemoryTables, Sealed


class MemoryCases:
    due_shards = DUE_SHARDS

    def __init__(self, tables: MemoryTables | None = None) -> None:
        self.tables = tables or MemoryTables()

    def load(self, code: str) -> Case | None:
        with self.tables.lock:
            head = self.tables.heads.get(code)
            return head.case if head else None

    def events(self, code: str, *, after: int = 0) -> list[Event]:
        with self.tables.lock:
            return [event for event in self.tables.events.get(code, []) if event.seq > after]

    def commit(self, change: Change) -> None:
        if change.before is None and (change.submission is None or change.key is None):
            raise ValueError(f"{change.after.code}: a new case comes with its submission and its key")
        if not change.events and change.after != change.before:
            raise ValueError(f"{change.after.code}: nothing changes without an event")
        with self.tables.lock:
            if not self._is_ours(change):
                self._check(change)
                self._write(change)

    def _is_ours(self, change: Change) -> bool:
        stored = self.tables.events.get(change.after.code, [])
        return bool(change.events) and all(event in stored for event in change.events)

    def _check(self, change: Change) -> None:
        head = self.tables.heads.get(change.after.code)
        if change.before is not None:
            if head is None or head.case.version != change.before.version:
                raise Conflict(change.after.code)
            return
        assert change.submission is not None
        if change.submission.origin in self.tables.submissions:
            raise Conflict(change.after.code)
        if head is not None:
            raise CodeTaken(change.after.code)

    def _write(self, change: Change) -> None:
        code = change.after.code
        if change.before is None:
            at = datetime.combine(change.after.received_on, change.events[0].at.timetz())
            self.tables.heads[code] = Head(change.after, instant(at))
        head = self.tables.heads[code]
        head.case, head.queue = change.after, change.queue
        head.due_at = instant(change.next_check_at) if change.next_check_at else None
        for name in change.entered:
            self.tables.lists.setdefault(name, set()).add(code)
        for name in change.left:
            self.tables.lists.get(name, set()).discard(code)
        self.tables.events.setdefault(code, []).extend(change.events)
        for body in change.bodies:
            self.tables.bodies[code, body.ref.id] = (body.box, body.salt)
        if change.before is None and change.submission and change.key:
            first = change.bodies[0].ref.id if change.bodies else ""
            stored = Sealed(code, change.submission.body_hash, change.key.kid, change.key.wrapped, first)
            self.tables.submissions[change.submission.origin] = stored
        self._ring(change)

    def _ring(self, change: Change) -> None:
        shard = shard_of(change.after.code, OUTBOX_SHARDS)
        for consumer, seqs in (("mail", change.mail), ("publish", change.publish)):
            for event in change.events:
                if event.seq in seqs:
                    row = OutboxRow(consumer, shard, outbox_id(event), event.code, event.seq, {})
                    self.tables.rows.setdefault((consumer, shard), {})[row.id] = row

    def submission(self, origin: str) -> Submission | None:
        with self.tables.lock:
            stored = self.tables.submissions.get(origin)
            return Submission(origin, stored.code, stored.body_hash) if stored else None

    def due(self, now: datetime, shard: int) -> Iterator[str]:
        until = instant(now)
        with self.tables.lock:
            found = sorted(
                (head.due_at, code)
                for code, head in self.tables.heads.items()
                if head.due_at is not None and head.due_at <= until and shard_of(code, DUE_SHARDS) == shard
            )
        yield from (code for _, code in found)

    def queue(self, name: str, *, after: str = "", limit: int = 50) -> tuple[list[QueueEntry], str]:
        if not name or limit < 1:
            return [], ""
        with self.tables.lock:
            found = sorted((head.queue_at, code) for code, head in self.tables.heads.items() if head.queue == name)
        queue, _, position = after.partition("|")
        at, _, code = position.partition("|")
        start = (at, code) if queue == name and code in self.tables.heads else ("", "")
        rest = [row for row in found if row > start]
        page = [QueueEntry(code, at) for at, code in rest[:limit]]
        return page, f"{name}|{page[-1].at}|{page[-1].code}" if len(rest) > limit else ""

    def listed(self, name: str, *, after: str = "", limit: int = 100) -> tuple[list[str], str]:
        with self.tables.lock:
            codes = sorted(code for code in self.tables.lists.get(name, set()) if code > after)
        return codes[:limit], codes[limit - 1] if len(codes) > limit else ""


class MemoryOutbox:
    shards = OUTBOX_SHARDS

    def __init__(self, tables: MemoryTables) -> None:
        self.tables = tables

    def pending(self, consumer: str, shard: int, *, limit: int = 100) -> list[OutboxRow]:
        with self.tables.lock:
            return [row for _, row in sorted(self.tables.rows.get((consumer, shard), {}).items())][:limit]

    def progress(self, row: OutboxRow, values: Mapping[str, str], *, expect: Mapping[str, str | None]) -> bool:
        if not values:
            raise ValueError("no values")
        with self.tables.lock:
            rows = self.tables.rows.get((row.consumer, row.shard), {})
            stored = rows.get(row.id)
            if stored is None or any(stored.progress.get(name) != value for name, value in expect.items()):
                return False
            rows[row.id] = replace(stored, progress={**stored.progress, **values})
            return True

    def ask(self, consumer: str, subject: str, at: datetime) -> OutboxRow:
        shard, id_ = shard_of(subject, OUTBOX_SHARDS), f"{instant(at)}#{subject}#{0:05d}"
        with self.tables.lock:
            rows = self.tables.rows.setdefault((consumer, shard), {})
            asked = OutboxRow(consumer, shard, id_, subject, 0, {})
            rows.setdefault(id_, asked)
        return asked

    def done(self, rows: Sequence[OutboxRow]) -> None:
        with self.tables.lock:
            for row in rows:
                self.tables.rows.get((row.consumer, row.shard), {}).pop(row.id, None)

    def waiting(self, consumer: str, code: str, *, limit: int = 100) -> tuple[list[OutboxRow], str]:
        rows = self.pending(consumer, shard_of(code, OUTBOX_SHARDS), limit=limit)
        return [row for row in rows if row.code == code], rows[-1].id if len(rows) == limit else ""


class MemoryDeliveries:
    def __init__(self, tables: MemoryTables) -> None:
        self.tables = tables

    def record(self, code: str, seq: int, notice: str, at: datetime) -> None:
        with self.tables.lock:
            self.tables.delivered.setdefault(code, {})[seq, notice] = at

    def of(self, code: str) -> dict[tuple[int, str], datetime]:
        with self.tables.lock:
            return dict(self.tables.delivered.get(code, {}))

    def forget(self, code: str) -> None:
        with self.tables.lock:
            self.tables.delivered.pop(code, None)


class MemorySealed:
    """See `storage.sealed.SealedStore`."""

    def __init__(self, tables: MemoryTables | None = None) -> None:
        self.tables = tables or MemoryTables()

    def read(self, code: str, origin: str, ids: Sequence[str]) -> dict[str, tuple[bytes, bytes]]:
        with self.tables.lock:
            return {id_: self.tables.bodies[code, id_] for id_ in ids if (code, id_) in self.tables.bodies}

    def key(self, origin: str) -> tuple[str, bytes] | None:
        with self.tables.lock:
            stored = self.tables.submissions.get(origin)
            return (stored.kid, stored.wrapped) if stored and stored.kid and stored.wrapped else None

    def erase(self, code: str, origin: str) -> None:
        with self.tables.lock:
            stored = self.tables.submissions.get(origin)
            if stored:
                stored.kid, stored.wrapped, stored.body_hash = None, None, ""
            for key in [key for key in self.tables.bodies if key[0] == code]:
                del self.tables.bodies[key]

    def erase_bodies(self, code: str, origin: str, ids: Sequence[str]) -> None:
        with self.tables.lock:
            for id_ in ids:
                self.tables.bodies.pop((code, id_), None)

    def rewrap(self, origin: str, old: tuple[str, bytes], new: tuple[str, bytes]) -> bool:
        with self.tables.lock:
            stored = self.tables.submissions.get(origin)
            if stored is None or (stored.kid, stored.wrapped) not in (old, new):
                return False
            stored.kid, stored.wrapped = new
            return True

    def keyring(self, ring: str) -> list[RingKey]:
        with self.tables.lock:
            found = [key for (name, _), key in self.tables.rings.items() if name == ring]
        return sorted(found, key=lambda key: (key.created_at, key.kid))

    def save_keyring(self, key: RingKey) -> bool:
        with self.tables.lock:
            return self.tables.rings.setdefault((key.ring, key.kid), key) == key
