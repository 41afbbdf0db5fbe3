"""DynamoDB write units, as DynamoDB itself counts them (ConsumedCapacity), per table and index.

On the emulator, whose counts match AWS's rules; moto's do not. `tests.bench.life` and `test_budget` use it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chalicelib.storage.session import connection

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
