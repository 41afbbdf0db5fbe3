"""The fact of taking a decision back; `events` names them all."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.record import record


@record
class Undone:
    """The officer took back event `item`, of type `what`, before anything else happened to the case.

    `restored` is the fold before that event: the state goes back by an event like any other, and every reader of the
    record that folds step by step stays right. It is a head: codes and dates, no typed text.
    """

    item: int
    what: str
    restored: Case
