"""One DynamoDB client for all tables: names, time limits, and which failures are worth another try."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import ClientError, HTTPClientError
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError, PynamoDBException, TransactWriteError
from pynamodb.models import Model
from pynamodb.pagination import ResultIterator

from chalicelib.ports import Unavailable
from chalicelib.storage.models import CaseItem, DeliveryItem, LeaseItem, ListItem, OutboxItem, SealedItem

# botocore's own back-off costs about two seconds after two throttles, so it makes one attempt and we make the others.
CONNECT_SECONDS = 1.0
READ_SECONDS = 3.0
# API Gateway gives up after 29 seconds: all attempts of one use case's write stay far below.
PATIENCE_SECONDS = 6.0
PAGE = 500

# Refused: certainly not done. Lost: perhaps done.
_REFUSED = frozenset(
    {
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingError",
        "ThrottlingException",
        "TransactionConflict",
        "TransactionConflictException",
    }
)
_LOST = frozenset({"InternalServerError", "ServiceUnavailable", "TransactionInProgressException", "500", "502", "503"})
_FAILED = frozenset({"ConditionalCheckFailed", "ConditionalCheckFailedException"})

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Tables:
    """The names of the three tables, as the deployment gives them."""

    cases: str
    sealed: str
    outbox: str


_shared: Connection | None = None


def configure(tables: Tables, *, read_seconds: float = READ_SECONDS, client: Connection | None = None) -> Connection:
    """Name the tables and forget any earlier client. The composition root calls it once, before first use.

    Cheap: the client is made at the first call. Region, credentials and endpoint come from the environment. A
    `client` that an earlier call returned is kept (tests, which change tables but not the endpoint).
    """
    global _shared  # PynamoDB keeps its connections in classes, so there is one per process
    _shared = client or Connection(
        connect_timeout_seconds=CONNECT_SECONDS, read_timeout_seconds=read_seconds, max_retry_attempts=0
    )
    named: tuple[tuple[type[Model], str], ...] = (
        (CaseItem, tables.cases),
        (LeaseItem, tables.cases),
        (ListItem, tables.cases),
        (DeliveryItem, tables.cases),
        (SealedItem, tables.sealed),
        (OutboxItem, tables.outbox),
    )
    known: set[str] = set()
    for model, name in named:
        model.Meta.table_name = name
        model._connection = None
        table = model._get_connection()
        if name not in known:
            _shared.add_meta_table(table.get_meta_table())
            known.add(name)
        # One client for all models: a second one would cost its 60 to 200 ms of start-up again.
        table.connection = _shared
    return _shared


def connection() -> Connection:
    """The connection that all models share; RuntimeError before `configure`."""
    if _shared is None:
        raise RuntimeError("chalicelib.storage.configure(...) was not called")
    return _shared


def codes(error: PynamoDBException) -> frozenset[str]:
    """The answer's error code and, for a cancelled transaction, those of its reasons (in no useful order).

    Not PynamoDB's `cause_response_code`: it fails on a time-out, whose `response` is None.
    """
    if not isinstance(error.cause, ClientError):
        return frozenset()
    found = {error.cause.response.get("Error", {}).get("Code", "")}
    if isinstance(error, TransactWriteError):
        found.update(reason.code for reason in error.cancellation_reasons if reason)
    return frozenset(found)


def condition_failed(error: PynamoDBException) -> bool:
    return bool(codes(error) & _FAILED)


def was_refused(error: PynamoDBException) -> bool:
    """Throttled or in conflict: certainly not done."""
    # A batch whose rest was throttled again and again comes out of PynamoDB as a PutError without a cause.
    return bool(codes(error) & _REFUSED) or (isinstance(error, PutError) and error.cause is None)


def was_lost(error: PynamoDBException) -> bool:
    """No answer, or one that leaves the outcome open."""
    return isinstance(error.cause, HTTPClientError) or bool(codes(error) & _LOST)


def attempt(call: Callable[[], T], *, repeat_lost: bool = True) -> T:
    """Do `call` until it answers, with jitter, for at most `PATIENCE_SECONDS`; then `Unavailable`.

    With `repeat_lost` false a lost answer is `Unavailable` at once: for writes that are not harmless to repeat.
    Failed conditions and programming errors come out as PynamoDB raises them.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    for n in itertools.count():
        try:
            return call()
        except PynamoDBException as error:
            if condition_failed(error) or not (was_refused(error) or was_lost(error)):
                raise
            pause = random.uniform(0, min(0.5, 0.02 * 2**n))  # noqa: S311 -- jitter, not a secret
            if time.monotonic() + pause > end or (was_lost(error) and not repeat_lost):
                raise Unavailable(str(error)) from error
            time.sleep(pause)
    raise AssertionError("unreachable")


def get(model: type[M], pk: str, sk: str) -> M | None:
    """One item, strongly consistent, or None."""

    def read() -> M | None:
        try:
            return model.get(pk, sk, consistent_read=True)
        except model.DoesNotExist:
            return None

    return attempt(read)


def pages(query: Callable[[dict[str, Any] | None], ResultIterator[M]]) -> Iterator[M]:
    """All items of a query, page by page; `query` gets the key to start after."""
    start: dict[str, Any] | None = None
    while True:
        rows, start = attempt(lambda after=start: _page(query(after)))  # type: ignore[misc]
        yield from rows
        if not start:
            return


def _page(results: ResultIterator[M]) -> tuple[list[M], dict[str, Any] | None]:
    return list(results), results.last_evaluated_key
