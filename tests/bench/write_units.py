"""DynamoDB write units, as DynamoDB itself counts them (ConsumedCapacity), per table and index.

On the emulator, whose counts match AWS's rules; moto's do not. `python -m tests.bench.write_units` prints JSON lines.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import boto3

from chalicelib.domain import events as e
from chalicelib.domain.case import Actor
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Change
from chalicelib.storage import configure
from chalicelib.storage.cases import DynamoCases
from chalicelib.storage.session import connection
from tests.contract.changes import body, new_case, next_change, with_body
from tests.contract.emulator import emulator
from tests.contract.schema import create_tables

SUBMISSION_BUDGET = 14
LIFE_BUDGET = 120
# 1,000 characters of Vietnamese with who speaks, as the vault seals them: deflated, and AES-GCM's 28 bytes more.
BOX = 960
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")


@dataclass
class Units:
    """Write units by table or `table/index`, deletes of the outbox apart. Index units are not doubled."""

    writes: Counter[str] = field(default_factory=Counter)
    deletes: float = 0.0

    @property
    def total(self) -> float:
        return float(sum(self.writes.values()))

    def take(self, operation: str, request: dict[str, Any], consumed: list[dict[str, Any]]) -> None:
        deleting = operation == "DeleteItem" or (operation == "BatchWriteItem" and "PutRequest" not in str(request))
        for entry in consumed:
            name = entry["TableName"].rpartition("-")[2]
            if deleting:
                self.deletes += entry["CapacityUnits"]
                continue
            # The whole contains the indexes, on AWS and on the emulator, whose "Table" contains them as well.
            self.writes[name] += entry["CapacityUnits"]
            for index, used in entry.get("GlobalSecondaryIndexes", {}).items():
                self.writes[name] -= used["CapacityUnits"]
                self.writes[f"{name}/{index}"] += used["CapacityUnits"]


@contextmanager
def counting() -> Iterator[Units]:
    """Count what the shared connection of `chalicelib.storage` writes inside the block."""
    units, asked = Units(), {}
    events = connection().client.meta.events

    def ask(params: dict[str, Any], model: Any, **_: Any) -> None:
        """Indexes apart; PynamoDB asks for the total alone."""
        request = json.loads(params["body"])
        asked[model.name] = request
        params["body"] = json.dumps(request | {"ReturnConsumedCapacity": "INDEXES"}).encode()

    def count(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        consumed = parsed.get("ConsumedCapacity", [])
        units.take(model.name, asked[model.name], consumed if isinstance(consumed, list) else [consumed])

    for operation in WRITES:
        events.register(f"before-call.dynamodb.{operation}", ask)
        events.register(f"after-call.dynamodb.{operation}", count)
    try:
        yield units
    finally:
        for operation in WRITES:
            events.unregister(f"before-call.dynamodb.{operation}", ask)
            events.unregister(f"after-call.dynamodb.{operation}", count)


@contextmanager
def store() -> Iterator[DynamoCases]:
    """A case store on an emulator of its own. Changes the process's AWS environment: for benches, not for tests."""
    with tempfile.TemporaryDirectory() as folder, emulator(Path(folder)) as endpoint:
        os.environ.update(
            AWS_ENDPOINT_URL=endpoint,
            AWS_DEFAULT_REGION="ap-southeast-1",
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
        )
        configure(create_tables(boto3.client("dynamodb"), "bench"), read_seconds=20)
        yield DynamoCases()


def life() -> Iterator[tuple[str, Change]]:
    """A usual case from receipt to closing, made by hand, with what the desk and the sweep do in between."""
    officer, agency, speaker = Actor(Role.FOCAL, "officer-1"), Actor(Role.AGENCY, "lead", "BQLKKT"), Role.SUBMITTER
    first = new_case(box=BOX)
    yield "submission", first
    steps: list[tuple[str, tuple[e.Fact, ...], Actor, int, dict[str, Any]]] = [
        ("claim", (e.Claimed("officer-1"),), officer, 0, {"publish": ()}),
        ("write_texts", (e.TextsWritten(),), officer, BOX, {}),
        ("forward", (e.Forwarded("BQLKKT", (), "phi-cua-khau"),), officer, 60, {"mail": (4,), "queue": None}),
        ("acknowledge", (e.Acknowledged("BQLKKT"),), agency, 0, {"queue": None}),
        ("reminder", (e.StepReached("publication", "heads_up", day(1), day(9)),), officer, 0,
         {"mail": (6,), "queue": None, "next_check_at": instant(9)}),
        ("report_status", (e.StatusReported("BQLKKT"),), agency, 500,
         {"queue": "review", "next_check_at": instant(9)}),
        ("publish_status", (e.ItemPublished(7, "status", "BQLKKT"),), officer, 0,
         {"mail": (8,), "queue": None, "next_check_at": instant(20)}),
        ("answer", (e.AnswerGiven("BQLKKT", day(1), day(1)),), agency, BOX,
         {"queue": "review", "next_check_at": instant(20)}),
        ("publish_answer", (e.ItemPublished(9, "answer", "BQLKKT", True, 18),), officer, 0,
         {"mail": (10,), "queue": None, "next_check_at": instant(25)}),
        ("rate", (e.Rated("satisfied"),), Actor(speaker), 60, {"mail": (11,), "queue": None, "next_check_at": None}),
    ]  # fmt: skip
    case = first.after
    for name, facts, by, size, values in steps:
        change = next_change(case, *facts, by=by, request=f"{case.version:032x}", **values)
        if size:
            change = with_body(change, body(f"body-{case.version:06d}", size))
        yield name, change
        case = change.after


def day(number: int) -> date:
    return date(2026, 9, number)


def instant(number: int) -> datetime:
    return datetime(2026, 9, number, tzinfo=UTC)


def measure() -> tuple[dict[str, Units], float]:
    """Units of each commit of `life`, and their sum."""
    found: dict[str, Units] = {}
    with store() as cases:
        cases.load("warm-up")
        for name, change in life():
            with counting() as units:
                cases.commit(change)
            found[name] = units
    return found, sum(units.total for units in found.values())


def main() -> int:
    found, total = measure()
    for name, units in found.items():
        print(json.dumps({"name": f"write_units.{name}", "value": units.total, "unit": "WCU", **units.writes}))
    submission = found["submission"].total
    for name, value, budget in (("submission", submission, SUBMISSION_BUDGET), ("life", total, LIFE_BUDGET)):
        row = {"name": f"write_units.budget.{name}", "value": value, "unit": "WCU", "floor": budget}
        print(json.dumps(row | {"ratio": round(value / budget, 3)}))
    return 0 if submission <= SUBMISSION_BUDGET and total <= LIFE_BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
