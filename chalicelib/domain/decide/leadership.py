"""What goes up: to the leader in charge, and beyond the province to the Government Office.

R2-11: the agency reports, advises and proposes, the PPC directs. So an agency's proposal is before the leader as soon
as it is made; the focal office may add its word (`escalate`), and records what leaders decide elsewhere (R2-02).
"""

from __future__ import annotations

from datetime import date

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply.handling import heard_out
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.decide.conduct import not_by_itself
from chalicelib.domain.decide.context import Clocks, Context, event, refuse, start, without
from chalicelib.domain.decide.handling import (
    ACKNOWLEDGEMENT,
    LEADERSHIP,
    acknowledgement_clock,
    coordinating_clock,
)
from chalicelib.domain.decide.review import OUTLIVES, REVIEW, dropped_review, follow_up_clock
from chalicelib.domain.policy import Policy
from chalicelib.domain.vocabulary import BEFORE_LEADER, OPINION, Channel

DECISION, DIRECTIVE, NATIONAL = "leader_decision", "directive", "national"
NATIONAL_CHANNELS = frozenset({Channel.NATIONAL_PORTAL, Channel.GOVERNMENT_OFFICE})


def propose_escalation(ctx: Context, case: Case, command: c.ProposeEscalation) -> tuple[e.Event, ...]:
    """With advice and proposal the leader's own time begins."""
    return (event(ctx, case, e.EscalationProposed(case.lead, command.ground), clocks=before_leader(ctx, case)),)


def escalate(ctx: Context, case: Case, command: c.Escalate) -> tuple[e.Event, ...]:
    """The focal office puts the case up, or adds its word to what is up already."""
    clocks = case.clocks if case.clock(DECISION) else before_leader(ctx, case)
    return (event(ctx, case, e.Escalated(command.ground), clocks=clocks),)


def before_leader(ctx: Context, case: Case, since: date | None = None) -> Clocks:
    rest = without(case.clocks, *LEADERSHIP, "forwarding", "extension_decision", ACKNOWLEDGEMENT)
    return (*rest, start(ctx, DECISION, since or ctx.today, ctx.policy_of(case).length(DECISION, case.kind)))


def direct(ctx: Context, case: Case, command: c.Direct) -> tuple[e.Event, ...]:
    """Said again because its words came back from review, it is the same task with the same time."""
    anew = case.status in BEFORE_LEADER
    return (event(ctx, case, e.Directed(ctx.actor.id, public=True), clocks=_tasked(ctx, case) if anew else None),)


def record_directive(ctx: Context, case: Case, command: c.RecordDirective) -> tuple[e.Event, ...]:
    if command.date and command.date > ctx.today:
        raise refuse("date", "in_future")
    return (event(ctx, case, e.Directed("recorded", command.date, public=True), clocks=_tasked(ctx, case)),)


def _tasked(ctx: Context, case: Case) -> Clocks:
    """A directive is a task with its own time, fulfilled by the next published status or answer."""
    clocks = without(case.clocks, *LEADERSHIP, DIRECTIVE if case.lead else "forwarding")
    if case.lead:
        return (*clocks, start(ctx, DIRECTIVE, ctx.today, ctx.policy_of(case).length(DIRECTIVE, case.kind)))
    return (*clocks, start(ctx, "forwarding", ctx.today, ctx.policy_of(case).length("forwarding", case.kind)))


def settle(ctx: Context, case: Case, command: c.Settle) -> tuple[e.Event, ...]:
    """R1-10: the leader says who leads. Who led until now coordinates from here on; nobody returns it any more."""
    not_by_itself(ctx, case, command.lead)
    moved = command.lead != case.lead
    before = (case.lead, *case.coordinating) if case.lead else case.coordinating
    others = tuple(code for code in dict.fromkeys(before) if code != command.lead)
    fact = e.Settled(ctx.actor.id, command.lead, others, moved, public=True)
    length = ctx.policy_of(case).length(DIRECTIVE, case.kind)
    ended = (*dropped_review(case), "forwarding", ACKNOWLEDGEMENT)
    gone = (*LEADERSHIP, DIRECTIVE, "coordination", *(ended if moved else ()))
    task = start(ctx, DIRECTIVE, ctx.today, length)
    unheard = tuple(code for code in others if code not in heard_out(case))
    clocks = (*without(case.clocks, *gone), task, *coordinating_clock(ctx, case, unheard))
    if moved:
        clocks = (*clocks, *acknowledgement_clock(ctx, case))
    return (event(ctx, case, fact, clocks=clocks),)


def hand_over(ctx: Context, case: Case, command: c.HandOver) -> tuple[e.Event, ...]:
    """R1-10 to R1-12. The 20 days go on, and the focal office has a time to ask what became of the case."""
    if command.date and command.date > ctx.today:
        raise refuse("date", "in_future")
    gone_on = {"publication", OPINION, REVIEW, *OUTLIVES}  # a review: of an opinion, since nothing else waits
    kept = tuple(clock for clock in case.clocks if clock.name in gone_on)
    fact = e.HandedOver(command.up_class, command.date)
    return (event(ctx, case, fact, clocks=(*kept, follow_up_clock(ctx, case))),)


def national_clock(ctx: Context, policy: Policy, fact: e.Received) -> Clocks:
    """R1-09 (section G): the 20 days also concern the national portal, which may have given its own day."""
    if fact.channel not in NATIONAL_CHANNELS:
        return ()
    due = fact.national_due_on or start(ctx, NATIONAL, fact.received_on, policy.length("publication")).due_on
    return (Clock(NATIONAL, fact.received_on, 0, due, calendar=ctx.calendar.version),)


def post_nationally(ctx: Context, case: Case, command: c.PostNationally) -> tuple[e.Event, ...]:
    day = command.date
    if day is None or day > ctx.today:
        raise refuse("date", "in_future")
    if day < case.received_on:
        raise refuse("date", "in_past")
    clock = case.clock(NATIONAL)
    fact = e.PostedNationally(day, clock.due_on if clock else day)
    return (event(ctx, case, fact, clocks=without(case.clocks, NATIONAL)),)
