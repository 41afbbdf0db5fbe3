"""What people do to the system: they send petitions, do what it offers them, and what it must refuse."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from chalicelib.domain import commands as c
from chalicelib.domain.errors import DomainError, InvalidFields, KeyReused
from tests.unit.crashes import MODES, Broken
from tests.unit.stateful.forms import Filler, name_words, petition
from tests.unit.stateful.links import check_link
from tests.unit.stateful.people import CLERK, ENDING, EVERYDAY, ROAD, Offer, forbidden, offers
from tests.unit.stateful.province import Province, Sending

MOST_CASES = 6
METHODS = {
    "cases": ("commit", "load", "events", "due"),
    "vault": ("open", "seal", "erase", "key_of"),
    "outbox": ("progress", "done", "pending"),
    "mailer": ("send",),
    "ledger": ("fix", "append", "finish", "place", "applied", "acquire"),
    "site": ("write", "read", "remove"),
    "files": ("accept",),
}
done: Counter[str] = Counter()
"""What was tried and what was accepted, over all runs: a machine that does nothing finds nothing."""


def faults(*ports: str) -> st.SearchStrategy[Broken | None]:
    """None, or one fault at an early call of one of these ports."""
    calls = [(port, method) for port in ports for method in METHODS[port]]
    some = st.tuples(st.sampled_from(calls), st.sampled_from([1, 2, 3, 5, 9]), st.sampled_from(MODES))
    return st.none() | some.map(lambda x: Broken(*x[0], x[1], x[2]))


WRITING = faults("cases", "vault", "files")


@dataclass
class Meddler:
    """Between one process's reading and its writing, `other` happens, once."""

    inner: Any
    other: Any

    def __getattr__(self, name: str) -> Any:
        if name == "commit" and self.other:
            other, self.other = self.other, None
            other()
        return getattr(self.inner, name)


