"""`Site` in memory. `puts` counts the writes that went through: the budget of S3 requests is tested with it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence

from chalicelib.ports import Conflict, Document


class MemorySite:
    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.types: dict[str, str] = {}
        self.puts = 0
        self.versions: dict[str, list[bytes]] = {}
        """What a bucket with versions keeps of what was replaced."""
        self.invalidated: list[str] = []
        self._lock = threading.Lock()

    def read(self, key: str) -> Document | None:
        return self.documents.get(key)

    def write(self, key: str, body: bytes, type_: str, *, sequence: int, etag: str | None) -> None:
        with self._lock:
            stored = self.documents.get(key)
            if etag != "*" and (stored.etag if stored else None) != etag:
                raise Conflict(key)
            # S3's etag of an unencrypted object: of its bytes alone, so equal bytes have equal etags.
            if stored:
                self.versions.setdefault(key, []).append(stored.body)
            tag = hashlib.md5(body, usedforsecurity=False).hexdigest()
            self.documents[key] = Document(body, f'"{tag}"', sequence)
            self.types[key] = type_
            self.puts += 1

    def remove(self, key: str) -> None:
        with self._lock:
            self.documents.pop(key, None)
            self.types.pop(key, None)
            self.versions.pop(key, None)

    def forget(self, key: str) -> None:
        self.versions.pop(key, None)

    def invalidate(self, paths: Sequence[str]) -> None:
        self.invalidated += paths
