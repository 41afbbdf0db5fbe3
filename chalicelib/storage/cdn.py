"""What the CDN must forget. A deployment without a CDN names no distribution, and has nothing to forget."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from chalicelib.storage.aws import reached

AT_ONCE = 1000  # paths of one request; CloudFront takes 3,000 in progress


@dataclass(frozen=True, slots=True)
class Cdn:
    """One distribution. `id` is "" where none stands in front of the bucket."""

    client: Callable[[], Any]
    id: str = ""

    def invalidate(self, paths: Sequence[str]) -> None:
        """Raises `Unavailable`. Each call is an invalidation of its own: a repeat after a crash must count again."""
        wanted = [quote(path, safe="/*") for path in dict.fromkeys(paths)] if self.id else []
        for start in range(0, len(wanted), AT_ONCE):
            items = wanted[start : start + AT_ONCE]
            batch = {"Paths": {"Quantity": len(items), "Items": items}, "CallerReference": secrets.token_hex(16)}
            with reached("cloudfront"):
                self.client().create_invalidation(DistributionId=self.id, InvalidationBatch=batch)
