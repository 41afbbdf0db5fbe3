"""The overdue check: reads what is due and nothing else, takes each step once, may run late, twice or not at all.

A run is a batch: its letters to one mailbox share a digest. As long as it takes steps its mark stands in the outbox,
and the mail consumer leaves digests alone (`mail`). The mark of a run that died counts for a quarter of an hour.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import SYSTEM
from chalicelib.domain.commands import Tick
from chalicelib.domain.errors import ActionNotAllowed, NotFound
from chalicelib.ports import Outbox, OutboxRow, Unavailable
from chalicelib.usecases.act import Act
from chalicelib.usecases.asked import SWEEPING
from chalicelib.usecases.deps import Deps

log = logging.getLogger("hoiam.sweep")


@dataclass(frozen=True, slots=True)
class Sweep:
    deps: Deps
    act: Act
    outbox: Outbox

    def run(self, out_of_time: Callable[[], bool] = lambda: False) -> dict[str, int]:
        """Take every step that has fallen due: {"checked", "failed", "left"}. `left` > 0 asks to be called again."""
        counts = {"checked": 0, "failed": 0, "left": 0}
        now = self.deps.clock()
        mark: OutboxRow | None = None
        for code in self._due(now):
            if out_of_time():
                counts["left"] += 1
                break
            mark = mark or self._begin(now)
            self._check(code, counts)
        self._end(mark)
        return counts

    def _due(self, now: datetime) -> Iterator[str]:
        for shard in range(self.deps.cases.due_shards):
            yield from self.deps.cases.due(now, shard)

    def _begin(self, now: datetime) -> OutboxRow | None:
        """Before the first step, which rings the mail consumer. The steps matter more than one mail instead of two."""
        try:
            return self.outbox.ask("mail", SWEEPING, now)
        except Unavailable:
            log.exception("no mark in the outbox")
            return None

    def _end(self, mark: OutboxRow | None) -> None:
        try:
            self.outbox.done([mark] if mark else [])
        except Unavailable:
            log.exception("the mark stays in the outbox")

    def _check(self, code: str, counts: dict[str, int]) -> None:
        # A hint may be older than the head: a case that was closed meanwhile is no failure.
        try:
            self.act.run(code, SYSTEM, Tick())
            counts["checked"] += 1
        except (ActionNotAllowed, NotFound):
            counts["checked"] += 1
        except Exception:
            # Whatever is wrong with one case must not keep the others from being checked.
            counts["failed"] += 1
            log.exception("check failed", extra={"case": code})
