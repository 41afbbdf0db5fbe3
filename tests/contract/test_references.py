"""What every reference store promises (`ports.ReferenceStore`)."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.calendar import CalendarYear
from chalicelib.domain.directory import Agency, Directory, Group
from chalicelib.domain.policy import Policies
from chalicelib.domain.reference import build, to_payload
from chalicelib.ports import Unavailable
from chalicelib.storage.reference import DynamoReferences
from tests.contract.changes import NOW
from tests.contract.conftest import World


def payload(agencies: int = 3, note: str = "") -> dict[str, object]:
    rows = tuple(
        Agency(
            f"SO-{n}",
            f"Sở {n}",
            f"Department {n}",
            Group.DEPARTMENT,
            date(2025, 3, 1),
            None,
            {},
            "",
            "",
            "",
            "",
            "",
            "",
            note,
        )
        for n in range(agencies)
    )
    years = [CalendarYear(2026, True, "QĐ")]
    return to_payload(build([], years, [], Directory("", rows, (), (), ()), Policies("", ())))


def test_nothing_loaded_yet_is_unavailable(world: World) -> None:
    with pytest.raises(Unavailable):
        world.references.current()


def test_round_trip_and_older_versions_stay(world: World) -> None:
    first, second = payload(), payload(200, note="đã sáp nhập " * 20)
    world.references.save(first, str(first["version"]), NOW)
    assert to_payload(world.references.current()) == first
    world.references.save(second, str(second["version"]), NOW)
    assert to_payload(world.references.current()) == second
    assert world.references.payload(first["version"]) == first  # type: ignore[attr-defined]


def test_saving_a_version_again_makes_it_current_but_never_rewrites_it(world: World) -> None:
    first, second = payload(), payload(4)
    for each in (first, second, first):
        world.references.save(each, str(each["version"]), NOW)
    assert world.references.current().version == first["version"]
    with pytest.raises(ValueError, match="other content"):
        world.references.save(second, str(first["version"]), NOW)


def test_the_cache_lasts_a_minute(real: World) -> None:
    seconds = [0.0]
    reader = DynamoReferences(lambda: seconds[0])
    first, second = payload(), payload(4)
    real.references.save(first, str(first["version"]), NOW)
    cached = reader.current()
    real.references.save(second, str(second["version"]), NOW)
    seconds[0] = 59.9
    assert reader.current() is cached
    seconds[0] = 60.1
    assert reader.current().version == second["version"]
