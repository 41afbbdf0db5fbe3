"""What became of the letters about a case, for those who must mend an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import SYSTEM
from chalicelib.domain.deliveries import Letter, letters
from chalicelib.domain.events import Event
from chalicelib.ports import Outbox
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.mail import is_final
from chalicelib.usecases.read import Dossier


@dataclass(frozen=True, slots=True)
class Correspondence:
    deps: Deps
    outbox: Outbox

    def __call__(self, dossier: Dossier) -> list[Letter]:
        """Every letter about the case with its state. Of the submitter's address only whether there is one is used."""
        code = dossier.case.code
        delivered = self.deps.deliveries.of(code)
        rows, seen_until = self.outbox.waiting("mail", code)
        waiting = {row.seq: row for row in rows}

        def waits(event: Event, key: str) -> bool:
            row = waiting.get(event.seq)
            if row is not None:
                return not is_final(row, key)
            return bool(seen_until) and event.at >= _instant(seen_until)

        ctx = self.deps.context(SYSTEM)
        return letters(ctx, dossier.events, delivered, waits, addressed=self._addressed(dossier))

    def _addressed(self, dossier: Dossier) -> bool:
        """Whether the submitter gave an address. Of an erased case nobody knows any more: what was sent was sent."""
        first = dossier.events[0]
        if first.body is None:
            return True
        body = self.deps.vault.open(dossier.case, [first.body.id]).get(first.body.id)
        return body is None or bool(body.get("submitter", {}).get("email"))


def _instant(row_id: str) -> datetime:
    return datetime.fromisoformat(row_id.partition("#")[0])
