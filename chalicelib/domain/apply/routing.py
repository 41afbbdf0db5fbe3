"""The part of `apply` about who has the case: forwarded, acknowledged, succeeded by another office, reassigned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Pending
from chalicelib.domain.record import replace
from chalicelib.domain.vocabulary import BESIDE, Status


def beside(pending: tuple[Pending, ...]) -> tuple[Pending, ...]:
    """What goes on waiting for review whatever becomes of the handling."""
    return tuple(item for item in pending if item.type in BESIDE)


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
        pending=beside(case.pending),
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


HANDLERS: dict[type, Callable[[Case, e.Event, Any], Case]] = {
    e.Forwarded: _forwarded,
    e.Succeeded: _succeeded,
    e.ReassignNeeded: _reassign_needed,
    e.Acknowledged: lambda case, event, fact: replace(case, status=Status.IN_PROCESS, acknowledged=True),
}
