"""Where cases are kept: heads and events, sealed texts, keys and secrets, what is to be done, files, reference data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.case import Case
from chalicelib.domain.events import BodyRef, Event
from chalicelib.domain.record import record
from chalicelib.domain.reference import Reference


class Clock(Protocol):
    def __call__(self) -> datetime:
        """The present instant, aware. The only clock of the system; tests and local runs give another."""


class Conflict(Exception):
    """Somebody else changed the case since it was read: nothing was written; read again and decide again."""


class CodeTaken(Exception):
    """The random part of a new code is in use: nothing was written; draw again."""


class Unavailable(Exception):
    """The store gave no answer in time or throttled. The write may or may not have happened: read before repeating."""


@record
class Submission:
    """What a repeated Idempotency-Key finds: the case it made, and the hash of the body it came with."""

    origin: str
    code: str
    body_hash: str


@record
class SealedBody:
    """Typed text ready to be stored: `box` is AES-GCM over it, bound to its case and id; `salt` is for the hash."""

    ref: BodyRef
    box: bytes
    salt: bytes


@record
class CaseKey:
    """A case's own random key, wrapped under the key-ring's key `kid`."""

    kid: str
    wrapped: bytes


@record
class OutboxRow:
    """One thing to be done about one event by one consumer. `progress` is the mail consumer's memory in the row."""

    consumer: str  # "mail" or "publish"
    shard: int
    id: str  # time-ordered: "<instant>#<code>#<seq>"
    code: str
    seq: int
    progress: Mapping[str, str]


@record
class Change:
    """One use case's whole effect: written in ONE transaction, or not at all.

    `before` is the case as it was read (None for a new one); the write is refused unless the stored version is still
    `before.version`. `events` follow on it, `after` is their fold. `bodies` are the sealed texts that the events point
    to. `submission` and `key` come with a new case only. `mail` and `publish` say, per event, which outbox rows to
    write. `next_check_at` and `queue` are the index entries of `after` (None takes the case out of the index).

    Without events (`after` is `before`) the index entries alone are written again, under the same condition: reference
    data changed, and with them the next instant at which anything can happen to the case.
    """

    before: Case | None
    after: Case
    events: tuple[Event, ...]
    bodies: tuple[SealedBody, ...] = ()
    submission: Submission | None = None
    key: CaseKey | None = None
    mail: tuple[int, ...] = ()  # seqs of events that may have notices
    publish: tuple[int, ...] = ()  # seqs of events that the public may see
    next_check_at: datetime | None = None
    queue: str | None = None
    entered: frozenset[str] = frozenset()  # lists (`domain.listed`) on which the case stands from now on
    left: frozenset[str] = frozenset()  # lists on which it stands no longer


@record
class QueueEntry:
    code: str
    at: str


class CaseStore(Protocol):
    """Heads and events. Reads are strongly consistent, except `queue` and `due`, which are hints from an index."""

    def load(self, code: str) -> Case | None:
        """The head, or None."""

    def events(self, code: str, *, after: int = 0) -> list[Event]:
        """All events with seq > `after`, in order; [] for an unknown code."""

    def commit(self, change: Change) -> None:
        """Write everything of `change` atomically and durably.

        Raises `Conflict` (version moved on), `CodeTaken` (new code exists, and not from this very submission), or
        `Unavailable` (outcome unknown). For a new case whose `submission.origin` exists already: `Conflict`; the
        caller reads `submission()` and answers with it. Transaction conflicts and throttles are retried inside with
        jitter, within a bounded time.
        """

    def submission(self, origin: str) -> Submission | None:
        """What an earlier request with the same Idempotency-Key made."""

    def due(self, now: datetime, shard: int) -> Iterable[str]:
        """Codes in `shard` whose next_check_at <= now, oldest first: hints, to be read again with `load`.

        Reads index entries of due cases only: its cost follows what is due, never how many cases exist.
        """

    def queue(self, name: str, *, after: str = "", limit: int = 50) -> tuple[list[QueueEntry], str]:
        """A page of the desk queue `name`, oldest first, and the cursor of the next page ("" at the end)."""

    def listed(self, name: str, *, after: str = "", limit: int = 100) -> tuple[list[str], str]:
        """Codes of the cases on the list `name` (`domain.listed`), oldest first, and the code to go on after ("").

        Strongly consistent: a list is written in the transaction that changes it, and only then.
        """

    due_shards: int


