"""What the mail provider says of a letter, put on the record."""

from __future__ import annotations

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context, event
from chalicelib.domain.undelivered import loses_lead


def mail_failed(ctx: Context, case: Case, command: c.ReportMailFailure) -> tuple[e.Event, ...]:
    """The event says whether the lead was lost by it, so that earlier events fold as they always did."""
    unreached = loses_lead(case, command.notice, command.to, command.item)
    return (event(ctx, case, e.MailFailed(command.notice, command.to, command.cause, command.item, unreached)),)
