"""One use case's whole effect as one TransactWriteItems, and what a refused one means."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.ports import Change, CodeTaken, Conflict
from chalicelib.storage import codec
from chalicelib.storage.events import UNIT, Layout, lay_out, read_events
from chalicelib.storage.keys import (
    DUE_SHARDS,
    OUTBOX_SHARDS,
    due_shard,
    event_key,
    instant,
    list_key,
    outbox_id,
    outbox_key,
    shard_of,
)
from chalicelib.storage.models import HEAD, CaseItem, ListItem, OutboxItem, SealedItem
from chalicelib.storage.sealed import SUBMISSION, submission_key
from chalicelib.storage.session import attempt, codes, condition_failed, connection, get

# A repeat of our own transaction with another token may meet the first one still running, or its parameters changed.
_TOKEN_MISMATCH = "IdempotentParameterMismatchException"
NUMBER = 5  # bytes that DynamoDB counts for a version of up to six digits


class Held(NamedTuple):
    """The newest events as the head's item held them in this version (`events.lay_out`)."""

    code: str
    version: int
    tail: bytes | None


def held_by(item: CaseItem) -> Held:
    return Held(item.pk, int(item.v), item.t)


def read_held(code: str) -> Held | None:
    item = get(CaseItem, code, HEAD)
    return held_by(item) if item else None


def write(change: Change, last: Held | None = None) -> None:
    """Commit `change`; raises `Conflict`, `CodeTaken`, `Unavailable`. `last`: what was read last, of whatever case.

    The repeats of a lost answer carry the same token, so DynamoDB itself answers them for ten minutes. Behind that
    stand the conditions: a repeat that arrives later fails on them, and reading again shows that the write was ours.
    """
    if change.before is None and (change.submission is None or change.key is None):
        raise ValueError(f"{change.after.code}: a new case comes with its submission and its key")
    if not change.events and change.after != change.before:
        raise ValueError(f"{change.after.code}: nothing changes without an event")
    tail = None
    if change.before is not None and change.events:
        wanted = (change.after.code, change.before.version)
        held = last if last and last[:2] == wanted else read_held(change.after.code)
        if held is None or held.version != change.before.version:
            _judge(change)
            return
        tail = held.tail  # under the condition on the version nobody can have changed it when it is written again
    head = codec.encode_case(change.after)
    layout = lay_out(tail, change.events, _room(change, head)) if change.events else None
    token = uuid.uuid4().hex
    try:
        attempt(lambda: _transact(change, head, layout, token))
    except PynamoDBException as error:
        if not condition_failed(error) and _TOKEN_MISMATCH not in codes(error):
            raise
        _judge(change, error)


def _room(change: Change, head: bytes) -> int:
    """Bytes that the head's item leaves to events within one write unit; names count as much as values."""
    names = ("pk", "sk", "d", "t", "v", "due_shard", "next_check_at", "queue", "queue_at")
    at = instant(change.events[0].at)
    values = (change.after.code, HEAD, due_shard(0), at, change.queue or "", at)
    return UNIT - sum(map(len, names)) - sum(map(len, values)) - NUMBER - len(head)


def _transact(change: Change, head: bytes, layout: Layout | None, token: str) -> None:
    if _head_alone(change, layout):
        # One item needs no transaction, at half the price; a repeat of a lost answer finds that the version is ours.
        item, actions, unchanged = _updated(change, head, layout)
        item.update(actions, condition=unchanged)
        return
    with TransactWrite(connection=connection(), client_request_token=token) as transaction:
        _head(transaction, change, head, layout)
        _lists(transaction, change)
        if layout and layout.moved:
            seq, data = layout.moved
            item = CaseItem(change.after.code, event_key(seq), d=data)
            transaction.save(item, condition=CaseItem.pk.does_not_exist())
        _seal(transaction, change)
        shard = shard_of(change.after.code, OUTBOX_SHARDS)
        for consumer, seqs in (("mail", change.mail), ("publish", change.publish)):
            for event in change.events:
                if event.seq in seqs:
                    transaction.save(OutboxItem(outbox_key(consumer, shard), outbox_id(event)))


def _head_alone(change: Change, layout: Layout | None) -> bool:
    others = (change.bodies, change.mail, change.publish, change.entered, change.left, layout and layout.moved)
    return change.before is not None and not any(others)


