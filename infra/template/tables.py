"""The three tables and the key that wraps the keys of the cases. Names and keys: docs/architecture.md."""

from typing import Any

KEEP = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
# Reads follow from writes: a burst of submissions is read back by mail and publication.
WARM = {
    "Fn::If": [
        "Warm",
        {"WriteUnitsPerSecond": {"Ref": "WarmWrites"}, "ReadUnitsPerSecond": 12000},
        {"Ref": "AWS::NoValue"},
    ]
}


def _index(name: str, partition: str, sort: str) -> dict[str, Any]:
    return {
        "IndexName": name,
        "KeySchema": [
            {"AttributeName": partition, "KeyType": "HASH"},
            {"AttributeName": sort, "KeyType": "RANGE"},
        ],
        # Entries are hints, the head is read again: keys are enough, and cost one unit.
        "Projection": {"ProjectionType": "KEYS_ONLY"},
        "WarmThroughput": WARM,
    }


def _table(attributes: list[str], **more: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::DynamoDB::Table",
        **KEEP,
        "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in attributes],
            "KeySchema": [
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True},
            "WarmThroughput": WARM,
            **more,
        },
    }


def _case_key() -> dict[str, Any]:
    root = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
    return {
        "Type": "AWS::KMS::Key",
        **KEEP,
        "Properties": {
            "Description": "Hoi Am: wraps the keys of the cases",
            "EnableKeyRotation": True,
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"},
                ],
            },
        },
    }


def template() -> dict[str, Any]:
    indexes = [_index("due", "due_shard", "next_check_at"), _index("desk", "queue", "queue_at")]
    return {
        "Resources": {
            "CasesTable": _table(
                ["pk", "sk", "due_shard", "next_check_at", "queue", "queue_at"], GlobalSecondaryIndexes=indexes
            ),
            "SealedTable": _table(["pk", "sk"]),
            # The stream is a doorbell: who is rung reads the rows. So keys are all it needs to carry.
            "OutboxTable": _table(["pk", "sk"], StreamSpecification={"StreamViewType": "KEYS_ONLY"}),
            "CaseKey": _case_key(),
        },
        "Outputs": {
            "CasesTableName": {"Value": {"Ref": "CasesTable"}},
            "SealedTableName": {"Value": {"Ref": "SealedTable"}},
            "OutboxTableName": {"Value": {"Ref": "OutboxTable"}},
            "CaseKeyId": {"Value": {"Ref": "CaseKey"}},
        },
    }
