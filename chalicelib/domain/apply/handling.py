"""The part of `apply` about a forwarded case: reports and answers, review, returns, leadership, hand-over, opinions."""

from __future__ import annotations

from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.apply.naming import reply_returned
from chalicelib.domain.apply.routing import beside
from chalicelib.domain.case import Case, Pending
from chalicelib.domain.record import replace
from chalicelib.domain.vocabulary import BESIDE, NOTES, OPINION, REPLY, Status

NOTES_KEPT = 4
"""Notes that wait for review at once, since the head is bounded. An older one falls off: it was read by those whom it
was for, and stays unpublished.
"""
# What waits for review does not take a case out of these.
_STAYS = frozenset({Status.TO_REASSIGN, Status.ESCALATED, Status.HANDED_OVER})
# The submitter asked for more: until a leader has decided, a status report does not end that.
_BY_SUBMITTER = frozenset({"not_satisfied", "raised_again"})


def _wait_for_review(case: Case, event: e.Event, type_: str, agency: str) -> Case:
    pending = (*case.pending, Pending(event.seq, type_, agency, event.at.date()))
    if type_ == OPINION or case.status in _STAYS:
        return replace(case, pending=pending)
    return replace(case, status=Status.UNDER_REVIEW, pending=pending, acknowledged=True)


def _noted(case: Case, event: e.Event, type_: str, agency: str = "") -> Case:
    """Words for the public beside the handling. An agency's newer word takes the place of its older one."""
    kept = [item for item in case.pending if (item.type, item.agency) != (type_, agency) or not agency]
    notes = [item for item in kept if item.type in NOTES]
    dropped = notes[: max(0, len(notes) + 1 - NOTES_KEPT)]
    rest = tuple(item for item in kept if item not in dropped)
    return replace(case, pending=(*rest, Pending(event.seq, type_, agency, event.at.date())))


def _without(case: Case, item: int) -> tuple[Pending, ...]:
    return tuple(pending for pending in case.pending if pending.item != item)


def _reviewed(case: Case, pending: tuple[Pending, ...], then: Status) -> Status:
    if case.status in _STAYS:
        return case.status
    if any(item.type not in BESIDE for item in pending):
        return Status.UNDER_REVIEW
    return Status.REOPENED if then is Status.IN_PROCESS and case.ground in _BY_SUBMITTER else then


def _item_published(case: Case, event: e.Event, fact: e.ItemPublished) -> Case:
    pending = _without(case, fact.item)
    if fact.type in NOTES or fact.type == REPLY:
        return replace(case, pending=pending)
    if fact.type == OPINION:
        heard = tuple(number for number in case.invited if str(number) != fact.agency)
        return replace(case, pending=pending, invited=heard)
    if fact.type == "answer":
        return replace(
            case,
            pending=beside(pending),
            status=Status.ANSWERED,
            answered_on=case.answered_on or event.at.date(),
            working_days=fact.working_days if case.working_days is None else case.working_days,
            late=case.late or not fact.on_time,
            returns_in_row=0,
            **_SETTLED,
        )
    status = _reviewed(case, pending, Status.IN_PROCESS)
    rearms = case.rearms + int(fact.rearmed)
    return replace(case, pending=pending, status=status, rearms=rearms, returns_in_row=0)


def _item_returned(case: Case, event: e.Event, fact: e.ItemReturned) -> Case:
    pending = _without(case, fact.item)
    if fact.type in BESIDE:
        unsaid = case.unsaid or fact.type == "directive"
        return reply_returned(replace(case, pending=pending, unsaid=unsaid), fact.item)
    return replace(case, pending=pending, status=_reviewed(case, pending, Status.ANSWER_RETURNED))


def _case_returned(case: Case, event: e.Event, fact: e.CaseReturned) -> Case:
    returned = replace(
        case,
        status=Status.RETURNED,
        returns=case.returns + 1,
        returns_in_row=case.returns_in_row + 1,
        final=fact.decide,
        routing=case.routing + 1,
        pending=beside(case.pending),
    )
    return _noted(returned, event, "reason", fact.agency) if fact.public else returned


# Nothing waits for the leadership any more.
_SETTLED: dict[str, Any] = {"ground": "", "seconded": False, "disagreed": ()}


def _contributed(case: Case, event: e.Event, fact: e.Contributed) -> Case:
    others = tuple(code for code in case.disagreed if code != fact.agency)
    disagreed = (*others, fact.agency) if fact.position == "disagree" else others
    contributed = tuple(dict.fromkeys((*case.contributed, fact.agency)))
    changed = replace(case, contributed=contributed, disagreed=disagreed)
    if fact.public:
        changed = _noted(changed, event, "contribution", fact.agency)
    # Who disagreed has come round before the leader decided: the lead goes on.
    agreed = case.disagreed and not disagreed and case.status is Status.ESCALATED and case.ground == "agencies_disagree"
    return replace(changed, status=Status.IN_PROCESS, **_SETTLED) if agreed else changed