class Vault(Protocol):
    """Typed text, sealed. Nothing leaves it in clear except through `open`."""

    def new_key(self) -> CaseKey:
        """A fresh random case key, wrapped. The clear key is never stored."""

    def seal(self, key: CaseKey, code: str, body: Mapping[str, Any]) -> SealedBody:
        """Encrypt `body` (JSON-able) under the case's key, bound to `code` and a fresh id. Pure but for randomness."""

    def key_of(self, case: Case) -> CaseKey | None:
        """The case's wrapped key, None once erased."""

    def open(self, case: Case, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """The clear bodies by id; ids that were erased are missing. Verifies authenticity, raises on tampering."""

    def erase(self, case: Case) -> None:
        """Erase the case's key and all its bodies, durably. Repeating it is harmless; nothing opens any more."""


class Secrets(Protocol):
    """Keyed hashes under versioned server keys that live in KMS-wrapped form, cached for at most an hour."""

    def origin_of(self, idempotency_key: str) -> str:
        """The sealed item's key for an Idempotency-Key: a hash, so that the key itself is not kept."""

    def submitter_secret(self, origin: str, generation: int) -> str:
        """The secret of a case: HMAC over origin and generation, readable on the phone (`1-K7M4-Q2XW-9PTR-ABCD`)."""

    def secret_matches(self, origin: str, generation: int, secret: str) -> bool:
        """Constant-time comparison, forgiving case, spaces and look-alike letters."""

    def signing_key(self, kid: str | None = None) -> tuple[str, bytes]:
        """(kid, key) for signed links: the newest, or the one named; raises KeyError for a retired kid."""


class Outbox(Protocol):
    """Rows in time order within a shard. A row stays until `done`: a cursor over time would lose late commits."""

    shards: int

    def pending(self, consumer: str, shard: int, *, limit: int = 100) -> list[OutboxRow]:
        """Up to `limit` of the oldest rows. Strongly consistent."""

    def progress(self, row: OutboxRow, values: Mapping[str, str], *, expect: Mapping[str, str | None]) -> bool:
        """Set `values` in the row's progress if its present values equal `expect` (None: absent). False if not."""

    def ask(self, consumer: str, subject: str, at: datetime) -> OutboxRow:
        """Put a row that belongs to no event, and give it: its `code` is `subject` (without "#") and its `seq` is 0.

        The same subject and instant is one row, however often it is asked for; one that is there keeps its progress,
        which is not read here.
        """

    def done(self, rows: Sequence[OutboxRow]) -> None:
        """Delete the rows; deleting twice is no error."""

    def waiting(self, consumer: str, code: str, *, limit: int = 100) -> tuple[list[OutboxRow], str]:
        """The case's rows among the `limit` oldest of its shard, and the id of the last one looked at if there are
        more ("" if not): whatever sorts after it may wait as well. Strongly consistent.
        """


class Deliveries(Protocol):
    """Which letters arrived: one small item for each, beside the case's events, which nothing else reads."""

    def record(self, code: str, seq: int, notice: str, at: datetime) -> None:
        """The letter `notice` about event `seq` was delivered at `at`. Repeating is harmless; the last word stays."""

    def of(self, code: str) -> dict[tuple[int, str], datetime]:
        """When each letter of the case was delivered, by event number and key of the notice; strongly consistent."""

    def forget(self, code: str) -> None:
        """Erase all of them; no error if there is none."""


class ReferenceStore(Protocol):
    """Agencies, fields, calendar, policy: loaded by the operator, versioned, read by everybody."""

    def current(self) -> Reference:
        """The newest reference; cached in the process for at most a minute."""

    def save(self, payload: Mapping[str, Any], version: str, now: datetime) -> None:
        """Make `payload` current; the earlier versions stay readable for the record."""


@record
class FileInfo:
    """A stored attachment. `id` is unguessable."""

    id: str
    name: str
    size: int
    type: str


class Files(Protocol):
    """Attachments: quarantined at upload, kept with a case once accepted, public when an officer publishes them."""

    def offer(self, name: str, size: int, type_: str) -> tuple[str, str, Mapping[str, str]]:
        """(id, url, form fields) of a presigned POST that enforces size and type; expires in an hour."""

    def accept(self, ids: Sequence[str], owner: str) -> list[FileInfo]:
        """Check that each uploaded file is there and is what its first bytes say; move it out of quarantine.

        From then on it belongs to the case whose origin is `owner`, and to no other: who knows an id gets "missing"
        for it in a case of his own. Raises InvalidFields on `attachments` (missing, type, too_large). Repeating it for
        the same owner is harmless.
        """

    def info(self, ids: Sequence[str]) -> list[FileInfo]:
        """What is known of accepted files; unknown ids are left out."""

    def download_url(self, file: FileInfo) -> str:
        """A private link, valid for some minutes, that downloads (never renders) the file."""

    def publish(self, file: FileInfo) -> str:
        """Make the file public and return its stable address. Repeating it is harmless."""

    def withdraw(self, ids: Sequence[str]) -> None:
        """Take the public copies back, all versions; the private files stay. No error where there is none."""

    def recall(self, ids: Sequence[str]) -> None:
        """The CDN shows no public copy of these from before, not even of those that are erased."""

    def erase(self, ids: Sequence[str]) -> None:
        """Erase accepted files and their public copies, all versions; unknown ids are no error."""
