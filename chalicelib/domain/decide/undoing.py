"""Taking back the last decision: a wrong click must not cost a submitter the petition, nor an agency its working days.

The record keeps both events, and whoever was told hears that it was taken back. Only as long as nothing has happened
since: what somebody has built on stays, and is changed by the action of its own (reassign, review, disclose).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context, event, refuse
from chalicelib.domain.vocabulary import UNANSWERED_REFUSALS


def last_decision(events: Sequence[e.Event]) -> e.Undone | None:
    """What taking back the newest decision would be; a letter that did not arrive since does not matter."""
    kept = list(events)
    while kept and isinstance(kept[-1].fact, e.MailFailed):
        kept.pop()
    before = fold(kept[:-1])
    if before is None or not isinstance(kept[-1].fact, e.UNDOABLE):
        return None
    fact = kept[-1].fact
    silent = isinstance(fact, e.Refused) and fact.reason in UNANSWERED_REFUSALS
    return e.Undone(kept[-1].seq, kept[-1].type, replace(before, recent=()), silent)


def undo(ctx: Context, case: Case, asked: e.Fact | None) -> tuple[e.Event, ...]:
    """`asked`: the `last_decision` of the record. The clocks stand as if nothing had been decided: those days count."""
    if not isinstance(asked, e.Undone):
        raise refuse("item", "unknown")
    return (event(ctx, case, asked),)
