"""What agencies do with a forwarded case, and the focal office with what they ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case, Pending
from chalicelib.domain.decide.context import Clocks, Context, event, recount, refuse, restarted, start, without
from chalicelib.domain.decide.review import awaiting_review, check_promise, dropped_review, publish, waits_too_far
from chalicelib.domain.vocabulary import Role, Status

ADVICE = "advice"
COORDINATION = "coordination"
LEADERSHIP = (ADVICE, "leader_decision")
ACKNOWLEDGEMENT = "acknowledgement"


def acknowledge(ctx: Context, case: Case, command: c.Acknowledge) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Acknowledged(case.lead)),)


def acknowledgement_clock(ctx: Context, case: Case) -> Clocks:
    """The new lead's time to say that it knows of the case (policy). It is nobody's lateness: the 20 days go on."""
    policy = ctx.policy_of(case)
    if not policy.has_clock(ACKNOWLEDGEMENT):
        return ()
    return (start(ctx, ACKNOWLEDGEMENT, ctx.today, policy.length(ACKNOWLEDGEMENT, case.kind)),)


def acted(case: Case, events: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    """The events of any act of the lead agency: whoever acts knows of the case."""
    if case.clock(ACKNOWLEDGEMENT) is None:
        return events
    first = events[:1] if events and events[0].clocks is None else ()
    begun = tuple(replace(x, clocks=case.clocks) for x in first) + events[len(first) :]
    return tuple(x if x.clocks is None else replace(x, clocks=without(x.clocks, ACKNOWLEDGEMENT)) for x in begun)


def report_status(ctx: Context, case: Case, command: c.ReportStatus) -> tuple[e.Event, ...]:
    """Re-arms nothing yet: only a published status does (R1-17 with design, section 2).

    Policy may trust an agency: its reports are public at once. Trust is of today: what is withdrawn ends for old cases.
    """
    check_promise(ctx, command.promised_on)
    trusted = case.lead in ctx.policy.trusted_agencies
    fact = e.StatusReported(case.lead, command.promised_on, trusted)
    if not trusted:
        return (event(ctx, case, fact, clocks=awaiting_review(ctx, case)),)
    reported = event(ctx, case, fact)
    item = Pending(reported.seq, "status", case.lead, ctx.today)
    return (reported, publish(ctx.then(), apply(case, reported), item, promise=command.promised_on))


def contribute(ctx: Context, case: Case, command: c.Contribute) -> tuple[e.Event, ...]:
    """To the lead. Two agencies that disagree go up (R1-10): the leader decides, and the lead reports first (R2-11)."""
    position = command.position or "comment"
    if position != "nothing_to_add" and ctx.body is None:
        raise refuse("content", "missing")
    fact = e.Contributed(ctx.actor.agency, position, public=ctx.body is not None)
    said = event(ctx, case, fact, clocks=_heard(ctx, case, fact))
    after = apply(case, said)
    if position != "disagree" or after.ground:
        return (said,)
    return (said, event(ctx.then(), after, e.Escalated("agencies_disagree"), clocks=advice_first(ctx, after)))


def _heard(ctx: Context, case: Case, fact: e.Contributed) -> Clocks | None:
    """The clocks after a contribution, None if they stay: no agency is waited for any more, or the dispute is over."""
    gone = []
    if not set(case.coordinating) - {*case.contributed, fact.agency}:
        gone.append(COORDINATION)
    disputed = case.ground == "agencies_disagree"
    if disputed and fact.position != "disagree" and set(case.disagreed) == {fact.agency}:
        gone += LEADERSHIP
    clocks = without(case.clocks, *gone)
    return clocks if clocks != case.clocks else None


def advice_first(ctx: Context, case: Case) -> Clocks:
    """The lead agency reports, advises and proposes within a policy time; without one the leader decides at once."""
    clocks = without(case.clocks, *LEADERSHIP, ACKNOWLEDGEMENT)
    name = ADVICE if case.lead else "leader_decision"
    return (*clocks, start(ctx, name, ctx.today, ctx.policy_of(case).length(name, case.kind)))


def routed(ctx: Context, case: Case, command: c.Forward) -> tuple[Clocks, bool]:
    """The clocks of a new routing, and whether it is final: so decided, by a leader, or after two returns in a row."""
    # What waits for a leader still does when only the agency ended (see `succession`).
    settled = () if case.status is Status.TO_REASSIGN else LEADERSHIP
    gone = ("forwarding", "reassign", COORDINATION, ACKNOWLEDGEMENT, "extension_decision", *settled)
    kept = without(case.clocks, *gone, *dropped_review(case))
    clocks = (*kept, *coordinating_clock(ctx, case, command.coordinating))
    if case.status is not Status.TO_REASSIGN or case.resume_status != Status.ESCALATED:
        clocks = (*clocks, *acknowledgement_clock(ctx, case))
    if case.status is Status.TO_REASSIGN and case.resume_status and not case.clock("leader_decision"):
        # The agency that should have advised the leader ended before it did.
        clocks = advice_first(ctx, replace(case, clocks=clocks, lead=command.lead))
    # What was decided once for an office stays so, however often the case is sent to it.
    again = case.final and (case.status is Status.RETURNED or command.lead == case.lead)
    decided = ctx.actor.role is Role.LEADER or again
    return clocks, command.final or decided


def coordinating_clock(ctx: Context, case: Case, coordinating: tuple[str, ...]) -> Clocks:
    """Each coordinating agency answers to the lead within a policy time, beside the lead's own."""
    policy = ctx.policy_of(case)
    if not coordinating or not policy.has_clock(COORDINATION):
        return ()
    return (start(ctx, COORDINATION, ctx.today, policy.length(COORDINATION, case.kind)),)


