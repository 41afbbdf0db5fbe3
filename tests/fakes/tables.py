"""The tables in memory: what the fakes of the stores share, under one lock, as DynamoDB's transaction would hold it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import Event
from chalicelib.ports import OutboxRow
from chalicelib.storage.sealed import RingKey


@dataclass
class Head:
    """`due_at`, `queue` and `queue_at` are the index entries."""

    case: Case
    queue_at: str
    due_at: str | None = None
    queue: str | None = None


@dataclass
class Sealed:
    """A submission. `kid` is None once erased."""

    code: str
    body_hash: str
    kid: str | None
    wrapped: bytes | None
    first: str = ""


@dataclass
class MemoryTables:
    lock: threading.RLock = field(default_factory=threading.RLock)
    heads: dict[str, Head] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    submissions: dict[str, Sealed] = field(default_factory=dict)
    bodies: dict[tuple[str, str], tuple[bytes, bytes]] = field(default_factory=dict)
    rows: dict[tuple[str, int], dict[str, OutboxRow]] = field(default_factory=dict)
    lists: dict[str, set[str]] = field(default_factory=dict)
    delivered: dict[str, dict[tuple[int, str], datetime]] = field(default_factory=dict)
    rings: dict[tuple[str, str], RingKey] = field(default_factory=dict)
