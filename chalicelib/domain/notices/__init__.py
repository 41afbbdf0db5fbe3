"""Who must be told about an event: pure, so the same question asked again after a crash has the same answer.

QĐ 31/2021 ch. VI: the submitter hears of receipt, of a request to supplement and of the published result. Agencies and
leaders hear of what they have to do. A notice never holds the petition's text or a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.decide.ladder import EXPIRES, OFFICE, ladder_of
from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.named import DECISION_CLOCK
from chalicelib.domain.notices import naming
from chalicelib.domain.notices.addressees import Notice as Notice
from chalicelib.domain.notices.addressees import focal_officer, to_agency, to_leader, to_officer
from chalicelib.domain.notices.intake import JOINED, of_intake, of_office
from chalicelib.domain.policy import Recipient
from chalicelib.domain.vocabulary import BESIDE, UNANSWERED_REFUSALS, Role

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
    e.ExtensionGranted: "extended",
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
    e.MailFailed: "undelivered",
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
_COLLEAGUE = {e.PassedOn: "forwarded"}
_EXPERT = {e.OpinionInvited: "opinion_invited"}
# Beside the tables: what agencies hear when something goes up, or when they have not answered.
_ADVICE, _MISSING = "advice_asked", "contribution_overdue"
# What the focal officer hears when a wait ends; "" of what others hear of, or find on their list.
EXPIRED = {
    "supplement": "step_expired",
    "opinion": "opinion_overdue",
    "acknowledgement": "not_acknowledged",
    "coordination": "",
    "naming_reply": "",
    "rating": "",
}
# What the head of a late office reads instead of what its leader reads.
_TOLD = {"step_request_superior": "step_request_superior_told"}
_OTHERS = {e.ItemPublished, e.Escalated, e.StepReached, e.Restricted, e.PurgeRejected, e.Undone, *JOINED}
NOTIFYING = frozenset({*_SUBMITTER, *_FOCAL, *_LEAD, *_COLLEAGUE, *_EXPERT, *_OTHERS, *naming.NOTIFYING})
# Letters about a restricted case, or one with a state secret in it, name no code and lead nobody outside to the case.
NAMELESS = frozenset({"guidance", "new_denunciation", "state_secret", "purge_asked"})
# A change of the directory, and a mailbox that takes nothing, concern many cases at once; corrections can be asked for
# again and again.
_IN_DIGESTS = frozenset({e.ReassignNeeded, e.Succeeded, e.MailFailed, e.CorrectionAsked})
# Whose words wait for the focal officer's review.
_WRITTEN = (e.AnswerGiven, e.StatusReported)


def may_notify(event: e.Event) -> bool:
    """Whether the event needs an outbox row for the mail consumer."""
    fact = event.fact
    if isinstance(fact, e.Rated) and fact.rating != "not_satisfied":
        return False
    if isinstance(fact, e.StepReached) and fact.superseded:
        return False
    if isinstance(fact, e.Escalated) and fact.unadvised:
        return False
    if isinstance(fact, e.Linked) and not fact.again:
        return False  # for neither of the two anything changes; both pages say it
    if isinstance(fact, e.MailFailed) and not (fact.unreached or fact.unheard):
        return False
    if isinstance(fact, e.Withdrawn) and event.by.role is Role.SUBMITTER:
        return False
    if isinstance(fact, e.StatusReported) and fact.trusted:
        return False
    if isinstance(fact, e.Refused) and fact.reason in UNANSWERED_REFUSALS:
        return False
    if isinstance(fact, e.Undone) and fact.silent:
        return False
    return type(fact) in NOTIFYING


def notices(ctx: Context, before: Case | None, case: Case, event: e.Event) -> tuple[Notice, ...]:
    """All notices of one event. `case` is the fold up to it, `before` the fold up to the one before."""
    if not may_notify(event):
        return ()
    handling, intake = _of_handling(ctx, case, event), of_intake(ctx, before, case, event.fact)
    office, names = of_office(ctx, before, case, event.fact), _of_naming(ctx, case, event)
    found = dict.fromkeys((*_notices(ctx, before, case, event), *handling, *intake, *office, *names))
    own = {(notice.name, notice.id, notice.mailbox) for notice in found if not notice.head}
    # An office and its head with one mailbox read one letter.
    once = (notice for notice in found if not (notice.head and (notice.name, notice.id, notice.mailbox) in own))
    return tuple(notice for notice in once if _exists(ctx, notice))


def _exists(ctx: Context, notice: Notice) -> bool:
    """Nothing is sent to an agency that has ended: its successor hears of the case when it takes over."""
    offices = (Role.AGENCY, Role.COORDINATING, Role.NAMED)
    return notice.role not in offices or ctx.directory.valid_on(notice.id, ctx.today)


def _notices(ctx: Context, before: Case | None, case: Case, event: e.Event) -> Iterator[Notice]:
    kind = type(event.fact)
    if kind in _SUBMITTER and not _part(event.fact):
        # What was contested once is final, and the letter promises no more.
        finally_ = kind is e.Refused and case.contested
        yield Notice("refused_again" if finally_ else _SUBMITTER[kind], Role.SUBMITTER)
    if kind in _FOCAL and not (isinstance(event.fact, _WRITTEN) and event.by.role is Role.FOCAL):
        # Who refused does not judge the contest.
        avoid = case.refused_by if kind is e.RefusalContested else ""
        officer = focal_officer(ctx, case, avoid=avoid)
        unheard = isinstance(event.fact, e.MailFailed) and event.fact.unheard
        name = "naming_undelivered" if unheard else _FOCAL[kind]
        yield to_officer(name, Role.FOCAL, officer, digest=kind in _IN_DIGESTS or _part(event.fact))
    if kind in _LEAD and case.lead and not _beside(event.fact):
        yield to_agency(ctx, _LEAD[kind], case.lead, digest=kind in _IN_DIGESTS)
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
        case e.ItemReturned(type="contribution") as fact if fact.agency in case.coordinating:
            yield to_agency(ctx, "item_returned", fact.agency, role=Role.COORDINATING)
        case e.ItemReturned(type="directive"):
            yield from to_leader(ctx, "item_returned", case)
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


def _of_naming(ctx: Context, case: Case, event: e.Event) -> Iterator[Notice]:
    for letter in naming.letters(event.fact):
        match letter.role:
            case Role.SUBMITTER:
                yield Notice(letter.name, letter.role)
            case Role.FOCAL:
                yield to_officer(letter.name, letter.role, focal_officer(ctx, case))
            case _:
                yield to_agency(ctx, letter.name, letter.agency, role=letter.role)
                yield to_agency(ctx, letter.name, letter.agency, role=letter.role, head=True)


def _part(fact: e.Fact) -> bool:
    """Receipt of one point of a bulk petition: its submitter hears of all of them at once."""
    return isinstance(fact, e.Received) and bool(fact.split_from)


def _beside(fact: e.Fact) -> bool:
    """What does not concern the lead: a succession of another agency, an expert's words that come back."""
    return (isinstance(fact, e.Succeeded) and fact.coordinating) or (
        isinstance(fact, e.ItemReturned) and fact.type in BESIDE
    )


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


