"""The budget of write units (design, section 6), counted on the emulator: moto's figures are flat."""

from __future__ import annotations

import pytest

from tests.bench.write_units import BOX, SUBMISSION_BUDGET, counting
from tests.contract.changes import new_case
from tests.contract.conftest import World


def test_a_submission_of_a_thousand_characters_stays_in_budget(real: World) -> None:
    if real.name == "moto":
        pytest.skip("moto counts no units")
    real.cases.load("warm-up")
    with counting() as units:
        real.cases.commit(new_case(box=BOX))
    assert units.writes == {"cases": 4, "cases/due": 1, "cases/desk": 1, "sealed": 4, "outbox": 4}
    assert units.total <= SUBMISSION_BUDGET
