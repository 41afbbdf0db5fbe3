"""One package and one running system for all tests of the infrastructure."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import package
from infra.local.testing import LocalSystem, local_system


@pytest.fixture(scope="session")
def live() -> package.Package:
    """The package that goes to AWS."""
    return package.build()


@pytest.fixture(scope="session")
def template(live: package.Package) -> dict[str, Any]:
    return dict(json.loads(live.template.read_text()))


@pytest.fixture(scope="session")
def unpacked(live: package.Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip as Lambda unpacks it."""
    target = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(live.zip) as archive:
        archive.extractall(target)
    return target


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSystem]:
    with local_system(tmp_path_factory.mktemp("local")) as running:
        yield running