def _step(ctx: Context, case: Case, fact: e.StepReached) -> Iterator[Notice]:
    if fact.step == EXPIRES:
        name = EXPIRED.get(fact.clock)
        if name:
            yield to_officer(name, Role.FOCAL, focal_officer(ctx, case), digest=True)
        return
    clock = case.clock(fact.clock)
    if clock is None:
        return
    if clock.name == "supplement":
        yield Notice("supplement_reminder", Role.SUBMITTER)
        return
    steps = ctx.policy_of(case).ladder(ladder_of(ctx, case, clock))
    step = next((item for item in steps if item.id == fact.step), None)
    for recipient in step.recipients if step else ():
        yield from _recipient(ctx, case, clock.name, fact.step, recipient)


def _urged(case: Case, clock: str) -> tuple[Role, str]:
    """Whose time it is: the holder's, unless the limit is an office's own."""
    if clock in OFFICE:
        return Role.FOCAL, ""
    return (Role.LEADER, "") if clock == DECISION_CLOCK else case.holder


def _recipient(ctx: Context, case: Case, clock: str, step: str, recipient: Recipient) -> Iterator[Notice]:
    name = f"step_{step}"
    role, agency = _urged(case, clock)
    focal = ctx.policy.focal_agency(case.kind, ctx.today)
    match recipient:
        case Recipient.HOLDER if role is Role.AGENCY:
            yield to_agency(ctx, name, agency, digest=True)
        case Recipient.HOLDER if role is Role.LEADER:
            yield from to_leader(ctx, name, case, digest=True)
        case Recipient.HOLDER:
            yield to_officer(name, Role.FOCAL, focal_officer(ctx, case), digest=True)
        case Recipient.HOLDER_HEAD:
            # Of an office that the province can only request: it hears that this is done, the leader that it is due.
            yield to_agency(ctx, _TOLD.get(name, name), agency or focal, head=True, digest=True)
        case Recipient.PPC_OFFICE:
            yield to_agency(ctx, name, focal, head=True, digest=True)
        case Recipient.VICE_CHAIR:
            yield from to_leader(ctx, name, case, digest=True)
        case Recipient.CHAIR | Recipient.GOVERNMENT_OFFICE:
            wanted = OfficerRole.CHAIR if recipient is Recipient.CHAIR else OfficerRole.GOVERNMENT_OFFICE
            officers = ctx.directory.officers_with(wanted, ctx.today)
            yield to_officer(name, Role.LEADER, officers[0] if officers else None, digest=True)
        case Recipient.READERS:
            for officer in ctx.directory.officers_with(OfficerRole.READER, ctx.today):
                yield to_officer(name, Role.READER, officer, digest=True)
