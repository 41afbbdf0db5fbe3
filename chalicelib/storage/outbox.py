"""The `Outbox` on DynamoDB: rows come with a commit (`storage.commit`) and stay until they are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.ports import OutboxRow
from chalicelib.storage.keys import OUTBOX_SHARDS, instant, outbox_key, shard_of
from chalicelib.storage.models import OutboxItem
from chalicelib.storage.session import attempt, condition_failed

BATCH = 25  # BatchWriteItem takes no more


class DynamoOutbox:
    """See `ports.Outbox`."""

    shards = OUTBOX_SHARDS

    def pending(self, consumer: str, shard: int, *, limit: int = 100) -> list[OutboxRow]:
        key = outbox_key(consumer, shard)
        # Always from the start, never from a cursor: a commit that lands late may sort before what was read already.
        items = attempt(lambda: list(OutboxItem.query(key, consistent_read=True, limit=limit)))
        return [_row(consumer, shard, item) for item in items]

    def progress(self, row: OutboxRow, values: Mapping[str, str], *, expect: Mapping[str, str | None]) -> bool:
        """A lost answer raises `Unavailable`: repeating would meet our own values and call them somebody else's."""
        if not values:
            raise ValueError("no values")
        condition: Condition = OutboxItem.pk.exists()  # a row that was done meanwhile must not come back
        for name, value in expect.items():
            path = OutboxItem.progress[name]
            condition &= path.does_not_exist() if value is None else path == value
        actions: list[Action] = [OutboxItem.progress[name].set(value) for name, value in values.items()]
        item = OutboxItem(outbox_key(row.consumer, row.shard), row.id)
        try:
            attempt(lambda: item.update(actions, condition=condition), repeat_lost=False)
        except PynamoDBException as error:
            if not condition_failed(error):
                raise
            return False
        return True

    def ask(self, consumer: str, subject: str, at: datetime) -> OutboxRow:
        shard = shard_of(subject, OUTBOX_SHARDS)
        item = OutboxItem(outbox_key(consumer, shard), f"{instant(at)}#{subject}#{0:05d}", progress={})
        try:
            attempt(lambda: item.save(OutboxItem.pk.does_not_exist()))
        except PynamoDBException as error:
            if not condition_failed(error):
                raise
        return OutboxRow(consumer, shard, item.sk, subject, 0, {})

    def done(self, rows: Sequence[OutboxRow]) -> None:
        keys = dict.fromkeys((outbox_key(row.consumer, row.shard), row.id) for row in rows)
        for part in _parts(list(keys)):
            attempt(lambda part=part: _delete(part))  # type: ignore[misc]

    def waiting(self, consumer: str, code: str, *, limit: int = 100) -> tuple[list[OutboxRow], str]:
        rows = self.pending(consumer, shard_of(code, OUTBOX_SHARDS), limit=limit)
        return [row for row in rows if row.code == code], rows[-1].id if len(rows) == limit else ""


def _parts(keys: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]


def _delete(keys: Sequence[tuple[str, str]]) -> None:
    with OutboxItem.batch_write() as batch:
        for pk, sk in keys:
            batch.delete(OutboxItem(pk, sk))


def _row(consumer: str, shard: int, item: OutboxItem) -> OutboxRow:
    _, code, seq = item.sk.rsplit("#", 2)
    stored = item.progress.as_dict() if item.progress is not None else {}  # type: ignore[no-untyped-call]
    progress = {str(name): str(value) for name, value in stored.items()}
    return OutboxRow(consumer, shard, item.sk, code, int(seq), progress)
