"""Everybody has gone home, the overdue check runs for months: what came of each petition, and is all of it public?"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from chalicelib import wiring
from chalicelib.delivery.ses import _tags
from tests.unit.stateful import mails, public, record
from tests.unit.stateful.almanac import day_of
from tests.unit.stateful.canaries import CANARY
from tests.unit.stateful.ladders import Walk
from tests.unit.stateful.province import Province


def tell(world: Province, draw: Any, outcome: str) -> None:
    """The mail provider tells what became of one mail, once or twice, as SNS hands it to the function."""
    every = list({id(x.mail): x.mail for sent in world.book.sent.values() for x in sent}.values())
    mail = draw(st.sampled_from(every))
    if outcome == "Delivery":
        world.book.told.add(mail.tag)
    at = world.now.isoformat()
    tags = {row["Name"]: [row["Value"]] for row in _tags(mail)}
    message = {
        "eventType": outcome,
        "mail": {"destination": [mail.to], "timestamp": at, "tags": tags},
        "delivery": {"recipients": [mail.to], "timestamp": at},
        "bounce": {"bounceType": "Permanent", "timestamp": at, "bouncedRecipients": [{"emailAddress": mail.to}]},
    }
    wiring.install(world.services)
    try:
        for _ in range(draw(st.sampled_from([1, 2]))):
            wiring.take_delivery_events({"Records": [{"Sns": {"Message": json.dumps(message)}}]})
    finally:
        wiring.install(None)


def check_end(world: Province, days: int, stride: int) -> None:
    """First as it stands, then after `days` more with the check on every `stride`th."""
    world.settle()
    check_everything(world)
    for _ in range(0, days, stride):
        world.system.clock.forward(days=stride)
        world.rest()
    world.settle()
    overdue = check_everything(world)
    for code in world.codes:
        assert record.ended(world, world.case(code), overdue), f"nobody will ever look at {world.case(code)}"
    if not world.changed_references:
        public.check_rebuild(world)
    check_silence(world)


def check_everything(world: Province) -> frozenset[str]:
    """All that must hold whenever nothing waits; gives the overdue cases."""
    record.check_records(world)
    for code in world.codes:
        record.check_figures(world, code)
        check_steps(world, code)
    mails.check_once(world)
    mails.check_contents(world)
    mails.check_all_told(world)
    public.check_ledger(world)
    public.check_words(world)
    overdue = public.check_pages(world)
    public.check_lists(world, overdue)
    return overdue


def check_steps(world: Province, code: str) -> None:
    """Neither more steps than the naive model allows, nor fewer than a check on every day would have taken."""
    if world.changed_references:
        return
    walk = Walk(record.rules_of(world), world.events(code)).until(day_of(world.now))
    told = [(f"{event.at:%d/%m %H:%M}", event.seq, event.type, event.fact) for event in world.events(code)]
    assert not walk.wrong, (code, walk.wrong, told)
    assert not walk.lost, (code, walk.lost, told)


def check_silence(world: Province) -> None:
    """The logs name cases, never what was typed nor a secret."""
    everything = "\n".join(world.log.lines)
    assert not CANARY.findall(everything), CANARY.findall(everything)
    for code, secret in world.secrets.items():
        assert not secret or secret not in everything, f"the secret of {code} is in the logs"
