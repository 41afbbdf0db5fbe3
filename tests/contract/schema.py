"""The three tables for tests, with keys and indexes from the very template that deploys them."""

from __future__ import annotations

from typing import Any

from chalicelib.storage import Tables
from infra.template.tables import template

_LEFT_OUT = {"PointInTimeRecoverySpecification", "SSESpecification", "WarmThroughput", "StreamSpecification"}


def create_tables(client: Any, prefix: str) -> Tables:
    """Create cases, sealed and outbox under `prefix` with a boto3 DynamoDB client."""
    names = {"CasesTable": f"{prefix}-cases", "SealedTable": f"{prefix}-sealed", "OutboxTable": f"{prefix}-outbox"}
    for resource, name in names.items():
        described = template()["Resources"][resource]["Properties"]
        properties = {key: value for key, value in described.items() if key not in _LEFT_OUT}
        for index in properties.get("GlobalSecondaryIndexes", []):
            index.pop("WarmThroughput", None)
        client.create_table(TableName=name, **properties)
    return Tables(*names.values())
