"""`Vault` in memory: boxes are plain JSON under a keyed hash; tests can look inside, and tampering still shows."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.events import BodyRef
from chalicelib.ports import CaseKey, SealedBody
from chalicelib.storage.aead import Tampered
from chalicelib.storage.vault import SealedReader, canonical, commitment
from tests.fakes.store import MemorySealed

_WRAP = b"wrapped:"


class MemoryVault:
    """Reads the sealed table of the memory stores: give it the `MemorySealed` over the same tables."""

    def __init__(self, sealed: SealedReader | None = None) -> None:
        self.sealed: SealedReader = sealed if sealed is not None else MemorySealed()
        self._ids = itertools.count(1)

    def new_key(self) -> CaseKey:
        return CaseKey("1", _WRAP + os.urandom(16))

    def seal(self, key: CaseKey, code: str, body: Mapping[str, Any]) -> SealedBody:
        id_, salt, clear = f"body-{next(self._ids):04d}", os.urandom(16), canonical(body)
        return SealedBody(BodyRef(id_, commitment(salt, body)), _mark(_clear(key), code, id_, clear) + clear, salt)

    def key_of(self, case: Case) -> CaseKey | None:
        found = self.sealed.key(case.origin)
        return CaseKey(*found) if found else None

    def erase(self, case: Case) -> None:
        self.sealed.erase(case.code, case.origin)

    def open(self, case: Case, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        key = self.key_of(case) if ids else None
        if key is None:
            return {}
        clear_key = _clear(key)
        opened: dict[str, Mapping[str, Any]] = {}
        found = self.sealed.read(case.code, case.origin, ids)
        for id_ in (id_ for id_ in ids if id_ in found):
            mark, clear = found[id_][0][:32], found[id_][0][32:]
            if not hmac.compare_digest(mark, _mark(clear_key, case.code, id_, clear)):
                raise Tampered(id_)
            opened[id_] = json.loads(clear.decode("utf-8", "surrogatepass"))
        return opened


def _clear(key: CaseKey) -> bytes:
    if key.kid != "1" or not key.wrapped.startswith(_WRAP):
        raise Tampered(key.kid)
    return key.wrapped.removeprefix(_WRAP)


def _mark(key: bytes, code: str, id_: str, clear: bytes) -> bytes:
    return hmac.digest(key, f"{code}/{id_}/".encode() + hashlib.sha256(clear).digest(), "sha256")
