"""What the ledger keeps of an event: SHA-256(salt, canonical JSON). It proves the event without showing it.

The canonical form leaves out what is default, so that a field that is added later with a default does not change the
hash of an old event.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.domain.events import Event

Salt = Callable[[str, int], bytes]
"""(code, event number) -> a secret of 16 bytes or more, the same each time: without it an event could be guessed."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    salt: Salt

    def __call__(self, event: Event) -> str:
        return hashlib.sha256(self.salt(event.code, event.seq) + canonical(event)).hexdigest()


def canonical(event: Event) -> bytes:
    """UTF-8 JSON with sorted keys and no white space; dates in ISO form; `type` names the fact; no request id."""
    content = {**_slim(event), "type": event.type, "fact": _slim(event.fact)}
    content.pop("request", None)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _slim(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = [(item.name, item.default, getattr(value, item.name)) for item in dataclasses.fields(value)]
        return {name: _slim(own) for name, default, own in pairs if own != default}
    if isinstance(value, (tuple, list)):
        return [_slim(part) for part in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
