"""Conduct cases by office and month, from the publisher's own sums: one read, whatever the number of cases."""

from __future__ import annotations

from chalicelib.ports import Ledger
from chalicelib.publishing.notes import STATE, state_from


def conduct_counts(ledger: Ledger) -> dict[str, int]:
    """Key of `domain.repeats` -> cases. They are as new as the last tick of the publication."""
    table = state_from(ledger.placement(STATE)).sums.tables["complained"]
    return {key: figures.received for key, figures in table.items()}
