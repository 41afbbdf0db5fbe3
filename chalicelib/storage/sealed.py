"""The sealed table: what may be read only with a case's key, and the keys themselves, wrapped.

For the vault. Nothing here is in clear, and nothing here decrypts. `commit` of the case store writes bodies and
submissions; this file reads them, keeps the key-rings and erases.

Items: `s#<origin>` / `0` is the submission: code, body hash, the case's wrapped key and its FIRST body, so that an
accepted petition costs one sealed item. `<code>` / `<body id>` is every later body. `keyring` / `<ring>#<kid>` is a
wrapped server key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.update import Action

from chalicelib.storage.models import SealedItem
from chalicelib.storage.session import PAGE, attempt, condition_failed, get, pages

SUBMISSION = "0"
KEYRING = "keyring"
BATCH = 90  # BatchGetItem takes 100 keys


def submission_key(origin: str) -> str:
    return f"s#{origin}"


@dataclass(frozen=True, slots=True)
class RingKey:
    """A server key of `ring`, wrapped by KMS. `kid` is unique in its ring."""

    ring: str
    kid: str
    wrapped: bytes
    created_at: datetime


class SealedStore:
    """Plain reads and erasure. All reads are strongly consistent; `Unavailable` when the store does not answer."""

    def read(self, code: str, origin: str, ids: Sequence[str]) -> dict[str, tuple[bytes, bytes]]:
        """(box, salt) by body id; ids that are unknown or erased are missing."""
        wanted = set(ids)
        if not wanted:
            return {}
        keys = [(submission_key(origin), SUBMISSION), *((code, id_) for id_ in sorted(wanted))]
        found: dict[str, tuple[bytes, bytes]] = {}
        for start in range(0, len(keys), BATCH):
            for item in attempt(lambda part=keys[start : start + BATCH]: _batch(part)):  # type: ignore[misc]
                id_ = item.id if item.sk == SUBMISSION else item.sk
                if id_ in wanted and item.box is not None and item.salt is not None:
                    found[id_] = (item.box, item.salt)
        return found

    def key(self, origin: str) -> tuple[str, bytes] | None:
        """(kid, wrapped key) of the case that the submission `origin` made; None if unknown or erased."""
        item = get(SealedItem, submission_key(origin), SUBMISSION)
        if item is None or item.kid is None or item.wrapped is None:
            return None
        return item.kid, item.wrapped

    def erase(self, code: str, origin: str) -> None:
        """Erase a case: key, salts, boxes and body hash. Its code stays, so a late repeat makes no new case.

        The key goes first: a crash in between leaves boxes that nobody can open, and the next call removes them.
        """
        item = SealedItem(submission_key(origin), SUBMISSION)
        fields = (SealedItem.kid, SealedItem.wrapped, SealedItem.box, SealedItem.salt, SealedItem.body_hash)
        self._update(item, [field.remove() for field in fields])
        for body in list(_bodies(code)):
            attempt(body.delete)

    def erase_bodies(self, code: str, origin: str, ids: Sequence[str]) -> None:
        """Erase single bodies (box and salt) and keep the case; repeating it is harmless."""
        for id_ in ids:
            attempt(SealedItem(code, id_).delete)
        first = get(SealedItem, submission_key(origin), SUBMISSION)
        if first is not None and first.id in ids:
            self._update(first, [SealedItem.box.remove(), SealedItem.salt.remove()])

    def rewrap(self, origin: str, old: tuple[str, bytes], new: tuple[str, bytes]) -> bool:
        """Replace a case's wrapped key after the ring's key changed; False if it is not `old` (any more)."""
        actions: list[Action] = [SealedItem.kid.set(new[0]), SealedItem.wrapped.set(new[1])]
        item = SealedItem(submission_key(origin), SUBMISSION)
        condition = (SealedItem.kid == old[0]) & (SealedItem.wrapped == old[1])
        try:
            attempt(lambda: item.update(actions, condition=condition))
        except PynamoDBException as error:
            if not condition_failed(error):
                raise
            # A lost answer and our own repeat end here too: what counts is what is stored.
            return self.key(origin) == new
        return True

    def keyring(self, ring: str) -> list[RingKey]:
        """All keys of `ring`, oldest first."""
        prefix = SealedItem.sk.startswith(f"{ring}#")
        items = pages(
            lambda start: SealedItem.query(KEYRING, prefix, consistent_read=True, limit=PAGE, last_evaluated_key=start)
        )
        return sorted((_ring_key(item) for item in items), key=lambda key: (key.created_at, key.kid))

    def save_keyring(self, key: RingKey) -> bool:
        """Store a key if its kid is free in its ring. False: somebody was first; read `keyring` and use theirs.

        Two cold starts that both find an empty ring must choose the same kid (for example "1"): then one key wins.
        """
        item = SealedItem(KEYRING, f"{key.ring}#{key.kid}", wrapped=key.wrapped, at=key.created_at.isoformat())
        try:
            attempt(lambda: item.save(condition=SealedItem.pk.does_not_exist()))
        except PynamoDBException as error:
            if not condition_failed(error):
                raise
            # Our own first attempt may have arrived although its answer was lost.
            stored = get(SealedItem, item.pk, item.sk)
            return stored is not None and stored.wrapped == key.wrapped and stored.at == item.at
        return True

    @staticmethod
    def _update(item: SealedItem, actions: list[Action]) -> None:
        # The condition keeps an update from creating an item that was never there.
        try:
            attempt(lambda: item.update(actions, condition=SealedItem.pk.exists()))
        except PynamoDBException as error:
            if not condition_failed(error):
                raise


def _batch(keys: Sequence[tuple[str, str]]) -> list[SealedItem]:
    return list(SealedItem.batch_get(keys, consistent_read=True))


def _bodies(code: str) -> Iterator[SealedItem]:
    return pages(
        lambda start: SealedItem.query(
            code, consistent_read=True, limit=PAGE, last_evaluated_key=start, attributes_to_get=["pk", "sk"]
        )
    )


def _ring_key(item: SealedItem) -> RingKey:
    ring, _, kid = item.sk.partition("#")
    return RingKey(ring, kid, item.wrapped or b"", datetime.fromisoformat(item.at or ""))
