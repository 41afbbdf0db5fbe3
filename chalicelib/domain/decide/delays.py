"""Whose delay a limit was: read from the record, since the head forgets clocks that ended and whose day it was.

Nobody is blamed for another's days (design, section 2): a limit counts against the agency in whose hands it ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import overdue_from, vietnam_date
from chalicelib.domain.decide.context import Context
from chalicelib.domain.decide.handling import COORDINATION
from chalicelib.domain.decide.ladder import EXPIRES, OVERDUE, whose


def exceeded(ctx: Context, events: Sequence[e.Event], agency: str) -> e.StepReached | None:
    """The newest limit that ended while `agency` had it in hand: the step that says so, or what such a step would say
    of an answer that came late. A contribution that is in is no longer missing; a limit for which the agency was
    proposed to be named once is none any more, unless it never heard of that.
    """
    case: Case | None = None
    found: e.StepReached | None = None
    proposed: list[tuple[str, date | None]] = []
    for event in events:
        fact = event.fact
        if case is not None:
            found = _late(ctx, case, event, agency) or found
        if isinstance(fact, e.Contributed) and fact.agency == agency:
            found = None if found and found.clock == COORDINATION else found
        if isinstance(fact, e.NamingProposed) and fact.agency == agency:
            proposed.append((fact.clock, fact.due_on))
        if isinstance(fact, e.MailFailed) and fact.unheard and case and case.naming and case.naming.agency == agency:
            proposed.pop()
        case = apply(case, event)
    return None if found and (found.clock, found.due_on) in proposed else found


def _late(ctx: Context, case: Case, event: e.Event, agency: str) -> e.StepReached | None:
    """What `event`, which happens to `case`, says of a limit of `agency`."""
    fact = event.fact
    if isinstance(fact, e.StepReached):
        clock = case.clock(fact.clock)
        if fact.clock == COORDINATION and fact.step == EXPIRES:
            return fact if agency in case.coordinating and agency not in case.contributed else None
        return fact if clock and fact.step == OVERDUE and whose(ctx, case, clock) == agency else None
    clock = case.clock("publication")
    if not isinstance(fact, e.AnswerGiven) or clock is None or vietnam_date(event.at) <= clock.due_on:
        return None
    if whose(ctx, case, clock) != agency:  # whoever answered: an office that helps takes no delay over
        return None
    return e.StepReached(clock.name, OVERDUE, overdue_from(clock.due_on), clock.due_on)
