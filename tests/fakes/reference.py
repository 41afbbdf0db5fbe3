"""`ReferenceStore` in memory; without a cache, so a saved version is seen at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.reference import Reference, from_payload
from chalicelib.ports import Unavailable


class MemoryReferences:
    def __init__(self, payload: Mapping[str, Any] | None = None) -> None:
        self._payloads: dict[str, Mapping[str, Any]] = {}
        self._current: Reference | None = None
        if payload is not None:
            self._keep(payload, payload["version"])

    def _keep(self, payload: Mapping[str, Any], version: str) -> None:
        if self._payloads.setdefault(version, payload) != payload:
            raise ValueError(f"version {version} exists with other content")
        self._current = from_payload(payload)

    def current(self) -> Reference:
        if self._current is None:
            raise Unavailable("no reference data")
        return self._current

    def payload(self, version: str) -> Mapping[str, Any]:
        return self._payloads[version]

    def save(self, payload: Mapping[str, Any], version: str, now: datetime) -> None:
        self._keep(payload, version)

    def copy(self) -> MemoryReferences:
        other = MemoryReferences()
        other._payloads, other._current = dict(self._payloads), self._current
        return other
