"""Typed text, sealed: each case has its own random key, so that erasing one key erases one case."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from chalicelib.domain.case import Case
from chalicelib.domain.events import BodyRef
from chalicelib.ports import CaseKey, SealedBody
from chalicelib.storage import aead
from chalicelib.storage.aead import Tampered
from chalicelib.storage.keyring import KeyRing

SALT_BYTES = 16
PLAIN, DEFLATED = b"\x01", b"\x02"  # the first byte of a box: its format
WORTH_DEFLATING = 400  # bytes; a write unit is 1,024, and Vietnamese text shrinks to about half


class SealedReader(Protocol):
    """What the vault needs of the sealed table. Strongly consistent."""

    def read(self, code: str, origin: str, ids: Sequence[str]) -> dict[str, tuple[bytes, bytes]]:
        """(box, salt) by body id; what was erased is missing."""

    def key(self, origin: str) -> tuple[str, bytes] | None:
        """(kid, wrapped case key), None once erased."""

    def erase(self, code: str, origin: str) -> None:
        """The key first, then all bodies of the case."""


def canonical(body: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8: the same body gives the same bytes in every version of this code."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def commitment(salt: bytes, body: Mapping[str, Any]) -> str:
    """SHA-256(salt, canonical JSON), 43 characters of base64url, not truncated.

    The public log signs it, so it must bind the very people who write the texts: someone who can prepare two texts
    with one hash needs 2^(n/2) work, which 128 bits (2^64) do not rule out. The random salt keeps a short text from
    being guessed from its hash; it is erased with the text.
    """
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(hashlib.sha256(salt + canonical(body)).digest()).rstrip(b"=").decode()


class SealedVault:
    """The `Vault` of ports: boxes are format byte + AES-GCM, bound to format, case code and body id."""

    def __init__(self, ring: KeyRing, sealed: SealedReader) -> None:
        self._ring, self._sealed = ring, sealed

    def new_key(self) -> CaseKey:
        """256 random bits under the ring's current key.

        Not bound to the case, which has no code yet: a wrapped key put into another case opens nothing there, because
        every box is bound to its code.
        """
        kid = self._ring.current()
        return CaseKey(kid, aead.seal(self._ring.key(kid, "wrap"), os.urandom(aead.KEY_BYTES), _wrap_context(kid)))

    def seal(self, key: CaseKey, code: str, body: Mapping[str, Any]) -> SealedBody:
        """Raises `Tampered` for a key that is not ours, ValueError or TypeError for what JSON cannot hold."""
        id_, salt, clear = secrets.token_urlsafe(9), os.urandom(SALT_BYTES), canonical(body)
        form = PLAIN
        if len(clear) >= WORTH_DEFLATING:
            form, clear = DEFLATED, zlib.compress(clear, 6)
        box = form + aead.seal(self._clear_key(key), clear, _body_context(form, code, id_))
        return SealedBody(BodyRef(id_, commitment(salt, body)), box, salt)

    def key_of(self, case: Case) -> CaseKey | None:
        found = self._sealed.key(case.origin)
        return CaseKey(*found) if found else None

    def open(self, case: Case, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """Raises `Tampered`. A case whose key was erased opens nothing, even where a box is still in a backup."""
        key = self.key_of(case) if ids else None
        if key is None:
            return {}
        clear_key = self._clear_key(key)
        found = self._sealed.read(case.code, case.origin, ids)
        return {id_: _unseal(clear_key, case.code, id_, found[id_][0]) for id_ in ids if id_ in found}

    def erase(self, case: Case) -> None:
        self._sealed.erase(case.code, case.origin)

    def _clear_key(self, key: CaseKey) -> bytes:
        try:
            wrapping = self._ring.key(key.kid, "wrap")
        except KeyError:
            raise Tampered(f"no key {key.kid} in the ring") from None
        return aead.unseal(wrapping, key.wrapped, _wrap_context(key.kid))


def _unseal(key: bytes, code: str, id_: str, box: bytes) -> Mapping[str, Any]:
    form = box[:1]
    clear = aead.unseal(key, box[1:], _body_context(form, code, id_))
    if form == DEFLATED:
        clear = zlib.decompress(clear)
    body: Mapping[str, Any] = json.loads(clear.decode("utf-8", "surrogatepass"))
    return body


def _wrap_context(kid: str) -> bytes:
    return f"hoi-am/case-key/1/{kid}".encode()


def _body_context(form: bytes, code: str, id_: str) -> bytes:
    # Neither codes nor ids contain a slash, so no two pairs give the same bytes.
    return b"hoi-am/body/" + form + f"/{code}/{id_}".encode()
