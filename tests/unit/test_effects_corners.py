"""What acts do in rarer company: proposals that fall, letters that were lost, crowds of namings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.named import Naming
from tests.unit.effects import Row, check
from tests.unit.stories import (
    LATER,
    START,
    Act,
    Story,
    Tale,
    after,
    by,
    in_process,
    lost,
    propose_naming,
    refused,
    reported,
    returned,
    supplement_over,
    triage,
    undo,
    wait,
)
from tests.unit.world import FOCAL, SUBMITTER, at

# fmt: off
END = date(2026, 8, 27)  # the supplement was due on the 25th
LOST = "to_review-focal-van-phong-1"
NEW = Naming(6, "SNNMT", "evasion", arming=START, by="van-phong-1")
returned_over = after(returned, by(FOCAL, c.AskSupplement(content="x")), wait(END))


def ended(number: int, state: str = "ended") -> Naming:
    return Naming(number, f"A{number}", "evasion", state)


def crowded(*namings: Naming) -> Tale:
    tale = in_process()
    tale.case = replace(tale.head, namings=namings)
    return tale


four_ended = tuple(ended(n) for n in (1, 2, 3, 4))
nine_ended = tuple(ended(n) for n in range(1, 10))
three_ended = four_ended[:3]
mixed = (ended(1, "stands"), ended(2), ended(3, "stands"), ended(4), ended(5, "stands"))
again = (ended(1), Naming(2, "SNNMT", "evasion", "ended", date(2026, 7, 1)), ended(3))
ROWS: list[Row] = [
    # --- what was proposed because nothing came ---
    ("refused for another reason than that nothing came", supplement_over,
     by(FOCAL, c.Refuse(reason="out_of_scope", content="x")), [e.Refused("out_of_scope")],
     {"status": "refused", "refused_by": "van-phong-1", "proposal": "", "undoable": "van-phong-1"}),
    ("a denunciation after nothing came", supplement_over, by(FOCAL, c.Restrict(ground="denunciation")),
     [e.Restricted("TTRA", "denunciation", "other")],
     {"status": "restricted", "routing": 1, "proposal": "", "unconfirmed": 8, "called_on": END}),
    ("of a returned case, supplemented after the limit", returned_over, by(SUBMITTER, c.Supplement(content="x")),
     [e.Supplemented()], {"proposal": ""}),
    # --- a letter that was lost meanwhile stays so ---
    ("a refusal taken back, when a letter was lost before", after(refused, lost(LOST, 1)), undo,
     [e.Undone(4, "refused", replace(triage().head, recent=()))],
     {"status": "received", "refused_by": "", "undoable": ""}),
    # --- to another office: what waits for review falls ---
    ("reassigned while a report waits", reported, by(FOCAL, c.Reassign(lead="STC2025")),
     [e.Forwarded("STC2025", (), "dat-dai", again=True)],
     {"status": "forwarded", "lead": "STC2025", "coordinating": (), "routing": 2, "unconfirmed": 7,
      "acknowledged": False, "pending": (), "undoable": "van-phong-1"}),
    # --- the head remembers four namings, and of those that ended the newest ---
    ("beside three that ended", partial(crowded, *three_ended), propose_naming(),
     [e.NamingProposed("SNNMT", "evasion", LATER, "office", START)], {"namings": (*three_ended, NEW)}),
    ("beside four that ended", partial(crowded, *four_ended), propose_naming(),
     [e.NamingProposed("SNNMT", "evasion", LATER, "office", START)], {"namings": (*four_ended[1:], NEW)}),
    ("beside nine that ended", partial(crowded, *nine_ended), propose_naming(),
     [e.NamingProposed("SNNMT", "evasion", LATER, "office", START)], {"namings": (*nine_ended[6:], NEW)}),
    ("beside three that stand", partial(crowded, *mixed), propose_naming(),
     [e.NamingProposed("SNNMT", "evasion", LATER, "office", START)],
     {"namings": (mixed[0], mixed[2], mixed[4], NEW)}),
    ("a second time, of another arming", partial(crowded, *again), propose_naming(),
     [e.NamingProposed("SNNMT", "evasion", LATER, "office", START)], {"namings": (again[0], again[2], NEW)}),
]
# fmt: on


@pytest.mark.parametrize(("name", "story", "act", "facts", "changed"), ROWS, ids=[row[0] for row in ROWS])
def test_what_one_act_changes(name: str, story: Story, act: Act, facts: list[e.Fact], changed: dict[str, Any]) -> None:
    check(story, act, facts, changed)


def test_an_event_is_never_older_than_the_one_before_it() -> None:
    """Functions run on machines whose clocks differ."""
    tale = in_process()
    assert tale.head.last_at == at(LATER)
    tale.today = START
    tale.do(FOCAL, c.Urge())
    assert (tale.events[-1].at, tale.head.last_at) == (at(LATER), at(LATER))
