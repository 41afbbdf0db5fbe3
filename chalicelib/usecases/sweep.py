"""The overdue check: reads what is due and nothing else, takes each step once, may run late, twice or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import SYSTEM
from chalicelib.domain.commands import Tick
from chalicelib.domain.errors import ActionNotAllowed, NotFound
from chalicelib.ports import Outbox
from chalicelib.usecases.act import Act
from chalicelib.usecases.batch import Batch
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
        batch = Batch(self.outbox, now)
        for code in self._due(now):
            if out_of_time():
                counts["left"] += 1
                break
            batch.begin()
            self._check(code, counts)
        batch.end()
        return counts

    def _due(self, now: datetime) -> Iterator[str]:
        for shard in range(self.deps.cases.due_shards):
            yield from self.deps.cases.due(now, shard)

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
