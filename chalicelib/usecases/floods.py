"""What one side may do only so often a day: each of these writes to somebody, or changes a public page.

Counted in the record itself, so that no counter can be forgotten, reset, or kept about a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Actor, Case
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.usecases.deps import Deps


@dataclass(frozen=True, slots=True)
class _Limit:
    """`fact` at most `most` times on one day by one role and office, told at `field`."""

    fact: type
    most: int
    field: str


LIMITS: dict[type[c.Command], _Limit] = {
    c.AskCorrection: _Limit(e.CorrectionAsked, 3, "content"),
    c.Consent: _Limit(e.ConsentChanged, 5, "consents"),
    c.PassOn: _Limit(e.PassedOn, 5, "email"),
    c.Contribute: _Limit(e.Contributed, 5, "content"),
}


def changes_nothing(deps: Deps, case: Case, actor: Actor, command: c.Command) -> bool:
    """Whether the command says only what stands already. Raises InvalidFields when it was done too often today."""
    limit = LIMITS.get(type(command))
    if limit is None:
        return False
    events = deps.cases.events(case.code)
    if isinstance(command, c.Consent) and set(command.consents) == _consents(events):
        return True
    today = deps.context_today()
    done = (x for x in events if isinstance(x.fact, limit.fact) and vietnam_date(x.at) == today)
    if sum((x.by.role, x.by.agency) == (actor.role, actor.agency) for x in done) >= limit.most:
        raise InvalidFields([FieldError(limit.field, "too_often", limit.most)])
    return False


def _consents(events: list[e.Event]) -> set[str]:
    facts = [x.fact for x in events if isinstance(x.fact, (e.Received, e.ConsentChanged))]
    return set(facts[-1].consents)
