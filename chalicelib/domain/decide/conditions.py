"""What else must hold for an action, besides role and state: small questions about a case and who asks (`rules`)."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.case import PURGED, Actor, Case
from chalicelib.domain.named import KEPT, PROPOSED
from chalicelib.domain.vocabulary import (
    BEFORE_LEADER,
    BESIDE,
    FINAL,
    INSPECTORS,
    TEXT_HIDDEN,
    RefusalReason,
    Role,
    Status,
)

S = Status
OPEN = frozenset(Status) - FINAL
TRIAGE = frozenset({S.RECEIVED, S.RETURNED, S.TO_REASSIGN})
AT_AGENCY = frozenset({S.FORWARDED, S.IN_PROCESS, S.ANSWER_RETURNED, S.REOPENED, S.UNDER_REVIEW})
RETURNABLE = frozenset({S.FORWARDED, S.IN_PROCESS, S.ANSWER_RETURNED})
Check = Callable[[Case, Actor], bool]


def always(case: Case, actor: Actor) -> bool:
    return True


def has_text(case: Case, actor: Actor) -> bool:
    return case.texts > 0


def has_pending(case: Case, actor: Actor) -> bool:
    return bool(case.pending)


def not_answering(case: Case, actor: Actor) -> bool:
    return not any(item.type == "answer" for item in case.pending)


def may_answer(case: Case, actor: Actor) -> bool:
    if actor.role is Role.AGENCY and case.status not in AT_AGENCY:
        return False
    if actor.role is Role.FOCAL and case.status is S.REOPENED and case.lead:
        return False  # the submitter was not content: the agency advises, a leader decides (R2-11)
    return not_answering(case, actor) and (actor.role is Role.AGENCY or case.texts > 0)


def may_forward(case: Case, actor: Actor) -> bool:
    """Nobody has it yet: it stands in triage, or the focal office has so far answered with a promise of its own."""
    return case.texts > 0 and (case.status in TRIAGE or not case.lead)


def may_reassign(case: Case, actor: Actor) -> bool:
    if actor.role is not Role.FOCAL:
        return case.texts > 0 and case.status in BEFORE_LEADER
    return case.texts > 0 and not (case.status is S.IN_PROCESS and may_forward(case, actor))


def may_escalate(case: Case, actor: Actor) -> bool:
    """Once the leader has it, the focal office may add its word, once."""
    return case.texts > 0 and (case.status is not S.ESCALATED or not case.seconded)


def may_propose(case: Case, actor: Actor) -> bool:
    """Advice that is owed waits for nobody. Before the leader, or while an extension is asked for, it is that alone."""
    return bool(case.clock("advice")) or (nothing_waits(case, actor) and case.status in AT_AGENCY)


def may_direct(case: Case, actor: Actor) -> bool:
    """What stands before a leader; and once more, in other words, when the last directive could not be published."""
    return case.status in BEFORE_LEADER or case.unsaid


def nothing_waits(case: Case, actor: Actor) -> bool:
    return all(item.type in BESIDE for item in case.pending)


def may_hand_over(case: Case, actor: Actor) -> bool:
    """What an agency has written is published or returned first: an answer must not fall without a word."""
    return case.texts > 0 and nothing_waits(case, actor)


def awaited(case: Case, actor: Actor) -> bool:
    """An opinion that was asked for and that nobody reviews at the moment."""
    waiting = [item.agency for item in case.pending if item.type == "opinion"]
    return actor.id in map(str, case.invited) and actor.id not in waiting


def not_posted(case: Case, actor: Actor) -> bool:
    return case.clock("national") is not None


def has_words(case: Case, actor: Actor) -> bool:
    """Where the petition itself is not shown, what a leader signed about it still is."""
    shown = case.status not in TEXT_HIDDEN or bool(case.namings or case.honoured)
    return shown and case.texts > 0


def keeps_back(case: Case, actor: Actor) -> bool:
    return has_words(case, actor) and bool(case.withheld or case.passages)


def may_ask_withdrawal(case: Case, actor: Actor) -> bool:
    """Once it was forwarded; until then the submitter needs nobody's consent."""
    return case.routing > 0 and not case.withdrawal_asked


def rating_open(case: Case, actor: Actor) -> bool:
    return case.clock("rating") is not None


def first_contest(case: Case, actor: Actor) -> bool:
    return not case.contested


def still_wanted(case: Case, actor: Actor) -> bool:
    """Until an officer has refused, what comes late is welcome."""
    return case.status is S.AWAITING_SUPPLEMENT or case.proposal == RefusalReason.NO_SUPPLEMENT


def own_to_restrict(case: Case, actor: Actor) -> bool:
    return (actor.role in INSPECTORS) == (case.status is S.RESTRICTED)


def purge_waits(case: Case, actor: Actor) -> bool:
    return case.purge not in ("", PURGED)


def may_propose_naming(case: Case, actor: Actor) -> bool:
    return bool(case.lead) and case.naming is None and len(case.standing) < KEPT


def may_reply(case: Case, actor: Actor) -> bool:
    """Until the decision; afterwards only a reply that came back because of personal data."""
    naming = case.naming_of(actor.agency)
    return naming is not None and not naming.reply and (naming.state == PROPOSED or naming.returned)


def may_decide_naming(case: Case, actor: Actor) -> bool:
    """The Office records what a leader signed: not the officer who proposed it. Nobody judges his own office, whatever
    his role: the chairperson's assistants belong to one, too.
    """
    naming = case.naming
    if naming is None or not case.naming_waits or actor.agency == naming.agency:
        return False
    return actor.role is Role.LEADER or actor.id != naming.by


def may_retire(case: Case, actor: Actor) -> bool:
    return any(one.agency != actor.agency for one in case.standing)


def useful(case: Case, actor: Actor) -> bool:
    return case.answered_on is not None and not case.split
