"""Agencies over time: who goes on with an open case when an agency that works on it has ended.

A department's functions may be split, so the successor belongs to (agency, field), and the place decides where a
district became several communes (agencies.md sections 1 and 4). Where that names nobody, a person decides. Clocks go
on as they are: the submitter has waited all the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case
from chalicelib.domain.decide.conduct import same_office
from chalicelib.domain.decide.context import Clocks, Context, event, restarted, without
from chalicelib.domain.decide.handling import ACKNOWLEDGEMENT, ADVICE, COORDINATION
from chalicelib.domain.vocabulary import HANDLING, Kind

CLOCK = "reassign"


def takes_effect_on(ctx: Context, case: Case) -> date | None:
    """The first day on which somebody must take over; None as long as nothing is known to end.

    Only while an agency works on the case: what is answered or closed keeps the name of its day, and what waits for
    the focal office will be forwarded by a person anyway.
    """
    if case.status not in HANDLING:
        return None
    days = [_gone_from(ctx, code) for code in (case.lead, *case.coordinating) if code]
    return min((day for day in days if day is not None), default=None)


def succeed(ctx: Context, case: Case, command: c.Succeed | None = None) -> tuple[e.Event, ...]:
    """One event for each agency that has ended by today, the lead first; none when all of them exist."""
    if case.status not in HANDLING:
        return ()
    events: list[e.Event] = []
    if case.lead and _gone(ctx, case.lead):
        fact = _fate(ctx, case, case.lead, coordinating=False)
        if isinstance(fact, e.ReassignNeeded):
            return (event(ctx, case, fact, clocks=_waiting(ctx, case)),)
        # A successor is not asked to acknowledge: its time would begin on the day of this run, and a late one must
        # stamp the same days as a daily one.
        rest = without(case.clocks, ACKNOWLEDGEMENT) if case.clock(ACKNOWLEDGEMENT) else None
        events.append(event(ctx, case, fact, clocks=rest))
    for code in case.coordinating:
        if _gone(ctx, code):
            events.append(_beside(ctx, reduce(apply, events, case), code))
    return tuple(events)


def _beside(ctx: Context, case: Case, code: str) -> e.Event:
    """A coordinating agency's end; nobody is waited for once all who are left have said their word."""
    said = event(ctx, case, _fate(ctx, case, code, coordinating=True))
    after = apply(case, said)
    if set(after.coordinating) <= set(after.contributed) and after.clock(COORDINATION):
        return replace(said, clocks=without(after.clocks, COORDINATION))
    return said


def _gone(ctx: Context, code: str) -> bool:
    return not ctx.directory.valid_on(code, ctx.today)


def _gone_from(ctx: Context, code: str) -> date | None:
    """A code that left the file, or that begins only later in a corrected one, is missing today."""
    agency = ctx.directory.agency(code) if ctx.directory.has_agency(code) else None
    if agency is None or (agency.valid_from is not None and ctx.today < agency.valid_from):
        return ctx.today
    return agency.valid_to + timedelta(days=1) if agency.valid_to else None


def _fate(ctx: Context, case: Case, code: str, *, coordinating: bool) -> e.Succeeded | e.ReassignNeeded:
    version, since = ctx.directory.version, min(_gone_from(ctx, code) or ctx.today, ctx.today)
    heirs = ctx.directory.heirs(code, case.field, ctx.today, case.place)
    if len(heirs) != 1:
        reason = "several" if heirs else "unmapped"
    elif _complained_of(ctx, case, heirs[0]):
        reason = "complained_of"
    else:
        return e.Succeeded(code, heirs[0], case.field, version, since, coordinating)
    return e.ReassignNeeded(code, case.field, version, since, reason, coordinating)


def _complained_of(ctx: Context, case: Case, heir: str) -> bool:
    """Whether the succession would make the office complained of the judge of its own conduct (design, section 2)."""
    about = case.complained_of
    return case.kind is Kind.CONDUCT and bool(about) and same_office(ctx.directory, ctx.today, case, about, heir)


def _waiting(ctx: Context, case: Case) -> Clocks:
    """The focal office's own time to name somebody (policy), beside the clocks that go on.

    What was asked of the agency, or by it, ends with it; the next one is asked anew.
    """
    policy = ctx.policy_of(case)
    clocks = without(case.clocks, ADVICE, COORDINATION, ACKNOWLEDGEMENT, "extension_decision")
    if not policy.has_clock(CLOCK):
        return clocks
    return restarted(ctx, replace(case, clocks=clocks), CLOCK, policy.length(CLOCK, case.kind))
