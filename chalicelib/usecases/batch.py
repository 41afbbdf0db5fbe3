"""A run that takes many steps is a batch: its letters to one mailbox are one mail.

While its mark stands in the outbox the mail consumer leaves digests alone (`mail`). The mark of a run that died counts
for a quarter of an hour.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from chalicelib.ports import Outbox, OutboxRow, Unavailable
from chalicelib.usecases.asked import SWEEPING

log = logging.getLogger("hoiam.batch")


@dataclass(slots=True)
class Batch:
    """`begin` before the first step, which rings the mail consumer; `end` after the last one. Never raises: the steps
    matter more than one mail instead of two.
    """

    outbox: Outbox
    now: datetime
    mark: OutboxRow | None = None

    def begin(self) -> None:
        try:
            self.mark = self.mark or self.outbox.ask("mail", SWEEPING, self.now)
        except Unavailable:
            log.exception("no mark in the outbox")

    def end(self) -> None:
        try:
            self.outbox.done([self.mark] if self.mark else [])
        except Unavailable:
            log.exception("the mark stays in the outbox")
