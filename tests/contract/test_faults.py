"""Faults below the adapter: lost answers, throttles, conflicts. Injected where botocore calls and answers."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from pynamodb.exceptions import PynamoDBException

from chalicelib.domain import events as e
from chalicelib.ports import CodeTaken, Conflict, Unavailable
from chalicelib.storage import session
from tests.contract.changes import CODE, NOW, ORIGIN, new_case, next_change
from tests.contract.conftest import World
from tests.contract.test_ledger import entries, take

TRANSACT = "TransactWriteItems"


def break_calls(operation: str, errors: list[Exception], *, answered: bool) -> list[int]:
    """Raise `errors` one by one: instead of the calls, or (answered) after the store did them. Counts the calls."""
    calls: list[int] = []

    def fault(**_: Any) -> None:
        calls.append(1)
        if errors:
            raise errors.pop(0)

    event = f"{'after' if answered else 'before'}-call.dynamodb.{operation}"
    session.connection().client.meta.events.register(event, fault)
    return calls


def lost() -> Exception:
    return ReadTimeoutError(endpoint_url="http://dynamodb")


def client_error(code: str, *reasons: str) -> Exception:
    response: Any = {"Error": {"Code": code, "Message": "injected"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    if reasons:
        response["CancellationReasons"] = [{"Code": reason, "Message": "injected"} for reason in reasons]
    return ClientError(response, TRANSACT)


def conflict() -> Exception:
    return client_error("TransactionCanceledException", "None", "TransactionConflict", "None")


@pytest.mark.parametrize("times", [1, 3])
def test_a_lost_answer_to_a_submission_is_success(real: World, times: int) -> None:
    calls = break_calls(TRANSACT, [lost() for _ in range(times)], answered=True)
    change = new_case()
    real.cases.commit(change)
    assert len(calls) >= times
    assert real.cases.load(CODE) == change.after
    assert len(real.cases.events(CODE)) == 1
    assert real.outbox.pending("mail", shard(real)) != []


def shard(real: World) -> int:
    return next(n for n in range(real.outbox.shards) if real.outbox.pending("publish", n))


def test_a_lost_answer_to_a_change_is_success_even_if_others_went_on(real: World) -> None:
    first = new_case()
    real.cases.commit(first)
    ours = next_change(first.after, e.Claimed("ours"))
    theirs = next_change(ours.after, e.Claimed("theirs"))
    done: list[int] = []

    def meanwhile(**_: Any) -> None:
        if not done:
            done.append(1)
            real.cases.commit(theirs)
            raise lost()

    session.connection().client.meta.events.register(f"after-call.dynamodb.{TRANSACT}", meanwhile)
    real.cases.commit(ours)
    assert [event.seq for event in real.cases.events(CODE)] == [1, 2, 3]


@pytest.mark.parametrize("answered", [True, False])
def test_a_change_of_the_head_alone_survives_lost_answers(real: World, answered: bool) -> None:
    """It is no transaction, and so has no token: the version in the head says that it was ours."""
    first = new_case()
    real.cases.commit(first)
    calls = break_calls("UpdateItem", [lost(), lost()], answered=answered)
    ours = next_change(first.after, e.Claimed("ours"), publish=())
    real.cases.commit(ours)
    assert len(calls) >= 2
    assert real.cases.events(CODE) == [*first.events, *ours.events]
    with pytest.raises(Conflict):
        real.cases.commit(next_change(first.after, e.Claimed("theirs"), publish=()))
    assert real.cases.load(CODE) == ours.after


def test_a_lost_request_that_somebody_overtook_is_a_conflict(real: World) -> None:
    first = new_case()
    real.cases.commit(first)
    real.cases.commit(next_change(first.after, e.Claimed("theirs")))
    break_calls(TRANSACT, [lost()], answered=False)
    with pytest.raises(Conflict):
        real.cases.commit(next_change(first.after, e.Claimed("ours")))
    break_calls(TRANSACT, [lost()], answered=False)
    with pytest.raises(CodeTaken):
        real.cases.commit(new_case(CODE, "other"))


@pytest.mark.parametrize(
    "error",
    [
        conflict(),
        client_error("TransactionCanceledException", "ThrottlingError", "None"),
        client_error("TransactionCanceledException", "ProvisionedThroughputExceeded"),
        client_error("ThrottlingException"),
        client_error("ProvisionedThroughputExceededException"),
        client_error("InternalServerError"),
        client_error("TransactionInProgressException"),
        lost(),
    ],
    ids=str,
)
def test_what_passes_by_itself_is_tried_again(real: World, error: Exception) -> None:
    calls = break_calls(TRANSACT, [error, error, error], answered=False)
    real.cases.commit(new_case())
    assert len(calls) == 4
    assert real.cases.load(CODE) is not None


def test_what_does_not_pass_is_unavailable_within_the_limit(real: World, aws: pytest.MonkeyPatch) -> None:
    aws.setattr(session, "PATIENCE_SECONDS", 0.3)
    break_calls(TRANSACT, [conflict() for _ in range(1000)], answered=False)
    with pytest.raises(Unavailable):
        real.cases.commit(new_case())
    assert real.cases.submission(ORIGIN) is None


def test_a_mistake_of_ours_is_neither_retried_nor_disguised(real: World) -> None:
    calls = break_calls(TRANSACT, [client_error("ValidationException")], answered=False)
    with pytest.raises(PynamoDBException):
        real.cases.commit(new_case())
    assert len(calls) == 1


def test_reads_are_tried_again(real: World) -> None:
    real.cases.commit(new_case())
    for operation, read in (
        ("GetItem", lambda: real.cases.load(CODE)),
        ("Query", lambda: real.cases.events(CODE)),
        ("Query", lambda: real.cases.queue("triage")[0]),
        ("BatchGetItem", lambda: real.sealed.read(CODE, ORIGIN, [new_case().bodies[0].ref.id])),
    ):
        calls = break_calls(operation, [lost(), client_error("ThrottlingException")], answered=False)
        assert read()
        assert len(calls) >= 3


def test_a_lost_answer_to_progress_is_unavailable_not_a_guess(real: World) -> None:
    real.cases.commit(new_case())
    row = real.outbox.pending("mail", shard(real))[0]
    break_calls("UpdateItem", [lost()], answered=True)
    with pytest.raises(Unavailable):
        real.outbox.progress(row, {"state": "sending"}, expect={"state": None})
    assert dict(real.outbox.pending("mail", row.shard)[0].progress) == {"state": "sending"}


def test_a_throttled_progress_is_tried_again(real: World) -> None:
    real.cases.commit(new_case())
    row = real.outbox.pending("mail", shard(real))[0]
    break_calls("UpdateItem", [client_error("ThrottlingException")], answered=False)
    assert real.outbox.progress(row, {"state": "sending"}, expect={"state": None})


@pytest.mark.parametrize("answered", [True, False])
def test_a_lease_survives_lost_answers(real: World, answered: bool) -> None:
    ledger = real.new_ledger()
    break_calls("PutItem", [lost()], answered=answered)
    assert take(ledger).fence == 1
    break_calls("UpdateItem", [lost(), lost()], answered=answered)
    lease = take(ledger, "b", later=True)
    assert lease.fence == 2
    break_calls("UpdateItem", [lost()], answered=answered)
    lease = ledger.fix(lease, entries(1, 2))
    break_calls("UpdateItem", [lost()], answered=answered)
    ledger.forget(lease)
    break_calls("UpdateItem", [lost()], answered=answered)
    ledger.release(ledger.finish(lease))
    lease = take(ledger, "c")
    assert (lease.next_seq, lease.batch) == (3, ())


def test_a_throttled_line_is_written_all_the_same(real: World) -> None:
    """A lost line would be a hole in the ledger, which nobody reads past."""
    ledger = real.new_ledger()
    lease = ledger.fix(take(ledger), entries(1, 5))
    break_calls("PutItem", [client_error("ProvisionedThroughputExceededException"), lost()], answered=False)
    ledger.append(lease)
    assert ledger.entries(0) == entries(1, 5)
    assert ledger.entries(0)[0].at == NOW
