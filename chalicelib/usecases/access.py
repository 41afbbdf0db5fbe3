"""Who is asking: the submitter by code and secret, an office by its signed link."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.deciders import may_decide, may_look
from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.errors import LinkInvalid, LinkSuperseded, NotFound, SecretInvalid
from chalicelib.domain.vocabulary import Role, Status
from chalicelib.ports import Claim, Links
from chalicelib.usecases.deps import Deps

_CODE = re.compile(r"[A-Z]{2,6}\.[0-9]{8}\.[0-9A-Z]{5}")
DESK_ROLES = {
    OfficerRole.FOCAL: Role.FOCAL,
    OfficerRole.CLERK: Role.CLERK,
    OfficerRole.INSPECTORATE: Role.INSPECTORATE,
    OfficerRole.INSPECTORATE_ALTERNATE: Role.INSPECTORATE_ALTERNATE,
    OfficerRole.CHAIR: Role.LEADER,
    OfficerRole.VICE_CHAIR: Role.LEADER,
    OfficerRole.ASSISTANT: Role.LEADER,  # acts for the chair's office, and is named by his own id in the record
    OfficerRole.READER: Role.READER,
}
# Whom the ladder tells beside them, by a link to the one case.
LEADERS = frozenset({OfficerRole.GOVERNMENT_OFFICE})


@dataclass(frozen=True, slots=True)
class Access:
    deps: Deps
    links: Links

    def submitter(self, code: str, secret: str) -> Actor:
        """Raises `SecretInvalid` alike, and after the same work, for an unknown code and for a wrong secret."""
        wanted = code.upper()
        case = self.deps.cases.load(wanted) if _CODE.fullmatch(wanted) else None
        origin = case.origin if case else "0" * 32
        # Earlier secrets stay good: anybody who knows a public code may ask for a new one, and must not be able to
        # lock the submitter out with it.
        generations = range(case.secret_generation + 1 if case else 1)
        matches = [self.deps.secrets.secret_matches(origin, n, secret) for n in generations]
        if case is None or not any(matches) or case.status is Status.RESTRICTED:
            raise SecretInvalid
        return Actor(Role.SUBMITTER)

    def link(self, token: str) -> tuple[Actor, str]:
        """(actor, code) of a link to one case. Raises LinkInvalid, LinkExpired, LinkSuperseded.

        The routing version makes links die when the case goes to another agency: what was forwarded by mistake must
        not stay readable for the wrong office.
        """
        claim = self.links.read(token, "case")
        case = self.deps.cases.load(claim.code)
        if case is None:
            raise LinkInvalid
        return self._case_actor(claim, case), claim.code

    def _case_actor(self, claim: Claim, case: Case) -> Actor:
        if claim.role in (Role.AGENCY, Role.COORDINATING):
            over = claim.routing != case.routing or case.status is Status.WITHDRAWN
            if over or claim.subject not in (case.lead, *case.coordinating):
                raise LinkSuperseded
            return Actor(Role(claim.role), claim.subject, claim.subject)
        closed = case.status is Status.RESTRICTED or bool(case.purge)
        if claim.role == Role.NAMED:
            # Whoever has the case by now: the agency that is to be named may always reply to that.
            naming = case.naming_of(claim.subject)
            if closed or naming is None or naming.item != claim.routing:
                raise LinkSuperseded
            return Actor(Role.NAMED, claim.subject, claim.subject)
        if claim.role == Role.LEADER:
            actor = self._officer(claim, Role.LEADER)
            # Whoever was in charge of another field, before the case was classified anew, is so no more.
            if closed or not may_look(self.deps.context(actor), case, actor.id):
                raise LinkSuperseded
            return actor
        if claim.role == Role.EXPERT:
            if closed:
                raise LinkSuperseded
            return Actor(Role.EXPERT, claim.subject)
        raise LinkInvalid

    def desk(self, token: str) -> tuple[Actor, str]:
        """(officer, code) of a desk link; the code of the case that the mail was about, or "".

        An officer who is no longer on file has no desk any more.
        """
        claim = self.links.read(token, "desk")
        return self._officer(claim, Role(claim.role)), claim.code

    def desk_case(self, token: str, code: str) -> Actor:
        """The officer, for a case that his desk may show. Raises `NotFound` for a vice chair of other fields."""
        actor, _ = self.desk(token)
        if actor.role is Role.LEADER:
            case = self.deps.cases.load(code)
            if case is None or not may_decide(self.deps.context(actor), case, actor.id):
                raise NotFound(code)
        return actor

    def agency(self, token: str) -> str:
        """The agency whose own list this link opens. Raises LinkInvalid, LinkExpired, LinkSuperseded (it ended)."""
        claim = self.links.read(token, "agency")
        if not self.deps.context(SYSTEM).directory.valid_on(claim.subject, self.deps.context_today()):
            raise LinkSuperseded
        return claim.subject

    def _officer(self, claim: Claim, role: Role) -> Actor:
        ctx = self.deps.context(Actor(role))
        for officer in ctx.directory.officers:
            fits = DESK_ROLES.get(officer.role) is role or (role is Role.LEADER and officer.role in LEADERS)
            if fits and officer.id == claim.subject and officer.valid_on(ctx.today):
                return Actor(role, officer.id, officer.agency)
        raise LinkInvalid
