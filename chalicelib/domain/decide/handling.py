"""What agencies, the reviewing focal officer and the leadership do with a forwarded case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Clock, Pending
from chalicelib.domain.decide.context import Clocks, Context, event, recount, refuse, restarted, start, without
from chalicelib.domain.vocabulary import Role

PROMISE_LIMIT = 500  # working days, about two years


def acknowledge(ctx: Context, case: Case, command: c.Acknowledge) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Acknowledged(case.lead)),)


def report_status(ctx: Context, case: Case, command: c.ReportStatus) -> tuple[e.Event, ...]:
    """Re-arms nothing yet: only a status that the focal officer publishes does (R1-17 with design, section 2)."""
    _check_promise(ctx, command.promised_on)
    return (event(ctx, case, e.StatusReported(case.lead, command.promised_on)),)


def _check_promise(ctx: Context, day: date | None) -> None:
    if day and day < ctx.today:
        raise refuse("promised_on", "in_past")
    if day and _beyond(ctx, day):
        raise refuse("promised_on", "too_far", PROMISE_LIMIT)


def _beyond(ctx: Context, day: date) -> bool:
    """Two years ahead the calendar ends, and so does what anybody can promise."""
    return day > ctx.today + timedelta(days=730)


def answer(ctx: Context, case: Case, command: c.AnswerCase) -> tuple[e.Event, ...]:
    """By the lead agency, or by the focal office itself, whose answer needs no second look."""
    if not command.completed_on and not command.promised_on:
        raise refuse("completed_on", "result_or_date")
    if command.completed_on and command.completed_on > ctx.today:
        raise refuse("completed_on", "in_future")
    if command.document_date and command.document_date > ctx.today:
        raise refuse("document_date", "in_future")
    if not command.completed_on:
        _check_promise(ctx, command.promised_on)
    agency = case.lead if ctx.actor.role is Role.AGENCY else ctx.policy.focal_agency(case.kind, ctx.today)
    given = event(
        ctx,
        case,
        e.AnswerGiven(agency, command.document_date, command.completed_on, command.promised_on, command.attachments),
    )
    if ctx.actor.role is Role.AGENCY:
        return (given,)
    item = Pending(given.seq, "answer", agency, ctx.today)
    return (given, _published(ctx, case, item, promise=_promise(given), after=1))


def _promise(given: e.Event) -> date | None:
    fact = given.fact
    if isinstance(fact, e.AnswerGiven) and not fact.completed_on:
        return fact.promised_on
    return None


def review(ctx: Context, case: Case, command: c.Review, promise: date | None) -> tuple[e.Event, ...]:
    """Publish or return one pending item. `promise`: the date that an answer without a result only promises."""
    item = next((pending for pending in case.pending if pending.item == command.item), None)
    if item is None:
        raise refuse("item", "unknown")
    if command.decision == "return":
        if ctx.body is None:
            raise refuse("note", "missing")
        return (event(ctx, case, e.ItemReturned(item.item, item.type, item.agency, command.reason)),)
    return (_published(ctx, case, item, promise=promise),)


def _published(ctx: Context, case: Case, item: Pending, *, promise: date | None, after: int = 0) -> e.Event:
    if item.type == "answer" and promise is None:
        return _answered(ctx, case, item, after)
    # A status report, or an answer that only promises a date: the 20 days start again, and the promise has its own.
    clocks = restarted(ctx, case, "publication", ctx.policy.length("publication", case.kind))
    if promise:
        clocks = (*without(clocks, "promise"), _promise_clock(ctx, promise))
    fact = e.ItemPublished(item.item, "status", item.agency)
    return event(ctx, case, fact, clocks=clocks, after=after)


def _promise_clock(ctx: Context, promise: date) -> Clock:
    return Clock("promise", ctx.today, 0, promise, calendar=ctx.calendar.version)


def _answered(ctx: Context, case: Case, item: Pending, after: int) -> e.Event:
    clock = case.clock("publication")
    fact = e.ItemPublished(
        item.item,
        "answer",
        item.agency,
        on_time=clock is None or ctx.today <= clock.due_on,
        working_days=ctx.calendar.working_days_between(case.received_on, ctx.today),
    )
    rating = start(ctx, "rating", ctx.today, ctx.policy.length("rating", case.kind))
    return event(ctx, case, fact, clocks=(rating,), after=after)


def contribute(ctx: Context, case: Case, command: c.Contribute) -> tuple[e.Event, ...]:
    position = command.position or "comment"
    if position != "nothing_to_add" and ctx.body is None:
        raise refuse("content", "missing")
    return (event(ctx, case, e.Contributed(ctx.actor.agency, position)),)


def pass_on(ctx: Context, case: Case, command: c.PassOn) -> tuple[e.Event, ...]:
    """Only inside the agency: the colleague's address must share the domain and office of the mailbox on file."""
    if not ctx.directory.belongs_to(command.email, ctx.actor.agency):
        raise refuse("email", "other_agency")
    return (event(ctx, case, e.PassedOn(ctx.actor.agency)),)


