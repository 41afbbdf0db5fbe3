"""Everybody who might act on a case, and what the system offers to each of them at this moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Actor, Case
from chalicelib.domain.decide.rules import actions_for
from chalicelib.domain.deciders import may_decide
from chalicelib.domain.reading import may_open
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.access import DESK_ROLES, LEADERS
from tests.unit.stateful.almanac import day_of
from tests.unit.stateful.province import Province

CLERK = Actor(Role.CLERK, "van-thu-1", "VPUB")
# The road that most petitions go.
ROAD = frozenset(
    {"review", "write_texts", "forward", "acknowledge", "report_status", "answer", "rate", "direct", "supplement",
     "grant_extension", "contribute"}
)  # fmt: skip
# What happens on the way; the rest happens to few.
EVERYDAY = frozenset(
    {
        *("claim", "classify", "write_texts", "forward", "acknowledge", "report_status", "answer", "review", "rate"),
        *("contribute", "request_extension", "grant_extension", "refuse_extension", "ask_supplement", "supplement"),
        *("return_case", "raise_again", "direct", "settle", "propose_escalation", "escalate", "reassign"),
        *("invite_opinion", "give_opinion", "follow_up", "hand_over"),
    }
)
# What ends a case, or takes it out of sight: rarely, or nothing would live long.
ENDING = frozenset(
    {"refuse", "redirect", "merge", "split", "withdraw", "purge", "confirm_purge", "restrict", "close",
     "grant_withdrawal"}
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    actor: Actor
    action: str


def everybody(world: Province, case: Case) -> Iterator[Actor]:
    """The submitter, all officers on file, and whoever was ever named in this case."""
    yield Actor(Role.SUBMITTER)
    reference, today = world.system.reference.current(), day_of(world.now)
    for officer in reference.directory.officers:
        if not officer.valid_on(today):
            continue
        if officer.role in DESK_ROLES:
            yield Actor(DESK_ROLES[officer.role], officer.id, officer.agency)
        if officer.role in LEADERS:
            yield Actor(Role.LEADER, officer.id, officer.agency)
    events = world.events(case.code)
    agencies = {case.lead, *case.coordinating, *_agencies(events)}
    for code in sorted(code for code in agencies if code and reference.directory.has_agency(code)):
        yield Actor(Role.AGENCY, code, code)
        yield Actor(Role.COORDINATING, code, code)
        yield Actor(Role.NAMED, code, code)
    for event in events:
        if isinstance(event.fact, e.OpinionInvited):
            yield Actor(Role.EXPERT, str(event.seq))


def _agencies(events: list[e.Event]) -> Iterator[str]:
    for event in events:
        for item in fields(event.fact):
            if item.name in ("agency", "lead", "old", "new"):
                yield str(getattr(event.fact, item.name))


def offers(world: Province, case: Case) -> list[Offer]:
    """What everybody is offered, in a fixed order."""
    policy = world.system.reference.current().policies.policy_of(case.received_on, day_of(world.now))
    found = []
    for actor in dict.fromkeys(everybody(world, case)):
        in_charge = actor.role is not Role.LEADER or may_decide(world.services.deps.context(actor), case, actor.id)
        if may_open(case, actor) and in_charge:
            found += [Offer(actor, name) for name in actions_for(case, actor, policy, day_of(world.now))]
    return [offer for offer in found if c.COMMANDS[offer.action].asked_of_people()]


def forbidden(world: Province, case: Case) -> list[Offer]:
    """Every action of people that nobody offered to that actor."""
    offered = set(offers(world, case))
    names = sorted(name for name, kind in c.COMMANDS.items() if kind.name and kind.asked_of_people())
    people = list(dict.fromkeys(everybody(world, case)))
    return [offer for actor in people for name in names if (offer := Offer(actor, name)) not in offered]
