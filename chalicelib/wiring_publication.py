"""The second half of the composition root: publication, which only its own Lambda and the operator pay for."""

from __future__ import annotations

import hashlib
import hmac
import secrets as randomness
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

from chalicelib import wiring
from chalicelib.publishing.fingerprint import Fingerprint
from chalicelib.publishing.lists import ListPages
from chalicelib.publishing.rebuild import Rebuild
from chalicelib.publishing.rows import Sources
from chalicelib.storage.ledger import DynamoLedger
from chalicelib.storage.outbox import DynamoOutbox
from chalicelib.usecases.publish import Publisher

_THREADS = 8
_FIRST_KEY = "1"


def _salt(code: str, seq: int) -> bytes:
    """Under the first key of the ring for ever: an event's salt must be found again when its line is verified."""
    key = wiring.ring().key(_FIRST_KEY, "lookup")
    return hmac.digest(key, f"ledger\n{code}\n{seq}".encode(), hashlib.sha256)


@lru_cache(maxsize=1)
def publisher() -> Publisher:
    services = wiring.services()
    deps = services.deps
    sources = Sources(deps.cases, deps.vault, deps.files, deps.reference, services.site)
    ledger = DynamoLedger()
    pool = ThreadPoolExecutor(_THREADS)
    lists = ListPages(sources, ledger, wiring.now, pool.map)
    return Publisher(
        cases=deps.cases,
        outbox=DynamoOutbox(),
        ledger=ledger,
        pages=sources.case_pages,
        lists=lists,
        rebuilder=Rebuild(lists),
        fingerprint=Fingerprint(_salt),
        clock=wiring.now,
        owner=randomness.token_hex(8),
        parallel=pool.map,
    )


def publish(event: Mapping[str, Any], out_of_time: Callable[[], bool]) -> dict[str, int]:
    """What the publish Lambda does: a stream's records ring a drain, the operator a rebuild, anything else a tick."""
    if event.get("take_over"):
        publisher().take_over()
    if event.get("rebuild"):
        return publisher().rebuild()
    if event.get("frame"):
        return publisher().publish_empty()
    if "Records" in event:
        return publisher().drain(out_of_time)
    return publisher().tick(out_of_time)
