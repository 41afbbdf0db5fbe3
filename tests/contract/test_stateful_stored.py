"""The machine of tests/unit/test_stateful.py over the real storage adapters, on the emulator: shorter, and the same."""

from __future__ import annotations

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.contract.conftest import World, dynamo_world
from tests.fakes.system import Stores, System, references
from tests.unit.stateful.machine import Petitions

EXAMPLES = max(2, int(os.environ.get("PROVE", "0")) // 20)


class StoredSystem(System):
    """Cases, outbox, sealed bodies, ledger and delivery marks in DynamoDB; keys, mail and site in memory."""

    def new_stores(self) -> Stores:
        world: World = dynamo_world("ministack", fresh=False)
        return Stores(
            cases=lambda: world.cases,
            outbox=lambda: world.outbox,
            sealed=lambda: world.sealed,
            ledger=world.new_ledger,
            deliveries=lambda: world.deliveries,
        )


class StoredPetitions(Petitions):
    days, stride = 90, 9

    def new_system(self, start: date) -> System:
        system = StoredSystem(reference=references().copy())
        system.clock.set(start)
        return system


@pytest.fixture
def emulator(aws: pytest.MonkeyPatch, emulator_endpoint: str) -> None:
    aws.setenv("AWS_ENDPOINT_URL", emulator_endpoint)


@pytest.mark.timeout(0)
def test_petitions_in_real_tables(emulator: None) -> None:
    run_state_machine_as_test(
        StoredPetitions,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
