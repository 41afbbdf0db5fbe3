"""The `CaseStore` on DynamoDB. Keys and indexes: docs/architecture.md."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterator
from datetime import datetime

import msgspec

from chalicelib.domain.case import Case
from chalicelib.domain.events import Event
from chalicelib.ports import Change, QueueEntry, Submission
from chalicelib.storage import codec
from chalicelib.storage.commit import Held, held_by, write
from chalicelib.storage.events import read_events
from chalicelib.storage.keys import DUE_SHARDS, due_shard, instant, list_key
from chalicelib.storage.models import HEAD, CaseItem, ListItem, SealedItem
from chalicelib.storage.sealed import SUBMISSION, submission_key
from chalicelib.storage.session import PAGE, attempt, get, pages

CODE_LENGTH = 40  # far above any code, far below DynamoDB's limit of a key


class DynamoCases:
    """See `ports.CaseStore`. Needs `storage.configure` first. Of state it holds the newest events of the head that was
    read last, since whoever commits has usually just read it: one read less a change.
    """

    due_shards = DUE_SHARDS
    _last: Held | None = None

    def load(self, code: str) -> Case | None:
        item = get(CaseItem, code, HEAD) if 0 < len(code) <= CODE_LENGTH else None
        self._last = held_by(item) if item else None
        return codec.decode_case(item.d) if item else None

    def events(self, code: str, *, after: int = 0) -> list[Event]:
        return read_events(code, after) if code else []

    def commit(self, change: Change) -> None:
        write(change, self._last)

    def submission(self, origin: str) -> Submission | None:
        item = get(SealedItem, submission_key(origin), SUBMISSION)
        # An erased case keeps its code without its body's hash: a late repeat is refused instead of accepted anew.
        return Submission(origin, item.code or "", item.body_hash or "") if item else None

    def due(self, now: datetime, shard: int) -> Iterator[str]:
        until = CaseItem.next_check_at <= instant(now)
        for item in pages(
            lambda start: CaseItem.due.query(due_shard(shard), until, limit=PAGE, last_evaluated_key=start)
        ):
            yield item.pk

    def queue(self, name: str, *, after: str = "", limit: int = 50) -> tuple[list[QueueEntry], str]:
        if not name or limit < 1:
            return [], ""
        start = _position(name, after)
        # One more than the page shows whether there is a next one.
        found = attempt(lambda: list(CaseItem.desk.query(name, limit=limit + 1, last_evaluated_key=start)))
        entries = [QueueEntry(item.pk, item.queue_at or "") for item in found[:limit]]
        return entries, _cursor(name, entries[-1]) if len(found) > limit else ""

    def listed(self, name: str, *, after: str = "", limit: int = 100) -> tuple[list[str], str]:
        key = list_key(name)
        start = {"pk": {"S": key}, "sk": {"S": after}} if 0 < len(after) <= CODE_LENGTH else None
        found = attempt(
            lambda: list(ListItem.query(key, consistent_read=True, limit=limit + 1, last_evaluated_key=start))
        )
        codes = [item.sk for item in found[:limit]]
        return codes, codes[-1] if len(found) > limit else ""


def _cursor(name: str, entry: QueueEntry) -> str:
    data = msgspec.json.encode([name, entry.code, entry.at])
    return base64.urlsafe_b64encode(zlib.crc32(data).to_bytes(4, "big") + data).rstrip(b"=").decode()


def _position(name: str, cursor: str) -> dict[str, dict[str, str]] | None:
    """The index key that `cursor` names; None (the first page) for one that was cut, changed or of another queue.

    The checksum keeps accidents out; a forged cursor only moves within a queue that its user may read anyway.
    """
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        queue, code, at = msgspec.json.decode(raw[4:], type=tuple[str, str, str])
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None
    if zlib.crc32(raw[4:]).to_bytes(4, "big") != raw[:4] or queue != name or not code or not at:
        return None
    return {"queue": {"S": queue}, "queue_at": {"S": at}, "pk": {"S": code}, "sk": {"S": HEAD}}
