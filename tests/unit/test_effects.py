"""Every fact has a row in one of the tables that say what an act changes; and what taking a decision back changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.vocabulary import PARTS
from tests.unit import test_effects_intake, test_effects_leadership, test_effects_naming, test_effects_routing
from tests.unit.effects import check, difference, in_order, shown
from tests.unit.stories import (
    Story,
    after,
    by,
    forwarded,
    in_process,
    lost,
    refused,
    returned,
    supplement_asked,
    triage,
    undo,
)
from tests.unit.world import FOCAL

TABLES = (test_effects_intake, test_effects_routing, test_effects_leadership, test_effects_naming)


def test_every_fact_has_a_row() -> None:
    seen = {type(fact) for table in TABLES for row in table.ROWS for fact in row[3]}
    assert {kind.__name__ for kind in set(get_args(e.Fact)) - seen} == {"Undone"}, "what has a table of its own, below"


sent_on = after(returned, by(FOCAL, c.Forward(lead="SXD2025")))
refused_as_test = after(triage, by(FOCAL, c.Refuse(reason="test", content="x")))
redirected = after(triage, by(FOCAL, c.Redirect(reason="court", content="x")))
forwarded_and_lost = after(forwarded, lost("forwarded-agency-SNNMT", 4))

# Story, number and type of the decision that is taken back, whether no letter told of it, what changes.
UNDONE: list[tuple[Story, int, str, bool, dict[str, Any]]] = [
    (forwarded, 4, "forwarded", False,
     {"status": "received", "lead": "", "coordinating": (), "routing": 2, "unconfirmed": 5, "called_on": None,
      "undoable": ""}),
    (sent_on, 6, "forwarded", False,
     {"status": "returned", "lead": "SNNMT", "coordinating": ("STC2025",), "routing": 4, "unconfirmed": 7,
      "undoable": ""}),
    (refused, 4, "refused", False, {"status": "received", "refused_by": "", "undoable": ""}),
    (refused_as_test, 4, "refused", True, {"status": "received", "refused_by": "", "undoable": ""}),
    (supplement_asked, 4, "supplement_asked", False,
     {"status": "received", "supplements": 0, "resume_status": "", "undoable": ""}),
    (redirected, 4, "redirected", False, {"status": "received", "undoable": ""}),
    (forwarded_and_lost, 4, "forwarded", False,
     {"status": "received", "lead": "", "coordinating": (), "routing": 2, "bounced": (), "unconfirmed": 6,
      "unreached": False, "called_on": None, "undoable": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("story", "item", "what", "silent", "changed"), UNDONE)
def test_what_is_taken_back(story: Story, item: int, what: str, silent: bool, changed: dict[str, Any]) -> None:
    tale = story()
    before, known = tale.head, len(tale.events)
    tale.act(undo)
    restored = fold(tale.events[: item - 1])
    assert restored is not None and restored.recent
    assert [event.fact for event in tale.events[known:]] == [e.Undone(item, what, replace(restored, recent=()), silent)]
    assert shown(difference(before, tale.head)) == shown(changed)
    assert tale.head.recent[:-1] == before.recent and tale.head.clocks == restored.clocks
    in_order(tale, known)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_can_be_withheld_once(part: str) -> None:
    act = by(FOCAL, c.Withhold(part=part, ground="personal_data"))
    check(in_process, act, [e.Withheld(part, "personal_data")], {"withheld": (part,)})
