"""A fresh system in memory for each test, installed as the app's services."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import wiring
from tests.fakes.system import System
from tests.web.driver import Web


@pytest.fixture
def web() -> Iterator[Web]:
    system = System()
    wiring.install(system.services)
    yield Web(system)
    wiring.install(None)