class Acting(RuleBasedStateMachine):
    world: Province

    def _case_at(self, draw: Any) -> Any:
        return self.world.case(draw(st.sampled_from(self.world.codes)))

    @precondition(lambda self: len(self.world.secrets) < MOST_CASES)
    @rule(data=st.data(), fault=WRITING)
    def submit(self, data: Any, fault: Broken | None) -> None:
        self._submit(data, fault)

    def _submit(self, data: Any, fault: Broken | None) -> None:
        clerk = data.draw(st.sampled_from([None, None, CLERK]))
        raw, words = petition(self.world, data.draw, by_clerk=clerk is not None)
        sending = Sending(raw, self.world.new_key(), clerk, words)
        if fault:
            with self.world.maybe_broken(fault), suppress(DomainError):
                self.world.process(fault).submit(raw, sending.key, clerk=clerk)
        self._sent(sending)

    def _sent(self, sending: Sending) -> None:
        accepted = self.world.services.submit(sending.raw, sending.key, clerk=sending.clerk)
        known = self.world.sendings.setdefault(accepted.code, sending)
        assert known is sending, "two submissions, one case"
        self.world.secrets[accepted.code] = accepted.secret
        name_words(self.world, sending.words, accepted.code)
        done["submit"] += 1

    @precondition(lambda self: self.world.sendings)
    @rule(data=st.data())
    def submit_again(self, data: Any) -> None:
        """The same key finds the same case, and is no good for another petition."""
        code = data.draw(st.sampled_from(list(self.world.sendings)))
        sending, services = self.world.sendings[code], self.world.services
        if self.world.case(code).purge:
            return  # nothing is left to compare with
        again = services.submit(sending.raw, sending.key, clerk=sending.clerk)
        assert (again.code, again.secret) == (code, self.world.secrets[code])
        with pytest.raises(KeyReused):
            services.submit(sending.raw | {"title": "Khác"}, sending.key, clerk=sending.clerk)

    @precondition(lambda self: self.world.secrets)
    @rule(data=st.data(), steps=st.sampled_from([1, 3, 5]))
    def go_on(self, data: Any, steps: int) -> None:
        self._go_on(data, steps)

    def _go_on(self, data: Any, steps: int) -> None:
        """A case goes some steps down its road."""
        code = self._case_at(data.draw).code
        for _ in range(steps):
            self._offered(data, ROAD, code=code)

    @precondition(lambda self: self.world.secrets)
    @rule(data=st.data(), steps=st.sampled_from([2, 4]))
    def go_further(self, data: Any, steps: int) -> None:
        """Hypothesis leaves half of the rules out of each example: this one should be there in most."""
        self._go_on(data, steps)

    @precondition(lambda self: self.world.secrets)
    @rule(data=st.data(), fault=WRITING)
    def by_the_way(self, data: Any, fault: Broken | None) -> None:
        self._offered(data, EVERYDAY, fault)

    @precondition(lambda self: self.world.secrets)
    @rule(data=st.data(), fault=WRITING)
    def anything_else(self, data: Any, fault: Broken | None) -> None:
        self._offered(data, frozenset(c.COMMANDS) - EVERYDAY - ENDING, fault)

    @precondition(lambda self: len(self.world.secrets) > 1)
    @rule(data=st.data(), fault=WRITING, really=st.sampled_from([False, False, True]))
    def an_end(self, data: Any, fault: Broken | None, really: bool) -> None:
        if really:
            self._offered(data, ENDING, fault)

    @precondition(lambda self: self.world.secrets)
    @rule(data=st.data())
    def two_at_once(self, data: Any) -> None:
        """Another officer, or the overdue check, acts between this one's reading and writing."""
        case = self._case_at(data.draw)
        first, second = (self._choose(data, case, EVERYDAY) for _ in range(2))
        if first is None or second is None:
            return
        raws = [Filler(self.world, data.draw, case, x.actor).form(c.COMMANDS[x.action]) for x in (first, second)]

        def other() -> None:
            self._try(case.code, second, raws[1], self.world.new_key(), self.world.services)

        around = self.world.wrap()
        process = self.world.system.build(
            lambda name, port: Meddler(around(name, port), other) if name == "cases" else around(name, port)
        )
        self._try(case.code, first, raws[0], self.world.new_key(), process)

    def _choose(self, data: Any, case: Any, among: frozenset[str]) -> Offer | None:
        # The public text is written once on the road; rewriting it is something else.
        among = among - {"write_texts"} if among is ROAD and case.texts else among
        found = [offer for offer in offers(self.world, case) if offer.action in among]
        if among is not EVERYDAY and not case.lead:
            # The focal office could answer all by itself, and nothing would ever be forwarded.
            found = [offer for offer in found if offer.action != "answer"] or found
        # First what, then who: three officers must not make what officers do three times as likely.
        actions = list(dict.fromkeys(offer.action for offer in found))
        if not actions:
            return None
        action = data.draw(st.sampled_from(actions))
        return data.draw(st.sampled_from([offer for offer in found if offer.action == action]))

    def _offered(self, data: Any, among: frozenset[str], fault: Broken | None = None, code: str = "") -> None:
        """Somebody does what the page offers; a broken process is followed by the same request, twice."""
        case = self.world.case(code) if code else self._case_at(data.draw)
        offer = self._choose(data, case, among)
        if offer is None:
            return
        raw = Filler(self.world, data.draw, case, offer.actor).form(c.COMMANDS[offer.action])
        key = self.world.new_key()
        if fault:
            with self.world.maybe_broken(fault):
                self._try(case.code, offer, raw, key, self.world.process(fault))
        self._try(case.code, offer, raw, key, self.world.services)
        version = self.world.case(case.code).version
        if data.draw(st.booleans()):
            self._try(case.code, offer, raw, key, self.world.services)
            assert self.world.case(case.code).version == version or fault, "the same request did something again"

    def _try(self, code: str, offer: Offer, raw: Any, key: str, services: Any) -> bool:
        """Whether it was accepted; a declared refusal is no fault, but must change nothing: see `refused`."""
        try:
            services.act(code, offer.actor, offer.action, raw, key)
        except DomainError as problem:
            done[f"{offer.action} refused: {problem}"] += 1
            return False
        done[offer.action] += 1
        return True

    @precondition(lambda self: self.world.secrets)
    @rule(data=st.data())
    def refused(self, data: Any) -> None:
        """What nobody offered, and what is malformed: a declared error, and nothing changes anywhere."""
        case = self._case_at(data.draw)
        bad = data.draw(st.booleans())
        found = offers(self.world, case) if bad else forbidden(self.world, case)
        if not found:
            return
        offer = data.draw(st.sampled_from(found))
        raw = Filler(self.world, data.draw, case, offer.actor).form(c.COMMANDS[offer.action])
        if bad:
            raw = self._spoilt(data, c.COMMANDS[offer.action], raw)
            if raw is None:
                return
        self.world.rest()
        before = self._heads()
        with pytest.raises(InvalidFields if bad else DomainError):
            self.world.services.act(case.code, offer.actor, offer.action, raw, self.world.new_key())
        assert self._heads() == before, (offer, raw)
        done["refused" if bad else "forbidden"] += 1

    def _heads(self) -> dict[str, Any]:
        return {code: self.world.case(code) for code in self.world.codes}

    def _spoilt(self, data: Any, kind: type[c.Command], raw: dict[str, Any]) -> dict[str, Any] | None:
        """One field is missing or of the wrong type."""
        ways = [(name, {}) for name, _ in kind.asked() if name != "legal_document"]
        ways += [(name, None) for name, spec in kind.asked() if spec.required]
        if not ways:
            return None
        name, value = data.draw(st.sampled_from(ways))
        return raw | {name: value if value is None else {"no": ["such", "value"]}}

    @precondition(lambda self: self.world.book.sent)
    @rule(data=st.data())
    def open_a_link(self, data: Any) -> None:
        check_link(self.world, data.draw)