def _extension_answered(case: Case, event: e.Event, fact: e.ExtensionGranted | e.ExtensionRefused) -> Case:
    granted = case.extensions + int(isinstance(fact, e.ExtensionGranted))
    return replace(case, status=Status(case.resume_status or Status.IN_PROCESS), resume_status="", extensions=granted)


def _escalated(case: Case, event: e.Event, fact: e.Escalated | e.EscalationProposed) -> Case:
    seconded = isinstance(fact, e.Escalated) and event.by.role == "focal"
    # That the submitter is not content is why a leader must look at it, whatever others see in it besides.
    ground = case.ground if case.ground in _BY_SUBMITTER else fact.ground
    return replace(case, status=Status.ESCALATED, ground=ground, seconded=case.seconded or seconded, resume_status="")


def _directed(case: Case, event: e.Event, fact: e.Directed) -> Case:
    """A directive to a case that nobody leads yet sends it to the focal office, which forwards it."""
    status = case.status
    if status in (Status.REOPENED, Status.ESCALATED):
        status = Status.IN_PROCESS if case.lead else Status.TO_REASSIGN
    directed = replace(case, status=status, unsaid=False, **_SETTLED)
    waits = fact.public and fact.document_date is None
    return _noted(directed, event, "directive") if waits else directed


def heard_out(case: Case) -> tuple[str, ...]:
    """Coordinating agencies whose word outlives a settlement: who disagreed is asked anew."""
    return tuple(code for code in case.contributed if code not in case.disagreed)


def _settled(case: Case, event: e.Event, fact: e.Settled) -> Case:
    settled = replace(
        case,
        status=Status.FORWARDED if fact.moved else Status.IN_PROCESS,
        lead=fact.lead,
        coordinating=fact.coordinating,
        contributed=tuple(code for code in heard_out(case) if code in fact.coordinating),
        routing=case.routing + int(fact.moved),
        acknowledged=case.acknowledged and not fact.moved,
        final=True,
        unsaid=False,
        pending=beside(case.pending) if fact.moved else case.pending,
        **_SETTLED,
    )
    return _noted(settled, event, "directive") if fact.public else settled


def _handed_over(case: Case, event: e.Event, fact: e.HandedOver) -> Case:
    settled = replace(case, **_SETTLED)
    return replace(settled, status=Status.HANDED_OVER, resume_status="", pending=beside(case.pending))


def _rated(case: Case, event: e.Event, fact: e.Rated) -> Case:
    if fact.rating == "not_satisfied":
        return _reopened(replace(case, rating=fact.rating), "not_satisfied")
    return replace(case, rating=fact.rating, status=Status.CLOSED)


def _reopened(case: Case, ground: str) -> Case:
    return replace(case, status=Status.REOPENED, reopened=case.reopened + 1, ground=ground, seconded=False)


def _withheld(case: Case, event: e.Event, fact: e.Withheld) -> Case:
    if fact.passage:
        return replace(case, passages=(*case.passages, event.seq))
    return replace(case, withheld=tuple(dict.fromkeys((*case.withheld, fact.part))))


def _disclosed(case: Case, event: e.Event, fact: e.Disclosed) -> Case:
    if fact.item:
        return replace(case, passages=tuple(number for number in case.passages if number != fact.item))
    return replace(case, withheld=tuple(part for part in case.withheld if part != fact.part))


HANDLERS: dict[type, Any] = {
    e.StatusReported: lambda case, event, fact: _wait_for_review(case, event, "status", fact.agency),
    e.AnswerGiven: lambda case, event, fact: _wait_for_review(case, event, "answer", fact.agency),
    e.OpinionInvited: lambda case, event, fact: replace(case, invited=(*case.invited, event.seq)),
    e.OpinionGiven: lambda case, event, fact: _wait_for_review(case, event, OPINION, str(fact.invitation)),
    e.ItemPublished: _item_published,
    e.ItemReturned: _item_returned,
    e.CaseReturned: _case_returned,
    e.Contributed: _contributed,
    e.ExtensionRequested: lambda case, event, fact: replace(
        case, status=Status.EXTENSION_REQUESTED, resume_status=case.status
    ),
    e.ExtensionGranted: _extension_answered,
    e.ExtensionRefused: _extension_answered,
    e.EscalationProposed: _escalated,
    e.Escalated: _escalated,
    e.Directed: _directed,
    e.Settled: _settled,
    e.HandedOver: _handed_over,
    e.Rated: _rated,
    e.RaisedAgain: lambda case, event, fact: _reopened(case, "raised_again"),
    e.Withheld: _withheld,
    e.Disclosed: _disclosed,
    e.WithdrawalAsked: lambda case, event, fact: replace(case, withdrawal_asked=True),
    e.WithdrawalDeclined: lambda case, event, fact: replace(case, withdrawal_asked=False),
    e.Withdrawn: lambda case, event, fact: replace(case, status=Status.WITHDRAWN, withdrawal_asked=False),
}
