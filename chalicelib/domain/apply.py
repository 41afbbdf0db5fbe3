"""`apply(case, event) -> case`: total, pure, and the only way in which a case changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from chalicelib.domain import apply_handling, undelivered
from chalicelib.domain import events as e
from chalicelib.domain.apply_intake import INTAKE
from chalicelib.domain.apply_naming import BE_NAMED, NAMING, lapsed
from chalicelib.domain.case import Case, Clock, remember
from chalicelib.domain.vocabulary import RefusalReason, Role, Status


def apply(case: Case | None, event: e.Event) -> Case:
    """Return the case after `event`. The first event must be `Received`; all others need a case."""
    if isinstance(event.fact, e.Received):
        changed = _received(event, event.fact)
    elif case is None:
        raise ValueError(f"{event.code} begins with {event.type}")
    else:
        handler = _HANDLERS.get(type(event.fact))
        changed = handler(case, event, event.fact) if handler else case
    if event.clocks is not None:
        changed = replace(changed, clocks=event.clocks)
    changed = undelivered.after(case, event, changed) if case else changed
    changed = replace(lapsed(changed), version=event.seq, last_at=event.at, undoable=_undoable(changed, event))
    return remember(changed, event.request)


def fold(events: Iterable[e.Event]) -> Case | None:
    """The state after all `events` of one case, in order."""
    return reduce(apply, events, None)


def _undoable(case: Case, event: e.Event) -> str:
    if isinstance(event.fact, e.UNDOABLE) and event.by.role is Role.FOCAL:
        return event.by.id
    return case.undoable if isinstance(event.fact, e.MailFailed) else ""


def _received(event: e.Event, fact: e.Received) -> Case:
    return Case(
        code=event.code,
        kind=fact.kind,
        channel=fact.channel,
        submitter_type=fact.submitter_type,
        received_on=fact.received_on,
        origin=fact.origin,
        language=fact.language,
        subtype=fact.subtype,
        field=fact.field,
        place=fact.place,
        named=fact.agency,
        anonymous=fact.anonymous,
        ownership=fact.ownership,
        from_province=fact.from_province,
        split_from=fact.split_from,
        be_named=BE_NAMED in fact.consents,
    )


def _classified(case: Case, event: e.Event, fact: e.Classified) -> Case:
    return replace(
        case,
        kind=fact.kind,
        subtype=fact.subtype,
        field=fact.field,
        subindex=fact.subindex,
        place=fact.place,
        complained_of=fact.complained_of or case.complained_of,
    )


def _supplement_asked(case: Case, event: e.Event, fact: e.SupplementAsked) -> Case:
    waiting = replace(case, status=Status.AWAITING_SUPPLEMENT, resume_status=case.status, proposal="")
    return replace(waiting, supplements=case.supplements + 1)


def _supplemented(case: Case, event: e.Event, fact: e.Supplemented) -> Case:
    # What comes after the limit is welcome too: the case stands in triage again, and the proposal to refuse falls.
    waiting = case.status is Status.AWAITING_SUPPLEMENT
    status = Status(case.resume_status or Status.RECEIVED) if waiting else case.status
    return replace(case, status=status, resume_status="", proposal="")


def _forwarded(case: Case, event: e.Event, fact: e.Forwarded) -> Case:
    # A reopened or escalated case whose agency had ended comes back as such: the leader's decision is still owed.
    waited = case.resume_status if case.status is Status.TO_REASSIGN else ""
    return replace(
        case,
        status=Status(waited or Status.FORWARDED),
        resume_status="",
        to_replace=(),
        lead=fact.lead,
        coordinating=fact.coordinating,
        contributed=(),
        disagreed=(),
        final=fact.final,
        ground=case.ground if waited else "",
        seconded=case.seconded and bool(waited),
        field=fact.field or case.field,
        routing=case.routing + 1,
        acknowledged=False,
        pending=apply_handling.beside(case.pending),
        refused_by="",
        proposal="",
    )


def _succeeded(case: Case, event: e.Event, fact: e.Succeeded) -> Case:
    """What waits for review stays: those words were the predecessor's, and the focal officer may still judge them.

    What a coordinating agency has said counts for its successor.
    """
    if fact.coordinating:
        return replace(
            case,
            coordinating=tuple(code for code in _renamed(case.coordinating, fact) if code != case.lead),
            contributed=_renamed(case.contributed, fact),
            disagreed=_renamed(case.disagreed, fact),
        )
    return replace(
        case,
        status=Status(_afresh(case.status)),
        resume_status=_afresh(case.resume_status),
        lead=fact.new,
        coordinating=tuple(code for code in case.coordinating if code != fact.new),
        routing=case.routing + 1,
        acknowledged=False,
        final=False,
    )


def _renamed(codes: tuple[str, ...], fact: e.Succeeded) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.new if code == fact.old else code for code in codes))


def _afresh(status: str) -> str:
    """The new office has not begun."""
    return Status.FORWARDED.value if status == Status.IN_PROCESS else status


def _reassign_needed(case: Case, event: e.Event, fact: e.ReassignNeeded) -> Case:
    """`lead` stays the office that had it: the record, and the figures, until a person names another."""
    if fact.coordinating:
        rest = tuple(code for code in case.coordinating if code != fact.agency)
        return replace(case, coordinating=rest, to_replace=(*case.to_replace, fact.agency))
    waits = case.status in (Status.REOPENED, Status.ESCALATED)
    return replace(
        case,
        status=Status.TO_REASSIGN,
        resume_status=case.status.value if waits else "",
        routing=case.routing + 1,
        acknowledged=False,
    )


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
    **INTAKE,
    e.Claimed: lambda case, event, fact: replace(case, claimed_by=fact.officer),
    e.Classified: _classified,
    e.TextsWritten: lambda case, event, fact: replace(case, texts=event.seq),
    e.SupplementAsked: _supplement_asked,
    e.Supplemented: _supplemented,
    e.RefusalContested: lambda case, event, fact: replace(case, status=Status.RECEIVED, claimed_by="", contested=True),
    e.Redirected: lambda case, event, fact: replace(case, status=Status.REDIRECTED),
    e.Forwarded: _forwarded,
    e.Succeeded: _succeeded,
    e.ReassignNeeded: _reassign_needed,
    e.Acknowledged: lambda case, event, fact: replace(case, status=Status.IN_PROCESS, acknowledged=True),
    e.SecretRenewed: lambda case, event, fact: replace(
        case, secret_generation=fact.generation, secret_renewed_on=event.at.date()
    ),
    e.Closed: lambda case, event, fact: replace(case, status=Status.CLOSED),
    e.StepReached: _step_reached,
    e.MailFailed: lambda case, event, fact: undelivered.failed(case, fact),
    e.Undone: _undone,
    **apply_handling.HANDLERS,
    **NAMING,
}
