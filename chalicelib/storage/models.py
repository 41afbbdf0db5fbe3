"""The items of the three tables as PynamoDB models. Names of keys and indexes: docs/architecture.md.

Attribute names are short because DynamoDB counts them into an item's size, and a kilobyte is a write unit.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BinaryAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

HEAD = "head"


class DueIndex(GlobalSecondaryIndex["CaseItem"]):  # type: ignore[no-untyped-call]
    """Open cases by the next instant at which anything can happen to them; entries are hints."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    due_shard = UnicodeAttribute(hash_key=True)
    next_check_at = UnicodeAttribute(range_key=True)


class DeskIndex(GlobalSecondaryIndex["CaseItem"]):  # type: ignore[no-untyped-call]
    """Cases that wait for an officer, by queue."""

    class Meta:
        index_name = "desk"
        projection = KeysOnlyProjection()

    queue = UnicodeAttribute(hash_key=True)
    queue_at = UnicodeAttribute(range_key=True)


class CaseItem(Model):
    """Heads, events, placements, ledger entries, reference data: a document `d` under a key."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    d = BinaryAttribute(legacy_encoding=False)
    t = BinaryAttribute(legacy_encoding=False, null=True)  # head: its newest events (`storage.events`)
    v = NumberAttribute(null=True)  # head: version; placement: fence; what conditions compare
    g = NumberAttribute(null=True)  # placement: generation
    at = UnicodeAttribute(null=True)  # reference: when it was saved
    due_shard = UnicodeAttribute(null=True)
    next_check_at = UnicodeAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    queue_at = UnicodeAttribute(null=True)
    due = DueIndex()
    desk = DeskIndex()


class ListItem(Model):
    """That a case stands on a list: nothing but its key, in the table of the cases."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class DeliveryItem(Model):
    """That a letter arrived, beside the events of its case (`storage.deliveries`)."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    at = UnicodeAttribute()


class LeaseItem(Model):
    """The right to publish, one item in the table of the cases."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    owner = UnicodeAttribute(null=True)
    until = UnicodeAttribute(null=True)
    fence = NumberAttribute()
    next_seq = NumberAttribute()
    generation = NumberAttribute()
    batch = BinaryAttribute(legacy_encoding=False, null=True)


class SealedItem(Model):
    """A sealed body, a submission (with its case's key and first body), or a key of the key-ring."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    code = UnicodeAttribute(null=True)
    body_hash = UnicodeAttribute(null=True)
    kid = UnicodeAttribute(null=True)
    wrapped = BinaryAttribute(legacy_encoding=False, null=True)
    id = UnicodeAttribute(null=True)
    box = BinaryAttribute(legacy_encoding=False, null=True)
    salt = BinaryAttribute(legacy_encoding=False, null=True)
    at = UnicodeAttribute(null=True)


class OutboxItem(Model):
    """One row; code and seq stand in the sort key alone."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    progress: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
