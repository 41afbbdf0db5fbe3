"""Who of the leadership decides on what: the vice chair in charge of the field, the chair on all (R2-11; design, 1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.directory import Officer, OfficerRole
from chalicelib.domain.named import DECISION_CLOCK, Naming
from chalicelib.domain.policy import Ladder, Recipient
from chalicelib.domain.record import record
from chalicelib.domain.vocabulary import Role

DECISION = "leader_decision"
# The chair's office sees and decides whatever stands before any leader.
_CHAIRS = frozenset({OfficerRole.CHAIR, OfficerRole.ASSISTANT})


@record
class Decision:
    """One thing that a leader is asked to decide: why the case is before him (`ground`), or whom to name.

    `provisional`: the day may still change.
    """

    due_on: date | None
    ground: str = ""
    naming: Naming | None = None
    provisional: bool = False


def decisions(case: Case) -> tuple[Decision, ...]:
    """What of this case waits for a leader, the most urgent first."""
    found = []
    if case.holder[0] is Role.LEADER:
        clock = case.clock(DECISION)
        provisional = clock is not None and clock.provisional
        found.append(Decision(clock.due_on if clock else None, case.ground, provisional=provisional))
    clock = case.clock(DECISION_CLOCK)
    if case.naming and clock:
        found.append(Decision(clock.due_on, naming=case.naming, provisional=clock.provisional))
    return tuple(sorted(found, key=lambda decision: decision.due_on or date.max))


def may_decide(ctx: Context, case: Case, officer: str) -> bool:
    """Whether this officer's desk may show the case: the chair's office all, a vice chair those of his fields."""
    found = next((x for x in ctx.directory.officers if x.id == officer and x.valid_on(ctx.today)), None)
    if found is None:
        return False
    return found.role in _CHAIRS or found in deciders(ctx, case)


def may_look(ctx: Context, case: Case, officer: str) -> bool:
    """Whether a leader's link to the case opens: also for the Government Office, which only looks (R1-12)."""
    officers = ctx.directory.officers_with(OfficerRole.GOVERNMENT_OFFICE, ctx.today)
    return may_decide(ctx, case, officer) or any(found.id == officer for found in officers)


def deciders(ctx: Context, case: Case) -> tuple[Officer, ...]:
    """In whose daily list the case stands: the leader in charge; the chair also where policy's ladder has got to him;
    with the chair, his assistants.
    """
    leader = ctx.directory.leader_in_charge(case.field, ctx.today)
    chairs = ctx.directory.officers_with(OfficerRole.CHAIR, ctx.today)
    found = [leader] if leader else []
    found += chairs if _is_up_to_the_chair(ctx, case) else ()
    if any(officer.role is OfficerRole.CHAIR for officer in found):
        found += ctx.directory.officers_with(OfficerRole.ASSISTANT, ctx.today)
    return tuple(dict.fromkeys(found))


def _is_up_to_the_chair(ctx: Context, case: Case) -> bool:
    taken = {step for clock in case.clocks if clock.name in (DECISION, DECISION_CLOCK) for step in clock.steps}
    return not taken.isdisjoint(_chair_steps(ctx, case))


def _chair_steps(ctx: Context, case: Case) -> Iterator[str]:
    for step in ctx.policy_of(case).ladder(Ladder.LEADER):
        if Recipient.CHAIR in step.recipients:
            yield step.id