def _head(transaction: TransactWrite, change: Change, data: bytes, layout: Layout | None) -> None:
    """Put for a new case, update for an old one: an update leaves `queue_at` and with it the desk's index alone."""
    if change.before is None:
        due_at, shard = _due(change)
        item = CaseItem(change.after.code, HEAD, d=data, v=change.after.version, due_shard=shard, next_check_at=due_at)
        item.queue, item.queue_at, item.t = change.queue, _queue_at(change), layout.tail if layout else None
        transaction.save(item, condition=CaseItem.pk.does_not_exist())
    else:
        item, actions, unchanged = _updated(change, data, layout)
        transaction.update(item, actions, condition=unchanged)


def _updated(change: Change, data: bytes, layout: Layout | None) -> tuple[CaseItem, list[Action], Condition]:
    """The head's item, what is set in it, and the condition under which that may be. Without events: indexes alone."""
    values: list[tuple[Any, Any]] = []
    if layout:
        values = [(CaseItem.d, data), (CaseItem.v, change.after.version), (CaseItem.t, layout.tail)]
    due_at, shard = _due(change)
    # An entry leaves a sparse index when one of its two keys is gone.
    values += [(CaseItem.due_shard, shard), (CaseItem.next_check_at, due_at), (CaseItem.queue, change.queue)]
    actions: list[Action] = [
        attribute.remove() if value is None else attribute.set(value) for attribute, value in values
    ]
    assert change.before is not None
    return CaseItem(change.after.code, HEAD), actions, CaseItem.v == change.before.version


def _due(change: Change) -> tuple[str | None, str | None]:
    """(next_check_at, due_shard) of the index entry; none of both for a case to which nothing can happen by itself."""
    if change.next_check_at is None:
        return None, None
    return instant(change.next_check_at), due_shard(shard_of(change.after.code, DUE_SHARDS))


def _lists(transaction: TransactWrite, change: Change) -> None:
    """Entries change with the lists alone. Without events all are written again, so a visit completes old cases."""
    code = change.after.code
    for name in sorted(change.entered):
        transaction.save(ListItem(list_key(name), code))
    for name in sorted(change.left):
        transaction.delete(ListItem(list_key(name), code))


def _queue_at(change: Change) -> str:
    """The day of receipt and the time of entry, fixed for the life of the case: a letter sorts by its arrival."""
    return instant(datetime.combine(change.after.received_on, change.events[0].at.timetz()))


def _seal(transaction: TransactWrite, change: Change) -> None:
    bodies = list(change.bodies)
    if change.before is None and change.submission and change.key:
        submission, key = change.submission, change.key
        item = SealedItem(submission_key(submission.origin), SUBMISSION, code=submission.code)
        item.body_hash, item.kid, item.wrapped = submission.body_hash, key.kid, key.wrapped
        if bodies:
            first = bodies.pop(0)
            item.id, item.box, item.salt = first.ref.id, first.box, first.salt
        # This put is the idempotency check: the second request with one Idempotency-Key fails here.
        transaction.save(item, condition=SealedItem.pk.does_not_exist())
    for body in bodies:
        sealed = SealedItem(change.after.code, body.ref.id, box=body.box, salt=body.salt)
        transaction.save(sealed, condition=SealedItem.pk.does_not_exist())


def _judge(change: Change, error: PynamoDBException | None = None) -> None:
    """Conditions failed, or will: read what is stored. Returns if the stored events are ours (an answer was lost)."""
    if _is_ours(change):
        return
    code = change.after.code
    if change.before is None and change.submission:
        # First the key, then the code: a repeated key is answered with its first case, never with a new code.
        if get(SealedItem, submission_key(change.submission.origin), SUBMISSION) is not None:
            raise Conflict(f"{code}: the submission exists") from error
        if get(CaseItem, code, HEAD) is not None:
            raise CodeTaken(code) from error
    raise Conflict(f"{code}: version {change.before.version if change.before else 0} is gone") from error


def _is_ours(change: Change) -> bool:
    """Whether every event of `change` is stored, value for value: ids of bodies are random, so nobody else's can be.

    Others may have gone on from there; that does not undo our write.
    """
    count = len(change.events)
    return bool(count) and read_events(change.after.code, change.events[0].seq - 1)[:count] == list(change.events)
