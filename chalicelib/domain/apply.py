"""`apply(case, event) -> case`: total, pure, and the only way in which a case changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Clock, Pending, remember
from chalicelib.domain.vocabulary import Status


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
    return remember(replace(changed, version=event.seq, last_at=event.at), event.request)


def fold(events: Iterable[e.Event]) -> Case | None:
    """The state after all `events` of one case, in order."""
    return reduce(apply, events, None)


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
        complained_of=fact.agency,
    )


def _classified(case: Case, event: e.Event, fact: e.Classified) -> Case:
    return replace(
        case, kind=fact.kind, subtype=fact.subtype, field=fact.field, subindex=fact.subindex, place=fact.place
    )


def _supplement_asked(case: Case, event: e.Event, fact: e.SupplementAsked) -> Case:
    return replace(case, status=Status.AWAITING_SUPPLEMENT, resume_status=case.status, supplements=case.supplements + 1)


def _supplemented(case: Case, event: e.Event, fact: e.Supplemented) -> Case:
    return replace(case, status=Status(case.resume_status or Status.RECEIVED), resume_status="")


def _forwarded(case: Case, event: e.Event, fact: e.Forwarded) -> Case:
    return replace(
        case,
        status=Status.FORWARDED,
        lead=fact.lead,
        coordinating=fact.coordinating,
        field=fact.field or case.field,
        routing=case.routing + 1,
        acknowledged=False,
        pending=(),
    )


def _wait_for_review(case: Case, event: e.Event, type_: str, agency: str) -> Case:
    item = Pending(event.seq, type_, agency, event.at.date())
    return replace(case, status=Status.UNDER_REVIEW, pending=(*case.pending, item), acknowledged=True)


def _without(case: Case, item: int) -> tuple[Pending, ...]:
    return tuple(pending for pending in case.pending if pending.item != item)


def _item_published(case: Case, event: e.Event, fact: e.ItemPublished) -> Case:
    pending = _without(case, fact.item)
    if fact.type == "answer":
        return replace(
            case,
            pending=(),
            status=Status.ANSWERED,
            answered_on=case.answered_on or event.at.date(),
            working_days=fact.working_days if case.working_days is None else case.working_days,
            late=case.late or not fact.on_time,
        )
    status = Status.UNDER_REVIEW if pending else Status.IN_PROCESS
    return replace(case, pending=pending, status=status, rearms=case.rearms + 1)


def _item_returned(case: Case, event: e.Event, fact: e.ItemReturned) -> Case:
    pending = _without(case, fact.item)
    status = Status.UNDER_REVIEW if pending else Status.ANSWER_RETURNED
    return replace(case, pending=pending, status=status)


def _extension_answered(case: Case, event: e.Event, fact: e.ExtensionGranted | e.ExtensionRefused) -> Case:
    return replace(case, status=Status(case.resume_status or Status.IN_PROCESS), resume_status="")


def _rated(case: Case, event: e.Event, fact: e.Rated) -> Case:
    if fact.rating == "not_satisfied":
        return replace(case, rating=fact.rating, status=Status.REOPENED, reopened=case.reopened + 1)
    return replace(case, rating=fact.rating, status=Status.CLOSED)


def _raised_again(case: Case, event: e.Event, fact: e.RaisedAgain) -> Case:
    return replace(case, status=Status.REOPENED, reopened=case.reopened + 1)


def _step_reached(case: Case, event: e.Event, fact: e.StepReached) -> Case:
    def taken(clock: Clock) -> Clock:
        return replace(clock, steps=(*clock.steps, fact.step)) if clock.name == fact.clock else clock

    return replace(case, clocks=tuple(taken(clock) for clock in case.clocks))


def _mail_failed(case: Case, event: e.Event, fact: e.MailFailed) -> Case:
    return case if fact.to in case.bounced else replace(case, bounced=(*case.bounced, fact.to)[-4:])


Handler = Callable[[Case, e.Event, Any], Case]

_HANDLERS: dict[type, Handler] = {
    e.Claimed: lambda case, event, fact: replace(case, claimed_by=fact.officer),
    e.Classified: _classified,
    e.TextsWritten: lambda case, event, fact: replace(case, texts=event.seq),
    e.SupplementAsked: _supplement_asked,
    e.Supplemented: _supplemented,
    e.Refused: lambda case, event, fact: replace(case, status=Status.REFUSED),
    e.RefusalContested: lambda case, event, fact: replace(case, status=Status.RECEIVED, claimed_by="", contested=True),
    e.Redirected: lambda case, event, fact: replace(case, status=Status.REDIRECTED),
    e.Restricted: lambda case, event, fact: replace(
        case, status=Status.RESTRICTED, routing=case.routing + 1, pending=(), clocks=()
    ),
    e.Merged: lambda case, event, fact: replace(case, status=Status.MERGED, merged_into=fact.into),
    e.Forwarded: _forwarded,
    e.Acknowledged: lambda case, event, fact: replace(case, status=Status.IN_PROCESS, acknowledged=True),
    e.StatusReported: lambda case, event, fact: _wait_for_review(case, event, "status", fact.agency),
    e.AnswerGiven: lambda case, event, fact: _wait_for_review(case, event, "answer", fact.agency),
    e.ItemPublished: _item_published,
    e.ItemReturned: _item_returned,
    e.CaseReturned: lambda case, event, fact: replace(
        case, status=Status.RETURNED, returns=case.returns + 1, routing=case.routing + 1, pending=()
    ),
    e.ExtensionRequested: lambda case, event, fact: replace(
        case, status=Status.EXTENSION_REQUESTED, resume_status=case.status
    ),
    e.ExtensionGranted: _extension_answered,
    e.ExtensionRefused: _extension_answered,
    e.Escalated: lambda case, event, fact: replace(case, status=Status.ESCALATED),
    e.Directed: lambda case, event, fact: replace(case, status=Status.IN_PROCESS),
    e.Rated: _rated,
    e.RaisedAgain: _raised_again,
    e.SecretRenewed: lambda case, event, fact: replace(
        case, secret_generation=fact.generation, secret_renewed_on=event.at.date()
    ),
    e.Withdrawn: lambda case, event, fact: replace(case, status=Status.WITHDRAWN),
    e.Closed: lambda case, event, fact: replace(case, status=Status.CLOSED),
    e.StepReached: _step_reached,
    e.MailFailed: _mail_failed,
}
