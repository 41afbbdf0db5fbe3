"""After reference data changed: every open case is looked at again, and its next check computed anew.

A change of the calendar moves due days, one of the directory moves cases to successors, and any of them (a step of
the ladder, the end of an agency) may move the instant of the next check, which the due index holds. Each case is its
own transaction and is judged by its head, so the whole may be stopped anywhere and done again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.case import SYSTEM, Case
from chalicelib.domain.commands import Command
from chalicelib.domain.errors import ActionNotAllowed
from chalicelib.domain.queues import QUEUES
from chalicelib.domain.vocabulary import Status
from chalicelib.ports import Outbox
from chalicelib.usecases.act import Act
from chalicelib.usecases.batch import Batch
from chalicelib.usecases.deps import Deps

log = logging.getLogger("hoiam.revisit")
PAGE = 100


@dataclass(frozen=True, slots=True)
class Revisit:
    deps: Deps
    act: Act
    outbox: Outbox

    def __call__(self, command: Command) -> dict[str, int]:
        """`command` of the system to every case that allows it: {"seen", "changed", "to_reassign", "failed"}.

        `changed` counts the cases that got events by this run; `to_reassign` all that wait for a person now, whichever
        run left them so. `failed` > 0: do it again.
        """
        counts = {"seen": 0, "changed": 0, "to_reassign": 0, "failed": 0}
        # A case may change its queue on the way: the list is fixed first, and nobody is met twice.
        batch = Batch(self.outbox, self.deps.clock())
        for code in list(dict.fromkeys(self._codes())):
            batch.begin()
            self._visit(code, command, counts)
        batch.end()
        return counts

    def _visit(self, code: str, command: Command, counts: dict[str, int]) -> None:
        before = self.deps.cases.load(code)
        if before is None:
            return
        counts["seen"] += 1
        after = before
        try:
            after = self.act.run(code, SYSTEM, command)
        except ActionNotAllowed:
            pass  # nothing of the kind can concern a case in this state
        except Exception:
            # Whatever is wrong with one case must not keep the others from being looked at.
            counts["failed"] += 1
            log.exception("not revisited", extra={"case": code})
        counts["changed"] += after.version > before.version
        counts["to_reassign"] += _waits(after)

    def _codes(self) -> Iterator[str]:
        for queue in QUEUES:
            cursor = ""
            while True:
                entries, cursor = self.deps.cases.queue(queue, after=cursor, limit=PAGE)
                yield from (entry.code for entry in entries)
                if not cursor:
                    break


def _waits(case: Case) -> bool:
    return case.status is Status.TO_REASSIGN or bool(case.to_replace)
