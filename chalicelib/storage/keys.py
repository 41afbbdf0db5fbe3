"""How rows are named and spread: fixed-width instants, shards, and the ids that the outbox orders by."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

from chalicelib.domain.events import Event

DUE_SHARDS = 16
OUTBOX_SHARDS = 4
EVENTS = "e#"


def instant(at: datetime) -> str:
    """UTC, microseconds, always 27 characters: strings compare as instants do."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def shard_of(code: str, shards: int) -> int:
    """Stable for all time and in every process, unlike `hash`."""
    return zlib.crc32(code.encode()) % shards


def due_shard(shard: int) -> str:
    return f"due#{shard:02d}"


def event_key(seq: int) -> str:
    return f"{EVENTS}{seq:05d}"


def list_key(name: str) -> str:
    return f"list#{name}"


def outbox_key(consumer: str, shard: int) -> str:
    return f"{consumer}#{shard}"


def outbox_id(event: Event) -> str:
    return f"{instant(event.at)}#{event.code}#{event.seq:05d}"
