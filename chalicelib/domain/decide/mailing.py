"""What the mail provider says of a letter, put on the record."""

from __future__ import annotations

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.decide import naming
from chalicelib.domain.decide.context import Context, event, without
from chalicelib.domain.named import NAMING_CLOCKS
from chalicelib.domain.undelivered import loses_lead


def mail_failed(ctx: Context, case: Case, command: c.ReportMailFailure) -> tuple[e.Event, ...]:
    """The event says whether the lead was lost by it, so that earlier events fold as they always did.

    Where nobody was given the right of reply the proposal to name ends with it.
    """
    unreached = loses_lead(case, command.notice, command.to, command.item)
    unheard = naming.unheard(ctx, case, command.to, command.item)
    fact = e.MailFailed(command.notice, command.to, command.cause, command.item, unreached, unheard)
    clocks = without(case.clocks, *NAMING_CLOCKS) if unheard else None
    return (event(ctx, case, fact, clocks=clocks),)