def request_extension(ctx: Context, case: Case, command: c.RequestExtension) -> tuple[e.Event, ...]:
    clock, limit = case.clock("publication"), ctx.policy.limits["extension_working_days"]
    if command.until is None or clock is None or command.until <= max(clock.due_on, ctx.today):
        raise refuse("until", "not_later")
    if _beyond(ctx, command.until) or ctx.calendar.working_days_between(clock.due_on, command.until) > limit:
        raise refuse("until", "too_far", limit)
    return (event(ctx, case, e.ExtensionRequested(case.lead, command.until)),)


def grant_extension(ctx: Context, case: Case, until: date) -> tuple[e.Event, ...]:
    """`until` comes from the request that is granted. The reason is published with it (policy, not law)."""
    return (event(ctx, case, e.ExtensionGranted(case.lead, until), clocks=_extended(ctx, case, until)),)


def _extended(ctx: Context, case: Case, until: date) -> Clocks:
    clock = case.clock("publication")
    if clock is None:
        return case.clocks
    more = ctx.calendar.working_days_between(clock.due_on, until)
    longer = recount(ctx, replace(clock, length=clock.length + more, steps=()))
    return (*without(case.clocks, "publication"), longer)


def refuse_extension(ctx: Context, case: Case, command: c.RefuseExtension) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.ExtensionRefused(case.lead)),)


def urge(ctx: Context, case: Case, command: c.Urge) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Urged(case.lead)),)


def propose_escalation(ctx: Context, case: Case, command: c.ProposeEscalation) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.EscalationProposed(case.lead, command.ground)),)


def escalate(ctx: Context, case: Case, command: c.Escalate) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Escalated(command.ground)),)


def record_directive(ctx: Context, case: Case, command: c.RecordDirective) -> tuple[e.Event, ...]:
    if command.date and command.date > ctx.today:
        raise refuse("date", "in_future")
    return (event(ctx, case, e.Directed("recorded", command.date)),)


def direct(ctx: Context, case: Case, command: c.Direct) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Directed(ctx.actor.id)),)


def reveal_identity(ctx: Context, case: Case, command: c.RevealIdentity) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.IdentityRevealed(ctx.actor.id)),)


def close(ctx: Context, case: Case, command: c.Close) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Closed("by_office"), clocks=()),)


def rate(ctx: Context, case: Case, command: c.Rate) -> tuple[e.Event, ...]:
    """R2-11: not satisfied needs a reason, reopens, and the leadership sees it; a new 20 days begin."""
    if command.rating != "not_satisfied":
        return (event(ctx, case, e.Rated(command.rating), clocks=()),)
    if not command.reason:
        raise refuse("reason", "missing")
    return (event(ctx, case, e.Rated(command.rating), clocks=_reopened(ctx, case)),)


def raise_again(ctx: Context, case: Case, command: c.RaiseAgain) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.RaisedAgain(), clocks=_reopened(ctx, case)),)


def _reopened(ctx: Context, case: Case) -> Clocks:
    return (start(ctx, "publication", ctx.today, ctx.policy.length("publication", case.kind)),)


def ask_correction(ctx: Context, case: Case, command: c.AskCorrection) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.CorrectionAsked()),)


def consent(ctx: Context, case: Case, command: c.Consent) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.ConsentChanged(command.consents)),)


def mail_failed(ctx: Context, case: Case, command: c.ReportMailFailure) -> tuple[e.Event, ...]:
    fact = e.MailFailed(command.notice, command.to, command.cause, command.item)
    return (event(ctx, case, fact),)
