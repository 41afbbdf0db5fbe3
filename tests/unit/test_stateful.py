"""Every accepted petition is recorded and answered, whatever people, clocks and machines do in between (KH 124).

A few lives by default, always the same ones; `make prove` lives through as many others as it is told.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.unit.stateful.acting import done
from tests.unit.stateful.machine import Petitions

EXAMPLES = int(os.environ.get("PROVE", "0"))
FEW = 16


@pytest.mark.timeout(0)
def test_petitions() -> None:
    run_state_machine_as_test(
        Petitions,
        settings=settings(
            max_examples=EXAMPLES or FEW,
            stateful_step_count=50 if EXAMPLES else 40,
            deadline=None,
            derandomize=not EXAMPLES,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # A machine that does nothing finds nothing.
    idle = [name for name in ("submit", "write_texts", "forward", "answer", "review", "forbidden") if not done[name]]
    assert not idle, done
