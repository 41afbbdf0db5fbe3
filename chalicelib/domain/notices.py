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
from chalicelib.domain.decide.ladder import OFFICE, ladder_of
from chalicelib.domain.directory import Officer, OfficerRole
from chalicelib.domain.policy import Recipient
from chalicelib.domain.vocabulary import HANDLING, UNANSWERED_REFUSALS, RestrictGround, Role, Status


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
    e.HandedOver: "handed_over",
    e.WithdrawalDeclined: "withdrawal_declined",
    e.Withdrawn: "withdrawn",
    e.Merged: "merged",
    e.PurgeAsked: "state_secret",
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
    e.OpinionGiven: "to_review",
    e.WithdrawalAsked: "withdrawal_asked",
    e.ReassignNeeded: "reassign_needed",
    e.Released: "case_released",
}
_LEAD = {
    e.Forwarded: "forwarded",
    e.Succeeded: "forwarded",
    e.ItemReturned: "item_returned",
    e.ExtensionGranted: "extension_granted",
    e.ExtensionRefused: "extension_refused",
    e.Urged: "urged",
    e.Directed: "directed",
    e.Settled: "directed",
    e.Contributed: "contribution",
    e.Rated: "reopened",
    e.RaisedAgain: "reopened",
}
_LEADER = {
    e.Rated: "decide_reopened",
    e.RaisedAgain: "decide_reopened",
    e.Escalated: "decide_escalated",
    e.EscalationProposed: "decide_escalated",
}
_COLLEAGUE = {e.PassedOn: "forwarded"}
_EXPERT = {e.OpinionInvited: "opinion_invited"}
# Beside the tables: what agencies hear when something goes up, or when they have not answered.
_ADVICE, _MISSING = "advice_asked", "contribution_overdue"
_EXPIRED = {"opinion": "opinion_overdue"}
_OTHERS = {e.ItemPublished, e.StepReached, e.Restricted, e.PurgeRejected}
NOTIFYING = frozenset({*_SUBMITTER, *_FOCAL, *_LEAD, *_LEADER, *_COLLEAGUE, *_EXPERT, *_OTHERS})
# Letters about a restricted case name no code and lead to no case.
NAMELESS = frozenset({"guidance", "new_denunciation"})
# A change of the directory concerns many cases at once; contributions come from several agencies on one day.
_IN_DIGESTS = frozenset({e.ReassignNeeded, e.Succeeded})
# Whose words wait for the focal officer's review.
_WRITTEN = (e.AnswerGiven, e.StatusReported)


def may_notify(event: e.Event) -> bool:
    """Whether the event needs an outbox row for the mail consumer."""
    fact = event.fact
    if isinstance(fact, e.Rated) and fact.rating != "not_satisfied":
        return False
    if isinstance(fact, e.StepReached) and fact.superseded:
        return False
    if isinstance(fact, e.Withdrawn) and event.by.role is Role.SUBMITTER:
        return False
    if isinstance(fact, e.StatusReported) and fact.trusted:
        return False
    if isinstance(fact, e.Refused) and fact.reason in UNANSWERED_REFUSALS:
        return False
    return type(fact) in NOTIFYING


def notices(ctx: Context, before: Case | None, case: Case, event: e.Event) -> tuple[Notice, ...]:
    """All notices of one event. `case` is the fold up to it, `before` the fold up to the one before."""
    if not may_notify(event):
        return ()
    handling, intake = _of_handling(ctx, case, event), _of_intake(ctx, before, case, event)
    found = dict.fromkeys((*_notices(ctx, before, case, event), *handling, *intake))
    return tuple(notice for notice in found if _exists(ctx, notice))


def _exists(ctx: Context, notice: Notice) -> bool:
    """Nothing is sent to an agency that has ended: its successor hears of the case when it takes over."""
    return notice.role not in (Role.AGENCY, Role.COORDINATING) or ctx.directory.valid_on(notice.id, ctx.today)


def _notices(ctx: Context, before: Case | None, case: Case, event: e.Event) -> Iterator[Notice]:
    kind = type(event.fact)
    if kind in _SUBMITTER:
        yield Notice(_SUBMITTER[kind], Role.SUBMITTER)
    if kind in _FOCAL and not (isinstance(event.fact, _WRITTEN) and event.by.role is Role.FOCAL):
        # Who refused does not judge the contest.
        avoid = case.refused_by if kind is e.RefusalContested else ""
        officer = focal_officer(ctx, case, avoid=avoid)
        yield _to_officer(_FOCAL[kind], Role.FOCAL, officer, digest=kind in _IN_DIGESTS)
    if kind in _LEAD and case.lead and not _beside(event.fact):
        yield to_agency(ctx, _LEAD[kind], case.lead, digest=kind in _IN_DIGESTS)
    if kind in _LEADER:
        yield from _to_leader(ctx, _LEADER[kind], case)
    if isinstance(event.fact, (e.Forwarded, e.Succeeded)):
        yield from _routed(ctx, before, case, event.fact)
    if isinstance(event.fact, e.PassedOn):
        role = Role.AGENCY if event.fact.agency == case.lead else Role.COORDINATING
        yield Notice("forwarded", role, event.fact.agency)
    if isinstance(event.fact, e.StepReached):
        yield from _step(ctx, case, event.fact)


