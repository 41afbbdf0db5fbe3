"""Naming an agency, and honours: proposed, replied to, decided by a leader who signs, and over after some months.

R1-14, R1-26 to R1-28; requirements.md section G: no source lets a machine name anybody. So the ladder proposes, and
only a leader's signed decision names; the right of reply comes first.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from functools import reduce

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.deadlines import overdue_from
from chalicelib.domain.decide.context import Clocks, Context, event, refuse, start, without
from chalicelib.domain.decide.review import REVIEW, awaiting_review
from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.named import (
    DECISION_CLOCK,
    KEPT,
    NAMING_CLOCKS,
    PRIVATE_CLOCKS,
    REPLY_CLOCK,
    REPLY_REVIEW,
    Naming,
    notice_keys,
)
from chalicelib.domain.undelivered import lead_missed
from chalicelib.domain.vocabulary import Role, Status

DELAY = "delay"
MONTHS, REPLY_DAYS = 6, 5  # of a policy that is silent
_Refusal = tuple[str, str]


def propose(ctx: Context, case: Case, command: c.ProposeNaming, exceeded: e.Fact | None) -> tuple[e.Event, ...]:
    """By the focal office: what no clock can see. `exceeded`: the limit that ended in this agency's hands (`delays`),
    without which nobody is proposed for a delay.
    """
    agency = command.agency or case.lead
    if agency not in (case.lead, *case.coordinating):
        raise refuse("agency", "not_in_case")
    barred = _barred(ctx, case, agency, command.failure)
    if barred:
        raise refuse(*barred)
    late = exceeded if isinstance(exceeded, e.StepReached) else None
    if command.failure == DELAY and late is None:
        raise refuse("failure", "no_delay")
    return (_proposed(ctx, case, agency, command.failure, "office", late, ctx.today),)


def by_ladder(ctx: Context, case: Case, agency: str, step: e.StepReached) -> tuple[e.Event, ...]:
    """What comes with the ladder's step: a proposal, if `agency`, whose delay it is, may be named."""
    if not may_begin(case) or _barred(ctx, case, agency, DELAY):
        return ()
    return (_proposed(ctx.then(), case, agency, DELAY, "ladder", step, step.on),)


def may_begin(case: Case) -> bool:
    """One at a time, and the head is bounded."""
    return case.naming is None and len(case.standing) < KEPT


def _proposed(
    ctx: Context, case: Case, agency: str, failure: str, source: str, late: e.StepReached | None, on: date
) -> e.Event:
    """The time to reply begins today, however late the run: nobody can reply to a letter that has not been sent."""
    policy = ctx.policy_of(case)
    length = policy.length(REPLY_CLOCK, case.kind) if policy.has_clock(REPLY_CLOCK) else REPLY_DAYS
    limit, due_on = (late.clock, late.due_on) if late and failure == DELAY else ("", None)
    fact = e.NamingProposed(agency, failure, on, source, _arming(case), limit, due_on)
    return event(ctx, case, fact, clocks=(*case.clocks, start(ctx, REPLY_CLOCK, ctx.today, length)))


def _arming(case: Case) -> date | None:
    clock = case.clock("publication")
    return clock.start_on if clock else case.answered_on


def _barred(ctx: Context, case: Case, agency: str, failure: str) -> _Refusal | None:
    """Why this agency may not be proposed now: field and reason."""
    if not agency or not ctx.directory.valid_on(agency, ctx.today):
        return "agency", "unknown"
    if ctx.directory.is_vertical(agency):
        return "agency", "vertical_body"
    if any(one.agency == agency for one in case.standing):
        return "agency", "named_already"
    before = next((one for one in case.namings if one.agency == agency), None)
    if before and (before.failure, before.arming) == (failure, _arming(case)) and _told(ctx, case.bounced, agency):
        return "failure", "proposed_already"
    if not _heard(ctx, case, agency, failure):
        return "agency", "not_reached"
    return None


def _heard(ctx: Context, case: Case, agency: str, failure: str) -> bool:
    """A letter that never arrived is not held against whom it was for (design, section 2)."""
    if agency == case.lead and case.unreached:
        return False
    if failure != DELAY:
        return True
    if agency == case.lead and lead_missed(case):
        return False
    office = agency == ctx.policy.focal_agency(case.kind, ctx.today)
    return not office or not any(key.startswith("step_") and f"-{Role.FOCAL}-" in key for key in case.bounced)


def _told(ctx: Context, bounced: tuple[str, ...], agency: str) -> bool:
    """Whether the letter with the right of reply came to the agency, or to its head; one mailbox gets one letter."""
    own, head = notice_keys(agency)
    office = ctx.directory.agency(agency) if ctx.directory.has_agency(agency) else None
    one = office and (office.focal_mailbox or office.mailbox) == (office.head_mailbox or office.mailbox)
    return not {own, own if one else head} <= set(bounced)


def unheard(ctx: Context, case: Case, key: str, item: int) -> bool:
    """Whether with this letter, too, the right of reply came to nobody: then the proposal ends, and no leader decides.

    `item` 0: a mail of an earlier version, of which nobody knows what it was about.
    """
    naming = case.naming
    if naming is None or naming.reply or naming.returned or key not in notice_keys(naming.agency):
        return False
    return item in (0, naming.item) and not _told(ctx, (*case.bounced, key), naming.agency)


