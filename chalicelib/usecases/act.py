"""Anybody's action on an existing case: read, decide, write once; again if somebody else was faster."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.decide import decide
from chalicelib.domain.decide.delays import exceeded
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.decide.restricted import interrupted
from chalicelib.domain.decide.rules import require
from chalicelib.domain.decide.undoing import last_decision
from chalicelib.domain.deciders import may_decide
from chalicelib.domain.errors import ActionNotAllowed, Busy, KeyReused, NotFound, UnknownAction
from chalicelib.domain.parsing import parse_command
from chalicelib.domain.reading import may_open, published_items
from chalicelib.domain.vocabulary import TEXT_HIDDEN, Role
from chalicelib.ports import Conflict, SealedBody, Unavailable
from chalicelib.usecases.change import change_of
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.floods import changes_nothing
from chalicelib.usecases.neighbours import Neighbours
from chalicelib.usecases.submit import Submit

_TRIES = 6
# Without an event these still write the index entries: the instant that stood there was of an older calendar,
# directory or policy, or another run took the step meanwhile.
_BY_TIME = (c.Tick, c.Succeed, c.RecomputeDeadlines)


@dataclass(frozen=True, slots=True)
class Act:
    """`submit` makes the cases into which a bulk petition is split."""

    deps: Deps
    submit: Submit

    def __call__(self, code: str, actor: Actor, name: str, raw: Any, idempotency_key: str = "") -> Case:
        """Do action `name` of a person. A repeated request (same key, or the very last one again) changes nothing.

        Raises `UnknownAction`, `InvalidFields`, `ActionNotAllowed`, `NotFound`, `Busy`, `KeyReused`.
        """
        kind = c.COMMANDS.get(name)
        if kind is None or not kind.asked_of_people():
            raise UnknownAction(name)
        request = request_id(actor, name, raw, idempotency_key)
        case = self._case(code)
        if _seen(case, request, idempotency_key):
            return case
        # A case that this person may not open is unknown to him here, too.
        if not may_open(case, actor):
            raise NotFound(code)
        case = self._up_to_date(case)
        # What the state forbids is said before what the fields lack: nobody should mend a form in vain.
        ctx = self.deps.context(actor)
        if actor.role is Role.LEADER and not may_decide(ctx, case, actor.id):
            raise ActionNotAllowed(f"{name} by {actor.id}, who is not in charge")
        require(case, actor, name, ctx.policy_of(case))
        command, texts = parse_command(kind, raw, ctx.reference, ctx.today)
        if changes_nothing(self.deps, case, actor, command):
            return case
        command = Neighbours(self.deps, self.submit, self.run)(case, actor, command)
        if isinstance(command, c.GiveOpinion):
            texts |= self._signed(case, actor)
        files = getattr(command, "attachments", ())
        if files:
            texts["files"] = {file.id: file.name for file in self.deps.files.accept(files, case.origin)}
        return self.run(code, actor, command, texts, request, idempotency_key)

    def run(
        self,
        code: str,
        actor: Actor,
        command: c.Command,
        texts: dict[str, Any] | None = None,
        request: str = "",
        idempotency_key: str = "",
    ) -> Case:
        """Decide and commit one command; the system's own commands come in here directly."""
        for _ in range(_TRIES):
            case = self._case(code)
            if _seen(case, request, idempotency_key):
                return case
            require(case, actor, command.name, self.deps.context(actor).policy_of(case))
            bodies = self._seal(case, texts)
            ctx = self.deps.context(actor, body=bodies[0].ref if bodies else None, request=request)
            events = decide(case, command, ctx, self._asked(case, command))
            if not events and not isinstance(command, _BY_TIME):
                return case
            change = change_of(ctx, case, events, bodies=bodies)
            try:
                self.deps.cases.commit(change)
                return change.after
            except Conflict:
                continue
            except Unavailable as problem:
                raise Busy from problem
        raise Busy

    def _up_to_date(self, case: Case) -> Case:
        """What fell due before a person acts stands in the record before it, whenever the overdue check runs next.

        Otherwise the act could end, pause or hand on a time limit whose last day is over, and no step would tell of it.
        """
        while True:
            due = next_check_at(self.deps.context(SYSTEM), case)
            if due is None or due > self.deps.clock():
                return case
            after = self.run(case.code, SYSTEM, c.Tick())
            if after.version == case.version:
                return case
            case = after

    def _case(self, code: str) -> Case:
        case = self.deps.cases.load(code)
        if case is None:
            raise NotFound(code)
        return case

    def _seal(self, case: Case, texts: dict[str, Any] | None) -> tuple[SealedBody, ...]:
        if not texts:
            return ()
        key = self.deps.vault.key_of(case)
        if key is None:
            raise NotFound(case.code)
        return (self.deps.vault.seal(key, case.code, texts),)

    def _asked(self, case: Case, command: c.Command) -> e.Fact | Case | None:
        """The earlier fact that this decision is about."""
        if isinstance(command, c.Review):
            if all(pending.item != command.item for pending in case.pending):
                return None  # whatever number was sent, the store is not asked for it
            wanted = [x for x in self.deps.cases.events(case.code, after=command.item - 1) if x.seq == command.item]
            return wanted[0].fact if wanted else None
        if isinstance(command, c.GrantExtension):
            found = [x.fact for x in self.deps.cases.events(case.code) if isinstance(x.fact, e.ExtensionRequested)]
            return found[-1] if found else None
        if isinstance(command, c.Undo):
            return last_decision(self.deps.cases.events(case.code))
        if isinstance(command, c.ProposeNaming):
            ctx = self.deps.context(SYSTEM)
            return exceeded(ctx, self.deps.cases.events(case.code), command.agency or case.lead)
        if isinstance(command, c.Release):
            return interrupted(self.deps.cases.events(case.code))
        if isinstance(command, c.CiteAnswer):
            return self._published_answer(command.of)
        return None

    def _published_answer(self, code: str) -> e.Fact | None:
        """The newest answer that the public can read in that case."""
        case = self.deps.cases.load(code)
        hidden = case is None or case.status in TEXT_HIDDEN or bool(case.purge) or "answers" in case.withheld
        if case is None or hidden or case.answered_on is None:
            return None
        events = self.deps.cases.events(code)
        published = published_items(events)
        given = [x.fact for x in events if isinstance(x.fact, e.AnswerGiven) and x.seq in published]
        answers = [fact for fact in given if not fact.cites]  # whoever cites, cites the answer itself
        return answers[-1] if answers else None

    def _signed(self, case: Case, actor: Actor) -> dict[str, str]:
        """Under which title the invited expert's opinion will be published: what the invitation says."""
        invitation = [x for x in self.deps.cases.events(case.code) if str(x.seq) == actor.id and x.body]
        bodies = self.deps.vault.open(case, [x.body.id for x in invitation if x.body])
        titles = [str(body.get("title", "")) for body in bodies.values()]
        return {"title": titles[0]} if titles else {}


def request_id(actor: Actor, name: str, raw: Any, idempotency_key: str) -> str:
    """A short hash that names this request: of what was sent; with the client's key, a half of each.

    The head keeps it, and no more: the halves tell a repetition from another request under the same key.
    """
    if actor.role is Role.SYSTEM:
        return ""
    who = (actor.role, actor.id, actor.agency, name)
    body = json.dumps(raw, sort_keys=True, ensure_ascii=True, default=str)
    if not idempotency_key:
        return _hash(*who, body)
    return _hash(*who, idempotency_key)[:_HALF] + _hash(*who, idempotency_key, body)[:_HALF]


_HALF = 8


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[: 2 * _HALF]


def _seen(case: Case, request: str, idempotency_key: str) -> bool:
    """Raises `KeyReused` when the same key came with something else: nobody may believe that this was done."""
    # Without a key only the very last request counts as repeated: forwarding to the same agency again, after it
    # returned the case, is a new decision although it reads the same.
    if not request:
        return False
    if not idempotency_key:
        return request in case.recent[-1:]
    if any(known[:_HALF] == request[:_HALF] and known != request for known in case.recent):
        raise KeyReused
    return request in case.recent
