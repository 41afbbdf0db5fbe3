"""The `ReferenceStore` on DynamoDB: each version is an item of its own, and `ref#current` names one of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.domain.reference import Reference, from_payload
from chalicelib.ports import Unavailable
from chalicelib.storage import codec
from chalicelib.storage.models import CaseItem
from chalicelib.storage.session import attempt, get

CACHE_SECONDS = 60.0
PAYLOAD = "payload"
CURRENT = "ref#current"
# DynamoDB takes 400 KB; deflated reference data of a province are about 20 KB.
LIMIT = 380_000


class DynamoReferences:
    """See `ports.ReferenceStore`. One per process: it holds the cache."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._cached: Reference | None = None
        self._version = ""
        self._read_at = 0.0

    def current(self) -> Reference:
        """Raises `Unavailable` while nothing was loaded. After a minute only the small pointer is read again."""
        now = self._monotonic()
        if self._cached is not None and now - self._read_at < CACHE_SECONDS:
            return self._cached
        pointer = get(CaseItem, CURRENT, PAYLOAD)
        if pointer is None:
            raise Unavailable("no reference data: load agencies, calendar and policy first (manage.py)")
        version = codec.decode_json(pointer.d)["version"]
        if self._cached is None or version != self._version:
            self._cached, self._version = from_payload(self.payload(version)), version
        self._read_at = now
        return self._cached

    def payload(self, version: str) -> dict[str, Any]:
        """The payload of any version ever saved; KeyError for an unknown one."""
        item = get(CaseItem, f"ref#v#{version}", PAYLOAD)
        if item is None:
            raise KeyError(version)
        payload: dict[str, Any] = codec.decode_json(item.d)
        return payload

    def save(self, payload: Mapping[str, Any], version: str, now: datetime) -> None:
        """Raises ValueError if `version` exists with other content: the record is never rewritten."""
        data = codec.encode_json(payload)
        if len(data) > LIMIT:
            raise ValueError(f"reference data of {len(data)} bytes, {LIMIT} fit")
        stored = get(CaseItem, f"ref#v#{version}", PAYLOAD)
        if stored is not None and codec.decode_json(stored.d) != msgspec.to_builtins(payload):
            raise ValueError(f"version {version} exists with other content")
        if stored is None:
            item = CaseItem(f"ref#v#{version}", PAYLOAD, d=data, at=now.isoformat())
            attempt(item.save)
        # The pointer moves last: a crash before it leaves the old version current, and a repeat completes this one.
        pointer = CaseItem(CURRENT, PAYLOAD, d=codec.encode_json({"version": version}), at=now.isoformat())
        attempt(pointer.save)
        self._cached = None
