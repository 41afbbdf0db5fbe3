"""Who may do what in which state: one table, read by `decide` and by every page that offers actions."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.case import Actor, Case
from chalicelib.domain.decide import conditions as if_
from chalicelib.domain.decide.conditions import AT_AGENCY, OPEN, TRIAGE
from chalicelib.domain.errors import ActionNotAllowed, SamePerson, UndoOver
from chalicelib.domain.policy import Policy
from chalicelib.domain.record import record
from chalicelib.domain.vocabulary import BEFORE_LEADER, HANDLING, Kind, Role, Status

S = Status


@record
class Rule:
    roles: frozenset[Role]
    statuses: frozenset[Status]
    also: if_.Check = if_.always


def _rule(roles: Role | tuple[Role, ...], statuses: frozenset[Status] | Status, also: if_.Check = if_.always) -> Rule:
    return Rule(
        frozenset(roles if isinstance(roles, tuple) else (roles,)),
        statuses if isinstance(statuses, frozenset) else frozenset({statuses}),
        also,
    )


_FOCAL, _AGENCY, _SUBMITTER = Role.FOCAL, Role.AGENCY, Role.SUBMITTER
_INSPECTORS = (Role.INSPECTORATE, Role.INSPECTORATE_ALTERNATE)
# What decides on a petition: not for the officer who refused it before that was contested.
_DECIDING = frozenset(
    {"claim", "forward", "ask_supplement", "refuse", "redirect", "merge", "split", "answer", "cite_answer", "hand_over"}
)
# All that goes on while a second officer looks at a state secret, and after it was erased.
_DESPITE_PURGE = frozenset({"confirm_purge", "tick", "report_mail_failure", "recompute_deadlines", "succeed"})

# In the order in which an officer meets them: the first ones are what the state asks for next.
RULES: dict[str, Rule] = {
    "review": _rule(_FOCAL, OPEN | {S.CLOSED}, if_.has_pending),
    "claim": _rule(_FOCAL, OPEN, lambda case, actor: case.claimed_by != actor.id),
    "classify": _rule(_FOCAL, OPEN),
    "write_texts": _rule(_FOCAL, OPEN),
    "forward": _rule(_FOCAL, TRIAGE | {S.IN_PROCESS}, if_.may_forward),
    "ask_supplement": _rule(_FOCAL, TRIAGE),
    "refuse": _rule(_FOCAL, TRIAGE | {S.AWAITING_SUPPLEMENT}),
    "redirect": _rule(_FOCAL, TRIAGE | {S.AWAITING_SUPPLEMENT}),
    "merge": _rule(_FOCAL, TRIAGE | {S.AWAITING_SUPPLEMENT}),
    "split": _rule(_FOCAL, TRIAGE),
    "link": _rule(_FOCAL, OPEN),
    "reassign": _rule((_FOCAL, Role.LEADER), HANDLING | {S.HANDED_OVER}, if_.may_reassign),
    "answer": _rule((_FOCAL, _AGENCY), AT_AGENCY | TRIAGE | {S.HANDED_OVER}, if_.may_answer),
    "cite_answer": _rule(_FOCAL, AT_AGENCY | TRIAGE | {S.HANDED_OVER}, if_.may_answer),
    "follow_up": _rule(_FOCAL, S.HANDED_OVER),
    "grant_withdrawal": _rule(_FOCAL, OPEN, lambda case, actor: case.withdrawal_asked),
    "decline_withdrawal": _rule(_FOCAL, OPEN, lambda case, actor: case.withdrawal_asked),
    "grant_extension": _rule(_FOCAL, S.EXTENSION_REQUESTED),
    "refuse_extension": _rule(_FOCAL, S.EXTENSION_REQUESTED),
    "urge": _rule(_FOCAL, HANDLING - {S.UNDER_REVIEW}),
    "escalate": _rule(_FOCAL, HANDLING | {S.RETURNED, S.TO_REASSIGN}, if_.may_escalate),
    "record_directive": _rule(_FOCAL, HANDLING),
    "hand_over": _rule(_FOCAL, HANDLING | TRIAGE, if_.may_hand_over),
    "post_nationally": _rule(_FOCAL, frozenset(Status) - {S.RESTRICTED}, if_.not_posted),
    "invite_opinion": _rule(_FOCAL, HANDLING | {S.HANDED_OVER}, if_.has_text),
    "withhold": _rule(_FOCAL, frozenset(Status) - {S.RESTRICTED}, if_.has_words),
    "disclose": _rule(_FOCAL, frozenset(Status) - {S.RESTRICTED}, if_.keeps_back),
    "propose_naming": _rule(_FOCAL, HANDLING | {S.ANSWERED}, if_.may_propose_naming),
    "decide_naming": _rule((Role.LEADER, _FOCAL), OPEN | {S.CLOSED}, if_.may_decide_naming),
    "retire_naming": _rule(Role.LEADER, frozenset(Status) - {S.RESTRICTED}, if_.may_retire),
    "reply_to_naming": _rule((_AGENCY, Role.COORDINATING, Role.NAMED), OPEN | {S.CLOSED}, if_.may_reply),
    "honour": _rule(Role.LEADER, frozenset({S.ANSWERED, S.CLOSED}), if_.useful),
    "close": _rule(_FOCAL, S.ANSWERED),
    "undo": _rule(_FOCAL, frozenset(Status) - {S.RESTRICTED}, lambda case, actor: case.undoable == actor.id != ""),
    "acknowledge_denunciation": _rule(_INSPECTORS, S.RESTRICTED, lambda case, actor: not case.acknowledged),
    "note": _rule(_INSPECTORS, S.RESTRICTED),
    "release": _rule(_INSPECTORS, S.RESTRICTED),
    # Whenever it is recognised, even in a case that ended; afterwards only an inspector passes it on.
    "restrict": _rule((_FOCAL, *_INSPECTORS), frozenset(Status), if_.own_to_restrict),
    "confirm_purge": _rule(_FOCAL, frozenset(Status) - {S.RESTRICTED}, if_.purge_waits),
    "purge": _rule(_FOCAL, frozenset(Status) - {S.RESTRICTED}),
    "reveal_identity": _rule(_FOCAL, frozenset(Status) - {S.RESTRICTED}, lambda case, actor: not case.anonymous),
    "acknowledge": _rule(_AGENCY, frozenset({S.FORWARDED, S.REOPENED}), lambda case, actor: not case.acknowledged),
    "report_status": _rule(_AGENCY, AT_AGENCY, lambda case, actor: all(item.type != "status" for item in case.pending)),
    "request_extension": _rule(_AGENCY, AT_AGENCY, if_.nothing_waits),
    "return_case": _rule(_AGENCY, if_.RETURNABLE, lambda case, actor: not case.final),
    "propose_escalation": _rule(_AGENCY, AT_AGENCY | {S.ESCALATED, S.EXTENSION_REQUESTED}, if_.may_propose),
    "pass_on": _rule((_AGENCY, Role.COORDINATING), HANDLING),
    "contribute": _rule(Role.COORDINATING, HANDLING),
    "direct": _rule(Role.LEADER, HANDLING, if_.may_direct),
    "settle": _rule(Role.LEADER, BEFORE_LEADER),
    "give_opinion": _rule(Role.EXPERT, OPEN, if_.awaited),
    "rate": _rule(_SUBMITTER, frozenset({S.ANSWERED, S.CLOSED}), if_.rating_open),
    "supplement": _rule(_SUBMITTER, TRIAGE | {S.AWAITING_SUPPLEMENT}, if_.still_wanted),
    "raise_again": _rule(_SUBMITTER, frozenset({S.ANSWERED, S.CLOSED}), lambda case, actor: not case.split),
    "contest_refusal": _rule(_SUBMITTER, S.REFUSED, if_.first_contest),
    "ask_correction": _rule(_SUBMITTER, frozenset(Status) - {S.RESTRICTED, S.WITHDRAWN}, if_.has_text),
    # Whoever is honoured by name may take the name back whenever it is shown.
    "consent": _rule(_SUBMITTER, frozenset(Status) - {S.RESTRICTED}),
    "withdraw": _rule(_SUBMITTER, frozenset({S.RECEIVED, S.AWAITING_SUPPLEMENT}), lambda case, actor: not case.routing),
    "ask_withdrawal": _rule(_SUBMITTER, OPEN - {S.ANSWERED}, if_.may_ask_withdrawal),
    "tick": _rule(Role.SYSTEM, frozenset(Status) - {S.RESTRICTED}),
    "renew_secret": _rule(Role.SYSTEM, frozenset(Status) - {S.RESTRICTED}),
    "report_mail_failure": _rule(Role.SYSTEM, frozenset(Status)),
    "take_in": _rule(Role.SYSTEM, OPEN | {S.CLOSED}),
    "note_repeat": _rule(Role.SYSTEM, OPEN | {S.CLOSED}),
    "recompute_deadlines": _rule(Role.SYSTEM, OPEN | {S.CLOSED}),
    "succeed": _rule(Role.SYSTEM, HANDLING),
}


def allowed(case: Case, actor: Actor, name: str, policy: Policy | None = None) -> bool:
    """Whether `actor` may do `name` now. An agency acts only while it leads (or coordinates) the case.

    `policy`: the one that the case is judged by; without it, caps are not looked at.
    """
    rule = RULES.get(name)
    if rule is None or actor.role not in rule.roles or case.status not in rule.statuses:
        return False
    if actor.role is Role.AGENCY and actor.agency != case.lead:
        return False
    if case.purge and name not in _DESPITE_PURGE:
        return False
    if same_person(case, actor, name) or _judge_of_itself(case, actor, name):
        return False
    if policy and name == "request_extension" and case.extensions >= policy.limits["extensions"]:
        return False
    return rule.also(case, actor)


def same_person(case: Case, actor: Actor, name: str) -> bool:
    """Whether this is a second person's decision, and `actor` was the first one."""
    if name == "confirm_purge":
        return case.purge == actor.id
    contested = case.contested and case.refused_by == actor.id and case.status in TRIAGE | {S.AWAITING_SUPPLEMENT}
    return contested and actor.role is Role.FOCAL and name in _DECIDING


