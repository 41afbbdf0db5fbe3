"""A case is judged by the policy of its day: lengths, caps, switches and ladders. Offices and trust are of today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide import Context
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.notices import notices
from chalicelib.domain.policy import Basis, ClockRule, Ladder, Policies, Recipient
from chalicelib.domain.vocabulary import Role
from tests.unit.world import AGENCY, FOCAL, SUBMITTER, Life, reference

START, CHANGE = date(2026, 8, 7), date(2026, 8, 10)
AFTER = date(2026, 8, 12)


def changed(keeps: bool = True) -> Policies:
    """From 10/08/2026 on everything is twice as long, one agency is trusted, and the heads hear of each step."""
    policies = reference().policies
    old = policies.versions[-1]
    clocks = {name: ClockRule(2 * rule.working_days, Basis.POLICY, "", {}) for name, rule in old.clocks.items()}
    ladders = {
        name: tuple(replace(step, id=f"new_{step.id}", recipients=(Recipient.CHAIR,)) for step in steps)
        for name, steps in old.ladders.items()
    }
    switches = {**old.switches, "pause_while_awaiting_supplement": False, "case_keeps_policy_of_its_day": keeps}
    limits = {**old.limits, "supplement_requests": 0}
    new = replace(old, id="new", valid_from=CHANGE, clocks=clocks, ladders=ladders, switches=switches, limits=limits,
                  trusted_agencies=("SNNMT",))  # fmt: skip
    return Policies("v", (*policies.versions, new))


@dataclass
class Ruled(Life):
    keeps: bool = True

    def context(self, actor: Actor, body: bool = True) -> Context:
        given = super().context(actor, body)
        return replace(given, reference=replace(reference(), policies=changed(self.keeps)))


def life(received: date = START, keeps: bool = True) -> Ruled:
    story = Ruled(received, keeps=keeps)
    story.receive()
    story.today = max(received, AFTER)
    return story


def ready(story: Life) -> Life:
    story.do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
    return story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))


def length(story: Life, name: str) -> int:
    clock = story.case and story.case.clock(name)
    assert clock
    return clock.length


CLOCKS: list[tuple[str, Any, int]] = [
    ("publication", lambda s: s, 20),
    ("forwarding", lambda s: s, 5),
    ("supplement", lambda s: s.do(FOCAL, c.AskSupplement(content="x", reason="x")), 10),
    ("contest", lambda s: s.do(FOCAL, c.Refuse(reason="out_of_scope", content="x")), 10),
    ("acknowledgement", lambda s: ready(s).do(FOCAL, c.Forward(lead="SNNMT")), 2),
    ("publication", lambda s: s.do(FOCAL, c.Refuse(reason="out_of_scope", content="x"))
     .do(SUBMITTER, c.ContestRefusal(content="x")), 20),
]  # fmt: skip


@pytest.mark.parametrize(("name", "act", "days"), CLOCKS, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(CLOCKS)])
def test_lengths(name: str, act: Any, days: int) -> None:
    assert length(act(life()), name) == days
    assert length(act(life(AFTER)), name) == 2 * days, "a new case"
    first = days if (name, days) in (("publication", 20), ("forwarding", 5)) and act is not CLOCKS[-1][1] else 2 * days
    assert length(act(life(keeps=False)), name) == first, "the owner says that today's policy holds"


@pytest.mark.parametrize(("received", "needs_reason", "waits"), [(START, False, True), (AFTER, True, False)])
def test_caps_and_switches(received: date, needs_reason: bool, waits: bool) -> None:
    story = life(received).do(FOCAL, c.AskSupplement(content="x", reason="x"))
    assert isinstance(story.events[-1].fact, e.SupplementAsked) and story.events[-1].fact.again is needs_reason
    clock = story.case and story.case.clock("publication")
    assert clock and clock.paused is waits


@pytest.mark.parametrize(("received", "step"), [(START, "overdue"), (AFTER, "new_overdue")])
def test_the_ladder_and_who_hears_of_its_steps(received: date, step: str) -> None:
    story = ready(life(received)).do(FOCAL, c.Forward(lead="SNNMT")).do(AGENCY, c.Acknowledge())
    story.today = date(2026, 12, 30)
    assert next_check_at(story.context(SYSTEM), story.case)  # type: ignore[arg-type]
    story.do(SYSTEM, c.Tick(), body=False)
    steps = [x for x in story.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "publication"]
    taken = [x.fact.step for x in steps if isinstance(x.fact, e.StepReached)]
    ladder = changed().policy_of(received, story.today).ladder(Ladder.AGENCY)
    assert step in taken and taken == [row.id for row in ladder][: len(taken)]
    overdue = next(x for x in steps if isinstance(x.fact, e.StepReached) and x.fact.step == step)
    single = replace(overdue, fact=replace_step(overdue.fact))
    at = story.events.index(overdue)
    found = notices(story.context(SYSTEM), fold(story.events[:at]), fold(story.events[: at + 1]), single)  # type: ignore[arg-type]
    roles = {Role.AGENCY} if received is START else {Role.LEADER}
    assert {x.role for x in found} == roles and all(x.name == f"step_{step}" for x in found)


def replace_step(fact: e.Fact) -> e.StepReached:
    """Mailed, although it was overtaken in this late run."""
    assert isinstance(fact, e.StepReached)
    return e.StepReached(fact.clock, fact.step, fact.on, fact.due_on)


def test_trust_is_of_today() -> None:
    """What is given or withdrawn holds at once, for old cases as well."""
    story = ready(life()).do(FOCAL, c.Forward(lead="SNNMT")).do(AGENCY, c.ReportStatus(content="x"))
    assert isinstance(story.events[-1].fact, e.ItemPublished)
