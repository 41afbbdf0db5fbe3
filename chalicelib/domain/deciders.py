"""Who of the leadership decides on what: the vice chair in charge of the field, the chair on all (R2-11; design, 1)."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.directory import Officer, OfficerRole
from chalicelib.domain.named import DECISION_CLOCK
from chalicelib.domain.policy import Ladder, Recipient

DECISION = "leader_decision"
# The chair's office sees and decides whatever stands before any leader.
_CHAIRS = frozenset({OfficerRole.CHAIR, OfficerRole.ASSISTANT})


def may_decide(ctx: Context, case: Case, officer: str) -> bool:
    """Whether this officer's desk may show the case: the chair's office all, a vice chair those of his fields."""
    found = next((x for x in ctx.directory.officers if x.id == officer and x.valid_on(ctx.today)), None)
    if found is None:
        return False
    return found.role in _CHAIRS or found in deciders(ctx, case)


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
