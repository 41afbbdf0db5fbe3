"""Who must be told about an event: pure, so the same question asked again after a crash has the same answer.

QĐ 31/2021 ch. VI: the submitter hears of receipt, of a request to supplement and of the published result. Agencies and
leaders hear of what they have to do. A notice never holds the petition's text or a person.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.decide.ladder import ladder_of
from chalicelib.domain.directory import Officer, OfficerRole
from chalicelib.domain.policy import Recipient
from chalicelib.domain.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Notice:
    """`name` is the letter's template; `role` and `id` say to whom: an officer's id, an agency's code, or nothing for
    the submitter. `mailbox` is "" where it is sealed (submitter, colleague) or not on file. `digest`: may share one
    mail with others of its kind to the same mailbox.
    """

    name: str
    role: Role
    id: str = ""
    mailbox: str = ""
    digest: bool = False
    head: bool = False

    @property
    def key(self) -> str:
        """Names the notice among those of one event, in the outbox row and in delivery events."""
        return "-".join(part for part in (self.name, self.role.value, self.id, "head" if self.head else "") if part)


_SUBMITTER = {
    e.Received: "received",
    e.SupplementAsked: "supplement_asked",
    e.Refused: "refused",
    e.Redirected: "redirected",
    e.SecretRenewed: "new_secret",
}
_FOCAL = {
    e.Received: "new_case",
    e.Supplemented: "supplemented",
    e.RefusalContested: "refusal_contested",
    e.StatusReported: "to_review",
    e.AnswerGiven: "to_review",
    e.CaseReturned: "case_returned",
    e.ExtensionRequested: "extension_requested",
    e.EscalationProposed: "escalation_proposed",
    e.CorrectionAsked: "correction_asked",
    e.Contributed: "contributed",
}
_LEAD = {
    e.Forwarded: "forwarded",
    e.ItemReturned: "item_returned",
    e.ExtensionGranted: "extension_granted",
    e.ExtensionRefused: "extension_refused",
    e.Urged: "urged",
    e.Directed: "directed",
    e.Rated: "reopened",
    e.RaisedAgain: "reopened",
}
_LEADER = {e.Rated: "decide_reopened", e.RaisedAgain: "decide_reopened", e.Escalated: "decide_escalated"}
_COLLEAGUE = {e.PassedOn: "forwarded"}
NOTIFYING = frozenset({*_SUBMITTER, *_FOCAL, *_LEAD, *_LEADER, *_COLLEAGUE, e.ItemPublished, e.StepReached})


def may_notify(event: e.Event) -> bool:
    """Whether the event needs an outbox row for the mail consumer."""
    fact = event.fact
    if isinstance(fact, e.Rated) and fact.rating != "not_satisfied":
        return False
    if isinstance(fact, e.StepReached) and fact.superseded:
        return False
    return type(fact) in NOTIFYING


def notices(ctx: Context, before: Case | None, case: Case, event: e.Event) -> tuple[Notice, ...]:
    """All notices of one event. `case` is the fold up to it, `before` the fold up to the one before."""
    if not may_notify(event):
        return ()
    return tuple(dict.fromkeys(_notices(ctx, before, case, event)))


def _notices(ctx: Context, before: Case | None, case: Case, event: e.Event) -> Iterator[Notice]:
    kind = type(event.fact)
    if kind in _SUBMITTER:
        yield Notice(_SUBMITTER[kind], Role.SUBMITTER)
    if kind in _FOCAL and not (isinstance(event.fact, e.AnswerGiven) and event.by.role is Role.FOCAL):
        avoid = before.claimed_by if before and kind is e.RefusalContested else ""
        yield _to_officer(_FOCAL[kind], Role.FOCAL, focal_officer(ctx, case, avoid=avoid))
    if kind in _LEAD and case.lead:
        yield to_agency(ctx, _LEAD[kind], case.lead)
    if kind in _LEADER:
        yield from _to_leader(ctx, _LEADER[kind], case)
    if isinstance(event.fact, e.Forwarded):
        for code in event.fact.coordinating:
            yield to_agency(ctx, "coordinate", code, role=Role.COORDINATING)
    if isinstance(event.fact, e.PassedOn):
        role = Role.AGENCY if event.fact.agency == case.lead else Role.COORDINATING
        yield Notice("forwarded", role, event.fact.agency)
    if isinstance(event.fact, e.ItemPublished):
        yield Notice("answered" if event.fact.type == "answer" else "status_published", Role.SUBMITTER)
    if isinstance(event.fact, e.StepReached):
        yield from _step(ctx, case, event.fact)


def focal_officer(ctx: Context, case: Case, *, avoid: str = "") -> Officer | None:
    """The officer who claimed the case, else one drawn by its code, so that new cases spread evenly."""
    officers = [o for o in ctx.directory.officers_with(OfficerRole.FOCAL, ctx.today) if o.id != avoid]
    claimed = next((o for o in officers if o.id == case.claimed_by), None)
    if claimed or not officers:
        return claimed
    return officers[zlib.crc32(case.code.encode()) % len(officers)]


def _to_officer(name: str, role: Role, officer: Officer | None, *, digest: bool = False) -> Notice:
    if officer is None:
        return Notice(name, role)
    return Notice(name, role, officer.id, officer.mailbox, digest)


def to_agency(
    ctx: Context, name: str, code: str, *, role: Role = Role.AGENCY, head: bool = False, digest: bool = False
) -> Notice:
    agency = ctx.directory.agency(code)
    mailbox = agency.head_mailbox if head else agency.focal_mailbox
    return Notice(name, role, code, mailbox or agency.mailbox, digest, head)


def _to_leader(ctx: Context, name: str, case: Case, *, digest: bool = False) -> Iterator[Notice]:
    leader = ctx.directory.leader_in_charge(case.field, ctx.today)
    yield _to_officer(name, Role.LEADER, leader, digest=digest)


def _step(ctx: Context, case: Case, fact: e.StepReached) -> Iterator[Notice]:
    clock = case.clock(fact.clock)
    if clock is None:
        return
    if fact.step == "expired":
        yield _to_officer("step_expired", Role.FOCAL, focal_officer(ctx, case), digest=True)
        return
    steps = ctx.policy.ladder(ladder_of(ctx, case, clock))
    step = next((item for item in steps if item.id == fact.step), None)
    for recipient in step.recipients if step else ():
        yield from _recipient(ctx, case, clock.name, fact.step, recipient)


def _recipient(ctx: Context, case: Case, clock: str, step: str, recipient: Recipient) -> Iterator[Notice]:
    name = f"step_{step}"
    role, agency = case.holder
    if clock == "forwarding":
        role, agency = Role.FOCAL, ""
    focal = ctx.policy.focal_agency(case.kind, ctx.today)
    match recipient:
        case Recipient.HOLDER if role is Role.AGENCY:
            yield to_agency(ctx, name, agency, digest=True)
        case Recipient.HOLDER if role is Role.LEADER:
            yield from _to_leader(ctx, name, case, digest=True)
        case Recipient.HOLDER:
            yield _to_officer(name, Role.FOCAL, focal_officer(ctx, case), digest=True)
        case Recipient.HOLDER_HEAD:
            yield to_agency(ctx, name, agency or focal, head=True, digest=True)
        case Recipient.PPC_OFFICE:
            yield to_agency(ctx, name, focal, head=True, digest=True)
        case Recipient.VICE_CHAIR:
            yield from _to_leader(ctx, name, case, digest=True)
        case Recipient.CHAIR | Recipient.GOVERNMENT_OFFICE:
            wanted = OfficerRole.CHAIR if recipient is Recipient.CHAIR else OfficerRole.GOVERNMENT_OFFICE
            officers = ctx.directory.officers_with(wanted, ctx.today)
            yield _to_officer(name, Role.LEADER, officers[0] if officers else None, digest=True)
