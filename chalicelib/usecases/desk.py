"""Lists at somebody's desk: an officer's queues, a leader's decisions, a reader's delays, an agency's own cases."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case import Actor, Case
from chalicelib.domain.deciders import may_decide
from chalicelib.domain.listed import LEADER, OVERDUE, agency_list
from chalicelib.domain.queues import DESK_QUEUES, INSPECTORS_QUEUE
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim, Links
from chalicelib.usecases.deps import Deps

PAGE = 50
_LISTS: dict[Role, tuple[str, ...]] = {
    Role.FOCAL: DESK_QUEUES,
    Role.LEADER: (LEADER,),
    Role.READER: (OVERDUE,),
    **{role: (queue,) for role, queue in INSPECTORS_QUEUE.items()},
}


@dataclass(frozen=True, slots=True)
class AgencyCase:
    """One open case of an agency: in which role, and its own link to the case."""

    code: str
    actor: Actor
    href: str


@dataclass(frozen=True, slots=True)
class Desk:
    deps: Deps
    links: Links

    def lists(self, actor: Actor) -> tuple[str, ...]:
        """What this officer's desk shows: a leader has the decisions and nothing else, a clerk nothing."""
        return _LISTS.get(actor.role, ())

    def page(self, actor: Actor, name: str, cursor: str) -> tuple[list[str], str]:
        """Codes on one page of a list that is the actor's own, oldest first, and the next page's cursor."""
        if name == LEADER:
            return self._decisions(actor, cursor)
        if name == OVERDUE:
            return self.deps.cases.listed(OVERDUE, after=cursor, limit=PAGE)
        entries, after = self.deps.cases.queue(name, after=cursor, limit=PAGE)
        return [entry.code for entry in entries], after

    def _decisions(self, actor: Actor, cursor: str) -> tuple[list[str], str]:
        """Of a vice chair's own fields. Reads on until there is something to show."""
        ctx, found = self.deps.context(actor), list[str]()
        while True:
            codes, cursor = self.deps.cases.listed(LEADER, after=cursor, limit=PAGE)
            for case in map(self.deps.cases.load, codes):
                if case is not None and may_decide(ctx, case, actor.id):
                    found.append(case.code)
            if found or not cursor:
                return found, cursor

    def of_agency(self, agency: str, cursor: str) -> tuple[list[AgencyCase], str]:
        """Cases that it leads, coordinates, or is to be named in, each with a fresh link, oldest first."""
        codes, cursor = self.deps.cases.listed(agency_list(agency), after=cursor, limit=PAGE)
        found = []
        for case in map(self.deps.cases.load, codes):
            role = _role_in(case, agency) if case else None
            if case is None or role is None:
                continue
            naming = case.naming_of(agency) if role is Role.NAMED else None
            href = self.links.url(Claim("case", role, agency, case.code, naming.item if naming else case.routing))
            found.append(AgencyCase(case.code, Actor(role, agency, agency), href))
        return found, cursor


def _role_in(case: Case, agency: str) -> Role | None:
    if agency == case.lead:
        return Role.AGENCY
    if agency in case.coordinating:
        return Role.COORDINATING
    return Role.NAMED if case.naming_of(agency) else None
