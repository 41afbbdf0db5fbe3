"""AES-256-GCM and HKDF-SHA256: the only file that knows which library does the cryptography.

libsodium (PyNaCl) and not `cryptography`: the same algorithm and bytes, and a deployment package 3.6 MB lighter.
"""

from __future__ import annotations

import hashlib
import hmac
import os

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class Tampered(Exception):
    """The bytes are not what was sealed for this place: changed, cut, moved from elsewhere, or under another key."""


def seal(key: bytes, clear: bytes, about: bytes) -> bytes:
    """96-bit random nonce, ciphertext, 128-bit tag. `about` is authenticated, not stored.

    Random nonces are safe for 2^32 messages under one key (NIST SP 800-38D, 8.3): a case key seals some dozen bodies,
    a key of the ring wraps one key per case.
    """
    from nacl.bindings import crypto_aead_aes256gcm_encrypt

    nonce = os.urandom(NONCE_BYTES)
    return nonce + crypto_aead_aes256gcm_encrypt(clear, about, nonce, key)


def unseal(key: bytes, box: bytes, about: bytes) -> bytes:
    """The clear bytes. Raises `Tampered`."""
    from nacl.bindings import crypto_aead_aes256gcm_decrypt
    from nacl.exceptions import CryptoError

    if len(box) < NONCE_BYTES + TAG_BYTES:
        raise Tampered("too short")
    try:
        return crypto_aead_aes256gcm_decrypt(box[NONCE_BYTES:], about, box[:NONCE_BYTES], key)
    except CryptoError:
        raise Tampered("not authentic") from None


def derive(root: bytes, purpose: str) -> bytes:
    """HKDF-SHA256 (RFC 5869) with an empty salt and one block of output: 32 bytes for `purpose`."""
    return expand(hmac.digest(bytes(hashlib.sha256().digest_size), root, "sha256"), purpose.encode())


def expand(pseudo_random_key: bytes, info: bytes) -> bytes:
    """The second half of HKDF, for outputs of exactly one block."""
    return hmac.digest(pseudo_random_key, info + b"\x01", "sha256")
