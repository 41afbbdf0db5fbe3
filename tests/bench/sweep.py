"""What the overdue check reads, with few and with many open cases, when 50 of them are due.

Counted at the client, on the real adapter. `examined`: entries of the due index that DynamoDB looked at
(`ScannedCount` of the queries). `heads`: heads that were read again, which are the due cases themselves. Judging a case
may read more of it (its events); that would show as `other`.
"""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.deadlines import VIETNAM, vietnam_midnight
from chalicelib.storage import codec
from chalicelib.storage.keys import DUE_SHARDS, due_shard, instant, shard_of
from chalicelib.storage.models import HEAD, CaseItem
from chalicelib.storage.session import connection
from chalicelib.usecases.submit import CODE_ALPHABET
from tests.bench.figures import Figure, Figures
from tests.bench.stage import Stage, stage

BUDGET, DUE = 1.1, 50
OPEN = (1_000, 10_000, 100_000)
READS = ("GetItem", "Query", "BatchGetItem", "Scan")


@contextmanager
def reading() -> Iterator[Counter[str]]:
    """Items read by kind, while the block runs."""
    counts: Counter[str] = Counter()
    events, asked = connection().client.meta.events, {}

    def ask(params: dict[str, Any], model: Any, **_: Any) -> None:
        asked[model.name] = json.loads(params["body"])

    def count(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        request = asked[model.name]
        counts["requests"] += 1
        if model.name == "Query" and request.get("IndexName") == "due":
            counts["examined"] += parsed["ScannedCount"]
        elif model.name == "GetItem" and request["Key"]["sk"]["S"] == HEAD:
            counts["heads"] += 1
        elif model.name == "Scan":
            raise RuntimeError("the sweep scans a table")
        else:
            counts["other"] += parsed.get("ScannedCount", 1)

    for operation in READS:
        events.register(f"before-call.dynamodb.{operation}", ask)
        events.register(f"after-call.dynamodb.{operation}", count)
    try:
        yield counts
    finally:
        for operation in READS:
            events.unregister(f"before-call.dynamodb.{operation}", ask)
            events.unregister(f"after-call.dynamodb.{operation}", count)


def crowd(at: Stage, number: int, due: int) -> None:
    """Heads of open cases: `due` of them have a step that fell due this morning, the others wait for later days."""
    wiring.services().deps.cases.load("warm-up")
    pattern = wiring.services().deps.cases.load(at.submit(0))
    assert pattern is not None
    letters = itertools.product(CODE_ALPHABET, repeat=5)
    chosen = set(random.Random(1).sample(range(number), due))
    heads = []
    for n in range(number):
        code = f"LS.20250101.{''.join(next(letters))}"
        heads.append(_head(replace(pattern, code=code), at.now, 0 if n in chosen else 1 + n % 20))
    with CaseItem.batch_write() as batch:
        for head in heads:
            batch.save(head)


def _head(case: Case, now: datetime, days: int) -> CaseItem:
    """As a commit writes it. The forwarding clock's heads-up step comes first."""
    clocks = tuple(_due_in(clock, now, days) for clock in case.clocks)
    case = replace(case, clocks=clocks)
    check_at = instant(vietnam_midnight((now + timedelta(days=days)).astimezone(VIETNAM).date()))
    shard = due_shard(shard_of(case.code, DUE_SHARDS))
    return CaseItem(
        case.code,
        HEAD,
        d=codec.encode_case(case),
        v=case.version,
        due_shard=shard,
        next_check_at=check_at,
        queue="triage",
    )


def _due_in(clock: Clock, now: datetime, days: int) -> Clock:
    """Its last day was yesterday for a case that is due: the overdue step is today."""
    day = now.astimezone(VIETNAM).date() + timedelta(days=days - 1)
    return replace(clock, start_on=day - timedelta(days=30), due_on=day)


def sweep(number: int) -> Figures:
    with stage() as at:
        crowd(at, number, DUE)
        with reading() as first:
            ran = wiring.services().sweep.run()
        if ran != {"checked": DUE, "failed": 0, "left": 0}:
            raise RuntimeError(f"{number} open cases: {ran}")
        with reading() as second:
            wiring.services().sweep.run()
        detail = (
            f"{DUE} due; heads read again {first['heads']}, other items {first['other']}, {first['requests']} reads"
        )
        yield Figure(
            f"sweep.{number}", first["examined"] / DUE, "entries examined per due case", budget=BUDGET, detail=detail
        )
        yield Figure(f"sweep.{number}.heads", first["heads"] / DUE, "heads read per due case", budget=BUDGET)
        yield Figure(f"sweep.{number}.nothing_due", second["examined"], "entries examined by the next run", budget=0)


def measure() -> Figures:
    for number in OPEN:
        yield from sweep(number)
