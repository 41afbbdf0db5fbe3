"""One use case's whole effect as one TransactWriteItems, and what a refused one means."""

from __future__ import annotations

import uuid
from datetime import datetime

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.ports import Change, CodeTaken, Conflict
from chalicelib.storage import codec
from chalicelib.storage.keys import (
    DUE_SHARDS,
    OUTBOX_SHARDS,
    due_shard,
    event_key,
    instant,
    outbox_id,
    outbox_key,
    shard_of,
)
from chalicelib.storage.models import HEAD, CaseItem, OutboxItem, SealedItem
from chalicelib.storage.sealed import SUBMISSION, submission_key
from chalicelib.storage.session import attempt, codes, condition_failed, connection, get

# A repeat of our own transaction with another token may meet the first one still running, or its parameters changed.
_TOKEN_MISMATCH = "IdempotentParameterMismatchException"


def write(change: Change) -> None:
    """Commit `change`; raises `Conflict`, `CodeTaken`, `Unavailable`.

    The repeats of a lost answer carry the same token, so DynamoDB itself answers them for ten minutes. Behind that
    stand the conditions: a repeat that arrives later fails on them, and reading again shows that the write was ours.
    """
    if change.before is None and (change.submission is None or change.key is None):
        raise ValueError(f"{change.after.code}: a new case comes with its submission and its key")
    if not change.events and change.after != change.before:
        raise ValueError(f"{change.after.code}: nothing changes without an event")
    token = uuid.uuid4().hex
    try:
        attempt(lambda: _transact(change, token))
    except PynamoDBException as error:
        if not condition_failed(error) and _TOKEN_MISMATCH not in codes(error):
            raise
        _judge(change, error)


def _transact(change: Change, token: str) -> None:
    with TransactWrite(connection=connection(), client_request_token=token) as transaction:
        _head(transaction, change)
        for event in change.events:
            item = CaseItem(event.code, event_key(event.seq), d=codec.encode_event(event))
            transaction.save(item, condition=CaseItem.pk.does_not_exist())
        _seal(transaction, change)
        shard = shard_of(change.after.code, OUTBOX_SHARDS)
        for consumer, seqs in (("mail", change.mail), ("publish", change.publish)):
            for event in change.events:
                if event.seq in seqs:
                    transaction.save(OutboxItem(outbox_key(consumer, shard), outbox_id(event)))


def _head(transaction: TransactWrite, change: Change) -> None:
    """Put for a new case, update for an old one: an update leaves `queue_at` and with it the desk's index alone."""
    code, data, version = change.after.code, codec.encode_case(change.after), change.after.version
    due_at = instant(change.next_check_at) if change.next_check_at else None
    shard = due_shard(shard_of(code, DUE_SHARDS)) if due_at else None
    if change.before is None:
        item = CaseItem(code, HEAD, d=data, v=version, due_shard=shard, next_check_at=due_at, queue=change.queue)
        item.queue_at = _queue_at(change)
        transaction.save(item, condition=CaseItem.pk.does_not_exist())
        return
    actions: list[Action] = [CaseItem.d.set(data), CaseItem.v.set(version)] if change.events else []
    for attribute, value in (
        (CaseItem.due_shard, shard),
        (CaseItem.next_check_at, due_at),
        (CaseItem.queue, change.queue),
    ):
        # An entry leaves a sparse index when one of its two keys is gone.
        actions.append(attribute.remove() if value is None else attribute.set(value))
    unchanged: Condition = CaseItem.v == change.before.version
    transaction.update(CaseItem(code, HEAD), actions, condition=unchanged)


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


def _judge(change: Change, error: PynamoDBException) -> None:
    """Conditions failed: read again what is stored. Returns if the stored events are ours (an answer was lost)."""
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
    """Whether every event of `change` is stored, byte for byte: ids of bodies are random, so nobody else's can be.

    Others may have gone on from there; that does not undo our write.
    """
    return bool(change.events) and all(
        (item := get(CaseItem, event.code, event_key(event.seq))) is not None and item.d == codec.encode_event(event)
        for event in change.events
    )
