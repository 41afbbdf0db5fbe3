"""What a submitter is given to come back with, and the keys behind signed links."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from chalicelib.storage.keyring import KeyRing

# Crockford's base 32: no I, L, O, U, so that what is read out on the phone is written down right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LENGTH = 16  # times 5 bits: 80 bits, guessed online only
_LOOKS_LIKE = str.maketrans("OILU", "011V")


def origin_of(idempotency_key: str) -> str:
    """32 hex digits (128 bits) of a plain SHA-256: the same for ever, whatever happens to the keys of the ring.

    No keyed hash, because a retry after a rotation must still find what it made. The hash keeps the client's key out
    of the table, no more: who guesses the key of somebody else gets "reused with another body", and who copies the
    body as well knows everything already.
    """
    return hashlib.sha256(b"hoi-am/origin/1\x00" + idempotency_key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def secret_text(kid: str, key: bytes, origin: str, generation: int) -> str:
    """`1-K7M4-Q2XW-9PTR-ABCD`: the number of the key, then 80 bits of HMAC-SHA256 in groups of four."""
    digest = hmac.digest(key, f"{origin}/{generation}".encode(), "sha256")
    number = int.from_bytes(digest[: SECRET_LENGTH * 5 // 8], "big")
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (SECRET_LENGTH - 1), -1, -5))
    return "-".join([kid, *(letters[at : at + 4] for at in range(0, SECRET_LENGTH, 4))])


def tidy(secret: str) -> tuple[str, str]:
    """(kid, 16 letters) of what somebody typed, however they spaced it; ("", "") if it cannot be a secret."""
    folded = unicodedata.normalize("NFKC", secret[:200]).upper().translate(_LOOKS_LIKE)
    kept = "".join(char for char in folded if char in ALPHABET)
    kid, letters = kept[:-SECRET_LENGTH], kept[-SECRET_LENGTH:]
    if not (kid.isdigit() and len(kid) <= 4 and len(letters) == SECRET_LENGTH):
        return "", ""
    return kid, letters


class RingSecrets:
    """The `Secrets` of ports over the key ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def origin_of(self, idempotency_key: str) -> str:
        return origin_of(idempotency_key)

    def submitter_secret(self, origin: str, generation: int) -> str:
        """Under the current key. A request repeated across a rotation may be told another secret: both are good."""
        kid = self._ring.current()
        return secret_text(kid, self._ring.key(kid, "secret"), origin, generation)

    def secret_matches(self, origin: str, generation: int, secret: str) -> bool:
        """False for a secret of a retired key: it was retired because somebody else may be able to make them.

        A wrong form, an unknown key and a wrong secret cost the same HMAC, so time tells nothing about codes.
        """
        kid, letters = tidy(secret)
        known = bool(kid) and self._ring.live(kid)
        with_kid = kid if known else self._ring.current()
        right = tidy(secret_text(with_kid, self._ring.key(with_kid, "secret"), origin, generation))[1]
        return hmac.compare_digest(letters.encode(), right.encode()) and known

    def signing_key(self, kid: str | None = None) -> tuple[str, bytes]:
        """Raises `KeyError` for a kid that is unknown or retired."""
        if kid is None:
            kid = self._ring.current()
        elif not self._ring.live(kid):
            raise KeyError(kid)
        return kid, self._ring.key(kid, "sign")

    def lookup_hashes(self, value: str) -> tuple[str, ...]:
        """Keyed hashes of a folded phone, e-mail or name for the desk's search, one per key of the ring, newest first.

        Store the first; search for all. 22 hex digits (88 bits): collisions show a wrong hit, not a wrong right.
        """
        keys = [self._ring.key(kid, "lookup") for kid in reversed(list(self._ring.load()))]
        return tuple(hmac.digest(key, value.encode(), "sha256").hex()[:22] for key in keys)
