"""The first event of a case, and what the focal office does with it before an agency works on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.decide.context import (
    Clocks,
    Context,
    event,
    pause,
    recount,
    refuse,
    restarted,
    resume,
    start,
    without,
)
from chalicelib.domain.vocabulary import SUBTYPES, Kind


def receive(ctx: Context, code: str, fact: e.Received) -> tuple[e.Event, ...]:
    """Accept a petition. What came by letter counts from the letter's arrival (`fact.received_on`)."""
    if fact.received_on > ctx.today:
        raise refuse("received_on", "in_future")
    if fact.subtype and fact.subtype not in SUBTYPES.get(fact.kind, ()):
        raise refuse("subtype", "unknown")
    return (event(ctx, None, fact, code=code, clocks=_first_clocks(ctx, fact.kind, fact.received_on)),)


def _first_clocks(ctx: Context, kind: Kind, received_on: date) -> Clocks:
    # NĐ 20/2008 as amended by NĐ 92/2017: 5 working days to forward; 475/TTg-KSTT point 3: 20 to publish.
    clocks: list[Clock] = [start(ctx, "forwarding", received_on, ctx.policy.length("forwarding", kind))]
    if kind is not Kind.PRAISE:
        clocks.append(start(ctx, "publication", received_on, ctx.policy.length("publication", kind)))
    return tuple(clocks)


def claim(ctx: Context, case: Case, command: c.Claim) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Claimed(ctx.actor.id)),)


def classify(ctx: Context, case: Case, command: c.Classify) -> tuple[e.Event, ...]:
    kind = Kind(command.kind)
    if command.subtype and command.subtype not in SUBTYPES.get(kind, ()):
        raise refuse("subtype", "unknown")
    field = command.field or case.field
    subindex = command.subindex or (ctx.directory.field(field).subindex if field else "")
    fact = e.Classified(kind, command.subtype, field, subindex or "", command.place or case.place)
    return (event(ctx, case, fact),)


def write_texts(ctx: Context, case: Case, command: c.WriteTexts) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.TextsWritten()),)


def ask_supplement(ctx: Context, case: Case, command: c.AskSupplement) -> tuple[e.Event, ...]:
    """Everything at once (R4-51). The other clocks wait for the submitter; the total age does not."""
    waiting = start(ctx, "supplement", ctx.today, ctx.policy.length("supplement", case.kind))
    return (event(ctx, case, e.SupplementAsked(), clocks=(*pause(ctx, case.clocks), waiting)),)


def supplement(ctx: Context, case: Case, command: c.Supplement) -> tuple[e.Event, ...]:
    clocks = resume(ctx, without(case.clocks, "supplement"))
    return (event(ctx, case, e.Supplemented(command.attachments), clocks=clocks),)


def refuse_case(ctx: Context, case: Case, command: c.Refuse) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Refused(command.reason), clocks=()),)


def contest_refusal(ctx: Context, case: Case, command: c.ContestRefusal) -> tuple[e.Event, ...]:
    """Once, and the case goes back to the desk with clocks that start today: another officer looks at it."""
    return (event(ctx, case, e.RefusalContested(), clocks=_first_clocks(ctx, case.kind, ctx.today)),)


def redirect(ctx: Context, case: Case, command: c.Redirect) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Redirected(command.reason), clocks=()),)


def restrict(ctx: Context, case: Case, command: c.Restrict) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Restricted(ctx.policy.inspectorate_agency(ctx.today)), clocks=()),)


def merge(ctx: Context, case: Case, command: c.Merge) -> tuple[e.Event, ...]:
    if command.into == case.code:
        raise refuse("into", "same_case")
    return (event(ctx, case, e.Merged(command.into), clocks=()),)


def link(ctx: Context, case: Case, command: c.Link) -> tuple[e.Event, ...]:
    if command.to == case.code:
        raise refuse("to", "same_case")
    return (event(ctx, case, e.Linked(command.to)),)


def forward(ctx: Context, case: Case, command: c.Forward) -> tuple[e.Event, ...]:
    """One lead and any number of coordinating agencies (R3-11); a new routing kills the links of the old one."""
    if command.lead in command.coordinating:
        raise refuse("coordinating", "is_lead")
    field = command.field or case.field
    if not field:
        raise refuse("field", "missing")
    again = case.routing > 0
    clocks = without(case.clocks, "forwarding")
    fact = e.Forwarded(command.lead, tuple(dict.fromkeys(command.coordinating)), field, again)
    return (event(ctx, case, fact, clocks=clocks),)


def return_case(ctx: Context, case: Case, command: c.ReturnCase) -> tuple[e.Event, ...]:
    """Not competent: back to the focal office, whose forwarding clock starts again; the 20 days go on."""
    clocks = restarted(ctx, case, "forwarding", ctx.policy.length("forwarding", case.kind))
    return (event(ctx, case, e.CaseReturned(case.lead, command.competent), clocks=clocks),)


def withdraw(ctx: Context, case: Case, command: c.Withdraw) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Withdrawn(), clocks=()),)


def renew_secret(ctx: Context, case: Case, command: c.RenewSecret) -> tuple[e.Event, ...]:
    """Once a day at most: anybody who knows a public code may ask, and must not be able to flood the mailbox."""
    if case.secret_renewed_on == ctx.today:
        return ()
    return (event(ctx, case, e.SecretRenewed(case.secret_generation + 1)),)


def recompute(ctx: Context, case: Case, command: c.RecomputeDeadlines) -> tuple[e.Event, ...]:
    """A calendar change moves deadlines of open cases, as an event that shows old and new; nothing if nothing moves."""
    counted = tuple(recount(ctx, clock) if clock.length else clock for clock in case.clocks)
    old = tuple(clock.due_on for clock in case.clocks)
    new = tuple(clock.due_on for clock in counted)
    if old == new and [x.provisional for x in case.clocks] == [x.provisional for x in counted]:
        return ()
    moved = tuple(
        replace(after, steps=tuple(step for step in after.steps if after.due_on <= before.due_on))
        for before, after in zip(case.clocks, counted, strict=True)
    )
    return (event(ctx, case, e.DeadlinesRecomputed(ctx.calendar.version, old, new), clocks=moved),)