def pass_on(ctx: Context, case: Case, command: c.PassOn) -> tuple[e.Event, ...]:
    """Only inside the agency: the colleague's address must share the domain and office of the mailbox on file."""
    if not ctx.directory.belongs_to(command.email, ctx.actor.agency):
        raise refuse("email", "other_agency")
    return (event(ctx, case, e.PassedOn(ctx.actor.agency)),)


def return_case(ctx: Context, case: Case, command: c.ReturnCase) -> tuple[e.Event, ...]:
    """Not competent: back to the focal office, whose forwarding clock starts again; the 20 days go on.

    After so many in a row (policy) the focal office decides: its next forwarding is final.
    """
    policy = ctx.policy_of(case)
    dropped = without(case.clocks, *dropped_review(case), COORDINATION, ACKNOWLEDGEMENT, *LEADERSHIP)
    clocks = restarted(ctx, replace(case, clocks=dropped), "forwarding", policy.length("forwarding", case.kind))
    decide = case.returns_in_row + 1 >= policy.limits["returns_before_focal_decision"]
    fact = e.CaseReturned(case.lead, command.competent, decide, public=ctx.body is not None)
    return (event(ctx, case, fact, clocks=clocks),)


def request_extension(ctx: Context, case: Case, command: c.RequestExtension) -> tuple[e.Event, ...]:
    policy, clock = ctx.policy_of(case), case.clock("publication")
    limit = policy.limits["extension_working_days"]
    if command.until is None or clock is None or command.until <= max(clock.due_on, ctx.today):
        raise refuse("until", "not_later")
    if waits_too_far(ctx, command.until) or ctx.calendar.working_days_between(clock.due_on, command.until) > limit:
        raise refuse("until", "too_far", limit)
    if not ctx.calendar.is_working_day(command.until):
        raise refuse("until", "not_working_day")  # the last day would be another one than was asked for
    decision = start(ctx, "extension_decision", ctx.today, policy.length("extension_decision", case.kind))
    return (event(ctx, case, e.ExtensionRequested(case.lead, command.until), clocks=(*case.clocks, decision)),)


def grant_extension(ctx: Context, case: Case, until: date) -> tuple[e.Event, ...]:
    """`until` comes from the request that is granted. The reason is published with it (policy, not law)."""
    return (event(ctx, case, e.ExtensionGranted(case.lead, until), clocks=_extended(ctx, case, until)),)


def _extended(ctx: Context, case: Case, until: date) -> Clocks:
    clocks = without(case.clocks, "extension_decision")
    clock = case.clock("publication")
    if clock is None:
        return clocks
    more = ctx.calendar.working_days_between(clock.due_on, until)
    longer = recount(ctx, replace(clock, length=clock.length + more, steps=()))
    return (*without(clocks, "publication"), longer)


def refuse_extension(ctx: Context, case: Case, command: c.RefuseExtension) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.ExtensionRefused(case.lead), clocks=without(case.clocks, "extension_decision")),)


def urge(ctx: Context, case: Case, command: c.Urge) -> tuple[e.Event, ...]:
    """A new letter. To an agency that the first one did not reach it is the call that counts."""
    anew = case.unreached and case.status is Status.FORWARDED
    clocks = (*without(case.clocks, ACKNOWLEDGEMENT), *acknowledgement_clock(ctx, case)) if anew else None
    return (event(ctx, case, e.Urged(case.lead), clocks=clocks),)


def reveal_identity(ctx: Context, case: Case, command: c.RevealIdentity) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.IdentityRevealed(ctx.actor.id)),)
