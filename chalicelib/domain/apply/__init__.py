"""`apply(case, event) -> case`: total, pure, and the only way in which a case changes.

The modules of this package hold the handlers by subject; `apply` alone calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain import undelivered
from chalicelib.domain.apply import handling, intake, naming, routing
from chalicelib.domain.case import Case, Clock, remember
from chalicelib.domain.record import replace
from chalicelib.domain.vocabulary import RefusalReason, Role, Status


def apply(case: Case | None, event: e.Event) -> Case:
    """Return the case after `event`. The first event must be `Received`; all others need a case."""
    if isinstance(event.fact, e.Received):
        changed = intake.received(event, event.fact)
    elif case is None:
        raise ValueError(f"{event.code} begins with {event.type}")
    else:
        handler = _HANDLERS.get(type(event.fact))
        changed = handler(case, event, event.fact) if handler else case
    if event.clocks is not None:
        changed = replace(changed, clocks=event.clocks)
    changed = undelivered.after(case, event, changed) if case else changed
    changed = replace(naming.lapsed(changed), version=event.seq, last_at=event.at, undoable=_undoable(changed, event))
    return remember(changed, event.request)


def fold(events: Iterable[e.Event]) -> Case | None:
    """The state after all `events` of one case, in order."""
    return reduce(apply, events, None)


def _undoable(case: Case, event: e.Event) -> str:
    if isinstance(event.fact, e.UNDOABLE) and event.by.role is Role.FOCAL:
        return event.by.id
    return case.undoable if isinstance(event.fact, e.MailFailed) else ""


def _step_reached(case: Case, event: e.Event, fact: e.StepReached) -> Case:
    def taken(clock: Clock) -> Clock:
        return replace(clock, steps=(*clock.steps, fact.step)) if clock.name == fact.clock else clock

    case = replace(case, clocks=tuple(taken(clock) for clock in case.clocks))
    if fact.clock == "supplement" and fact.step == "expired" and case.status is Status.AWAITING_SUPPLEMENT:
        # Nothing came: back to the desk, where an officer confirms the refusal or goes on without it.
        status = Status(case.resume_status or Status.RECEIVED)
        return replace(case, status=status, resume_status="", proposal=RefusalReason.NO_SUPPLEMENT.value)
    return case


def _undone(case: Case, event: e.Event, fact: e.Undone) -> Case:
    """As it was, but for what only counts up: links that went out with a new routing stay dead."""
    routing = case.routing + 1 if case.routing != fact.restored.routing else case.routing
    return replace(fact.restored, routing=routing, bounced=case.bounced, recent=case.recent)


Handler = Callable[[Case, e.Event, Any], Case]

_HANDLERS: dict[type, Handler] = {
    **intake.HANDLERS,
    **routing.HANDLERS,
    **handling.HANDLERS,
    **naming.HANDLERS,
    e.SecretRenewed: lambda case, event, fact: replace(
        case, secret_generation=fact.generation, secret_renewed_on=event.at.date()
    ),
    e.Closed: lambda case, event, fact: replace(case, status=Status.CLOSED),
    e.StepReached: _step_reached,
    e.MailFailed: lambda case, event, fact: undelivered.failed(case, fact),
    e.Undone: _undone,
}
