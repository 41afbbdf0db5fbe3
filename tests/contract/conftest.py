"""One suite, three stores: the fakes, moto (whose answers are DynamoDB's), and the emulator that runs the system."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto import mock_aws
from pynamodb.connection import Connection

from chalicelib.ports import CaseStore, Deliveries, Ledger, Outbox, ReferenceStore
from chalicelib.storage import Tables, configure
from chalicelib.storage.cases import DynamoCases
from chalicelib.storage.deliveries import DynamoDeliveries
from chalicelib.storage.ledger import DynamoLedger
from chalicelib.storage.outbox import DynamoOutbox
from chalicelib.storage.reference import DynamoReferences
from chalicelib.storage.sealed import SealedStore
from tests.contract.emulator import emulator
from tests.contract.schema import create_tables
from tests.fakes.ledger import LedgerTable, MemoryLedger
from tests.fakes.reference import MemoryReferences
from tests.fakes.store import MemoryCases, MemoryDeliveries, MemoryOutbox, MemorySealed
from tests.fakes.tables import MemoryTables

REGION = "ap-southeast-1"
_numbers = itertools.count(1)
_admins: dict[str, Any] = {}
_connections: dict[str, Connection] = {}


@dataclass
class World:
    """`new_ledger` gives another publisher's view of the same tables. `real`: behind it stands the adapter."""

    name: str
    cases: CaseStore
    outbox: Outbox
    sealed: Any
    references: ReferenceStore
    new_ledger: Callable[[], Ledger]
    deliveries: Deliveries
    tables: Tables | None = None

    @property
    def real(self) -> bool:
        return self.tables is not None


@pytest.fixture(scope="session")
def emulator_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with emulator(tmp_path_factory.mktemp("ministack")) as endpoint:
        yield endpoint


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.setenv(name, REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return monkeypatch


def memory_world() -> World:
    tables, ledgers = MemoryTables(), LedgerTable()
    return World(
        "memory",
        MemoryCases(tables),
        MemoryOutbox(tables),
        MemorySealed(tables),
        MemoryReferences(),
        lambda: MemoryLedger(ledgers),
        MemoryDeliveries(tables),
    )


def dynamo_world(name: str, *, fresh: bool) -> World:
    """With `fresh`, on a client of its own, into which faults may be put; it takes a while to make."""
    if name not in _admins:
        _admins[name] = boto3.client("dynamodb")
    tables = create_tables(_admins[name], f"t{next(_numbers)}")
    connection = configure(tables, read_seconds=20, client=None if fresh else _connections.get(name))
    if not fresh:
        _connections[name] = connection
    return World(
        name, DynamoCases(), DynamoOutbox(), SealedStore(), DynamoReferences(), DynamoLedger, DynamoDeliveries(), tables
    )


def _moto(request: pytest.FixtureRequest, fresh: bool) -> Iterator[World]:
    with mock_aws():
        yield dynamo_world("moto", fresh=fresh)


def _ministack(request: pytest.FixtureRequest, fresh: bool) -> Iterator[World]:
    monkeypatch: pytest.MonkeyPatch = request.getfixturevalue("aws")
    monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("emulator_endpoint"))
    yield dynamo_world("ministack", fresh=fresh)


_REAL = {"moto": _moto, "ministack": _ministack}


@pytest.fixture(params=["memory", *_REAL])
def world(request: pytest.FixtureRequest, aws: pytest.MonkeyPatch) -> Iterator[World]:
    """Empty stores of each kind."""
    if request.param == "memory":
        yield memory_world()
    else:
        yield from _REAL[request.param](request, False)


@pytest.fixture(params=list(_REAL))
def real(request: pytest.FixtureRequest, aws: pytest.MonkeyPatch) -> Iterator[World]:
    """Only the adapter, for faults below it: lost answers, throttles, conflicts."""
    yield from _REAL[request.param](request, True)
