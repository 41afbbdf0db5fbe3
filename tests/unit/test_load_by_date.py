"""What needs no command: days that pass, and due-index entries that follow changed data."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.domain import events as e
from chalicelib.domain.commands import Tick
from chalicelib.domain.errors import NotFound
from chalicelib.domain.reference import Reference, to_payload
from chalicelib.domain.vocabulary import Role, Status
from chalicelib.usecases.revisit import Revisit
from infra.operator.data_files import DATA, read_reference
from infra.operator.load import load
from tests.fakes.reference import MemoryReferences
from tests.fakes.system import System
from tests.unit.test_load import BEFORE, _uninstall, forwarded, new, now, world_before
from tests.unit.world import AGENCY, FOCAL, reference

__all__ = ["_uninstall", "new"]


# --- nothing depends on an operator's memory ---


def test_the_sweep_moves_a_case_on_the_day_after_its_agency_ended() -> None:
    world = System()
    world.clock.set(date(2025, 2, 27))
    code = forwarded(world, "STNMT", "dat-dai")
    person = forwarded(world, "SLDTBXH", "giao-thong")
    for day, lead in ((date(2025, 2, 28), "STNMT"), (date(2025, 3, 1), "SNNMT"), (date(2025, 3, 2), "SNNMT")):
        world.clock.set(day, 1)
        assert world.services.sweep.run()["failed"] == 0
        assert now(world, code)[0] == lead
    assert world.types(code).count("succeeded") == 1
    assert world.types(person).count("reassign_needed") == 1
    assert world.tables.heads[person].case.status is Status.TO_REASSIGN


def test_a_district_becomes_communes_in_the_night() -> None:
    world = System()
    world.clock.set(date(2025, 6, 27))
    code, unknown = forwarded(world, "HTD", "ho-tich", place="htd-05"), forwarded(world, "HTD", "ho-tich")
    world.clock.set(date(2025, 7, 1), 1)
    world.services.sweep.run()
    assert (now(world, code)[0], now(world, unknown)[2]) == ("HTD-05", "to_reassign")


def test_an_ended_agency_has_nothing_to_open_any_more() -> None:
    world = System()
    world.clock.set(date(2025, 2, 27))
    code = forwarded(world, "STNMT", "dat-dai")
    world.clock.set(date(2025, 3, 1), 1)
    world.services.sweep.run()
    with pytest.raises(NotFound):
        world.services.read(code, e.Actor(Role.AGENCY, "STNMT", "STNMT"))


# --- the due index follows what changed ---


def test_a_new_directory_puts_the_day_after_the_end_into_the_due_index(new: Reference) -> None:
    world, codes = world_before()
    world.clock.set(BEFORE)
    wiring.install(world.services)
    before = world.tables.heads[codes["moved"]].due_at
    assert load(new, "load-agencies", sleep=lambda seconds: None) == 0
    assert now(world, codes["moved"])[0] == "SGDDT", "it still exists today"
    assert before is not None
    assert world.tables.heads[codes["moved"]].due_at == "2026-08-06T17:00:00.000000Z" < before
    world.clock.set(date(2026, 8, 7), 0)
    assert world.services.sweep.run()["checked"] > 0
    assert now(world, codes["moved"])[0] == "SVHTTDL"


def test_a_stale_hint_is_written_again_by_the_check_that_found_nothing() -> None:
    world = System()
    code = forwarded(world, "SNNMT", "dat-dai")
    head = world.tables.heads[code]
    right, head.due_at = head.due_at, "2026-08-07T00:00:00.000000Z"
    before = (list(world.tables.events[code]), head.case)
    assert world.services.sweep.run()["checked"] == 1
    assert head.due_at == right
    assert (world.tables.events[code], head.case) == before
    assert world.services.sweep.run()["checked"] == 0


def test_a_new_policy_moves_the_next_check(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    policy = json.loads((tmp_path / "policy.json").read_text("utf-8"))
    policy["versions"][0]["ladders"]["agency"][0]["working_days"] = -10
    (tmp_path / "policy.json").write_text(json.dumps(policy), "utf-8")
    world = System(reference=MemoryReferences(to_payload(reference())))
    code = forwarded(world, "SNNMT", "dat-dai")
    world.services.act(code, AGENCY, "acknowledge", {})
    before = world.tables.heads[code].due_at
    wiring.install(world.services)
    assert load(read_reference(tmp_path), "load-policy", sleep=lambda seconds: None) == 0
    after = world.tables.heads[code].due_at
    assert before and after and after < before


def test_a_person_who_acts_meanwhile_is_not_undone(new: Reference) -> None:
    """The head moved between reading and writing: the hint is computed anew, not written over."""
    world, codes = world_before()
    code = codes["other"]

    class Meanwhile:
        def __init__(self, inner: Any) -> None:
            self.inner, self.done = inner, False

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def commit(self, change: Any) -> None:
            if change.after.code == code and not self.done:
                self.done = True
                world.services.act(code, FOCAL, "restrict", {"note": "x", "ground": "denunciation"})
            self.inner.commit(change)

    services = world.build(lambda name, port: Meanwhile(port) if name == "cases" else port)
    Revisit(services.deps, services.act, services.sweep.outbox)(Tick())
    head = world.tables.heads[code]
    assert (head.case.status, head.due_at) == (Status.RESTRICTED, None)
