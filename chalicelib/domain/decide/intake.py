"""The first event of a case, and what the focal office does with it before an agency works on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.decide.conduct import led_by_superior, not_by_itself, same_office, superior_names
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
from chalicelib.domain.errors import ContestOver
from chalicelib.domain.policy import Policy
from chalicelib.domain.vocabulary import HANDLING, SUBTYPES, TEXT_LANGUAGES, Kind, Status

CONTEST = "contest"


def receive(ctx: Context, code: str, fact: e.Received) -> tuple[e.Event, ...]:
    """Accept a petition. What came by letter counts from the letter's arrival (`fact.received_on`)."""
    if fact.received_on > ctx.today:
        raise refuse("received_on", "in_future")
    if fact.subtype and fact.subtype not in SUBTYPES.get(fact.kind, ()):
        raise refuse("subtype", "unknown")
    policy = ctx.reference.policies.policy_of(fact.received_on, ctx.today)
    clocks = (*first_clocks(ctx, policy, fact.kind, fact.received_on), *national_clock(ctx, policy, fact))
    return (event(ctx, None, fact, code=code, clocks=clocks),)


def first_clocks(ctx: Context, policy: Policy, kind: Kind, since: date) -> Clocks:
    # NĐ 20/2008 as amended by NĐ 92/2017: 5 working days to forward; 475/TTg-KSTT point 3: 20 to publish.
    clocks: list[Clock] = [start(ctx, "forwarding", since, policy.length("forwarding", kind))]
    if kind is not Kind.PRAISE:
        clocks.append(start(ctx, "publication", since, policy.length("publication", kind)))
    return tuple(clocks)


def claim(ctx: Context, case: Case, command: c.Claim) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Claimed(ctx.actor.id)),)


def classify(ctx: Context, case: Case, command: c.Classify) -> tuple[e.Event, ...]:
    kind = Kind(command.kind)
    if command.subtype and command.subtype not in SUBTYPES.get(kind, ()):
        raise refuse("subtype", "unknown")
    about = command.complained_of or case.complained_of
    field = command.field or case.field
    own = same_office(ctx.directory, ctx.today, case, case.complained_of, ctx.actor.agency)
    if own and case.kind is Kind.CONDUCT and (kind is not Kind.CONDUCT or about != case.complained_of):
        raise refuse("kind", "own_office")  # or it would answer for itself what is said about it
    if kind is Kind.CONDUCT and about and case.status in HANDLING:
        then = replace(case, field=field, place=command.place or case.place)
        if same_office(ctx.directory, ctx.today, then, about, case.lead):
            raise refuse("complained_of", "leads_case", names=superior_names(ctx, then, about))
        if any(same_office(ctx.directory, ctx.today, then, about, code) for code in case.coordinating):
            raise refuse("complained_of", "coordinates_case")
    subindex = command.subindex or (ctx.directory.field(field).subindex if field else "")
    law = command.legal_document
    fact = e.Classified(kind, command.subtype, field, subindex or "", command.place or case.place, about, law)
    clocks = _legal_transfer(ctx, replace(case, kind=kind, clocks=_owed(ctx, case, kind)), law)
    return (event(ctx, case, fact, clocks=clocks if clocks != case.clocks else None),)


def _owed(ctx: Context, case: Case, kind: Kind) -> Clocks:
    """The time limit of what it turns out to be, as long as no agency has it: a pothole is no decree, nor the reverse.

    Sent in as praise, which has none, it is owed an answer all the same. Days count from receipt (475/TTg-KSTT point
    3), those on which the submitter was waited for excepted; but a shorter limit cannot be over before it was known.
    """
    running, policy = case.clock("publication"), ctx.policy_of(case)
    if kind is Kind.PRAISE or case.status is Status.ANSWERED:
        return case.clocks
    length = policy.length("publication", kind)
    if running is None:
        if case.kind is not Kind.PRAISE:
            return case.clocks
        waiting = case.clock("forwarding")
        clock = start(ctx, "publication", case.received_on, length)
        return (*case.clocks, recount(ctx, replace(clock, pauses=waiting.pauses if waiting else ())))
    if case.routing or case.rearms or length == policy.length("publication", case.kind):
        return case.clocks
    if length > running.length:
        longer = recount(ctx, replace(running, length=length, steps=()))
        return (*without(case.clocks, "publication"), longer)
    shorter = start(ctx, "publication", ctx.today, length)
    sooner = not running.paused and shorter.due_on < running.due_on
    return (*without(case.clocks, "publication"), shorter) if sooner else case.clocks


