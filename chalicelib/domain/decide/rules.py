"""Who may do what in which state: one table, read by `decide` and by every page that offers actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.case import Actor, Case
from chalicelib.domain.errors import ActionNotAllowed
from chalicelib.domain.vocabulary import FINAL, HANDLING, Role, Status

S = Status
OPEN = frozenset(Status) - FINAL
TRIAGE = frozenset({S.RECEIVED, S.RETURNED, S.TO_REASSIGN})
AT_AGENCY = frozenset({S.FORWARDED, S.IN_PROCESS, S.ANSWER_RETURNED, S.REOPENED, S.UNDER_REVIEW})
Check = Callable[[Case, Actor], bool]


def _always(case: Case, actor: Actor) -> bool:
    return True


def _has_text(case: Case, actor: Actor) -> bool:
    return case.texts > 0


def _has_pending(case: Case, actor: Actor) -> bool:
    return bool(case.pending)


def _not_answering(case: Case, actor: Actor) -> bool:
    return not any(item.type == "answer" for item in case.pending)


def _rating_open(case: Case, actor: Actor) -> bool:
    return case.clock("rating") is not None


def _first_contest(case: Case, actor: Actor) -> bool:
    return not case.contested


@dataclass(frozen=True, slots=True)
class Rule:
    roles: frozenset[Role]
    statuses: frozenset[Status]
    also: Check = _always


def _rule(roles: Role | tuple[Role, ...], statuses: frozenset[Status] | Status, also: Check = _always) -> Rule:
    return Rule(
        frozenset(roles if isinstance(roles, tuple) else (roles,)),
        statuses if isinstance(statuses, frozenset) else frozenset({statuses}),
        also,
    )


_FOCAL, _AGENCY, _SUBMITTER = Role.FOCAL, Role.AGENCY, Role.SUBMITTER

# In the order in which an officer meets them: the first ones are what the state asks for next.
RULES: dict[str, Rule] = {
    "review": _rule(_FOCAL, OPEN, _has_pending),
    "claim": _rule(_FOCAL, OPEN, lambda case, actor: case.claimed_by != actor.id),
    "classify": _rule(_FOCAL, OPEN),
    "write_texts": _rule(_FOCAL, OPEN),
    "forward": _rule(_FOCAL, TRIAGE, _has_text),
    "ask_supplement": _rule(_FOCAL, TRIAGE),
    "refuse": _rule(_FOCAL, TRIAGE | {S.AWAITING_SUPPLEMENT}),
    "redirect": _rule(_FOCAL, TRIAGE | {S.AWAITING_SUPPLEMENT}),
    "merge": _rule(_FOCAL, TRIAGE | {S.AWAITING_SUPPLEMENT}),
    "link": _rule(_FOCAL, OPEN),
    "reassign": _rule(_FOCAL, HANDLING, _has_text),
    "answer": Rule(frozenset({_FOCAL, _AGENCY}), AT_AGENCY | TRIAGE, _not_answering),
    "grant_extension": _rule(_FOCAL, S.EXTENSION_REQUESTED),
    "refuse_extension": _rule(_FOCAL, S.EXTENSION_REQUESTED),
    "urge": _rule(_FOCAL, HANDLING - {S.UNDER_REVIEW}),
    "escalate": _rule(_FOCAL, HANDLING - {S.ESCALATED}),
    "record_directive": _rule(_FOCAL, frozenset({S.REOPENED, S.ESCALATED})),
    "close": _rule(_FOCAL, S.ANSWERED),
    "restrict": _rule(_FOCAL, OPEN),
    "reveal_identity": _rule(_FOCAL, frozenset(Status) - {S.RESTRICTED}),
    "acknowledge": _rule(_AGENCY, frozenset({S.FORWARDED, S.REOPENED}), lambda case, actor: not case.acknowledged),
    "report_status": _rule(_AGENCY, AT_AGENCY, lambda case, actor: all(item.type != "status" for item in case.pending)),
    "request_extension": _rule(_AGENCY, AT_AGENCY, lambda case, actor: not case.pending),
    "return_case": _rule(_AGENCY, frozenset({S.FORWARDED, S.IN_PROCESS, S.ANSWER_RETURNED})),
    "propose_escalation": _rule(_AGENCY, AT_AGENCY, lambda case, actor: not case.pending),
    "pass_on": _rule((_AGENCY, Role.COORDINATING), HANDLING),
    "contribute": _rule(Role.COORDINATING, HANDLING),
    "direct": _rule(Role.LEADER, frozenset({S.REOPENED, S.ESCALATED})),
    "rate": _rule(_SUBMITTER, S.ANSWERED, _rating_open),
    "supplement": _rule(_SUBMITTER, S.AWAITING_SUPPLEMENT),
    "raise_again": _rule(_SUBMITTER, frozenset({S.ANSWERED, S.CLOSED})),
    "contest_refusal": _rule(_SUBMITTER, S.REFUSED, _first_contest),
    "ask_correction": _rule(_SUBMITTER, frozenset(Status) - {S.RESTRICTED, S.WITHDRAWN}, _has_text),
    "consent": _rule(_SUBMITTER, OPEN),
    "withdraw": _rule(_SUBMITTER, frozenset({S.RECEIVED, S.AWAITING_SUPPLEMENT})),
    "tick": _rule(Role.SYSTEM, OPEN | {S.CLOSED}),
    "renew_secret": _rule(Role.SYSTEM, frozenset(Status) - {S.RESTRICTED}),
    "report_mail_failure": _rule(Role.SYSTEM, frozenset(Status)),
    "recompute_deadlines": _rule(Role.SYSTEM, OPEN),
}


def allowed(case: Case, actor: Actor, name: str) -> bool:
    """Whether `actor` may do `name` now. An agency acts only while it leads (or coordinates) the case."""
    rule = RULES.get(name)
    if rule is None or actor.role not in rule.roles or case.status not in rule.statuses:
        return False
    if actor.role is Role.AGENCY and actor.agency != case.lead:
        return False
    if name == "answer" and actor.role is Role.AGENCY and case.status in TRIAGE:
        return False
    if name == "answer" and actor.role is Role.FOCAL and not case.texts:
        return False
    return rule.also(case, actor)


def actions_for(case: Case, actor: Actor) -> tuple[str, ...]:
    return tuple(name for name in RULES if allowed(case, actor, name))


def require(case: Case, actor: Actor, name: str) -> None:
    if not allowed(case, actor, name):
        raise ActionNotAllowed(f"{name} in {case.status} by {actor.role}")
