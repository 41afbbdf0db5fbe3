"""The first event of a case, and what the focal office does with it before an agency works on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.decide.conduct import not_by_itself, superior_names
from chalicelib.domain.decide.context import (
    Clocks,
    Context,
    event,
    pause,
    recount,
    refuse,
    resume,
    start,
    without,
)
from chalicelib.domain.decide.handling import routed
from chalicelib.domain.decide.leadership import national_clock
from chalicelib.domain.policy import Policy
from chalicelib.domain.vocabulary import HANDLING, SUBTYPES, TEXT_LANGUAGES, Kind


def receive(ctx: Context, code: str, fact: e.Received) -> tuple[e.Event, ...]:
    """Accept a petition. What came by letter counts from the letter's arrival (`fact.received_on`)."""
    if fact.received_on > ctx.today:
        raise refuse("received_on", "in_future")
    if fact.subtype and fact.subtype not in SUBTYPES.get(fact.kind, ()):
        raise refuse("subtype", "unknown")
    clocks = (*first_clocks(ctx, fact.kind, fact.received_on), *national_clock(ctx, fact))
    return (event(ctx, None, fact, code=code, clocks=clocks),)


def first_clocks(ctx: Context, kind: Kind, received_on: date) -> Clocks:
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
    about = command.complained_of or case.complained_of
    if kind is Kind.CONDUCT and about and about == case.lead and case.status in HANDLING:
        raise refuse("complained_of", "leads_case", names=superior_names(ctx, about))
    field = command.field or case.field
    subindex = command.subindex or (ctx.directory.field(field).subindex if field else "")
    law = command.legal_document
    fact = e.Classified(kind, command.subtype, field, subindex or "", command.place or case.place, about, law)
    return (event(ctx, case, fact, clocks=_legal_transfer(ctx, case, law)),)


def _legal_transfer(ctx: Context, case: Case, law: bool) -> Clocks | None:
    """CĐ 89/2025: what belongs to the system for legal documents is handed over there within 2 working days."""
    policy, running = ctx.policy_of(case), case.clock("legal_transfer")
    if not law:
        return without(case.clocks, "legal_transfer") if running else None
    if running or not policy.has_clock("legal_transfer"):
        return None
    return (*case.clocks, start(ctx, "legal_transfer", ctx.today, policy.length("legal_transfer", case.kind)))


def write_texts(ctx: Context, case: Case, command: c.WriteTexts) -> tuple[e.Event, ...]:
    own = case.language if case.language in TEXT_LANGUAGES else ""
    return (event(ctx, case, e.TextsWritten(command.language or own or TEXT_LANGUAGES[0])),)


def asked_enough(case: Case, policy: Policy) -> bool:
    """Whether another request to supplement needs a reason (R4-51: avoid two or more)."""
    return case.supplements >= policy.limits["supplement_requests"]


def ask_supplement(ctx: Context, case: Case, command: c.AskSupplement) -> tuple[e.Event, ...]:
    """Everything at once (R4-51). By policy the other clocks wait for the submitter; the total age does not."""
    again = asked_enough(case, ctx.policy)
    if again and not command.reason:
        raise refuse("reason", "missing")
    waiting = start(ctx, "supplement", ctx.today, ctx.policy.length("supplement", case.kind))
    paused = pause(ctx, case.clocks) if ctx.policy.switches["pause_while_awaiting_supplement"] else case.clocks
    return (event(ctx, case, e.SupplementAsked(again), clocks=(*paused, waiting)),)


def supplement_ended(ctx: Context, case: Case, clock: Clock) -> Clocks:
    """The clocks after nothing came: the pause ends with the limit, on whatever day the overdue check runs."""
    return resume(ctx, without(case.clocks, clock.name), clock.due_on)


def supplement(ctx: Context, case: Case, command: c.Supplement) -> tuple[e.Event, ...]:
    clocks = resume(ctx, without(case.clocks, "supplement"))
    return (event(ctx, case, e.Supplemented(command.attachments), clocks=clocks),)


def refuse_case(ctx: Context, case: Case, command: c.Refuse) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Refused(command.reason), clocks=()),)


def contest_refusal(ctx: Context, case: Case, command: c.ContestRefusal) -> tuple[e.Event, ...]:
    """Once, and the case goes back to the desk with clocks that start today: another officer looks at it."""
    return (event(ctx, case, e.RefusalContested(), clocks=first_clocks(ctx, case.kind, ctx.today)),)


def redirect(ctx: Context, case: Case, command: c.Redirect) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Redirected(command.reason), clocks=()),)


def forward(ctx: Context, case: Case, command: c.Forward) -> tuple[e.Event, ...]:
    """One lead and any number of coordinating agencies (R3-11); a new routing kills the links of the old one."""
    not_by_itself(ctx, case, command.lead)
    if command.lead in command.coordinating:
        raise refuse("coordinating", "is_lead")
    field = command.field or case.field
    if not field:
        raise refuse("field", "missing")
    again = case.routing > 0
    clocks, final = routed(ctx, case, command)
    coordinating = tuple(dict.fromkeys(command.coordinating))
    fact = e.Forwarded(command.lead, coordinating, field, again, final, command.attachments)
    return (event(ctx, case, fact, clocks=clocks),)


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
