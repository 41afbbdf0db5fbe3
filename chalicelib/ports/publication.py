"""What the publisher needs: its ledger under a lease, and the public site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.record import record


@record
class LedgerEntry:
    """One line of the public ledger: consecutive `seq`, and SHA-256(salt, event) that a tamper-evident log can sign."""

    seq: int
    at: datetime
    code: str
    event: int
    hash: str


@record
class Lease:
    """The right to publish. `fence` grows with every holder; `batch` is the work that was fixed and is unfinished."""

    owner: str
    fence: int
    next_seq: int
    batch: tuple[LedgerEntry, ...]
    finished: bool = False  # a batch is done with, and the next write forgets it


class Ledger(Protocol):
    """The publisher's own tables: lease, batch, ledger, placements. All writes are fenced."""

    def acquire(self, owner: str, now: datetime, seconds: int, *, force: bool = False) -> Lease | None:
        """Take the lease if it is free or expired; None if somebody else holds it. Finds the unfinished batch.

        `force` takes it from whoever holds it: the fence keeps a holder that is alive after all from doing harm.
        """

    def fix(self, lease: Lease, batch: Sequence[LedgerEntry]) -> Lease:
        """Store the batch with the lease: from now on these events have these numbers, whatever crashes.

        Raises `Conflict` if the fence is not ours any more.
        """

    def append(self, lease: Lease) -> None:
        """Write the fixed batch into the ledger; repeating it is harmless. Raises `Conflict` for a lost fence."""

    def finish(self, lease: Lease) -> Lease:
        """The batch is done with. It may be found once more, by whoever takes over after a crash before the next `fix`
        or `release`: doing it again must be harmless.
        """

    def release(self, lease: Lease) -> None:
        """Give the lease back early, and forget its batch if it is finished; no error if the lease was lost."""

    def entries(self, after: int, *, limit: int = 500) -> list[LedgerEntry]:
        """Ledger entries with seq > `after`, in order."""

    def placement(self, code: str) -> Mapping[str, Any] | None:
        """Where a case stands on the lists and what it contributes to the figures (the publisher's own note)."""

    def place(self, lease: Lease, code: str, placement: Mapping[str, Any]) -> None:
        """Store that note."""

    def forget(self, lease: Lease) -> None:
        """For a rebuild: all placements gone; the ledger stays."""


@record
class Document:
    body: bytes
    etag: str
    sequence: int


class Site(Protocol):
    """The public read model: objects under URL paths."""

    def read(self, key: str) -> Document | None:
        """The object with its etag and the ledger sequence in its metadata."""

    def write(self, key: str, body: bytes, type_: str, *, sequence: int, etag: str | None) -> None:
        """Put with If-Match `etag` (None: the object must not exist; "*": whatever is there). Raises `Conflict`."""

    def remove(self, key: str) -> None:
        """Delete, all versions; no error if it is not there."""

    def forget(self, key: str) -> None:
        """Delete every version but the present one; no error if there is none."""

    def invalidate(self, paths: Sequence[str]) -> None:
        """The CDN shows none of these URL paths from before. A path may end in `*`. Returns once it is ordered."""