def reply(ctx: Context, case: Case, command: c.ReplyToNaming) -> tuple[e.Event, ...]:
    """Reviewed like all words for the public. A reply in time puts the proposal before the leader at once."""
    naming = _of(case, ctx.actor.agency)
    clocks = awaiting_review(ctx, case, REPLY_REVIEW)
    if case.clock(REPLY_CLOCK):
        clocks = _before_leader(ctx, replace(case, clocks=clocks), ctx.today)
    fact = e.NamingReplied(naming.agency, naming.item, command.attachments)
    return (event(ctx, case, fact, clocks=clocks),)


def _of(case: Case, agency: str) -> Naming:
    found = case.naming_of(agency)
    if found is None:
        raise refuse("agency", "unknown")
    return found


def reply_ended(ctx: Context, case: Case, clock: Clock) -> Clocks:
    """Nothing came. The leader's own time counts from the day after, whenever the overdue check runs."""
    return _before_leader(ctx, case, overdue_from(clock.due_on))


def _before_leader(ctx: Context, case: Case, day: date) -> Clocks:
    length = ctx.policy_of(case).length("leader_decision", case.kind)
    return (*without(case.clocks, REPLY_CLOCK), start(ctx, DECISION_CLOCK, day, length))


def decide_naming(ctx: Context, case: Case, command: c.DecideNaming) -> tuple[e.Event, ...]:
    """By the leader, or recorded from a signed document. What was answered meanwhile changes no delay, and is seen.

    For what was proposed and for nothing else: only to that the agency had a right of reply.
    """
    naming, clock = case.naming, case.clock(DECISION_CLOCK)
    assert naming is not None, "the rule says so"
    assert clock is not None, "the rule says so"
    recorded = ctx.actor.role is Role.FOCAL
    signed_on = command.signed_on or ctx.today
    if signed_on > ctx.today:
        raise refuse("signed_on", "in_future")
    if signed_on < clock.start_on:
        # Signed before the agency was heard.
        raise refuse("signed_on", "before_reply")
    if (recorded or _assists(ctx)) and not command.document_number:
        raise refuse("document_number", "missing")
    named = command.decision == "name"
    if named and not naming.reply and not _told(ctx, case.bounced, naming.agency):
        raise refuse("decision", "not_reached")
    months = ctx.policy_of(case).limits.get("naming_months", MONTHS)
    fact = e.NamingDecided(
        naming.agency,
        naming.failure,
        named,
        naming.item,
        "recorded" if recorded else ctx.actor.id,
        signed_on,
        naming.reply,
        months_after(ctx.today, months) if named else None,
    )
    return (event(ctx, case, fact, clocks=_decided(case, naming, named=named)),)


def _assists(ctx: Context) -> bool:
    """Who has the chair's desk without being a leader tells which signed document the decision is."""
    assistants = ctx.directory.officers_with(OfficerRole.ASSISTANT, ctx.today)
    return any(officer.id == ctx.actor.id for officer in assistants)


def _decided(case: Case, naming: Naming, *, named: bool) -> Clocks:
    """A reply that waits for review is published beside the naming, and falls with it."""
    if named:
        return without(case.clocks, *NAMING_CLOCKS)
    # A record of before replies had a review of their own.
    alone = all(item.item == naming.reply for item in case.pending)
    return without(case.clocks, *PRIVATE_CLOCKS, *([REVIEW] if alone else []))


def months_after(day: date, months: int) -> date:
    """The same day of the month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def retire(ctx: Context, case: Case, command: c.RetireNaming) -> tuple[e.Event, ...]:
    """It was wrong: a leader takes it back before its time. What stood there stays in the history."""
    standing = [one for one in case.standing if command.agency in ("", one.agency)]
    if len(standing) != 1:
        raise refuse("agency", "not_named" if not standing else "missing")
    if standing[0].agency == ctx.actor.agency:
        raise refuse("agency", "own_office")
    fact = e.NamingRetired(standing[0].agency, standing[0].item, ctx.today, "wrong")
    return (event(ctx, case, fact),)


def retires_on(case: Case) -> date | None:
    """The first day on which an agency that stands named does so no more."""
    if case.status is Status.RESTRICTED:
        return None  # nothing of it is public
    return min((overdue_from(one.until) for one in case.standing if one.until), default=None)


def with_retired(ctx: Context, case: Case, events: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    """What the overdue check decided, and the namings whose time is over, each with its own day."""
    for one in case.standing:
        if one.until and overdue_from(one.until) <= ctx.today:
            fact = e.NamingRetired(one.agency, one.item, overdue_from(one.until))
            events = (*events, event(ctx, reduce(apply, events, case), fact))
    return events


def honour(ctx: Context, case: Case, command: c.Honour) -> tuple[e.Event, ...]:
    """R1-26, R1-27: by a leader, once for each. A submitter only with the consent of that moment."""
    by_submitter = command.whom == "submitter"
    agency = "" if by_submitter else case.lead or ctx.policy.focal_agency(case.kind, ctx.today)
    if by_submitter and not case.be_named:
        raise refuse("whom", "no_consent")
    if agency and agency == ctx.actor.agency:
        raise refuse("whom", "own_office")
    if (agency or command.whom) in case.honoured:
        raise refuse("whom", "honoured_already")
    return (event(ctx, case, e.Honoured(command.whom, agency, ctx.actor.id)),)
