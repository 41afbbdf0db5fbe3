"""DynamoDB write units, as DynamoDB itself counts them (ConsumedCapacity), per table and index, and per kind of item.

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
    """Write units, deletes apart: by table or `table/index`, and (`parts`) by what was written. Index units are not
    doubled in a transaction, those of items are.
    """

    writes: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    deletes: float = 0.0

    @property
    def total(self) -> float:
        return float(sum(self.writes.values()))

    def add(self, other: Units) -> None:
        self.writes += other.writes
        self.parts += other.parts
        self.deletes += other.deletes

    def take(self, operation: str, request: dict[str, Any], consumed: list[dict[str, Any]]) -> None:
        written, deleted = _items(operation, request)
        for entry in consumed:
            table = entry["TableName"]
            name = table.rpartition("-")[2]
            # The whole contains the indexes, on AWS and on the emulator, whose "Table" contains them as well.
            indexes = {index: used["CapacityUnits"] for index, used in entry.get("GlobalSecondaryIndexes", {}).items()}
            gone, units = _share(operation, deleted.get(table, 0), written.get(table, []), entry, indexes)
            self.deletes += gone
            if units:
                self.writes[name] += units
                self._part(written[table], units)
            for index, used in indexes.items():
                self.writes[f"{name}/{index}"] += used
                self.parts[f"index {index}"] += used

    def _part(self, items: list[str], units: float) -> None:
        """All items of one request and table cost the same here, but where one is larger than a kilobyte: the last."""
        least = 2.0 if units >= 2 * len(items) else 1.0
        for item in items:
            self.parts[item] += least
        self.parts[items[-1]] += units - least * len(items)


def _items(operation: str, request: dict[str, Any]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """By table: what each written item is, the one that may be large last; and how many items are deleted."""
    written: dict[str, list[str]] = {}
    deleted: dict[str, int] = {}
    for table, action, key in _actions(operation, request):
        if action == "Delete":
            deleted[table] = deleted.get(table, 0) + 1
        else:
            written.setdefault(table, []).append(_named(table, key))
    return {table: sorted(items, key=_LARGE.__contains__) for table, items in written.items()}, deleted


def _actions(operation: str, request: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(table, Put | Update | Delete, item or key) of each item of a request."""
    if operation == "TransactWriteItems":
        for item in request["TransactItems"]:
            for action, values in item.items():
                yield values["TableName"], action, values.get("Item") or values["Key"]
    elif operation == "BatchWriteItem":
        for table, items in request["RequestItems"].items():
            for item in items:
                for action, values in item.items():
                    yield table, action.removesuffix("Request"), values.get("Item") or values["Key"]
    else:
        yield request["TableName"], operation.removesuffix("Item"), request.get("Item") or request["Key"]


_LARGE = ("events", "submission", "text", "ledger", "lease")


def _named(table: str, key: dict[str, Any]) -> str:
    """What an item is, by its key (docs/architecture.md)."""
    pk, sk = key["pk"]["S"], key["sk"]["S"]
    if table.endswith("outbox"):
        return f"row {pk.partition('#')[0]}"
    if table.endswith("sealed"):
        return "submission" if pk.startswith("s#") else "text"
    if sk == "placement":
        return "note of a case" if "." in pk else "note of a list"
    prefix = next((word for word in ("ledger", "lease", "list") if pk.startswith(f"{word}#")), "")
    return prefix or {"head": "head", "e#": "events", "m#": "delivery"}.get(sk if sk == "head" else sk[:2], sk)


def _share(
    operation: str, deleted: int, written: list[str], entry: dict[str, Any], indexes: dict[str, float]
) -> tuple[float, float]:
    """(units of deletes, units of writes) of one table's count. What is deleted together with writes is small."""
    units = entry["CapacityUnits"] - sum(indexes.values())
    if not written:
        return units, 0.0
    gone = deleted * (2.0 if operation == "TransactWriteItems" else 1.0)
    return gone, units - gone


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