def _of_handling(ctx: Context, case: Case, event: e.Event) -> Iterator[Notice]:
    match event.fact:
        case e.ItemPublished(type="answer"):
            yield Notice("answered", Role.SUBMITTER)
        case e.ItemPublished(type="status"):
            yield Notice("status_published", Role.SUBMITTER)
        case e.ItemReturned(type="opinion") as fact:
            yield Notice("item_returned", Role.EXPERT, fact.agency)
        case e.OpinionInvited():
            yield Notice(_EXPERT[e.OpinionInvited], Role.EXPERT, str(event.seq))
        case e.Escalated() if case.clock("advice"):
            yield to_agency(ctx, _ADVICE, case.lead)
        case e.Settled(moved=True) as fact:
            yield from (to_agency(ctx, "coordinate", code, role=Role.COORDINATING) for code in fact.coordinating)
        case e.StepReached(clock="coordination"):
            missing = [code for code in case.coordinating if code not in case.contributed]
            yield from (to_agency(ctx, _MISSING, code, role=Role.COORDINATING, digest=True) for code in missing)
        case _:
            return


def _of_intake(ctx: Context, before: Case | None, case: Case, event: e.Event) -> Iterator[Notice]:
    match event.fact:
        case e.Restricted(ground=ground):
            moved = before is not None and before.status is Status.RESTRICTED
            if ground == RestrictGround.DENUNCIATION and not moved:
                yield Notice("guidance", Role.SUBMITTER)
            role = Role.INSPECTORATE_ALTERNATE if case.against else Role.INSPECTORATE
            for officer in ctx.directory.officers_with(OfficerRole(role.value), ctx.today):
                yield _to_officer("new_denunciation", role, officer)
        case e.PurgeAsked(officer=first):
            officers = [o for o in ctx.directory.officers_with(OfficerRole.FOCAL, ctx.today) if o.id != first]
            for officer in officers:
                yield _to_officer("purge_asked", Role.FOCAL, officer)
        case e.PurgeRejected() if case.lead and case.status in HANDLING:
            yield to_agency(ctx, "forwarded", case.lead)
            for code in case.coordinating:
                yield to_agency(ctx, "coordinate", code, role=Role.COORDINATING)
        case _:
            return


def _beside(fact: e.Fact) -> bool:
    """What does not concern the lead: a succession of another agency, an expert's words that come back."""
    return (isinstance(fact, e.Succeeded) and fact.coordinating) or (
        isinstance(fact, e.ItemReturned) and fact.type == "opinion"
    )


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
    if not ctx.directory.has_agency(code):
        return Notice(name, role, code, "", digest, head)
    agency = ctx.directory.agency(code)
    mailbox = agency.head_mailbox if head else agency.focal_mailbox
    return Notice(name, role, code, mailbox or agency.mailbox, digest, head)


def _routed(ctx: Context, before: Case | None, case: Case, fact: e.Forwarded | e.Succeeded) -> Iterator[Notice]:
    """New links to all who coordinate under a new lead, since the former links died.

    A coordinating agency's successor gets one unless it was in the case already.
    """
    many = isinstance(fact, e.Succeeded)
    if isinstance(fact, e.Forwarded) or not fact.coordinating:
        for code in case.coordinating:
            yield to_agency(ctx, "coordinate", code, role=Role.COORDINATING, digest=many)
    elif before and fact.new not in (before.lead, *before.coordinating):
        yield to_agency(ctx, "coordinate", fact.new, role=Role.COORDINATING, digest=True)


def _to_leader(ctx: Context, name: str, case: Case, *, digest: bool = False) -> Iterator[Notice]:
    leader = ctx.directory.leader_in_charge(case.field, ctx.today)
    yield _to_officer(name, Role.LEADER, leader, digest=digest)


def _step(ctx: Context, case: Case, fact: e.StepReached) -> Iterator[Notice]:
    if fact.step == "expired" and fact.clock != "coordination":
        name = _EXPIRED.get(fact.clock, "step_expired")
        yield _to_officer(name, Role.FOCAL, focal_officer(ctx, case), digest=True)
        return
    clock = case.clock(fact.clock)
    if clock is None:
        return
    if clock.name == "supplement":
        yield Notice("supplement_reminder", Role.SUBMITTER)
        return
    steps = ctx.policy.ladder(ladder_of(ctx, case, clock))
    step = next((item for item in steps if item.id == fact.step), None)
    for recipient in step.recipients if step else ():
        yield from _recipient(ctx, case, clock.name, fact.step, recipient)


def _recipient(ctx: Context, case: Case, clock: str, step: str, recipient: Recipient) -> Iterator[Notice]:
    name = f"step_{step}"
    role, agency = case.holder
    if clock in OFFICE:
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