def _judge_of_itself(case: Case, actor: Actor, name: str) -> bool:
    """The focal office does not answer for itself what is said about its own conduct."""
    about_itself = case.kind is Kind.CONDUCT and bool(actor.agency) and case.complained_of == actor.agency
    return about_itself and actor.role is Role.FOCAL and name in ("answer", "cite_answer")


def actions_for(case: Case, actor: Actor, policy: Policy | None = None, today: date | None = None) -> tuple[str, ...]:
    """What to offer. With `today`, nothing whose last day has passed: `decide` says that in words of its own."""
    return tuple(name for name in RULES if allowed(case, actor, name, policy) and not _over(case, name, today))


def _over(case: Case, name: str, today: date | None) -> bool:
    clock = case.clock("contest") if name == "contest_refusal" else None
    return today is not None and clock is not None and today > clock.due_on


def require(case: Case, actor: Actor, name: str, policy: Policy | None = None) -> None:
    if not allowed(case, actor, name, policy):
        rule = RULES.get(name)
        if rule and actor.role in rule.roles and case.status in rule.statuses and same_person(case, actor, name):
            raise SamePerson(f"{name} by {actor.id}")
        if name == "undo" and actor.role is Role.FOCAL and not case.undoable and not case.purge:
            raise UndoOver(f"undo in {case.status}")
        raise ActionNotAllowed(f"{name} in {case.status} by {actor.role}")
