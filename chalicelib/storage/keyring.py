"""The server's own keys: KMS data keys, kept wrapped beside the sealed bodies, in clear for at most an hour.

A key of the ring is never used itself: each purpose has a key derived from it, so that a link's signature can never
pass for a submitter's secret. New keys are added by the operator; old ones stay for what was made with them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from chalicelib.ports import Clock, Unavailable
from chalicelib.storage.aead import KEY_BYTES, Tampered, derive

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

    from chalicelib.storage.sealed import RingKey

CACHE_SECONDS = 3600
# A new key rests for as long as other processes may not have heard of it; nothing they meet is under an unknown key.
REST = timedelta(seconds=CACHE_SECONDS)
# A forged key number must not turn every request into a query.
RELOAD_SECONDS = 10

Purpose = Literal["wrap", "secret", "sign", "lookup"]
PURPOSES: tuple[Purpose, ...] = ("wrap", "secret", "sign", "lookup")


RING = "server"
# A retirement is an item of its own, beside a key that stays: what it wrapped must remain readable.
RETIRED = "retired"


class RingStore(Protocol):
    """The server keys in the sealed table (`SealedStore`). Strongly consistent."""

    def keyring(self, ring: str) -> list[RingKey]:
        """All keys of `ring`, oldest first. `wrapped`: ciphertext of KMS GenerateDataKey, bound to project and kid."""

    def save_keyring(self, key: RingKey) -> bool:
        """Put one key; False if its kid is taken."""


class KeyRing:
    def __init__(
        self,
        store: RingStore,
        kms: Callable[[], KMSClient],
        kms_key: str,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._kms, self._kms_key = store, kms, kms_key
        self._clock, self._monotonic = clock, monotonic
        self._keys: dict[str, RingKey] = {}
        self._retired: frozenset[str] = frozenset()
        self._clear: dict[str, dict[Purpose, bytes]] = {}
        self._loaded_at: float | None = None

    def load(self, *, fresh: bool = False) -> dict[str, RingKey]:
        """The ring by kid, oldest first; read again after an hour, when all clear keys are forgotten as well."""
        now = self._monotonic()
        if fresh or not self._keys or self._loaded_at is None or now - self._loaded_at >= CACHE_SECONDS:
            self._clear = {}
            self._keys = {key.kid: key for key in sorted(self._store.keyring(RING), key=lambda key: int(key.kid))}
            self._retired = frozenset(key.kid for key in self._store.keyring(RETIRED))
            self._loaded_at = now
        return self._keys

    def current(self) -> str:
        """The kid to make new things with: the newest that has rested an hour, the oldest while none has.

        Raises `Unavailable` while there is no key (the deployment calls `ensure`).
        """
        usable = [key for key in self.load().values() if key.kid not in self._retired]
        if not usable:
            raise Unavailable("the key ring is empty")
        rested = [key for key in usable if key.created_at + REST <= self._clock()]
        return (rested or usable[:1])[-1].kid

    def key(self, kid: str, purpose: Purpose) -> bytes:
        """32 bytes. Raises `KeyError` for an unknown kid, `Tampered` if KMS does not know what is stored."""
        if kid not in self.load() and self._may_reload():
            self.load(fresh=True)
        if kid not in self._clear:
            root = self._unwrap(self._keys[kid])
            self._clear[kid] = {name: derive(root, f"hoi-am/{name}/1") for name in PURPOSES}
        return self._clear[kid][purpose]

    def live(self, kid: str) -> bool:
        """Whether what this key made is still believed. What it wrapped stays readable either way."""
        if kid not in self.load() and self._may_reload():
            self.load(fresh=True)
        return kid in self._keys and kid not in self._retired

    def ensure(self) -> str:
        """Create the first key if there is none (deployment, operator). The current kid."""
        if not self.load(fresh=True):
            self._add("1")
        return self.current()

    def rotate(self) -> str:
        """Add a key and say its kid; it is used in an hour, or at once when every older one is retired."""
        return self._add(str(max((int(kid) for kid in self.load(fresh=True)), default=0) + 1))

    def retire(self, kid: str) -> None:
        """After a leak: links and secrets made with it are no longer believed, within an hour everywhere.

        Add another key first; while none is left, nothing can be made. Raises `KeyError` for an unknown kid.
        """
        key = self.load(fresh=True)[kid]
        self._save(RETIRED, key.kid, b"retired")

    def _add(self, kid: str) -> str:
        answer = self._kms().generate_data_key(
            KeyId=self._kms_key, KeySpec="AES_256", EncryptionContext=self._context(kid)
        )
        # If the kid is taken, another operator was faster: that one's key is as good.
        self._save(RING, kid, answer["CiphertextBlob"])
        return kid

    def _save(self, ring: str, kid: str, wrapped: bytes) -> None:
        from chalicelib.storage.sealed import RingKey

        self._store.save_keyring(RingKey(ring, kid, wrapped, self._clock()))
        self.load(fresh=True)

    def _may_reload(self) -> bool:
        return self._loaded_at is None or self._monotonic() - self._loaded_at >= RELOAD_SECONDS

    def _unwrap(self, key: RingKey) -> bytes:
        kms = self._kms()
        try:
            answer = kms.decrypt(
                CiphertextBlob=key.wrapped, KeyId=self._kms_key, EncryptionContext=self._context(key.kid)
            )
        except kms.exceptions.InvalidCiphertextException:
            raise Tampered(f"key {key.kid} of the ring") from None
        if len(answer["Plaintext"]) != KEY_BYTES:
            raise Tampered(f"key {key.kid} of the ring")
        return answer["Plaintext"]

    @staticmethod
    def _context(kid: str) -> dict[str, str]:
        return {"project": "hoi-am", "use": "keyring", "kid": kid}