def _legal_transfer(ctx: Context, case: Case, law: bool) -> Clocks:
    """CĐ 89/2025: what belongs to the system for legal documents is handed over there within 2 working days."""
    policy, running = ctx.policy_of(case), case.clock("legal_transfer")
    if not law:
        return without(case.clocks, "legal_transfer")
    if running or not policy.has_clock("legal_transfer"):
        return case.clocks
    return (*case.clocks, start(ctx, "legal_transfer", ctx.today, policy.length("legal_transfer", case.kind)))


def write_texts(ctx: Context, case: Case, command: c.WriteTexts) -> tuple[e.Event, ...]:
    own = case.language if case.language in TEXT_LANGUAGES else ""
    return (event(ctx, case, e.TextsWritten(command.language or own or TEXT_LANGUAGES[0])),)


def asked_enough(case: Case, policy: Policy) -> bool:
    """Whether another request to supplement needs a reason (R4-51: avoid two or more)."""
    return case.supplements >= policy.limits["supplement_requests"]


def ask_supplement(ctx: Context, case: Case, command: c.AskSupplement) -> tuple[e.Event, ...]:
    """Everything at once (R4-51). By policy the other clocks wait for the submitter; the total age does not."""
    policy = ctx.policy_of(case)
    again = asked_enough(case, policy)
    if again and not command.reason:
        raise refuse("reason", "missing")
    waiting = start(ctx, "supplement", ctx.today, policy.length("supplement", case.kind))
    paused = pause(ctx, case.clocks) if policy.switches["pause_while_awaiting_supplement"] else case.clocks
    return (event(ctx, case, e.SupplementAsked(again), clocks=(*paused, waiting)),)


def supplement_ended(ctx: Context, case: Case, clock: Clock) -> Clocks:
    """The clocks after nothing came: the pause ends with the limit, on whatever day the overdue check runs."""
    return resume(ctx, without(case.clocks, clock.name), clock.due_on)


def supplement(ctx: Context, case: Case, command: c.Supplement) -> tuple[e.Event, ...]:
    clocks = resume(ctx, without(case.clocks, "supplement"))
    return (event(ctx, case, e.Supplemented(command.attachments), clocks=clocks),)


def refuse_case(ctx: Context, case: Case, command: c.Refuse) -> tuple[e.Event, ...]:
    """Within a policy time it may be contested, once: the letter names the last day."""
    policy = ctx.policy_of(case)
    clocks: Clocks = ()
    if not case.contested and policy.has_clock(CONTEST):
        clocks = (start(ctx, CONTEST, ctx.today, policy.length(CONTEST, case.kind)),)
    return (event(ctx, case, e.Refused(command.reason), clocks=clocks),)


def contest_refusal(ctx: Context, case: Case, command: c.ContestRefusal) -> tuple[e.Event, ...]:
    """Once, and the case goes back to the desk with clocks that start today: another officer looks at it.

    Raises `ContestOver` after the day that the letter named; refusals of earlier versions named none.
    """
    clock = case.clock(CONTEST)
    if clock and ctx.today > clock.due_on:
        raise ContestOver
    clocks = first_clocks(ctx, ctx.policy_of(case), case.kind, ctx.today)
    return (event(ctx, case, e.RefusalContested(), clocks=clocks),)


def redirect(ctx: Context, case: Case, command: c.Redirect) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Redirected(command.reason), clocks=()),)


def forward(ctx: Context, case: Case, command: c.Forward) -> tuple[e.Event, ...]:
    """One lead and any number of coordinating agencies (R3-11); a new routing kills the links of the old one."""
    field = command.field or case.field
    then = replace(case, field=field)
    not_by_itself(ctx, then, command.lead)
    for code in command.coordinating:
        not_by_itself(ctx, then, code, "coordinating")
    if command.lead in command.coordinating:
        raise refuse("coordinating", "is_lead")
    if not field:
        raise refuse("field", "missing")
    led_by_superior(ctx, then, command.lead, explained=bool(command.note))
    again = bool(case.lead)  # what was taken back left no lead behind
    clocks, final = routed(ctx, case, command)
    coordinating = tuple(dict.fromkeys(command.coordinating))
    fact = e.Forwarded(command.lead, coordinating, field, again, final, command.attachments)
    return (event(ctx, case, fact, clocks=clocks),)


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
