"""The budget of write units (design, section 6), counted on the emulator: moto's figures are flat."""

from __future__ import annotations

import pytest

from chalicelib.domain import events as e
from tests.bench.write_units import BOX, SUBMISSION_BUDGET, counting
from tests.contract.changes import new_case, next_change
from tests.contract.conftest import World


def test_a_submission_of_a_thousand_characters_stays_in_budget(real: World) -> None:
    if real.name == "moto":
        pytest.skip("moto counts no units")
    real.cases.load("warm-up")
    with counting() as units:
        real.cases.commit(new_case(box=BOX))
    assert units.writes == {"cases": 2, "cases/due": 1, "cases/desk": 1, "sealed": 4, "outbox": 4}
    assert units.total <= SUBMISSION_BUDGET


def test_a_change_of_the_head_alone_costs_one_unit_and_the_events_beside_it_nothing(real: World) -> None:
    if real.name == "moto":
        pytest.skip("moto counts no units")
    first = new_case()
    real.cases.commit(first)
    claimed = next_change(first.after, e.Claimed("officer-1"), publish=())
    for change, expected in (
        (claimed, {"cases": 1}),
        (next_change(claimed.after, e.Claimed("officer-2")), {"cases": 2, "outbox": 2}),
    ):
        with counting() as units:
            real.cases.commit(change)
        assert +units.writes == expected
    assert len(real.cases.events(first.after.code)) == 3
