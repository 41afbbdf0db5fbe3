"""`Secrets` without KMS: keys are hashes of their numbers. What is made of them is the real thing."""

from __future__ import annotations

import hashlib
import hmac

from chalicelib.storage.secrets import origin_of, secret_text, tidy


class MemorySecrets:
    """`newest` is the key's number; numbers in `retired` are no longer believed."""

    def __init__(self, newest: int = 1) -> None:
        self.newest = newest
        self.retired: set[str] = set()

    def origin_of(self, idempotency_key: str) -> str:
        return origin_of(idempotency_key)

    def submitter_secret(self, origin: str, generation: int) -> str:
        return secret_text(str(self.newest), _key("secret", str(self.newest)), origin, generation)

    def secret_matches(self, origin: str, generation: int, secret: str) -> bool:
        kid, letters = tidy(secret)
        if not self._live(kid):
            return False
        right = tidy(secret_text(kid, _key("secret", kid), origin, generation))[1]
        return hmac.compare_digest(letters, right)

    def signing_key(self, kid: str | None = None) -> tuple[str, bytes]:
        kid = kid or str(self.newest)
        if not self._live(kid):
            raise KeyError(kid)
        return kid, _key("sign", kid)

    def _live(self, kid: str) -> bool:
        return kid in map(str, range(1, self.newest + 1)) and kid not in self.retired


def _key(purpose: str, kid: str) -> bytes:
    return hashlib.sha256(f"fake/{purpose}/{kid}".encode()).digest()
